"""Dates in running text, read as Europeans write them: the day before the month."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from forumbot.language.patterns import compiled, one_of, ways
from forumbot.language.table import derived, table, tables

_YEARS = range(1900, 2100)
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
    2018``, ``15. März 2018``, ``2018. november 15``, ``2018-11-15``, ``15/09/2021``, ``8-2-2018``
    and ``24.01.2022``, the month names in every language that has a table. Two full dates with a
    dash or "to" between them and a month apart at most are one span. Impossible days such as 31
    February are passed over; the year of a span across its end, as in ``30 December - 2 January
    2019``, is that of the last day.
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
    return is_short and _until().fullmatch(text, before.end, after.start) is not None


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
    return int(word) if word.isdigit() else month_names().get(word.lower().rstrip("."), 0)


@derived
def month_names(*codes: str) -> dict[str, int]:
    """Each name of a month, as written and without accents, with its number.

    They are those of the languages with these codes; of all that have a table where none is given.
    """
    names: dict[str, int] = {}
    for one in map(table, codes) if codes else tables():
        for number, words in enumerate(one.months, start=1):
            for way in ways(words):
                names.setdefault(way, number)
    return {name: number for name, number in names.items() if len(name) > 2 and name.isalpha()}


def _joining(*keys: str) -> str:
    """A pattern for words of the tables that join the parts of a date or the ends of a span."""
    words = (way for one in tables() for key in keys for way in ways(one.dating(key)))
    return one_of(word for word in words if word[0].isalpha())


@derived
def _until() -> re.Pattern[str]:
    return compiled(rf"\s*(?:[-–—]|until|till|{_joining('to')})\s*")


@derived
def _patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(map(compiled, _sources()))


def _sources() -> tuple[str, ...]:
    month = one_of(month_names())
    weekdays = one_of(way for one in tables() for words in one.weekdays for way in ways(words))
    name, first_name = rf"(?P<month>{month})\.?", rf"(?P<first_month>{month})\.?"
    suffix = r"(?:st|nd|rd|th|er|º|\.)?"
    day, first = rf"(?P<day>\d{{1,2}}){suffix}", rf"(?P<first_day>\d{{1,2}}){suffix}"
    more = rf"(?:,\s{{0,4}}\d{{1,2}}{suffix}){{0,5}}"
    weekday = rf"(?:(?:{weekdays})\.?,?\s{{1,4}}(?:(?:den|the|le)\s{{1,4}})?)?"
    between = rf"(?<![^\W\d_])(?:until|till|{_joining('and', 'to')})(?![^\W\d_])"
    to = rf"\s{{0,4}}(?:[-–—/&+]|{between})\s{{0,4}}{weekday}(?:the\s{{1,4}})?"
    space = r"\s{1,4}"
    of = _joining("of")
    gap = rf"(?:(?:{space}(?:{of}))?{space}|[-/])"
    year = r"(?P<year>\d{4})"
    before_year = rf"(?:,?{space}(?:(?:{of}){space})?|[-/])"
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
        rf"\b{year}\.?{space}{name}{space}{day}(?![\w:])",
        rf"(?<![\d/-]){year}(?P<sep>[/-]){number}(?P=sep){last}(?![\d/-])",
        rf"{alone}{first}(?P<sep>[./]){first_number}\.?{dash}{last}(?P=sep){number}(?P=sep){year}(?!\d)",
        rf"{alone}{first}{dash}{last}(?P<sep>[./]){number}(?P=sep){year}(?!\d)",
        rf"{alone}{last}(?P<sep>[./-]){number}(?P=sep){year}(?!\d)",
    )
