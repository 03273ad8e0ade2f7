"""All sides in one run: they take turns, so that what else the machine does meets them alike."""

import json
import shutil
import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from bench.rivals.environments import (
    ENTRIES,
    Entry,
    installed_megabytes,
    surroundings,
    versions,
)
from bench.rivals.judging import judged_cranfield, judged_reports
from bench.rivals.material import write_cranfield, write_json, write_reports
from bench.rivals.process import Ran, run
from bench.rivals.sides.protocol import Found

TURNS = 3
_DEPTH = 10
_CRANFIELD_DEPTH = 40
"""Pieces for ten documents; most of Cranfield's are one piece, hardly any more than four."""

Row = dict[str, Any]
Seconds = tuple[float, float]


@dataclass
class Times:
    """What one side took, turn by turn: seconds (passed, processor's), and the most megabytes."""

    index_seconds: list[Seconds] = field(default_factory=list)
    cold_seconds: list[Seconds] = field(default_factory=list)
    question_seconds: list[Seconds] = field(default_factory=list)
    indexing_megabytes: list[float] = field(default_factory=list)
    asking_megabytes: list[float] = field(default_factory=list)


class Comparison:
    """The processes of one run, in a folder of its own."""

    def __init__(self, environments: Path, folder: Path) -> None:
        self._environments = environments
        self._folder = folder
        self._surroundings = surroundings()

    def reports(self, turns: int) -> dict[str, Row]:
        """Times, memory and hits of each side on the reports, and its size on disk."""
        material = self._folder / "reports"
        questions = write_reports(material)
        asked = [one.question for one in questions]
        times = {entry.name: Times() for entry in ENTRIES}
        rows: dict[str, Row] = {}
        for turn in range(turns):
            for entry in ENTRIES:
                found = self._turn(entry, material, asked, times[entry.name])
                rows[entry.name] = judged_reports(questions, found)
                print(f"turn {turn + 1} of {turns}: {entry.name}", flush=True)
        return {
            entry.name: {
                "name": entry.name,
                "reads": entry.reads,
                "versions": versions(self._environments, entry.environment),
                "installed_megabytes": installed_megabytes(self._environments, entry.environment),
                **asdict(times[entry.name]),
                **rows[entry.name],
            }
            for entry in ENTRIES
        }

    def cranfield(self) -> dict[str, Row]:
        """How well each side ranks Cranfield."""
        material = self._folder / "cranfield"
        queries = write_cranfield(material)
        rows: dict[str, Row] = {}
        for entry in ENTRIES:
            self.index(entry, material)
            texts = [one.text for one in queries]
            answers, _ran = self.ask(entry, material, texts, _CRANFIELD_DEPTH)
            rows[entry.name] = judged_cranfield(queries, answers["rankings"])
            print(entry.name, rows[entry.name], flush=True)
        return rows

    def _turn(
        self, entry: Entry, material: Path, asked: Sequence[str], times: Times
    ) -> list[list[Found]]:
        indexed = self.index(entry, material)
        if indexed is not None:
            times.index_seconds.append((indexed.seconds, indexed.processor))
            times.indexing_megabytes.append(indexed.megabytes)
        _answers, cold = self.ask(entry, material, asked[:1], _DEPTH)
        answers, warm = self.ask(entry, material, asked, _DEPTH)
        times.cold_seconds.append((cold.seconds, cold.processor))
        each, used = (statistics.median(answers[what][1:]) for what in ("seconds", "processor"))
        times.question_seconds.append((each, used))
        times.asking_megabytes.append(warm.megabytes)
        found: list[list[Found]] = answers["rankings"]
        return found

    def index(self, entry: Entry, material: Path) -> Ran | None:
        """Index anew; None where another row's index is asked."""
        if entry.indexes_as is not None:
            return None
        store = self._store(entry, material)
        shutil.rmtree(store, ignore_errors=True)
        store.mkdir(parents=True)
        command = entry.command(self._environments, "index", material, store)
        return run(command, self._surroundings, self._folder)

    def ask(
        self, entry: Entry, material: Path, questions: Sequence[str], depth: int
    ) -> tuple[dict[str, Any], Ran]:
        """What is found for each question, the seconds that each took, and the whole process."""
        asked, answer = self._folder / "asked.json", self._folder / "found.json"
        write_json(asked, questions)
        store = self._store(entry, material)
        words = ("ask", material, store, asked, str(depth), answer)
        ran = run(entry.command(self._environments, *words), self._surroundings, self._folder)
        return json.loads(answer.read_text("utf-8")), ran

    def _store(self, entry: Entry, material: Path) -> Path:
        name = (entry.indexes_as or entry.name).replace(" ", "-")
        return self._folder / "stores" / f"{name}-{material.name}"
