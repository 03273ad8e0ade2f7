"""Tables of every format to rows: each cell in its column, merged ones in each that they span."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from forumbot.archive.layout import BlockKind, Piece, join_cells

MAX_GRID_CELLS = 200_000
"""A table of more places than this is read without its empty and merged cells."""
_MAX_SPAN = 1_000
# Set by hand: a merged value longer than this is a text beside the table, and stands in it once;
# within a row, where it is read twice in one breath, what is more than a mark or a name does.
_LONGEST_REPEATED, _LONGEST_IN_ROW = 200, 30
# Set by hand on the test corpus: what names a column is short, and is not one of its values.
_LONGEST_NAME = 60
_MOST_HEADER_ROWS = 4
_LONGEST_TICK = 5
_DATA_SHARE = 0.8
_TOLD_SHARE = 0.6
_FEWEST_SENTENCES, _SHORTEST_SENTENCE = 2, 4  # set by hand; the latter in words
_YEAR = re.compile(r"(?:19|20)\d\d(?:\s?[-/–]\s?(?:\d\d){1,2})?")
# "Target 2025", "2021 budget".
_WITH_YEAR = re.compile(
    r"(?=.*[^\W\d_]{2})\D{0,50}(?:19|20)\d\d(?:\s?[-/–]\s?(?:\d\d){1,2})?\D{0,50}"
)
# "No.", "Tel.", "Pers. resp."
_ABBREVIATION = re.compile(r"(?:[^\W\d_]{1,5}\.\s?){1,3}")
_ADDRESS = re.compile(r"\S+@\S+\.\S|://|\bwww\.")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as a file states it: its text, and how many columns and rows it spans.

    ``is_name`` says that the file marks it as the name of a column (``th``, a header row), and
    ``is_bold`` that all of its letters are bold.
    """

    text: str
    across: int = 1
    down: int = 1
    is_name: bool = False
    is_bold: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """A place of a table's grid: its text, and the place (row, column) where its cell begins."""

    text: str
    origin: tuple[int, int]


Grid = Sequence[Sequence[Place]]


def table_pieces(
    rows: Sequence[Sequence[Cell]], page: int | None = None, *, guesses: bool = True
) -> Iterator[tuple[int, Piece]]:
    """The rows of a table that hold text as pieces, each with its number among ``rows``.

    A row that names the columns has the level 1. Where the file marks none, the first row is one
    if it looks so, unless ``guesses`` is off.
    """
    grid = _without_empty_columns(_spread(rows))
    first = next((number for number, row in enumerate(grid) if not is_one_cell(row)), 0)
    heads = _stated_names(rows[first:])
    if not heads and guesses:
        heads = header_rows(grid[first:], lambda count: _stand_out(rows[first:], count))
    names, opens = range(first, first + heads), True
    for number, row in enumerate(grid):
        text = row_text(row, keeps_places=heads > 0)
        if text and begins_here(row, number):
            yield number, Piece(BlockKind.ROW, text, int(number in names), page=page, opens=opens)
            opens = False


def is_one_cell(row: Sequence[Place]) -> bool:
    """Whether a row is a single cell, over all of its columns."""
    return len({place.origin for place in row}) < 2


def begins_here(row: Sequence[Place], number: int) -> bool:
    """Whether a row has a text of its own, and not only what it shares with the rows above."""
    return any(place.origin[0] == number and place.text.strip() for place in row)


def row_text(row: Sequence[Place], *, keeps_places: bool) -> str:
    """The text of a row, empty where no cell has any; a cell over the whole row comes once.

    Unless it ``keeps_places``, a row that has nothing but its first cell goes without bars.
    """
    texts = [place.text.strip() for place in row]
    filled = [number for number, text in enumerate(texts) if text]
    if not filled:
        return ""
    if is_one_cell(row) or (filled == [0] and not keeps_places):
        return join_cells(texts[:1])
    return join_cells(texts)


