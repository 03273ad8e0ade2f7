"""The bot's own data in one SQLite file: settings of guilds, answers given, votes on them.

The only module that imports ``sqlite3``. Every method is one transaction and may be called from any
thread; :class:`StoreError` says in one line what is wrong with the file.

Nobody's id is stored in clear. Who asked and who voted is a keyed hash (HMAC-SHA256), whose random
key is made with the file and lies in it. It serves two purposes alone: a member has one vote on an
answer, and ``/privacy`` finds what is a member's own. Whoever holds the whole file can still test
whether a known id is in it, so the file is private (mode 0600) and old rows are purged.
"""

import hashlib
import hmac
import json
import logging
import os
import secrets
import sqlite3
import threading
import time
import zoneinfo
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from forumbot.answers.answerer import Finding
from forumbot.answers.questions import MAX_QUESTION_CHARS
from forumbot.clock import Clock
from forumbot.errors import AnswerGoneError, StoreError
from forumbot.search.words import level, words

Step = tuple[str, ...]
"""The statements that bring the schema from one version to the next."""

SCHEMA: tuple[Step, ...] = (
    (
        "PRAGMA application_id = 0x666f7262",
        "CREATE TABLE meta (name TEXT PRIMARY KEY, value BLOB NOT NULL)",
        """CREATE TABLE guild (
            guild_id INTEGER PRIMARY KEY,
            announcement_channel_id INTEGER,
            timezone TEXT NOT NULL
        )""",
        """CREATE TABLE guild_entry (
            guild_id INTEGER NOT NULL REFERENCES guild ON DELETE CASCADE,
            kind TEXT NOT NULL CHECK (kind IN ('answer_channel', 'moderator', 'maintainer')),
            entry_id INTEGER NOT NULL,
            PRIMARY KEY (guild_id, kind, entry_id)
        ) WITHOUT ROWID""",
        """CREATE TABLE answer (
            number INTEGER PRIMARY KEY,
            answer_id TEXT NOT NULL UNIQUE,
            question TEXT NOT NULL,
            levelled TEXT NOT NULL,
            doc_ids TEXT NOT NULL,
            finding TEXT NOT NULL CHECK (finding IN ('answer', 'near', 'nothing')),
            confidence REAL NOT NULL CHECK (confidence BETWEEN 0 AND 1),
            generation TEXT NOT NULL,
            guild_id INTEGER,
            channel_id INTEGER,
            message_id INTEGER UNIQUE,
            asker BLOB,
            asked_at INTEGER NOT NULL
        )""",
        """CREATE TABLE vote (
            answer_id TEXT NOT NULL REFERENCES answer (answer_id) ON DELETE CASCADE,
            voter BLOB NOT NULL,
            helpful INTEGER NOT NULL CHECK (helpful IN (0, 1)),
            voted_at INTEGER NOT NULL,
            PRIMARY KEY (answer_id, voter)
        ) WITHOUT ROWID""",
        "CREATE INDEX answer_by_asker ON answer (asker)",
        "CREATE INDEX answer_by_time ON answer (asked_at)",
        "CREATE INDEX answer_by_levelled ON answer (levelled)",
        "CREATE INDEX vote_by_voter ON vote (voter)",
        "CREATE TABLE registered (application_id INTEGER PRIMARY KEY, hash TEXT NOT NULL)",
    ),
)

