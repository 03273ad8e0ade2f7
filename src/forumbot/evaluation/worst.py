"""The questions that went worst, by what went wrong, with what was found instead."""

from collections.abc import Callable, Sequence
from typing import Any

from forumbot.evaluation.judged import Judged

_SNIPPET_CHARS = 200
_UNFOUND = 1000

Severity = Callable[[Judged], tuple[float, ...]]

_SEVERITIES: dict[str, Severity] = {
    "not_found": lambda item: (item.rank or _UNFOUND, item.answer.confidence),
    "refused": lambda item: (-item.answer.confidence,),
    "not_quoted": lambda item: (item.is_answered, item.answer.confidence),
    "held_back": lambda item: (-item.answer.confidence,),
    "answered_unanswerable": lambda item: (item.answer.confidence,),
}


def worst(judged: Sequence[Judged]) -> dict[str, list[dict[str, Any]]]:
    """Each question that went wrong, once, under the first thing that did; the worst first.

    ``not_found``: no right passage among the first five; ``refused``: found, and yet said to be
    treated nowhere; ``not_quoted``: the quotes lack what was wanted, those given as an answer
    first; ``held_back``: quoted, but only as the nearest; ``answered_unanswerable``: the archive
    does not answer, and an answer was given, the most confident first.
    """
    groups: dict[str, list[Judged]] = {name: [] for name in _SEVERITIES}
    for item in judged:
        fault = _fault(item)
        if fault is not None:
            groups[fault].append(item)
    return {
        name: [
            what_happened(item)
            for item in sorted(items, key=_SEVERITIES[name], reverse=True)
        ]
        for name, items in groups.items()
    }  # fmt: skip


def _fault(item: Judged) -> str | None:
    if not item.golden.answerable:
        return "answered_unanswerable" if item.is_answered else None
    if not item.is_found:
        return "not_found"
    if item.is_refused:
        return "refused"
    if not item.quoted:
        return "not_quoted"
    return None if item.is_answered else "held_back"


def what_happened(item: Judged) -> dict[str, Any]:
    """A question, what was wanted, and what was found, as JSON values."""
    return {
        "id": item.golden.question_id,
        "question": item.golden.question,
        "type": item.type,
        "kind": item.golden.kind,
        "doc": item.golden.doc,
        "wanted": list(item.golden.answer_substrings),
        "rank": item.rank,
        "finding": item.answer.finding.value,
        "confidence": round(item.answer.confidence, 4),
        "found": found(item),
    }


def found(item: Judged) -> dict[str, Any] | None:
    """The first quote, given as an answer or as the nearest, or else the first passage."""
    quotes = (*item.answer.citations, *item.answer.nearest)
    if quotes:
        return {"doc_id": quotes[0].doc_id, "quote": quotes[0].quote}
    if item.answer.hits:
        passage = item.answer.hits[0].passage
        return {"doc_id": passage.doc_id, "quote": passage.text[:_SNIPPET_CHARS]}
    return None
