"""Bots forked from a process that has imported what they need: ``python -m`` runs that process.

A start of ``forumbot run`` spends most of its time on importing libraries. The nursery
does that once, with a single thread, and each bot is then a process of its own that runs the
command line from its beginning to the end of its interpreter.
"""

import gc
import importlib
import json
import os
import select
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Any, Self

from forumbot import cli

_LIBRARIES = ("tokenizers", "faiss", "bm25s", "discord", "dateparser")


class Forked:
    """A process of the nursery, handled as one of :class:`subprocess.Popen`."""

    def __init__(self, nursery: "BotNursery", pid: int) -> None:
        self._nursery, self.pid = nursery, pid
        self._handle = os.pidfd_open(pid)
        self._status: int | None = None
        self._lock = Lock()

    def poll(self) -> int | None:
        """The exit status, or None while it runs."""
        return self._ended_within(0)

    def wait(self, timeout: float) -> int:
        """The exit status, for which it waits so many seconds; raises when they have passed."""
        status = self._ended_within(timeout)
        if status is None:
            raise subprocess.TimeoutExpired(str(self.pid), timeout)
        return status

    def send_signal(self, number: signal.Signals) -> None:
        """Send it a signal, if it runs."""
        if self.poll() is None:
            signal.pidfd_send_signal(self._handle, number)

    def kill(self) -> None:
        """End it at once, if it runs."""
        self.send_signal(signal.SIGKILL)

    def _ended_within(self, seconds: float) -> int | None:
        if self._status is None and select.select([self._handle], [], [], seconds)[0]:
            with self._lock:
                if self._status is None:
                    self._status = self._nursery.ask({"status_of": self.pid})
        return self._status


class BotNursery:
    """The process that forks bots; use it as a context manager."""

    def __enter__(self) -> Self:
        self._lock = Lock()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.bot.bot_nursery"],
            cwd=Path(__file__).resolve().parents[2], env={**os.environ, "OMP_NUM_THREADS": "1"},
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        self._process.communicate(timeout=60)

    def start(
        self, arguments: Sequence[str], environment: Mapping[str, str], output: Path
    ) -> Forked:
        """Run ``forumbot`` with these arguments; what it prints goes to the file."""
        order = {"arguments": arguments, "environment": environment, "output": str(output)}
        return Forked(self, self.ask(order))

    def ask(self, order: dict[str, Any]) -> int:
        """Give an order; returns the number that is its answer."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with self._lock:
            self._process.stdin.write(json.dumps(order) + "\n")
            self._process.stdin.flush()
            return int(self._process.stdout.readline())


# The process


def serve() -> None:
    """Fork a bot for each order on standard input, or say how one has ended."""
    for library in _LIBRARIES:
        importlib.import_module(library)
    gc.freeze()
    for line in sys.stdin:
        order = json.loads(line)
        if "status_of" in order:
            _pid, status = os.waitpid(order["status_of"], 0)
            _say(os.waitstatus_to_exitcode(status))
        elif pid := os.fork():
            _say(pid)
        else:
            _be_a_bot(**order)


def _be_a_bot(arguments: list[str], environment: dict[str, str], output: str) -> None:
    """Leave the nursery's files and environment behind, and run to the end of the interpreter."""
    file = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    for number, target in enumerate((os.open(os.devnull, os.O_RDONLY), file, file)):
        os.dup2(target, number)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = ["forumbot", *arguments]
    cli.main()


def _say(number: int) -> None:
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    serve()
