"""A PDF as a whole: its pages to pieces, its title, and what a maintainer should know of it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from forumbot.archive.formats.alt_texts import AltTexts
from forumbot.archive.formats.file_names import ENDINGS
from forumbot.archive.formats.parsed import (
    RUNNING,
    Parsed,
    removed_lines,
    running_title,
    with_dates,
)
from forumbot.archive.formats.pdf.blocks import read_blocks
from forumbot.archive.formats.pdf.contents import without_contents
from forumbot.archive.formats.pdf.drafts import BlockDraft, Drafter
from forumbot.archive.formats.pdf.furniture import remove_furniture
from forumbot.archive.formats.pdf.lines import read_lines
from forumbot.archive.formats.pdf.notes import set_notes_apart, set_signs_apart
from forumbot.archive.formats.pdf.page import Line, Page, Word
from forumbot.archive.formats.pdf.page_breaks import join_tables
from forumbot.archive.formats.pdf.reader import PdfFile
from forumbot.archive.formats.pdf.scans import named_pages, recognise
from forumbot.archive.formats.pdf.seams import Seams
from forumbot.archive.formats.pdf.styles import Headings, are_slides, levelled
from forumbot.archive.formats.pdf.tables import find_tables
from forumbot.archive.formats.tesseract import engine
from forumbot.archive.layout import BlockKind, Piece, clean
from forumbot.errors import RefusedError

_MIN_IMAGE_SHARE = 0.3
_FILE_NAME = re.compile(rf"\S+\.(?:{ENDINGS})\b", re.IGNORECASE)
_NO_TITLE = re.compile(
    r"(?:untitled|document|presentation|powerpoint[ -]pr\w+|slide|dia|folie|titel|title|template"
    r"|unbenannt|sans titre|présentation powerpoint|microsoft \w+.*)\W*\d*",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.!?:;…][\"'”’)»]*$")


def read_pdf(raw: bytes) -> Parsed:
    """The pieces of a PDF, its title where it states one that its text bears out, and warnings.

    Raises :class:`RefusedError` with the reason for what is no PDF, truncated, damaged or locked
    with a password, for more than 2,000 pages, and where no page holds text.
    """
    with PdfFile(raw) as file:
        read = list(file.pages())
        outline, title, labels = file.outline(), file.title, file.page_labels()
        recognition = recognise(
            [page for page in read if page is not None], file.picture, file.look
        )
    pages = [view for page in read if page is not None for view in (page, *page.sideways)]
    _check_text(pages, read)
    warnings = [*_warnings(read), *recognition.warnings()]
    slides = are_slides(pages)
    removed = remove_furniture(pages, _words_in_tables(pages), slides=slides)
    warnings += removed_lines(removed)
    lines = [read_lines(page.words) for page in pages]
    seams = Seams(line.text for found in lines for line in found)
    by_page, left_out = without_contents(
        [list(_page_drafts(page, found, seams)) for page, found in zip(pages, lines, strict=True)]
    )
    if left_out:
        warnings.append(f"table of contents left out ({left_out} lines)")
    headings = Headings(pages, [draft for found in by_page for draft in found], outline)
    set_signs_apart(by_page)
    if not slides:
        set_notes_apart(by_page, headings.body)
    pieces = _pieces(pages, by_page, headings, seams, slides=slides)
    metadata = running_title(removed)
    if _is_title(title, pieces):
        metadata["title"] = clean(title)
    if dated := with_dates(removed):
        metadata[RUNNING] = dated
    return Parsed(
        pieces,
        metadata,
        tuple(warnings),
        len(read),
        labels,
        tuple(sorted({*recognition.done, *recognition.shown})),
        recognition.is_partial,
    )


def _check_text(pages: Sequence[Page], read: Sequence[Page | None]) -> None:
    if any(page.words or page.turned for page in pages):
        return
    if not pages:
        raise RefusedError("is damaged: none of its pages can be read; fetch it again")
    scanned = any(page.image_share > _MIN_IMAGE_SHARE for page in pages)
    why = "it is likely a scan and needs OCR" if scanned else "a scan would need OCR"
    why += "" if engine() else " (install tesseract)"
    raise RefusedError(f"holds no text on its {len(read)} page{'s' * (len(read) > 1)}; {why}")


def _words_in_tables(pages: Sequence[Page]) -> dict[int, set[Word]]:
    """By page the words of tables that are more than a letterhead."""
    kept: dict[int, set[Word]] = {}
    for page in pages:
        tables, _ = find_tables(page.words, page.rules)
        large = [table for table in tables if len(table.rows()) > 2]
        words = {word for table in large for cell in table.cells for word in cell.words}
        kept[page.number] = kept.get(page.number, set()) | words
    return kept


def _pieces(
    pages: Sequence[Page],
    by_page: list[list[BlockDraft]],
    headings: Headings,
    seams: Seams,
    *,
    slides: bool,
) -> list[Piece]:
    join_tables(by_page, seams)
    if headings.titles is not None:
        by_page = [_title_first(found, headings.titles) for found in by_page]
    listed = list(_Listing(headings, seams).pieces(pages, by_page))
    return [one.piece for one in listed] if slides else list(_joined(listed, seams))


def _page_drafts(page: Page, lines: Sequence[Line], seams: Seams) -> Iterator[BlockDraft]:
    tables, rest = find_tables(page.words, page.rules)
    outside = read_lines(rest) if tables else lines
    yield from Drafter(page.number, seams).drafts(read_blocks(outside, tables))
    for line in page.turned:
        yield BlockDraft(BlockKind.PARAGRAPH, line.text, page.number)


def _title_first(drafts: list[BlockDraft], titles: set[BlockDraft]) -> list[BlockDraft]:
    return sorted(drafts, key=lambda draft: draft not in titles)


class _Listed(NamedTuple):
    """A piece, whether it is the first of its page, and whether it stands below the text of it."""

    piece: Piece
    opens_page: bool
    is_below: bool


class _Listing:
    """Turns drafts into pieces, remembering how deep the open list is."""

    def __init__(self, headings: Headings, seams: Seams) -> None:
        self.headings = headings
        self.seams = seams
        self.indents: list[float] = []
        self.above: BlockDraft | None = None
        self.alt_texts = AltTexts()

    def pieces(
        self, pages: Iterable[Page], by_page: Iterable[Sequence[BlockDraft]]
    ) -> Iterator[_Listed]:
        """The pieces of all pages, what is said and shown in pictures below the text of each."""
        for page, drafts in zip(pages, by_page, strict=True):
            for place, draft in enumerate(drafts):
                yield _Listed(self._piece(draft), place == 0, draft.is_note)
            for picture in self._pictures(page, drafts):
                yield _Listed(picture, opens_page=False, is_below=True)
            for shown in page.shown:
                for draft in _page_drafts(shown, read_lines(shown.words), self.seams):
                    piece = Piece(draft.kind, draft.text, 0, draft.marker, draft.page)
                    yield _Listed(piece, opens_page=False, is_below=True)

    def _pictures(self, page: Page, drafts: Sequence[BlockDraft]) -> Iterator[Piece]:
        """What is said of the pictures of a page and does not stand on it in words."""
        shown = levelled(" ".join(draft.text for draft in drafts)) if page.figures else ""
        said = (text for text in page.figures if levelled(text) not in shown)
        yield from filter(None, (self.alt_texts.piece(text, page.number) for text in said))

    def _piece(self, draft: BlockDraft) -> Piece:
        level = self.headings.level(draft)
        if level:
            self.indents.clear()
            numbered = draft.marker and draft.marker[0] not in "•"
            text = f"{draft.marker} {draft.text}" if numbered else draft.text
            return Piece(BlockKind.HEADING, " ".join(text.split()), level, page=draft.page)
        if draft.kind is BlockKind.ITEM:
            depth = self._depth(draft)
            return Piece(BlockKind.ITEM, draft.text, depth, draft.marker, draft.page)
        self.indents.clear()
        level = int(draft.names_columns)
        return Piece(draft.kind, draft.text, level, page=draft.page, opens=draft.opens)

    def _depth(self, draft: BlockDraft) -> int:
        """How deep an item stands in its list, which begins anew at the top of another column."""
        x, above = draft.x0, self.above
        if above is not None and above.page == draft.page and above.top > draft.top:
            self.indents.clear()
        self.above = draft
        while self.indents and x < self.indents[-1] - 4:
            self.indents.pop()
        if not self.indents or x > self.indents[-1] + 4:
            self.indents.append(x)
        return len(self.indents) - 1


def _joined(pieces: Iterable[_Listed], seams: Seams) -> Iterator[Piece]:
    """Pieces, a sentence that goes on over the page's end being one again, notes below it."""
    last: Piece | None = None
    notes: list[Piece] = []
    for piece, opens_page, is_below in pieces:
        if is_below and last is None:
            yield piece
            continue
        if is_below:
            notes.append(piece)
            continue
        if last is not None and opens_page and _continues(last, piece):
            text = seams.seam(last.text, piece.text)
            last = Piece(last.kind, text, last.level, last.marker, last.page)
            continue
        if last is not None:
            yield last
            yield from notes
        last, notes = piece, []
    if last is not None:
        yield last
    yield from notes


