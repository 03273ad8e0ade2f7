import io
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil import tz

from forumbot.reminders.calendar_zones import timezone_component


def written(zone: str, first: int = 2026, last: int = 2026) -> str:
    """The component as it is written."""
    text: str = timezone_component(zone, first, last).to_ical().decode()
    return text.replace("\r\n ", "")


@pytest.mark.parametrize(
    ("zone", "rules"),
    [
        ("Europe/Brussels", {"BYDAY=-1SU;BYMONTH=3", "BYDAY=-1SU;BYMONTH=10"}),
        ("America/New_York", {"BYDAY=2SU;BYMONTH=3", "BYDAY=1SU;BYMONTH=11"}),
        ("Asia/Jerusalem",
         {"BYDAY=FR;BYMONTHDAY=23,24,25,26,27,28,29;BYMONTH=3", "BYDAY=-1SU;BYMONTH=10"}),
        ("Asia/Kolkata", set()),
    ],
)  # fmt: skip
def test_a_zone_that_keeps_to_a_rule_has_it_written(zone: str, rules: set[str]) -> None:
    """As a rule without an end, for readers that ignore single changes; never as RDATE."""
    lines = written(zone).splitlines()
    found = {line.removeprefix("RRULE:FREQ=YEARLY;") for line in lines if "RRULE" in line}
    assert found == rules
    assert not any(line.startswith("RDATE") for line in lines)


def test_a_zone_without_a_rule_has_each_change_for_itself() -> None:
    """Morocco changes its clocks by the moon."""
    text = written("Africa/Casablanca", 2020, 2022)
    assert "RRULE" not in text
    assert "RDATE" not in text
    assert text.count("DTSTART:202") == 6


def test_a_rule_that_was_given_up_has_an_end() -> None:
    """The United States changed theirs in 2007."""
    text = written("America/New_York", 2000, 2010)
    assert "RRULE:FREQ=YEARLY;UNTIL=20060403T020000Z;BYDAY=1SU;BYMONTH=4" in text
    assert "RRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3" in text


@pytest.mark.parametrize("zone", ["Europe/Dublin", "Europe/Brussels"])
def test_summer_is_daylight_time_everywhere(zone: str) -> None:
    """Also where the law calls winter the exception."""
    daylight = [part for part in written(zone).split("BEGIN:") if part.startswith("DAYLIGHT")]
    assert [("BYMONTH=3" in part, "TZOFFSETTO:+0" in part) for part in daylight] == [(True, True)]


@pytest.mark.parametrize(
    "zone",
    ["Europe/Dublin", "Africa/Casablanca", "America/New_York", "Asia/Jerusalem", "Europe/Istanbul",
     "America/Sao_Paulo", "Australia/Lord_Howe", "Africa/Cairo", "Asia/Tehran"],
)  # fmt: skip
def test_another_reader_finds_the_offset_of_each_day(zone: str) -> None:
    """dateutil, by the component alone, at noon, through twenty years and far ahead."""
    read = tz.tzical(io.StringIO(timezone_component(zone, 2005, 2026).to_ical().decode())).get(zone)
    assert read is not None
    day = datetime(2005, 1, 2, 12)
    while day < datetime(2027, 1, 1):
        assert (
            day.replace(tzinfo=read).utcoffset() == day.replace(tzinfo=ZoneInfo(zone)).utcoffset()
        )
        day += timedelta(days=3)
    ahead = datetime(2035, 7, 1, 12)
    if "RRULE" in written(zone):
        there = ahead.replace(tzinfo=ZoneInfo(zone)).utcoffset()
        assert ahead.replace(tzinfo=read).utcoffset() == there
