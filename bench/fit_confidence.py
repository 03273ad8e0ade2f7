"""Fit the confidence of answers on SQuAD 2.0 and write ``src/forumbot/answers/confidence.json``.

    python bench/fit_confidence.py ../shared/train/squad2.jsonl [--write]

The articles are halved. Each half in turn is the archive; the questions are its own answerable
ones, its own near misses, and questions on the other half, which are out of the material. Members
also ask in bare keywords and with typing errors, so a third of the questions each is put that way.
What is reported for a half was fitted on the other half alone; what is written is fitted on both.
"""

import argparse
import json
import random
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize
from sklearn.metrics import roc_auc_score

from forumbot.answers.answerer import Answerer, AnswerSettings
from forumbot.answers.confidence import Calibration, Features, Judge
from forumbot.answers.evaluation import beir_archive
from forumbot.answers.golden import BeirEntry, read_json_lines
from forumbot.answers.quotes import OpenLock
from forumbot.app import App
from forumbot.clock import system_clock
from forumbot.config import Settings
from forumbot.search.words import content_words

OUTPUT = Path(__file__).parents[1] / "src/forumbot/answers/confidence.json"
OUT_OF_MATERIAL_ANSWERED = 0.05
RIDGE = 1e-3
NEUTRAL = Calibration(0.0, (), (), ())
UNFITTED = Judge("none", NEUTRAL, NEUTRAL, 0.0, 0.0)
SAMPLE = {"answerable": 700, "near": 700, "out": 500}


@dataclass(frozen=True)
class Sample:
    """Features of questions with their labels: answerable, and on a subject of the archive."""

    features: np.ndarray[Any, Any]
    answerable: np.ndarray[Any, Any]
    on_topic: np.ndarray[Any, Any]


def main() -> None:
    """Fit, report and, if asked, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--write", action="store_true", help=f"write {OUTPUT.name}")
    arguments = parser.parse_args()
    rows = [record for _line, record in read_json_lines(arguments.data)]
    groups = sorted({row["group"] for row in rows})
    random.Random(0).shuffle(groups)
    halves = [set(groups[::2]), set(groups[1::2])]
    app = App(Settings(), system_clock)
    samples = [collect(app, rows, half) for half in halves]
    for fitted, tested in ((0, 1), (1, 0)):
        report(samples[fitted], samples[tested], f"fitted on half {fitted}, tested on {tested}")
    both = join(samples)
    record = fit(both)
    if arguments.write:
        OUTPUT.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
        print(f"written: {OUTPUT.name}")


def collect(app: App, rows: list[dict[str, Any]], half: set[str]) -> Sample:
    """Features of a sample of questions of each sort, over the paragraphs of one half."""
    inside = [row for row in rows if row["group"] in half]
    outside = [row for row in rows if row["group"] not in half]
    contexts = sorted({(row["title"], row["context"]) for row in inside})
    entries = [BeirEntry(str(at), title, text) for at, (title, text) in enumerate(contexts)]
    draw = random.Random(1)
    chosen = [
        (restyled(row["question"], draw), sort)
        for sort, pool in (
            ("answerable", [row for row in inside if row["answerable"]]),
            ("near", [row for row in inside if not row["answerable"]]),
            ("out", outside),
        )
        for row in draw.sample(pool, min(SAMPLE[sort], len(pool)))
    ]
    with app.aside(beir_archive(entries), lambda *_: None) as generation:
        answerer = Answerer(app.retriever(generation), OpenLock(), UNFITTED, AnswerSettings())
        measured = answerer.measure_all([question for question, _sort in chosen])
    return Sample(
        np.array([astuple(features) for features in measured]),
        np.array([sort == "answerable" for _question, sort in chosen]),
        np.array([sort != "out" for _question, sort in chosen]),
    )


def restyled(question: str, draw: random.Random) -> str:
    """The question as it stands, as bare keywords in lower case, or with typing errors."""
    style = draw.choice(("plain", "keywords", "typos"))
    if style == "keywords":
        return " ".join(content_words(question)) or question
    if style == "typos":
        return " ".join(mistyped(word, draw) for word in question.lower().split())
    return question


def mistyped(word: str, draw: random.Random) -> str:
    """Now and then one letter of a longer word is left out, doubled or swapped with the next."""
    if len(word) < 5 or draw.random() > 0.3:
        return word
    at = draw.randrange(1, len(word) - 2)
    swapped = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return draw.choice((word[:at] + word[at + 1 :], word[: at + 1] + word[at:], swapped))


def join(samples: list[Sample]) -> Sample:
    """All samples in one."""
    return Sample(
        np.concatenate([sample.features for sample in samples]),
        np.concatenate([sample.answerable for sample in samples]),
        np.concatenate([sample.on_topic for sample in samples]),
    )


def calibrate(features: np.ndarray[Any, Any], labels: np.ndarray[Any, Any]) -> dict[str, Any]:
    """A logistic model on standardised features, no weight of which is below 0.

    Each feature speaks for an answer by its meaning; a weight that says the opposite would make
    up for another feature on this data, and mislead on other data.
    """
    means, scales = features.mean(axis=0), features.std(axis=0) + 1e-9
    scaled, signs = (features - means) / scales, np.where(labels, 1.0, -1.0)

    def loss(parameters: np.ndarray[Any, Any]) -> tuple[float, np.ndarray[Any, Any]]:
        margins = signs * (parameters[0] + scaled @ parameters[1:])
        pull = -signs / (1.0 + np.exp(margins)) / len(signs)
        gradient = np.concatenate([[pull.sum()], pull @ scaled + RIDGE * parameters[1:]])
        ridge = 0.5 * RIDGE * float(parameters[1:] @ parameters[1:])
        return float(np.logaddexp(0.0, -margins).mean()) + ridge, gradient

    bounds = [(None, None)] + [(0.0, None)] * features.shape[1]
    start = np.zeros(features.shape[1] + 1)
    fitted = minimize(loss, start, jac=True, bounds=bounds, method="L-BFGS-B").x
    return {
        "bias": round(float(fitted[0]), 6),
        "weights": [round(float(value), 6) for value in fitted[1:]],
        "means": [round(float(value), 6) for value in means],
        "scales": [round(float(value), 6) for value in scales],
    }


def apply(record: dict[str, Any], features: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Probabilities by a calibration."""
    scaled = (features - np.array(record["means"])) / np.array(record["scales"])
    odds = np.exp(record["bias"] + scaled @ np.array(record["weights"]))
    return np.asarray(odds / (1.0 + odds))


