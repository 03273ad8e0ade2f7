"""Events, and the occurrences of those that recur, at their local time in their own zone.

Nothing here reads the clock: whoever asks what is upcoming hands in ``now``. Python compares two
times of one zone by what a clock on the wall shows, which says nothing in an hour that comes twice;
so instants are compared in UTC.
"""

import bisect
import itertools
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Any, Literal
from zoneinfo import ZoneInfo

from dateutil import tz
from dateutil.rrule import rrulestr

from forumbot.errors import EventsError
from forumbot.reminders.rules import MAX_OCCURRENCES, parse_rule, until_of

UPCOMING_OCCURRENCES = 10
_HORIZON = timedelta(days=36_525)
_OF_DAY = "@"

Status = Literal["confirmed", "cancelled"]


class EventKind(StrEnum):
    """What an event is."""

    FORUM = "forum"
    CONFERENCE = "conference"
    CLUSTER_WEEKS = "cluster-weeks"
    DEADLINE = "deadline"
    MEETING = "meeting"
    WEBINAR = "webinar"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Dispute:
    """Another source's value for one key of an event, as that source gives it."""

    field: str
    value: str
    source: str
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """One dated event, or a series where ``rrule`` is given.

    ``starts_at`` and ``ends_at`` are aware, in the event's own zone. ``ends_at`` is exclusive: for
    an all-day event it is the first instant of the day after the last one.
    ``excluded`` holds the days on which a series does not take place, and ``changed`` those that
    differ from the others, each as the occurrence that it is. ``leads`` are its own, in place of
    those of its kind, which do not count either where ``is_announced`` is False. ``recurs_at`` is
    when a day of a series would start by its rule. ``sequence`` counts the changes of an event, so
    that calendars take the newest.
    """

    event_id: str
    title: str
    kind: EventKind
    starts_at: datetime
    ends_at: datetime | None
    all_day: bool
    timezone: str
    place: str | None = None
    url: str | None = None
    themes: tuple[str, ...] = ()
    doc_id: str | None = None
    leads: tuple[str, ...] = ()
    disputed: tuple[Dispute, ...] = ()
    status: Status = "confirmed"
    rrule: str | None = None
    excluded: tuple[date, ...] = ()
    sequence: int = 0
    changed: tuple["Event", ...] = ()
    recurs_at: datetime | None = None
    is_announced: bool = True

    def __post_init__(self) -> None:
        if self.starts_at.tzinfo is None or (self.ends_at and self.ends_at.tzinfo is None):
            raise ValueError(f"event {self.event_id}: a time without a zone")

    @property
    def starts_on(self) -> date:
        """The first day, in the event's own zone."""
        return self.starts_at.date()

    @property
    def ends_on(self) -> date:
        """The last day (inclusive), in the event's own zone; the first one if no end is known."""
        if self.ends_at is None:
            return self.starts_on
        last = self.ends_at.astimezone(UTC) - timedelta.resolution
        return max(self.starts_on, last.astimezone(ZoneInfo(self.timezone)).date())

    def is_past(self, now: datetime) -> bool:
        """Whether the event is over at the aware instant ``now``.

        Without a known end, an all-day event lasts until its day is over, and a timed one
        (a deadline above all) until its instant has gone by.
        """
        instant = now.astimezone(UTC)
        if self.ends_at is not None:
            return instant >= self.ends_at
        if self.all_day:
            return instant >= day_start(self.starts_on + timedelta(days=1), self.timezone)
        return instant > self.starts_at

    def to_json(self) -> dict[str, Any]:
        """The ``events`` JSON: instants ISO 8601 with offset, for all-day events inclusive dates.

        ``ends_at`` is null where no end is known.
        """
        starts = self.starts_on if self.all_day else self.starts_at
        ends = self.ends_on if self.all_day and self.ends_at else self.ends_at
        return {
            "event_id": self.event_id,
            "title": self.title,
            "kind": self.kind.value,
            "starts_at": starts.isoformat(),
            "ends_at": ends and ends.isoformat(),
            "timezone": self.timezone,
            "place": self.place,
            "url": self.url,
            "doc_id": self.doc_id,
            "all_day": self.all_day,
            "status": self.status,
            "themes": list(self.themes),
            "disputed": [asdict(dispute) for dispute in self.disputed],
        }


