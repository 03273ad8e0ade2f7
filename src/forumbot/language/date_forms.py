"""The ways to write a day or a span of days, as patterns made of the words of all tables."""

import re
from collections.abc import Iterable

from forumbot.language.patterns import compiled, one_of, ways
from forumbot.language.table import derived, table, tables

ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
"""The months as Roman numerals, as in ``14.III.2019``."""

_SPACE = r"\s{1,4}"
_DASHES = r"[-‐‑‒–—−]"
# What may stand at a day's number: 1st, 1er, 14:e, 1.º, 14-го, 14η, 14. and the like.
_SUFFIX = (
    r"(?:st|nd|rd|th|er|ᵉʳ|re|ste|de|e|eme|ème|a|η|ης|:[ea]|\.?[ºª°]|-?(?:го|ого|ти|ви|ри|ма|ми|а)"
    r"|-(?:a|e|go))?\.?[»”\"]?"
)
_BEGIN = r"(?<![\w:])(?<!\d[.,])[«„“\"]?"
_DAY, _FIRST = rf"(?P<day>\d{{1,2}}){_SUFFIX}", rf"(?P<first_day>\d{{1,2}})(?P<suffix>{_SUFFIX})"
_MORE = rf"(?:,\s{{0,4}}\d{{1,2}}{_SUFFIX}){{0,5}}"
_LISTED = r"(?P<listed>,\s{1,4})"
_YEAR = r"(?:(?P<year>\d{4})|['’‘](?P<short>\d\d))(?!\w)"
_FULL_YEAR, _SHORT_YEAR = r"(?P<year>\d{4})(?!\d)", r"(?P<short>\d\d)(?![\w/-]|\.\w)"
_NUMBER, _FIRST_NUMBER = r"(?P<month>\d{1,2})", r"(?P<first_month>\d{1,2})"
_LAST, _FIRST_LAST = r"(?P<day>\d{1,2})", r"(?P<first_day>\d{1,2})"
# Stand for each letter of a month's or a weekday's name while dates are looked for: letters that no
# text has, so that two thousand names need not stand in each of the patterns.
_MONTH, _WEEKDAY = "\ua66e", "\ua66d"
# A date behind the number of a file, as in 80101911/26.06.2025, is one; behind others it is none.
_ALONE = r"(?:(?<![\d./-])|(?<=\d{5}/))(?<![\d.]\s\d\d)"
# In English "the second March 2021 meeting" is the second of that month, no day.
_NEEDING_OF = "en"
# In which days are counted as things are ("el dos de mayo"), but for the first.
_COUNTING = ("es", "fr", "it", "pt", "ro")
_LAST_DAY, _TENS = 31, (20, 30)


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


@derived
def day_words(*codes: str) -> dict[str, int]:
    """The words for the days of a month, as ordinals mostly, in all languages or those given."""
    found: dict[str, int] = {}
    for one in map(table, codes) if codes else tables():
        counted = one.numbers if one.language in _COUNTING else {}
        rows = [*one.ordinals.items(), *(row for row in counted.items() if row[0] > 1)]
        for number, words in rows:
            if number <= _LAST_DAY:
                found |= {way: number for way in ways(words) if _is_worded(way)}
    return found


def _is_worded(way: str) -> bool:
    return len(way) > 2 and not any(char.isdigit() for char in way)


def joining_words(*keys: str) -> list[str]:
    """The words of the tables that join the parts of a date or the ends of a span."""
    words = (way for one in tables() for key in keys for way in ways(one.dating(key)))
    return [word for word in words if word[0].isalpha()]


def _joining(*keys: str) -> str:
    """A pattern for any of these words."""
    return one_of(joining_words(*keys))


def _weekdays() -> list[str]:
    return [way for one in tables() for words in one.weekdays for way in ways(words)]


@derived
def _ambiguous() -> frozenset[str]:
    """Names of months and weekdays that are other words of a date as well, as ``mar`` is both."""
    months, weekdays = frozenset(month_names()), frozenset(_weekdays())
    joining = frozenset(joining_words("to", "and", "of"))
    return months & weekdays | (months | weekdays) & joining


def _before_day(weekdays: str) -> str:
    """The source of a pattern for a weekday and an article, which may stand before any day."""
    return rf"(?:(?:{weekdays})\.?,?\s{{1,4}})?(?:(?:den|the|le)\s{{1,4}})?"


