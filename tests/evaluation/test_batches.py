import json
from pathlib import Path

import pytest

from forumbot.errors import EvaluationError
from forumbot.evaluation.batches import read_questions
from forumbot.evaluation.golden import read_golden


def write(path: Path, *records: object) -> Path:
    """Write records as JSON lines."""
    path.write_text("".join(f"{json.dumps(record)}\n" for record in records), encoding="utf-8")
    return path


def test_a_batch_is_read_and_lines_without_an_id_are_numbered(tmp_path: Path) -> None:
    """The line number stands in for a missing id."""
    path = write(tmp_path / "b.jsonl", {"id": "x", "question": "A?"}, {"question": "B?"})
    assert read_questions(path) == ([("x", "A?"), ("2", "B?")], [])


@pytest.mark.parametrize("record", [{}, {"question": 3}, {"question": " "}])
def test_a_batch_line_without_a_question_is_named(tmp_path: Path, record: object) -> None:
    """The message names the line."""
    path = write(tmp_path / "b.jsonl", {"question": "A?"}, record)
    questions, problems = read_questions(path)
    assert questions == [("1", "A?")]
    assert problems == [f"{path}:2: 'question' should be a text"]


@pytest.mark.parametrize(
    ("question", "problem"),
    [("?!", "the question is empty"), ("a" * 1001, "longer than 1000 characters")],
)
def test_a_question_that_cannot_be_asked_is_named_with_its_line(
    tmp_path: Path, question: str, problem: str
) -> None:
    """A batch leaves it out and says so; golden questions are refused."""
    records = [{"question": "A?"}, {"question": question}]
    path = write(tmp_path / "b.jsonl", *({**record, "answerable": False} for record in records))
    with pytest.raises(EvaluationError, match=rf"b\.jsonl:2: .*{problem}"):
        read_golden(path)
    questions, problems = read_questions(path)
    assert questions == [("1", "A?")]
    assert problem in problems[0]


def test_a_line_that_is_too_long_is_one_problem(tmp_path: Path) -> None:
    """It is not held in memory, and the lines behind it keep their numbers."""
    path = tmp_path / "b.jsonl"
    path.write_text("x" * 9_000_000 + '\n{"question": "A?"}\n', encoding="utf-8")
    questions, [problem] = read_questions(path)
    assert questions == [("2", "A?")]
    assert problem.startswith(f"{path}:1: the line is longer than")
