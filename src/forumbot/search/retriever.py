"""From a question to ranked passages: both sides searched, fused, and in order."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from forumbot.archive.describe import named_edition
from forumbot.archive.documents import Document
from forumbot.archive.outcomes import Outcome
from forumbot.search import store
from forumbot.search.embedder import Embedder, TokenVectors, Vectors
from forumbot.search.generations import IndexFolder
from forumbot.search.index import DenseIndex
from forumbot.search.late import LateIndex, word_weights
from forumbot.search.lexical import LexicalIndex
from forumbot.search.manifest import Manifest, check_files
from forumbot.search.passages import Passage, context
from forumbot.search.words import likely_language


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage with its scores; the higher, the better.

    ``dense_score`` is the cosine of question and passage, -1 to 1; ``lexical_score`` and
    ``ngram_score`` are BM25 over words and over character n-grams, from 0; ``late_score`` is how
    well the passage's tokens meet the question's, 0 to 1, and 0 where it was not looked at;
    ``score`` is what the hits are ordered by.
    """

    passage: Passage
    score: float
    dense_score: float
    lexical_score: float
    ngram_score: float
    late_score: float = 0.0


@dataclass(frozen=True, slots=True)
class Ranking:
    """The passages found for a question, the best first, and the question's tokens.

    ``tokens`` lie in the space of those that :meth:`Retriever.tokens_of` gives.
    """

    hits: list[Hit]
    tokens: TokenVectors


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
    late: LateIndex


def load_live(index: IndexFolder) -> Generation:
    """Load the live generation after comparing each file with its recorded hash."""
    return _load(index, *index.live())


def load_kept(index: IndexFolder, name: str) -> Generation:
    """Load a generation that may not be live; :class:`UsageError` where there is none."""
    return _load(index, *index.kept(name))


def _load(index: IndexFolder, folder: Path, manifest: Manifest) -> Generation:
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
        late=LateIndex.load(folder / store.LATE),
    )


