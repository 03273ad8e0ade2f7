from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from onnx import TensorProto, helper

from forumbot.errors import ModelError
from forumbot.models.session import Session, by_length


@dataclass(frozen=True)
class Read:
    """A text as a tokenizer gives it."""

    ids: Sequence[int]
    type_ids: Sequence[int]


def summing(inputs: Sequence[str]) -> bytes:
    """A graph with two outputs: the inputs added up for each token, and those sums for a text."""
    sides: tuple[str | int | None, ...] = ("batch", "tokens")
    whole, number = TensorProto.INT64, TensorProto.FLOAT
    floats = [f"{name}.float" for name in inputs]
    nodes = [
        *(
            helper.make_node("Cast", [name], [cast], to=number)
            for name, cast in zip(inputs, floats, strict=True)
        ),
        helper.make_node("Sum", floats, ["each"]),
        helper.make_node("ReduceSum", ["each", "axis"], ["text"]),
    ]
    graph = helper.make_graph(
        nodes,
        "sums",
        [helper.make_tensor_value_info(name, whole, sides) for name in inputs],
        [
            helper.make_tensor_value_info("each", number, sides),
            helper.make_tensor_value_info("text", number, ["batch", 1]),
        ],
        [helper.make_tensor("axis", whole, [1], [1])],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)], ir_version=9)
    return bytes(model.SerializeToString())


ALL = ("input_ids", "attention_mask", "token_type_ids")
TEXTS = [Read([7, 8, 9], [0, 0, 1]), Read([5], [0]), Read([1, 2], [0, 1])]


def test_outputs_are_given_by_name() -> None:
    """Ids, mask and types reach the graph; each output that is named comes in the order asked."""
    text, each = Session(summing(ALL)).run(TEXTS, ["text", "each"])
    assert each.tolist() == [[8, 9, 11], [6, 0, 0], [2, 4, 0]]
    assert text.tolist() == [[28], [6], [6]]


def test_a_graph_is_given_the_inputs_that_it_has() -> None:
    """One that knows no types or no mask is run as well."""
    (found,) = Session(summing(ALL[:1])).run(TEXTS, ["text"])
    assert found.tolist() == [[24], [5], [3]]


def test_many_texts_come_back_at_their_places() -> None:
    """Whatever batches they were read in, in whatever order, on however many threads."""
    lengths = [1 + place * 37 % 200 for place in range(300)]
    texts = [Read([place] * length, [0] * length) for place, length in enumerate(lengths)]
    found: dict[int, float] = {}
    batches = 0
    for batch in Session(summing(ALL)).read(texts, ["text"]):
        found.update(zip(batch.places, batch.outputs[0][:, 0], strict=True))
        batches += 1
    assert found == {place: (place + 1) * len(text.ids) for place, text in enumerate(texts)}
    assert batches > 1


def test_no_texts_give_no_batches() -> None:
    """There is nothing to run."""
    assert list(Session(summing(ALL)).read([], ["text"])) == []


@given(st.lists(st.integers(1, 60), max_size=80))
def test_batches_hold_every_text_once_and_no_more_tokens_than_allowed(lengths: list[int]) -> None:
    """Padding counted; a text that is longer than a batch may be stands alone."""
    batches = list(by_length(lengths, 50))
    assert sorted(place for batch in batches for place in batch) == list(range(len(lengths)))
    for batch in batches:
        assert len(batch) == 1 or len(batch) * max(lengths[place] for place in batch) <= 50


def test_the_width_of_an_output_is_known_before_a_run() -> None:
    """It stands in the graph."""
    assert Session(summing(ALL)).width("text") == 1


@pytest.mark.parametrize("content", [b"", b"no graph", b"\x08\x09"])
def test_what_is_no_graph_is_refused(tmp_path: Path, content: bytes) -> None:
    """In one line, whether it is a file or bytes."""
    path = tmp_path / "graph.onnx"
    path.write_bytes(content)
    for graph in (path, content):
        with pytest.raises(ModelError, match="graph cannot be loaded") as caught:
            Session(graph)
        assert "\n" not in str(caught.value)


def test_runs_of_one_text_and_of_many_agree() -> None:
    """Padding changes nothing that is told of a text."""
    session = Session(summing(ALL))
    together = session.run(TEXTS, ["text"])[0]
    alone = np.vstack([session.run([text], ["text"])[0] for text in TEXTS])
    assert together.tolist() == alone.tolist()
