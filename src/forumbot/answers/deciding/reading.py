"""What a reader's readings tell of whether the archive answers, and a probability fitted on that.

The probability is that what is shown answers the question: it parts right answers from wrong ones,
not only questions that can be answered from those that cannot. ``reading.json`` holds the fit, made
by ``bench/fit_reading.py``.
"""

import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files

from forumbot.answers.deciding.alone import ReadParts, answer_alone
from forumbot.answers.deciding.evidence import Features
from forumbot.search.hits import Hit

# As far as the fit looks (MOST in bench/fit_reading.py), so that what is rare in it counts no more.
_MOST = 3.0
# Set by hand, as no reader's logits go further: a passage without a word has no span.
_LEAST_SPAN = -20.0
# The parts of the words' evidence that say what a reader does not see; in a trial over documents
# left out the fit was no better with ten of them.
_WORDS = ("passage_fuzzy", "missing", "kind_new")

TREATED = "treated"
"""How far the archive treats the subject: no value of the logistic model, a factor behind it."""
# Chosen on our own questions, across documents, and squad2-tune: below such a probability that the
# archive treats the subject its root counts. Without a bound more of our own near misses pass.
_TREATED_FROM, _TREATED_POWER = 0.3, 0.5
# Chosen by dev4 and translated, three shuffles of the folds of each (bench/trials.md): with 2 more
# of the absent are answered (.24 of dev4's for .12, .45 without), with 4 less is right.
_SAID_POWER = 3


class ReadBy(StrEnum):
    """Which reader read the first passage.

    The English one; that one with the question in English words, after the multilingual one; or
    the multilingual one alone.
    """

    ENGLISH = "english"
    RENDERED = "rendered"
    MULTILINGUAL = "multilingual"


@dataclass(frozen=True, slots=True)
class ReadFeatures:
    """What is made of the readings of the best passages, in logits.

    ``first`` is of the passage that comes first, ``best`` the highest; ``alone`` and ``alone_span``
    are of the sentence in which the first one holds the answer, read alone; ``translated`` is 1
    where the multilingual reader read the first one, and ``first_translated`` its logit then;
    ``rendered`` is 1 where the English reader read that as well, with the question in English
    words, and ``first_rendered`` its logit then; else all these are 0. ``said`` is the share of the
    question's words that the archive says in any language, 1 where the English reader read it.
    """

    first: float
    best: float
    alone: float
    alone_span: float
    translated: float
    first_translated: float
    rendered: float
    first_rendered: float
    said: float = 1.0


def read_features(
    hits: Sequence[Hit], read_parts: ReadParts, share_said: Callable[[str], float]
) -> ReadFeatures | None:
    """The features of a ranking; None where nothing of it was read.

    ``share_said`` gives the share of the question's words that the archive says, by the language of
    the document that comes first.
    """
    read = [(hit, hit.reading) for hit in hits if hit.reading is not None]
    if not read:
        return None
    hit, first = read[0]
    alone = hit.alone or read_parts([(hit, answer_alone(hit))])[0] or first
    translated = float(first.is_multilingual)
    again = read_parts([(hit, hit.passage)])[0] or first
    rendered = translated * (not again.is_multilingual)
    return ReadFeatures(
        first=first.logit,
        best=max(reading.logit for _hit, reading in read),
        alone=alone.logit,
        alone_span=max(alone.span_logit, _LEAST_SPAN),
        translated=translated,
        first_translated=translated * first.logit,
        rendered=rendered,
        first_rendered=rendered * again.logit,
        said=share_said(hit.document.language) if translated and not rendered else 1.0,
    )


@dataclass(frozen=True, slots=True)
class ReadingFit:
    """A logistic model of the features by name, each shifted and scaled, cut off at -3 and 3.

    What it gives is taken times :data:`TREATED`.
    ``answer_from`` is the probability from which a question is answered, for each of
    :class:`ReadBy`.
    """

    version: str
    fitted_on: str
    bias: float
    weights: Mapping[str, float]
    means: Mapping[str, float]
    scales: Mapping[str, float]
    answer_from: Mapping[str, float]

    def answers_from(self, read: ReadFeatures) -> float:
        """The probability from which a question that was read so is answered, 0 to 1."""
        return self.answer_from[read_by(asdict(read))]

    def of_values(self, values: Mapping[str, float]) -> float:
        """The probability that what is shown answers, 0 to 1, of the features by name."""
        logit = self.bias + sum(
            weight * max(min((values[name] - self.means[name]) / self.scales[name], _MOST), -_MOST)
            for name, weight in self.weights.items()
        )
        return values[TREATED] / (1.0 + math.exp(-max(min(logit, 40.0), -40.0)))


def read_by(values: Mapping[str, float]) -> ReadBy:
    """Which reader read the first passage, told by the features by name."""
    if not values["translated"]:
        return ReadBy.ENGLISH
    return ReadBy.RENDERED if values["rendered"] else ReadBy.MULTILINGUAL


def named(read: ReadFeatures, features: Features, on_topic: float) -> dict[str, float]:
    """The features of the fit by name.

    ``on_topic`` is the probability, by words, that the archive treats the subject at all; it counts
    where the English reader reads a question as it is asked, as a subject in other words than the
    archive's is no other one. Where the multilingual reader alone reads, what glossaries say of the
    question's words takes its place.
    """
    words, by_name = asdict(features), asdict(read)
    treated = by_name.pop("said") ** _SAID_POWER
    if read_by(by_name) is ReadBy.ENGLISH:
        treated = min(on_topic / _TREATED_FROM, 1.0) ** _TREATED_POWER
    return {**by_name, **{name: words[name] for name in _WORDS}, TREATED: treated}


@lru_cache(maxsize=1)
def shipped_fit() -> ReadingFit:
    """The fit in ``reading.json``."""
    record = json.loads(files("forumbot.answers.deciding").joinpath("reading.json").read_bytes())
    return ReadingFit(**{field.name: record[field.name] for field in fields(ReadingFit)})
