"""Arrays that stay in their files, each stretch read when it is asked for."""

import math
import os
import threading
import weakref
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt


class _Room(threading.local):
    """Memory that a thread uses again, as to be handed new takes longer than to fill it."""

    def __init__(self) -> None:
        """None so far."""
        self.rows: npt.NDArray[Any] | None = None


class FileArray:
    """The rows of an ``.npy`` file.

    Of a mapped file as much would count as memory as was ever looked at.
    """

    def __init__(self, path: Path) -> None:
        """Open it; raises OSError, EOFError or ValueError where it cannot be read."""
        mapped = np.load(path, mmap_mode="r", allow_pickle=False)
        self.shape, self._kind = mapped.shape, mapped.dtype
        self._row = mapped.dtype.itemsize * math.prod(self.shape[1:])
        self._start = int(mapped.offset)
        self._room = _Room()
        self._file = os.open(path, os.O_RDONLY)
        weakref.finalize(self, os.close, self._file)

    def __len__(self) -> int:
        return int(self.shape[0])

    def __getitem__(self, rows: slice) -> npt.NDArray[Any]:
        """Some rows that stand together."""
        start, end, _step = rows.indices(len(self))
        read = os.pread(self._file, (end - start) * self._row, self._start + start * self._row)
        return np.frombuffer(read, self._kind).reshape(-1, *self.shape[1:])

    def lent(self, stretches: Sequence[tuple[int, int]]) -> npt.NDArray[Any]:
        """The rows of several stretches, one below the other.

        They stand in memory that the next such call in this thread overwrites.
        """
        count = sum(end - start for start, end in stretches)
        if self._room.rows is None or len(self._room.rows) < count:
            self._room.rows = np.empty((count, *self.shape[1:]), self._kind)
        rows, place, row, first = self._room.rows[:count], 0, self._row, self._start
        for start, end in stretches:
            if end > start:
                part = rows[place : place + end - start]
                os.preadv(self._file, [part.data], first + start * row)
                place += end - start
        return rows
