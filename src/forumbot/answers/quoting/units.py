"""What of a document may stand in a quote by itself: its sentences, items, rows and headings."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, takewhile

from forumbot.archive.documents import Document
from forumbot.archive.layout import Block, BlockKind
from forumbot.archive.outline import Line
from forumbot.search.passages import Passage

Span = tuple[int, int]

# Set by hand: a third of what a first quote may take.
_PART = 130


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence, item, row or heading, ``document.text[start:end]``, of the block of a line."""

    start: int
    end: int
    line: Line


def units_of(document: Document, passage: Passage) -> list[Unit]:
    """The sentences, and the whole items, rows and headings, that stand within a passage."""
    return [
        Unit(start, end, line)
        for line in _lines_of(document, passage)
        for start, end in _whole_unless_paragraph(document, line.block)
        if passage.start <= start and end <= passage.end
    ]


def parts_of(document: Document, passage: Passage) -> list[Unit]:
    """The units of a passage, and parts of the one that it is cut from where that was too long.

    As what a scan has without full stops, one sentence over pages.
    """
    units = units_of(document, passage)
    cut = [
        Unit(start, end, line)
        for line in _lines_of(document, passage)
        for span in document.sentences(line.block)
        if (line.block.kind is BlockKind.PARAGRAPH or not _is_within(line.block, passage))
        and not (passage.start <= span[0] and span[1] <= passage.end)
        for start, end in _parts(document.text, *_shared(span, passage))
    ]
    return sorted([*units, *cut], key=lambda one: one.start) if cut else units


def _is_within(block: Block, passage: Passage) -> bool:
    return passage.start <= block.start and block.end <= passage.end


def _shared(span: Span, passage: Passage) -> Span:
    return max(span[0], passage.start), min(span[1], passage.end)


def _parts(text: str, start: int, end: int) -> Iterator[Span]:
    """Stretches of some length, cut behind a semicolon or at white space."""
    while start < end:
        limit = start + _PART
        cut = end
        if limit < end:
            cut = text.rfind("; ", start, limit) + 1 or text.rfind(" ", start, limit)
            cut = cut if cut > start else limit
        stretch = text[start:cut]
        if stretch.strip():
            yield start + len(stretch) - len(stretch.lstrip()), start + len(stretch.rstrip())
        start = cut


def sentences_of(document: Document, passage: Passage) -> Iterator[Unit]:
    """The sentences of the paragraphs and items that a passage reaches into, its ends included."""
    for line in _lines_of(document, passage):
        if line.block.kind not in (BlockKind.HEADING, BlockKind.ROW):
            for start, end in document.sentences(line.block):
                yield Unit(start, end, line)


def sentences_at(document: Document, place: int) -> Iterator[Span]:
    """The sentence of a paragraph, item or row that stands at a place; none in a heading."""
    for block in document.blocks:
        if block.start <= place < block.end and block.kind is not BlockKind.HEADING:
            yield from (one for one in document.sentences(block) if one[0] <= place < one[1])


def _lines_of(document: Document, passage: Passage) -> Iterator[Line]:
    """The lines that a passage reaches into; they stand in the order of the text."""
    lines = document.outline
    first = bisect_right(lines, passage.start, key=lambda line: line.block.end)
    return takewhile(lambda line: line.block.line_start < passage.end, islice(lines, first, None))


def _whole_unless_paragraph(document: Document, block: Block) -> Sequence[Span]:
    if block.kind is BlockKind.PARAGRAPH:
        return document.sentences(block)
    return [(block.start, block.end)]
