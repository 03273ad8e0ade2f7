"""Reminders of real processes, killed at every step and met by every fault, on loopback."""

import os
import re
import signal
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import cycle
from pathlib import Path
from threading import Timer
from typing import NamedTuple

import pytest
from aiohttp import web
from tests.bot.bot_nursery import BotNursery
from tests.bot.fake_discord import (
    ALL_PERMISSIONS,
    CHANNEL_ID,
    GUILD_ID,
    OTHER_CHANNEL_ID,
    REPORT_CHANNEL_ID,
    TOKEN,
    BotProcess,
    FakeDiscord,
    Json,
    custom_ids,
    direct_channel_id,
    rate_limited,
    refusal,
)
from tests.bot.reminder_process import (
    ANSWERED,
    BEFORE_CLAIM,
    CLAIMED,
    FULL_DISK,
    IN_CLAIM,
    IN_RECORD,
    RECORDED,
    STORE_FAILED,
    Life,
    Nursery,
)
from tests.properties import THOROUGH

from forumbot.app import App
from forumbot.bot.records import GuildSettings
from forumbot.bot.store import Store
from forumbot.clock import system_clock
from forumbot.config_file import load_settings
from forumbot.reminders.events import Event, EventKind
from forumbot.reminders.lead_words import parse_leads
from forumbot.reminders.records import Delivery, State
from forumbot.reminders.schedule import Rule
from forumbot.reminders.sqlite_ledger import SqliteLedger
from forumbot.search.ports import Embedder

KILLS = 13 if THOROUGH else 5
AT_ONCE = 4
MEMBER_ID = "7"
PLACES = (CHANNEL_ID, OTHER_CHANNEL_ID, direct_channel_id(MEMBER_ID))
POSTING = f"/channels/{CHANNEL_ID}/messages"
LEAD = timedelta(hours=1)
KILLED = -signal.SIGKILL
ADMINISTRATOR, READ_HISTORY = 1 << 3, 1 << 16
NO_HISTORY = ALL_PERMISSIONS & ~(ADMINISTRATOR | READ_HISTORY)
_MARK = re.compile("fb:(?:rm|stop|rl):([0-9a-f]{32})")


class Strike(NamedTuple):
    """A request at which the server kills the process, with or without its effect."""

    method: str
    takes_effect: bool


AT_SERVER = {
    "when the message is received": Strike("POST", takes_effect=False),
    "when the message is stored": Strike("POST", takes_effect=True),
}
LOOKED_FOR = "when it is looked for"
IN_PROCESS = (BEFORE_CLAIM, IN_CLAIM, CLAIMED, ANSWERED, IN_RECORD, RECORDED)
STEPS = (*IN_PROCESS, *AT_SERVER, LOOKED_FOR)


