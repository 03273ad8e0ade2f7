"""Which of two labels a text has, by its words: TF-IDF and logistic regression."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from forumbot.evaluation.figures import Numbers
from forumbot.products import product

# Newton's steps end where the slope has become that much less steep, or after so many.
_EXACT, _STEPS, _INNER = 1e-7, 50, 200


@dataclass(frozen=True, slots=True)
class Rows:
    """A sparse matrix: for each number other than nought its row, its column and itself."""

    rows: npt.NDArray[np.int64]
    columns: npt.NDArray[np.int64]
    values: Numbers
    shape: tuple[int, int]

    def times(self, vector: Numbers) -> Numbers:
        """The product with a vector of a number for each column."""
        weights = self.values * vector[self.columns]
        return np.asarray(np.bincount(self.rows, weights, minlength=self.shape[0]), dtype=float)

    def turned_times(self, vector: Numbers) -> Numbers:
        """The product of the transposed matrix with a vector of a number for each row."""
        weights = self.values * vector[self.rows]
        return np.asarray(np.bincount(self.columns, weights, minlength=self.shape[1]), dtype=float)


class WordModel:
    """Learned from texts with labels, both of which occur; the rarer label counts for as much."""

    def __init__(self, texts: Sequence[Sequence[str]], labels: npt.NDArray[np.bool_]) -> None:
        held = Counter(word for text in texts for word in set(text))
        self._column = {word: column for column, word in enumerate(sorted(held))}
        holding = np.array([held[word] for word in self._column], dtype=np.float64)
        self._rarity = np.log((1 + len(texts)) / (1 + holding)) + 1
        self._weights = _fitted(self._weighed(texts), labels)

    def chances(self, texts: Sequence[Sequence[str]]) -> Numbers:
        """How likely each text has the label True, shape (texts,)."""
        return _chance(self._weighed(texts).times(self._weights))

    def _weighed(self, texts: Sequence[Sequence[str]]) -> Rows:
        """1 + log of how often a text holds a word, by its rarity, at length 1; and a 1."""
        rows, columns, values = [], [], []
        for row, text in enumerate(texts):
            counts = Counter(word for word in text if word in self._column)
            known = np.array([self._column[word] for word in counts], dtype=np.int64)
            often = np.array(list(counts.values()), dtype=np.float64)
            weighed = (1 + np.log(often)) * self._rarity[known]
            rows.append(np.full(len(known) + 1, row))
            columns.append(np.append(known, len(self._column)))
            values.append(np.append(weighed / max(float(np.linalg.norm(weighed)), 1e-12), 1.0))
        shape = (len(texts), len(self._column) + 1)
        return Rows(np.concatenate(rows), np.concatenate(columns), np.concatenate(values), shape)


def _fitted(texts: Rows, labels: npt.NDArray[np.bool_]) -> Numbers:
    """The weights of least loss: half their squares, and the log loss, balanced between labels.

    By Newton's method, each step found by conjugate gradients.
    """
    share = np.where(labels, labels.mean(), 1 - labels.mean())
    balance = 0.5 / share
    weights = np.zeros(texts.shape[1])
    steepest = None
    for _step in range(_STEPS):
        chance = _chance(texts.times(weights))
        slope = weights + texts.turned_times(balance * (chance - labels))
        steepest = steepest or float(np.linalg.norm(slope))
        if np.linalg.norm(slope) <= _EXACT * steepest:
            break
        curve = balance * chance * (1 - chance)

        def bent(vector: Numbers, curve: Numbers = curve) -> Numbers:
            return vector + texts.turned_times(curve * texts.times(vector))

        weights -= _solved(bent, slope)
    return weights


def _solved(multiplied: Callable[[Numbers], Numbers], wanted: Numbers) -> Numbers:
    """The vector whose product is the wanted one, by conjugate gradients."""
    found, rest = np.zeros_like(wanted), wanted.copy()
    direction, size = rest.copy(), float(product(rest, rest))
    enough = size * _EXACT**2
    for _step in range(_INNER):
        if size <= enough:
            break
        made = multiplied(direction)
        along = size / float(product(direction, made))
        found += along * direction
        rest -= along * made
        before, size = size, float(product(rest, rest))
        direction = rest + size / before * direction
    return found


def _chance(logits: Numbers) -> Numbers:
    return np.asarray(1 / (1 + np.exp(-logits)))
