"""BEIR collections measured: how well documents are ranked, and abstaining is judged."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from forumbot.answers.answerer import Answerer, Finding
from forumbot.archive.describe import detect_language
from forumbot.archive.documents import Archive, Document
from forumbot.archive.layout import BlockKind, Piece, lay_out
from forumbot.asking.kinds import kind_of
from forumbot.asking.question import check_question, read_question
from forumbot.errors import EvaluationError
from forumbot.evaluation.beir_folder import BeirEntry, BeirQuery
from forumbot.evaluation.figures import Figure, area, area_within, reported, share
from forumbot.evaluation.floor import METHOD, TOO_FEW, floor_scores
from forumbot.evaluation.judged import Progress
from forumbot.search.hits import Hit
from forumbot.search.retriever import Retriever

RUN_DEPTH = 100
_BATCH = 64
_PASSAGES_PER_DOCUMENT = 4
_OUT = "out-of-material"


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
        found = retriever.search_all([read_question(query.text) for query in batch], depth)
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
    """nDCG@10 and recall@100 over the queries that have a relevant document, with intervals."""
    judged = [
        (query.relevant, [line.doc_id for line in ranking])
        for query, ranking in zip(queries, rankings, strict=True)
        if query.relevant
    ]
    figures = {
        "ndcg@10": share([ndcg(relevant, ranked, 10) for relevant, ranked in judged]),
        "recall@100": share(
            [
                len(relevant.keys() & set(ranked[:100])) / len(relevant)
                for relevant, ranked in judged
            ]
        ),
    }
    return {"queries": len(queries), "judged": len(judged), **reported(figures, len(judged))}


def missing(entries: Sequence[BeirEntry], queries: Sequence[BeirQuery]) -> int:
    """How many relevant documents the collection lacks; none can find them, and they count."""
    there = {entry.doc_id for entry in entries}
    return sum(len(query.relevant.keys() - there) for query in queries)


def ndcg(relevant: dict[str, int], ranked: Sequence[str], depth: int) -> float:
    """Normalised discounted cumulative gain as trec_eval has it: linear gain, log2 discount."""
    gain = _dcg(relevant.get(doc_id, 0) for doc_id in ranked[:depth])
    ideal = _dcg(sorted(relevant.values(), reverse=True)[:depth])
    return gain / ideal if ideal else 0.0


def _dcg(grades: Iterable[int]) -> float:
    return sum(grade / math.log2(rank + 1) for rank, grade in enumerate(grades, start=1))


def check_ids(entries: Sequence[BeirEntry], queries: Sequence[BeirQuery]) -> None:
    """Raise :class:`EvaluationError` where an id has white space, which parts TREC's fields."""
    for one in (*(entry.doc_id for entry in entries), *(query.query_id for query in queries)):
        if one.split() != [one]:
            raise EvaluationError(
                f"the _id {one!r} has white space, so no ranking in TREC form can hold it; "
                "rename it or leave out --run"
            )


def trec_lines(rankings: Iterable[Iterable[RankedDocument]], tag: str) -> Iterable[str]:
    """A ranking in TREC form: ``query Q0 document rank score tag``."""
    for ranking in rankings:
        for line in ranking:
            yield f"{line.query_id} Q0 {line.doc_id} {line.rank} {line.score:.6f} {tag}"


def subjects_of(
    entries: Sequence[BeirEntry], rankings: Sequence[Sequence[RankedDocument]]
) -> list[str | None]:
    """What each query is about: the title of the document ranked first, or its id without one."""
    titles = {entry.doc_id: entry.title or entry.doc_id for entry in entries}
    return [titles[ranking[0].doc_id] if ranking else None for ranking in rankings]


def abstention_of(
    answerer: Answerer,
    queries: Sequence[BeirQuery],
    subjects: Sequence[str | None],
    on_progress: Progress,
) -> dict[str, Any]:
    """Answer every query and give :func:`abstention_figures`."""
    confidences: list[float] = []
    findings: list[Finding] = []
    for first in range(0, len(queries), _BATCH):
        batch = [check_question(query.text) for query in queries[first : first + _BATCH]]
        answers = answerer.answer_all(batch)
        confidences += [answer.confidence for answer in answers]
        findings += [answer.finding for answer in answers]
        on_progress("answering", len(confidences), len(queries))
    return abstention_figures(queries, confidences, findings, subjects)


