import asyncio
import logging
import resource
import sqlite3
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.properties import THOROUGH
from tests.reminders.simulation import (
    CHANNEL,
    GUILD,
    MEMBER,
    OTHER_CHANNEL,
    REPORTS,
    Clock,
    KilledError,
    Network,
    Town,
    at,
    lines_of_reports,
)

from forumbot.config import RemindersConfig
from forumbot.errors import StoreError
from forumbot.reminders import wording
from forumbot.reminders.events import Event, EventKind, instant_of
from forumbot.reminders.lead_words import parse_leads
from forumbot.reminders.planner import Known
from forumbot.reminders.records import Delivery, Purpose, State
from forumbot.reminders.runner import Runner
from forumbot.reminders.schedule import Defaults, Rule
from forumbot.reminders.sqlite_ledger import SqliteLedger
from forumbot.reminders.wording import Announcement, Quoted

NOON = at("2019-02-20T12:00")
DEFAULTS = Defaults.of(RemindersConfig())
SECOND, MINUTE, HOUR, DAY = (timedelta(seconds=count) for count in (1, 60, 3600, 86400))
TWO_WEEKS, ONE_DAY = at("2019-02-28T08:30"), at("2019-03-13T08:30")
"""When the reminders of the forum are due."""


def event(starts: str = "2019-03-14 09:30", **more: Any) -> Event:
    """A forum in Brussels; all day where only a day is given."""
    values: dict[str, Any] = {
        "event_id": "forum-4", "title": "Fourth forum", "kind": EventKind.FORUM, "ends_at": None,
        "all_day": len(starts) == 10, "timezone": "Europe/Brussels",
    } | more  # fmt: skip
    starts_at = instant_of(datetime.fromisoformat(starts), values["timezone"])
    return Event(starts_at=starts_at, **values)


