"""The hash of a large file, computed again only where the file may be another than it was.

A cold question loads 150 MB of models; hashing them took a tenth of its time.
"""

import hashlib
import json
import os
import time
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from forumbot.whole_files import write_whole

_NOTES = "hashes.json"
# Bytes: what is smaller is hashed as fast as it is looked up. Nanoseconds: what was written since
# may be written once more and bear the same time, as file systems' clocks tick. Set by hand.
_LARGE, _SETTLED = 1_000_000, 2_000_000_000


def cache_folder() -> Path:
    """``forumbot`` in the user's cache folder, as the XDG rules name it."""
    home = os.environ.get("XDG_CACHE_HOME", "")
    return (Path(home) if home else Path.home() / ".cache") / "forumbot"


def file_sha256(path: Path) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal; raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def noted_sha256(path: Path) -> str:
    """As :func:`file_sha256`, but of a large file it is noted, and looked up where it can be.

    It can where the file's size, inode and time of its last writing are as they were. Notes lie in
    the user's cache folder; where they cannot be kept, the file is hashed each time.
    """
    told, notes = path.stat(), _notes(cache_folder() / _NOTES)
    stamp = [told.st_size, told.st_ino, told.st_mtime_ns]
    noted = notes.get(str(path))
    if isinstance(noted, list) and noted[:-1] == stamp:
        return str(noted[-1])
    found = file_sha256(path)
    if told.st_size >= _LARGE and time.time_ns() - told.st_mtime_ns > _SETTLED:
        notes[str(path)] = [*stamp, found]
        with suppress(OSError):
            present = {name: told for name, told in notes.items() if Path(name).is_file()}
            write_whole(cache_folder() / _NOTES, json.dumps(present).encode())
    return found


@cache
def _notes(path: Path) -> dict[str, Any]:
    """For each path what told the file, then its hash; empty where there are none, or damaged."""
    with suppress(OSError, ValueError):
        found = json.loads(path.read_bytes())
        if isinstance(found, dict):
            return found
    return {}
