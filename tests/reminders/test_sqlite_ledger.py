import json
import os
import signal
import sqlite3
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)
from tests.nursery import Nursery
from tests.properties import examples

from forumbot.database import migrate
from forumbot.errors import StoreError
from forumbot.reminders.ports import LONGEST_WAIT
from forumbot.reminders.records import OPEN, Delivery, Purpose, State
from forumbot.reminders.sqlite_ledger import SqliteLedger
from forumbot.reminders.sqlite_schema import SCHEMA

NOON = datetime(2019, 2, 20, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PLAZA, OTHER, CHANNEL, ALICE = 7, 8, 70, 111_111_111_111_111_111
FINAL = sorted(set(State) - OPEN)

RunChild = Callable[[str], "subprocess.CompletedProcess[str]"]

PRELUDE = """
import os, resource, signal, sys
from datetime import datetime, timedelta, UTC
from pathlib import Path
from forumbot.errors import StoreError
from forumbot.reminders.sqlite_ledger import SqliteLedger
from forumbot.reminders.records import Delivery, Purpose, State
NOON = datetime(2019, 2, 20, 12, tzinfo=UTC)
path = Path(sys.argv[1])
ledger = SqliteLedger(path, lambda: NOON)
def delivery(key, **more):
    return Delivery(key, Purpose.REMINDER, 7, 70, NOON, NOON, NOON + timedelta(hours=1), **more)
"""
KILLED = "os.kill(os.getpid(), signal.SIGKILL)"


class Watch:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def watch() -> Watch:
    """A clock at noon on 20 February 2019 that the test moves."""
    return Watch()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the ledger's file goes; its folder does not exist yet."""
    return tmp_path / "data" / "reminders.sqlite"


@pytest.fixture
def ledger(path: Path, watch: Watch) -> Iterator[SqliteLedger]:
    """A new ledger."""
    with SqliteLedger(path, watch) as opened:
        yield opened


def delivery(key: str, purpose: Purpose = Purpose.REMINDER, **more: Any) -> Delivery:
    """A delivery that is due at noon, with what does not matter filled in."""
    values: dict[str, Any] = {
        "guild_id": PLAZA, "channel_id": CHANNEL, "starts_at": NOON + DAY, "due_at": NOON,
        "useful_until": NOON + DAY, "event_id": "forum-4", "lead": "1 day", "payload": "{}",
    }  # fmt: skip
    return Delivery(key=key, purpose=purpose, **(values | more))


def plan(ledger: SqliteLedger, *deliveries: Delivery) -> None:
    """Have these and no other reminders planned."""
    ledger.reconcile(deliveries)


def sent(ledger: SqliteLedger, key: str, **more: Any) -> Delivery:
    """Plan a reminder, and have it claimed and sent."""
    ledger.add([delivery(key, **more)])
    assert ledger.claim(key, NOON)
    ledger.record(key, State.SENT, NOON, message_id=9, shown="{}")
    return kept(ledger, key)


def kept(ledger: SqliteLedger, key: str) -> Delivery:
    """The delivery of that key, which is there."""
    found = ledger.get(key)
    assert found is not None
    return found


def keys(deliveries: Sequence[Delivery]) -> str:
    """The one-letter keys of deliveries, in order."""
    return "".join(one.key for one in deliveries)


@pytest.fixture
def run_child(path: Path, nursery: Nursery) -> RunChild:
    """Runs a script on a ledger in a process of its own."""
    return lambda script: nursery.run(["-c", PRELUDE + script, str(path)])


# Planning


def test_what_is_wanted_is_planned_once(path: Path, watch: Watch) -> None:
    """Reminders are kept whole across a restart; wanting them again changes nothing."""
    wanted = [
        delivery("a", role_id=1, message="Zürich", importance=3, anchor="end"),
        delivery("b", is_direct=True, channel_id=ALICE, due_at=NOON + HOUR),
    ]
    with SqliteLedger(path, watch) as ledger:
        plan(ledger, *wanted)
    with SqliteLedger(path, watch) as ledger:
        plan(ledger, *wanted)
        assert ledger.planned() == tuple(wanted)
        assert ledger.get("a") == wanted[0]
        assert ledger.get("c") is None


def test_what_is_not_wanted_any_more_is_gone(ledger: SqliteLedger) -> None:
    """A reminder that was taken back before its time leaves no row."""
    plan(ledger, delivery("a"), delivery("b"))
    plan(ledger, delivery("b"))
    assert keys(ledger.planned()) == "b"
    assert ledger.get("a") is None


def test_what_was_tried_and_is_taken_back_can_be_wanted_again(ledger: SqliteLedger) -> None:
    """A reminder that was put off, taken back and wanted again is planned as if it were new."""
    plan(ledger, delivery("a"))
    assert ledger.claim("a", NOON)
    ledger.postpone("a", NOON + HOUR, "429", uncertain=False)
    ledger.reconcile([])
    assert ledger.get("a") is None
    plan(ledger, delivery("a"))
    assert kept(ledger, "a") == delivery("a")


def test_only_what_is_planned_follows_its_event(ledger: SqliteLedger) -> None:
    """Times, words, role and guild of what is planned are new; what was claimed keeps its own."""
    for key in "abc":
        ledger.add([delivery(key)])
    ledger.claim("b", NOON)
    ledger.record("c", State.MISSED, NOON)
    changes: dict[str, Any] = {
        "due_at": NOON + HOUR, "useful_until": NOON + HOUR * 2, "role_id": 4, "message": "Hurry",
        "importance": 9, "payload": '{"title": "new"}', "guild_id": 77,
    }  # fmt: skip
    plan(ledger, *(delivery(key, **changes) for key in "abc"))
    assert kept(ledger, "a") == delivery("a", **changes)
    for key in "bc":
        assert (kept(ledger, key).due_at, kept(ledger, key).message) == (NOON, None)
    plan(ledger)
    assert [kept(ledger, key).state for key in "bc"] == [State.CLAIMED, State.MISSED]


def test_a_reminder_that_was_put_off_waits_on_when_planned_anew(ledger: SqliteLedger) -> None:
    """Planning again, as is done every few minutes, does not cut a wait short or reset a count."""
    plan(ledger, delivery("a"))
    ledger.claim("a", NOON)
    ledger.postpone("a", NOON + HOUR, "429", uncertain=False)
    before = kept(ledger, "a")
    plan(ledger, delivery("a"))
    assert kept(ledger, "a") == before
    assert (before.attempts, before.retry_at) == (1, NOON + HOUR)


def test_notices_and_reports_are_not_for_planning_to_take_back(ledger: SqliteLedger) -> None:
    """What is not a reminder is added once for all and stays whatever reminders are wanted."""
    notice, report = delivery("a", Purpose.NOTICE), delivery("b", Purpose.REPORT)
    assert ledger.add([notice, report]) == 2
    assert ledger.add([notice, replace(report, message="other"), delivery("c")]) == 1
    assert ledger.add([]) == 0
    plan(ledger)
    assert ledger.planned() == (notice, report)


def test_a_value_that_cannot_be_kept_undoes_the_whole_call(ledger: SqliteLedger) -> None:
    """Where one delivery cannot be kept, none of the call is."""
    with pytest.raises(ValueError, match="surrogates"):
        plan(ledger, delivery("a"), delivery("b", message="\ud800"))
    assert ledger.planned() == ()


# What is due


def test_what_is_due_comes_by_importance_then_time(ledger: SqliteLedger) -> None:
    """Of what is due, the most important comes first, and no more than was asked for."""
    ledger.add([
        delivery("a", importance=2),
        delivery("b", importance=1),
        delivery("c", importance=1, due_at=NOON - HOUR),
        delivery("d", importance=0, due_at=NOON + timedelta.resolution),
        delivery("e", importance=0),
    ])  # fmt: skip
    ledger.record("e", State.SENT, NOON)
    assert keys(ledger.due(NOON)) == "cba"
    assert keys(ledger.due(NOON, 2)) == "cb"
    assert keys(ledger.due(NOON + HOUR)) == "dcba"
    assert keys(ledger.planned()) == "cbad"
    assert (keys(ledger.planned(PLAZA)), ledger.planned(OTHER)) == ("cbad", ())
    with pytest.raises(ValueError, match="limit"):
        ledger.due(NOON, 0)


def test_instants_are_compared_whatever_their_zone(ledger: SqliteLedger) -> None:
    """A due time given with an offset is due at its instant, not at its hour on the wall."""
    zone = datetime.fromisoformat("2019-02-20T14:00:00+02:00")
    ledger.add([delivery("a", due_at=zone)])
    assert ledger.due(NOON - timedelta.resolution) == ()
    assert keys(ledger.due(NOON)) == "a"
    assert kept(ledger, "a").due_at.utcoffset() == timedelta(0)


def test_the_next_thing_to_do_is_known(ledger: SqliteLedger, watch: Watch) -> None:
    """The earliest of what is due, to be tried again, to be looked for, and to be edited."""
    assert ledger.next_at(NOON) is None
    ledger.add([delivery("a", due_at=NOON + 3 * HOUR), delivery("b")])
    assert ledger.next_at(NOON) == NOON
    ledger.claim("b", NOON)
    assert ledger.next_at(NOON + HOUR) == NOON + HOUR
    ledger.postpone("b", NOON + HOUR, "500", uncertain=True)
    assert ledger.next_at(NOON) == NOON + HOUR
    ledger.postpone("b", NOON + HOUR, "429", uncertain=False)
    assert ledger.next_at(NOON) == NOON + HOUR
    sent(ledger, "c")
    ledger.note_change(["c"], "{}", [])
    assert ledger.next_at(NOON) == NOON
    ledger.postpone_edit("c", NOON + HOUR)
    assert ledger.next_at(NOON) == NOON + HOUR


def test_a_clock_set_back_does_not_leave_retries_in_the_far_future(
    ledger: SqliteLedger, watch: Watch
) -> None:
    """A wait that was noted by a clock a year ahead is over once the clock is right again."""
    ahead = NOON + 365 * DAY
    ledger.add([delivery("a"), delivery("b")])
    sent(ledger, "c")
    ledger.note_change(["c"], "{}", [])
    for key in "ab":
        ledger.claim(key, ahead)
    ledger.postpone("a", ahead + HOUR, "429", uncertain=False)
    ledger.postpone("b", ahead + HOUR, "500", uncertain=True)
    ledger.postpone_edit("c", ahead + HOUR)
    looks = (ledger.due(NOON), ledger.claimed(), ledger.edits())
    assert [keys(found) for found in looks] == ["a", "b", "c"]
    assert ledger.next_at(NOON) == NOON
    watch.now = ahead + HOUR - LONGEST_WAIT
    looks = (ledger.due(watch.now), ledger.claimed(), ledger.edits())
    assert looks == ((), (), ())


# Sending


def test_a_delivery_is_claimed_once(ledger: SqliteLedger) -> None:
    """A claim is given once; not on what is claimed, on what has ended, or on what is unknown."""
    ledger.add([delivery("a")])
    assert ledger.claim("a", NOON + HOUR)
    claimed = kept(ledger, "a")
    assert (claimed.state, claimed.attempts) == (State.CLAIMED, 1)
    assert (claimed.claimed_at, claimed.retry_at) == (NOON + HOUR, None)
    assert not ledger.claim("a", NOON)
    ledger.record("a", State.SENT, NOON)
    assert not ledger.claim("a", NOON)
    assert not ledger.claim("b", NOON)


@pytest.mark.parametrize("state", FINAL)
def test_a_final_state_never_changes(ledger: SqliteLedger, state: State) -> None:
    """Whatever comes later - another end, a delay, a claim, a plan - the first end stands."""
    ledger.add([delivery("a")])
    ledger.claim("a", NOON)
    ledger.record("a", state, NOON + HOUR, message_id=5, detail="so", shown="{}")
    ended = kept(ledger, "a")
    expected = (state, NOON + HOUR, 5, "so", "{}")
    assert (ended.state, ended.at, ended.message_id, ended.detail, ended.shown) == expected
    for other in FINAL:
        ledger.record("a", other, NOON + DAY, message_id=6)
    for uncertain in (True, False):
        ledger.postpone("a", NOON + DAY, "late", uncertain=uncertain)
    ledger.claim("a", NOON + DAY)
    plan(ledger)
    plan(ledger, delivery("a", message="new"))
    assert kept(ledger, "a") == ended


def test_only_an_end_is_recorded(ledger: SqliteLedger) -> None:
    """Planned and claimed are no ends; recording what is not kept does nothing."""
    ledger.add([delivery("a")])
    for state in OPEN:
        with pytest.raises(ValueError, match="is no final state"):
            ledger.record("a", state, NOON)
    ledger.record("b", State.SENT, NOON)
    assert ledger.get("b") is None
    assert kept(ledger, "a") == delivery("a")


def test_what_surely_failed_is_planned_again(ledger: SqliteLedger) -> None:
    """A delivery that was not posted waits, is due again, and counts its claims."""
    ledger.add([delivery("a")])
    ledger.claim("a", NOON)
    ledger.postpone("a", NOON + HOUR, "429", uncertain=False)
    again = kept(ledger, "a")
    assert (again.state, again.claimed_at, again.detail) == (State.PLANNED, None, "429")
    assert ledger.due(NOON) == ledger.claimed() == ()
    assert keys(ledger.due(NOON + HOUR)) == "a"
    ledger.claim("a", NOON + HOUR)
    assert (kept(ledger, "a").attempts, kept(ledger, "a").retry_at) == (2, None)


def test_what_may_have_been_posted_stays_claimed(ledger: SqliteLedger, watch: Watch) -> None:
    """A delivery whose fate is not known is not due; it is to be looked for when its wait is up."""
    ledger.add([delivery("a"), delivery("b")])
    ledger.postpone("b", NOON, "never claimed", uncertain=True)
    assert kept(ledger, "b") == delivery("b")
    ledger.claim("a", NOON)
    assert keys(ledger.claimed()) == "a"
    ledger.postpone("a", NOON + HOUR, "500", uncertain=True)
    assert (ledger.claimed(), keys(ledger.due(NOON + DAY))) == ((), "b")
    watch.now = NOON + HOUR
    (waiting,) = ledger.claimed()
    expected = (State.CLAIMED, NOON, 1, "500")
    assert (waiting.state, waiting.claimed_at, waiting.attempts, waiting.detail) == expected
    assert not ledger.claim("a", NOON + DAY)


# After it was sent


def test_what_was_posted_is_known_for_later_changes(ledger: SqliteLedger, watch: Watch) -> None:
    """Reminders and notices sent, with what they show, for four hundred days; nothing else."""
    watch.now = NOON + 401 * DAY
    sent(ledger, "a", starts_at=NOON + DAY - timedelta.resolution)
    sent(ledger, "b", starts_at=NOON + DAY)
    sent(ledger, "c", starts_at=NOON + 9 * DAY, purpose=Purpose.NOTICE)
    sent(ledger, "d", starts_at=NOON + 9 * DAY, purpose=Purpose.REPORT)
    ledger.add([delivery(key, starts_at=NOON + 9 * DAY) for key in "efg"])
    ledger.record("e", State.LATE, NOON - HOUR, message_id=1, shown="{}")
    ledger.record("f", State.REFUSED, NOON, shown="{}")
    ledger.record("g", State.SENT, NOON, message_id=1)
    assert keys(ledger.posted()) == "ebc"


def test_whether_anything_was_posted_of_an_event_is_known(ledger: SqliteLedger) -> None:
    """Only what was sent counts, and only of that event in that channel."""
    sent(ledger, "a")
    ledger.add([delivery("b", event_id="other")])
    ledger.record("b", State.MISSED, NOON)
    assert ledger.has_posted("forum-4", CHANNEL)
    assert not ledger.has_posted("forum-4", CHANNEL + 1)
    assert not ledger.has_posted("other", CHANNEL)


def test_a_change_edits_what_was_posted_and_tells_of_it_once(ledger: SqliteLedger) -> None:
    """Messages that stand somewhere become due for an edit; notices are planned with that."""
    first = sent(ledger, "a", importance=1)
    sent(ledger, "b", importance=0)
    ledger.add([delivery("c"), delivery("d")])
    ledger.record("d", State.SENT, NOON, shown="{}")
    notice = delivery("n", Purpose.NOTICE)
    for _twice in range(2):
        ledger.note_change(["a", "b", "c", "d"], '{"new": 1}', [notice])
    assert keys(ledger.edits()) == "ba"
    assert kept(ledger, "a") == replace(first, shown='{"new": 1}', edit_due=True)
    assert kept(ledger, "c") == delivery("c")
    assert (kept(ledger, "d").shown, kept(ledger, "d").edit_due) == ('{"new": 1}', False)
    assert kept(ledger, "n") == notice
    assert keys(ledger.planned()) == "cn"


def test_an_event_goes_on_under_another_id(ledger: SqliteLedger) -> None:
    """With the days of a series; what was posted of what is ahead is edited, as buttons name it."""
    for key, event_id in (("a", "talks"), ("b", "talks@2019-03-14"), ("c", "talks-2")):
        sent(ledger, key, event_id=event_id)
    sent(ledger, "d", event_id="talks", useful_until=NOON)
    sent(ledger, "e", event_id="talks", guild_id=PLAZA + 1)
    ledger.add([delivery("n", Purpose.NOTICE, event_id="talks")])
    for _twice in range(2):
        ledger.rename_events(
            PLAZA, {"talks": "rounds", "rounds@2019-03-14": "rounds@2019-03-15"}, NOON
        )
    ids = {key: kept(ledger, key).event_id for key in "abcden"}
    assert ids == {"a": "rounds", "b": "rounds@2019-03-15", "c": "talks-2", "d": "rounds",
                   "e": "talks", "n": "rounds"}  # fmt: skip
    assert keys(ledger.edits()) == "ab"
    assert json.loads(kept(ledger, "b").shown or "")["event_id"] == "rounds@2019-03-15"
    assert ledger.has_posted("rounds", CHANNEL)


def test_edits_end_or_wait(ledger: SqliteLedger, watch: Watch) -> None:
    """A failed edit waits and is counted; one that is done or given up is not tried again."""
    before = sent(ledger, "a")
    ledger.note_change(["a"], "{}", [])
    ledger.postpone_edit("a", NOON + HOUR)
    assert ledger.edits() == ()
    watch.now += HOUR
    (waiting,) = ledger.edits()
    assert (waiting.edit_attempts, waiting.attempts) == (1, before.attempts)
    ledger.note_change(["a"], "{}", [])
    assert (kept(ledger, "a").edit_attempts, kept(ledger, "a").retry_at) == (0, None)
    ledger.edited("a")
    assert kept(ledger, "a") == before
    ledger.postpone_edit("a", NOON + HOUR)
    ledger.edited("a", "no edit was due")
    assert kept(ledger, "a") == before
    ledger.note_change(["a"], "{}", [])
    ledger.edited("a", "the message is gone")
    assert kept(ledger, "a") == replace(before, detail="the message is gone")
    assert ledger.edits() == ()


def test_the_moderators_are_told_once(ledger: SqliteLedger) -> None:
    """What was missed or refused is to be reported until a report is planned; no report on one."""
    ledger.add([delivery(key) for key in "abc"])
    ledger.add([delivery("d", guild_id=OTHER), delivery("r", Purpose.REPORT)])
    for key in "abcdr":
        ledger.record(key, State.MISSED if key == "a" else State.REFUSED, NOON)
    sent(ledger, "s")
    assert keys(ledger.unreported()) == "abcd"
    report = delivery("x", Purpose.REPORT)
    ledger.mark_reported(["a", "b"], report)
    ledger.mark_reported(["a", "b"], report)
    assert keys(ledger.unreported()) == "cd"
    assert keys(ledger.planned()) == "x"
    ledger.mark_reported(["c", "d"], None)
    assert ledger.unreported() == ()


def test_what_was_told_of_before_its_end_is_not_told_again(ledger: SqliteLedger) -> None:
    """A delivery that moderators know to be stuck is not reported once more when it is missed."""
    ledger.add([delivery("a")])
    ledger.mark_reported(["a"], None)
    ledger.record("a", State.MISSED, NOON)
    assert ledger.unreported() == ()


def test_the_log_tells_the_newest_first(ledger: SqliteLedger) -> None:
    """All that happened in one guild, what is on its way included, what is to come not."""
    ledger.add([delivery(key) for key in "abcd"])
    ledger.add([delivery("e", guild_id=OTHER)])
    ledger.record("a", State.SENT, NOON)
    ledger.record("b", State.MISSED, NOON + 2 * HOUR)
    ledger.record("e", State.SENT, NOON)
    ledger.claim("c", NOON + HOUR)
    assert keys(ledger.log(PLAZA, 9)) == "bca"
    assert keys(ledger.log(PLAZA, 2)) == "bc"
    with pytest.raises(ValueError, match="limit"):
        ledger.log(PLAZA, 0)


# Forgetting


def test_forgetting_takes_the_deliveries_along(ledger: SqliteLedger, path: Path) -> None:
    """A member's direct messages and a guild's deliveries go, bytes included; the rest stays."""
    ledger.add([
        delivery("a", is_direct=True, channel_id=ALICE, message="Zebra crossing"),
        delivery("b", is_direct=True, channel_id=ALICE + 1),
        delivery("c", guild_id=OTHER, message="Zebra crossing"),
        delivery("d"),
    ])  # fmt: skip
    ledger.record("a", State.SENT, NOON)
    assert ledger.forget_member(ALICE) == 1
    ledger.forget_guild(OTHER)
    assert keys(ledger.planned()) == "bd"
    assert b"Zebra" not in b"".join(file.read_bytes() for file in path.parent.iterdir())
    for senseless in (0, 2**63):
        with pytest.raises(ValueError, match="is no id"):
            ledger.forget_member(senseless)


def test_purging_deletes_what_ended_long_ago(ledger: SqliteLedger, watch: Watch) -> None:
    """Only what ended, and whose event began, before that goes; what is open never does."""
    ledger.add([
        delivery("a"),
        delivery("b", starts_at=NOON + 30 * DAY),
        delivery("c", useful_until=NOON + 30 * DAY),
        *(delivery(key) for key in "def"),
    ])  # fmt: skip
    for key in "abc":
        ledger.record(key, State.SENT, NOON)
    ledger.record("d", State.MISSED, NOON + 30 * DAY)
    ledger.claim("e", NOON)
    watch.now = NOON + 21 * DAY
    assert ledger.purge(20 * DAY) == 0
    watch.now += timedelta.resolution
    assert ledger.purge(20 * DAY) == 1
    assert ledger.get("a") is None
    assert all(ledger.get(key) for key in "bcdef")
    assert ledger.purge(timedelta.max) == 0
    with pytest.raises(ValueError, match="negative"):
        ledger.purge(-DAY)


# What goes wrong


@pytest.mark.parametrize(
    ("script", "state"),
    [
        ("", State.PLANNED),
        ("ledger.claim('a', NOON)", State.CLAIMED),
        ("ledger.claim('a', NOON); ledger.record('a', State.SENT, NOON)", State.SENT),
        (
            "ledger.claim('a', NOON); ledger.postpone('a', NOON, 'x', uncertain=False)",
            State.PLANNED,
        ),
        ("ledger.claim('a', NOON); ledger.postpone('a', NOON, 'x', uncertain=True)", State.CLAIMED),
    ],
)
def test_a_kill_after_any_step_leaves_what_that_step_did(
    path: Path, run_child: RunChild, watch: Watch, script: str, state: State
) -> None:
    """A claim whose process was killed before it recorded anything is there to be looked for."""
    child = run_child(f"ledger.add([delivery('a')])\n{script}\n{KILLED}")
    assert child.returncode == -signal.SIGKILL, child.stderr
    with SqliteLedger(path, watch) as ledger:
        found = kept(ledger, "a")
        assert found.state is state
        assert keys(ledger.claimed()) == ("a" if state is State.CLAIMED else "")
        assert found.attempts == (0 if not script else 1)
        ledger.record("a", State.LATE, NOON)
        assert kept(ledger, "a").state is (State.SENT if state is State.SENT else State.LATE)


def test_a_kill_amid_a_transaction_leaves_none_of_it(
    path: Path, run_child: RunChild, watch: Watch
) -> None:
    """A change of an event marks edits and plans notices together or, if killed, not at all."""
    script = f"""
import forumbot.reminders.sqlite_ledger as module
ledger.add([delivery('a')])
ledger.record('a', State.SENT, NOON, message_id=1, shown='old')
module._insert_new = lambda *_: {KILLED}
ledger.note_change(['a'], 'new', [delivery('n')])
"""
    assert run_child(script).returncode == -signal.SIGKILL
    with SqliteLedger(path, watch) as ledger:
        assert (kept(ledger, "a").shown, ledger.edits()) == ("old", ())


def test_a_locked_file_leaves_a_delivery_as_it_was(path: Path, watch: Watch) -> None:
    """While another process holds the file a claim fails in one line; afterwards it is given."""
    with SqliteLedger(path, watch, wait=0.1) as ledger, closing(sqlite3.connect(path)) as other:
        plan(ledger, delivery("a"))
        other.execute("BEGIN IMMEDIATE")
        for call in (
            lambda: ledger.claim("a", NOON),
            lambda: ledger.record("a", State.SENT, NOON),
            lambda: plan(ledger),
        ):
            with pytest.raises(StoreError, match=r"reminders\.sqlite: another process holds it"):
                call()
        assert ledger.due(NOON) == (delivery("a"),)
        other.rollback()
        assert ledger.claim("a", NOON)


def test_a_full_disk_is_told_and_the_claim_stays(
    path: Path, run_child: RunChild, watch: Watch
) -> None:
    """Where the file cannot grow nothing is half written; a claim is there after the restart."""
    script = f"""
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
ledger.add([delivery("a"), delivery("b")])
ledger.claim("a", NOON)
size = Path(str(path) + "-wal").stat().st_size
resource.setrlimit(resource.RLIMIT_FSIZE, (size, -1))
for call in (
    lambda: ledger.record("a", State.SENT, NOON, detail="x" * 9000),
    lambda: ledger.claim("b", NOON),
    lambda: ledger.add([delivery(str(number), message="y" * 900) for number in range(200)]),
):
    try:
        call()
    except StoreError as error:
        print(error)
{KILLED}
"""
    child = run_child(script)
    assert child.returncode == -signal.SIGKILL, child.stderr
    told = child.stdout.splitlines()
    assert len(told) == 3
    assert all(line.startswith(f"{path}: ") for line in told)
    with SqliteLedger(path, watch) as ledger:
        assert [kept(ledger, key).state for key in "ab"] == [State.CLAIMED, State.PLANNED]
        assert keys(ledger.planned()) == "b"


def test_two_ledgers_on_one_file_never_both_claim(path: Path, watch: Watch) -> None:
    """Of two that race for every delivery, one gets each, and both see the same rows."""
    with SqliteLedger(path, watch) as first, SqliteLedger(path, watch) as second:
        names = [f"{number:03}" for number in range(100)]
        plan(first, *(delivery(name) for name in names))

        def claim_all(ledger: SqliteLedger) -> list[str]:
            return [name for name in names if ledger.claim(name, NOON)]

        with ThreadPoolExecutor(4) as pool:
            given = [*pool.map(claim_all, [first, second] * 2)]
        assert sorted(name for some in given for name in some) == names
        assert first.claimed() == second.claimed()
        assert len(first.claimed()) == 100


def test_two_processes_never_both_claim(path: Path, watch: Watch, nursery: Nursery) -> None:
    """Processes that start at once on a file that is not there make one ledger of it."""
    script = """
for number in range(50):
    ledger.add([delivery(str(number))])
    if ledger.claim(str(number), NOON): print(number)
"""
    children = [nursery.piped(["-c", PRELUDE + script, str(path)]) for _ in range(3)]
    given: list[str] = []
    for child in children:
        with child.stdin, child.stdout:
            given += [line.decode().strip() for line in child.stdout]
    assert [child.wait(60) for child in children] == [0] * 3
    assert sorted(given, key=int) == [str(number) for number in range(50)]
    with SqliteLedger(path, watch) as ledger:
        assert {one.attempts for one in ledger.claimed()} == {1}


def test_a_later_version_can_add_to_the_schema(path: Path, watch: Watch) -> None:
    """A step of a later version leaves the rows of today; today's version then refuses the file."""
    with SqliteLedger(path, watch) as ledger:
        ledger.add([delivery("a")])
    later = (*SCHEMA, ("ALTER TABLE delivery ADD COLUMN colour TEXT",))
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        migrate(connection, later)
        rows = connection.execute("SELECT key, colour FROM delivery").fetchall()
        assert rows == [("a", None)]
    with pytest.raises(StoreError, match=rf"newer forumbot \(schema {len(later)}.*; update"):
        SqliteLedger(path, watch)


def test_the_bots_other_database_is_not_taken_for_the_ledger(path: Path, watch: Watch) -> None:
    """A path that names a database of another kind is refused, and the file left alone."""
    path.parent.mkdir()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA application_id = 0x666f7262")
        connection.execute("CREATE TABLE guild (guild_id INTEGER)")
    before = path.read_bytes()
    with pytest.raises(StoreError, match="another program's file; name another path"):
        SqliteLedger(path, watch)
    assert path.read_bytes() == before


@pytest.mark.parametrize("spoil", ["state = 'lost'", "due_at = 'noon'", "at = 1 << 62"])
def test_a_damaged_row_is_told(path: Path, watch: Watch, spoil: str) -> None:
    """A row that makes no sense is told as damage in one line that says what would be lost."""
    with SqliteLedger(path, watch) as ledger:
        ledger.add([delivery("a")])
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.execute(f"UPDATE delivery SET {spoil}")  # noqa: S608
        connection.commit()
    told = r"reminders\.sqlite: is damaged .* begin anew without .*, not knowing what was sent$"
    with pytest.raises(StoreError, match=told) as caught, SqliteLedger(path, watch) as ledger:
        ledger.get("a")
    assert "\n" not in str(caught.value)


def test_a_closed_ledger_says_so(path: Path, watch: Watch) -> None:
    """A call that comes too late is our error, closing twice is none, and one file is left."""
    ledger = SqliteLedger(path, watch)
    ledger.close()
    ledger.close()
    with pytest.raises(StoreError, match="is closed"):
        ledger.due(NOON)
    assert os.listdir(path.parent) == [path.name]  # noqa: PTH208


def test_ten_thousand_reminders_of_one_minute_come_in_order(path: Path, watch: Watch) -> None:
    """Each comes once and by importance; planning them again writes nothing to the disk."""
    wanted = [
        delivery(f"{number:032x}", importance=number % 7, message="x" * 100)
        for number in range(10_000)
    ]
    with SqliteLedger(path, watch) as ledger:
        plan(ledger, *wanted)
        log = path.with_name(path.name + "-wal")
        before = log.stat().st_size, log.stat().st_mtime_ns
        plan(ledger, *wanted)
        assert (log.stat().st_size, log.stat().st_mtime_ns) == before
        assert len(ledger.due(NOON)) == 500
        order = ledger.due(NOON, 100_000)
        assert [one.importance for one in order] == sorted(one.importance for one in wanted)
        assert {one.key for one in order} == {one.key for one in wanted}
        plan(ledger, wanted[0])
        assert ledger.planned() == (wanted[0],)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT key FROM delivery WHERE key = 'a'",
        "SELECT key FROM delivery WHERE state = 'planned' AND due_at <= 1",
        "SELECT key FROM delivery WHERE state = 'claimed'",
        "SELECT key FROM delivery WHERE edit_due = 1",
        "SELECT key FROM delivery WHERE event_id = 'a' AND channel_id = 1",
        "SELECT key FROM delivery WHERE guild_id = 1",
    ],
)
def test_what_is_asked_often_needs_no_look_at_all_rows(
    ledger: SqliteLedger, path: Path, query: str
) -> None:
    """The questions of each round are answered by an index, however long the log has grown."""
    ledger.add([])
    with closing(sqlite3.connect(path)) as connection:
        plans = connection.execute(f"EXPLAIN QUERY PLAN {query}").fetchall()
    assert all("SEARCH" in step[-1] for step in plans)


