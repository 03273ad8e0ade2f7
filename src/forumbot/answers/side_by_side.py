"""What each of two things is that a message compares, where no passage surely tells both."""

from collections.abc import Callable, Sequence

from forumbot.answers.answer import Answer, Finding
from forumbot.answers.deciding.sureness import SURE
from forumbot.answers.overviews.things import things_compared
from forumbot.answers.several import several
from forumbot.asking.question import Question

AnswerAll = Callable[[Sequence[Question]], Sequence[Answer]]


def side_by_side(
    questions: Sequence[Question], answers: Sequence[Answer], answer_all: AnswerAll
) -> list[Answer]:
    """The answers, but where two things are compared and none is sure, what both are in turn.

    Only where each of the two is answered.
    """
    return [
        _compared(question, answer, answer_all) or answer
        for question, answer in zip(questions, answers, strict=True)
    ]


def _compared(question: Question, answer: Answer, answer_all: AnswerAll) -> Answer | None:
    parts = things_compared(question)
    if not parts or (answer.finding is Finding.ANSWER and answer.confidence >= SURE):
        return None
    told = answer_all(parts)
    is_whole = all(one.finding is Finding.ANSWER for one in told)
    return several(question, told) if is_whole else None