class Town:
    """A guild with reminders, its ledger, and the Discord to which its processes connect."""

    def __init__(self, discord: FakeDiscord, nursery: Nursery, folder: Path) -> None:
        self.discord = discord
        self._nursery = nursery
        self._path = folder / "reminders.sqlite"
        self._events = 0

    def ask_for(self, events: int, *places: str) -> None:
        """Have these events, of which each place is to be reminded now; planned in good time."""
        for _event in range(events):
            self.have_event(LEAD, *(_rule(place, "1 hour") for place in places))
        assert self.live(-600) == 0

    def have_event(self, starts_in: timedelta, *rules: Rule) -> None:
        """Have an event, and reminders of it, of which no process knows yet."""
        self._events += 1
        event = _event(f"event-{self._events}", system_clock() + starts_in)
        with self.ledger() as ledger:
            ledger.requests.save_event(int(GUILD_ID), event)
            for rule in rules:
                ledger.requests.add_rule(replace(rule, event_id=event.event_id))

    def live(self, ahead: float = 0.0, death: str = "", nth: int = 1) -> int:
        """The exit status of a process whose clock is ``ahead`` by so many seconds."""
        return self._nursery.run(self._life(ahead, death, nth))

    def die(self, step: str, nth: int) -> int:
        """The exit status of a process that is killed at the nth time that it comes to a step."""
        if step not in AT_SERVER:
            return self.live(death=step, nth=nth)
        return self.die_at_server(AT_SERVER[step], nth)

    def die_at_server(self, strike: Strike, nth: int = 1) -> int:
        """The exit status of a process that the server kills at such a request."""
        pid: Future[int] = Future()
        self.discord.strike(
            strike.method, "/messages", lambda: os.kill(pid.result(5), signal.SIGKILL),
            takes_effect=strike.takes_effect, before=nth - 1,
        )  # fmt: skip
        status = self._nursery.run(self._life(), pid.set_result)
        self.discord.forgive()
        return status

    def ledger(self) -> SqliteLedger:
        """The ledger, to look into between two processes."""
        return SqliteLedger(self._path, system_clock)

    def rows(self) -> list[Delivery]:
        """Every delivery, by key."""
        with self.ledger() as ledger:
            return sorted(_all_of(ledger), key=lambda row: row.key)

    def row(self) -> Delivery:
        """The only reminder; reports are left out."""
        (row,) = [row for row in self.rows() if row.purpose == "reminder"]
        return row

    def posts(self) -> int:
        """How often a message was sent to the first channel, stored or not."""
        return len(self.discord.requests("POST", POSTING))

    def lock_ledger(self, seconds: float) -> None:
        """Hold the ledger's file for so long, as another process might."""
        connection = sqlite3.connect(self._path, isolation_level=None, check_same_thread=False)
        connection.execute("BEGIN IMMEDIATE")
        Timer(seconds, connection.close).start()

    @property
    def log(self) -> str:
        """What the processes have written, those of other tests among them."""
        return self._nursery.log

    def reports(self) -> list[str]:
        """What moderators were told."""
        return [str(one["embeds"]) for one in self.discord.messages(REPORT_CHANNEL_ID)]

    def assert_shown_once(self) -> None:
        """Each reminder stands in its place once, and the ledger knows under which id."""
        shown = [(key, one["id"]) for place in PLACES for one in self.discord.messages(place)
                 for key in _marks(one)]  # fmt: skip
        rows = self.rows()
        assert Counter(key for key, _id in shown) == Counter(row.key for row in rows)
        assert {row.key: str(row.message_id) for row in rows} == dict(shown)
        assert {row.state for row in rows} <= {State.SENT, State.LATE}
        assert self.reports() == []
        assert "Traceback" not in self.log

    def _life(self, ahead: float = 0.0, death: str = "", nth: int = 1) -> Life:
        there = self.discord.environment
        path = str(self._path)
        return Life(path, there["DISCORD_API"], there["DISCORD_GATEWAY"], ahead, death, nth)


def _event(event_id: str, starts_at: datetime) -> Event:
    return Event(event_id, "Harbour Forum", EventKind.FORUM, starts_at, None,
                 all_day=False, timezone="UTC")  # fmt: skip


def _rule(place: str, words: str) -> Rule:
    """A reminder of an event still to be named."""
    (lead,) = parse_leads(words, "UTC")
    if place == direct_channel_id(MEMBER_ID):
        return Rule(0, int(GUILD_ID), "", lead, member_id=int(MEMBER_ID))
    return Rule(0, int(GUILD_ID), "", lead, channel_id=int(place))


def _marks(message: Json) -> list[str]:
    return [found[1] for found in map(_MARK.fullmatch, custom_ids(message)) if found]


@pytest.fixture(scope="module")
def forked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nursery]:
    """What forks the processes."""
    with Nursery(tmp_path_factory.mktemp("nursery") / "log") as started:
        yield started


@pytest.fixture
def town(forked: Nursery, tmp_path: Path) -> Iterator[Town]:
    """A town of its own for a test."""
    with FakeDiscord() as discord:
        yield Town(discord, forked, tmp_path)


@pytest.fixture
def forgetful_town(forked: Nursery, tmp_path: Path) -> Iterator[Town]:
    """A town whose Discord forgets each nonce at once, so that looking is all that helps."""
    with FakeDiscord(nonce_seconds=0) as discord:
        yield Town(discord, forked, tmp_path)


@pytest.fixture
def town_without_history(forked: Nursery, tmp_path: Path) -> Iterator[Town]:
    """A town in which the bot may not read what was posted before."""
    with FakeDiscord(permissions=NO_HISTORY) as discord:
        yield Town(discord, forked, tmp_path)


# Killed


