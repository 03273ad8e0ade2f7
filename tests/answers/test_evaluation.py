import math
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from sklearn.metrics import ndcg_score, roc_auc_score

from forumbot.answers.answerer import Answerer, AnswerSettings
from forumbot.answers.confidence import shipped_judge
from forumbot.answers.evaluation import (
    RUN_DEPTH,
    RankedDocument,
    abstention_figures,
    abstention_of,
    auroc,
    beir_archive,
    beir_figures,
    evaluate_golden,
    ndcg,
    rank_documents,
    trec_lines,
)
from forumbot.answers.golden import BeirEntry, BeirQuery, GoldenQuestion
from forumbot.answers.quotes import QuoteLock
from forumbot.archive.documents import Archive, read_archive
from forumbot.clock import fixed_clock
from forumbot.errors import EvaluationError
from forumbot.search.builder import BuildSettings, build
from forumbot.search.embedder import SentenceEmbedder
from forumbot.search.generations import IndexFolder
from forumbot.search.retriever import Generation, RetrievalSettings, Retriever, load_live


class Progress:
    """Remembers what it was told."""

    def __init__(self) -> None:
        self.told: list[tuple[str, int, int]] = []

    def __call__(self, step: str, done: int, total: int) -> None:
        self.told.append((step, done, total))


def indexed(archive: Archive, index: Path, embedder: SentenceEmbedder) -> Generation:
    """An index of an archive."""
    folder = IndexFolder(index)
    build(folder, lambda: archive, embedder, fixed_clock("2019-02-20"), BuildSettings())
    return load_live(folder)


@pytest.fixture(scope="module")
def wombats(
    embedder: SentenceEmbedder, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Answerer, Generation]:
    """Two small reports, and an answerer that always quotes."""
    folder = tmp_path_factory.mktemp("golden")
    (folder / "fund.md").write_text("# Fund\n\nThe wombat fund has 5 million euros.\n", "utf-8")
    (folder / "zoo.md").write_text("# Zoo\n\nThe zoo meeting was held in Vienna.\n", "utf-8")
    generation = indexed(read_archive(folder), folder / ".index", embedder)
    retriever = Retriever(generation, embedder, RetrievalSettings())
    always = AnswerSettings(threshold=0.0)
    return Answerer(retriever, QuoteLock(folder), shipped_judge(), always), generation


@pytest.fixture(scope="module")
def retriever(embedder: SentenceEmbedder, tmp_path_factory: pytest.TempPathFactory) -> Retriever:
    """A BEIR collection of three entries, one of them too long for a single passage."""
    long = "\n\n".join(f"Wombats dig burrow number {n} in the sandy soil." for n in range(60))
    entries = [
        BeirEntry("d/1", "Wombats", long),
        BeirEntry("d 2", "", "The meeting took place in Vienna."),
        BeirEntry("d3", "Only a title", ""),
    ]
    generation = indexed(beir_archive(entries), tmp_path_factory.mktemp("beir"), embedder)
    return Retriever(generation, embedder, RetrievalSettings())


def query(text: str, answerable: bool | None = None, scope: str | None = None) -> BeirQuery:
    """A query whose relevant document is the meeting."""
    return BeirQuery("q", text, {"d 2": 1}, answerable, scope)


def ask(
    question: str, doc: str | None, *wanted: str, language: str = "en", kind: str | None = None
) -> GoldenQuestion:
    """A golden question, answerable where it names strings."""
    return GoldenQuestion(question, question, doc, wanted, bool(wanted), language, kind)


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


@settings(deadline=None, max_examples=60)
@given(st.lists(st.integers(0, 3), min_size=2, max_size=15), st.randoms(), st.integers(1, 12))
def test_ndcg_agrees_with_sklearn(grades: list[int], random: Random, depth: int) -> None:
    """On whole rankings it is the figure that scikit-learn computes."""
    assume(any(grades))
    order = list(range(len(grades)))
    random.shuffle(order)
    scores = [-order.index(place) for place in range(len(grades))]
    expected = ndcg_score([grades], [scores], k=depth, ignore_ties=True)
    relevant = {str(place): grade for place, grade in enumerate(grades) if grade}
    assert ndcg(relevant, [str(place) for place in order], depth) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("labels", "scores", "area"),
    [
        ([True, False], [0.9, 0.1], 1.0),
        ([True, False], [0.1, 0.9], 0.0),
        ([True, False, True, False], [0.9, 0.5, 0.4, 0.1], 0.75),
        ([True, False], [0.5, 0.5], 0.5),
        ([True, True], [0.1, 0.2], None),
        ([], [], None),
    ],
)
def test_auroc_is_the_share_of_pairs_in_order(
    labels: list[bool], scores: list[float], area: float | None
) -> None:
    """Ties count half, and with one sort alone there is nothing to part."""
    assert auroc(labels, scores) == area


