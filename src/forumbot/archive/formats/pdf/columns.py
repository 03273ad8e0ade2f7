"""The columns of a table without rules: where the cells of all its lines stand."""

from collections.abc import Sequence

from forumbot.archive.formats.pdf.page import Line, Word

Column = tuple[float, float]
"""From where to where the cells of a column reach."""


def columns_of(lines: Sequence[Line]) -> list[Column]:
    """The columns, from left to right; none where a cell stands under two of a line's cells."""
    spans = sorted(
        (min(word.x0 for word in cell), max(word.x1 for word in cell))
        for line in lines
        if len(line.cells) > 1
        for cell in line.cells
    )
    columns: list[Column] = []
    for start, end in spans:
        if columns and start < columns[-1][1]:
            columns[-1] = (columns[-1][0], max(columns[-1][1], end))
        else:
            columns.append((start, end))
    most = max((len(line.cells) for line in lines), default=0)
    return columns if len(columns) >= most else []


def in_columns(line: Line, columns: Sequence[Column]) -> list[tuple[Word, ...]]:
    """The words of a line by column, none for an empty cell; its cells as they are without columns.

    A line of one cell that reaches into several columns is that cell alone.
    """
    places = [_column_of(cell, columns) for cell in line.cells]
    is_over_several = len(line.cells) == 1 and places == [None]
    if not columns or is_over_several or None in places or len(set(places)) < len(places):
        return list(line.cells)
    held = dict(zip(places, line.cells, strict=True))
    return [held.get(column, ()) for column in range(len(columns))]


def _column_of(cell: Sequence[Word], columns: Sequence[Column]) -> int | None:
    start, end = min(word.x0 for word in cell), max(word.x1 for word in cell)
    over = [place for place, (x0, x1) in enumerate(columns) if x0 < end and start < x1]
    return over[0] if len(over) == 1 else None
