import itertools
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.properties import examples
from tests.reminders.some_leads import BRUSSELS, ZONES, leads, only, zones

from forumbot.errors import UsageError
from forumbot.reminders.events import Event, EventKind, instant_of
from forumbot.reminders.lead_words import parse_leads
from forumbot.reminders.leads import DateLead, DayLead, Lead, Span, check_lead

NINE = time(9)


def timed(starts: str, ends: str | None = None, zone: str = BRUSSELS) -> Event:
    """An event between two local times."""
    return Event(
        event_id="talk",
        title="Talk",
        kind=EventKind.MEETING,
        starts_at=instant_of(datetime.fromisoformat(starts), zone),
        ends_at=instant_of(datetime.fromisoformat(ends), zone) if ends else None,
        all_day=False,
        timezone=zone,
    )


def whole_days(first: str, after_last: str | None = None, zone: str = BRUSSELS) -> Event:
    """An all-day event from a day up to, not including, another."""
    return Event(
        event_id="weeks",
        title="Weeks",
        kind=EventKind.CLUSTER_WEEKS,
        starts_at=instant_of(datetime.fromisoformat(first), zone),
        ends_at=instant_of(datetime.fromisoformat(after_last), zone) if after_last else None,
        all_day=True,
        timezone=zone,
    )


def due(text: str, event: Event) -> str:
    """When a lead is due, as the clock on the wall of the event's zone shows it."""
    return f"{only(text, event.timezone).due_at(event, NINE):%Y-%m-%d %H:%M}"


# Due times


@pytest.mark.parametrize(
    ("lead", "expected"),
    [
        ("2 weeks", "2019-03-17 10:00"),
        ("1 day", "2019-03-30 10:00"),
        ("24 hours", "2019-03-30 09:00"),
        ("1 hour", "2019-03-31 09:00"),
        ("1 month", "2019-02-28 10:00"),
        ("1 day 2 hours", "2019-03-30 08:00"),
        ("at the start", "2019-03-31 10:00"),
        ("at the end", "2019-04-02 17:00"),
        ("1 day before the end", "2019-04-01 17:00"),
        ("on the day", "2019-03-31 09:00"),
        ("on the last day", "2019-04-02 09:00"),
        ("the Friday before at 9", "2019-03-29 09:00"),
        ("the Sunday before at 9", "2019-03-24 09:00"),
        ("the Monday before the end", "2019-04-01 09:00"),
        ("2 days before at 18:00", "2019-03-29 18:00"),
        ("day before at 18:00 (America/New_York)", "2019-03-30 23:00"),
        ("10 March 2019", "2019-03-10 09:00"),
        ("10 March 2019 at 9:30", "2019-03-10 09:30"),
    ],
)
def test_due_before_a_timed_event(lead: str, expected: str) -> None:
    """Days keep the local time, hours are hours; here the clocks go forward on the first day."""
    assert due(lead, timed("2019-03-31 10:00", "2019-04-02 17:00")) == expected


@pytest.mark.parametrize(
    ("lead", "expected"),
    [
        ("2 weeks", "2018-11-06 09:00"),
        ("1 hour", "2018-11-20 08:00"),
        ("at the start", "2018-11-20 09:00"),
        ("on the day", "2018-11-20 09:00"),
        ("on the day at 7", "2018-11-20 07:00"),
        ("1 week before the end", "2019-04-23 09:00"),
        ("1 day before the end", "2019-04-29 09:00"),
        ("at the end", "2019-04-30 09:00"),
        ("the Friday before the end at 14:00", "2019-04-26 14:00"),
    ],
)
def test_due_before_an_all_day_event(lead: str, expected: str) -> None:
    """Whole days count from the hour for them, on the first day or the last."""
    assert due(lead, whole_days("2018-11-20", "2019-05-01")) == expected


def test_without_a_known_end_the_end_is_the_start() -> None:
    """A lead of the end holds for events that have none."""
    assert due("1 day before the end", timed("2019-03-14 09:30")) == "2019-03-13 09:30"
    assert due("1 day before the end", whole_days("2019-03-14")) == "2019-03-13 09:00"


