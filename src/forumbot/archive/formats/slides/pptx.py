"""PowerPoint presentations to pieces, by python-pptx: each slide a section under its title."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import pptx
from lxml import etree
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.presentation import Presentation
from pptx.slide import Slide

from forumbot.archive.formats.alt_texts import AltTexts, is_of_picture
from forumbot.archive.formats.bullets import shown_bullet, split_bullet, split_number
from forumbot.archive.formats.office import (
    chart_pieces,
    diagram_pieces,
    drawn_text,
    resolve_alternates,
    sensible_title,
)
from forumbot.archive.formats.parsed import Parsed
from forumbot.archive.formats.registry import PRESENTATION
from forumbot.archive.formats.slides.layout import own_place, placed
from forumbot.archive.formats.slides.lists import Bullets
from forumbot.archive.formats.slides.models import A, Model, Models
from forumbot.archive.formats.slides.order import PlacedShape, reading_order
from forumbot.archive.formats.struck import Struck
from forumbot.archive.formats.tables import Cell, table_pieces
from forumbot.archive.formats.zipped import Package, checked_package
from forumbot.archive.layout import BlockKind, Piece
from forumbot.errors import RefusedError

_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_DIAGRAM_LINK = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds"
_CHART_LINK = "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart"
_PICTURE = "{*}nvPicPr/{*}cNvPr"
_OBJECT = "{http://schemas.openxmlformats.org/presentationml/2006/main}oleObj"
_RUNNING = frozenset(
    {
        PP_PLACEHOLDER.DATE,
        PP_PLACEHOLDER.FOOTER,
        PP_PLACEHOLDER.HEADER,
        PP_PLACEHOLDER.SLIDE_NUMBER,
    }
)
_TITLES = frozenset(
    {PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE, PP_PLACEHOLDER.VERTICAL_TITLE}
)
_MAX_TITLE_CHARS, _PAIR = 100, 2
_RUNNING_LETTERS = 4
# Set by hand: what stands so far up or down, on so many slides, is none of theirs.
_EDGE, _FEWEST_RUNNING, _RUNNING_SHARE = 0.14, 3, 0.6

_EdgeKey = tuple[str, int, int]
"""The words of a box with the slide's number as ``#``, and where it stands."""


def read_pptx(raw: bytes) -> Parsed:
    """The slides of a presentation as sections, their numbers as pages, and its title.

    A slide's text comes in reading order, the speaker's notes below it under a heading. Raises
    :class:`RefusedError` with the reason for a file that cannot be read.
    """
    package = checked_package(raw, PRESENTATION)
    try:
        return _PptxReader(pptx.Presentation(package.stream), package).parsed()
    except (RefusedError, MemoryError):
        raise
    except Exception as error:
        problem = type(error).__name__
        raise RefusedError(
            f"cannot be read as a PowerPoint file ({problem}); open it there and save it anew"
        ) from None