class Bot:
    """A bot in its town, and the clock that it lives by."""

    def __init__(self, folder: Path, *events: Event, wait: float = 5.0) -> None:
        self.path = folder / "reminders.sqlite"
        self.clock = Clock(NOON)
        self.network = Network(self.clock)
        self.town = Town(self.clock, self.network, list(events))
        self.around = self.town.around()
        self._wait = wait
        self.start()

    def start(self) -> None:
        """Start as a new process does."""
        self.loop = asyncio.Runner()
        self.ledger = SqliteLedger(self.path, self.clock, self._wait)
        self.runner = Runner(self.ledger, self.network, self.around, DEFAULTS, self.clock)

    def end(self) -> None:
        """End as a process does: what was under way goes with it."""
        self.loop.close()
        self.ledger.close()

    def restart(self) -> None:
        """The process has ended, and starts again."""
        self.end()
        self.start()

    def look(self) -> float:
        """One look at what is due; returns for how many seconds there is nothing to do."""
        return self.loop.run(self.runner.once())

    def is_killed(self) -> None:
        """One look, amid which the process is killed; it starts again."""
        with pytest.raises(KilledError):
            self.look()
        self.restart()

    def until(self, when: datetime) -> None:
        """Let time pass; the bot looks whenever there is something to do."""
        while True:
            self.look()
            ahead = self.ledger.next_at(self.clock.now)
            if ahead is None or ahead > when:
                break
            self.clock.now = max(ahead, self.clock.now + SECOND)
        self.clock.now = when
        self.look()

    def sleeps_until(self, when: datetime) -> None:
        """The machine sleeps, or its clock is set."""
        self.clock.now = when
        self.look()

    def change(self, *events: Event) -> None:
        """The file of events is changed, and read again."""
        self.town.events[:] = events
        self.runner.wake()
        self.look()

    def ask(self, lead: str, **more: Any) -> Rule:
        """Somebody asks for a reminder of the forum."""
        (parsed,) = parse_leads(lead, "UTC")
        event_id = more.pop("event_id", "forum-4")
        return self.ledger.requests.add_rule(Rule(0, GUILD, event_id, parsed, **more))

    def heard(self, channel_id: int = CHANNEL) -> list[str]:
        """The headline of each message in a channel, with its day and time (UTC)."""
        posted = self.network.messages[channel_id]
        return [f"{one.at:%m-%d %H:%M} {wording.headline(one.announcement)}" for one in posted]

    def row(self, lead: str = "1 day", channel_id: int = CHANNEL) -> Delivery:
        """What the ledger holds of the forum's reminder at a lead.

        What is settled by the runner's thread between the two questions is told by the second.
        """
        held = (*self.ledger.planned(), *self.ledger.log(GUILD, 99_999))
        (found,) = {
            one.key: one
            for one in held
            if (one.lead, one.channel_id, one.event_id) == (lead, channel_id, "forum-4")
        }.values()
        return found


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is done in threads is done on the loop, as weeks of an outage have it often."""

    async def done(work: Callable[..., Any], *given: Any, **named: Any) -> Any:
        return work(*given, **named)

    monkeypatch.setattr(asyncio, "to_thread", done)


@pytest.fixture
def bot(tmp_path: Path) -> Iterator[Bot]:
    """A bot that knows of the fourth forum on 20 February."""
    found = Bot(tmp_path, event())
    found.look()
    yield found
    found.end()


# On time


def test_each_reminder_is_sent_once_at_its_time(bot: Bot) -> None:
    """Two weeks and a day before, and nothing else, in no other place."""
    bot.until(at("2019-04-01"))
    assert bot.heard() == [
        "02-28 08:30 Fourth forum: in 2 weeks", "03-13 08:30 Fourth forum: in 1 day",
    ]  # fmt: skip
    assert len(bot.network.all()) == 2
    assert {bot.row(lead).state for lead in ("2 weeks", "1 day")} == {State.SENT}


def test_the_bot_sleeps_a_minute_at_most_and_until_the_next_reminder(bot: Bot) -> None:
    """A clock may be set and a machine may sleep, so it looks again before long."""
    assert bot.look() == 60
    bot.clock.now = TWO_WEEKS - 10 * SECOND
    assert bot.look() == 10
    bot.change()
    assert bot.look() == 60


def test_each_place_gets_what_was_asked_for_it(bot: Bot) -> None:
    """Another channel, a member, and the words and the role of a moderator."""
    bot.ask("3 days", channel_id=OTHER_CHANNEL, message="Come!", role_id=50)
    bot.ask("1 hour", member_id=MEMBER)
    bot.runner.wake()
    bot.until(at("2019-04-01"))
    assert bot.heard(OTHER_CHANNEL) == ["03-11 08:30 Fourth forum: in 3 days"]
    assert bot.heard(MEMBER) == ["03-14 07:30 Fourth forum: in 1 hour"]
    assert bot.network.messages[OTHER_CHANNEL][0].announcement.message == "Come!"
    assert bot.row("3 days", OTHER_CHANNEL).role_id == 50
    assert bot.row("1 hour", MEMBER).is_direct


def test_what_the_last_forum_concluded_is_quoted_and_its_absence_stops_nothing(bot: Bot) -> None:
    """Where the archive cannot be asked the reminder goes out without."""
    quote = Quoted("Skills need training.", "Third forum")
    answers: list[Callable[[], Sequence[Quoted]]] = [lambda: [quote], lambda: [][0]]
    bot.around = replace(bot.around, background=lambda _guild_id, _event, _now: answers.pop(0)())
    bot.restart()
    bot.until(ONE_DAY)
    assert [one.announcement.background for one in bot.network.messages[CHANNEL]] == [(quote,), ()]


def test_without_a_channel_nothing_is_sent_until_there_is_one(bot: Bot) -> None:
    """From then on what is still to come."""
    bot.town.has_channel = False
    bot.runner.wake()
    bot.until(at("2019-03-01"))
    assert bot.network.all() == []
    bot.town.has_channel = True
    bot.runner.wake()
    bot.until(at("2019-04-01"))
    assert bot.heard() == ["03-13 08:30 Fourth forum: in 1 day"]


def test_a_change_of_the_file_is_seen_within_minutes_without_being_told(bot: Bot) -> None:
    """Events are read again every five minutes."""
    bot.town.events[:] = [event("2019-02-21 13:30")]
    bot.sleeps_until(NOON + 4 * MINUTE)
    assert {one.due_at for one in bot.ledger.planned()} == {TWO_WEEKS, ONE_DAY}
    bot.sleeps_until(NOON + 5 * MINUTE)
    assert [one.due_at for one in bot.ledger.planned()] == [at("2019-02-20T12:30")]


# Ten thousand at once


def crowd(bot: Bot, of_each: int, members: int) -> None:
    """Events of each kind with a reminder due at one minute, and members who want one."""
    kinds = [kind for kind in EventKind for _number in range(of_each)]
    bot.town.events[:] = [
        event(event_id=f"event-{number:05}", kind=kind, leads=("1 day",))
        for number, kind in enumerate(reversed(kinds))
    ]
    first = bot.town.events[0].event_id
    for number in range(members):
        bot.ask("24 hours", event_id=first, member_id=MEMBER + number)


def test_a_crowd_of_reminders_of_one_minute_is_sent_once_by_importance(
    bot: Bot, caplog: pytest.LogCaptureFixture
) -> None:
    """Forums first, then other events in the order of their kinds, members last; none twice.

    They are ten thousand where the run is thorough, as always in ``test_sqlite_ledger.py``.
    """
    many = 10_000 if THOROUGH else 2_000
    crowd(bot, of_each=many * 14 // 100, members=many * 2 // 100)
    bot.runner.wake()
    bot.look()
    assert bot.network.all() == []
    order: list[int] = []
    bot.network.on_post = lambda delivery: order.append(delivery.importance)
    began = bot.loop.run(timed(bot.runner, bot.clock, ONE_DAY))
    assert began < 300
    assert len(order) == many
    assert set(Counter(one.key for one in bot.network.all()).values()) == {1}
    assert {one.state for one in bot.ledger.log(GUILD, 20_000)} == {State.SENT}
    # Several are under way at a time, so that neighbours may overtake each other.
    wanted = sorted(order)
    assert order[0] == 0
    assert all(importance in wanted[max(place - 200, 0) : place + 200]
               for place, importance in enumerate(order))  # fmt: skip
    assert not caplog.records


async def timed(runner: Runner, clock: Clock, when: datetime) -> float:
    """How many seconds a look takes at that time."""
    clock.now = when
    loop = asyncio.get_running_loop()
    began = loop.time()
    await runner.once()
    return loop.time() - began


def test_a_forum_that_falls_due_amid_a_crowd_does_not_wait_for_its_end(bot: Bot) -> None:
    """The most important of all that is due by then is sent next, and new events are planned."""
    bot.town.events[:] = [event(event_id="least", kind=EventKind.OTHER)]
    for number in range(1_200):
        bot.ask("1 day", event_id="least", member_id=MEMBER + number)
    bot.runner.wake()
    bot.look()

    def post(_delivery: Delivery) -> None:
        bot.clock.now += SECOND
        if len(bot.network.all()) == 100:
            starts_at = bot.clock.now + DAY + MINUTE
            bot.town.events.append(replace(event(), starts_at=starts_at, leads=("1 day",)))
            bot.runner.wake()

    bot.network.on_post = post
    bot.sleeps_until(ONE_DAY)
    _least, forum = bot.network.messages[CHANNEL]
    assert forum.at - ONE_DAY < 15 * MINUTE
    assert len(bot.network.all()) == 1_202


# Late, and too late


def test_a_reminder_that_comes_late_says_so(bot: Bot) -> None:
    """The machine slept over its hour; it tells how long still from now."""
    bot.sleeps_until(ONE_DAY - MINUTE)
    bot.sleeps_until(ONE_DAY + 3 * HOUR)
    assert bot.heard()[-1] == "03-13 11:30 Fourth forum: in 21 hours"
    assert bot.network.messages[CHANNEL][-1].announcement.late_by == 3 * HOUR
    assert bot.row().state is State.LATE


def test_a_few_minutes_are_not_called_late(bot: Bot) -> None:
    """As many as the configuration allows: five."""
    bot.until(ONE_DAY - MINUTE)
    bot.sleeps_until(ONE_DAY + 5 * MINUTE)
    assert bot.network.messages[CHANNEL][-1].announcement.late_by is None
    assert bot.row().state is State.SENT


def test_a_reminder_past_its_use_is_missed_and_told_of_once(bot: Bot) -> None:
    """In one report, which says by how much; no restart tells again."""
    bot.until(ONE_DAY - MINUTE)
    bot.sleeps_until(at("2019-03-14T08:30"))
    assert len(bot.heard()) == 1
    assert bot.row().state is State.MISSED
    bot.restart()
    bot.until(at("2019-06-01"))
    assert lines_of_reports(bot.network) == [
        "the reminder of “Fourth forum” (1 day) was not sent: it was 1 day late, and what it "
        "speaks of had come"
    ]
    assert bot.heard(REPORTS) == ["03-14 08:30 Reminders that were not delivered"]


def test_of_several_that_are_due_together_the_latest_goes(bot: Bot) -> None:
    """After weeks of sleep members hear of the forum once; moderators of the rest in one report."""
    bot.sleeps_until(ONE_DAY + HOUR)
    assert bot.heard() == ["03-13 09:30 Fourth forum: in 23 hours"]
    assert (bot.row("2 weeks").state, bot.row().state) == (State.MISSED, State.LATE)
    bot.until(at("2019-06-01"))
    assert lines_of_reports(bot.network) == [
        "the reminder of “Fourth forum” (2 weeks) was not sent: a later reminder of the same event "
        "took its place"
    ]


def test_all_that_was_missed_is_told_in_one_report(bot: Bot) -> None:
    """Of several events; the more it is the shorter, with a word on where the rest stands."""
    bot.change(*(event(event_id=f"event-{number}") for number in range(20)))
    bot.sleeps_until(at("2019-05-01"))
    assert bot.heard() == []
    (report,) = bot.network.messages[REPORTS]
    assert len(report.announcement.lines) == 15
    assert report.announcement.more == 25
    assert wording.as_text(report.announcement).endswith("\nand 25 more")
    bot.until(at("2019-06-01"))
    assert len(bot.network.messages[REPORTS]) == 1


def test_a_moderators_own_words_are_sent_even_if_a_later_reminder_is_due(bot: Bot) -> None:
    """They may say what no other reminder does."""
    bot.ask("3 days", message="Bring your badge.")
    bot.runner.wake()
    bot.look()
    bot.sleeps_until(ONE_DAY + HOUR)
    said = [one.announcement.message for one in bot.network.messages[CHANNEL]]
    assert sorted(said, key=str) == ["Bring your badge.", None]


def test_start_and_end_of_a_season_do_not_take_each_others_place(bot: Bot) -> None:
    """A reminder of the end is another matter than one of the start."""
    weeks = event("2019-03-14", kind=EventKind.CLUSTER_WEEKS, ends_at=at("2019-03-15T23:00"))
    bot.change(weeks)
    bot.sleeps_until(at("2019-03-14T09:00"))
    assert sorted(bot.heard()) == [
        "03-14 09:00 Fourth forum: ends tomorrow", "03-14 09:00 Fourth forum: today",
    ]  # fmt: skip


def test_an_earlier_reminder_that_had_to_wait_does_not_follow_a_later_one(bot: Bot) -> None:
    """Where a permission came back just after the later one was due, the later one goes alone."""
    bot.ask("1 hour")
    bot.ask("50 minutes")
    bot.runner.wake()
    start = at("2019-03-14T08:30")
    bot.until(start - 61 * MINUTE)
    bot.network.is_forbidden = True
    bot.until(start - 51 * MINUTE)
    bot.network.is_forbidden = False
    bot.until(start)
    assert [one.split(" ", 2)[2] for one in bot.heard()[2:]] == ["Fourth forum: in 50 minutes"]
    assert bot.row("1 hour").state is State.MISSED


# Known only after its hour


def test_what_becomes_known_after_all_its_hours_is_said_at_once(tmp_path: Path) -> None:
    """The last reminder goes out, not called late; earlier ones are nobody's fault."""
    bot = Bot(tmp_path)
    bot.sleeps_until(ONE_DAY + 3 * HOUR)
    bot.change(event())
    bot.until(at("2019-04-01"))
    assert bot.heard() == ["03-13 11:30 Fourth forum: in 21 hours"]
    assert bot.network.messages[CHANNEL][0].announcement.late_by is None
    assert lines_of_reports(bot.network) == []
    bot.end()


