"""Figures over questions, and the interval in which each lies if other questions are drawn.

A :data:`Figure` takes how often each question counts, so that the figure itself and its value in a
thousand draws of the questions come from the same few lines.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from forumbot.products import product

Numbers = npt.NDArray[np.float64]
Figure = Callable[[Numbers], Numbers]
"""From how often each question counts, shape (draws, questions), to values of shape (draws,).

A value is NaN where a draw has nothing to measure.
"""

DRAWS = 1000
LEVEL = 0.95
_BATCH = 100
_SEED = 0


def share(values: Sequence[float], among: Sequence[bool] | None = None) -> Figure:
    """The mean of ``values``, one a question, over the questions ``among`` which it is sought."""
    kept = np.ones(len(values)) if among is None else np.asarray(among, dtype=float)
    weighed = np.asarray(values, dtype=float) * kept
    return lambda counts: _divided(product(counts, weighed), product(counts, kept))


def area(
    labels: Sequence[bool], scores: Sequence[float], among: Sequence[bool] | None = None
) -> Figure:
    """Area under the ROC curve: the share of pairs of both labels in the right order, ties half."""
    kept = np.ones(len(labels), dtype=bool) if among is None else np.asarray(among, dtype=bool)
    true = np.asarray(labels, dtype=bool) & kept
    false = ~np.asarray(labels, dtype=bool) & kept
    order = np.argsort(np.asarray(scores, dtype=float), kind="stable")
    ranked = np.asarray(scores, dtype=float)[order]
    starts = np.flatnonzero(np.r_[True, ranked[1:] != ranked[:-1]][: len(ranked)])

    def figure(counts: Numbers) -> Numbers:
        if not true.any() or not false.any():
            return np.full(len(counts), np.nan)
        above = np.add.reduceat((counts * true)[:, order], starts, axis=1)
        below = np.add.reduceat((counts * false)[:, order], starts, axis=1)
        beaten = np.cumsum(below, axis=1) - below / 2
        return _divided((above * beaten).sum(axis=1), above.sum(axis=1) * below.sum(axis=1))

    return figure


def area_within(labels: Sequence[bool], scores: Sequence[float], strata: Sequence[str]) -> Figure:
    """:func:`area` within each stratum, averaged over the strata that have both labels."""
    names = np.asarray(strata)
    areas = [area(labels, scores, (names == one).tolist()) for one in sorted(set(strata))]

    def figure(counts: Numbers) -> Numbers:
        found = np.array([one(counts) for one in areas]).reshape(len(areas), len(counts))
        known = ~np.isnan(found)
        return _divided(np.where(known, found, 0.0).sum(axis=0), known.sum(axis=0).astype(float))

    return figure


def _divided(above: Numbers, below: Numbers) -> Numbers:
    """A quotient that is NaN where it would be by nought."""
    return np.asarray(np.divide(above, below, out=np.full(len(above), np.nan), where=below > 0))


def drawn(questions: int) -> Numbers:
    """How often each question comes in each of 1000 draws with replacement; always the same.

    Shape (draws, questions); each row adds up to ``questions``.
    """
    generator = np.random.default_rng(_SEED)
    picks = generator.integers(0, max(questions, 1), (DRAWS, questions))
    return np.array([np.bincount(row, minlength=questions) for row in picks], dtype=float)


def value(figure: Figure, questions: int) -> float | None:
    """The figure with each question counted once, to four places; None where there is none."""
    return _rounded(float(figure(np.ones((1, questions)))[0]))


def interval(figure: Figure, counts: Numbers) -> list[float] | None:
    """The range that holds 95 % of the figure's values in draws of the questions (bootstrap).

    Draws with nothing to measure are passed over; None where all are.
    """
    parts = [figure(counts[first : first + _BATCH]) for first in range(0, len(counts), _BATCH)]
    return bounds(np.concatenate(parts))


def bounds(values: Numbers) -> list[float] | None:
    """The middle 95 % of values, NaN left out, as ``[low, high]`` to four places."""
    known = values[~np.isnan(values)]
    if not len(known):
        return None
    low, high = np.quantile(known, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return [round(float(low), 4), round(float(high), 4)]


def reported(figures: Mapping[str, Figure], questions: int) -> dict[str, Any]:
    """Each figure by name, and under ``intervals`` its interval of 95 %."""
    counts = drawn(questions)
    return {
        **{name: value(figure, questions) for name, figure in figures.items()},
        "intervals": {name: interval(figure, counts) for name, figure in figures.items()},
    }


def differences(
    ours: Mapping[str, Figure], theirs: Mapping[str, Figure], questions: int
) -> dict[str, Any]:
    """Of each figure both values over the same questions, and their difference with its interval.

    The interval is paired: both are measured on each draw. One that does not hold 0 is a
    difference that other questions would most likely show as well.
    """
    counts = drawn(questions)

    def compared(ours: Figure, theirs: Figure) -> dict[str, Any]:
        mine, other = value(ours, questions), value(theirs, questions)
        known = mine is not None and other is not None
        return {
            "live": mine,
            "against": other,
            "difference": round(mine - other, 4) if known else None,  # type: ignore[operator]
            "interval": interval(lambda drawn: ours(drawn) - theirs(drawn), counts),
        }

    return {name: compared(figure, theirs[name]) for name, figure in ours.items()}


def _rounded(number: float) -> float | None:
    return None if np.isnan(number) else round(number, 4)
