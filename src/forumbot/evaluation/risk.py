"""How many answers are wrong if only the most confident share of the questions is answered."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from forumbot.evaluation.figures import LEVEL, Numbers, drawn
from forumbot.evaluation.judged import Judged

Rows = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class RiskCurve:
    """Shares of wrong answers, 0 to 1, by coverage; all of shape (points,).

    ``low`` and ``high`` bound 95 % of draws of the questions. ``random`` is the share for a
    confidence that tells nothing, ``oracle`` for one that knows the right answers.
    """

    coverage: Numbers
    risk: Numbers
    low: Numbers
    high: Numbers
    random: Numbers
    oracle: Numbers


def risk_curve(judged: Sequence[Judged], coverage: Sequence[float]) -> RiskCurve:
    """The curve over at least one question at the given coverages, above 0 and at most 1.

    Where it is reached among questions of the same confidence, they are answered in any order: the
    mean over all orders is given, so that the order of the file tells nothing.
    """
    confidence = np.array([item.answer.confidence for item in judged])
    order = np.argsort(-confidence, kind="stable")
    ends = np.flatnonzero(np.diff(confidence[order], append=-np.inf))
    wrong = np.array([float(judged[at].would_be_wrong) for at in order])
    at = np.asarray(coverage, dtype=float)
    draws = np.array([_risk(wrong, counts, ends, at) for counts in drawn(len(judged))])
    low, high = np.quantile(draws, [(1 - LEVEL) / 2, (1 + LEVEL) / 2], axis=0)
    average = float(wrong.mean())
    return RiskCurve(
        coverage=at,
        risk=_risk(wrong, np.ones(len(wrong)), ends, at),
        low=low,
        high=high,
        random=np.full(len(at), average),
        oracle=np.maximum(0.0, (at - (1 - average)) / at),
    )


def _risk(wrong: Numbers, counts: Numbers, ends: Rows, coverage: Numbers) -> Numbers:
    """The share of wrong answers among the first of the questions, each counted so often.

    ``ends`` are the last places of each confidence; between them the share grows evenly.
    """
    answered = np.r_[0.0, np.cumsum(counts)[ends]]
    faults = np.r_[0.0, np.cumsum(counts * wrong)[ends]]
    sought = coverage * answered[-1]
    return np.asarray(np.interp(sought, answered, faults) / sought)
