import hashlib
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forumbot.config import RemindersConfig
from forumbot.reminders import schedule
from forumbot.reminders.events import Event, EventKind, instant_of, occurrences
from forumbot.reminders.lead_words import parse_leads
from forumbot.reminders.leads import Lead
from forumbot.reminders.schedule import Community, Defaults, Mute, Reminder, Rule

ZONES = ("Europe/Brussels", "Europe/Helsinki", "Europe/Lisbon", "Europe/Athens", "America/New_York")
GUILD, CHANNEL, OTHER, MEMBER, ROLE = 1, 10, 11, 1000, 50
HERE = Community(GUILD, CHANNEL, "Europe/Brussels")
NOW = datetime(2019, 2, 20, 12, tzinfo=UTC)
DEFAULTS = Defaults.of(RemindersConfig())


def lead(text: str) -> Lead:
    """The one lead that the words name."""
    (found,) = parse_leads(text, "UTC")
    return found


def event(starts: str = "2019-03-14 09:30", ends: str | None = None, **more: Any) -> Event:
    """A forum in Brussels; all day where only days are given."""
    values: dict[str, Any] = {
        "event_id": "forum-4", "title": "Fourth forum", "kind": EventKind.FORUM,
        "timezone": "Europe/Brussels", "all_day": len(starts) == 10,
    } | more  # fmt: skip
    zone = values["timezone"]
    ends_at = None if ends is None else local(ends, zone)
    if ends_at is not None and values["all_day"]:
        ends_at = local(str(ends_at.date() + timedelta(days=1)), zone)
    return Event(starts_at=local(starts, zone), ends_at=ends_at, **values)


def local(text: str, zone: str = "Europe/Brussels") -> datetime:
    """The instant of a local time."""
    return instant_of(datetime.fromisoformat(text), zone)


def rule(words: str = "3 days", **more: Any) -> Rule:
    """A reminder of the forum that a moderator asked for."""
    values: dict[str, Any] = {"rule_id": 7, "guild_id": GUILD, "event_id": "forum-4"}
    return Rule(lead=lead(words), **(values | more))


def planned(
    *events: Event,
    rules: tuple[Rule, ...] = (),
    mutes: tuple[Mute, ...] = (),
    community: Community = HERE,
    now: datetime = NOW,
) -> list[Reminder]:
    """The reminders of the events."""
    return list(schedule.reminders(events, community, rules, mutes, DEFAULTS, now))


def shown(found: list[Reminder]) -> list[str]:
    """Local due time and lead of each reminder."""
    return [f"{one.due_at:%Y-%m-%d %H:%M} {one.lead}" for one in found]


def reminder(one: Event, words: str = "1 day", channel_id: int = CHANNEL) -> Reminder:
    """A reminder of an event at a lead."""
    due_at = schedule.due(lead(words), one, DEFAULTS)
    until = schedule.useful_until(lead(words), one, due_at)
    return Reminder(GUILD, one, lead(words), channel_id, due_at, until)


# Keys


def test_a_key_is_made_of_event_lead_channel_and_start_alone() -> None:
    """Another event, lead, channel or start is another reminder; anything else is the same."""
    first = reminder(event())
    others = [
        reminder(event(event_id="forum-5")),
        reminder(event(), "2 days"),
        reminder(event(), "1 day before the end"),
        reminder(event(), channel_id=OTHER),
        reminder(event("2019-03-14 09:31")),
        reminder(event("2019-03-14 09:30", timezone="Europe/Helsinki")),
    ]
    assert len({one.key for one in [first, *others]}) == 7
    same = replace(first, message="Come!", role_id=ROLE, rule_id=3, due_at=NOW, useful_until=NOW)
    renamed = replace(first, event=replace(event(), title="Other", place="Ghent", sequence=4))
    assert same.key == renamed.key == first.key


def test_a_key_does_not_change_from_release_to_release() -> None:
    """What stands in ledgers is found again: how a key is made is fixed."""
    made_of = "reminder\x1fforum-4\x1f1 day\x1f10\x1f2019-03-14T08:30:00+00:00"
    assert reminder(event()).key == hashlib.sha256(made_of.encode()).hexdigest()[:32]


