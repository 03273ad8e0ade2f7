"""Distances before an event, such as "2 Tage vorher", read by the tables of the languages."""

import re
from collections.abc import Mapping
from fractions import Fraction
from importlib.resources import files

from forumbot.language.levelling import level
from forumbot.language.patterns import compiled, one_of
from forumbot.language.table import Language, Words, codes, derived, parsed, table

_ELIDED = re.compile(r"\bun['’](?=\w)", re.IGNORECASE)
"""One in Italian before a vowel, as in "un'ora"."""
_ISO_DATE = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
# After a comma only what cannot be a number of its own, so that "1,2 weeks" is not read.
_DIGITS = r"[0-9]{1,6}(?:\.[0-9]{1,3}|,(?:25|5|75))?"
_END = r"\.?(?![^\W\d_])"
_SMALLER = {
    "fortnight": ("week", 2),
    "week": ("day", 7),
    "day": ("hour", 24),
    "hour": ("minute", 60),
    "year": ("month", 12),
}
"""What a part of a unit is counted in; a part of a month has no length."""
_HALF, _QUARTER = Fraction(1, 2), Fraction(1, 4)
_VULGAR = re.compile("(?P<whole>[0-9]*)(?P<sign>[½¼¾])")
_SIGNS = {"½": "5", "¼": "25", "¾": "75"}
_SLASHED = re.compile(r"(?<![0-9/.])(?:(?P<whole>[0-9]{1,3}) )?(?P<part>[1-3]/[24])(?= ?[^\W\d_])")
"""A part in digits with a word behind it; "1/2" alone is a day."""
_HOURS_AND_MINUTES = re.compile(r"(?<![0-9.,:])([0-9]{1,2}) ?[hH] ?([0-5][0-9])(?![0-9\w.,:]| ?\w)")
_PARTS = {"1/2": "½", "1/4": "¼", "3/4": "¾"}
_QUARTERS = {"quarter_hour": 15, "three_quarters": 45}
"""Units of ``language/parts.yaml``, with the minutes that each is."""


def told_distance(words: str, *, one: bool = False) -> dict[str, int] | None:
    """Each unit of a distance, as ``units`` of the tables names it, with its number, or None.

    A number and its unit are of one language, the first that reads them: "tres" is three in Spanish
    and sixty in Danish. So the tables of others are not loaded for English. With ``one`` a unit may
    stand without a number, as in "the day before". A date in digits is told without tables.
    """
    if _ISO_DATE.match(words):
        return None
    text = _told_plainly(words)
    readings = (_amounts(text, code, one=one) for code in codes())
    return next((found for found in readings if found is not None), None)


def days_and_minutes(amounts: Mapping[str, int]) -> tuple[int, int]:
    """The days and the minutes of a distance, its months and years left out."""
    days = amounts.get("day", 0) + 7 * amounts.get("week", 0) + 14 * amounts.get("fortnight", 0)
    return days, amounts.get("minute", 0) + 60 * amounts.get("hour", 0)


def tells_start(words: str) -> bool:
    """Whether the words say, in any language, that it is when the event starts: "zu Beginn"."""
    text = " ".join(level(words).split())
    return any(text in _levelled(table(code).at_start) for code in codes())


def begins_as_distance(words: str) -> bool:
    """Whether a number and a unit of time open the text; "2.5 hours" and "-3 days" do so too."""
    return not _ISO_DATE.match(words) and _opening().match(_told_plainly(words)) is not None


def _told_plainly(words: str) -> str:
    """The words levelled, on one line, with "1½" and "1 1/2" as "1.5"."""
    words = _SLASHED.sub(
        lambda one: f"{one['whole'] or ''}{_PARTS.get(one['part'], one[0])}", words
    )
    words = _HOURS_AND_MINUTES.sub(r"\1 h \2 min", words)
    decimal = _VULGAR.sub(lambda one: f"{one['whole'] or 0}.{_SIGNS[one['sign']]}", words)
    plain = _ELIDED.sub("un ", decimal).replace("’", "'").replace("ʼ", "'")
    return " ".join(level(plain).split())


def _amounts(text: str, code: str, *, one: bool) -> dict[str, int] | None:
    amounts: dict[str, Fraction] = {}
    rest = _before(code).sub("", text)
    place = 0
    while place < len(rest) and (found := _amount(code).match(rest, place)):
        if place == 0 and found["joined"]:
            return None
        unit, times = ("minute", 30) if found["half"] else _unit(found["unit"], code)
        number = Fraction(1) if found["half"] else _told(found, code, one=one)
        number = None if number is None else number * times
        if unit in amounts or number is None:
            return None
        amounts[unit] = number
        place = found.end()
    return _whole(amounts) if amounts and place == len(rest) else None