def _continues(last: Piece, piece: Piece) -> bool:
    if last.kind not in (BlockKind.PARAGRAPH, BlockKind.ITEM):
        return False
    ended = _SENTENCE_END.search(last.text) is not None
    return piece.kind is BlockKind.PARAGRAPH and not ended and piece.text[:1].islower()


def _is_title(title: str, pieces: Sequence[Piece]) -> bool:
    """Whether a stated title is one: no program's or file's name, and its words are in the text."""
    if not 4 <= len(title) <= 300 or _NO_TITLE.fullmatch(title):
        return False
    if "_" in title or _FILE_NAME.search(title):
        return False
    first_pages = " ".join(piece.text for piece in pieces if (piece.page or 0) <= 3).casefold()
    known = set(re.findall(r"\w+", first_pages))
    words = re.findall(r"\w{3,}", title.casefold())
    return bool(words) and sum(word in known for word in words) >= 0.6 * len(words)


def _warnings(read: Sequence[Page | None]) -> Iterator[str]:
    damaged = [number for number, page in enumerate(read, start=1) if page is None]
    if damaged:
        yield f"{named_pages(damaged)} damaged and left out"
    pages = [page for page in read if page is not None]
    empty = [page for page in pages if not (page.words or page.turned or page.sideways)]
    if empty:
        verb = "holds" if len(empty) == 1 else "hold"
        yield f"{named_pages([page.number for page in empty])} {verb} no text"
    scans = [page for page in empty if page.image_share > _MIN_IMAGE_SHARE]
    if 2 * len(scans) > len(pages):
        yield "likely a scan: most pages are images without text; it needs OCR"
    cut = [page.number for page in pages if page.cut_short]
    if cut:
        yield f"{named_pages(cut)}: too many characters, read in part"
    hidden = [page for page in pages if page.covered]
    if hidden:
        count = sum(page.covered for page in hidden)
        where = named_pages([page.number for page in hidden])
        yield f"{where}: text that something is drawn over left out ({count} characters)"
    lost = [page for page in pages if page.unread]
    if lost:
        count = sum(page.unread for page in lost)
        verb = "has" if count == 1 else "have"
        where = named_pages([page.number for page in lost])
        yield (
            f"{where}: {count} character{'s' * (count > 1)} {verb} no meaning in the file's fonts"
            f" and {'is' if count == 1 else 'are'} lost"
        )
