"""Distances before an event, such as "2 Tage vorher", read by the tables of the languages."""

import re

from forumbot.language.levelling import level
from forumbot.language.patterns import compiled, one_of
from forumbot.language.table import Language, Words, codes, derived, table

_ISO_DATE = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DIGITS = "[0-9]{1,6}"
_END = r"\.?(?![^\W\d_])"


def told_distance(words: str, *, one: bool = False) -> dict[str, int] | None:
    """Each unit of a distance, as ``units`` of the tables names it, with its number, or None.

    A number and its unit are of one language, the first that reads them: "tres" is three in Spanish
    and sixty in Danish. So the tables of others are not loaded for English. With ``one`` a unit may
    stand without a number, as in "the day before". A date in digits is told without tables.
    """
    if _ISO_DATE.match(words):
        return None
    text = " ".join(level(words).split())
    readings = (_amounts(text, code, one=one) for code in codes())
    return next((found for found in readings if found is not None), None)


def tells_start(words: str) -> bool:
    """Whether the words say, in any language, that it is when the event starts: "zu Beginn"."""
    text = " ".join(level(words).split())
    return any(text in _levelled(table(code).at_start) for code in codes())


def begins_as_distance(words: str) -> bool:
    """Whether a number and a unit of time open the text; "2.5 hours" and "-3 days" do so too."""
    return (
        not _ISO_DATE.match(words) and _opening().match(" ".join(level(words).split())) is not None
    )


def _amounts(text: str, code: str, *, one: bool) -> dict[str, int] | None:
    amounts: dict[str, int] = {}
    rest = _before(code).sub("", text)
    place = 0
    while place < len(rest) and (found := _amount(code).match(rest, place)):
        unit = "minute" if found["half"] else _units(code)[found["unit"]]
        is_bare = not found["half"] and not found["number"]
        if unit in amounts or (is_bare and not one):
            return None
        amounts[unit] = 30 if found["half"] else _number(found["number"], code)
        place = found.end()
    return amounts if amounts and place == len(rest) else None


def _number(word: str | None, code: str) -> int:
    if word is None:
        return 1
    return int(word) if word.isdecimal() else _numbers(code)[word]


@derived
def _amount(code: str) -> re.Pattern[str]:
    one = table(code)
    joined = rf"(?:{one_of(_levelled(one.dating('and')))} )?"
    number = rf"{_DIGITS}|{one_of(_numbers(code))}(?!\w)"
    return compiled(
        rf"\s*{joined}(?:(?P<half>{one_of(_levelled(one.half_hour))})|"
        rf"(?:(?P<number>{number})\s*)?(?P<unit>{one_of(_units(code))})){_END}"
    )


@derived
def _before(code: str) -> re.Pattern[str]:
    """What may stand before or behind a distance."""
    words = one_of(_levelled(table(code).before))
    return compiled(rf"^{words} (?=\S)|(?<=\S) {words}$")


@derived
def _opening() -> re.Pattern[str]:
    units = one_of(unit for code in codes() for unit in _units(code))
    return compiled(rf"[-+−–]?\s*[0-9][0-9.,]*\s*{units}{_END}(?! from (?:now|today)$)")


@derived
def _units(code: str) -> dict[str, str]:
    units = table(code).units.items()
    return {word: unit for unit, words in units for word in _levelled(words)}


@derived
def _numbers(code: str) -> dict[str, int]:
    one: Language = table(code)
    return {word: number for number, words in one.numbers.items() for word in _levelled(words)}


def _levelled(words: Words) -> Words:
    return tuple(map(level, words))