def test_what_is_said_at_once_is_not_late_when_it_had_to_be_tried_again(tmp_path: Path) -> None:
    """Planning anew in between does not make up an hour at which it should have gone."""
    bot = Bot(tmp_path)
    bot.sleeps_until(ONE_DAY + 3 * HOUR)
    bot.network.faults = ["limited"]
    bot.change(event())
    assert bot.heard() == []
    bot.clock.now += 30 * SECOND
    bot.runner.wake()
    bot.until(at("2019-04-01"))
    assert [one.announcement.late_by for one in bot.network.messages[CHANNEL]] == [None]
    bot.end()


def test_nothing_is_said_at_once_where_a_reminder_is_still_to_come(tmp_path: Path) -> None:
    """A week before the event it is the day before that counts."""
    bot = Bot(tmp_path)
    bot.sleeps_until(at("2019-03-07T12:00"))
    bot.change(event())
    assert bot.heard() == []
    bot.until(at("2019-04-01"))
    assert bot.heard() == ["03-13 08:30 Fourth forum: in 1 day"]
    bot.end()


@pytest.mark.parametrize("known_at", ["2019-03-14T08:30", "2019-03-14T12:00", "2019-03-20T00:00"])
def test_what_has_begun_when_it_becomes_known_is_not_announced(
    tmp_path: Path, known_at: str
) -> None:
    """Nor is it reported: nobody promised it."""
    bot = Bot(tmp_path)
    bot.sleeps_until(at(known_at))
    bot.change(event(ends_at=at("2019-03-30T12:00")))
    bot.until(at("2019-04-01"))
    assert bot.network.all() == []
    bot.end()


def test_a_season_that_runs_is_reminded_of_before_its_end(tmp_path: Path) -> None:
    """A bot that is set up in its midst says nothing of the start."""
    bot = Bot(tmp_path, event("2019-01-20", kind=EventKind.CLUSTER_WEEKS,
                              ends_at=at("2019-04-30T22:00")))  # fmt: skip
    bot.until(at("2019-06-01"))
    assert bot.heard() == [
        "04-23 07:00 Fourth forum: ends in 1 week", "04-29 07:00 Fourth forum: ends tomorrow",
    ]  # fmt: skip
    bot.end()


# Events that change

MOVED = event("2019-03-21 10:30", sequence=1)
AGAIN = event("2019-03-22 11:30", sequence=2)


def notices(bot: Bot, channel_id: int = CHANNEL) -> list[tuple[str, ...]]:
    """What was told in a channel of changes."""
    messages = bot.network.messages[channel_id]
    return [one.announcement.changes for one in messages if one.announcement.changes]


def shown_now(bot: Bot, channel_id: int = CHANNEL) -> list[Event | None]:
    """The event as each message of a channel shows it after its edits."""
    messages = bot.network.messages[channel_id]
    return [(one.edits or [one.announcement])[-1].event for one in messages]


def test_an_event_that_moves_is_told_where_it_was_reminded_of_and_nowhere_else(bot: Bot) -> None:
    """Old reminders are withdrawn, new ones planned, posted messages edited, one notice a place."""
    bot.ask("15 days", member_id=MEMBER)
    bot.ask("3 days", channel_id=OTHER_CHANNEL)
    bot.runner.wake()
    bot.until(at("2019-03-01T12:00"))
    bot.change(MOVED)
    assert {one.starts_at for one in bot.ledger.planned()} == {at("2019-03-21T09:30")}
    assert [one.lead for one in bot.ledger.planned()] == ["15 days", "2 weeks", "3 days", "1 day"]
    told = (
        "New time: Thursday 21 March 2019, 10:30 (Europe/Brussels, UTC+01:00). "
        "Before: Thursday 14 March 2019, 09:30.",
    )
    assert notices(bot) == notices(bot, MEMBER) == [told]
    assert bot.network.messages[OTHER_CHANNEL] == []
    assert shown_now(bot) == shown_now(bot, MEMBER) == [MOVED, MOVED]
    bot.until(at("2019-04-01"))
    assert notices(bot) == notices(bot, MEMBER) == [told]
    assert bot.heard()[2:] == [
        "03-07 09:30 Fourth forum: in 2 weeks", "03-20 09:30 Fourth forum: in 1 day",
    ]  # fmt: skip
    assert bot.heard(OTHER_CHANNEL) == ["03-18 09:30 Fourth forum: in 3 days"]
    assert lines_of_reports(bot.network) == []


