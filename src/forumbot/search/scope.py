"""What a question says of the documents it is about: which forum, which year, season or day."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from forumbot.archive.documents import Document
from forumbot.language.dates import find_dates, month_names
from forumbot.language.forum_names import named_edition
from forumbot.language.table import derived

Span = tuple[date, date]
"""The first and the last day."""


@dataclass(frozen=True, slots=True)
class NamedEdition:
    """A forum by its number; ``words`` say it in English."""

    number: int

    @property
    def words(self) -> str:
        """As in ``the 3rd forum``."""
        tens = self.number % 100 in (11, 12, 13)
        suffix = "th" if tens else {1: "st", 2: "nd", 3: "rd"}.get(self.number % 10, "th")
        return f"the {self.number}{suffix} forum"

    def fits(self, document: Document) -> bool:
        """Whether a document is of that forum."""
        return document.edition == self.number


@dataclass(frozen=True, slots=True)
class NamedTime:
    """Some days, months, seasons or years; ``words`` are those of the question."""

    words: str
    spans: tuple[Span, ...]

    def fits(self, document: Document) -> bool:
        """Whether what a document reports on, its publication, or its title is of that time."""
        return any(
            first <= last_of and first_of <= last
            for first_of, last_of in document_spans(document)
            for first, last in self.spans
        )


Named = NamedEdition | NamedTime


def named_in(question: str) -> tuple[Named, ...]:
    """The forum and the time that a question names; times are read in en, de, fr and nl.

    Read are full dates, months and seasons with their year, and years: ``in March 2019``, ``the
    2019 report``, ``im Frühjahr 2019``. Left out is a time that is likelier what a document speaks
    of than when it was made: the ends of a range, and what stands behind "by", "until", "since",
    "before", "after" or "for".
    """
    edition = named_edition(question)
    times = sorted(_times(question))
    found: list[Named] = [] if edition is None else [NamedEdition(edition)]
    if times:
        words = " and ".join(dict.fromkeys(question[start:end] for start, end, _spans in times))
        spans = tuple(span for _start, _end, spans in times for span in spans)
        found.append(NamedTime(words, spans))
    return tuple(found)


def without_times(question: str) -> str:
    """The question without the times that :func:`named_in` finds, and what leads to them."""
    rest = question
    for start, end, _spans in sorted(_times(question), reverse=True):
        before = _LEADING.sub("", rest[:start])
        rest = before + rest[end:]
    return rest


def document_spans(document: Document) -> tuple[Span, ...]:
    """When the event of a document was held, and when it came out; else the time in its title."""
    found: list[Span] = []
    if document.held_on is not None:
        found.append((document.held_on, document.held_until or document.held_on))
    if document.published_on is not None:
        found.append((document.published_on, document.published_on))
    return tuple(found) or _title_spans(document.title)


@lru_cache(maxsize=4096)
def _title_spans(title: str) -> tuple[Span, ...]:
    return tuple(span for _start, _end, spans in _times(title) for span in spans)


_ABBREVIATED = 3
_SEASONS = {
    "spring": 3, "frühling": 3, "frühjahr": 3, "printemps": 3, "lente": 3, "voorjaar": 3,
    "summer": 6, "sommer": 6, "été": 6, "zomer": 6,
    "autumn": 9, "fall": 9, "herbst": 9, "automne": 9, "herfst": 9, "najaar": 9,
    "winter": 12, "hiver": 12,
}  # fmt: skip
_YEAR = r"(?P<year>(?:19|20)\d\d)(?![\w/]|[-–]\d|\.\d)"
_OF = r"\s+(?:of\s+|de\s+|d['’]|van\s+)?"
_OF_CONTENT = re.compile(
    r"\b(?:for|by|until|till|since|after|before|between|through|"
    r"für|bis|seit|ab|nach|vor|zwischen|pour|jusqu['’]en|depuis|dès|après|avant|entre|"
    r"voor|sinds|vanaf|na|tussen)\s+"
    r"(?:(?:the|dem|den|die|das|le|la|l['’]|de|het)\s+)?"
    r"(?:(?:end|start|beginning|middle)\s+of\s+|(?:ende|anfang|mitte)\s+|mid-)?$",
    re.IGNORECASE,
)
_LEADING = re.compile(
    r"\s*\b(?:(?:in|on|of|at|from|during|im|am|vom|von|en|du|le|de|van|op)\s+)?"
    r"(?:(?:the|dem|der|le|la|de|het)\s+)?$",
    re.IGNORECASE,
)
_RANGE = re.compile(
    r"\b(?:19|20)\d\d\s*(?:[-–—/]|\b(?:to|until|till|and|bis|und|à|au|et|tot|en)\b)\s*(?:19|20)?\d\d\b"
)


def _times(text: str) -> Iterator[tuple[int, int, tuple[Span, ...]]]:
    """The times in a text, each with where it stands there."""
    taken = [match.span() for match in _RANGE.finditer(text)]
    for start, end, spans in _candidates(text):
        if any(start < other_end and other < end for other, other_end in taken):
            continue
        taken.append((start, end))
        if not _OF_CONTENT.search(text, 0, start):
            yield start, end, spans


def _candidates(text: str) -> Iterator[tuple[int, int, tuple[Span, ...]]]:
    """Full dates, then months and seasons, then years, which may stand within one another."""
    for one in find_dates(text):
        yield one.start, one.end, ((one.first, one.last),)
    for match in _months_and_seasons().finditer(text):
        name, year = match["name"].casefold().rstrip("."), int(match["year"])
        season = _SEASONS.get(name)
        yield (
            *match.span(),
            _season(season, year) if season else (_months(_month_names()[name], 1, year),),
        )
    for match in re.finditer(rf"(?<![\w/.:-]){_YEAR}", text):
        yield *match.span(), (_months(1, 12, int(match["year"])),)


def _season(first_month: int, year: int) -> tuple[Span, ...]:
    """Three months; the winter of a year is the one that ends in it, or the one that begins."""
    if first_month < 12:
        return (_months(first_month, 3, year),)
    return _months(12, 3, year - 1), _months(12, 3, year)


def _months(first_month: int, count: int, year: int) -> Span:
    years, month = divmod(first_month + count - 2, 12)
    last = date(year + years, month + 1, monthrange(year + years, month + 1)[1])
    return date(year, first_month, 1), last


@derived
def _month_names() -> dict[str, int]:
    """The months; those cut short to three letters only where they are words of no sentence."""
    names = {name: month for name, month in month_names().items() if len(name) > _ABBREVIATED}
    return names | month_names("en", "de", "fr", "nl")


@derived
def _months_and_seasons() -> re.Pattern[str]:
    names = sorted({*_month_names(), *_SEASONS}, key=len, reverse=True)
    named = "|".join(map(re.escape, names))
    return re.compile(rf"\b(?P<name>{named})\b\.?,?{_OF}{_YEAR}", re.IGNORECASE)
