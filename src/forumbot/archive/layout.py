"""The extracted text of a document: pieces in reading order, laid out once, with exact offsets.

Every format adapter yields :class:`Piece` objects; :func:`lay_out` turns them into one text and
the :class:`Block` objects that say which stretch of it is a heading, a paragraph, a list item or a
table row. All offsets elsewhere in forumbot count characters of that text.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from forumbot.language.clock_times import opens_with_time


class BlockKind(StrEnum):
    """What a stretch of text is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    ROW = "row"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text as an adapter found it.

    ``level`` is 1 to 6 for headings and 0 upwards for nested list items; for a paragraph it counts
    the lists that it stands in, so that one within an item can be told from one below the list;
    for a row it is 1 where that names the columns of the rows below. ``marker`` is what stands
    before a list item (``•`` or ``3.``); ``page`` counts from 1, None where a format has no pages;
    ``opens`` says that a table begins with it, whatever rows stand before.
    """

    kind: BlockKind
    text: str
    level: int = 0
    marker: str = "•"
    page: int | None = None
    opens: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A laid-out piece: ``text[start:end]`` is its content, without list marker or indent.

    ``line_start`` is where its first line begins, marker included.
    """

    kind: BlockKind
    line_start: int
    start: int
    end: int
    level: int
    page: int | None

    @property
    def continues_item(self) -> bool:
        """Whether it is a further paragraph of a list item."""
        return self.kind is BlockKind.PARAGRAPH and self.level > 0

    @property
    def names_columns(self) -> bool:
        """Whether it is a row that names the columns of those below."""
        return self.kind is BlockKind.ROW and self.level > 0

    @property
    def is_entry(self) -> bool:
        """Whether it is one of a list's or a table's entries, which a table's header is not."""
        return self.kind in (BlockKind.ITEM, BlockKind.ROW) and not self.names_columns


@dataclass(frozen=True, slots=True)
class Extraction:
    """The text of one file, its blocks in order, and what the file says of itself.

    ``pages`` counts its pages or slides, None for a format that has none. ``page_labels`` are the
    numbers that are printed on them, none or one for each, and ``recognised`` those whose text was
    recognised in a picture. ``is_partial`` says that there was no time for some of it;
    ``attached`` are the files that came with it.
    """

    text: str
    blocks: tuple[Block, ...]
    metadata: dict[str, object]
    warnings: tuple[str, ...] = ()
    pages: int | None = None
    page_labels: tuple[str, ...] = ()
    recognised: tuple[int, ...] = ()
    is_partial: bool = False
    attached: tuple["Attached", ...] = ()


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that came with another, by its name: what was extracted, or why it was refused."""

    name: str
    extraction: Extraction | None = None
    refused: str = ""


# Soft hyphens, zero-width and bidirectional marks change how text looks or matches, never what it
# says; joiners (U+200C/D) are letters' business in some scripts but not in ours. Control codes
# could give orders to a terminal, and half of a surrogate pair can't be written at all.
_INVISIBLE = re.compile(
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff"
    "\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f]"
)
_SPACES = re.compile(r"[^\S\n]+")
_LINE_ENDS = re.compile("\r\n|[\r\u000b\u000c\u0085\u2028\u2029]")
_AROUND_NEWLINE = re.compile(r" ?\n[ \n]*")


def clean(text: str) -> str:
    """Text in NFC with plain spaces and line feeds, nothing invisible, and no space at the ends."""
    if text.isprintable():  # so that its only white space are plain spaces, as in most lines
        return unicodedata.normalize("NFC", " ".join(text.split()))
    text = _INVISIBLE.sub("", _LINE_ENDS.sub("\n", text))
    text = _AROUND_NEWLINE.sub("\n", _SPACES.sub(" ", text)).strip()
    return unicodedata.normalize("NFC", text)


def join_cells(cells: list[str]) -> str:
    """One table row on one line, its cells parted by bars; an empty cell keeps its place.

    A bar within a cell, which would part it, is written with a gap.
    """
    return " | ".join(" ".join(cell.split()).replace("|", "¦") for cell in cells)


def cell_spans(text: str, row: Block) -> list[tuple[int, int]]:
    """Where each cell of a row stands in the text, without the spaces around it; empty ones too."""
    spans: list[tuple[int, int]] = []
    start = row.start
    for cell in text[row.start : row.end].split("|"):
        inner = cell.strip()
        first = start + (cell.find(inner) if inner else 0)
        spans.append((first, first + len(inner)))
        start += len(cell) + 1
    return spans


def opens_table(text: str, previous: Block, row: Block) -> bool:
    """Whether a row that follows another one begins a table of its own."""
    return "\n\n" in text[previous.end : row.line_start]


def lay_out(
    pieces: Iterable[Piece],
    metadata: dict[str, object] | None = None,
    warnings: Iterable[str] = (),
) -> Extraction:
    """Join cleaned pieces into one text; empty pieces vanish, everything else is kept."""
    parts: list[str] = []
    blocks: list[Block] = []
    position = 0
    previous: BlockKind | None = None
    is_timed = False
    for piece in pieces:
        content = clean(piece.text)
        if not content:
            continue
        was_timed, is_timed = is_timed, _is_timed(piece)
        gap = "\n" if was_timed and is_timed else _gap(previous, piece)
        prefix = f"{'  ' * piece.level}{piece.marker} " if piece.kind is BlockKind.ITEM else ""
        parts += [gap, prefix, content]
        line_start = position + len(gap)
        start = line_start + len(prefix)
        position = start + len(content)
        blocks.append(Block(piece.kind, line_start, start, position, piece.level, piece.page))
        previous = piece.kind
    return Extraction("".join(parts), tuple(blocks), metadata or {}, tuple(warnings))


def _is_timed(piece: Piece) -> bool:
    """Whether it is a line of a programme, which stands close to the line before it."""
    return piece.kind is BlockKind.PARAGRAPH and opens_with_time(piece.text)


def _gap(previous: BlockKind | None, piece: Piece) -> str:
    if previous is None:
        return ""
    kind = piece.kind
    tight = kind in (BlockKind.ITEM, BlockKind.ROW) and previous is kind and not piece.opens
    lead_in = kind is BlockKind.ITEM and previous is BlockKind.PARAGRAPH
    return "\n" if tight or lead_in else "\n\n"