def test_an_event_that_moves_before_anybody_was_reminded_is_told_to_nobody(bot: Bot) -> None:
    """Only the reminders are others."""
    bot.change(MOVED)
    assert bot.network.all() == []
    bot.until(at("2019-04-01"))
    assert [one[:11] for one in bot.heard()] == ["03-07 09:30", "03-20 09:30"]


def test_an_event_that_moves_twice_is_told_twice(bot: Bot) -> None:
    """Each time from what was told last; all messages show the last."""
    bot.until(at("2019-03-01T12:00"))
    bot.change(MOVED)
    bot.until(at("2019-03-02T12:00"))
    bot.change(AGAIN)
    bot.until(at("2019-03-05T12:00"))
    assert len(notices(bot)) == 2
    assert "New time: Friday 22 March" in notices(bot)[1][0]
    assert "Before: Thursday 21 March" in notices(bot)[1][0]
    assert shown_now(bot)[0] == AGAIN


def test_an_event_that_moves_and_moves_back_is_told_each_time(bot: Bot) -> None:
    """As often as it happens; what was sent for the old start is not sent again."""
    bot.until(at("2019-03-01T12:00"))
    for number in range(4):
        bot.change((MOVED, event())[number % 2])
        bot.until(bot.clock.now + HOUR)
    assert len(notices(bot)) == 4
    assert shown_now(bot)[0] == event()
    bot.until(at("2019-04-01"))
    assert bot.heard()[5:] == ["03-13 08:30 Fourth forum: in 1 day"]


def test_changes_that_could_not_be_told_are_told_as_one(bot: Bot) -> None:
    """Moved twice before anything got through: from what members know to what it is now."""
    bot.until(at("2019-03-01T12:00"))
    bot.network.faults = ["limited"]
    bot.change(MOVED)
    bot.change(AGAIN)
    bot.until(at("2019-03-03T12:00"))
    assert notices(bot) == [wording.changes(event(), AGAIN)]
    assert shown_now(bot)[0] == AGAIN
    assert lines_of_reports(bot.network) == []


def test_a_change_of_which_it_is_not_known_whether_it_was_told_does_not_follow_a_later_one(
    bot: Bot,
) -> None:
    """Moved twice amid an outage: the last word is the right one, and the only one."""
    bot.until(at("2019-03-01T12:00"))
    bot.network.is_down = True
    bot.change(MOVED)
    bot.until(at("2019-03-01T13:00"))
    bot.change(AGAIN)
    bot.until(at("2019-03-01T14:00"))
    bot.network.is_down = False
    bot.until(at("2019-03-03T12:00"))
    (told,) = notices(bot)
    assert told[0].startswith("New time: Friday 22 March 2019, 11:30")
    assert shown_now(bot)[0] == AGAIN
    assert lines_of_reports(bot.network) == []


def test_a_change_back_that_could_not_be_told_in_time_is_no_news(bot: Bot) -> None:
    """Nothing has changed for those who were reminded; a change after that is told again."""
    bot.until(at("2019-03-01T12:00"))
    for _time in range(2):
        bot.network.faults = ["limited"]
        bot.change(MOVED)
        bot.change(event())
        bot.until(bot.clock.now + HOUR)
    assert notices(bot) == []
    assert shown_now(bot) == [event()]
    bot.change(MOVED)
    bot.until(bot.clock.now + HOUR)
    assert len(notices(bot)) == 1


@pytest.mark.parametrize("how", ["cancelled", "taken out"])
def test_an_event_that_is_cancelled_or_taken_out_of_the_file_is_said_to_be_off(
    bot: Bot, how: str
) -> None:
    """Where it was reminded of, once; the message says so, and no reminder follows."""
    bot.ask("3 days", channel_id=OTHER_CHANNEL)
    bot.runner.wake()
    bot.until(at("2019-03-01T12:00"))
    bot.change(*([event(status="cancelled")] if how == "cancelled" else []))
    assert bot.ledger.planned() == ()
    bot.until(at("2019-04-01"))
    assert bot.heard() == [
        "02-28 08:30 Fourth forum: in 2 weeks", "03-01 12:00 Cancelled: Fourth forum",
    ]  # fmt: skip
    assert notices(bot) == [("It will not take place.",)]
    (edit,) = bot.network.messages[CHANNEL][0].edits
    assert edit.is_cancelled
    assert bot.network.messages[OTHER_CHANNEL] == []


@pytest.mark.parametrize("how", ["cancelled", "taken out"])
def test_who_asked_to_be_reminded_hears_at_that_hour_that_it_is_cancelled(
    bot: Bot, how: str
) -> None:
    """Though nobody was reminded of it before; once, and not who stopped."""
    bot.ask("1 hour", member_id=MEMBER)
    stopped = bot.ask("1 hour", member_id=MEMBER + 1)
    bot.runner.wake()
    bot.until(at("2019-03-10T12:00"))
    bot.change(*([event(status="cancelled")] if how == "cancelled" else []))
    bot.ledger.requests.remove_rule(stopped.rule_id)
    bot.runner.wake()
    bot.until(at("2019-03-11T12:00"))
    bot.town.is_complete, bot.town.events = False, []  # the file is broken for a while
    bot.runner.wake()
    bot.until(at("2019-03-12T12:00"))
    assert bot.network.messages[MEMBER] == []
    bot.until(at("2019-04-01"))
    (message,) = bot.network.messages[MEMBER]
    assert message.announcement.is_cancelled
    assert message.announcement.changes == ("It will not take place.",)
    assert message.announcement.background == ()
    assert bot.network.messages[MEMBER + 1] == []


def test_what_takes_place_after_all_is_reminded_of_as_it_was_asked_for(bot: Bot) -> None:
    """The member who asked hears nothing of its having been cancelled in between."""
    bot.ask("1 hour", member_id=MEMBER)
    bot.until(at("2019-03-01T12:00"))
    bot.change(event(status="cancelled"))
    bot.until(at("2019-03-02T12:00"))
    bot.change(event())
    bot.until(at("2019-04-01"))
    (message,) = bot.network.messages[MEMBER]
    assert not message.announcement.is_cancelled


