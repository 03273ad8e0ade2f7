"""Tables in plain text: of bars and dashes, of the signs for boxes, of dashes, of spaces."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from forumbot.archive.formats.spaced_tables import spaced_tables
from forumbot.archive.formats.tables import Cell
from forumbot.archive.formats.typed_tables import typed_tables

_SIGNS = "│┃║┆┊─━┄┈═┌┬┐├┼┤└┴┘┏┳┓┣╋┫┗┻┛╔╦╗╠╬╣╚╩╝╒╤╕╞╪╡╘╧╛╭╮╰╯"
_BOXES = str.maketrans(_SIGNS, "|||||----=" + "+" * 40)
_DRAWN = re.compile(f"[|+{_SIGNS}]")
_RULE = re.compile(r"\s*[|+]?[-=:]{2,}(?:\s*[|+]+\s*[-=:]{2,})*\s*[|+]?\s*")
_JOINT = re.compile(r"[|+]")
# A table with a rule after each row has at least a header and two rows.
_FEWEST_RULED = 3


class Stretch(NamedTuple):
    """Lines in a row: those of a table as its ``rows``, any others as they are."""

    lines: list[str]
    rows: list[list[Cell]] | None = None


def drawn_tables(lines: Sequence[str]) -> Iterator[Stretch]:
    """The lines of a text in stretches, the tables among them with their cells."""
    reached = 0
    for first, end, rows in _by_spaces(lines):
        yield from _by_bars(lines[reached:first])
        yield Stretch([*lines[first:end]], rows)
        reached = end
    yield from _by_bars(lines[reached:])


def _by_spaces(lines: Sequence[str]) -> list[tuple[int, int, list[list[Cell]]]]:
    """Where tables without bars begin and end, and their rows."""
    ruled = list(spaced_tables(lines))
    typed = (
        one
        for one in typed_tables(lines)
        if all(one[1] <= first or end <= one[0] for first, end, _rows in ruled)
    )
    return sorted([*ruled, *typed], key=lambda one: one[0])


def _by_bars(lines: Sequence[str]) -> Iterator[Stretch]:
    others: list[str] = []
    for may_be_table, group in groupby(lines, key=_may_be_drawn):
        own = list(group)
        rows = _rows([line.translate(_BOXES) for line in own]) if may_be_table else None
        if rows is None:
            others += own
            continue
        if others:
            yield Stretch(others)
            others = []
        yield Stretch(own, rows)
    if others:
        yield Stretch(others)


def _may_be_drawn(line: str) -> bool:
    """Whether a line has a bar or is a rule; most have no sign of either, which is seen sooner."""
    return bool(_DRAWN.search(line)) and ("|" in line.translate(_BOXES) or _is_rule(line))


def _is_rule(line: str) -> bool:
    levelled = line.translate(_BOXES)
    return _RULE.fullmatch(levelled) is not None and _JOINT.search(levelled) is not None


def _rows(lines: Sequence[str]) -> list[list[Cell]] | None:
    """The rows of a table, the first its header; None for lines that make none.

    A rule stands in it, and each line between rules has as many cells, two at least.
    """
    blocks = [
        [_cells(line) for line in group]
        for is_rule, group in groupby(lines, key=_is_rule)
        if not is_rule
    ]
    widths = {len(row) for block in blocks for row in block}
    if len(widths) != 1 or widths == {1} or not any(map(_is_rule, lines)):
        return None
    header, *rest = blocks
    if not rest:
        return [[Cell(text) for text in row] for row in header]
    body = [_whole(block) for block in rest] if len(blocks) >= _FEWEST_RULED else rest[0]
    names = [Cell(text, is_name=True) for text in _whole(header)]
    return [names, *([Cell(text) for text in row] for row in body)]


def _cells(line: str) -> list[str]:
    inner = line.strip()
    if inner.startswith("|"):
        inner = inner[1:].removesuffix("|")
    return [cell.strip() for cell in inner.split("|")]


def _whole(lines: Sequence[Sequence[str]]) -> list[str]:
    """The cells of a row that is drawn on several lines."""
    return [" ".join(filter(None, parts)) for parts in zip(*lines, strict=True)]
