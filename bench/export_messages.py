"""Write what tells the kinds of messages as it ships: its matrices in 8 bits, a scale a row.

    python bench/export_messages.py STATE

``STATE`` is the folder that ``bench/train_messages.py`` wrote. It prints the SHA-256 that
``forumbot.models.messages`` is to name.
"""

import argparse
import sys
from pathlib import Path

from bench.export_reader import FOLDER, write_packed
from forumbot.models.messages import NAME


def main() -> None:
    """Read, pack, write."""
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("state", type=Path)
    state: Path = ask.parse_args().state
    sys.stdout.write(write_packed(state / f"{NAME}.safetensors", FOLDER / f"{NAME}.safetensors"))
    for kept in ("tokenizer", "kinds"):
        (FOLDER / f"{NAME}-{kept}.json").write_bytes((state / f"{kept}.json").read_bytes())


if __name__ == "__main__":
    main()
