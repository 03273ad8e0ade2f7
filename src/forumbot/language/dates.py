"""Dates in running text, read as Europeans write them: the day before the month."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from babel.dates import get_day_names, get_month_names

_LANGUAGES = ("en", "de", "fr", "nl", "es", "it", "pt", "sv", "da", "fi", "pl", "ro", "hu")
_YEARS = range(1900, 2100)
_TO = (
    r"(?<![^\W\d_])(?:to|and|until|till|through|bis|und|au|et|t/m|tot|en|al|y|e|i|och)(?![^\W\d_])"
)
_UNTIL = re.compile(
    r"\s*(?:[-–—]|to|until|till|through|bis(?:\s+zum)?|au|t/m|tot(?:\s+en\s+met)?|al)\s*"
)
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_BEFORE_YEAR, _AFTER_YEAR = 120, 16
_LONGEST_SPAN = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class FoundDate:
    """One date or span of days at ``text[start:end]``; ``first == last`` for a single day."""

    first: date
    last: date
    start: int
    end: int


def find_dates(text: str) -> list[FoundDate]:
    """Every full date (day, month and year) in the text, in order.

    Read are ``15 November 2018``, ``14-16 May 2019``, ``15 and 16 May 2019``, ``November 15,
    2018``, ``15. März 2018``, ``2018-11-15``, ``15/09/2021``, ``8-2-2018`` and ``24.01.2022``, the
    month names in thirteen European languages. Two full dates with a dash or "to" between them and
    a month apart at most are one span. Impossible days such as 31 February are passed over; the
    year of a span across its end, as in ``30 December - 2 January 2019``, is that of the last day.
    """
    found: list[FoundDate] = []
    for one in sorted(_candidates(text), key=lambda found: found.start):
        if found and _goes_on(text, found[-1], one):
            found[-1] = FoundDate(found[-1].first, one.last, found[-1].start, one.end)
        else:
            found.append(one)
    return found


def _goes_on(text: str, before: FoundDate, after: FoundDate) -> bool:
    """Whether two full dates are the ends of one span."""
    is_short = timedelta(0) < after.last - before.first <= _LONGEST_SPAN
    return is_short and _UNTIL.fullmatch(text, before.end, after.start) is not None


def _candidates(text: str) -> Iterator[FoundDate]:
    for start, end in _around_years(text):
        taken = bytearray(end - start)
        for pattern in _patterns():
            for match in pattern.finditer(text, start, end):
                place = slice(match.start() - start, match.end() - start)
                found = None if any(taken[place]) else _read(match)
                if found is not None:
                    taken[place] = b"\x01" * (match.end() - match.start())
                    yield found


def _around_years(text: str) -> Iterator[tuple[int, int]]:
    """The stretches in which a date can stand, as every date has its year."""
    stretch: tuple[int, int] | None = None
    for year in _YEAR.finditer(text):
        start, end = max(year.start() - _BEFORE_YEAR, 0), year.end() + _AFTER_YEAR
        if stretch is not None and start <= stretch[1]:
            stretch = (stretch[0], end)
            continue
        if stretch is not None:
            yield stretch
        stretch = (start, end)
    if stretch is not None:
        yield stretch[0], min(stretch[1], len(text))


def _read(match: re.Match[str]) -> FoundDate | None:
    groups = match.groupdict()
    year, month = int(groups["year"]), _month(groups["month"])
    first_month = _month(groups["first_month"]) if groups.get("first_month") else month
    day, first_day = int(groups["day"]), int(groups.get("first_day") or groups["day"])
    first_year = year - 1 if first_month > month else year
    try:
        last = date(year, month, day)
        first = date(first_year, first_month, first_day)
    except ValueError:
        return None
    if year not in _YEARS or first > last:
        return None
    return FoundDate(first, last, match.start(), match.end())


def _month(word: str) -> int:
    """The number of a month, 0 for a word that only the pattern takes for one (``Aprıl``)."""
    return int(word) if word.isdigit() else _month_names().get(word.casefold().rstrip("."), 0)


@lru_cache(maxsize=1)
def _month_names() -> dict[str, int]:
    names: dict[str, int] = {"sept": 9, "maerz": 3}
    for language in _LANGUAGES:
        for width in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                for number, name in get_month_names(width, context, language).items():
                    names.setdefault(name.casefold().rstrip("."), number)
    return {name: number for name, number in names.items() if len(name) > 2 and name.isalpha()}


def _one_of(words: Iterable[str]) -> str:
    """A pattern for any of the words, longest first, sorted by their first letters for speed."""
    by_letter: dict[str, list[str]] = {}
    for word in sorted(words, key=len, reverse=True):
        by_letter.setdefault(word[0], []).append(re.escape(word[1:]))
    return "|".join(f"{letter}(?:{'|'.join(rest)})" for letter, rest in by_letter.items())


@lru_cache(maxsize=1)
def _weekdays() -> str:
    return _one_of(
        {
            name.casefold().rstrip(".")
            for language in _LANGUAGES
            for width in ("wide", "abbreviated")
            for name in get_day_names(width, "format", language).values()
        }
    )


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(source, re.IGNORECASE) for source in _sources())


def _sources() -> tuple[str, ...]:
    month = _one_of(_month_names())
    name, first_name = rf"(?P<month>{month})\.?", rf"(?P<first_month>{month})\.?"
    suffix = r"(?:st|nd|rd|th|er|º|\.)?"
    day, first = rf"(?P<day>\d{{1,2}}){suffix}", rf"(?P<first_day>\d{{1,2}}){suffix}"
    more = rf"(?:,\s{{0,4}}\d{{1,2}}{suffix}){{0,5}}"
    weekday = rf"(?:(?:{_weekdays()})\.?,?\s{{1,4}}(?:(?:den|the|le)\s{{1,4}})?)?"
    to = rf"\s{{0,4}}(?:[-–—/&+]|{_TO})\s{{0,4}}{weekday}(?:the\s{{1,4}})?"
    space = r"\s{1,4}"
    gap = rf"(?:(?:{space}(?:of|de|del))?{space}|[-/])"
    year = r"(?P<year>\d{4})"
    before_year = rf"(?:,?{space}(?:(?:of|de){space})?|[-/])"
    number, first_number = r"(?P<month>\d{1,2})", r"(?P<first_month>\d{1,2})"
    dash, alone = r"\s{0,2}[-–—]\s{0,2}", r"(?<![\d./-])"
    last = r"(?P<day>\d{1,2})"
    return (
        rf"\b{first}{gap}{first_name}{to}{day}{gap}{name}{before_year}{year}\b",
        rf"\b{first}{more}{to}{day}{gap}{name}{before_year}{year}\b",
        rf"\b{day}{gap}{name}{before_year}{year}\b",
        rf"\b{first_name}{space}{first}{to}{name}{space}{day},?{space}{year}\b",
        rf"\b{name}{space}{first}{more}{to}{day},?{space}{year}\b",
        rf"\b{name}{space}{day},?{space}{year}\b",
        rf"(?<![\d/-]){year}(?P<sep>[/-]){number}(?P=sep){last}(?![\d/-])",
        rf"{alone}{first}(?P<sep>[./]){first_number}\.?{dash}{last}(?P=sep){number}(?P=sep){year}(?!\d)",
        rf"{alone}{first}{dash}{last}(?P<sep>[./]){number}(?P=sep){year}(?!\d)",
        rf"{alone}{last}(?P<sep>[./-]){number}(?P=sep){year}(?!\d)",
    )
