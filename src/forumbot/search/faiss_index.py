"""Exact nearest vectors: the only module that imports faiss."""

from functools import cached_property
from pathlib import Path
from typing import Any

import faiss
import numpy as np

from forumbot.errors import REBUILD, DamagedIndexError
from forumbot.products import product
from forumbot.search.ports import Rows, Vectors


class FaissIndex:
    """A :class:`VectorIndex` that compares a question with every vector, by FAISS."""

    def __init__(self, index: "faiss.Index") -> None:
        self._index = index

    @classmethod
    def build(cls, vectors: Vectors) -> "FaissIndex":
        """An index of the rows of ``vectors``, shape (n, dimension), float32."""
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(np.ascontiguousarray(vectors, dtype=np.float32))
        return cls(index)

    @classmethod
    def load(cls, path: Path) -> "FaissIndex":
        """Read what :meth:`save` wrote; raises :class:`DamagedIndexError` where it cannot be."""
        try:
            index = faiss.deserialize_index(np.frombuffer(path.read_bytes(), dtype=np.uint8))
        except (OSError, RuntimeError, ValueError):
            raise DamagedIndexError(f"{path}: cannot be read", REBUILD) from None
        return cls(index)

    def save(self, path: Path) -> None:
        """Write the index in FAISS's own format; raises OSError, as FAISS's writer does not."""
        path.write_bytes(faiss.serialize_index(self._index).tobytes())

    def __len__(self) -> int:
        return int(self._index.ntotal)

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        return int(self._index.d)

    def search(self, query: Vectors, top_k: int) -> tuple[Rows, Vectors]:
        """Rows nearest to one query vector, best first, and their inner products.

        Both have shape (min(top_k, len(self)),): FAISS's padding with row -1 never gets out.
        """
        count = min(top_k, len(self))
        if count <= 0:
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32)
        scores, rows = self._index.search(query.reshape(1, -1), count)
        found = rows[0] >= 0
        return rows[0][found], scores[0][found]

    def vectors(self) -> Vectors:
        """All vectors, shape (len(self), dimension)."""
        return np.asarray(self._index.reconstruct_n(0, len(self)), dtype=np.float32)

    def vectors_of(self, rows: Rows) -> Vectors:
        """The vectors of the given rows, shape (len(rows), dimension)."""
        return self._all[rows]

    def scores(self, query: Vectors, rows: Rows) -> Vectors:
        """Inner products of one query vector with the given rows."""
        if len(rows) == 0:
            return np.zeros(0, dtype=np.float32)
        return np.asarray(product(self._all[rows], query.ravel()), dtype=np.float32)

    @cached_property
    def _all(self) -> Vectors:
        """The vectors where FAISS holds them, not to be written to."""
        flat: Any = self._index
        found = faiss.rev_swig_ptr(flat.get_xb(), len(self) * self.dimension)
        return np.asarray(found, dtype=np.float32).reshape(len(self), self.dimension)
