import dataclasses
import itertools
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.properties import examples

from forumbot.errors import EventsError
from forumbot.reminders.events import (
    Dispute,
    Event,
    EventKind,
    clock_change,
    day_of,
    in_order,
    occurrences,
    past,
    rule_of,
    series_of,
    upcoming,
)
from forumbot.reminders.rules import MAX_OCCURRENCES

ZONES = (
    "Europe/Brussels",
    "Europe/Helsinki",
    "Europe/Lisbon",
    "Europe/Athens",
    "America/New_York",
)
BRUSSELS = ZoneInfo("Europe/Brussels")
FAR = datetime(2199, 1, 1, tzinfo=UTC)
FORUM = Event(
    event_id="ecpf-3",
    title="Third European Cluster Policy Forum",
    kind=EventKind.FORUM,
    starts_at=datetime(2018, 11, 15, tzinfo=BRUSSELS),
    ends_at=datetime(2018, 11, 16, tzinfo=BRUSSELS),
    all_day=True,
    timezone="Europe/Brussels",
    place="Brussels",
    url="https://example.org/forum",
    themes=("skills", "internationalisation"),
    doc_id="reports/third-forum.md",
    disputed=(Dispute("ends", "2019-05-06", "pages/weeks.md", "East, 15 October 2018"),),
)


def at(text: str) -> datetime:
    """A local time in Brussels; of two, the first."""
    return datetime.fromisoformat(text).replace(tzinfo=BRUSSELS)


def series(zone: str, wall: datetime, rule: str, hours: int = 1) -> Event:
    """A timed series whose first start is a wall-clock time."""
    starts_at = wall.replace(tzinfo=ZoneInfo(zone))
    return Event(
        event_id="series",
        title="Series",
        kind=EventKind.MEETING,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=hours),
        all_day=False,
        timezone=zone,
        rrule=rule,
    )


def every(event: Event) -> list[Event]:
    """All occurrences of an event, up to the bound."""
    return list(occurrences(event, event.starts_at, FAR))


# Days, and what is past


@pytest.mark.parametrize(
    ("starts", "ends", "all_day", "last"),
    [
        ("2019-03-29", None, True, "2019-03-29T23:59:59+01:00"),
        ("2018-11-20", "2019-05-01", True, "2019-04-30T23:59:59+02:00"),
        ("2019-03-29 17:00", "2019-03-29 18:00", False, "2019-03-29T17:59:59+01:00"),
        ("2019-03-29 17:00", None, False, "2019-03-29T17:00:00+01:00"),
    ],
)
def test_an_event_is_past_once_it_has_ended(
    starts: str, ends: str | None, all_day: bool, last: str
) -> None:
    """The last second belongs to the event; the next one does not."""
    ends_at = at(ends) if ends else None
    event = dataclasses.replace(FORUM, starts_at=at(starts), ends_at=ends_at, all_day=all_day)
    moment = datetime.fromisoformat(last)
    assert not event.is_past(moment)
    assert event.is_past(moment + timedelta(seconds=1))


def test_an_event_until_midnight_ends_on_its_day() -> None:
    """Midnight as an end does not reach into the next day."""
    evening = series("Europe/Brussels", datetime(2019, 3, 14, 20), "FREQ=DAILY", hours=4)
    assert evening.ends_on == date(2019, 3, 14)


def test_past_is_told_apart_within_a_doubled_hour() -> None:
    """An event that ends in the first 02:30 is over by the second one, an hour later."""
    zone = ZoneInfo("Europe/Brussels")
    event = dataclasses.replace(
        series("Europe/Brussels", datetime(2018, 10, 28, 1, 0), "FREQ=DAILY"),
        ends_at=datetime(2018, 10, 28, 2, 30, tzinfo=zone),
    )
    assert not event.is_past(datetime(2018, 10, 28, 2, 15, tzinfo=zone))
    assert event.is_past(datetime(2018, 10, 28, 2, 15, tzinfo=zone, fold=1))


def test_a_time_without_zone_is_refused() -> None:
    """Events hold aware times only."""
    with pytest.raises(ValueError, match="a time without a zone"):
        Event("a", "A", EventKind.OTHER, datetime(2019, 1, 1), None, True, "Europe/Brussels")


# JSON


def test_json_of_an_all_day_event() -> None:
    """All-day events give dates, the end inclusive."""
    assert FORUM.to_json() == {
        "event_id": "ecpf-3",
        "title": "Third European Cluster Policy Forum",
        "kind": "forum",
        "starts_at": "2018-11-15",
        "ends_at": "2018-11-15",
        "timezone": "Europe/Brussels",
        "place": "Brussels",
        "url": "https://example.org/forum",
        "doc_id": "reports/third-forum.md",
        "all_day": True,
        "status": "confirmed",
        "themes": ["skills", "internationalisation"],
        "disputed": [
            {
                "field": "ends",
                "value": "2019-05-06",
                "source": "pages/weeks.md",
                "note": "East, 15 October 2018",
            }
        ],
    }


