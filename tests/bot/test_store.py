import logging
import random
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from tests.nursery import Nursery
from tests.properties import examples

from forumbot.answers.answerer import Finding
from forumbot.bot.guild_rows import timezones
from forumbot.bot.records import Gap, GuildSettings, PrivacyReport, RecordedAnswer
from forumbot.bot.store import Store
from forumbot.bot.store_schema import SCHEMA
from forumbot.clock import Clock
from forumbot.database import migrate
from forumbot.errors import AnswerGoneError, StoreError

NOON = datetime(2019, 2, 20, 12, tzinfo=UTC)
GENERATION = "20190220T120000.000000Z-abcdef"
BIG = 2**63 - 1
GUILD = 7
ALICE, BOB, CAROL = 111_111_111_111_111_111, 222_222_222_222_222_222, BIG
PLAZA = GuildSettings(
    guild_id=7,
    answer_channel_ids=frozenset({1, 2, BIG}),
    moderator_role_ids=frozenset({1}),
    maintainer_role_ids=frozenset({2, 3}),
    announcement_channel_id=4,
    timezone="Europe/Brussels",
    report_channel_id=5,
)

RunChild = Callable[[str], "subprocess.CompletedProcess[str]"]

PRELUDE = f"""
import os, signal, sys
from datetime import datetime, timedelta, UTC
from pathlib import Path
from forumbot.answers.answerer import Finding
from forumbot.bot.records import GuildSettings
from forumbot.bot.store import Store
store = Store(Path(sys.argv[1]), lambda: datetime(2019, 2, 20, 12, tzinfo=UTC))
def ask(question, member):
    return store.record_answer(
        question, ["a.md"], Finding.NEAR, 0.5, "{GENERATION}", guild_id={GUILD}, asker_id=member)
"""


class Watch:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


# A word of talk is recorded nowhere.
RECORDED = [one for one in Finding if one is not Finding.TALK]


@pytest.fixture
def watch() -> Watch:
    """A clock at noon on 20 February 2019 that the test moves."""
    return Watch()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the store's file goes; its folder does not exist yet."""
    return tmp_path / "data" / "bot.sqlite"


@pytest.fixture
def store(path: Path, watch: Watch) -> Iterator[Store]:
    """A new store."""
    with Store(path, watch) as opened:
        yield opened


def ask(
    store: Store, question: str = "Who chaired?", finding: Finding = Finding.ANSWER, **rest: Any
) -> str:
    """Record an answer with what does not matter filled in."""
    rest = {"guild_id": GUILD, **rest}
    return store.record_answer(question, ["a.md"], finding, 0.75, GENERATION, **rest)


@pytest.fixture
def run_child(path: Path, nursery: Nursery) -> RunChild:
    """Runs a script on a store in a process of its own."""
    return lambda script: nursery.run(["-c", PRELUDE + script, str(path)])


def raw_bytes(path: Path) -> bytes:
    """Everything on disk of a database: the file, its log and its index."""
    return b"".join(file.read_bytes() for file in sorted(path.parent.glob(path.name + "*")))


def test_settings_are_the_defaults_until_saved(path: Path, clock: Clock) -> None:
    """A guild nobody has set up answers everywhere, in the default time zone that was handed in."""
    with Store(path, clock, default_timezone="Europe/Paris") as store:
        assert store.settings(7) == GuildSettings(7, timezone="Europe/Paris")
        assert store.all_settings() == ()


def test_settings_come_back_as_saved(path: Path, clock: Clock) -> None:
    """Settings are the same after the store was opened anew, each guild's its own."""
    other = GuildSettings(3, announcement_channel_id=None, timezone="America/Sao_Paulo")
    with Store(path, clock) as store:
        store.save_settings(PLAZA)
        store.save_settings(other)
    with Store(path, clock) as store:
        assert store.settings(7) == PLAZA
        assert store.settings(3) == other
        assert store.all_settings() == (other, PLAZA)


def test_settings_are_replaced_as_a_whole(store: Store) -> None:
    """Saving again leaves nothing of what was saved before."""
    store.save_settings(PLAZA)
    store.save_settings(GuildSettings(7, frozenset({9})))
    assert store.settings(7) == GuildSettings(7, frozenset({9}))


@pytest.mark.parametrize(
    "settings",
    [
        GuildSettings(7, timezone="Europe/Atlantis"),
        GuildSettings(7, timezone="../../etc/passwd"),
        GuildSettings(7, timezone=""),
        GuildSettings(0),
        GuildSettings(7, announcement_channel_id=2**63),
        GuildSettings(7, answer_channel_ids=frozenset({-1})),
        GuildSettings(7, moderator_role_ids=frozenset(range(1, 502))),
    ],
)
def test_impossible_settings_are_refused(store: Store, settings: GuildSettings) -> None:
    """A zone that does not exist, an impossible id and too many ids leave everything as before."""
    store.save_settings(PLAZA)
    with pytest.raises(ValueError, match=r"time zone|is no id|more than"):
        store.save_settings(settings)
    assert store.all_settings() == (PLAZA,)