def abstention_figures(
    queries: Sequence[BeirQuery],
    confidences: Sequence[float],
    findings: Sequence[Finding],
    subjects: Sequence[str | None],
) -> dict[str, Any]:
    """How well confidence parts answerable queries from near misses and from other material.

    ``floor`` holds the same areas for :func:`floor_scores`, which sees the queries' words alone;
    it is learned anew for near misses and for other material. ``subjects`` keeps queries on one
    subject together, so that no subject is learned that is judged: unanswerable queries have no
    document by which to do so.
    """
    figures = {**_areas(queries, confidences), **_found(queries, findings)}
    return {**reported(figures, len(queries)), "floor": _floor(queries, subjects)}


def _areas(queries: Sequence[BeirQuery], scores: Sequence[float]) -> dict[str, Figure]:
    labels = [bool(query.answerable) for query in queries]
    near = [query.scope != _OUT for query in queries]
    return {
        "auroc": area(labels, scores),
        "auroc_near_misses": area(labels, scores, near),
        "auroc_near_misses_within_type": _within_type(queries, scores),
        "auroc_out_of_material": area(labels, scores, [not flag for flag in _near_misses(queries)]),
    }


def _within_type(queries: Sequence[BeirQuery], scores: Sequence[float]) -> Figure:
    """The area on near misses within each type of question, averaged."""
    kinds = [kind_of(query.text).value for query in queries]
    strata = [
        kind if query.scope != _OUT else f"{_OUT} {kind}"
        for query, kind in zip(queries, kinds, strict=True)
    ]
    return area_within([bool(query.answerable) for query in queries], scores, strata)


def _near_misses(queries: Sequence[BeirQuery]) -> list[bool]:
    return [not query.answerable and query.scope != _OUT for query in queries]


def _found(queries: Sequence[BeirQuery], findings: Sequence[Finding]) -> dict[str, Figure]:
    """The share of each sort of query that is answered, called near and refused."""
    sorts = {
        "answerable": [bool(query.answerable) for query in queries],
        "near_misses": _near_misses(queries),
        "out_of_material": [not q.answerable and q.scope == _OUT for q in queries],
    }
    words = {"answered": Finding.ANSWER, "near": Finding.NEAR, "refused": Finding.NOTHING}
    return {
        f"{word}_of_{sort}": share([one is finding for one in findings], among)
        for word, finding in words.items()
        for sort, among in sorts.items()
    }


def _floor(queries: Sequence[BeirQuery], subjects: Sequence[str | None]) -> dict[str, Any]:
    near = _floor_areas(queries, subjects, [query.scope != _OUT for query in queries])
    far = _floor_areas(queries, subjects, [not flag for flag in _near_misses(queries)])
    found = {
        "auroc_near_misses": near.get("auroc_near_misses"),
        "auroc_near_misses_within_type": near.get("auroc_near_misses_within_type"),
        "auroc_out_of_material": far.get("auroc_out_of_material"),
    }
    known = {name: figure for name, figure in found.items() if figure is not None}
    if not known:
        return {"note": TOO_FEW}
    return {**reported(known, len(queries)), "method": METHOD}


def _floor_areas(
    queries: Sequence[BeirQuery], subjects: Sequence[str | None], among: Sequence[bool]
) -> dict[str, Figure]:
    """The areas of what the words tell, learned and judged on some of the queries."""
    chosen = [query for query, flag in zip(queries, among, strict=True) if flag]
    scores = floor_scores(
        [query.text for query in chosen],
        [bool(query.answerable) for query in chosen],
        [subject for subject, flag in zip(subjects, among, strict=True) if flag],
    )
    if scores is None:
        return {}
    placed = iter(scores.tolist())
    return _areas(queries, [next(placed) if flag else 0.0 for flag in among])
