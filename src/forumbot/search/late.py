"""Late interaction: how well each word of a question is met by some token of a passage."""

import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from forumbot.asking.question import LocatedWord
from forumbot.errors import REBUILD, DamagedIndexError
from forumbot.language.words import stop_words
from forumbot.products import product
from forumbot.search.file_array import FileArray
from forumbot.search.ports import TokenVectors, Vectors

Codes = npt.NDArray[np.int8]
"""Token vectors in rows, shape (tokens, width); only the direction of a row counts."""

Starts = npt.NDArray[np.int32]
"""Where tokens begin, in characters, shape (tokens,)."""

# Set by hand, with room for other models: of the shipped one's 384 dimensions less than half are
# kept. Codes fill a signed byte.
WIDTH = 160
_LARGEST = 127
# So many passages fit a core's cache as floats, some 160 tokens of 160 dimensions each: a hundred
# took 6.8 ms so, and 8.7 at once. Of fewer products are rounded otherwise.
_AT_ONCE = 8
_CODES, _STARTS, _ENDS, _PROJECTION = "codes.npy", "starts.npy", "ends.npy", "projection.npy"


@dataclass(frozen=True, slots=True)
class CodedTokens:
    """The tokens of one text as they are kept: where each begins, and its vector in bytes."""

    starts: Starts
    codes: Codes


class _Room(threading.local):
    """Memory that a thread uses again, as to be handed new takes longer than to fill it."""

    def __init__(self) -> None:
        """None so far."""
        self.floats: Vectors = np.empty((0, 0), np.float32)


