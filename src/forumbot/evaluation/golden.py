"""Golden questions and BEIR folders, read and checked."""

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO, TypeGuard

from forumbot.asking.question import check_question
from forumbot.errors import EvaluationError, UsageError

_MAX_LINE_CHARS = 4_000_000


@dataclass(frozen=True, slots=True)
class GoldenQuestion:
    """A question with its answer; ``doc`` is a file name or a doc_id, None where no one holds it.

    A right passage is one of ``doc`` that holds all of ``answer_substrings``. ``kind`` is the type
    of the question (when, who, …); ``scope`` is the kind of an unanswerable one (near-miss, absent,
    false-premise), None where the file does not tell.
    """

    question_id: str
    question: str
    doc: str | None
    answer_substrings: tuple[str, ...]
    answerable: bool
    language: str
    kind: str | None
    scope: str | None = None

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


_QUOTATION_MARKS = re.compile("[‘’‚‛“”„‟\"'`´«»‹›]")
_HALF_PAIR = re.compile("[\ud800-\udfff]")
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


def read_questions(path: Path) -> tuple[list[tuple[str, str]], list[str]]:
    """Read a batch of ``{"id", "question"}``, one a line, as ids and questions.

    The line number stands in for an id that is missing. Lines that cannot be asked are left out;
    what is wrong with each is returned beside the questions. Raises :class:`EvaluationError` where
    the file cannot be read.
    """
    questions: list[tuple[str, str]] = []
    problems: list[str] = []
    for number, line in _lines(path):
        try:
            questions.append(_asked(path, number, _object(path, number, line)))
        except EvaluationError as error:
            problems.append(str(error))
    return questions, problems


def _asked(path: Path, number: int, record: dict[str, Any]) -> tuple[str, str]:
    question = record.get("question")
    if not _is_text(question):
        raise EvaluationError(f"{path}:{number}: 'question' should be a text")
    return _id(record, number), _checked(path, number, question)


def _id(record: dict[str, Any], number: int) -> str:
    """The id of a question, or else the number of its line."""
    given = record.get("id")
    return str(number if given is None else given)


def _is_text(value: object) -> TypeGuard[str]:
    return isinstance(value, str) and bool(value.strip())


def _checked(path: Path, number: int, question: str) -> str:
    try:
        return check_question(question).text
    except UsageError as error:
        raise EvaluationError(f"{path}:{number}: {error}") from None


def read_json_lines(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """The objects of a JSON-lines file with their line numbers; blank lines are passed over."""
    for number, line in _lines(path):
        yield number, _object(path, number, line)


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """The lines of a UTF-8 file that are not blank, with their numbers from 1."""
    try:
        with path.open(encoding="utf-8-sig") as file:
            for number, line in enumerate(_bounded(file), start=1):
                if line.strip():
                    yield number, line.rstrip("\n")
    except UnicodeDecodeError:
        raise EvaluationError(f"{path}: is not UTF-8; save it as UTF-8") from None
    except OSError as error:
        raise EvaluationError(
            f"{path}: cannot be read ({error.strerror}); name another file"
        ) from None


def _bounded(file: TextIO) -> Iterator[str]:
    """The lines of a file; of one that is too long no more than shows that it is."""
    while line := file.readline(_MAX_LINE_CHARS + 1):
        yield line
        while len(line) > _MAX_LINE_CHARS and not line.endswith("\n"):
            line = file.readline(_MAX_LINE_CHARS + 1)


def _object(path: Path, number: int, line: str) -> dict[str, Any]:
    if len(line) > _MAX_LINE_CHARS:
        raise EvaluationError(
            f"{path}:{number}: the line is longer than {_MAX_LINE_CHARS} characters"
        )
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        raise EvaluationError(
            f"{path}:{number}: is not JSON; one object a line is expected"
        ) from None
    if not isinstance(value, dict):
        raise EvaluationError(f"{path}:{number}: is not a JSON object")
    return _whole(value) if "\\u" in line else value


def _whole(value: dict[str, Any]) -> dict[str, Any]:
    """A record in which a replacement character stands for half of a surrogate pair.

    JSON can escape what is no character; it could be neither written nor shown.
    """
    text = json.dumps(value, ensure_ascii=False)
    whole: dict[str, Any] = json.loads(_HALF_PAIR.sub("\N{REPLACEMENT CHARACTER}", text))
    return whole


def _golden(path: Path, number: int, record: dict[str, Any]) -> GoldenQuestion:
    question, wanted = record.get("question"), record.get("answer_substrings", [])
    answerable, doc = record.get("answerable", True), record.get("doc") or None
    if not _is_text(question):
        raise EvaluationError(f"{path}:{number}: 'question' should be a text")
    if not isinstance(wanted, list) or not all(map(_is_text, wanted)):
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
        question_id=_id(record, number),
        question=_checked(path, number, question),
        doc=str(doc) if doc is not None else None,
        answer_substrings=tuple(wanted),
        answerable=answerable,
        language=str(record.get("lang") or "en"),
        kind=str(record["type"]) if record.get("type") else None,
        scope=str(record["kind"]) if record.get("kind") else None,
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
        for number, line in _lines(path):
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
        golden = _golden(path, number, _object(path, number, line))
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
    for number, line in _lines(path):
        parts = line.split("\t")
        is_score = re.fullmatch(r"-?[0-9]{1,6}", parts[-1].strip())
        if number == 1 and not is_score:
            continue
        if len(parts) != 3 or not is_score:
            raise EvaluationError(f"{path}:{number}: 'query-id, corpus-id, score' is expected")
        if int(parts[2]) > 0:
            found.setdefault(parts[0], {})[parts[1]] = int(parts[2])
    return found