def test_the_default_timezone_must_exist(path: Path, clock: Clock) -> None:
    """A store is not opened with a default zone that does not exist."""
    with pytest.raises(ValueError, match="Atlantis"):
        Store(path, clock, default_timezone="Europe/Atlantis")
    assert "Europe/Brussels" in timezones()
    assert "localtime" not in timezones()


def test_forgetting_a_guild_leaves_the_others(store: Store) -> None:
    """A guild's settings and questions go, those of others stay."""
    store.save_settings(PLAZA)
    store.save_settings(GuildSettings(8))
    gone, kept = ask(store, guild_id=7), ask(store, guild_id=8)
    store.forget_guild(7)
    assert store.all_settings() == (GuildSettings(8),)
    assert store.answer(gone) is None
    assert store.answer(kept) is not None


def test_an_answer_is_found_by_its_id_after_a_restart(path: Path, clock: Clock) -> None:
    """What was recorded comes back exactly, found by its short id and by its message."""
    with Store(path, clock) as store:
        answer_id = store.record_answer(
            "Où était-ce ?", ["reports/a.md", "b\udcff.md"], Finding.NEAR, 0.1 + 0.2, GENERATION,
            guild_id=1, channel_id=2, message_id=BIG, asker_id=ALICE, is_private=True,
            forum="edition:3",
        )  # fmt: skip
    expected = RecordedAnswer(
        answer_id, "Où était-ce ?", ("reports/a.md", "b\udcff.md"), Finding.NEAR, 0.1 + 0.2,
        GENERATION, 1, 2, BIG, True, "edition:3", NOON,
    )  # fmt: skip
    with Store(path, clock) as store:
        assert store.answer(answer_id) == expected
        assert store.answer_by_message(BIG) == expected
    assert len(answer_id) == 8
    assert int(answer_id, 16) >= 0


def test_unknown_answers_are_none(store: Store) -> None:
    """Ids and messages that nobody recorded find nothing."""
    assert store.answer("00000000") is None
    assert store.answer_by_message(5) is None
    assert store.votes("00000000") == (0, 0)
    store.attach_message("00000000", 5)
    assert store.answer_by_message(5) is None


def test_a_message_holds_the_answer_attached_last(store: Store) -> None:
    """A message that comes to hold another answer no longer leads to the one before."""
    first, second = ask(store, message_id=5), ask(store)
    store.attach_message(second, 5)
    by_message = store.answer_by_message(5)
    assert by_message is not None
    assert by_message.answer_id == second
    earlier = store.answer(first)
    assert earlier is not None
    assert earlier.message_id is None
    third = ask(store, message_id=5)
    assert store.answer_by_message(5) == store.answer(third)


def test_attaching_to_a_forgotten_answer_takes_nothing_from_the_message(store: Store) -> None:
    """An answer deleted in the meantime does not push another one out of its message."""
    kept = ask(store, message_id=5)
    store.attach_message("00000000", 5)
    assert store.answer_by_message(5) == store.answer(kept)


@pytest.mark.parametrize(
    "change",
    [
        {"question": " "},
        {"question": "x" * 1_001},
        {"question": "lone \ud800 surrogate"},
        {"doc_ids": ["a.md"] * 101},
        {"doc_ids": ["a" * 4_097]},
        {"finding": "perhaps"},
        {"confidence": 1.01},
        {"confidence": float("nan")},
        {"generation": ""},
        {"generation": "x" * 201},
        {"guild_id": 0},
        {"channel_id": 2**63},
        {"message_id": -1},
        {"asker_id": 0},
    ],
)
def test_impossible_answers_are_refused(store: Store, change: dict[str, Any]) -> None:
    """What is too large or makes no sense is a ValueError and is not kept."""
    proper: dict[str, Any] = {
        "question": "Who?", "doc_ids": [], "finding": Finding.NOTHING, "confidence": 0,
        "generation": "g", "guild_id": GUILD,
    }  # fmt: skip
    store.record_answer(**proper)
    with pytest.raises(ValueError, match=r"."):
        store.record_answer(**proper | change)
    assert len(store.gaps(GUILD, 9)) == 1
    assert store.gaps(GUILD, 9)[0].times == 1


def test_the_longest_question_is_kept(store: Store) -> None:
    """A question of 1000 characters, each of which levels to many, comes back whole."""
    question = "\ufdfa" * 1_000
    answer = store.answer(ask(store, question))
    assert answer is not None
    assert answer.question == question


def test_a_member_has_one_vote_and_can_change_it(store: Store) -> None:
    """Votes count once a member, the last one counts, and each answer has its own."""
    answer_id, other = ask(store), ask(store)
    assert store.vote(answer_id, ALICE, True) == (1, 0)
    assert store.vote(answer_id, ALICE, True) == (1, 0)
    assert store.vote(answer_id, BOB, False) == (1, 1)
    assert store.vote(answer_id, ALICE, False) == (0, 2)
    assert store.votes(answer_id) == (0, 2)
    assert store.votes(other) == (0, 0)


