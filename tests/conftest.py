"""What tests of several modules share: a real model, folders of real files, a clock that stands."""

import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

# Each worker of a run has a core; two threads each only wait for one another.
os.environ.setdefault("OMP_NUM_THREADS", "1")
# Hundreds of processes are started, each of which would compile anew what it imports.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

import hypothesis
import pytest
from filelock import FileLock

from forumbot.app import App
from forumbot.clock import Clock, fixed_clock
from forumbot.config import Settings
from forumbot.models.catalogue import MINILM
from forumbot.search.onnx_embedder import OnnxEmbedder
from forumbot.search.ports import Embedder

SHARED = Path(__file__).resolve().parents[1].parent / "shared"
SHIPPED = Path(__file__).resolve().parents[1] / "knowledge"
MEMORY, ENOUGH = Path("/dev/shm"), 2 * 2**30  # noqa: S108 - a folder in it is made safely

# No example has a deadline: on a shared machine any of them may wait for its turn.
hypothesis.settings.register_profile("patient", deadline=None)
hypothesis.settings.load_profile("patient")

MakeArchive = Callable[[dict[str, str | bytes]], Path]


def pytest_configure() -> None:
    """Keep temporary files in memory where it has room, as thousands are flushed, and bytecode."""
    sys.dont_write_bytecode = False
    has_room = os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ENOUGH
    if has_room and "TMPDIR" not in os.environ:
        os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)


@pytest.fixture(scope="session")
def embedder() -> Embedder:
    """The default model, loaded once for the whole run."""
    return OnnxEmbedder(MINILM)


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


@pytest.fixture(scope="session")
def shipped_index(embedder: Embedder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the archive that ships, built on 18 February 2019; nobody writes into it."""
    return _built_once("shipped", SHIPPED, embedder, tmp_path_factory)


@pytest.fixture(scope="session")
def seed_index(seed: Path, embedder: Embedder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the real forum report, built on 18 February 2019; nobody writes into it."""
    return _built_once("seed", seed, embedder, tmp_path_factory)


def _built_once(
    name: str, knowledge: Path, embedder: Embedder, factory: pytest.TempPathFactory
) -> Path:
    """An index that the first worker to ask for it builds, for all workers of the run."""
    run = factory.getbasetemp()
    run = run.parent if "PYTEST_XDIST_WORKER" in os.environ else run
    index = run / f"index-of-{name}"
    with FileLock(f"{index}.lock"):
        if not index.exists():
            settings = Settings(knowledge=knowledge, index=index, knowledge_named=True)
            app = App(settings, fixed_clock("2019-02-18T12:00"), embedder)
            app.service.build(strict=True, on_progress=lambda _step, _done, _total: None)
    return index
