"""A BERT encoder as an ONNX graph, built from the tensors of a safetensors file.

The graph is the encoder of Devlin et al. (2018, arXiv:1810.04805) in standard operators of ONNX
alone, so that any program that runs ONNX can run and check it. Tensors bear the names that the
``transformers`` library gives them, without a leading ``bert.``.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from forumbot.models import onnx_file

Tensors = Mapping[str, npt.NDArray[np.float32]]
Precision = Literal["fp32", "int8"]

INPUTS = ("input_ids", "token_type_ids")
# In place of ids, where the embeddings of words lie outside the graph.
ROWS = "word_rows"
WORDS = "embeddings.word_embeddings.weight"
HIDDEN = "last_hidden_state"
ANSWERED, SPANS = "answered", "spans"

# Attention is an operator of its own from here on, a tenth faster than the same made of parts.
_OPSET = 23
_IR_VERSION = 11
_LARGEST_INT8 = 127.0


@dataclass(frozen=True, slots=True)
class Shape:
    """How many layers and heads there are, the width of a token, and the norms' epsilon."""

    layers: int
    heads: int
    hidden: int
    epsilon: float


def encoder(tensors: Tensors, shape: Shape, precision: Precision = "fp32") -> bytes:
    """The graph's file: two (batch, tokens) int64 inputs in, (batch, tokens, hidden) floats out.

    It knows no padding, so that a run is of texts of one length: a mask cost a quarter of the time.
    With ``int8`` the weights of all linear layers are kept in 8 bits, a scale for each output, and
    their inputs are brought to 8 bits as they come (dynamic quantization).
    """
    graph = _Graph(tensors, precision)
    hidden = _encoded(graph, shape)
    graph.add("Identity", [hidden], HIDDEN)
    return _model(graph, {HIDDEN: ("batch", "tokens", shape.hidden)})


def reader(tensors: Tensors, shape: Shape, precision: Precision = "int8") -> bytes:
    """The graph of an encoder that reads a question and a passage together, with two heads.

    Where the tensors hold no embeddings of words, the graph is given a row for each token in place
    of its id. Outputs: ``answered``, (batch, 1), the logit that the passage answers, from the
    first position through a tanh layer (``pool``, ``cls``); and ``spans``, (batch, tokens, 2), the
    logits of the answer's first and last token (``span``).
    """
    graph = _Graph(tensors, precision)
    hidden = _encoded(graph, shape)
    first = graph.add("Gather", [hidden, graph.weight("place", np.array(0))], "pool.first", axis=1)
    pooled = graph.add("Tanh", [graph.exact("pool", first)], "pool.tanh")
    graph.add("Identity", [graph.exact("cls", pooled)], ANSWERED)
    graph.add("Identity", [graph.exact("span", hidden)], SPANS)
    return _model(graph, {ANSWERED: ("batch", 1), SPANS: ("batch", "tokens", 2)})


def _encoded(graph: "_Graph", shape: Shape) -> str:
    hidden = _embedded(graph, shape)
    for layer in range(shape.layers):
        hidden = _layer(graph, f"encoder.layer.{layer}", hidden, shape)
    return hidden


def _model(graph: "_Graph", outputs: Mapping[str, Sequence[str | int]]) -> bytes:
    """The file of a graph that has these outputs, each with the lengths of its sides."""
    sides = ("batch", "tokens")
    taken = [onnx_file.value(name, onnx_file.INT64, sides) for name in INPUTS]
    if WORDS not in graph.tensors:
        width = graph.tensors["embeddings.LayerNorm.bias"].size
        taken[0] = onnx_file.value(ROWS, onnx_file.FLOAT, (*sides, width))
    given = [onnx_file.value(name, onnx_file.FLOAT, lengths) for name, lengths in outputs.items()]
    return onnx_file.model(graph.nodes, graph.weights, taken, given, (_IR_VERSION, _OPSET))


