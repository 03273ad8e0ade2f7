"""A day, or a local time of a day: read from words, and put into a zone.

The time is taken out of the words here, and the day is left to ``days``.
"""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import NamedTuple
from zoneinfo import ZoneInfo

from forumbot.errors import UsageError
from forumbot.language.days_in_words import in_words
from forumbot.language.patterns import compiled, one_of
from forumbot.language.said import Said, SaidError, said
from forumbot.language.table import derived
from forumbot.reminders.checks import CONTROL, quoted
from forumbot.reminders.day_words import (
    length_ahead,
    of_month,
    without_article,
    without_starting,
    words_for,
)
from forumbot.reminders.days import read_day, unread, why_no_day
from forumbot.reminders.distances import told_distance
from forumbot.reminders.events import day_start, instant_of
from forumbot.reminders.moment_words import dotted, hour_of, in_digits
from forumbot.reminders.zones import hint_at_zones, is_abbreviation, zone_of_place

MAX_WORDS = 80
_YEARS = range(1900, 2200)
_ISO = re.compile("([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[T ]+([0-9]{2}:[0-9]{2}))?(?::00)?")
_HALF = r"(?P<half>[ap])\.?m\b\.?"
_HOUR = r"(?P<hour>[0-9]{1,2})"
_MINUTE = "(?P<minute>[0-9]{2})"
_END = r"(?![\w:])"
_STAMPS = range(  # with a day to spare for any zone
    int(datetime(_YEARS[0], 1, 2, tzinfo=UTC).timestamp()),
    int(datetime(_YEARS[-1], 12, 31, tzinfo=UTC).timestamp()),
)
_STAMP = re.compile("<t:(-?[0-9]{1,11})(?::[A-Za-z])?>")
_OFFSET = re.compile(
    r"\s*(?:(?:UTC|GMT)\s*(?P<of_utc>[+\-−][0-9]{1,2})?|(?<![A-Za-z])(?P<utc>Z)|"
    # A bare minus is one behind a time as ISO 8601 has it alone: "9:00-12:00" is from nine to noon.
    r"(?P<plain>\+[0-9]{2}|(?:(?<=T[0-9]{2}:[0-9]{2})|(?<=T[0-9]{2}:[0-9]{2}:00))-[0-9]{2}))"
    r"(?:(?<=[0-9]):?(?P<minutes>[0-9]{2}))?$",
    re.IGNORECASE,
)
_ABBREVIATED = re.compile(r"(?P<before>.*[0-9].*?)\s+\(?(?P<name>[A-Z]{3,5})\)?")
_LONGEST_PLACE = 3
_GERMAN = {"MEZ": "CET", "MESZ": "CEST"}
_LENGTHS = ("minute", "hour", "day")


class Moment(NamedTuple):
    """A day, from its midnight on, or a local time, before the zone is known."""

    local: datetime
    is_day: bool

    @property
    def said(self) -> Said:
        """As it is said to people, as in ``14 March 2019, 09:30``."""
        clock = "" if self.is_day else f", {self.local:%H:%M}"
        return Said(lambda language: f"{in_words(self.local.date(), language)}{clock}")

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
            raise ValueError(said("moment_skipped", moment=moment, zone=timezone))
    elif found.replace(tzinfo=None) != moment.local:
        first = f"{found:%Y-%m-%d %H:%M}"
        raise ValueError(said("moment_gap", moment=moment, zone=timezone, first=first))
    elif found.utcoffset() != found.replace(fold=1).utcoffset():
        utc = f"{found.astimezone(UTC):%Y-%m-%d %H:%M}"
        raise ValueError(said("moment_double", moment=moment, zone=timezone, utc=utc))
    return found


def end_of(ends: Moment, starts: Moment, timezone: str) -> datetime:
    """The instant at which an event is over; of one that takes whole days, after the last one.

    Raises ``ValueError`` where the end is not after the start, or cannot be as :func:`instant`.
    """
    if ends.is_day != starts.is_day:
        raise ValueError(said("ends_mixed"))
    if ends.is_day:
        ends_at = day_start(ends.local.date() + timedelta(days=1), timezone)
    else:
        ends_at = instant(ends, timezone)
    if ends_at.astimezone(UTC) <= instant(starts, timezone):
        raise ValueError(said("ends_before", ends=ends.said, starts=starts.said))
    return ends_at


def read_moment(
    words: str, today: date | None = None, *, clock: time | None = None, zone: str | None = None
) -> Moment:
    """The day or local time that the words name, such as ``14 March 2027`` or ``Friday at 9``.

    Read are the nine languages of the phrases, the day before the month, and times as they are
    said ("halb zehn"). Without ``today`` they
    must be a date with its year; with it they may count from that day, and a date without its
    year is the next one. With the ``clock`` of today as well, a time alone is the next such time,
    and "in 30 minutes" is read. With the ``zone`` of these, what has an offset or is a timestamp of
    Discord's is put into it. Words without a time are a day. Raises :class:`UsageError` for
    anything else.
    """
    text = " ".join(words.split())
    if not 0 < len(text) <= MAX_WORDS or CONTROL.search(text):
        raise unread(words, today)
    text = dotted(text)
    return _said_aloud(text, today, clock, zone) or _written(text, words, today, clock, zone)


