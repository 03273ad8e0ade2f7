"""Blocks of a page to drafts: paragraphs, list items and rows, not yet told from headings."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf

from forumbot.archive.formats.pdf.blocks import Block, read_blocks
from forumbot.archive.formats.pdf.columns import columns_of, in_columns
from forumbot.archive.formats.pdf.lines import read_lines
from forumbot.archive.formats.pdf.page import Line, Word
from forumbot.archive.formats.pdf.paragraphs import (
    SENTENCE_ENDS,
    is_broken_on_purpose,
    paragraphs,
    split_marker,
)
from forumbot.archive.formats.pdf.seams import Seams
from forumbot.archive.formats.pdf.stacked import with_rows_parted
from forumbot.archive.formats.pdf.tables import Cell, Origin, Table
from forumbot.archive.formats.tables import (
    Place,
    column_names,
    header_rows,
    is_one_cell,
    repeated,
    row_text,
)
from forumbot.archive.layout import BlockKind, join_cells

_LEADERS = re.compile(r"\s*(?:[._·…]\s?){6,}")
_LONG_ROW = 600
_LONG_CELL_LINES = 4
_LABEL = 120
_ALIGNED = 10.0
# Words of a cell, set by hand: fewer are a value, and what stands below it another.
_FEWEST_OPEN = 3


@dataclass(slots=True, eq=False)
class BlockDraft:
    """A paragraph, an item (with ``marker``) or a row, with its look; each is one of its own.

    ``x0`` is where its first line begins, its marker included; ``size``, ``bold`` and
    ``underlined`` are those of all its lines; ``label`` says that it names what stands beside it in
    a table, ``beside_label`` that it is that. Of a row, ``cells`` are the texts by column, all but
    one empty where a long row was parted; ``opens`` says that it is the first of its table,
    ``names_columns`` that it is the header. ``is_note`` tells a footnote; ``otherwise`` is what
    stands for a row that may be the rest of one of the page before, and is not.
    """

    kind: BlockKind
    text: str
    page: int
    x0: float = 0.0
    top: float = 0.0
    size: float = 0.0
    lines: int = 1
    bold: bool = False
    underlined: bool = False
    marker: str = ""
    label: bool = False
    beside_label: bool = False
    cells: tuple[str, ...] = ()
    opens: bool = False
    names_columns: bool = False
    is_note: bool = False
    otherwise: tuple["BlockDraft", ...] = ()


class Drafter:
    """Makes drafts of the blocks of one page."""

    def __init__(self, page: int, seams: Seams) -> None:
        self.page = page
        self.seams = seams

    def drafts(self, blocks: Sequence[Block]) -> Iterator[BlockDraft]:
        """Drafts in the order of the blocks."""
        for block in blocks:
            if isinstance(block.content, Table):
                yield from self._table(with_rows_parted(block.content))
            else:
                yield from self._lines(block.content, _right_edge(block, blocks))

    def _lines(self, lines: Sequence[Line], right: float) -> Iterator[BlockDraft]:
        if any(len(line.cells) > 1 for line in lines):
            yield from self._unruled(lines)
            return
        for paragraph in paragraphs(lines, right):
            yield self._paragraph(paragraph, right)

    def _unruled(self, lines: Sequence[Line]) -> Iterator[BlockDraft]:
        """The rows of a table that is told by the gaps between its columns."""
        columns = columns_of(lines)
        rows: list[tuple[Line, list[str]]] = []
        for line in lines:
            texts = [
                _without_leaders(self._cell_text(words)) for words in in_columns(line, columns)
            ]
            if rows and _runs_on(rows[-1][1], texts):
                rows[-1] = rows[-1][0], list(map(self.seams.seam, rows[-1][1], texts))
            else:
                rows.append((line, texts))
        grid = [
            [Place(text, (row, column)) for column, text in enumerate(texts)]
            for row, (_line, texts) in enumerate(rows)
        ]
        stands_out = lines[0].bold and not all(line.bold for line in lines)
        has_names = bool(columns) and header_rows(grid, lambda _count: stands_out) > 0
        for number, ((line, _texts), row) in enumerate(zip(rows, grid, strict=True)):
            draft = self._row(row, keeps_places=has_names, opens=number == 0)
            draft.names_columns = has_names and number == 0
            draft.x0, draft.top, draft.size, draft.bold = line.x0, line.top, line.size, line.bold
            yield draft

    def _row(self, row: Sequence[Place], *, keeps_places: bool, opens: bool) -> BlockDraft:
        text = row_text(row, keeps_places=keeps_places)
        cells = tuple(place.text.strip() for place in row)
        return BlockDraft(BlockKind.ROW, text, self.page, cells=cells, opens=opens)

    def _cell_text(self, words: Sequence[Word]) -> str:
        lines = read_lines(words)
        return self.seams.join([line.text for line in lines], [False] * len(lines))

    def _paragraph(self, lines: Sequence[Line], right: float) -> BlockDraft:
        first = lines[0]
        marker, text = split_marker(first)
        texts = [text, *(line.text for line in lines[1:])]
        breaks = [is_broken_on_purpose(one, two, right) for one, two in pairwise(lines)]
        return BlockDraft(
            kind=BlockKind.ITEM if marker else BlockKind.PARAGRAPH,
            text=_without_leaders(self.seams.join(texts, [*breaks, False])),
            page=self.page,
            x0=first.x0,
            top=first.top,
            size=max(line.size for line in lines),
            lines=len(lines),
            bold=all(line.bold for line in lines),
            underlined=all(line.underlined for line in lines),
            marker=marker,
        )

    def _table(self, table: Table) -> Iterator[BlockDraft]:
        if table.is_box:
            for cell in table.cells:
                yield from self._cell(cell)
            return
        texts = {(cell.row, cell.column): self._cell_text(cell.words) for cell in table.cells}
        grid = _grid(table, texts)
        if not any(grid):
            yield from self._drawn(table, texts)
            return
        first = next((number for number, row in enumerate(grid) if not is_one_cell(row)), 0)
        heads = header_rows(grid[first:], lambda count: _stands_out(table, first, count))
        names = range(first, first + heads)
        columns = len({cell.column for cell in table.cells if cell.words})
        opens = True
        for number, row in _by_number(table):
            if is_one_cell(grid[number]) or _is_aside(row, grid[number], has_names=heads > 0):
                drafts = list(self._cell(row[0]))
            elif _is_long(row, columns):
                above = column_names(grid[first : first + max(heads, 1)]) if number > first else ()
                drafts = list(self._long_row(row, grid[number], above))
            else:
                drafts = [self._row(grid[number], keeps_places=heads > 0, opens=opens)]
                drafts[0].names_columns = number in names
            if number - first < 2 and _may_be_rest(grid[number]):
                rest = self._row(grid[number], keeps_places=True, opens=opens)
                rest.otherwise = tuple(drafts)
                drafts = [rest]
            yield from drafts
            opens = False

    def _long_row(
        self, row: Sequence[Cell], places: Sequence[Place], heads: Sequence[str]
    ) -> Iterator[BlockDraft]:
        """A row that is too long for one line; ``heads`` stand in the first rows, if above it."""
        if len(row) == 2 and _letters(row[0]) <= _LABEL:
            yield self._labelled(row[0])
            for draft in self._cell(row[1]):
                draft.beside_label = True
                yield draft
        elif heads and all(len(head) <= _LABEL for head in heads):
            yield from self._parted(places, dict(enumerate(heads)))
        else:
            for cell in row:
                yield from self._cell(cell)

    def _drawn(self, table: Table, texts: Mapping[Origin, str]) -> Iterator[BlockDraft]:
        """Cells that make no table, those that begin at one height together."""
        for row in table.rows():
            if len(row) == 1:
                yield from self._cell(row[0])
            else:
                places = [
                    Place(texts[cell.row, cell.column], (cell.row, cell.column)) for cell in row
                ]
                yield self._row(places, keeps_places=False, opens=False)

    def _parted(self, row: Sequence[Place], heads: Mapping[int, str]) -> Iterator[BlockDraft]:
        """A row that is too long for one line: a line for each of its cells, its name before it."""
        for column, place in enumerate(row):
            if place.text:
                names = [heads[column]] if heads.get(column) else []
                cells = tuple(place.text if at == column else "" for at in range(len(row)))
                text = join_cells([*names, place.text])
                yield BlockDraft(BlockKind.ROW, text, self.page, cells=cells)

    def _labelled(self, cell: Cell) -> BlockDraft:
        return BlockDraft(BlockKind.PARAGRAPH, self._cell_text(cell.words), self.page, label=True)

    def _cell(self, cell: Cell) -> Iterator[BlockDraft]:
        yield from self.drafts(read_blocks(read_lines(cell.words)))


def _right_edge(block: Block, blocks: Sequence[Block]) -> float:
    """How far lines reach that begin where those of a block do, within its column."""
    beside = (other.x0 for other in blocks if _is_right_of(other, block))
    wall = min(beside, default=inf)
    aligned = (other.x1 for other in blocks if abs(other.x0 - block.x0) < _ALIGNED)
    return max(x1 for x1 in aligned if x1 <= wall)


def _is_right_of(other: Block, block: Block) -> bool:
    """Whether one block stands beside another, to its right."""
    shared = min(other.bottom, block.bottom) - max(other.top, block.top)
    return other.x0 >= block.x1 and shared > 0


def _runs_on(above: Sequence[str], texts: Sequence[str]) -> bool:
    """Whether each of the cells of a line goes on with a sentence in the one above it."""
    return len(above) == len(texts) > 1 and all(
        text[:1].islower()
        and len(before.split()) >= _FEWEST_OPEN
        and not before.endswith(SENTENCE_ENDS)
        for before, text in zip(above, texts, strict=True)
    )


def _grid(table: Table, texts: Mapping[Origin, str]) -> list[list[Place]]:
    """The places of a ruled table with their texts."""
    columns = range(len(table.grid[0]) if table.grid else 0)
    return [
        [
            Place(
                repeated(texts.get(row[column], ""), (number, column),
                         (row[column][0], column - row[:column].count(row[column]))),
                row[column],
            )
            for column in columns
        ]
        for number, row in enumerate(table.grid)
    ]  # fmt: skip


def _by_number(table: Table) -> Iterator[tuple[int, list[Cell]]]:
    """The cells that begin in each row, with its number, for rows in which any does."""
    for row in table.rows():
        yield row[0].row, row


def _may_be_rest(places: Sequence[Place]) -> bool:
    """Whether a row may go on with one that the end of a page cut in two."""
    filled = [place.text for place in places if place.text]
    is_open = bool(filled) and not is_one_cell(places) and not places[0].text
    return is_open and all(text[0].islower() for text in filled)


def _is_aside(row: Sequence[Cell], places: Sequence[Place], *, has_names: bool) -> bool:
    """Whether a row is one cell with text, and that no value of a column."""
    is_alone = len(row) == 1 and sum(bool(place.text) for place in places) == 1
    return is_alone and (not has_names or _letters(row[0]) > _LABEL)


def _stands_out(table: Table, first: int, count: int) -> bool:
    """Whether some rows are bold, and those below them are not."""
    bold = [cell for cell in table.cells if all(word.bold for word in cell.words)]
    own = [cell for cell in table.cells if first <= cell.row < first + count]
    below = [cell for cell in table.cells if cell.row >= first + count]
    return all(cell in bold for cell in own) and not all(cell in bold for cell in below)


def _without_leaders(text: str) -> str:
    """Text with the dots that lead to a page number or a blank to fill in drawn together."""
    return _LEADERS.sub(" … ", text)


def _letters(cell: Cell) -> int:
    return sum(len(word.text) + 1 for word in cell.words)


def _is_long(row: Sequence[Cell], columns: int) -> bool:
    """Whether a row of a table of some columns would be too long to be told in one line."""
    lines = [read_lines(cell.words) for cell in row]
    if len(row) == columns == 2 and sum(bool(split_marker(line)[0]) for line in lines[1]) > 1:
        return True
    is_long = sum(_letters(cell) for cell in row) > _LONG_ROW
    return is_long and any(len(found) >= _LONG_CELL_LINES for found in lines)
