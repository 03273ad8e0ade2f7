"""Worker processes that read files, so that a parser takes at most its own file with it."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from types import TracebackType
from typing import IO, Self

from forumbot.archive.formats.tesseract import CLOCK_SECONDS, SCAN_LANGUAGES, SECONDS
from forumbot.archive.worker import CRASH, LENGTH_BYTES, OUT_OF_MEMORY, READY, REFUSED
from forumbot.config import ExtractionConfig
from forumbot.errors import ArchiveError, RefusedError

_CRASHED, _ANEW = "the reader crashed", "open it and save it anew"
_LONGER = "split it, or raise extraction.seconds in forumbot.yaml"
_LARGER = "split it, or raise extraction.megabytes in forumbot.yaml"
_START_SECONDS = 300
_OUT_OF_TIME = -signal.SIGPROF if hasattr(signal, "SIGPROF") else None
_MAX_ANSWER_BYTES = 512 * 1024 * 1024
_MAX_REASON_CHARS = 300
# A worker needs to find Python and its libraries; secrets of the environment are not its business.
_ENVIRONMENT = (
    "PATH",
    "PYTHONHOME",
    "LD_LIBRARY_PATH",
    "SYSTEMROOT",
    "LANG",
    "LC_ALL",
    "TMPDIR",
    "TESSDATA_PREFIX",
)

Plain = str | int | float | bool | None
"""What can be handed to a function in a worker beside the file."""


class UnreadError(RefusedError):
    """A worker crashed over a file or passed its limits, which may go better another time."""


class WorkerPool:
    """Worker processes, started when first needed, each reading one file at a time.

    Safe to use from threads: there are as many workers as files being read at once. ``function``
    names what they call, as ``module:name``: it takes the bytes of a file, and whatever plain
    arguments :meth:`call` is given, and returns bytes.
    """

    def __init__(self, function: str, limits: ExtractionConfig | None = None) -> None:
        self._function = function
        self._limits = limits or ExtractionConfig()
        self._lock = threading.Lock()
        self._idle: list[_Worker] = []
        self._all: set[_Worker] = set()
        self._closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End all workers, whatever they are doing."""
        with self._lock:
            self._closed = True
            workers, self._all, self._idle = self._all, set(), []
        for worker in workers:
            worker.end()

    @property
    def size(self) -> int:
        """How many workers there are."""
        with self._lock:
            return len(self._all)

    def call(self, raw: bytes, *arguments: Plain, function: str | None = None) -> bytes:
        """What the function, or another one that is named, makes of a file, in a worker.

        Raises :class:`RefusedError` where it refuses the file, :class:`UnreadError` where it
        crashes, takes too long or needs too much memory, and :class:`ArchiveError` where no worker
        can be started.
        """
        worker = self._take()
        try:
            kind, answer = worker.call(raw, (function, *arguments))
        except BaseException:
            self._drop(worker)
            raise
        self._put_back(worker)
        if kind == REFUSED:
            raise RefusedError(_on_one_line(answer)[:_MAX_REASON_CHARS])
        return answer

    def _take(self) -> "_Worker":
        with self._lock:
            if self._idle:
                return self._idle.pop()
            if self._closed:
                raise ArchiveError("the reading was stopped")
            worker = _Worker(self._function, self._limits)
            self._all.add(worker)
        return worker

    def _put_back(self, worker: "_Worker") -> None:
        with self._lock:
            if worker.is_usable and not self._closed:
                self._idle.append(worker)
                return
        self._drop(worker)

    def _drop(self, worker: "_Worker") -> None:
        with self._lock:
            self._all.discard(worker)
        worker.end()


