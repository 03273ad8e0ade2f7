import dataclasses
import io
import re
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
from dateutil import tz
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st
from tests.properties import examples

from forumbot.errors import EventsError
from forumbot.reminders.calendar import to_ics
from forumbot.reminders.events import Dispute, Event, EventKind, occurrences

NOW = datetime(2019, 2, 20, 12, 0, tzinfo=UTC)
BRUSSELS = ZoneInfo("Europe/Brussels")
ZONES = (
    "Europe/Brussels",
    "Europe/Helsinki",
    "Europe/Lisbon",
    "Europe/Athens",
    "America/New_York",
)
WEEKS = Event(
    event_id="eu-cluster-weeks",
    title="EU Cluster Weeks; the first, čšž",
    kind=EventKind.CLUSTER_WEEKS,
    starts_at=datetime(2018, 11, 20, tzinfo=BRUSSELS),
    ends_at=datetime(2019, 5, 1, tzinfo=BRUSSELS),
    all_day=True,
    timezone="Europe/Brussels",
    place="All over Europe",
    url="https://example.org/weeks?a=1;b=2",
    themes=("skills", "clusters, abroad"),
    doc_id="pages/weeks.md",
    disputed=(Dispute("ends", "2019-05-06", "pages/east.md", "15 October 2018"),),
    sequence=3,
)
TALKS = Event(
    event_id="talks",
    title="Talks",
    kind=EventKind.WEBINAR,
    starts_at=datetime(2019, 3, 5, 8, 30, tzinfo=BRUSSELS),
    ends_at=datetime(2019, 3, 5, 9, 30, tzinfo=BRUSSELS),
    all_day=False,
    timezone="Europe/Brussels",
    rrule="FREQ=MONTHLY;BYDAY=1TU;COUNT=6",
    excluded=(date(2019, 5, 7),),
)


def entry_of(event: Event) -> Any:
    """The entry of one event, read back with icalendar."""
    (entry,) = icalendar.Calendar.from_ical(to_ics([event], NOW)).events
    return entry


def zone_of(ics: bytes, zone: str) -> tzinfo:
    """The zone as dateutil, a reader of its own, takes it from the file."""
    text = ics.decode()
    start, end = text.index("BEGIN:VTIMEZONE"), text.rindex("END:VTIMEZONE")
    block = text[start:end].replace("\r\n ", "") + "END:VTIMEZONE\r\n"
    read = tz.tzical(io.StringIO(block)).get(zone)
    assert isinstance(read, tzinfo)
    return read


def test_the_calendar_says_what_made_it() -> None:
    """PRODID and VERSION are there even when there is nothing else."""
    calendar = icalendar.Calendar.from_ical(to_ics([], NOW))
    assert (calendar["prodid"], calendar["version"]) == ("-//forumbot//events//EN", "2.0")
    assert calendar.events == []


def test_an_all_day_event_is_written_as_dates() -> None:
    """DTSTART and DTEND are dates, the end exclusive as RFC 5545 has it, and take no zone."""
    ics = to_ics([WEEKS], NOW)
    assert b"DTSTART;VALUE=DATE:20181120\r\n" in ics
    assert b"DTEND;VALUE=DATE:20190501\r\n" in ics
    assert b"VTIMEZONE" not in ics


def test_an_all_day_event_without_end_lasts_its_day() -> None:
    """A deadline on a date covers that date."""
    entry = entry_of(dataclasses.replace(WEEKS, ends_at=None))
    assert (entry.start, entry.end) == (date(2018, 11, 20), date(2018, 11, 21))


def test_all_that_is_known_reads_back() -> None:
    """Texts with commas, semicolons and accents come back as they went in."""
    entry = entry_of(WEEKS)
    assert entry["uid"] == "eu-cluster-weeks@forumbot"
    assert entry["summary"] == WEEKS.title
    assert entry["location"] == WEEKS.place
    assert entry["url"] == WEEKS.url
    assert entry["sequence"] == 3
    assert entry["status"] == "CONFIRMED"
    assert entry.categories == list(WEEKS.themes)
    assert entry.DTSTAMP == NOW
    assert entry["description"] == (
        "Source: pages/weeks.md\nDisputed: ends is 2019-05-06 in pages/east.md (15 October 2018)"
    )


def test_a_cancelled_event_is_cancelled() -> None:
    """Calendars that subscribe strike the event out."""
    assert entry_of(dataclasses.replace(WEEKS, status="cancelled"))["status"] == "CANCELLED"


def test_what_is_not_known_is_left_out() -> None:
    """Empty properties do not appear."""
    entry = entry_of(dataclasses.replace(TALKS, rrule=None, excluded=(), ends_at=None))
    left_out = {"LOCATION", "URL", "CATEGORIES", "DESCRIPTION", "DTEND", "RRULE", "EXDATE"}
    assert not left_out & set(entry)


