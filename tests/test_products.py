"""Products of matrices."""

import warnings

import numpy as np
import pytest

from forumbot.products import product


def test_a_flag_raised_for_nothing_is_no_warning() -> None:
    """What makes NumPy warn of an invalid value says nothing here; NumPy's own operator warns."""
    left, right = np.array([[np.inf]], dtype=np.float32), np.zeros((1, 1), dtype=np.float32)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        product(left, right)
        with pytest.raises(RuntimeWarning):
            left @ right


def test_a_product_is_numpys() -> None:
    """The numbers are those of NumPy's operator, in the same shape."""
    left, right = np.arange(6.0).reshape(2, 3), np.arange(12.0).reshape(3, 4)
    assert np.array_equal(product(left, right), left @ right)
    assert product(left[0], right[:, 0]) == left[0] @ right[:, 0]