class _Worker:
    """One worker process and the pipes to it."""

    def __init__(self, function: str, limits: ExtractionConfig) -> None:
        self._limits = limits
        self._is_ready = False
        self._is_usable = True
        arguments = (str(limits.seconds), str(limits.megabytes), function)
        try:
            self._process = start_python(
                ["-P", "-m", "forumbot.archive.worker", *arguments], _environment(limits)
            )
        except OSError as error:
            raise ArchiveError(
                f"{sys.executable}: cannot be started to read files ({error.strerror})",
                "allow more processes or memory",
            ) from None
        assert self._process.stdin is not None  # noqa: S101 - for the type checker
        assert self._process.stdout is not None  # noqa: S101 - for the type checker
        self._requests, self._answers = self._process.stdin, self._process.stdout

    @property
    def is_usable(self) -> bool:
        """Whether it can read another file."""
        return self._is_usable

    def call(self, raw: bytes, arguments: Sequence[Plain]) -> tuple[bytes, bytes]:
        """Have a file read or refused; on any error this worker is of no further use."""
        self._await_ready()
        with self._deadline(self._limits.clock_seconds) as passed:
            try:
                self._send(json.dumps(arguments).encode(), raw)
                kind, answer = self._receive()
            except (OSError, EOFError, ValueError):
                self.end()
                raise UnreadError(self._failure(passed.is_set())) from None
        if kind == CRASH:
            raise UnreadError(f"{_CRASHED} ({_on_one_line(answer)[:60]}); {_ANEW}")
        return kind, answer

    def end(self) -> None:
        """Kill the process and what it started, if it still runs, and close the pipes."""
        _kill(self._process)
        self._process.wait()
        for pipe in (self._requests, self._answers):
            with suppress(OSError, ValueError):
                pipe.close()

    def _await_ready(self) -> None:
        if self._is_ready:
            return
        with self._deadline(_START_SECONDS):
            self._is_ready = self._answers.read(len(READY)) == READY
        if not self._is_ready:
            raise ArchiveError(
                f"{sys.executable}: cannot start to read files within {self._limits.megabytes} MB",
                "raise extraction.megabytes, or install forumbot again",
            )

    @contextmanager
    def _deadline(self, seconds: float) -> Iterator[threading.Event]:
        """Kill the process when the time is up, which the event then says."""
        passed, lock = threading.Event(), threading.Lock()
        is_over = False

        def stop() -> None:
            with lock:
                if not is_over:
                    passed.set()
                    self._is_usable = False
                    _kill(self._process)

        timer = threading.Timer(seconds, stop)
        timer.daemon = True
        timer.start()
        try:
            yield passed
        finally:
            with lock:
                is_over = True
            timer.cancel()

    def _send(self, arguments: bytes, raw: bytes) -> None:
        lengths = len(arguments).to_bytes(LENGTH_BYTES) + len(raw).to_bytes(LENGTH_BYTES)
        self._requests.write(lengths + arguments)
        self._requests.write(raw)
        self._requests.flush()

    def _receive(self) -> tuple[bytes, bytes]:
        """What kind of answer it is, and the answer."""
        head = _read_all(self._answers, 1 + LENGTH_BYTES)
        length = int.from_bytes(head[1:])
        if length > _MAX_ANSWER_BYTES:
            raise EOFError
        return head[:1], _read_all(self._answers, length)

    def _failure(self, is_late: bool) -> str:
        if is_late:
            return f"took longer than {self._limits.clock_seconds:g} s to read; {_LONGER}"
        if self._process.returncode == _OUT_OF_TIME:
            return (
                f"took longer than {self._limits.seconds:g} s of the processor to read; {_LONGER}"
            )
        if self._process.returncode == OUT_OF_MEMORY:
            return f"needed more than {self._limits.megabytes} MB of memory to read; {_LARGER}"
        return f"{_CRASHED}; {_ANEW}"


def start_python(
    arguments: Sequence[str], environment: Mapping[str, str]
) -> subprocess.Popen[bytes]:
    """A process of this Python, with pipes to its input and from its output.

    It leads a session of its own, as an interrupt from the keyboard is for the parent alone.
    """
    return subprocess.Popen(  # noqa: S603 - this Python and our own words
        [sys.executable, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        start_new_session=True,
    )


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End a worker, which leads a group of its own, with all that it started."""
    if process.returncode is None and hasattr(os, "killpg"):  # its number is still its own
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()


def _on_one_line(answer: bytes) -> str:
    return " ".join(answer.decode(errors="replace").split())


def _read_all(pipe: IO[bytes], length: int) -> bytes:
    data = pipe.read(length)
    if len(data) < length:
        raise EOFError
    return data


def _environment(limits: ExtractionConfig) -> dict[str, str]:
    """The few variables that a worker needs, its time, and where this process finds its modules."""
    paths = [os.path.abspath(path) for path in sys.path if path]  # noqa: PTH100 - zip files too
    kept = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
    stated = {
        SECONDS: str(limits.seconds),
        CLOCK_SECONDS: str(limits.clock_seconds),
        SCAN_LANGUAGES: " ".join(limits.scan_languages),
    }
    return {**kept, **stated, "PYTHONPATH": os.pathsep.join(paths)}
