"""The bytes of a PDF to pages of words and rules, by PDFium."""

import logging
import re
from collections.abc import Iterator, Set
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from forumbot.archive.formats.pdf.covered import covered_texts
from forumbot.archive.formats.pdf.dots import set_bullets
from forumbot.archive.formats.pdf.figures import figure_texts
from forumbot.archive.formats.pdf.fonts import GlyphNames
from forumbot.archive.formats.pdf.glyphs import read_words
from forumbot.archive.formats.pdf.graphics import read_graphics
from forumbot.archive.formats.pdf.page import Area, Frame, Page
from forumbot.archive.formats.pdf.pictures import grey_map_of, look_of
from forumbot.archive.formats.pdf.scans import LONGEST
from forumbot.archive.formats.pdf.underlines import set_underlined
from forumbot.archive.formats.tesseract import INCH
from forumbot.errors import RefusedError

MAX_PAGES = 2_000
MAX_CHARS = 8_000_000
# Set by hand: one or two turned lines are a stamp or the name of an axis.
_FEWEST_TURNED, _NEARLY_ALL = 3, 0.9
_MAX_OUTLINE_ENTRIES, _MAX_ANNOTATIONS = 2_000, 1_000
_PASSWORD, _SECURITY = 4, 5
_LABEL = re.compile(r"[^\W_](?:[^\W_]|[ .–-]){0,11}")


@dataclass(frozen=True, slots=True)
class Bookmark:
    """An entry of a PDF's outline: its depth from 0, its words, its page from 1."""

    depth: int
    title: str
    page: int


class PdfFile:
    """An open PDF; PDFium is not safe for threads, so use one at a time in a process.

    Raises :class:`RefusedError` with the reason where the bytes cannot be read as one.
    """

    def __init__(self, raw: bytes) -> None:
        _check_ends(raw)
        self._document = _open(raw)
        self._names = GlyphNames(self._document)
        if len(self._document) > MAX_PAGES:
            raise RefusedError(
                f"has {len(self._document):,} pages, more than {MAX_PAGES:,}; split it"
            )
        if not len(self._document):
            raise RefusedError("is damaged: a PDF without pages; fetch it again")

    def __enter__(self) -> "PdfFile":
        return self

    def __exit__(self, *_: object) -> None:
        self._document.close()

    def __len__(self) -> int:
        return len(self._document)

    @property
    def title(self) -> str:
        """The title in the document information, empty where there is none."""
        try:
            return str(self._document.get_metadata_value("Title") or "").strip()
        except UnicodeError:
            return ""

    def pages(self) -> Iterator[Page | None]:
        """Every page in turn, None for one that is damaged; 8,000,000 characters at most."""
        letters = 0
        for number in range(1, len(self._document) + 1):
            page = self._page(number)
            letters += sum(len(word.text) for word in page.words) if page is not None else 0
            if letters > MAX_CHARS:
                raise RefusedError(f"holds more than {MAX_CHARS:,} characters of text; split it")
            yield page

    def outline(self) -> list[Bookmark]:
        """The bookmarks that lead to a page of the document, among the first 2,000."""
        entries: list[Bookmark] = []
        for bookmark in islice(self._document.get_toc(), _MAX_OUTLINE_ENTRIES):
            target = bookmark.get_dest()
            index = target.get_index() if target is not None else None
            if index is None or index < 0:
                continue
            with suppress(UnicodeError):
                entries.append(Bookmark(bookmark.level, bookmark.get_title(), index + 1))
        return entries

    def page_labels(self) -> tuple[str, ...]:
        """The numbers that are printed on the pages; none where each is that of the page.

        A label of other signs than letters, figures, points and dashes is left empty.
        """
        count = min(len(self._document), MAX_PAGES)
        labels = [self._label(index) for index in range(count)]
        kept = tuple(label if _LABEL.fullmatch(label) else "" for label in labels)
        is_told = any(label not in ("", str(at)) for at, label in enumerate(kept, start=1))
        return kept if is_told else ()

    def picture(self, number: int) -> bytes:
        """A page in grey, for its words to be recognised; empty where it cannot be drawn."""
        from pypdfium2 import PdfiumError

        try:
            return grey_map_of(self._document[number - 1], longest=LONGEST, inch=INCH)
        except PdfiumError:
            return b""

    def look(self, number: int) -> Any:
        """A page in grey, to tell what its pictures show; None where it cannot be drawn."""
        from pypdfium2 import PdfiumError

        try:
            return look_of(self._document[number - 1])
        except (PdfiumError, ValueError):
            return None

    def _label(self, index: int) -> str:
        try:
            return str(self._document.get_page_label(index)).strip()
        except (UnicodeError, ValueError):
            return ""

    def _page(self, number: int) -> Page | None:
        from pypdfium2 import PdfiumError

        try:
            handle = self._document[number - 1]
            if _show_fields(handle):
                handle.close()
                handle = self._document[number - 1]
            page = Page(number, *handle.get_size())
            frame = _frame(handle)
            covered = covered_texts(handle, frame)
            read_words(handle, page, frame, self._names, covered)
            read_graphics(handle, page, frame)
            page.figures = figure_texts(handle)
            set_bullets(page)
            if any(rule.horizontal for rule in page.rules):
                set_underlined(page, _links(handle, frame))
            if len(page.turned) >= _FEWEST_TURNED:
                self._turn(handle, page, frame, covered)
            handle.close()
        except PdfiumError:
            return None
        return page

    def _turn(self, handle: Any, page: Page, frame: Frame, covered: Set[int]) -> None:
        """Read what is set sideways as it reads when the page is turned, if that is all of it."""
        turned = [
            replace(frame, rotation=(frame.rotation + quarter) % 360) for quarter in (90, 270)
        ]
        views: list[Page] = []
        for view in turned:
            found = Page(page.number, page.height, page.width)
            read_words(handle, found, view, self._names, covered)
            if found.words:
                read_graphics(handle, found, view)
                found.turned = []
                views.append(found)
        letters = sum(len(word.text) for view in views for word in view.words)
        if letters >= _NEARLY_ALL * sum(len(line.text.replace(" ", "")) for line in page.turned):
            page.sideways, page.turned = views, []