@given(
    st.datetimes(datetime(2018, 1, 1), datetime(2024, 1, 1)),
    st.sampled_from(ZONES),
    st.sampled_from(ZONES),
)
def test_the_same_instant_has_the_same_key_however_it_is_written(
    local_time: datetime, zone: str, other: str
) -> None:
    """A start is compared as an instant, not as a wall clock shows it; keys are 32 hex digits."""
    starts_at = instant_of(local_time, zone)
    one = reminder(replace(event(), starts_at=starts_at, timezone=zone))
    elsewhere = starts_at.astimezone(UTC).astimezone(ZoneInfo(other))
    two = replace(one, event=replace(one.event, starts_at=elsewhere))
    assert one.key == two.key
    assert len(bytes.fromhex(one.key)) == 16


def test_parts_of_a_digest_do_not_run_into_each_other() -> None:
    """``ab`` and ``c`` are not ``a`` and ``bc``."""
    assert schedule.digest("ab", "c") != schedule.digest("a", "bc")
    assert schedule.digest(1, "a") == schedule.digest("1", "a")


# Defaults, rules and mutes


def test_forums_are_reminded_of_without_anybody_asking() -> None:
    """Two weeks and a day before, at the forum's own hour, in the announcement channel."""
    found = planned(event())
    assert shown(found) == ["2019-02-28 09:30 2 weeks", "2019-03-13 09:30 1 day"]
    assert {(one.channel_id, one.is_direct, one.rule_id, one.role_id) for one in found} == {
        (CHANNEL, False, None, None)
    }


def test_an_all_day_event_is_reminded_of_at_nine_in_its_own_zone() -> None:
    """Whatever the zone of the guild, and whatever the clocks did in between."""
    helsinki = event("2019-04-05", timezone="Europe/Helsinki")
    found = planned(helsinki)
    assert shown(found) == ["2019-03-22 09:00 2 weeks", "2019-04-04 09:00 1 day"]
    assert [one.due_at.astimezone(UTC).hour for one in found] == [7, 6]


def test_the_hour_of_all_day_events_can_be_set() -> None:
    """``all_day_time`` of the configuration counts, for all-day events alone."""
    config = RemindersConfig(leads=(("forum", ("1 day",)),), all_day_time="17:45")
    found = schedule.reminders(
        [event("2019-03-14"), event(event_id="timed")], HERE, (), (), Defaults.of(config), NOW
    )
    assert shown(list(found)) == ["2019-03-13 09:30 1 day", "2019-03-13 17:45 1 day"]


def test_a_season_is_reminded_of_before_its_start_and_before_its_end() -> None:
    """Cluster Weeks that run already are reminded of before their last day."""
    weeks = event("2018-11-20", "2019-04-30", kind=EventKind.CLUSTER_WEEKS)
    assert shown(planned(weeks))[2:] == [
        "2019-04-23 09:00 1 week before the end", "2019-04-29 09:00 1 day before the end",
    ]  # fmt: skip


def test_an_event_without_leads_on_purpose_is_not_announced() -> None:
    """What somebody asked for is sent all the same."""
    quiet = event(is_announced=False)
    assert planned(quiet) == []
    assert [one.lead.words for one in planned(quiet, rules=(rule("1 day"),))] == ["1 day before"]


def test_an_events_own_leads_stand_instead_of_those_of_its_kind() -> None:
    """They are read in the event's zone, points in time among them."""
    own = event(leads=("3 days, 1 hour", "the day before at 18:00"))
    assert shown(planned(own)) == [
        "2019-03-11 09:30 3 days",
        "2019-03-13 18:00 day before at 18:00 (Europe/Brussels)",
        "2019-03-14 08:30 1 hour",
    ]


