"""Graphs run by ONNX Runtime on the CPU: tokens in, arrays out, a text a core."""

import os
import platform
import tempfile
from collections import deque
from collections.abc import Generator, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from forumbot.errors import ModelError
from forumbot.models import byte_products
from forumbot.models.bert import ROWS
from forumbot.models.rows import Floats, Rows

# Texts under way for each core, so that none waits for the other; set by hand.
_AHEAD = 4


class Tokens(Protocol):
    """One text, or a pair of texts, as a tokenizer gives it: ids, and the type of each."""

    @property
    def ids(self) -> Sequence[int]:
        """The ids of the tokens, special ones included."""
        ...

    @property
    def type_ids(self) -> Sequence[int]:
        """For each token 0, or 1 where it is of the second text of a pair."""
        ...


@dataclass(frozen=True, slots=True)
class OneText:
    """The tokens of a text that is no pair."""

    ids: Sequence[int]

    @property
    def type_ids(self) -> Sequence[int]:
        """All of one text."""
        return [0] * len(self.ids)


class Session:
    """A loaded graph; may be run from several threads at once, each run on one of them.

    Its inputs are of ``input_ids``, ``attention_mask`` and ``token_type_ids`` those that it has;
    where embeddings of words lie outside the graph, ``rows`` gives its ``word_rows`` for ids.
    Texts are read each alone: on a core of its own a text of some length is read as fast as among
    others, needs no padding, and in 8 bits is rounded in the same way whatever is read beside it.
    """

    def __init__(self, graph: Path | bytes, rows: Rows | None = None) -> None:
        """Load a graph; raises :class:`ModelError` where it cannot be."""
        self._rows = rows
        self._session = _loaded(graph, _options())
        self._inputs = {one.name for one in self._session.get_inputs()}

    def width(self, output: str) -> int:
        """How long the last axis of an output is."""
        shapes = {one.name: one.shape for one in self._session.get_outputs()}
        return int(shapes[output][-1])

    def run(self, text: Tokens, outputs: Sequence[str]) -> list[Floats]:
        """The outputs of these names for one text, each without the axis that counts texts."""
        ids = np.array([text.ids], dtype=np.int64)
        fed: dict[str, npt.NDArray[Any]] = {
            "input_ids": ids,
            "attention_mask": np.ones_like(ids),
            "token_type_ids": np.array([text.type_ids], dtype=np.int64),
        }
        if self._rows is not None:
            fed[ROWS] = self._rows(text.ids)[None]
        known = {name: values for name, values in fed.items() if name in self._inputs}
        return [np.asarray(found[0]) for found in self._session.run(list(outputs), known)]

    def read(self, texts: Iterable[Tokens], outputs: Sequence[str]) -> Generator[list[Floats]]:
        """The outputs for each of any number of texts, in their order, read on all cores.

        Few are under way at a time, so that memory is bounded.
        """
        waiting = iter(texts)
        with ThreadPoolExecutor(_workers()) as pool:
            running = deque(
                pool.submit(self.run, text, outputs)
                for text in islice(waiting, _AHEAD * _workers())
            )
            while running:
                yield running.popleft().result()
                running.extend(pool.submit(self.run, text, outputs) for text in islice(waiting, 1))


def _workers() -> int:
    """One a core, or as ``OMP_NUM_THREADS`` says."""
    named = os.environ.get("OMP_NUM_THREADS", "")
    return int(named) if named.isdigit() and int(named) else os.cpu_count() or 1


@cache
def engine() -> str:
    """What :func:`prepared` goes by: the version of ONNX Runtime, and what the processor can do.

    Of its products of bytes also which ones are taken.
    """
    import onnxruntime

    features = ""
    told = Path("/proc/cpuinfo")
    with suppress(OSError), told.open(encoding="ascii", errors="replace") as lines:
        features = next((one for one in lines if one.lower().startswith(("flags", "features"))), "")
    products = "quick" if byte_products.are_exact() else "exact"
    return f"{onnxruntime.__version__} {platform.machine()} {products} products {features}"


def prepared(graph: bytes) -> bytes:
    """A graph as ONNX Runtime simplifies it when it is loaded here; loaded in a third of the time.

    It is of this :func:`engine` alone. Raises :class:`ModelError` where it cannot be loaded.
    """
    try:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "prepared.onnx"
            options = _options()
            options.optimized_model_filepath = str(path)
            _loaded(graph, options)
            return path.read_bytes()
    except OSError:
        return graph


def _options() -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    # An arena keeps what the largest batch took for as long as the process runs.
    options.enable_cpu_mem_arena = False
    # On x86 without VNNI the quick product of bytes saturates (.99 of the sums of random bytes were
    # wrong): there an exact one is taken, so that numbers are the same on every processor.
    if not byte_products.are_exact():
        options.add_session_config_entry("session.x64quantprecision", "1")
    options.log_severity_level = 3
    return options


def _loaded(graph: Path | bytes, options: Any) -> Any:
    import onnxruntime

    source = graph if isinstance(graph, bytes) else str(graph)
    try:
        return onnxruntime.InferenceSession(source, options, providers=["CPUExecutionProvider"])
    except Exception as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise ModelError(f"the model's graph cannot be loaded: {reason}") from None
