"""The bot's own data in one SQLite file: settings of guilds, answers given, votes on them.

Every method is one transaction and may be called from any thread; :class:`StoreError` says in one
line what is wrong with the file.

Who asked and who voted is a keyed hash (HMAC-SHA256); moderators stand with what they changed by
id, as :mod:`~forumbot.bot.change_rows` names them to their fellows. The random key of the hash is
made with the file and lies in it. It serves two purposes alone: a member has one vote on an answer,
and ``/privacy`` finds what is a member's own. Whoever holds the whole file can still test whether a
known id is in it, so the file is private (mode 0600) and old rows are purged.
"""

import hashlib
import hmac
import json
import secrets
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from forumbot.answers.answerer import Finding
from forumbot.asking.question import MAX_QUESTION_CHARS
from forumbot.bot.answer_rows import (
    SELECT_ANSWER,
    checked_confidence,
    checked_doc_ids,
    count_votes,
    detach_message,
    insert_answer,
    is_answer_kept,
    levelled,
    privacy_report,
    read_answer,
)
from forumbot.bot.change_rows import (
    ChangeRows,
    forget_changes,
    forget_name,
    purge_changes,
)
from forumbot.bot.guild_rows import SELECT_GUILD, checked_timezone, read_settings, settings_entries
from forumbot.bot.records import Gap, GuildSettings, PrivacyReport, RecordedAnswer
from forumbot.bot.store_schema import APPLICATION_ID, SCHEMA
from forumbot.clock import Clock
from forumbot.database import Database, mark_scrub_due
from forumbot.errors import AnswerGoneError
from forumbot.language.said import said
from forumbot.storable import (
    MAX_ID,
    checked_id,
    checked_optional_id,
    checked_text,
    instant_from,
    microseconds,
)

_MAX_FORUM_CHARS = 4_096
_MAX_NAME_CHARS = 200
_MEMBER_KEY = "member_key"
_FINDINGS = {Finding.OVERVIEW: Finding.ANSWER}
# A question that was answered later on, wherever that was, is a gap no more.
_GAPS = """
    SELECT latest.question, gap.times, latest.asked_at
    FROM (
        SELECT count(*) AS times, max(number) AS newest FROM answer AS missed
        WHERE guild_id = ? AND NOT is_private AND finding != 'answer' AND NOT EXISTS (
            SELECT 1 FROM answer AS later
            WHERE later.levelled = missed.levelled AND later.number > missed.number
            AND later.finding = 'answer'
        )
        GROUP BY levelled
    ) AS gap JOIN answer AS latest ON latest.number = gap.newest
    ORDER BY gap.times DESC, latest.number DESC LIMIT ?
"""


