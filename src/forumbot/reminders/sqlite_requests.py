"""What people asked for: events of guilds, reminders, and default reminders not wanted.

Also which events have a native scheduled event. The rows lie in the ledger's file.
"""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from forumbot.database import Connection, Database
from forumbot.reminders.events import Event
from forumbot.reminders.lead_words import fixed_lead
from forumbot.reminders.records import Published, event_from_json, event_to_json
from forumbot.reminders.schedule import MAX_MESSAGE_CHARS, Mute, Rule
from forumbot.storable import checked_id, checked_optional_id, checked_text

_TABLES_OF_A_GUILD = ("guild_event", "rule", "mute", "published")
_ALL_OF_THE_EVENT = ""
_MAX_LANGUAGE = 20
_RULE = (
    "SELECT rule_id, guild_id, event_id, lead, channel_id, role_id, message, member_id, "
    "created_by, language FROM rule "
)
_KEEP_RULE = """
    INSERT INTO rule (
        guild_id, event_id, lead, channel_id, role_id, message, member_id, created_by, language
    ) VALUES (
        :guild_id, :event_id, :lead, :channel_id, :role_id, :message, :member_id, :created_by,
        :language
    ) ON CONFLICT (guild_id, event_id, lead, coalesce(channel_id, 0), coalesce(member_id, 0))
    DO UPDATE SET
        role_id = excluded.role_id, message = excluded.message, created_by = excluded.created_by,
        language = excluded.language
    RETURNING rule_id
"""
_REPLACE_RULE = """
    UPDATE OR REPLACE rule SET
        guild_id = :guild_id, event_id = :event_id, lead = :lead, channel_id = :channel_id,
        role_id = :role_id, message = :message, member_id = :member_id, created_by = :created_by,
        language = :language
    WHERE rule_id = :rule_id
"""


class SqliteRequests:
    """The :class:`~forumbot.reminders.ports.Requests` of a ledger that is a SQLite file."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def events(self, guild_id: int | None = None) -> tuple[tuple[int, Event], ...]:
        """The events that moderators made, of one guild or of all, each with its guild's id."""
        rows = "SELECT guild_id, event FROM guild_event"
        with self._database.reading() as connection:
            found = _of_guild(connection, rows, guild_id, "guild_id, event_id")
            return tuple((owner, event_from_json(json.loads(text))) for owner, text in found)

    def save_event(self, guild_id: int, event: Event) -> None:
        """Keep an event of a guild, in the place of one of the same id."""
        checked_id(guild_id)
        with self._database.writing() as connection:
            keep_events(connection, guild_id, [event])

    def rules(self, guild_id: int | None = None, member_id: int | None = None) -> tuple[Rule, ...]:
        """The reminders that were asked for, by id: of a guild, to a member directly, or all."""
        return self._rules(
            "WHERE (:guild_id IS NULL OR guild_id = :guild_id) "
            "AND (:member_id IS NULL OR member_id = :member_id)",
            {"guild_id": guild_id, "member_id": member_id},
        )

    def add_rule(self, rule: Rule) -> Rule:
        """Keep a reminder that was asked for; returns it with its id.

        One of the same guild, event, lead, channel and member gets the new role and message.
        """
        values = _rule_values(rule)
        with self._database.writing() as connection:
            ((rule_id,),) = connection.execute(_KEEP_RULE, values).fetchall()
            (row,) = connection.execute(_RULE + "WHERE rule_id = ?", (rule_id,)).fetchall()
            return _rule_from(row)

    def change_rule(self, rule: Rule) -> bool:
        """Replace the rule of that id; False where it is not kept any more.

        Another one that says the same from now on is deleted.
        """
        with self._database.writing() as connection:
            return connection.execute(_REPLACE_RULE, _rule_values(rule)).rowcount > 0

    def remove_rule(self, rule_id: int) -> bool:
        """Delete a rule; returns whether there was one."""
        return self._deletes("DELETE FROM rule WHERE rule_id = ?", (rule_id,))

    def held_about(self, member_id: int) -> tuple[Rule, ...]:
        """The reminders that name a member, as the one reminded or the one who asked."""
        checked_id(member_id)
        condition = "WHERE member_id = :member_id OR created_by = :member_id"
        return self._rules(condition, {"member_id": member_id})

    def mutes(self, guild_id: int | None = None) -> tuple[Mute, ...]:
        """The default reminders that are not wanted, in one guild or in all."""
        rows = "SELECT guild_id, event_id, lead FROM mute"
        with self._database.reading() as connection:
            found = _of_guild(connection, rows, guild_id, "guild_id, event_id, lead")
            return tuple(Mute(owner, event_id, lead or None) for owner, event_id, lead in found)

    def mute(self, mute: Mute) -> None:
        """Have no default reminder of an event, or none of that lead."""
        with self._database.writing() as connection:
            row = _mute_values(mute)
            connection.execute("INSERT OR REPLACE INTO mute VALUES (?, ?, ?)", row)

    def published(self, guild_id: int | None = None) -> tuple[Published, ...]:
        """The events that have a native scheduled event, in one guild or in all."""
        rows = "SELECT guild_id, event_id, native_id, fingerprint FROM published"
        with self._database.reading() as connection:
            found = _of_guild(connection, rows, guild_id, "guild_id, event_id")
            return tuple(Published(*row) for row in found)

    def save_published(self, published: Published) -> None:
        """Keep which native event an event has, in the place of what was kept before."""
        row = (
            checked_id(published.guild_id),
            published.event_id,
            checked_id(published.native_id),
            published.fingerprint,
        )
        with self._database.writing() as connection:
            connection.execute("INSERT OR REPLACE INTO published VALUES (?, ?, ?, ?)", row)

    def remove_published(self, guild_id: int, event_id: str) -> bool:
        """Forget the native event of an event; returns whether there was one."""
        query = "DELETE FROM published WHERE guild_id = ? AND event_id = ?"
        return self._deletes(query, (guild_id, event_id))

    def _rules(self, condition: str, values: dict[str, Any]) -> tuple[Rule, ...]:
        with self._database.reading() as connection:
            rows = connection.execute(_RULE + condition + " ORDER BY rule_id", values).fetchall()
            return tuple(_rule_from(row) for row in rows)

    def _deletes(self, query: str, values: tuple[Any, ...]) -> bool:
        with self._database.writing() as connection:
            return connection.execute(query, values).rowcount > 0