def test_a_cancelled_event_that_takes_place_after_all_is_reminded_of_again(bot: Bot) -> None:
    """Members are told, and the day before it they hear of it."""
    bot.until(at("2019-03-01T12:00"))
    bot.change(event(status="cancelled"))
    bot.until(at("2019-03-02T12:00"))
    bot.change(event())
    bot.until(at("2019-04-01"))
    assert notices(bot)[1:] == [("It will take place after all.",)]
    assert bot.heard()[3:] == ["03-13 08:30 Fourth forum: in 1 day"]


def test_an_event_that_is_over_changes_quietly(bot: Bot) -> None:
    """Old events are tidied away without a word."""
    bot.until(at("2019-03-20T12:00"))
    bot.change()
    bot.until(at("2019-04-01"))
    assert len(bot.heard()) == 2
    assert notices(bot) == []


def test_a_new_link_edits_the_message_and_is_no_news(bot: Bot) -> None:
    """Nobody is written to for what the message itself shows."""
    linked = event(url="https://example.org/4")
    bot.until(at("2019-03-01T12:00"))
    bot.change(linked)
    assert shown_now(bot) == [linked]
    assert notices(bot) == []
    bot.until(at("2019-04-01"))
    assert shown_now(bot) == [linked, linked]


def test_a_file_that_cannot_be_read_whole_withdraws_nothing(bot: Bot) -> None:
    """What is missing from it may be there all the same: it is reminded of as before."""
    bot.until(at("2019-03-01T12:00"))
    bot.town.is_complete = False
    bot.change()
    bot.until(at("2019-04-01"))
    assert bot.heard()[1:] == ["03-13 08:30 Fourth forum: in 1 day"]
    assert notices(bot) == []


def test_a_file_that_cannot_be_read_whole_still_tells_what_has_moved(bot: Bot) -> None:
    """What could be read is taken at its word; the old hour is not kept."""
    bot.until(at("2019-03-01T12:00"))
    bot.town.is_complete = False
    bot.change(MOVED)
    bot.until(at("2019-04-01"))
    assert len(notices(bot)) == 1
    assert [one[:11] for one in bot.heard()[2:]] == ["03-07 09:30", "03-20 09:30"]


def test_a_reminder_is_stopped_even_where_its_event_cannot_be_read(bot: Bot) -> None:
    """A fault elsewhere in the file does not keep a member from ending a reminder."""
    ours, theirs = (bot.ask("3 days", member_id=MEMBER + number) for number in range(2))
    bot.runner.wake()
    bot.look()
    bot.town.is_complete = False
    bot.ledger.requests.remove_rule(ours.rule_id)
    bot.change()
    bot.until(at("2019-04-01"))
    assert bot.network.messages[MEMBER] == []
    assert len(bot.heard(MEMBER + 1)) == 1
    assert theirs.member_id == MEMBER + 1


def test_an_event_of_the_guild_takes_the_place_of_the_archives(bot: Bot) -> None:
    """What moderators change is told, and undone when they take it back."""
    bot.until(at("2019-03-01T12:00"))
    bot.ledger.requests.save_event(GUILD, MOVED)
    bot.change(event())
    assert notices(bot) == [wording.changes(event(), MOVED)]
    bot.ledger.requests.save_event(GUILD, event())
    bot.change(event())
    bot.until(at("2019-04-01"))
    assert notices(bot)[1:] == [wording.changes(MOVED, event())]
    assert bot.heard()[3:] == ["03-13 08:30 Fourth forum: in 1 day"]


def test_members_of_a_guild_without_settings_get_their_reminders(bot: Bot) -> None:
    """And its moderators hear of changes, whatever became of the settings."""
    bot.ask("3 days", member_id=MEMBER)
    bot.around = replace(bot.around, communities=list)
    bot.restart()
    bot.until(at("2019-03-12"))
    assert bot.heard() == []
    assert len(bot.heard(MEMBER)) == 1
    bot.change(MOVED)
    assert len(notices(bot, MEMBER)) == 1


def test_what_was_cancelled_while_the_line_was_down_is_not_reminded_of(bot: Bot) -> None:
    """A reminder of which it was not known whether it was posted is not posted after the fact."""
    bot.until(TWO_WEEKS - SECOND)
    bot.network.faults = ["down"]
    bot.sleeps_until(TWO_WEEKS)
    bot.town.events.clear()
    bot.until(at("2019-04-01"))
    assert bot.network.all() == []
    assert not bot.ledger.planned()
    assert not bot.ledger.claimed()


def test_a_member_who_pressed_stop_hears_of_no_change(bot: Bot) -> None:
    """One who was reminded and still wants it is told that the forum moved, the other is not."""
    rules = [bot.ask("3 weeks", member_id=member) for member in (MEMBER, MEMBER + 1)]
    bot.runner.wake()
    bot.until(TWO_WEEKS + DAY)
    assert [len(bot.heard(member)) for member in (MEMBER, MEMBER + 1)] == [1, 1]
    bot.ledger.requests.remove_rule(rules[0].rule_id)
    bot.change(event(place="Leuven"))
    assert [len(bot.heard(member)) for member in (MEMBER, MEMBER + 1)] == [1, 2]


def test_an_edit_that_fails_is_tried_again_and_stops_no_other(bot: Bot) -> None:
    """After a server error, a rate limit and an error that nobody thought of."""
    bot.ask("15 days", channel_id=OTHER_CHANNEL)
    bot.runner.wake()
    bot.until(at("2019-03-01T12:00"))
    linked = event(url="https://example.org/4")
    bot.network.faults = ["bug"]
    bot.change(linked)
    assert sorted([shown_now(bot), shown_now(bot, OTHER_CHANNEL)], key=str) == sorted(
        [[event()], [linked]], key=str
    )
    bot.network.faults = ["limited", "down"]
    bot.until(at("2019-03-01T14:00"))
    assert shown_now(bot) == shown_now(bot, OTHER_CHANNEL) == [linked]
    assert not bot.ledger.edits()


def test_a_message_that_may_not_be_edited_is_left(bot: Bot) -> None:
    """It is not tried for ever: the notice says what has changed."""
    bot.until(at("2019-03-01T12:00"))
    bot.network.faults = ["", "forbidden"]
    bot.change(MOVED)
    assert len(notices(bot)) == 1
    assert shown_now(bot) == [event(), MOVED]
    assert not bot.ledger.edits()


# What the network does


def test_a_channel_that_is_gone_is_told_of_once(bot: Bot) -> None:
    """The reminder is refused; trying again would not help."""
    bot.network.gone = {CHANNEL}
    bot.until(at("2019-03-01"))
    row = bot.row("2 weeks")
    assert (row.state, row.attempts, row.detail) == (State.REFUSED, 1, "the channel is gone")
    assert lines_of_reports(bot.network) == [
        "the reminder of “Fourth forum” (2 weeks) was not sent: the channel is gone"
    ]


