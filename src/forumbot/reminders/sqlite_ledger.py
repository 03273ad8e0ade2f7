"""What is to be sent, was sent or was not, and what people asked for: one SQLite file.

Every method is one transaction and may be called from any thread; it raises
:class:`~forumbot.errors.StoreError` where the file cannot be read or written. A delivery goes from
planned to claimed to a final state, and a final state never changes.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from forumbot.clock import Clock
from forumbot.database import Connection, Database, mark_scrub_due
from forumbot.reminders.events import Event
from forumbot.reminders.ports import LONGEST_WAIT
from forumbot.reminders.records import OPEN, Delivery, State
from forumbot.reminders.sqlite_renames import copy_requests, rename_all
from forumbot.reminders.sqlite_requests import (
    SqliteRequests,
    forget_requests_of_guild,
    forget_requests_of_member,
    keep_events,
)
from forumbot.reminders.sqlite_rows import COLUMNS, delivery_from, delivery_values
from forumbot.reminders.sqlite_schema import APPLICATION_ID, SCHEMA
from forumbot.storable import MAX_ID, checked_id, instant_from, microseconds

_LOST = "without moderators' events and reminders, not knowing what was sent"
_CHANGES_KNOWN_FOR = timedelta(days=400)

# The names are those of the fields of Delivery, none from outside.
_NAMES = ", ".join(COLUMNS)
_VALUES = ", ".join(f":{name}" for name in COLUMNS)
_DELIVERY = f"SELECT {_NAMES} FROM delivery "  # noqa: S608
_INSERT = f"INSERT INTO delivery ({_NAMES}) VALUES ({_VALUES}) "  # noqa: S608
_INSERT_NEW = _INSERT + "ON CONFLICT (key) DO NOTHING"
# Rows that stay as they are are not written, so that planning again costs no disk.
_INSERT_OR_PLAN_ANEW = (
    _INSERT
    + """ON CONFLICT (key) DO UPDATE SET
        due_at = excluded.due_at, useful_until = excluded.useful_until, role_id = excluded.role_id,
        message = excluded.message, importance = excluded.importance, payload = excluded.payload,
        guild_id = excluded.guild_id
    WHERE state = 'planned' AND (
        delivery.due_at, delivery.useful_until, delivery.role_id, delivery.message,
        delivery.importance, delivery.payload, delivery.guild_id
    ) IS NOT (
        excluded.due_at, excluded.useful_until, excluded.role_id, excluded.message,
        excluded.importance, excluded.payload, excluded.guild_id
    )"""
)
_WITHDRAW = """
    DELETE FROM delivery WHERE state = 'planned' AND purpose = 'reminder'
    AND key NOT IN (SELECT value FROM json_each(:keys))
"""
_RETRIED_BY_NOW = "(retry_at IS NULL OR retry_at <= :now OR retry_at > :latest) "
_NEXT = """
    SELECT min(next) FROM (
        SELECT min(max(due_at, CASE WHEN retry_at <= :latest THEN retry_at ELSE due_at END)) AS next
        FROM delivery WHERE state = 'planned'
        UNION ALL SELECT min(CASE WHEN retry_at <= :latest THEN retry_at ELSE :now END)
        FROM delivery WHERE state = 'claimed'
        UNION ALL SELECT min(CASE WHEN retry_at <= :latest THEN retry_at ELSE :now END)
        FROM delivery WHERE edit_due = 1
    )
