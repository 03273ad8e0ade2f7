import os
import stat
import threading
from pathlib import Path

import pytest

from forumbot.whole_files import write_whole


def test_a_file_is_new_or_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the disk fills up amid the writing the old content stands, and nothing beside it."""
    path = tmp_path / "feed.ics"
    write_whole(path, b"one")

    def no_room(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", no_room)
    with pytest.raises(OSError, match="No space"):
        write_whole(path, b"two")
    assert path.read_bytes() == b"one"
    assert [one.name for one in tmp_path.iterdir()] == ["feed.ics"]


def test_a_reader_never_sees_half(tmp_path: Path) -> None:
    """Whoever reads while it is written over and over finds one content or the other, whole."""
    path, contents = tmp_path / "feed.ics", (b"a" * 300_000, b"b" * 200_000)
    write_whole(path, contents[0])
    seen: set[bytes] = set()
    is_over = threading.Event()

    def read() -> None:
        while not is_over.is_set():
            seen.add(path.read_bytes())

    reader = threading.Thread(target=read)
    reader.start()
    for number in range(100):
        write_whole(path, contents[number % 2])
    is_over.set()
    reader.join()
    assert seen <= set(contents)


def test_permissions_and_links_stay(tmp_path: Path) -> None:
    """A file keeps its mode, a new one has that of the umask, and a link leads where it led."""
    path, link = tmp_path / "feed.ics", tmp_path / "link.ics"
    before = os.umask(0o027)
    try:
        write_whole(path, b"one")
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    path.chmod(0o604)
    link.symlink_to(path)
    write_whole(link, b"two")
    assert link.is_symlink()
    assert (path.read_bytes(), stat.S_IMODE(path.stat().st_mode)) == (b"two", 0o604)


def test_what_is_no_file_is_written_to(tmp_path: Path) -> None:
    """A pipe stays a pipe, and its reader gets the content."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    got: list[bytes] = []
    reader = threading.Thread(target=lambda: got.append(pipe.read_bytes()))
    reader.start()
    write_whole(pipe, b"all of it")
    reader.join()
    assert got == [b"all of it"]
    assert stat.S_ISFIFO(pipe.stat().st_mode)
