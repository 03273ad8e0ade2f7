"""A day, read from the words for it alone.

It is left to dateparser, and what that would guess at is refused: a month without a day, a number
that has no place in the date, a distance that does not say from when, a weekday that the date does
not fall on.
"""

import calendar
import functools
import re
from datetime import date, datetime, time, timedelta
from typing import Any

from forumbot.errors import UsageError
from forumbot.language.days_in_words import in_words, month_alone_in_words, weekday_in_words
from forumbot.language.patterns import compiled, one_of, ways
from forumbot.language.phrases import spoken
from forumbot.language.said import Said, SaidError, said
from forumbot.language.table import derived, table, tables
from forumbot.reminders.checks import quoted
from forumbot.reminders.day_words import (
    day_to_come,
    is_no_day,
    is_part_of_today,
    length_ahead,
    of_month,
    weekday_of_month,
)
from forumbot.reminders.distances import days_and_minutes, told_distance

_MONTH_FIRST = re.compile(r"(0?[1-9]|1[0-2])/(1[3-9]|2[0-9]|3[01])((?:/[0-9]{2,4})?)")
# Further from today a year of two digits is not believed: "14/5/18" is no day of 2118.
_MAX_YEARS = 50
_FEBRUARY = 2
_DAY_AND_MONTH = re.compile(r"([0-9]{1,2})\.\s?([0-9]{1,2})\.")
"""A date without its year as it is written from Germany to Romania; "14.12" may be a time."""


def example_day(today: date) -> Said:
    """A date to show as an example: one that is still to come."""
    day = date(_example_year(today), 3, 14)
    return Said(lambda language: in_words(day, language))


def _example_year(today: date) -> int:
    return today.year + ((today.month, today.day) >= (3, 14))


def unread(words: str, today: date | None) -> UsageError:
    """What to say of words that name no day, with examples that are still to come."""
    if today is None:
        return SaidError("day_unread_year", text=quoted(words))
    examples = said("day_examples", day=example_day(today), year=_example_year(today))
    return SaidError("day_unread", text=quoted(words), examples=examples)


def read_day(text: str, today: date | None) -> date | None:
    """The day that the text names; none if it is not all understood."""
    if not text:
        return None
    if today and (day := day_to_come(text, today) or weekday_of_month(text, today)):
        return day
    if is_part_of_today(text):
        return None
    text = _first_of_month().sub("1", text)
    if dotted := _DAY_AND_MONTH.fullmatch(text):
        text = f"{dotted[1]}/{dotted[2]}"
    if today and (day := _counted(text, today)):
        return day
    # "Next month" is no day, whatever dateparser makes of it, and a distance is one only where it
    # says that it counts from today.
    is_word = not (is_no_day(text) or re.search(r"\d", text) or told_distance(text, one=True))
    if today and is_word and (day := _parsed(text, today, "relative-time", ())):
        return day
    if today is not None and not re.search(r"\d", text):
        day = _parsed(text, today, "absolute-time", ()) if _weekdays(text) else None
        # Further away, another word was taken for a number: "Freitag acht" is no 8 February.
        day = day if day and timedelta(0) < day - today <= timedelta(days=7) else None
    else:
        day = _date(text, today)
    return day if day and _weekdays(text) <= {day.weekday()} else None


def _counted(text: str, today: date) -> date | None:
    """The day that is so many days, weeks, months or years from today."""
    length = length_ahead(text)
    amounts = told_distance(length) if length else None
    if not amounts or amounts.keys() & {"minute", "hour"}:
        return None
    months = today.month - 1 + amounts.get("month", 0) + 12 * amounts.get("year", 0)
    year, month = today.year + months // 12, months % 12 + 1
    try:
        last = calendar.monthrange(year, month)[1]
        return date(year, month, min(today.day, last)) + timedelta(
            days=days_and_minutes(amounts)[0]
        )
    except (ValueError, OverflowError):
        return None


def why_no_day(text: str, today: date | None) -> UsageError | None:
    """What is wrong with words that are nearly a date: its month, its weekday, its day."""
    found = _MONTH_FIRST.fullmatch(text)
    if found:
        right = f"{found[2]}/{found[1]}{found[3]}"
        return SaidError("day_month_first", text=quoted(text), right=right)
    weekdays = _weekdays(text)
    day = _date(_without_weekdays(text), today) if weekdays else None
    if day:
        names = [_weekday(one) for one in sorted(weekdays)]
        others = names[0] if len(names) == 1 else said("zone_or", others=names[0], last=names[1])
        told = Said(lambda language: in_words(day, language))
        return SaidError("day_weekday", day=told, weekday=_weekday(day.weekday()), others=others)
    return _no_such_day(text)


