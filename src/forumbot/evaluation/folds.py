"""Questions parted into folds that keep groups together and the shares of both labels alike."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Labels = npt.NDArray[np.bool_]
Folds = npt.NDArray[np.int64]


def folds_by_group(labels: Labels, groups: Sequence[str], count: int, seed: int) -> Folds:
    """The fold of each question, below ``count``; those of one group share theirs.

    As scikit-learn's ``StratifiedGroupKFold``, shuffled: the groups of the most unlike shares
    first, each goes where the shares of the folds stay most alike, then where fewest questions are.
    """
    names, of = np.unique(np.asarray(groups), return_inverse=True)
    order = np.arange(len(names))
    np.random.RandomState(seed).shuffle(order)
    held = np.zeros((len(names), 2))
    np.add.at(held, (of, labels.astype(int)), 1)
    order = order[np.argsort(-np.std(held[order], axis=1), kind="stable")]
    filled, fold_of = np.zeros((count, 2)), np.zeros(len(names), dtype=np.int64)
    for group in order:
        fold_of[group] = _best(filled, held[group], held.sum(axis=0))
        filled[fold_of[group]] += held[group]
    return np.asarray(fold_of[of])


def _best(
    filled: npt.NDArray[np.float64], more: npt.NDArray[np.float64], all_of: npt.NDArray[np.float64]
) -> int:
    best, least, fewest = 0, np.inf, np.inf
    for fold in range(len(filled)):
        tried = filled.copy()
        tried[fold] += more
        unlike, inside = float(np.std(tried / all_of, axis=0).mean()), float(filled[fold].sum())
        if unlike < least or (np.isclose(unlike, least) and inside < fewest):
            best, least, fewest = fold, unlike, inside
    return best