@dataclass(frozen=True, slots=True)
class RetrievalSettings:
    """How the sides are weighed.

    Each BM25 side is divided by its best score for the question before it is weighed, the cosine
    is taken as it is; ``edition_bonus`` is added for passages of the forum that the question names;
    ``candidates`` is how many the best of each side are fused, and ``rescored`` how many of these
    are compared token by token, which adds ``late_weight`` times the score: only for questions in
    one of the languages that the model knows, as it misjudges the words of others. That weight
    falls for questions of more than ``late_tokens`` telling tokens. Then everything is ranked once
    more by a vector that ``feedback_weight`` has moved towards the best ``feedback`` passages.
    """

    word_weight: float = 1.0
    ngram_weight: float = 0.75
    dense_weight: float = 4.0
    edition_bonus: float = 0.5
    candidates: int = 200
    late_weight: float = 6.0
    late_tokens: int = 4
    rescored: int = 100
    feedback_weight: float = 0.6
    feedback: int = 3
    model_languages: tuple[str, ...] = ("en",)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question as the model reads it."""

    question: str
    vector: Vectors
    tokens: TokenVectors


@dataclass(frozen=True, slots=True)
class _Fused:
    """Candidate rows with what they are ordered by and their late scores, each of one shape."""

    rows: npt.NDArray[np.int64]
    fused: Vectors
    late: Vectors

    @property
    def order(self) -> npt.NDArray[np.int64]:
        """The places of the rows, the best first."""
        return np.argsort(-self.fused, kind="stable")


class Retriever:
    """Ranks the passages of one generation for questions."""

    def __init__(
        self, generation: Generation, embedder: Embedder, settings: RetrievalSettings
    ) -> None:
        self.generation = generation
        self._embedder = embedder
        self._settings = settings
        self._rows = {_place(passage): row for row, passage in enumerate(generation.passages)}

    def search(self, question: str, top_k: int) -> list[Hit]:
        """The best passages, best first; at most ``top_k``."""
        return self.search_all([question], top_k)[0]

    def search_all(
        self, questions: Sequence[str], top_k: int, only: Collection[str] | None = None
    ) -> list[list[Hit]]:
        """The best passages of each question; the questions are embedded together.

        With ``only``, passages of the documents with these ids alone.
        """
        return [ranking.hits for ranking in self.rank_all(questions, top_k, only)]

    def rank_all(
        self, questions: Sequence[str], top_k: int, only: Collection[str] | None = None
    ) -> list[Ranking]:
        """As :meth:`search_all`, with the tokens of each question."""
        vectors, tokens = self._embedder.read_queries(questions)
        reduced = map(self.generation.late.reduced, tokens)
        return [
            Ranking(self._rank(_Asked(*asked), top_k, only), of_question)
            for *asked, of_question in zip(questions, vectors, tokens, reduced, strict=True)
        ]

    def tokens_of(self, passage: Passage) -> TokenVectors:
        """The tokens of a passage, in the context in which the model read it.

        ``starts`` count characters of the passage's text; those of its context are below 0.
        """
        generation = self.generation
        kept = generation.late.tokens(self._rows[_place(passage)])
        document = generation.documents[passage.doc_id]
        before = len(context(document, passage)) - len(passage.text)
        return TokenVectors(kept.starts - before, kept.vectors)

    def _rank(self, asked: _Asked, top_k: int, only: Collection[str] | None) -> list[Hit]:
        lexical = self.generation.lexical
        sides = lexical.word_scores(asked.question), lexical.ngram_scores(asked.question)
        vector = asked.vector
        if self._settings.feedback_weight:
            # By all documents, so that a choice of some leaves the order among them as it is.
            first = self._fuse(asked, vector, sides, top_k, None)
            vector = self._moved(vector, first.rows[first.order[: self._settings.feedback]])
        return self._hits(asked, self._fuse(asked, vector, sides, top_k, only), sides, top_k)

    def _fuse(
        self,
        asked: _Asked,
        vector: Vectors,
        sides: tuple[Vectors, Vectors],
        top_k: int,
        only: Collection[str] | None,
    ) -> "_Fused":
        """The candidates with their scores, by the vector given and both lexical sides."""
        word_scores, ngram_scores = sides
        if only is None:
            rows = self._candidates(vector, word_scores, ngram_scores, max(top_k, 1))
        else:
            rows = self._rows_of(only)
        fused = (
            self._settings.word_weight * _relative(word_scores)[rows]
            + self._settings.ngram_weight * _relative(ngram_scores)[rows]
            + self._settings.dense_weight * self.generation.dense.scores(vector, rows)
        )
        fused += self._settings.edition_bonus * self._of_named_edition(asked.question, rows)
        late, weight = self._late_scores(asked, rows, fused)
        return _Fused(rows, fused + weight * late, late)

    def _moved(self, vector: Vectors, rows: npt.NDArray[np.int64]) -> Vectors:
        """The question's vector moved towards those of the best passages, of length 1.

        Pseudo-relevance feedback after Rocchio (1971).
        """
        if not len(rows):
            return vector
        best = self.generation.dense.vectors_of(rows)
        moved = vector + self._settings.feedback_weight * best.mean(axis=0)
        return np.asarray(moved / np.linalg.norm(moved), dtype=np.float32)

    def _hits(
        self, asked: _Asked, found: "_Fused", sides: tuple[Vectors, Vectors], top_k: int
    ) -> list[Hit]:
        word_scores, ngram_scores = sides
        places = found.order[:top_k]
        rows = found.rows[places]
        dense_scores = self.generation.dense.scores(asked.vector, found.rows)[places]
        return [
            Hit(
                passage=self.generation.passages[row],
                score=float(found.fused[place]),
                dense_score=float(dense_score),
                lexical_score=float(word_scores[row]),
                ngram_score=float(ngram_scores[row]),
                late_score=float(found.late[place]),
            )
            for place, row, dense_score in zip(places, rows, dense_scores, strict=True)
        ]

    def _late_scores(
        self, asked: _Asked, rows: npt.NDArray[np.int64], fused: Vectors
    ) -> tuple[Vectors, float]:
        """How well the tokens of the best rows meet the question's, 0 for the others; its weight.

        The longer the question, the less a single word says of it.
        """
        scores = np.zeros(len(rows), dtype=np.float32)
        if not self._settings.late_weight or not self._is_known_language(asked.question):
            return scores, 0.0
        best = np.argsort(-fused, kind="stable")[: self._settings.rescored]
        rarity = self.generation.lexical.word_rarity
        weights = word_weights(asked.question, asked.tokens.starts, rarity)
        found = self.generation.late.scores(asked.tokens, weights, rows[best])
        scores[best] = np.maximum(found, 0.0)
        share = min(self._settings.late_tokens / max(int((weights > 0).sum()), 1), 1.0)
        return scores, self._settings.late_weight * share

    def _is_known_language(self, question: str) -> bool:
        language = likely_language(question)
        return language is None or language in self._settings.model_languages

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


def _place(passage: Passage) -> tuple[str, int, int]:
    return passage.doc_id, passage.start, passage.end


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