def test_a_vote_on_an_answer_no_longer_kept_says_so(store: Store) -> None:
    """Pressing an old button ends in a word of what to do, not in a vote on nothing."""
    with pytest.raises(AnswerGoneError, match="there is no answer here any more; please ask again"):
        store.vote("00000000", ALICE, True)
    assert store.held_about(ALICE).votes == 0


def test_gaps_are_levelled_and_the_most_asked_come_first(store: Store, watch: Watch) -> None:
    """Wordings that differ in case, accents and signs are one gap, shown in its latest wording."""
    ask(store, "Who paid?", Finding.NOTHING, asker_id=ALICE)
    ask(store, "Wo war Zürich?", Finding.NEAR)
    ask(store, "Answered?", Finding.ANSWER)
    watch.now += timedelta(hours=1)
    ask(store, "wo war  ZURICH", Finding.NOTHING)
    assert store.gaps(GUILD, 9) == (Gap("wo war  ZURICH", 2, watch.now), Gap("Who paid?", 1, NOON))
    assert store.gaps(GUILD, 1) == (Gap("wo war  ZURICH", 2, watch.now),)


def test_a_gap_closes_when_the_question_is_answered(store: Store) -> None:
    """A question that the archive answers by now is no gap, until it is missed anew."""
    ask(store, "Who paid?", Finding.NOTHING)
    ask(store, "who paid", Finding.ANSWER)
    assert store.gaps(GUILD, 9) == ()
    ask(store, "Who paid?", Finding.NEAR)
    assert store.gaps(GUILD, 9) == (Gap("Who paid?", 1, NOON),)


def test_gaps_are_those_of_one_guild(store: Store) -> None:
    """In its own wording and number; direct messages are in none. An answer anywhere closes one."""
    ask(store, "Who paid?", Finding.NOTHING)
    for elsewhere in (8, None, 8):
        ask(store, "who PAID", Finding.NOTHING, guild_id=elsewhere)
        ask(store, "Ours alone?", Finding.NOTHING, guild_id=elsewhere)
    assert store.gaps(GUILD, 9) == (Gap("Who paid?", 1, NOON),)
    assert [gap.times for gap in store.gaps(8, 9)] == [2, 2]
    assert store.gaps(9, 9) == ()
    ask(store, "Who paid?", Finding.ANSWER, guild_id=None)
    assert store.gaps(GUILD, 9) == ()


def test_what_was_asked_in_private_is_no_gap(store: Store) -> None:
    """Nobody but its asker reads it, unless they share it in the channel."""
    answer_id = ask(store, "Who paid me?", Finding.NOTHING, is_private=True)
    assert store.gaps(GUILD, 9) == ()
    store.set_private(answer_id, is_private=False)
    assert [gap.question for gap in store.gaps(GUILD, 9)] == ["Who paid me?"]


def test_questions_without_words_are_gaps_of_their_own(store: Store) -> None:
    """Signs that level to no word at all are told apart as they stand."""
    ask(store, "?!", Finding.NOTHING)
    ask(store, "_", Finding.NOTHING)
    assert {gap.question for gap in store.gaps(GUILD, 9)} == {"?!", "_"}


@pytest.mark.parametrize("limit", [0, -1, 2**63])
def test_a_senseless_number_of_gaps_is_refused(store: Store, limit: int) -> None:
    """A limit below 1, or beyond what SQLite counts, is a ValueError."""
    with pytest.raises(ValueError, match="limit"):
        store.gaps(GUILD, limit)


def test_a_member_sees_all_that_is_held(store: Store, watch: Watch) -> None:
    """The report counts one's own questions and votes and no one else's, newest question first."""
    assert store.held_about(ALICE) == PrivacyReport(0, 0, None, ())
    first = ask(store, "First?", asker_id=BOB)
    store.vote(first, ALICE, True)
    watch.now += timedelta(days=1)
    ask(store, "Second?", asker_id=ALICE)
    ask(store, "Third?", asker_id=ALICE)
    assert store.held_about(ALICE) == PrivacyReport(2, 1, NOON, ("Third?", "Second?"))
    assert store.held_about(BOB) == PrivacyReport(1, 0, NOON, ("First?",))


def test_no_id_of_a_member_stands_in_the_file(path: Path, clock: Clock) -> None:
    """Neither the digits nor the bytes of an id are anywhere on disk."""
    with Store(path, clock) as store:
        store.vote(ask(store, asker_id=ALICE), BOB, True)
        content = raw_bytes(path)
    for member in (ALICE, BOB):
        assert str(member).encode() not in content
        assert member.to_bytes(8, "big") not in content
        assert member.to_bytes(8, "little") not in content


