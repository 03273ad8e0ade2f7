"""What the search needs of a model or a library, whichever it is: one Protocol for each."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from forumbot.archive.documents import Document
from forumbot.asking.question import Question
from forumbot.models.reader import Reading
from forumbot.search.passages import Passage

Vectors = npt.NDArray[np.float32]
"""Vectors in rows, or one vector; what its shape is says each use."""

Rows = npt.NDArray[np.int64]
"""Places of passages in an index, from 0."""


@dataclass(frozen=True, slots=True)
class TokenVectors:
    """One text's tokens in their context: where each begins, shape (n,), and its unit vector.

    ``vectors`` has the shape (n, dimension), float32.
    """

    starts: npt.NDArray[np.int64]
    vectors: Vectors


class Embedder(Protocol):
    """What turns texts into unit vectors.

    ``fingerprint`` identifies the weights and their precision, so that an index is never searched
    with vectors of another model; ``engine`` says for people what runs it, and in which precision;
    ``dimension`` is the length of a vector; ``max_tokens`` is how much of a text the model reads.
    """

    name: str
    engine: str
    fingerprint: str
    dimension: int
    max_tokens: int

    def embed_passages(
        self,
        texts: Sequence[str],
        on_progress: Callable[[int], None] | None = None,
        on_tokens: Callable[[int, TokenVectors], None] | None = None,
    ) -> Vectors:
        """Unit vectors of passages, shape (len(texts), dimension), float32.

        ``on_tokens`` is given each passage's place and its tokens, from the same reading.
        """
        ...

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of questions, shape (len(texts), dimension), float32."""
        ...

    def read_queries(self, texts: Sequence[str]) -> tuple[Vectors, list[TokenVectors]]:
        """As :meth:`embed_queries`, and the tokens of each question, read at the same time."""
        ...

    def token_starts(self, text: str) -> Sequence[int]:
        """The offset in characters at which each of the model's tokens begins, ascending."""
        ...

    def sample_tokens(self) -> Vectors:
        """Unit vectors of many tokens, shape (n, dimension), the same ones for the same model."""
        ...


class Reranker(Protocol):
    """What says how well a passage answers a question, reading both at once."""

    name: str

    def scores(self, text: str, passages: Sequence[str]) -> Vectors:
        """A score for each passage, shape (len(passages),), 0 to 1, the higher, the better."""
        ...


class MultilingualEmbedder(Protocol):
    """What turns texts of any language into unit vectors of one space.

    ``fingerprint`` identifies its weights, ``dimension`` is the length of a vector.
    """

    fingerprint: str
    dimension: int

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of passages, shape (len(texts), dimension)."""
        ...

    def question(self, text: str) -> Vectors:
        """The unit vector of a question, shape (dimension,)."""
        ...


class PassageReader(Protocol):
    """What reads a question and passages together."""

    def read(
        self, question: Question, passages: Sequence[tuple[Document, Passage]]
    ) -> list[Reading]:
        """What it makes of each passage, with its document."""
        ...


class VectorIndex(Protocol):
    """Unit vectors in rows, searched by inner product (the cosine)."""

    def __len__(self) -> int:
        """How many rows there are."""
        ...

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        ...

    def vectors(self) -> Vectors:
        """All vectors, shape (len(self), dimension)."""
        ...

    def vectors_of(self, rows: Rows) -> Vectors:
        """The vectors of the given rows, shape (len(rows), dimension)."""
        ...

    def scores(self, queries: Vectors) -> Vectors:
        """Inner products of query vectors with all rows, shape (len(queries), len(self)).

        An index that compares a query with some rows only gives -1 to the others.
        """
        ...

    def save(self, path: Path) -> None:
        """Write the index into one file; raises OSError where not all could be written."""
        ...
