import json
from pathlib import Path

import pytest

from forumbot.errors import EvaluationError
from forumbot.evaluation.json_lines import read_json_lines


def test_blank_lines_are_passed_over_and_counted(tmp_path: Path) -> None:
    """Numbers are those of an editor; a byte order mark is no part of the first line."""
    path = tmp_path / "a.jsonl"
    path.write_text('\ufeff{"a": 1}\n\n{"b": 2}\n', encoding="utf-8")
    assert list(read_json_lines(path)) == [(1, {"a": 1}), (3, {"b": 2})]


def test_half_of_a_surrogate_pair_is_replaced(tmp_path: Path) -> None:
    """JSON can escape it, nothing can write it; a whole pair is one character."""
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"id": "\ud83d", "said": "\U0001f600"}), encoding="utf-8")
    assert list(read_json_lines(path)) == [(1, {"id": "\ufffd", "said": "\U0001f600"})]


def test_a_line_that_is_too_long_is_refused_with_its_number(tmp_path: Path) -> None:
    """Of it no more is read than shows that it is."""
    path = tmp_path / "a.jsonl"
    path.write_text('{"a": 1}\n' + "x" * 9_000_000 + "\n", encoding="utf-8")
    with pytest.raises(EvaluationError, match=r"a\.jsonl:2: the line is longer than 4000000"):
        list(read_json_lines(path))


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    """Missing files, folders and other encodings are refused in one line."""
    path = tmp_path / "latin.jsonl"
    path.write_bytes('{"question": "Où?"}'.encode("latin-1"))
    for wrong, problem in ((path, "is not UTF-8"), (tmp_path, "cannot be read"),
                           (tmp_path / "gone", "cannot be read")):  # fmt: skip
        with pytest.raises(EvaluationError, match=problem):
            list(read_json_lines(wrong))
