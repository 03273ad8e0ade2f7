"""How long before an event a reminder of it is due, and the fixed words of that.

A lead is one of three: a :class:`Span` before the event (``2 weeks``, ``1 day before the end``), a
:class:`DayLead`, which names a day by the event's and the time of that day (``friday before at
09:00 (Europe/Brussels)``), or a :class:`DateLead` (``2019-03-10 09:00 (Europe/Brussels)``). The
words of a lead, read again (``lead_words``), give the same lead.
"""

import calendar
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal, Protocol
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta

from forumbot.language.days_in_words import in_words
from forumbot.language.said import Said, SaidError
from forumbot.reminders.checks import quoted
from forumbot.reminders.events import Event, day_start, instant_of

Anchor = Literal["start", "end"]


class Lead(Protocol):
    """How long before an event a reminder of it is due; ``str`` gives its fixed words."""

    @property
    def anchor(self) -> Anchor:
        """Whether it counts from the start of the event or from its end."""

    @property
    def is_point(self) -> bool:
        """Whether it names a point in time, of a zone of its own, rather than a distance."""

    @property
    def words(self) -> str:
        """As it is said to people, without the zone, as in ``1 day before``."""

    def due_at(self, event: Event, all_day_time: time) -> datetime:
        """The aware instant at which the reminder is due, in the event's own zone.

        All-day events count from ``all_day_time`` of their first or last day. Where no end is
        known, the end is the start. A local time that a change of the clocks skips moves to the
        first instant after it; one that comes twice is the first of the two.
        """


@dataclass(frozen=True, slots=True)
class Span:
    """A distance from the start or end: months and days by the calendar, minutes of real time."""

    months: int = 0
    days: int = 0
    minutes: int = 0
    anchor: Anchor = "start"

    @property
    def is_point(self) -> bool:
        """False: it counts from the event alone."""
        return False

    @property
    def words(self) -> str:
        """Its fixed words, with "before" where they lack it."""
        is_bare = self.anchor == "start" and (self.months or self.days or self.minutes)
        return f"{self} before" if is_bare else str(self)

    def __str__(self) -> str:
        weeks, days = divmod(self.days, 7) if self.days % 7 == 0 else (0, self.days)
        hours, minutes = divmod(self.minutes, 60)
        amounts = {"month": self.months, "week": weeks, "day": days}
        amounts |= {"hour": hours, "minute": minutes}
        parts = [_count(number, unit) for unit, number in amounts.items() if number]
        if not parts:
            return f"at the {self.anchor}"
        return " ".join(parts) + (" before the end" if self.anchor == "end" else "")

    def due_at(self, event: Event, all_day_time: time) -> datetime:
        """The aware instant at which the reminder is due, in the event's own zone."""
        due_at = _base(event, self.anchor, all_day_time)
        if self.months or self.days:
            wall = _wall(event, self.anchor, all_day_time)
            before = wall - relativedelta(months=self.months) - timedelta(days=self.days)
            due_at = instant_of(before, event.timezone)
        earlier = due_at.astimezone(UTC) - timedelta(minutes=self.minutes)
        return earlier.astimezone(ZoneInfo(event.timezone))


@dataclass(frozen=True, slots=True)
class DayLead:
    """A day before the event's first or last: so many days, or the nearest such weekday.

    ``weekday`` is 0 on Monday. Without ``at`` it is the hour of all-day events, but not after what
    it counts from. Without ``zone`` the days are those of the event's own zone.
    """

    days: int = 0
    weekday: int | None = None
    at: time | None = None
    zone: str | None = None
    anchor: Anchor = "start"

    @property
    def is_point(self) -> bool:
        """Whether it has a zone of its own."""
        return self.zone is not None

    @property
    def words(self) -> str:
        """Its fixed words with the weekday written out, as in ``the Friday before at 09:00``."""
        told = str(replace(self, zone=None))
        if self.weekday is None:
            return f"the {told}" if self.days == 1 else told
        return f"the {told[:1].upper()}{told[1:]}"

    def __str__(self) -> str:
        edge = " the end" if self.anchor == "end" else ""
        if self.weekday is not None:
            day = f"{calendar.day_name[self.weekday].lower()} before{edge}"
        elif self.days:
            number = "" if self.days == 1 else f"{self.days} "
            day = f"{number}day{'s' if number else ''} before{edge}"
        else:
            day = "on the last day" if edge else "on the day"
        return day + _clock_and_zone(self.at, self.zone)

    def due_at(self, event: Event, all_day_time: time) -> datetime:
        """The aware instant at which the reminder is due, in the event's own zone."""
        zone = self.zone or event.timezone
        day = self._day(_edge_day(event, self.anchor, zone))
        due_at = instant_of(datetime.combine(day, self.at or all_day_time), zone)
        if self.at is None and not event.all_day:
            due_at = min(due_at, _base(event, self.anchor, all_day_time), key=_utc)
        return due_at.astimezone(ZoneInfo(event.timezone))

    def _day(self, edge: date) -> date:
        if self.weekday is None:
            return edge - timedelta(days=self.days)
        return edge - timedelta(days=(edge.weekday() - self.weekday - 1) % 7 + 1)


