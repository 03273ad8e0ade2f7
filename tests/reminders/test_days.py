"""Days in words, without a time; ``test_moments`` has them with one."""

from datetime import date

import pytest

from forumbot.reminders.days import example_day, read_day, unread, why_no_day

TODAY = date(2019, 2, 20)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("in 2 weeks", date(2019, 3, 6)),
        ("2 weeks", None),
        ("2 weeks ago", None),
        ("now", None),
        ("yesterday", date(2019, 2, 19)),
        ("14/5/19", date(2019, 5, 14)),
        ("14/5/18", None),
        ("", None),
    ],
)
def test_a_day_is_read_or_none(text: str, day: date | None) -> None:
    """A distance must say that it counts from today, and a year of two digits is one near by."""
    assert read_day(text, TODAY) == day


def test_the_reason_is_that_of_a_near_miss() -> None:
    """What is nowhere near a date has none."""
    assert "has 30 days" in str(why_no_day("31 June", TODAY))
    assert "is a Thursday, not a Friday" in str(why_no_day("Friday 14 March 2019", None))
    assert why_no_day("soon", TODAY) is None


def test_an_example_is_to_come() -> None:
    """Also on the day before it, and on the day itself."""
    assert example_day(date(2019, 3, 13)) == "14 March 2019"
    assert example_day(date(2019, 3, 14)) == "14 March 2020"
    assert "14/03/2020" in str(unread("soon", date(2019, 12, 31)))
