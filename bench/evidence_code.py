"""The code that the features of the confidence depend on, as one hash beside the fit.

``answers/deciding/confidence.json`` is fitted on features as a certain code measures them, so it
carries the hash of that code, which a test compares. Code that has changed and measures the same
takes the hash over: :func:`renew` compares the features of fixed questions with those recorded.
"""

import ast
import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import astuple, fields
from functools import cache
from pathlib import Path
from typing import Any

import forumbot
from forumbot.answers.deciding.evidence import Features
from forumbot.evaluation.golden import read_golden
from forumbot.language.table import Language, table
from forumbot.language.words import FITTED_LANGUAGES

ROOT = Path(__file__).parents[1]
FIT = ROOT / "src/forumbot/answers/deciding/confidence.json"
RECORDED = ROOT / "bench/features.json"
GOLDEN = ROOT / "knowledge/golden.jsonl"
EVIDENCE = "forumbot.answers.deciding.evidence"
ROOMS = (
    "language", "asking", "answers.terms", "answers.quoting.units", "answers.deciding",
    "search.lexical",
)  # fmt: skip
"""Where the features are made; what they are made of (passages, vectors) is data to them."""
TOLERANCE = 1e-3
"""Set by hand, above what processors may round otherwise: token vectors are kept as bytes."""

Measure = Callable[[Sequence[str]], Sequence[Features]]
"""From questions on the shipped archive to their features."""


class StaleFitError(Exception):
    """The fit and the code do not belong together; says what to do."""


def code_hash() -> str:
    """The SHA-256 of the modules and of the language tables that the features depend on."""
    trees = {name: parsed(path) for name, path in modules().items()}
    parts = [sorted((name, _plain(path)) for name, path in modules().items()), tables_read(trees)]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


@cache
def modules() -> dict[str, Path]:
    """The module of the features, and whatever it imports of the rooms, by way of these too."""
    found: dict[str, Path] = {}
    asked = [EVIDENCE]
    while asked:
        name = asked.pop()
        path = _path(name)
        if path is not None and name not in found:
            found[name] = path
            asked += [module for module in _imported(parsed(path)) if _is_in_rooms(module)]
    return found


def _path(module: str) -> Path | None:
    source = Path(forumbot.__file__).parent.joinpath(*module.split(".")[1:])
    places = (source.with_suffix(".py"), source / "__init__.py")
    return next((place for place in places if place.is_file()), None)


def _is_in_rooms(module: str) -> bool:
    rooms = (f"forumbot.{room}" for room in ROOMS)
    return any(module == room or module.startswith(f"{room}.") for room in rooms)


def _imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""
            yield from (f"{node.module}.{name.name}" for name in node.names)


@cache
def parsed(path: Path) -> ast.AST:
    """The syntax of a module."""
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def _plain(path: Path) -> Any:
    return plain(parsed(path))


def plain(node: Any) -> Any:
    """Syntax as JSON values, without docstrings, comments and places.

    Empty fields are left out, as each version of Python adds some (``ast.dump`` has them).
    """
    if isinstance(node, list):
        return [plain(item) for item in node if not _is_text_alone(item)]
    if not isinstance(node, ast.AST):
        return repr(node)
    given = {name: value for name, value in ast.iter_fields(node) if value not in (None, [])}
    return [type(node).__name__, *([name, plain(value)] for name, value in given.items())]


def _is_text_alone(node: Any) -> bool:
    value = node.value if isinstance(node, ast.Expr) else None
    return isinstance(value, ast.Constant) and isinstance(value.value, str)


def tables_read(trees: Mapping[str, ast.AST]) -> dict[str, dict[str, Any]]:
    """What the modules read of a fitted language's table: the fields whose names stand in them.

    The tables of others tell no more than which language a question is in, so that one can be
    added, or mended, without a word about the fit.
    """
    nodes = (node for tree in trees.values() for node in ast.walk(tree))
    named = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    keys = [one.name for one in fields(Language) if one.name in named]
    return {
        one.language: {key: _values(getattr(one, key)) for key in keys}
        for one in map(table, FITTED_LANGUAGES)
    }


def _values(value: Any) -> Any:
    if isinstance(value, Mapping):
        return sorted((str(key), _values(one)) for key, one in value.items())
    return [_values(one) for one in value] if isinstance(value, tuple) else value


def record(measure: Measure, fit: Path = FIT, recorded: Path = RECORDED) -> None:
    """Write down the features of the golden questions, by the code of the fit alone."""
    if json.loads(fit.read_text(encoding="utf-8"))["code"] != code_hash():
        raise StaleFitError("these are not the features that were fitted on: renew the hash first")
    questions = [question.question for question in read_golden(GOLDEN)]
    rows = [
        {"question": question, "features": [round(value, 9) for value in astuple(features)]}
        for question, features in zip(questions, measure(questions), strict=True)
    ]
    lines = ",\n ".join(json.dumps(row, ensure_ascii=False) for row in rows)
    recorded.write_text(f"[\n {lines}\n]\n", encoding="utf-8")


def renew(measure: Measure, fit: Path = FIT, recorded: Path = RECORDED) -> None:
    """Give the fit the hash of the present code, if that measures what was recorded.

    Raises :class:`StaleFitError` with the questions whose features differ.
    """
    rows = json.loads(recorded.read_text(encoding="utf-8"))
    questions = [row["question"] for row in rows]
    differing = [
        question
        for question, row, features in zip(questions, rows, measure(questions), strict=True)
        if not _same(row["features"], astuple(features))
    ]
    if differing:
        raise StaleFitError(
            f"features of {len(differing)} of {len(rows)} questions differ, as of "
            f"{differing[0]!r}: fit anew; if the archive has changed and not the code, record anew"
        )
    model = json.loads(fit.read_text(encoding="utf-8"))
    write_fit(model | {"code": code_hash()}, fit)


def _same(one: Sequence[float], other: Sequence[float]) -> bool:
    return len(one) == len(other) and all(
        abs(value - known) <= TOLERANCE for value, known in zip(one, other, strict=True)
    )


def write_fit(model: Mapping[str, Any], fit: Path = FIT) -> None:
    """Write a fit, as JSON that is compared line by line."""
    fit.write_text(json.dumps(model, indent=1) + "\n", encoding="utf-8")
