"""Figures: how well passages are found, answers quoted, and abstaining judged."""

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from forumbot.answers.answerer import Answer, Answerer, Finding
from forumbot.answers.golden import BeirEntry, BeirQuery, GoldenQuestion
from forumbot.answers.questions import kind_of
from forumbot.archive.describe import detect_language
from forumbot.archive.documents import Archive, Document
from forumbot.archive.layout import BlockKind, Piece, lay_out
from forumbot.errors import EvaluationError
from forumbot.search.retriever import Hit, Retriever

RUN_DEPTH = 100
_BATCH = 64
_PASSAGES_PER_DOCUMENT = 4

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class _Judged:
    """One golden question with its answer; ``rank`` is the first right passage's, from 1."""

    golden: GoldenQuestion
    answer: Answer
    rank: int | None
    quoted: bool


def evaluate_golden(
    answerer: Answerer,
    documents: Iterable[str],
    questions: Sequence[GoldenQuestion],
    on_progress: Progress,
) -> dict[str, Any]:
    """Figures over golden questions.

    Questions on documents that the index does not hold are left out and counted. ``hit@k`` is the
    share of answerable questions with a right passage among the first k; ``wanted_strings`` the
    share whose quotes, answered or nearest, hold all wanted strings in one quote or several;
    ``auroc`` how well confidence parts answerable from unanswerable questions (0.5 is chance).
    """
    doc_ids = list(documents)
    usable = [q for q in questions if q.doc is None or any(map(q.is_of, doc_ids))]
    if not usable:
        raise EvaluationError("none of the questions is on a document of this index")
    judged: list[_Judged] = []
    for first in range(0, len(usable), _BATCH):
        batch = usable[first : first + _BATCH]
        answers = answerer.answer_all([golden.question for golden in batch])
        judged += [_judge(golden, answer) for golden, answer in zip(batch, answers, strict=True)]
        on_progress("answering", len(judged), len(usable))
    return {
        "questions": len(usable),
        "skipped": len(questions) - len(usable),
        **_figures(judged),
        "by_language": _by(judged, lambda item: item.golden.language),
        "by_type": _by(judged, _type_of),
        "reliability": _reliability(judged),
        "risk_coverage": _risk_coverage(judged),
        "missed": [_miss(item) for item in judged if item.golden.answerable and item.rank != 1],
    }


def _judge(golden: GoldenQuestion, answer: Answer) -> _Judged:
    ranks = (
        rank
        for rank, hit in enumerate(answer.hits, start=1)
        if golden.is_of(hit.passage.doc_id) and golden.is_held_by(hit.passage.text)
    )
    quotes = [
        citation.quote
        for citation in (*answer.citations, *answer.nearest)
        if golden.is_of(citation.doc_id)
    ]
    return _Judged(golden, answer, next(ranks, None), golden.is_held_by("\n".join(quotes)))


def _figures(judged: Sequence[_Judged]) -> dict[str, Any]:
    answerable = [item for item in judged if item.golden.answerable]
    unanswerable = [item for item in judged if not item.golden.answerable]
    return {
        "answerable": len(answerable),
        "unanswerable": len(unanswerable),
        "hit@1": _share(item.rank == 1 for item in answerable),
        "hit@5": _share(item.rank is not None and item.rank <= 5 for item in answerable),
        "mrr@10": _mean(1 / item.rank if item.rank else 0.0 for item in answerable),
        "wanted_strings": _share(item.quoted for item in answerable),
        "wanted_strings_answered": _share(
            item.quoted and bool(item.answer.citations) for item in answerable
        ),
        "answered_of_answerable": _share(bool(item.answer.citations) for item in answerable),
        "answered_of_unanswerable": _share(bool(item.answer.citations) for item in unanswerable),
        "refused_of_answerable": _share(_is_refused(item) for item in answerable),
        "refused_of_unanswerable": _share(_is_refused(item) for item in unanswerable),
        "auroc": _auroc(judged),
        "auroc_within_type": _auroc_within(judged),
    }


def _is_refused(item: _Judged) -> bool:
    """Whether it was said that the archive holds nothing on the subject."""
    return item.answer.finding is Finding.NOTHING


