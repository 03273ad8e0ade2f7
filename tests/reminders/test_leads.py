import itertools
import time as clock
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from forumbot.errors import UsageError
from forumbot.reminders.events import Event, EventKind, instant_of
from forumbot.reminders.leads import (
    MAX_CHARS,
    DateLead,
    DayLead,
    Lead,
    Span,
    check_default,
    check_lead,
    parse_leads,
)

ZONES = (
    "Europe/Brussels",
    "Europe/Helsinki",
    "Europe/Lisbon",
    "Europe/Athens",
    "America/New_York",
)
BRUSSELS = "Europe/Brussels"
NINE = time(9)
TODAY = date(2019, 2, 20)


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


def only(text: str, zone: str = BRUSSELS) -> Lead:
    """The one lead of a text."""
    (lead,) = parse_leads(text, zone)
    return lead


def due(text: str, event: Event) -> str:
    """When a lead is due, as the clock on the wall of the event's zone shows it."""
    return f"{only(text, event.timezone).due_at(event, NINE):%Y-%m-%d %H:%M}"


def outcome(text: str, today: date | None) -> tuple[Lead, ...] | str:
    """The leads, or the message that refuses them; other exceptions are for the test."""
    try:
        return parse_leads(text, BRUSSELS, today)
    except UsageError as refused:
        return str(refused)


# Words


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("2 weeks", "2 weeks"),
        ("1 fortnight", "2 weeks"),
        ("1 Tag", "1 day"),
        ("deux semaines avant", "2 weeks"),
        ("1 year", "12 months"),
        ("zu Beginn", "at the start"),
        ("1 day", "1 day"),
        ("1 hour", "1 hour"),
        ("90 minutes", "1 hour 30 minutes"),
        ("1h 30m", "1 hour 30 minutes"),
        ("half an hour before", "30 minutes"),
        ("2w", "2 weeks"),
        ("14 days", "2 weeks"),
        ("10 days", "10 days"),
        ("24 hours", "24 hours"),
        ("1 Month", "1 month"),
        ("two weeks before", "2 weeks"),
        ("a week ahead", "1 week"),
        ("one week prior to the start", "1 week"),
        ("3 days before the event", "3 days"),
        ("the day before", "1 day"),
        ("the week before the end", "1 week before the end"),
        ("1 week before the end", "1 week before the end"),
        ("1 day before it ends", "1 day before the end"),
        ("at the start", "at the start"),
        ("when it starts", "at the start"),
        ("0 minutes", "at the start"),
        ("at the end", "at the end"),
        ("on the day", "on the day"),
        ("the day itself", "on the day"),
        ("on the last day", "on the last day"),
        ("on the day at 8", "on the day at 08:00 (Europe/Brussels)"),
        ("the Friday before at 9", "friday before at 09:00 (Europe/Brussels)"),
        ("the Friday before, at 9", "friday before at 09:00 (Europe/Brussels)"),
        ("Friday before the end at 6 pm", "friday before the end at 18:00 (Europe/Brussels)"),
        ("the Friday before", "friday before (Europe/Brussels)"),
        ("the day before at 18:00", "day before at 18:00 (Europe/Brussels)"),
        ("2 days before at 18.30", "2 days before at 18:30 (Europe/Brussels)"),
        ("10 March 2019 at 9:00", "2019-03-10 09:00 (Europe/Brussels)"),
        ("March 10, 2019 at 9:00", "2019-03-10 09:00 (Europe/Brussels)"),
        ("Sunday, 10 March 2019, 9:00", "2019-03-10 09:00 (Europe/Brussels)"),
        ("10/03/2019", "2019-03-10 (Europe/Brussels)"),
        ("2019-03-10 09:00 (Europe/Helsinki)", "2019-03-10 09:00 (Europe/Helsinki)"),
    ],
)
def test_words_have_one_fixed_form(written: str, canonical: str) -> None:
    """However a lead is written, its fixed words are the same, and read again they are it."""
    lead = only(written)
    assert str(lead) == canonical
    assert only(canonical, "UTC") == lead


def test_several_leads_are_read_in_their_order() -> None:
    """Commas, semicolons, lines and "and" separate; what is named twice counts once."""
    leads = parse_leads("2 weeks, 1 day; 1 hour and 7 days\n14 days, 24 hours, 1440 min", BRUSSELS)
    assert [str(lead) for lead in leads] == ["2 weeks", "1 day", "1 hour", "1 week", "24 hours"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no reminder is named"),
        (" , ;", "no reminder is named"),
        ("soon", '"soon" cannot be read as a time before an event; write, for example, "2 weeks'),
        ("1 day before lunch", "cannot be read"),
        ("1.5 hours", "cannot be read"),
        ("1 day 1 day", "cannot be read"),
        ("10 March at 9", "cannot be read"),
        ("Friday 10 March 2019", "cannot be read"),
        ("the Friday before at 25", '"at 25" is on no clock'),
        ("13 months", "is more than a year"),
        ("999999 weeks", "is more than a year"),
        ("400 days before at 9", "is more than a year"),
        ("the Friday before at 9 (Mars/Base)", 'time zone "Mars/Base" does not exist'),
        (",".join(f"{n} days" for n in range(1, 12)), "these are 11 reminders; give at most 10"),
        ("x" * (MAX_CHARS + 1), "more than 300 characters"),
    ],
)
def test_what_is_no_lead_is_refused(text: str, said: str) -> None:
    """The one line says what is wrong and what to write instead."""
    with pytest.raises(UsageError) as raised:
        parse_leads(text, BRUSSELS)
    assert said in str(raised.value)
    assert len(str(raised.value).splitlines()) == 1


