"""Pages that are pictures: the words that tesseract recognises, where they stand."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from statistics import fmean, mean, median
from typing import NamedTuple

from forumbot.archive.formats.pdf.page import Area, Page, Word
from forumbot.archive.formats.pdf.worded import Look, holds, worded_pictures
from forumbot.archive.formats.tesseract import (
    Allowance,
    called,
    engine,
    languages,
    learnt,
    stated,
    version,
    word_table,
)
from forumbot.language.detection import detect_languages

LONGEST = 4_000
_MIN_SCAN_SHARE = 0.3
# Set by hand: what is stamped on copies, a page number or where they were fetched, stands in the
# outer tenth of the page, above or below; a picture of less than most of it is one on a slide.
_MOST_STAMPED, _MARGIN, _STAMPED_SHARE = 25, 0.1, 0.75
_FEWEST_SHOWN = 8  # words in a picture beside a text, set by hand: fewer are a logo or a label
_ONE_HIDDEN = "a picture seems to hold text and is"
# Of 100, by looking at a few scans and drawings: below the first a word is noise, a line whose
# words come to less than the second together is a part of a drawing, and a page of less than the
# third is a drawing or too poor a copy to quote. Words of these signs alone are ruled lines.
_NOISE, _POOR_LINE, _POOR = 20, 50, 60
_RULED = frozenset("|[]{}_—¦")
# Set by hand: a shorter page, as a title, does not tell the languages of those that follow.
_TELLING_CHARS = 200
_HANGING = frozenset("gjpqyQ,;()[]{}|/_")
# Capital letters are some seven tenths of the type size; lines that differ less are of one size.
_CAPITALS = 0.72
_ALIKE = 0.2


@dataclass(frozen=True, slots=True)
class Recognition:
    """What became of the pages that are pictures, by their numbers.

    ``illegible`` are those of which tesseract is too unsure to quote it: drawings, poor copies.
    ``shown`` are pages of text with pictures of text that were read, ``hidden`` those whose were
    not, once for each picture.
    """

    done: tuple[int, ...] = ()
    left: tuple[int, ...] = ()
    illegible: tuple[int, ...] = ()
    shown: tuple[int, ...] = ()
    hidden: tuple[int, ...] = ()

    @property
    def is_partial(self) -> bool:
        """Whether there was no time for some of them, or tesseract failed over them."""
        return bool(self.left or self.hidden) and engine() is not None

    def warnings(self) -> Iterator[str]:
        """What a maintainer should know of it."""
        if self.done:
            yield f"{named_pages(self.done)} recognised in pictures by tesseract"
        if self.illegible:
            yield f"{named_pages(self.illegible)} a picture in which no words can be made out"
        if self.left and engine() is None:
            yield f"{named_pages(self.left)} scanned and not read: install tesseract"
        elif self.left:
            yield f"{named_pages(self.left)} scanned and not read: raise extraction.seconds"
        if self.shown:
            yield f"{named_pages(self.shown)}: text in pictures read by tesseract"
        if self.hidden:
            pages, count = named_pages(sorted(set(self.hidden))), len(self.hidden)
            remedy = "install tesseract" if engine() is None else "raise extraction.seconds"
            told = f"{count} pictures seem to hold text and are" if count > 1 else _ONE_HIDDEN
            yield f"{pages}: {told} not read: {remedy}"


def is_scan(page: Page) -> bool:
    """Whether a page is a picture, without text but what is stamped above or below it."""
    least = _STAMPED_SHARE if page.words else _MIN_SCAN_SHARE
    is_picture = page.image_share > least and not (page.turned or page.sideways)
    upper, lower = _MARGIN * page.height, (1 - _MARGIN) * page.height
    are_stamps = all(word.bottom < upper or word.top > lower for word in page.words)
    return is_picture and len(page.words) <= _MOST_STAMPED and are_stamps


def recognise(
    pages: Sequence[Page], draw: Callable[[int], bytes], look: Look = lambda _number: None
) -> Recognition:
    """Put the words of the pages that are pictures where they stand on them.

    ``draw`` gives a picture of a page by its number, ``look`` a small one: pictures of text on
    other pages are ``shown`` by these. Pages that no time is left for stay as they are.
    """
    scans = [page for page in pages if is_scan(page)]
    others = [page for page in pages if page.words and not is_scan(page)]
    worded = worded_pictures(others, look)
    if not (scans or worded) or not version():
        hidden = (number for number, areas in worded.items() for _area in areas)
        return Recognition(left=tuple(page.number for page in scans), hidden=tuple(hidden))
    found: dict[str, list[int]] = {"done": [], "left": [], "illegible": []}
    reader = _ScanReader(Allowance.for_a_file())
    for page in scans:
        words = reader.words(draw(page.number), page)
        is_legible = _is_legible(words or ())
        stamps = page.words
        if is_legible:
            read = (one.word for one in words or () if one.is_clear)
            page.words = [*stamps, *(word for word in read if not _is_among(word, stamps))]
        if words is None:
            found["left"].append(page.number)
        elif is_legible:
            found["done"].append(page.number)
        elif words and not stamps:  # with a number on it, a page is as likely a photograph
            found["illegible"].append(page.number)
    for page in others:
        areas = worded.get(page.number, [])
        words = reader.words(draw(page.number), page) if areas else []
        if words is None:
            found.setdefault("hidden", []).extend([page.number] * len(areas))
        elif _show(words, page, areas):
            found.setdefault("shown", []).append(page.number)
    return Recognition(**{kind: tuple(numbers) for kind, numbers in found.items()})


def _show(words: "Sequence[_Read]", page: Page, areas: Sequence[Area]) -> bool:
    """Keep what is legible in some pictures of a page; whether anything is."""
    for area in areas:
        own = [one for one in words if holds(area, one.word.x0, one.word.baseline)]
        clear = [one.word for one in own if one.is_clear and not _is_among(one.word, page.words)]
        if _is_legible(own) and len(clear) >= _FEWEST_SHOWN:
            page.shown.append(Page(page.number, page.width, page.height, words=clear))
    return bool(page.shown)


class _ScanReader:
    """Reads the scans of one file, in the languages that the first page turns out to be in.

    That costs a third of the time that six languages at once do, and fewer words are taken for
    those of another language.
    """

    def __init__(self, allowance: Allowance) -> None:
        self._allowance = allowance
        self._languages = stated() or (languages() if len(learnt()) == 1 else ())

    def words(self, picture: bytes, page: Page) -> "list[_Read] | None":
        """The words of a page; None where no time is left for it."""
        if self._languages:
            return self._read(picture, page, self._languages)
        first = languages()[:1]
        found = self._read(picture, page, first)
        text = " ".join(one.word.text for one in found or ())
        told = detect_languages(text)
        is_told = found is not None and _is_legible(found) and told.is_certain
        wanted = called([told.main, *told.others]) if is_told else languages()
        if is_told and len(text) >= _TELLING_CHARS:
            self._languages = wanted or languages()
        return found if wanted in ((), first) else self._read(picture, page, wanted)

    def _read(self, picture: bytes, page: Page, known: Sequence[str]) -> "list[_Read] | None":
        table = word_table(picture, self._allowance, known)
        return None if table is None else list(words_of(table, page))


def _is_among(word: Word, others: Sequence[Word]) -> bool:
    """Whether a word that was recognised is one of those that the page has as text."""
    x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
    return any(one.x0 <= x <= one.x1 and one.top <= y <= one.bottom for one in others)


def _is_legible(words: "Sequence[_Read]") -> bool:
    """Whether tesseract is sure enough of a page's words to quote them."""
    return bool(words) and mean(one.sure for one in words) >= _POOR


