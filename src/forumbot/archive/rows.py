"""The tables of a document as grids again: rows of cells below the names of their columns."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from forumbot.archive.layout import BlockKind, cell_spans, opens_table
from forumbot.archive.outline import Line

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table, and where each of its cells stands in the text; empty ones too."""

    line: Line
    cells: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class NamedTable:
    """A table whose columns have names; each row has a cell for every one of them."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def named_tables(text: str, lines: Sequence[Line]) -> Iterator[NamedTable]:
    """The tables of a text whose columns are named, in order; rows of another shape left out."""
    columns: tuple[str, ...] = ()
    rows: list[Row] = []
    previous: Line | None = None
    for line in lines:
        ends = (
            line.block.kind is not BlockKind.ROW
            or (previous is not None and opens_table(text, previous.block, line.block))
            or (line.columns and line.columns != columns)
        )
        if ends:
            if rows:
                yield NamedTable(columns, tuple(rows))
            rows, columns = [], line.columns
        columns = columns or line.columns
        cells = tuple(cell_spans(text, line.block)) if line.columns else ()
        if cells and len(cells) == len(columns):
            rows.append(Row(line, cells))
        previous = line
    if rows:
        yield NamedTable(columns, tuple(rows))


def row_in_words(text: str, line: Line) -> str:
    """A row with the names of its columns: "Water meters · For: 30 · Against: 8"; no empty cell.

    The first cell with letters is what the row is on, and needs no name.
    """
    cells = [text[start:end].strip() for start, end in cell_spans(text, line.block)]
    if len(cells) != len(line.columns):
        return " · ".join(filter(None, cells))
    subject = next((at for at, cell in enumerate(cells) if any(map(str.isalpha, cell))), 0)
    return " · ".join(
        cell if at == subject or not name.strip() else f"{name.strip()}: {cell}"
        for at, (cell, name) in enumerate(zip(cells, line.columns, strict=True))
        if cell
    )