def test_json_of_a_timed_event() -> None:
    """Timed events give instants with their offset, and null for an end that is not known."""
    event = series("Europe/Brussels", datetime(2022, 9, 6, 8, 30), "FREQ=DAILY")
    told = event.to_json()
    assert told["starts_at"] == "2022-09-06T08:30:00+02:00"
    assert told["ends_at"] == "2022-09-06T09:30:00+02:00"
    assert dataclasses.replace(event, ends_at=None).to_json()["ends_at"] is None


# Series


@given(
    zone=st.sampled_from(ZONES),
    day=st.dates(date(1990, 1, 1), date(2060, 1, 1)),
    clock=st.times(time(4), time(21)),
    rule=st.sampled_from(["FREQ=DAILY;COUNT=400", "FREQ=WEEKLY;COUNT=60", "FREQ=MONTHLY;COUNT=15"]),
)
@examples(40)
def test_a_series_keeps_its_hour(zone: str, day: date, clock: time, rule: str) -> None:
    """Over a year with both changes of the clocks, start and end stay at their local time."""
    event = series(zone, datetime.combine(day, clock.replace(microsecond=0)), rule)
    found = every(event)
    assert {one.starts_at.time() for one in found} == {event.starts_at.time()}
    assert event.ends_at is not None
    assert {one.ends_at.time() for one in found if one.ends_at} == {event.ends_at.time()}
    assert {one.starts_at.utcoffset() for one in found} >= {event.starts_at.utcoffset()}


@pytest.mark.parametrize("zone", ZONES)
def test_a_series_has_two_offsets_in_a_year(zone: str) -> None:
    """The hour is kept because the offset changes with the clocks."""
    found = every(series(zone, datetime(2019, 1, 1, 9, 0), "FREQ=DAILY;COUNT=365"))
    assert len({one.starts_at.utcoffset() for one in found}) == 2


def test_a_skipped_hour_moves_by_as_much_as_the_clocks() -> None:
    """On the day without 02:30 it is at 03:30, as RFC 5545 has it, and lasts as long as ever."""
    found = every(series("Europe/Brussels", datetime(2019, 3, 30, 2, 30), "FREQ=DAILY;COUNT=3"))
    assert [one.starts_at.isoformat() for one in found] == [
        "2019-03-30T02:30:00+01:00",
        "2019-03-31T03:30:00+02:00",
        "2019-04-01T02:30:00+02:00",
    ]
    assert all(one.ends_at and one.ends_at > one.starts_at for one in found)


def test_an_event_within_the_gap_keeps_its_length() -> None:
    """Start and end both skipped still give an occurrence with a length."""
    event = series("Europe/Brussels", datetime(2019, 3, 30, 2, 10), "FREQ=DAILY;COUNT=2")
    ends_at = event.starts_at + timedelta(minutes=20)
    moved = every(dataclasses.replace(event, ends_at=ends_at))[1]
    assert moved.starts_at.isoformat() == "2019-03-31T03:10:00+02:00"
    assert moved.ends_at is not None
    assert moved.ends_at.isoformat() == "2019-03-31T03:30:00+02:00"


def test_a_doubled_hour_takes_the_first() -> None:
    """Where 02:30 comes twice, the occurrence is at the first."""
    found = every(series("Europe/Brussels", datetime(2018, 10, 27, 2, 30), "FREQ=DAILY;COUNT=2"))
    assert found[1].starts_at.isoformat() == "2018-10-28T02:30:00+02:00"


def test_an_all_day_series_keeps_whole_days() -> None:
    """Two-day occurrences last two days over a change of the clocks, on the dates of the rule."""
    zone = ZoneInfo("Europe/Brussels")
    event = Event(
        event_id="days",
        title="Days",
        kind=EventKind.CONFERENCE,
        starts_at=datetime(2019, 3, 23, tzinfo=zone),
        ends_at=datetime(2019, 3, 25, tzinfo=zone),
        all_day=True,
        timezone="Europe/Brussels",
        rrule="FREQ=WEEKLY;COUNT=3",
    )
    assert [(one.starts_on.day, one.ends_on.day) for one in every(event)] == [
        (23, 24),
        (30, 31),
        (6, 7),
    ]


def test_exceptions_are_left_out_and_ids_carry_the_day() -> None:
    """Each occurrence is an event of its own that does not recur; excluded days are missing."""
    talks = series("Europe/Brussels", datetime(2022, 9, 6, 8, 30), "FREQ=MONTHLY;BYDAY=1TU;COUNT=4")
    found = every(dataclasses.replace(talks, excluded=(date(2022, 10, 4),)))
    assert [one.event_id for one in found] == [
        "series@2022-09-06",
        "series@2022-11-01",
        "series@2022-12-06",
    ]
    assert all(one.rrule is None and one.excluded == () for one in found)


