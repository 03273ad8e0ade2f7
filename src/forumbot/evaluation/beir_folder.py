"""BEIR folders: a corpus, queries and relevance judgements, read and checked."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from forumbot.errors import EvaluationError
from forumbot.evaluation.json_lines import lines, read_json_lines


@dataclass(frozen=True, slots=True)
class BeirEntry:
    """One document of a BEIR collection."""

    doc_id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class BeirQuery:
    """One query; ``relevant`` gives the grade, above 0, of each right document.

    ``answerable`` and ``scope`` are None where the collection does not tell.
    """

    query_id: str
    text: str
    relevant: dict[str, int]
    answerable: bool | None
    scope: str | None


def read_beir(folder: Path) -> tuple[list[BeirEntry], list[BeirQuery]]:
    """Read a BEIR folder: ``corpus.jsonl``, ``queries.jsonl`` and one file in ``qrels/``.

    Raises :class:`EvaluationError` for what is missing, wrong or there twice.
    """
    corpus, path = folder / "corpus.jsonl", folder / "queries.jsonl"
    entries = [_beir_entry(corpus, number, record) for number, record in _apart(corpus)]
    relevant = _read_qrels(folder / "qrels")
    queries = [_beir_query(path, number, record, relevant) for number, record in _apart(path)]
    if not entries or not queries:
        raise EvaluationError(f"{folder}: corpus.jsonl or queries.jsonl is empty")
    return entries, queries


def _apart(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """:func:`read_json_lines`, refusing an ``_id`` that has stood before."""
    seen: set[str] = set()
    for number, record in read_json_lines(path):
        key = str(record.get("_id"))
        if key in seen:
            raise EvaluationError(f"{path}:{number}: _id {key!r} stands here again")
        seen.add(key)
        yield number, record


def _beir_entry(path: Path, number: int, record: dict[str, Any]) -> BeirEntry:
    text, title = record.get("text"), record.get("title")
    if not isinstance(text, str):
        raise EvaluationError(f"{path}:{number}: 'text' should be a text")
    return BeirEntry(_text(path, number, record, "_id"), str(title or ""), text)


def _beir_query(
    path: Path, number: int, record: dict[str, Any], relevant: dict[str, dict[str, int]]
) -> BeirQuery:
    query_id = _text(path, number, record, "_id")
    metadata = record.get("metadata")
    metadata = metadata if isinstance(metadata, dict) else {}
    answerable = metadata.get("answerable")
    return BeirQuery(
        query_id=query_id,
        text=_text(path, number, record, "text"),
        relevant=relevant.get(query_id, {}),
        answerable=answerable if isinstance(answerable, bool) else None,
        scope=str(metadata["scope"]) if metadata.get("scope") else None,
    )


def _text(path: Path, number: int, record: dict[str, Any], key: str) -> str:
    value = record.get(key)
    if isinstance(value, bool) or not isinstance(value, str | int) or value == "":
        raise EvaluationError(f"{path}:{number}: has no {key!r}")
    return str(value)


def _read_qrels(folder: Path) -> dict[str, dict[str, int]]:
    paths = sorted(folder.glob("*.tsv"))
    path = folder / "test.tsv" if folder / "test.tsv" in paths else next(iter(paths), None)
    if path is None:
        raise EvaluationError(f"{folder}: holds no .tsv file with relevance judgements")
    found: dict[str, dict[str, int]] = {}
    for number, line in lines(path):
        parts = line.split("\t")
        is_score = re.fullmatch(r"-?[0-9]{1,6}", parts[-1].strip())
        if number == 1 and not is_score:
            continue
        if len(parts) != 3 or not is_score:
            raise EvaluationError(f"{path}:{number}: 'query-id, corpus-id, score' is expected")
        if int(parts[2]) > 0:
            found.setdefault(parts[0], {})[parts[1]] = int(parts[2])
    return found
