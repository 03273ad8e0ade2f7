"""Paragraphs, lists and tables of OpenDocument files, as they stand in texts, boxes and cells."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from lxml import etree

from forumbot.archive.formats.alt_texts import AltTexts
from forumbot.archive.formats.bullets import shown_bullet, split_bullet
from forumbot.archive.formats.footnotes import RAISED
from forumbot.archive.formats.opendocument.package import (
    DRAW,
    OFFICE,
    SVG,
    TABLE,
    TEXT,
    OpenPackage,
)
from forumbot.archive.formats.opendocument.styles import Styles
from forumbot.archive.formats.struck import Struck, marked
from forumbot.archive.formats.tables import Cell, table_pieces
from forumbot.archive.formats.word.layout import Line, cell_text, is_layout, lines_of_cell
from forumbot.archive.layout import BlockKind, Piece
from forumbot.errors import RefusedError

_MAX_NESTING = 12
# Half points of a paragraph whose styles name no size, as in LibreOffice.
_UNKNOWN_SIZE = 24
_MAX_SPACES = 100
_MAX_HEADING_CHARS = 250
_MOST_REPEATED = 100
_HIDDEN = "hidden text is left out"
_INDEXES = frozenset(
    f"{TEXT}{name}"
    for name in ("table-of-content", "alphabetical-index", "illustration-index", "table-index")
)
_HOLDERS = frozenset(
    (f"{TEXT}section", f"{TEXT}numbered-paragraph", f"{DRAW}g", f"{DRAW}a", f"{DRAW}text-box")
)
_SHAPES = frozenset(
    f"{DRAW}{name}" for name in ("frame", "custom-shape", "rect", "ellipse", "line", "connector")
)
_UNSEEN = frozenset(
    (f"{TEXT}tracked-changes", f"{OFFICE}annotation", f"{OFFICE}annotation-end",
     f"{TEXT}page-number", f"{TEXT}hidden-text", f"{TEXT}ruby-text", f"{OFFICE}forms")
)  # fmt: skip
_ROW_HOLDERS = frozenset(
    f"{TABLE}{name}" for name in ("table-header-rows", "table-rows", "table-row-group")
)


class _Look(NamedTuple):
    """How letters are set off."""

    is_bold: bool
    is_underlined: bool
    is_struck: bool = False
    is_raised: bool = False
    is_hidden: bool = False

    def or_also(self, other: "_Look") -> "_Look":
        """What is set off in one way or the other."""
        return _Look(*(one or also for one, also in zip(self, other, strict=True)))


@dataclass(slots=True)
class _Running:
    """What is gathered of one paragraph: words, how many letters are set off, what hangs on it."""

    words: list[str] = field(default_factory=list)
    letters: int = 0
    bold: int = 0
    underlined: int = 0
    hides: bool = False
    notes: list[etree._Element] = field(default_factory=list)
    shapes: list[etree._Element] = field(default_factory=list)

    def add(self, text: str | None, look: _Look) -> None:
        """Take in a stretch of text, whose white space is that of XML."""
        if text and look.is_hidden:
            self.hides = self.hides or bool(text.strip())
        elif text:
            flat = re.sub(r"[ \t\r\n]+", " ", text)
            shown = flat.translate(RAISED) if look.is_raised else flat
            self.words.append(marked(shown) if look.is_struck else shown)
            self.letters += len(flat.strip())
            self.bold += len(flat.strip()) if look.is_bold else 0
            self.underlined += len(flat.strip()) if look.is_underlined else 0


class ContentReader:
    """Reads the content of one file; ``contents`` counts the lines of its indexes."""

    def __init__(self, package: OpenPackage) -> None:
        self.styles = Styles(package.definitions)
        self.contents = 0
        self.struck = Struck()
        self.alt_texts = AltTexts()
        self._warnings: dict[str, None] = {}
        self._numbers: dict[tuple[str | None, int], int] = {}
        self._deferred: list[etree._Element] = []
        self._noted = self._nesting = self._table_depth = 0

    @property
    def warnings(self) -> list[str]:
        """What a maintainer should know of what has been read so far."""
        return [*self._warnings, *self.struck.warnings()]

    def lines(self, holder: etree._Element) -> Iterator[Line]:
        """The lines of a body, a section, a box, a cell or a note."""
        for node in holder:
            yield from self._node(node)

    def _node(self, node: etree._Element) -> Iterator[Line]:
        if node.tag in (f"{TEXT}p", f"{TEXT}h"):
            yield from self._paragraph(node)
        elif node.tag == f"{TEXT}list":
            yield from self._list(node, 0, None)
        elif node.tag == f"{TABLE}table":
            yield from self._table(node)
        elif node.tag in _INDEXES:
            self.contents += sum(1 for _line in node.iter(f"{TEXT}p"))
        elif node.tag == f"{TEXT}tracked-changes":
            self._warnings["tracked changes are read as accepted"] = None
        elif node.tag in _SHAPES:
            yield from self.shape(node)
        elif node.tag == f"{TEXT}section" and node.get(f"{TEXT}display") == "none":
            self._warnings[_HIDDEN] = None
        elif node.tag in (f"{DRAW}object", f"{DRAW}object-ole"):
            self._warnings["embedded objects, such as charts, are not read"] = None
        elif node.tag in _HOLDERS:
            yield from self.lines(node)

    def shape(self, node: etree._Element) -> Iterator[Line]:
        """The lines of a text box, or of a table or a picture that stands in a frame."""
        self._nesting += 1
        if self._nesting > _MAX_NESTING:
            raise RefusedError(
                f"tables or text boxes nested deeper than {_MAX_NESTING}; nest them less"
            )
        yield from (replace(line, is_boxed=True) for line in self.lines(node))
        if node.find(f"{DRAW}image") is not None:
            said = node.findtext(f"{SVG}desc") or node.findtext(f"{SVG}title")
            yield from map(Line, filter(None, [self.alt_texts.piece(said)]))
        self._nesting -= 1

    def _paragraph(
        self,
        node: etree._Element,
        level: int = 0,
        marker: str | None = None,
        *,
        goes_on: bool = False,
    ) -> Iterator[Line]:
        """A paragraph and what hangs on it; with a ``marker`` it is an item of a list."""
        style = node.get(f"{TEXT}style-name")
        running = _Running()
        self._inline(node, running, self._look(style))
        text = self.struck.without("".join(running.words)).strip()
        if running.hides:
            self._warnings[_HIDDEN] = None
        yield Line(
            self._piece(node, style, text, level, marker, goes_on=goes_on),
            size=self.styles.half_points(style) or _UNKNOWN_SIZE,
            is_bold=0 < running.letters == running.bold,
            is_underlined=0 < running.letters == running.underlined,
            is_title=self.styles.is_title(style),
        )
        for shape in running.shapes:
            yield from self.shape(shape)
        if self._table_depth:
            self._deferred += running.notes
        else:
            yield from (line for note in running.notes for line in self._note(note))

    def _piece(
        self, node: etree._Element, style: str | None, text: str, level: int, marker: str | None,
        *, goes_on: bool,
    ) -> Piece:  # fmt: skip
        heading = self._heading_level(node, style)
        if heading is not None and len(text) <= _MAX_HEADING_CHARS:
            label = f"{marker} " if marker and marker != "•" and text else ""
            return Piece(BlockKind.HEADING, label + " ".join(text.split()), min(heading, 6))
        if marker is not None:
            return Piece(BlockKind.ITEM, text.replace("\n", " "), level, marker)
        if goes_on:
            return Piece(BlockKind.PARAGRAPH, text, level + 1)
        bullet = split_bullet(text)
        if bullet:
            return Piece(BlockKind.ITEM, bullet[1].replace("\n", " "), 0, shown_bullet(bullet[0]))
        return Piece(BlockKind.PARAGRAPH, text)

    def _heading_level(self, node: etree._Element, style: str | None) -> int | None:
        if self.styles.is_title(style):
            return 1
        if node.tag == f"{TEXT}h":
            stated = node.get(f"{TEXT}outline-level", "")
            return int(stated) if re.fullmatch("[1-9][0-9]?", stated) else 1
        return self.styles.outline_level(style)

    def _look(self, style: str | None) -> _Look:
        return _Look(
            self.styles.is_bold(style),
            self.styles.is_underlined(style),
            self.styles.is_struck(style),
            self.styles.is_raised(style),
            self.styles.is_hidden(style),
        )

    def _inline(self, node: etree._Element, running: _Running, look: _Look) -> None:
        """Gather the text of an element and of those in it; depth is bounded by the XML parser."""
        running.add(node.text, look)
        for child in node:
            spacing = _spacing(child)
            if spacing:
                running.words.append(spacing)
            elif child.tag == f"{TEXT}note":
                running.notes.append(child)
            elif child.tag in _SHAPES:
                running.shapes.append(child)
            elif child.tag == f"{OFFICE}annotation":
                self._warnings["comments are left out"] = None
            elif isinstance(child.tag, str) and child.tag not in _UNSEEN:
                style = child.get(f"{TEXT}style-name") if child.tag == f"{TEXT}span" else None
                self._inline(child, running, look.or_also(self._look(style)))
            running.add(child.tail, look)

    def _note(self, note: etree._Element) -> Iterator[Line]:
        """The lines of a footnote or an endnote, its number before the first."""
        self._noted += 1
        mark = f"{self._noted}".translate(RAISED)
        body = note.find(f"{TEXT}note-body")
        for line in self.lines(body) if body is not None else ():
            if line.piece.text.strip():
                text = f"{mark} {line.piece.text.strip()}"
                yield Line(replace(line.piece, kind=BlockKind.PARAGRAPH, text=text, level=0))
                mark = ""

    def _list(self, node: etree._Element, level: int, inherited: str | None) -> Iterator[Line]:
        name = node.get(f"{TEXT}style-name") or inherited
        goes_on = node.get(f"{TEXT}continue-numbering") == "true" or node.get(
            f"{TEXT}continue-list"
        )
        if not goes_on:
            self._numbers.pop((name, level), None)
        for item in node.iterchildren(f"{TEXT}list-item", f"{TEXT}list-header"):
            yield from self._item(item, level, name)

    def _item(self, item: etree._Element, level: int, name: str | None) -> Iterator[Line]:
        opens = item.tag == f"{TEXT}list-item"
        for node in item:
            if node.tag in (f"{TEXT}p", f"{TEXT}h"):
                marker = self._marker(item, level, name) if opens else None
                yield from self._paragraph(node, level, marker, goes_on=True)
                opens = False
            elif node.tag == f"{TEXT}list":
                yield from self._list(node, level + 1, name)
            else:
                yield from self._node(node)

    def _marker(self, item: etree._Element, level: int, name: str | None) -> str:
        """The marker of the next item of a list."""
        look = self.styles.list_level(name, level)
        stated = item.get(f"{TEXT}start-value", "")
        known = self._numbers.get((name, level), look.start - 1)
        number = int(stated) if re.fullmatch("[0-9]{1,5}", stated) else known + 1
        self._numbers[name, level] = number
        return look.marker(number)

    def _table(self, table: etree._Element) -> Iterator[Line]:
        self._table_depth += 1
        self._nesting += 1
        if self._nesting > _MAX_NESTING:
            raise RefusedError(
                f"tables or text boxes nested deeper than {_MAX_NESTING}; nest them less"
            )
        rows: list[list[Cell]] = []
        for row, is_name in table_rows(table):
            cells = [
                (cell, lines_of_cell(self.lines(cell)))
                for cell in row.iterchildren(f"{TABLE}table-cell")
                for _time in range(min(span(cell, "columns-repeated"), _MOST_REPEATED))
            ]
            if is_layout([found for _cell, found in cells]):
                yield from _rows(rows)
                yield from (line for _cell, found in cells for line in found)
                rows = []
            else:
                rows.append([_cell(cell, found, is_name=is_name) for cell, found in cells])
        yield from _rows(rows)
        self._nesting -= 1
        self._table_depth -= 1
        if not self._table_depth:
            deferred, self._deferred = self._deferred, []
            yield from (line for note in deferred for line in self._note(note))


def _spacing(node: etree._Element) -> str:
    """The white space that an element stands for; empty for any other."""
    if node.tag == f"{TEXT}s":
        count = node.get(f"{TEXT}c", "1")
        return " " * min(int(count) if re.fullmatch("[0-9]{1,4}", count) else 1, _MAX_SPACES)
    return {f"{TEXT}tab": "\t", f"{TEXT}line-break": "\n"}.get(str(node.tag), "")


def table_rows(
    table: etree._Element, *, is_name: bool = False
) -> Iterator[tuple[etree._Element, bool]]:
    """The rows of a table within whatever groups, each with whether it is a header."""
    for node in table:
        if node.tag == f"{TABLE}table-row":
            yield node, is_name
        elif node.tag in _ROW_HOLDERS:
            heads = is_name or node.tag == f"{TABLE}table-header-rows"
            yield from table_rows(node, is_name=heads)


def span(cell: etree._Element, name: str) -> int:
    """How many columns or rows a cell or row says that it spans or is repeated in."""
    stated = cell.get(f"{TABLE}number-{name}", "1")
    return int(stated) if re.fullmatch("[0-9]{1,7}", stated) else 1


def _cell(cell: etree._Element, lines: list[Line], *, is_name: bool) -> Cell:
    return Cell(
        cell_text(lines),
        span(cell, "columns-spanned"),
        span(cell, "rows-spanned"),
        is_name=is_name,
        is_bold=bool(lines) and all(line.is_bold for line in lines),
    )


def _rows(rows: list[list[Cell]]) -> Iterator[Line]:
    yield from (Line(piece) for _number, piece in table_pieces(rows))
