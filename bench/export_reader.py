"""Write a trained reader as it ships: its matrices in 8 bits, a scale for each row.

    python bench/export_reader.py en STATE/reader.safetensors [TOKENIZER.json]

It prints the SHA-256 that ``forumbot.models.readers`` is to name.
"""

import argparse
import sys
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from safetensors.numpy import load_file, save_file

from forumbot.file_hashes import file_sha256
from forumbot.models.bert import quantized

FOLDER = Path(__file__).resolve().parents[1] / "src" / "forumbot" / "models" / "weights"
# Small tables and heads stay as they are: all of them together are less than a megabyte.
LEAST_ROWS = 300


def main() -> None:
    """Read, pack, write."""
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("kind", choices=["en", "multi"])
    ask.add_argument("weights", type=Path)
    ask.add_argument("tokenizer", type=Path, nargs="?")
    given = ask.parse_args()
    said = write_packed(given.weights, FOLDER / f"reader-{given.kind}.safetensors")
    if given.tokenizer is not None:
        (FOLDER / f"reader-{given.kind}-tokenizer.json").write_bytes(given.tokenizer.read_bytes())
    sys.stdout.write(said)


def write_packed(weights: Path, path: Path) -> str:
    """Pack the tensors of a file into another; returns a line with its SHA-256 and its size."""
    packed: dict[str, npt.NDArray[Any]] = {}
    for whole_name, values in load_file(weights).items():
        name = whole_name.removeprefix("bert.")
        is_large = values.ndim == 2 and len(values) >= LEAST_ROWS and "position" not in name
        if is_large and name != "pool.weight":
            packed[name], packed[f"{name}.scales"] = quantized(values.astype(np.float32))
        else:
            packed[name] = values.astype(np.float16)
    path.parent.mkdir(exist_ok=True)
    save_file({name: np.ascontiguousarray(values) for name, values in packed.items()}, path)
    return f"{path.name}: {file_sha256(path)}, {path.stat().st_size} bytes\n"


if __name__ == "__main__":
    main()
