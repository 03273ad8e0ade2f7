"""Discord as the runner sees it, in memory: messages, and all that can fail."""

import json
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from forumbot.errors import (
    ChannelGoneError,
    ClosedError,
    DeliveryError,
    NoLookError,
    NotPermittedError,
    RateLimitedError,
    RejectedError,
    UnreachableError,
)
from forumbot.reminders.events import Event
from forumbot.reminders.planner import Known, Surroundings
from forumbot.reminders.records import Delivery, Purpose
from forumbot.reminders.runner import Runner
from forumbot.reminders.schedule import Community, Defaults
from forumbot.reminders.sqlite_ledger import SqliteLedger
from forumbot.reminders.wording import Announcement, Quoted

GUILD, CHANNEL, OTHER_CHANNEL, REPORTS, MEMBER = 1, 10, 11, 12, 1000


class KilledError(BaseException):
    """The process ends here, as by SIGKILL: no handler of ours may run."""


@dataclass
class Clock:
    """A clock that the test sets."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Posted:
    """A message that stands in a channel."""

    message_id: int
    key: str
    nonce: str
    at: datetime
    announcement: Announcement
    edits: list[Announcement] = field(default_factory=list)


FAULTS: dict[str, Exception] = {
    "gone": ChannelGoneError("the channel is gone"),
    "forbidden": NotPermittedError("Send Messages is missing"),
    "closed": ClosedError("takes no direct messages"),
    "rejected": RejectedError("400"),
    "limited": RateLimitedError("429", 30.0),
    "down": UnreachableError("500"),
    "bug": ZeroDivisionError("division by zero"),
}


@dataclass
class Network:
    """Channels and the messages in them; ``faults`` are met in order, one a request.

    ``down`` fails before anything is posted, ``lost`` after it, ``killed`` and ``killed-late`` end
    the process before and after, ``bug`` is an error that nobody thought of. While ``is_down``
    nothing gets through. ``on_post`` is called as each request to post comes in.
    """

    clock: Clock
    messages: dict[int, list[Posted]] = field(default_factory=lambda: defaultdict(list))
    faults: list[str] = field(default_factory=list)
    is_down: bool = False
    is_forbidden: bool = False
    hides_history: bool = False
    gone: set[int] = field(default_factory=set)
    on_post: Callable[[Delivery], None] = lambda _delivery: None
    _next_id: int = 1
    _latest: dict[tuple[int, str], Posted] = field(default_factory=dict)
    dedup_window: timedelta = timedelta(minutes=1)

    async def post(self, delivery: Delivery, announcement: Announcement) -> int:
        """As a poster does it."""
        self.on_post(delivery)
        fault = self._fault(delivery)
        if fault == "killed":
            raise KilledError
        if fault in FAULTS:
            raise FAULTS[fault]
        message_id = self._store(delivery, announcement)
        if fault == "lost":
            raise UnreachableError("the connection was lost")
        if fault == "killed-late":
            raise KilledError
        return message_id

    async def find(self, delivery: Delivery) -> int | None:
        """As a poster does it."""
        if self.is_down:
            raise UnreachableError("500")
        if delivery.channel_id in self.gone:
            raise FAULTS["gone"]
        if self.hides_history:
            raise NoLookError("Read Message History is missing")
        return next((one.message_id for one in self._of(delivery) if one.key == delivery.key), None)

    async def edit(self, delivery: Delivery, announcement: Announcement) -> None:
        """As a poster does it."""
        fault = self._fault(delivery)
        if fault in ("killed", "killed-late"):
            raise KilledError
        if fault in FAULTS:
            raise FAULTS[fault]
        shown = next(one for one in self._of(delivery) if one.message_id == delivery.message_id)
        shown.edits.append(announcement)

    def all(self) -> list[Posted]:
        """Every message that stands anywhere."""
        return [one for channel in self.messages.values() for one in channel]

    def _fault(self, delivery: Delivery) -> str:
        if delivery.channel_id in self.gone:
            return "gone"
        if self.is_down:
            return "down"
        if self.is_forbidden and delivery.purpose is not Purpose.REPORT:
            return "forbidden"
        return self.faults.pop(0) if self.faults else ""

    def _of(self, delivery: Delivery) -> list[Posted]:
        return self.messages[delivery.channel_id]

    def _store(self, delivery: Delivery, announcement: Announcement) -> int:
        """One message a nonce within a few minutes, as Discord keeps it."""
        nonce, now = delivery.key[:25], self.clock()
        latest = self._latest.get((delivery.channel_id, nonce))
        if latest is not None and abs(now - latest.at) < timedelta(minutes=2):
            return latest.message_id
        message = Posted(self._next_id, delivery.key, nonce, now, announcement)
        self._next_id += 1
        self._of(delivery).append(message)
        self._latest[delivery.channel_id, nonce] = message
        return message.message_id


@dataclass
class Town:
    """What surrounds a runner: its events, its guild, and the network."""

    clock: Clock
    network: Network
    events: list[Event] = field(default_factory=list)
    is_complete: bool = True
    has_channel: bool = True

    def around(self) -> Surroundings:
        """The callables that the runner asks."""
        return Surroundings(
            events=lambda _guild_id: Known(tuple(self.events), self.is_complete),
            communities=self._communities,
            background=self._background,
            report_to=lambda _guild_id: REPORTS,
        )

    def _communities(self) -> Sequence[Community]:
        return [Community(GUILD, CHANNEL if self.has_channel else None, "Europe/Brussels")]

    def _background(self, _guild_id: int, _event: Event, _now: datetime) -> Sequence[Quoted]:
        return ()

    def runner(self, ledger: SqliteLedger, defaults: Defaults) -> Runner:
        """A runner as a new process has it."""
        return Runner(ledger, self.network, self.around(), defaults, self.clock)


def lines_of_reports(network: Network) -> list[str]:
    """All that the moderators were told."""
    return [line for one in network.messages[REPORTS] for line in one.announcement.lines]


def payload_of(delivery: Delivery) -> dict[str, object]:
    """What the ledger keeps of a delivery beside its columns."""
    loaded: dict[str, object] = json.loads(delivery.payload or "{}")
    return loaded


def at(text: str) -> datetime:
    """An instant in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


__all__ = ["FAULTS", "DeliveryError"]
