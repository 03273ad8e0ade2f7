"""Vectors of words that stay in their file, each read when it is asked for.

A model's vocabulary is a third of it or more, of which a passage needs a few hundred rows.
"""

import os
import weakref
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from forumbot.models.bert import quantized

Floats = npt.NDArray[np.float32]
Rows = Callable[[Sequence[int]], Floats]


class FileRows:
    """Rows of ``size`` bytes each from ``start`` on, which ``unpack`` makes numbers of."""

    def __init__(
        self, source: Path | bytes, start: int, size: int, unpack: Callable[[bytes], Floats]
    ) -> None:
        """Open a file, or take its bytes; raises OSError."""
        self._start, self._size, self._unpack = start, size, unpack
        self._source = source if isinstance(source, bytes) else os.open(source, os.O_RDONLY)
        if isinstance(self._source, int):
            weakref.finalize(self, os.close, self._source)

    def __call__(self, ids: Sequence[int]) -> Floats:
        """The rows of these numbers, shape (ids, width)."""
        return self._unpack(b"".join(self._read(self._start + self._size * one) for one in ids))

    def _read(self, place: int) -> bytes:
        if isinstance(self._source, bytes):
            return self._source[place : place + self._size]
        return os.pread(self._source, self._size, place)


def packed(matrix: Floats) -> bytes:
    """A matrix in 8 bits: of each row its scale, then its numbers."""
    whole, scales = quantized(matrix)
    record = _record(matrix.shape[1])
    rows = np.empty(len(matrix), record)
    rows["scale"], rows["numbers"] = scales, whole
    return rows.tobytes()


def packed_rows(source: Path | bytes, width: int) -> FileRows:
    """The rows of what :func:`packed` made."""
    record = _record(width)

    def unpack(raw: bytes) -> Floats:
        rows = np.frombuffer(raw, record)
        return np.asarray(rows["numbers"] * rows["scale"][:, None], dtype=np.float32)

    return FileRows(source, 0, record.itemsize, unpack)


def _record(width: int) -> np.dtype[np.void]:
    return np.dtype([("scale", "<f4"), ("numbers", "i1", width)])