def _no_such_day(text: str) -> UsageError | None:
    """For a day that its month is too short for: the last one that the month has is looked for."""
    has_year = re.search("[0-9]{4}", text)
    for last in (30, 29, 28) if has_year else (30, 29):
        shorter = re.sub(r"(?<!\d)(?:3[01]|29)(?!\d)", str(last), text, count=1)
        day = _date(shorter, date(2000, 1, 1)) if shorter != text else None
        if day is not None and day.day == last:
            is_other = day.month != _FEBRUARY
            days: object = last if is_other else said("zone_or", others=28, last=29)
            return SaidError("day_too_late", text=quoted(text), month=_month(day), days=days)
    return None


def _weekday(number: int) -> Said:
    return Said(lambda language: weekday_in_words(number, language))


def _month(day: date) -> Said:
    return Said(lambda language: month_alone_in_words(day, language))


def _date(text: str, today: date | None) -> date | None:
    """The date that the text is; one without its year is the next one, which may be today."""
    parts = ("day", "month", "year") if today is None else ("day", "month")
    since = (today or date(2000, 1, 1)) - timedelta(days=1)
    day = _parsed(text, since, "absolute-time", parts)
    return day if day and _is_accounted_for(text, day, since) else None


def _parsed(text: str, today: date, parser: str, parts: tuple[str, ...]) -> date | None:
    found: datetime | None = _reader(today, parser, parts).get_date_data(text).date_obj
    # A zone or a time in what should be a day alone means that something else was meant.
    if found is None or found.tzinfo is not None or found.time() != time.min:
        return None
    return found.date()


@derived
def _languages() -> list[str]:
    """The languages that we speak, in the order in which a word is one of theirs."""
    return [one.language for one in tables() if one.language in spoken()]


@functools.lru_cache(maxsize=16)
def _reader(today: date, parser: str, parts: tuple[str, ...]) -> Any:
    # Imported when first needed: few commands read dates in words, and it takes a while.
    from dateparser.date import DateDataParser

    settings: dict[str, Any] = {
        "DATE_ORDER": "DMY",
        "STRICT_DATE_ORDER": "all",
        "PREFER_DATES_FROM": "future",
        "RELATIVE_BASE": datetime.combine(today, time.min),
        "REQUIRE_PARTS": list(parts),
        "PARSERS": [parser],
    }
    return DateDataParser(languages=_languages(), use_given_order=True, settings=settings)


def _is_accounted_for(text: str, day: date, since: date) -> bool:
    """Whether each number of the text is a part of the date, and none stands there twice."""
    left = [day.day, day.month, day.year]
    for number in re.findall(r"\d+", text):
        value = int(number)
        is_near = day.year - since.year <= _MAX_YEARS
        if value not in left and len(number) == 2 and value == day.year % 100 and is_near:
            value = day.year
        if value not in left:
            return False
        left.remove(value)
    return True


@derived
def _first_of_month() -> re.Pattern[str]:
    """The first day of a month in a word or as "1.º", where its month is behind it."""
    words = one_of(way for code in spoken() for way in ways(table(code).ordinals[1]))
    return compiled(rf"(?<!\w)(?:{words})(?={of_month()})")


def _without_weekdays(text: str) -> str:
    names = _weekday_names()
    kept = re.sub(r"\w+", lambda word: "" if word[0].lower() in names else word[0], text)
    return kept.strip(" ,.")


def _weekdays(text: str) -> set[int]:
    """The weekdays that the text names; Monday is 0."""
    names = _weekday_names()
    return {names[word] for word in re.findall(r"\w+", text.lower()) if word in names}


@functools.cache
def _weekday_names() -> dict[str, int]:
    from babel.dates import get_day_names

    # Shortened French ones are left out: "mar" is a month to most.
    sources = [("wide", language) for language in _languages()] + [("abbreviated", "en")]
    return {
        name.lower(): number
        for width, language in sources
        for number, name in get_day_names(width, locale=language).items()
    }
