"""Dates in running text, read as Europeans write them: the day before the month."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from babel.dates import get_month_names

_LANGUAGES = ("en", "de", "fr", "nl", "es", "it", "pt", "sv", "da", "fi", "pl", "ro", "hu")
_YEARS = range(1900, 2100)


@dataclass(frozen=True, slots=True)
class FoundDate:
    """One date or span of days at ``text[start:end]``; ``first == last`` for a single day."""

    first: date
    last: date
    start: int
    end: int


def find_dates(text: str) -> list[FoundDate]:
    """Every full date (day, month and year) in the text, in order.

    Read are ``15 November 2018``, ``14-16 May 2019``, ``November 15, 2018``, ``15. März 2018``,
    ``2018-11-15``, ``15/09/2021``, ``8-2-2018`` and ``24.01.2022``, the month names in thirteen
    European languages. Impossible days such as 31 February are passed over; the year of a span
    across its end, as in ``30 December - 2 January 2019``, is that of the last day.
    """
    return sorted(_candidates(text), key=lambda found: found.start)


def _candidates(text: str) -> Iterator[FoundDate]:
    taken = bytearray(len(text))
    for pattern in _patterns():
        for match in pattern.finditer(text):
            start, end = match.span()
            found = None if any(taken[start:end]) else _read(match)
            if found is not None:
                taken[start:end] = b"\x01" * (end - start)
                yield found


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


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], ...]:
    month = "|".join(sorted(map(re.escape, _month_names()), key=len, reverse=True))
    name = rf"(?P<month>{month})\.?"
    day = r"(?P<day>\d{1,2})(?:st|nd|rd|th|er|º|\.)?"
    first = r"(?P<first_day>\d{1,2})(?:st|nd|rd|th|er|\.)?"
    to = r"\s*(?:-|–|—|to|and|bis|au|et|und)\s*"
    year = r"(?P<year>\d{4})"
    of = r"(?:\s+(?:of|de|del))?"
    number = r"(?P<month>\d{1,2})"
    sources = (
        rf"\b{first}\s+(?P<first_month>{month})\.?{to}{day}{of}\s+{name},?\s+{year}\b",
        rf"\b{first}{to}{day}{of}\s+{name},?\s+{year}\b",
        rf"\b{day}{of}\s+{name},?\s+(?:of\s+|de\s+)?{year}\b",
        rf"\b{name}\s+{first}{to}{day},?\s+{year}\b",
        rf"\b{name}\s+{day},?\s+{year}\b",
        rf"(?<![\d/-]){year}(?P<sep>[/-]){number}(?P=sep)(?P<day>\d{{1,2}})(?![\d/-])",
        rf"(?<![\d./-])(?P<day>\d{{1,2}})(?P<sep>[./-]){number}(?P=sep){year}(?!\d)",
    )
    return tuple(re.compile(source, re.IGNORECASE) for source in sources)