@pytest.mark.parametrize("step", STEPS)
def test_each_reminder_is_shown_once_wherever_processes_are_killed(
    forgetful_town: Town, step: str
) -> None:
    """Process after process is killed at a step, at its first, second or third reminder.

    Nine steps with thirteen kills each make 117 where the run is thorough, with five each 45.
    """
    town, kills = forgetful_town, 0
    for nth in cycle((1, 2, 3)):
        if kills == KILLS:
            break
        if step == LOOKED_FOR:
            town.die_at_server(AT_SERVER["when the message is stored"], nth)
            status = town.die_at_server(Strike("GET", takes_effect=True))
        else:
            status = town.die(step, nth)
        kills += status == KILLED
        if status != KILLED:
            assert status == 0
            town.assert_shown_once()
            town.ask_for(AT_ONCE, *PLACES)
    assert town.live() == 0
    town.assert_shown_once()


def test_without_a_look_at_the_channel_the_nonce_keeps_it_to_one(
    town_without_history: Town,
) -> None:
    """Where the history may not be read, what was just stored is sent again under its nonce."""
    town = town_without_history
    town.ask_for(AT_ONCE, CHANNEL_ID, OTHER_CHANNEL_ID)
    for nth in (1, 2, 1):
        assert town.die("when the message is stored", nth) == KILLED
    assert town.live() == 0
    assert not town.discord.requests("GET", POSTING)
    town.assert_shown_once()


def test_a_message_is_found_among_many_others(forgetful_town: Town) -> None:
    """Hundreds of messages of members, before and after it, do not hide it."""
    town = forgetful_town
    town.ask_for(1, CHANNEL_ID)
    for number in range(300):
        town.discord.write(f"before {number}")
    assert town.die("when the message is stored", 1) == KILLED
    for number in range(500):
        town.discord.write(f"after {number}")
    assert town.live() == 0
    town.assert_shown_once()


@pytest.mark.parametrize("step", [BEFORE_CLAIM, CLAIMED, "when the message is stored"])
def test_an_event_heard_of_late_is_announced_once_and_is_not_late(
    forgetful_town: Town, step: str
) -> None:
    """Of the leads that had passed when it was first known, the last is sent and no other."""
    town = forgetful_town
    leads = (_rule(CHANNEL_ID, words) for words in ("1 week", "1 day", "2 hours"))
    town.have_event(timedelta(hours=1), *leads)
    for _death in range(3):
        assert town.die(step, 1) in (KILLED, 0)
    assert town.live() == 0
    (message,) = town.discord.messages()
    assert "late" not in str(message["embeds"])
    town.assert_shown_once()


# Met by faults


def _in(row: Delivery) -> float:
    """In how many seconds a delivery is tried again."""
    assert row.retry_at is not None
    return (row.retry_at - datetime.now(UTC)).total_seconds()


def test_a_permission_taken_is_waited_for_and_told_once(town: Town) -> None:
    """403: nothing is posted, moderators are told once, it is tried after 5 and 15 minutes."""
    town.ask_for(1, CHANNEL_ID)
    forbidden = [refusal(403, 50013, "Missing Permissions") for _try in range(2)]
    town.discord.fail("POST", POSTING, *forbidden)
    assert town.live() == 0
    assert town.row().state is State.PLANNED
    assert _in(town.row()) == pytest.approx(300, abs=20)
    (report,) = town.reports()
    assert "Harbour Forum" in report
    assert "Missing Permissions" in report
    assert town.live(120) == 0
    assert town.posts() == 1
    assert town.live(302) == 0
    assert _in(town.row()) == pytest.approx(302 + 900, abs=20)
    assert town.live(302 + 902) == 0
    assert town.row().state is State.LATE
    assert "late" in str(town.discord.messages()[0]["embeds"])
    assert len(town.discord.messages()) == 1
    assert len(town.reports()) == 1


def test_a_channel_that_is_gone_ends_it_and_is_told_once(town: Town) -> None:
    """404: it is refused at once and for good, and moderators read why."""
    town.ask_for(1, CHANNEL_ID)
    town.discord.fail("POST", POSTING, refusal(404, 10003, "Unknown Channel"))
    for ahead in (0, 60, 3600):
        assert town.live(ahead) == 0
    assert town.row().state is State.REFUSED
    (report,) = town.reports()
    assert "Unknown Channel" in report
    assert town.posts() == 1
    assert not town.discord.messages()