def fit(sample: Sample) -> dict[str, Any]:
    """Both calibrations and the thresholds that keep the two promises as far as both can be."""
    answerable = calibrate(sample.features, sample.answerable)
    on_topic = calibrate(sample.features, sample.on_topic)
    confidences = apply(answerable, sample.features)
    topical = apply(on_topic, sample.features)
    from_strangers = np.quantile(confidences[~sample.on_topic], 1 - OUT_OF_MATERIAL_ANSWERED)
    return {
        "version": "squad2-1",
        "features": [field.name for field in fields(Features)],
        "answerable": answerable,
        "on_topic": on_topic,
        "answer_from": round(float(from_strangers), 4),
        "near_from": round(float(np.quantile(topical[~sample.on_topic], 0.9)), 4),
    }


def report(fitted: Sample, tested: Sample, name: str) -> None:
    """Print what a fit on one sample gives on another."""
    record = fit(fitted)
    confidences = apply(record["answerable"], tested.features)
    near = tested.on_topic
    out = tested.answerable | ~tested.on_topic
    answered = confidences >= record["answer_from"]
    print(f"{name}")
    for sort, chosen in (("near misses", near), ("out of material", out)):
        print(f"  AUROC {sort} {roc_auc_score(tested.answerable[chosen], confidences[chosen]):.3f}")
    for sort, chosen in (
        ("answerable", tested.answerable),
        ("near misses", near & ~tested.answerable),
        ("out of material", ~near),
    ):
        print(f"  answered of {sort} {answered[chosen].mean():.3f}")
    weights = dict(zip(record["features"], record["answerable"]["weights"], strict=True))
    print("  weights", {key: round(value, 2) for key, value in weights.items()})
    print("  threshold", record["answer_from"], "near", record["near_from"])


if __name__ == "__main__":
    main()
