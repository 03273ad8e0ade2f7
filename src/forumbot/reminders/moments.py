"""A day, or a local time of a day: read from words, and put into a zone.

The time is taken out of the words here and the day is left to dateparser, which loses the time of
"Friday at 9". What it would guess at is refused: a month without a day, a number that has no place
in the date, a weekday that the date does not fall on.
"""

import functools
import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple

from forumbot.errors import UsageError
from forumbot.reminders.checks import CONTROL, quoted
from forumbot.reminders.events import day_start, instant_of

MAX_WORDS = 80
_YEARS = range(1900, 2200)
_LANGUAGES = ["en", "de", "fr"]
_EXAMPLES = "14 March 2019, 14/03/2019 09:30 or next Friday at 14:00"
_EXAMPLES_WITH_YEAR = "10 March 2019 at 9:00"

_ISO = re.compile("([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[T ]+([0-9]{2}:[0-9]{2}))?(?::00)?")
_HALF = r"(?P<half>[ap])\.?m\b\.?"
_AT = r"(?:(?:\b(?:at|um)|(?<!\w)à)\s+|@\s*)"
_HOUR = r"(?P<hour>[0-9]{1,2})"
_MINUTE = "(?P<minute>[0-9]{2})"
_END = r"(?![\w:])"
_TIMES = tuple(
    re.compile(pattern, re.IGNORECASE | re.ASCII)
    for pattern in (
        rf"{_AT}?(?<![\w:.]){_HOUR}[:h]{_MINUTE}(?::00)?(?:\s*{_HALF}|\s*uhr)?{_END}",
        rf"{_AT}{_HOUR}(?:\.{_MINUTE})?(?:\s*{_HALF}|\s*(?:uhr|h|o['’]clock))?{_END}",
        rf"(?<![\w:.]){_HOUR}(?:\s*{_HALF}|\s*(?:uhr|o['’]clock)){_END}",
        r"(?:\bat\s+)?\b(?P<noon>noon|midday)\b",
    )
)


class Moment(NamedTuple):
    """A day, from its midnight on, or a local time, before the zone is known."""

    local: datetime
    is_day: bool

    def __str__(self) -> str:
        return f"{self.local:%Y-%m-%d}" if self.is_day else f"{self.local:%Y-%m-%d %H:%M}"


def instant(moment: Moment, timezone: str) -> datetime:
    """The one instant of a moment, in its zone.

    Raises ``ValueError`` for a time that a change of the clocks skips or doubles, and for a day
    that the zone skipped.
    """
    found = instant_of(moment.local, timezone)
    if moment.is_day:
        if found.date() != moment.local.date():
            raise ValueError(f"{moment} is a day that {timezone} skipped; correct it")
    elif found.replace(tzinfo=None) != moment.local:
        raise ValueError(
            f'"{moment}" does not exist in {timezone}, where the clocks go forward past it; '
            f'the first time after it is "{found:%Y-%m-%d %H:%M}"'
        )
    elif found.utcoffset() != found.replace(fold=1).utcoffset():
        raise ValueError(
            f'"{moment}" comes twice in {timezone}, where the clocks go back; choose another time, '
            f'or write "{found.astimezone(UTC):%Y-%m-%d %H:%M}" with timezone Etc/UTC for the '
            "first of the two"
        )
    return found


def end_of(ends: Moment, starts: Moment, timezone: str) -> datetime:
    """The instant at which an event is over; of one that takes whole days, after the last one.

    Raises ``ValueError`` where the end is not after the start, or cannot be as :func:`instant`.
    """
    if ends.is_day != starts.is_day:
        message = "starts and ends mix a date and a time; give both as dates or both as times"
        raise ValueError(message)
    if ends.is_day:
        ends_at = day_start(ends.local.date() + timedelta(days=1), timezone)
    else:
        ends_at = instant(ends, timezone)
    if ends_at.astimezone(UTC) <= instant(starts, timezone):
        raise ValueError(f"it ends ({ends}) before it starts ({starts}); correct one")
    return ends_at


def read_moment(words: str, today: date | None = None) -> Moment:
    """The day or local time that the words name, such as ``14 March 2019`` or ``Friday at 9``.

    Read are English, German and French, the day before the month. Without ``today`` the words
    must be a date with its year; with it they may count from that day, and a date without its
    year is the next one. Words without a time are a day. Raises :class:`UsageError` for anything
    else.
    """
    text = " ".join(words.split())
    if not 0 < len(text) <= MAX_WORDS or CONTROL.search(text):
        raise _unread(words, today)
    iso = _ISO.fullmatch(text)
    if iso:
        return _iso_moment(iso, words, today)
    rest, clock = _split_time(text)
    day = _day(re.sub("^(on|the|am|le) ", "", rest.strip(" ,.;"), flags=re.IGNORECASE), today)
    if day is None or day.year not in _YEARS:
        raise _unread(words, today)
    return Moment(datetime.combine(day, clock or time.min), is_day=clock is None)