def _spread(rows: Sequence[Sequence[Cell]]) -> list[list[Place]]:
    """The grid of a table; rows of equal length, unless it is too large for that."""
    taken: dict[tuple[int, int], Place] = {}
    starts: set[int] = set()
    for number, row in enumerate(rows):
        column = 0
        for cell in row:
            while (number, column) in taken:
                column += 1
            starts.add(column)
            across = min(max(cell.across, 1), _MAX_SPAN)
            down = min(max(cell.down, 1), len(rows) - number)
            if len(taken) + across * down > MAX_GRID_CELLS:
                return [[Place(cell.text, (n, c)) for c, cell in enumerate(row)]
                        for n, row in enumerate(rows)]  # fmt: skip
            for place in _places(number, column, across, down):
                text = repeated(cell.text, place, (number, column), is_name=cell.is_name)
                taken[place] = Place(text, (number, column))
            column += across
    columns = sorted(starts)
    return [
        [taken.get((number, column), Place("", (number, column))) for column in columns]
        for number in range(len(rows))
    ]


def _places(row: int, column: int, across: int, down: int) -> Iterator[tuple[int, int]]:
    for step in range(down):
        for side in range(across):
            yield row + step, column + side


def repeated(
    text: str, place: tuple[int, int], origin: tuple[int, int], *, is_name: bool = False
) -> str:
    """The text of a cell at one of the places that it spans, empty where it is too long for that.

    The whole of it begins each row, and names each column that it stands above.
    """
    is_aside = place[1] > origin[1] and not is_name
    most = _LONGEST_IN_ROW if is_aside else _LONGEST_REPEATED
    return text if place == origin or len(text) <= most else ""


def _without_empty_columns(grid: list[list[Place]]) -> list[list[Place]]:
    width = max(map(len, grid), default=0)
    kept = [
        column
        for column in range(width)
        if any(row[column].text.strip() for row in grid if column < len(row))
    ]
    return [[row[column] for column in kept if column < len(row)] for row in grid]


def _stated_names(rows: Sequence[Sequence[Cell]]) -> int:
    """How many rows at the top the file marks as names of columns; none where all are marked."""
    found = 0
    for row in rows:
        filled = [cell for cell in row if cell.text.strip()]
        if not filled or not all(cell.is_name for cell in filled):
            break
        found += 1
    return found if found < len(rows) and found <= _MOST_HEADER_ROWS else 0


def _stand_out(rows: Sequence[Sequence[Cell]], count: int) -> bool:
    """Whether the first rows are bold, and those below are not all of them."""
    filled = [[cell for cell in row if cell.text.strip()] for row in rows]
    is_bold = all(cell.is_bold for row in filled[:count] for cell in row)
    return is_bold and not all(cell.is_bold for row in filled[count:] for cell in row)


def header_rows(grid: Grid, stand_out: Callable[[int], bool]) -> int:
    """How many rows at the top of a grid name its columns, by themselves and against those below.

    There are several where a cell over some of the columns has the names of each below it.
    ``stand_out`` says of a number of rows whether they are bold and the others are not.
    """
    if len(grid) < 2 or len(grid[0]) < 2 or is_one_cell(grid[0]):
        return 0
    count = _depth(grid)
    header, body = grid[:count], grid[count:]
    names, stands_out = column_names(header), stand_out(count)
    filled = [name for name in names if name]
    texts = {place.text.strip() for row in header for place in row} - {""}
    if len(filled) < max(2, len(names) / 2) or len(set(filled)) < len(filled) or not body:
        return 0
    if not all(_can_be_name(text, stands_out=stands_out) for text in texts):
        return 0
    if count > 1 and _only_parts_columns(header):
        return count
    columns = [
        (name, [row[column] for row in body if column < len(row)])
        for column, name in enumerate(place.text.strip() for place in header[-1])
        if name
    ]
    if any(_go_on(name, places) for name, places in columns):
        return 0
    told = [_is_told_from(name, places) for name, places in columns]
    least = len(told) if len(told) < 3 else max(2, _TOLD_SHARE * len(told))
    is_told = sum(told) >= least or any(_is_marked(places) for _name, places in columns)
    are_said = _are_ticked(columns) or any(_are_sentences(places) for _name, places in columns)
    return count if stands_out or is_told or are_said else 0