def _said_aloud(
    text: str, today: date | None, clock: time | None, zone: str | None
) -> Moment | None:
    """What the text is with a time that it says aloud; none where that may be two moments."""
    found: set[Moment] = set()
    for told in in_digits(text):
        try:
            found.add(_written(told, text, today, clock, zone))
        except UsageError:
            continue
    return found.pop() if len(found) == 1 else None


def _written(
    text: str, words: str, today: date | None, clock: time | None, zone: str | None
) -> Moment:
    found = _iso(text, words, today)
    for read in (_of_offset, _of_abbreviation, _of_place, _in_a_while) if zone else ():
        found = found or read(text, today, clock, zone or "")
    return found or _worded(text, words, today, clock)


def _worded(text: str, words: str, today: date | None, clock: time | None) -> Moment:
    rest, at = _split_time(text)
    rest = rest.strip(" ,;").removesuffix(" .")
    # "Em" stands before a day as before how long it is until then.
    if told_distance(length_ahead(rest) or "") is None:
        rest = without_article(rest)
    if at is not None and today is not None and clock is not None and not rest:
        day: date | None = today if at > clock else today + timedelta(days=1)
    else:
        day = read_day(rest, today)
    if day is None or day.year not in _YEARS:
        raise why_no_day(rest, today) or unread(words, today)
    return Moment(datetime.combine(day, at or time.min), is_day=at is None)


def _of_offset(text: str, today: date | None, clock: time | None, zone: str) -> Moment | None:
    """What is an instant by itself, a timestamp of Discord's or a time with an offset, there."""
    stamp = _STAMP.fullmatch(text)
    if stamp:
        seconds = int(stamp[1])
        if seconds not in _STAMPS:
            raise unread(text, today)
        return _put_into(zone, datetime.fromtimestamp(seconds, UTC))
    found = offset_in(text)
    if found is None:
        return None
    hours = int((found["of_utc"] or found["plain"] or "0").replace("−", "-"))
    minutes = int(found["minutes"] or 0) * (-1 if "-" in found[0].replace("−", "-") else 1)
    if abs(hours) > 14 or abs(minutes) > 59:
        return None
    there = timezone(timedelta(hours=hours, minutes=minutes))
    since, at = today, clock
    if today is not None and clock is not None:
        local = datetime.combine(today, clock, ZoneInfo(zone)).astimezone(there)
        since, at = local.date(), local.time()
    moment = read_moment(text[: found.start()], since, clock=at)
    return None if moment.is_day else _put_into(zone, moment.local.replace(tzinfo=there))


def _of_abbreviation(text: str, today: date | None, clock: time | None, zone: str) -> Moment | None:
    """A time with the name of the zone's time, such as CET, which is that of the day or refused."""
    found = _ABBREVIATED.fullmatch(text)
    if found is None:
        return None
    name = _GERMAN.get(found["name"], found["name"])
    moment = read_moment(found["before"], today, clock=clock) if is_abbreviation(name) else None
    if moment is None or moment.is_day:
        return None
    there = moment.local.replace(tzinfo=ZoneInfo(zone)).tzname()
    if there != name:
        hint = hint_at_zones(name)
        raise SaidError("time_of_another_zone", text=quoted(found["name"]), zone=zone, hint=hint)
    return moment


def _of_place(text: str, today: date | None, clock: time | None, zone: str) -> Moment | None:
    """A time of another place, such as "19:00 Europe/Paris" or "19:00 (Tokyo time)"."""
    said = text.removesuffix(")").removesuffix(" time").split()
    for count in range(min(_LONGEST_PLACE, len(said) - 1), 0, -1):
        before, place = " ".join(said[:-count]), " ".join(said[-count:]).removeprefix("(")
        there = zone_of_place(place)
        if there is not None and any(letter.isdigit() for letter in before):
            return _there(before.strip(" ,"), there, today, clock, zone)
    return None


def _there(
    text: str, there: str, today: date | None, clock: time | None, zone: str
) -> Moment | None:
    """A time in a zone as one of another; None for a day, which is the same everywhere."""
    since, at = today, clock
    if today is not None and clock is not None:
        local = datetime.combine(today, clock, ZoneInfo(zone)).astimezone(ZoneInfo(there))
        since, at = local.date(), local.time()
    moment = read_moment(text, since, clock=at)
    return None if moment.is_day else _put_into(zone, instant(moment, there))


def offset_in(text: str) -> re.Match[str] | None:
    """The offset from UTC that ends a text with a time, such as "UTC+2" or "Z"."""
    found = _OFFSET.search(text)
    if found is None:
        return None
    before = dotted(text[: found.start()])
    is_time = _ISO.fullmatch(before) or any(pattern.search(before) for pattern in _times())
    return found if is_time else None


