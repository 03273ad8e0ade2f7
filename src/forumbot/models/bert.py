"""A BERT encoder as an ONNX graph, built from the tensors of a safetensors file.

The graph is the encoder of Devlin et al. (2018, arXiv:1810.04805) in standard operators of ONNX
alone, so that any program that runs ONNX can run and check it. Tensors bear the names that the
``transformers`` library gives them, without a leading ``bert.``.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from onnx import ModelProto, NodeProto, TensorProto

Tensors = Mapping[str, npt.NDArray[np.float32]]
Precision = Literal["fp32", "int8"]

INPUTS = ("input_ids", "attention_mask", "token_type_ids")
HIDDEN = "last_hidden_state"

# Gelu and LayerNormalization are operators of their own from here on.
_OPSET = 20
_IR_VERSION = 9
# What is added to the scores of padding, as in Google's code.
_MASKED = -10_000.0
_LARGEST_INT8 = 127.0


@dataclass(frozen=True, slots=True)
class Shape:
    """How many layers and heads there are, the width of a token, and the norms' epsilon."""

    layers: int
    heads: int
    hidden: int
    epsilon: float


def encoder(tensors: Tensors, shape: Shape, precision: Precision = "fp32") -> "ModelProto":
    """The graph: three (batch, tokens) int64 inputs in, (batch, tokens, hidden) floats out.

    With ``int8`` the weights of all linear layers are kept in 8 bits, a scale for each output, and
    their inputs are brought to 8 bits as they come (dynamic quantization).
    """
    from onnx import TensorProto, checker, helper

    graph = _Graph(tensors, precision)
    hidden = _embedded(graph, shape)
    mask = _mask(graph)
    for layer in range(shape.layers):
        hidden = _layer(graph, f"encoder.layer.{layer}", hidden, mask, shape)
    graph.add("Identity", [hidden], HIDDEN)
    sides: tuple[str | int | None, ...] = ("batch", "tokens")
    inputs = [helper.make_tensor_value_info(name, TensorProto.INT64, sides) for name in INPUTS]
    found = helper.make_tensor_value_info(HIDDEN, TensorProto.FLOAT, [*sides, shape.hidden])
    model = helper.make_model(
        helper.make_graph(graph.nodes, "bert", inputs, [found], graph.weights),
        opset_imports=[helper.make_opsetid("", _OPSET)], ir_version=_IR_VERSION,
        producer_name="forumbot",
    )  # fmt: skip
    checker.check_model(model)
    return model


class _Graph:
    """The nodes and weights of a graph that is being made; each method gives a value's name."""

    def __init__(self, tensors: Tensors, precision: Precision) -> None:
        self.tensors = tensors
        self.nodes: list[NodeProto] = []
        self.weights: list[TensorProto] = []
        self._precision = precision
        self._known: set[str] = set()

    def add(self, operator: str, inputs: Sequence[str], name: str, **attributes: Any) -> str:
        """A node with one output, which bears its name."""
        from onnx import helper

        self.nodes.append(helper.make_node(operator, inputs, [name], name=name, **attributes))
        return name

    def weight(self, name: str, values: npt.NDArray[Any]) -> str:
        """Values that the graph carries, each name once."""
        from onnx import numpy_helper

        if name not in self._known:
            self._known.add(name)
            self.weights.append(numpy_helper.from_array(np.array(values, order="C"), name))
        return name

    def tensor(self, name: str) -> str:
        """A tensor of the model, as it is."""
        return self.weight(name, self.tensors[name])

    def whole(self, name: str, numbers: Sequence[int]) -> str:
        """Whole numbers, shape (len(numbers),)."""
        return self.weight(name, np.array(numbers, dtype=np.int64))

    def number(self, name: str, value: float) -> str:
        """One number."""
        return self.weight(name, np.array(value, dtype=np.float32))

    def norm(self, name: str, value: str, epsilon: float) -> str:
        """Layer normalization over the last axis."""
        inputs = [value, self.tensor(f"{name}.weight"), self.tensor(f"{name}.bias")]
        return self.add("LayerNormalization", inputs, name, axis=-1, epsilon=epsilon)

    def linear(self, name: str, value: str) -> str:
        """``value @ weight.T + bias``, the weight as PyTorch keeps it: (outputs, inputs)."""
        product = self._product(name, value)
        return self.add("Add", [product, self.tensor(f"{name}.bias")], name)

    def _product(self, name: str, value: str) -> str:
        weight = self.tensors[f"{name}.weight"]
        if self._precision == "fp32":
            turned = self.weight(f"{name}.weight.turned", weight.T)
            return self.add("MatMul", [value, turned], f"{name}.product")
        scales = np.maximum(np.abs(weight).max(axis=1), np.float32(1e-12)) / _LARGEST_INT8
        whole = np.rint(weight / scales[:, None]).astype(np.int8)
        small, scale, zero = self._quantized(value)
        inputs = [
            small, self.weight(f"{name}.whole", whole.T), zero,
            self.weight(f"{name}.zero", np.zeros(len(scales), dtype=np.int8)),
        ]  # fmt: skip
        counted = self.add("MatMulInteger", inputs, f"{name}.counted")
        floats = self.add("Cast", [counted], f"{name}.floats", to=_float())
        known = self.weight(f"{name}.scale", scales.astype(np.float32))
        both = self.add("Mul", [scale, known], f"{name}.scales")
        return self.add("Mul", [floats, both], f"{name}.product")

    def _quantized(self, value: str) -> tuple[str, str, str]:
        """A value in 8 bits, its scale and its zero; made once for all that take it."""
        from onnx import helper

        names = (f"{value}.small", f"{value}.small.scale", f"{value}.small.zero")
        if names[0] not in self._known:
            self._known.add(names[0])
            node = helper.make_node("DynamicQuantizeLinear", [value], names, name=names[0])
            self.nodes.append(node)
        return names