def test_without_an_announcement_channel_only_what_names_a_place_is_reminded_of() -> None:
    """Defaults wait for a channel; a rule with a channel or a member of its own does not."""
    nowhere = Community(GUILD)
    assert planned(event(), community=nowhere) == []
    rules = (rule(), rule(channel_id=OTHER), rule(member_id=MEMBER))
    found = planned(event(), rules=rules, community=nowhere)
    assert {(one.channel_id, one.is_direct) for one in found} == {(OTHER, False), (MEMBER, True)}


def test_a_rule_gives_its_words_its_role_and_its_place() -> None:
    """What a moderator asked for is planned beside the defaults."""
    asked = rule(channel_id=OTHER, role_id=ROLE, message="Come!")
    found = planned(event(), rules=(asked,))
    assert shown(found) == [
        "2019-02-28 09:30 2 weeks", "2019-03-11 09:30 3 days", "2019-03-13 09:30 1 day",
    ]  # fmt: skip
    one = found[1]
    assert (one.channel_id, one.role_id, one.message, one.rule_id) == (OTHER, ROLE, "Come!", 7)


@pytest.mark.parametrize("words", ["1 day", "24 hours", "the day before at 9:30"])
def test_a_rule_takes_the_place_of_the_default_of_the_same_hour(words: str) -> None:
    """However it is worded, the channel gets one message at that hour, the moderator's."""
    (asked,) = parse_leads(words, "Europe/Brussels")
    found = planned(event(), rules=(replace(rule(message="Come!"), lead=asked),))
    assert shown(found)[1:] == [f"2019-03-13 09:30 {asked}"]
    assert found[1].message == "Come!"


def test_a_rule_of_a_series_holds_for_each_occurrence_and_one_of_an_occurrence_for_it_alone() -> (
    None
):
    """Both name the occurrences by their ids."""
    weekly = event(
        "2019-02-25 10:00", event_id="weekly", kind=EventKind.OTHER, rrule="FREQ=WEEKLY;COUNT=2"
    )
    rules = (
        rule("2 days", event_id="weekly"),
        rule("3 hours", event_id="weekly@2019-03-04", rule_id=8),
    )
    assert shown(planned(weekly, rules=rules)) == [
        "2019-02-23 10:00 2 days",
        "2019-02-24 10:00 1 day",
        "2019-03-02 10:00 2 days",
        "2019-03-03 10:00 1 day",
        "2019-03-04 07:00 3 hours",
    ]


def test_rules_of_other_events_are_left_alone() -> None:
    """An id that merely begins the same is another event."""
    assert len(planned(event(), rules=(rule(event_id="forum-44"), rule(event_id="forum")))) == 2


@pytest.mark.parametrize(
    ("mute", "left"),
    [
        (Mute(GUILD, "forum-4"), []),
        (Mute(GUILD, "forum-4", "1 day"), ["2 weeks"]),
        (Mute(GUILD, "forum-4", "5 days"), ["2 weeks", "1 day"]),
        (Mute(GUILD, "forum-5"), ["2 weeks", "1 day"]),
    ],
)
def test_a_default_that_is_not_wanted_is_left_out(mute: Mute, left: list[str]) -> None:
    """One lead or all of them, of one event."""
    assert [str(one.lead) for one in planned(event(), mutes=(mute,))] == left


def test_what_somebody_asked_for_is_not_muted() -> None:
    """A mute is of defaults: the rule of the same lead stays."""
    found = planned(event(), rules=(rule("1 day"),), mutes=(Mute(GUILD, "forum-4"),))
    assert [one.rule_id for one in found] == [7]


@pytest.mark.parametrize(
    ("muted", "left"), [("weekly", 0), ("weekly@2019-03-04", 1), ("weekly@2019-03-05", 2)]
)
def test_a_series_or_one_occurrence_of_it_is_muted(muted: str, left: int) -> None:
    """By the id of the one or the other."""
    weekly = event(
        "2019-02-25 10:00", event_id="weekly", kind=EventKind.OTHER, rrule="FREQ=WEEKLY;COUNT=2"
    )
    assert len(planned(weekly, mutes=(Mute(GUILD, muted),))) == left


