"""Events → an iCalendar file (RFC 5545) that calendar programs subscribe to or open."""

import functools
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

import icalendar

from forumbot.reminders.events import Event, clock_change, in_order, rule_of

PRODID = "-//forumbot//events//EN"
_YEARS_OF_A_SERIES = 10


def to_ics(events: Iterable[Event], now: datetime) -> bytes:
    """The calendar of ``events`` by start, as UTF-8; the same events and ``now`` give the same.

    ``now`` is aware and becomes each DTSTAMP. A series stays one entry with its rule, so hand in
    the events themselves rather than their occurrences. Raises ``EventsError`` for a rule that
    is not valid.
    """
    ordered = in_order(events)
    calendar = icalendar.Calendar()
    calendar.add("prodid", PRODID)
    calendar.add("version", "2.0")
    for timezone in _timezones(ordered, now):
        calendar.add_component(timezone)
    for event in ordered:
        calendar.add_component(_entry(event, now))
    return bytes(calendar.to_ical())


def _timezones(events: Sequence[Event], now: datetime) -> list[icalendar.Timezone]:
    """A VTIMEZONE for each zone of a timed event, over all the years that it needs."""
    years: dict[str, list[int]] = {}
    for event in events:
        if not event.all_day and not _is_utc(event):
            years.setdefault(event.timezone, []).extend(_years(event, now))
    return [_timezone(zone, min(years[zone]), max(years[zone])) for zone in sorted(years)]


def _is_utc(event: Event) -> bool:
    return icalendar.vDDDTypes(event.starts_at).params.get("TZID") is None


def _years(event: Event, now: datetime) -> tuple[int, int]:
    last = event.ends_on.year
    if event.rrule is not None:
        last = max(last, now.year) + _YEARS_OF_A_SERIES
    return event.starts_on.year, last


class _Observance(NamedTuple):
    """An offset that a zone has for a while, the one before it, and what it is called."""

    before: timedelta
    offset: timedelta
    name: str
    is_daylight: bool


@functools.lru_cache(maxsize=64)
def _timezone(zone: str, first: int, last: int) -> icalendar.Timezone:
    # icalendar can make one, but sets the onset of summer time an hour late: RFC 5545 counts it
    # by the offset before the change.
    timezone = icalendar.Timezone()
    timezone.add("tzid", zone)
    for observance, onsets in _observances(ZoneInfo(zone), first, last).items():
        timezone.add_component(_onsets(observance, onsets))
    return timezone


def _observances(zone: ZoneInfo, first: int, last: int) -> dict[_Observance, list[datetime]]:
    """The local times, by the offset before, at which each observance begins."""
    low = datetime(first, 1, 1, tzinfo=UTC) - timedelta(days=2)
    before = _offset(low, zone)
    found = {_observance(low, before, zone): [_naive(low + before)]}
    while low.year <= last:
        high = low + timedelta(days=1)
        if _offset(high, zone) != before:
            change = clock_change(low, high, zone)
            onset = _naive(change + before)
            found.setdefault(_observance(change, before, zone), []).append(onset)
            before = _offset(high, zone)
        low = high
    return found


def _observance(instant: datetime, before: timedelta, zone: ZoneInfo) -> _Observance:
    local = instant.astimezone(zone)
    return _Observance(before, _offset(instant, zone), local.tzname() or "", bool(local.dst()))


def _offset(instant: datetime, zone: ZoneInfo) -> timedelta:
    return instant.astimezone(zone).utcoffset() or timedelta(0)


def _naive(instant: datetime) -> datetime:
    return instant.replace(tzinfo=None)


def _onsets(
    observance: _Observance, onsets: list[datetime]
) -> icalendar.TimezoneDaylight | icalendar.TimezoneStandard:
    daylight = observance.is_daylight
    component = icalendar.TimezoneDaylight() if daylight else icalendar.TimezoneStandard()
    component.add("tzname", observance.name)
    component.add("tzoffsetfrom", observance.before)
    component.add("tzoffsetto", observance.offset)
    component.add("dtstart", onsets[0])
    if onsets[1:]:
        component.add("rdate", onsets[1:])
    return component


def _entry(event: Event, now: datetime) -> icalendar.Event:
    entry = icalendar.Event()
    entry.add("uid", f"{event.event_id}@forumbot")
    entry.add("dtstamp", now.astimezone(UTC))
    entry.add("sequence", event.sequence)
    entry.add("summary", event.title)
    entry.add("status", event.status.upper())
    _add_span(entry, event)
    _add_details(entry, event)
    if event.rrule is not None:
        _add_series(entry, event)
    return entry


def _add_span(entry: icalendar.Event, event: Event) -> None:
    if event.all_day:
        entry.add("dtstart", event.starts_on)
        entry.add("dtend", event.ends_on + timedelta(days=1))
        # A season of months would otherwise show its reader as busy throughout.
        entry.add("transp", "TRANSPARENT")
        return
    entry.add("dtstart", event.starts_at)
    if event.ends_at is not None:
        entry.add("dtend", event.ends_at)


def _add_details(entry: icalendar.Event, event: Event) -> None:
    if event.place is not None:
        entry.add("location", event.place)
    if event.url is not None:
        entry.add("url", event.url)
    if event.themes:
        entry.add("categories", list(event.themes))
    description = _description(event)
    if description:
        entry.add("description", description)


def _description(event: Event) -> str:
    lines = [f"Source: {event.doc_id}"] if event.doc_id else []
    for dispute in event.disputed:
        note = f" ({dispute.note})" if dispute.note else ""
        lines.append(f"Disputed: {dispute.field} is {dispute.value} in {dispute.source}{note}")
    return "\n".join(lines)


def _add_series(entry: icalendar.Event, event: Event) -> None:
    rule = ";".join(f"{name}={value}" for name, value in rule_of(event).items())
    recurrence = icalendar.vRecur.from_ical(rule)
    if "UNTIL" in recurrence:
        recurrence["UNTIL"] = [_until(until, event) for until in recurrence["UNTIL"]]
    entry.add("rrule", recurrence)
    if event.excluded:
        entry.add("exdate", [_excluded(day, event) for day in sorted(event.excluded)])


def _until(until: date | datetime, event: Event) -> date | datetime:
    """UNTIL as RFC 5545 asks: a date for an all-day series, else an instant in UTC."""
    if event.all_day:
        return until.date() if isinstance(until, datetime) else until
    if isinstance(until, datetime):
        return until
    end_of_day = time(23, 59, 59, tzinfo=ZoneInfo(event.timezone))
    return datetime.combine(until, end_of_day).astimezone(UTC)


def _excluded(day: date, event: Event) -> date | datetime:
    return day if event.all_day else datetime.combine(day, event.starts_at.timetz())
