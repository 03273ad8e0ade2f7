"""How long to wait before what failed is tried again."""

from datetime import datetime, timedelta

from forumbot.errors import RateLimitedError
from forumbot.reminders.records import Delivery

BACK_OFF = tuple(timedelta(seconds=seconds) for seconds in (15, 30, 60, 300, 900))
"""After the first failure, the second and so on; the last one holds from then on."""
_WAIT_FOR_PERMISSION = tuple(timedelta(minutes=minutes) for minutes in (5, 15, 60))
_LONGEST_RATE_LIMIT = timedelta(hours=1)


def back_off(row: Delivery, now: datetime) -> timedelta:
    """How long to wait for the line: longer with each try, and with the time since the last."""
    waited = (now - row.claimed_at) / 2 if row.claimed_at else timedelta(0)
    return min(max(_step_of(BACK_OFF, row.attempts), waited), BACK_OFF[-1])


def edit_back_off(row: Delivery) -> timedelta:
    """How long to wait before its message is edited again: longer with each edit that failed."""
    return _step_of(BACK_OFF, row.edit_attempts)


def permission_wait(row: Delivery, now: datetime) -> timedelta:
    """How long to wait for moderators to give a permission that is missing.

    No longer than half of the time for which it is of use, so that it is tried again before.
    """
    left = (row.useful_until - now) / 2
    return max(min(_step_of(_WAIT_FOR_PERMISSION, row.attempts), left), BACK_OFF[0])


def rate_limit_wait(error: RateLimitedError) -> timedelta:
    """How long a rate limit asks to wait: from a second to an hour."""
    return min(timedelta(seconds=max(error.retry_after, 1)), _LONGEST_RATE_LIMIT)


def _step_of(steps: tuple[timedelta, ...], attempts: int) -> timedelta:
    """The wait after so many attempts; beyond the last step, the last one."""
    return steps[min(attempts, len(steps) - 1)]
