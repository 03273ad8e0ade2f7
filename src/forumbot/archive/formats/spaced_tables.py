"""Tables of a plain text whose columns are told by dashes under their names and nothing else."""

import re
from collections.abc import Iterator, Sequence

from forumbot.archive.formats.tables import Cell

_RULE = re.compile(r"\s*[-=]{2,}(?:\s+[-=]{2,})+\s*")
_COLUMN = re.compile(r"[-=]+")
_MOST_NAME_LINES = 3

Columns = Sequence[tuple[int, int]]


def spaced_tables(lines: Sequence[str]) -> Iterator[tuple[int, int, list[list[Cell]]]]:
    """Where each such table begins and ends among the lines, and its rows, the first its names.

    All of its lines have nothing but spaces where its dashes have gaps.
    """
    reached = 0
    for place, line in enumerate(lines):
        if place < reached or not _RULE.fullmatch(line):
            continue
        columns = [found.span() for found in _COLUMN.finditer(line)]
        first = place
        while first > max(reached, place - _MOST_NAME_LINES) and _fits(lines[first - 1], columns):
            first -= 1
        end = place + 1
        while end < len(lines) and _fits(lines[end], columns):
            end += 1
        if first == place or end == place + 1:
            continue
        names = [_cells(one, columns) for one in lines[first:place]]
        header = [" ".join(filter(None, texts)) for texts in zip(*names, strict=True)]
        body = [_cells(one, columns) for one in lines[place + 1 : end]]
        reached = end + (end < len(lines) and _RULE.fullmatch(lines[end]) is not None)
        yield (
            first,
            reached,
            [
                [Cell(text, is_name=True) for text in header],
                *([Cell(text) for text in row] for row in body),
            ],
        )


def _fits(line: str, columns: Columns) -> bool:
    """Whether a line has words, and none where two columns part; the last column may be longer."""
    if not line.strip() or _RULE.fullmatch(line):
        return False
    ends = [0, *(end for _start, end in columns)]
    gaps = [line[end:start] for end, (start, _end) in zip(ends, columns, strict=False)]
    return not any(gap.strip() for gap in gaps)


def _cells(line: str, columns: Columns) -> list[str]:
    ends = [end for _start, end in columns[:-1]] + [len(line)]
    return [line[start:end].strip() for (start, _end), end in zip(columns, ends, strict=True)]
