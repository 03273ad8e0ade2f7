"""How likely it is that the archive answers, fitted on data, and whether to answer or abstain."""

import json
import math
from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields
from functools import lru_cache
from importlib.resources import files

from forumbot.answers.matching import QuestionTerms
from forumbot.answers.questions import QuestionKind, holds_kind
from forumbot.search.passages import Passage
from forumbot.search.retriever import Hit

_HELD = 0.9
_MAX_UNKNOWN = 3
_LOOKUP_CONFIDENCE = 0.6


@dataclass(frozen=True, slots=True)
class Features:
    """What the decision is made on; each is a number that grows with the case for an answer.

    Cosines run from -1 to 1, coverages from 0 to 1; ``known`` is minus the number of words of the
    question that the archive does not know at all, -3 to 0. None of them tells what type of
    question it is, so that no habit of a question set can be learned in place of evidence.
    """

    dense: float
    dense_fifth: float
    covered_by_sentence: float
    weakest_in_sentence: float
    known: float
    kind_found: float
    lead: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """A logistic model: ``sigmoid(bias + weights · (features - means) / scales)``."""

    bias: float
    weights: tuple[float, ...]
    means: tuple[float, ...]
    scales: tuple[float, ...]

    def probability(self, features: Features) -> float:
        """The fitted probability, 0 to 1."""
        values = zip(self.weights, astuple(features), self.means, self.scales, strict=True)
        score = self.bias + sum(w * (x - mean) / scale for w, x, mean, scale in values)
        return 1.0 / (1.0 + math.exp(-max(min(score, 40.0), -40.0)))


@dataclass(frozen=True, slots=True)
class Judge:
    """Two calibrated probabilities and the thresholds that turn them into a decision.

    ``answerable`` is the probability that the archive answers, ``on_topic`` that it treats the
    subject at all. ``version`` names the fit.
    """

    version: str
    answerable: Calibration
    on_topic: Calibration
    answer_from: float
    near_from: float

    def confidence(self, features: Features, *, is_lookup: bool) -> float:
        """The probability that the archive answers, 0 to 1.

        A bare name or keyword asks what the archive says of it: a sentence that holds each of its
        words is an answer, whatever the model of whole questions makes of so few words.
        """
        fitted = self.answerable.probability(features)
        found = is_lookup and features.weakest_in_sentence >= _HELD
        return max(fitted, _LOOKUP_CONFIDENCE) if found else fitted


@lru_cache(maxsize=1)
def shipped_judge() -> Judge:
    """The fit in ``confidence.json``, made by ``bench/fit_confidence.py``."""
    record = json.loads(files("forumbot.answers").joinpath("confidence.json").read_bytes())
    names = [field.name for field in fields(Features)]
    if record["features"] != names:
        raise ValueError("confidence.json was fitted on other features; fit it again")
    return Judge(
        version=record["version"],
        answerable=_calibration(record["answerable"]),
        on_topic=_calibration(record["on_topic"]),
        answer_from=record["answer_from"],
        near_from=record["near_from"],
    )


def _calibration(record: dict[str, object]) -> Calibration:
    def numbers(name: str) -> tuple[float, ...]:
        values = record[name]
        assert isinstance(values, list)  # noqa: S101 - our own package data
        return tuple(float(value) for value in values)

    bias = record["bias"]
    assert isinstance(bias, float)  # noqa: S101 - our own package data
    return Calibration(bias, numbers("weights"), numbers("means"), numbers("scales"))


def measure(
    terms: QuestionTerms,
    kind: QuestionKind,
    hits: Sequence[Hit],
    best_sentence: str,
) -> Features:
    """The features of one question.

    ``best_sentence`` is what fits the question best, with the headings and the lead-in above it.
    """
    dense = sorted((hit.dense_score for hit in hits), reverse=True)[:5]
    return Features(
        dense=dense[0] if dense else 0.0,
        dense_fifth=dense[-1] if dense else 0.0,
        covered_by_sentence=terms.fuzzy_coverage(best_sentence),
        weakest_in_sentence=terms.weakest(best_sentence),
        known=-float(min(terms.unknown, _MAX_UNKNOWN)),
        kind_found=float(holds_kind(kind, best_sentence)),
        lead=_lead(hits),
    )


def _lead(hits: Sequence[Hit]) -> float:
    """How far the best hit is ahead of the best one elsewhere, as a share of its score."""
    if not hits or hits[0].score <= 0:
        return 0.0
    elsewhere = (hit.score for hit in hits[1:] if not _overlap(hit.passage, hits[0].passage))
    return 1.0 - next(elsewhere, 0.0) / hits[0].score


def _overlap(one: Passage, other: Passage) -> bool:
    return one.doc_id == other.doc_id and one.start < other.end and other.start < one.end
