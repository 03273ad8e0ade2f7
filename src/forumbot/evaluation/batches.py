"""Questions to be asked in one go: a batch of ``{"id", "question"}``, one a line."""

from pathlib import Path
from typing import Any

from forumbot.asking.question import check_question
from forumbot.errors import EvaluationError, UsageError
from forumbot.evaluation.json_lines import is_text, lines, object_of


def read_questions(path: Path) -> tuple[list[tuple[str, str]], list[str]]:
    """Read a batch of ``{"id", "question"}``, one a line, as ids and questions.

    The line number stands in for an id that is missing. Lines that cannot be asked are left out;
    what is wrong with each is returned beside the questions. Raises :class:`EvaluationError` where
    the file cannot be read.
    """
    questions: list[tuple[str, str]] = []
    problems: list[str] = []
    for number, line in lines(path):
        try:
            questions.append(asked(path, number, object_of(path, number, line)))
        except EvaluationError as error:
            problems.append(str(error))
    return questions, problems


def asked(path: Path, number: int, record: dict[str, Any]) -> tuple[str, str]:
    """The id of a record, or else the number of its line, and its question.

    Raises :class:`EvaluationError` where there is no question, or it cannot be asked.
    """
    question, given = record.get("question"), record.get("id")
    if not is_text(question):
        raise EvaluationError(f"{path}:{number}: 'question' should be a text")
    try:
        return str(number if given is None else given), check_question(question).typed
    except UsageError as error:
        raise EvaluationError(f"{path}:{number}: {error}") from None
