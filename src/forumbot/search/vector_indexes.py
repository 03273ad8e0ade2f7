"""Which kinds of vector index there are: one row each, known by the file that it keeps."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from forumbot.search.faiss_index import FaissIndex
from forumbot.search.ports import VectorIndex, Vectors


@dataclass(frozen=True, slots=True)
class VectorIndexKind:
    """How an index is made of vectors in rows, and read from the file that it saved.

    ``load`` raises :class:`DamagedIndexError` where the file cannot be read.
    """

    file: str
    build: Callable[[Vectors], VectorIndex]
    load: Callable[[Path], VectorIndex]


KINDS = (VectorIndexKind("dense.faiss", FaissIndex.build, FaissIndex.load),)
"""The first is what a build writes; the others are read where a generation holds their file."""


def save_vectors(
    folder: Path, vectors: Vectors, kinds: tuple[VectorIndexKind, ...] = KINDS
) -> None:
    """Write an index of ``vectors``, shape (n, dimension), into a generation's folder."""
    kind = kinds[0]
    kind.build(vectors).save(folder / kind.file)


def load_vectors(folder: Path, kinds: tuple[VectorIndexKind, ...] = KINDS) -> VectorIndex:
    """Read the index that a generation holds, of whichever kind it is.

    Raises :class:`DamagedIndexError` where there is none or it cannot be read.
    """
    kind = next((one for one in kinds if (folder / one.file).exists()), kinds[0])
    return kind.load(folder / kind.file)
