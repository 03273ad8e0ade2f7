"""One question set against the passages, side by side; what its vector does not change, once."""

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from forumbot.asking.question import Question
from forumbot.config import RetrievalConfig
from forumbot.search.late import LateIndex, word_weights
from forumbot.search.lexical import LexicalIndex
from forumbot.search.ports import Rows, TokenVectors, VectorIndex, Vectors


@dataclass(frozen=True, slots=True)
class EncodedQuestion:
    """A question as the model reads it."""

    question: Question
    vector: Vectors
    tokens: TokenVectors


@dataclass(frozen=True, slots=True)
class Query:
    """A question in its forms, as asked first, each with what is left of it without times.

    What a form finds loses as much of its score as ``losses`` say.
    """

    forms: tuple[tuple[EncodedQuestion, EncodedQuestion], ...]
    losses: tuple[float, ...]

    @property
    def question(self) -> Question:
        """The question as it was asked."""
        return self.forms[0][0].question


class Sides(Protocol):
    """The sides of one index, whose rows are the same passages."""

    @property
    def dense(self) -> VectorIndex:
        """A vector a passage."""
        ...

    @property
    def lexical(self) -> LexicalIndex:
        """The words and n-grams of each."""
        ...

    @property
    def late(self) -> LateIndex:
        """The tokens of each."""
        ...


@dataclass(frozen=True, slots=True)
class Fused:
    """Candidate rows with what they are ordered by and their late scores, each of one shape."""

    rows: Rows
    fused: Vectors
    late: Vectors

    @property
    def order(self) -> Rows:
        """The places of the rows, the best first."""
        return np.argsort(-self.fused, kind="stable")

    def best(self, count: int) -> Rows:
        """The best rows, best first; at most ``count``."""
        return self.rows[self.order[:count]]


class Scoring:
    """The scores of one question, each computed once however often its vector is moved."""

    def __init__(self, asked: EncodedQuestion, sides: Sides, settings: RetrievalConfig) -> None:
        lexical = sides.lexical
        self.word_scores = lexical.word_scores(asked.question.content_words)
        self.ngram_scores = lexical.ngram_scores(asked.question.content_words)
        self.asked = asked
        self._sides = sides
        self._settings = settings
        self._lexical = settings.word_weight * _relative(
            self.word_scores
        ) + settings.ngram_weight * _relative(self.ngram_scores)
        self._late = np.full(len(self._lexical), np.nan, dtype=np.float32)
        self._token_weights, self._late_weight = self._weigh_tokens()

    def candidates(self, vector: Vectors, top_k: int) -> Rows:
        """The rows that one side at least has among its best, ascending."""
        count = max(self._settings.candidates, top_k)
        dense_rows, _scores = self._sides.dense.search(vector, count)
        lexical_rows = [_best(scores, count) for scores in (self.word_scores, self.ngram_scores)]
        return np.unique(np.concatenate([dense_rows, *lexical_rows])).astype(np.int64)

    def fuse(self, vector: Vectors, rows: Rows, bonus: Vectors) -> Fused:
        """Rows with their scores by a vector; ``bonus`` has one for every passage of the index."""
        dense = self._settings.dense_weight * self._sides.dense.scores(vector, rows)
        fused = self._lexical[rows] + dense + bonus[rows]
        late = np.zeros(len(rows), dtype=np.float32)
        if self._late_weight:
            best = np.argsort(-fused, kind="stable")[: self._settings.rescored]
            late[best] = self._late_scores(rows[best])
        return Fused(rows, fused + self._late_weight * late, late)

    def _late_scores(self, rows: Rows) -> Vectors:
        """How well the tokens of rows meet the question's, 0 to 1."""
        missing = rows[np.isnan(self._late[rows])]
        if len(missing):
            found = self._sides.late.scores(self.asked.tokens, self._token_weights, missing)
            self._late[missing] = np.maximum(found, 0.0)
        return self._late[rows]

    def _weigh_tokens(self) -> tuple[Vectors, float]:
        """What each token of the question weighs, and what all of them do.

        The longer the question, the less a single word says of it.
        """
        starts = self.asked.tokens.starts
        if not self._settings.late_weight or not self._is_known_language():
            return np.zeros(len(starts), dtype=np.float32), 0.0
        weights = word_weights(self.asked.question.located, starts, self._sides.lexical.word_rarity)
        share = min(self._settings.late_tokens / max(int((weights > 0).sum()), 1), 1.0)
        return weights, self._settings.late_weight * share

    def _is_known_language(self) -> bool:
        language = self.asked.question.language
        return language is None or language in self._settings.model_languages


def _relative(scores: Vectors) -> Vectors:
    best: Any = scores.max(initial=0.0)
    return scores / best if best > 0 else scores


def _best(scores: Vectors, count: int) -> Rows:
    """Rows of the best scores above 0, in no order."""
    if len(scores) > count:
        rows = np.argpartition(-scores, count)[:count]
    else:
        rows = np.arange(len(scores))
    return rows[scores[rows] > 0].astype(np.int64)
