"""A process: how long it took, its processor time, and the most memory, its children's with it."""

import os
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_EVERY = 0.1
"""Seconds between two looks at the memory; the kernel itself keeps the peak of one process."""


@dataclass(frozen=True, slots=True)
class Ran:
    """A process that has ended; ``processor`` is the time that all cores worked for it."""

    seconds: float
    processor: float
    megabytes: float


def run(command: Sequence[str], surroundings: Mapping[str, str], folder: Path) -> Ran:
    """Run a command to its end; raises :class:`RuntimeError` with what it said where it fails."""
    log = folder / "log"
    began = time.perf_counter()
    with log.open("wb") as said:
        child = subprocess.Popen(command, env=surroundings, stdout=said, stderr=said)
        ended = threading.Event()
        peaks: list[int] = [0]
        watch = threading.Thread(target=_watch, args=(child.pid, ended, peaks))
        watch.start()
        _pid, status, usage = os.wait4(child.pid, 0)
        seconds = time.perf_counter() - began
        ended.set()
        watch.join()
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise RuntimeError(f"{' '.join(command)}\n{log.read_text('utf-8', 'replace')[-3000:]}")
    processor = usage.ru_utime + usage.ru_stime
    return Ran(seconds, processor, max(*peaks, usage.ru_maxrss * 1024) / 1e6)


def _watch(pid: int, ended: threading.Event, peaks: list[int]) -> None:
    while not ended.wait(_EVERY):
        peaks[0] = max(peaks[0], sum(map(_resident, _family(pid))))


def _family(pid: int) -> list[int]:
    """A process and all below it, as far as they are still there."""
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        below = [int(one) for task in tasks for one in (task / "children").read_text().split()]
    except OSError:
        return []
    return [pid, *(one for child in below for one in _family(child))]


def _resident(pid: int) -> int:
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")
