"""Matrix products, without the warnings that OpenBLAS gives where every number is finite."""

from typing import Any

import numpy as np
import numpy.typing as npt


def product(left: npt.NDArray[Any], right: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """``left @ right``, both finite.

    Kernels of OpenBLAS compute on padding beside an array's end and so raise the processor's flag
    for invalid operations now and then, which NumPy reports as a RuntimeWarning
    (https://github.com/numpy/numpy/issues/24067). The numbers themselves are right.
    """
    with np.errstate(invalid="ignore"):
        return np.asarray(left @ right)
