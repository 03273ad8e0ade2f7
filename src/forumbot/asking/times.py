"""The times that a text names: full dates, months and seasons with their year, and years."""

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from forumbot.language.date_forms import joining_words, month_names
from forumbot.language.dates import FoundDate, find_dates
from forumbot.language.levelling import level
from forumbot.language.patterns import compiled, one_of, ways
from forumbot.language.table import codes, derived, table, tables

Span = tuple[date, date]
"""The first and the last day."""


@dataclass(frozen=True, slots=True)
class Time:
    """Some days, a month, a season or a year at ``text[start:end]``; ``spans`` are its days."""

    start: int
    end: int
    spans: tuple[Span, ...]


# The letters of months cut short, and the first month of each season of three.
_ABBREVIATED = 3
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}
# Italian for summer, and English for what is built on.
_OTHER_WORDS = frozenset({"estate"})
_YEAR = r"(?P<year>(?:19|20)\d\d)(?![\w/]|[-–]\d|\.\d)"
_YEAR_FIRST = r"(?P<year>(?:19|20)\d\d)\.?"
_ANY_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
# Between a month and its year: "des Jahres", "de l'année", "of the year".
_MOST_BETWEEN = 3
_ARTICLES = ("the", "des", "l'", "l’", "d’", "van het")
_OF_CONTENT = re.compile(
    r"\b(?:for|by|until|till|since|after|before|between|through|"
    r"für|bis|seit|ab|nach|vor|zwischen|pour|jusqu['’]en|depuis|dès|après|avant|entre|"
    r"voor|sinds|vanaf|na|tussen)\s+"
    r"(?:(?:the|dem|den|die|das|le|la|l['’]|de|het)\s+)?"
    r"(?:(?:end|start|beginning|middle)\s+of\s+|(?:ende|anfang|mitte)\s+|mid-)?$",
    re.IGNORECASE,
)
_BEYOND = ("until", "since", "between", "spoken_of")
_ARTICLE = r"(?:el|los|la|il|lo|i|o|a|os|anul|roku|rok)"
_LEADING = re.compile(
    r"\s*\b(?:(?:in|on|of|at|from|during|im|am|vom|von|en|du|le|de|van|op)\s+)?"
    r"(?:(?:the|dem|der|le|la|de|het)\s+)?$",
    re.IGNORECASE,
)
_RANGE = re.compile(
    r"\b(?:19|20)\d\d\s*(?:[-–—/]|\b(?:to|until|till|and|bis|und|à|au|et|tot|en)\b)\s*(?:19|20)?\d\d\b"
)


def times_in(
    text: str, dates: Sequence[FoundDate] | None = None, language: str = ""
) -> tuple[Time, ...]:
    """The times that a text names, in order; months are read in all languages that have a table.

    Seasons are those of the tables' ``periods``.

    Its full ``dates`` are those of :func:`find_dates`, which is asked where they are not given.

    Read are full dates, months and seasons with their year, and years: ``in March 2019``, ``the
    2019 report``, ``im Frühjahr 2019``. Left out is a time that is likelier what a document speaks
    of than when it was made: the ends of a range, and what stands behind "by", "until", "since",
    "before", "after" or "for", in English, German, French and Dutch, or in another ``language``.
    """
    taken = [match.span() for match in _RANGE.finditer(text)]
    found: list[Time] = []
    for start, end, spans in _candidates(text, find_dates(text) if dates is None else dates):
        if any(start < other_end and other < end for other, other_end in taken):
            continue
        taken.append((start, end))
        if not _spoken_of(language).search(text, 0, start):
            found.append(Time(start, end, spans))
    return tuple(sorted(found, key=lambda one: one.start))


@derived
def _spoken_of(language: str) -> re.Pattern[str]:
    """What stands before a time that is spoken of, up to the time."""
    if language not in codes() or not (known := table(language)).dating("spoken_of"):
        return _OF_CONTENT
    said = (way for key in _BEYOND for way in ways(known.dating(key)) if way[0].isalpha())
    return compiled(rf"(?<![^\W\d_])(?:{one_of(said)})\s+(?:{_ARTICLE}\s+|l['’])?$")


def years_in(text: str) -> tuple[str, ...]:
    """The years that stand in a text, whatever is said of them."""
    return tuple(_ANY_YEAR.findall(text))


def without_times(text: str, times: Sequence[Time]) -> str:
    """The text without the times that it names, and what leads to them."""
    rest = text
    for one in reversed(times):
        rest = _LEADING.sub("", rest[: one.start]) + rest[one.end :]
    return rest


def _candidates(
    text: str, dates: Sequence[FoundDate]
) -> Iterator[tuple[int, int, tuple[Span, ...]]]:
    """Full dates, then months and seasons, then years, which may stand within one another."""
    for one in dates:
        yield one.start, one.end, ((one.first, one.last),)
    if _ANY_YEAR.search(text) is None:
        return
    for pattern in (_months_and_seasons(), _months_behind_years()):
        for match in pattern.finditer(text):
            name, year = level(match["name"].rstrip(".")), int(match["year"])
            season, month = _seasons().get(name), _months_by_name().get(name)
            if season:
                yield *match.span(), _season(season, year)
            elif month:
                yield *match.span(), (_months(month, 1, year),)
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
    long = {name: month for name, month in month_names().items() if len(name) > _ABBREVIATED}
    return _written_out() | long | month_names("en", "de", "fr", "nl")


def _written_out() -> dict[str, int]:
    """The first name of each month in each language, which some have of three letters (maj)."""
    return {
        name: month
        for one in tables()
        for month, names in enumerate(one.months, start=1)
        for name in ways(names[:1])
    }


@derived
def _months_by_name() -> dict[str, int]:
    """The months by their levelled names, as letters in capitals are others in some alphabets."""
    return {level(name): month for name, month in _month_names().items()}


@derived
def _season_names() -> dict[str, int]:
    """The names of seasons, but for those that are other words beside a year."""
    others = _OTHER_WORDS.union(*(one.dating("years") for one in tables()))
    return {
        name: month
        for one in tables()
        for season, month in _SEASONS.items()
        for name in ways(one.dating(season))
        if name not in others
    }


@derived
def _seasons() -> dict[str, int]:
    return {level(name): month for name, month in _season_names().items()}


@derived
def _months_and_seasons() -> re.Pattern[str]:
    named = one_of({*_month_names(), *_season_names()})
    years = (
        way for one in tables() for way in ways((*one.dating("years"), *one.units.get("year", ())))
    )
    between = one_of({*joining_words("of"), *_ARTICLES, *years})
    of = rf"(?:(?:{between})(?:\s+|(?<=['’]))){{0,{_MOST_BETWEEN}}}"
    return compiled(rf"\b(?P<name>{named})\b\.?,?\s+{of}{_YEAR}")


@derived
def _months_behind_years() -> re.Pattern[str]:
    """As Hungarian has them; none of English, in which a month's name may be a verb."""
    english = month_names("en")
    named = one_of(name for name in _month_names() if name not in english)
    return compiled(rf"(?<![\w/.:-]){_YEAR_FIRST}\s+(?P<name>{named})\b")
