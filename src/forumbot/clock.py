"""Time is handed in: the core never asks the machine what time it is."""

from collections.abc import Callable
from datetime import UTC, datetime

from forumbot.errors import UsageError

Clock = Callable[[], datetime]
"""Gives the present instant, aware."""

_YEARS = range(1900, 2200)


def system_clock() -> datetime:
    """The machine's clock, in UTC."""
    return datetime.now(UTC)


def fixed_clock(text: str) -> Clock:
    """A clock that stands at an ISO 8601 date or time; without an offset it is read as UTC.

    Raises :class:`UsageError` where the text is neither, or far from the years of any event.
    """
    try:
        instant = datetime.fromisoformat(text.strip())
    except ValueError:
        raise UsageError(
            f"--now: {text!r} is not an ISO 8601 time; write it like 2019-02-20 "
            "or 2019-02-20T09:00+01:00"
        ) from None
    if instant.year not in _YEARS:
        raise UsageError(f"--now: {text!r} is too far away; years run from 1900 to 2199")
    aware = instant if instant.tzinfo is not None else instant.replace(tzinfo=UTC)
    return lambda: aware
