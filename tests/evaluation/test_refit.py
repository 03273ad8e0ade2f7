import numpy as np
import pytest
from tests.evaluation.collection import Progress, indexed

from forumbot.answers.answerer import Answerer
from forumbot.answers.deciding.confidence import shipped_judge
from forumbot.answers.deciding.reading import ReadBy
from forumbot.answers.quoting.lock import QuoteLock
from forumbot.archive.documents import read_archive
from forumbot.config import AnswersConfig, RetrievalConfig
from forumbot.evaluation.golden import GoldenQuestion
from forumbot.evaluation.refit import fitted, refitted, thresholds
from forumbot.search.ports import Embedder
from forumbot.search.reading import Readers
from forumbot.search.retriever import Retriever

TOWNS = ("Vienna", "Oslo", "Riga", "Turin", "Porto", "Gdansk", "Lyon", "Malmo", "Cork", "Basel")


def test_the_fit_is_that_of_scikit_learn() -> None:
    """The same weights come of the same loss, also where questions count differently."""
    from sklearn.linear_model import LogisticRegression

    generator = np.random.default_rng(0)
    table = generator.normal(size=(80, 3)) * (1, 5, 0.1)
    right = (table @ (1, 0.2, 4) + generator.normal(size=80)) > 0
    counted = generator.uniform(0.5, 2, size=80)
    values = [dict(zip("abc", row, strict=True)) for row in table.tolist()]
    made = fitted(values, right.tolist(), counted.tolist())
    shifted = ((table - table.mean(axis=0)) / table.std(axis=0)).clip(-3, 3)
    other = LogisticRegression(C=1 / 3, max_iter=2000, tol=1e-8)
    other.fit(shifted, right, sample_weight=counted)
    assert list(made.weights.values()) == pytest.approx(other.coef_[0], abs=1e-3)
    assert made.bias == pytest.approx(other.intercept_[0], abs=1e-3)


def test_10_of_100_answerable_questions_of_each_reader_are_below_its_threshold() -> None:
    """Unanswerable ones do not move it, and a reader that has read few has that of all."""
    chances = np.arange(160) / 160
    answerable = [True] * 120 + [False] * 40
    few = {"translated": 1.0, "rendered": 1.0}
    other, english = few | {"rendered": 0.0}, few | {"translated": 0.0}
    found = thresholds(chances, answerable, [english] * 50 + [other] * 60 + [few] * 50)
    assert found == {
        ReadBy.ENGLISH: pytest.approx(np.quantile(chances[:50], 0.1)),
        ReadBy.MULTILINGUAL: pytest.approx(np.quantile(chances[50:110], 0.1)),
        ReadBy.RENDERED: pytest.approx(np.quantile(chances[:120], 0.1)),
    }


def test_each_question_is_decided_by_a_fit_without_its_document(
    embedder: Embedder, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """With enough questions all are decided anew, and about 10 of 100 answerable ones refused."""
    folder = tmp_path_factory.mktemp("towns")
    for town in TOWNS:
        (folder / f"{town}.md").write_text(
            f"# Report of {town}\n\nThe {town} meeting was held on 3 May. Skills were discussed.\n",
            encoding="utf-8",
        )
    generation = indexed(read_archive(folder), folder / ".index", embedder)
    retriever = Retriever(generation, embedder, RetrievalConfig(), reader=Readers())
    answerer = Answerer(retriever, QuoteLock(folder), shipped_judge(), AnswersConfig())
    asked = [
        golden
        for town in TOWNS
        for golden in (
            question(f"When was the {town} meeting held?", town, "3 May"),
            question(f"What did the {town} meeting cost?", town),
        )
    ]
    judged = refitted(answerer, asked, shipped_judge(), Progress())
    assert judged is not None
    answered = [item.is_answered for item in judged if item.golden.answerable]
    assert 0.7 <= sum(answered) / len(answered) < 1
    assert refitted(answerer, asked[:4], shipped_judge(), Progress()) is None


def question(text: str, town: str, *wanted: str) -> GoldenQuestion:
    """A golden question on the report of a town."""
    return GoldenQuestion(text, text, f"{town}.md", wanted, bool(wanted), "en", None)
