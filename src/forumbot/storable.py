"""Ids, texts and instants as any database can keep them, checked before they come to one."""

from datetime import UTC, datetime, timedelta

MAX_ID = 2**63 - 1
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def microseconds(instant: datetime) -> int:
    """An aware instant as whole microseconds since 1970 in UTC."""
    return (instant - _EPOCH) // _MICROSECOND


def instant_from(count: int) -> datetime:
    """The instant, in UTC, of so many microseconds since 1970."""
    return _EPOCH + count * _MICROSECOND


def checked_id(value: int) -> int:
    """An id as it came; ``ValueError`` where no column of 64 bits can hold it."""
    if not 1 <= value <= MAX_ID:
        raise ValueError(f"{value} is no id")
    return value


def checked_optional_id(value: int | None) -> int | None:
    """An id or None as it came; ``ValueError`` as for :func:`checked_id`."""
    return None if value is None else checked_id(value)


def checked_text(name: str, text: str, most: int) -> str:
    """A text as it came; ``ValueError`` where it is blank, too long, or no UTF-8 can hold it."""
    if not text.strip() or len(text) > most:
        raise ValueError(f"{name} should have 1 to {most} characters, not {len(text)}")
    # UTF-8 has no lone surrogates; this raises a kind of ValueError.
    text.encode("utf-8")
    return text
