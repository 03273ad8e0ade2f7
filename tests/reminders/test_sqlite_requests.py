import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from forumbot.clock import Clock
from forumbot.errors import StoreError
from forumbot.reminders.events import Dispute, Event, EventKind
from forumbot.reminders.lead_words import parse_leads
from forumbot.reminders.records import Published
from forumbot.reminders.schedule import Mute, Rule
from forumbot.reminders.sqlite_ledger import SqliteLedger

PLAZA, OTHER = 7, 8
ALICE, BOB = 111_111_111_111_111_111, 2**63 - 1
BRUSSELS = ZoneInfo("Europe/Brussels")
FORUM = Event(
    event_id="forum-4",
    title="Viertes Forum – “Zürich”",
    kind=EventKind.FORUM,
    starts_at=datetime(2019, 10, 27, 2, 30, fold=1, tzinfo=BRUSSELS),
    ends_at=datetime(2019, 10, 27, 9, tzinfo=BRUSSELS),
    all_day=False,
    timezone="Europe/Brussels",
    themes=("skills",),
    disputed=(Dispute("place", "Ghent", "a.md"),),
    rrule="FREQ=WEEKLY",
    sequence=3,
)
WEEK, DAY, FRIDAY = parse_leads("1 week, 1 day, the Friday before at 9", "Europe/Helsinki")
RULE = Rule(0, PLAZA, "forum-4", WEEK, channel_id=5, role_id=6, message="Come!", created_by=ALICE)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the ledger's file goes."""
    return tmp_path / "reminders.sqlite"


@pytest.fixture
def ledger(path: Path, clock: Clock) -> Iterator[SqliteLedger]:
    """A new ledger."""
    with SqliteLedger(path, clock) as opened:
        yield opened


def test_events_of_guilds_come_back_as_saved(path: Path, clock: Clock) -> None:
    """Each guild has its own events, whole after a restart, replaced by their id."""
    other = replace(FORUM, title="Another guild's")
    with SqliteLedger(path, clock) as ledger:
        ledger.requests.save_event(PLAZA, replace(FORUM, title="Before it was changed"))
        ledger.requests.save_event(PLAZA, FORUM)
        ledger.requests.save_event(OTHER, other)
    with SqliteLedger(path, clock) as ledger:
        assert ledger.requests.events() == ((PLAZA, FORUM), (OTHER, other))
        ((_guild_id, event),) = ledger.requests.events(PLAZA)
        assert event.starts_at.astimezone(UTC) == FORUM.starts_at.astimezone(UTC)


def test_rules_come_back_with_an_id(path: Path, clock: Clock) -> None:
    """A rule is kept whole, its lead included, whether in words, by day or by date."""
    (by_date,) = parse_leads("10 March 2019 at 9:00", "Europe/Brussels")
    rules = [
        RULE,
        Rule(0, PLAZA, "forum-4@2019-03-14", FRIDAY),
        Rule(0, OTHER, "forum-4", by_date, member_id=BOB),
    ]
    with SqliteLedger(path, clock) as ledger:
        kept = [ledger.requests.add_rule(rule) for rule in rules]
    assert [replace(rule, rule_id=0) for rule in kept] == rules
    assert len({rule.rule_id for rule in kept} - {0}) == 3
    with SqliteLedger(path, clock) as ledger:
        assert ledger.requests.rules() == tuple(kept)
        assert ledger.requests.rules(PLAZA) == tuple(kept[:2])
        assert ledger.requests.rules(member_id=BOB) == (kept[2],)
        assert ledger.requests.rules(PLAZA, BOB) == ()


def test_the_same_reminder_asked_for_twice_is_one(ledger: SqliteLedger) -> None:
    """Only guild, event, lead, channel and member tell rules apart; the rest is what is new."""
    first = ledger.requests.add_rule(RULE)
    second = ledger.requests.add_rule(replace(RULE, role_id=None, message=None, created_by=BOB))
    assert second == Rule(first.rule_id, PLAZA, "forum-4", WEEK, channel_id=5, created_by=BOB)
    assert ledger.requests.rules() == (second,)
    for different in (
        replace(RULE, guild_id=OTHER), replace(RULE, event_id="forum-5"), replace(RULE, lead=DAY),
        replace(RULE, channel_id=None), replace(RULE, member_id=ALICE),
    ):  # fmt: skip
        ledger.requests.add_rule(different)
        ledger.requests.add_rule(different)
    assert len(ledger.requests.rules()) == 6