@derived
def weekday() -> str:
    """As :func:`_before_day`, of all weekdays that a table has."""
    return _before_day(one_of(_weekdays()))


@derived
def _levelled_weekday() -> str:
    """The same where the names are levelled."""
    return _before_day(rf"{_WEEKDAY}+|{one_of(_ambiguous().intersection(_weekdays()))}")


@derived
def _names() -> re.Pattern[str]:
    """A name of a month, or of a weekday, that is no other word of a date."""
    months, weekdays = month_names().keys() - _ambiguous(), {*_weekdays()} - _ambiguous()
    # Behind a digit ``nd`` and ``st`` are none, though weekdays are abbreviated so.
    named = rf"(?P<month>{one_of(months)})|(?<!\d){one_of(weekdays)}"
    return compiled(rf"(?<![^\W\d_])(?:{named})(?![^\W\d_])")


def levelled_names(text: str, stretches: Iterable[tuple[int, int]]) -> str:
    """The text as :func:`date_patterns` read it: each letter of the names within stretches is one.

    Every character keeps its place.
    """
    parts, reached = [], 0
    for start, end in stretches:
        for match in _names().finditer(text, start, end):
            letter = _WEEKDAY if match["month"] is None else _MONTH
            parts += [text[reached : match.start()], letter * len(match[0])]
            reached = match.end()
    return "".join([*parts, text[reached:]])


@derived
def until() -> re.Pattern[str]:
    """What stands between two full dates that are the ends of one span, a time of day included."""
    time = r"(?:,?\s{1,4}\d{1,2}[:.h]\d\d(?:\s?(?:[ap]m|h|uhr))?)?"
    to = rf"(?:{_DASHES}|until|till|{_joining('to')})"
    return compiled(rf"{time}\s*{to}\s*{weekday()}")


@derived
def on_the_next_day() -> re.Pattern[str]:
    """What stands between two full dates where the second is the day after: ``, Day 2:``."""
    counted = r"(?:[^\W\d_]{1,12}\s\d{1,2}\s{0,2}[:–-]\s{0,2})?"
    return compiled(rf"\s*(?:[,;/&+]|{_joining('and')})\s*{counted}{weekday()}")


@derived
def date_patterns() -> tuple[tuple[re.Pattern[str], tuple[re.Pattern[str], ...]], ...]:
    """Patterns in the order in which they are tried, each family behind what a text must hold.

    They read what :func:`levelled_names` gives. What one has read is closed to the next.
    Their groups are ``day``, or ``worded`` for a day in words, ``month`` (a name, a number or a
    Roman numeral) and ``year``, or ``short`` for a year of two digits; ``behind`` for what must
    stand before a date and is none of it, ``joined`` for what makes a day in words half of
    something; ``first_day``, ``first_month`` and ``first_year`` where a span begins; ``listed``
    where a comma alone stands between two days.
    """
    month = rf"(?:{_MONTH}+|{one_of(_ambiguous().intersection(month_names()))})"
    roman = r"\d[./-]\s?[IVX]|(?-i:\d\s[IVX]{1,4}\s\d)"
    has_name = compiled(rf"(?<![^\W\d_]){month}(?![^\W\d_])|{roman}")
    has_numbers = compiled(r"\d\s?[./-]\s?\d|\d{8}")
    return (
        (has_name, tuple(map(compiled, (*_named(month), *_worded(month))))),
        (has_numbers, tuple(map(compiled, _numbered()))),
    )


