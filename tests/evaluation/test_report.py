from collections.abc import Callable
from typing import Any

import pytest
from tests.evaluation.collection import Progress, indexed

from forumbot.answers.answerer import Answerer, Finding
from forumbot.answers.deciding.confidence import shipped_judge
from forumbot.answers.quoting.lock import QuoteLock
from forumbot.archive.documents import read_archive
from forumbot.config import AnswersConfig, RetrievalConfig
from forumbot.errors import EvaluationError
from forumbot.evaluation.golden import GoldenQuestion
from forumbot.evaluation.judged import Judged, judge_all, usable
from forumbot.evaluation.report import golden_report
from forumbot.search.generation import Generation
from forumbot.search.ports import Embedder
from forumbot.search.retriever import Retriever

MakeJudged = Callable[..., Judged]


@pytest.fixture(scope="module")
def wombats(
    embedder: Embedder, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Answerer, Generation]:
    """Two small reports, and an answerer that always quotes."""
    folder = tmp_path_factory.mktemp("golden")
    (folder / "fund.md").write_text("# Fund\n\nThe wombat fund has 5 million euros.\n", "utf-8")
    (folder / "zoo.md").write_text("# Zoo\n\nThe zoo meeting was held in Vienna.\n", "utf-8")
    generation = indexed(read_archive(folder), folder / ".index", embedder)
    retriever = Retriever(generation, embedder, RetrievalConfig())
    always = AnswersConfig(threshold=0.0)
    return Answerer(retriever, QuoteLock(folder), shipped_judge(), always), generation


def ask(
    question: str, doc: str | None, *wanted: str, language: str = "en", type_: str | None = None
) -> GoldenQuestion:
    """A golden question, answerable where it names strings."""
    return GoldenQuestion(question, question, doc, wanted, bool(wanted), language, type_)


def evaluated(
    wombats: tuple[Answerer, Generation], questions: list[GoldenQuestion], progress: Progress
) -> dict[str, Any]:
    """The figures over the questions whose document is there."""
    answerer, generation = wombats
    there = usable(questions, generation.documents)
    judged = judge_all(answerer, there, progress)
    return golden_report(judged, skipped=len(questions) - len(there))


def test_golden_questions_are_measured(wombats: tuple[Answerer, Generation]) -> None:
    """Hits, quotes and confidence are counted over the questions whose document is there."""
    progress = Progress()
    questions = [
        ask("What has the wombat fund?", "fund.md", "5 MILLION", type_="number"),
        ask("Wo war das Zoo meeting?", "zoo.md", "Salzburg", language="de", type_="where"),
        ask("How many hydrogen valleys?", "zoo.md", type_="number"),
        ask("Who is in no document?", "elsewhere.md", "Nobody"),
        ask("What is nowhere at all?", None, type_="what"),
    ]
    figures = evaluated(wombats, questions, progress)
    assert (figures["questions"], figures["skipped"]) == (4, 1)
    assert (figures["answerable"], figures["unanswerable"]) == (2, 2)
    assert (figures["hit@1"], figures["hit@5"], figures["mrr@10"]) == (0.5, 0.5, 0.5)
    assert figures["wanted_strings"] == figures["wanted_strings_answered"] == 0.5
    assert figures["answered_of_answerable"] == 1.0
    # "Hydrogen valleys" are in no document, which no threshold answers.
    assert figures["answered_of_unanswerable"] == 0.5
    assert 0.5 <= figures["auroc"] <= 1.0
    assert figures["auroc_within_type"] == 1.0
    assert sorted(figures["by_language"]) == ["de", "en"]
    assert sorted(figures["by_type"]) == ["number", "what", "where"]
    assert figures["by_type"]["number"]["hit@1"] == 1.0
    assert (figures["refused_of_answerable"], figures["refused_of_unanswerable"]) == (0.0, 0.5)
    assert sum(tenth["questions"] for tenth in figures["reliability"].values()) == 4
    assert figures["risk_coverage"]["100 %"]["wrong"] == 0.75
    assert next(iter(figures["risk_coverage"])) == "10 %"
    assert figures["intervals"].keys() == figures["by_type"]["number"]["intervals"].keys()
    assert figures["intervals"]["hit@1"] == [0.0, 1.0]
    assert figures["risk_coverage"]["100 %"]["interval"][1] == 1.0
    assert "too few questions" in figures["floor"]["note"]
    assert figures["by_kind"]["unanswerable"]["answered"] == 0.5
    assert [item["wanted"] for item in figures["worst"]["not_found"]] == [["Salzburg"]]
    assert len(figures["worst"]["answered_unanswerable"]) == 1
    [miss] = figures["missed"]
    assert (miss["doc"], miss["rank"], miss["found_instead"]) == ("zoo.md", None, "zoo.md")
    assert progress.told == [("answering", 4, 4)]