def test_a_short_rate_limit_is_waited_for(town: Town) -> None:
    """429 with a retry_after of less than half a minute only delays the reminder."""
    town.ask_for(1, CHANNEL_ID)
    town.discord.fail("POST", POSTING, rate_limited(0.4))
    assert town.live() == 0
    first, second = town.discord.requests("POST", POSTING)
    assert second.at - first.at >= 0.4
    town.assert_shown_once()


def test_a_long_rate_limit_is_kept_to_over_a_restart(town: Town) -> None:
    """429 with a longer one: it is put off for just that time, and nothing is asked before."""
    town.ask_for(1, CHANNEL_ID)
    town.discord.fail("POST", POSTING, rate_limited(120))
    assert town.live() == 0
    assert town.row().state is State.PLANNED
    assert _in(town.row()) == pytest.approx(120, abs=20)
    assert town.live(60) == 0
    assert town.posts() == 1
    assert town.live(122) == 0
    assert town.posts() == 2
    town.assert_shown_once()


@pytest.mark.parametrize("is_stored", [False, True])
def test_a_server_error_that_passes_costs_a_second(town: Town, is_stored: bool) -> None:
    """500: discord.py tries again with the same nonce, so that it is shown once either way."""
    town.ask_for(1, CHANNEL_ID)
    put = town.discord.lose if is_stored else town.discord.fail
    put("POST", POSTING, refusal(500))
    assert town.live() == 0
    assert len({post.body["nonce"] for post in town.discord.requests("POST", POSTING)}) == 1
    assert town.posts() == 2
    town.assert_shown_once()


BROKEN: dict[str, Callable[[], web.Response | None]] = {
    "503": lambda: refusal(503),
    "a dropped connection": lambda: None,
}


@pytest.mark.parametrize("fault", BROKEN)
def test_after_a_broken_line_what_was_not_posted_is_posted(
    forgetful_town: Town, fault: str
) -> None:
    """It stays claimed for a quarter of a minute, is looked for, not found, and posted once."""
    town = forgetful_town
    town.ask_for(1, CHANNEL_ID)
    town.discord.fail("POST", POSTING, BROKEN[fault]())
    assert town.live() == 0
    assert town.row().state is State.CLAIMED
    assert _in(town.row()) < 16
    assert town.live(30) == 0
    assert len(town.discord.requests("GET", POSTING)) > 0
    assert town.posts() == 2
    town.assert_shown_once()


@pytest.mark.parametrize("fault", BROKEN)
def test_after_a_broken_line_what_was_posted_is_found(forgetful_town: Town, fault: str) -> None:
    """It is found by its mark, though the first look fails too, and not posted again."""
    town = forgetful_town
    town.ask_for(1, CHANNEL_ID)
    town.discord.lose("POST", POSTING, BROKEN[fault]())
    assert town.live() == 0
    assert town.row().state is State.CLAIMED
    town.discord.fail("GET", POSTING, BROKEN[fault](), BROKEN[fault]())
    assert town.live(30) == 0
    assert town.row().state is State.CLAIMED
    town.discord.forgive()
    assert town.live(1800) == 0
    assert town.posts() == 1
    town.assert_shown_once()


def test_what_can_no_longer_be_known_is_told_and_not_posted_again(
    town_without_history: Town,
) -> None:
    """Without the history, and after the nonce's time, it is missed rather than shown twice."""
    town = town_without_history
    town.ask_for(1, CHANNEL_ID)
    town.discord.lose("POST", POSTING, None)
    assert town.live() == 0
    assert town.live(120) == 0
    assert town.row().state is State.MISSED
    (report,) = town.reports()
    assert "may or may not have been posted" in report
    assert town.posts() == 1


def test_a_ledger_that_is_busy_for_a_moment_is_waited_for(forgetful_town: Town) -> None:
    """Another process holds the file when a message was posted: it is recorded all the same."""
    town = forgetful_town
    town.ask_for(1, CHANNEL_ID)
    town.discord.strike("POST", POSTING, lambda: town.lock_ledger(0.7), is_answered=True)
    assert town.live() == 0
    assert "not recorded yet" in town.log
    assert town.posts() == 1
    town.assert_shown_once()


def test_what_a_full_disk_did_not_record_is_found(forgetful_town: Town) -> None:
    """It stays claimed, and once there is room it is found in the channel and recorded."""
    town = forgetful_town
    town.ask_for(1, CHANNEL_ID)
    assert town.live(death=FULL_DISK) == STORE_FAILED
    assert town.row().state is State.CLAIMED
    assert town.live() == 0
    assert town.posts() == 1
    town.assert_shown_once()


