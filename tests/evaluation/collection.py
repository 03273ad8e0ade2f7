"""A collection indexed for a test, and what is told of the progress."""

from pathlib import Path

from forumbot.archive.documents import Archive
from forumbot.clock import fixed_clock
from forumbot.search.builder import BuildSettings, build
from forumbot.search.generation import Generation, load_live
from forumbot.search.index_folder import IndexFolder
from forumbot.search.ports import Embedder


class Progress:
    """Remembers what it was told."""

    def __init__(self) -> None:
        self.told: list[tuple[str, int, int]] = []

    def __call__(self, step: str, done: int, total: int) -> None:
        self.told.append((step, done, total))


def indexed(archive: Archive, index: Path, embedder: Embedder) -> Generation:
    """An index of an archive."""
    folder = IndexFolder(index)
    build(folder, lambda: archive, embedder, fixed_clock("2019-02-20"), BuildSettings())
    return load_live(folder)
