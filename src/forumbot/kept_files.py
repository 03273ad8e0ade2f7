"""Files made of others, as a model's graph: made once, kept, and compared with their hash."""

import hashlib
import os
import re
import secrets
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from forumbot.file_hashes import cache_folder, noted_sha256

# Counted up when what is made of the same files changes, so that old ones go unused.
_FORM = 4
_KEPT = re.compile(r"(?P<name>.+)-[0-9a-f]{16}-[0-9a-f]{64}\.\w+|\.[0-9a-f]{16}")
# Another process may be about to load what it was just told of; what nothing has loaded for so
# long is of a model that is no longer used. Both set by hand.
_HOUR = 3600.0
_UNUSED = 30 * 24 * _HOUR
_names: dict[Path, list[str]] = {}


def kept(name: str, of: str, make: Callable[[], bytes], suffix: str = ".onnx") -> Path | bytes:
    """A kept file whose hash is right, else it is made anew and kept.

    ``of`` tells what it is made of, so that one made of anything else goes unused; when a new one
    is written, such are removed. Where it cannot be kept it is given as bytes.
    """
    folder = cache_folder()
    key = hashlib.sha256(f"{_FORM} {of} {name}".encode()).hexdigest()[:16]
    for path in _named(folder, f"{name}-{key}-", suffix):
        if _is_whole(path):
            _mark_used(path)
            return path
    made = make()
    path = folder / f"{name}-{key}-{hashlib.sha256(made).hexdigest()}{suffix}"
    if not _is_kept(path, made):
        return made
    _remove_unused(path, name)
    return path


def _named(folder: Path, beginning: str, suffix: str) -> list[Path]:
    """The files of a folder whose names begin and end so, in order; none where it is not there.

    The folder is listed again only where it had none: a question asks for dozens of files.
    """
    for list_it in (_listed, _list):
        names = list_it(folder)
        found = [one for one in names if one.startswith(beginning) and one.endswith(suffix)]
        if found:
            return [folder / name for name in sorted(found)]
    return []


def _listed(folder: Path) -> list[str]:
    """The names in a folder when it was last listed."""
    return _names.get(folder, [])


def _list(folder: Path) -> list[str]:
    """The names in a folder now."""
    with suppress(OSError):
        _names[folder] = os.listdir(folder)  # noqa: PTH208 - without a Path for each of hundreds
    return _listed(folder)


def _is_whole(path: Path) -> bool:
    try:
        return path.stem.endswith(noted_sha256(path))
    except OSError:
        return False


def _mark_used(path: Path) -> None:
    """By the time of its last reading, as that of its writing tells whether it is as it was."""
    with suppress(OSError):
        os.utime(path, ns=(time.time_ns(), path.stat().st_mtime_ns))


def _is_kept(path: Path, made: bytes) -> bool:
    """Whether the file could be written, aside and put in place whole."""
    temporary = path.with_name(f".{secrets.token_hex(8)}")
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            temporary.write_bytes(made)
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
    return path.is_file()


def _remove_unused(newest: Path, name: str) -> None:
    """Remove what bears the name of the newest, and what nothing has loaded for long."""
    now = time.time()
    for path in newest.parent.iterdir():
        known = _KEPT.fullmatch(path.name)
        if known is None or path == newest:
            continue
        patience = _HOUR if known["name"] in (name, None) else _UNUSED
        with suppress(OSError):
            if now - path.stat().st_atime > patience:
                path.unlink()
