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

# Set by hand: fewer columns or rows beside an empty column are no table of their own.
_LEAST_ASIDE = 2
_POINT_IN_TIME = re.compile(r"(?:19|20)\d\d(?:-\d\d-\d\d)?|\d\d?:\d\d")

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

    Tables that stand side by side, an empty column between them, come one after the other. The
    first row of a table names its columns where it has distinct words in all of them, and at
    least ``least_columns``.
    """
    groups = list(_groups(rows))
    for place, group in enumerate(groups):
        tables = list(_side_by_side(group))
        if len(tables) > 1:
            for table in tables:
                yield from sheet_pieces(table, least_columns)
        else:
            yield from _table(group, least_columns, opens=place == 0 < len(groups) - 1)


def _groups(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """The rows in groups that empty ones part."""
    for is_empty, group in groupby(rows, lambda row: not any(cell.text.strip() for cell in row)):
        if not is_empty:
            yield list(group)


def _side_by_side(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """The tables that empty columns part, each from its first column on; one where none do."""
    filled = {
        column + step
        for row in _placed(rows)
        for column, cell in row
        if cell.text.strip()
        for step in range(cell.across)
    }
    stretches: list[tuple[int, int]] = []
    for column in sorted(filled):
        if stretches and stretches[-1][1] == column:
            stretches[-1] = (stretches[-1][0], column + 1)
        else:
            stretches.append((column, column + 1))
    if len(stretches) < 2:
        yield list(rows)
        return
    placed = list(_placed(rows))
    tables = [_within(placed, first, end) for first, end in stretches]
    are_apart = [_is_apart(table) for table in tables]
    for place in reversed(range(1, len(stretches))):
        if not (are_apart[place] and _is_wide(tables[place - 1])):
            stretches[place - 1] = (stretches[place - 1][0], stretches[place][1])
            del stretches[place]
    yield from (_within(placed, first, end) for first, end in stretches)


def _placed(rows: Sequence[Row]) -> Iterator[list[tuple[int, Cell]]]:
    """The cells of each row with their columns, behind those that cells of other rows cover."""
    covered: set[tuple[int, int]] = set()
    for number, row in enumerate(rows):
        column = 0
        found: list[tuple[int, Cell]] = []
        for cell in row:
            while (number, column) in covered:
                column += 1
            found.append((column, cell))
            if cell.down > 1:
                covered.update(
                    (below, column + step)
                    for below in range(number + 1, min(number + cell.down, len(rows)))
                    for step in range(cell.across)
                )
            column += cell.across
        yield found


def _within(placed: Sequence[list[tuple[int, Cell]]], first: int, end: int) -> list[Row]:
    """The rows of what stands within some columns, as cells of their own."""
    return [
        [
            cell if first <= column and cell.across == 1 else replace(cell, across=stop - start)
            for column, cell in row
            if (start := max(column, first)) < (stop := min(column + cell.across, end))
        ]
        for row in placed
    ]


def _is_apart(rows: Sequence[Row]) -> bool:
    """Whether what stands beside an empty column is a table: a key of its own begins each row."""
    keys = [row[0].text.strip() if row else "" for row in _below_lines(rows)[1:]]
    is_counted = keys == [str(number) for number, _key in enumerate(keys, start=1)]
    has_keys = is_counted or all(
        sum(map(str.isalpha, key)) > 1 or _POINT_IN_TIME.fullmatch(key) for key in keys
    )
    return _is_wide(rows) and has_keys and len(set(keys)) == len(keys)


def _is_wide(rows: Sequence[Row]) -> bool:
    """Whether rows have the columns of a table, of which one row names them or more."""
    body = _below_lines(rows)
    return len(body) >= _LEAST_ASIDE and max(map(_filled, body)) >= _LEAST_ASIDE


def _below_lines(rows: Sequence[Row]) -> list[Row]:
    """The rows with text, from the first on that is no line above a table."""
    filled = [row for row in rows if _filled(row)]
    first = next((at for at, row in enumerate(filled) if not _is_line(row)), len(filled))
    return filled[first:]


def _filled(row: Row) -> int:
    return sum(bool(cell.text.strip()) for cell in row)


def _table(rows: list[Row], least_columns: int, *, opens: bool) -> Iterator[Piece]:
    """A table with the lines above it; ``opens`` says that a sheet of several begins with it."""
    first = next((at for at, row in enumerate(rows) if not _is_line(row)), len(rows))
    for at, row in enumerate(rows[:first]):
        heads = first < len(rows) or len(rows) == 1 or (opens and at == 0)
        yield _line(row[0].text, heads=heads)
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