def test_a_message_that_is_refused_as_such_is_told_of_once(bot: Bot) -> None:
    """Status 400: the next reminder may fare better."""
    bot.network.faults = ["rejected"]
    bot.until(at("2019-04-01"))
    assert bot.row("2 weeks").state is State.REFUSED
    assert len(lines_of_reports(bot.network)) == 1
    assert [one[:11] for one in bot.heard()] == ["03-13 08:30"]


def test_a_permission_that_was_taken_is_told_at_once_and_waited_for(bot: Bot) -> None:
    """The moderators hear once what is missing; given back in time the reminder goes, late."""
    bot.network.is_forbidden = True
    bot.until(TWO_WEEKS)
    assert lines_of_reports(bot.network) == [
        "the reminder of “Fourth forum” (2 weeks) cannot be sent yet: Send Messages is missing"
    ]
    bot.until(TWO_WEEKS + 5 * HOUR)
    assert bot.row("2 weeks").attempts == 7
    bot.network.is_forbidden = False
    bot.until(TWO_WEEKS + 7 * HOUR)
    assert bot.row("2 weeks").state is State.LATE
    assert len(bot.heard()) == 1
    assert len(lines_of_reports(bot.network)) == 1


def test_all_that_waits_for_a_permission_is_told_in_one_report(bot: Bot) -> None:
    """However many reminders are due together in that channel."""
    bot.change(*(event(event_id=f"event-{number}", leads=("1 day",)) for number in range(5)))
    bot.network.is_forbidden = True
    bot.until(ONE_DAY + 5 * HOUR)
    (report,) = bot.network.messages[REPORTS]
    assert len(report.announcement.lines) == 5
    bot.network.is_forbidden = False
    bot.until(ONE_DAY + 7 * HOUR)
    assert len(bot.heard()) == 5
    assert len(bot.network.messages[REPORTS]) == 1


@pytest.mark.usefixtures("at_once")
def test_a_permission_that_is_not_given_back_ends_in_a_miss(bot: Bot) -> None:
    """The moderators were told already, with the reason; both reminders are missed."""
    bot.network.is_forbidden = True
    bot.until(at("2019-06-01"))
    assert {bot.row(lead).state for lead in ("2 weeks", "1 day")} == {State.MISSED}
    assert bot.row().detail == "Send Messages is missing"
    assert bot.heard() == []
    assert len(lines_of_reports(bot.network)) == 2
    assert {row.reported for row in bot.ledger.log(GUILD, 9) if row.purpose is Purpose.REMINDER}


def test_a_rate_limit_is_waited_for_as_long_as_it_says(bot: Bot) -> None:
    """Thirty seconds here, and not one less; nobody is told."""
    bot.until(TWO_WEEKS - SECOND)
    bot.network.faults = ["limited"]
    bot.sleeps_until(TWO_WEEKS)
    assert bot.look() == 30
    bot.sleeps_until(TWO_WEEKS + 29 * SECOND)
    assert bot.heard() == []
    bot.sleeps_until(TWO_WEEKS + 30 * SECOND)
    assert len(bot.heard()) == 1
    assert bot.row("2 weeks").state is State.SENT
    assert lines_of_reports(bot.network) == []


@pytest.mark.parametrize("faults", [["down"], ["lost"], ["bug"], ["down", "lost", "bug", "down"]])
def test_whether_a_broken_line_brought_the_message_is_looked_up(
    bot: Bot, faults: list[str]
) -> None:
    """A server error before the post and a lost answer after it: one message in the end."""
    bot.network.faults = list(faults)
    bot.until(TWO_WEEKS + HOUR)
    assert len(bot.heard()) == 1
    assert bot.row("2 weeks").state in (State.SENT, State.LATE)
    assert bot.row("2 weeks").message_id == bot.network.messages[CHANNEL][0].message_id
    bot.until(at("2019-04-01"))
    assert len(bot.heard()) == 2
    assert lines_of_reports(bot.network) == []


@pytest.mark.usefixtures("at_once")
def test_an_outage_of_hours_makes_the_reminder_late(bot: Bot) -> None:
    """It goes out within a quarter of an hour of the end of the outage."""
    bot.network.is_down = True
    bot.until(ONE_DAY - DAY)
    bot.network.is_down = False
    bot.until(ONE_DAY - DAY + 15 * MINUTE)
    assert len(bot.heard()) == 1
    assert bot.row("2 weeks").state is State.LATE


@pytest.mark.usefixtures("at_once")
def test_an_outage_past_the_event_is_told_when_it_ends(bot: Bot) -> None:
    """Nothing is posted after the fact, and the moderators hear of both reminders."""
    bot.network.is_down = True
    bot.until(at("2019-03-15T00:00"))
    bot.network.is_down = False
    bot.until(at("2019-06-01"))
    assert bot.heard() == []
    assert len(lines_of_reports(bot.network)) == 2
    assert not bot.ledger.claimed()


def test_a_member_who_takes_no_messages_is_a_number_to_the_moderators(bot: Bot) -> None:
    """Refused for good; who it was is nobody's business."""
    bot.ask("3 days", member_id=MEMBER)
    bot.ask("3 days", member_id=MEMBER + 1)
    bot.runner.wake()
    bot.until(at("2019-03-11T08:29"))
    bot.network.faults = ["closed", "closed"]
    bot.until(at("2019-03-12"))
    assert {bot.row("3 days", MEMBER + one).state for one in range(2)} == {State.REFUSED}
    assert lines_of_reports(bot.network) == ["2 direct messages to members"]
    assert bot.network.messages[MEMBER] == []


def test_a_report_that_cannot_be_delivered_is_not_reported(bot: Bot) -> None:
    """No report on reports, without end."""
    bot.network.gone = {CHANNEL, REPORTS}
    bot.until(at("2019-06-01"))
    assert bot.network.all() == []
    log = bot.ledger.log(GUILD, 99)
    assert Counter((one.purpose, one.state) for one in log) == {
        (Purpose.REMINDER, State.REFUSED): 2, (Purpose.REPORT, State.REFUSED): 2,
    }  # fmt: skip


# After a crash


@pytest.mark.parametrize("fault", ["killed", "killed-late"])
@pytest.mark.parametrize("wait", [timedelta(0), 30 * SECOND, 10 * MINUTE, 3 * DAY])
def test_after_a_crash_each_reminder_stands_there_once(
    bot: Bot, fault: str, wait: timedelta
) -> None:
    """The channel is searched before anything is posted again, however long it was off."""
    bot.until(TWO_WEEKS - SECOND)
    bot.network.faults = [fault]
    bot.clock.now = TWO_WEEKS
    bot.is_killed()
    bot.clock.now += wait
    bot.until(bot.clock.now + MINUTE)
    (posted,) = bot.network.messages[CHANNEL]
    row = bot.row("2 weeks")
    assert row.message_id == posted.message_id
    was_late = fault == "killed" and wait > 5 * MINUTE
    assert row.state is (State.LATE if was_late else State.SENT)
    assert bool(posted.announcement.late_by) is was_late