"""


class SqliteLedger:
    """The :class:`~forumbot.reminders.ports.Ledger` in a file; open it once a process.

    A call waits at most twice ``wait`` seconds for other threads and processes.
    """

    def __init__(self, path: Path, clock: Clock, wait: float = 5.0) -> None:
        self._database = Database(path, APPLICATION_ID, SCHEMA, without=_LOST, wait=wait)
        self._clock = clock
        self._requests = SqliteRequests(self._database)
        self._database.scrub()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Write everything into the one file and let go of it; later calls raise StoreError."""
        self._database.close()

    @property
    def requests(self) -> SqliteRequests:
        """What people asked for; its rows lie in the same file."""
        return self._requests

    # What is to be sent

    def reconcile(self, wanted: Sequence[Delivery]) -> None:
        """Make the planned reminders those that are wanted; what was claimed or ended stays.

        What is planned was surely not posted, so nothing is left of what is wanted no more.
        """
        rows = [delivery_values(delivery) for delivery in wanted]
        keys = _json_of(delivery.key for delivery in wanted)
        with self._database.writing() as connection:
            connection.execute(_WITHDRAW, {"keys": keys})
            connection.executemany(_INSERT_OR_PLAN_ANEW, rows)

    def add(self, deliveries: Sequence[Delivery]) -> int:
        """Plan notices or reports, each key once for all; returns how many were new."""
        with self._database.writing() as connection:
            return _insert_new(connection, deliveries)

    def due(self, now: datetime, limit: int = 500) -> tuple[Delivery, ...]:
        """What is to be sent at ``now``, the most important first, then what was due first."""
        return self._deliveries(
            f"WHERE state = 'planned' AND due_at <= :now AND {_RETRIED_BY_NOW}"
            "ORDER BY importance, due_at, key LIMIT :limit",
            {**_by(now), "limit": _checked_limit(limit)},
        )

    def planned(self, guild_id: int | None = None) -> tuple[Delivery, ...]:
        """What is still to come, in one guild or in all, by due time."""
        return self._deliveries(
            "WHERE state = 'planned' AND (:guild_id IS NULL OR guild_id = :guild_id) "
            "ORDER BY due_at, importance, key",
            {"guild_id": guild_id},
        )

    def next_at(self, now: datetime) -> datetime | None:
        """The earliest instant at which there is something to do, at or before ``now`` if at once.

        None where nothing is planned, claimed or to be edited.
        """
        with self._database.reading() as connection:
            (next_at,) = connection.execute(_NEXT, _by(now)).fetchone()
            return None if next_at is None else instant_from(next_at)

    def get(self, key: str) -> Delivery | None:
        """The delivery of that key, or None where it is not kept (any more)."""
        return next(iter(self._deliveries("WHERE key = :key", {"key": key})), None)

    def is_posted(self, message_id: int) -> bool:
        """Whether anything was sent in that very message."""
        return any(self._deliveries("WHERE message_id = :id", {"id": message_id}))

    # Sending

    def claim(self, key: str, now: datetime) -> bool:
        """Take a planned delivery to post it now; False where it is not planned any more."""
        return self._changes(
            "UPDATE delivery SET state = 'claimed', claimed_at = :now, attempts = attempts + 1, "
            "retry_at = NULL WHERE key = :key AND state = 'planned'",
            {"key": key, "now": microseconds(now)},
        )

    def record(
        self,
        key: str,
        state: State,
        now: datetime,
        *,
        message_id: int | None = None,
        detail: str | None = None,
        shown: str | None = None,
    ) -> None:
        """Bring a planned or claimed delivery to its final state.

        Nothing happens where it has one already, or is not kept any more.
        """
        if state in OPEN:
            raise ValueError(f"{state} is no final state")
        self._changes(
            "UPDATE delivery SET state = :state, at = :now, message_id = :message_id, "
            "detail = :detail, shown = :shown, retry_at = NULL "
            "WHERE key = :key AND state IN ('planned', 'claimed')",
            {
                "key": key,
                "state": state,
                "now": microseconds(now),
                "message_id": message_id,
                "detail": detail,
                "shown": shown,
            },
        )

    def postpone(self, key: str, until: datetime, detail: str, *, uncertain: bool) -> None:
        """Put a delivery off that failed; a final state stays.

        Where it surely was not posted it is planned again; where that is ``uncertain`` it stays
        claimed, to be looked for. ``until`` is at most :data:`LONGEST_WAIT` ahead.
        """
        values = {"key": key, "until": microseconds(until), "detail": detail}
        if uncertain:
            statement = (
                "UPDATE delivery SET retry_at = :until, detail = :detail "
                "WHERE key = :key AND state = 'claimed'"
            )
        else:
            statement = (
                "UPDATE delivery SET state = 'planned', claimed_at = NULL, retry_at = :until, "
                "detail = :detail WHERE key = :key AND state IN ('planned', 'claimed')"
            )
        self._changes(statement, values)

    def claimed(self) -> tuple[Delivery, ...]:
        """What was claimed, was not recorded, and is to be looked for by now; oldest first."""
        return self._deliveries(
            f"WHERE state = 'claimed' AND {_RETRIED_BY_NOW}ORDER BY claimed_at, key",
            _by(self._clock()),
        )

    # What was sent

    def posted(self) -> tuple[Delivery, ...]:
        """Reminders and notices that were sent and show an event, of the last 400 days; by time."""
        since = self._clock() - _CHANGES_KNOWN_FOR
        return self._deliveries(
            "WHERE state IN ('sent', 'late') AND purpose IN ('reminder', 'notice') "
            "AND shown IS NOT NULL AND starts_at >= :since ORDER BY at, key",
            {"since": microseconds(since)},
        )

    def has_posted(self, event_id: str, channel_id: int) -> bool:
        """Whether anything about an event was sent to a channel or, directly, to a member."""
        with self._database.reading() as connection:
            row = connection.execute(
                "SELECT 1 FROM delivery WHERE event_id = ? AND channel_id = ? "
                "AND state IN ('sent', 'late') LIMIT 1",
                (event_id, channel_id),
            ).fetchone()
            return row is not None

    def rename_events(self, guild_id: int, names: Mapping[str, str], now: datetime) -> None:
        """Let what is kept in a guild of events, or of days of series, go on by their new ids."""
        with self._database.writing() as connection:
            rename_all(connection, checked_id(guild_id), names, now)

    def change_series(
        self,
        guild_id: int,
        kept: Sequence[Event],
        names: Mapping[str, str],
        now: datetime,
        *,
        follows: str | None = None,
    ) -> None:
        """Keep series of a guild that were changed, and let their days go on by new ids."""
        checked_id(guild_id)
        with self._database.writing() as connection:
            keep_events(connection, guild_id, kept)
            rename_all(connection, guild_id, names, now)
            if follows is not None:
                copy_requests(connection, guild_id, kept[0].event_id, follows)

    def note_change(self, keys: Sequence[str], shown: str, notices: Sequence[Delivery]) -> None:
        """Have the messages of these deliveries edited to show ``shown``, and plan the notices."""
        with self._database.writing() as connection:
            connection.execute(
                "UPDATE delivery SET shown = :shown, edit_due = (message_id IS NOT NULL), "
                "edit_attempts = 0, retry_at = NULL "
                "WHERE key IN (SELECT value FROM json_each(:keys)) AND state IN ('sent', 'late')",
                {"keys": _json_of(keys), "shown": shown},
            )
            _insert_new(connection, notices)

    def edits(self) -> tuple[Delivery, ...]:
        """The deliveries whose message is to be edited by now, the most important first."""
        return self._deliveries(
            f"WHERE edit_due = 1 AND {_RETRIED_BY_NOW}ORDER BY importance, due_at, key",
            _by(self._clock()),
        )

    def edited(self, key: str, detail: str | None = None) -> None:
        """No edit is due any more: it is done, or ``detail`` says why it never will be."""
        self._changes(
            "UPDATE delivery SET edit_due = 0, retry_at = NULL, detail = coalesce(:detail, detail) "
            "WHERE key = :key AND edit_due = 1",
            {"key": key, "detail": detail},
        )

    def postpone_edit(self, key: str, until: datetime) -> None:
        """Put an edit off that failed, by :data:`LONGEST_WAIT` at most."""
        self._changes(
            "UPDATE delivery SET retry_at = :until, edit_attempts = edit_attempts + 1 "
            "WHERE key = :key AND edit_due = 1",
            {"key": key, "until": microseconds(until)},
        )

    # What was not sent

    def unreported(self) -> tuple[Delivery, ...]:
        """What was missed or refused and nobody was told of; reports themselves are left out."""
        return self._deliveries(
            "WHERE state IN ('missed', 'refused') AND reported = 0 AND purpose != 'report' "
            "ORDER BY guild_id, due_at, key",
            {},
        )

    def mark_reported(self, keys: Sequence[str], report: Delivery | None) -> None:
        """Plan the report that tells of these deliveries, so that no other one does."""
        with self._database.writing() as connection:
            connection.execute(
                "UPDATE delivery SET reported = 1 WHERE key IN (SELECT value FROM json_each(?))",
                (_json_of(keys),),
            )
            _insert_new(connection, [] if report is None else [report])

    def log(self, guild_id: int, limit: int) -> tuple[Delivery, ...]:
        """What was sent in a guild, missed, refused, or is on its way; newest first."""
        return self._deliveries(
            "WHERE guild_id = :guild_id AND state != 'planned' "
            "ORDER BY coalesce(at, claimed_at) DESC, due_at DESC, key LIMIT :limit",
            {"guild_id": guild_id, "limit": _checked_limit(limit)},
        )

    # Forgetting

    def forget_guild(self, guild_id: int) -> None:
        """Delete all that is kept of a guild."""
        checked_id(guild_id)
        with self._database.writing() as connection:
            forget_requests_of_guild(connection, guild_id)
            connection.execute("DELETE FROM delivery WHERE guild_id = ?", (guild_id,))
            mark_scrub_due(connection)
        self._database.scrub()

    def forget_member(self, member_id: int) -> int:
        """Delete a member's own reminders, and their name from those they made for others.

        Returns how many rows that were, those of direct messages sent or to come included.
        """
        checked_id(member_id)
        with self._database.writing() as connection:
            count = forget_requests_of_member(connection, member_id)
            count += connection.execute(
                "DELETE FROM delivery WHERE is_direct = 1 AND channel_id = ?", (member_id,)
            ).rowcount
            if count:
                mark_scrub_due(connection)
        self._database.scrub()
        return count

    def purge(self, older_than: timedelta) -> int:
        """Delete what ended, and whose event began, longer ago than that; returns how many.

        Let it be longer than any event lasts: what is deleted may be planned again while its event
        is not over.
        """
        if older_than < timedelta(0):
            raise ValueError(f"older_than should not be negative: {older_than}")
        oldest = microseconds(self._clock()) - older_than // timedelta.resolution
        with self._database.writing() as connection:
            count = connection.execute(
                "DELETE FROM delivery WHERE state NOT IN ('planned', 'claimed') "
                "AND max(starts_at, useful_until, at) < ?",
                (max(oldest, -MAX_ID),),
            ).rowcount
            if count:
                mark_scrub_due(connection)
        self._database.scrub()
        return count

    def _deliveries(self, condition: str, values: dict[str, Any]) -> tuple[Delivery, ...]:
        with self._database.reading() as connection:
            rows = connection.execute(_DELIVERY + condition, values).fetchall()
            return tuple(delivery_from(row) for row in rows)

    def _changes(self, statement: str, values: dict[str, Any]) -> bool:
        """Whether a statement that writes found its row."""
        with self._database.writing() as connection:
            return connection.execute(statement, values).rowcount > 0


def _insert_new(connection: Connection, deliveries: Iterable[Delivery]) -> int:
    rows = [delivery_values(delivery) for delivery in deliveries]
    return connection.executemany(_INSERT_NEW, rows).rowcount if rows else 0


def _by(now: datetime) -> dict[str, int]:
    return {"now": microseconds(now), "latest": microseconds(now + LONGEST_WAIT)}


def _json_of(keys: Iterable[str]) -> str:
    return json.dumps(list(keys))


def _checked_limit(limit: int) -> int:
    if not 1 <= limit <= MAX_ID:
        raise ValueError(f"limit should be at least 1, not {limit}")
    return limit