@pytest.mark.parametrize(
    ("until", "last"), [("20190316", 16), ("20190316T080000Z", 16), ("20190316T075959Z", 15)]
)
def test_until_counts_its_day_or_its_instant(until: str, last: int) -> None:
    """A day in UNTIL counts whole; an instant counts up to itself, in the zone of the event."""
    event = series("Europe/Brussels", datetime(2019, 3, 14, 9, 0), f"FREQ=DAILY;UNTIL={until}")
    assert every(event)[-1].starts_on.day == last


def test_occurrences_are_bounded() -> None:
    """A series without end gives a thousand occurrences from wherever it is asked."""
    event = series("Europe/Brussels", datetime(2019, 3, 14, 9, 0), "FREQ=DAILY")
    found = list(occurrences(event, datetime(2026, 1, 1, tzinfo=UTC), FAR))
    assert len(found) == MAX_OCCURRENCES
    assert found[0].starts_on == date(2026, 1, 1)


def test_the_window_holds_what_overlaps_it() -> None:
    """An occurrence that is running at the start counts; one that starts at the end does not."""
    event = series("Europe/Brussels", datetime(2019, 3, 14, 9, 0), "FREQ=DAILY;COUNT=9", hours=2)
    after = datetime(2019, 3, 15, 10, 0, tzinfo=ZoneInfo("Europe/Brussels"))
    found = list(occurrences(event, after, after + timedelta(days=1, hours=-1)))
    assert [one.starts_on.day for one in found] == [15]


@pytest.mark.parametrize(
    ("after", "before", "seen"),
    [(14, 15, False), (14, 16, True), (15, 16, True), (16, 17, False)],
)
def test_an_event_that_does_not_recur_yields_itself(after: int, before: int, seen: bool) -> None:
    """A single event is there if it overlaps the window, under its own id."""
    window = (at(f"2018-11-{after}"), at(f"2018-11-{before}"))
    assert list(occurrences(FORUM, *window)) == ([FORUM] if seen else [])


def test_a_rule_that_never_falls_gives_nothing() -> None:
    """Looking for a first day ends, even where dateutil stumbles at the end of the year 9999."""
    rule = "FREQ=WEEKLY;INTERVAL=574;BYMONTH=1;BYDAY=SA"
    assert every(series("Etc/UTC", datetime(2145, 5, 7), rule)) == []


# Rules


def test_the_parts_of_a_rule() -> None:
    """A rule is taken apart, in capitals; an event without one has no parts."""
    event = series("Europe/Brussels", datetime(2019, 3, 14, 9), "freq=monthly;byday=2TH,-1FR")
    assert rule_of(event) == {"FREQ": "MONTHLY", "BYDAY": "2TH,-1FR"}
    assert rule_of(FORUM) == {}


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("WEEKLY", "has no FREQ; begin it with FREQ=WEEKLY"),
        ("FREQ=WEEKLY;EVERY=2", 'has a part "EVERY"; known are FREQ'),
        ("", "has no FREQ"),
        ("COUNT=3", "has no FREQ"),
        ("FREQ=HOURLY", "cannot have FREQ=HOURLY"),
        ("FREQ=DAILY;INTERVAL=0", "cannot have INTERVAL=0"),
        ("FREQ=DAILY;COUNT=1001", "cannot have COUNT=1001"),
        ("FREQ=DAILY;COUNT=1,2", "cannot have COUNT=1,2"),
        ("FREQ=DAILY;COUNT=\u0663", "cannot have COUNT=\u0663"),
        ("FREQ=DAILY;BYMONTH=-1", "cannot have BYMONTH=-1"),
        ("FREQ=DAILY;COUNT=2;COUNT=3", "gives COUNT twice"),
        ("FREQ=DAILY;COUNT=2;UNTIL=20200101", "has both COUNT and UNTIL"),
        ("FREQ=DAILY;UNTIL=20190230", "ends on 20190230, which is not in the calendar"),
        ("FREQ=DAILY;UNTIL=20190314T250000Z", "is not in the calendar"),
        ("FREQ=DAILY;UNTIL=99990101", "cannot have UNTIL=99990101"),
        ("FREQ=WEEKLY;BYDAY=2TH", "numbers its BYDAY, which FREQ=WEEKLY cannot have"),
        ("FREQ=MONTHLY;BYDAY=0TH", "cannot have BYDAY=0TH"),
        ("FREQ=MONTHLY;BYDAY=1TH,6TH", "numbers its BYDAY beyond 5"),
        ("FREQ=YEARLY;BYMONTH=12;BYDAY=-53TH", "numbers its BYDAY beyond 5"),
        ("FREQ=MONTHLY;BYSETPOS=1", "has BYSETPOS alone"),
        ("FREQ=WEEKLY;BYMONTHDAY=3", "cannot have BYMONTHDAY with FREQ=WEEKLY"),
        ("FREQ=DAILY;INTERVAL=7;BYDAY=MO", "has INTERVAL beside BYDAY"),
    ],
)
def test_a_rule_that_is_not_valid_is_an_error_of_ours(rule: str, said: str) -> None:
    """An event made elsewhere than in the file fails with a message, not with dateutil's."""
    event = series("Europe/Brussels", datetime(2019, 3, 14, 9), rule)
    message = re.escape(f'event series: rrule "{rule}" ') + ".*" + re.escape(said)
    with pytest.raises(EventsError, match=message):
        rule_of(event)
    with pytest.raises(EventsError, match=message):
        occurrences(event, event.starts_at, FAR)


