"""OpenDocument presentations to pieces: each slide a section, its number the page."""

import re
from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from forumbot.archive.formats.alt_texts import is_of_picture
from forumbot.archive.formats.opendocument.content import ContentReader
from forumbot.archive.formats.opendocument.package import (
    DRAW,
    OFFICE,
    PRESENTATION,
    SVG,
    open_package,
)
from forumbot.archive.formats.parsed import Parsed
from forumbot.archive.formats.registry import OPEN_SLIDES
from forumbot.archive.formats.slides.order import PlacedShape, reading_order
from forumbot.archive.formats.titles import is_title
from forumbot.archive.layout import BlockKind, Piece

_RUNNING = frozenset({"footer", "header", "date-time", "page-number"})
_POINTS = {"cm": 72 / 2.54, "mm": 7.2 / 2.54, "in": 72.0, "pt": 1.0}
_LENGTH = re.compile(r"(-?[0-9]{1,6}(?:\.[0-9]+)?)(cm|mm|in|pt)")


def read_odp(raw: bytes) -> Parsed:
    """The slides of a presentation as sections, each with the speaker's notes below it.

    Raises :class:`RefusedError` with the reason for a file that cannot be read.
    """
    package = open_package(raw, "presentation", OPEN_SLIDES.words)
    reader = ContentReader(package)
    slides = list(package.body.iterchildren(f"{DRAW}page"))
    by_slide = [list(_slide(reader, slide, number)) for number, slide in enumerate(slides, start=1)]
    empty = [number for number, found in enumerate(by_slide, start=1) if not found]
    pieces = [piece for found in by_slide for piece in found]
    title = package.title("\n".join(piece.text for piece in by_slide[0]) if by_slide else "")
    warnings = list(reader.warnings)
    hidden = [
        str(number)
        for number, slide in enumerate(slides, start=1)
        if reader.styles.is_slide_hidden(slide.get(f"{DRAW}style-name"))
    ]
    if hidden:
        warnings.append(f"slides that are hidden, and read all the same: {', '.join(hidden)}")
    if next(package.body.iter(f"{OFFICE}annotation"), None) is not None:
        warnings.append("comments are left out")
    if empty:
        numbers = ", ".join(map(str, empty))
        warnings.append(f"slide{'s' * (len(empty) > 1)} without text: {numbers}")
    return Parsed(pieces, {"title": title} if title else {}, tuple(warnings), len(slides))


def _slide(reader: ContentReader, slide: etree._Element, page: int) -> Iterator[Piece]:
    """A slide's title, content and notes; nothing for a slide without any text."""
    titles, others = [], []
    for shape in _shapes(slide):
        kind = shape.get(f"{PRESENTATION}class", "")
        if kind == "title":
            titles.append(shape)
        elif kind not in _RUNNING:
            others.append(shape)
    title = " ".join(
        " ".join(piece.text.split()) for shape in titles for piece in _pieces(reader, shape)
    )
    ordered = reading_order(map(_placed, others))
    content = [piece for one in ordered for piece in _content(reader, one)]
    content.sort(key=lambda piece: is_of_picture(piece.text))
    holder = slide.find(f"{PRESENTATION}notes")
    notes = [
        piece
        for shape in (_shapes(holder) if holder is not None else ())
        if shape.get(f"{PRESENTATION}class") == "notes"
        for piece in _pieces(reader, shape)
    ]
    found = [*content, *([Piece(BlockKind.HEADING, "Notes", 2), *notes] if notes else [])]
    if title or found:
        if not title and content and _is_title(content[0]):
            title = " ".join(found.pop(0).text.split())
        head = Piece(BlockKind.HEADING, title or f"Slide {page}", 1)
        yield from (replace(piece, page=page) for piece in (head, *found))


def _is_title(first: Piece) -> bool:
    """Whether what stands first on a slide that states no title is one by its manner."""
    return first.kind is BlockKind.PARAGRAPH and is_title(first.text)


def _shapes(holder: etree._Element) -> Iterator[etree._Element]:
    """The shapes of a slide, those within groups too; not those of its notes."""
    for node in holder:
        if node.tag == f"{DRAW}g":
            yield from _shapes(node)
        elif isinstance(node.tag, str) and node.tag.startswith(DRAW):
            yield node


def _placed(shape: etree._Element) -> PlacedShape:
    left, top, width, height = (_length(shape, name) for name in ("x", "y", "width", "height"))
    return PlacedShape(shape, left, top, width, height)


def _length(shape: etree._Element, name: str) -> float:
    stated = _LENGTH.fullmatch(shape.get(f"{SVG}{name}", ""))
    return float(stated[1]) * _POINTS[stated[2]] if stated else 0.0


def _content(reader: ContentReader, placed: PlacedShape) -> list[Piece]:
    """The pieces of a shape; a label over a box is a heading below the slide's title."""
    found = list(_pieces(reader, placed.shape))
    if placed.names_box and len(found) == 1 and _is_title(found[0]):
        return [Piece(BlockKind.HEADING, " ".join(found[0].text.split()), 2)]
    return found


def _pieces(reader: ContentReader, shape: etree._Element) -> Iterator[Piece]:
    for line in reader.shape(shape):
        if line.piece.text.strip():
            is_heading = line.piece.kind is BlockKind.HEADING
            yield replace(line.piece, level=3) if is_heading else line.piece
