import numpy as np
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

from forumbot.models.byte_products import are_exact


def test_it_tells_whether_sums_of_products_are_exact() -> None:
    """Of large random bytes as well, which ONNX Runtime multiplies as it does untold."""
    draw = np.random.default_rng(1)
    given = draw.integers(200, 256, (40, 384)).astype(np.uint8)
    weights = draw.integers(-127, 128, (384, 96)).astype(np.int8)
    graph = helper.make_graph(
        [helper.make_node("MatMulInteger", ["given", "weights"], ["sums"])],
        "product",
        [helper.make_tensor_value_info("given", TensorProto.UINT8, given.shape)],
        [helper.make_tensor_value_info("sums", TensorProto.INT32, (40, 96))],
        [numpy_helper.from_array(weights, "weights")],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)], ir_version=9)
    (sums,) = onnxruntime.InferenceSession(model.SerializeToString()).run(None, {"given": given})
    is_exact = (sums == given.astype(np.int64) @ weights.astype(np.int64)).all()
    assert are_exact() == is_exact
