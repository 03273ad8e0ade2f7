"""Whether anything that an index is made of has changed since, told without reading a document."""

import hashlib
import json
import sysconfig
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from forumbot.archive.files import correction_files, list_files
from forumbot.archive.formats import tesseract
from forumbot.config import Settings
from forumbot.errors import ArchiveIndexError
from forumbot.search.index_folder import IndexFolder

_STAMP = "stamp"


def inputs(settings: Settings) -> str:
    """A hash of what a build depends on: documents, settings, forumbot, and what is installed.

    Files are told by their sizes and times alone. Raises :class:`ArchiveError` where the folder of
    the documents is missing.
    """
    knowledge, code = settings.knowledge.resolve(), Path(__file__).parents[1]
    parts = [
        str(knowledge),
        _states(knowledge, [*list_files(knowledge), *correction_files(knowledge)]),
        _states(code, (path for path in code.rglob("*.*") if path.suffix != ".pyc")),
        Path(sysconfig.get_path("purelib")).stat().st_mtime_ns,
        [
            settings.model,
            asdict(settings.passages),
            asdict(settings.extraction),
            asdict(settings.outcomes),
        ],
        tesseract.version(),
    ]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _states(folder: Path, paths: Iterable[Path]) -> list[tuple[str, int, int]]:
    """Name, size and time of each file; of a link those of what it leads to."""
    return [
        (path.relative_to(folder).as_posix(), state.st_size, state.st_mtime_ns)
        for path in sorted(paths)
        for state in (path.stat() if path.exists() else path.lstat(),)
    ]


def is_fresh(index: IndexFolder, read: str) -> bool:
    """Whether the live generation was made of what :func:`inputs` gives."""
    try:
        return (index.path / _STAMP).read_text(encoding="utf-8") == _line(index, read)
    except (OSError, ValueError, ArchiveIndexError):
        return False


def mark_fresh(index: IndexFolder, read: str) -> None:
    """Keep that the live generation was made of what :func:`inputs` gave before it was built."""
    with suppress(OSError):
        (index.path / _STAMP).write_text(_line(index, read), encoding="utf-8")


def _line(index: IndexFolder, read: str) -> str:
    _folder, manifest = index.live()
    return f"{manifest.generation} {read}\n"
