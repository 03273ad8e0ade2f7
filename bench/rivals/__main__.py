"""forumbot beside other libraries in their usual set-up.

    python -m bench.rivals [make] [reports] [cranfield] [table]

make    an environment for each, by pip, in --environments
judge   what each finds, and its size on disk
time    times and memory, the sides taking turns
table   the table of bench/README.md and the drawing, from results.json; after each run as well
"""

import argparse
import json
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.rivals.comparison import TURNS, Comparison
from bench.rivals.environments import ENTRIES, ROOT, make
from bench.rivals.table import drawing, placed, table

HERE = Path(__file__).parent
RESULTS, README = HERE / "results.json", HERE.parent / "README.md"
DRAWING = HERE.parent / "rivals.svg"


def main() -> None:
    """Do what is asked for, in this order."""
    ask = argparse.ArgumentParser(prog="python -m bench.rivals", description=__doc__)
    ask.add_argument("what", nargs="+", choices=("make", "reports", "cranfield", "table"))
    ask.add_argument("--environments", type=Path, default=ROOT / ".rivals")
    ask.add_argument("--turns", type=int, default=TURNS)
    given = ask.parse_args()
    environments = given.environments.absolute()
    if "make" in given.what:
        make(environments)
    measure(environments, given.what, given.turns)
    if given.what == ["make"]:
        return
    rows = kept()
    if not all({"hit@1", "ndcg@10"} <= row.keys() for row in rows):
        print("The table needs both: reports and cranfield.")
        return
    DRAWING.write_text(drawing(rows), "utf-8")
    README.write_text(placed(README.read_text("utf-8"), table(rows)), "utf-8")


def measure(environments: Path, what: Sequence[str], turns: int) -> None:
    """Run what is measured, each where it is asked for, and keep what was found."""
    if not {"reports", "cranfield"} & set(what):
        return
    with tempfile.TemporaryDirectory(prefix="rivals-") as folder:
        comparison = Comparison(environments, Path(folder))
        if "reports" in what:
            keep(comparison.reports(turns))
        if "cranfield" in what:
            keep(comparison.cranfield())


def kept() -> list[dict[str, Any]]:
    """The rows of the last runs, in the order of the sides."""
    rows: list[dict[str, Any]] = json.loads(RESULTS.read_text("utf-8"))
    return rows


def keep(found: Mapping[str, Mapping[str, Any]]) -> None:
    """Put what was found into the row of each side."""
    before = {row["name"]: row for row in kept()} if RESULTS.exists() else {}
    rows = [{**before.get(entry.name, {}), **found[entry.name]} for entry in ENTRIES]
    RESULTS.write_text(json.dumps(rows, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
