from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forumbot.reminders import wording
from forumbot.reminders.events import Dispute, Event, EventKind, instant_of
from forumbot.reminders.wording import Announcement, Quoted

LATE_AFTER = timedelta(minutes=5)


def local(text: str, zone: str = "Europe/Brussels") -> datetime:
    """The instant of a local time."""
    return instant_of(datetime.fromisoformat(text), zone)


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


def said(one: Event, now: str, due: str | None = None, **more: Any) -> Announcement:
    """A reminder of an event as it is said at a local time of Brussels."""
    anchor = more.pop("anchor", "start")
    due_at = local(due or now)
    return wording.reminder(one, anchor, local(now), due_at=due_at, late_after=LATE_AFTER, **more)


# Whole messages


def test_a_reminder_says_what_when_where_and_how_long_still() -> None:
    """One fact a line: what the moderator said first, what the last forum concluded last."""
    one = event(
        ends="2019-03-14 17:00", place="Brussels", url="https://example.org/4",
        disputed=(
            Dispute("ends", "16:00", "page.md", "the old page"), Dispute("place", "Ghent", "b.md"),
        ),
    )  # fmt: skip
    quotes = [Quoted("Skills need training.", "Third forum", "https://example.org/3"),
              Quoted("Labels stay.", "Third forum")]  # fmt: skip
    announcement = said(one, "2019-02-28 09:30", message="Come!", background=quotes)
    assert wording.as_text(announcement).splitlines() == [
        "Fourth forum: in 2 weeks",
        "Come!",
        "When: Thursday 14 March 2019, 09:30 to 17:00 (Europe/Brussels, UTC+01:00)",
        "Where: Brussels",
        "Link: https://example.org/4",
        "Sources differ: ends 16:00, says the old page",
        "Sources differ: place Ghent, says “b”",
        "What the last forum concluded on its themes:",
        "“Skills need training.”",
        "— Third forum, https://example.org/3",
        "“Labels stay.”",
        "— Third forum",
    ]


def test_a_reminder_of_what_little_is_known_of_has_no_empty_lines() -> None:
    """Neither place nor link nor quotes."""
    assert wording.as_text(said(event("2019-03-14"), "2019-03-13 09:00")) == (
        "Fourth forum: tomorrow\nWhen: Thursday 14 March 2019"
    )


@pytest.mark.parametrize(
    ("now", "late"),
    [
        ("2019-03-13 09:30", None),
        ("2019-03-13 09:35", None),
        ("2019-03-13 09:36", "This reminder comes 6 minutes late."),
        ("2019-03-13 12:30", "This reminder comes 3 hours late."),
        ("2019-03-14 08:35", "This reminder comes 23 hours 5 minutes late."),
        # A clock that was set back since makes nothing late.
        ("2019-03-12 09:30", None),
    ],
)
def test_a_late_reminder_says_so(now: str, late: str | None) -> None:
    """After the minutes that are allowed, in words, with the time that is left now."""
    announcement = said(event(), now, "2019-03-13 09:30")
    assert wording.lateness(announcement) == late
    assert (announcement.late_by is None) == (late is None)
    assert (late in wording.as_text(announcement).splitlines()) if late else True


def test_a_reminder_of_the_end_counts_until_the_end() -> None:
    """The headline says that it ends, and when."""
    weeks = event("2018-11-20", "2019-04-30", title="EU Cluster Weeks")
    announcement = said(weeks, "2019-04-23 09:00", anchor="end")
    assert wording.headline(announcement) == "EU Cluster Weeks: ends in 1 week"
    last = said(weeks, "2019-04-30 09:00", anchor="end")
    assert wording.headline(last) == "EU Cluster Weeks: ends today"
    timed = event(ends="2019-03-14 17:00")
    closing = said(timed, "2019-03-14 16:00", anchor="end")
    assert wording.headline(closing) == "Fourth forum: ends in 1 hour"