def _float() -> int:
    from onnx import TensorProto

    return int(TensorProto.FLOAT)


def _embedded(graph: _Graph, shape: Shape) -> str:
    """Word, type and position of each token, added and normed."""
    ids, _mask, types = INPUTS
    words = graph.tensor("embeddings.word_embeddings.weight")
    kinds = graph.tensor("embeddings.token_type_embeddings.weight")
    positions = graph.tensor("embeddings.position_embeddings.weight")
    first = graph.whole("first", [0])
    sides = graph.add("Shape", [ids], "sides")
    length = graph.add("Gather", [sides, graph.whole("second", [1])], "length", axis=0)
    places = graph.add("Slice", [positions, first, length, first], "embeddings.places")
    total = graph.add(
        "Add",
        [
            graph.add("Gather", [words, ids], "embeddings.words"),
            graph.add("Gather", [kinds, types], "embeddings.kinds"),
        ],
        "embeddings.words_and_kinds",
    )
    total = graph.add("Add", [total, places], "embeddings.sum")
    return graph.norm("embeddings.LayerNorm", total, shape.epsilon)


def _mask(graph: _Graph) -> str:
    """What is added to the scores: nothing for tokens, much below it for padding."""
    floats = graph.add("Cast", [INPUTS[1]], "mask.floats", to=_float())
    padding = graph.add("Sub", [graph.number("one", 1.0), floats], "mask.padding")
    lowered = graph.add("Mul", [padding, graph.number("masked", _MASKED)], "mask.lowered")
    return graph.add("Unsqueeze", [lowered, graph.whole("inner", [1, 2])], "mask")


def _layer(graph: _Graph, name: str, value: str, mask: str, shape: Shape) -> str:
    """Attention, then the feed-forward part, each added to what it was given and normed."""
    found = _attention(graph, f"{name}.attention", value, mask, shape)
    found = graph.linear(f"{name}.attention.output.dense", found)
    value = graph.add("Add", [found, value], f"{name}.attention.output.sum")
    value = graph.norm(f"{name}.attention.output.LayerNorm", value, shape.epsilon)
    inner = graph.linear(f"{name}.intermediate.dense", value)
    inner = graph.add("Gelu", [inner], f"{name}.intermediate.gelu")
    outer = graph.linear(f"{name}.output.dense", inner)
    value = graph.add("Add", [outer, value], f"{name}.output.sum")
    return graph.norm(f"{name}.output.LayerNorm", value, shape.epsilon)


def _attention(graph: _Graph, name: str, value: str, mask: str, shape: Shape) -> str:
    """Scaled dot-product attention of all heads, joined again: (batch, tokens, hidden)."""
    width = shape.hidden // shape.heads
    apart = graph.whole("apart", [0, 0, shape.heads, width])

    def heads(which: str, order: Sequence[int]) -> str:
        found = graph.linear(f"{name}.self.{which}", value)
        found = graph.add("Reshape", [found, apart], f"{name}.{which}.apart")
        return graph.add("Transpose", [found], f"{name}.{which}.heads", perm=order)

    scores = graph.add(
        "MatMul", [heads("query", [0, 2, 1, 3]), heads("key", [0, 2, 3, 1])], f"{name}.scores"
    )
    scores = graph.add("Div", [scores, graph.number("root", math.sqrt(width))], f"{name}.scaled")
    scores = graph.add("Add", [scores, mask], f"{name}.masked")
    shares = graph.add("Softmax", [scores], f"{name}.shares", axis=-1)
    found = graph.add("MatMul", [shares, heads("value", [0, 2, 1, 3])], f"{name}.found")
    found = graph.add("Transpose", [found], f"{name}.turned", perm=[0, 2, 1, 3])
    return graph.add("Reshape", [found, graph.whole("joined", [0, 0, shape.hidden])], name)
