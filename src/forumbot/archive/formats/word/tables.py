"""The tables of a Word document, whose cells say what they span each in a row of its own."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto

from forumbot.archive.formats.tables import Cell, table_pieces
from forumbot.archive.formats.word.layout import Line, cell_text
from forumbot.archive.layout import BlockKind, Piece


class Merged(Enum):
    """The neighbour that a cell is part of."""

    ABOVE = auto()
    LEFT = auto()


@dataclass(frozen=True, slots=True)
class WordCell:
    """A cell of one row: its lines, how many columns it spans, what it is merged into.

    ``is_name`` says that its row is repeated as a header on each page.
    """

    lines: tuple[Line, ...] = ()
    across: int = 1
    merged: Merged | None = None
    is_name: bool = False


def table_lines(rows: Sequence[Sequence[WordCell]]) -> Iterator[Line]:
    """A line for each row of a table that holds text; one with a single cell looks as that does."""
    for number, piece in table_pieces(_cells(rows)):
        cells = rows[number]
        is_alone = len(cells) == 1 and bool(cells[0].lines)
        looks = cells[0].lines[0] if is_alone else Line(Piece(BlockKind.ROW, ""))
        yield replace(looks, piece=piece)


def _cells(rows: Sequence[Sequence[WordCell]]) -> list[list[Cell]]:
    """The cells that stand for themselves, each with all that it spans."""
    found: list[list[Cell]] = []
    above: dict[int, tuple[int, int]] = {}
    for row in rows:
        cells: list[Cell] = []
        column = 0
        for cell in row:
            origin = above.get(column) if cell.merged is Merged.ABOVE else None
            if cell.merged is Merged.LEFT and cells:
                cells[-1] = replace(cells[-1], across=cells[-1].across + cell.across)
            elif origin is not None and origin[0] < len(found):
                one = found[origin[0]][origin[1]]
                found[origin[0]][origin[1]] = replace(one, down=len(found) - origin[0] + 1)
            else:
                above[column] = (len(found), len(cells))
                is_bold = bool(cell.lines) and all(line.is_bold for line in cell.lines)
                text = cell_text(cell.lines)
                cells.append(Cell(text, cell.across, is_name=cell.is_name, is_bold=is_bold))
            column += cell.across
        found.append(cells)
    return found
