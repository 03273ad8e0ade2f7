"""What the cells of a sheet are: tables parted by empty rows, and the lines above them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from forumbot.archive.formats.tables import Cell, table_pieces
from forumbot.archive.formats.titles import is_title
from forumbot.archive.layout import BlockKind, Piece

MAX_CELLS = 1_000_000
"""Places of a sheet that are gone over; set by hand, some minutes of a person's scrolling."""
# Set by hand: two columns may be names and values, the first of them as good as the others.
_LEAST_COLUMNS = 3
_NUMBER = re.compile(r"[\W\d]+%?")

_GENERIC = re.compile(
    r"(?:sheet|tabelle|blatt|feuil(?:le)?|hoja|foglio|planilha|folha|foaie|arkusz|blad|ark|list"
    r"|φύλλο|лист)\s*\d*",
    re.IGNORECASE,
)

Row = Sequence[Cell]


def named_sheets(sheets: Iterable[tuple[str, list[Piece]]]) -> Iterator[Piece]:
    """The pieces of sheets under their names, but for a single one whose name says nothing."""
    filled = [(name, pieces) for name, pieces in sheets if pieces]
    for name, pieces in filled:
        if len(filled) > 1 or not _GENERIC.fullmatch(name):
            yield Piece(BlockKind.HEADING, name, level=2)
        yield from pieces


def sheet_pieces(rows: Sequence[Row], least_columns: int = _LEAST_COLUMNS) -> Iterator[Piece]:
    """The rows of a sheet as tables, parted by empty rows; rows of one cell above are lines.

    The first row of a table names its columns where it has distinct words in all of them, and at
    least ``least_columns``.
    """
    for is_empty, group in groupby(rows, lambda row: not any(cell.text.strip() for cell in row)):
        if not is_empty:
            yield from _table(list(group), least_columns)


def _table(rows: list[Row], least_columns: int) -> Iterator[Piece]:
    first = next((at for at, row in enumerate(rows) if not _is_line(row)), len(rows))
    for row in rows[:first]:
        yield _line(row[0].text, heads=first < len(rows) or len(rows) == 1)
    body = rows[first:]
    if _names_columns(body, least_columns):
        body[0] = [replace(cell, is_name=True) for cell in body[0]]
    yield from (piece for _number, piece in table_pieces(body))


def _is_line(row: Row) -> bool:
    """Whether a row has nothing but one cell, which stands at its beginning."""
    filled = [cell for cell in row if cell.text.strip()]
    return len(filled) == 1 and filled[0] is row[0] and filled[0].down == 1


def _line(text: str, *, heads: bool) -> Piece:
    if heads and is_title(text):
        return Piece(BlockKind.HEADING, " ".join(text.split()), level=3)
    return Piece(BlockKind.PARAGRAPH, text)


def _names_columns(rows: Sequence[Row], least_columns: int) -> bool:
    if len(rows) < 2:
        return False
    names = [cell.text.strip() for cell in rows[0] if cell.text.strip()]
    width = max(sum(bool(cell.text.strip()) for cell in row) for row in rows[1:])
    is_words = not any(_NUMBER.fullmatch(name) for name in names)
    is_told_apart = len(set(names)) == len(names)
    return len(names) >= max(least_columns, width) and is_words and is_told_apart
