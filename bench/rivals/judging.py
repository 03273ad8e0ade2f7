"""What a side found, judged by the rules of ``forumbot eval``."""

from collections.abc import Sequence

from bench.rivals.sides.protocol import Found
from forumbot.evaluation.beir import ndcg
from forumbot.evaluation.beir_folder import BeirQuery
from forumbot.evaluation.golden import GoldenQuestion


def judged_reports(
    questions: Sequence[GoldenQuestion], rankings: Sequence[Sequence[Found]]
) -> dict[str, float]:
    """hit@1 and hit@5, and how many characters the first five together have on average.

    Longer pieces hold what is wanted more often by themselves, so their length stands beside.
    """
    ranks = [_rank(one, found) for one, found in zip(questions, rankings, strict=True)]
    characters = [sum(len(text) for _doc_id, text in found[:5]) for found in rankings]
    return {
        "hit@1": _mean([rank == 1 for rank in ranks]),
        "hit@5": _mean([rank is not None and rank <= 5 for rank in ranks]),
        "characters": _mean(characters),
    }


def _rank(question: GoldenQuestion, found: Sequence[Found]) -> int | None:
    places = (
        place
        for place, (doc_id, text) in enumerate(found, start=1)
        if question.is_met_by(doc_id, text)
    )
    return next(places, None)


def judged_cranfield(
    queries: Sequence[BeirQuery], rankings: Sequence[Sequence[Found]]
) -> dict[str, float]:
    """nDCG@10, a document standing where its best piece does."""
    gains = [
        ndcg(query.relevant, list(dict.fromkeys(doc_id for doc_id, _text in found)), 10)
        for query, found in zip(queries, rankings, strict=True)
    ]
    return {"ndcg@10": _mean(gains)}


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)
