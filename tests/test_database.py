import logging
import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from forumbot.database import META_TABLE, Database, Step, mark_scrub_due, migrate
from forumbot.errors import StoreError

APPLICATION_ID = 0x74657374
STEPS: tuple[Step, ...] = (
    (
        f"PRAGMA application_id = {APPLICATION_ID}",
        META_TABLE,
        "CREATE TABLE note (number INTEGER PRIMARY KEY, text TEXT NOT NULL)",
    ),
)


class Notes(Database):
    """Numbered notes, as small a use of a database as there is."""

    def __init__(self, path: Path, wait: float = 5.0) -> None:
        super().__init__(path, APPLICATION_ID, STEPS, without="without notes", wait=wait)

    def write(self, number: int, text: str = "text") -> None:
        """Keep a note."""
        with self.writing() as connection:
            connection.execute("INSERT INTO note VALUES (?, ?)", (number, text))

    def numbers(self) -> list[int]:
        """The numbers of all notes."""
        with self.reading() as connection:
            return [number for (number,) in connection.execute("SELECT number FROM note")]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the file goes; its folder does not exist yet."""
    return tmp_path / "data" / "notes.sqlite"


@pytest.fixture
def notes(path: Path) -> Iterator[Notes]:
    """A new database."""
    opened = Notes(path)
    yield opened
    opened.close()


def test_what_is_written_is_there_after_opening_anew(path: Path) -> None:
    """A transaction that ended is in the file for whoever opens it next."""
    first = Notes(path)
    first.write(1)
    first.close()
    second = Notes(path)
    assert second.numbers() == [1]
    second.close()


def test_a_transaction_that_fails_leaves_nothing(notes: Notes) -> None:
    """An error of the caller's own passes through and undoes what was written before it."""

    def write_half() -> None:
        with notes.writing() as connection:
            connection.execute("INSERT INTO note VALUES (1, 'half')")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_half()
    assert notes.numbers() == []


def test_a_row_that_makes_no_sense_is_damage(notes: Notes) -> None:
    """A value that cannot be read as what it should be is told as damage, in the owner's words."""
    told = r"notes\.sqlite: is damaged \(invalid literal.*to begin anew without notes$"
    with pytest.raises(StoreError, match=told), notes.reading():
        int("seven")


def test_a_file_that_another_process_is_making_is_waited_for(path: Path) -> None:
    """Turning to the write-ahead log, for which SQLite does not wait by itself, is tried again."""
    path.parent.mkdir()
    with closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as other:
        other.execute("BEGIN IMMEDIATE")
        release = threading.Timer(0.3, other.rollback)
        release.start()
        notes = Notes(path)
        notes.write(1)
        assert notes.numbers() == [1]
        notes.close()
        release.join()


def test_a_locked_file_is_waited_for_within_bounds(path: Path) -> None:
    """Writing gives up after the wait and says what to do; reading and later writing go on."""
    notes = Notes(path, wait=0.3)
    with closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN IMMEDIATE")
        started = time.monotonic()
        with pytest.raises(StoreError, match=r"notes\.sqlite: another process holds it; see"):
            notes.write(1)
        assert 0.2 < time.monotonic() - started < 10
        assert notes.numbers() == []
        other.rollback()
        notes.write(1)
        assert notes.numbers() == [1]
    notes.close()


def test_a_file_that_is_locked_at_the_start_is_waited_for(path: Path) -> None:
    """A new file that another process holds ends in a clear error within bounds."""
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN EXCLUSIVE")
        started = time.monotonic()
        with pytest.raises(StoreError, match="another process holds it"):
            Notes(path, wait=0.2)
        assert time.monotonic() - started < 10


def test_threads_behind_a_stuck_one_give_up_too(path: Path) -> None:
    """Calls that queue behind one which waits for a lock end within bounds, each with an error."""
    notes = Notes(path, wait=0.2)

    def try_to_write(number: int) -> str:
        try:
            notes.write(number)
        except StoreError as error:
            return str(error)
        return ""

    with closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN IMMEDIATE")
        started = time.monotonic()
        with ThreadPoolExecutor(24) as pool:
            told = list(pool.map(try_to_write, range(24)))
        assert all("again" in text for text in told)
        assert time.monotonic() - started < 3
    notes.close()


def test_threads_share_one_database(notes: Notes) -> None:
    """Many threads that write at once lose nothing of each other's."""
    with ThreadPoolExecutor(16) as pool:
        list(pool.map(notes.write, range(200)))
    assert sorted(notes.numbers()) == list(range(200))


def test_a_closed_database_says_so(path: Path) -> None:
    """A call that comes too late is our error, closing twice is none, and one file is left."""
    notes = Notes(path)
    notes.close()
    notes.close()
    with pytest.raises(StoreError, match="is closed"):
        notes.numbers()
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_the_files_are_private(path: Path) -> None:
    """Only the owner reads the file and what lies beside it, also where all could before."""
    umask = os.umask(0)
    try:
        notes = Notes(path)
        notes.write(1)
        assert {file.stat().st_mode & 0o777 for file in path.parent.iterdir()} == {0o600}
        assert len(list(path.parent.iterdir())) == 3
        notes.close()
        path.chmod(0o644)
        notes = Notes(path)
        assert {file.stat().st_mode & 0o777 for file in path.parent.iterdir()} == {0o600}
        notes.close()
    finally:
        os.umask(umask)


