"""When an event is, in the words of a person: its start and its end, in its zone."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

from forumbot.errors import UsageError
from forumbot.language.patterns import ways
from forumbot.language.said import SaidError, said, words_of
from forumbot.language.table import derived, parsed
from forumbot.reminders.checks import CONTROL, is_seen, quoted, zone_of
from forumbot.reminders.day_words import without_ending, without_lasting
from forumbot.reminders.distances import days_and_minutes, told_distance
from forumbot.reminders.events import Event
from forumbot.reminders.moments import Moment, end_of, instant, offset_in, read_moment, read_time
from forumbot.reminders.ranges import split_range

MAX_WORDS = 300
_DAY = timedelta(days=1)
_HOURS_ALONE = re.compile(r"\+?\s*[0-9]{1,2} ?[hu](?: ?[0-9]{2})?", re.IGNORECASE)
_END_OF_DAY = re.compile(r"^(?:at )?24(?:[:.h]00)?(?: ?(?:h|u|uhr|uur))?$", re.IGNORECASE)
# An end by the clock that is earlier than the start is one of the next morning up to this length,
# as in "22:00 to 02:00"; beyond it the two were mistaken.
_NIGHT = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class When:
    """When an event is, in local times."""

    starts: Moment
    ends: Moment | None
    timezone: str

    @staticmethod
    def read(
        starts: str, ends: str | None, timezone: str, now: datetime, day: date | None = None
    ) -> "When":
        """When that is; a time alone is one of the ``day``, without it the next."""
        local = now.astimezone(ZoneInfo(timezone))
        with about("about_start"):
            text = one_line(starts, MAX_WORDS)
            whole = split_range(text)
            if whole and ends:
                raise SaidError("entry_end_twice", text=quoted(text))
            begins = whole.first if whole else text
            clock = read_time(begins) if day else None
            if day is not None and clock is not None:
                first = Moment(datetime.combine(day, clock), is_day=False)
            else:
                first = read_moment(begins, local.date(), clock=local.time(), zone=timezone)
            ends = whole.last if whole else ends and _there(ends, text)
        return When(first, _end(ends, first, timezone) if ends else None, timezone)

    @staticmethod
    def of(event: Event) -> "When":
        """When an event is."""
        starts = Moment(_local(event.starts_at, event.timezone), event.all_day)
        if event.all_day:
            starts = _whole_day(event.starts_on)
        if event.ends_at is None:
            return When(starts, None, event.timezone)
        if event.all_day:
            return When(starts, _whole_day(event.ends_on), event.timezone)
        ends = Moment(_local(event.ends_at, event.timezone), is_day=False)
        return When(starts, ends, event.timezone)

    def changed(
        self, starts: str | None, ends: str | None, timezone: str | None, now: datetime
    ) -> "When":
        """When it is with what the words change; without a new end it lasts as long as before."""
        zone = self.timezone if timezone is None else zone_in(timezone)
        first = self.starts
        given = None if ends is None else given_words(ends)
        if starts is not None:
            read = When.read(starts, given, zone, now, self.starts.local.date())
            if read.ends is not None:
                return read
            first = read.starts
        if ends is None:
            return When(first, self._moved_end(first), zone)
        return When(first, _end(given, first, zone) if given else None, zone)

    def _moved_end(self, first: Moment) -> Moment | None:
        """The end that keeps the length of the event."""
        if self.ends is None:
            return None
        if first.is_day != self.starts.is_day:
            if self.ends.local.date() == self.starts.local.date():
                return None
            raise SaidError("entry_lasts_days")
        moved = first.local + (self.ends.local - self.starts.local)
        return Moment(moved, is_day=first.is_day)

    def starts_at(self) -> datetime:
        """The instant of the start, in the zone."""
        with about("about_start"):
            return instant(self.starts, self.timezone)

    def ends_at(self) -> datetime | None:
        """The instant of the end, none where none is known."""
        if self.ends is None:
            return None
        with about("about_end"):
            return end_of(self.ends, self.starts, self.timezone)

    def values(self) -> dict[str, Any]:
        """As an event has them, by the names of its fields."""
        return {
            "starts_at": self.starts_at(),
            "ends_at": self.ends_at(),
            "all_day": self.starts.is_day,
            "timezone": self.timezone,
        }


def _end(words: str, starts: Moment, timezone: str) -> Moment:
    """The end: how long it lasts, the next time of the clock, or a moment from the start on."""
    with about("about_end"):
        text = _END_OF_DAY.sub("0:00", without_ending(one_line(words, MAX_WORDS)))
        clock = None if starts.is_day else read_time(text)
        if clock is not None and _is_length(text, clock, starts):
            clock, text = None, text.lstrip("+ ")
        if clock is not None:
            ends = datetime.combine(starts.local, clock)
            is_near = clock == time() or ends + _DAY - starts.local <= _NIGHT
            is_at_night = ends < starts.local and is_near
            return Moment(ends + _DAY if is_at_night else ends, is_day=False)
        length = told_distance(without_lasting(text.lower()))
        if length is not None:
            return _lasting(length, text, starts, timezone)
        at = None if starts.is_day else starts.local.time()
        return read_moment(text, starts.local.date(), clock=at, zone=timezone)


def _is_length(text: str, clock: time, starts: Moment) -> bool:
    """Whether "2h" is two hours and not two o'clock: where that hour of the day has gone by."""
    is_length = _HOURS_ALONE.fullmatch(text) or told_distance(text.lower())
    return bool(is_length) and clock <= starts.local.time()