@pytest.mark.parametrize("fault", ["killed", "killed-late"])
def test_with_the_history_hidden_the_nonce_keeps_it_from_being_posted_twice(
    bot: Bot, fault: str
) -> None:
    """Within the minute in which Discord knows it: the same nonce again, one message."""
    bot.until(TWO_WEEKS - SECOND)
    bot.network.faults, bot.network.hides_history = [fault], True
    bot.clock.now = TWO_WEEKS
    bot.is_killed()
    bot.clock.now += 59 * SECOND
    bot.look()
    assert len(bot.heard()) == 1
    assert bot.row("2 weeks").state is State.SENT


@pytest.mark.parametrize("again", ["down", "lost", "limited", "bug"])
def test_with_the_history_hidden_a_second_failure_is_overcome_as_well(bot: Bot, again: str) -> None:
    """Within the minute it is tried again, still under the same nonce."""
    bot.until(TWO_WEEKS - SECOND)
    bot.network.faults, bot.network.hides_history = ["killed-late"], True
    bot.clock.now = TWO_WEEKS
    bot.is_killed()
    bot.network.faults = [again]
    bot.until(TWO_WEEKS + 50 * SECOND)
    assert len(bot.heard()) == 1
    assert bot.row("2 weeks").state is State.SENT


@pytest.mark.parametrize(("fault", "stands"), [("killed", 0), ("killed-late", 1)])
def test_with_the_history_hidden_for_longer_the_moderators_are_told_of_the_doubt(
    bot: Bot, fault: str, stands: int
) -> None:
    """Rather than twice it is posted not at all, and said so once."""
    bot.until(TWO_WEEKS - SECOND)
    bot.network.faults, bot.network.hides_history = [fault], True
    bot.clock.now = TWO_WEEKS
    bot.is_killed()
    bot.clock.now += MINUTE
    bot.until(TWO_WEEKS + DAY)
    assert len(bot.heard()) == stands
    assert bot.row("2 weeks").state is State.MISSED
    (line,) = lines_of_reports(bot.network)
    assert "it may or may not have been posted" in line


# The ledger's file


@contextmanager
def locked(path: Path) -> Iterator[Callable[[], None]]:
    """The ledger's file, which another process can lock until the end of the block."""
    other = sqlite3.connect(path, isolation_level=None)

    def lock() -> None:
        if not other.in_transaction:
            other.execute("BEGIN IMMEDIATE")

    try:
        yield lock
    finally:
        other.close()


@contextmanager
def full(path: Path) -> Iterator[Callable[[], None]]:
    """The disk, which can become full until the end of the block."""
    before, most = resource.getrlimit(resource.RLIMIT_FSIZE)

    def fill() -> None:
        size = path.with_name(f"{path.name}-wal").stat().st_size
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, most))

    try:
        yield fill
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (before, most))


Trouble = Callable[[Path], Any]


@asynccontextmanager
async def running(bot: Bot) -> AsyncIterator[None]:
    """The bot's task runs, and ends with the block, leaving no other one behind."""
    task = asyncio.create_task(bot.runner.run())
    try:
        yield
        assert not task.done()
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    assert asyncio.all_tasks() == {asyncio.current_task()}


async def eventually(is_so: Callable[[], object]) -> None:
    """Wait until it is so; ten seconds at most."""
    async with asyncio.timeout(10):
        while not is_so():
            await asyncio.sleep(0.01)