# The bot as it is run


_EVENTS = """events:
  - id: {name}
    title: Harbour Forum {name}
    kind: forum
    starts: {starts}
    timezone: UTC
    leads: [1 hour]
"""


@pytest.fixture
def config(tmp_path: Path, embedder: Embedder) -> Path:
    """The configuration of a bot with a small archive and an announcement channel."""
    knowledge = tmp_path / "knowledge"
    knowledge.mkdir()
    page = "# Harbours\n\nThe harbour forum decided to fund seven pilot projects.\n"
    (knowledge / "page.md").write_text(page, encoding="utf-8")
    path = tmp_path / "forumbot.yaml"
    path.write_text("knowledge: knowledge\nindex: index\ndata: data\n", encoding="utf-8")
    settings = load_settings(path)
    App(settings, system_clock, embedder).service.build(
        strict=True, on_progress=lambda *_step: None
    )
    with Store(tmp_path / "data" / "bot.sqlite", system_clock) as store:
        settings_of_guild = GuildSettings(
            int(GUILD_ID),
            announcement_channel_id=int(CHANNEL_ID),
            report_channel_id=int(REPORT_CHANNEL_ID),
        )
        store.save_settings(settings_of_guild)
    return path


def _announce(config: Path, name: str) -> None:
    """Have one event in the archive, to be reminded of now."""
    starts = system_clock() + timedelta(minutes=50)
    text = _EVENTS.format(name=name, starts=starts.strftime("%Y-%m-%d %H:%M"))
    (config.parent / "knowledge" / "events.yaml").write_text(text, encoding="utf-8")


def test_the_bot_killed_after_posting_shows_it_once(
    config: Path, tmp_path: Path, bots: BotNursery
) -> None:
    """``forumbot run`` is killed when its message is stored, and finds it after its restart."""
    _announce(config, "first")
    with FakeDiscord(nonce_seconds=0) as discord:
        first = BotProcess(config, discord.environment, tmp_path / "first.txt", bots.start)
        try:
            discord.strike("POST", POSTING, first.kill, takes_effect=True)
            discord.until(lambda: first.has_ended, 120)
        finally:
            first.kill()
        assert len(discord.messages()) == 1
        second = BotProcess(config, discord.environment, tmp_path / "second.txt", bots.start)
        try:
            second.until_ready(discord, session=2, seconds=120)
            discord.until(lambda: _state_of(config) is State.SENT, 60)
            _assert_leaves_at_once(config, discord, tmp_path)
        finally:
            second.kill()
    assert len(discord.requests("POST", POSTING)) == 1
    _assert_right(discord.posted[0])
    assert not discord.messages(REPORT_CHANNEL_ID)
    assert "Traceback" not in first.output + second.output


def _all_of(ledger: SqliteLedger) -> list[Delivery]:
    """Every delivery of the guild."""
    return [*ledger.planned(int(GUILD_ID)), *ledger.log(int(GUILD_ID), 10_000)]


def _state_of(config: Path) -> State:
    with SqliteLedger(config.parent / "data" / "reminders.sqlite", system_clock) as ledger:
        (row,) = _all_of(ledger)
        return row.state


def _assert_leaves_at_once(config: Path, discord: FakeDiscord, folder: Path) -> None:
    """A second bot with the same data says so, ends, and never speaks to Discord."""
    requests = len(discord.requests("GET", "/users/@me"))
    bot = BotProcess(config, discord.environment, folder / "third.txt")
    try:
        assert bot.wait() == 1
    finally:
        bot.kill()
    assert "another bot" in bot.output
    assert len(bot.output.strip().splitlines()) == 1
    assert TOKEN not in bot.output
    assert len(discord.requests("GET", "/users/@me")) == requests


def _assert_right(body: Json) -> None:
    """A reminder as the bot posts it: marked, with an enforced nonce, pinging nobody."""
    (key,) = _marks(body)
    assert body["nonce"] == key[:25]
    assert body["enforce_nonce"] is True
    assert body["allowed_mentions"]["parse"] == []
    assert not {"users", "roles"} & body["allowed_mentions"].keys()
    assert "Harbour Forum first" in str(body["embeds"])