def _split_time(text: str) -> tuple[str, time | None]:
    """The text without the time of day in it, and that time."""
    found: re.Match[str] | None = None
    for pattern in _TIMES:
        found = found or pattern.search(text)
    if found is None:
        return text, None
    rest = text[: found.start()] + text[found.end() :]
    if any(pattern.search(rest) for pattern in _TIMES):
        raise UsageError(f"{quoted(text)} has two times; give one")
    return rest, _clock(found)


def read_time(text: str) -> time | None:
    """The time of day that the text is and nothing else: ``9``, ``18:00``, ``9.30``, ``6 pm``.

    Raises :class:`UsageError` for one that no clock shows.
    """
    if len(text) > MAX_WORDS:
        return None
    told = f"at {re.sub('^(at|um|à) ', '', text)}"
    found = next(filter(None, (pattern.fullmatch(told) for pattern in _TIMES)), None)
    return _clock(found) if found else None


def _clock(found: re.Match[str]) -> time:
    groups = found.groupdict()
    if groups.get("noon"):
        return time(12)
    hour, minute = int(groups["hour"]), int(groups.get("minute") or 0)
    half = (groups.get("half") or "").lower()
    hours = range(1, 13) if half else range(24)
    if hour not in hours or minute > 59:
        raise UsageError(f"{quoted(found[0].strip())} is on no clock; write a time like 09:30")
    return time(hour % 12 + 12 * (half == "p") if half else hour, minute)


def _iso_moment(found: re.Match[str], words: str, today: date | None) -> Moment:
    try:
        local = datetime.fromisoformat(" ".join(filter(None, found.groups())))
    except ValueError:
        raise _unread(words, today) from None
    if local.year not in _YEARS:
        raise _unread(words, today)
    return Moment(local, is_day=found[2] is None)


def _unread(words: str, today: date | None) -> UsageError:
    examples = _EXAMPLES if today else _EXAMPLES_WITH_YEAR
    return UsageError(f"{quoted(words)} cannot be read as a date; write it like {examples}")


# Days


def _day(text: str, today: date | None) -> date | None:
    """The day that the text names; none if it is not all understood."""
    if not text:
        return None
    # "Next month" is no day, whatever dateparser makes of it.
    is_named = re.match("(next|last|this) ", text, re.IGNORECASE)
    if today and not is_named and (counted := _parsed(text, today, "relative-time", ())):
        return counted
    if today is not None and not re.search(r"\d", text):
        day = _parsed(text, today, "absolute-time", ()) if _weekdays(text) else None
    else:
        day = _date(text, today)
    return day if day and _weekdays(text) <= {day.weekday()} else None


def _date(text: str, today: date | None) -> date | None:
    """The date that the text is; one without its year is the next one, which may be today."""
    parts = ("day", "month", "year") if today is None else ("day", "month")
    since = (today or date(2000, 1, 1)) - timedelta(days=1)
    day = _parsed(text, since, "absolute-time", parts)
    return day if day and _is_accounted_for(text, day) else None


def _parsed(text: str, today: date, parser: str, parts: tuple[str, ...]) -> date | None:
    found: datetime | None = _reader(today, parser, parts).get_date_data(text).date_obj
    # A zone or a time in what should be a day alone means that something else was meant.
    if found is None or found.tzinfo is not None or found.time() != time.min:
        return None
    return found.date()


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
    return DateDataParser(languages=_LANGUAGES, use_given_order=True, settings=settings)


def _is_accounted_for(text: str, day: date) -> bool:
    """Whether each number of the text is a part of the date, and none stands there twice."""
    left = [day.day, day.month, day.year]
    for number in re.findall(r"\d+", text):
        value = int(number)
        if value not in left and len(number) == 2 and value == day.year % 100:
            value = day.year
        if value not in left:
            return False
        left.remove(value)
    return True


def _weekdays(text: str) -> set[int]:
    """The weekdays that the text names; Monday is 0."""
    names = _weekday_names()
    return {names[word] for word in re.findall(r"\w+", text.lower()) if word in names}


@functools.cache
def _weekday_names() -> dict[str, int]:
    from babel.dates import get_day_names

    # Shortened French ones are left out: "mar" is a month to most.
    sources = [("wide", language) for language in _LANGUAGES] + [("abbreviated", "en")]
    return {
        name.lower(): number
        for width, language in sources
        for number, name in get_day_names(width, locale=language).items()
    }
