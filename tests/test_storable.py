from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forumbot.storable import (
    MAX_ID,
    checked_id,
    checked_optional_id,
    checked_text,
    instant_from,
    microseconds,
)


@given(st.datetimes(), st.integers(-1_439, 1_439))
def test_instants_come_back_whatever_their_offset(local: datetime, minutes: int) -> None:
    """Every aware instant survives as a number that grows with time."""
    instant = local.replace(tzinfo=timezone(timedelta(minutes=minutes)))
    try:
        instant.astimezone(UTC)
    except OverflowError:
        return
    assert instant_from(microseconds(instant)) == instant
    assert microseconds(instant + timedelta(0)) == microseconds(instant.astimezone(UTC))


def test_a_time_without_a_zone_is_no_instant() -> None:
    """A naive time is refused instead of being taken for UTC."""
    with pytest.raises(TypeError):
        microseconds(datetime(2019, 2, 20))


def test_values_that_cannot_be_kept_are_refused() -> None:
    """Ids beyond 64 bits, blank and long texts and lone surrogates are ValueErrors."""
    assert (checked_id(1), checked_optional_id(MAX_ID), checked_optional_id(None)) == (
        1, MAX_ID, None,
    )  # fmt: skip
    assert checked_text("name", "x", 1) == "x"
    for value in (0, -1, MAX_ID + 1):
        with pytest.raises(ValueError, match="is no id"):
            checked_optional_id(value)
    for text in (" ", "xx", "\ud800"):
        with pytest.raises(ValueError, match=r"name should have|surrogates"):
            checked_text("name", text, 1)
