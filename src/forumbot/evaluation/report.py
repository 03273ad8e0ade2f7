"""Golden questions measured: how well passages are found, answers quoted, abstaining judged."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from forumbot.answers.answerer import Finding
from forumbot.evaluation.figures import Figure, area, area_within, drawn, interval, reported, share
from forumbot.evaluation.floor import METHOD, TOO_FEW, floor_scores
from forumbot.evaluation.judged import Judged
from forumbot.evaluation.risk import risk_curve
from forumbot.evaluation.worst import worst


def golden_report(judged: Sequence[Judged], *, skipped: int = 0) -> dict[str, Any]:
    """Figures over golden questions as JSON values.

    ``hit@k`` is the share of answerable questions with a right passage among the first k;
    ``wanted_strings`` the share whose quotes, answered or nearest, hold all wanted strings in one
    quote or several; ``auroc`` how well confidence parts answerable from unanswerable questions
    (0.5 is chance). ``intervals`` holds the range of 95 % of each, by bootstrap over questions, and
    ``floor`` what the questions' words alone reach.
    """
    return {
        "questions": len(judged),
        "skipped": skipped,
        **_figures(judged),
        "floor": floor(judged),
        "by_language": _by(judged, lambda item: item.golden.language),
        "by_type": _by(judged, lambda item: item.type),
        "by_kind": _by_kind(judged),
        "reliability": reliability(judged),
        "risk_coverage": _risk_coverage(judged),
        "worst": worst(judged),
        "missed": [_miss(item) for item in judged if item.golden.answerable and item.rank != 1],
    }


def cross_validated_report(judged: Sequence[Judged]) -> dict[str, Any]:
    """The figures on deciding, by language, type and kind as well.

    ``right_against_wrong`` is how well confidence parts right answers from wrong ones among those
    that are given.
    """
    right = [not item.would_be_wrong for item in judged]
    scores = [item.answer.confidence for item in judged]
    given = [item.is_answered for item in judged]
    parted = {"right_against_wrong": area(right, scores, given)}
    return {
        **reported(golden_figures(judged) | parted, len(judged)),
        "by_language": _by(judged, lambda item: item.golden.language),
        "by_type": _by(judged, lambda item: item.type),
        "by_kind": _by_kind(judged),
    }


def golden_figures(judged: Sequence[Judged]) -> dict[str, Figure]:
    """The figures of :func:`golden_report` by name."""
    answerable = [item.golden.answerable for item in judged]
    unanswerable = [not flag for flag in answerable]
    answered = [item.is_answered for item in judged]
    refused = [item.is_refused for item in judged]
    quoted = [item.quoted for item in judged]
    return {
        "hit@1": share([item.rank == 1 for item in judged], answerable),
        "hit@5": share([item.is_found for item in judged], answerable),
        "mrr@10": share([1 / item.rank if item.rank else 0.0 for item in judged], answerable),
        "wanted_strings": share(quoted, answerable),
        "wanted_strings_answered": share(
            [item.quoted and item.is_answered for item in judged], answerable
        ),
        "answered_of_answerable": share(answered, answerable),
        "answered_of_unanswerable": share(answered, unanswerable),
        "refused_of_answerable": share(refused, answerable),
        "refused_of_unanswerable": share(refused, unanswerable),
        **_areas(judged, [item.answer.confidence for item in judged]),
    }


def _areas(judged: Sequence[Judged], scores: Sequence[float]) -> dict[str, Figure]:
    labels = [item.golden.answerable for item in judged]
    return {
        "auroc": area(labels, scores),
        "auroc_within_type": area_within(labels, scores, [item.type for item in judged]),
    }


def _figures(judged: Sequence[Judged]) -> dict[str, Any]:
    answerable = sum(item.golden.answerable for item in judged)
    return {
        "answerable": answerable,
        "unanswerable": len(judged) - answerable,
        **reported(golden_figures(judged), len(judged)),
    }


def floor(judged: Sequence[Judged]) -> dict[str, Any]:
    """The figures on abstaining that the questions' words alone reach, with their intervals.

    Where there are too few questions, ``note`` says so and the figures are None.
    """
    scores = floor_scores(
        [item.golden.question for item in judged],
        [item.golden.answerable for item in judged],
        [_subject(item) for item in judged],
    )
    if scores is None:
        return {"auroc": None, "auroc_within_type": None, "intervals": {}, "note": TOO_FEW}
    return {**reported(_areas(judged, scores.tolist()), len(judged)), "method": METHOD}


def _subject(item: Judged) -> str | None:
    """The file name of the document that a question is on, or else of the one ranked first."""
    hits = item.answer.hits
    doc = item.golden.doc or (hits[0].passage.doc_id if hits else None)
    return doc.rpartition("/")[2] if doc else None


def _by(judged: Sequence[Judged], key: Callable[[Judged], str]) -> dict[str, Any]:
    return {name: _figures(items) for name, items in _groups(judged, key).items()}


def _groups(judged: Sequence[Judged], key: Callable[[Judged], str]) -> dict[str, list[Judged]]:
    groups: dict[str, list[Judged]] = defaultdict(list)
    for item in judged:
        groups[key(item)].append(item)
    return dict(sorted(groups.items()))


def _by_kind(judged: Sequence[Judged]) -> dict[str, Any]:
    """How each kind of unanswerable question ends, and its area against all answerable ones."""
    answerable = [item for item in judged if item.golden.answerable]
    unanswerable = [item for item in judged if not item.golden.answerable]
    groups = _groups(unanswerable, lambda item: item.golden.kind or "unanswerable")
    return {
        name: {"questions": len(items), **_endings(items, answerable)}
        for name, items in groups.items()
    }


def _endings(items: Sequence[Judged], answerable: Sequence[Judged]) -> dict[str, Any]:
    both = [*items, *answerable]
    here = [not item.golden.answerable for item in both]
    endings = {"answered": Finding.ANSWER, "near": Finding.NEAR, "refused": Finding.NOTHING}
    figures = {
        name: share([item.answer.finding is finding for item in both], here)
        for name, finding in endings.items()
    }
    labels, scores = [not flag for flag in here], [item.answer.confidence for item in both]
    return reported({**figures, "auroc": area(labels, scores)}, len(both))


def reliability(judged: Sequence[Judged]) -> dict[str, Any]:
    """For each tenth of confidence what was said on average, and the share that is answerable."""
    tenths = [min(int(item.answer.confidence * 10), 9) for item in judged]
    return {
        f"{tenth / 10:.1f}": _tenth(
            [i for i, at in zip(judged, tenths, strict=True) if at == tenth]
        )
        for tenth in sorted(set(tenths))
    }


def _tenth(items: Sequence[Judged]) -> dict[str, Any]:
    answerable = share([item.golden.answerable for item in items])
    said = sum(item.answer.confidence for item in items) / len(items)
    return {
        "questions": len(items),
        "said": round(said, 4),
        "answerable": reported({"answerable": answerable}, len(items))["answerable"],
        "interval": interval(answerable, drawn(len(items))),
    }


def _risk_coverage(judged: Sequence[Judged]) -> dict[str, Any]:
    """If only the most confident share is answered: from which confidence, and how many are wrong.

    Wrong is a question without an answer in the archive, or quotes without the wanted strings.
    """
    if not judged:
        return {}
    ranked = sorted((item.answer.confidence for item in judged), reverse=True)
    kept = [max(len(ranked) * percent // 100, 1) for percent in range(10, 101, 10)]
    curve = risk_curve(judged, [count / len(ranked) for count in kept])
    return {
        f"{percent} %": {
            "confidence_from": round(ranked[count - 1], 4),
            "wrong": round(float(curve.risk[at]), 4),
            "interval": [round(float(curve.low[at]), 4), round(float(curve.high[at]), 4)],
        }
        for at, (percent, count) in enumerate(zip(range(10, 101, 10), kept, strict=True))
    }


def _miss(item: Judged) -> dict[str, Any]:
    top = item.answer.hits[0].passage if item.answer.hits else None
    return {
        "id": item.golden.question_id,
        "question": item.golden.question,
        "doc": item.golden.doc,
        "rank": item.rank,
        "found_instead": top.doc_id if top else None,
        "text": top.text[:200] if top else None,
    }
