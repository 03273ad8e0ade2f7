"""What tests of several modules share: a real model, folders of real files, a clock that stands."""

import gc
import importlib
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

# Each worker of a run has a core; two threads each only wait for one another.
os.environ.setdefault("OMP_NUM_THREADS", "1")
# Hundreds of processes are started, each of which would compile anew what it imports.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

import hypothesis
import pytest
from tests.corpus_reading import CorpusReading
from tests.indexes import Indexes, LoadedIndexes
from tests.nursery import Nursery
from tests.properties import examples
from tests.readings import FOLDER, RememberedReadings

from forumbot.archive import pool
from forumbot.clock import Clock, fixed_clock
from forumbot.models.catalogue import MINILM
from forumbot.reminders.checked_yaml import composed
from forumbot.reminders.events_file import EventsReport, check_events
from forumbot.search import reading
from forumbot.search.onnx_embedder import shared_embedder
from forumbot.search.ports import Embedder
from forumbot.zone_data import prefer_newer_data

# As the command does.
prefer_newer_data()

# Of a property that does not say how many examples it needs.
hypothesis.settings.register_profile("forumbot", examples(100))
hypothesis.settings.load_profile("forumbot")

SHARED = Path(__file__).resolve().parents[1].parent / "shared"
SHIPPED = Path(__file__).resolve().parents[1] / "knowledge"
BUILT_AT = fixed_clock("2019-02-18T12:00")()
START_PYTHON = pool.start_python
MEMORY, ENOUGH = Path("/dev/shm"), 2 * 2**30  # noqa: S108 - a folder in it is made safely

MakeArchive = Callable[[dict[str, str | bytes]], Path]


def pytest_collection(session: pytest.Session) -> None:
    """Have each worker begin elsewhere to load the tests, so that few are compiled by two.

    What pytest makes of a test's assertions takes longer than all else of its loading, and is kept
    for whoever loads it next. What cannot be loaded is told when it is collected. The collector
    waits, as it would find nothing to free among all that is loaded.
    """
    gc.disable()
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", 1))
    if workers == 1:
        return
    root = session.config.rootpath
    folders = [path for path in map(root.joinpath, session.config.args) if path.is_dir()]
    names = [
        ".".join(path.relative_to(root).with_suffix("").parts)
        for folder in folders
        for path in sorted(folder.rglob("test_*.py"))
    ]
    first = len(names) * int(worker) // workers
    for name in names[first:] + names[:first]:
        with suppress(Exception, pytest.skip.Exception):
            importlib.import_module(name)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Have the tests with PyTorch together, so that one worker alone spends seconds to load it."""
    items.sort(key=lambda item: item.get_closest_marker("pytorch") is None)


def pytest_collection_finish() -> None:
    """What is loaded by now stays: the collector need not look at it, nor at the rest as often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
    gc.enable()


def pytest_configure() -> None:
    """Keep temporary files in memory where it has room, as thousands are flushed, and bytecode."""
    sys.dont_write_bytecode = False
    has_room = os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ENOUGH
    if has_room and "TMPDIR" not in os.environ:
        os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)


@pytest.fixture(scope="session")
def embedder() -> Embedder:
    """The default model, loaded once for the whole run."""
    return shared_embedder(MINILM.name)


@pytest.fixture(scope="session", autouse=True)
def _readings_remembered(run_folder: Path) -> Iterator[None]:
    """No passage is read with one question twice, unless a test loads a reader itself."""
    (run_folder / "readings").mkdir(exist_ok=True)
    remembered = RememberedReadings(reading.shared_readers(), run_folder / "readings")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "shared_readers", lambda: remembered)
        patch.setenv(FOLDER, str(run_folder / "readings"))
        yield


@pytest.fixture(scope="session", autouse=True)
def _calendar_remembered() -> Iterator[None]:
    """The calendar of the archive that ships, in which nobody writes, is read once a process.

    Copies of it are, too, as far as the file alone tells.
    """
    shipped = SHIPPED / "events.yaml"
    text = shipped.read_text(encoding="utf-8")
    checked, nodes = cache(check_events), cache(composed)

    def read(path: Path) -> EventsReport:
        return (checked if path == shipped else check_events)(path)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("forumbot.reminders.events_kept.check_events", read)
        patch.setattr(
            "forumbot.reminders.events_file.composed",
            lambda given: (nodes if given == text else composed)(given),
        )
        yield


@pytest.fixture(scope="session", autouse=True)
def loaded_indexes(run_folder: Path) -> Iterator[LoadedIndexes]:
    """The indexes of the run, each of which is loaded once a process."""
    loaded = LoadedIndexes(run_folder / "indexes")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("forumbot.search.generation.load_live", loaded.load_live)
        yield loaded


@pytest.fixture(scope="session")
def nursery(run_folder: Path) -> Iterator[Nursery]:
    """Starts processes of Python in hundredths of a second."""
    with Nursery(run_folder) as started:
        yield started


@pytest.fixture(scope="session", autouse=True)
def _workers_forked(nursery: Nursery) -> Iterator[None]:
    """Files are read by processes of the nursery, unless a test wants them started."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pool, "start_python", nursery.piped)
        yield


@pytest.fixture
def workers_started(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are read by processes that are started from nothing, as outside the tests."""
    monkeypatch.setattr(pool, "start_python", START_PYTHON)


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
def run_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of all workers of the run."""
    run = tmp_path_factory.getbasetemp()
    return run.parent if "PYTEST_XDIST_WORKER" in os.environ else run


@pytest.fixture(scope="session")
def corpus_read(corpus: Path, run_folder: Path) -> CorpusReading:
    """What is read of the files of the corpus, once for all workers of the run."""
    return CorpusReading.of(corpus, run_folder / "corpus")


@pytest.fixture(scope="session")
def indexes(embedder: Embedder, run_folder: Path) -> Indexes:
    """Indexes that are built once for all workers of the run."""
    (run_folder / "indexes").mkdir(exist_ok=True)
    return Indexes(run_folder / "indexes", embedder)


@pytest.fixture(scope="session")
def shipped_index(indexes: Indexes) -> Path:
    """An index of the archive that ships, built on 18 February 2019; nobody writes into it."""
    return indexes.of(SHIPPED, BUILT_AT)


@pytest.fixture(scope="session")
def seed_index(seed: Path, indexes: Indexes) -> Path:
    """An index of the real forum report, built on 18 February 2019; nobody writes into it."""
    return indexes.of(seed, BUILT_AT)