def test_on_the_day_is_never_after_the_start() -> None:
    """A breakfast at 8 is not reminded of at 9."""
    assert due("on the day", timed("2019-03-14 08:00")) == "2019-03-14 08:00"


def test_days_of_a_point_are_those_of_its_zone() -> None:
    """What starts at 1 in Brussels starts the evening before in New York."""
    event = timed("2019-01-15 01:00")
    assert due("on the day at 9 (America/New_York)", event) == "2019-01-14 15:00"


def test_a_time_that_the_clocks_skip_moves_to_the_first_after_it() -> None:
    """The day before 02:30 is one on which there is no 02:30."""
    assert due("1 day", timed("2019-04-01 02:30")) == "2019-03-31 03:00"


def test_of_a_time_that_comes_twice_the_first_is_taken() -> None:
    """The day before 02:30 is one on which 02:30 comes twice."""
    found = only("1 day").due_at(timed("2019-10-28 02:30"), NINE)
    assert found.astimezone(UTC) == datetime(2019, 10, 27, 0, 30, tzinfo=UTC)


def changes(zone: str) -> Iterator[date]:
    """The days on which the clocks change in a zone, 2018 to 2030."""
    instant = datetime(2018, 1, 1, 12, tzinfo=UTC)
    while instant.year <= 2030:
        following = instant + timedelta(days=1)
        if instant.astimezone(ZoneInfo(zone)).utcoffset() != (
            following.astimezone(ZoneInfo(zone)).utcoffset()
        ):
            yield following.astimezone(ZoneInfo(zone)).date()
        instant = following


def exists(local: datetime, zone: str) -> bool:
    """Whether the clocks of a zone ever show a local time."""
    aware = local.replace(tzinfo=ZoneInfo(zone))
    back = aware.astimezone(UTC).astimezone(ZoneInfo(zone))
    return back.replace(tzinfo=None, fold=0) == local


@pytest.mark.parametrize("zone", ZONES)
def test_across_every_change_of_the_clocks_the_hour_on_the_wall_stays(zone: str) -> None:
    """Around each change until 2030, a day or more before an hour is that hour, if it exists."""
    days = list(changes(zone))
    assert len(days) == 26
    spans = ((Span(days=1), 1), (Span(days=2), 2), (Span(days=7), 7))
    offsets, hours = (0, 1, 2, 5, 7), (0, 1, 2, 3, 4, 9, 23)
    for change, offset, hour, (span, before) in itertools.product(days, offsets, hours, spans):
        wall = datetime.combine(change + timedelta(days=offset), time(hour, 30))
        if not exists(wall, zone):
            continue
        found = span.due_at(timed(wall.isoformat(), zone=zone), NINE)
        wanted = wall - timedelta(days=before)
        if exists(wanted, zone):
            assert found.replace(tzinfo=None, fold=0) == wanted
            assert found.fold == 0
        else:
            assert found.date() == wanted.date()
            assert (found.minute, found.hour) == (0, wanted.hour + 1)


@pytest.mark.parametrize("zone", ZONES)
def test_across_every_change_of_the_clocks_hours_are_hours(zone: str) -> None:
    """Three hours before is three hours before, whatever the clocks show."""
    for change, hour in itertools.product(changes(zone), range(24)):
        event = timed(datetime.combine(change, time(hour)).isoformat(), zone=zone)
        found = Span(minutes=180).due_at(event, NINE)
        assert event.starts_at.astimezone(UTC) - found.astimezone(UTC) == timedelta(hours=3)
        assert found.tzinfo == ZoneInfo(zone)


@pytest.mark.parametrize("zone", ZONES)
def test_across_every_change_of_the_clocks_whole_days_are_reminded_of_at_their_hour(
    zone: str,
) -> None:
    """All-day events and points at 9 are due when the clocks of their zone show 9."""
    texts = ("1 day", "1 week before the end", "on the day", "the Friday before at 9")
    found = [lead for text in texts for lead in parse_leads(text, zone)]
    for change, offset, lead in itertools.product(changes(zone), range(8), found):
        first = change + timedelta(days=offset)
        event = whole_days(str(first), str(first + timedelta(days=2)), zone)
        due_at = lead.due_at(event, NINE).astimezone(UTC).astimezone(ZoneInfo(zone))
        assert due_at.time() == NINE