class Store:
    """The bot's own data; open it once a process, close it at the end.

    A call waits at most twice ``wait`` seconds for other threads and processes, then raises
    :class:`StoreError`.
    """

    def __init__(
        self, path: Path, clock: Clock, *, default_timezone: str = "UTC", wait: float = 5.0
    ) -> None:
        self._clock = clock
        self._default_timezone = checked_timezone(default_timezone)
        self._database = Database(
            path, APPLICATION_ID, SCHEMA, without="without settings and votes", wait=wait
        )
        self.changes = ChangeRows(self._database, clock)
        try:
            self._member_key = self._read_member_key()
            self._database.scrub()
        except BaseException:
            self.close()
            raise

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

    def settings(self, guild_id: int) -> GuildSettings:
        """The settings of a guild, the defaults where none were saved."""
        checked_id(guild_id)
        with self._database.reading() as connection:
            row = connection.execute(SELECT_GUILD + "WHERE guild_id = ?", (guild_id,)).fetchone()
            if row is None:
                return GuildSettings(guild_id, timezone=self._default_timezone)
            return read_settings(connection, row)

    def all_settings(self) -> tuple[GuildSettings, ...]:
        """The settings of every guild that has some, by id."""
        with self._database.reading() as connection:
            rows = connection.execute(SELECT_GUILD + "ORDER BY guild_id").fetchall()
            return tuple(read_settings(connection, row) for row in rows)

    def guild_ids(self) -> frozenset[int]:
        """The guilds of which anything is kept."""
        query = (
            "SELECT guild_id FROM guild UNION SELECT guild_id FROM answer "
            "UNION SELECT guild_id FROM change"
        )
        with self._database.reading() as connection:
            found = [guild_id for (guild_id,) in connection.execute(query)]
            return frozenset(guild_id for guild_id in found if guild_id is not None)

    def save_settings(self, settings: GuildSettings) -> None:
        """Replace the settings of a guild."""
        timezone = checked_timezone(settings.timezone)
        announcement = checked_optional_id(settings.announcement_channel_id)
        reports = checked_optional_id(settings.report_channel_id)
        entries = settings_entries(settings)
        with self._database.writing() as connection:
            connection.execute("DELETE FROM guild WHERE guild_id = ?", (settings.guild_id,))
            connection.execute(
                "INSERT INTO guild (guild_id, announcement_channel_id, timezone, "
                "report_channel_id) VALUES (?, ?, ?, ?)",
                (settings.guild_id, announcement, timezone, reports),
            )
            connection.executemany(
                "INSERT INTO guild_entry (guild_id, kind, entry_id) VALUES (?, ?, ?)", entries
            )

    def forget_guild(self, guild_id: int) -> None:
        """Delete the settings of a guild, and the questions asked in it with their votes."""
        checked_id(guild_id)
        with self._database.writing() as connection:
            connection.execute("DELETE FROM guild WHERE guild_id = ?", (guild_id,))
            connection.execute("DELETE FROM answer WHERE guild_id = ?", (guild_id,))
            forget_changes(connection, guild_id)
            mark_scrub_due(connection)
        self._database.scrub()

    def record_answer(
        self,
        question: str,
        doc_ids: Sequence[str],
        finding: Finding,
        confidence: float,
        generation: str,
        *,
        guild_id: int | None = None,
        channel_id: int | None = None,
        message_id: int | None = None,
        asker_id: int | None = None,
        is_private: bool = False,
        forum: str | None = None,
        asked_in: int | None = None,
    ) -> str:
        """Keep an answer given; returns the short id under which its buttons find it again.

        Of the asker only the keyed hash is kept. A message holds one answer: one that was kept
        under the same message before is found by its id alone from now on.
        """
        row: dict[str, Any] = {
            "question": checked_text("question", question, MAX_QUESTION_CHARS),
            "levelled": levelled(question),
            "doc_ids": json.dumps(checked_doc_ids(doc_ids)),
            "finding": _FINDINGS.get(finding, Finding(finding)).value,
            "is_overview": int(finding is Finding.OVERVIEW),
            "confidence": checked_confidence(confidence),
            "generation": checked_text("generation", generation, _MAX_NAME_CHARS),
            "guild_id": checked_optional_id(guild_id),
            "channel_id": checked_optional_id(channel_id),
            "message_id": checked_optional_id(message_id),
            "asker": None if asker_id is None else self._hashed(asker_id),
            "is_private": int(is_private),
            "forum": None if forum is None else checked_text("forum", forum, _MAX_FORUM_CHARS),
            "asked_at": microseconds(self._clock()),
            "asked_in": checked_optional_id(asked_in),
        }
        with self._database.writing() as connection:
            detach_message(connection, message_id)
            return insert_answer(connection, row)

    def answer(self, answer_id: str) -> RecordedAnswer | None:
        """The answer of that id, or None where it is not kept (any more)."""
        with self._database.reading() as connection:
            row = connection.execute(SELECT_ANSWER + "WHERE answer_id = ?", (answer_id,)).fetchone()
            return read_answer(row) if row else None

    def answer_by_message(self, message_id: int) -> RecordedAnswer | None:
        """The answer that stands in a message, or None where there is none."""
        checked_id(message_id)
        with self._database.reading() as connection:
            row = connection.execute(
                SELECT_ANSWER + "WHERE message_id = ?", (message_id,)
            ).fetchone()
            return read_answer(row) if row else None

    def answer_to(self, message_id: int) -> RecordedAnswer | None:
        """The last answer to the question of a message, or None where there is none."""
        checked_id(message_id)
        with self._database.reading() as connection:
            row = connection.execute(
                SELECT_ANSWER + "WHERE asked_in = ? ORDER BY number DESC LIMIT 1", (message_id,)
            ).fetchone()
            return read_answer(row) if row else None

    def is_asker(self, answer_id: str, member_id: int) -> bool:
        """Whether the member asked for an answer that is kept."""
        query = "SELECT 1 FROM answer WHERE answer_id = ? AND asker = ?"
        with self._database.reading() as connection:
            row = connection.execute(query, (answer_id, self._hashed(member_id))).fetchone()
            return row is not None

    def attach_message(self, answer_id: str, message_id: int) -> None:
        """Say in which message an answer stands; nothing happens where it is no longer kept."""
        checked_id(message_id)
        with self._database.writing() as connection:
            if is_answer_kept(connection, answer_id):
                detach_message(connection, message_id)
                connection.execute(
                    "UPDATE answer SET message_id = ? WHERE answer_id = ?", (message_id, answer_id)
                )

    def set_private(self, answer_id: str, *, is_private: bool) -> bool:
        """Say whether an answer is for its asker alone; returns whether that was otherwise."""
        with self._database.writing() as connection:
            changed = connection.execute(
                "UPDATE answer SET is_private = :now WHERE answer_id = :id AND is_private <> :now",
                {"now": int(is_private), "id": answer_id},
            )
            return changed.rowcount > 0

    def vote(self, answer_id: str, member_id: int, helpful: bool) -> tuple[int, int]:
        """Cast or change a member's one vote; returns how many find it helpful and how many not.

        Raises :class:`AnswerGoneError` where the answer is no longer kept.
        """
        row = (answer_id, self._hashed(member_id), int(helpful), microseconds(self._clock()))
        with self._database.writing() as connection:
            if not is_answer_kept(connection, answer_id):
                raise AnswerGoneError(said("told_answer_gone"))
            connection.execute(
                "INSERT INTO vote (answer_id, voter, helpful, voted_at) VALUES (?, ?, ?, ?) "
                "ON CONFLICT (answer_id, voter) "
                "DO UPDATE SET helpful = excluded.helpful, voted_at = excluded.voted_at",
                row,
            )
            return count_votes(connection, answer_id)

    def votes(self, answer_id: str) -> tuple[int, int]:
        """How many find an answer helpful and how many not."""
        with self._database.reading() as connection:
            return count_votes(connection, answer_id)

    def gaps(self, guild_id: int, limit: int) -> tuple[Gap, ...]:
        """Questions that were asked in a guild and have no answer so far, most asked first.

        What was asked in private is left out. Wordings that differ in case, accents and punctuation
        alone are one question.
        """
        if not 1 <= limit <= MAX_ID:
            raise ValueError(f"limit should be at least 1, not {limit}")
        with self._database.reading() as connection:
            rows = connection.execute(_GAPS, (checked_id(guild_id), limit)).fetchall()
            return tuple(Gap(question, times, instant_from(at)) for question, times, at in rows)

    def held_about(self, member_id: int) -> PrivacyReport:
        """Everything that is kept about a member."""
        member = (self._hashed(member_id),)
        with self._database.reading() as connection:
            asked = connection.execute(
                "SELECT question, asked_at FROM answer WHERE asker = ? ORDER BY number DESC", member
            ).fetchall()
            voted = connection.execute(
                "SELECT voted_at FROM vote WHERE voter = ?", member
            ).fetchall()
            return privacy_report(asked, voted)

    def forget_member(self, member_id: int) -> int:
        """Delete a member's votes and questions; returns how many there were of both together.

        Votes of others on those questions go with them, and the member's name from what they have
        changed. No trace of the texts stays in the file.
        """
        member = (self._hashed(member_id),)
        with self._database.writing() as connection:
            votes = connection.execute("DELETE FROM vote WHERE voter = ?", member).rowcount
            questions = connection.execute("DELETE FROM answer WHERE asker = ?", member).rowcount
            if votes + questions + forget_name(connection, member_id):
                mark_scrub_due(connection)
        self._database.scrub()
        return votes + questions

    def purge(self, older_than: timedelta) -> int:
        """Delete questions older than that with their votes, and changes that were noted.

        Returns how many questions.
        """
        if older_than < timedelta(0):
            raise ValueError(f"older_than should not be negative: {older_than}")
        oldest = microseconds(self._clock()) - older_than // timedelta.resolution
        with self._database.writing() as connection:
            questions = connection.execute(
                "DELETE FROM answer WHERE asked_at < ?", (max(oldest, -MAX_ID),)
            ).rowcount
            if questions + purge_changes(connection, max(oldest, -MAX_ID)):
                mark_scrub_due(connection)
        self._database.scrub()
        return questions

    def command_hash(self, application_id: int) -> str | None:
        """The hash of the commands that were last registered for an application."""
        checked_id(application_id)
        query = "SELECT hash FROM registered WHERE application_id = ?"
        with self._database.reading() as connection:
            row = connection.execute(query, (application_id,)).fetchone()
        return row[0] if row else None

    def save_command_hash(self, application_id: int, value: str) -> None:
        """Keep the hash of the commands that were registered for an application."""
        row = (checked_id(application_id), checked_text("value", value, _MAX_NAME_CHARS))
        with self._database.writing() as connection:
            connection.execute("INSERT OR REPLACE INTO registered VALUES (?, ?)", row)

    def _hashed(self, member_id: int) -> bytes:
        text = str(checked_id(member_id)).encode()
        return hmac.new(self._member_key, text, hashlib.sha256).digest()

    def _read_member_key(self) -> bytes:
        query = "SELECT value FROM meta WHERE name = ?"
        with self._database.reading() as connection:
            row = connection.execute(query, (_MEMBER_KEY,)).fetchone()
        if row is None:
            with self._database.writing() as connection:
                connection.execute(
                    "INSERT OR IGNORE INTO meta VALUES (?, ?)",
                    (_MEMBER_KEY, secrets.token_bytes(32)),
                )
                row = connection.execute(query, (_MEMBER_KEY,)).fetchone()
        return bytes(row[0])
