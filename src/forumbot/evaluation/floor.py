"""What the words of the questions alone tell of whether they can be answered.

A set of questions has habits: its unanswerable ones may ask for numbers more often, or speak of
years. A classifier that never sees the archive learns them. What it reaches is the floor: a figure
on abstaining that is not above it says nothing about the archive.
"""

from collections.abc import Sequence
from itertools import compress, pairwise

import numpy as np

from forumbot.evaluation.figures import Numbers
from forumbot.evaluation.folds import Folds, Labels, folds_by_group
from forumbot.evaluation.word_model import WordModel
from forumbot.language.words import words

LEAST = 10
_FOLDS = 10
_REPEATS = 5
_ENOUGH = 1000
TOO_FEW = f"too few questions: {LEAST} answerable and {LEAST} unanswerable ones are needed"
METHOD = (
    "TF-IDF of words and word pairs, logistic regression; each question is judged by a model "
    "that saw no question on the same document"
)


def floor_scores(
    questions: Sequence[str], labels: Sequence[bool], documents: Sequence[str | None]
) -> Numbers | None:
    """How answerable each question looks by its words alone, shape (questions,), 0 to 1.

    Logistic regression on TF-IDF of words and pairs of words, cross-validated in up to ten folds
    that keep the questions on one document together and the shares of both labels alike (folds of
    unlike shares would push the area below chance). Fewer than a thousand questions are split five
    times, and the mean is taken. None where fewer than ten questions have either label.
    """
    true = np.asarray(labels, dtype=bool)
    if min(true.sum(), (~true).sum()) < LEAST:
        return None
    groups = [_group(at, document) for at, document in enumerate(documents)]
    repeats = _REPEATS if len(questions) < _ENOUGH else 1
    seen = [words_and_pairs(question) for question in questions]
    found = [_cross_fitted(seen, true, groups, seed) for seed in range(repeats)]
    return np.asarray(np.mean(found, axis=0))


def _group(at: int, document: str | None) -> str:
    """Questions on no document stand each for itself."""
    return f"d {document}" if document is not None else f"q {at}"


def _cross_fitted(
    seen: Sequence[Sequence[str]], labels: Labels, groups: Sequence[str], seed: int
) -> Numbers:
    scores = np.full(len(seen), 0.5)
    fold_of = _folds(labels, groups, seed)
    for fold in range(int(fold_of.max()) + 1):
        left_out = fold_of == fold
        if len(set(labels[~left_out])) == 2:
            model = WordModel(list(compress(seen, ~left_out)), labels[~left_out])
            scores[left_out] = model.chances(list(compress(seen, left_out)))
    return scores


def _folds(labels: Labels, groups: Sequence[str], seed: int) -> Folds:
    """Questions of a single document are split all the same."""
    rarest = int(min(labels.sum(), (~labels).sum()))
    if len(set(groups)) < 2:
        groups = [str(place) for place in range(len(labels))]
    return folds_by_group(labels, groups, min(_FOLDS, len(set(groups)), rarest), seed)


def words_and_pairs(text: str) -> list[str]:
    """The words of a question, and each two in a row."""
    single = words(text)
    return single + [" ".join(pair) for pair in pairwise(single)]
