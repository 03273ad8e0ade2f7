"""One question set against the passages, side by side; what its vector does not change, once."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from forumbot.asking.question import Question
from forumbot.config import RetrievalConfig
from forumbot.products import product
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


class LateScores:
    """Wordings of one question set against passages token by token, each passage once for all."""

    def __init__(
        self, wordings: Iterable[EncodedQuestion], sides: Sides, settings: RetrievalConfig
    ) -> None:
        self._late = sides.late
        self._columns: dict[str, slice] = {}
        self._weights: dict[str, tuple[Vectors, float]] = {}
        asked: list[Vectors] = []
        for one in {wording.question.text: wording for wording in wordings}.values():
            weights, weight = _weigh_tokens(one, sides.lexical, settings)
            tells = weights > 0
            first = sum(map(len, asked))
            asked.append(one.tokens.vectors[tells])
            self._columns[one.question.text] = slice(first, first + len(asked[-1]))
            self._weights[one.question.text] = weights[tells] / (weights[tells].sum() or 1), weight
        starts = np.zeros(sum(map(len, asked)), dtype=np.int64)
        self._asked = self._late.reduced(TokenVectors(starts, np.concatenate(asked))).vectors
        self._nearest = np.zeros((0, len(self._asked)), dtype=np.float32)
        self._places = np.full(len(self._late), -1, dtype=np.int64)

    def weight(self, wording: EncodedQuestion) -> float:
        """What all the tokens of a wording weigh together; 0 where they are not looked at."""
        return self._weights[wording.question.text][1]

    def scores(self, wording: EncodedQuestion, rows: Rows) -> Vectors:
        """For each row the mean, by weight, of how near its nearest token is to each asked one.

        A score is a cosine, -1 to 1; 0 where nothing is asked or a passage has no tokens.
        """
        missing = rows[self._places[rows] < 0]
        if len(missing):
            self._places[missing] = np.arange(len(missing)) + len(self._nearest)
            found = self._late.nearest(self._asked, missing)
            self._nearest = np.concatenate([self._nearest, found])
        nearest = self._nearest[self._places[rows], self._columns[wording.question.text]]
        return product(nearest, self._weights[wording.question.text][0])


class Scoring:
    """The scores of one wording, each computed once however often its vector is moved."""

    def __init__(
        self,
        asked: EncodedQuestion,
        sides: Sides,
        settings: RetrievalConfig,
        late: LateScores | None = None,
    ) -> None:
        """``late`` has the wording among others; where it is not given it stands alone."""
        lexical = sides.lexical
        self.word_scores = lexical.word_scores(asked.question.content_words)
        self.ngram_scores = lexical.ngram_scores(asked.question.content_words)
        self.asked = asked
        self._sides = sides
        self._settings = settings
        self._lexical = settings.word_weight * _relative(
            self.word_scores
        ) + settings.ngram_weight * _relative(self.ngram_scores)
        self._late = LateScores([asked], sides, settings) if late is None else late
        self._late_scores = np.full(len(self._lexical), np.nan, dtype=np.float32)

    def candidates(self, vector: Vectors, top_k: int) -> Rows:
        """The rows that one side at least has among its best, ascending."""
        count = max(self._settings.candidates, top_k)
        dense_rows, _scores = self._sides.dense.search(vector, count)
        is_near = np.zeros(len(self._lexical), dtype=np.bool_)
        for rows in (dense_rows, *(_best(one, count) for one in self._word_sides)):
            is_near[rows] = True
        return np.flatnonzero(is_near)

    def fuse(self, vector: Vectors, rows: Rows, bonus: Vectors) -> Fused:
        """Rows with their scores by a vector; ``bonus`` has one for every passage of the index."""
        dense = self._settings.dense_weight * self._sides.dense.scores(vector, rows)
        fused = self._lexical[rows] + dense + bonus[rows]
        late = np.zeros(len(rows), dtype=np.float32)
        weight = self._late.weight(self.asked)
        if weight:
            best = np.argsort(-fused, kind="stable")[: self._settings.rescored]
            late[best] = self._met(rows[best])
        return Fused(rows, fused + weight * late, late)

    @property
    def _word_sides(self) -> tuple[Vectors, Vectors]:
        return self.word_scores, self.ngram_scores

    def _met(self, rows: Rows) -> Vectors:
        """How well the tokens of rows meet the wording's, 0 to 1."""
        missing = rows[np.isnan(self._late_scores[rows])]
        if len(missing):
            found = self._late.scores(self.asked, missing)
            self._late_scores[missing] = np.maximum(found, 0.0)
        return self._late_scores[rows]


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
