"""A question is read once, whatever is asked and whoever shows the answer."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bench.follow_question import READERS, following, report
from forumbot.answers.answerer import Answerer
from forumbot.answers.deciding.confidence import shipped_judge
from forumbot.answers.occasions.next_event import Agenda
from forumbot.answers.quoting.lock import QuoteLock
from forumbot.app import App
from forumbot.asking import question
from forumbot.asking.question import check_question
from forumbot.bot.rendering.answers import answer_embed
from forumbot.clock import fixed_clock
from forumbot.config import AnswersConfig, RetrievalConfig, Settings
from forumbot.language import forum_names
from forumbot.search.generation import load_live
from forumbot.search.index_folder import IndexFolder
from forumbot.search.ports import Embedder
from forumbot.search.retriever import Retriever
from forumbot.terminal.views import answer_view

SHIPPED = Path(__file__).parents[2] / "knowledge"
NOW = datetime(2019, 5, 1, tzinfo=UTC)
# Each with how many forms it has: mended, with acronyms written out, without times or forums, in
# the two other languages of the archive.
QUESTIONS = {
    "When was the third forum held?": 3,
    "Where will the next forum be?": 3,
    "When do the EU Cluster Weeks end?": 3,
    "How many countries took part in the forum of November 2018?": 6,
    "Which clusers won the gold label?": 4,
    "What is the ECCP for?": 2,
    "What did the second and the third forum say on skills in 2018?": 13,
    "Combien de pôles ont été labellisés ?": 3,
    "What does the seventh forum say of zebras and giraffes?": 3,
}


@pytest.fixture
def answerer(shipped_index: Path, embedder: Embedder) -> Answerer:
    """Over the archive that ships, loaded anew, so that no outline is made yet."""
    retriever = Retriever(load_live(IndexFolder(shipped_index)), embedder, RetrievalConfig())
    agenda = Agenda(fixed_clock("2019-05-01"))
    return Answerer(retriever, QuoteLock(SHIPPED), shipped_judge(), AnswersConfig(), agenda)


@pytest.mark.parametrize(("text", "forms"), QUESTIONS.items())
def test_each_form_of_a_question_is_read_once(answerer: Answerer, text: str, forms: int) -> None:
    """From the door to what Discord and the terminal show, each reader reads each form once."""
    with following() as followed:
        answer = answerer.answer(check_question(text))
        answer_embed(answer, built_at=NOW, now=NOW)
        answer_view(answer)
    assert len(followed.forms) == forms
    assert followed.forms[0].text == text
    for form in followed.forms:
        assert {row: followed.times_read(form, row) for row in READERS} == dict.fromkeys(READERS, 1)
    assert set(followed.outlines()) == {1}


MESSAGES = (
    "When was the third forum held?",
    "Where will the next forum be?",
    "when is the next event?",
    "events in March",
    "What happened in 2018?",
    "how many forums were there in 2018?",
    "which reports do you have?",
    "What were the outcomes of the third forum?",
    "compare the second and the third forum",
    "good evening",
    "what can you do for me?",
)


@pytest.mark.parametrize("message", MESSAGES)
def test_a_message_is_read_once_whatever_answers_it(
    shipped_index: Path, embedder: Embedder, message: str
) -> None:
    """Through the door of every face: passages, the archive's structure, or a word of talk."""
    settings = Settings(knowledge=SHIPPED, index=shipped_index, knowledge_named=True)
    service = App(settings, fixed_clock("2019-05-01"), embedder).service
    service.get_ready()
    with following() as followed:
        service.ask(message)
    assert followed.forms[0].text == message
    for form in followed.forms:
        assert {row: followed.times_read(form, row) for row in READERS} == dict.fromkeys(READERS, 1)
    assert set(followed.outlines()) <= {1}


def test_a_second_look_is_counted_also_where_a_cache_answers_it() -> None:
    """What is read again is seen, and what was put in place for that is taken back."""
    before = vars(question)["kind_by"]
    with following() as followed:
        asked = question.check_question("When was the third forum?")
        assert forum_names.named_edition(asked.text) == forum_names.named_edition(asked.text) == 3
    assert followed.times_read(asked, "forum names") == 3
    assert followed.times_read(asked, "kind") == 1
    line, *_others = report(followed)
    assert line.startswith(
        "'When was the third forum?'\n  question 1, kind 1, cue 1, spoken 1, forum"
    )
    assert vars(question)["kind_by"] is before
