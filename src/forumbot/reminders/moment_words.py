"""When something is, as it is said aloud: "halb zehn", "a las 5 de la tarde", "midi et demi".

The words stand in ``language/moments.yaml``. A time is put into digits, and then read as one that
was typed so; what may be two times is none.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from forumbot.language.patterns import compiled, one_of, ways
from forumbot.language.phrases import spoken
from forumbot.language.table import derived, table
from forumbot.reminders.day_words import (
    PARTS_OF_TODAY,
    as_word,
    moment_table,
    part_of_today,
    weekday_forms,
)

_HOUR, _NOON, _DAY = 60, 720, 1440
_OFFSETS = {
    "half_past": 30,
    "half_to": -30,
    "quarter_past": 15,
    "quarter_to": -15,
    "past": 0,
    "to": 0,
    "past_half_to": -30,
    "to_half_to": -30,
    "exact": 0,
    "on": 0,
}
"""Minutes that the words of each kind count from the hour, without those that they name."""
_PARTS = {
    "dawn": (range(6 * _HOUR),),
    "morning": (range(_HOUR, _NOON),),
    "midday": (range(11 * _HOUR, 15 * _HOUR),),
    "afternoon": (range(_NOON, 21 * _HOUR),),
    "evening": (range(17 * _HOUR, _DAY),),
    "night": (range(18 * _HOUR, _DAY), range(5 * _HOUR)),
}
"""The minutes of a day that are in each part of it; an hour that may be two in one is in none."""
_DIGITS = r"(?:[01]?[0-9]|2[0-3])"
_HERE = "\x00"
_LONGEST_MINUTES = 59
_LEAST_WORD = 2
# A dot parts hours and minutes where no date has such a month, or where a date stands before it.
_DOTTED = r"(?P<hour>[01]?[0-9]|2[0-3])\.(?P<minute>{minutes})(?!\.?[0-9])(?![:/])(?!\s*{units})"
_ALONE = r"(?<![\w.:/,+])(?<!\bin )(?<!\bdans )(?<!\bfor )"
_NO_MONTH = "00|1[3-9]|[2-5][0-9]"
_BEHIND = r"(?P<before>(?:{months}\.?|[0-9][./][0-9]{{1,2}})(?:[\s./]+[0-9]{{4}})?\.?,?\s+)"
_BESIDE = (
    re.compile(r"(?<=[0-9]:[0-9]{2})(?P<dash>\s*[-–—]\s*)(?P<hour>[0-9]{1,2})\.(?P<minute>[0-5][0-9])(?![.\w])"),
    re.compile(r"(?<![\w.:/])(?P<hour>[0-9]{1,2})\.(?P<minute>[0-5][0-9])(?P<dash>\s*[-–—]\s*)(?=[0-9]{1,2}:[0-9]{2})"),
)  # fmt: skip


class _Time(NamedTuple):
    """A time in a text, and where it stands; ``is_plain`` where any reader of digits has it."""

    start: int
    end: int
    minutes: int
    is_of_dial: bool
    is_plain: bool


def in_digits(text: str) -> Iterator[str]:
    """What the text may mean with the time that it says aloud in digits, each of them once."""
    told: dict[str, None] = {}
    for language in spoken():
        one = _told(text, language)
        if one is not None:
            told[one] = None
    yield from told


def dotted(text: str) -> str:
    """The text with a colon in each time that is written with a dot, as in "18.00–20.00".

    "14.30" can be nothing else, "14.12" may be a day, unless a date stands before it. A text is
    as long as before.
    """
    text = _no_month().sub(lambda one: f"{one['hour']}:{one['minute']}", text)
    text = _behind_date().sub(lambda one: f"{one['before']}{one['hour']}:{one['minute']}", text)
    text = _BESIDE[0].sub(lambda one: f"{one['dash']}{one['hour']}:{one['minute']}", text)
    return _BESIDE[1].sub(lambda one: f"{one['hour']}:{one['minute']}{one['dash']}", text)


def hour_of(word: str) -> int | None:
    """The hour that a word alone is in any of the languages, where it is but one."""
    found = {_hours(code).get(as_word(word)) for code in spoken()} - {None}
    return found.pop() if len(found) == 1 else None


def part_of_day(text: str) -> str | None:
    """The words in the text that say in which part of a day it is, as in "de la tarde"."""
    found = (_parts(code).search(text) for code in spoken())
    return max((one[0] for one in found if one), key=len, default=None)


def between_times() -> tuple[tuple[re.Pattern[str], re.Pattern[str], bool], ...]:
    """By language, what stands before the first of two times of a day, and before the last.

    Where it is "between" and "and", both have to stand there.
    """
    return tuple(_between(code, is_between) for code in spoken() for is_between in (False, True))


@derived
def _between(language: str, is_between: bool) -> tuple[re.Pattern[str], re.Pattern[str], bool]:
    said = moment_table()[language]
    keys = ("between", "between_and") if is_between else ("from", "until")
    first, last = (one_of(ways(said[key])) for key in keys)
    return compiled(rf"(?:{first})\s+"), compiled(rf"\s+(?:{last})\s+"), is_between


def _told(text: str, language: str) -> str | None:
    times = _alone(list(_times(text, language)))
    if len(times) != 1:
        return None
    found = times[0]
    rest = text[: found.start] + _HERE + text[found.end :]
    parts: set[str] = set()
    for key, part in PARTS_OF_TODAY.items():
        without = part_of_today(language, key).sub("today", rest)
        parts |= {part} if without != rest else set()
        rest = without
    parts |= {_part_names(language)[as_word(one[0])] for one in _parts(language).finditer(rest)}
    rest = _parts(language).sub(" ", rest)
    if len(parts) > 1 or (found.is_plain and not parts):
        return None
    minutes = _within(found, parts.pop()) if parts else found.minutes
    if minutes is None:
        return None
    clock = f" at {minutes // _HOUR}:{minutes % _HOUR:02} "
    return " ".join(rest.replace(_HERE, clock).split())


def _within(found: _Time, part: str) -> int | None:
    """The minutes of the day that a time is in a part of it; none where it is not, or twice."""
    of_dial = {found.minutes % _NOON, found.minutes % _NOON + _NOON}
    ways_to_be = of_dial if found.is_of_dial else {found.minutes}
    fits = [one for one in ways_to_be if any(one in span for span in _PARTS[part])]
    return fits[0] if len(fits) == 1 else None


def _alone(times: list[_Time]) -> list[_Time]:
    """The times that are no part of longer ones, each once."""
    kept = (
        one
        for one in times
        if not any(
            other.start <= one.start and one.end <= other.end and other[:2] != one[:2]
            for other in times
        )
    )
    return list({(one.start, one.end, one.minutes): one for one in kept}.values())


def _times(text: str, language: str) -> Iterator[_Time]:
    for kind, pattern in _patterns(language):
        for found in pattern.finditer(text):
            time = _time(kind, found, language)
            if time is not None:
                yield time


def _time(kind: str | int, found: re.Match[str], language: str) -> _Time | None:
    if isinstance(kind, int):
        return _Time(found.start(), found.end(), kind, is_of_dial=False, is_plain=False)
    groups = found.groupdict()
    hour = _number(groups["h"], _hours(language))
    more = _number(groups.get("m") or groups.get("mm") or "0", _minutes(language))
    if more > _LONGEST_MINUTES:
        return None
    more = -more if kind in ("to", "to_half_to") else more
    minutes = hour * _HOUR + _OFFSETS.get(kind, 0) + more
    is_of_dial = 0 < hour <= _NOON // _HOUR
    if hour == 1 and minutes < _HOUR:  # half an hour before one is half past twelve
        minutes += _NOON
    is_plain = kind in ("at", "bare") and groups["h"].isdecimal()
    return _Time(found.start(), found.end(), minutes % _DAY, is_of_dial, is_plain)


def _number(word: str, known: dict[str, int]) -> int:
    return int(word) if word.isdecimal() else known[as_word(word)]


# The words of a language


@derived
def _patterns(language: str) -> tuple[tuple[str | int, re.Pattern[str]], ...]:
    """The ways to say a time, by their kind, or by the minute of the day that they are."""
    said = moment_table()[language]
    hours, minutes = one_of(_hours(language)), one_of(_minutes(language))
    places = {
        "{h}": rf"(?P<h>{_DIGITS}|{hours})",
        "{w}": f"(?P<h>{hours})",
        "{m}": rf"(?P<m>[0-5]?[0-9]|{minutes})",
    }
    at = one_of(("at", *ways(said["at"])))  # "at" is what a range is taken apart with
    before = rf"(?<![\w:.,/])(?:(?:{at})\s+)?"
    made: list[tuple[str | int, re.Pattern[str]]] = []
    for kind in _OFFSETS:
        for form in said.get(kind, ()):
            for way in ways([form]):
                body = re.escape(way).replace(r"\ ", r"\s+").replace("'", "['’]")
                for place, pattern in places.items():
                    body = body.replace(re.escape(place), pattern)
                if kind == "on" and "{h}" in form:
                    body = body.replace(
                        places["{h}"], f"{places['{h}']}(?:[:.hu](?P<mm>[0-5][0-9]))?"
                    )
                made.append((kind, compiled(rf"{before}{body}(?![\w:])")))
    clock = r"(?P<h>[01]?[0-9]|2[0-3])[:hu](?P<mm>[0-5][0-9])(?:\s*(?:uhr|uur|h|u))?"
    parts = one_of(_part_names(language))
    made += [
        (
            "at",
            compiled(rf"(?<![\w:.,/])(?:{at})\s+{places['{h}']}(?![\w:]|\.[0-9]|\s*{_units()})"),
        ),
        ("bare", compiled(rf"{before}{clock}(?![\w:])")),
        ("bare", compiled(rf"{before}{places['{h}']}(?=\s+(?:{parts})(?!\w))")),
    ]
    alone = {_NOON + more: words for more, words in said["around_noon"].items()}
    alone |= {_NOON: said["noon"], 0: said["midnight"]}
    alone |= said["around_midnight"]
    for minutes, words in alone.items():
        made.append((minutes, compiled(rf"{before}(?<!\w)(?:{one_of(ways(words))})(?!\w)")))
    return tuple(made)


@derived
def _hours(language: str) -> dict[str, int]:
    """The words for the hours; what is an article as well is no hour by itself."""
    own = table(language)
    endings = tuple(moment_table()[language].get("hours_of_ordinals", ()))
    rows = own.ordinals if endings else own.numbers
    return {word: number for number, words in rows.items() if 1 <= number <= _DAY // _HOUR
            for word in ways(words) if len(word) > _LEAST_WORD and word.isalpha()
            and word.endswith(endings or "")}  # fmt: skip


@derived
def _minutes(language: str) -> dict[str, int]:
    rows = table(language).numbers.items()
    return {word: number for number, words in rows if 1 < number <= _LONGEST_MINUTES
            for word in ways(words)}  # fmt: skip


@derived
def _part_names(language: str) -> dict[str, str]:
    said = moment_table()[language]
    return {word: part for part in _PARTS for word in ways(said[part])}


@derived
def _parts(language: str) -> re.Pattern[str]:
    """A part of the day, which may be one word with the day ("Freitagabend", "morgenavond")."""
    days = (*weekday_forms(language), *table(language).dating("tomorrow")[:1])
    behind = "|".join(f"(?<={re.escape(name)})" for name in days)
    return compiled(rf"(?:(?<!\w)|{behind})(?:{one_of(_part_names(language))})(?!\w)")


@derived
def _units() -> str:
    """What counts hours and other lengths, less what stands behind a time as well."""
    units = {
        way for code in spoken() for words in table(code).units.values() for way in ways(words)
    }
    return rf"(?:{one_of(units - {'h', 'uur'})})(?!\w)"


@derived
def _no_month() -> re.Pattern[str]:
    return compiled(_ALONE + _DOTTED.format(minutes=_NO_MONTH, units=_units()))


@derived
def _behind_date() -> re.Pattern[str]:
    months = one_of(way for code in spoken() for names in table(code).months for way in ways(names))
    behind = _BEHIND.format(months=rf"(?<!\w)(?:{months})")
    return compiled(behind + _DOTTED.format(minutes="[0-5][0-9]", units=_units()))