def keep_events(connection: Connection, guild_id: int, events: Iterable[Event]) -> None:
    """Keep events of a guild, in the place of those of the same ids, within the transaction."""
    rows = [(guild_id, one.event_id, json.dumps(event_to_json(one))) for one in events]
    connection.executemany("INSERT OR REPLACE INTO guild_event VALUES (?, ?, ?)", rows)


def forget_requests_of_guild(connection: Connection, guild_id: int) -> None:
    """Delete what was asked for in a guild, within the transaction of the connection."""
    for table in _TABLES_OF_A_GUILD:
        connection.execute(f"DELETE FROM {table} WHERE guild_id = ?", (guild_id,))  # noqa: S608


def forget_requests_of_member(connection: Connection, member_id: int) -> int:
    """Delete a member's rules, and their id from those they made; returns how many rules.

    It happens within the transaction of the connection.
    """
    own = connection.execute("DELETE FROM rule WHERE member_id = ?", (member_id,)).rowcount
    made = connection.execute(
        "UPDATE rule SET created_by = NULL WHERE created_by = ?", (member_id,)
    ).rowcount
    return own + made


def _of_guild(
    connection: Connection, rows: str, guild_id: int | None, order: str
) -> Sequence[tuple[Any, ...]]:
    condition = " WHERE (:guild_id IS NULL OR guild_id = :guild_id) ORDER BY "
    return connection.execute(rows + condition + order, {"guild_id": guild_id}).fetchall()


def _rule_values(rule: Rule) -> dict[str, Any]:
    message = rule.message and checked_text("message", rule.message, MAX_MESSAGE_CHARS)
    return {
        "rule_id": rule.rule_id,
        "guild_id": checked_id(rule.guild_id),
        "event_id": rule.event_id,
        "lead": str(rule.lead),
        "channel_id": checked_optional_id(rule.channel_id),
        "role_id": checked_optional_id(rule.role_id),
        "message": message,
        "member_id": checked_optional_id(rule.member_id),
        "created_by": checked_optional_id(rule.created_by),
        "language": rule.language and checked_text("language", rule.language, _MAX_LANGUAGE),
    }


def _rule_from(row: Sequence[Any]) -> Rule:
    rule_id, guild_id, event_id, lead, *rest = row
    return Rule(rule_id, guild_id, event_id, fixed_lead(lead), *rest)


def _mute_values(mute: Mute) -> tuple[int, str, str]:
    return checked_id(mute.guild_id), mute.event_id, mute.lead or _ALL_OF_THE_EVENT