# Which events


def test_a_guilds_own_event_takes_the_place_of_the_archives() -> None:
    """Of one id the guild's is taken; all others stay, those of the archive first."""
    archive = (event(), event(event_id="other"))
    own = (event("2019-03-21 10:00", title="Moved"), event(event_id="ours"))
    found = schedule.overlaid(archive, own)
    assert [(one.event_id, one.title) for one in found] == [
        ("other", "Fourth forum"), ("forum-4", "Moved"), ("ours", "Fourth forum"),
    ]  # fmt: skip
    assert schedule.overlaid(archive, ()) == archive


def test_what_is_over_cancelled_or_far_ahead_is_not_reminded_of() -> None:
    """Reminders are planned for what begins within 400 days and is not over."""
    past = event("2019-02-20 12:59", event_id="past")
    cancelled = event(event_id="off", status="cancelled")
    far = event("2020-03-26 13:00", event_id="far")
    assert planned(past, cancelled, far) == []
    assert len(planned(replace(far, starts_at=local("2020-03-26 12:59")))) == 2


def test_what_runs_keeps_its_reminders_until_it_is_over() -> None:
    """Those of the start too, so that the ledger is in step until the end."""
    running = event("2019-02-20 09:00", "2019-02-20 18:00")
    assert len(planned(running)) == 2
    assert planned(running, now=local("2019-02-20 18:00")) == []


def test_a_series_skips_its_excluded_days() -> None:
    """No reminder of an occurrence that does not take place."""
    weekly = event(
        "2019-02-25 10:00", event_id="weekly", kind=EventKind.OTHER, rrule="FREQ=WEEKLY;COUNT=3",
        excluded=(datetime(2019, 3, 4).date(),),
    )  # fmt: skip
    assert [one.event.event_id for one in planned(weekly)] == [
        "weekly@2019-02-25", "weekly@2019-03-11",
    ]  # fmt: skip


def test_an_event_is_found_by_its_id_and_an_occurrence_by_its_own() -> None:
    """Past ones too; what is excluded, not a day, or of no series is not found."""
    weekly = event("2019-02-25 10:00", event_id="weekly", rrule="FREQ=WEEKLY;COUNT=3")
    known = (event(), weekly)
    assert schedule.find_event(known, "forum-4") is known[0]
    assert schedule.find_event(known, "weekly") is weekly
    third = schedule.find_event(known, "weekly@2019-03-11")
    assert third is not None
    assert (third.event_id, third.starts_at) == ("weekly@2019-03-11", local("2019-03-11 10:00"))
    for absent in ("weekly@2019-03-12", "weekly@2019-03-18", "weekly@soon", "weekly@", "forum"):
        assert schedule.find_event(known, absent) is None
    assert schedule.find_event(known, "forum-4@2019-03-14") is None


@given(st.sampled_from(ZONES), st.integers(0, 400), st.integers(0, 23))
def test_every_occurrence_is_found_by_its_id(zone: str, days: int, hour: int) -> None:
    """Also where the clocks change, and at any hour of the day."""
    starts = datetime(2019, 1, 1, hour, 30) + timedelta(days=days)
    daily = event(str(starts), event_id="daily", timezone=zone, rrule="FREQ=DAILY;COUNT=5")
    begin = datetime(2018, 1, 1, tzinfo=UTC)
    for one in occurrences(daily, begin, begin + timedelta(days=3000)):
        assert schedule.find_event([daily], one.event_id) == one


# In which order


def test_reminders_come_by_due_time_and_by_importance_within_it() -> None:
    """Forums before conferences before Cluster Weeks before deadlines and so on."""
    kinds = list(EventKind)
    events = [event(event_id=kind.value, kind=kind, leads=("1 day",)) for kind in reversed(kinds)]
    assert [one.event.kind for one in planned(*events)] == kinds
    assert [kind.value for kind in kinds[:3]] == ["forum", "conference", "cluster-weeks"]


