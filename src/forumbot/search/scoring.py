"""One question set against the passages, side by side; what its vector does not change, once."""

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from forumbot.asking.question import Question
from forumbot.config import RetrievalConfig
from forumbot.products import product
from forumbot.search.late import LateIndex, word_weights
from forumbot.search.lexical import LexicalIndex
from forumbot.search.ports import Rows, TokenVectors, VectorIndex, Vectors

# Set by hand: so many more than are wanted are compared token by token before it is told which of
# the others may still come among them. A cosine is 1 at most, and a little for rounding.
_STEP, _MOST_ALIKE = 8, 1.001


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
    """The scores of one wording, each computed once however often its vector is moved."""

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
        weights, self._late_weight = _weigh_tokens(asked, lexical, settings)
        tells = weights > 0
        tokens = TokenVectors(asked.tokens.starts[tells], asked.tokens.vectors[tells])
        self._tokens = sides.late.reduced(tokens).vectors
        self._token_weights = weights[tells] / (weights[tells].sum() or 1)
        self._late = np.full(len(self._lexical), np.nan, dtype=np.float32)
        self._is_seen = np.zeros(len(self._lexical), dtype=np.bool_)

    def candidates(self, vector: Vectors, top_k: int) -> Rows:
        """The rows that one side at least has among its best, ascending."""
        count = max(self._settings.candidates, top_k)
        dense_rows, _scores = self._sides.dense.search(vector, count)
        is_near = np.zeros(len(self._lexical), dtype=np.bool_)
        for rows in (dense_rows, _best(self.word_scores, count), _best(self.ngram_scores, count)):
            is_near[rows] = True
        return np.flatnonzero(is_near)

    def fuse(self, vector: Vectors, rows: Rows, bonus: Vectors, depth: int) -> Fused:
        """Rows with their scores by a vector; ``bonus`` has one for every passage of the index.

        The first ``depth`` are in order. Of the others those that could not come among them are
        left without their late scores.
        """
        dense = self._settings.dense_weight * self._sides.dense.scores(vector, rows)
        fused = self._lexical[rows] + dense + bonus[rows]
        late = np.zeros(len(rows), dtype=np.float32)
        if self._late_weight:
            best = np.argsort(-fused, kind="stable")[: self._settings.rescored]
            self._meet(rows[best], fused[best], depth)
            late[best] = np.nan_to_num(self._late[rows[best]])
        return Fused(rows, fused + self._late_weight * late, late)

    def _meet(self, rows: Rows, fused: Vectors, depth: int) -> None:
        """Find the late scores of rows, the best by the other sides first, as far as it matters."""
        nearest = np.zeros((len(rows), len(self._tokens)), dtype=np.float32)
        is_new, late = ~self._is_seen[rows], self._late[rows]
        first, last = 0, depth + _STEP
        while first < last:
            places = first + np.flatnonzero(np.isnan(late[first:last]))
            nearest[places] = self._sides.late.nearest(self._tokens, rows[places])
            late[places] = np.maximum(product(nearest[places], self._token_weights), 0.0)
            first, last = last, last + self._hopeful(fused, late, last, depth)
        is_met = ~np.isnan(late)
        # All that are new at once, as the rounding of a product depends on its other rows.
        late[is_new] = np.maximum(product(nearest[is_new], self._token_weights), 0.0)
        self._late[rows[is_met]] = late[is_met]
        self._is_seen[rows] = True

    def _hopeful(self, fused: Vectors, late: Vectors, met: int, depth: int) -> int:
        """How many of the rows behind those that are met may come among the first ``depth``.

        A few at a time, as the more are met, the fewer of the others may.
        """
        if met >= len(fused):
            return 0
        known = np.sort(fused[:met] + self._late_weight * late[:met])
        is_hopeful = fused[met:] + self._late_weight * _MOST_ALIKE >= known[-depth]
        return min(int(is_hopeful.sum()), 2 * _STEP)


def _weigh_tokens(
    asked: EncodedQuestion, lexical: LexicalIndex, settings: RetrievalConfig
) -> tuple[Vectors, float]:
    """What each token of a wording weighs, and what all of them do.

    The longer the wording, the less a single word says of it.
    """
    starts, language = asked.tokens.starts, asked.question.language
    is_known = language is None or language in settings.model_languages
    if not settings.late_weight or not is_known:
        return np.zeros(len(starts), dtype=np.float32), 0.0
    weights = word_weights(asked.question.located, starts, lexical.word_rarity)
    share = min(settings.late_tokens / max(int((weights > 0).sum()), 1), 1.0)
    return weights, settings.late_weight * share


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
