"""The generation to measure on: the live one, or one built aside and gone afterwards."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from forumbot.archive.documents import Archive
from forumbot.errors import NoIndexError
from forumbot.parts import Parts
from forumbot.search.builder import Progress, build
from forumbot.search.generation import Generation, load_live
from forumbot.search.index_folder import IndexFolder


@contextmanager
def measured(parts: Parts, on_progress: Progress) -> Iterator[Generation]:
    """The generation to measure on.

    That is the live one, unless a knowledge folder is named that it was not built from: then one is
    built aside.
    """
    if not parts.settings.knowledge_named or _is_built_from(parts.index, parts.settings.knowledge):
        yield parts.generation
        return
    with aside(parts, parts.read_archive(), on_progress) as generation:
        yield generation


def _is_built_from(index: IndexFolder, knowledge: Path) -> bool:
    try:
        built_from = index.path / index.live()[1].knowledge
    except NoIndexError:
        return False
    return built_from.resolve() == knowledge.resolve()


@contextmanager
def aside(parts: Parts, archive: Archive, on_progress: Progress) -> Iterator[Generation]:
    """A generation of another archive in a folder of its own, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="forumbot-") as folder:
        index = IndexFolder(Path(folder))
        build(
            index, lambda: archive, parts.embedder, parts.clock, parts.build_settings,
            on_progress=on_progress,
        )  # fmt: skip
        yield load_live(index)