def test_each_database_has_a_key_of_its_own(tmp_path: Path, clock: Clock) -> None:
    """One member's hash differs from file to file, so two files cannot be joined by it."""
    hashes = set()
    for name in ("a", "b"):
        with Store(tmp_path / name, clock) as store:
            store.vote(ask(store), ALICE, True)
        with closing(sqlite3.connect(tmp_path / name)) as connection:
            (row,) = connection.execute("SELECT voter FROM vote").fetchall()
            hashes.add(row[0])
    assert len(hashes) == 2
    assert {len(voter) for voter in hashes} == {32}


def test_forgetting_a_member_deletes_theirs_alone(store: Store) -> None:
    """One's questions, the votes on them and one's own votes go; what others did stays."""
    own = ask(store, "Mine?", Finding.NOTHING, asker_id=ALICE)
    other = ask(store, "Not mine?", Finding.NOTHING, asker_id=BOB)
    for answer_id in (own, other):
        store.vote(answer_id, ALICE, True)
        store.vote(answer_id, CAROL, False)
    assert store.forget_member(ALICE) == 3
    assert store.held_about(ALICE) == PrivacyReport(0, 0, None, ())
    assert store.answer(own) is None
    assert store.votes(own) == (0, 0)
    assert store.votes(other) == (0, 1)
    assert [gap.question for gap in store.gaps(GUILD, 9)] == ["Not mine?"]
    assert store.held_about(CAROL).votes == 1
    assert store.forget_member(ALICE) == 0


def test_forgotten_texts_are_nowhere_in_the_file(path: Path, clock: Clock) -> None:
    """After forgetting, neither file nor log hold a byte of the texts, also among many others."""
    secret, levelled = "Wem gehört das Zebra {}?", "wem gehort das zebra {}"
    with Store(path, clock) as store:
        for number in range(60):
            ask(store, secret.format(f"{number:02}") + "x" * (number * 7), asker_id=ALICE)
            ask(store, f"Kept {number} " + "y" * (number * 11), asker_id=BOB)
        assert b"Zebra" in raw_bytes(path)
        assert store.forget_member(ALICE) == 60
        for content in (raw_bytes(path), path.read_bytes()):
            assert b"Zebra" not in content
            assert b"zebra" not in content
        assert levelled.partition(" {")[0].encode() not in raw_bytes(path)
        assert store.held_about(BOB).questions == 60


@pytest.mark.parametrize("seed", range(5))
def test_no_copy_of_a_forgotten_text_is_left_between_rows(
    path: Path, clock: Clock, seed: int
) -> None:
    """Copies that SQLite leaves where it moved rows of many sizes about are wiped as well."""
    draw = random.Random(seed)  # noqa: S311 - sizes of rows, no secrets
    with Store(path, clock) as store:
        for _ in range(120):
            asker_id = draw.choice([1, 2, 2])
            filler = draw.choice("abcdefgh") * draw.randrange(1, 990)
            ask(store, f"{'SECRET' if asker_id == 1 else 'kept'} {filler}", asker_id=asker_id)
        store.forget_member(1)
        assert b"secret" not in raw_bytes(path).lower()


def test_purging_deletes_what_is_older_alone(store: Store, watch: Watch, path: Path) -> None:
    """Questions beyond the retention go with their votes, bytes included; the rest stays."""
    old = ask(store, "Ancient question?", asker_id=ALICE)
    store.vote(old, BOB, True)
    watch.now += timedelta(days=30)
    new = ask(store, "Recent question?")
    assert store.purge(timedelta(days=30)) == 0
    watch.now += timedelta(microseconds=1)
    assert store.purge(timedelta(days=30)) == 1
    assert store.answer(old) is None
    assert store.answer(new) is not None
    assert store.held_about(BOB).votes == 0
    assert b"Ancient" not in raw_bytes(path)
    assert store.purge(timedelta.max) == 0
    with pytest.raises(ValueError, match="negative"):
        store.purge(timedelta(days=-1))