def _named(month: str) -> tuple[str, ...]:
    """The forms in which the month has its name."""
    name, first_name = rf"(?P<month>{month})\.?", rf"(?P<first_month>{month})\.?"
    between = rf"(?<![^\W\d_])(?:until|till|{_joining('and', 'to')})(?![^\W\d_])"
    to = rf"\s{{0,4}}(?:[/&+]|{_DASHES}|{between})\s{{0,4}}{_levelled_weekday()}"
    of = _joining("of")
    gap = rf"(?:(?:{_SPACE}(?:(?:day{_SPACE})?(?:{of})))?{_SPACE}|[-/])"
    before_year = rf"(?:,?{_SPACE}(?:(?:{of}){_SPACE})?|[-/])"
    tail = rf"{gap}{name}{before_year}{_YEAR}"
    comma = rf"{_LISTED}{_levelled_weekday()}"
    year_first = rf"\b(?P<year>\d{{4}})\.?,?(?:{_SPACE}(?:{of}))?{_SPACE}"
    no_more = r"(?![\d:])(?![^\W\d_]{3})"
    the = r"(?:the\s{1,4})?"
    return (
        rf"{_BEGIN}{_FIRST}{gap}{first_name}{to}{_DAY}{tail}",
        rf"{_BEGIN}{_FIRST}{_MORE}{to}{_DAY}{tail}",
        rf"{_BEGIN}{_FIRST}{comma}{_DAY}{tail}",
        rf"{_BEGIN}{_DAY}{tail}",
        rf"\b{first_name}{_SPACE}{_FIRST}{to}{name}{_SPACE}{_DAY}{before_year}{_YEAR}",
        rf"\b{name}{_SPACE}{the}{_FIRST}{_MORE}(?:{to}|,\s{{1,4}}){_DAY}{before_year}{_YEAR}",
        rf"\b{name}{_SPACE}{the}{_DAY}{before_year}{_YEAR}",
        rf"{year_first}{first_name}{_SPACE}{_FIRST}{to}{name}{_SPACE}{_DAY}{no_more}",
        rf"{year_first}{name}{_SPACE}{_FIRST}{to}{_DAY}{no_more}",
        rf"{year_first}{name}{_SPACE}{_DAY}{no_more}",
        rf"{year_first}{_FIRST}{to}{_DAY}{_SPACE}{name}\b",
        rf"{year_first}{_DAY}{_SPACE}{name}\b",
        rf"\b{_LAST}(?P<sep>[-/.]){name}(?P=sep){_SHORT_YEAR}",
        rf"\b{_LAST}{name}{_FULL_YEAR}",
        rf"\b(?P<year>\d{{4}})-{name}-{_LAST}\b",
        rf"\b{_FIRST_LAST}\.?{to}{_LAST}(?P<sep>[./-])\s?(?P<month>[IVX]{{1,4}})(?P=sep)\s?"
        rf"{_FULL_YEAR}",
        rf"\b{_LAST}(?P<sep>[./-])\s?(?P<month>[IVX]{{1,4}})(?P=sep)\s?{_FULL_YEAR}",
        rf"(?<![\w./-]){_LAST}\s(?P<month>(?-i:[IVX]{{1,4}}))\s{_FULL_YEAR}(?!\w)",
    )


def _worded(month: str) -> tuple[str, ...]:
    """The forms in which the day is a word: "the twenty-first of March 2021"."""
    name, of = rf"(?P<month>{month})\.?", _joining("of")
    english = day_words(_NEEDING_OF)
    others = day_words().keys() - english.keys()
    tens = (way for one in tables() for ten in _TENS for way in ways(one.numbers.get(ten, ())))
    to = one_of([*joining_words("and", "to", "between"), *tens])
    not_joined = rf"(?<![^\W\d_])(?P<joined>(?:{to})[-\s]{{1,4}})??"
    before_year = rf"(?:,?{_SPACE}(?:(?:{of}){_SPACE})?)"
    return (
        rf"{not_joined}(?P<worded>{one_of(english)}){_SPACE}(?:day{_SPACE})?of{_SPACE}{name}"
        rf"{before_year}{_YEAR}",
        rf"\b{name}{_SPACE}(?:the{_SPACE})?(?P<worded>{one_of(english)}){before_year}{_YEAR}",
        rf"{not_joined}(?P<worded>{one_of(others)}){_SPACE}(?:(?:{of}){_SPACE})?{name}"
        rf"{before_year}{_YEAR}",
    )


@derived
def _before_short() -> str:
    """What shows that numbers as in "4.3.21" are a day: a weekday, "am", "Datum:"."""
    said = (
        way
        for one in tables()
        for key in (one.dating("on"), one.days.get("label", ()), one.days.get("when", ()))
        for way in ways(key)
    )
    # Two letters are other words as well ("so 3.11.14 came"), unless they are shown to be short.
    short = rf"(?:{_WEEKDAY}{{1,2}}|{one_of(_ambiguous().intersection(_weekdays()))})(?=\.)"
    named = rf"{_WEEKDAY}{{3,}}|{short}|{one_of(said)}"
    return rf"(?P<behind>(?<![^\W\d_])(?:{named})[.,:]{{0,2}}\s{{1,4}})"