@pytest.mark.parametrize("trouble", [locked, full])
@pytest.mark.parametrize("before", ["claim", "record"])
def test_a_file_that_cannot_be_written_loses_nothing_and_doubles_nothing(
    tmp_path: Path, trouble: Trouble, before: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Before the claim nothing is posted; after the post it is found again; the task goes on."""
    bot = Bot(tmp_path, event(), wait=0.05)
    bot.until(TWO_WEEKS - SECOND)

    async def go_through() -> None:
        with trouble(bot.path) as begin:
            bot.network.on_post = lambda _delivery: begin()
            if before == "claim":
                begin()
            bot.clock.now = TWO_WEEKS
            async with running(bot):
                await eventually(lambda: "reminders wait" in caplog.text)
                assert len(bot.heard()) == (before == "record")
                bot.clock.now += 10 * SECOND
        bot.network.on_post = lambda _delivery: None
        async with running(bot):
            await eventually(lambda: bot.row("2 weeks").state is State.SENT)

    bot.loop.run(go_through())
    bot.until(TWO_WEEKS + DAY)
    assert len(bot.heard()) == 1
    assert bot.row("2 weeks").attempts == 1
    assert lines_of_reports(bot.network) == []
    bot.end()


def test_a_short_lock_is_waited_for_without_a_word(
    bot: Bot, caplog: pytest.LogCaptureFixture
) -> None:
    """Another connection that writes for a moment delays the record, no more."""
    bot.until(TWO_WEEKS - SECOND)

    async def go_through() -> None:
        with locked(bot.path) as lock:
            bot.network.on_post = lambda _delivery: lock()
            look = asyncio.create_task(bot.runner.once())
            await eventually(lambda: bot.network.all())
            await asyncio.sleep(0.3)
        await look

    bot.clock.now = TWO_WEEKS
    bot.loop.run(go_through())
    assert bot.row("2 weeks").state is State.SENT
    assert not caplog.records


# Clocks


def test_a_clock_set_a_day_ahead_and_back_sends_nothing_twice(bot: Bot) -> None:
    """What was due in that day goes out once; all else comes at its own hour."""
    bot.until(TWO_WEEKS - HOUR)
    bot.sleeps_until(TWO_WEEKS + 23 * HOUR)
    assert bot.network.messages[CHANNEL][0].announcement.late_by == 23 * HOUR
    bot.sleeps_until(TWO_WEEKS - HOUR)
    bot.until(at("2019-04-01"))
    assert [one[:11] for one in bot.heard()] == ["03-01 07:30", "03-13 08:30"]
    assert len(bot.network.all()) == 2


def test_a_clock_set_back_a_day_delays_what_is_to_come_until_its_hour(bot: Bot) -> None:
    """As the clock has it; events are read at once rather than after a day."""
    bot.until(TWO_WEEKS + HOUR)
    bot.sleeps_until(TWO_WEEKS - 23 * HOUR)
    bot.town.events[:] = [MOVED]
    bot.sleeps_until(TWO_WEEKS - 23 * HOUR + 5 * MINUTE)
    assert len(notices(bot)) == 1
    bot.until(at("2019-04-01"))
    assert [one[:11] for one in bot.heard()[2:]] == ["03-07 09:30", "03-20 09:30"]


def test_what_an_outage_of_nine_days_swallowed_is_told_after_it(bot: Bot) -> None:
    """Also where the report on it could not be posted for longer than the reminder was of use."""
    bot.until(TWO_WEEKS + HOUR)
    bot.network.is_down = True
    bot.until(ONE_DAY + 9 * DAY)
    assert lines_of_reports(bot.network) == []
    bot.network.is_down = False
    bot.until(ONE_DAY + 10 * DAY)
    (line,) = lines_of_reports(bot.network)
    assert "Fourth forum" in line


def test_a_retry_noted_by_a_clock_that_was_wrong_is_not_waited_for(bot: Bot) -> None:
    """Set a year ahead, the line broke; set right again, the reminder comes at its hour."""
    bot.change(event("2020-03-14 09:30"))
    bot.network.is_down = True
    bot.sleeps_until(at("2020-02-29T12:00"))
    bot.sleeps_until(NOON + MINUTE)
    bot.network.is_down = False
    bot.until(at("2020-04-01"))
    assert len(bot.heard()) == 2
    assert bot.heard()[-1][:11] == "03-13 08:30"


def test_a_machine_that_slept_for_months_sends_nothing_old(bot: Bot) -> None:
    """It tells the moderators in one report and goes on with what is to come."""
    later = event("2019-06-14 09:30", event_id="later", title="Later")
    bot.change(event(), later)
    bot.sleeps_until(at("2019-05-20T12:00"))
    assert bot.heard() == []
    assert len(bot.network.messages[REPORTS]) == 1
    bot.until(at("2019-07-01"))
    assert [one[:11] for one in bot.heard()] == ["05-31 07:30", "06-13 07:30"]


# The task


def test_the_task_outlives_an_error_that_nobody_thought_of(
    bot: Bot, caplog: pytest.LogCaptureFixture
) -> None:
    """In the poster, and where events are read: it is logged, and what was planned still goes."""
    bot.until(TWO_WEEKS - SECOND)
    bot.around = replace(bot.around, events=lambda _guild_id: [][0])
    bot.restart()
    bot.network.faults = ["bug"]

    async def go_through() -> None:
        async with running(bot):
            await eventually(lambda: "posting failed unexpectedly" in caplog.text)
            bot.clock.now += MINUTE
            bot.runner.wake()
            await eventually(lambda: bot.heard())
            await eventually(lambda: bot.row("2 weeks").state is State.SENT)

    bot.clock.now = TWO_WEEKS
    bot.loop.run(go_through())
    assert "IndexError" in caplog.text
    assert len(bot.heard()) == 1


def test_events_that_cannot_be_read_for_long_lose_no_reminder(bot: Bot) -> None:
    """What stands in the ledger is sent at its time; nothing is withdrawn meanwhile."""

    def read(_guild_id: int) -> Known:
        raise StoreError("the settings cannot be read")

    bot.around = replace(bot.around, events=read)
    bot.restart()
    bot.until(at("2019-04-01"))
    assert [one[:11] for one in bot.heard()] == ["02-28 08:30", "03-13 08:30"]


def test_waking_ends_the_sleep(bot: Bot) -> None:
    """An event that is added is seen at once, not after a minute."""

    async def go_through() -> None:
        async with running(bot):
            await asyncio.sleep(0.2)
            bot.town.events.append(event("2019-02-21 09:30", event_id="soon"))
            bot.runner.wake()
            await eventually(lambda: bot.heard())

    bot.loop.run(go_through())
    assert bot.heard() == ["02-20 12:00 Fourth forum: in 20 hours 30 minutes"]


@pytest.mark.parametrize("when", ["planning", "posting", "after the plan"])
def test_waking_amid_the_work_is_not_forgotten(bot: Bot, when: str) -> None:
    """What was added while the runner had read the events already is planned right after."""
    late = event("2019-03-15 09:30", event_id="late", title="Late", leads=("1 day",))
    bot.until(TWO_WEEKS - SECOND)
    bot.clock.now = TWO_WEEKS

    def add() -> None:
        if late not in bot.town.events:
            bot.town.events.append(late)
            bot.runner.wake()

    async def after_plan() -> None:
        if when == "after the plan":
            add()

    async def go_through() -> None:
        loop = asyncio.get_running_loop()

        def events(_guild_id: int) -> Known:
            known = Known(tuple(bot.town.events), True)
            if when == "planning":
                # This is called off the event loop; the wake comes before the plan is done.
                loop.call_soon_threadsafe(add)
                asyncio.run_coroutine_threadsafe(asyncio.sleep(0), loop).result()
            return known

        bot.runner = Runner(
            bot.ledger, bot.network, replace(bot.around, events=events), DEFAULTS, bot.clock,
            after_plan=after_plan,
        )  # fmt: skip
        async with running(bot):
            await eventually(lambda: any(one.event_id == "late" for one in bot.ledger.planned()))

    if when == "posting":
        bot.network.on_post = lambda _delivery: add()
    bot.loop.run(go_through())


def test_what_follows_a_plan_may_fail(bot: Bot, caplog: pytest.LogCaptureFixture) -> None:
    """Reminders are sent all the same."""

    async def after_plan() -> None:
        raise ZeroDivisionError

    bot.runner = Runner(
        bot.ledger, bot.network, bot.around, DEFAULTS, bot.clock, after_plan=after_plan
    )
    bot.until(at("2019-03-01"))
    assert len(bot.heard()) == 1
    assert "what follows a plan failed" in caplog.text


def test_the_task_ends_when_it_is_cancelled_amid_a_post(bot: Bot) -> None:
    """At once and without a task left; what was under way is settled at the next start."""
    bot.until(TWO_WEEKS - SECOND)
    posting = asyncio.Event()

    class Slow:
        """A network that never answers."""

        async def post(self, _delivery: Delivery, _announcement: Announcement) -> int:
            posting.set()
            await asyncio.sleep(3600)
            return 0

        dedup_window = bot.network.dedup_window
        find = bot.network.find
        edit = bot.network.edit

    async def go_through() -> None:
        bot.runner = Runner(bot.ledger, Slow(), bot.around, DEFAULTS, bot.clock)
        async with running(bot):
            await posting.wait()

    bot.clock.now = TWO_WEEKS
    bot.loop.run(go_through())
    assert bot.row("2 weeks").state is State.CLAIMED
    bot.restart()
    bot.until(TWO_WEEKS + HOUR)
    assert len(bot.heard()) == 1


def test_a_quiet_bot_writes_no_errors(bot: Bot, caplog: pytest.LogCaptureFixture) -> None:
    """A season of reminders, a move and a cancellation leave nothing in the log."""
    caplog.set_level(logging.WARNING)
    bot.until(at("2019-03-01"))
    bot.change(MOVED)
    bot.until(at("2019-03-10"))
    bot.change(event(status="cancelled"))
    bot.until(at("2019-04-01"))
    assert not caplog.records
