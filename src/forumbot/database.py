"""One SQLite file: opened with care, brought to its schema, held by one thread at a time.

The only module that imports ``sqlite3``. Whatever goes wrong with the file becomes a
:class:`StoreError` that says in one line what it is and what to do.
"""

import logging
import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from forumbot.errors import StoreError

Connection = sqlite3.Connection

Step = tuple[str, ...]
"""The statements that bring the schema from one version to the next."""

META_TABLE = "CREATE TABLE meta (name TEXT PRIMARY KEY, value BLOB NOT NULL)"
"""Every schema begins with it; it keeps whether deleted rows are still to be wiped."""

_RETRY_SECONDS = 0.05
_SCRUB_DUE = "scrub_due"

_LOCKED = "another process holds it; see whether the bot runs twice, stop one, and try again"
_DAMAGED = (
    "is damaged ({}); stop the bot, then put a backup in its place, or move it away to begin anew "
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


class Database:
    """A file of one kind, told by its ``application_id``; open it once a process.

    ``without`` says what is lost where the file is begun anew: "without settings and votes".
    A call waits at most twice ``wait`` seconds for other threads and processes, then raises
    :class:`StoreError`.
    """

    def __init__(
        self, path: Path, application_id: int, steps: Sequence[Step], *, without: str, wait: float
    ) -> None:
        self.path = path.absolute()
        self._application_id = application_id
        self._steps = steps
        self._damaged = _DAMAGED + without
        self._wait = wait
        self._lock = threading.Lock()
        self._is_closed = False
        self._connection = self._open()

    def close(self) -> None:
        """Write everything into the one file and let go of it; later calls raise StoreError."""
        with self._held() as connection:
            self._is_closed = True
            connection.close()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that reads; a row that makes no sense is damage that SQLite overlooked."""
        with self._held() as connection, connection:
            connection.execute("BEGIN")
            try:
                yield connection
            except (ValueError, TypeError, OverflowError) as error:
                raise StoreError(f"{self.path}: {self._damaged.format(error)}") from error

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that writes, or that is undone as a whole where an error leaves it."""
        with self._held() as connection, connection:
            connection.execute("BEGIN IMMEDIATE")
            yield connection

    def scrub(self) -> None:
        """Wipe what was deleted, if :func:`mark_scrub_due` asked for it, from file and log.

        Where that fails the rows are gone all the same; it is due again at the next deletion and
        at the next start. A file that was let go of meanwhile, as the bot ends, waits for that
        without a word.
        """
        try:
            with self._held() as connection:
                done = not _is_scrub_due(connection) or _rewrite(connection)
        except StoreError as error:
            if not self._is_closed:
                _log.warning("deleted rows are not wiped yet: %s", error)
        else:
            if not done:
                _log.warning("deleted rows are not wiped yet: %s is being read", self.path)

    @contextmanager
    def _held(self) -> Iterator[Connection]:
        """The connection for this thread alone; errors of SQLite become ours."""
        if not self._lock.acquire(timeout=self._wait):
            raise StoreError(f"{self.path}: is busy with other requests; try again")
        try:
            yield self._connection
        except _FOREIGN as error:
            raise self._error(error) from error
        finally:
            self._lock.release()

    def _open(self) -> Connection:
        try:
            _make_private(self.path)
        except OSError as error:
            problem = _UNWRITABLE.format(error.strerror)
            raise StoreError(f"{self.path}: {problem}") from error
        try:
            connection = sqlite3.connect(
                self.path, timeout=self._wait, isolation_level=None, check_same_thread=False
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

    def _check(self, connection: Connection) -> None:
        """Refuse a file that is damaged, of another program, or of a newer forumbot."""
        version, application_id = (
            connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("user_version", "application_id")
        )
        (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if tables and application_id != self._application_id:
            raise StoreError(f"{self.path}: is another program's file; name another path")
        if version > len(self._steps):
            raise StoreError(
                f"{self.path}: was written by a newer forumbot (schema {version}, this one knows "
                f"{len(self._steps)}); update forumbot, or name another path"
            )
        (found,) = connection.execute("PRAGMA quick_check(1)").fetchone()
        if found != "ok":
            raise StoreError(f"{self.path}: {self._damaged.format(_one_line(found))}")

    def _set_up(self, connection: Connection) -> None:
        # SQLite does not wait of itself where two processes both turn to the log.
        _retry(lambda: connection.execute("PRAGMA journal_mode = WAL"), self._wait)
        # A vote or a reminder is a promise: FULL keeps it through a power cut, and writes are few.
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        # Overwrites at once what is deleted; copies that moves of rows left are VACUUM's to remove.
        connection.execute("PRAGMA secure_delete = ON")
        # Otherwise VACUUM copies everybody's questions into a temporary file.
        connection.execute("PRAGMA temp_store = MEMORY")
        migrate(connection, self._steps)

    def _error(self, error: Exception) -> StoreError:
        if isinstance(error, sqlite3.ProgrammingError):
            return StoreError(f"{self.path}: is closed, as the bot is ending; start it again")
        # An error without a code comes from Python, which met text that is no UTF-8.
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF
        advice = _ADVICE.get(code, "cannot be used ({}); report this as a bug")
        advice = self._damaged if advice == _DAMAGED else advice
        return StoreError(f"{self.path}: {advice.format(_one_line(str(error)))}")


def migrate(connection: Connection, steps: Sequence[Step]) -> None:
    """Bring a database to the newest of the schema's steps, in one transaction or not at all."""
    if _version(connection) >= len(steps):
        return
    with connection:
        connection.execute("BEGIN IMMEDIATE")
        for step in steps[_version(connection) :]:
            for statement in step:
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {len(steps)}")


def mark_scrub_due(connection: Connection) -> None:
    """Note, in the transaction that deletes, that :meth:`Database.scrub` has work to do."""
    connection.execute("INSERT OR REPLACE INTO meta VALUES (?, 1)", (_SCRUB_DUE,))


def _version(connection: Connection) -> int:
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


def _is_scrub_due(connection: Connection) -> bool:
    query = "SELECT 1 FROM meta WHERE name = ?"
    return connection.execute(query, (_SCRUB_DUE,)).fetchone() is not None


def _rewrite(connection: Connection) -> bool:
    """Write the file anew without what was deleted and empty its log; False if it is being read."""
    connection.execute("VACUUM")
    with closing(connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")) as cursor:
        (being_read, _frames, _moved) = cursor.fetchone()
    if not being_read:
        connection.execute("DELETE FROM meta WHERE name = ?", (_SCRUB_DUE,))
    return not being_read


def _one_line(text: str) -> str:
    """A message that may quote a damaged file, without line breaks and control characters."""
    return "".join(letter if letter.isprintable() else "?" for letter in " ".join(text.split()))