def test_an_unknown_zone_is_refused() -> None:
    """A zone that is handed in is checked like one that is written."""
    with pytest.raises(UsageError, match="did you mean Europe/Brussels"):
        parse_leads("1 day", "Europe/Brusels")


def test_with_a_day_to_count_from_a_date_needs_no_year() -> None:
    """Somebody who types in March means the March to come."""
    (lead,) = parse_leads("10 March at 9", BRUSSELS, TODAY)
    assert lead == DateLead(date(2019, 3, 10), time(9), BRUSSELS)


@pytest.mark.parametrize("text", ["-3 days", "2.5 hours", "1.5 h", "3 days ago"])
def test_a_distance_that_cannot_be_read_is_no_date(text: str) -> None:
    """It is refused with an example, where dateparser would take it for a day of some month."""
    with pytest.raises(UsageError, match='write, for example, "2 weeks'):
        parse_leads(text, BRUSSELS, TODAY)


def test_points_and_distances_are_told_apart() -> None:
    """A point in time has a zone of its own; a distance counts in that of the event."""
    leads = parse_leads("1 day, on the day, the Friday before at 9, 10 March 2019", BRUSSELS)
    assert [lead.is_point for lead in leads] == [False, False, True, True]


def test_a_lead_counts_from_the_start_or_the_end() -> None:
    """The anchor is the end only where the words say so."""
    leads = parse_leads("1 day, 1 day before the end, on the last day, 10 March 2019", BRUSSELS)
    assert [lead.anchor for lead in leads] == ["start", "end", "end", "start"]


anchors = st.sampled_from(["start", "end"])
zones = st.sampled_from(ZONES)
times = st.builds(time, st.integers(0, 23), st.integers(0, 59))
leads = st.one_of(
    st.builds(Span, st.integers(0, 3), st.integers(0, 250), st.integers(0, 20_000), anchors),
    st.builds(
        DayLead,
        days=st.integers(1, 366),
        at=times,
        zone=zones,
        anchor=anchors,
    ),
    st.builds(
        DayLead, weekday=st.integers(0, 6), at=st.none() | times, zone=zones, anchor=anchors
    ),
    st.builds(DayLead, at=times, zone=zones, anchor=anchors),
    st.builds(DayLead, anchor=anchors),
    st.builds(
        DateLead, st.dates(date(1900, 1, 1), date(2199, 12, 31)), st.none() | times, zones
    ),
)  # fmt: skip


@given(wanted=st.lists(leads, min_size=1, max_size=4, unique=True))
@settings(deadline=None, max_examples=300)
def test_fixed_words_read_again_are_the_same_leads(wanted: list[Lead]) -> None:
    """Every lead, alone or beside others, comes back from its fixed words, in any zone."""
    assert parse_leads(", ".join(map(str, wanted)), "UTC") == tuple(wanted)


WORDS = (
    "1 2 14 2019 a one half an hour hours day days week weeks month friday monday the on at before "
    "end start last , ; and ( ) (Europe/Brussels) (UTC) : 9 9:00 25 noon am pm march . - / today"
).split()
sentences = st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join)


@given(text=st.text(max_size=320) | sentences, today=st.sampled_from([None, TODAY]))
@settings(deadline=None, max_examples=400)
@example(text="(" * 300, today=None)
@example(text="1" * 80, today=TODAY)
@example(text="0 days before at 9", today=None)
@example(text="1\udfffday", today=None)
def test_any_text_is_refused_or_reads_back(text: str, today: date | None) -> None:
    """Whatever is typed: leads with fixed words that give them again, or a one-line refusal."""
    found = outcome(text, today)
    if isinstance(found, str):
        assert found.splitlines() == [found]
    else:
        assert parse_leads(", ".join(map(str, found)), "UTC") == found


@pytest.mark.parametrize(
    "text",
    [
        *("1" * 300, "1 " * 150, "a " * 150, "before " * 42, "the " * 75, "(" * 300, " " * 299),
        *("1 day " * 50, "at " * 100, "9:00 " * 60, "and " * 75, "1/" * 150, "half an hour " * 23),
        *("friday before the " * 16, "T0" * 150, "in " * 100, "\n" * 300, "1 day before" * 25),
    ],
)
def test_hostile_words_are_refused_at_once(text: str) -> None:
    """No text of the length that is let in keeps the reader busy."""
    began = clock.process_time()
    with pytest.raises(UsageError):
        parse_leads(text, BRUSSELS, TODAY)
    assert clock.process_time() - began < 1


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
@settings(deadline=None, max_examples=200)
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
    assert due_at == due_at.astimezone(UTC)


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
    with pytest.raises(UsageError, match=r"2019-03-14.* choose an earlier time"):
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


def test_a_default_lead_is_a_distance() -> None:
    """What holds for every event of a kind cannot be a point in time."""
    check_default("2 weeks, 1 day before the end and on the day")
    with pytest.raises(UsageError, match="is a point in time, which belongs to one event"):
        check_default("the Friday before at 9")
    with pytest.raises(UsageError, match="cannot be read"):
        check_default("soon")
