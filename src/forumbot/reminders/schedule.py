"""Which reminders there are: pure functions of events, of what was asked for, and of the settings.

A reminder's key is derived from its event, lead, channel and start. So the same reminder is the
same row in the ledger whatever happens in between, and an event that moves has new ones.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from functools import lru_cache

from forumbot.config import RemindersConfig
from forumbot.reminders.events import (
    Event,
    EventKind,
    day_of,
    day_start,
    days_that_differ,
    in_order,
    occurrences,
    series_of,
)
from forumbot.reminders.lead_words import parse_leads
from forumbot.reminders.leads import Lead, Span

HORIZON = timedelta(days=400)
"""How far ahead reminders are planned; the longest lead is a year."""
MAX_MESSAGE_CHARS = 500
DEFAULT_MEMBER_LEAD = "1 day"
_STILL_USEFUL = timedelta(minutes=15)
_IMPORTANCE = {kind: number for number, kind in enumerate(EventKind)}
_DIRECT = 100


@dataclass(frozen=True, slots=True)
class Community:
    """Where reminders of a guild go and how times are read there."""

    guild_id: int
    channel_id: int | None = None
    timezone: str = "UTC"


@dataclass(frozen=True, slots=True)
class Rule:
    """A reminder that somebody asked for.

    ``event_id`` names an event, a series, or one occurrence of it as in ``series@2019-03-14``.
    ``channel_id`` None stands for the guild's announcement channel. ``member_id`` makes it a direct
    message to that member, in their ``language`` where that is known. ``rule_id`` is 0 until it is
    kept.
    """

    rule_id: int
    guild_id: int
    event_id: str
    lead: Lead
    channel_id: int | None = None
    role_id: int | None = None
    message: str | None = None
    member_id: int | None = None
    created_by: int | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Mute:
    """A default reminder that is not wanted; of ``lead`` None, all those of the event."""

    guild_id: int
    event_id: str
    lead: str | None = None


@dataclass(frozen=True, slots=True)
class Reminder:
    """One reminder of one event, to be sent at ``due_at`` to a channel or directly to a member.

    ``channel_id`` is the member's id where ``is_direct``. From ``useful_until`` on it is of no use
    any more. ``rule_id`` is None for a default one.
    """

    guild_id: int
    event: Event
    lead: Lead
    channel_id: int
    due_at: datetime
    useful_until: datetime
    is_direct: bool = False
    role_id: int | None = None
    message: str | None = None
    rule_id: int | None = None

    @property
    def key(self) -> str:
        """32 hexadecimal digits that the same event, lead, channel and start always give."""
        start = self.event.starts_at.astimezone(UTC).isoformat()
        return digest("reminder", self.event.event_id, str(self.lead), self.channel_id, start)

    @property
    def importance(self) -> int:
        """What is sent first of all that is due: channels before members, forums before others."""
        return _IMPORTANCE[self.event.kind] + (_DIRECT if self.is_direct else 0)


@dataclass(frozen=True, slots=True)
class Defaults:
    """The reminders by kind of event, and the hour at which those of all-day events are due."""

    leads: Mapping[EventKind, tuple[Lead, ...]]
    all_day_time: time

    @staticmethod
    def of(config: RemindersConfig) -> "Defaults":
        """The defaults of a checked configuration; their leads hold no points in time."""
        leads = {
            EventKind(kind): tuple(lead for text in texts for lead in parse_leads(text, "UTC"))
            for kind, texts in config.leads
        }
        return Defaults(leads, time.fromisoformat(config.all_day_time))

    def of_event(self, event: Event) -> tuple[Lead, ...]:
        """The event's own leads, else those of its kind, unless it has none on purpose."""
        if not event.is_announced:
            return ()
        if event.leads:
            own = (parse_leads(text, event.timezone) for text in event.leads)
            return tuple(lead for leads in own for lead in leads)
        of_kind = self.leads.get(event.kind, ())
        return tuple(lead for lead in of_kind if not (event.all_day and _is_hours_alone(lead)))


def _is_hours_alone(lead: Lead) -> bool:
    """Whether a lead counts hours, which says nothing about an event of whole days."""
    return isinstance(lead, Span) and lead.minutes > 0 and not lead.months and not lead.days


