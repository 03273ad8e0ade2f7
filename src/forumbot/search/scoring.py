"""One question set against the passages, side by side; what its vector does not change, once."""

from dataclasses import dataclass
from itertools import pairwise
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

    def __init__(
        self, asked: EncodedQuestion, near: Vectors, sides: Sides, settings: RetrievalConfig
    ) -> None:
        """``near`` is how near each row is to the wording's vector."""
        self.near = near
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
        self._met = _Met(len(self._lexical), len(self._tokens))
        self._best_by_words: dict[int, Rows] = {}

    def candidates(self, near: Vectors, top_k: int) -> Rows:
        """The rows that one side at least has among its best, ascending.

        ``near`` is how near each row is to the wording's vector, which may have been moved.
        """
        count = max(self._settings.candidates, top_k)
        is_near = np.zeros(len(self._lexical), dtype=np.bool_)
        is_near[_first(near, count)] = is_near[self._by_words(count)] = True
        return np.flatnonzero(is_near)

    def _by_words(self, count: int) -> Rows:
        """The best rows of the sides that a vector does not change, in no order."""
        if count not in self._best_by_words:
            sides = (self.word_scores, self.ngram_scores)
            self._best_by_words[count] = np.concatenate([_best(one, count) for one in sides])
        return self._best_by_words[count]

    def fuse(
        self, near: Vectors, rows: Rows, bonus: Vectors, depth: int, least: float = -np.inf
    ) -> Fused:
        """Rows with their scores; ``near`` and ``bonus`` have one for every row of the index.

        The first ``depth`` are in order as far as they score ``least``. Of the others those that
        could not come among them are left without their late scores.
        """
        fused = self._lexical[rows] + self._settings.dense_weight * near[rows] + bonus[rows]
        late = np.zeros(len(rows), dtype=np.float32)
        if self._late_weight:
            best = np.argsort(-fused, kind="stable")[: self._settings.rescored]
            late[best] = self._meet(rows[best], fused[best], depth, least)
        return Fused(rows, fused + self._late_weight * late, late)

    def _meet(self, rows: Rows, fused: Vectors, depth: int, least: float) -> Vectors:
        """The late scores of rows, best first by the other sides; 0 where they cannot matter."""
        places, most = self._met.places(rows), self._late_weight * _MOST_ALIKE
        first, last = 0, min(int((fused + most >= least).sum()), depth + _STEP)
        while first < last:
            missing = first + np.flatnonzero(~self._met.is_known[places[first:last]])
            found = self._sides.late.nearest(self._tokens, rows[missing])
            self._met.take_in(places[missing], found)
            late = np.maximum(product(self._met.nearest[places[:last]], self._token_weights), 0.0)
            known = np.sort(fused[:last] + self._late_weight * late)
            least = max(least, known[-depth] if last >= depth else least)
            # A few at a time: the more are met, the fewer of the others may come among the first.
            hopeful = int((fused[last:] + most >= least).sum())
            further = min(max(hopeful, _STEP), 2 * _STEP) if hopeful else 0
            first, last = last, min(last + further, len(rows))
        return self._met.scores(self._token_weights)[places]


class _Met:
    """The nearest tokens of the passages that were set against a wording, in places of their own.

    Those that came together are weighed together, looked up or not, as the rounding of a product
    depends on its other rows.
    """

    def __init__(self, passages: int, asked: int) -> None:
        self.nearest = np.zeros((0, asked), dtype=np.float32)
        self.is_known = np.zeros(0, dtype=np.bool_)
        self._places = np.full(passages, -1, dtype=np.int64)
        self._ends = [0]

    def places(self, rows: Rows) -> Rows:
        """The places of rows; new ones get theirs."""
        new = rows[self._places[rows] < 0]
        if len(new):
            end = self._ends[-1] + len(new)
            self._places[new] = np.arange(self._ends[-1], end)
            self._ends.append(end)
            more = np.zeros((len(new), self.nearest.shape[1]), dtype=np.float32)
            self.nearest = np.concatenate([self.nearest, more])
            self.is_known = np.concatenate([self.is_known, np.zeros(len(new), dtype=np.bool_)])
        return self._places[rows]

    def take_in(self, places: Rows, nearest: Vectors) -> None:
        """What was looked up for some places, as :meth:`LateIndex.nearest` gives it."""
        self.nearest[places], self.is_known[places] = nearest, True

    def scores(self, weights: Vectors) -> Vectors:
        """For each place the mean by weight, 0 to 1; 0 where nothing was looked up."""
        parts = [product(self.nearest[slice(*ends)], weights) for ends in pairwise(self._ends)]
        return np.asarray(np.maximum(np.concatenate(parts), 0.0), dtype=np.float32)


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
    rows = _first(scores, count)
    return rows[scores[rows] > 0]


def _first(scores: Vectors, count: int) -> Rows:
    """Rows of the best scores, in no order."""
    if len(scores) > count:
        return np.argpartition(-scores, count)[:count].astype(np.int64)
    return np.arange(len(scores), dtype=np.int64)