def _check_ends(raw: bytes) -> None:
    if b"%PDF-" not in raw[:1024]:
        raise RefusedError("is not a PDF, whatever its name says; give it its proper suffix")
    _, mark, rest = raw.rpartition(b"%%EOF")
    if not mark or re.search(rb"\bobj\b|\bstream\b", rest):
        raise RefusedError("is truncated: the end of the PDF is missing; fetch it again")


def _open(raw: bytes) -> Any:
    import pypdfium2

    # What it has to say of a file's outline would stand between our own lines.
    logging.getLogger("pypdfium2").setLevel(logging.CRITICAL)
    try:
        return pypdfium2.PdfDocument(raw)
    except pypdfium2.PdfiumError as error:
        code = getattr(error, "err_code", None)
        # Of a damaged file the library may give the code of the one before it.
        if code == _PASSWORD and b"/Encrypt" in raw:
            reason = "is encrypted and needs a password; save it without one"
        elif code == _SECURITY:
            reason = "is encrypted in a way that cannot be read; save it without encryption"
        else:
            reason = "is damaged: it cannot be read as a PDF; fetch it again"
        raise RefusedError(reason) from None


def _show_fields(page: Any) -> bool:
    """Make what stands in form fields and notes on the page part of its text.

    Whether there was any: the page has to be loaded anew then.
    """
    import pypdfium2.raw as pdfium

    visible = (pdfium.FPDF_ANNOT_FREETEXT, pdfium.FPDF_ANNOT_WIDGET, pdfium.FPDF_ANNOT_STAMP)
    for index in range(min(pdfium.FPDFPage_GetAnnotCount(page), _MAX_ANNOTATIONS)):
        annotation = pdfium.FPDFPage_GetAnnot(page, index)
        subtype = pdfium.FPDFAnnot_GetSubtype(annotation)
        pdfium.FPDFPage_CloseAnnot(annotation)
        if subtype in visible:
            pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY)
            return True
    return False


def _links(page: Any, frame: Frame) -> list[Area]:
    """The parts of an open page that are links, 1,000 at most."""
    import pypdfium2.raw as pdfium

    areas: list[Area] = []
    box = pdfium.FS_RECTF()
    for index in range(min(pdfium.FPDFPage_GetAnnotCount(page), _MAX_ANNOTATIONS)):
        annotation = pdfium.FPDFPage_GetAnnot(page, index)
        is_link = pdfium.FPDFAnnot_GetSubtype(annotation) == pdfium.FPDF_ANNOT_LINK
        if is_link and pdfium.FPDFAnnot_GetRect(annotation, box):
            xs, ys = zip(
                frame.place(box.left, box.bottom), frame.place(box.right, box.top), strict=True
            )
            areas.append(Area(min(xs), max(xs), min(ys), max(ys)))
        pdfium.FPDFPage_CloseAnnot(annotation)
    return areas


def _frame(page: Any) -> Frame:
    """What is shown of a page, whose boxes may be those of the pages above it in the file."""
    left, bottom, right, top = page.get_bbox()
    return Frame(left, bottom, right, top, page.get_rotation() % 360)