# Clocks


@pytest.mark.parametrize(
    ("zone", "day", "change"),
    [
        ("Europe/Brussels", "2019-03-31", "2019-03-31T01:00:00+00:00"),
        ("Europe/Brussels", "2019-10-27", "2019-10-27T01:00:00+00:00"),
        ("Africa/Monrovia", "1972-01-07", "1972-01-07T00:44:30+00:00"),
    ],
)
def test_a_change_of_the_clocks_is_found_to_the_second(zone: str, day: str, change: str) -> None:
    """Searched for over two days, a change is where the zone's own record has it."""
    middle = datetime.fromisoformat(day).replace(tzinfo=UTC)
    low, high = middle - timedelta(days=1), middle + timedelta(days=1)
    assert clock_change(low, high, ZoneInfo(zone)).isoformat() == change


# What is upcoming


SEASON = dataclasses.replace(
    FORUM,
    event_id="weeks",
    starts_at=datetime(2018, 11, 20, tzinfo=BRUSSELS),
    ends_at=datetime(2019, 5, 1, tzinfo=BRUSSELS),
)


def test_a_running_season_is_upcoming_until_it_ends() -> None:
    """Cluster Weeks stay listed through their last day in their own zone."""
    assert upcoming([SEASON], datetime(2019, 4, 30, 21, 59, tzinfo=UTC)) == (SEASON,)
    assert upcoming([SEASON], datetime(2019, 4, 30, 22, 0, tzinfo=UTC)) == ()


def test_upcoming_is_in_order_of_start_then_id() -> None:
    """Earlier first whatever the zone; ids part those of the same instant."""
    one = series("Europe/Helsinki", datetime(2019, 3, 14, 10), "FREQ=DAILY;COUNT=1")
    one = dataclasses.replace(one, rrule=None, event_id="a")
    other = dataclasses.replace(
        one, event_id="b", starts_at=at("2019-03-14 09:00"), timezone="Europe/Brussels"
    )
    for shuffled in itertools.permutations([other, SEASON, one]):
        assert upcoming(shuffled, datetime(2019, 1, 1, tzinfo=UTC)) == (SEASON, one, other)
        assert in_order(shuffled) == (SEASON, one, other)


def test_upcoming_gives_the_next_ten_of_a_series() -> None:
    """A series does not drown the rest."""
    event = series("Europe/Brussels", datetime(2019, 3, 14, 9, 0), "FREQ=DAILY")
    found = upcoming([event], datetime(2019, 6, 1, 12, 0, tzinfo=UTC))
    assert len(found) == 10
    assert found[0].event_id == "series@2019-06-02"


def test_past_gives_the_last_ten_of_a_series() -> None:
    """However many there were before, and nothing that is to come."""
    event = series("Europe/Brussels", datetime(2015, 3, 14, 9, 0), "FREQ=DAILY")
    found = past([event, SEASON], datetime(2019, 2, 1, 12, 0, tzinfo=UTC))
    assert len(found) == 10
    assert [found[0].event_id, found[-1].event_id] == ["series@2019-01-23", "series@2019-02-01"]


@pytest.mark.parametrize("pick", [in_order, lambda events: upcoming(events, FAR)])
def test_nothing_gives_nothing(pick: Callable[[list[Event]], tuple[Event, ...]]) -> None:
    """No events is a fine state."""
    assert pick([]) == ()


@pytest.mark.parametrize(
    ("event_id", "series", "day"),
    [
        ("weekly@2019-03-04", "weekly", date(2019, 3, 4)),
        ("forum-4", "forum-4", None),
        ("weekly@soon", "weekly", None),
    ],
)
def test_the_id_of_an_occurrence_names_its_series_and_its_day(
    event_id: str, series: str, day: date | None
) -> None:
    """Both are read from the id in one place; that of any other event names itself and no day."""
    assert (series_of(event_id), day_of(event_id)) == (series, day)
