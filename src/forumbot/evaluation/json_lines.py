"""Files of JSON lines, one object a line, read within bounds and with what is wrong named."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO, TypeGuard

from forumbot.errors import EvaluationError

_MAX_LINE_CHARS = 4_000_000
_HALF_PAIR = re.compile("[\ud800-\udfff]")


def read_json_lines(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """The objects of a JSON-lines file with their line numbers; blank lines are passed over."""
    for number, line in lines(path):
        yield number, object_of(path, number, line)


def lines(path: Path) -> Iterator[tuple[int, str]]:
    """The lines of a UTF-8 file that are not blank, with their numbers from 1."""
    try:
        with path.open(encoding="utf-8-sig") as file:
            for number, line in enumerate(_bounded(file), start=1):
                if line.strip():
                    yield number, line.rstrip("\n")
    except UnicodeDecodeError:
        raise EvaluationError(f"{path}: is not UTF-8; save it as UTF-8") from None
    except OSError as error:
        raise EvaluationError(
            f"{path}: cannot be read ({error.strerror}); name another file"
        ) from None


def _bounded(file: TextIO) -> Iterator[str]:
    """The lines of a file; of one that is too long no more than shows that it is."""
    while line := file.readline(_MAX_LINE_CHARS + 1):
        yield line
        while len(line) > _MAX_LINE_CHARS and not line.endswith("\n"):
            line = file.readline(_MAX_LINE_CHARS + 1)


def object_of(path: Path, number: int, line: str) -> dict[str, Any]:
    """The object of a line; raises :class:`EvaluationError` where it is none."""
    if len(line) > _MAX_LINE_CHARS:
        raise EvaluationError(
            f"{path}:{number}: the line is longer than {_MAX_LINE_CHARS} characters"
        )
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        raise EvaluationError(
            f"{path}:{number}: is not JSON; one object a line is expected"
        ) from None
    if not isinstance(value, dict):
        raise EvaluationError(f"{path}:{number}: is not a JSON object")
    return _whole(value) if "\\u" in line else value


def _whole(value: dict[str, Any]) -> dict[str, Any]:
    """A record in which a replacement character stands for half of a surrogate pair.

    JSON can escape what is no character; it could be neither written nor shown.
    """
    text = json.dumps(value, ensure_ascii=False)
    whole: dict[str, Any] = json.loads(_HALF_PAIR.sub("\N{REPLACEMENT CHARACTER}", text))
    return whole


def is_text(value: object) -> TypeGuard[str]:
    """Whether a value is a text that is not blank."""
    return isinstance(value, str) and bool(value.strip())
