"""Two generations on the same questions: what differs, and which questions went otherwise."""

from collections.abc import Sequence
from typing import Any

from forumbot.evaluation.figures import differences
from forumbot.evaluation.judged import Judged
from forumbot.evaluation.report import golden_figures
from forumbot.evaluation.worst import found

_ANSWERABLE = (
    "not found", "found, and refused", "found, not quoted", "quoted as the nearest",
    "quoted as the answer",
)  # fmt: skip
_UNANSWERABLE = ("answered", "called near", "refused")


def compare(live: Sequence[Judged], other: Sequence[Judged]) -> dict[str, Any]:
    """Figures of both with the paired interval of each difference, and what got better or worse.

    Both hold the same questions in the same order.
    """
    pairs = list(zip(live, other, strict=True))
    changed = [(ours, theirs, standing(ours) - standing(theirs)) for ours, theirs in pairs]
    return {
        "questions": len(pairs),
        "figures": differences(golden_figures(live), golden_figures(other), len(pairs)),
        "better": [_change(ours, theirs) for ours, theirs, step in changed if step > 0],
        "worse": [_change(ours, theirs) for ours, theirs, step in changed if step < 0],
    }


def standing(item: Judged) -> int:
    """How well a question went, from 0; of questions that can be answered up to 4, else up to 2."""
    if not item.golden.answerable:
        return 0 if item.is_answered else 2 if item.is_refused else 1
    if item.quoted:
        return 4 if item.is_answered else 3
    if not item.is_found:
        return 0
    return 1 if item.is_refused else 2


def _change(ours: Judged, theirs: Judged) -> dict[str, Any]:
    return {
        "id": ours.golden.question_id,
        "question": ours.golden.question,
        "live": _state(ours),
        "against": _state(theirs),
    }


def _state(item: Judged) -> dict[str, Any]:
    words = _ANSWERABLE if item.golden.answerable else _UNANSWERABLE
    return {
        "standing": words[standing(item)],
        "rank": item.rank,
        "confidence": round(item.answer.confidence, 4),
        "found": found(item),
    }
