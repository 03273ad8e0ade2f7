"""How long before an event a reminder of it is due, read from words and written in fixed ones.

A lead is one of three: a :class:`Span` before the event (``2 weeks``, ``1 day before the end``), a
:class:`DayLead`, which names a day by the event's and the time of that day (``friday before at
09:00 (Europe/Brussels)``), or a :class:`DateLead` (``2019-03-10 09:00 (Europe/Brussels)``). The
words of a lead, read again, give the same lead.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Literal, Protocol
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta

from forumbot.errors import UsageError
from forumbot.reminders.checks import quoted, zone_of
from forumbot.reminders.distances import begins_as_distance, told_distance
from forumbot.reminders.events import Event, day_start, instant_of
from forumbot.reminders.moments import read_moment, read_time

MAX_LEADS = 10
MAX_CHARS = 300
_MAX_DAYS = 366
_MINUTES_A_DAY = 24 * 60
_EXAMPLES = '"2 weeks, 1 day, 1 hour", "the Friday before at 9" or "10 March 2019 at 9:00"'

Anchor = Literal["start", "end"]


class Lead(Protocol):
    """How long before an event a reminder of it is due; ``str`` gives its fixed words."""

    @property
    def anchor(self) -> Anchor:
        """Whether it counts from the start of the event or from its end."""

    @property
    def is_point(self) -> bool:
        """Whether it names a point in time, of a zone of its own, rather than a distance."""

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

    def __str__(self) -> str:
        weeks, days = divmod(self.days, 7) if self.days % 7 == 0 else (0, self.days)
        hours, minutes = divmod(self.minutes, 60)
        numbers = (self.months, weeks, days, hours, minutes)
        parts = [_count(n, unit) for n, unit in zip(numbers, _UNITS, strict=True) if n]
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
        begins = "ends" if lead.anchor == "end" else "starts"
        shown = f"{limit:%Y-%m-%d}" if event.all_day else f"{limit:%Y-%m-%d %H:%M}"
        raise UsageError(
            f'"{lead}" is after {quoted(event.title)} {begins} ({shown} {event.timezone}); '
            "choose an earlier time"
        )


def check_default(text: str) -> None:
    """Refuse what cannot be a lead of every event of a kind: :class:`UsageError`."""
    for lead in parse_leads(text, "UTC"):
        if lead.is_point:
            raise UsageError(
                f'"{text:.60}" is a point in time, which belongs to one event; '
                'give a distance such as "1 week", "1 day before the end" or "on the day"'
            )


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


# Words → leads; the English ones are those of the fixed words, a format that needs no tables

_UNITS = {"month": "mon(?:ths?)?|mo", "week": "w(?:eeks?|ks?)?", "day": "d(?:ays?)?"}
_UNITS |= {"hour": "h(?:ours?|rs?)?", "minute": "m(?:in(?:utes?|s)?)?"}
_WORDS = "zero one two three four five six seven eight nine ten eleven twelve".split()
_NUMBERS = {word: number for number, word in enumerate(_WORDS)} | {"a": 1, "an": 1}
_NUMBER = rf"[0-9]{{1,6}}|\b(?:{'|'.join(_NUMBERS)})\b"
_AMOUNT = re.compile(
    rf"\s*(?:(?P<half>half an hour)|(?P<number>{_NUMBER})\s*"
    rf"(?:{'|'.join(f'(?P<{unit}>{words})' for unit, words in _UNITS.items())}))(?![a-z])"
)
_BEFORE = r"(?:before|ahead|earlier|prior)(?:(?: of| to)? (?:the |it )?(?P<edge>\w+))?"
_SPAN = re.compile(rf"(?P<amount>.*?)\s*(?:\b{_BEFORE})?")
_EDGE = re.compile(
    r"(?:at |when )?(?:the |it )?(?P<edge>start|starts|begins|beginning|opening|end|ends|close)"
)
_WEEKDAYS = {name.lower(): number for number, name in enumerate(calendar.day_name)}
_DAY = re.compile(
    rf"(?:(?:on )?the )?(?:(?:(?P<weekday>{'|'.join(_WEEKDAYS)})|"
    rf"(?P<number>{_NUMBER})?\s*(?P<unit>days?|weeks?)) {_BEFORE}|"
    r"(?:on )?(?:the )?(?P<same>same day|day itself|day|first day|last day))"
    r"(?:,? (?:at |@ ?)(?P<at>.+))?"
)
_STARTS = (None, "start", "starts", "begins", "beginning", "opening", "event")
_ENDS = ("end", "ends", "close")
_EDGES: dict[str | None, Anchor] = {
    **dict.fromkeys(_STARTS, "start"),
    **dict.fromkeys(_ENDS, "end"),
}
_ZONE = re.compile(r"\s*\((?P<zone>[^()]{1,60})\)$")
_SEPARATOR = re.compile(r"[,;]|\band\b")
_GOES_ON = re.compile(r"at\b|@|[0-9]{1,2}:[0-9]{2}|(?:19|20|21)[0-9]{2}(?=$| at\b| [0-9])")


@lru_cache(maxsize=4096)
def parse_leads(text: str, zone: str, today: date | None = None) -> tuple[Lead, ...]:
    """The leads that the text names, in its order; points in time are read in the zone.

    They are separated by commas, semicolons, new lines or "and"; the same lead twice counts once.
    Without ``today`` a date must have its year. Raises :class:`UsageError` for anything that is no
    lead, more than ten of them, none, a distance of more than a year, and a zone that does not
    exist.
    """
    if len(text) > MAX_CHARS:
        raise UsageError(f"the reminders take more than {MAX_CHARS} characters; shorten them")
    leads = tuple(dict.fromkeys(_lead(piece, zone, today) for piece in _pieces(text)))
    if not leads:
        raise UsageError(f"no reminder is named; write, for example, {_EXAMPLES}")
    if len(leads) > MAX_LEADS:
        raise UsageError(f"these are {len(leads)} reminders; give at most {MAX_LEADS}")
    return leads


def _pieces(text: str) -> list[str]:
    """The text cut at its separators, less those within a date or before a time."""
    pieces: list[str] = []
    for line in text.splitlines():
        joined = False
        for part in (" ".join(part.split()) for part in _SEPARATOR.split(line)):
            if joined and pieces and _belongs(pieces[-1], part):
                pieces[-1] += f", {part}"
            elif part:
                pieces.append(part)
            joined = True
    return pieces


def _belongs(before: str, part: str) -> bool:
    starts_date = before.lower() in _WEEKDAYS and re.match("[0-9]", part)
    is_edge = _EDGE.fullmatch(part.lower())
    return bool(starts_date or (_GOES_ON.match(part) and not is_edge))


def _lead(piece: str, zone: str, today: date | None) -> Lead:
    found = _ZONE.search(piece)
    if found:
        zone, piece = found["zone"], piece[: found.start()]
    zone = _known(zone)
    words = piece.lower().rstrip(" .")
    readings = (read(words, zone) for read in (_edge_lead, _span, _day_lead, _told_lead))
    lead = next((lead for lead in readings if lead is not None), None)
    return lead or _date_lead(piece, zone, today)


def _known(zone: str) -> str:
    try:
        return zone_of(zone)
    except ValueError as error:
        raise UsageError(f"the time zone {error}") from None


def _edge_lead(words: str, zone: str) -> Lead | None:
    found = _EDGE.fullmatch(words)
    return Span(anchor=_EDGES[found["edge"]]) if found else None


def _span(words: str, zone: str) -> Lead | None:
    found = _SPAN.fullmatch(words)
    amounts = _amounts(found["amount"]) if found else None
    if not found or not amounts or found["edge"] not in _EDGES:
        return None
    return _distance(words, amounts, _EDGES[found["edge"]])


def _distance(words: str, amounts: dict[str, int], anchor: Anchor) -> Span:
    months = amounts.get("month", 0) + 12 * amounts.get("year", 0)
    days = amounts.get("day", 0) + 7 * amounts.get("week", 0) + 14 * amounts.get("fortnight", 0)
    minutes = amounts.get("minute", 0) + 60 * amounts.get("hour", 0)
    if months * 30 + days + minutes / _MINUTES_A_DAY > _MAX_DAYS:
        raise UsageError(f"{quoted(words)} is more than a year; give less")
    return Span(months, days, minutes, anchor)


def _amounts(words: str) -> dict[str, int] | None:
    """Each unit of the words with its number; none if they hold anything else, or one twice."""
    amounts: dict[str, int] = {}
    place = 0
    while place < len(words) and (found := _AMOUNT.match(words, place)):
        unit = "minute" if found["half"] else str(found.lastgroup)
        if unit in amounts:
            return None
        amounts[unit] = 30 if found["half"] else _number(found["number"])
        place = found.end()
    return amounts if place == len(words) else None


def _number(word: str) -> int:
    return _NUMBERS[word] if word in _NUMBERS else int(word)


def _day_lead(words: str, zone: str) -> Lead | None:
    found = _DAY.fullmatch(words)
    if found is None or found["edge"] not in _EDGES:
        return None
    at = read_time(found["at"]) if found["at"] else None
    if found["at"] and at is None:
        return None
    anchor = "end" if found["same"] == "last day" else _EDGES[found["edge"]]
    if found["same"]:
        return DayLead(at=at, zone=zone if at else None, anchor=anchor)
    if found["weekday"]:
        return DayLead(weekday=_WEEKDAYS[found["weekday"]], at=at, zone=zone, anchor=anchor)
    days = _number(found["number"] or "a") * (7 if "week" in found["unit"] else 1)
    if days > _MAX_DAYS:
        raise UsageError(f"{quoted(words)} is more than a year; give less")
    return DayLead(days, at=at, zone=zone, anchor=anchor) if at else Span(days=days, anchor=anchor)


def _told_lead(words: str, zone: str) -> Lead | None:
    amounts = told_distance(words)
    return _distance(words, amounts, "start") if amounts else None


def _date_lead(piece: str, zone: str, today: date | None) -> Lead:
    said = "cannot be read as a time before an event; write, for example,"
    refused = UsageError(f"{quoted(piece)} {said} {_EXAMPLES}")
    if begins_as_distance(piece):  # which dateparser would take for a date
        raise refused
    try:
        moment = read_moment(piece, today)
    except UsageError:
        raise refused from None
    at = None if moment.is_day else moment.local.time()
    return DateLead(moment.local.date(), at, zone)
