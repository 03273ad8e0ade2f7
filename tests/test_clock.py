from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.properties import examples

from forumbot.clock import fixed_clock, system_clock
from forumbot.errors import UsageError


def outcome(text: str) -> datetime | str:
    """The instant that a text is read as, or the message that refuses it."""
    try:
        return fixed_clock(text)()
    except UsageError as refused:
        return str(refused)


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2019-02-20", "2019-02-20T00:00:00+00:00"),
        ("2019-02-20T09:00", "2019-02-20T09:00:00+00:00"),
        ("2019-02-20 09:00:30", "2019-02-20T09:00:30+00:00"),
        ("2019-02-20T09:00Z", "2019-02-20T09:00:00+00:00"),
        ("2019-02-20T09:00+01:00", "2019-02-20T08:00:00+00:00"),
        (" 20190220T0900-0530 ", "2019-02-20T14:30:00+00:00"),
        ("1900-01-01", "1900-01-01T00:00:00+00:00"),
        ("2199-12-31T23:59:59", "2199-12-31T23:59:59+00:00"),
    ],
)
def test_a_time_is_read_with_its_offset_or_as_utc(text: str, instant: str) -> None:
    """Dates and times of ISO 8601 give their instant, those without an offset in UTC."""
    assert fixed_clock(text)().astimezone(UTC).isoformat() == instant


def test_a_fixed_clock_stands_and_the_real_one_goes_on() -> None:
    """The fixed clock gives one instant for ever; the machine's is aware and does not go back."""
    clock = fixed_clock("2019-02-20")
    assert clock() == clock() == datetime(2019, 2, 20, tzinfo=UTC)
    first, second = system_clock(), system_clock()
    assert first.utcoffset() == timedelta(0)
    assert first <= second


@pytest.mark.parametrize("text", ["", "tomorrow", "2019-02-30", "20.02.2019", "2019-02-20T25:00"])
def test_what_is_no_time_is_refused(text: str) -> None:
    """A text that is no time is refused in one line that shows how to write one."""
    with pytest.raises(UsageError) as raised:
        fixed_clock(text)
    assert str(raised.value) == (
        f"--now: {text!r} is not an ISO 8601 time; write it like 2019-02-20 "
        "or 2019-02-20T09:00+01:00"
    )


@pytest.mark.parametrize(
    "text", ["0001-01-01T00:00+14:00", "1899-12-31", "2200-01-01", "9999-12-31"]
)
def test_a_time_beyond_all_events_is_refused(text: str) -> None:
    """At the ends of the calendar no zone could be reckoned with, so nobody gets there."""
    with pytest.raises(UsageError, match="too far away; years run from 1900 to 2199"):
        fixed_clock(text)


@given(text=st.text() | st.datetimes().map(str) | st.from_regex("[0-9]{4}-[0-9]{2}-[0-9]{2}.{,9}"))
@examples(200)
def test_any_text_gives_an_aware_time_or_one_line(text: str) -> None:
    """What is let through can be told in any zone of the world; the rest is refused in a line."""
    read = outcome(text)
    if isinstance(read, datetime):
        for hours in (-14, 14):
            assert read.astimezone(timezone(timedelta(hours=hours))) == read
    else:
        assert read.splitlines() == [read]