# A model beside it


names = st.sampled_from("abcde")
some_names = st.frozensets(names)
shifts = st.sampled_from([-HOUR, timedelta(0), HOUR])


class LedgerMachine(RuleBasedStateMachine):
    """A ledger beside a plain dict: whatever is done to both, they say the same."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.watch = Watch()
        self.ledger = self.open()
        self.other = self.open()
        self.rows: dict[str, Delivery] = {}
        self.ended: dict[str, tuple[State, datetime | None, int | None]] = {}

    def open(self) -> SqliteLedger:
        """A ledger on the file of this run."""
        return SqliteLedger(Path(self.folder.name) / "reminders.sqlite", self.watch)

    def teardown(self) -> None:
        """Close both ledgers and remove their file."""
        self.ledger.close()
        self.other.close()
        self.folder.cleanup()

    def change(self, key: str, states: frozenset[State], **changes: Any) -> bool:
        """Change a row of the model if it is in one of these states."""
        row = self.rows.get(key)
        if row is None or row.state not in states:
            return False
        self.rows[key] = replace(row, **changes)
        return True

    @rule(wanted=some_names, shift=shifts)
    def reconcile(self, wanted: frozenset[str], shift: timedelta) -> None:
        """Plan reminders."""
        planned = {key: delivery(key, due_at=NOON + shift) for key in wanted}
        self.ledger.reconcile(tuple(planned.values()))
        for key, row in list(self.rows.items()):
            is_reminder = row.state is State.PLANNED and row.purpose is Purpose.REMINDER
            if is_reminder and key not in wanted:
                del self.rows[key]
        for key, row in planned.items():
            if not self.change(key, frozenset({State.PLANNED}), due_at=row.due_at):
                self.rows.setdefault(key, row)

    @rule(key=names)
    def add(self, key: str) -> None:
        """Plan a notice, whose key may be taken."""
        notice = delivery(key, Purpose.NOTICE)
        assert self.ledger.add([notice]) == (key not in self.rows)
        self.rows.setdefault(key, notice)

    @rule(key=names, by_the_other=st.booleans())
    def claim(self, key: str, by_the_other: bool) -> None:
        """Claim from either ledger; the second one in a row gets nothing."""
        row, now = self.rows.get(key), self.watch.now
        ledgers = (self.other, self.ledger) if by_the_other else (self.ledger, self.other)
        given = self.change(
            key, frozenset({State.PLANNED}), state=State.CLAIMED, claimed_at=now, retry_at=None,
            attempts=row.attempts + 1 if row else 0,
        )  # fmt: skip
        assert [ledger.claim(key, now) for ledger in ledgers] == [given, False]

    @rule(key=names, state=st.sampled_from(FINAL), message_id=st.none() | st.just(5))
    def record(self, key: str, state: State, message_id: int | None) -> None:
        """Record an end."""
        now = self.watch.now
        self.ledger.record(key, state, now, message_id=message_id, detail="d", shown="{}")
        self.change(
            key, OPEN, state=state, at=now, message_id=message_id, detail="d", shown="{}",
            retry_at=None,
        )  # fmt: skip

    @rule(key=names, hours=st.integers(0, 3), uncertain=st.booleans())
    def postpone(self, key: str, hours: int, uncertain: bool) -> None:
        """Put off."""
        until = self.watch.now + hours * HOUR
        self.ledger.postpone(key, until, "p", uncertain=uncertain)
        if uncertain:
            self.change(key, frozenset({State.CLAIMED}), retry_at=until, detail="p")
        else:
            self.change(key, OPEN, state=State.PLANNED, claimed_at=None, retry_at=until, detail="p")

    @rule(changed=some_names, shown=st.sampled_from(["{}", "[]"]), notice=names)
    def note_change(self, changed: frozenset[str], shown: str, notice: str) -> None:
        """Note a change of an event."""
        self.ledger.note_change(sorted(changed), shown, [delivery(notice, Purpose.NOTICE)])
        for key in changed & self.rows.keys():
            self.change(
                key, frozenset({State.SENT, State.LATE}), shown=shown, edit_attempts=0,
                edit_due=self.rows[key].message_id is not None, retry_at=None,
            )  # fmt: skip
        self.rows.setdefault(notice, delivery(notice, Purpose.NOTICE))

    @rule(key=names, until=st.none() | st.integers(0, 3))
    def edit(self, key: str, until: int | None) -> None:
        """Edit, or put the edit off."""
        row = self.rows.get(key)
        if until is None:
            self.ledger.edited(key)
            if row and row.edit_due:
                self.rows[key] = replace(row, edit_due=False, retry_at=None)
            return
        at = self.watch.now + until * HOUR
        self.ledger.postpone_edit(key, at)
        if row and row.edit_due:
            self.rows[key] = replace(row, retry_at=at, edit_attempts=row.edit_attempts + 1)

    @rule(told=some_names)
    def report(self, told: frozenset[str]) -> None:
        """Mark as reported."""
        self.ledger.mark_reported(sorted(told), None)
        for key in told & self.rows.keys():
            self.rows[key] = replace(self.rows[key], reported=True)

    @rule(hours=st.integers(-3, 30))
    def wait(self, hours: int) -> None:
        """Let time pass, or set the clock back."""
        self.watch.now += timedelta(hours=hours)

    @rule()
    def restart(self) -> None:
        """Close a ledger and open it anew."""
        self.ledger.close()
        self.ledger = self.open()

    def is_up(self, row: Delivery) -> bool:
        """Whether a delivery waits no longer."""
        left = row.retry_at - self.watch.now if row.retry_at else timedelta(0)
        return not timedelta(0) < left <= LONGEST_WAIT

    @invariant()
    def the_rows_are_the_same(self) -> None:
        """Each key is there once, as the model has it, for both ledgers."""
        for key in "abcde":
            assert self.ledger.get(key) == self.other.get(key) == self.rows.get(key)

    @invariant()
    def an_end_stays(self) -> None:
        """What has ended never changes how, when, or by which message."""
        for key, before in self.ended.items():
            row = self.rows[key]
            assert (row.state, row.at, row.message_id) == before
        for key, row in self.rows.items():
            if row.state in FINAL:
                self.ended[key] = (row.state, row.at, row.message_id)

    @invariant()
    def the_lists_are_the_same(self) -> None:
        """What is due, claimed, to be edited and to be reported is what the model says."""
        now, rows = self.watch.now, self.rows.values()
        due = {r.key for r in rows if r.state is State.PLANNED and r.due_at <= now}
        up = {r.key for r in rows if self.is_up(r)}
        claimed = {r.key for r in rows if r.state is State.CLAIMED}
        edits = {r.key for r in rows if r.edit_due}
        unreported = {
            r.key for r in rows if r.state in {State.MISSED, State.REFUSED} and not r.reported
        }
        assert {r.key for r in self.ledger.due(now)} == due & up
        assert {r.key for r in self.ledger.claimed()} == claimed & up
        assert {r.key for r in self.ledger.edits()} == edits & up
        assert {r.key for r in self.ledger.unreported()} == unreported
        next_at = self.ledger.next_at(now)
        assert (next_at is not None and next_at <= now) == bool((due | claimed | edits) & up)


def test_the_ledger_agrees_with_a_model_whatever_is_done() -> None:
    """Any row of calls, restarts and clocks leaves the ledger saying what a dict says."""
    run_state_machine_as_test(LedgerMachine, settings=examples(60, stateful_step_count=40))