def test_recall_and_ndcg_are_means_over_judged_queries() -> None:
    """Queries without a relevant document are counted and left out."""
    queries = [query("one"), query("two"), BeirQuery("q3", "three", {}, None, None)]
    found = [[RankedDocument("q", "d 2", 1, 2.0)], [RankedDocument("q", "d3", 1, 2.0)], []]
    assert beir_figures(queries, found) == {
        "queries": 3, "judged": 2, "ndcg@10": 0.5, "recall@100": 0.5,
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
        query("a", True), query("b", True), query("c", False, "near-miss"),
        query("d", False, "out-of-material"),
    ]  # fmt: skip
    figures = abstention_figures(queries, [0.9, 0.4, 0.6, 0.1], [True, False, True, False])
    assert figures == {
        "auroc": 0.75,
        "auroc_near_misses": 0.5,
        "auroc_out_of_material": 1.0,
        "answered_of_answerable": 0.5,
        "answered_of_near_misses": 1.0,
        "answered_of_out_of_material": 0.0,
    }
    assert roc_auc_score([1, 1, 0, 0], np.array([0.9, 0.4, 0.6, 0.1])) == figures["auroc"]


def test_abstention_asks_every_query(wombats: tuple[Answerer, Generation]) -> None:
    """Each query is answered once, and progress is told."""
    progress = Progress()
    queries = [query("What has the wombat fund?", True), query("Hydrogen valleys?", False, "x")]
    figures = abstention_of(wombats[0], queries, progress)
    assert figures["auroc"] == 1.0
    assert figures["answered_of_answerable"] == 1.0
    assert progress.told == [("answering", 2, 2)]


def test_golden_questions_are_measured(wombats: tuple[Answerer, Generation]) -> None:
    """Hits, quotes and confidence are counted over the questions whose document is there."""
    answerer, generation = wombats
    progress = Progress()
    questions = [
        ask("What has the wombat fund?", "fund.md", "5 MILLION", kind="number"),
        ask("Wo war das Zoo meeting?", "zoo.md", "Salzburg", language="de", kind="where"),
        ask("How many hydrogen valleys?", "zoo.md", kind="number"),
        ask("Who is in no document?", "elsewhere.md", "Nobody"),
        ask("What is nowhere at all?", None, kind="what"),
    ]
    figures = evaluate_golden(answerer, generation.documents, questions, progress)
    assert (figures["questions"], figures["skipped"]) == (4, 1)
    assert (figures["answerable"], figures["unanswerable"]) == (2, 2)
    assert (figures["hit@1"], figures["hit@5"], figures["mrr@10"]) == (0.5, 0.5, 0.5)
    assert figures["wanted_strings"] == figures["wanted_strings_answered"] == 0.5
    assert figures["answered_of_answerable"] == figures["answered_of_unanswerable"] == 1.0
    assert 0.5 <= figures["auroc"] <= 1.0
    assert figures["auroc_within_type"] == 1.0
    assert sorted(figures["by_language"]) == ["de", "en"]
    assert sorted(figures["by_type"]) == ["number", "what", "where"]
    assert figures["by_type"]["number"]["hit@1"] == 1.0
    assert figures["refused_of_answerable"] == figures["refused_of_unanswerable"] == 0.0
    assert sum(tenth["questions"] for tenth in figures["reliability"].values()) == 4
    assert figures["risk_coverage"]["100 %"]["wrong"] == 0.75
    assert next(iter(figures["risk_coverage"])) == "10 %"
    [miss] = figures["missed"]
    assert (miss["doc"], miss["rank"], miss["found_instead"]) == ("zoo.md", None, "zoo.md")
    assert progress.told == [("answering", 4, 4)]


def test_a_question_without_a_type_is_sorted_by_its_words(
    wombats: tuple[Answerer, Generation],
) -> None:
    """The type that the words tell stands in for one that is not given."""
    questions = [ask("Where was the zoo meeting held?", "zoo.md", "Vienna")]
    figures = evaluate_golden(wombats[0], wombats[1].documents, questions, Progress())
    assert list(figures["by_type"]) == ["where"]
    assert figures["missed"] == []
    assert figures["auroc"] is None


def test_questions_on_other_documents_alone_are_refused(
    wombats: tuple[Answerer, Generation],
) -> None:
    """Figures over no question at all would say nothing."""
    questions = [ask("What?", "elsewhere.md", "x")]
    with pytest.raises(EvaluationError, match="none of the questions"):
        evaluate_golden(wombats[0], wombats[1].documents, questions, Progress())
