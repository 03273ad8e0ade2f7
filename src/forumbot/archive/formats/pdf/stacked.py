"""Rows of a ruled table that no rules part: amounts one below the other in one high cell."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from forumbot.archive.formats.pdf.page import Word
from forumbot.archive.formats.pdf.tables import Cell, Origin, Table
from forumbot.archive.formats.tables import is_data

# Set by hand: two lines may be one value that was broken; words below one another are often a list.
_FEWEST_ROWS, _DATA_SHARE = 3, 0.8
_SAME_LINE = 0.25


def with_rows_parted(table: Table) -> Table:
    """A table with each row that holds several lines of amounts as so many rows.

    Such a row has its first cell filled on every line and nothing but numbers, dates and marks in
    all others; no cell of it spans rows.
    """
    rows = {row[0].row: row for row in table.rows()}
    parted = {number: found for number, row in rows.items() if (found := _parted(row, table.grid))}
    if not parted:
        return table
    cells: list[Cell] = []
    grid: list[tuple[Origin, ...]] = []
    shift = 0
    moved = {}
    for number, origins in enumerate(table.grid):
        moved[number] = number + shift
        lines = parted.get(number)
        if lines is None:
            cells += [replace(cell, row=number + shift) for cell in rows.get(number, ())]
            grid.append(tuple((moved[row], column) for row, column in origins))
            continue
        for step, line in enumerate(lines):
            place = number + shift + step
            cells += [Cell(place, column, words) for column, words in sorted(line.items())]
            grid.append(tuple((place, column) for _row, column in origins))
        shift += len(lines) - 1
    return replace(table, cells=tuple(cells), grid=tuple(grid))


def _parted(
    row: Sequence[Cell], grid: Sequence[Sequence[Origin]]
) -> list[dict[int, tuple[Word, ...]]] | None:
    """For each line of a row the words by column; None for a row that is one."""
    number = row[0].row
    if len(row) < 2 or not grid or any(origin[0] != number for origin in grid[number]):
        return None
    if number + 1 < len(grid) and any(origin[0] == number for origin in grid[number + 1]):
        return None
    first, *others = ([*_lines(cell.words)] for cell in row)
    if len(first) < _FEWEST_ROWS or row[0].column != grid[number][0][1]:
        return None
    told = [is_data(" ".join(word.text for word in line)) for cell in others for line in cell]
    if len(told) < _FEWEST_ROWS or sum(told) < _DATA_SHARE * len(told):
        return None
    found: list[dict[int, tuple[Word, ...]]] = [{row[0].column: line} for line in first]
    for cell, lines in zip(row[1:], others, strict=True):
        for line in lines:
            place = _level_with(line, first)
            if place is None or cell.column in found[place]:
                return None
            found[place][cell.column] = line
    filled = sum(len(line) > 1 for line in found)
    return found if filled >= _DATA_SHARE * len(found) else None


def _lines(words: Sequence[Word]) -> Iterator[tuple[Word, ...]]:
    """The lines of a cell, from top to bottom."""
    line: list[Word] = []
    for word in sorted(words, key=lambda word: (word.baseline, word.x0)):
        if line and word.baseline - line[0].baseline > _SAME_LINE * word.size:
            yield tuple(sorted(line, key=lambda word: word.x0))
            line = []
        line.append(word)
    if line:
        yield tuple(sorted(line, key=lambda word: word.x0))


def _level_with(line: Sequence[Word], others: Sequence[Sequence[Word]]) -> int | None:
    for place, other in enumerate(others):
        if abs(line[0].baseline - other[0].baseline) <= _SAME_LINE * line[0].size:
            return place
    return None