def _go_on(name: str, places: Sequence[Place]) -> bool:
    """Whether what stands above a column is the first of its values, as "Forum 2018" may be."""
    values = [place.text.strip() for place in places if place.text.strip()]
    alike = sum(_WITH_YEAR.fullmatch(value) is not None for value in values)
    return _WITH_YEAR.fullmatch(name) is not None and 2 * alike > len(values)


def _is_marked(places: Sequence[Place]) -> bool:
    """Whether a column holds nothing but one mark, such as "x" where somebody was there."""
    values = {place.text.strip().casefold() for place in places} - {""}
    return len(values) == 1 and all(len(one) == 1 and not one.isdigit() for one in values)


def _are_sentences(places: Sequence[Place]) -> bool:
    """Whether a column has nothing but whole sentences, which its name, as any, is not."""
    values = [place.text.strip() for place in places if place.text.strip()]
    return len(values) >= _FEWEST_SENTENCES and all(
        value.endswith(".") and len(value.split()) >= _SHORTEST_SENTENCE for value in values
    )


def _are_ticked(columns: Sequence[tuple[str, Sequence[Place]]]) -> bool:
    """Whether several columns hold nothing but one short word, as "yes" where it is so."""
    ticks = [
        values.pop()
        for name, places in columns
        if len(values := {place.text.strip().casefold() for place in places} - {"", name}) == 1
        and not all(place.text.strip() for place in places)
    ]
    return any(ticks.count(one) > 1 and len(one) <= _LONGEST_TICK for one in ticks)


def _depth(grid: Grid) -> int:
    """How many rows a header has whose cells over several columns have names below them."""
    count = 1
    while count < min(_MOST_HEADER_ROWS, len(grid) - 1) and _parts_columns(grid, count):
        count += 1
    return count


def _parts_columns(grid: Grid, number: int) -> bool:
    """Whether each column below a cell over several has a cell of its own in a row, with text."""
    spans = Counter(place.origin for place in grid[number - 1])
    below = [
        place
        for above, place in zip(grid[number - 1], grid[number], strict=False)
        if spans[above.origin] > 1
    ]
    own = {place.origin for place in below if place.origin[0] == number and place.text.strip()}
    return bool(below) and len(own) == len(below)


def _only_parts_columns(header: Grid) -> bool:
    """Whether the second row has nothing but names of parts of what stands above it."""
    spans = Counter(place.origin for place in header[0])
    return all(
        spans[above.origin] > 1 or place.origin == above.origin or not place.text.strip()
        for above, place in zip(header[0], header[1], strict=False)
    )


def column_names(header: Grid) -> list[str]:
    """The name of each column, of the texts of all rows of a header that stand above it."""
    columns = zip(*header, strict=False)
    return [
        " ".join(dict.fromkeys(filter(None, (place.text.strip() for place in column))))
        for column in columns
    ]


def _can_be_name(text: str, *, stands_out: bool) -> bool:
    is_ended = text.endswith((".", ":", ";", ",")) and not _ABBREVIATION.fullmatch(text)
    is_short = 0 < len(text) <= _LONGEST_NAME and not is_ended
    is_word = not is_data(text) or any(one.fullmatch(text) for one in (_YEAR, _WITH_YEAR))
    if stands_out:
        is_word = is_word or sum(char.isalpha() for char in text) > 1  # "Budget 2021", "DM1"
    return is_short and is_word and not _ADDRESS.search(text)


def is_data(text: str) -> bool:
    """Whether a cell holds a number, a date, a time or a mark rather than words."""
    return any(char.isdigit() for char in text) or sum(char.isalpha() for char in text) < 2


def _is_told_from(name: str, places: Sequence[Place]) -> bool:
    """Whether the values of a column are of another kind than what stands above them."""
    values = [place.text.strip() for place in places if place.text.strip()]
    if not values or name in values:
        return False
    if len({place.origin for place in places}) < len(places):
        return True
    is_year = _YEAR.fullmatch(name) is not None
    data = sum(is_data(value) and not (is_year and _YEAR.fullmatch(value)) for value in values)
    if data >= _DATA_SHARE * len(values):
        return True
    return median(len(value.split()) for value in values) > len(name.split())