def digest(*parts: object) -> str:
    """32 hexadecimal digits of the parts."""
    text = "\x1f".join(map(str, parts))
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def reminders(
    events: Iterable[Event],
    community: Community,
    rules: Sequence[Rule],
    mutes: Sequence[Mute],
    defaults: Defaults,
    now: datetime,
) -> tuple[Reminder, ...]:
    """Every reminder of events that are not over, by due time; one a key.

    ``rules`` and ``mutes`` are those of the community. Reminders are planned for what begins within
    :data:`HORIZON`. One that somebody asked for stands before a default one of the same key, or
    of the same hour.
    """
    found: dict[tuple[object, ...], Reminder] = {}
    for event in coming(events, now):
        for reminder in _of_event(event, community, rules, mutes, defaults):
            same = (event.event_id, reminder.channel_id, _utc(reminder.due_at))
            found.setdefault(same, reminder)
    return tuple(sorted(found.values(), key=lambda one: (_utc(one.due_at), one.importance)))


def coming(events: Iterable[Event], now: datetime) -> tuple[Event, ...]:
    """The occurrences within the horizon that are neither over nor cancelled, by start."""
    until = now.astimezone(UTC) + HORIZON
    confirmed = (event for event in events if event.status == "confirmed")
    found = (one for event in confirmed for one in occurrences(event, now, until))
    return in_order(one for one in found if one.status == "confirmed")


def find_event(events: Iterable[Event], event_id: str) -> Event | None:
    """The event or occurrence of that id, past ones too; None where there is none (any more)."""
    for event in events:
        if event.event_id == event_id:
            return event
        if event.rrule is not None and event.event_id == series_of(event_id):
            return _occurrence(event, event_id)
    return None


def overlaid(events: Sequence[Event], own: Sequence[Event]) -> tuple[Event, ...]:
    """The events of the archive with a guild's own, which take the place of those of one id."""
    replaced = {event.event_id for event in own}
    return (*(event for event in events if event.event_id not in replaced), *own)


def due(lead: Lead, event: Event, defaults: Defaults) -> datetime:
    """When a reminder of that lead is due, aware, in the event's zone."""
    return lead.due_at(event, defaults.all_day_time)


def useful_until(lead: Lead, event: Event, due_at: datetime) -> datetime:
    """From when on a late reminder is of no use.

    That is when what it speaks of has come: the start, for all-day events the end of the first
    day; of a reminder of the end, the end. A reminder due then stays of use for a quarter of an
    hour.
    """
    if lead.anchor == "end" and event.ends_at is not None:
        last = event.ends_at
    else:
        last = _end_of_first_day(event) if event.all_day else event.starts_at
    return max(last.astimezone(UTC), due_at.astimezone(UTC) + _STILL_USEFUL)


def _end_of_first_day(event: Event) -> datetime:
    next_day = day_start(event.starts_on + timedelta(days=1), event.timezone)
    return min(next_day, event.ends_at, key=_utc) if event.ends_at else next_day


def _of_event(
    event: Event,
    community: Community,
    rules: Sequence[Rule],
    mutes: Sequence[Mute],
    defaults: Defaults,
) -> Iterator[Reminder]:
    ids = {event.event_id, series_of(event.event_id)}
    for rule in rules:
        if rule.event_id in ids:
            yield from _asked_for(event, rule, community, defaults)
    if community.channel_id is None:
        return
    muted = {mute.lead for mute in mutes if mute.event_id in ids}
    for lead in defaults.of_event(event):
        if None not in muted and str(lead) not in muted:
            yield _reminder(event, lead, community.guild_id, community.channel_id, defaults)


def _asked_for(
    event: Event, rule: Rule, community: Community, defaults: Defaults
) -> Iterator[Reminder]:
    target = rule.member_id or rule.channel_id or community.channel_id
    if target is None:
        return
    reminder = _reminder(event, rule.lead, community.guild_id, target, defaults)
    yield replace(
        reminder,
        is_direct=rule.member_id is not None,
        role_id=rule.role_id,
        message=rule.message,
        rule_id=rule.rule_id,
    )


def _reminder(
    event: Event, lead: Lead, guild_id: int, channel_id: int, defaults: Defaults
) -> Reminder:
    due_at = due(lead, event, defaults)
    return Reminder(guild_id, event, lead, channel_id, due_at, useful_until(lead, event, due_at))


@lru_cache(maxsize=4096)
def _occurrence(series: Event, event_id: str) -> Event | None:
    day = day_of(event_id)
    if day is None:
        return None
    changed = next((one for one in days_that_differ(series) if one.event_id == event_id), None)
    if changed is not None:
        return None if day in series.excluded else changed
    about = datetime.combine(day, time(), UTC)
    around = occurrences(series, about - timedelta(days=3), about + timedelta(days=3))
    return next((one for one in around if one.event_id == event_id), None)


def _utc(instant: datetime) -> datetime:
    return instant.astimezone(UTC)
