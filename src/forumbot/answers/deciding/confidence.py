"""How likely it is that the archive answers, fitted on data, and whether to answer or abstain."""

import json
import math
from dataclasses import dataclass, fields
from functools import lru_cache
from importlib.resources import files
from itertools import combinations_with_replacement
from operator import attrgetter

from forumbot.answers.deciding.evidence import Features
from forumbot.answers.deciding.reading import ReadFeatures, ReadingFit, named, shipped_fit
from forumbot.answers.deciding.sureness import SURE

# As far as the fit looks (MOST in bench/fit_confidence.py), so that what is rare in it counts no
# more; set by hand. And, set by hand, how much of its rarest word a sentence must hold to answer a
# bare name: all but an ending, by n-grams.
_MOST = 3.0
_HELD = 0.9
# Below, the archive treats nothing of the kind: of 172 right answers over real documents none had
# so little, and questions on anything else had 0.005 at most.
_ELSEWHERE = 0.05
_values = attrgetter(*(field.name for field in fields(Features)))


@dataclass(frozen=True, slots=True)
class Calibration:
    """A logistic model of the features and of their products, two and two.

    With ``z`` for ``(features - means) / scales``, cut off at -3 and 3, the logit is the sum of
    ``bias``, of ``weights`` times ``z``, and of ``products`` times ``z[i] * z[j]``, where ``i`` is
    at most ``j`` and ``j`` runs fastest.
    """

    bias: float
    weights: tuple[float, ...]
    products: tuple[float, ...]
    means: tuple[float, ...]
    scales: tuple[float, ...]

    def probability(self, features: Features) -> float:
        """The fitted probability, 0 to 1."""
        values = zip(_values(features), self.means, self.scales, strict=True)
        z = [max(min((x - mean) / scale, _MOST), -_MOST) for x, mean, scale in values]
        pairs = (one * other for one, other in combinations_with_replacement(z, 2))
        logit = self.bias + sum(w * x for w, x in zip(self.weights, z, strict=True))
        logit += sum(w * x for w, x in zip(self.products, pairs, strict=True))
        return 1.0 / (1.0 + math.exp(-max(min(logit, 40.0), -40.0)))


@dataclass(frozen=True, slots=True)
class Judge:
    """Two calibrated probabilities and the thresholds that turn them into a decision.

    ``answerable`` is the probability that the archive answers, ``on_topic`` that it treats the
    subject at all. ``version`` names both fits, ``fitted_on`` what each was fitted on.
    """

    version: str
    fitted_on: str
    answerable: Calibration
    on_topic: Calibration
    answer_from: float
    near_from: float

    reading: ReadingFit

    def support(self, features: Features) -> float:
        """How much the words of what was found speak for an answer, 0 to 1."""
        return self.answerable.probability(features)

    def is_on_topic(self, features: Features) -> bool:
        """Whether the archive treats the subject at all."""
        return self.on_topic.probability(features) >= self.near_from

    def is_elsewhere(self, features: Features) -> bool:
        """Whether the archive surely treats nothing of the kind, whatever a reader makes of it."""
        return self.on_topic.probability(features) < _ELSEWHERE

    def values(self, read: ReadFeatures, features: Features) -> dict[str, float]:
        """What the fit on readings judges by, by name."""
        return named(read, features, self.on_topic.probability(features))

    def answers_from(self, read: ReadFeatures | None) -> float:
        """The confidence from which a question is answered, 0 to 1."""
        return self.answer_from if read is None else self.reading.answers_from(read)

    def confidence(
        self, features: Features, read: ReadFeatures | None, *, is_lookup: bool
    ) -> float:
        """The probability that the archive answers, 0 to 1.

        Where passages were read it is that of the fit on readings, else that on words alone.

        A bare name or keyword asks what the archive says of it: a sentence that holds each of its
        words is an answer, whatever the model of whole questions makes of so few words.
        """
        if read is not None:
            fitted = self.reading.of_values(self.values(read, features))
        else:
            fitted = self.answerable.probability(features)
        found = is_lookup and features.weakest_in_sentence >= _HELD
        return max(fitted, SURE) if found else fitted


@lru_cache(maxsize=1)
def shipped_judge() -> Judge:
    """The fit in ``confidence.json``, made by ``bench/fit_confidence.py``."""
    record = json.loads(files("forumbot.answers.deciding").joinpath("confidence.json").read_bytes())
    reading = shipped_fit()
    names = [field.name for field in fields(Features)]
    if record["features"] != names:
        raise ValueError("confidence.json was fitted on other features; fit it again")
    return Judge(
        version=f"{record['version']}+{reading.version}",
        fitted_on=f"{record['fitted_on']}; readings: {reading.fitted_on}",
        answerable=_calibration(record["answerable"]),
        on_topic=_calibration(record["on_topic"]),
        answer_from=record["answer_from"],
        near_from=record["near_from"],
        reading=reading,
    )


def _calibration(record: dict[str, object]) -> Calibration:
    def numbers(name: str) -> tuple[float, ...]:
        values = record[name]
        assert isinstance(values, list)  # noqa: S101 - our own package data
        return tuple(float(value) for value in values)

    bias = record["bias"]
    assert isinstance(bias, float)  # noqa: S101 - our own package data
    return Calibration(
        bias, numbers("weights"), numbers("products"), numbers("means"), numbers("scales")
    )
