"""A folder read by a process of its own, which tells its time and memory and that of its workers.

It is forked from one that has read a document before (``reading_warmed_up``), and so are its
workers, so that they need not load what reading takes.
"""

import multiprocessing
import resource
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tests.nursery import ForkedNursery

from forumbot.archive import pool
from forumbot.archive.documents import read_archive
from forumbot.archive.extract import EXTRACTOR
from forumbot.config import ExtractionConfig

_FORKED = multiprocessing.get_context("forkserver")
_FORKED.set_forkserver_preload(["tests.archive.reading_warmed_up"])
_PATIENCE = 300


@dataclass(frozen=True)
class Reading:
    """What became of each file, and what it cost."""

    texts: dict[str, str]
    warnings: dict[str, tuple[str, ...]]
    refused: dict[str, str]
    seconds: float
    parent_mb: float
    worker_mb: float


def read(
    folder: Path, limits: ExtractionConfig, extractor: str = EXTRACTOR, *, forks: bool = True
) -> Reading:
    """Read a folder in a new process, whose workers start from nothing unless it ``forks``."""
    with ProcessPoolExecutor(1, mp_context=_FORKED) as processes:
        return processes.submit(_measured, folder, limits, extractor, forks).result(_PATIENCE)


def _measured(folder: Path, limits: ExtractionConfig, extractor: str, forks: bool) -> Reading:
    started = time.perf_counter()
    with ForkedNursery() as nursery:
        if forks:
            vars(pool)["start_python"] = nursery.piped
        archive = read_archive(folder, limits=limits, extractor=extractor)
        seconds = time.perf_counter() - started
    # Of the workers as well, as the nursery has ended by now.
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return Reading(
        texts={document.doc_id: document.text for document in archive.documents},
        warnings={document.doc_id: document.warnings for document in archive.documents},
        refused={refusal.doc_id: refusal.reason for refusal in archive.refused},
        seconds=seconds,
        parent_mb=_peak_mb(),
        worker_mb=most / 1024,
    )


def _peak_mb() -> float:
    """The most memory that this process had; what getrusage tells counts the one it is of too."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    [peak] = [line for line in status.splitlines() if line.startswith("VmHWM:")]
    return int(peak.split()[1]) / 1024
