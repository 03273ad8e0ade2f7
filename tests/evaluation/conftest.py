"""What tests of figures share: golden questions with answers of a given outcome."""

from collections.abc import Callable
from typing import Any

import pytest
from tests.documents import hit_on

from forumbot.answers.answerer import Answer, Citation, Finding
from forumbot.asking.question import read_question
from forumbot.evaluation.golden import GoldenQuestion
from forumbot.evaluation.judged import Judged
from forumbot.search.passages import Passage

MakeJudged = Callable[..., Judged]


@pytest.fixture
def make_judged() -> MakeJudged:
    """Makes a question that ended in a given way; answerable and answered well by default."""

    def make(
        name: str = "q",
        confidence: float = 0.5,
        finding: Finding = Finding.ANSWER,
        *,
        answerable: bool = True,
        rank: int | None = 1,
        quoted: bool = True,
        **more: Any,
    ) -> Judged:
        doc = more.pop("doc", "a.md")
        fields = {"language": "en", "type": "when", "kind": None, **more}
        golden = GoldenQuestion(
            name, f"{name}?", doc, ("x",) if answerable else (), answerable, **fields
        )
        cited = (Citation(1, "a.md", "A", None, None, None, 0, 5, f"{name} quoted"),)
        quotes = cited if finding is not Finding.NOTHING else ()
        hit = hit_on(Passage("a.md", (), None, 0, 4, f"{name} text"))
        answer = Answer(
            name, read_question(name), finding, quotes if finding is Finding.ANSWER else (),
            quotes if finding is Finding.NEAR else (), confidence, (hit,), (), 1.0,
        )  # fmt: skip
        held = answerable and quoted and finding is not Finding.NOTHING
        return Judged(golden, answer, rank if answerable else None, held)

    return make