@given(
    lead=leads,
    wall=st.datetimes(datetime(2018, 1, 1), datetime(2030, 12, 1)),
    zone=zones,
    length=st.timedeltas(timedelta(minutes=1), timedelta(days=200)),
    all_day=st.booleans(),
)
@example(
    lead=DayLead(at=time(1), zone="America/New_York"),
    wall=datetime(2021, 11, 7),
    zone="America/New_York",
    length=timedelta(minutes=1),
    all_day=False,
)
@examples(200)
def test_a_due_time_is_aware_and_in_the_zone_of_the_event(
    lead: Lead, wall: datetime, zone: str, length: timedelta, all_day: bool
) -> None:
    """Whatever the lead and the event, the due time is an instant in the event's own zone."""
    if all_day:
        last = wall.date() + timedelta(days=1 + length.days)
        event = whole_days(str(wall.date()), str(last), zone)
    else:
        begins = wall.replace(fold=0)
        event = timed(begins.isoformat(), (begins + length).isoformat(), zone)
    due_at = lead.due_at(event, NINE)
    assert due_at.tzinfo == ZoneInfo(zone)
    # There and back: Python holds no time of an hour that comes twice to be one of another zone.
    again = due_at.astimezone(UTC).astimezone(ZoneInfo(zone))
    assert (again, again.fold) == (due_at, due_at.fold)


# Checks


@pytest.mark.parametrize(
    ("lead", "event"),
    [
        ("15 March 2019 at 9:00", timed("2019-03-14 09:30")),
        ("14 March 2019 at 10:00", timed("2019-03-14 09:30", "2019-03-14 17:00")),
        ("on the day at 10:00", timed("2019-03-14 09:30")),
        ("on the last day at 18:00", timed("2019-03-14 09:30", "2019-03-14 17:00")),
        ("15 March 2019", whole_days("2019-03-14")),
    ],
)
def test_a_point_after_what_it_reminds_of_is_refused(lead: str, event: Event) -> None:
    """Nobody is reminded of what has begun; the refusal says when that is."""
    with pytest.raises(UsageError, match=r"14 March 2019.* choose an earlier time"):
        check_lead(only(lead), event, NINE)


@pytest.mark.parametrize(
    ("lead", "event"),
    [
        ("at the start", timed("2019-03-14 09:30")),
        ("at the end", timed("2019-03-14 09:30", "2019-03-14 17:00")),
        ("on the day at 9", timed("2019-03-14 09:30")),
        ("on the day at 18:00", whole_days("2019-03-14")),
        ("on the last day at 18:00", whole_days("2019-03-14", "2019-03-16")),
        ("on the day", timed("2019-03-14 08:00")),
    ],
)
def test_a_lead_up_to_what_it_reminds_of_is_good(lead: str, event: Event) -> None:
    """The start itself is not too late, nor is any hour of an all-day event's day."""
    check_lead(only(lead), event, NINE)


@pytest.mark.parametrize(
    ("lead", "words"),
    [
        (Span(days=1), "1 day before"),
        (Span(), "at the start"),
        (Span(days=7, anchor="end"), "1 week before the end"),
        (DayLead(weekday=4, at=time(9), zone="Europe/Brussels"), "the Friday before at 09:00"),
        (DayLead(days=1, at=time(18), zone="UTC"), "the day before at 18:00"),
        (DayLead(days=2, at=time(18), zone="UTC"), "2 days before at 18:00"),
        (DayLead(), "on the day"),
        (DateLead(date(2019, 3, 10), time(9), "UTC"), "on 10 March 2019 at 09:00"),
        (DateLead(date(2019, 3, 10), None, "UTC"), "on 10 March 2019"),
    ],
)
def test_a_lead_is_said_in_words(lead: Lead, words: str) -> None:
    """Without the zone, beside which a time stands for each reader."""
    assert lead.words == words
