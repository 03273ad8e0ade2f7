"""Blocks of a page to drafts: paragraphs, list items and rows, not yet told from headings."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile
from math import inf
from statistics import median

from forumbot.archive.formats.bullets import shown_bullet, split_bullet, split_number
from forumbot.archive.formats.pdf.blocks import Block, read_blocks
from forumbot.archive.formats.pdf.columns import columns_of, in_columns
from forumbot.archive.formats.pdf.lines import hangs, is_marker, read_lines
from forumbot.archive.formats.pdf.page import Line, Word, spell
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

_SENTENCE_ENDS = (".", "!", "?", ":", ";", "…", ".”", '."', ".)", "?)")
_LEADERS = re.compile(r"\s*(?:[._·…]\s?){6,}")
_ENTRY_END = re.compile(r"(?:[._·…]\s?){6,}\s*\d{1,4}$")
_LONG_ROW = 600
_LONG_CELL_LINES = 4
_LABEL = 120
_LABEL_WORDS = 4
_ALIGNED = 10.0
# Words of a cell, set by hand: fewer are a value, and what stands below it another.
_FEWEST_OPEN = 3
_WIDEST_STEP = 2.7  # type sizes from line to line, of texts that are set wide
_FULL_ENOUGH = 0.4


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
        for paragraph in _paragraphs(lines, right):
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
        marker, text = _split_marker(first)
        texts = [text, *(line.text for line in lines[1:])]
        breaks = [_is_broken_on_purpose(one, two, right) for one, two in pairwise(lines)]
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
        and not before.endswith(_SENTENCE_ENDS)
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
    if len(row) == columns == 2 and sum(bool(_split_marker(line)[0]) for line in lines[1]) > 1:
        return True
    is_long = sum(_letters(cell) for cell in row) > _LONG_ROW
    return is_long and any(len(found) >= _LONG_CELL_LINES for found in lines)


def _split_marker(line: Line) -> tuple[str, str]:
    """The list marker that a line begins with, empty if none, and the text behind it."""
    words = line.cells[0]
    first = words[0]
    if len(words) > 1 and is_marker(first):
        rest = spell(words[1:])
        gap = words[1].x0 - first.x1
        if len(first.text) == 1 and not (first.text.isalpha() and not first.symbol):
            return ("*" if first.text == "*" else shown_bullet(first.text)), rest
        if first.symbol or (first.text == "o" and gap > 0.5 * first.size):
            return "•", rest
        if split_number(f"{first.text} {rest}"):
            return first.text, rest
    found = split_bullet(line.text)
    return (shown_bullet(found[0]), found[1]) if found else ("", line.text)


def _paragraphs(lines: Sequence[Line], right: float) -> Iterator[list[Line]]:
    left = min(line.x0 for line in lines)
    steps = [two.baseline - one.baseline for one, two in pairwise(lines)]
    step = min(median(steps), _WIDEST_STEP * lines[0].size) if steps else 0.0
    paragraph: list[Line] = []
    for line in lines:
        if paragraph and _begins(paragraph, line, left=left, right=right, step=step):
            yield paragraph
            paragraph = []
        paragraph.append(line)
    yield paragraph


def _begins(paragraph: list[Line], line: Line, *, left: float, right: float, step: float) -> bool:
    """Whether a line begins a new paragraph below the lines of the present one."""
    before = paragraph[-1]
    small, large = sorted((before.size, line.size))
    if hangs(line) or small < 0.92 * large or line.baseline - before.baseline > 1.25 * step + 1:
        return True
    on_purpose = _is_broken_on_purpose(before, line, right)
    ended = before.text.endswith(_SENTENCE_ENDS)
    marker, _ = _split_marker(line)
    if marker:
        is_bullet = not marker[-1].isalnum() and not marker.endswith((".", ")"))
        return is_bullet or on_purpose or ended or bool(_split_marker(paragraph[0])[0])
    looks_other = (before.bold, before.underlined) != (line.bold, line.underlined)
    if looks_other and (on_purpose or before.bold) and len(before.text) < _LABEL:
        return True
    if (on_purpose and ended) or _ENTRY_END.search(before.text) or _is_term(paragraph, line):
        return True
    if (ended or on_purpose) and _is_outdented(paragraph, line):
        return True
    return _is_indented(paragraph, line, left)


def _is_broken_on_purpose(before: Line, line: Line, right: float) -> bool:
    """Whether the next line's first word would have fitted behind the line before."""
    word = line.words[0]
    if _opens_with_label(line) and not before.words[-1].bold:
        return True
    reaches_far = before.x1 - before.x0 > _FULL_ENOUGH * (right - before.x0)
    if reaches_far and word.text[:1].islower() and not before.text.endswith(_SENTENCE_ENDS):
        return False
    return before.x1 + (word.x1 - word.x0) + line.size < right


def _opens_with_label(line: Line) -> bool:
    """Whether a line opens with a few bold words and a colon ("Contact: Ada Quill")."""
    label = list(takewhile(lambda word: word.bold, line.words))
    end = " ".join(word.text for word in line.words[: len(label) + 1])
    is_short = 0 < len(label) <= _LABEL_WORDS and len(label) < len(line.words)
    return is_short and (label[-1].text.endswith(":") or end.endswith(" :"))


def _is_indented(paragraph: list[Line], line: Line, left: float) -> bool:
    if len(paragraph) > 1 or not _split_marker(paragraph[0])[0]:
        indent = line.x0 - left
        level = abs(paragraph[-1].x0 - left) < 0.3 * line.size
        return level and 0.8 * line.size < indent < 4 * line.size and len(paragraph) > 1
    return False


def _is_term(paragraph: list[Line], line: Line) -> bool:
    """Whether a line is bold below an item that is not, and begins left of its marker."""
    first = paragraph[0]
    is_left = line.x0 < first.x0 - 0.5 * line.size
    return line.bold and not first.bold and is_left and bool(_split_marker(first)[0])


def _is_outdented(paragraph: list[Line], line: Line) -> bool:
    """Whether a line begins left of the text of the item that the paragraph is."""
    words = paragraph[0].words
    if len(words) < 2 or not _split_marker(paragraph[0])[0]:
        return False
    inner = paragraph[-1].x0 if len(paragraph) > 1 else words[1].x0
    return line.x0 < inner - 0.5 * line.size
