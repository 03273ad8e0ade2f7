"""A clock that the community and its bot share: a few numbers in a file that both of them map."""

import mmap
import struct
from datetime import UTC, datetime, timedelta
from enum import IntEnum
from pathlib import Path


class _Cell(IntEnum):
    """What stands in the file, each a number of eight bytes."""

    NOW = 0
    ASKED = 1
    RESTED = 2
    NEXT = 3
    TASKS = 4


class SharedClock:
    """Seconds since 1970 as the community sets them, and when the bot has done all that is due.

    The community moves the time on and asks; the bot's runner answers once it rests, with the time
    at which there is something to do again.
    """

    def __init__(self, path: Path, start: datetime | None = None) -> None:
        if start is not None:
            path.write_bytes(bytes(8 * len(_Cell)))
        with path.open("r+b") as file:
            self._map = mmap.mmap(file.fileno(), 8 * len(_Cell))
        if start is not None:
            self.set(start)

    def __call__(self) -> datetime:
        """The present instant."""
        return datetime.fromtimestamp(self.seconds(), UTC)

    def seconds(self) -> float:
        """The present, in seconds since 1970."""
        return self._read(_Cell.NOW)

    def set(self, instant: datetime) -> None:
        """Let it be another time."""
        self._write(_Cell.NOW, instant.timestamp())

    # The community's side

    def ask(self) -> None:
        """Have the bot look at what is due."""
        self._write(_Cell.ASKED, self.asked + 1)

    @property
    def has_rested(self) -> bool:
        """Whether the bot has looked since it was asked, and has nothing to do."""
        return self._read(_Cell.RESTED) == self.asked

    @property
    def next_at(self) -> datetime:
        """When the bot has something to do again."""
        return datetime.fromtimestamp(self._read(_Cell.NEXT), UTC)

    @property
    def tasks(self) -> int:
        """How many tasks the bot's event loop had when it rested last."""
        return int(self._read(_Cell.TASKS))

    # The bot's side

    @property
    def asked(self) -> float:
        """How often the community has asked."""
        return self._read(_Cell.ASKED)

    def rest(self, asked: float, seconds: float, tasks: int) -> None:
        """All is done that was due when ``asked``; there is nothing to do for so many seconds."""
        next_at = self() + timedelta(seconds=seconds)
        self._write(_Cell.NEXT, next_at.timestamp())
        self._write(_Cell.TASKS, tasks)
        self._write(_Cell.RESTED, asked)

    def _read(self, cell: _Cell) -> float:
        value: float = struct.unpack_from("<d", self._map, 8 * cell)[0]
        return value

    def _write(self, cell: _Cell, value: float) -> None:
        struct.pack_into("<d", self._map, 8 * cell, value)
