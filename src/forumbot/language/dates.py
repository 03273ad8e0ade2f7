"""Dates in running text, read as Europeans write them: the day before the month."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from forumbot.language.date_forms import (
    ROMAN,
    date_patterns,
    day_words,
    levelled_names,
    month_names,
    on_the_next_day,
    until,
)

_YEARS = range(1900, 2100)
# What shows that a year stands here: four digits or eight, two behind an apostrophe or in a date.
# The characters that one begins with come first, and what may not stand before them is asked behind
# them: so the engine passes over all others, in a tenth of the time.
_YEAR = re.compile(
    r"[\d'’‘./-](?:(?<!\d\d)(?:(?<=\d)\d{3}|(?:(?<=1)9|(?<=2)0)\d{6})(?!\d)|(?<=['’‘])\d\d(?!\w)"
    r"|(?<=\d)(?<![.\d]\d)(?<!\d/\d)\d?([./])\s?\d{1,2}\1\s?\d\d(?!\d)|(?<=[^\W\d_][-/.])\d\d(?!\w))"
)
# Years of two digits: until 2039, and from 1970 on; which century others are of is not known.
_CENTURIES = ((range(40), 2000), (range(70, 100), 1900))
_BEFORE_YEAR, _AFTER_YEAR = 120, 48
_LONGEST_SPAN = timedelta(days=31)
_DAY = timedelta(days=1)
# Croatian has it for October, Polish for November, and only Croatian puts a dot behind the day.
_BEHIND_A_DOT = {"listopada": 10}
# "Room 3 - 15 May 2019" is one day, "Bonn, 3 - 15 May 2019" thirteen.
_COUNTED = re.compile(
    r"(?:\b(?:no|nr|n[°º]|day|tag|jour|dag|session|sitzung|séance|room|raum|saal|salle|page|seite"
    r"|p|item|top|punkt|point|version|v|part|teil|partie|panel|wp|group|gruppe)\.?|[#№])\s{0,2}$",
    re.IGNORECASE,
)
_COUNTED_CHARS = 12
_MARKED = re.compile("[^\u0300-\u036f][\u0300-\u036f]+")


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
    2018``, ``14 March '19``, ``15. März 2018``, ``2018. november 15``, ``2018-11-15``,
    ``15/09/2021``, ``8-2-2018``, ``24.01.2022``, ``28./29.06.2025``, ``14.03.19``, ``20190314`` on
    a line of its own, ``4.3.21`` behind a weekday, "am" or "Datum:", ``twenty-first of March 2021``
    and the like, the names in every language that has a table. Two full
    dates with a dash or "to" between them and a month apart at most are one span, and so are a day
    and the next. Impossible days such as 31 February are passed over; the year of a span across
    its end, as in ``30 December - 2 January 2019``, is that of the last day.
    """
    if not unicodedata.is_normalized("NFC", text):
        return _in_composed(text)
    found: list[FoundDate] = []
    for one in sorted(_candidates(text), key=lambda found: found.start):
        if found and _goes_on(text, found[-1], one):
            found[-1] = FoundDate(found[-1].first, one.last, found[-1].start, one.end)
        else:
            found.append(one)
    return found


def find_days(value: str) -> FoundDate | None:
    """The days that a value which is all about them states, from the first to the last.

    Of several dates they are the ends; None where there is no date, or not in the order of time.
    """
    return together(find_dates(value))


def together(found: Sequence[FoundDate]) -> FoundDate | None:
    """The days from the first of several dates to the last; None where they are in no order."""
    is_in_order = all(one.last < after.first for one, after in pairwise(found))
    if not found or not is_in_order:
        return None
    return FoundDate(found[0].first, found[-1].last, found[0].start, found[-1].end)


def _in_composed(text: str) -> list[FoundDate]:
    """The dates of a text whose accents are characters of their own, with their places in it."""
    parts: list[str] = []
    places: list[int] = []
    position = 0
    for cluster in _MARKED.finditer(text):
        composed = unicodedata.normalize("NFC", cluster[0])
        parts += [text[position : cluster.start()], composed]
        places += range(position, cluster.start() + len(composed))
        position = cluster.end()
    parts.append(text[position:])
    places += range(position, len(text) + 1)
    joined = "".join(parts)
    # What is left of other scripts is read as it stands.
    found = find_dates(joined) if unicodedata.is_normalized("NFC", joined) else []
    return [FoundDate(one.first, one.last, places[one.start], places[one.end]) for one in found]


