"""How a delivery stands in a row of SQLite; instants are whole microseconds since 1970 in UTC."""

from collections.abc import Callable, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from forumbot.reminders.records import Delivery, Purpose, State
from forumbot.storable import instant_from, microseconds

COLUMNS = tuple(field.name for field in fields(Delivery))
_READERS: dict[str, Callable[[Any], Any]] = {
    "purpose": Purpose,
    "state": State,
    "is_direct": bool,
    "edit_due": bool,
    "reported": bool,
} | dict.fromkeys(
    ("starts_at", "due_at", "useful_until", "claimed_at", "retry_at", "at"), instant_from
)
# In the order of the columns, which is that of the fields: a crowd is tens of thousands of rows.
_READ = tuple(map(_READERS.get, COLUMNS))


def delivery_values(delivery: Delivery) -> dict[str, Any]:
    """The values of a delivery's row by column."""
    return {name: _stored(getattr(delivery, name)) for name in COLUMNS}


def delivery_from(row: Sequence[Any]) -> Delivery:
    """The delivery of a row of :data:`COLUMNS`; ``ValueError`` or ``TypeError`` where damaged."""
    return Delivery(
        *(
            value if read is None or value is None else read(value)
            for read, value in zip(_READ, row, strict=True)
        )
    )


def _stored(value: Any) -> Any:
    return microseconds(value) if isinstance(value, datetime) else value