class _PptxReader:
    """Reads one presentation; slides worth a warning are noted on the way.

    ``repeated`` are the boxes at the edges of most slides, as footers that were typed are.
    """

    def __init__(self, presentation: Presentation, package: Package) -> None:
        self.presentation = presentation
        self.package = package
        self.models = Models()
        self.empty: list[int] = []
        self.hidden: list[int] = []
        self.with_objects: list[int] = []
        self.running: Counter[str] = Counter()
        self.struck = Struck()
        self.alt_texts = AltTexts()
        self.unseen: list[int] = []
        self.repeated = self._repeated()

    def parsed(self) -> Parsed:
        """Pieces, metadata and warnings of the whole presentation."""
        pieces: list[Piece] = []
        for page, slide in enumerate(self.presentation.slides, start=1):
            resolve_alternates(slide.element)
            if slide.element.get("show") in ("0", "false"):
                self.hidden.append(page)
            pieces += self._slide(slide, page)
        text = "\n".join(piece.text for piece in pieces)
        opening = "\n".join(piece.text for piece in pieces if piece.page == 1)
        title = sensible_title(self.presentation.core_properties.title, opening)
        metadata: dict[str, object] = {"title": title} if title else {}
        slides = len(self.presentation.slides)
        return Parsed(pieces, metadata, tuple(self._warnings(text)), slides)

    def _warnings(self, text: str) -> Iterator[str]:
        if self.empty:
            yield f"{_slides(self.empty)} no text{self._pictures()}"
        if self.hidden:
            yield f"{_slides(self.hidden, 'is', 'are')} hidden, and read all the same"
        if self.with_objects:
            yield f"{_slides(self.with_objects)} embedded objects, which are not read"
        if self.unseen:
            yield f"{_slides(self.unseen)} shapes that are hidden or off the slide, left out"
        yield from self.struck.warnings()
        if any(name.startswith("ppt/comments") for name in self.package.names):
            yield "comments are left out"
        there = " ".join(text.split())
        for words in self.running:
            if words not in there:
                yield f"running footer left out: {words[:80]!r}"

    def _pictures(self) -> str:
        has_pictures = any(name.startswith("ppt/media/") for name in self.package.names)
        is_scan = has_pictures and len(self.empty) == len(self.presentation.slides)
        return ": pictures alone, likely scanned" if is_scan else ""

    def _slide(self, slide: Slide, page: int) -> list[Piece]:
        """A slide's title, content and notes; nothing for a slide without any text."""
        title, shapes = self._parted(slide, page)
        content = [
            piece
            for placed_shape in reading_order(shapes)
            for piece in self._placed(placed_shape, slide, page)
            if piece.text.strip()
        ]
        content.sort(key=lambda piece: is_of_picture(piece.text))
        notes = list(_notes(slide, page, self.struck))
        if not (title or content):
            self.empty.append(page)
        if not (title or content or notes):
            return []
        if not title and _may_be_title(content[:1]):
            title = " ".join(content.pop(0).text.split())
        heading = Piece(BlockKind.HEADING, title or f"Slide {page}", level=1, page=page)
        return [heading, *content, *notes]

    def _placed(self, placed_shape: PlacedShape, slide: Slide, page: int) -> list[Piece]:
        """The pieces of a shape; a label over a box is a heading below the slide's title."""
        found = list(self._shape(placed_shape.shape, slide, page))
        if placed_shape.names_box and len(found) == 1 and _may_be_title(found):
            text = " ".join(found[0].text.split())
            return [Piece(BlockKind.HEADING, text, level=2, page=page)]
        return found

    def _parted(self, slide: Slide, page: int) -> tuple[str, list[PlacedShape]]:
        """The title, and the shapes that hold content; footers and slide numbers are neither.

        Nor is what nobody sees: shapes that are hidden, or lie beside the slide.
        """
        titles: list[str] = []
        shapes: list[PlacedShape] = []
        for placed_shape in placed(slide.shapes, lambda one: self.models.of(one, slide).place):
            kind = _placeholder_kind(placed_shape.shape)
            if kind in _RUNNING or self._runs_through(placed_shape, page):
                self._note_running(placed_shape.shape)
            elif kind in _TITLES and placed_shape.shape.has_text_frame:
                titles.append(" ".join(_text(placed_shape.shape).split()))
            elif self._is_unseen(placed_shape):
                self.unseen.append(page)
            else:
                shapes.append(placed_shape)
        return " ".join(filter(None, titles)), shapes

    def _runs_through(self, placed_shape: PlacedShape, page: int) -> bool:
        """Whether a box at the edge of a slide stands there on most of them, its number aside."""
        key = self._edge_key(placed_shape.shape, page)
        return key is not None and key in self.repeated

    def _repeated(self) -> frozenset[_EdgeKey]:
        """The boxes at the edges of slides that stand on most of them."""
        slides = list(self.presentation.slides)
        if len(slides) < _FEWEST_RUNNING:
            return frozenset()
        counts: Counter[_EdgeKey] = Counter()
        for page, slide in enumerate(slides, start=1):
            keys = {self._edge_key(shape, page) for shape in slide.shapes}
            counts.update(key for key in keys if key is not None)
        fewest = max(_FEWEST_RUNNING, _RUNNING_SHARE * len(slides))
        return frozenset(key for key, count in counts.items() if count >= fewest)

    def _edge_key(self, shape: Any, page: int) -> _EdgeKey | None:
        """The words and the place of a text box at the edge of a slide, None for other shapes."""
        if isinstance(shape, list) or shape.is_placeholder or not shape.has_text_frame:
            return None
        left, top, _width, height = own_place(shape) or (0, 0, 0, 0)
        slide = self.presentation.slide_height or 0
        is_at_edge = top >= (1 - _EDGE) * slide or 0 < top + height <= _EDGE * slide
        words = " ".join(_text(shape).split()) if is_at_edge else ""
        if not words or len(words) > _MAX_TITLE_CHARS:
            return None
        return re.sub(rf"(?<!\d){page}(?!\d)", "#", words), round(left), round(top)

    def _is_unseen(self, placed_shape: PlacedShape) -> bool:
        """Whether a shape with text is hidden, or lies beside the slide as a whole."""
        shape, deck = placed_shape.shape, self.presentation
        if isinstance(shape, list) or not (shape.has_text_frame and _text(shape).strip()):
            return False
        if shape.element.xpath("./*/p:cNvPr[@hidden='1' or @hidden='true']"):
            return True
        width, height = float(deck.slide_width or 0), float(deck.slide_height or 0)
        return 0 < width <= placed_shape.left or (
            0 < height <= placed_shape.top
            or placed_shape.left + placed_shape.width < 0
            or placed_shape.top + placed_shape.height < 0
        )

    def _note_running(self, shape: Any) -> None:
        words = " ".join(_text(shape).split()) if shape.has_text_frame else ""
        if sum(char.isalpha() for char in words) >= _RUNNING_LETTERS:
            self.running[words] += 1

    def _shape(self, shape: Any, slide: Slide, page: int) -> Iterator[Piece]:
        if isinstance(shape, list):
            for inner in reading_order(shape):
                yield from self._shape(inner.shape, slide, page)
        elif shape.has_text_frame:
            yield from _paragraphs(shape, self.models.of(shape, slide), page, self.struck)
        elif getattr(shape, "has_table", False):
            yield from _rows(shape.table, page, self.struck)
        else:
            yield from self._graphic(shape.element, slide, page)

    def _graphic(self, element: etree._Element, slide: Slide, page: int) -> Iterator[Piece]:
        for shown in element.iterfind(_PICTURE):
            if shown.get("hidden") not in ("1", "true"):
                yield from filter(None, [self.alt_texts.piece(shown.get("descr"), page)])
        if next(element.iter(_OBJECT), None) is not None:
            self.with_objects.append(page)
        for link in element.iter(_CHART_LINK, _DIAGRAM_LINK):
            is_chart = link.tag == _CHART_LINK
            relation = slide.part.rels.get(link.get(f"{_RELATION}{'id' if is_chart else 'dm'}", ""))
            if relation is not None:
                pieces = chart_pieces if is_chart else diagram_pieces
                yield from pieces(relation.target_part.blob, page)