def test_a_changed_rule_keeps_its_id(ledger: SqliteLedger) -> None:
    """A rule is replaced as a whole; one that is gone is said to be."""
    kept = ledger.requests.add_rule(RULE)
    changed = replace(kept, lead=FRIDAY, channel_id=None, message=None)
    assert ledger.requests.change_rule(changed)
    assert ledger.requests.rules() == (changed,)
    assert ledger.requests.remove_rule(kept.rule_id)
    assert not ledger.requests.remove_rule(kept.rule_id)
    assert not ledger.requests.change_rule(changed)
    assert ledger.requests.rules() == ()


def test_a_rule_changed_into_another_takes_its_place(ledger: SqliteLedger) -> None:
    """Two rules that would come to say the same become one."""
    week, day = ledger.requests.add_rule(RULE), ledger.requests.add_rule(replace(RULE, lead=DAY))
    changed = replace(day, lead=WEEK, message="Last call")
    assert ledger.requests.change_rule(changed)
    assert ledger.requests.rules() == (changed,)
    assert week.rule_id != day.rule_id


def test_the_id_of_a_rule_is_not_used_again(path: Path, clock: Clock) -> None:
    """Whoever cancels a number read from an old list cannot hit a later rule."""
    with SqliteLedger(path, clock) as ledger:
        first = ledger.requests.add_rule(RULE)
        ledger.requests.remove_rule(first.rule_id)
    with SqliteLedger(path, clock) as ledger:
        assert ledger.requests.add_rule(RULE).rule_id > first.rule_id


@pytest.mark.parametrize(
    "rule",
    [
        replace(RULE, guild_id=0),
        replace(RULE, channel_id=2**63),
        replace(RULE, role_id=-1),
        replace(RULE, member_id=0),
        replace(RULE, created_by=2**63),
        replace(RULE, message="x" * 501),
        replace(RULE, message="lone \ud800 surrogate"),
    ],
)
def test_impossible_rules_are_refused(ledger: SqliteLedger, rule: Rule) -> None:
    """Impossible ids and messages are a ValueError, and nothing is kept."""
    with pytest.raises(ValueError, match=r"."):
        ledger.requests.add_rule(rule)
    assert ledger.requests.rules() == ()


def test_mutes_are_kept_once(path: Path, clock: Clock) -> None:
    """A mute of one lead and a mute of the whole event are two, of each guild its own."""
    all_of_it, of_week = Mute(PLAZA, "forum-4"), Mute(PLAZA, "forum-4", "1 week")
    with SqliteLedger(path, clock) as ledger:
        for mute in (all_of_it, of_week, of_week, Mute(OTHER, "forum-4")):
            ledger.requests.mute(mute)
        assert ledger.requests.mutes(PLAZA) == (all_of_it, of_week)
        assert len(ledger.requests.mutes()) == 3
    with SqliteLedger(path, clock) as ledger:
        assert ledger.requests.mutes(PLAZA) == (all_of_it, of_week)


def test_published_events_are_kept_one_an_event(ledger: SqliteLedger) -> None:
    """The native event of an event is the one saved last, until it is removed."""
    first, second = Published(PLAZA, "a", 1, "x"), Published(PLAZA, "a", 2, "y")
    other = Published(OTHER, "a", 3, "z")
    for published in (first, second, other):
        ledger.requests.save_published(published)
    assert ledger.requests.published() == (second, other)
    assert ledger.requests.published(OTHER) == (other,)
    assert ledger.requests.remove_published(PLAZA, "a")
    assert not ledger.requests.remove_published(PLAZA, "a")
    assert ledger.requests.published() == (other,)


def test_what_was_asked_for_of_an_event_goes_on_under_another_id(path: Path, clock: Clock) -> None:
    """Its reminders, mutes, native event and the guild's own version; those of others stay."""
    day = replace(FORUM, event_id="forum-4@2019-11-03", rrule=None, recurs_at=FORUM.starts_at)
    with SqliteLedger(path, clock) as ledger:
        asked = ledger.requests
        asked.save_event(PLAZA, replace(FORUM, changed=(day,)))
        rules = [asked.add_rule(one) for one in (RULE, replace(RULE, event_id=day.event_id))]
        asked.add_rule(replace(RULE, guild_id=OTHER))
        asked.mute(Mute(PLAZA, "forum-4"))
        asked.save_published(Published(PLAZA, day.event_id, 1, "x"))
        ledger.rename_events(PLAZA, {"forum-4": "fourth"}, clock())
    with SqliteLedger(path, clock) as ledger:
        asked, ids = ledger.requests, ["fourth", "fourth@2019-11-03"]
        ((_owner, event),) = asked.events(PLAZA)
        assert event == replace(FORUM, event_id=ids[0], changed=(replace(day, event_id=ids[1]),))
        assert [(one.rule_id, one.event_id) for one in asked.rules(PLAZA)] == [
            (rules[0].rule_id, ids[0]), (rules[1].rule_id, ids[1]),
        ]  # fmt: skip
        assert [one.event_id for one in asked.rules(OTHER)] == ["forum-4"]
        assert asked.mutes() == (Mute(PLAZA, ids[0]),)
        assert asked.published() == (Published(PLAZA, ids[1], 1, "x"),)


