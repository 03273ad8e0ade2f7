from pathlib import Path

import numpy as np
import pytest

from forumbot.errors import DamagedIndexError
from forumbot.search.faiss_index import FaissIndex
from forumbot.search.ports import Rows, Vectors
from forumbot.search.vector_indexes import KINDS, VectorIndexKind, load_vectors, save_vectors


class ArrayIndex:
    """A vector index that is one array, as a sibling of the one that ships could be."""

    def __init__(self, vectors: Vectors) -> None:
        self._vectors = vectors

    @classmethod
    def load(cls, path: Path) -> "ArrayIndex":
        """Read what :meth:`save` wrote."""
        return cls(np.load(path))

    def save(self, path: Path) -> None:
        """Write the array."""
        np.save(path, self._vectors)

    def __len__(self) -> int:
        return len(self._vectors)

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        return int(self._vectors.shape[1])

    def vectors(self) -> Vectors:
        """All of them."""
        return self._vectors

    def vectors_of(self, rows: Rows) -> Vectors:
        """Some of them."""
        return np.asarray(self._vectors[rows])

    def scores(self, queries: Vectors) -> Vectors:
        """Inner products with all of them."""
        return np.asarray(queries @ self._vectors.T)


ARRAY = VectorIndexKind("dense.npy", ArrayIndex, ArrayIndex.load)


def test_another_index_is_one_more_row(tmp_path: Path) -> None:
    """Of two kinds the first is written, and what a folder holds is read by the kind it is of."""
    vectors = np.eye(3, dtype=np.float32)
    for name, kinds in {"new": (ARRAY, *KINDS), "old": KINDS}.items():
        (tmp_path / name).mkdir()
        save_vectors(tmp_path / name, vectors, kinds)
    new = load_vectors(tmp_path / "new", (ARRAY, *KINDS))
    old = load_vectors(tmp_path / "old", (ARRAY, *KINDS))
    assert (type(new), type(old)) == (ArrayIndex, FaissIndex)
    assert new.scores(vectors[1:2]).tolist() == old.scores(vectors[1:2]).tolist() == [[0, 1, 0]]


def test_a_folder_without_vectors_is_damaged(tmp_path: Path) -> None:
    """A generation that lost its file of vectors is said to be damaged, not empty."""
    with pytest.raises(DamagedIndexError, match="dense"):
        load_vectors(tmp_path)
