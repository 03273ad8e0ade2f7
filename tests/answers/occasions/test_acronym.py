"""What an acronym stands for: the sentence that writes it out, or that none does."""

from pathlib import Path

import pytest
from tests.conftest import SHIPPED

from forumbot.answers.answer import Finding
from forumbot.answers.answerer import Answerer
from forumbot.answers.deciding.confidence import shipped_judge
from forumbot.answers.quoting.lock import QuoteLock
from forumbot.asking.question import check_question
from forumbot.config import AnswersConfig, RetrievalConfig
from forumbot.search.generation import load_live
from forumbot.search.index_folder import IndexFolder
from forumbot.search.ports import Embedder
from forumbot.search.retriever import Retriever


@pytest.fixture(scope="module")
def answerer(shipped_index: Path, embedder: Embedder) -> Answerer:
    """Answers from the archive that ships."""
    retriever = Retriever(load_live(IndexFolder(shipped_index)), embedder, RetrievalConfig())
    return Answerer(retriever, QuoteLock(SHIPPED), shipped_judge(), AnswersConfig())


@pytest.mark.parametrize("question", ["What does ECCP stand for?", "Wofür steht „ECCP“?"])
def test_an_acronym_is_answered_where_a_document_writes_it_out(
    answerer: Answerer, question: str
) -> None:
    """One sentence that holds both, whatever the language of the question."""
    answer = answerer.answer(check_question(question))
    assert answer.finding is Finding.ANSWER
    assert "European Cluster Collaboration Platform (ECCP)" in answer.citations[0].quote


def test_an_acronym_that_no_document_writes_out_is_not_answered(answerer: Answerer) -> None:
    """However much the archive says of it; what is missing is said."""
    answer = answerer.answer(check_question("What does ESCA stand for?"))
    assert answer.finding is Finding.NEAR
    assert "what it stands for" in answer.text
    outside = ["reports/third-forum.md"]
    (answer,) = answerer.answer_all([check_question("What does EUCLES stand for?")], only=outside)
    assert answer.finding is not Finding.ANSWER