def occurrences(event: Event, after: datetime, before: datetime) -> Iterator[Event]:
    """The occurrences of ``event`` that overlap the time from ``after`` up to ``before``.

    Both are aware. An event that does not recur yields itself. A series keeps its local time
    across changes of the clocks; a time that a change skips is as much later as the clocks go
    forward (RFC 5545, 3.3.5), one that a change doubles is the first of the two. At most 1,000 are
    given, by the days of the rule, none later than 100 years after the first. Raises
    ``EventsError`` for an ``rrule`` that is not valid.
    """
    return itertools.islice(_overlapping(event, after, before), MAX_OCCURRENCES)


def _overlapping(event: Event, after: datetime, before: datetime) -> Iterator[Event]:
    candidates = iter((event,)) if event.rrule is None else _series(event)
    limit = before.astimezone(UTC)
    begun = itertools.takewhile(lambda one: _by_rule(one) < limit, candidates)
    return (one for one in begun if one.starts_at < limit and not one.is_past(after))


def _by_rule(event: Event) -> datetime:
    return event.recurs_at or event.starts_at


def upcoming(events: Iterable[Event], now: datetime) -> tuple[Event, ...]:
    """What is not over at the aware instant ``now``, by start, then id.

    An event that is running is upcoming until it ends. Of a series, the next ten occurrences.
    """
    end_of_time = datetime.max.replace(tzinfo=UTC)
    coming: list[Event] = []
    for event in events:
        coming += itertools.islice(occurrences(event, now, end_of_time), UPCOMING_OCCURRENCES)
    return in_order(coming)


def past(events: Iterable[Event], now: datetime) -> tuple[Event, ...]:
    """What is over at the aware instant ``now``, by start, then id.

    Of a series, the last ten occurrences.
    """
    start_of_time = datetime.min.replace(tzinfo=UTC)
    over: list[Event] = []
    for event in events:
        begun = _overlapping(event, start_of_time, now)
        over += deque((one for one in begun if one.is_past(now)), UPCOMING_OCCURRENCES)
    return in_order(over)


def in_order(events: Iterable[Event]) -> tuple[Event, ...]:
    """All ``events`` by start, then id."""
    return tuple(sorted(events, key=lambda one: (one.starts_at.astimezone(UTC), one.event_id)))


# Local times


def instant_of(local: datetime, timezone: str) -> datetime:
    """The instant of a local time without zone; the first of two, or the first after a gap."""
    zone = ZoneInfo(timezone)
    instant = local.replace(tzinfo=zone, fold=0)
    if tz.datetime_exists(instant):
        return instant
    # A time within a gap is read by the offset before it as an instant after it, and vice versa.
    low = instant.replace(fold=1).astimezone(UTC)
    return clock_change(low, instant.astimezone(UTC), zone).astimezone(zone)


def day_start(day: date, timezone: str) -> datetime:
    """The first instant of a day, which is not midnight where the clocks skip that hour."""
    return instant_of(datetime.combine(day, time.min), timezone)