def _told(found: re.Match[str], code: str, *, one: bool) -> Fraction | None:
    """The number of a unit, none where one is lacking that must stand there."""
    number = _number(found["number"], code) if found["number"] else None
    if found["quarter"]:
        return _QUARTER * (1 if number is None else number)
    if found["part"]:
        return _HALF if number in (None, 1) else None
    if found["whole"]:
        return 1 + _HALF if number is None else None
    more = _HALF if found["more"] or found["rest"] else Fraction(0)
    is_one = one or found["rest"] or found["unit"] in (*_said(code, "alone"), *_quarters(code))
    if number is None and not is_one:
        return None
    return (Fraction(1) if number is None else number) + more


def _whole(amounts: dict[str, Fraction]) -> dict[str, int] | None:
    """The amounts in whole numbers: of what is half a unit, in smaller ones."""
    whole: dict[str, int] = {}
    for unit, number in amounts.items():
        left, named = number, unit
        while True:
            whole[named] = whole.get(named, 0) + int(left)
            left -= int(left)
            if not left:
                break
            if named not in _SMALLER:
                return None
            named, times = _SMALLER[named]
            left *= times
    return {unit: number for unit, number in whole.items() if number} or dict.fromkeys(amounts, 0)


def _number(word: str, code: str) -> Fraction:
    if word[0].isdecimal():
        return Fraction(word.replace(",", "."))
    return Fraction(_numbers(code)[word])


@derived
def _amount(code: str) -> re.Pattern[str]:
    one = table(code)
    joined = rf"(?P<joined>(?:{one_of(_levelled(one.dating('and')))}|\+) ?)?"
    more = one_of(_said(code, "more"))
    number = (
        rf"(?:{_DIGITS}|{one_of(_numbers(code))}(?!\w|['’])|{one_of(_numbers(code))}(?={more}))"
    )
    half, whole, quarter = (
        rf"(?P<{name}>(?:{one_of(_said(code, key))})(?:(?<=['’])| ))"
        for name, key in (("part", "half"), ("whole", "one_and_half"), ("quarter", "quarter"))
    )
    return compiled(
        rf"\s*{joined}(?:(?P<half>{one_of(_levelled(one.half_hour))})|"
        rf"(?:(?P<number>{number})\s*)?(?:{half}|{whole}|{quarter}|(?P<more>(?:{more}) ))?"
        rf"(?P<unit>{one_of((*_units(code), *_quarters(code)))})){_END}"
        rf"(?P<rest> (?:{one_of(_said(code, 'and_half'))})(?!\w))?"
    )


@derived
def _before(code: str) -> re.Pattern[str]:
    """What may stand before or behind a distance."""
    words = one_of(_levelled(table(code).before))
    return compiled(rf"^{words} (?=\S)|(?<=\S) {words}$")


@derived
def _opening() -> re.Pattern[str]:
    units = one_of(unit for code in codes() for unit in _units(code))
    return compiled(rf"[-+−–]?\s*[0-9][0-9.,]*(?:/[0-9]+)?\s*{units}{_END}(?! from (?:now|today)$)")


@derived
def _units(code: str) -> dict[str, str]:
    units = table(code).units.items()
    return {word: unit for unit, words in units for word in _levelled(words)}


def _unit(word: str, code: str) -> tuple[str, int]:
    """The unit that a word is, and how many of it."""
    found = _units(code).get(word)
    return (found, 1) if found else ("minute", _quarters(code)[word])


@derived
def _quarters(code: str) -> dict[str, int]:
    """Words for a quarter of an hour and for three, with their minutes."""
    return {word: minutes for key, minutes in _QUARTERS.items() for word in _said(code, key)}


@derived
def _said(code: str, key: str) -> Words:
    """How one says parts of units; nothing for a language that is not among those."""
    read: dict[str, dict[str, list[str]]] = parsed(files("forumbot.language") / "parts.yaml")
    return _levelled(tuple(read.get(code, {}).get(key, ())))


@derived
def _numbers(code: str) -> dict[str, int]:
    one: Language = table(code)
    return {word: number for number, words in one.numbers.items() for word in _levelled(words)}


def _levelled(words: Words) -> Words:
    return tuple(map(level, words))