def _reliability(judged: Sequence[_Judged]) -> dict[str, Any]:
    """For each tenth of confidence what was said on average, and the share that is answerable."""
    tenths: dict[int, list[_Judged]] = defaultdict(list)
    for item in judged:
        tenths[min(int(item.answer.confidence * 10), 9)].append(item)
    return {
        f"{tenth / 10:.1f}": {
            "questions": len(items),
            "said": _mean(item.answer.confidence for item in items),
            "answerable": _share(item.golden.answerable for item in items),
        }
        for tenth, items in sorted(tenths.items())
    }


def _risk_coverage(judged: Sequence[_Judged]) -> dict[str, Any]:
    """If only the most confident share is answered: from which confidence, and how many are wrong.

    Wrong is a question without an answer in the archive, or quotes without the wanted strings.
    """
    ranked = sorted(judged, key=lambda item: -item.answer.confidence)
    curve: dict[str, Any] = {}
    for percent in range(10, 101, 10) if ranked else ():
        kept = ranked[: max(len(ranked) * percent // 100, 1)]
        curve[f"{percent} %"] = {
            "confidence_from": round(kept[-1].answer.confidence, 4),
            "wrong": _share(not (item.golden.answerable and item.quoted) for item in kept),
        }
    return curve


def _type_of(item: _Judged) -> str:
    return item.golden.kind or kind_of(item.golden.question).value


def _by(judged: Sequence[_Judged], key: Callable[[_Judged], str]) -> dict[str, Any]:
    groups: dict[str, list[_Judged]] = defaultdict(list)
    for item in judged:
        groups[key(item)].append(item)
    return {name: _figures(items) for name, items in sorted(groups.items())} if groups else {}


def _auroc(judged: Sequence[_Judged]) -> float | None:
    return auroc(
        [item.golden.answerable for item in judged], [item.answer.confidence for item in judged]
    )


def _auroc_within(judged: Sequence[_Judged]) -> float | None:
    """AUROC within each type of question, averaged over the types that have both sorts."""
    groups: dict[str, list[_Judged]] = defaultdict(list)
    for item in judged:
        groups[_type_of(item)].append(item)
    found = [value for items in groups.values() if (value := _auroc(items)) is not None]
    return round(sum(found) / len(found), 4) if found else None


def _miss(item: _Judged) -> dict[str, Any]:
    top = item.answer.hits[0].passage if item.answer.hits else None
    return {
        "id": item.golden.question_id,
        "question": item.golden.question,
        "doc": item.golden.doc,
        "rank": item.rank,
        "found_instead": top.doc_id if top else None,
        "text": top.text[:200] if top else None,
    }


def auroc(labels: Sequence[bool], scores: Sequence[float]) -> float | None:
    """Area under the ROC curve; None where only one of the two sorts is there."""
    if len(set(labels)) < 2:
        return None
    from sklearn.metrics import roc_auc_score

    return round(float(roc_auc_score(labels, scores)), 4)


def beir_archive(entries: Sequence[BeirEntry]) -> Archive:
    """A BEIR collection as an archive, each entry one document."""
    sample = " ".join(entry.text for entry in entries[:50])
    language = detect_language(sample)
    return Archive(Path(), tuple(_beir_document(entry, language) for entry in entries), ())


def _beir_document(entry: BeirEntry, language: str) -> Document:
    paragraphs = [part for part in entry.text.split("\n\n") if part.strip()] or [entry.title or "-"]
    laid_out = lay_out(Piece(BlockKind.PARAGRAPH, part) for part in paragraphs)
    return Document(
        doc_id=entry.doc_id,
        sha256="",
        title=entry.title,
        kind="document",
        language=language,
        text=laid_out.text,
        blocks=laid_out.blocks,
    )


@dataclass(frozen=True, slots=True)
class RankedDocument:
    """One line of a ranking; a document's score is that of its best passage."""

    query_id: str
    doc_id: str
    rank: int
    score: float


def rank_documents(
    retriever: Retriever, queries: Sequence[BeirQuery], on_progress: Progress
) -> list[list[RankedDocument]]:
    """The best 100 documents of each query."""
    rankings: list[list[RankedDocument]] = []
    for first in range(0, len(queries), _BATCH):
        batch = queries[first : first + _BATCH]
        depth = RUN_DEPTH * _PASSAGES_PER_DOCUMENT
        found = retriever.search_all([query.text for query in batch], depth)
        rankings += [_best_per_document(q, hits) for q, hits in zip(batch, found, strict=True)]
        on_progress("searching", len(rankings), len(queries))
    return rankings


def _best_per_document(query: BeirQuery, hits: Sequence[Hit]) -> list[RankedDocument]:
    best: dict[str, float] = {}
    for hit in hits:
        best.setdefault(hit.passage.doc_id, hit.score)
    return [
        RankedDocument(query.query_id, doc_id, rank, score)
        for rank, (doc_id, score) in enumerate(list(best.items())[:RUN_DEPTH], start=1)
    ]


def beir_figures(
    queries: Sequence[BeirQuery], rankings: Sequence[Sequence[RankedDocument]]
) -> dict[str, Any]:
    """nDCG@10 and recall@100 over the queries that have a relevant document."""
    judged = [
        (query.relevant, [line.doc_id for line in ranking])
        for query, ranking in zip(queries, rankings, strict=True)
        if query.relevant
    ]
    return {
        "queries": len(queries),
        "judged": len(judged),
        "ndcg@10": _mean(ndcg(relevant, ranked, 10) for relevant, ranked in judged),
        "recall@100": _mean(
            len(relevant.keys() & set(ranked[:100])) / len(relevant) for relevant, ranked in judged
        ),
    }


def ndcg(relevant: dict[str, int], ranked: Sequence[str], depth: int) -> float:
    """Normalised discounted cumulative gain as trec_eval has it: linear gain, log2 discount."""
    gain = _dcg(relevant.get(doc_id, 0) for doc_id in ranked[:depth])
    ideal = _dcg(sorted(relevant.values(), reverse=True)[:depth])
    return gain / ideal if ideal else 0.0


def _dcg(grades: Iterable[int]) -> float:
    return sum(grade / math.log2(rank + 1) for rank, grade in enumerate(grades, start=1))


def trec_lines(rankings: Iterable[Iterable[RankedDocument]], tag: str) -> Iterable[str]:
    """A ranking in TREC form: ``query Q0 document rank score tag``."""
    for ranking in rankings:
        for line in ranking:
            yield f"{line.query_id} Q0 {line.doc_id} {line.rank} {line.score:.6f} {tag}"


def abstention_of(
    answerer: Answerer, queries: Sequence[BeirQuery], on_progress: Progress
) -> dict[str, Any]:
    """Answer every query and give :func:`abstention_figures`."""
    confidences: list[float] = []
    answered: list[bool] = []
    for first in range(0, len(queries), _BATCH):
        answers = answerer.answer_all([query.text for query in queries[first : first + _BATCH]])
        confidences += [answer.confidence for answer in answers]
        answered += [answer.finding is Finding.ANSWER for answer in answers]
        on_progress("answering", len(confidences), len(queries))
    return abstention_figures(queries, confidences, answered)


def abstention_figures(
    queries: Sequence[BeirQuery], confidences: Sequence[float], answered: Sequence[bool]
) -> dict[str, Any]:
    """How well confidence parts answerable queries from near misses and from other material."""
    rows = list(zip(queries, confidences, answered, strict=True))
    near = [row for row in rows if row[0].scope != "out-of-material"]
    far = [row for row in rows if row[0].answerable or row[0].scope == "out-of-material"]
    return {
        "auroc": _auroc_of(rows),
        "auroc_near_misses": _auroc_of(near),
        "auroc_out_of_material": _auroc_of(far),
        "answered_of_answerable": _share(done for q, _c, done in rows if q.answerable),
        "answered_of_near_misses": _share(done for q, _c, done in near if not q.answerable),
        "answered_of_out_of_material": _share(done for q, _c, done in far if not q.answerable),
    }


def _auroc_of(rows: Sequence[tuple[BeirQuery, float, bool]]) -> float | None:
    return auroc([bool(query.answerable) for query, _c, _d in rows], [c for _q, c, _d in rows])


def _share(flags: Iterable[bool]) -> float | None:
    return _mean(float(flag) for flag in flags)


def _mean(values: Iterable[float]) -> float | None:
    numbers = list(values)
    return round(sum(numbers) / len(numbers), 4) if numbers else None