def test_channels_come_before_members() -> None:
    """The least of events in a channel is sent before the forum to one member."""
    least = event(event_id="least", kind=EventKind.OTHER, leads=("1 day",))
    found = planned(event(leads=("1 day",)), least, rules=(rule("1 day", member_id=MEMBER),))
    assert [(one.event.event_id, one.is_direct) for one in found] == [
        ("forum-4", False), ("least", False), ("forum-4", True),
    ]  # fmt: skip


# Until when a late reminder is of use


@pytest.mark.parametrize(
    ("starts", "ends", "words", "until"),
    [
        # A timed event: its start; a quarter of an hour where the reminder is due with it.
        ("2019-03-14 09:30", "2019-03-14 17:00", "1 day", "2019-03-14 09:30"),
        ("2019-03-14 09:30", None, "at the start", "2019-03-14 09:45"),
        ("2019-03-14 09:30", None, "5 minutes", "2019-03-14 09:40"),
        # The end: when it has come.
        ("2019-03-14 09:30", "2019-03-14 17:00", "1 hour before the end", "2019-03-14 17:00"),
        ("2019-03-14 09:30", "2019-03-14 17:00", "at the end", "2019-03-14 17:15"),
        ("2019-03-14 09:30", None, "1 hour before the end", "2019-03-14 09:30"),
        # An all-day event: its first day; of the end, its last.
        ("2019-03-14", None, "1 day", "2019-03-15 00:00"),
        ("2019-03-14", None, "on the day", "2019-03-15 00:00"),
        ("2018-11-20", "2019-04-30", "1 week", "2018-11-21 00:00"),
        ("2018-11-20", "2019-04-30", "1 week before the end", "2019-05-01 00:00"),
        ("2018-11-20", None, "1 day before the end", "2018-11-21 00:00"),
        # Days of 23 and of 25 hours, and times that come twice or never.
        ("2019-03-31", None, "1 day", "2019-04-01 00:00"),
        ("2019-10-27", None, "1 day", "2019-10-28 00:00"),
        ("2019-03-30", "2019-03-31", "1 day before the end", "2019-04-01 00:00"),
        ("2019-03-31 02:30", None, "1 day", "2019-03-31 03:00"),
        ("2019-10-27 02:30", None, "at the start", "2019-10-27 02:45"),
    ],
)
def test_a_late_reminder_is_of_use_until_what_it_speaks_of_has_come(
    starts: str, ends: str | None, words: str, until: str
) -> None:
    """The start, the first day, or the end; a quarter of an hour where it is due only then."""
    found = reminder(event(starts, ends), words).useful_until
    assert found == local(until).astimezone(UTC)


@given(
    st.datetimes(datetime(2019, 1, 1), datetime(2023, 12, 31)),
    st.integers(0, 40),
    st.booleans(),
    st.sampled_from(ZONES),
    st.sampled_from(("2 weeks", "1 day", "1 hour", "at the start", "1 day before the end")),
)
def test_a_reminder_is_due_at_its_hour_and_of_use_from_then_on(
    starts: datetime, hours: int, all_day: bool, zone: str, words: str
) -> None:
    """On all days of five years in five zones, the changes of the clocks among them."""
    starts = datetime.combine(starts, time.min) if all_day else starts
    begin = instant_of(starts, zone)
    ends_at = begin.astimezone(UTC) + timedelta(hours=hours) if hours and not all_day else None
    one = replace(event(), starts_at=begin, ends_at=ends_at, all_day=all_day, timezone=zone)
    found = reminder(one, words)
    assert found.useful_until >= found.due_at.astimezone(UTC) + timedelta(minutes=15)
    assert found.due_at.utcoffset() == found.due_at.astimezone(ZoneInfo(zone)).utcoffset()
    if words in ("2 weeks", "1 day"):
        days = 14 if words == "2 weeks" else 1
        wall = begin.replace(tzinfo=None, fold=0)
        hour = time(9) if all_day else wall.time()
        assert found.due_at == instant_of(
            datetime.combine(wall.date() - timedelta(days=days), hour), zone
        )