def _goes_on(text: str, before: FoundDate, after: FoundDate) -> bool:
    """Whether two full dates are the ends of one span, or a day and the next."""
    is_short = timedelta(0) < after.last - before.first <= _LONGEST_SPAN
    if is_short and until().fullmatch(text, before.end, after.start) is not None:
        return True
    is_next = after.first - before.last == _DAY
    return is_next and on_the_next_day().fullmatch(text, before.end, after.start) is not None


def _candidates(text: str) -> Iterator[FoundDate]:
    stretches = list(_around_years(text))
    levelled = levelled_names(text, stretches)
    for start, end in stretches:
        taken = bytearray(end - start)
        for match in _matches(levelled, start, end):
            place = slice(match.start() - start, match.end() - start)
            if any(taken[place]):
                continue
            found = _read(match, text)
            if found is not None or _is_half_impossible(match, text):
                taken[place] = b"\x01" * (match.end() - match.start())
            if found is not None:
                yield found


def _matches(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    for hint, patterns in date_patterns():
        if hint.search(text, start, end):
            for pattern in patterns:
                yield from pattern.finditer(text, start, end)


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


def _read(match: re.Match[str], text: str) -> FoundDate | None:
    """What a match says; the names of months stand in the text alone."""
    groups = match.groupdict()
    year, month = _year(groups), _month("month", match, text)
    first_month = _month("first_month", match, text) if groups.get("first_month") else month
    day = _day(match, text)
    first_day = int(groups.get("first_day") or day)
    first_year = int(groups.get("first_year") or (year - 1 if first_month > month else year))
    try:
        last = date(year, month, day)
        first = date(first_year, first_month, first_day)
    except ValueError:
        return None
    if year not in _YEARS or first > last:
        return None
    if first < last and not _is_span(match, last - first):
        return FoundDate(last, last, match.start("day"), match.end())
    start = match.end("behind") if groups.get("behind") else match.start()
    return FoundDate(first, last, start, match.end())


def _day(match: re.Match[str], text: str) -> int:
    """The number of a day; 0 for one in words that is joined to another, whose span is not read."""
    groups = match.groupdict()
    if not groups.get("worded"):
        return int(groups["day"])
    words = " ".join(text[match.start("worded") : match.end("worded")].lower().split())
    return 0 if groups.get("joined") else day_words().get(words, 0)


def _is_span(match: re.Match[str], length: timedelta) -> bool:
    """Whether two numbers before one month are days, and not a number and a day."""
    groups, text, start = match.groupdict(), match.string, match.start("first_day")
    if groups.get("first_month") or groups["month"].isdigit():
        return True
    if groups.get("listed"):
        opens_line = not text[text.rfind("\n", 0, start) + 1 : start].strip(" •*|([")
        return length == _DAY and (bool(groups["suffix"]) or opens_line)
    return _COUNTED.search(text, max(start - _COUNTED_CHARS, 0), start) is None


def _is_half_impossible(match: re.Match[str], text: str) -> bool:
    """Whether a span begins on a day that its month has not: its other end is no date, either."""
    groups = match.groupdict()
    if not groups.get("first_month") or not 1 <= int(groups["first_day"]) <= 31:
        return False
    try:
        date(_year(groups), _month("first_month", match, text), int(groups["first_day"]))
    except ValueError:
        return True
    return False


def _year(groups: dict[str, str | None]) -> int:
    """The year of a match; 0 where two digits do not tell the century."""
    if groups.get("year"):
        return int(groups["year"] or 0)
    short = int(groups["short"] or 0)
    return next((century + short for years, century in _CENTURIES if short in years), 0)


def _month(group: str, match: re.Match[str], text: str) -> int:
    """The number of a month, 0 for a word that only the pattern takes for one (``Aprıl``)."""
    word = text[match.start(group) : match.end(group)]
    if word.isdigit():
        return int(word)
    name = word.lower().rstrip(".")
    if name in _BEHIND_A_DOT and match.string[: match.start("month")].rstrip().endswith("."):
        return _BEHIND_A_DOT[name]
    if name in ROMAN and word.isupper():
        return ROMAN.index(name) + 1
    return month_names().get(name, 0)
