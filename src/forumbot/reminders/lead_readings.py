"""On which day before an event, said in another language than English: put into English.

"am Freitag davor um 9" is "friday before at 9"; lengths and times stay in the words that they are
in.
"""

import re
from collections.abc import Iterator
from importlib.resources import files

from forumbot.language.patterns import compiled, one_of, ways
from forumbot.language.table import derived, parsed
from forumbot.reminders.day_words import weekday_to_come

_FIXED = {
    "day_before": "the day before",
    "at_end": "at the end",
    "same_day": "on the day",
    "last_day": "on the last day",
}
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def readings_in_english(words: str) -> Iterator[str]:
    """What the words may mean, in English, one language after another; nothing where in none."""
    told: dict[str, None] = {}
    for language in _said():
        at = _at(language).fullmatch(words)
        for head, clock in ((words, ""), (at["head"], f" at {at['at']}")) if at else ((words, ""),):
            day = _day(head, language)
            if day is not None:
                told[day + clock] = None
    yield from told


def time_behind_at(text: str) -> str | None:
    """What stands behind a word for "at" that the text begins with, in any language."""
    found = _begins_with_at().match(text)
    return text[found.end() :] if found else None


def _day(head: str, language: str) -> str | None:
    fixed = _fixed(language).get(" ".join(head.replace("’", "'").split()))
    if fixed is not None:
        return fixed
    for key, english in (("before_end", "before the end"), ("before", "before")):
        found = _behind(language, key).fullmatch(head)
        if found is None:
            continue
        weekday = weekday_to_come(found["what"])
        told = found["what"] if weekday is None else _WEEKDAYS[weekday]
        return f"{told} {english}"
    return None


@derived
def _said() -> dict[str, dict[str, list[str]]]:
    read: dict[str, dict[str, list[str]]] = parsed(files("forumbot.language") / "leads.yaml")
    return read


@derived
def _fixed(language: str) -> dict[str, str]:
    said = _said()[language]
    return {way: english for key, english in _FIXED.items() for way in ways(said[key])}


@derived
def _at(language: str) -> re.Pattern[str]:
    return compiled(rf"(?P<head>.+?),? (?:{one_of(ways(_said()[language]['at']))})\s+(?P<at>.+)")


@derived
def _behind(language: str, key: str) -> re.Pattern[str]:
    return compiled(rf"(?P<what>.+?) (?:{one_of(ways(_said()[language][key]))})")


@derived
def at_in_any() -> str:
    """The source of a pattern for "at" in any language but English."""
    return rf"(?:{one_of(way for said in _said().values() for way in ways(said['at']))})\s+"


@derived
def _begins_with_at() -> re.Pattern[str]:
    return compiled(at_in_any())
