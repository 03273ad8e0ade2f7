from collections.abc import Sequence
from dataclasses import replace

import pytest
from tests.answers.test_responder import answerer as answerer

from forumbot.answers.answer import Answer, Finding
from forumbot.answers.answerer import Answerer
from forumbot.answers.side_by_side import side_by_side
from forumbot.asking.question import Question, check_question, read_question


@pytest.mark.parametrize(
    ("message", "confidence", "finding", "is_told"),
    [
        ("compare ESCA and EUCLES", 0.2, Finding.ANSWER, True),
        ("compare ESCA and EUCLES", 0.9, Finding.ANSWER, False),
        ("compare ESCA and EUCLES", 0.2, Finding.NOTHING, False),
        ("Who leads ESCA and EUCLES?", 0.2, Finding.ANSWER, False),
    ],
)
def test_two_things_are_told_in_turn_where_nothing_surely_tells_both(
    answerer: Answerer, message: str, confidence: float, finding: Finding, is_told: bool
) -> None:
    """Only where a message compares, its answer is unsure, and each of the two is answered."""
    known = answerer.answer(read_question("When was the third forum?"))
    asked: list[str] = []

    def answer_all(parts: Sequence[Question]) -> list[Answer]:
        asked.extend(part.text for part in parts)
        return [replace(known, understood=part, finding=finding) for part in parts]

    question, unsure = check_question(message), replace(known, confidence=confidence)
    (found,) = side_by_side([question], [unsure], answer_all)
    assert (found is not unsure) is is_told
    if is_told:
        assert asked == ["What is ESCA?", "What is EUCLES?"]
        assert found.question == message
