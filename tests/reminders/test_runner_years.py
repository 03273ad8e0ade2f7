"""Five years of reminders: random events, changes, outages and restarts, on a simulated clock."""

import asyncio
import tempfile
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from tests.properties import examples
from tests.reminders.simulation import (
    CHANNEL,
    GUILD,
    MEMBER,
    OTHER_CHANNEL,
    Clock,
    KilledError,
    Network,
    Town,
    lines_of_reports,
)

from forumbot.config import RemindersConfig
from forumbot.reminders.events import Event, EventKind, instant_of
from forumbot.reminders.lead_words import parse_leads
from forumbot.reminders.records import Purpose, State
from forumbot.reminders.schedule import HORIZON, Defaults, Rule
from forumbot.reminders.sqlite_ledger import SqliteLedger

ZONES = ("Europe/Brussels", "Europe/Helsinki", "Europe/Lisbon", "Europe/Athens", "America/New_York")
BEGIN = datetime(2019, 2, 1, 12, tzinfo=UTC)
END = BEGIN + timedelta(days=5 * 366)
DEFAULTS = Defaults.of(RemindersConfig())
LEAD_DAYS = {"2 weeks": 14, "1 week": 7, "3 days": 3, "1 day": 1}
LATE = timedelta(minutes=5)


@dataclass(frozen=True)
class Promise:
    """A reminder that the bot knew of before it was due."""

    event: Event
    days: int
    channel_id: int

    @property
    def due_at(self) -> datetime:
        """The wall-clock hour of the event, or nine o'clock, so many days before; in UTC."""
        local = self.event.starts_at.replace(tzinfo=None, fold=0)
        hour = time(9) if self.event.all_day else local.time()
        day = local.date() - timedelta(days=self.days)
        zone = ZoneInfo(self.event.timezone)
        found = datetime.combine(day, hour, zone).astimezone(UTC)
        gap = found.astimezone(zone).replace(tzinfo=None) != datetime.combine(day, hour)
        return instant_of(datetime.combine(day, hour), zone.key).astimezone(UTC) if gap else found


DEFAULT_DAYS = {
    kind: tuple(LEAD_DAYS[str(lead)] for lead in DEFAULTS.leads[kind] if str(lead) in LEAD_DAYS)
    for kind in (EventKind.FORUM, EventKind.CONFERENCE, EventKind.DEADLINE)
}


