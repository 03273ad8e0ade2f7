"""Word documents to pieces, by python-docx and, where that passes content over, by their XML."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace

import docx
from docx.document import Document
from docx.opc.part import Part
from lxml import etree

from forumbot.archive.formats.alt_texts import AltTexts
from forumbot.archive.formats.bullets import parted_items, shown_bullet, split_bullet
from forumbot.archive.formats.footnotes import RAISED
from forumbot.archive.formats.office import (
    chart_pieces,
    diagram_pieces,
    resolve_alternates,
    sensible_title,
)
from forumbot.archive.formats.parsed import RUNNING, Parsed, with_dates
from forumbot.archive.formats.registry import WORD_DOCUMENT
from forumbot.archive.formats.struck import Struck
from forumbot.archive.formats.word.layout import (
    Line,
    is_layout,
    lines_of_cell,
    running_text,
    settled,
    unrepeated,
)
from forumbot.archive.formats.word.styles import (
    MAX_LEVEL,
    NumberedAs,
    Numbering,
    Style,
    Styles,
    W,
    is_on,
    value,
    whole,
)
from forumbot.archive.formats.word.tables import Merged, WordCell, table_lines
from forumbot.archive.formats.word.text import RunningText, RunReader, is_prompt
from forumbot.archive.formats.zipped import Package, checked_package, parse_xml
from forumbot.archive.layout import BlockKind, Piece
from forumbot.errors import RefusedError

_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_WRAPPERS = frozenset(
    f"{W}{name}" for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag")
)
_CHANGES = tuple(f"{W}{name}" for name in ("ins", "del", "moveTo", "moveFrom"))
_MAX_HEADING_CHARS = 250
_FEW_WORDS = 20
_MAX_NESTING = 12
_OPENING_CHARS = 3_000


def read_docx(raw: bytes) -> Parsed:
    """Headings, paragraphs, items and rows of a Word document in reading order, and its title.

    Footnotes follow the paragraph, or the table, that refers to them. Tracked changes are read as
    accepted. Raises :class:`RefusedError` with the reason for a file that cannot be read.
    """
    package = checked_package(raw, WORD_DOCUMENT)
    try:
        return _DocxReader(docx.Document(package.stream), package).parsed()
    except (RefusedError, MemoryError):
        raise
    except Exception as error:
        problem = type(error).__name__
        raise RefusedError(
            f"cannot be read as a Word document ({problem}); open it in Word and save it anew"
        ) from None


class _DocxReader:
    """Reads one document; ``warnings`` gather on the way."""

    def __init__(self, document: Document, package: Package) -> None:
        self.document = document
        self.package = package
        self.part: Part = document.part
        self.styles = Styles(self._related("styles"))
        self.numbering = Numbering(self._related("numbering"), self.styles)
        self.runs = RunReader(self.styles)
        self.notes = {**self._notes("footnote"), **self._notes("endnote")}
        self.noted = 0
        self.open: tuple[etree._Element, RunningText] | None = None
        self.nesting = self.table_depth = 0
        self.deferred: list[tuple[str, str]] = []
        self.warnings: dict[str, None] = {}
        self.running: list[str] = []
        self.struck = Struck()
        self.alt_texts = AltTexts()

    def parsed(self) -> Parsed:
        """Pieces, metadata and warnings of the whole document."""
        body = self.document.element.body
        resolve_alternates(body)
        if next(body.iter(*_CHANGES), None) is not None:
            self._warn("tracked changes are read as accepted")
        lines = list(self.lines(body))
        lines += [line for key in list(self.notes) for line in self._note(key)]
        lines = [*self._headers(lines), *lines]
        pieces, left_out = settled(lines)
        if left_out:
            self._warn(f"table of contents left out ({left_out} lines)")
        self._warn_of_unread(pieces)
        for warning in self.struck.warnings():
            self._warn(warning)
        opening = "\n".join(piece.text for piece in pieces)[:_OPENING_CHARS]
        title = sensible_title(self.document.core_properties.title, opening)
        metadata: dict[str, object] = {"title": title} if title else {}
        if dated := with_dates(self.running):
            metadata[RUNNING] = dated
        return Parsed(pieces, metadata, tuple(self.warnings))

    def _warn(self, warning: str) -> None:
        self.warnings[warning] = None

    def _warn_of_unread(self, pieces: Iterable[Piece]) -> None:
        names = self.package.names
        if any(name.startswith("word/comments") for name in names):
            self._warn("comments are left out")
        embedded = sum(name.startswith("word/embeddings/") for name in names)
        if embedded:
            self._warn(
                f"{embedded} embedded {'file is' if embedded == 1 else 'files are'} not read"
            )
        pictures = any(name.startswith("word/media/") for name in names)
        words = sum(len(piece.text.split()) for piece in pieces)
        if pictures and words < _FEW_WORDS:
            self._warn("pictures and hardly any text: likely scanned")

    def _related(self, kind: str) -> etree._Element | None:
        """The XML of the first part that the document has of a kind such as ``styles``."""
        for link in self.part.rels.values():
            if link.reltype.rpartition("/")[2] == kind:
                return self._target(link.rId)
        return None

    def _target(self, relation_id: str) -> etree._Element | None:
        link = self.part.rels.get(relation_id)
        if link is None:
            return None
        root = parse_xml(link.target_part.blob)
        resolve_alternates(root)
        return root

    def _notes(self, kind: str) -> dict[tuple[str, str], etree._Element]:
        root = self._related(f"{kind}s")
        return {
            (kind, note.get(f"{W}id", "")): note
            for note in ([] if root is None else root)
            if note.get(f"{W}type", "normal") == "normal"
        }

    def lines(self, holder: etree._Element) -> Iterator[Line]:
        """The lines of the body, of a cell, a text box or a note."""
        for node in holder:
            if node.tag == f"{W}p":
                yield from self._paragraph(node)
            elif node.tag == f"{W}tbl":
                yield from self._table(node)
            elif node.tag in _WRAPPERS and not is_prompt(node):
                gallery = value(node, "sdtPr/docPartObj/docPartGallery")
                is_contents = gallery == "Table of Contents"
                for line in self.lines(node):
                    yield replace(line, is_contents=True) if is_contents else line
            elif node.tag == f"{W}altChunk":
                self._warn("an embedded document is not read")
        if self.open is not None:
            (last, running), self.open = self.open, None
            yield from self._closed(last, running)

    def _paragraph(self, node: etree._Element) -> Iterator[Line]:
        _, running = self.open or (node, RunningText())
        self.open = None
        self.runs.read(node, running)
        if node.find(f"{W}pPr/{W}rPr/{W}del") is not None:
            self.open = node, running  # its end was deleted: the next paragraph goes on with it
        else:
            yield from self._closed(node, running)

    def _closed(self, node: etree._Element, running: RunningText) -> Iterator[Line]:
        """The line of a paragraph that is complete, and what hangs on it."""
        if running.hides:
            self._warn("hidden text is left out")
        yield from _parted(self._line(node, running))
        for box in running.boxes:
            with self._nested():
                yield from (replace(line, is_boxed=True) for line in self.lines(box))
        for relation_id in running.drawn:
            yield from self._drawn(relation_id)
        for piece in filter(None, map(self.alt_texts.piece, running.pictures)):
            yield Line(piece)
        if self.table_depth:
            self.deferred += running.notes
        else:
            yield from (line for key in running.notes for line in self._note(key))

    @contextmanager
    def _nested(self) -> Iterator[None]:
        self.nesting += 1
        if self.nesting > _MAX_NESTING:
            raise RefusedError(
                f"tables or text boxes nested deeper than {_MAX_NESTING}; nest them less"
            )
        yield
        self.nesting -= 1

    def _line(self, node: etree._Element, running: RunningText) -> Line:
        style = self.styles.of(node)
        return Line(
            self._piece(node, style, self.struck.without(running.text)),
            size=running.size,
            is_bold=running.is_bold,
            is_underlined=running.is_underlined,
            is_contents=style.is_contents,
            is_title=style.is_title,
            is_caption=style.is_caption,
        )

    def _piece(self, node: etree._Element, style: Style, text: str) -> Piece:
        numbered = _numbered_as(node, style)
        marker = self.numbering.marker(numbered) if numbered else None
        heading = _heading_level(node, style)
        if heading is not None and len(text) <= _MAX_HEADING_CHARS:
            label = f"{marker} " if marker and marker != "•" and text.strip() else ""
            return Piece(BlockKind.HEADING, label + " ".join(text.split()), min(heading, 6))
        kind, level = style.listed or (None, 0)
        if numbered and marker is not None:
            level = max(level, numbered.level)
        if marker or (marker is None and kind in ("bullet", "number")):
            return Piece(BlockKind.ITEM, text.replace("\n", " "), level, marker or "•")
        if marker == "" or kind:
            return Piece(BlockKind.PARAGRAPH, text, level + 1)
        bullet = split_bullet(text)
        if bullet:
            return Piece(BlockKind.ITEM, bullet[1].replace("\n", " "), 0, shown_bullet(bullet[0]))
        return Piece(BlockKind.PARAGRAPH, text)

    def _drawn(self, relation_id: str) -> Iterator[Line]:
        link = self.part.rels.get(relation_id)
        if link is None:
            return
        is_chart = link.reltype.endswith("/chart")
        pieces = chart_pieces if is_chart else diagram_pieces
        yield from (Line(piece) for piece in pieces(link.target_part.blob))

    def _note(self, key: tuple[str, str]) -> Iterator[Line]:
        """The lines of a note, once, its number before the first."""
        note = self.notes.pop(key, None)
        if note is None:
            return
        self.noted += 1
        mark = f"{self.noted}".translate(RAISED)
        lines = [line for line in self.lines(note) if line.piece.text.strip()]
        for line in lines:
            text = f"{mark} {line.piece.text.strip()}"
            yield Line(replace(line.piece, kind=BlockKind.PARAGRAPH, text=text, level=0))
            mark = ""

    def _table(self, table: etree._Element) -> Iterator[Line]:
        self.table_depth += 1
        with self._nested():
            rows: list[list[WordCell]] = []
            for row in _parts(table, "tr"):
                if row.find(f"{W}trPr/{W}del") is not None:
                    continue
                rows.append(self._row(row))
                if is_layout([list(cell.lines) for cell in rows[-1]]):
                    layout = rows.pop()
                    yield from table_lines(rows)
                    yield from (line for cell in layout for line in cell.lines)
                    rows = []
            yield from table_lines(rows)
        self.table_depth -= 1
        if not self.table_depth:
            deferred, self.deferred = self.deferred, []
            yield from (line for key in deferred for line in self._note(key))

    def _row(self, row: etree._Element) -> list[WordCell]:
        before = whole(value(row, "trPr/gridBefore")) or 0
        cells = [WordCell(across=before)] if before else []
        for cell in _parts(row, "tc"):
            if cell.find(f"{W}tcPr/{W}cellDel") is not None:
                continue
            found = tuple(lines_of_cell(self.lines(cell)))
            merged = _merges_into(cell)
            across = whole(value(cell, "tcPr/gridSpan")) or 1
            is_name = is_on(row, "trPr/tblHeader") is True
            cells.append(WordCell(() if merged else found, across, merged, is_name=is_name))
        return cells

    def _headers(self, lines: list[Line]) -> list[Line]:
        """The first page's header, as far as its text stands nowhere else; others are named."""
        kept: list[Line] = []
        there = running_text(lines)
        for relation_id, is_kept in self._running_parts().items():
            part = self._target(relation_id)
            found = [] if part is None else unrepeated(self.lines(part), there)
            if is_kept:
                kept += found
            else:
                self._warn_of_running(found)
        return kept

    def _running_parts(self) -> dict[str, bool]:
        """Headers and footers by relationship, and whether they are the first page's header."""
        parts: dict[str, bool] = {}
        for place, section in enumerate(self.document.element.body.iter(f"{W}sectPr")):
            opens = place == 0 and is_on(section, "titlePg") is True
            for reference in section.iterchildren(f"{W}headerReference", f"{W}footerReference"):
                is_first = opens and reference.get(f"{W}type") == "first"
                is_kept = is_first and reference.tag == f"{W}headerReference"
                parts.setdefault(reference.get(f"{_RELATION}id", ""), is_kept)
        return parts

    def _warn_of_running(self, found: list[Line]) -> None:
        for line in found[:_FEW_WORDS]:
            words = " ".join(line.piece.text.split())
            self.running.append(words)
            self._warn(f"running header or footer left out: {words[:80]!r}")