def test_wiping_waits_for_a_reader_and_is_made_up_for(
    path: Path, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    """While another process reads, rows go at once and the bytes at the next start."""
    with Store(path, clock, wait=0.2) as store, closing(sqlite3.connect(path)) as reader:
        ask(store, "A question to wipe?", asker_id=ALICE)
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM answer").fetchone()
        with caplog.at_level(logging.WARNING):
            assert store.forget_member(ALICE) == 1
        assert "not wiped yet" in caplog.text
        assert store.held_about(ALICE).questions == 0
        assert b"to wipe" in raw_bytes(path)
    with Store(path, clock):
        assert b"to wipe" not in raw_bytes(path)


def test_wiping_is_made_up_for_after_a_kill(path: Path, run_child: RunChild, clock: Clock) -> None:
    """A process that is killed between deleting and wiping leaves the wiping to the next start."""
    script = """
ask("A question to wipe?", 5)
store._database.scrub = lambda: os.kill(os.getpid(), signal.SIGKILL)
store.forget_member(5)
"""
    assert run_child(script).returncode == -signal.SIGKILL
    assert b"to wipe" in raw_bytes(path)
    with Store(path, clock) as store:
        assert store.held_about(5).questions == 0
        assert b"to wipe" not in raw_bytes(path)


def test_the_hash_of_the_commands_is_kept_by_application(path: Path, clock: Clock) -> None:
    """Each application has its own hash, the last saved, also after a restart."""
    with Store(path, clock) as store:
        assert store.command_hash(1) is None
        store.save_command_hash(1, "a")
        store.save_command_hash(1, "b" * 64)
        store.save_command_hash(2, "c")
        with pytest.raises(ValueError, match="value"):
            store.save_command_hash(1, "b" * 201)
    with Store(path, clock) as store:
        assert (store.command_hash(1), store.command_hash(2)) == ("b" * 64, "c")


KILLED = "os.kill(os.getpid(), signal.SIGKILL)"


@pytest.mark.parametrize(
    ("script", "holds"),
    [
        (
            "store.save_settings(GuildSettings(7))",
            lambda s: s.all_settings() == (GuildSettings(7),),
        ),
        ("ask('Who?', 5)", lambda s: s.held_about(5).texts == ("Who?",)),
        ("store.vote(ask('Who?', 5), 6, True)", lambda s: s.held_about(6).votes == 1),
        ("store.attach_message(ask('W?', 5), 9)", lambda s: s.answer_by_message(9) is not None),
        ("store.save_command_hash(1, 'a')", lambda s: s.command_hash(1) == "a"),
        ("ask('W?', 5); store.forget_member(5)", lambda s: s.held_about(5).questions == 0),
    ],
)
def test_nothing_is_lost_by_a_kill_right_after_the_call(
    path: Path, run_child: RunChild, clock: Clock, script: str, holds: Callable[[Store], bool]
) -> None:
    """What a call has done is there after its process was killed the moment that it returned."""
    assert run_child(f"{script}\n{KILLED}").returncode == -signal.SIGKILL
    with Store(path, clock) as store:
        assert holds(store)


def test_nothing_acknowledged_is_lost_by_a_kill_at_any_time(
    path: Path, clock: Clock, nursery: Nursery
) -> None:
    """Killed again and again amid its work, a process loses no vote that it reported as cast."""
    acknowledged: list[str] = []
    script = "while True: a = ask('Who?', 5); store.vote(a, 6, True); print(a, flush=True)"
    for extra in range(4):
        child = nursery.piped(["-c", PRELUDE + script, str(path)])
        with child.stdin, child.stdout:
            acknowledged += [child.stdout.readline().decode().strip() for _ in range(5)]
            time.sleep(0.003 * extra)
            child.kill()
            acknowledged += [line.decode().strip() for line in child.stdout if line.endswith(b"\n")]
    with Store(path, clock) as store:
        assert len(acknowledged) >= 20
        assert {store.votes(answer_id) for answer_id in acknowledged} == {(1, 0)}
        assert store.held_about(6).votes in range(len(acknowledged), len(acknowledged) + 5)


def test_two_processes_share_one_file(path: Path, clock: Clock, nursery: Nursery) -> None:
    """Processes that make the file at once and write side by side lose nothing of each other's."""
    script = """
for number in range(25):
    store.vote(ask(f"Question {number}?", 5), 6, True)
"""
    children = [nursery.start(["-c", PRELUDE + script, str(path)]) for _ in range(4)]
    assert [child.wait(60) for child in children] == [0] * 4
    with Store(path, clock) as store:
        assert store.held_about(5).questions == 100
        assert store.held_about(6).votes == 100
        assert {gap.times for gap in store.gaps(GUILD, 100)} == {4}


def test_threads_share_one_store(store: Store) -> None:
    """Many threads that vote at once on one answer all count, each member once."""
    answer_id = ask(store)

    def vote(number: int) -> tuple[int, int]:
        return store.vote(answer_id, number % 50 + 1, number % 2 == 0)

    with ThreadPoolExecutor(16) as pool:
        counts = list(pool.map(vote, range(200)))
    assert store.votes(answer_id) == (25, 25)
    assert all(1 <= sum(count) <= 50 for count in counts)


def test_threads_may_open_one_file_at_once(path: Path, clock: Clock) -> None:
    """Stores opened together on a file that is not there yet find one schema and one key."""

    def open_and_vote(member: int) -> None:
        with Store(path, clock) as store:
            ask(store, asker_id=member)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(open_and_vote, [ALICE] * 24))
    with Store(path, clock) as store:
        assert store.held_about(ALICE).questions == 24


