"""Tables of a plain text whose columns are told by their names and the spaces below these."""

import re
from collections.abc import Iterator, Sequence

from forumbot.archive.formats.tables import Cell

_SEGMENT = re.compile(r"\S+(?:\s\S+)*")
_LETTER = re.compile(r"[^\W\d_]")
# Set by hand: two columns may be any two words with a gap, and one row any line below a title.
_FEWEST_NAMES, _FEWEST_ROWS, _FEWEST_CELLS = 3, 2, 2


def typed_tables(lines: Sequence[str]) -> Iterator[tuple[int, int, list[list[Cell]]]]:
    """Where each such table begins and ends among the lines, and its rows, the first its names.

    Each of its lines has its words below the beginnings of names, the first and another at least.
    """
    reached = 0
    for place, line in enumerate(lines):
        names = _segments(line) if place >= reached and "  " in line else {}
        if len(names) < _FEWEST_NAMES or not all(map(_LETTER.search, names.values())):
            continue
        below: list[dict[int, str]] = []
        reached = place + 1
        while reached < len(lines) and _fits(row := _segments(lines[reached]), names):
            below.append(row)
            reached += 1
        if len(below) >= _FEWEST_ROWS:
            header = [Cell(name, is_name=True) for name in names.values()]
            rows = ([Cell(row.get(start, "")) for start in names] for row in below)
            yield place, reached, [header, *rows]


def _segments(line: str) -> dict[int, str]:
    """What spaces part on a line, by the places where it begins."""
    return {found.start(): found[0] for found in _SEGMENT.finditer(line)}


def _fits(row: dict[int, str], names: dict[int, str]) -> bool:
    """Whether the parts of a line begin where names do, the first of them among these."""
    return len(row) >= _FEWEST_CELLS and row.keys() <= names.keys() and min(names) in row
