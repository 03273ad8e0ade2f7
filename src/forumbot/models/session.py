"""Graphs run by ONNX Runtime on the CPU: tokens in, arrays out, in batches of about one length."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from forumbot.errors import ModelError

Floats = npt.NDArray[np.float32]

# Set by hand: larger batches are no faster, and take more memory.
_BATCH_TOKENS = 4_096


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
class Batch:
    """Texts that were read together: their places among all, and each output that was asked for.

    An output's rows are those of ``places``; where it has a row for each token, the rows of a
    shorter text are followed by others that mean nothing.
    """

    places: Sequence[int]
    outputs: Sequence[Floats]


class Session:
    """A loaded graph; may be run from several threads at once, each run on one of them.

    Its inputs are of ``input_ids``, ``attention_mask`` and ``token_type_ids`` those that it has.
    """

    def __init__(self, graph: Path | bytes) -> None:
        """Load a graph; raises :class:`ModelError` where it cannot be."""
        self._session = _loaded(graph)
        self._inputs = {one.name for one in self._session.get_inputs()}

    def width(self, output: str) -> int:
        """How long the last axis of an output is."""
        shapes = {one.name: one.shape for one in self._session.get_outputs()}
        return int(shapes[output][-1])

    def run(self, texts: Sequence[Tokens], outputs: Sequence[str]) -> list[Floats]:
        """The outputs of these names for texts read together, shorter ones padded."""
        longest = max(len(text.ids) for text in texts)
        fed = {
            name: np.zeros((len(texts), longest), dtype=np.int64)
            for name in ("input_ids", "attention_mask", "token_type_ids")
        }
        for row, text in enumerate(texts):
            length = len(text.ids)
            fed["input_ids"][row, :length] = text.ids
            fed["attention_mask"][row, :length] = 1
            fed["token_type_ids"][row, :length] = text.type_ids
        known = {name: values for name, values in fed.items() if name in self._inputs}
        return [np.asarray(found) for found in self._session.run(list(outputs), known)]

    def read(self, texts: Sequence[Tokens], outputs: Sequence[str]) -> Iterator[Batch]:
        """The outputs for any number of texts, the shortest first, on all cores.

        Few batches are under way at a time, so that memory is bounded.
        """
        batches = by_length([len(text.ids) for text in texts])
        with ThreadPoolExecutor(_workers()) as pool:

            def start(places: list[int]) -> Callable[[], Batch]:
                read = pool.submit(self.run, [texts[place] for place in places], outputs)
                return lambda: Batch(places, read.result())

            running = [start(places) for places in islice(batches, 2 * _workers())]
            while running:
                yield running.pop(0)()
                running += [start(places) for places in islice(batches, 1)]


def by_length(lengths: Sequence[int], most: int = _BATCH_TOKENS) -> Iterator[list[int]]:
    """Places of texts of about one length, the shortest first; padded, up to so many tokens."""
    batch: list[int] = []
    for place in sorted(range(len(lengths)), key=lengths.__getitem__):
        if batch and (len(batch) + 1) * lengths[place] > most:
            yield batch
            batch = []
        batch.append(place)
    if batch:
        yield batch


def _workers() -> int:
    """One a core, or as ``OMP_NUM_THREADS`` says."""
    named = os.environ.get("OMP_NUM_THREADS", "")
    return int(named) if named.isdigit() and int(named) else os.cpu_count() or 1


def _loaded(graph: Path | bytes) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    # An arena keeps what the largest batch took for as long as the process runs.
    options.enable_cpu_mem_arena = False
    options.log_severity_level = 3
    source = graph if isinstance(graph, bytes) else str(graph)
    try:
        return onnxruntime.InferenceSession(source, options, providers=["CPUExecutionProvider"])
    except Exception as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise ModelError(f"the model's graph cannot be loaded: {reason}") from None