def test_the_same_events_give_the_same_bytes() -> None:
    """The order that the events come in, and asking twice, change nothing."""
    assert to_ics([WEEKS, TALKS], NOW) == to_ics([TALKS, WEEKS], NOW)


def test_lines_are_folded_and_end_as_the_standard_says() -> None:
    """No line is longer than 75 bytes, and each ends in CR LF."""
    lines = to_ics([WEEKS, TALKS], NOW).split(b"\r\n")
    assert lines[-1] == b""
    assert max(map(len, lines)) <= 75
    assert not any(b"\n" in line for line in lines)


def test_a_series_has_its_rule_and_exceptions() -> None:
    """The rule stands as it is, the exception as the local start on that day."""
    ics = to_ics([TALKS], NOW)
    assert b"RRULE:FREQ=MONTHLY;COUNT=6;BYDAY=1TU\r\n" in ics
    assert b"EXDATE;TZID=Europe/Brussels:20190507T083000\r\n" in ics


@pytest.mark.parametrize(
    ("until", "written"),
    [("20190604", b"UNTIL=20190604T215959Z"), ("20190604T063000Z", b"UNTIL=20190604T063000Z")],
)
def test_until_of_a_timed_series_is_an_instant(until: str, written: bytes) -> None:
    """RFC 5545 wants UTC there; a day in the file becomes the end of that day."""
    rule = f"FREQ=MONTHLY;BYDAY=1TU;UNTIL={until}"
    assert written in to_ics([dataclasses.replace(TALKS, rrule=rule)], NOW)


def test_an_all_day_series_has_dates_throughout() -> None:
    """UNTIL and EXDATE take the type of DTSTART."""
    rule = "FREQ=YEARLY;UNTIL=20251120"
    event = dataclasses.replace(WEEKS, rrule=rule, excluded=(date(2020, 11, 20),))
    ics = to_ics([event], NOW)
    assert b"UNTIL=20251120\r\n" in ics
    assert b"EXDATE;VALUE=DATE:20201120\r\n" in ics


def test_a_rule_that_cannot_be_written_is_an_error_of_ours() -> None:
    """A broken rule fails with a message that names the event."""
    with pytest.raises(EventsError, match='event talks: rrule "nonsense" has no FREQ'):
        to_ics([dataclasses.replace(TALKS, rrule="nonsense")], NOW)


def test_utc_needs_no_timezone() -> None:
    """An event in UTC is written with Z, without VTIMEZONE."""
    zone = ZoneInfo("Etc/UTC")
    event = dataclasses.replace(
        TALKS,
        starts_at=datetime(2019, 3, 5, 8, 30, tzinfo=zone),
        ends_at=None,
        timezone="Etc/UTC",
        rrule=None,
        excluded=(),
    )
    ics = to_ics([event], NOW)
    assert b"DTSTART:20190305T083000Z\r\n" in ics
    assert b"VTIMEZONE" not in ics