def test_a_file_of_the_first_schema_keeps_its_settings(path: Path, clock: Clock) -> None:
    """Its guilds have no channel for reports until they name one."""
    path.parent.mkdir()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        migrate(connection, SCHEMA[:1])
        connection.execute("INSERT INTO guild VALUES (7, 4, 'Europe/Brussels')")
    with Store(path, clock) as store:
        old = GuildSettings(7, announcement_channel_id=4, timezone="Europe/Brussels")
        assert store.settings(7) == old
        store.save_settings(replace(old, report_channel_id=5))
        assert store.settings(7).report_channel_id == 5


def test_what_came_of_the_structure_is_found_again_and_is_no_gap(store: Store) -> None:
    """An overview is kept as what it is."""
    answer_id = store.record_answer(
        "outcomes?", ["a.md"], Finding.OVERVIEW, 0.9, "g", guild_id=1, message_id=2
    )
    kept = store.answer(answer_id)
    assert kept is not None
    assert kept.finding is Finding.OVERVIEW
    assert store.answer_by_message(2) == kept
    assert not store.gaps(1, 10)


def test_answers_of_the_second_schema_are_kept_for_all_and_of_all_forums(
    path: Path, clock: Clock
) -> None:
    """Of what was not recorded then, the channel and its message tell."""
    path.parent.mkdir()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        migrate(connection, SCHEMA[:2])
        connection.execute(
            "INSERT INTO answer VALUES (1, 'aaaaaaaa', 'Who?', 'who', '[]', 'near', 0.5, 'g', "
            "1, 2, 3, NULL, 0)"
        )
    with Store(path, clock) as store:
        old = store.answer("aaaaaaaa")
        assert old is not None
        assert (old.is_private, old.forum) == (False, None)


def test_a_shared_answer_is_private_no_more(store: Store) -> None:
    """It stands in another message then; others stay as they are."""
    shared, kept = (ask(store, message_id=number, is_private=True) for number in (1, 2))
    assert store.set_private(shared, is_private=False)
    assert not store.set_private(shared, is_private=False)
    store.attach_message(shared, 3)
    found, other = store.answer(shared), store.answer(kept)
    assert found is not None
    assert other is not None
    assert (found.is_private, found.message_id) == (False, 3)
    assert (other.is_private, other.message_id) == (True, 2)


def test_a_full_disk_is_told_and_loses_nothing(
    path: Path, run_child: RunChild, clock: Clock
) -> None:
    """Where the file cannot grow, the call fails in one line, and what was there before stays."""
    script = f"""
import resource
from forumbot.errors import StoreError
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
kept = ask("Kept?", 5)
resource.setrlimit(resource.RLIMIT_FSIZE, (Path(sys.argv[1] + "-wal").stat().st_size, -1))
try:
    for _ in range(200): ask("x" * 900, 6)
except StoreError as error:
    print(error)
assert store.held_about(5).texts == ("Kept?",)
{KILLED}
"""
    child = run_child(script)
    assert child.returncode == -signal.SIGKILL, child.stderr
    assert "bot.sqlite: " in child.stdout
    assert len(child.stdout.splitlines()) == 1
    with Store(path, clock) as store:
        assert store.held_about(5).texts == ("Kept?",)


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a closed store with a little of everything."""
    path = tmp_path_factory.mktemp("sound") / "bot.sqlite"
    with Store(path, lambda: NOON) as store:
        store.save_settings(PLAZA)
        store.save_command_hash(1, "abc")
        for number in range(20):
            answer_id = ask(
                store, f"Question {number}, Zürich?", Finding.NEAR, asker_id=ALICE,
                guild_id=7, message_id=number + 1,
            )  # fmt: skip
            store.vote(answer_id, BOB, True)
    return path


def use_all(store: Store) -> None:
    """Call every method once or more."""
    store.settings(7)
    store.all_settings()
    store.gaps(GUILD, 50)
    store.held_about(ALICE)
    for message_id in range(1, 21):
        answer = store.answer_by_message(message_id)
        if answer is not None:
            store.answer(answer.answer_id)
            store.vote(answer.answer_id, CAROL, False)
            store.attach_message(answer.answer_id, message_id + 100)
    ask(store, asker_id=CAROL)
    store.command_hash(1)
    store.save_command_hash(1, "b")
    store.save_settings(PLAZA)
    store.forget_member(CAROL)
    store.purge(timedelta(days=9))
    store.forget_guild(7)


def told_of(content: bytes, *, use: bool = True) -> str | None:
    """What is told when a file of this content is opened and used, with PATH for its path."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bot.sqlite"
        path.write_bytes(content)
        try:
            with Store(path, lambda: NOON, wait=0.1) as store:
                if use:
                    use_all(store)
        except AnswerGoneError:
            return None
        except StoreError as error:
            return str(error).replace(str(path), "PATH")
    return None


@given(data=st.data())
@examples(150)
def test_damage_anywhere_is_told_or_does_no_harm(sound: Path, data: st.DataObject) -> None:
    """A file with bytes changed or cut off works, or fails in one line that names it."""
    content = bytearray(sound.read_bytes())
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place] = data.draw(st.integers(0, 255))
    keep = data.draw(st.one_of(st.just(len(content)), st.integers(1, len(content))))
    told = told_of(bytes(content[:keep]))
    assert told is None or (told.startswith("PATH: ") and "\n" not in told)
    assert told is None or "report this as a bug" not in told


