"""Late interaction: how well each word of a question is met by some token of a passage."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from forumbot.asking.question import LocatedWord
from forumbot.errors import REBUILD, DamagedIndexError
from forumbot.language.words import stop_words
from forumbot.search.ports import TokenVectors, Vectors

Codes = npt.NDArray[np.int8]
"""Token vectors in rows, shape (tokens, width); only the direction of a row counts."""

Starts = npt.NDArray[np.int32]
"""Where tokens begin, in characters, shape (tokens,)."""

# Set by hand, with room for other models: of the shipped one's 384 dimensions less than half are
# kept. Codes fill a signed byte.
WIDTH = 160
_LARGEST = 127
_CODES, _STARTS, _ENDS, _PROJECTION = "codes.npy", "starts.npy", "ends.npy", "projection.npy"


@dataclass(frozen=True, slots=True)
class CodedTokens:
    """The tokens of one text as they are kept: where each begins, and its vector in bytes."""

    starts: Starts
    codes: Codes


class LateIndex:
    """The token vectors of every passage, reduced and rounded to a byte a dimension."""

    def __init__(
        self, codes: Codes, starts: Starts, ends: npt.NDArray[np.int64], projection: Vectors
    ) -> None:
        self._codes = codes
        self._starts = starts
        self._ends = ends
        self.projection = projection

    @classmethod
    def build(cls, passages: Sequence[CodedTokens], projection: Vectors) -> "LateIndex":
        """An index of passages, encoded by ``projection``, shape (dimension, width)."""
        return cls(
            codes=np.concatenate([tokens.codes for tokens in passages]),
            starts=np.concatenate([tokens.starts for tokens in passages]),
            ends=np.cumsum([len(tokens.codes) for tokens in passages], dtype=np.int64),
            projection=projection,
        )

    @classmethod
    def load(cls, folder: Path) -> "LateIndex":
        """Map what :meth:`save` wrote; raises :class:`DamagedIndexError` where it cannot be."""
        try:
            codes = np.load(folder / _CODES, mmap_mode="r", allow_pickle=False)
            starts = np.load(folder / _STARTS, allow_pickle=False)
            ends = np.load(folder / _ENDS, allow_pickle=False)
            projection = np.load(folder / _PROJECTION, allow_pickle=False)
        except (OSError, EOFError, ValueError):
            raise DamagedIndexError(f"{folder}: cannot be read", REBUILD) from None
        return cls(codes, starts, ends, projection)

    def save(self, folder: Path) -> None:
        """Write ``.npy`` arrays into ``folder``; raises OSError, as numpy's writer may not."""
        for name, array in (
            (_CODES, self._codes), (_STARTS, self._starts), (_ENDS, self._ends),
            (_PROJECTION, self.projection),
        ):  # fmt: skip
            with (folder / name).open("wb") as file:
                header = np.lib.format.header_data_from_array_1_0(array)
                np.lib.format.write_array_header_1_0(file, header)
                file.write(array.tobytes())

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
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9
        return TokenVectors(kept.starts.astype(np.int64), vectors)

    def scores(
        self, question: TokenVectors, weights: Vectors, rows: npt.NDArray[np.int64]
    ) -> Vectors:
        """For each row the mean, by weight, of how near its nearest token is to each asked one.

        ``weights`` has the shape (asked tokens,). A score is a cosine, -1 to 1; 0 where nothing is
        weighed, and for a passage without tokens.
        """
        sizes = np.array([self._ends[row] - self._start(row) for row in rows], dtype=np.int64)
        scores = np.zeros(len(rows), dtype=np.float32)
        held = np.flatnonzero(sizes)
        asked = weights > 0
        if not asked.any() or not len(held):
            return scores
        codes = np.concatenate([self.passage(row).codes for row in rows[held]]).astype(np.float32)
        cosines = codes @ self._project(question.vectors[asked]).T
        cosines /= np.linalg.norm(codes, axis=1, keepdims=True) + 1e-9
        firsts = np.concatenate([[0], np.cumsum(sizes[held])[:-1]])
        nearest = np.maximum.reduceat(cosines, firsts, axis=0)
        scores[held] = nearest @ (weights[asked] / weights[asked].sum())
        return scores

    def _start(self, row: int) -> int:
        return int(self._ends[row - 1]) if row else 0

    def reduced(self, tokens: TokenVectors) -> TokenVectors:
        """Tokens of a question in the space of the codes, again of length 1."""
        return TokenVectors(tokens.starts, self._project(tokens.vectors))

    def _project(self, vectors: Vectors) -> Vectors:
        reduced = vectors @ self.projection
        lengths = np.linalg.norm(reduced, axis=1, keepdims=True) + 1e-9
        return np.asarray(reduced / lengths, dtype=np.float32)


def principal_axes(vectors: Vectors) -> Vectors:
    """The orthonormal axes along which vectors lie most, shape (dimension, up to 160)."""
    axes, _sizes, _rows = np.linalg.svd(vectors.T @ vectors)
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
    reduced = tokens.vectors @ projection
    largest = np.abs(reduced).max(axis=1, keepdims=True, initial=1e-9)
    codes = np.asarray(np.round(reduced * (_LARGEST / largest)), dtype=np.int8)
    return CodedTokens(tokens.starts.astype(np.int32), codes)