def test_a_file_without_any_bytes_is_a_new_database(path: Path) -> None:
    """Version 0, an empty file, is brought to the schema of today."""
    path.parent.mkdir()
    path.touch()
    notes = Notes(path)
    notes.write(1)
    notes.close()
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (len(STEPS),)
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_migrating_takes_the_missing_steps_alone(path: Path) -> None:
    """A file of today keeps its rows when a later version adds a step, taken once."""
    notes = Notes(path)
    notes.write(1)
    notes.close()
    later = (*STEPS, ("ALTER TABLE note ADD COLUMN language TEXT DEFAULT 'en'",))
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        migrate(connection, later)
        migrate(connection, later)
        rows = connection.execute("SELECT number, language FROM note").fetchall()
        assert rows == [(1, "en")]
        assert connection.execute("PRAGMA user_version").fetchone() == (len(later),)


def test_a_migration_that_fails_changes_nothing(path: Path) -> None:
    """Where a later step is broken, earlier ones are undone, and the file still opens."""
    Notes(path).close()
    broken = (*STEPS, ("CREATE TABLE extra (x)",), ("DROP TABLE note", "NO SUCH WORDS"))
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        with pytest.raises(sqlite3.OperationalError):
            migrate(connection, broken)
        names = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
        assert "extra" not in names
        assert "note" in names
    notes = Notes(path)
    assert notes.numbers() == []
    notes.close()


def test_a_newer_schema_is_refused_and_left_alone(path: Path) -> None:
    """A file of a later forumbot is not touched, and the error says what to do."""
    Notes(path).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {len(STEPS) + 1}")
    before = path.read_bytes()
    newer = rf"notes\.sqlite: was written by a newer forumbot \(schema {len(STEPS) + 1}.*; update"
    with pytest.raises(StoreError, match=newer):
        Notes(path)
    assert path.read_bytes() == before


def test_another_programs_database_is_refused_and_left_alone(path: Path) -> None:
    """A database with tables that are not ours gets none of ours."""
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE accounts (name TEXT)")
        connection.commit()
    before = path.read_bytes()
    with pytest.raises(StoreError, match="another program's file; name another path"):
        Notes(path)
    assert path.read_bytes() == before


def test_a_file_that_is_no_database_is_refused_and_left_alone(path: Path) -> None:
    """Text in the file's place is not overwritten; the error says where and what to do."""
    path.parent.mkdir()
    path.write_text("These are my notes, no database.\n" * 100, encoding="utf-8")
    before = path.read_bytes()
    with pytest.raises(StoreError, match=r"notes\.sqlite: is damaged .*; stop the bot, then put a"):
        Notes(path)
    assert path.read_bytes() == before


def test_a_path_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """A folder in the file's place, and a file in the folder's, are errors of one line."""
    (tmp_path / "file").touch()
    for path in (tmp_path, tmp_path / "file" / "notes.sqlite"):
        with pytest.raises(StoreError, match="cannot be written") as caught:
            Notes(path)
        assert "\n" not in str(caught.value)


def test_scrubbing_wipes_what_was_deleted(notes: Notes, path: Path) -> None:
    """After a deletion that asked for it, neither file nor log hold a byte of what is gone."""
    notes.write(1, "a secret zebra")
    with notes.writing() as connection:
        connection.execute("DELETE FROM note")
        mark_scrub_due(connection)
    notes.scrub()
    assert b"zebra" not in b"".join(file.read_bytes() for file in path.parent.iterdir())


def test_scrubbing_is_made_up_for_where_the_file_is_locked(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Where another process holds the file, a warning says so, and the next scrub does the work."""
    notes = Notes(path, wait=0.1)
    notes.write(1, "a secret zebra")
    with notes.writing() as connection:
        connection.execute("DELETE FROM note")
        mark_scrub_due(connection)
    with closing(sqlite3.connect(path)) as other, caplog.at_level(logging.WARNING):
        other.execute("BEGIN IMMEDIATE")
        notes.scrub()
        assert "not wiped yet" in caplog.text
        assert b"zebra" in b"".join(file.read_bytes() for file in path.parent.iterdir())
    notes.scrub()
    assert b"zebra" not in b"".join(file.read_bytes() for file in path.parent.iterdir())
    notes.close()


def test_a_file_that_was_closed_is_wiped_at_the_next_start_without_a_word(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """A bot that ends while it deletes has nothing to warn of."""
    notes = Notes(path)
    notes.write(1, "secret")
    with notes.writing() as connection:
        connection.execute("DELETE FROM note")
        mark_scrub_due(connection)
    notes.close()
    with caplog.at_level(logging.WARNING):
        notes.scrub()
    assert caplog.text == ""
    again = Notes(path)
    again.scrub()
    again.close()
    assert b"secret" not in path.read_bytes()