def _parted(line: Line) -> Iterator[Line]:
    """A line, or those of its paragraph that begin with bullets or count up as items."""
    piece = line.piece
    if piece.kind is not BlockKind.PARAGRAPH or "\n" not in piece.text:
        yield line
        return
    for marker, lines in parted_items(piece.text.split("\n")):
        text = "\n".join(lines)
        own = Piece(BlockKind.ITEM, text, piece.level, marker) if marker else None
        yield replace(line, piece=own or replace(piece, text=text))


def _parts(holder: etree._Element, name: str) -> Iterator[etree._Element]:
    """The rows of a table or the cells of a row, within whatever wrappers."""
    for node in holder:
        if node.tag == f"{W}{name}":
            yield node
        elif node.tag in _WRAPPERS:
            yield from _parts(node, name)


def _merges_into(cell: etree._Element) -> Merged | None:
    """Into which neighbour a cell is merged, None where it stands for itself."""
    for name, way in (("hMerge", Merged.LEFT), ("vMerge", Merged.ABOVE)):
        merge = value(cell, f"tcPr/{name}")
        if merge is not None and merge != "restart":
            return way
    return None


def _heading_level(paragraph: etree._Element, style: Style) -> int | None:
    own = whole(value(paragraph, "pPr/outlineLvl"))
    if own is None:
        return style.heading_level
    return own + 1 if own <= MAX_LEVEL else None


def _numbered_as(paragraph: etree._Element, style: Style) -> NumberedAs | None:
    """The list that a paragraph names itself, else that of its style; a list of 0 is none."""
    own = paragraph.find(f"{W}pPr/{W}numPr")
    if own is None and style.numbered_as is None:
        return None
    by_style = style.numbered_as or NumberedAs("0", 0)
    num_id = value(own, "numId") or by_style.num_id
    level = whole(value(own, "ilvl"))
    if level is None:
        level = by_style.level if by_style.num_id == num_id else 0
    return NumberedAs(num_id, level) if num_id != "0" else None
