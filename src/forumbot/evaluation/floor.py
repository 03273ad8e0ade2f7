"""What the words of the questions alone tell of whether they can be answered.

A set of questions has habits: its unanswerable ones may ask for numbers more often, or speak of
years. A classifier that never sees the archive learns them. What it reaches is the floor: a figure
on abstaining that is not above it says nothing about the archive.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from forumbot.evaluation.figures import Numbers
from forumbot.language.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator

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
    groups = np.array([_group(at, document) for at, document in enumerate(documents)])
    repeats = _REPEATS if len(questions) < _ENOUGH else 1
    seen = np.empty(len(questions), dtype=object)
    seen[:] = [words_and_pairs(question) for question in questions]
    found = [_cross_fitted(seen, true, groups, seed) for seed in range(repeats)]
    return np.asarray(np.mean(found, axis=0))


def _group(at: int, document: str | None) -> str:
    """Questions on no document stand each for itself."""
    return f"d {document}" if document is not None else f"q {at}"


def _cross_fitted(seen: Any, labels: Any, groups: Any, seed: int) -> Numbers:
    scores = np.full(len(seen), 0.5)
    for learned, left_out in _splits(labels, groups, seed):
        if len(set(labels[learned])) == 2:
            model = _fitted(seen[learned], labels[learned])
            scores[left_out] = model.predict_proba(seen[left_out])[:, 1]
    return scores


def _splits(labels: Any, groups: Any, seed: int) -> "Iterator[tuple[Any, Any]]":
    from sklearn.model_selection import StratifiedGroupKFold, StratifiedKFold

    different = len(set(groups))
    rarest = int(min(labels.sum(), (~labels).sum()))
    if different < 2:
        folds = StratifiedKFold(min(_FOLDS, rarest), shuffle=True, random_state=seed)
        yield from folds.split(labels, labels)
    else:
        size = min(_FOLDS, different, rarest)
        by_document = StratifiedGroupKFold(size, shuffle=True, random_state=seed)
        yield from by_document.split(labels, labels, groups)


def _fitted(seen: Any, labels: Any) -> Any:
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline

    weighed = TfidfVectorizer(analyzer=list, sublinear_tf=True)
    model = LogisticRegression(class_weight="balanced", solver="liblinear")
    return make_pipeline(weighed, model).fit(seen, labels)


def words_and_pairs(text: str) -> list[str]:
    """The words of a question, and each two in a row."""
    single = words(text)
    return single + [" ".join(pair) for pair in pairwise(single)]
