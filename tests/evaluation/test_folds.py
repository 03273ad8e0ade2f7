import numpy as np
import pytest

from forumbot.evaluation.folds import folds_by_group


@pytest.mark.parametrize(("count", "groups", "seed"), [(10, 40, 0), (5, 7, 3), (3, 200, 1)])
def test_folds_are_those_of_scikit_learn(count: int, groups: int, seed: int) -> None:
    """Questions of one group share a fold, and all lie where scikit-learn puts them."""
    from sklearn.model_selection import StratifiedGroupKFold

    draw = np.random.default_rng(seed)
    labels = draw.random(200) < 0.3
    names = [f"d{draw.integers(groups)}" for _ in range(200)]
    folds = folds_by_group(labels, names, count, seed)
    theirs = StratifiedGroupKFold(count, shuffle=True, random_state=seed)
    for fold, (_learned, left_out) in enumerate(theirs.split(labels, labels, names)):
        assert np.flatnonzero(folds == fold).tolist() == left_out.tolist()
