"""Whether this processor's quick product of unsigned and signed bytes gives exact sums."""

from functools import cache
from typing import Any

import numpy as np

from forumbot.models import onnx_file

# The largest bytes of both kinds, whose sum of two has no room in the 16 bits that processors
# without instructions of their own add them up in. One row and several are multiplied differently.
_LARGEST, _COUNT, _ROWS = (255, 127), 64, (1, 33)
_IR_VERSION, _OPSET = 11, 21


@cache
def are_exact() -> bool:
    """Told by trying, a few milliseconds a process: names of processors' features go out of date.

    ONNX Runtime's switch for exact products has no effect where VNNI is, but with AMX takes a way
    that is ten times as slow as AMX, whose sums are exact.
    """
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(_graph(), options, providers=["CPUExecutionProvider"])
    return all(_is_exact(session, rows) for rows in _ROWS)


def _is_exact(session: Any, rows: int) -> bool:
    unsigned, signed = _LARGEST
    (sums,) = session.run(["sums"], {"given": np.full((rows, _COUNT), unsigned, np.uint8)})
    return bool((sums == unsigned * signed * _COUNT).all())


def _graph() -> bytes:
    """A matrix given in unsigned bytes, multiplied by a square one of signed bytes."""
    signed = np.full((_COUNT, _COUNT), _LARGEST[1], np.int8)
    weights = {"signed": signed, "zero": np.array(0, np.uint8), "zeros": np.zeros(_COUNT, np.int8)}
    sides = ("rows", _COUNT)
    return onnx_file.model(
        [onnx_file.node("MatMulInteger", ["given", *weights], ["sums"], {})],
        [onnx_file.tensor(name, values) for name, values in weights.items()],
        [onnx_file.value("given", onnx_file.UINT8, sides)],
        [onnx_file.value("sums", onnx_file.INT32, sides)],
        (_IR_VERSION, _OPSET),
    )
