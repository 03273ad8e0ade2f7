"""The comparison with other libraries: what was found is judged, and the rows are written."""

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bench.rivals.__main__ import DRAWING, README, RESULTS
from bench.rivals.environments import ENTRIES, PLAIN, REQUIREMENTS, TORCH
from bench.rivals.judging import judged_cranfield, judged_reports
from bench.rivals.process import run
from bench.rivals.table import BEGIN, END, drawing, placed, table
from forumbot.evaluation.beir_folder import BeirQuery
from forumbot.evaluation.golden import GoldenQuestion

QUESTION = GoldenQuestion("q", "When?", "a.pdf", ("1 May",), True, "en", None)


def row(name: str, passed: list[float], hit: float) -> dict[str, Any]:
    """A side with the same figures for each kind of time; its processor works twice as long."""
    seconds = [[one, 2 * one * one] for one in passed]
    return {
        "name": name, "reads": "texts", "versions": {name.lower(): "1.0"},
        "index_seconds": seconds, "cold_seconds": seconds, "question_seconds": seconds,
        "indexing_megabytes": [100.0, 120.0], "asking_megabytes": [90.0, 80.0],
        "installed_megabytes": 1000.0,
        "ndcg@10": hit, "hit@1": hit, "hit@5": hit, "characters": 900.0,
    }  # fmt: skip


ROWS = [row(PLAIN, [2.0, 4.0, 3.0], 0.5), row("Other", [1.0, 4.0, 6.0], 0.25)]


def test_a_hit_is_a_passage_of_the_document_that_holds_what_is_wanted() -> None:
    """As ``forumbot eval`` judges: neither the words in another document nor the document alone."""
    rankings = [
        [("b.pdf", "On 1 May."), ("a.pdf", "In spring."), ("a.pdf", "On 1\nMAY.")],
        [("a.pdf", "1 May")],
    ]
    judged = judged_reports([QUESTION, replace(QUESTION, question_id="r")], rankings)
    assert judged == {"hit@1": 0.5, "hit@5": 1.0, "characters": (9 + 10 + 9 + 5) / 2}


def test_a_document_stands_where_its_best_piece_does() -> None:
    """Further pieces of a document take no place of another one."""
    query = BeirQuery("1", "wing", {"x": 1}, None, None)
    found = [("y", "…"), ("y", "…"), ("y", "…"), ("x", "…")]
    assert judged_cranfield([query], [found])["ndcg@10"] == pytest.approx(0.6309, abs=1e-4)


def test_times_are_set_against_the_plain_row_turn_by_turn() -> None:
    """The median of 0.25, 1 and 4, what passed behind it, and the best of a column in bold."""
    lines = table(ROWS).splitlines()
    plain, other = ([cell.strip() for cell in line.split("|")[3:-1]] for line in lines[2:4])
    assert plain[:3] == other[:3] == ["**1.00** / 1.00"] * 3
    assert plain[6:] == ["**0.500**", "**0.500**", "**0.500**", "900"]
    assert other[3:] == ["**120**", "**90**", "**1000**", "0.250", "0.250", "0.250", "900"]
    assert "18.0 s to index" in lines[-1]
    assert lines[-1].endswith(": other 1.0, sentencetransformer.encode 1.0.")


def test_a_side_without_an_index_of_its_own_has_empty_cells() -> None:
    """A whole answer is given from the index that the search alone was built for."""
    asks = {**row("asks", [1.0, 1.0, 1.0], 0.5), "index_seconds": [], "indexing_megabytes": []}
    cells = table([*ROWS, asks]).splitlines()[4].split("|")
    assert [cells[3].strip(), cells[6].strip()] == ["", ""]
    assert drawing([*ROWS, asks]).count("<rect") == 1 + 6 * 3 - 1


def test_the_guide_shows_the_last_run() -> None:
    """Table and drawing are those of the results that lie beside them, which know every side."""
    rows = json.loads(RESULTS.read_text("utf-8"))
    assert [one["name"] for one in rows] == [entry.name for entry in ENTRIES]
    guide = README.read_text("utf-8")
    assert placed(guide, table(rows)) == guide
    assert DRAWING.read_text("utf-8") == drawing(rows)


def test_no_place_for_the_table_is_told() -> None:
    """A guide without the two marks is left alone."""
    with pytest.raises(ValueError, match="no place"):
        placed(f"{BEGIN} and no end", "table")
    assert placed(f"a {BEGIN} old {END} b", "new") == f"a {BEGIN}\n\nnew\n{END} b"


def test_each_side_has_a_module_and_an_environment() -> None:
    """Only versions that are named, and PyTorch only as the build that is named."""
    for entry in ENTRIES:
        assert (RESULTS.parent / "sides" / f"{entry.module}.py").is_file()
        requirements = REQUIREMENTS[entry.environment]
        assert all("==" in one for one in requirements)
        assert not requirements or TORCH in requirements


def test_memory_counts_the_children_of_a_process(tmp_path: Path) -> None:
    """A parent and a child that hold 40 MB each for a moment are at least 80 MB together."""
    code = (
        "import subprocess, sys, time; held = b'x' * 40_000_000; "
        "sys.argv[1:] and subprocess.run([sys.executable, '-c', sys.argv[1]]); time.sleep(0.5)"
    )
    ran = run([sys.executable, "-c", code, code], {}, tmp_path)
    assert ran.megabytes > 80
    with pytest.raises(RuntimeError, match="exit 3"):
        run([sys.executable, "-c", "raise SystemExit('exit 3')"], {}, tmp_path)
