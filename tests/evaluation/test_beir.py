import math
from random import Random

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.evaluation.collection import Progress, indexed
from tests.properties import examples

from forumbot.answers.answerer import Answerer, Finding
from forumbot.answers.deciding.confidence import shipped_judge
from forumbot.answers.quoting.lock import OpenLock
from forumbot.config import AnswersConfig, RetrievalConfig
from forumbot.evaluation.beir import (
    RUN_DEPTH,
    RankedDocument,
    abstention_figures,
    abstention_of,
    beir_archive,
    beir_figures,
    ndcg,
    rank_documents,
    subjects_of,
    trec_lines,
)
from forumbot.evaluation.beir_folder import BeirEntry, BeirQuery
from forumbot.search.ports import Embedder
from forumbot.search.retriever import Retriever


@pytest.fixture(scope="module")
def retriever(embedder: Embedder, tmp_path_factory: pytest.TempPathFactory) -> Retriever:
    """A BEIR collection of three entries, one of them too long for a single passage."""
    long = "\n\n".join(f"Wombats dig burrow number {n} in the sandy soil." for n in range(60))
    entries = [
        BeirEntry("d/1", "Wombats", long),
        BeirEntry("d 2", "", "The meeting took place in Vienna."),
        BeirEntry("d3", "Only a title", ""),
    ]
    generation = indexed(beir_archive(entries), tmp_path_factory.mktemp("beir"), embedder)
    return Retriever(generation, embedder, RetrievalConfig())


def query(text: str, answerable: bool | None = None, scope: str | None = None) -> BeirQuery:
    """A query whose relevant document is the meeting."""
    return BeirQuery("q", text, {"d 2": 1}, answerable, scope)


def test_ndcg_is_what_it_is_by_hand() -> None:
    """Grades 2 and 1 at ranks 2 and 3, another relevant document not found."""
    relevant = {"a": 2, "b": 1, "c": 1}
    gain = 2 / math.log2(3) + 1 / math.log2(4)
    ideal = 2 / math.log2(2) + 1 / math.log2(3) + 1 / math.log2(4)
    assert ndcg(relevant, ["x", "a", "b"], 10) == pytest.approx(gain / ideal)
    assert ndcg(relevant, ["x", "a", "b"], 2) == pytest.approx(
        (2 / math.log2(3)) / (2 + 1 / math.log2(3))
    )
    assert ndcg(relevant, ["a", "b", "c"], 10) == pytest.approx(1.0)
    assert ndcg(relevant, [], 10) == 0.0
    assert ndcg({}, ["a"], 10) == 0.0


@examples(60)
@given(st.lists(st.integers(0, 3), min_size=2, max_size=15), st.randoms(), st.integers(1, 12))
def test_ndcg_agrees_with_sklearn(grades: list[int], random: Random, depth: int) -> None:
    """On whole rankings it is the figure that scikit-learn computes."""
    from sklearn.metrics import ndcg_score

    assume(any(grades))
    order = list(range(len(grades)))
    random.shuffle(order)
    scores = [-order.index(place) for place in range(len(grades))]
    expected = ndcg_score([grades], [scores], k=depth, ignore_ties=True)
    relevant = {str(place): grade for place, grade in enumerate(grades) if grade}
    assert ndcg(relevant, [str(place) for place in order], depth) == pytest.approx(expected)


def test_recall_and_ndcg_are_means_over_judged_queries() -> None:
    """Queries without a relevant document are counted and left out."""
    queries = [query("one"), query("two"), BeirQuery("q3", "three", {}, None, None)]
    found = [[RankedDocument("q", "d 2", 1, 2.0)], [RankedDocument("q", "d3", 1, 2.0)], []]
    assert beir_figures(queries, found) == {
        "queries": 3, "judged": 2, "ndcg@10": 0.5, "recall@100": 0.5,
        "intervals": {"ndcg@10": [0.0, 1.0], "recall@100": [0.0, 1.0]},
    }  # fmt: skip
    assert beir_figures(queries[2:], found[2:])["ndcg@10"] is None


def test_recall_looks_at_the_first_hundred() -> None:
    """A document at rank 101 is not recalled."""
    ranking = [RankedDocument("q", f"x{n}", n, 1.0) for n in range(1, 101)]
    late = [*ranking, RankedDocument("q", "d 2", 101, 0.5)]
    assert beir_figures([query("one")], [late])["recall@100"] == 0.0


