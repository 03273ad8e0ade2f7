"""Exact nearest vectors in FAISS's own form: the only module that imports faiss."""

from pathlib import Path

import numpy as np

from forumbot.errors import REBUILD, DamagedIndexError
from forumbot.products import product
from forumbot.search.ports import Rows, Vectors

# What FAISS writes in front of the vectors of an IndexFlatIP (write_index in its
# impl/index_write.cpp); read here, as importing FAISS takes 15 MB.
_HEADER = np.dtype(
    [
        ("kind", "S4"), ("dimension", "<i4"), ("count", "<i8"), ("unused", "<i8", 2),
        ("is_trained", "u1"), ("metric", "<i4"), ("size", "<u8"),
    ]
)  # fmt: skip
_FLAT, _INNER_PRODUCT, _NUMBER = b"IxFI", 0, np.dtype("<f4")


class FaissIndex:
    """A :class:`VectorIndex` that compares questions with every vector, kept as FAISS keeps it."""

    def __init__(self, vectors: Vectors) -> None:
        self._vectors = vectors
        self._vectors.flags.writeable = False

    @classmethod
    def build(cls, vectors: Vectors) -> "FaissIndex":
        """An index of the rows of ``vectors``, shape (n, dimension), float32."""
        return cls(np.array(vectors, dtype=np.float32))

    @classmethod
    def load(cls, path: Path) -> "FaissIndex":
        """Read what :meth:`save` wrote; raises :class:`DamagedIndexError` where it cannot be."""
        try:
            with path.open("rb") as file:
                (header,) = np.fromfile(file, _HEADER, 1)
                vectors = np.fromfile(file, _NUMBER)
            held = vectors.reshape(int(header["count"]), int(header["dimension"]))
            size = path.stat().st_size
        except (OSError, ValueError):
            raise DamagedIndexError(f"{path}: cannot be read", REBUILD) from None
        is_flat = (header["kind"], header["metric"]) == (_FLAT, _INNER_PRODUCT)
        if not is_flat or size != _HEADER.itemsize + vectors.nbytes:
            raise DamagedIndexError(f"{path}: cannot be read", REBUILD)
        return cls(held)

    def save(self, path: Path) -> None:
        """Write the index in FAISS's own format; raises OSError, as FAISS's writer does not."""
        import faiss

        index = faiss.IndexFlatIP(self.dimension)
        index.add(self._vectors)
        path.write_bytes(faiss.serialize_index(index).tobytes())

    def __len__(self) -> int:
        return len(self._vectors)

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        return int(self._vectors.shape[1])

    def vectors(self) -> Vectors:
        """All vectors, shape (len(self), dimension), not to be written to."""
        return self._vectors

    def vectors_of(self, rows: Rows) -> Vectors:
        """The vectors of the given rows, shape (len(rows), dimension)."""
        return self._vectors[rows]

    def scores(self, queries: Vectors) -> Vectors:
        """Inner products of query vectors with all rows, shape (len(queries), len(self)).

        In one product, so that all vectors are read from memory once.
        """
        found = product(self._vectors, queries.T)
        return np.ascontiguousarray(found.T, dtype=np.float32)