def test_a_notice_says_what_has_changed_and_how_it_is_now() -> None:
    """The new time and place, with the old time."""
    before = event(place="Brussels")
    after = event("2019-03-21 10:00", place="Ghent", title="The fourth forum")
    announcement = wording.notice(before, after, local("2019-03-14 10:00"))
    assert wording.as_text(announcement).splitlines() == [
        "The fourth forum: in 1 week",
        "New time: Thursday 21 March 2019, 10:00 (Europe/Brussels, UTC+01:00). "
        "Before: Thursday 14 March 2019, 09:30.",
        "New place: Ghent.",
        "It was called “Fourth forum”.",
        "When: Thursday 21 March 2019, 10:00 (Europe/Brussels, UTC+01:00)",
        "Where: Ghent",
    ]


def test_a_notice_of_what_is_cancelled_says_so_and_nothing_of_how_long_still() -> None:
    """It is told once; when it takes place after all, that is told as well."""
    on, off = event(), event(status="cancelled")
    announcement = wording.notice(on, off, local("2019-03-13 10:00"))
    assert announcement.is_cancelled
    assert wording.as_text(announcement).splitlines()[:2] == [
        "Cancelled: Fourth forum", "It will not take place.",
    ]  # fmt: skip
    assert wording.changes(off, replace(off, place="Ghent")) == ()
    assert wording.changes(off, on) == ("It will take place after all.",)


def test_a_reminder_of_what_was_cancelled_since_says_so() -> None:
    """An edited message does not count the days any more."""
    announcement = said(event(status="cancelled"), "2019-03-01 09:00")
    assert wording.headline(announcement) == "Cancelled: Fourth forum"


def test_a_report_is_its_lines() -> None:
    """No event, no time."""
    announcement = wording.report(["one", "two"])
    assert wording.as_text(announcement) == "Reminders that were not delivered\none\ntwo"
    assert not announcement.is_cancelled
    assert wording.as_text(wording.report(["one"], more=4)).endswith("\none\nand 4 more")


# How long still


@pytest.mark.parametrize(
    ("now", "words"),
    [
        ("2019-02-28 09:30", "in 2 weeks"),
        ("2019-03-13 09:30", "in 1 day"),
        ("2019-03-14 07:20", "in 2 hours 10 minutes"),
        ("2019-03-14 09:29", "in 1 minute"),
        ("2019-03-14 09:29:50", "in 1 minute"),
        ("2019-03-14 09:30", "has begun"),
        ("2019-03-15 09:30", "has begun"),
    ],
)
def test_the_time_until_a_timed_event_is_told_in_words(now: str, words: str) -> None:
    """To the minute shortly before, in larger units earlier."""
    assert wording.still(event(), "start", local(now)) == words


@pytest.mark.parametrize(
    ("now", "words"),
    [
        ("2019-02-28 23:59", "in 2 weeks"),
        ("2019-03-12 00:00", "in 2 days"),
        ("2019-03-13 23:59", "tomorrow"),
        ("2019-03-14 00:00", "today"),
        ("2019-03-14 23:59", "today"),
        ("2019-03-15 00:00", "has begun"),
        ("2019-03-16 00:00", "over"),
    ],
)
def test_the_time_until_an_all_day_event_is_told_in_days(now: str, words: str) -> None:
    """Days are those of the event's own zone."""
    assert wording.still(event("2019-03-14", "2019-03-15"), "start", local(now)) == words


@pytest.mark.parametrize(
    ("anchor", "now", "words"),
    [
        ("end", "2019-03-14 16:00", "in 1 hour"),
        ("end", "2019-03-14 17:00", "over"),
        ("start", "2019-03-14 16:00", "has begun"),
    ],
)
def test_a_timed_event_that_ends_is_over(anchor: str, now: str, words: str) -> None:
    """What counts to the end is over at the end."""
    assert wording.still(event(ends="2019-03-14 17:00"), anchor, local(now)) == words
    if anchor == "end":
        # Without a known end it is the start.
        assert wording.still(event(), anchor, local(now)) == "has begun"


