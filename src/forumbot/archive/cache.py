"""What was extracted from files before, kept by content so that no file is parsed twice.

What was concluded of them (:func:`description_key`) is kept beside it, by their names as well.

An entry is a file named by its key: the SHA-256 of its record on the first line, then the record.
The key covers everything that an extraction depends on: the bytes of the file, its suffix, the code
that reads it and the versions of the libraries that parse it.
"""

import hashlib
import json
import os
import re
import secrets
from collections.abc import Iterable, Sequence
from contextlib import suppress
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from forumbot import __version__
from forumbot.archive.formats import tesseract
from forumbot.archive.formats.registry import libraries, suffix_of
from forumbot.archive.layout import Extraction
from forumbot.archive.record import decode

_CODE = (
    "archive/credentials.py", "archive/decoding.py", "archive/extract.py",
    "archive/front_matter.py", "archive/layout.py", "archive/record.py", "archive/sniff.py",
    "archive/formats/**/*.py", "language/clock_times.py", "language/dates.py",
    "language/date_forms.py", "language/detection.py", "language/first_forms.py",
    "language/levelling.py",
    "language/kept_patterns.py", "language/passwords.yaml", "language/patterns.py",
    "language/letters.py", "language/phrases.py", "language/questions.py", "language/table.py",
    "language/tables/*.yaml", "kept_files.py", "file_hashes.py", "whole_files.py",
)  # fmt: skip
_DESCRIBING_CODE = (
    "archive/*.py", "language/*.py", "language/tables/*.yaml", "language/passwords.yaml",
)  # fmt: skip
_PDF = ".pdf"
_KEY = re.compile("[0-9a-f]{64}")


class ExtractionCache:
    """A folder of extractions; safe to use from threads. With ``read_only`` nothing is written.

    A write that fails is passed over, for it costs nothing but time at the next build.
    """

    def __init__(self, folder: Path, *, read_only: bool = False) -> None:
        self._folder = folder
        self._read_only = read_only
        self._used: set[str] = set()

    def get(self, key: str) -> Extraction | None:
        """The extraction of a key, None where there is none or it is damaged.

        Raises :class:`RefusedError` where the file was refused for what is in it.
        """
        record = self.get_bytes(key)
        try:
            return None if record is None else decode(record)
        except ValueError:
            return None

    def get_bytes(self, key: str) -> bytes | None:
        """What was kept under a key, None where there is nothing or it is damaged."""
        self._used.add(key)
        try:
            checksum, _newline, record = (self._folder / key).read_bytes().partition(b"\n")
        except OSError:
            return None
        return record if hashlib.sha256(record).hexdigest().encode() == checksum else None

    def put(self, key: str, record: bytes) -> None:
        """Keep the record of an extraction or a refusal, written aside and put in place whole."""
        if self._read_only:
            return
        temporary = self._folder / f".{key}.{secrets.token_hex(4)}"
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            try:
                checksum = hashlib.sha256(record).hexdigest().encode()
                temporary.write_bytes(checksum + b"\n" + record)
                temporary.replace(self._folder / key)
            finally:
                temporary.unlink(missing_ok=True)

    def prune(self, documents: Iterable[tuple[str, str]]) -> None:
        """Remove every entry but those asked for, and those of ``documents`` (doc_id, SHA-256).

        No other build may be under way.
        """
        if self._read_only:
            return
        kept = self._used | {cache_key(doc_id, sha256) for doc_id, sha256 in documents}
        with suppress(OSError):
            for entry in os.scandir(self._folder):
                name = entry.name.lstrip(".").partition(".")[0]
                if _KEY.fullmatch(name) and (entry.name not in kept):
                    with suppress(OSError):
                        os.unlink(entry.path)  # noqa: PTH108 - an entry of a scan, not a path


def cache_key(doc_id: str, sha256: str, scan_languages: Sequence[str] = ()) -> str:
    """The key of a file's extraction by its name, the SHA-256 of its bytes and the settings."""
    suffix = suffix_of(doc_id)
    recogniser = [tesseract.version(), *scan_languages] if suffix == _PDF else []
    parts = [reader_version(), suffix, sha256, recogniser]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def description_key(doc_id: str, extraction_key: str, stated: str) -> str:
    """The key of what is concluded of a document by its name, its file and what is stated of it."""
    parts = [describer_version(), doc_id, extraction_key, stated]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


@lru_cache(maxsize=1)
def describer_version() -> str:
    """A hash of the code that concludes titles, days and languages."""
    return hashlib.sha256(json.dumps(_hashes(_DESCRIBING_CODE)).encode()).hexdigest()


def _hashes(patterns: Iterable[str]) -> list[tuple[str, str]]:
    """The files of the package that patterns name, each with the SHA-256 of its code."""
    folder = Path(__file__).parents[1]
    return sorted(
        (path.relative_to(folder).as_posix(), hashlib.sha256(path.read_bytes()).hexdigest())
        for pattern in patterns
        for path in folder.glob(pattern)
    )


@lru_cache(maxsize=1)
def reader_version() -> str:
    """A hash of the code that extracts and of the versions of its libraries."""
    versions = [(name, _version_of(name)) for name in libraries()]
    parts = [__version__, _hashes(_CODE), versions]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _version_of(distribution: str) -> str | None:
    try:
        return version(distribution)
    except PackageNotFoundError:
        return None
