"""The decision fitted anew on golden questions, each judged by a fit without its document."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from forumbot.answers.answerer import Answer, Answerer, Finding
from forumbot.answers.deciding.confidence import Judge
from forumbot.answers.deciding.decision import Case, decide
from forumbot.answers.deciding.reading import TREATED, ReadBy, ReadingFit, read_by
from forumbot.asking.question import check_question
from forumbot.evaluation.figures import Numbers
from forumbot.evaluation.folds import Folds, folds_by_group
from forumbot.evaluation.golden import GoldenQuestion
from forumbot.evaluation.judged import Judged, Progress, judge
from forumbot.products import product

# Chosen so that with the two in a hundred that a rule refuses it is the twelve that are wanted.
REFUSED = 0.1
"""The share of the answerable questions that a threshold refuses."""

LEAST = 10
# Set by hand: with fewer answerable questions a threshold of their own says little.
_LEAST_OF_READER = 40
FOLDS = 5
TOO_FEW = (
    f"too few questions to fit the decision: of those that were read {LEAST} answered right and "
    f"{LEAST} others are needed, on two documents at least"
)
METHOD = (
    f"each question is decided by a fit on the questions of other documents ({FOLDS} folds), from "
    "the threshold of its reader, at which 10 of 100 answerable questions are refused"
)
_RIDGE, _STEPS, _EXACT, _LEAST_SCALE, _MOST = 3.0, 100, 1e-9, 0.001, 3.0
_BATCH = 64


def fitted(
    values: Sequence[Mapping[str, float]],
    right: Sequence[bool],
    counted: Sequence[float] | None = None,
) -> ReadingFit:
    """A logistic model of the named values, each shifted and scaled, by Newton's method.

    ``counted`` is how much each question counts, all the same where it is not given.
    """
    names = [name for name in values[0] if name != TREATED]
    table = np.array([[one[name] for name in names] for one in values])
    means, scales = table.mean(axis=0), np.maximum(table.std(axis=0), _LEAST_SCALE)
    shifted = ((table - means) / scales).clip(-_MOST, _MOST)
    share = np.ones(len(table)) if counted is None else np.asarray(counted, dtype=float)
    weights = _weights(np.c_[np.ones(len(table)), shifted], np.asarray(right, dtype=float), share)

    def by_name(numbers: Numbers) -> dict[str, float]:
        return {name: round(float(one), 5) for name, one in zip(names, numbers, strict=True)}

    return ReadingFit(
        version="refitted",
        fitted_on="golden questions",
        bias=round(float(weights[0]), 5),
        weights=by_name(weights[1:]),
        means=by_name(means),
        scales=by_name(scales),
        answer_from=dict.fromkeys(ReadBy, 0.5),
    )


def _weights(rows: Numbers, right: Numbers, share: Numbers) -> Numbers:
    """The weights of least loss: half their squares, but for the first, and the log loss."""
    ridge = np.full(rows.shape[1], _RIDGE)
    ridge[0] = 0.0
    weights = np.zeros(rows.shape[1])
    for _step in range(_STEPS):
        chance = 1 / (1 + np.exp(-product(rows, weights).clip(-40, 40)))
        slope = ridge * weights + product(rows.T, share * (chance - right))
        if np.linalg.norm(slope) < _EXACT * len(rows):
            break
        weighed = share * chance * (1 - chance)
        curve = np.diag(ridge) + product((rows * weighed[:, None]).T, rows)
        weights -= np.linalg.solve(curve + 1e-9 * np.eye(len(ridge)), slope)
    return weights


def thresholds(
    chances: Numbers,
    answerable: Sequence[bool],
    values: Sequence[Mapping[str, float]],
    refused: float = REFUSED,
) -> dict[str, float]:
    """Of each reader the probability that all of the answerable but the ``refused`` share reach.

    That of all questions for one that has read few which can be answered.
    """
    can_be = np.asarray(answerable, dtype=bool)
    readers = np.array([read_by(one) for one in values], dtype=object)
    found: dict[str, float] = {}
    for reader in ReadBy:
        own = can_be & (readers == reader)
        chosen = own if own.sum() >= _LEAST_OF_READER else can_be
        found[reader] = float(np.quantile(chances[chosen], refused))
    return found


def refitted(
    answerer: Answerer, questions: Sequence[GoldenQuestion], shipped: Judge, on_progress: Progress
) -> list[Judged] | None:
    """The questions with the answers that they get where the decision is fitted without them.

    None where there are too few to fit on.
    """
    pairs = _quoted(answerer.quoting_all(), questions, on_progress)
    judged = [
        judge(golden, answer) for golden, (answer, _case) in zip(questions, pairs, strict=True)
    ]
    cases = [case for _answer, case in pairs]
    read = [place for place, case in enumerate(cases) if case.read is not None]
    right = [item.golden.answerable and item.quoted for item in judged]
    fold_of = _folds([right[at] for at in read], [_group(judged[at], at) for at in read])
    if fold_of is None:
        return None
    values = [_values(cases[at], shipped) for at in read]
    fits = _fits(values, [right[at] for at in read], fold_of)
    chances = np.array(
        [fits[fold].of_values(one) for one, fold in zip(values, fold_of, strict=True)]
    )
    answerable = [judged[at].golden.answerable for at in read]
    least = thresholds(chances, answerable, values)
    judges = {
        at: replace(shipped, reading=replace(fits[fold], answer_from=least))
        for at, fold in zip(read, fold_of, strict=True)
    }
    return [
        judge(item.golden, _decided(item.answer, case, judges.get(at, shipped)))
        for at, (item, case) in enumerate(zip(judged, cases, strict=True))
    ]


def _quoted(
    answerer: Answerer, questions: Sequence[GoldenQuestion], on_progress: Progress
) -> list[tuple[Answer, Case]]:
    found: list[tuple[Answer, Case]] = []
    for first in range(0, len(questions), _BATCH):
        batch = questions[first : first + _BATCH]
        found += answerer.decided_all([check_question(golden.question) for golden in batch])
        on_progress("answering again", len(found), len(questions))
    return found


def _values(case: Case, shipped: Judge) -> dict[str, float]:
    return {} if case.read is None else shipped.values(case.read, case.features)


def _group(item: Judged, place: int) -> str:
    """Questions on no document stand each for itself."""
    return f"d {item.golden.doc}" if item.golden.doc is not None else f"q {place}"


def _folds(right: Sequence[bool], groups: Sequence[str]) -> Folds | None:
    labels = np.asarray(right, dtype=bool)
    if min(int(labels.sum()), int((~labels).sum())) < LEAST or len(set(groups)) < 2:
        return None
    return folds_by_group(labels, groups, min(FOLDS, len(set(groups))), 0)


def _fits(
    values: Sequence[Mapping[str, float]], right: Sequence[bool], fold_of: Folds
) -> dict[int, ReadingFit]:
    """For each fold a fit on all others."""
    return {
        fold: fitted(
            [one for one, own in zip(values, fold_of, strict=True) if own != fold],
            [one for one, own in zip(right, fold_of, strict=True) if own != fold],
        )
        for fold in sorted(set(fold_of.tolist()))
    }


def _decided(answer: Answer, case: Case, judge: Judge) -> Answer:
    """The answer as another judge decides on it."""
    decision = decide(case, judge, None)
    quotes = (*answer.citations, *answer.nearest)
    return replace(
        answer,
        finding=decision.finding,
        confidence=decision.confidence,
        citations=quotes if decision.finding is Finding.ANSWER else (),
        nearest=quotes if decision.finding is Finding.NEAR else (),
    )
