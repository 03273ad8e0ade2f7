import os
import time
from pathlib import Path

import pytest

from forumbot import kept_files
from forumbot.kept_files import kept

HOUR = 3600


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's cache folder, empty."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "forumbot"


def aged(path: Path, hours: float) -> Path:
    """The file, last used so many hours ago."""
    then = time.time() - hours * HOUR
    os.utime(path, (then, then))
    return path


def made(name: str, of: str, content: bytes = b"content") -> Path:
    """A file that is kept."""
    path = kept(name, of, lambda: content)
    assert isinstance(path, Path)
    return path


def test_a_kept_file_is_not_made_again(cache: Path) -> None:
    """Of the same files, under the same name; it counts as used then."""
    first = aged(made("model", "one"), 50)
    assert made("model", "one", b"other") == first
    assert first.read_bytes() == b"content"
    assert time.time() - first.stat().st_atime < HOUR


def test_what_another_process_kept_meanwhile_is_found(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that was not there when the folder was listed is not made again."""
    first = made("model", "one")
    monkeypatch.setattr(kept_files, "_names", {cache: []})
    assert made("model", "one", b"other") == first


def test_what_was_listed_and_is_gone_is_made_again(cache: Path) -> None:
    """So is what was damaged since."""
    made("model", "one").unlink()
    again = made("model", "one")
    assert again.read_bytes() == b"content"
    again.write_bytes(b"damaged")
    assert made("model", "one").read_bytes() == b"content"


def test_a_new_one_takes_the_place_of_those_of_its_name(cache: Path) -> None:
    """What was made of other files goes; so does what a process that was killed left half done."""
    old, half = aged(made("model", "old"), 2), cache / ".0123456789abcdef"
    half.write_bytes(b"half")
    aged(half, 2)
    other, foreign = aged(made("model-int8", "old"), 2), cache / "notes.txt"
    foreign.write_text("mine", encoding="utf-8")
    aged(foreign, 9999)
    new = made("model", "new")
    assert set(cache.iterdir()) == {new, other, foreign}
    assert not old.exists()


def test_what_another_process_may_be_loading_stays(cache: Path) -> None:
    """Of what was used within the hour nothing is removed."""
    recent = aged(made("model", "old"), 0.5)
    assert {made("model", "new"), recent} == set(cache.iterdir())


def test_what_no_model_names_any_more_goes_in_time(cache: Path) -> None:
    """After thirty days without use."""
    gone, kept_still = aged(made("once", "a"), 31 * 24), aged(made("twice", "a"), 29 * 24)
    assert {made("model", "new"), kept_still} == set(cache.iterdir())
    assert not gone.exists()


def test_a_file_that_is_gone_at_the_last_moment_is_made_anew(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process removed it between the listing and the reading."""
    first = made("model", "one")
    glob = Path.glob

    def listed_then_removed(folder: Path, pattern: str) -> list[Path]:
        found = list(glob(folder, pattern))
        first.unlink()
        return found

    monkeypatch.setattr(Path, "glob", listed_then_removed)
    assert made("model", "one") == first
    assert first.read_bytes() == b"content"
