"""Documents, passages and outcomes of a generation as JSON lines, written and read back."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from forumbot.archive.documents import Document
from forumbot.archive.layout import Block, BlockKind
from forumbot.archive.outcomes import Outcome
from forumbot.errors import REBUILD, DamagedIndexError
from forumbot.search.passages import Passage

LEXICAL, LATE = "lexical", "late"
DOCUMENTS, PASSAGES, OUTCOMES = "documents.jsonl", "passages.jsonl", "outcomes.jsonl"
_DATES = ("held_on", "held_until", "published_on")
_LISTS = ("themes", "supersedes", "guessed", "warnings", "page_labels", "recognised")
_KINDS = {kind.value: kind for kind in BlockKind}


def write_documents(folder: Path, documents: Iterable[Document]) -> None:
    """Write documents with their text and blocks, one a line."""
    _write(folder / DOCUMENTS, map(_document_to_json, documents))


def read_documents(folder: Path) -> tuple[Document, ...]:
    """Read what :func:`write_documents` wrote."""
    return tuple(map(_document_from_json, _read(folder / DOCUMENTS)))


def write_passages(folder: Path, passages: Iterable[tuple[Passage, str]]) -> None:
    """Write passages, each with the key of its vector, one a line, without their text."""
    _write(folder / PASSAGES, (_passage_to_json(passage, key) for passage, key in passages))


def read_passages(
    folder: Path, documents: Iterable[Document]
) -> tuple[tuple[Passage, ...], tuple[str, ...]]:
    """Read passages, their text taken from ``documents``, and the keys of their vectors."""
    texts = {document.doc_id: document.text for document in documents}
    records = list(_read(folder / PASSAGES))
    passages = tuple(_passage_from_json(record, texts) for record in records)
    return passages, tuple(record["key"] for record in records)


def write_outcomes(folder: Path, outcomes: Iterable[Outcome]) -> None:
    """Write outcomes, one a line."""
    _write(folder / OUTCOMES, map(asdict, outcomes))


def read_outcomes(folder: Path) -> tuple[Outcome, ...]:
    """Read what :func:`write_outcomes` wrote."""
    return tuple(
        Outcome(**{**record, "themes": tuple(record["themes"])})
        for record in _read(folder / OUTCOMES)
    )


def _document_to_json(document: Document) -> dict[str, Any]:
    record = {
        name: getattr(document, name) for name in document.__dataclass_fields__ if name != "blocks"
    }
    for name in _DATES:
        record[name] = record[name].isoformat() if record[name] else None
    record["blocks"] = [
        [block.kind.value, block.line_start, block.start, block.end, block.level, block.page]
        for block in document.blocks
    ]
    return record


def _document_from_json(record: dict[str, Any]) -> Document:
    values = dict(record)
    for name in _DATES:
        values[name] = date.fromisoformat(values[name]) if values[name] else None
    for name in _LISTS:
        values[name] = tuple(values.get(name, ()))
    values["blocks"] = tuple(Block(_KINDS[kind], *rest) for kind, *rest in values["blocks"])
    return Document(**values)


def _passage_to_json(passage: Passage, key: str) -> dict[str, Any]:
    return {
        "doc_id": passage.doc_id,
        "heading_path": passage.heading_path,
        "page": passage.page,
        "start": passage.start,
        "end": passage.end,
        "lead_in": passage.lead_in,
        "header": passage.header,
        "key": key,
    }


def _passage_from_json(record: dict[str, Any], texts: dict[str, str]) -> Passage:
    start, end = record["start"], record["end"]
    return Passage(
        doc_id=record["doc_id"],
        heading_path=tuple(record["heading_path"]),
        page=record["page"],
        start=start,
        end=end,
        text=texts[record["doc_id"]][start:end],
        lead_in=record["lead_in"],
        header=record.get("header", ""),
    )


def _write(path: Path, records: Iterable[dict[str, Any]]) -> None:
    with path.open("w", encoding="utf-8") as file:
        for record in records:
            file.write(json.dumps(record, ensure_ascii=False) + "\n")


def _read(path: Path) -> Iterator[dict[str, Any]]:
    try:
        with path.open(encoding="utf-8") as file:
            yield from map(json.loads, file)
    except (OSError, ValueError):
        raise DamagedIndexError(f"{path}: cannot be read", REBUILD) from None
