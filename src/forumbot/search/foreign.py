"""Vectors by a model of many languages, of the passages of a generation that are not in English.

A build makes them, as readers of such an archive need them with nearly every question; those of
English passages are made when first needed (:mod:`forumbot.search.across`).
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np

from forumbot.errors import REBUILD, DamagedIndexError
from forumbot.search.encodings import Encodings
from forumbot.search.late import CodedTokens
from forumbot.search.ports import MultilingualEmbedder, Vectors

ENGLISH = "en"
_ROWS, _VECTORS, _FINGERPRINT = "foreign_rows.npy", "foreign.npy", "foreign.txt"
# Passages that are encoded before they are kept on disk: some seconds of work.
_TOGETHER = 64
_NO_TOKENS = CodedTokens(np.zeros(0, np.int32), np.zeros((0, 0), np.int8))


class ForeignVectors:
    """A vector for some of the rows of an index, made by the model of ``fingerprint``."""

    def __init__(self, fingerprint: str, vectors: Mapping[int, Vectors]) -> None:
        self.fingerprint = fingerprint
        self.vectors = vectors

    def made_by(self, fingerprint: str) -> Mapping[int, Vectors]:
        """The vectors, none where another model made them."""
        return self.vectors if self.fingerprint == fingerprint else {}

    def save(self, folder: Path) -> None:
        """Write them into a generation's folder, where there are any; raises OSError."""
        if not self.vectors:
            return
        np.save(folder / _ROWS, np.array(list(self.vectors), dtype=np.int64))
        np.save(folder / _VECTORS, np.stack(list(self.vectors.values())).astype(np.float32))
        (folder / _FINGERPRINT).write_text(self.fingerprint, encoding="ascii")

    @classmethod
    def load(cls, folder: Path) -> "ForeignVectors":
        """Map what :meth:`save` wrote, none where it wrote none.

        Raises :class:`DamagedIndexError` where it cannot be read.
        """
        if not (folder / _VECTORS).exists():
            return cls("", {})
        try:
            rows = np.load(folder / _ROWS, allow_pickle=False)
            vectors = np.asarray(np.load(folder / _VECTORS, mmap_mode="r", allow_pickle=False))
            fingerprint = (folder / _FINGERPRINT).read_text(encoding="ascii")
            return cls(fingerprint, dict(zip(rows.tolist(), vectors, strict=True)))
        except (OSError, EOFError, ValueError):
            raise DamagedIndexError(f"{folder / _VECTORS}: cannot be read", REBUILD) from None


def encode_foreign(
    embedder: MultilingualEmbedder,
    path: Path,
    texts: Mapping[str, str],
    before: Mapping[str, Vectors],
    on_progress: Callable[[int, int], None],
) -> dict[str, Vectors]:
    """The vector of each text, by its key, a SHA-256 in hexadecimal.

    Those of ``before`` are taken over; what is made is kept in the file ``path`` as it is made, so
    that a build which is broken off goes on where it was, until all are made.
    """
    known = dict(before)
    kept = Encodings(path, embedder.fingerprint, np.zeros((embedder.dimension, 0), np.float32))
    try:
        missing = [key for key in texts if key not in known and key not in kept]
        for first in range(0, len(missing), _TOGETHER):
            some = missing[first : first + _TOGETHER]
            for key, vector in zip(
                some, embedder.passages([texts[key] for key in some]), strict=True
            ):
                kept.add(key, vector, _NO_TOKENS)
            on_progress(first + len(some), len(missing))
        return {key: known[key] if key in known else kept.vector(key) for key in texts}
    finally:
        kept.close()


def rows_of(keys: Sequence[str], vectors: Mapping[str, Vectors]) -> dict[int, Vectors]:
    """The vectors by the rows of their keys."""
    return {row: vectors[key] for row, key in enumerate(keys) if key in vectors}