def test_a_ranking_is_written_in_trec_form() -> None:
    """Six columns: query, Q0, document, rank, score, tag."""
    rankings = [[RankedDocument("q1", "d1", 1, 2.5), RankedDocument("q1", "d2", 2, 1 / 3)], []]
    assert list(trec_lines(rankings, "forumbot")) == [
        "q1 Q0 d1 1 2.500000 forumbot",
        "q1 Q0 d2 2 0.333333 forumbot",
    ]


def test_each_entry_is_one_document_ranked_by_its_best_passage(retriever: Retriever) -> None:
    """However many passages an entry has, it is ranked once, by falling score, from rank 1."""
    assert sum(p.doc_id == "d/1" for p in retriever.generation.passages) > 1
    progress = Progress()
    queries = [query("Where did the meeting take place?"), query("wombats burrow")]
    meeting, wombats = rank_documents(retriever, queries, progress)
    assert meeting[0].doc_id == "d 2"
    assert wombats[0].doc_id == "d/1"
    for ranking in (meeting, wombats):
        assert len({line.doc_id for line in ranking}) == len(ranking) <= RUN_DEPTH
        assert [line.rank for line in ranking] == list(range(1, len(ranking) + 1))
        assert [line.score for line in ranking] == sorted(
            (line.score for line in ranking), reverse=True
        )
    assert progress.told == [("searching", 2, 2)]


def test_an_entry_without_text_is_found_by_its_title(retriever: Retriever) -> None:
    """No entry is lost: a bare title stands in for the text."""
    assert rank_documents(retriever, [query("only a title")], Progress())[0][0].doc_id == "d3"


def test_abstention_is_measured_by_kind_of_unanswerable_query() -> None:
    """Near misses and other material are told apart, each against all answerable queries."""
    queries = [
        query("When a", True), query("Who b", True), query("When c", False, "near-miss"),
        query("Who d", False, "out-of-material"),
    ]  # fmt: skip
    answered, near, nothing = Finding.ANSWER, Finding.NEAR, Finding.NOTHING
    figures = abstention_figures(
        queries, [0.9, 0.4, 0.6, 0.1], [answered, near, answered, nothing], [None] * 4
    )
    assert (figures["auroc"], figures["auroc_near_misses"]) == (0.75, 0.5)
    assert figures["auroc_near_misses_within_type"] == 1.0
    assert figures["auroc_out_of_material"] == 1.0
    assert figures["answered_of_answerable"] == figures["near_of_answerable"] == 0.5
    assert figures["answered_of_near_misses"] == figures["refused_of_out_of_material"] == 1.0
    assert figures["refused_of_near_misses"] == figures["answered_of_out_of_material"] == 0.0
    assert figures["intervals"].keys() == figures.keys() - {"intervals", "floor"}
    assert "too few questions" in figures["floor"]["note"]


def test_abstention_has_a_floor_for_each_sort_of_unanswerable_query() -> None:
    """Near misses that open otherwise are parted by their words, whatever the archive holds."""
    draw = np.random.default_rng(1)
    opening = {None: "When was", "near-miss": "How many had", "out-of-material": "When was"}
    queries = [
        query(f"{words} the {draw.choice([*'abcdefgh'])} of {draw.choice([*'mnopqrst'])}",
              scope is None, scope)
        for scope, words in opening.items() for _ in range(40)
    ]  # fmt: skip
    floor = abstention_figures(queries, [0.5] * 120, [Finding.NEAR] * 120, [None] * 120)["floor"]
    assert floor["auroc_near_misses"] > 0.95
    assert 0.2 < floor["auroc_out_of_material"] < 0.8
    assert floor["intervals"].keys() >= {"auroc_near_misses", "auroc_out_of_material"}


def test_a_query_is_about_the_document_ranked_first() -> None:
    """By its title, so that entries of one article are one subject; untitled ones by their id."""
    entries = [BeirEntry("a", "Wombats", ""), BeirEntry("b", "", "text")]
    rankings = [[RankedDocument("q", doc_id, 1, 1.0)] for doc_id in ("a", "b")]
    assert subjects_of(entries, [*rankings, []]) == ["Wombats", "b", None]


def test_abstention_asks_every_query(retriever: Retriever) -> None:
    """Each query is answered once, and progress is told."""
    progress = Progress()
    answerer = Answerer(retriever, OpenLock(), shipped_judge(), AnswersConfig(threshold=0.0))
    queries = [query("Where was the meeting?", True), query("Hydrogen valleys?", False, "x")]
    figures = abstention_of(answerer, queries, [None, None], progress)
    assert figures["auroc"] == 1.0
    assert figures["answered_of_answerable"] == 1.0
    assert progress.told == [("answering", 2, 2)]
