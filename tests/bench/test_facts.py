"""What came of a question of fact is counted by what its quotes hold."""

import json
from pathlib import Path

import pytest

from bench.facts import outcome
from forumbot.answers.answer import Finding

FACTS = Path(__file__).parents[2] / "bench" / "facts.jsonl"


@pytest.mark.parametrize(
    ("is_answerable", "finding", "quotes", "wanted"),
    [
        (True, Finding.ANSWER, ["The keynote was by Ada\nQuill."], "right"),
        (True, Finding.ANSWER, ["Bo Pine opened."], "wrong"),
        (True, Finding.NEAR, [], "refused"),
        (False, Finding.ANSWER, ["Bo Pine opened."], "wrongly answered"),
        (False, Finding.NOTHING, [], "rightly refused"),
    ],
)
def test_an_outcome_is_told(
    is_answerable: bool, finding: Finding, quotes: list[str], wanted: str
) -> None:
    """An answer must hold what is wanted; a near miss must have none."""
    row = {"answerable": is_answerable, "answer_substrings": ["Ada Quill"]}
    assert outcome(row, finding, quotes) == wanted


def test_every_question_says_what_is_wanted() -> None:
    """Those with an answer name what it holds, near misses nothing."""
    rows = [json.loads(line) for line in FACTS.read_text(encoding="utf-8").splitlines()]
    assert len({row["id"] for row in rows}) == len(rows)
    assert all(bool(row["answer_substrings"]) is row["answerable"] for row in rows)
