"""From a question to ranked passages: both sides searched, fused, and in order."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from forumbot.archive.documents import Document, named_edition
from forumbot.archive.outcomes import Outcome
from forumbot.search import store
from forumbot.search.embedder import Embedder, TokenVectors, Vectors
from forumbot.search.generations import IndexFolder
from forumbot.search.index import DenseIndex
from forumbot.search.lexical import LexicalIndex
from forumbot.search.manifest import Manifest, check_files
from forumbot.search.passages import Passage


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage with its scores; the higher, the better.

    ``dense_score`` is the cosine of question and passage, -1 to 1; ``lexical_score`` and
    ``ngram_score`` are BM25 over words and over character n-grams, from 0; ``score`` is what the
    hits are ordered by.
    """

    passage: Passage
    score: float
    dense_score: float
    lexical_score: float
    ngram_score: float


@dataclass(frozen=True, slots=True)
class Generation:
    """Everything of one generation in memory; never changes, so that many may read it at once."""

    manifest: Manifest
    knowledge: Path
    documents: dict[str, Document]
    passages: tuple[Passage, ...]
    outcomes: tuple[Outcome, ...]
    dense: DenseIndex
    lexical: LexicalIndex


def load_live(index: IndexFolder) -> Generation:
    """Load the live generation after comparing each file with its recorded hash."""
    folder, manifest = index.live()
    check_files(folder, manifest)
    documents = store.read_documents(folder)
    passages, _keys = store.read_passages(folder, documents)
    return Generation(
        manifest=manifest,
        knowledge=index.path / manifest.knowledge,
        documents={document.doc_id: document for document in documents},
        passages=passages,
        outcomes=store.read_outcomes(folder),
        dense=DenseIndex.load(folder / store.DENSE),
        lexical=LexicalIndex.load(folder / store.LEXICAL),
    )


@dataclass(frozen=True, slots=True)
class RetrievalSettings:
    """How the sides are weighed.

    Each BM25 side is divided by its best score for the question before it is weighed, the cosine
    is taken as it is; ``edition_bonus`` is added for passages of the forum that the question names;
    ``candidates`` is how many the best of each side are fused.
    """

    word_weight: float = 1.0
    ngram_weight: float = 0.75
    dense_weight: float = 2.5
    edition_bonus: float = 0.5
    candidates: int = 200


class Retriever:
    """Ranks the passages of one generation for questions."""

    def __init__(
        self, generation: Generation, embedder: Embedder, settings: RetrievalSettings
    ) -> None:
        self.generation = generation
        self._embedder = embedder
        self._settings = settings

    def search(self, question: str, top_k: int) -> list[Hit]:
        """The best passages, best first; at most ``top_k``."""
        return self.search_all([question], top_k)[0]

    def search_all(
        self, questions: Sequence[str], top_k: int, only: Collection[str] | None = None
    ) -> list[list[Hit]]:
        """The best passages of each question; the questions are embedded together.

        With ``only``, passages of the documents with these ids alone.
        """
        vectors = self._embedder.embed_queries(questions)
        return [
            self._rank(question, vector, top_k, only)
            for question, vector in zip(questions, vectors, strict=True)
        ]

    def token_vectors(self, texts: Sequence[str]) -> list[TokenVectors]:
        """The tokens of each text by the model that the passages are embedded with."""
        return self._embedder.token_vectors(texts)

    def _rank(
        self, question: str, vector: Vectors, top_k: int, only: Collection[str] | None
    ) -> list[Hit]:
        lexical = self.generation.lexical
        word_scores = lexical.word_scores(question)
        ngram_scores = lexical.ngram_scores(question)
        if only is None:
            rows = self._candidates(vector, word_scores, ngram_scores, max(top_k, 1))
        else:
            rows = self._rows_of(only)
        dense_scores = self.generation.dense.scores(vector, rows)
        fused = (
            self._settings.word_weight * _relative(word_scores)[rows]
            + self._settings.ngram_weight * _relative(ngram_scores)[rows]
            + self._settings.dense_weight * dense_scores
        )
        fused += self._settings.edition_bonus * self._of_named_edition(question, rows)
        order = np.argsort(-fused, kind="stable")[:top_k]
        return [
            Hit(
                passage=self.generation.passages[rows[place]],
                score=float(fused[place]),
                dense_score=float(dense_scores[place]),
                lexical_score=float(word_scores[rows[place]]),
                ngram_score=float(ngram_scores[rows[place]]),
            )
            for place in order
        ]

    def _of_named_edition(self, question: str, rows: npt.NDArray[np.int64]) -> Vectors:
        """1 for passages of documents on the forum that the question names, else 0."""
        edition = named_edition(question)
        if edition is None:
            return np.zeros(len(rows), dtype=np.float32)
        documents, passages = self.generation.documents, self.generation.passages
        editions = (documents[passages[row].doc_id].edition for row in rows)
        return np.array([float(found == edition) for found in editions], dtype=np.float32)

    def _rows_of(self, doc_ids: Collection[str]) -> npt.NDArray[np.int64]:
        passages = enumerate(self.generation.passages)
        return np.array([row for row, p in passages if p.doc_id in doc_ids], dtype=np.int64)

    def _candidates(
        self, vector: Vectors, word_scores: Vectors, ngram_scores: Vectors, top_k: int
    ) -> npt.NDArray[np.int64]:
        count = max(self._settings.candidates, top_k)
        dense_rows, _scores = self.generation.dense.search(vector, count)
        lexical_rows = [_best(scores, count) for scores in (word_scores, ngram_scores)]
        return np.unique(np.concatenate([dense_rows, *lexical_rows])).astype(np.int64)


def _relative(scores: Vectors) -> Vectors:
    best: Any = scores.max(initial=0.0)
    return scores / best if best > 0 else scores


def _best(scores: Vectors, count: int) -> npt.NDArray[np.int64]:
    """Rows of the best scores above 0, in no order."""
    if len(scores) > count:
        rows = np.argpartition(-scores, count)[:count]
    else:
        rows = np.arange(len(scores))
    return rows[scores[rows] > 0].astype(np.int64)
