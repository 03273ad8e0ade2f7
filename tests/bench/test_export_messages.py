"""What ships of several trained states: their weighted mean, leaning towards facts."""

import numpy as np
import pytest

from bench.export_messages import PIECES, leaning, mean_of


def _state(value: float) -> dict[str, np.ndarray]:
    return {
        PIECES: np.full((2, 3), value, np.float32),
        "kinds.weight": np.full((2, 3), value, np.float32),
        "kinds.bias": np.full(2, value, np.float32),
    }


def test_the_mean_is_weighted_and_keeps_the_pieces_of_the_first() -> None:
    """Three parts of 1 and one of 5 are 2, whatever the shares sum to; pieces are not mixed."""
    mean = mean_of([_state(1), _state(5)], [3, 1])
    assert np.allclose(mean["kinds.weight"], 2)
    assert np.allclose(mean[PIECES], 1)


def test_each_state_has_a_share() -> None:
    """Two states and one share are a mistake, not a mean of one."""
    with pytest.raises(ValueError, match="shorter"):
        mean_of([_state(1), _state(5)], [1])


def test_facts_alone_are_leant_towards() -> None:
    """Their score grows, the others' stay, and what was given is not changed."""
    state = _state(1)
    assert leaning(state, ["chat", "fact"], 0.5)["kinds.bias"].tolist() == [1, 1.5]
    assert state["kinds.bias"].tolist() == [1, 1]