def test_a_series_that_goes_on_as_another_has_its_reminders(ledger: SqliteLedger) -> None:
    """Both have them, and what was asked for of a single day goes along with that day."""
    asked, new = ledger.requests, replace(FORUM, event_id="forum-4-from-20191103")
    old_day, new_day = "forum-4@2019-11-10", "forum-4-from-20191103@2019-11-11"
    for event_id in ("forum-4", old_day):
        asked.add_rule(replace(RULE, event_id=event_id))
    asked.mute(Mute(PLAZA, "forum-4"))
    for _twice in range(2):
        ledger.change_series(
            PLAZA, [FORUM, new], {old_day: new_day}, FORUM.starts_at, follows=new.event_id
        )
    assert [one.event_id for one in asked.rules()] == ["forum-4", new_day, new.event_id]
    assert [event for _owner, event in asked.events()] == [FORUM, new]
    assert {one.event_id for one in asked.mutes()} == {"forum-4", new.event_id}


def test_a_member_sees_the_reminders_that_name_them(ledger: SqliteLedger) -> None:
    """Those they get and those they asked for are held about a member, others are not."""
    made = ledger.requests.add_rule(RULE)
    own = ledger.requests.add_rule(replace(RULE, member_id=ALICE, created_by=None))
    ledger.requests.add_rule(replace(RULE, member_id=BOB, created_by=BOB))
    assert ledger.requests.held_about(ALICE) == (made, own)


def test_forgetting_a_member_keeps_what_they_set_up_for_others(path: Path, clock: Clock) -> None:
    """Their own reminders go, those of a channel stay without their name; no trace is left."""
    with SqliteLedger(path, clock) as ledger:
        made = ledger.requests.add_rule(RULE)
        ledger.requests.add_rule(replace(RULE, member_id=ALICE, message="Zebra crossing"))
        of_bob = ledger.requests.add_rule(replace(RULE, member_id=BOB, created_by=BOB))
        assert ledger.forget_member(ALICE) == 2
        assert ledger.requests.rules() == (replace(made, created_by=None), of_bob)
        assert ledger.requests.held_about(ALICE) == ()
        assert ledger.forget_member(ALICE) == 0
        content = b"".join(file.read_bytes() for file in path.parent.iterdir())
        assert b"Zebra" not in content
        assert ALICE.to_bytes(8, "big") not in content


def test_forgetting_a_guild_leaves_the_others(ledger: SqliteLedger) -> None:
    """All that one guild has goes, nothing of another's."""
    for guild_id in (PLAZA, OTHER):
        ledger.requests.save_event(guild_id, FORUM)
        ledger.requests.add_rule(replace(RULE, guild_id=guild_id))
        ledger.requests.mute(Mute(guild_id, "forum-4"))
        ledger.requests.save_published(Published(guild_id, "forum-4", 1, "x"))
    ledger.forget_guild(PLAZA)
    everything = (
        ledger.requests.events(),
        ledger.requests.rules(),
        ledger.requests.mutes(),
        ledger.requests.published(),
    )
    assert all(len(rows) == 1 for rows in everything)
    of_plaza = (
        ledger.requests.events(PLAZA),
        ledger.requests.rules(PLAZA),
        ledger.requests.mutes(PLAZA),
    )
    assert of_plaza == ((), (), ())
    assert ledger.requests.published(PLAZA) == ()


@pytest.mark.parametrize(
    ("spoil", "read"),
    [
        ("UPDATE rule SET lead = 'some day'", "rules"),
        ("UPDATE guild_event SET event = '{'", "events"),
        ("UPDATE guild_event SET event = '[1]'", "events"),
        ("UPDATE guild_event SET event = '{}'", "events"),
    ],
)
def test_a_damaged_row_is_told(path: Path, clock: Clock, spoil: str, read: str) -> None:
    """A lead or an event that cannot be read is told as damage of the file, in one line."""
    with SqliteLedger(path, clock) as ledger:
        ledger.requests.add_rule(RULE)
        ledger.requests.save_event(PLAZA, FORUM)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(spoil)
        connection.commit()
    with (
        SqliteLedger(path, clock) as ledger,
        pytest.raises(StoreError, match=r"reminders\.sqlite: is damaged") as caught,
    ):
        getattr(ledger.requests, read)()
    assert "\n" not in str(caught.value)