def test_a_damaged_page_is_told_at_the_start(sound: Path) -> None:
    """A page overwritten anywhere in the file is found when the store opens, before it is used."""
    content = sound.read_bytes()
    for start in range(0, len(content), 4_096):
        told = told_of(content[:start] + b"\xff" * 4_096 + content[start + 4_096 :], use=False)
        assert told is not None
        assert told.startswith("PATH: is damaged")


def test_a_damaged_row_is_told(sound: Path, tmp_path: Path, clock: Clock) -> None:
    """Text that is no UTF-8 and lists that are no JSON, which SQLite lets pass, are damage too."""
    for spoil in ("doc_ids = '[1'", "question = CAST(x'ff' AS TEXT)", "asked_at = 1 << 62"):
        path = tmp_path / "spoilt.sqlite"
        shutil.copy(sound, path)
        with closing(sqlite3.connect(path)) as connection:
            connection.execute(f"UPDATE answer SET {spoil}")  # noqa: S608
            connection.commit()
        with (
            Store(path, clock) as store,
            pytest.raises(StoreError, match=r"spoilt\.sqlite: is damaged"),
        ):
            store.answer_by_message(1)


def test_nothing_but_the_key_differs_in_an_empty_store(tmp_path: Path, clock: Clock) -> None:
    """A store that nothing was put into holds no time, no path and no name of the machine."""
    for name in ("a", "b"):
        Store(tmp_path / name, clock).close()
    first, second = ((tmp_path / name).read_bytes() for name in ("a", "b"))
    assert sum(a != b for a, b in zip(first, second, strict=True)) <= 32


@dataclass
class Asked:
    """What the model knows of an answer."""

    question: str
    finding: Finding
    guild_id: int | None
    asker_id: int | None
    at: datetime
    message_id: int | None = None
    votes: dict[int, tuple[bool, datetime]] = field(default_factory=dict)


ids = st.integers(1, 4)
QUESTIONS = ("Who paid?", "who PAID", "Where was it?", "Où?", "?")


