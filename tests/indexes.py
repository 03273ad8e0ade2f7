"""Indexes that are built once a run, by the first process that needs one, and copied from then on.

What a build makes of the same files at the same instant is the same; tests of building itself
build. As nobody writes into them, a process loads one but once, unless it is a copy.
"""

import hashlib
import shutil
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from filelock import FileLock

from forumbot.answers.forums import topics
from forumbot.app import App
from forumbot.config import Settings
from forumbot.search.generation import Generation, load_live
from forumbot.search.index_folder import IndexFolder
from forumbot.search.ports import Embedder


@dataclass(frozen=True)
class Indexes:
    """Those of a run, in a folder of all its processes."""

    folder: Path
    embedder: Embedder

    def of(self, knowledge: Path, now: datetime) -> Path:
        """The index of a copy of a folder, built at an instant; nobody writes into it."""
        place = self.folder / _key(knowledge, now)
        with FileLock(f"{place}.lock"):
            if not place.exists():
                building = place.with_suffix(".building")
                shutil.copytree(knowledge, building / "knowledge", symlinks=True)
                self._build(building, now)
                building.rename(place)
        return place / "index"

    def _build(self, place: Path, now: datetime) -> None:
        settings = Settings(
            knowledge=place / "knowledge", index=place / "index", knowledge_named=True
        )
        app = App(settings, lambda: now, self.embedder)
        app.service.build(strict=False, on_progress=lambda _step, _done, _total: None)


@dataclass(frozen=True)
class LoadedIndexes:
    """What this process has loaded of the indexes in the folder of a run, and their topics."""

    folder: Path
    _generations: dict[Path, Generation] = field(default_factory=dict)
    _topics: dict[int, list[str]] = field(default_factory=dict)

    def load_live(self, index: IndexFolder) -> Generation:
        """The live generation of an index, loaded once where it is one of the run's."""
        if not index.path.is_relative_to(self.folder):
            return load_live(index)
        if index.path not in self._generations:
            self._generations[index.path] = load_live(index)
        return self._generations[index.path]

    def topics(self, generation: Generation) -> list[str]:
        """The topics of a generation, found once where it stays loaded."""
        if all(generation is not one for one in self._generations.values()):
            return topics(generation)
        if id(generation) not in self._topics:
            self._topics[id(generation)] = topics(generation)
        return self._topics[id(generation)]


def _key(knowledge: Path, now: datetime) -> str:
    """A hash of the instant, and of each file's name and bytes."""
    digest = hashlib.sha256(now.isoformat().encode())
    for path in sorted(path for path in knowledge.rglob("*") if path.is_file()):
        raw = path.read_bytes()
        digest.update(f"\n{path.relative_to(knowledge)} {len(raw)}\n".encode())
        digest.update(raw)
    return digest.hexdigest()[:16]
