"""Outcomes by subject and by document, the oldest forum first."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from forumbot.answers.quoting.lock import Lock
from forumbot.answers.terms import QuestionTerms
from forumbot.answers.topic_wordings import topic_in
from forumbot.archive.documents import Document
from forumbot.archive.layout import BlockKind
from forumbot.archive.outcomes import Outcome
from forumbot.archive.rows import row_in_words
from forumbot.asking.question import Question, read_question
from forumbot.errors import UsageError
from forumbot.language.forum_names import forums_in
from forumbot.language.levelling import level
from forumbot.search.generation import Generation

# Set by hand, not measured: two of three words of a topic, if none of them is much rarer.
_COVERED = 0.6
_REPORT = "report"


@dataclass(frozen=True, slots=True)
class DocumentOutcome:
    """An outcome together with the document that states it."""

    outcome: Outcome
    document: Document

    @property
    def said(self) -> str:
        """Its words; those of a row of a table with the names of its columns."""
        start = self.outcome.start
        lines = (one for one in self.document.outline if one.block.start == start)
        line = next((one for one in lines if one.block.kind is BlockKind.ROW), None)
        return self.outcome.text if line is None else row_in_words(self.document.text, line)

    def to_json(self) -> dict[str, Any]:
        """The outcome as in the contract."""
        held_on = self.document.held_on
        return {
            "doc_id": self.outcome.doc_id,
            "number": self.outcome.number,
            "text": self.outcome.text,
            "start": self.outcome.start,
            "end": self.outcome.end,
            "title": self.document.title,
            "held_on": held_on.isoformat() if held_on else None,
        }


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Outcomes that their files still state, and those withheld as theirs have changed."""

    stated: tuple[DocumentOutcome, ...]
    withheld: tuple[DocumentOutcome, ...] = ()

    @property
    def changed(self) -> list[str]:
        """The doc_ids of what is withheld, in alphabetical order."""
        return sorted({entry.document.doc_id for entry in self.withheld})


def stated_still(entries: Iterable[DocumentOutcome], lock: Lock) -> Outcomes:
    """The outcomes, those withheld that their files no longer state."""
    stated: list[DocumentOutcome] = []
    withheld: list[DocumentOutcome] = []
    for entry in entries:
        outcome = entry.outcome
        holds = lock.holds(entry.document, outcome.start, outcome.end)
        (stated if holds else withheld).append(entry)
    return Outcomes(tuple(stated), tuple(withheld))


def select_outcomes(
    generation: Generation, topic: str | None = None, doc_id: str | None = None
) -> list[DocumentOutcome]:
    """The outcomes of the archive, the oldest forum first, documents without a date last.

    Those of a document that was superseded are given only where it is named, as is what a page or
    presentation of a meeting retells of those that its report lists. With a topic, those
    whose own words cover it; where none does, those of documents that have it among their themes.
    Where a language has neither, the topic is taken in that language.
    Raises :class:`UsageError` for a document that the index does not hold.
    """
    found = [
        DocumentOutcome(outcome, generation.documents[outcome.doc_id])
        for outcome in generation.outcomes
    ]
    if doc_id is not None:
        wanted = _document_id(generation, doc_id)
        found = [entry for entry in found if entry.outcome.doc_id == wanted]
    else:
        found = _without_retold([entry for entry in found if entry.document.superseded_by is None])
    if topic is not None and topic.strip():
        found = _on_topic(generation, found, topic)
    order = order_of(generation)
    return sorted(found, key=lambda entry: _age(entry, order))


def _without_retold(found: Sequence[DocumentOutcome]) -> list[DocumentOutcome]:
    """But for those that other documents tell of a day, or of forums, whose reports list them."""
    reports = [one.document for one in found if one.document.kind == _REPORT]
    days = {one.held_on for one in reports} - {None}
    editions = {one.edition for one in reports} - {None}
    return [
        one
        for one in found
        if one.document.kind == _REPORT
        or not (one.document.held_on in days or _tells_of(editions, one.outcome.text))
    ]


def _tells_of(editions: Collection[int | None], text: str) -> bool:
    """Whether a text names forums, and none but these."""
    named = forums_in(text)
    return bool(named) and named <= set(editions)


def _document_id(generation: Generation, name: str) -> str:
    matches = [
        doc_id
        for doc_id in generation.documents
        if name in (doc_id, doc_id.rpartition("/")[2], doc_id.rpartition(".")[0])
    ]
    if len(matches) != 1:
        problem = "names several documents" if matches else "is not in the index"
        raise UsageError(f"--document: {name!r} {problem}", "'forumbot index status' lists them")
    return matches[0]


def _on_topic(
    generation: Generation, outcomes: list[DocumentOutcome], topic: str
) -> list[DocumentOutcome]:
    found = _worded(generation, outcomes, [read_question(topic)])
    there = {entry.document.language for entry in found}
    for language in {entry.document.language for entry in outcomes} - there:
        of_it = [entry for entry in outcomes if entry.document.language == language]
        found += _worded(generation, of_it, topic_in(topic, language))
    return found


def _worded(
    generation: Generation, outcomes: Sequence[DocumentOutcome], wordings: Sequence[Question]
) -> list[DocumentOutcome]:
    """Those that hold a wording of a topic; where none does, those of documents on it."""
    terms = [QuestionTerms.of(one, generation.lexical) for one in wordings]
    said = [
        entry
        for entry in outcomes
        if any(
            one.worded_coverage(entry.outcome.text, entry.document.language) >= _COVERED
            for one in terms
        )
    ]
    wanted = {level(one.text).strip() for one in wordings}
    return said or [
        entry for entry in outcomes if wanted.intersection(map(level, entry.document.themes))
    ]


def order_of(generation: Generation) -> dict[str, date]:
    """The day by which each document is ordered: held, else that of the next later forum."""
    held = {
        document.edition: document.held_on
        for document in generation.in_force
        if document.edition is not None and document.held_on is not None
    }
    order: dict[str, date] = {}
    for document in generation.documents.values():
        edition = document.edition
        later = [day for number, day in held.items() if edition is not None and number > edition]
        known = document.held_on or min(later, default=None)
        order[document.doc_id] = known or date.max
    return order


def _age(entry: DocumentOutcome, order: dict[str, date]) -> tuple[date, int, str, int]:
    outcome = entry.outcome
    return order[outcome.doc_id], entry.document.edition or 0, outcome.doc_id, outcome.number
