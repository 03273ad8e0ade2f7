import platform
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime
import pytest
from onnx import TensorProto, helper, numpy_helper

from forumbot.errors import ModelError
from forumbot.models import byte_products
from forumbot.models.bert import ROWS
from forumbot.models.session import Session, engine, prepared


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
    text, each = Session(summing(ALL)).run(TEXTS[0], ["text", "each"])
    assert each.tolist() == [8, 9, 11]
    assert text.tolist() == [28]


def test_a_graph_is_given_the_inputs_that_it_has() -> None:
    """One that knows no types or no mask is run as well."""
    (found,) = Session(summing(ALL[:1])).run(TEXTS[0], ["text"])
    assert found.tolist() == [24]


def test_a_prepared_graph_gives_the_same() -> None:
    """What ONNX Runtime makes of a graph once is loaded again for the same numbers."""
    graph = summing(ALL)
    (found,) = Session(prepared(graph)).run(TEXTS[0], ["each"])
    (expected,) = Session(graph).run(TEXTS[0], ["each"])
    assert found.tolist() == expected.tolist()


def test_without_room_for_it_a_graph_is_not_prepared(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing temporary can be written it stays as it is, and works."""

    def fail(*_given: object, **_named: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tempfile.mkdtemp", fail)
    graph = summing(ALL)
    assert prepared(graph) == graph


def test_a_graph_is_prepared_for_one_version_and_one_processor() -> None:
    """What was made by another release, or for another processor, is not taken."""
    assert engine().startswith(onnxruntime.__version__)
    assert platform.machine() in engine()


def test_a_graph_is_prepared_for_one_way_of_multiplying(monkeypatch: pytest.MonkeyPatch) -> None:
    """ONNX Runtime writes other weights for products that it was told to compute exactly."""
    found = set()
    for are_exact in (True, False):
        monkeypatch.setattr(byte_products, "are_exact", lambda told=are_exact: told)
        found.add(engine.__wrapped__())
    assert len(found) == 2


@pytest.mark.parametrize("is_quick_one_exact", [byte_products.are_exact(), False])
def test_products_of_bytes_are_exact_on_every_processor(
    is_quick_one_exact: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pairs of large ones too, which many processors cut off at sixteen bits."""
    monkeypatch.setattr(byte_products, "are_exact", lambda: is_quick_one_exact)
    width, value = 64, helper.make_tensor_value_info
    draw = np.random.default_rng(1)
    weights = draw.integers(-127, 128, (width, width)).astype(np.int8)
    given = draw.integers(200, 256, (1, 5, width)).astype(np.float32)
    graph = helper.make_graph(
        [
            helper.make_node("Cast", [ROWS], ["bytes"], to=TensorProto.UINT8),
            helper.make_node("MatMulInteger", ["bytes", "weights", "zero", "zeros"], ["sums"]),
        ],
        "product",
        [value(ROWS, TensorProto.FLOAT, given.shape)],
        [value("sums", TensorProto.INT32, given.shape)],
        [
            numpy_helper.from_array(weights, "weights"),
            numpy_helper.from_array(np.array(0, np.uint8), "zero"),
            numpy_helper.from_array(np.zeros(width, np.int8), "zeros"),
        ],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)], ir_version=9)
    session = Session(model.SerializeToString(), lambda _ids: given[0])
    (sums,) = session.run(Read([0] * 5, [0] * 5), ["sums"])
    assert (sums == given[0].astype(np.int64) @ weights.astype(np.int64)).all()


def test_rows_that_lie_outside_a_graph_are_given_for_ids() -> None:
    """The graph takes them for its ids, a row for each."""
    sides = ("batch", "tokens", 2)
    value = helper.make_tensor_value_info
    graph = helper.make_graph(
        [helper.make_node("Identity", [ROWS], ["same"])], "same",
        [value(ROWS, TensorProto.FLOAT, sides)], [value("same", TensorProto.FLOAT, sides)],
    )  # fmt: skip
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)], ir_version=9)
    table = np.array([[0, 1], [2, 3], [4, 5]], dtype=np.float32)
    session = Session(model.SerializeToString(), lambda ids: table[list(ids)])
    (found,) = session.run(Read([2, 0], [0, 0]), ["same"])
    assert found.tolist() == [[4, 5], [0, 1]]


@pytest.mark.parametrize("threads", ["1", "3", ""])
def test_many_texts_come_back_in_their_order(monkeypatch: pytest.MonkeyPatch, threads: str) -> None:
    """However long each is, and on however many threads they are read."""
    monkeypatch.setenv("OMP_NUM_THREADS", threads)
    lengths = [1 + place * 37 % 200 for place in range(300)]
    texts = [Read([place] * length, [0] * length) for place, length in enumerate(lengths)]
    found = [float(text[0]) for (text,) in Session(summing(ALL)).read(texts, ["text"])]
    assert found == [(place + 1) * length for place, length in enumerate(lengths)]


def test_few_texts_are_under_way_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Texts are taken as they are needed, so that memory does not grow with their number."""
    monkeypatch.setenv("OMP_NUM_THREADS", "2")
    taken: list[int] = []

    def endless() -> Generator[Read]:
        while True:
            taken.append(len(taken))
            yield Read([1], [0])

    reading = Session(summing(ALL)).read(endless(), ["text"])
    assert [next(reading)[0].tolist() for _ in range(5)] == [[2.0]] * 5
    assert len(taken) < 20
    reading.close()


def test_no_texts_give_nothing() -> None:
    """There is nothing to run."""
    assert list(Session(summing(ALL)).read([], ["text"])) == []


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
