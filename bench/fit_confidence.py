"""Fit the confidence of answers on SQuAD 2.0 and write ``src/forumbot/answers/confidence.json``.

    python bench/fit_confidence.py ../shared/train/squad2.jsonl [--write]

The articles are halved. Each half in turn is the archive; the questions are its own answerable
ones, its own near misses, and questions on the other half, which are out of the material. What is
reported for a half was fitted on the other half alone; what is written is fitted on both.
"""

import argparse
import json
import random
import tempfile
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from forumbot.answers.confidence import Features
from forumbot.answers.evaluation import beir_archive
from forumbot.answers.golden import BeirEntry, read_json_lines
from forumbot.app import App
from forumbot.clock import system_clock
from forumbot.config import Settings

OUTPUT = Path(__file__).parents[1] / "src/forumbot/answers/confidence.json"
OUT_OF_MATERIAL_ANSWERED = 0.05
ANSWERABLE_REFUSED = 0.15
SAMPLE = {"answerable": 900, "near": 900, "out": 600}


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
        (row["question"], sort)
        for sort, pool in (
            ("answerable", [row for row in inside if row["answerable"]]),
            ("near", [row for row in inside if not row["answerable"]]),
            ("out", outside),
        )
        for row in draw.sample(pool, min(SAMPLE[sort], len(pool)))
    ]
    with (
        tempfile.TemporaryDirectory(),
        app.aside(beir_archive(entries), lambda *_: None) as generation,
    ):
        measured = app.answerer(generation).measure_all([question for question, _sort in chosen])
    return Sample(
        np.array([astuple(features) for features in measured]),
        np.array([sort == "answerable" for _question, sort in chosen]),
        np.array([sort != "out" for _question, sort in chosen]),
    )


def join(samples: list[Sample]) -> Sample:
    """All samples in one."""
    return Sample(
        np.concatenate([sample.features for sample in samples]),
        np.concatenate([sample.answerable for sample in samples]),
        np.concatenate([sample.on_topic for sample in samples]),
    )


def calibrate(features: np.ndarray[Any, Any], labels: np.ndarray[Any, Any]) -> dict[str, Any]:
    """A logistic model on standardised features."""
    means, scales = features.mean(axis=0), features.std(axis=0) + 1e-9
    model = LogisticRegression(C=1.0, max_iter=2000).fit((features - means) / scales, labels)
    return {
        "bias": round(float(model.intercept_[0]), 6),
        "weights": [round(float(value), 6) for value in model.coef_[0]],
        "means": [round(float(value), 6) for value in means],
        "scales": [round(float(value), 6) for value in scales],
    }


def apply(record: dict[str, Any], features: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Probabilities by a calibration."""
    scaled = (features - np.array(record["means"])) / np.array(record["scales"])
    return 1.0 / (1.0 + np.exp(-(record["bias"] + scaled @ np.array(record["weights"]))))


def fit(sample: Sample) -> dict[str, Any]:
    """Both calibrations and the thresholds that keep the two promises as far as both can be."""
    answerable = calibrate(sample.features, sample.answerable)
    on_topic = calibrate(sample.features, sample.on_topic)
    confidences = apply(answerable, sample.features)
    topical = apply(on_topic, sample.features)
    from_strangers = np.quantile(confidences[~sample.on_topic], 1 - OUT_OF_MATERIAL_ANSWERED)
    from_members = np.quantile(confidences[sample.answerable], ANSWERABLE_REFUSED)
    return {
        "version": "squad2-1",
        "features": [field.name for field in fields(Features)],
        "answerable": answerable,
        "on_topic": on_topic,
        "answer_from": round(float(max(from_strangers, from_members * 0.8)), 4),
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
    print(f"  AUROC near misses     {roc_auc_score(tested.answerable[near], confidences[near]):.3f}")
    print(f"  AUROC out of material {roc_auc_score(tested.answerable[out], confidences[out]):.3f}")
    print(f"  answered: answerable {answered[tested.answerable].mean():.3f}, near misses "
          f"{answered[near & ~tested.answerable].mean():.3f}, "
          f"out of material {answered[~near].mean():.3f}")
    weights = dict(zip(record["features"], record["answerable"]["weights"], strict=True))
    print("  weights", {key: round(value, 2) for key, value in weights.items()})
    print("  threshold", record["answer_from"], "near", record["near_from"])


if __name__ == "__main__":
    main()
