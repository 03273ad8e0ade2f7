"""Events → an iCalendar file (RFC 5545) that calendar programs subscribe to or open."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import icalendar

from forumbot.reminders.calendar_zones import timezone_component
from forumbot.reminders.events import (
    Event,
    days_that_differ,
    in_order,
    occurrences,
    rule_of,
    series_of,
)

PRODID = "-//forumbot//events//EN"
NAME = "Forum events"
_REFRESH = timedelta(hours=12)
"""How often who subscribes is asked to look again: a change is known by the next morning."""
_YEARS_OF_A_SERIES = 10


def to_ics(events: Iterable[Event], now: datetime) -> bytes:
    """The calendar of ``events`` by start, as UTF-8; the same events and ``now`` give the same.

    ``now`` is aware and becomes each DTSTAMP. A series stays one entry with its rule, and one for
    each day that differs; a single occurrence is written as that day of its series. Raises
    ``EventsError`` for a rule that is not valid.
    """
    entries = [entry for event in in_order(events) for entry in _entries(event)]
    calendar = icalendar.Calendar()
    calendar.add("prodid", PRODID)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    _add_about(calendar)
    for timezone in _timezones([event for event, _day in entries], now):
        calendar.add_component(timezone)
    for event, day in entries:
        calendar.add_component(_entry(event, day, now))
    return bytes(calendar.to_ical())


def _add_about(calendar: icalendar.Calendar) -> None:
    """Its name and how often to look again, each as RFC 7986 has it and as programs did before."""
    for name in ("name", "x-wr-calname"):
        calendar.add(name, NAME)
    calendar.add("refresh-interval", _REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", icalendar.vDuration(_REFRESH))


def _entries(event: Event) -> Iterator[tuple[Event, date | datetime | None]]:
    """What is written of an event, and which day of a series that is; nothing of one without a day.

    A day is named as its series has it, also where it takes place at another time or whole.
    """
    if event.rrule is None:
        day = event.recurs_at
        yield event, day.date() if day and event.all_day else day
    elif next(occurrences(event, event.starts_at, _END_OF_TIME), None) is not None:
        yield event, None
        for one in days_that_differ(event):
            recurs_at = (one.recurs_at or one.starts_at).astimezone(ZoneInfo(event.timezone))
            if recurs_at.date() not in event.excluded:
                yield one, recurs_at.date() if event.all_day else recurs_at


_END_OF_TIME = datetime.max.replace(tzinfo=UTC)


def _timezones(events: Sequence[Event], now: datetime) -> list[icalendar.Timezone]:
    """A VTIMEZONE for each zone of a timed event, over all the years that it needs."""
    years: dict[str, list[int]] = {}
    for event in events:
        if not event.all_day and not _is_utc(event):
            years.setdefault(event.timezone, []).extend(_years(event, now))
    return [timezone_component(zone, min(years[zone]), max(years[zone])) for zone in sorted(years)]


def _is_utc(event: Event) -> bool:
    return icalendar.vDDDTypes(event.starts_at).params.get("TZID") is None


def _years(event: Event, now: datetime) -> tuple[int, int]:
    last = event.ends_on.year
    if event.rrule is not None:
        last = max(last, now.year) + _YEARS_OF_A_SERIES
    return event.starts_on.year, last


def _entry(event: Event, day: date | datetime | None, now: datetime) -> icalendar.Event:
    entry = icalendar.Event()
    entry.add("uid", f"{series_of(event.event_id)}@forumbot")
    if day is not None:
        entry.add("recurrence-id", day)
    entry.add("dtstamp", now.astimezone(UTC))
    entry.add("sequence", event.sequence)
    entry.add("summary", _Text(event.title))
    entry.add("status", event.status.upper())
    _add_span(entry, event)
    _add_details(entry, event)
    if event.rrule is not None:
        _add_series(entry, event)
    return entry


class _Text(icalendar.vText):
    """A text whose backslashes are kept: icalendar takes "\\N" for a line break and writes one."""

    def to_ical(self) -> bytes:
        text = self.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
        return text.replace("\n", "\\n").encode()


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
        entry.add("location", _Text(event.place))
    if event.url is not None:
        entry.add("url", event.url)
    if event.themes:
        categories = icalendar.vCategory(list(event.themes))
        categories.cats = [_Text(theme) for theme in event.themes]
        entry.add("categories", categories)
    description = _description(event)
    if description:
        entry.add("description", _Text(description))


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
