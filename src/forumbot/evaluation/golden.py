"""Golden questions, read and checked."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from forumbot.errors import EvaluationError
from forumbot.evaluation.batches import asked
from forumbot.evaluation.json_lines import is_text, lines, object_of, read_json_lines


@dataclass(frozen=True, slots=True)
class GoldenQuestion:
    """A question with its answer; ``doc`` is a file name or a doc_id, None where no one holds it.

    A right passage is one of ``doc`` that holds all of ``answer_substrings``. ``type`` is that
    of the question (when, who, …); ``kind`` that of an unanswerable one (near-miss, absent,
    false-premise); both are None where the file does not tell.
    """

    question_id: str
    question: str
    doc: str | None
    answer_substrings: tuple[str, ...]
    answerable: bool
    language: str
    type: str | None
    kind: str | None = None

    def is_of(self, doc_id: str) -> bool:
        """Whether a document is the one that the question is about."""
        return self.doc is not None and self.doc in (doc_id, doc_id.rpartition("/")[2])

    def is_held_by(self, text: str) -> bool:
        """Whether a text holds every wanted string, compared after :func:`levelled`."""
        there = levelled(text)
        return all(levelled(wanted) in there for wanted in self.answer_substrings)

    def is_met_by(self, doc_id: str, text: str) -> bool:
        """Whether a passage is a right one: of the document, and holding every wanted string."""
        return self.is_of(doc_id) and self.is_held_by(text)


_QUOTATION_MARKS = re.compile("[‘’‚‛“”„‟\"'`´«»‹›]")
_DASHES = re.compile("[‐‑‒–—―−]")


def levelled(text: str) -> str:
    """Text after NFKC with case, white space, quotation marks and dashes made alike."""
    text = unicodedata.normalize("NFKC", text).casefold()
    text = _DASHES.sub("-", _QUOTATION_MARKS.sub("'", text))
    return " ".join(text.split())


def read_golden(path: Path) -> list[GoldenQuestion]:
    """Read a JSON-lines file of golden questions.

    Raises :class:`EvaluationError`, with the line where one is wrong, and where there are none.
    """
    questions = [_golden(path, number, record) for number, record in read_json_lines(path)]
    if not questions:
        raise EvaluationError(
            f"{path}: holds no questions; docs/evaluation.md says how to write some"
        )
    return questions


def _golden(path: Path, number: int, record: dict[str, Any]) -> GoldenQuestion:
    question_id, question = asked(path, number, record)
    wanted, doc = record.get("answer_substrings", []), record.get("doc") or None
    answerable = record.get("answerable", True)
    if not isinstance(wanted, list) or not all(map(is_text, wanted)):
        raise EvaluationError(
            f"{path}:{number}: 'answer_substrings' should be a list of texts, none of them blank"
        )
    if not isinstance(answerable, bool):
        raise EvaluationError(f"{path}:{number}: 'answerable' should be true or false")
    if answerable and (not isinstance(doc, str) or not wanted):
        raise EvaluationError(
            f"{path}:{number}: an answerable question needs 'doc' and 'answer_substrings'"
        )
    return GoldenQuestion(
        question_id=question_id,
        question=question,
        doc=str(doc) if doc is not None else None,
        answer_substrings=tuple(wanted),
        answerable=answerable,
        language=str(record.get("lang") or "en"),
        type=str(record["type"]) if record.get("type") else None,
        kind=str(record["kind"]) if record.get("kind") else None,
    )


def check_golden(path: Path, documents: Mapping[str, str]) -> tuple[int, list[tuple[int, str]]]:
    """Look over a file of golden questions against texts by doc_id.

    Returns how many questions can be used, and what is wrong with the others: line and reason. The
    line is 0 where the whole file cannot be read. Whatever is wrong, the rest is looked at.
    """
    texts = {doc_id: levelled(text) for doc_id, text in documents.items()}
    problems: list[tuple[int, str]] = []
    ids: dict[str, int] = {}
    usable = 0
    try:
        for number, line in lines(path):
            fault = _fault(path, number, line, texts, ids)
            problems += [(number, fault)] if fault else []
            usable += not fault
    except EvaluationError as error:
        problems.append((0, str(error).removeprefix(f"{path}: ")))
    return usable, problems


def _fault(
    path: Path, number: int, line: str, texts: Mapping[str, str], ids: dict[str, int]
) -> str | None:
    """What is wrong with one golden question; its id is noted in ``ids``."""
    try:
        golden = _golden(path, number, object_of(path, number, line))
    except EvaluationError as error:
        return str(error).removeprefix(f"{path}:{number}: ")
    first = ids.setdefault(golden.question_id, number)
    if first != number:
        return f"the id {golden.question_id!r} stands in line {first} already"
    return _untrue(golden, texts)


def _untrue(golden: GoldenQuestion, texts: Mapping[str, str]) -> str | None:
    """What a golden question says of the documents that is not so; texts are levelled."""
    if golden.doc is None:
        return None
    held = [text for doc_id, text in texts.items() if golden.is_of(doc_id)]
    if not held:
        return f"{golden.doc!r} is not in the archive; 'doc' is a doc_id or a file name"
    for wanted in golden.answer_substrings:
        if not any(levelled(wanted) in text for text in held):
            return f"{golden.doc} does not hold {wanted!r}; copy it from the document"
    return None
