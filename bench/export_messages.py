"""Write what tells the kinds of messages as it ships: its matrices in 8 bits, a scale a row.

    python bench/export_messages.py STATE [STATE …] [--shares 3 1] [--lean 1.0]

A ``STATE`` is a folder that ``bench/train_messages.py`` wrote. Of several the mean ships, weighted
by ``--shares``, with the tokenizer of the first, and with its vectors of pieces, which no training
changes. ``--lean`` is added to the score of facts: a fact taken for something else is the dearer
mistake. It prints the SHA-256 that ``forumbot.models.messages`` is to name.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from safetensors.numpy import load_file, save_file

from bench.export_reader import FOLDER, write_packed
from forumbot.models.messages import NAME

Tensors = Mapping[str, npt.NDArray[np.float32]]
PIECES = "bert.embeddings.word_embeddings.weight"


def main() -> None:
    """Read, average, pack, write."""
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("states", type=Path, nargs="+")
    ask.add_argument("--shares", type=float, nargs="+")
    ask.add_argument("--lean", type=float, default=0.0)
    given = ask.parse_args()
    shares = given.shares or [1.0] * len(given.states)
    first: Path = given.states[0]
    kinds = json.loads((first / "kinds.json").read_text(encoding="utf-8"))
    read = [load_file(state / f"{NAME}.safetensors") for state in given.states]
    mean = leaning(mean_of(read, shares), kinds, given.lean)
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / f"{NAME}.safetensors"
        save_file({name: values.astype(np.float16) for name, values in mean.items()}, whole)
        sys.stdout.write(write_packed(whole, FOLDER / f"{NAME}.safetensors"))
    for kept in ("tokenizer", "kinds"):
        (FOLDER / f"{NAME}-{kept}.json").write_bytes((first / f"{kept}.json").read_bytes())


def mean_of(states: Sequence[Tensors], shares: Sequence[float]) -> Tensors:
    """The weighted mean of each tensor, the first state's own where vocabularies may differ.

    Raises ``ValueError`` unless each state has its share.
    """
    parts = [(state, share / sum(shares)) for state, share in zip(states, shares, strict=True)]
    mean = {
        name: np.sum([share * state[name].astype(np.float32) for state, share in parts], axis=0)
        for name in states[0]
        if name != PIECES
    }
    return {**mean, PIECES: states[0][PIECES]}


def leaning(state: Tensors, kinds: Sequence[str], lean: float) -> Tensors:
    """The same, with ``lean`` added to the score of facts."""
    bias = state["kinds.bias"].copy()
    bias[kinds.index("fact")] += lean
    return {**state, "kinds.bias": bias}


if __name__ == "__main__":
    main()
