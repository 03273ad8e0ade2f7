"""A calendar file that others follow: written whole, and never from nothing or by mistake."""

import codecs
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

import icalendar

from forumbot.errors import ForumbotError
from forumbot.reminders.calendar_state import BELIEVED_AFTER
from forumbot.reminders.events import Event, in_order, occurrences, series_of, upcoming
from forumbot.whole_files import write_whole

_MAX_FEED_BYTES = 32 * 1024 * 1024
"""More than the calendar of 10,000 events takes; a larger file is no feed of ours."""
_MAX_HEAD_BYTES = 1024
_SUFFIXES = (".ics", ".ical", ".icalendar")
_END_OF_TIME = datetime.max.replace(tzinfo=UTC)


def events_of_feed(events: Sequence[Event], now: datetime, *, with_past: bool) -> tuple[Event, ...]:
    """The events that stand in a feed: all, or those to come, a series as itself.

    Where nothing is to come it is what was last: readers refuse a calendar without an event, and
    those who follow one keep what they know.
    """
    taking_place = [event for event in events if _takes_place(event)]
    if with_past:
        return in_order(taking_place)
    ids = {series_of(event.event_id) for event in upcoming(taking_place, now)}
    coming = [event for event in taking_place if event.event_id in ids]
    return in_order(coming) or in_order(taking_place)[-1:]


def _takes_place(event: Event) -> bool:
    return next(occurrences(event, event.starts_at, _END_OF_TIME), None) is not None


def write_feed(
    feed: Path, content: bytes, events: Sequence[Event], now: datetime, *, since: datetime | None
) -> None:
    """Put the calendar of ``events`` into the file ``feed``, which no reader sees by half.

    Raises :class:`ForumbotError` where it cannot be written, where something else stands in a file
    that is not named as a calendar, and where most of what is to come by the file that stands there
    would go at once. ``since`` is from when on the events stand as they
    do: after a day they are believed. None says that somebody has confirmed them.
    """
    if feed.suffix.lower() not in _SUFFIXES and _is_something_else(feed):
        raise ForumbotError(
            f"{feed}: left as it was, as it is no calendar file", "name another file with --ics"
        )
    is_young = since is not None and now.astimezone(UTC) - since.astimezone(UTC) < BELIEVED_AFTER
    lost, coming = _lost(feed, events, now) if is_young else ((), 0)
    if lost and 2 * len(lost) >= coming:
        names = ", ".join(f"“{title}”" for title in lost[:3])
        raise ForumbotError(
            f"{feed}: left as it was, as {len(lost)} of the {coming} events to come that stand in "
            f"it would go at once: {names}",
            "mend events.yaml, or say that it is meant so with 'forumbot events confirm'",
        )
    try:
        write_whole(feed, content)
    except OSError as error:
        raise ForumbotError(
            f"{feed}: cannot be written ({error.strerror}); name another file with --ics"
        ) from None


def _is_something_else(path: Path) -> bool:
    """Whether a file holds anything, and no calendar."""
    try:
        with path.open("rb") as file:
            begins = file.read(_MAX_HEAD_BYTES).removeprefix(codecs.BOM_UTF8).lstrip()
    except OSError:
        return False
    return bool(begins) and not begins.upper().startswith(b"BEGIN:VCALENDAR")


class _Entry(NamedTuple):
    uid: str
    title: str
    starts_on: date
    ends_on: date


def _lost(feed: Path, events: Sequence[Event], now: datetime) -> tuple[list[str], int]:
    """The titles of what is to come by a feed and is no more, and how much was to come by it."""
    ids = {f"{event.event_id}@forumbot" for event in events}
    known = {(event.title, event.starts_on) for event in events}
    today = now.astimezone(UTC).date()
    coming = [one for one in _entries(feed) if one.ends_on >= today]
    lost = [
        one.title for one in coming
        if one.uid not in ids and (one.title, one.starts_on) not in known
    ]  # fmt: skip
    return lost, len(coming)


def _entries(feed: Path) -> list[_Entry]:
    """What takes place by a feed of ours; nothing where there is no such file, or another."""
    try:
        if not feed.is_file():
            return []
        with feed.open("rb") as file:
            calendar = icalendar.Calendar.from_ical(file.read(_MAX_FEED_BYTES))
        return [
            _entry(one) for one in calendar.walk("VEVENT")
            if isinstance(one, icalendar.Event)
            and one.get("status") != "CANCELLED" and "recurrence-id" not in one
        ]  # fmt: skip
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return []


def _entry(entry: icalendar.Event) -> _Entry:
    ends_on = max(_day(entry.start), _day(entry.end))
    if entry.rrules:
        until = entry.rrules[0].get("UNTIL")
        ends_on = _day(until[0]) if until else date.max
    return _Entry(str(entry["uid"]), str(entry.get("summary", "")), _day(entry.start), ends_on)


def _day(value: date | datetime) -> date:
    return value.date() if isinstance(value, datetime) else value
