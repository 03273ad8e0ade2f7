"""What tests of several modules share: a real model, folders of real files, a clock that stands."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from forumbot.clock import Clock
from forumbot.search.embedder import DEFAULT_MODEL, SentenceEmbedder

SHARED = Path(__file__).resolve().parents[1].parent / "shared"

MakeArchive = Callable[[dict[str, str | bytes]], Path]


@pytest.fixture(scope="session")
def embedder() -> SentenceEmbedder:
    """The default model, loaded once for the whole run."""
    return SentenceEmbedder(DEFAULT_MODEL)


@pytest.fixture
def clock() -> Clock:
    """A clock that stands at noon on 20 February 2019, UTC."""
    return lambda: datetime(2019, 2, 20, 12, tzinfo=UTC)


@pytest.fixture
def make_archive(tmp_path: Path) -> MakeArchive:
    """Writes files into a new knowledge folder and returns its path."""

    def make(files: dict[str, str | bytes]) -> Path:
        folder = tmp_path / "knowledge"
        for name, content in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        return folder

    return make


def _shared(name: str) -> Path:
    folder = SHARED / name
    if not folder.is_dir():
        pytest.skip(f"../shared/{name} is absent")
    return folder


@pytest.fixture(scope="session")
def seed() -> Path:
    """The folder of the real forum report."""
    return _shared("seed")


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real reports, minutes and slides."""
    return _shared("corpus")