_APPLICATION_ID = 0x666F7262
_MAX_ID = 2**63 - 1
_MAX_ENTRIES = 500
_MAX_DOC_IDS = 100
_MAX_DOC_ID_CHARS = 4_096
_MAX_NAME_CHARS = 200
_RETRY_SECONDS = 0.05
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_MEMBER_KEY = "member_key"
_SCRUB_DUE = "scrub_due"
_KINDS = ("answer_channel", "moderator", "maintainer")
_GUILD = "SELECT guild_id, announcement_channel_id, timezone FROM guild "
_ANSWER = (
    "SELECT answer_id, question, doc_ids, finding, confidence, generation, guild_id, channel_id, "
    "message_id, asked_at FROM answer "
)
# A question that was answered later on is a gap no more.
_GAPS = """
    SELECT latest.question, gap.times, latest.asked_at
    FROM (
        SELECT count(*) AS times, max(number) AS newest FROM answer AS missed
        WHERE finding != 'answer' AND NOT EXISTS (
            SELECT 1 FROM answer AS later
            WHERE later.levelled = missed.levelled AND later.number > missed.number
            AND later.finding = 'answer'
        )
        GROUP BY levelled
    ) AS gap JOIN answer AS latest ON latest.number = gap.newest
    ORDER BY gap.times DESC, latest.number DESC LIMIT ?
"""

_LOCKED = "another process holds it; see whether the bot runs twice, stop one, and try again"
_DAMAGED = (
    "is damaged ({}); stop the bot, then put a backup in its place, or move it away to begin "
    "anew without settings and votes"
)
_UNWRITABLE = "cannot be written ({}); give the bot's user the file and its folder"
_ADVICE = {
    sqlite3.SQLITE_BUSY: _LOCKED,
    sqlite3.SQLITE_LOCKED: _LOCKED,
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: _DAMAGED,
    # Values are checked before they come here, so the schema or a stored row is not what it was.
    sqlite3.SQLITE_ERROR: _DAMAGED,
    sqlite3.SQLITE_CONSTRAINT: _DAMAGED,
    sqlite3.SQLITE_FULL: "the disk is full; make room and try again",
    sqlite3.SQLITE_IOERR: "cannot be read or written ({}); look after the disk and try again",
    sqlite3.SQLITE_PERM: _UNWRITABLE,
    sqlite3.SQLITE_READONLY: _UNWRITABLE,
    sqlite3.SQLITE_CANTOPEN: _UNWRITABLE,
}

# Python decodes SQLite's own messages too, and a damaged file puts any bytes into those.
_FOREIGN = (sqlite3.Error, UnicodeDecodeError)

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class GuildSettings:
    """What the people who manage a guild have set; no answer channels means all of them."""

    guild_id: int
    answer_channel_ids: frozenset[int] = frozenset()
    moderator_role_ids: frozenset[int] = frozenset()
    maintainer_role_ids: frozenset[int] = frozenset()
    announcement_channel_id: int | None = None
    timezone: str = "UTC"


@dataclass(frozen=True, slots=True)
class RecordedAnswer:
    """An answer given, as far as its buttons need it; who asked is not in it."""

    answer_id: str
    question: str
    doc_ids: tuple[str, ...]
    finding: Finding
    confidence: float
    generation: str
    guild_id: int | None
    channel_id: int | None
    message_id: int | None
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class Gap:
    """A question that the archive does not answer, in its latest wording."""

    question: str
    times: int
    last_asked_at: datetime


@dataclass(frozen=True, slots=True)
class PrivacyReport:
    """Everything that is kept about one member; ``texts`` are their questions, newest first."""

    questions: int
    votes: int
    since: datetime | None
    texts: tuple[str, ...]


