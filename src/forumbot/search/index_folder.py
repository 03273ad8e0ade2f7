"""The index folder: one folder a generation, and ``CURRENT``, which names the live one.

A generation is written under a name that nobody reads, flushed to disk, renamed, and only then
named in ``CURRENT`` by replacing that file in one step. A build that dies leaves at most a folder
that the next build removes.
"""

import json
import os
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from filelock import FileLock, Timeout

from forumbot.errors import (
    REBUILD,
    ArchiveIndexError,
    BuildInProgressError,
    DamagedIndexError,
    NoIndexError,
    UsageError,
)
from forumbot.language.said import said
from forumbot.search.manifest import (
    MANIFEST,
    DocumentRecord,
    Manifest,
    check_files,
    read_manifest,
    recorded_sha256,
    write_manifest,
)

CURRENT = "CURRENT"
_GENERATIONS = "generations"
_EXTRACTED = "extracted"
_ENCODED, _ENCODED_FOREIGN = ".encoded", ".encoded-foreign"
_COMPARED = "compared"
_LOCK = ".lock"
_NAME = re.compile(r"\d{8}T\d{6}\.\d{6}Z-[0-9a-f]{6}")
_STAMP = "%Y%m%dT%H%M%S.%fZ"


class IndexFolder:
    """The generations under one index folder, and which of them is live."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the folder for writing; raises :class:`BuildInProgressError` if another one does.

        The operating system lets go of the lock when a process dies, however it dies.
        """
        lock = FileLock(self.path / _LOCK)
        try:
            self._generations.mkdir(parents=True, exist_ok=True)
            lock.acquire(timeout=0)
        except Timeout:
            raise BuildInProgressError(said("archive_busy", path=self.path)) from None
        except (OSError, NotImplementedError) as error:
            raise ArchiveIndexError(
                f"{self.path}: cannot be written ({error})",
                "allow writing to the index folder, or name another with --index",
            ) from None
        try:
            yield
        finally:
            lock.release()

    def new_generation(self, now: datetime) -> "NewGeneration":
        """Begin a generation; call under :meth:`locked`. Left-overs of dead builds are removed."""
        for entry in self._generations.iterdir():
            if not _NAME.fullmatch(entry.name):
                shutil.rmtree(entry, ignore_errors=True)
        name = f"{self._later_than_all(now):{_STAMP}}-{secrets.token_hex(3)}"
        folder = self._generations / f".{name}"
        folder.mkdir()
        return NewGeneration(self, name, folder)

    def live(self) -> tuple[Path, Manifest]:
        """The live generation's folder and its manifest, not yet compared with its files."""
        name, sha256 = self._current()
        folder = self._generations / name
        if not folder.is_dir():
            raise DamagedIndexError(
                f"{self.path / CURRENT}: names {name!r}, which is gone", REBUILD
            )
        if recorded_sha256(folder) != sha256:
            raise DamagedIndexError(f"{folder}: its manifest's hash is not the live one's", REBUILD)
        return folder, read_manifest(folder, sha256)

    def kept(self, name: str) -> tuple[Path, Manifest]:
        """A complete generation's folder and manifest, not yet compared with its files.

        Raises :class:`UsageError` for a name that is not there.
        """
        if name not in self.names():
            there = ", ".join(self.names()) or "none"
            raise UsageError(f"{self.path}: has no generation {name!r} (there are: {there})")
        folder = self._generations / name
        return folder, read_manifest(folder)

    def names(self) -> list[str]:
        """All complete generations, oldest first."""
        if not self._generations.is_dir():
            return []
        return sorted(
            entry.name
            for entry in self._generations.iterdir()
            if _NAME.fullmatch(entry.name) and (entry / MANIFEST).is_file()
        )

    @property
    def extracted(self) -> Path:
        """Where extractions are kept from build to build; may be removed at any time."""
        return self.path / _EXTRACTED

    @property
    def encoded(self) -> Path:
        """What a build has encoded so far; gone once it is published."""
        return self.path / _ENCODED

    @property
    def encoded_foreign(self) -> Path:
        """As :attr:`encoded`, by the model of many languages."""
        return self.path / _ENCODED_FOREIGN

    @property
    def compared(self) -> Path:
        """Vectors that questions in other languages needed; may be removed at any time."""
        return self.path / _COMPARED

    def records(self) -> Iterator[DocumentRecord]:
        """The documents of all complete generations whose manifests can be read."""
        for name in self.names():
            with suppress(ArchiveIndexError):
                yield from read_manifest(self._generations / name).documents

    def roll_back(self, name: str | None = None) -> Manifest:
        """Make ``name`` the live generation, or the one before the live one.

        The generation is compared with its hashes first. Raises :class:`UsageError` for a name
        that is not there and :class:`ArchiveIndexError` where none is older.
        """
        with self.locked():
            name = self._older() if name is None else name
            folder, manifest = self.kept(name)
            check_files(folder, manifest)
            try:
                self.publish(name, recorded_sha256(folder))
            except OSError as error:
                why = error.strerror
                told = said("archive_unwritable", path=self.path, why=why)
                raise ArchiveIndexError(told) from None
            return manifest

    def publish(self, name: str, manifest_sha256: str) -> None:
        """Name the live generation, in one step that a crash cannot leave half done."""
        record = json.dumps({"generation": name, "manifest_sha256": manifest_sha256})
        temporary = self.path / f".{CURRENT}.new"
        temporary.write_text(record + "\n", encoding="utf-8")
        _flush(temporary)
        temporary.replace(self.path / CURRENT)
        _flush(self.path)

    def prune(self, keep: int) -> None:
        """Remove the oldest generations but for ``keep``; the live one always stays."""
        live, _sha256 = self._current()
        for name in [name for name in self.names() if name != live][: -(keep - 1) or None]:
            shutil.rmtree(self._generations / name, ignore_errors=True)

    @property
    def _generations(self) -> Path:
        return self.path / _GENERATIONS

    def _later_than_all(self, now: datetime) -> datetime:
        """The time that names a generation, so that names sort by age even if the clock is set."""
        now = now.astimezone(UTC)
        if not self.names():
            return now
        newest = datetime.strptime(self.names()[-1].partition("-")[0], _STAMP).replace(tzinfo=UTC)
        return max(now, newest + timedelta(microseconds=1))

    def _older(self) -> str:
        live, _sha256 = self._current()
        older = [name for name in self.names() if name < live]
        if not older:
            raise ArchiveIndexError(said("archive_no_older", path=self.path))
        return older[-1]

    def _current(self) -> tuple[str, str]:
        path = self.path / CURRENT
        try:
            record = json.loads(path.read_bytes())
            name, sha256 = record["generation"], record["manifest_sha256"]
        except FileNotFoundError:
            raise NoIndexError(f"{self.path}: holds no index yet", REBUILD) from None
        except OSError as error:
            raise DamagedIndexError(f"{path}: cannot be read ({error.strerror})", REBUILD) from None
        except (ValueError, KeyError, TypeError, RecursionError):
            raise DamagedIndexError(f"{path}: is damaged", REBUILD) from None
        if not isinstance(name, str) or not _NAME.fullmatch(name) or not isinstance(sha256, str):
            raise DamagedIndexError(f"{path}: is damaged", REBUILD)
        return name, sha256


def built_at(name: str) -> datetime | None:
    """When a generation of that name was built; None where its name does not tell."""
    if not _NAME.fullmatch(name):
        return None
    return datetime.strptime(name.rpartition("-")[0], _STAMP).replace(tzinfo=UTC)


class NewGeneration:
    """A generation that is being written; nobody reads it until :meth:`publish`."""

    def __init__(self, index: IndexFolder, name: str, folder: Path) -> None:
        self.name = name
        self.folder = folder
        self._index = index

    def discard(self) -> None:
        """Remove what was written so far."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def files(self) -> list[str]:
        """The files written so far, as paths with ``/`` under the generation's folder."""
        found = (path for path in self.folder.rglob("*") if path.is_file())
        return sorted(path.relative_to(self.folder).as_posix() for path in found)

    def publish(self, manifest: Manifest) -> None:
        """Flush everything to disk and make this the live generation."""
        sha256 = write_manifest(self.folder, manifest)
        for path in [*self.folder.rglob("*"), self.folder]:
            _flush(path)
        final = self.folder.with_name(self.name)
        self.folder.rename(final)
        _flush(final.parent)
        self._index.publish(self.name, sha256)


def _flush(path: Path) -> None:
    """Wait until a file or folder is on disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