@dataclass(frozen=True, slots=True)
class DateLead:
    """A date, and a time of it; without a time, the hour of all-day events."""

    day: date
    at: time | None
    zone: str

    @property
    def anchor(self) -> Anchor:
        """The start: that is what the reminder is of."""
        return "start"

    @property
    def is_point(self) -> bool:
        """True: it has a zone of its own."""
        return True

    @property
    def words(self) -> str:
        """The date in words, and its time."""
        return f"on {in_words(self.day)}" + _clock_and_zone(self.at, None)

    def __str__(self) -> str:
        clock = f" {self.at:%H:%M}" if self.at else ""
        return f"{self.day}{clock} ({self.zone})"

    def due_at(self, event: Event, all_day_time: time) -> datetime:
        """The aware instant at which the reminder is due, in the event's own zone."""
        due_at = instant_of(datetime.combine(self.day, self.at or all_day_time), self.zone)
        return due_at.astimezone(ZoneInfo(event.timezone))


def check_lead(lead: Lead, event: Event, all_day_time: time) -> None:
    """Refuse a lead that is due after what it reminds of: :class:`UsageError`.

    An all-day event may be reminded of until its first day, or for its end its last, is over.
    """
    if event.all_day:
        after = _edge_day(event, lead.anchor, event.timezone) + timedelta(days=1)
        limit = day_start(after, event.timezone) - timedelta(seconds=1)
    else:
        limit = _base(event, lead.anchor, all_day_time)
    due_at = lead.due_at(event, all_day_time)
    if _utc(due_at) > _utc(limit):
        clock = "" if event.all_day else f", {limit:%H:%M}"
        when = Said(lambda language: f"{in_words(limit.date(), language)}{clock} {event.timezone}")
        key = "lead_after_end" if lead.anchor == "end" else "lead_after_start"
        raise SaidError(key, lead=lead.words, title=quoted(event.title), when=when)


# Times of an event


def _utc(instant: datetime) -> datetime:
    return instant.astimezone(UTC)


def _edge_day(event: Event, anchor: Anchor, zone: str) -> date:
    """The first or last day of the event; of a timed one, as the zone has it."""
    if event.all_day:
        return event.ends_on if anchor == "end" else event.starts_on
    return _edge(event, anchor).astimezone(ZoneInfo(zone)).date()


def _edge(event: Event, anchor: Anchor) -> datetime:
    ends = anchor == "end" and event.ends_at is not None
    return event.ends_at if ends and event.ends_at else event.starts_at


def _wall(event: Event, anchor: Anchor, all_day_time: time) -> datetime:
    """The local time, without zone, that a span counts from."""
    if event.all_day:
        return datetime.combine(_edge_day(event, anchor, event.timezone), all_day_time)
    local = _edge(event, anchor).astimezone(ZoneInfo(event.timezone))
    return local.replace(tzinfo=None, fold=0)


def _base(event: Event, anchor: Anchor, all_day_time: time) -> datetime:
    """The instant that a span counts from."""
    if event.all_day:
        return instant_of(_wall(event, anchor, all_day_time), event.timezone)
    return _edge(event, anchor)


# Lead → words


def _count(number: int, unit: str) -> str:
    return f"{number} {unit}{'' if number == 1 else 's'}"


def _clock_and_zone(at: time | None, zone: str | None) -> str:
    clock = f" at {at:%H:%M}" if at else ""
    return clock + (f" ({zone})" if zone else "")