class _Graph:
    """The nodes and weights of a graph that is being made; each method gives a value's name."""

    def __init__(self, tensors: Tensors, precision: Precision) -> None:
        self.tensors = tensors
        self.nodes: list[bytes] = []
        self.weights: list[bytes] = []
        self._precision = precision
        self._known: set[str] = set()

    def add(
        self, operator: str, inputs: Sequence[str], name: str, **attributes: int | float
    ) -> str:
        """A node with one output, which bears its name."""
        self.nodes.append(onnx_file.node(operator, inputs, [name], attributes))
        return name

    def weight(self, name: str, values: npt.NDArray[Any]) -> str:
        """Values that the graph carries, each name once."""
        if name not in self._known:
            self._known.add(name)
            self.weights.append(onnx_file.tensor(name, values))
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

    def exact(self, name: str, value: str) -> str:
        """As :meth:`linear`, in floats whatever the precision: for small heads."""
        turned = self.weight(f"{name}.weight.turned", self.tensors[f"{name}.weight"].T)
        product = self.add("MatMul", [value, turned], f"{name}.product")
        return self.add("Add", [product, self.tensor(f"{name}.bias")], name)

    def linear(self, name: str, value: str) -> str:
        """``value @ weight.T + bias``, the weight as PyTorch keeps it: (outputs, inputs)."""
        product = self._product(name, value)
        return self.add("Add", [product, self.tensor(f"{name}.bias")], name)

    def _product(self, name: str, value: str) -> str:
        weight = self.tensors[f"{name}.weight"]
        if self._precision == "fp32":
            turned = self.weight(f"{name}.weight.turned", weight.T)
            return self.add("MatMul", [value, turned], f"{name}.product")
        whole, scales = quantized(weight)
        small, scale, zero = self._quantized(value)
        inputs = [
            small, self.weight(f"{name}.whole", whole.T), zero,
            self.weight(f"{name}.zero", np.zeros(len(scales), dtype=np.int8)),
        ]  # fmt: skip
        counted = self.add("MatMulInteger", inputs, f"{name}.counted")
        floats = self.add("Cast", [counted], f"{name}.floats", to=onnx_file.FLOAT)
        known = self.weight(f"{name}.scale", scales)
        both = self.add("Mul", [scale, known], f"{name}.scales")
        return self.add("Mul", [floats, both], f"{name}.product")

    def _quantized(self, value: str) -> tuple[str, str, str]:
        """A value in 8 bits, its scale and its zero; made once for all that take it."""
        names = (f"{value}.small", f"{value}.small.scale", f"{value}.small.zero")
        if names[0] not in self._known:
            self._known.add(names[0])
            self.nodes.append(onnx_file.node("DynamicQuantizeLinear", [value], names, {}))
        return names


def quantized(
    weight: npt.NDArray[np.float32],
) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.float32]]:
    """A matrix in 8 bits, and the scale of each of its rows, shape (rows,)."""
    scales = np.maximum(np.abs(weight).max(axis=1), np.float32(1e-12)) / _LARGEST_INT8
    whole = np.rint(weight / scales[:, None]).astype(np.int8)
    return whole, scales.astype(np.float32)


def _embedded(graph: _Graph, shape: Shape) -> str:
    """Word, type and position of each token, added and normed."""
    ids, types = INPUTS
    kinds = graph.tensor("embeddings.token_type_embeddings.weight")
    positions = graph.tensor("embeddings.position_embeddings.weight")
    first = graph.whole("first", [0])
    sides = graph.add("Shape", [types], "sides")
    length = graph.add("Gather", [sides, graph.whole("second", [1])], "length", axis=0)
    places = graph.add("Slice", [positions, first, length, first], "embeddings.places")
    words = ROWS
    if WORDS in graph.tensors:
        words = graph.add("Gather", [graph.tensor(WORDS), ids], "embeddings.words")
    total = graph.add(
        "Add",
        [
            words,
            graph.add("Gather", [kinds, types], "embeddings.kinds"),
        ],
        "embeddings.words_and_kinds",
    )
    total = graph.add("Add", [total, places], "embeddings.sum")
    return graph.norm("embeddings.LayerNorm", total, shape.epsilon)


def _layer(graph: _Graph, name: str, value: str, shape: Shape) -> str:
    """Attention, then the feed-forward part, each added to what it was given and normed."""
    found = _attention(graph, f"{name}.attention", value, shape)
    found = graph.linear(f"{name}.attention.output.dense", found)
    value = graph.add("Add", [found, value], f"{name}.attention.output.sum")
    value = graph.norm(f"{name}.attention.output.LayerNorm", value, shape.epsilon)
    inner = graph.linear(f"{name}.intermediate.dense", value)
    inner = graph.add("Gelu", [inner], f"{name}.intermediate.gelu")
    outer = graph.linear(f"{name}.output.dense", inner)
    value = graph.add("Add", [outer, value], f"{name}.output.sum")
    return graph.norm(f"{name}.output.LayerNorm", value, shape.epsilon)


def _attention(graph: _Graph, name: str, value: str, shape: Shape) -> str:
    """Scaled dot-product attention of all heads, joined again: (batch, tokens, hidden)."""
    parts = [graph.linear(f"{name}.self.{part}", value) for part in ("query", "key", "value")]
    return graph.add(
        "Attention", parts, name, q_num_heads=shape.heads, kv_num_heads=shape.heads,
        scale=1 / math.sqrt(shape.hidden // shape.heads),
    )  # fmt: skip
