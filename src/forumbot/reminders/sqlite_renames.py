"""Events that go on under another id, in the rows that are kept of them; within a transaction."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from forumbot.database import Connection
from forumbot.reminders.events import with_id
from forumbot.reminders.records import event_from_json
from forumbot.reminders.sqlite_requests import keep_events
from forumbot.storable import microseconds

_OF_EVENT = """
    WHERE guild_id = :guild_id
    AND (event_id = :old OR substr(event_id, 1, length(:old) + 1) = :old || '@')
"""
_NEW_ID = ":new || substr(event_id, length(:old) + 1)"
_DELIVERIES = f"""
    UPDATE delivery SET
        event_id = {_NEW_ID},
        shown = json_set(shown, '$.event_id', {_NEW_ID}),
        edit_due = max(edit_due, message_id IS NOT NULL AND shown IS NOT NULL
            AND purpose = 'reminder' AND state IN ('sent', 'late') AND useful_until > :now),
        edit_attempts = 0,
        retry_at = CASE WHEN state IN ('sent', 'late') THEN NULL ELSE retry_at END
    {_OF_EVENT}
"""  # noqa: S608 - made of the constants above
_REQUESTS = [
    f"UPDATE OR REPLACE {table} SET event_id = {_NEW_ID} {_OF_EVENT}"  # noqa: S608
    for table in ("rule", "mute", "published")
]
_COPIES = (
    """INSERT INTO rule (
        guild_id, event_id, lead, channel_id, role_id, message, member_id, created_by, language
    ) SELECT guild_id, :new, lead, channel_id, role_id, message, member_id, created_by, language
    FROM rule WHERE guild_id = :guild_id AND event_id = :old ON CONFLICT DO NOTHING""",
    """INSERT INTO mute SELECT guild_id, :new, lead
    FROM mute WHERE guild_id = :guild_id AND event_id = :old ON CONFLICT DO NOTHING""",
)


def rename_all(
    connection: Connection, guild_id: int, names: Mapping[str, str], now: datetime
) -> None:
    """Let what is kept in a guild of events, or of days of series, go on by the new ids.

    ``names`` gives these by the old ones; a series goes on with its days. What says the same of the
    new one already is replaced. Messages of what is not over at ``now`` become due for an edit.
    """
    for old, new in names.items():
        values = {"guild_id": guild_id, "old": old, "new": new, "now": microseconds(now)}
        for statement in (*_REQUESTS, _DELIVERIES):
            connection.execute(statement, values)
        _rename_own(connection, values)


def _rename_own(connection: Connection, values: dict[str, Any]) -> None:
    """The guild's own version of an event."""
    kept = "guild_event WHERE guild_id = :guild_id AND event_id = :old"
    for (text,) in connection.execute(f"SELECT event FROM {kept}", values).fetchall():  # noqa: S608
        connection.execute(f"DELETE FROM {kept}", values)  # noqa: S608
        renamed = with_id(event_from_json(json.loads(text)), values["new"])
        keep_events(connection, values["guild_id"], [renamed])


def copy_requests(connection: Connection, guild_id: int, old: str, new: str) -> None:
    """Have for the event ``new`` what was asked for of ``old``, all of its days at once."""
    for statement in _COPIES:
        connection.execute(statement, {"guild_id": guild_id, "old": old, "new": new})