class Years(RuleBasedStateMachine):
    """What moderators, the network and the machine do to the bot, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.clock = Clock(BEGIN)
        self.network = Network(self.clock)
        self.town = Town(self.clock, self.network)
        self.promises: dict[str, Promise] = {}
        self.taken_back: set[str] = set()
        self.is_off = False
        self.count = 0
        self.open()

    def open(self) -> None:
        """Start the bot as a new process does."""
        self.loop = asyncio.Runner()
        self.ledger = SqliteLedger(Path(self.folder.name) / "reminders.sqlite", self.clock)
        self.runner = self.town.runner(self.ledger, DEFAULTS)

    def close(self) -> None:
        """End the bot as a process does."""
        self.loop.close()
        self.ledger.close()

    def teardown(self) -> None:
        """Let all that was begun come to its end on a good day, and look it over."""
        try:
            self.come_to_the_end()
        finally:
            self.close()
            self.folder.cleanup()

    def come_to_the_end(self) -> None:
        """Let years go by in which nothing fails."""
        self.network.faults.clear()
        self.network.is_down = self.network.is_forbidden = self.network.hides_history = False
        self.is_off = False
        self.pass_time(END + timedelta(days=420) - self.clock.now)
        self.everything_was_sent_or_reported()

    # The machine

    @rule(hours=st.integers(1, 40), days=st.integers(0, 90))
    def pass_time(self, length: timedelta | None = None, hours: int = 0, days: int = 0) -> None:
        """The clock goes on, and the bot wakes whenever there is something to do."""
        length = length or timedelta(hours=hours, days=days)
        if self.network.is_down or self.network.is_forbidden:
            length = min(length, timedelta(hours=36))
        until = self.clock.now + length
        while True:
            self.look()
            ahead = None if self.is_off else self.ledger.next_at(self.clock.now)
            if ahead is None or ahead > until:
                break
            self.clock.now = max(ahead.astimezone(UTC), self.clock.now + timedelta(seconds=1))
        self.clock.now = until
        self.look()

    def look(self) -> None:
        """One look of the bot, which may be killed at any point of it."""
        while not self.is_off:
            self.runner.wake()
            try:
                self.loop.run(self.runner.once())
            except KilledError:
                self.restart()
            else:
                self.take_note()
                return

    @rule()
    def restart(self) -> None:
        """The process ends and starts again at once."""
        self.close()
        self.open()

    @rule()
    def switch(self) -> None:
        """The machine is switched off, or on again."""
        self.is_off = not self.is_off

    # The network

    @rule(
        kinds=st.lists(
            st.sampled_from(("down", "lost", "killed", "killed-late", "limited", "forbidden")),
            min_size=1, max_size=4,
        )
    )  # fmt: skip
    def next_requests_fail(self, kinds: list[str]) -> None:
        """The next requests meet these faults."""
        self.network.faults += kinds

    @rule(is_down=st.booleans())
    def outage(self, is_down: bool) -> None:
        """Discord is not to be reached, or is again."""
        self.network.is_down = is_down

    @rule(is_forbidden=st.booleans())
    def permission(self, is_forbidden: bool) -> None:
        """Somebody takes a permission, or gives it back."""
        self.network.is_forbidden = is_forbidden

    @rule(hidden=st.booleans())
    def history(self, hidden: bool) -> None:
        """Somebody hides the history of the channels, or shows it."""
        self.network.hides_history = hidden

    # Events

    @initialize(days=st.integers(0, 4 * 366), zone=st.sampled_from(ZONES))
    def first_event(self, days: int, zone: str) -> None:
        """It begins on any day of four years, with a forum to come."""
        self.clock.now += timedelta(days=days)
        self.add(EventKind.FORUM, 30, time(9), zone, all_day=False)

    @precondition(lambda self: len(self.town.events) < 12)
    @rule(
        kind=st.sampled_from((EventKind.FORUM, EventKind.CONFERENCE, EventKind.DEADLINE)),
        days=st.integers(1, 200), hour=st.integers(0, 23), minute=st.sampled_from((0, 30)),
        zone=st.sampled_from(ZONES), all_day=st.booleans(),
    )  # fmt: skip
    def add_event(
        self, kind: EventKind, days: int, hour: int, minute: int, zone: str, all_day: bool
    ) -> None:
        """A maintainer writes an event into the file."""
        self.add(kind, days, time(hour, minute), zone, all_day=all_day)

    def add(self, kind: EventKind, days: int, hour: time, zone: str, *, all_day: bool) -> None:
        """Add an event so many days from now."""
        self.count += 1
        starts_at = self.start(self.clock.now.date() + timedelta(days=days), hour, zone, all_day)
        event = Event(
            f"event-{self.count}", f"Event {self.count}", kind, starts_at, None, all_day, zone
        )
        self.town.events.append(event)

    def start(self, day: date, hour: time, zone: str, all_day: bool) -> datetime:
        """The start of an event; in a gap of the clocks the first instant after it."""
        return instant_of(datetime.combine(day, time.min if all_day else hour), zone)

    @precondition(lambda self: self.town.events)
    @rule(data=st.data(), days=st.integers(-20, 60), hour=st.integers(0, 23))
    def move_event(self, data: st.DataObject, days: int, hour: int) -> None:
        """An event is moved."""
        number = data.draw(st.integers(0, len(self.town.events) - 1))
        event = self.town.events[number]
        day = event.starts_on + timedelta(days=days)
        starts_at = self.start(day, time(hour), event.timezone, event.all_day)
        self.take_back(event)
        self.town.events[number] = replace(event, starts_at=starts_at, sequence=event.sequence + 1)

    @precondition(lambda self: self.town.events)
    @rule(data=st.data())
    def cancel_event(self, data: st.DataObject) -> None:
        """An event is cancelled, or takes place after all."""
        number = data.draw(st.integers(0, len(self.town.events) - 1))
        event = self.town.events[number]
        self.take_back(event)
        status = "confirmed" if event.status == "cancelled" else "cancelled"
        self.town.events[number] = replace(event, status=status)  # type: ignore[arg-type]

    @precondition(lambda self: self.town.events)
    @rule(data=st.data())
    def remove_event(self, data: st.DataObject) -> None:
        """An event is taken out of the file."""
        number = data.draw(st.integers(0, len(self.town.events) - 1))
        self.take_back(self.town.events[number])
        del self.town.events[number]

    def take_back(self, event: Event) -> None:
        """What was promised of an event and not begun to be sent binds no longer.

        What was begun is seen through, or left where it turns out never to have been posted.
        """
        for row in self.ledger.planned():
            if row.event_id == event.event_id:
                self.promises.pop(row.key, None)
        for key, promise in self.promises.items():
            begun = self.ledger.get(key)
            if promise.event.event_id == event.event_id and begun is not None:
                self.taken_back.add(key)

    @precondition(lambda self: self.town.events)
    @rule(data=st.data(), lead=st.sampled_from(("3 days", "1 week")), direct=st.booleans())
    def ask_for_reminder(self, data: st.DataObject, lead: str, direct: bool) -> None:
        """A moderator adds a reminder, or a member wants one."""
        number = data.draw(st.integers(0, len(self.town.events) - 1))
        (parsed,) = parse_leads(lead, "UTC")
        event_id = self.town.events[number].event_id
        self.ledger.requests.add_rule(
            Rule(
                0, GUILD, event_id, parsed,
                channel_id=None if direct else OTHER_CHANNEL,
                member_id=MEMBER if direct else None,
            )
        )  # fmt: skip

    # What must hold

    def take_note(self) -> None:
        """Note what the bot, awake and in step with its events, now knows that it has to send."""
        now = self.clock.now
        current = {row.key for row in self.ledger.planned() if row.due_at > now}
        for key in [key for key, one in self.promises.items() if one.due_at > now]:
            if key not in current:
                del self.promises[key]
        for row in self.ledger.planned():
            event = next((e for e in self.town.events if e.event_id == row.event_id), None)
            # Who asked for a reminder of what is cancelled hears so at its hour, wherever it moved.
            is_on = event is not None and event.status == "confirmed"
            if event and is_on and row.purpose is Purpose.REMINDER and row.due_at > now:
                promise = Promise(event, LEAD_DAYS[row.lead], row.channel_id)
                assert row.due_at == promise.due_at, "due at the wrong hour"
                self.promises[row.key] = promise
        self.every_event_is_planned(current, now)

    def every_event_is_planned(self, current: set[str], now: datetime) -> None:
        """Whatever the kind of an event asks for stands in the ledger before it is due."""
        for event in self.town.events:
            for days in DEFAULT_DAYS[event.kind]:
                promise = Promise(event, days, CHANNEL)
                is_near = event.starts_at < now + HORIZON
                if event.status == "confirmed" and is_near and promise.due_at > now:
                    assert any(self.promises.get(key) == promise for key in current), promise

    @invariant()
    def nothing_stands_twice(self) -> None:
        """No reminder, notice or report stands in any channel twice."""
        keys = [one.key for one in self.network.all()]
        assert len(keys) == len(set(keys))

    @invariant()
    def nothing_came_early(self) -> None:
        """What was sent was sent at its hour, or later and says so."""
        for one in self.network.all():
            promise = self.promises.get(one.key)
            if promise is not None:
                late_by = one.at - promise.due_at
                assert late_by >= timedelta(0)
                assert late_by <= LATE or one.announcement.late_by is not None

    def everything_was_sent_or_reported(self) -> None:
        """Each promise was kept, or the moderators were told why not."""
        standing = {one.key for one in self.network.all()}
        told = lines_of_reports(self.network)
        for key, promise in self.promises.items():
            row = self.ledger.get(key)
            if promise.due_at > self.clock.now:
                continue
            if row is None:
                assert key in self.taken_back, f"lost: {promise}"
                assert key not in standing
            elif row.state in (State.SENT, State.LATE):
                assert key in standing
            else:
                assert row.state in (State.MISSED, State.REFUSED), f"left lying: {row}"
                assert row.reported
                assert told
        assert not self.ledger.claimed()


Years.TestCase.settings = examples(
    40,
    stateful_step_count=40,
    suppress_health_check=[HealthCheck.filter_too_much],
)
TestYears = Years.TestCase