def clock_change(low: datetime, high: datetime, zone: ZoneInfo) -> datetime:
    """The first instant, to the second, at which ``zone`` has left the offset it has at ``low``.

    Instants are in UTC; the offset at ``high`` is another one, with one change in between.
    """
    second = timedelta(seconds=1)
    before = low.astimezone(zone).utcoffset()
    later = bisect.bisect_left(
        range((high - low) // second),
        True,
        key=lambda count: (low + count * second).astimezone(zone).utcoffset() != before,
    )
    return low + later * second


# Series


def rule_of(event: Event) -> dict[str, str]:
    """The parts of the event's ``rrule``, such as ``{"FREQ": "WEEKLY"}``; empty without one.

    Raises ``EventsError`` if the rule is not valid.
    """
    if event.rrule is None:
        return {}
    try:
        return parse_rule(event.rrule)
    except ValueError as error:
        message = f'event {event.event_id}: rrule "{event.rrule:.60}" {error}'
        raise EventsError(message) from error


def local_starts(event: Event) -> Iterator[datetime]:
    """The local times, without zone, at which a series starts; excluded days are left in.

    Raises ``EventsError`` if the rule is not valid.
    """
    parts = rule_of(event)
    first = _local(event.starts_at, event)
    until = first + _HORIZON
    if "UNTIL" in parts:
        until = min(until, until_of(parts.pop("UNTIL"), ZoneInfo(event.timezone)))
    rule = ";".join(f"{name}={value}" for name, value in parts.items())
    return itertools.takewhile(lambda start: start <= until, _starts(rule, first))


def _starts(rule: str, first: datetime) -> Iterator[datetime]:
    try:
        yield from rrulestr(rule, dtstart=first)
    except ValueError:
        # dateutil stumbles over the end of the year 9999, which a rule that never falls comes to.
        return


def series_of(event_id: str) -> str:
    """The id of the series that an occurrence belongs to, or the event's own."""
    return event_id.partition(_OF_DAY)[0]


def day_of(event_id: str) -> date | None:
    """The day by which an occurrence of a series is named; None where the id names none."""
    try:
        return date.fromisoformat(event_id.partition(_OF_DAY)[2])
    except ValueError:
        return None


def id_of_day(series_id: str, day: date) -> str:
    """The id of the occurrence of a series on a day of its rule."""
    return f"{series_id}{_OF_DAY}{day}"


def with_id(event: Event, event_id: str) -> Event:
    """The event under another id, and so the days of a series that differ."""
    days = tuple(
        replace(one, event_id=event_id + one.event_id.removeprefix(event.event_id))
        for one in event.changed
    )
    return replace(event, event_id=event_id, changed=days)


def days_that_differ(series: Event) -> tuple[Event, ...]:
    """The days of a series that differ from it; of one that is cancelled, none takes place."""
    if series.status != "cancelled":
        return series.changed
    return tuple(replace(one, status="cancelled") for one in series.changed)


def _series(event: Event) -> Iterator[Event]:
    changed = {one.event_id: one for one in days_that_differ(event)}
    starts = (start for start in local_starts(event) if start.date() not in event.excluded)
    by_rule = (_occurrence(event, start) for start in starts)
    return (changed.get(one.event_id, one) for one in by_rule)


def _occurrence(event: Event, start: datetime) -> Event:
    starts_at = _instant_by_rule(start, event)
    return replace(
        event,
        event_id=id_of_day(event.event_id, start.date()),
        starts_at=starts_at,
        ends_at=event.ends_at and _end_of_occurrence(event, event.ends_at, start, starts_at),
        rrule=None,
        excluded=(),
        changed=(),
        recurs_at=starts_at,
    )


def _instant_by_rule(local: datetime, event: Event) -> datetime:
    """The instant of a local time of a series; in a gap, what the offset before it makes of it."""
    if event.all_day:
        return instant_of(local, event.timezone)
    zone = ZoneInfo(event.timezone)
    return local.replace(tzinfo=zone, fold=0).astimezone(UTC).astimezone(zone)


def _end_of_occurrence(
    event: Event, first_end: datetime, start: datetime, starts_at: datetime
) -> datetime:
    length = _local(first_end, event) - _local(event.starts_at, event)
    ends_at = _instant_by_rule(start + length, event)
    begun = starts_at.astimezone(UTC)
    return ends_at if ends_at > begun else (begun + length).astimezone(starts_at.tzinfo)


def local_start(event: Event) -> datetime:
    """What the clock on the wall shows as an event starts; of an all-day one, midnight."""
    return _local(event.starts_at, event)


def _local(instant: datetime, event: Event) -> datetime:
    """The local time of a start or end of the event; of an all-day one, midnight."""
    local = instant.replace(tzinfo=None, fold=0)
    return datetime.combine(local, time.min) if event.all_day else local
