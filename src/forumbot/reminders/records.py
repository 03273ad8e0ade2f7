"""Deliveries and what else a ledger keeps, and an event as JSON.

An event is JSON with all that it has: its times as its own clock shows them, with their offset, so
that nine in the morning stays nine in the morning where a country changes its rules before the day
comes.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any, get_args
from zoneinfo import ZoneInfo

from forumbot.reminders.events import Dispute, Event, EventKind, Status, instant_of


class State(StrEnum):
    """How far a delivery has come; all but the first two are final."""

    PLANNED = "planned"
    CLAIMED = "claimed"
    SENT = "sent"
    LATE = "late"
    MISSED = "missed"
    REFUSED = "refused"


OPEN = frozenset({State.PLANNED, State.CLAIMED})


class Purpose(StrEnum):
    """What a delivery is for: a reminder, a word on a change, a word on what went wrong."""

    REMINDER = "reminder"
    NOTICE = "notice"
    REPORT = "report"


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message that is to be sent once, or was, or could not be.

    ``channel_id`` is the member's id where ``is_direct``. ``importance`` sorts what is due
    together, lower first. From ``useful_until`` on it is of no use. ``attempts`` counts claims,
    ``edit_attempts`` the edits of its message that failed since its event last changed; from
    ``retry_at`` on either is tried again. ``at`` is when it reached its final state. ``shown`` is
    JSON of the event as the message shows it, or is to show it where ``edit_due``; ``payload`` is
    JSON of what the message is made of. ``reported`` says that the moderators know.
    """

    key: str
    purpose: Purpose
    guild_id: int
    channel_id: int
    starts_at: datetime
    due_at: datetime
    useful_until: datetime
    is_direct: bool = False
    event_id: str = ""
    lead: str = ""
    anchor: str = "start"
    importance: int = 0
    role_id: int | None = None
    message: str | None = None
    state: State = State.PLANNED
    attempts: int = 0
    claimed_at: datetime | None = None
    retry_at: datetime | None = None
    at: datetime | None = None
    message_id: int | None = None
    detail: str | None = None
    shown: str | None = None
    edit_due: bool = False
    edit_attempts: int = 0
    reported: bool = False
    payload: str | None = None


@dataclass(frozen=True, slots=True)
class Published:
    """An event that has a native scheduled event in a guild; the fingerprint is of what it says."""

    guild_id: int
    event_id: str
    native_id: int
    fingerprint: str


def event_to_json(event: Event) -> dict[str, Any]:
    """All of an event as values that JSON has; :func:`event_from_json` gives the same event."""
    values = {field.name: getattr(event, field.name) for field in fields(Event)}
    return values | {
        "kind": event.kind.value,
        "starts_at": _local_text(event.starts_at, event.timezone),
        "ends_at": event.ends_at and _local_text(event.ends_at, event.timezone),
        "themes": list(event.themes),
        "leads": list(event.leads),
        "disputed": [asdict(dispute) for dispute in event.disputed],
        "excluded": [day.isoformat() for day in event.excluded],
        "changed": [event_to_json(day) for day in event.changed],
        "recurs_at": event.recurs_at and _local_text(event.recurs_at, event.timezone),
    }


def event_from_json(values: Mapping[str, Any]) -> Event:
    """The event of :func:`event_to_json`; ``ValueError`` where it is none.

    What an older forumbot did not know yet has its default.
    """
    try:
        return _event(values)
    except (LookupError, AttributeError, TypeError) as error:
        raise ValueError(f"no event: {error}") from error


def _event(values: Mapping[str, Any]) -> Event:
    timezone, ends_at, recurs_at = values["timezone"], values["ends_at"], values.get("recurs_at")
    if values["status"] not in get_args(Status):
        raise ValueError(f"no event: status {values['status']!r}")
    read = {
        "kind": EventKind(values["kind"]),
        "starts_at": _local_instant(values["starts_at"], timezone),
        "ends_at": None if ends_at is None else _local_instant(ends_at, timezone),
        "themes": tuple(values["themes"]),
        "leads": tuple(values["leads"]),
        "disputed": tuple(Dispute(**dispute) for dispute in values["disputed"]),
        "excluded": tuple(date.fromisoformat(day) for day in values["excluded"]),
        "changed": tuple(event_from_json(day) for day in values.get("changed", ())),
        "recurs_at": None if recurs_at is None else _local_instant(recurs_at, timezone),
    }
    return Event(**{**values, **read})


def _local_text(instant: datetime, timezone: str) -> str:
    return instant.astimezone(UTC).astimezone(ZoneInfo(timezone)).isoformat()


def _local_instant(text: str, timezone: str) -> datetime:
    """The instant of a local time; of one that comes twice, that of the offset in the text."""
    written = datetime.fromisoformat(text)
    first = instant_of(written.replace(tzinfo=None), timezone)
    second = first.replace(fold=1)
    is_second = first.utcoffset() != written.utcoffset() == second.utcoffset()
    return second if is_second else first