def test_a_question_without_a_type_is_sorted_by_its_words(
    wombats: tuple[Answerer, Generation],
) -> None:
    """The type that the words tell stands in for one that is not given."""
    questions = [ask("Where was the zoo meeting held?", "zoo.md", "Vienna")]
    figures = evaluated(wombats, questions, Progress())
    assert list(figures["by_type"]) == ["where"]
    assert figures["missed"] == []
    assert figures["auroc"] is None


def test_questions_on_other_documents_alone_are_refused(
    wombats: tuple[Answerer, Generation],
) -> None:
    """Figures over no question at all would say nothing."""
    questions = [ask("What?", "elsewhere.md", "x")]
    with pytest.raises(EvaluationError, match="none of the questions"):
        evaluated(wombats, questions, Progress())


def test_the_kinds_of_unanswerable_questions_are_told_apart(make_judged: MakeJudged) -> None:
    """Each with how it ends, and with its area against all answerable questions."""
    judged = [
        make_judged("a", 0.8), make_judged("b", 0.4),
        make_judged("c", 0.6, Finding.NEAR, answerable=False, kind="near-miss"),
        make_judged("d", 0.1, Finding.NOTHING, answerable=False, kind="absent"),
        make_judged("e", 0.9, answerable=False),
    ]  # fmt: skip
    kinds = golden_report(judged)["by_kind"]
    assert list(kinds) == ["absent", "near-miss", "unanswerable"]
    assert (kinds["absent"]["refused"], kinds["absent"]["auroc"]) == (1.0, 1.0)
    assert (kinds["near-miss"]["near"], kinds["near-miss"]["auroc"]) == (1.0, 0.5)
    assert (kinds["unanswerable"]["answered"], kinds["unanswerable"]["auroc"]) == (1.0, 0.0)


def test_the_floor_has_the_figures_on_abstaining(make_judged: MakeJudged) -> None:
    """Questions that differ in their words alone are parted by it, and within types as well."""
    judged = [make_judged(f"when wombat {n % 7}", doc=None) for n in range(20)] + [
        make_judged(f"how zebra {n % 7}", answerable=False, doc=None) for n in range(20)
    ]
    floor = golden_report(judged)["floor"]
    assert floor["auroc"] == floor["auroc_within_type"] == 1.0
    assert floor["intervals"]["auroc"] == [1.0, 1.0]


def test_reliability_has_intervals(make_judged: MakeJudged) -> None:
    """One that is always right has no spread; one that is now and then has."""
    judged = [make_judged(f"a{n}", 0.95) for n in range(5)] + [
        make_judged(f"b{n}", 0.15, answerable=n % 2 == 0) for n in range(10)
    ]
    tenths = golden_report(judged)["reliability"]
    assert tenths["0.9"]["interval"] == [1.0, 1.0]
    low, high = tenths["0.1"]["interval"]
    assert low < tenths["0.1"]["answerable"] == 0.5 < high
