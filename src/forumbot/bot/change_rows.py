"""What was changed in a guild by commands, by whom and when: rows of the store."""

import json
from collections.abc import Sequence

from forumbot.bot.records import Change
from forumbot.clock import Clock
from forumbot.database import Connection, Database
from forumbot.storable import checked_id, checked_text, instant_from, microseconds

_MAX_WHAT = 300
_MAX_LINES = 20
_MAX_LINE = 2_000
_KEPT_OF_A_GUILD = 1_000


class ChangeRows:
    """The changes of all guilds, in the file of a store."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def add(self, guild_id: int, member_id: int, what: str, lines: Sequence[str]) -> None:
        """Keep that a member has changed something, with what was before and after, line by line.

        Of a guild the last thousand changes are kept.
        """
        row = (
            checked_id(guild_id),
            checked_id(member_id),
            microseconds(self._clock()),
            checked_text("what", what, _MAX_WHAT),
            json.dumps([checked_text("line", one, _MAX_LINE) for one in lines[:_MAX_LINES]]),
        )
        with self._database.writing() as connection:
            connection.execute(
                "INSERT INTO change (guild_id, member_id, changed_at, what, lines) "
                "VALUES (?, ?, ?, ?, ?)",
                row,
            )
            connection.execute(
                "DELETE FROM change WHERE guild_id = ?1 AND number <= (SELECT number FROM change "
                "WHERE guild_id = ?1 ORDER BY number DESC LIMIT 1 OFFSET ?2)",
                (guild_id, _KEPT_OF_A_GUILD),
            )

    def of_guild(self, guild_id: int) -> tuple[Change, ...]:
        """The changes in a guild, newest first."""
        query = (
            "SELECT member_id, changed_at, what, lines FROM change "
            "WHERE guild_id = ? ORDER BY number DESC"
        )
        with self._database.reading() as connection:
            rows = connection.execute(query, (checked_id(guild_id),)).fetchall()
            return tuple(
                Change(member_id, instant_from(at), what, tuple(json.loads(lines)))
                for member_id, at, what, lines in rows
            )

    def count_of(self, member_id: int) -> int:
        """How many changes name a member."""
        query = "SELECT count(*) FROM change WHERE member_id = ?"
        with self._database.reading() as connection:
            (count,) = connection.execute(query, (checked_id(member_id),)).fetchone()
            return int(count)


def forget_name(connection: Connection, member_id: int) -> int:
    """Take a member's id from what they have changed, within a transaction; returns how often."""
    statement = "UPDATE change SET member_id = NULL WHERE member_id = ?"
    return connection.execute(statement, (member_id,)).rowcount


def forget_changes(connection: Connection, guild_id: int) -> None:
    """Delete the changes of a guild, within a transaction."""
    connection.execute("DELETE FROM change WHERE guild_id = ?", (guild_id,))


def purge_changes(connection: Connection, oldest: int) -> int:
    """Delete changes from before an instant in microseconds, within a transaction."""
    return connection.execute("DELETE FROM change WHERE changed_at < ?", (oldest,)).rowcount