def _there(ends: str, starts: str) -> str:
    """An end that is a time alone has the offset of its start."""
    offset = offset_in(starts)
    return f"{ends} {offset[0].strip()}" if offset and read_time(ends) is not None else ends


def _lasting(length: Mapping[str, int], text: str, starts: Moment, timezone: str) -> Moment:
    """When it ends that lasts so long; days count by the calendar, and the first is one of them."""
    days, minutes = days_and_minutes(length)
    if length.keys() & {"month", "year"} or (starts.is_day and (minutes or not days)):
        raise SaidError("entry_no_length", text=quoted(text))
    if starts.is_day:
        return Moment(starts.local + timedelta(days=days - 1), is_day=True)
    later = instant(Moment(starts.local + timedelta(days=days), is_day=False), timezone)
    ends_at = later.astimezone(UTC) + timedelta(minutes=minutes)
    return Moment(_local(ends_at, timezone), is_day=False)


def _whole_day(day: date) -> Moment:
    return Moment(datetime(day.year, day.month, day.day), is_day=True)


def _local(instant_at: datetime, timezone: str) -> datetime:
    return instant_at.astimezone(ZoneInfo(timezone)).replace(tzinfo=None, fold=0)


def is_over(starts: Moment, starts_at: datetime, now: datetime) -> bool:
    """Whether a start has gone by; a day has once the next one has begun."""
    if starts.is_day:
        return starts.local.date() < now.astimezone(starts_at.tzinfo).date()
    return starts_at.astimezone(UTC) <= now


def has_begun(event: Event, now: datetime) -> bool:
    """Whether an event has begun, a day of a series alone, of a series its first."""
    when = When.of(event)
    return is_over(when.starts, event.starts_at, now)


# Words


@contextmanager
def about(what: str) -> Iterator[None]:
    """Says of what a check speaks, by the key of its phrase."""
    try:
        yield
    except (ValueError, UsageError, OverflowError) as error:
        raise SaidError("entry_about", what=said(what), why=words_of(error)) from None


def one_line(text: str, most: int) -> str:
    """The text on one line, not empty and not too long."""
    if len(text) > most:
        raise SaidError("entry_long", count=len(text), most=most)
    line = " ".join(text.split())
    if not any(is_seen(letter) for letter in line):
        raise SaidError("entry_empty")
    if CONTROL.search(line):
        raise SaidError("entry_control")
    return line


def given_words(words: str | None) -> str | None:
    """The words, unless they say that there is nothing."""
    return None if words is None or words.strip().lower() in _nothing() else words


@derived
def _nothing() -> frozenset[str]:
    """What takes a place, an address, an end, themes or a repetition away from an event."""
    said = parsed(files("forumbot.language") / "nothing.yaml").values()
    return frozenset({"", "-", "–", *(way for words in said for way in ways(words))})


def zone_in(words: str) -> str:
    """The time zone that the words name."""
    with about("about_zone"):
        return zone_of(one_line(words, MAX_WORDS))