@dataclass(frozen=True, slots=True)
class _Found:
    """A word in pixels from the upper left corner of the picture, and the line that it is of."""

    line: tuple[str, ...]
    left: int
    top: int
    width: int
    height: int
    sure: float
    text: str


class _Read(NamedTuple):
    """A word in points, how sure tesseract is of it, and whether it is no part of a drawing."""

    word: Word
    sure: float
    is_clear: bool


def words_of(table: str, page: Page) -> Iterator[_Read]:
    """The words of a page in reading order, by the table that tesseract makes of its picture."""
    rows = [row.split("\t") for row in table.splitlines()[1:]]
    widths = (row[8] for row in rows if row[0] == "1" and len(row) > 8)
    width = next((int(told) for told in widths if told.isdecimal()), 0)
    found = [one for row in rows if (one := _found(row)) is not None]
    sized = list(_sized(found))
    usual = median([one.size for one in sized for _word in one.words] or [1])
    scale = page.width / max(width, 1)
    order = 0
    for line in sized:
        size = usual if abs(line.size - usual) <= _ALIKE * usual else line.size
        for one in line.words:
            order += 1
            word = Word(
                one.text, one.left * scale, (one.left + one.width) * scale, line.baseline * scale,
                round(size * scale, 1), spaced=True, order=order,
            )  # fmt: skip
            yield _Read(word, one.sure, line.is_clear)


class _Sized(NamedTuple):
    """What can be made out on a line, where it stands and how large, in pixels."""

    words: list[_Found]
    baseline: float
    size: float
    is_clear: bool


def _sized(found: Sequence[_Found]) -> Iterator[_Sized]:
    for _key, line in groupby(found, key=lambda one: one.line):
        every = list(line)
        words = [one for one in every if one.sure >= _NOISE and not _RULED.issuperset(one.text)]
        if words:
            is_clear = (
                fmean([one.sure for one in every], [len(one.text) for one in every]) >= _POOR_LINE
            )
            yield _Sized(words, *_look(words), is_clear)


def _found(row: list[str]) -> _Found | None:
    if len(row) < 12 or row[0] != "5" or not row[11].strip():
        return None
    try:
        left, top, width, height = map(int, row[6:10])
        sure = float(row[10])
    except ValueError:
        return None
    return _Found(tuple(row[2:5]), left, top, width, height, sure, row[11].strip())


def _look(line: list[_Found]) -> tuple[float, float]:
    """The baseline of a line and the type size of its letters, in pixels."""
    standing = [one.top + one.height for one in line if not _HANGING & set(one.text)]
    lowest = max(one.top + one.height for one in line)
    highest = min(one.top for one in line)
    baseline = median(standing) if standing else lowest - 0.2 * (lowest - highest)
    return baseline, max(baseline - highest, 1) / _CAPITALS


def named_pages(numbers: Sequence[int]) -> str:
    """Page numbers in words: "page 3", "pages 3-5, 8"."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    parts = [str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs]
    return f"page{'s' * (len(numbers) > 1)} {', '.join(parts)}"
