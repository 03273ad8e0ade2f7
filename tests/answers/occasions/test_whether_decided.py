"""Whether something was accepted or rejected, or only spoken of."""

import re
from dataclasses import replace
from typing import Any, cast

import pytest

from forumbot.answers.drafts import Retrieved
from forumbot.answers.occasions.whether_decided import on_whether_decided
from forumbot.answers.terms import QuestionTerms
from forumbot.archive.documents import parse_document
from forumbot.asking.question import read_question
from forumbot.config import PassagesConfig
from forumbot.search.hits import Hit, Ranking
from forumbot.search.lexical import LexicalIndex, LexicalText
from forumbot.search.passages import context, cut

ENGLISH = """\
# Moss council, May

The council spoke of the lichen grant, which was sent in.

- Request for the lichen grant was declined.
- Moss rule 12 will be adopted in June.
- The plan for the moss garden, of which Ada told how it came about, was approved in the end.
- Moss garden approved.

## Fern law rejected

All spoke of the fern law.
"""
GERMAN = """\
# Moosrat

Der Kassenwart beantragt, dass die Moosgebühr, die nicht angenommen wurde, neu beraten werde.

Die Moosgebühr wurde angenommen.
"""


def quoted(
    text: str, question: str, language: str = "en", *, is_certain: bool = True
) -> str | None:
    """What is quoted where all passages of one document are found, for certain or not."""
    document = replace(parse_document("moss.md", text.encode()), language=language)
    passages = cut(
        document,
        lambda text: [found.start() for found in re.finditer(r"\S+", text)],
        PassagesConfig(60, 0),
    )
    texts = [LexicalText(context(document, passage), document.language) for passage in passages]
    asked = read_question(question)
    terms = QuestionTerms.of(asked, LexicalIndex.build(texts))
    hits = [Hit(document, passage, 1.0, 0.0, 0.0, 0.0) for passage in passages]
    nothing = cast("Any", None)
    draft = on_whether_decided(
        Retrieved(asked, terms, nothing, Ranking(hits, nothing), nothing, 700, None)
    )
    if draft is None or draft.is_certain != is_certain:
        return None
    return document.text[draft.excerpts[0].start : draft.excerpts[0].end]


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("Was the lichen grant approved?", "Request for the lichen grant was declined."),
        ("was the moss garden approved?", "Moss garden approved."),
        ("Was moss rule 12 adopted?", None),
        ("Was the fern law rejected?", None),
        ("Was moss rule 13 adopted?", None),
        ("Who approved the moss garden?", None),
        ("Was the lichen grant large?", None),
    ],
)
def test_what_tells_of_a_decision_on_the_whole_subject_answers(
    question: str, wanted: str | None
) -> None:
    """One the other way round does; a plan, a heading or a decision on something else does not."""
    assert quoted(ENGLISH, question) == wanted


def test_the_shortest_of_several_says_that_and_little_else() -> None:
    """A motion tells of what was decided before, in a clause."""
    found = quoted(GERMAN, "Wurde die Moosgebühr angenommen?", "de")
    assert found == "Die Moosgebühr wurde angenommen."


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("Was the fee accepted?", "Die Gebühr wurde angenommen."),
        ("La cotisation a-t-elle été adoptée ?", "Die Gebühr wurde angenommen."),
        ("Was the pump accepted?", None),
    ],
)
def test_a_decision_is_found_in_another_language(question: str, wanted: str | None) -> None:
    """By what the words of its subject are in that."""
    text = "# Moosrat\n\nDie Gebühr wurde angenommen.\n"
    assert quoted(text, question, "de") == wanted


def test_a_decision_on_something_else_is_no_answer() -> None:
    """The paragraph that speaks of the subject is quoted alone, for what it is worth."""
    text = "# Council\n\nThe pump is leaking.\n\nThe repair of the fence was approved.\n"
    assert quoted(text, "Was the pump approved?") is None
    assert quoted(text, "Was the pump approved?", is_certain=False) == "The pump is leaking."