@given(
    zone=st.sampled_from(ZONES),
    wall=st.datetimes(datetime(1995, 1, 2), datetime(2035, 12, 30)),
)
@examples(60)
def test_times_read_back_as_the_same_instant(zone: str, wall: datetime) -> None:
    """icalendar and dateutil, by the VTIMEZONE alone, both find the instant that was written."""
    wall = wall.replace(hour=wall.hour // 2 + 6, microsecond=0, fold=0)
    starts_at = wall.replace(tzinfo=ZoneInfo(zone))
    event = dataclasses.replace(
        TALKS, starts_at=starts_at, ends_at=None, timezone=zone, rrule=None, excluded=()
    )
    ics = to_ics([event], NOW)
    (entry,) = icalendar.Calendar.from_ical(ics).events
    assert entry.start == starts_at
    assert wall.replace(tzinfo=zone_of(ics, zone)).utcoffset() == starts_at.utcoffset()


@pytest.mark.parametrize("zone", ZONES)
def test_the_timezone_changes_at_the_right_instant(zone: str) -> None:
    """Each hour of the days on which clocks change has the offset that it really had."""
    event = dataclasses.replace(
        TALKS,
        starts_at=TALKS.starts_at.replace(tzinfo=ZoneInfo(zone)),
        ends_at=None,
        timezone=zone,
    )
    read = zone_of(to_ics([event], NOW), zone)
    for first in (datetime(2019, 3, 9), datetime(2019, 3, 30), datetime(2019, 10, 26)):
        for hour in range(72):
            wall = first + timedelta(hours=hour)
            here, there = (wall.replace(tzinfo=one) for one in (ZoneInfo(zone), read))
            if here.astimezone(UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None) == wall:
                assert there.utcoffset() == here.utcoffset(), wall


def test_a_second_reader_finds_the_same_series() -> None:
    """dateutil, given the lines of the file, finds the occurrences that the bot announces."""
    ics = to_ics([TALKS], NOW)
    entry = ics.decode()[ics.decode().index("BEGIN:VEVENT") :].splitlines()
    kept = [line for line in entry if line.startswith(("DTSTART", "RRULE", "EXDATE"))]
    read = rrulestr("\n".join(kept), tzids={"Europe/Brussels": zone_of(ics, "Europe/Brussels")})
    told = occurrences(TALKS, TALKS.starts_at, datetime(2030, 1, 1, tzinfo=UTC))
    assert [one.astimezone(UTC) for one in read] == [one.starts_at.astimezone(UTC) for one in told]


def test_an_endless_series_has_its_timezone_for_years_to_come() -> None:
    """A calendar opened today knows the changes of the clocks ten years on."""
    event = dataclasses.replace(TALKS, rrule="FREQ=MONTHLY;BYDAY=1TU")
    read = zone_of(to_ics([event], NOW.replace(year=2026)), "Europe/Brussels")
    assert datetime(2036, 7, 1, 12, tzinfo=read).utcoffset() == timedelta(hours=2)
    assert datetime(2036, 12, 1, 12, tzinfo=read).utcoffset() == timedelta(hours=1)


def test_the_calendar_has_a_name_a_method_and_says_when_to_look_again() -> None:
    """Each as RFC 7986 has it and as programs had it before."""
    lines = to_ics([WEEKS], NOW).decode().split("\r\n")
    assert lines[3:9] == [
        "METHOD:PUBLISH",
        "NAME:Forum events",
        "X-WR-CALNAME:Forum events",
        "REFRESH-INTERVAL;VALUE=DURATION:PT12H",
        "X-PUBLISHED-TTL:PT12H",
        "BEGIN:VEVENT",
    ]


@pytest.mark.parametrize("text", [r"Path \New hall", r"C:\temp; \, and \\n", "a\\", "Łódź"])
def test_backslashes_are_text(text: str) -> None:
    r"""``\N`` is no line break; a second reader finds what was written."""
    event = dataclasses.replace(WEEKS, title=text, place=text, themes=(text,), doc_id=text)
    entry = entry_of(event)
    assert (entry["summary"], entry["location"], entry.categories) == (text, text, [text])
    line = next(
        line for line in to_ics([event], NOW).decode().split("\r\n") if line.startswith("SUMMARY")
    )
    told = line.removeprefix("SUMMARY:")
    assert re.sub(r"\\([\\;,])", r"\1", told) == text


def occurrence(day: int = 2) -> Event:
    """A day of the talks."""
    found = occurrences(TALKS, TALKS.starts_at, datetime(2030, 1, 1, tzinfo=UTC))
    return list(found)[day]


def test_a_day_of_a_series_is_written_as_that() -> None:
    """Under the series' UID, so that a calendar that holds the series has it once."""
    entry = entry_of(occurrence())
    assert entry["uid"] == "talks@forumbot"
    assert entry["recurrence-id"].dt == occurrence().starts_at == entry.start
    assert "rrule" not in entry


def test_a_day_that_differs_stands_beside_its_series() -> None:
    """With its own time and words; the rule and the days left out are the series'."""
    day = occurrence()
    moved = dataclasses.replace(
        day, title="A long talk", starts_at=day.starts_at + timedelta(days=1, hours=2),
        ends_at=day.ends_at and day.ends_at + timedelta(days=1, hours=3), sequence=1,
    )  # fmt: skip
    series = dataclasses.replace(TALKS, changed=(moved,), sequence=1)
    entries: list[Any] = icalendar.Calendar.from_ical(to_ics([series], NOW)).events
    whole, single = entries
    assert whole["uid"] == single["uid"]
    assert whole["exdate"].dts[0].dt.date() == date(2019, 5, 7)
    assert (single["recurrence-id"].dt, single.start) == (day.starts_at, moved.starts_at)
    assert (single["sequence"], single["summary"]) == (1, "A long talk")
    assert day.starts_at not in [one.starts_at for one in every(series)]
    assert moved in every(series)


def every(event: Event) -> list[Event]:
    """All occurrences of a series."""
    return list(occurrences(event, event.starts_at, datetime(2030, 1, 1, tzinfo=UTC)))


def test_a_series_without_a_day_is_not_written() -> None:
    """Readers refuse a rule whose every instance is taken out."""
    days = tuple(one.starts_on for one in every(dataclasses.replace(TALKS, excluded=())))
    assert b"VEVENT" not in to_ics([dataclasses.replace(TALKS, excluded=days)], NOW)