@pytest.mark.parametrize("zone", ["Europe/Brussels", "Europe/Helsinki", "America/New_York"])
@pytest.mark.parametrize(
    "starts",
    ["2019-04-03 09:00", "2019-11-05 09:00", "2019-03-12 09:00", "2019-03-31 09:00",
     "2019-10-27 09:00"],
)  # fmt: skip
def test_weeks_and_days_are_counted_on_the_wall_clock(zone: str, starts: str) -> None:
    """A reminder two weeks before says two weeks, also where the clocks change in between."""
    one = event(starts, timezone=zone)
    for days, words in ((14, "in 2 weeks"), (7, "in 1 week"), (2, "in 2 days"), (1, "in 1 day")):
        day = datetime.fromisoformat(starts) - timedelta(days=days)
        assert wording.still(one, "start", instant_of(day, zone)) == words


@pytest.mark.parametrize("seconds", [0, 1, 29, 40, 90, 400])
def test_a_reminder_that_goes_out_a_little_later_says_the_same(seconds: int) -> None:
    """Two weeks are not one week and six days for the sake of a minute."""
    now = local("2019-02-28 09:30") + timedelta(seconds=seconds)
    assert wording.still(event(), "start", now) == "in 2 weeks"


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(0), "1 minute"),
        (timedelta(seconds=40), "1 minute"),
        (timedelta(minutes=59, seconds=40), "1 hour"),
        (timedelta(minutes=61), "1 hour 1 minute"),
        (timedelta(hours=23, minutes=59), "23 hours 59 minutes"),
        (timedelta(hours=24, minutes=1), "1 day"),
        (timedelta(hours=27), "1 day 3 hours"),
        (timedelta(days=1, hours=23, minutes=40), "2 days"),
        (timedelta(days=6, hours=23, minutes=40), "1 week"),
        (timedelta(days=7, hours=1), "1 week"),
        (timedelta(days=8), "1 week 1 day"),
        (timedelta(days=13, hours=23), "2 weeks"),
        (timedelta(days=365), "52 weeks 1 day"),
    ],
)
def test_a_length_of_time_is_told_in_two_neighbouring_units(length: timedelta, words: str) -> None:
    """Rounded to the smaller of them, at least a minute."""
    assert wording.duration(length) == words


@given(st.timedeltas(timedelta(0), timedelta(days=800)))
def test_any_length_of_time_reads_back_as_nearly_that_long(length: timedelta) -> None:
    """Within half of the smaller unit."""
    units = {"week": timedelta(days=7), "day": timedelta(days=1), "hour": timedelta(hours=1),
             "minute": timedelta(minutes=1)}  # fmt: skip
    parts = wording.duration(length).split()
    counts = [
        int(number) * units[unit.removesuffix("s")]
        for number, unit in zip(parts[::2], parts[1::2], strict=True)
    ]
    off = abs(sum(counts, timedelta(0)) - length)
    half = timedelta(hours=12) if length > timedelta(days=6) else timedelta(minutes=30)
    within = half if length >= timedelta(hours=23) else timedelta(minutes=1)
    assert off <= within + timedelta(milliseconds=1)


# When


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (event("2019-03-14"), "Thursday 14 March 2019"),
        (event("2019-03-14", "2019-03-14"), "Thursday 14 March 2019"),
        (event("2018-11-20", "2019-04-30"), "Tuesday 20 November 2018 to Tuesday 30 April 2019"),
        (event("2019-03-30", "2019-03-31"), "Saturday 30 March 2019 to Sunday 31 March 2019"),
        (event(), "Thursday 14 March 2019, 09:30 (Europe/Brussels, UTC+01:00)"),
        (event("2019-07-01 22:00", "2019-07-02 01:00", timezone="Europe/Helsinki"),
         "Monday 1 July 2019, 22:00 to Tuesday 2 July 2019, 01:00 (Europe/Helsinki, UTC+03:00)"),
        (event("2019-01-05 08:05", timezone="America/New_York"),
         "Saturday 5 January 2019, 08:05 (America/New_York, UTC-05:00)"),
        (event("2019-01-05 08:05", timezone="Asia/Kathmandu"),
         "Saturday 5 January 2019, 08:05 (Asia/Kathmandu, UTC+05:45)"),
    ],
)  # fmt: skip
def test_the_time_of_an_event_is_that_of_its_own_zone(one: Event, words: str) -> None:
    """With the zone and its offset on that day; all-day ones are days."""
    assert wording.when(one) == words
    in_utc = replace(one, starts_at=one.starts_at.astimezone(UTC))
    assert one.all_day or wording.when(in_utc) == words


