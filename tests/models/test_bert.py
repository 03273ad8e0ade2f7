from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from onnx import ModelProto, checker, load_from_string
from onnx.reference import ReferenceEvaluator
from tests.models.packaged import tensors_of, tiny_bert

from forumbot.models.bert import (
    ANSWERED,
    HIDDEN,
    ROWS,
    SPANS,
    WORDS,
    Precision,
    Shape,
    encoder,
    reader,
)  # fmt: skip
from forumbot.models.session import Session

pytestmark = pytest.mark.pytorch

if TYPE_CHECKING:
    from transformers import BertModel

# Two texts of one length, the second of two parts, and their types.
IDS = np.array([[2, 9, 11, 40, 7, 8, 3], [2, 49, 3, 30, 31, 1, 3]])
TYPES = np.array([[0] * 7, [0, 0, 0, 1, 1, 1, 1]])


@pytest.fixture(scope="module")
def bert() -> "BertModel":
    """A BERT of random weights, as another program computes it."""
    return tiny_bert()


def graph(bert: "BertModel", precision: Precision) -> ModelProto:
    """Our graph of the same weights."""
    config = bert.config
    shape = Shape(2, config.num_attention_heads, config.hidden_size, config.layer_norm_eps)
    return load_from_string(encoder(tensors_of(bert), shape, precision))


def evaluated(model: ModelProto) -> Any:
    """What ONNX's own evaluator makes of each text; it computes each operator by numpy."""
    evaluator = ReferenceEvaluator(model)
    found: list[Any] = [
        evaluator.run([HIDDEN], {"input_ids": ids[None], "token_type_ids": types[None]})
        for ids, types in zip(IDS, TYPES, strict=True)
    ]
    return np.concatenate([one for (one,) in found])


@dataclass(frozen=True)
class Typed:
    """A text's tokens and their types."""

    ids: list[int]
    type_ids: list[int]


def run(model: ModelProto) -> Any:
    """What ONNX Runtime makes of each."""
    session = Session(model.SerializeToString())
    texts = [Typed(*pair) for pair in zip(IDS.tolist(), TYPES.tolist(), strict=True)]
    return np.stack([session.run(text, [HIDDEN])[0] for text in texts])


def test_the_graph_computes_the_model(bert: "BertModel") -> None:
    """Every token gets the state that PyTorch computes, types heeded."""
    import torch

    ids, types = torch.tensor(IDS), torch.tensor(TYPES)
    with torch.no_grad():
        expected = bert(input_ids=ids, token_type_ids=types).last_hidden_state.numpy()
    for found in (run(graph(bert, "fp32")), evaluated(graph(bert, "fp32"))):
        np.testing.assert_allclose(found, expected, atol=2e-5)


def test_small_weights_are_near(bert: "BertModel") -> None:
    """In 8 bits the states point where they did, though they are not the same."""
    whole, small = run(graph(bert, "fp32")), run(graph(bert, "int8"))
    cosines = (whole * small).sum(axis=-1) / np.linalg.norm(whole, axis=-1)
    cosines /= np.linalg.norm(small, axis=-1)
    assert 0.98 < cosines.min() < 0.999999


def test_both_precisions_are_made_of_standard_operators(bert: "BertModel") -> None:
    """A program that knows ONNX alone can run and check either graph."""
    for precision in ("fp32", "int8"):
        model = graph(bert, precision)
        checker.check_model(model, full_check=True)
        assert [one.domain for one in model.opset_import] == [""]
        assert {node.domain for node in model.graph.node} == {""}


def test_other_programs_agree_on_the_small_weights(bert: "BertModel") -> None:
    """ONNX's own evaluator rounds as ONNX Runtime does."""
    model = graph(bert, "int8")
    np.testing.assert_allclose(evaluated(model), run(model), atol=0.02)


def test_embeddings_of_words_may_lie_outside_the_graph(bert: "BertModel") -> None:
    """Given their rows in place of ids it computes the same."""
    config, tensors = bert.config, tensors_of(bert)
    shape = Shape(2, config.num_attention_heads, config.hidden_size, config.layer_norm_eps)
    rows = tensors.pop(WORDS)[IDS]
    model = load_from_string(encoder(tensors, shape, "fp32"))
    checker.check_model(model, full_check=True)
    found: Any = ReferenceEvaluator(model).run([HIDDEN], {ROWS: rows, "token_type_ids": TYPES})
    np.testing.assert_allclose(found[0], evaluated(graph(bert, "fp32")), atol=1e-6)


def test_a_reader_is_an_encoder_with_two_heads(bert: "BertModel") -> None:
    """Its outputs are those that PyTorch computes of the encoder's states with the same heads."""
    config = bert.config
    draw = np.random.default_rng(3)
    heads = {
        f"{name}.{part}": draw.normal(size=size[: 2 if part == "weight" else 1]).astype(np.float32)
        for name, size in (
            ("pool", (config.hidden_size, config.hidden_size)),
            ("cls", (1, config.hidden_size)),
            ("span", (2, config.hidden_size)),
        )
        for part in ("weight", "bias")
    }
    shape = Shape(2, config.num_attention_heads, config.hidden_size, config.layer_norm_eps)
    model = load_from_string(reader(tensors_of(bert) | heads, shape, "fp32"))
    checker.check_model(model, full_check=True)
    fed = {"input_ids": IDS, "token_type_ids": TYPES}
    found: Any = ReferenceEvaluator(model).run([ANSWERED, SPANS], fed)
    answered, spans = found
    states = evaluated(graph(bert, "fp32"))
    pooled = np.tanh(states[:, 0] @ heads["pool.weight"].T + heads["pool.bias"])
    np.testing.assert_allclose(
        answered, pooled @ heads["cls.weight"].T + heads["cls.bias"], atol=1e-4
    )
    np.testing.assert_allclose(
        spans, states @ heads["span.weight"].T + heads["span.bias"], atol=1e-4
    )