def _numbered() -> tuple[str, ...]:
    """The forms in which the month is a number."""
    between = rf"(?<![^\W\d_])(?:{_joining('and', 'to')})(?![^\W\d_])"
    to = rf"\s{{0,4}}(?:[&+]|{_DASHES}|{between})\s{{0,4}}"
    dot = r"(?:\.\s?)"
    iso, first_iso = (
        rf"(?P<{prefix}year>\d{{4}})(?P<{prefix}sep>[-/.])\s?(?P<{prefix}month>\d{{1,2}})"
        rf"(?P={prefix}sep)\s?(?P<{prefix}day>\d{{1,2}})"
        for prefix in ("", "first_")
    )
    dotted = rf"\.\s?{_NUMBER}{dot}{_FULL_YEAR}"
    more = r"(?:,\s{0,2}\d{1,2}\.?){0,5}"
    return (
        rf"(?<![\d/.-]){first_iso}(?:T[\d:.,+Z-]{{2,20}})?/{iso}(?![\d/-])",
        rf"(?<![\d/.-])(?P<year>\d{{4}})-{_NUMBER}-{_FIRST_LAST}/{_LAST}(?![\d/-])",
        rf"(?<![\d/.-]){iso}(?![\d/-])",
        rf"{_ALONE}{_FIRST_LAST}(?P<sep>[./-]){_FIRST_NUMBER}(?P=sep)(?P<first_year>\d{{4}}){to}"
        rf"{_LAST}(?P=sep){_NUMBER}(?P=sep){_FULL_YEAR}",
        rf"{_ALONE}{_FIRST_LAST}(?P<sep>[.-]){_FIRST_NUMBER}\.?\s?/\s?{_LAST}(?P=sep){_NUMBER}(?P=sep)"
        rf"{_FULL_YEAR}",
        rf"{_ALONE}{_FIRST_LAST}(?P<sep>[./-]){_FIRST_NUMBER}\.?{to}{_LAST}(?P=sep){_NUMBER}(?P=sep){_FULL_YEAR}",
        rf"{_ALONE}{_FIRST_LAST}\.\s?{_FIRST_NUMBER}\.{to}{_LAST}{dotted}",
        rf"{_ALONE}{_FIRST_LAST}\.?{more}(?:{to}|/){_LAST}{dotted}",
        rf"{_ALONE}{_FIRST_LAST}{more}{to}{_LAST}(?P<sep>[/-]){_NUMBER}(?P=sep){_FULL_YEAR}",
        rf"{_ALONE}{_LAST}(?P<sep>[./-]){_NUMBER}(?P=sep){_FULL_YEAR}",
        rf"{_ALONE}{_LAST}{dotted}",
        rf"(?<![\w./-])(?P<day>\d\d)(?P<sep>[./])(?P<month>\d\d)(?P=sep){_SHORT_YEAR}",
        rf"{_before_short()}{_LAST}(?P<sep>[./])\s?{_NUMBER}(?P=sep)\s?{_SHORT_YEAR}",
        rf"(?<![\w./-])(?P<day>0\d)(?P<sep>[./])(?P<month>\d)(?P=sep){_SHORT_YEAR}",
        rf"(?<![\w./-])(?P<day>\d)(?P<sep>[./])(?P<month>0\d)(?P=sep){_SHORT_YEAR}",
        rf"(?<![\w./-]){_FIRST_LAST}\.\s?(?:{_DASHES}|/)\s?{_LAST}\.\s?{_NUMBER}\.\s?{_SHORT_YEAR}",
        rf"\b(?:d|den)\.?\s{{1,2}}{_LAST}/{_NUMBER}(?:\s|\s?-\s?){_FULL_YEAR}",
        rf"(?<![\w/-]){_LAST}/{_NUMBER}-{_FULL_YEAR}",
        r"(?m)^\W*(?:[^\W\d_]{2,20}:\s{1,4})?"
        r"(?P<first_year>(?:19|20)\d\d)(?P<first_month>\d\d)(?P<first_day>\d\d)\s?[-–/]\s?"
        r"(?P<year>(?:19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)(?=\W*$)",
        r"(?m)^\W*(?:[^\W\d_]{2,20}:\s{1,4})?"
        r"(?P<year>(?:19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)(?=\W*$)",
    )
