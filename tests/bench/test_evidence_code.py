import ast
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import grimp
import pytest

from bench import evidence_code
from bench.evidence_code import StaleFitError, code_hash, modules, plain, record, renew
from forumbot.answers.deciding.evidence import NOTHING_FOUND, Features
from forumbot.language import table
from forumbot.language.table import more_tables

GERMAN = Path(table.__file__).parent / "tables" / "de.yaml"


def nothing_found(questions: Sequence[str]) -> Sequence[Features]:
    """Code that measures the same of every question."""
    return [NOTHING_FOUND] * len(questions)


@pytest.fixture
def fit(tmp_path: Path) -> Path:
    """A fit of the present code, beside what is recorded of :func:`nothing_found`."""
    path = tmp_path / "confidence.json"
    path.write_text(json.dumps({"version": "1", "code": code_hash()}))
    record(nothing_found, path, tmp_path / "features.json")
    return path


def test_what_is_hashed_is_what_the_features_import_of_the_rooms() -> None:
    """The modules followed are those of the import graph, and none stands outside the rooms."""
    graph = grimp.build_graph("forumbot", cache_dir=None)
    rooms = tuple(f"forumbot.{room}" for room in evidence_code.ROOMS)
    found = modules()
    for name in found:
        imported = graph.find_modules_directly_imported_by(name)
        assert {module for module in imported if module.startswith(rooms)} <= set(found), name
    assert all(name == evidence_code.EVIDENCE or name.startswith(rooms) for name in found)
    assert {"forumbot.language.words", "forumbot.search.lexical"} < set(found)


@pytest.mark.parametrize(
    ("changed", "is_told"),
    [
        ("# why\ndef share(held):\n    '''Other words.'''\n\n    return held * (0.5)", False),
        ("def share(held):\n    return held * 0.6", True),
        ("def share(all_held):\n    return all_held * 0.5", True),
    ],
)
def test_code_counts_and_words_about_it_do_not(changed: str, is_told: bool) -> None:
    """Docstrings, comments and layout leave the hash alone; names and numbers do not."""
    source = 'def share(held):\n    """The share."""\n    return held * 0.5'
    assert (plain(ast.parse(changed)) != plain(ast.parse(source))) is is_told


@pytest.mark.parametrize(
    ("known", "changed", "is_told"),
    [
        ("stop_words: [", "stop_words: [neue, ", True),
        ("greetings: [", "greetings: [hallöle, ", False),
    ],
)
def test_of_a_table_what_the_features_read_counts(
    tmp_path: Path, known: str, changed: str, is_told: bool
) -> None:
    """A stop word changes what is looked for of a question; a greeting is none of its business."""
    text = GERMAN.read_text(encoding="utf-8")
    assert known in text
    (tmp_path / "de.yaml").write_text(text.replace(known, changed), encoding="utf-8")
    before = code_hash()
    with more_tables(tmp_path):
        assert (code_hash() != before) is is_told


def test_a_language_that_is_added_leaves_the_fit_alone(tmp_path: Path) -> None:
    """Its table is one file, and asks for no other."""
    (tmp_path / "zz.yaml").write_text("language: zz\nstop_words: [zla, zde]\n", encoding="utf-8")
    before = code_hash()
    with more_tables(tmp_path):
        assert "zz" in table.codes()
        assert code_hash() == before


def test_code_that_measures_the_same_takes_the_hash_over(fit: Path) -> None:
    """After a change that changes nothing, the fit has the present hash and is else as it was."""
    before = fit.read_text()
    fit.write_text(json.dumps(json.loads(before) | {"code": "of before"}))
    renew(nothing_found, fit, fit.with_name("features.json"))
    assert json.loads(fit.read_text()) == json.loads(before)


@pytest.mark.parametrize(("by", "is_refused"), [(1e-2, True), (1e-4, False)])
def test_code_that_measures_otherwise_does_not(fit: Path, by: float, is_refused: bool) -> None:
    """One feature of the last question that differs is refused, with the question; rounding not."""

    def other(questions: Sequence[str]) -> Sequence[Features]:
        changed = replace(NOTHING_FOUND, missing_number=NOTHING_FOUND.missing_number + by)
        return [*nothing_found(questions[1:]), changed]

    fit.write_text(json.dumps({"version": "1", "code": "of before"}))
    recorded = fit.with_name("features.json")
    if is_refused:
        with pytest.raises(StaleFitError, match="features of 1 of 68 questions differ"):
            renew(other, fit, recorded)
        assert json.loads(fit.read_text())["code"] == "of before"
    else:
        renew(other, fit, recorded)
        assert json.loads(fit.read_text())["code"] == code_hash()


def test_nothing_is_recorded_of_other_code(fit: Path) -> None:
    """What is compared with are always features of the code that was fitted, or of its like."""
    fit.write_text(json.dumps({"version": "1", "code": "of before"}))
    with pytest.raises(StaleFitError, match="renew the hash first"):
        record(nothing_found, fit, fit.with_name("other.json"))
    assert not fit.with_name("other.json").exists()
