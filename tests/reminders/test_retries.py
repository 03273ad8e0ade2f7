from dataclasses import replace
from datetime import timedelta

import pytest
from tests.reminders.simulation import at

from forumbot.errors import RateLimitedError
from forumbot.reminders.records import Delivery, Purpose
from forumbot.reminders.retries import back_off, edit_back_off, permission_wait, rate_limit_wait

NOON = at("2019-02-20T12:00")
ROW = Delivery("a", Purpose.REMINDER, 1, 10, NOON, NOON, NOON)


def test_each_try_waits_longer_up_to_a_bound() -> None:
    """Lines come back soon or late; permissions are given by people."""
    lasting = replace(ROW, useful_until=NOON + timedelta(days=1))
    tries = [replace(lasting, attempts=count, edit_attempts=count) for count in range(7)]
    for waits in (
        [back_off(row, NOON) for row in tries],
        [edit_back_off(row) for row in tries],
        [permission_wait(row, NOON) for row in tries],
    ):
        assert waits == sorted(waits)
        assert waits[0] < waits[2] == max(waits[:3])
        assert waits[-1] == waits[-2] <= timedelta(hours=1)


def test_a_permission_is_not_waited_for_until_it_is_too_late() -> None:
    """Half of the time for which a reminder is of use, so that it is tried again before."""
    tried = replace(ROW, attempts=3, useful_until=NOON + timedelta(minutes=40))
    assert permission_wait(tried, NOON) == timedelta(minutes=20)
    assert permission_wait(tried, NOON + timedelta(minutes=40)) == timedelta(seconds=15)


def test_what_was_claimed_long_ago_is_looked_for_less_often() -> None:
    """Half as long as it has waited already, a quarter of an hour at most."""
    claimed = replace(ROW, claimed_at=NOON)
    assert back_off(claimed, NOON + timedelta(minutes=10)) == timedelta(minutes=5)
    assert back_off(claimed, NOON + timedelta(days=1)) == timedelta(minutes=15)


@pytest.mark.parametrize(("asked", "waits"), [(0.0, 1), (30.0, 30), (86_400.0, 3600)])
def test_a_rate_limit_is_heeded_within_bounds(asked: float, waits: int) -> None:
    """What a server says is not taken for more than an hour."""
    assert rate_limit_wait(RateLimitedError("429", asked)) == timedelta(seconds=waits)
