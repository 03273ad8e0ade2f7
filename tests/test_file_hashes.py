import json
import os
import time
from pathlib import Path

import pytest

from forumbot import file_hashes
from forumbot.file_hashes import file_sha256, noted_sha256

LARGE = 1_000_000


@pytest.fixture
def notes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where hashes are noted; not there yet."""
    folder = tmp_path / "cache" / "forumbot"
    folder.mkdir(parents=True)
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder.parent))
    return folder / "hashes.json"


def written(path: Path, letter: bytes, seconds_ago: float = 60) -> Path:
    """The file, full of a letter, written so long ago."""
    path.write_bytes(letter * LARGE)
    then = time.time_ns() - int(seconds_ago * 1e9)
    os.utime(path, ns=(then, then))
    return path


def in_another_process() -> None:
    """What this process remembers of the notes is forgotten."""
    file_hashes._notes.cache_clear()


def test_a_file_hash_is_that_of_its_bytes(tmp_path: Path) -> None:
    """The hash is the SHA-256 that other tools give."""
    path = tmp_path / "abc"
    path.write_bytes(b"abc")
    assert file_sha256(path).startswith("ba7816bf8f01cfea414140de5dae2223")


def test_a_large_file_is_hashed_once(
    tmp_path: Path, notes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process looks its hash up."""
    path = written(tmp_path / "model", b"a")
    found = noted_sha256(path)
    in_another_process()
    monkeypatch.setattr(file_hashes, "file_sha256", lambda _path: "hashed again")
    assert noted_sha256(path) == found
    assert str(path) in json.loads(notes.read_bytes())


@pytest.mark.usefixtures("notes")
def test_a_file_that_was_written_since_is_hashed_again(tmp_path: Path) -> None:
    """So is one in the place of another, though it bears the same time."""
    path = written(tmp_path / "model", b"a")
    noted_sha256(path)
    assert noted_sha256(written(path, b"b", 50)) == file_sha256(path)
    other, told = written(tmp_path / "other", b"c"), path.stat()
    os.utime(other, ns=(told.st_atime_ns, told.st_mtime_ns))
    other.replace(path)
    assert noted_sha256(path) == file_sha256(path)


def test_what_is_small_or_was_written_just_now_is_not_noted(tmp_path: Path, notes: Path) -> None:
    """The one is hashed as fast; the other may be written again within a tick of the clock."""
    small = tmp_path / "small"
    small.write_bytes(b"abc")
    now = written(tmp_path / "now", b"a", 0)
    assert [noted_sha256(one) for one in (small, now)] == [file_sha256(small), file_sha256(now)]
    assert not notes.exists()


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b"\xff"])
def test_damaged_notes_are_none(tmp_path: Path, notes: Path, content: bytes) -> None:
    """They are written anew."""
    path = written(tmp_path / "model", b"a")
    notes.write_bytes(content)
    in_another_process()
    assert noted_sha256(path) == file_sha256(path)
    assert str(path) in json.loads(notes.read_bytes())


def test_where_no_notes_can_be_kept_files_are_hashed(tmp_path: Path, notes: Path) -> None:
    """As before there were any."""
    notes.parent.rmdir()
    notes.parent.write_bytes(b"no folder")
    path = written(tmp_path / "model", b"a")
    assert noted_sha256(path) == file_sha256(path)