class StoreMachine(RuleBasedStateMachine):
    """A store beside plain dicts: whatever is done to both, they say the same."""

    answers = Bundle("answers")

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.watch = Watch()
        self.store = self.open()
        self.asked: dict[str, Asked] = {}
        self.guilds: dict[int, GuildSettings] = {}
        self.hashes: dict[int, str] = {}

    def open(self) -> Store:
        """The store on the file of this run."""
        return Store(Path(self.folder.name) / "bot.sqlite", self.watch)

    def teardown(self) -> None:
        """Close the store and remove its file."""
        self.store.close()
        self.folder.cleanup()

    @initialize(target=answers)
    def know_an_id_that_is_not_kept(self) -> str:
        """An id of which nothing is known."""
        return "no id"

    @rule(
        target=answers, question=st.sampled_from(QUESTIONS), finding=st.sampled_from(RECORDED),
        guild_id=st.none() | ids, asker_id=st.none() | ids, message_id=st.none() | ids,
    )  # fmt: skip
    def record(
        self, question: str, finding: Finding, guild_id: int | None, asker_id: int | None,
        message_id: int | None,
    ) -> str:  # fmt: skip
        """Record an answer."""
        answer_id = self.store.record_answer(
            question, [], finding, 0.5, "g",
            guild_id=guild_id, asker_id=asker_id, message_id=message_id,
        )  # fmt: skip
        assert answer_id not in self.asked
        self.asked[answer_id] = Asked(question, finding, guild_id, asker_id, self.watch.now)
        self._attach(answer_id, message_id)
        return answer_id

    def _attach(self, answer_id: str, message_id: int | None) -> None:
        if answer_id in self.asked and message_id is not None:
            for asked in self.asked.values():
                asked.message_id = None if asked.message_id == message_id else asked.message_id
            self.asked[answer_id].message_id = message_id

    @rule(answer_id=answers, message_id=ids)
    def attach(self, answer_id: str, message_id: int) -> None:
        """Say in which message an answer stands."""
        self.store.attach_message(answer_id, message_id)
        self._attach(answer_id, message_id)

    @rule(answer_id=answers, member_id=ids, helpful=st.booleans())
    def vote(self, answer_id: str, member_id: int, helpful: bool) -> None:
        """Vote, on an answer that may be gone."""
        if answer_id not in self.asked:
            with pytest.raises(AnswerGoneError):
                self.store.vote(answer_id, member_id, helpful)
            return
        votes = self.asked[answer_id].votes
        votes[member_id] = (helpful, self.watch.now)
        up = sum(helpful for helpful, _at in votes.values())
        assert self.store.vote(answer_id, member_id, helpful) == (up, len(votes) - up)

    @rule(guild_id=ids, channels=st.frozensets(ids), role=st.frozensets(ids), to=st.none() | ids)
    def save(
        self, guild_id: int, channels: frozenset[int], role: frozenset[int], to: int | None
    ) -> None:
        """Save settings."""
        chosen = GuildSettings(guild_id, channels, role, frozenset({guild_id}), to, "Asia/Tokyo")
        self.store.save_settings(chosen)
        self.guilds[guild_id] = chosen

    @rule(guild_id=ids)
    def forget_guild(self, guild_id: int) -> None:
        """Forget a guild."""
        self.store.forget_guild(guild_id)
        self.guilds.pop(guild_id, None)
        self._keep(lambda asked: asked.guild_id != guild_id)

    @rule(member_id=ids)
    def forget_member(self, member_id: int) -> None:
        """Forget a member."""
        voted = sum(member_id in asked.votes for asked in self.asked.values())
        for asked in self.asked.values():
            asked.votes.pop(member_id, None)
        questions = self._keep(lambda asked: asked.asker_id != member_id)
        assert self.store.forget_member(member_id) == voted + questions

    @rule(hours=st.integers(0, 30))
    def purge(self, hours: int) -> None:
        """Delete what is older."""
        oldest = self.watch.now - timedelta(hours=hours)
        assert self.store.purge(timedelta(hours=hours)) == self._keep(lambda a: a.at >= oldest)

    def _keep(self, wanted: Callable[[Asked], bool]) -> int:
        before = len(self.asked)
        self.asked = {name: asked for name, asked in self.asked.items() if wanted(asked)}
        return before - len(self.asked)

    @rule(application_id=ids, value=st.sampled_from(["a", "b"]))
    def register(self, application_id: int, value: str) -> None:
        """Save the hash of commands."""
        self.store.save_command_hash(application_id, value)
        self.hashes[application_id] = value

    @rule(hours=st.integers(0, 20))
    def wait(self, hours: int) -> None:
        """Let time pass."""
        self.watch.now += timedelta(hours=hours)

    @rule()
    def restart(self) -> None:
        """Close the store and open it anew."""
        self.store.close()
        self.store = self.open()

    @rule(answer_id=answers)
    def look_up(self, answer_id: str) -> None:
        """An answer and its votes are as the model has them."""
        asked, found = self.asked.get(answer_id), self.store.answer(answer_id)
        if asked is None or found is None:
            assert asked is None
            assert found is None
            return
        assert (found.question, found.finding, found.asked_at) == (
            asked.question, asked.finding, asked.at,
        )  # fmt: skip
        assert (found.guild_id, found.message_id) == (asked.guild_id, asked.message_id)
        up = sum(helpful for helpful, _at in asked.votes.values())
        assert self.store.votes(answer_id) == (up, len(asked.votes) - up)

    @rule(member_id=ids)
    def report(self, member_id: int) -> None:
        """What is held about a member is what the model holds."""
        own = [asked for asked in self.asked.values() if asked.asker_id == member_id]
        voted = [a.votes[member_id][1] for a in self.asked.values() if member_id in a.votes]
        assert self.store.held_about(member_id) == PrivacyReport(
            questions=len(own),
            votes=len(voted),
            since=min([*(asked.at for asked in own), *voted], default=None),
            texts=tuple(asked.question for asked in reversed(own)),
        )

    @rule(guild_id=ids)
    def list_gaps(self, guild_id: int) -> None:
        """The gaps are those of the guild in the model, the most asked first."""
        missed: dict[str, list[Asked]] = {}
        for asked in self.asked.values():
            group = missed.setdefault(asked.question.lower().rstrip("?") or "?", [])
            if asked.finding in (Finding.ANSWER, Finding.OVERVIEW):
                group.clear()
            elif asked.guild_id == guild_id:
                group.append(asked)
        expected = {(g[-1].question, len(g), g[-1].at) for g in missed.values() if g}
        gaps = self.store.gaps(guild_id, 99)
        assert {(gap.question, gap.times, gap.last_asked_at) for gap in gaps} == expected
        assert [gap.times for gap in gaps] == sorted((gap.times for gap in gaps), reverse=True)

    @invariant()
    def the_rest_is_the_same(self) -> None:
        """Settings, messages and hashes agree after every step."""
        assert {s.guild_id: s for s in self.store.all_settings()} == self.guilds
        for number in range(1, 5):
            named = {name for name, asked in self.asked.items() if asked.message_id == number}
            found = self.store.answer_by_message(number)
            assert ({found.answer_id} if found else set()) == named
            assert self.store.command_hash(number) == self.hashes.get(number)
            assert self.store.settings(number) == self.guilds.get(number, GuildSettings(number))


def test_the_store_agrees_with_a_model_whatever_is_done() -> None:
    """Any row of calls and restarts leaves the store saying what plain dicts say."""
    run_state_machine_as_test(StoreMachine, settings=examples(30, stateful_step_count=30))