def _put_into(zone: str, instant_at: datetime) -> Moment:
    return Moment(instant_at.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0), is_day=False)


def _in_a_while(text: str, today: date | None, clock: time | None, zone: str) -> Moment | None:
    """ "In 30 minutes", of real time from now; what counts in days alone is no such while."""
    length = length_ahead(text)
    if length is None or today is None or clock is None:
        return None
    amounts = told_distance(length) or {}
    if not amounts.keys() & {"minute", "hour"} or not amounts.keys() <= set(_LENGTHS):
        return None
    now = datetime.combine(today, clock, ZoneInfo(zone)).replace(second=0, microsecond=0)
    ahead = timedelta(**{f"{unit}s": number for unit, number in amounts.items()})
    try:
        return _put_into(zone, now.astimezone(UTC) + ahead)
    except OverflowError:
        return None


def _split_time(text: str) -> tuple[str, time | None]:
    """The text without the time of day in it, and that time."""
    found: re.Match[str] | None = None
    for pattern in _times():
        found = found or pattern.search(text)
    if found is None:
        return text, None
    rest = without_starting(text[: found.start()]) + text[found.end() :]
    if any(pattern.search(rest) for pattern in _times()):
        raise SaidError("time_twice", text=quoted(text))
    return rest, _clock(found)


def read_time(text: str) -> time | None:
    """The time of day that the text is and nothing else: ``9``, ``18:00``, ``6 pm``, ``halb zehn``.

    Raises :class:`UsageError` for one that no clock shows.
    """
    if len(text) > MAX_WORDS:
        return None
    found = _time_in(text)
    if found is not None:
        return found
    told = {_time_in(one) for one in in_digits(text)} - {None}
    if len(told) == 1:
        return told.pop()
    hour = hour_of(text)
    return None if hour is None else time(hour % 24)


def _time_in(text: str) -> time | None:
    told = (text, f"at {_behind_at(text)}")
    found = next(filter(None, (way.fullmatch(one) for one in told for way in _times())), None)
    return _clock(found) if found else None


def _clock(found: re.Match[str]) -> time:
    groups = found.groupdict()
    if groups.get("noon") or groups.get("midnight"):
        return time(12 if groups.get("noon") else 0)
    hour, minute = int(groups["hour"]), int(groups.get("minute") or 0)
    half = (groups.get("half") or "").lower()
    hours = range(1, 13) if half else range(24)
    if hour not in hours or minute > 59:
        raise SaidError("time_of_no_clock", text=quoted(found[0].strip()))
    return time(hour % 12 + 12 * (half == "p") if half else hour, minute)


def _iso(text: str, words: str, today: date | None) -> Moment | None:
    found = _ISO.fullmatch(text)
    if found is None:
        return None
    try:
        local = datetime.fromisoformat(" ".join(filter(None, found.groups())))
    except ValueError:
        raise why_no_day(found[1], today) or unread(words, today) from None
    if local.year not in _YEARS:
        raise unread(words, today)
    return Moment(local, is_day=found[2] is None)


# The words of the languages


@derived
def _times() -> tuple[re.Pattern[str], ...]:
    """The ways to write a time in digits, noon and midnight, in the order in which they count."""
    at, bare, behind = _at(), one_of(words_for("o_clock")), one_of(words_for("o_clock_at"))
    clock, last = rf"{_HOUR}(?:\.{_MINUTE})?", one_of(words_for("before_last_hour"))
    noon, midnight = (one_of(words_for(f"{what}_alone")) for what in ("noon", "midnight"))
    return tuple(
        compiled(pattern)
        for pattern in (
            rf"{at}?(?<![\w:.]){_HOUR}[:hu]{_MINUTE}(?::00)?"
            rf"(?:\s*{_HALF}|\s*(?:{bare}|{behind}))?{_END}",
            rf"{at}{clock}(?:\s*{_HALF}|\s*(?:{bare}|{behind}))?{_END}(?!{of_month()})",
            rf"(?<![\w:.]){clock}(?:\s*{_HALF}|\s*(?:{bare})){_END}",
            rf"(?<=[\w.,] )(?:{last})\s+{_HOUR}$",  # elsewhere it is an article of another language
            rf"{at}?(?<!\w)(?:(?P<noon>{noon})|(?P<midnight>{midnight}))(?!\w)",
        )
    )


@derived
def _at() -> str:
    """The source of a pattern for what stands before an hour, and what parts the two."""
    words = words_for("before_hour")
    signs = [one for one in words if not any(map(str.isalpha, one))]
    return rf"(?:(?<!\w)(?:{one_of(set(words) - set(signs))})\s+|(?:{one_of(signs)})\s*)"


def _behind_at(text: str) -> str:
    """A text without what stands before an hour that it begins with."""
    return compiled(_at()).sub("", text, count=1) if compiled(_at()).match(text) else text