@pytest.mark.parametrize(
    ("one", "hours"),
    [
        (event(), "09:30 (Europe/Brussels, UTC+01:00)"),
        (event(ends="2019-03-14 17:00"), "09:30–17:00 (Europe/Brussels, UTC+01:00)"),
        (event(ends="2019-03-15 17:00", timezone="UTC"), "09:30 (UTC)"),
        (event("2019-03-14"), ""),
    ],
)
def test_the_hours_of_an_event_are_those_of_its_first_day(one: Event, hours: str) -> None:
    """One that takes whole days has none."""
    assert wording.hours_of(one) == hours


def test_the_hour_that_comes_twice_is_told_apart() -> None:
    """By the offset, the clock shows the same."""
    first = event("2019-10-27 02:30")
    second = replace(first, starts_at=first.starts_at.replace(fold=1))
    assert "02:30 (Europe/Brussels, UTC+02:00)" in wording.when(first)
    assert "02:30 (Europe/Brussels, UTC+01:00)" in wording.when(second)
    assert len(wording.changes(first, second)) == 1


def test_moments_are_told_in_words() -> None:
    """In the zone that is asked for."""
    noon = datetime(2019, 2, 28, 8, 0, tzinfo=UTC)
    assert wording.moment(noon, "Europe/Brussels") == "Thu 28 February 2019, 09:00 Europe/Brussels"
    assert wording.moment(noon, "America/New_York").startswith("Thu 28 February 2019, 03:00")


# Changes


@pytest.mark.parametrize(
    ("after", "told", "alike"),
    [
        (event(), (), True),
        (event(themes=("skills",), sequence=3, leads=("1 day",)), (), True),
        (event(url="https://example.org"), (), False),
        (event(place="Ghent"), ("New place: Ghent.",), False),
        (event(title="Forum"), ("It was called “Fourth forum”.",), False),
        (event(status="cancelled"), ("It will not take place.",), False),
        (event(disputed=(Dispute("place", "Ghent", "b.md"),)), (), False),
    ],
)
def test_only_what_matters_to_those_who_come_is_told(
    after: Event, told: tuple[str, ...], alike: bool
) -> None:
    """A new link or a differing source is shown in the message, but no news of its own."""
    assert wording.changes(event(), after) == told
    assert wording.is_shown_alike(event(), after) is alike


def test_a_change_of_the_title_alone_is_worth_no_ping() -> None:
    """Another time or place is, and whether it takes place at all."""
    assert not wording.is_pressing(event(), event(title="Forum 4"))
    for after in (event("2019-03-15"), event(place="Ghent"), event(status="cancelled")):
        assert wording.is_pressing(event(), after)


def test_what_another_source_says_is_in_words() -> None:
    """No day in digits, no path of a file; what is neither stays as it is."""
    by_file = Dispute("ends", "2019-05-06", "pages/cluster-weeks.md")
    assert wording.dispute_in_words(by_file) == "ends 6 May 2019, says “cluster weeks”"
    by_name = Dispute("place", "Ghent", "the press v1.2 release")
    assert wording.dispute_in_words(by_name) == "place Ghent, says “the press v1.2 release”"


def test_a_place_that_is_taken_back_is_to_be_announced() -> None:
    """Rather than an empty place."""
    told = wording.changes(event(place="Ghent"), event())
    assert told == ("New place: to be announced.",)


@given(
    st.datetimes(datetime(2019, 1, 1), datetime(2023, 1, 1)).map(lambda one: one.replace(second=0)),
    st.datetimes(datetime(2019, 1, 1), datetime(2023, 1, 1)).map(lambda one: one.replace(second=0)),
)
def test_whatever_is_told_is_shown_otherwise(first: datetime, second: datetime) -> None:
    """No change is told of a message that would stay the same."""
    before, after = event(str(first)[:16]), event(str(second)[:16])
    assert bool(wording.changes(before, after)) == (not wording.is_shown_alike(before, after))
