import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from onnx import ModelProto, NodeProto, TensorProto, ValueInfoProto, helper, numpy_helper

from forumbot.models import onnx_file


@settings(deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(("axis", "scale", "to", "größe")),
        st.integers(-(2**63), 2**63 - 1) | st.floats(width=32, allow_nan=False),
    )
)
def test_a_node_is_read_as_it_was_written(attributes: dict[str, int | float]) -> None:
    """Operator, inputs, outputs and whatever numbers it has, by the package of the standard."""
    read = NodeProto.FromString(onnx_file.node("Gather", ["x", "ä" * 200], ["y", "z"], attributes))
    assert (read.op_type, read.name) == ("Gather", "y")
    assert (list(read.input), list(read.output)) == (["x", "ä" * 200], ["y", "z"])
    found = {one.name: helper.get_attribute_value(one) for one in read.attribute}
    assert found == attributes


@pytest.mark.parametrize("kind", ["float32", "uint8", "int8", "int64"])
def test_a_tensor_is_read_as_it_was_written(kind: str) -> None:
    """Its name, sides and numbers, none and a transposed matrix among them."""
    matrix = np.arange(-6, 6).astype(kind).reshape(3, 4)
    for values in (matrix, matrix.T, matrix[:0], np.array(5, dtype=kind)):
        read = TensorProto.FromString(onnx_file.tensor("weights", values))
        assert read.name == "weights"
        np.testing.assert_array_equal(numpy_helper.to_array(read), values)


def test_a_value_is_what_the_standards_package_writes() -> None:
    """Its kind, the sides whose length is known and those that have a name."""
    sides = ("batch", "tokens", 384)
    read = ValueInfoProto.FromString(onnx_file.value("ids", onnx_file.FLOAT, sides))
    assert read == helper.make_tensor_value_info("ids", TensorProto.FLOAT, sides)


def test_a_model_names_its_versions() -> None:
    """Of the format and of the operators, which are the standard's alone."""
    read = ModelProto.FromString(onnx_file.model([], [], [], [], (11, 23)))
    assert read.ir_version == 11
    assert [(one.domain, one.version) for one in read.opset_import] == [("", 23)]