def _may_be_title(first: Sequence[Piece]) -> bool:
    return bool(first) and (
        first[0].kind is BlockKind.PARAGRAPH and len(first[0].text.strip()) <= _MAX_TITLE_CHARS
    )


def _placeholder_kind(shape: Any) -> Any:
    if isinstance(shape, list) or not shape.is_placeholder:
        return None
    return shape.placeholder_format.type


def _text(shape: Any) -> str:
    paragraphs = shape.text_frame._txBody.iter(f"{A}p")
    return "\n".join(drawn_text(paragraph) for paragraph in paragraphs)


def _paragraphs(shape: Any, model: Model, page: int, struck: Struck) -> Iterator[Piece]:
    """The paragraphs of a text frame; those with a bullet or a number are items."""
    frame = shape.text_frame._txBody
    bullets = Bullets(frame, model)
    for paragraph in frame.iter(f"{A}p"):
        text = drawn_text(paragraph, struck)
        if not text.strip():
            continue
        marker, level = bullets.marker(paragraph), bullets.level(paragraph)
        if marker in (None, "•"):
            marker, text = _typed_marker(text, marker)
        if marker:
            yield Piece(BlockKind.ITEM, " ".join(text.split()), level, marker, page)
        else:
            yield Piece(BlockKind.PARAGRAPH, text, level, page=page)


def _typed_marker(text: str, marker: str | None) -> tuple[str | None, str]:
    """A bullet or number that was typed takes the place of the paragraph's own."""
    if typed := split_bullet(text):
        return shown_bullet(typed[0]), typed[1]
    return split_number(text) or (marker, text)


def _rows(table: Any, page: int, struck: Struck) -> Iterator[Piece]:
    """The rows of a table; its first is set off where the table says so, as nearly all do.

    One of two columns says it for pairs of a name and a value as well.
    """
    is_set_off = table.first_row and len(table.columns) > _PAIR
    rows = [
        [
            _cell(cell, struck, is_bold=is_set_off and number == 0)
            for cell in row.tc_lst
            if not cell.is_spanned
        ]
        for number, row in enumerate(table._tbl.tr_lst)
    ]
    yield from (piece for _number, piece in table_pieces(rows, page))


def _cell(cell: Any, struck: Struck, *, is_bold: bool) -> Cell:
    text = "\n".join(drawn_text(paragraph, struck) for paragraph in cell.iter(f"{A}p"))
    looks = list(cell.iter(f"{A}rPr"))
    is_bold = is_bold or (bool(looks) and all(one.get("b") in ("1", "true") for one in looks))
    return Cell(text, cell.gridSpan, cell.rowSpan, is_bold=is_bold)


def _notes(slide: Slide, page: int, struck: Struck) -> Iterator[Piece]:
    if not slide.has_notes_slide:
        return
    notes = slide.notes_slide
    resolve_alternates(notes.element)
    placeholders: Any = notes.placeholders
    pieces = [
        piece
        for shape in placeholders
        if shape.placeholder_format.type is PP_PLACEHOLDER.BODY and shape.has_text_frame
        for piece in _paragraphs(shape, Model(), page, struck)
    ]
    if pieces:
        yield Piece(BlockKind.HEADING, "Notes", level=2, page=page)
        yield from pieces


def _slides(pages: Iterable[int], one: str = "holds", many: str = "hold") -> str:
    """``slide 3 holds`` or ``slides 3-5, 8 hold``."""
    numbers = sorted(set(pages))
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    named = ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in runs)
    return f"slide {named} {one}" if len(numbers) == 1 else f"slides {named} {many}"
