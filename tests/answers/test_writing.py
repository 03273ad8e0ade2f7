from typing import Any

import pytest

from forumbot.answers.answer import Finding
from forumbot.answers.blocks import Remark
from forumbot.answers.drafts import Draft
from forumbot.answers.writing import Material, write_plainly
from forumbot.asking.question import read_question
from forumbot.search.lexical import LexicalIndex, LexicalText

TEXT = "The budget of the pilot was raised to €3.6 million."
NEAR = "The archive speaks of “pilot”; I find no place in it."


def material(finding: Finding, note: str = "", excerpts: tuple[Any, ...] = ("quote",)) -> Material:
    """One quote on the pilot, and a draft that remarks how many quotes are shown."""
    draft = Draft(excerpts, lambda shown: f"Of {len(shown)} quotes.", note=note)
    lexical = LexicalIndex.build([LexicalText(TEXT, "en")])
    quotes: Any = ["quote"]
    return Material(read_question("Where is the pilot?"), finding, draft, quotes, [TEXT], lexical)


@pytest.mark.parametrize(
    ("decided", "written"),
    [
        (material(Finding.ANSWER), "Of 1 quotes."),
        (material(Finding.ANSWER, note="So far."), "Of 1 quotes."),
        (material(Finding.NEAR), NEAR),
        (material(Finding.NEAR, note="So far."), f"So far. {NEAR}"),
        (material(Finding.NEAR, note="So far.", excerpts=()), "Of 1 quotes."),
        (material(Finding.NOTHING), ""),
        (material(Finding.NOTHING, note="So far."), "So far."),
    ],
)
def test_the_remark_is_the_drafts_and_what_is_missing_where_nothing_answers(
    decided: Material, written: str
) -> None:
    """What holds in any case leads a near answer, and is all that is left of nothing."""
    assert write_plainly(decided) == ((Remark(written),) if written else ())