class LateIndex:
    """The token vectors of every passage, reduced and rounded to a byte a dimension."""

    def __init__(
        self, codes: FileArray, starts: Starts, ends: npt.NDArray[np.int64], projection: Vectors
    ) -> None:
        self._codes = codes
        self._starts = starts
        self._ends = ends
        self.projection = projection
        self._room = _Room()

    @classmethod
    def load(cls, folder: Path) -> "LateIndex":
        """Open what :meth:`write` wrote; raises :class:`DamagedIndexError` where it cannot be."""
        try:
            codes = FileArray(folder / _CODES)
            starts = np.load(folder / _STARTS, allow_pickle=False)
            ends = np.load(folder / _ENDS, allow_pickle=False)
            projection = np.load(folder / _PROJECTION, allow_pickle=False)
        except (OSError, EOFError, ValueError):
            raise DamagedIndexError(f"{folder}: cannot be read", REBUILD) from None
        return cls(codes, starts, ends, projection)

    @staticmethod
    def write(folder: Path, passages: Iterable[CodedTokens], projection: Vectors) -> None:
        """Write ``.npy`` arrays for passages whose tokens were coded by ``projection``.

        The passages are gone through twice, so that no more than one is in memory. Raises OSError.
        """
        starts = [tokens.starts for tokens in passages]
        ends = np.cumsum([len(one) for one in starts], dtype=np.int64)
        codes = (tokens.codes for tokens in passages)
        shape = (int(ends[-1]), projection.shape[1])
        _write(folder / _CODES, np.dtype(np.int8), shape, codes)
        for name, array in (
            (_STARTS, np.concatenate(starts)), (_ENDS, ends), (_PROJECTION, projection),
        ):  # fmt: skip
            _write(folder / name, array.dtype, array.shape, [array])

    def __len__(self) -> int:
        return len(self._ends)

    def passage(self, row: int) -> CodedTokens:
        """The tokens of one passage as they are kept."""
        kept = slice(self._start(row), int(self._ends[row]))
        return CodedTokens(self._starts[kept], self._codes[kept])

    def tokens(self, row: int) -> TokenVectors:
        """The tokens of one passage's context, their vectors of shape (tokens, width)."""
        kept = self.passage(row)
        vectors = kept.codes.astype(np.float32)
        vectors /= lengths(vectors)
        return TokenVectors(kept.starts.astype(np.int64), vectors)

    def nearest(self, tokens: Vectors, rows: npt.NDArray[np.int64]) -> Vectors:
        """For each row the cosine of its nearest token with each of those that are asked.

        ``tokens`` are those of questions as :meth:`reduced` gives them, shape (asked, width); what
        comes back has the shape (rows, asked), and 0 for a row without tokens.
        """
        together = np.array_split(rows, max(len(rows) // _AT_ONCE, 1))
        return np.concatenate([self._nearest(tokens, some) for some in together])

    def _nearest(self, tokens: Vectors, rows: npt.NDArray[np.int64]) -> Vectors:
        ends = self._ends[rows]
        sizes = ends - np.where(rows > 0, self._ends[rows - 1], 0)
        found = np.zeros((len(rows), len(tokens)), dtype=np.float32)
        held = np.flatnonzero(sizes)
        if not len(tokens) or not len(held):
            return found
        parts = zip((ends - sizes)[held].tolist(), ends[held].tolist(), strict=True)
        codes = self._floats(list(parts))
        cosines = product(codes, tokens.T)
        cosines /= lengths(codes)
        firsts = np.concatenate([[0], np.cumsum(sizes[held])[:-1]])
        found[held] = np.maximum.reduceat(cosines, firsts, axis=0)
        return found

    def _floats(self, stretches: Sequence[tuple[int, int]]) -> Vectors:
        """The codes of some tokens, in memory that the next call in this thread overwrites."""
        codes, room = self._codes.lent(stretches), self._room
        if len(room.floats) < len(codes):
            room.floats = np.empty(codes.shape, np.float32)
        np.copyto(room.floats[: len(codes)], codes)
        return room.floats[: len(codes)]

    def _start(self, row: int) -> int:
        return int(self._ends[row - 1]) if row else 0

    def reduced(self, tokens: TokenVectors) -> TokenVectors:
        """Tokens of a question in the space of the codes, again of length 1."""
        return TokenVectors(tokens.starts, self._project(tokens.vectors))

    def _project(self, vectors: Vectors) -> Vectors:
        reduced = product(vectors, self.projection)
        lengths = np.linalg.norm(reduced, axis=1, keepdims=True) + 1e-9
        return np.asarray(reduced / lengths, dtype=np.float32)


def lengths(codes: Vectors) -> Vectors:
    """The length of each row, shape (tokens, 1); a sum of whole numbers, which is exact."""
    squares = product(codes[:, None, :], codes[:, :, None])[:, :, 0]
    return np.asarray(np.sqrt(squares) + np.float32(1e-9), dtype=np.float32)


def _write(
    path: Path, kind: np.dtype[Any], shape: tuple[int, ...], parts: Iterable[npt.NDArray[Any]]
) -> None:
    """Write an array in parts; raises OSError where numpy's own writer may not."""
    with path.open("wb") as file:
        header = {"descr": kind.str, "fortran_order": False, "shape": shape}
        np.lib.format.write_array_header_1_0(file, header)
        for part in parts:
            file.write(part.tobytes())


def principal_axes(vectors: Vectors) -> Vectors:
    """The orthonormal axes along which vectors lie most, shape (dimension, up to 160)."""
    axes, _sizes, _rows = np.linalg.svd(product(vectors.T, vectors))
    return np.ascontiguousarray(axes[:, :WIDTH], dtype=np.float32)


def word_weights(
    located: Iterable[LocatedWord], starts: npt.NDArray[np.int64], rarity: Callable[[str], float]
) -> Vectors:
    """For each token the rarity of the word in which it begins; 0 in stop words and signs."""
    weights = np.zeros(len(starts), dtype=np.float32)
    for word, start, end in located:
        if word not in stop_words():
            weights[(starts >= start) & (starts < end)] = rarity(word)
    return weights


def encode(tokens: TokenVectors, projection: Vectors) -> CodedTokens:
    """Token vectors reduced and rounded, the largest part of each to 127."""
    reduced = product(tokens.vectors, projection)
    largest = np.abs(reduced).max(axis=1, keepdims=True, initial=1e-9)
    codes = np.asarray(np.round(reduced * (_LARGEST / largest)), dtype=np.int8)
    return CodedTokens(tokens.starts.astype(np.int32), codes)