class Store:
    """The bot's own data; open it once a process, close it at the end.

    A call waits at most twice ``wait`` seconds for other threads and processes, then raises
    :class:`StoreError`.
    """

    def __init__(
        self, path: Path, clock: Clock, *, default_timezone: str = "UTC", wait: float = 5.0
    ) -> None:
        self._path = path.absolute()
        self._clock = clock
        self._default_timezone = _checked_timezone(default_timezone)
        self._wait = wait
        self._lock = threading.Lock()
        self._connection = self._open()
        try:
            self._member_key = self._read_member_key()
            self._scrub()
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
        with self._held() as connection:
            connection.close()

    def settings(self, guild_id: int) -> GuildSettings:
        """The settings of a guild, the defaults where none were saved."""
        _checked_id(guild_id)
        with self._reading() as connection:
            row = connection.execute(_GUILD + "WHERE guild_id = ?", (guild_id,)).fetchone()
            if row is None:
                return GuildSettings(guild_id, timezone=self._default_timezone)
            return _read_settings(connection, row)

    def all_settings(self) -> tuple[GuildSettings, ...]:
        """The settings of every guild that has some, by id."""
        with self._reading() as connection:
            rows = connection.execute(_GUILD + "ORDER BY guild_id").fetchall()
            return tuple(_read_settings(connection, row) for row in rows)

    def save_settings(self, settings: GuildSettings) -> None:
        """Replace the settings of a guild."""
        timezone = _checked_timezone(settings.timezone)
        announcement = _checked_optional_id(settings.announcement_channel_id)
        entries = _entries(settings)
        with self._writing() as connection:
            connection.execute("DELETE FROM guild WHERE guild_id = ?", (settings.guild_id,))
            connection.execute(
                "INSERT INTO guild (guild_id, announcement_channel_id, timezone) VALUES (?, ?, ?)",
                (settings.guild_id, announcement, timezone),
            )
            connection.executemany(
                "INSERT INTO guild_entry (guild_id, kind, entry_id) VALUES (?, ?, ?)", entries
            )

    def forget_guild(self, guild_id: int) -> None:
        """Delete the settings of a guild, and the questions asked in it with their votes."""
        _checked_id(guild_id)
        with self._writing() as connection:
            connection.execute("DELETE FROM guild WHERE guild_id = ?", (guild_id,))
            connection.execute("DELETE FROM answer WHERE guild_id = ?", (guild_id,))
            _mark_scrub_due(connection)
        self._scrub()

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
    ) -> str:
        """Keep an answer given; returns the short id under which its buttons find it again.

        Of the asker only the keyed hash is kept. A message holds one answer: one that was kept
        under the same message before is found by its id alone from now on.
        """
        row: dict[str, Any] = {
            "question": _checked_text("question", question, MAX_QUESTION_CHARS),
            "levelled": _levelled(question),
            "doc_ids": json.dumps(_checked_doc_ids(doc_ids)),
            "finding": Finding(finding).value,
            "confidence": _checked_confidence(confidence),
            "generation": _checked_text("generation", generation, _MAX_NAME_CHARS),
            "guild_id": _checked_optional_id(guild_id),
            "channel_id": _checked_optional_id(channel_id),
            "message_id": _checked_optional_id(message_id),
            "asker": None if asker_id is None else self._hashed(asker_id),
            "asked_at": _microseconds(self._clock()),
        }
        with self._writing() as connection:
            _detach(connection, message_id)
            return _insert_answer(connection, row)

    def answer(self, answer_id: str) -> RecordedAnswer | None:
        """The answer of that id, or None where it is not kept (any more)."""
        with self._reading() as connection:
            row = connection.execute(_ANSWER + "WHERE answer_id = ?", (answer_id,)).fetchone()
            return _read_answer(row) if row else None

    def answer_by_message(self, message_id: int) -> RecordedAnswer | None:
        """The answer that stands in a message, or None where there is none."""
        _checked_id(message_id)
        with self._reading() as connection:
            row = connection.execute(_ANSWER + "WHERE message_id = ?", (message_id,)).fetchone()
            return _read_answer(row) if row else None

    def attach_message(self, answer_id: str, message_id: int) -> None:
        """Say in which message an answer stands; nothing happens where it is no longer kept."""
        _checked_id(message_id)
        with self._writing() as connection:
            if _is_kept(connection, answer_id):
                _detach(connection, message_id)
                connection.execute(
                    "UPDATE answer SET message_id = ? WHERE answer_id = ?", (message_id, answer_id)
                )

    def vote(self, answer_id: str, member_id: int, helpful: bool) -> tuple[int, int]:
        """Cast or change a member's one vote; returns how many find it helpful and how many not.

        Raises :class:`AnswerGoneError` where the answer is no longer kept.
        """
        row = (answer_id, self._hashed(member_id), int(helpful), _microseconds(self._clock()))
        with self._writing() as connection:
            if not _is_kept(connection, answer_id):
                raise AnswerGoneError(
                    f"the answer {answer_id} is no longer kept; ask the question again"
                )
            connection.execute(
                "INSERT INTO vote (answer_id, voter, helpful, voted_at) VALUES (?, ?, ?, ?) "
                "ON CONFLICT (answer_id, voter) "
                "DO UPDATE SET helpful = excluded.helpful, voted_at = excluded.voted_at",
                row,
            )
            return _count_votes(connection, answer_id)

    def votes(self, answer_id: str) -> tuple[int, int]:
        """How many find an answer helpful and how many not."""
        with self._reading() as connection:
            return _count_votes(connection, answer_id)

    def gaps(self, limit: int) -> tuple[Gap, ...]:
        """Questions without an answer so far, most asked first.

        Wordings that differ in case, accents and punctuation alone are one question.
        """
        if not 1 <= limit <= _MAX_ID:
            raise ValueError(f"limit should be at least 1, not {limit}")
        with self._reading() as connection:
            rows = connection.execute(_GAPS, (limit,)).fetchall()
            return tuple(Gap(question, times, _instant(at)) for question, times, at in rows)

    def held_about(self, member_id: int) -> PrivacyReport:
        """Everything that is kept about a member."""
        member = (self._hashed(member_id),)
        with self._reading() as connection:
            asked = connection.execute(
                "SELECT question, asked_at FROM answer WHERE asker = ? ORDER BY number DESC", member
            ).fetchall()
            voted = connection.execute(
                "SELECT voted_at FROM vote WHERE voter = ?", member
            ).fetchall()
            return _report(asked, voted)

    def forget_member(self, member_id: int) -> int:
        """Delete a member's votes and questions; returns how many there were of both together.

        Votes of others on those questions go with them. No trace of the texts stays in the file.
        """
        member = (self._hashed(member_id),)
        with self._writing() as connection:
            votes = connection.execute("DELETE FROM vote WHERE voter = ?", member).rowcount
            questions = connection.execute("DELETE FROM answer WHERE asker = ?", member).rowcount
            if votes + questions:
                _mark_scrub_due(connection)
        self._scrub()
        return votes + questions

    def purge(self, older_than: timedelta) -> int:
        """Delete questions older than that with their votes; returns how many questions."""
        if older_than < timedelta(0):
            raise ValueError(f"older_than should not be negative: {older_than}")
        oldest = _microseconds(self._clock()) - older_than // _MICROSECOND
        with self._writing() as connection:
            questions = connection.execute(
                "DELETE FROM answer WHERE asked_at < ?", (max(oldest, -_MAX_ID),)
            ).rowcount
            if questions:
                _mark_scrub_due(connection)
        self._scrub()
        return questions

    def command_hash(self, application_id: int) -> str | None:
        """The hash of the commands that were last registered for an application."""
        _checked_id(application_id)
        query = "SELECT hash FROM registered WHERE application_id = ?"
        with self._reading() as connection:
            row = connection.execute(query, (application_id,)).fetchone()
        return row[0] if row else None

    def save_command_hash(self, application_id: int, value: str) -> None:
        """Keep the hash of the commands that were registered for an application."""
        row = (_checked_id(application_id), _checked_text("value", value, _MAX_NAME_CHARS))
        with self._writing() as connection:
            connection.execute("INSERT OR REPLACE INTO registered VALUES (?, ?)", row)

    def _hashed(self, member_id: int) -> bytes:
        text = str(_checked_id(member_id)).encode()
        return hmac.new(self._member_key, text, hashlib.sha256).digest()

    def _read_member_key(self) -> bytes:
        query = "SELECT value FROM meta WHERE name = ?"
        with self._reading() as connection:
            row = connection.execute(query, (_MEMBER_KEY,)).fetchone()
        if row is None:
            with self._writing() as connection:
                connection.execute(
                    "INSERT OR IGNORE INTO meta VALUES (?, ?)",
                    (_MEMBER_KEY, secrets.token_bytes(32)),
                )
                row = connection.execute(query, (_MEMBER_KEY,)).fetchone()
        return bytes(row[0])

    def _scrub(self) -> None:
        """Wipe what was deleted from the file and its log.

        Where that fails the rows are gone all the same; it is due again at the next deletion and
        at the next start.
        """
        try:
            with self._held() as connection:
                done = not _is_scrub_due(connection) or _rewrite(connection)
        except StoreError as error:
            _log.warning("deleted rows are not wiped yet: %s", error)
        else:
            if not done:
                _log.warning("deleted rows are not wiped yet: %s is being read", self._path)

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        """A transaction that reads; a row that makes no sense is damage that SQLite overlooked."""
        with self._held() as connection, connection:
            connection.execute("BEGIN")
            try:
                yield connection
            except (ValueError, TypeError, OverflowError) as error:
                raise StoreError(f"{self._path}: {_DAMAGED.format(error)}") from error

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._held() as connection, connection:
            connection.execute("BEGIN IMMEDIATE")
            yield connection

    @contextmanager
    def _held(self) -> Iterator[sqlite3.Connection]:
        """The connection for this thread alone; errors of SQLite become ours."""
        if not self._lock.acquire(timeout=self._wait):
            raise StoreError(f"{self._path}: is busy with other requests; try again")
        try:
            yield self._connection
        except _FOREIGN as error:
            raise self._error(error) from error
        finally:
            self._lock.release()

    def _open(self) -> sqlite3.Connection:
        try:
            _make_private(self._path)
        except OSError as error:
            problem = _UNWRITABLE.format(error.strerror)
            raise StoreError(f"{self._path}: {problem}") from error
        try:
            connection = sqlite3.connect(
                self._path, timeout=self._wait, isolation_level=None, check_same_thread=False
            )
        except sqlite3.Error as error:
            raise self._error(error) from error
        try:
            with connection:
                connection.execute("BEGIN")
                self._check(connection)
            self._set_up(connection)
        except BaseException as error:
            connection.close()
            if isinstance(error, _FOREIGN):
                raise self._error(error) from error
            raise
        return connection

    def _check(self, connection: sqlite3.Connection) -> None:
        """Refuse a file that is damaged, of another program, or of a newer forumbot."""
        version, application_id = (
            connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("user_version", "application_id")
        )
        (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if tables and application_id != _APPLICATION_ID:
            raise StoreError(f"{self._path}: is another program's file; name another path")
        if version > len(SCHEMA):
            raise StoreError(
                f"{self._path}: was written by a newer forumbot (schema {version}, this one knows "
                f"{len(SCHEMA)}); update forumbot, or name another path"
            )
        (found,) = connection.execute("PRAGMA quick_check(1)").fetchone()
        if found != "ok":
            raise StoreError(f"{self._path}: {_DAMAGED.format(_one_line(found))}")

    def _set_up(self, connection: sqlite3.Connection) -> None:
        # SQLite does not wait of itself where two processes both turn to the log.
        _retry(lambda: connection.execute("PRAGMA journal_mode = WAL"), self._wait)
        # A vote is a promise: FULL keeps it through a power cut too, and writes are few.
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        # Overwrites at once what is deleted; copies that moves of rows left are VACUUM's to remove.
        connection.execute("PRAGMA secure_delete = ON")
        # Otherwise VACUUM copies everybody's questions into a temporary file.
        connection.execute("PRAGMA temp_store = MEMORY")
        migrate(connection, SCHEMA)

    def _error(self, error: Exception) -> StoreError:
        if isinstance(error, sqlite3.ProgrammingError):
            return StoreError(f"{self._path}: is closed, as the bot is ending; start it again")
        # An error without a code comes from Python, which met text that is no UTF-8.
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF
        advice = _ADVICE.get(code, "cannot be used ({}); report this as a bug")
        return StoreError(f"{self._path}: {advice.format(_one_line(str(error)))}")


def migrate(connection: sqlite3.Connection, steps: Sequence[Step]) -> None:
    """Bring a database to the newest of the schema's steps, in one transaction or not at all."""
    if _version(connection) >= len(steps):
        return
    with connection:
        connection.execute("BEGIN IMMEDIATE")
        for step in steps[_version(connection) :]:
            for statement in step:
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {len(steps)}")


@lru_cache(maxsize=1)
def timezones() -> frozenset[str]:
    """The time zones that a guild can choose from."""
    return frozenset(zoneinfo.available_timezones() - {"localtime", "Factory"})


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _make_private(path: Path) -> None:
    """Make the file, and let nobody but its owner read it and what SQLite puts beside it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    for file in (path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")):
        with suppress(FileNotFoundError):
            if file.stat().st_mode & 0o077:
                file.chmod(0o600)


def _retry(action: Callable[[], object], seconds: float) -> None:
    """Try again while the database is locked; counts tries, as a test's clock may stand still."""
    for _try in range(int(seconds / _RETRY_SECONDS)):
        try:
            action()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                raise
            time.sleep(_RETRY_SECONDS)
        else:
            return
    action()


def _is_scrub_due(connection: sqlite3.Connection) -> bool:
    query = "SELECT 1 FROM meta WHERE name = ?"
    return connection.execute(query, (_SCRUB_DUE,)).fetchone() is not None


def _mark_scrub_due(connection: sqlite3.Connection) -> None:
    connection.execute("INSERT OR REPLACE INTO meta VALUES (?, 1)", (_SCRUB_DUE,))


def _rewrite(connection: sqlite3.Connection) -> bool:
    """Write the file anew without what was deleted and empty its log; False if it is being read."""
    connection.execute("VACUUM")
    with closing(connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")) as cursor:
        (being_read, _frames, _moved) = cursor.fetchone()
    if not being_read:
        connection.execute("DELETE FROM meta WHERE name = ?", (_SCRUB_DUE,))
    return not being_read


def _entries(settings: GuildSettings) -> list[tuple[int, str, int]]:
    guild_id = _checked_id(settings.guild_id)
    rows: list[tuple[int, str, int]] = []
    groups = (
        settings.answer_channel_ids,
        settings.moderator_role_ids,
        settings.maintainer_role_ids,
    )
    for kind, ids in zip(_KINDS, groups, strict=True):
        if len(ids) > _MAX_ENTRIES:
            raise ValueError(f"more than {_MAX_ENTRIES} ids of one kind ({kind})")
        rows.extend((guild_id, kind, _checked_id(entry_id)) for entry_id in sorted(ids))
    return rows


def _read_settings(
    connection: sqlite3.Connection, row: tuple[int, int | None, str]
) -> GuildSettings:
    guild_id, announcement_channel_id, timezone = row
    entries = connection.execute(
        "SELECT kind, entry_id FROM guild_entry WHERE guild_id = ?", (guild_id,)
    ).fetchall()
    channels, moderators, maintainers = (
        frozenset(entry_id for kind, entry_id in entries if kind == wanted) for wanted in _KINDS
    )
    return GuildSettings(
        guild_id, channels, moderators, maintainers, announcement_channel_id, timezone
    )


def _insert_answer(connection: sqlite3.Connection, row: dict[str, Any]) -> str:
    answer_id = secrets.token_hex(4)
    while _is_kept(connection, answer_id):
        answer_id = secrets.token_hex(4)
    connection.execute(
        "INSERT INTO answer (answer_id, question, levelled, doc_ids, finding, confidence, "
        "generation, guild_id, channel_id, message_id, asker, asked_at) VALUES (:answer_id, "
        ":question, :levelled, :doc_ids, :finding, :confidence, :generation, :guild_id, "
        ":channel_id, :message_id, :asker, :asked_at)",
        {"answer_id": answer_id, **row},
    )
    return answer_id


def _read_answer(row: tuple[Any, ...]) -> RecordedAnswer:
    answer_id, question, doc_ids, finding, confidence, generation, *places, asked_at = row
    guild_id, channel_id, message_id = places
    return RecordedAnswer(
        answer_id=answer_id,
        question=question,
        doc_ids=tuple(json.loads(doc_ids)),
        finding=Finding(finding),
        confidence=confidence,
        generation=generation,
        guild_id=guild_id,
        channel_id=channel_id,
        message_id=message_id,
        asked_at=_instant(asked_at),
    )


def _report(asked: list[tuple[str, int]], voted: list[tuple[int]]) -> PrivacyReport:
    first = min([at for _text, at in asked] + [at for (at,) in voted], default=None)
    return PrivacyReport(
        questions=len(asked),
        votes=len(voted),
        since=None if first is None else _instant(first),
        texts=tuple(question for question, _at in asked),
    )


def _detach(connection: sqlite3.Connection, message_id: int | None) -> None:
    connection.execute("UPDATE answer SET message_id = NULL WHERE message_id = ?", (message_id,))


def _is_kept(connection: sqlite3.Connection, answer_id: str) -> bool:
    query = "SELECT 1 FROM answer WHERE answer_id = ?"
    return connection.execute(query, (answer_id,)).fetchone() is not None


def _count_votes(connection: sqlite3.Connection, answer_id: str) -> tuple[int, int]:
    total, helpful = connection.execute(
        "SELECT count(*), coalesce(sum(helpful), 0) FROM vote WHERE answer_id = ?", (answer_id,)
    ).fetchone()
    return helpful, total - helpful


def _one_line(text: str) -> str:
    """A message that may quote a damaged file, without line breaks and control characters."""
    return "".join(letter if letter.isprintable() else "?" for letter in " ".join(text.split()))


def _levelled(question: str) -> str:
    return " ".join(words(question)) or level(question).strip()


def _microseconds(instant: datetime) -> int:
    return (instant - _EPOCH) // _MICROSECOND


def _instant(microseconds: int) -> datetime:
    return _EPOCH + microseconds * _MICROSECOND


def _checked_id(value: int) -> int:
    if not 1 <= value <= _MAX_ID:
        raise ValueError(f"{value} is no id")
    return value


def _checked_optional_id(value: int | None) -> int | None:
    return None if value is None else _checked_id(value)


def _checked_text(name: str, text: str, most: int) -> str:
    if not text.strip() or len(text) > most:
        raise ValueError(f"{name} should have 1 to {most} characters, not {len(text)}")
    # SQLite keeps UTF-8, which has no lone surrogates; this raises a kind of ValueError.
    text.encode("utf-8")
    return text


def _checked_doc_ids(doc_ids: Sequence[str]) -> list[str]:
    if len(doc_ids) > _MAX_DOC_IDS or any(len(doc_id) > _MAX_DOC_ID_CHARS for doc_id in doc_ids):
        raise ValueError(
            f"more than {_MAX_DOC_IDS} doc_ids, or one of more than {_MAX_DOC_ID_CHARS} characters"
        )
    return list(doc_ids)


def _checked_confidence(confidence: float) -> float:
    if not 0 <= confidence <= 1:
        raise ValueError(f"confidence should be from 0 to 1, not {confidence}")
    return float(confidence)


def _checked_timezone(name: str) -> str:
    if name not in timezones():
        raise ValueError(f"{name!r} is no time zone")
    return name
