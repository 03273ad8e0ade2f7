"""From a message to a word of talk, the archive's structure, or its passages."""

from pathlib import Path
from typing import NamedTuple

import pytest
from tests.answers.test_answerer import answerer_from
from tests.conftest import SHIPPED

from forumbot.answers.answer import Finding
from forumbot.answers.answerer import Answerer
from forumbot.answers.blocks import Listing, ReadAs
from forumbot.answers.conversation import context_after
from forumbot.answers.occasions.next_event import Agenda
from forumbot.answers.quoting.lock import QuoteLock
from forumbot.answers.responder import Responder
from forumbot.asking.context import Context
from forumbot.asking.question import read_question
from forumbot.clock import fixed_clock
from forumbot.search.ports import Embedder


class Kind(NamedTuple):
    """A kind that a message is told to be."""

    kind: str
    chance: float

    @property
    def chances(self) -> dict[str, float]:
        """All that is left is for a fact."""
        return {"fact": 1 - self.chance, self.kind: self.chance}


class Chances(NamedTuple):
    """What a message is told to be, with all probabilities."""

    kind: str
    chance: float
    chances: dict[str, float]


@pytest.fixture(scope="module")
def answerer(shipped_index: Path, embedder: Embedder) -> Answerer:
    """Answers from the archive that ships."""
    return answerer_from(SHIPPED, shipped_index, embedder)[0]


def responder(answerer: Answerer, kind: str, chance: float = 0.9) -> Responder:
    """One to which every message is of a kind."""
    return Responder(
        answerer, lambda _text: Kind(kind, chance), QuoteLock(SHIPPED), examples=("?",)
    )


def test_talk_is_answered_with_a_word(answerer: Answerer) -> None:
    """Nothing is cited, nothing found, and a greeting comes with something to try."""
    answer = responder(answerer, "greeting").answer(read_question("hi"))
    assert answer.finding is Finding.TALK
    assert answer.status == "answered"
    assert not answer.citations
    assert not answer.hits
    assert any(isinstance(block, Listing) for block in answer.blocks)


def told_as(answerer: Answerer, chances: dict[str, float]) -> Responder:
    """One to which every message is of several kinds, each with its probability."""
    kind = max(chances, key=chances.__getitem__)
    told = Chances(kind, chances[kind], chances)
    return Responder(answerer, lambda _text: told, QuoteLock(SHIPPED))


@pytest.mark.parametrize(("fact", "is_talk"), [(0.29, False), (0.02, True)])
def test_what_may_be_a_question_of_fact_opens_no_help(
    answerer: Answerer, fact: float, is_talk: bool
) -> None:
    """A contact person or an example is asked of the archive, though it sounds like the bot."""
    asked = told_as(answerer, {"identity": 0.52, "fact": fact})
    answer = asked.answer(read_question("Cine este persoana de contact?"))
    assert (answer.finding is Finding.TALK) is is_talk


@pytest.mark.parametrize(
    ("message", "finding"),
    [("kangaroo", Finding.NOTHING), ("yo", Finding.TALK), ("oh kangaroo", Finding.TALK)],
)
def test_a_rare_word_alone_is_looked_up(answerer: Answerer, message: str, finding: Finding) -> None:
    """It is likely told to be anything; a word that is polite stands in a table."""
    answer = responder(answerer, "rude", 0.85).answer(read_question(message))
    assert answer.finding is finding


def test_outcomes_come_from_the_structure_with_their_sources(answerer: Answerer) -> None:
    """Each line has its number, each number its quote, word for word from its document."""
    question = read_question("what did the third forum conclude?")
    answer = responder(answerer, "outcomes_of").answer(question)
    assert answer.finding is Finding.OVERVIEW
    assert [one.number for one in answer.citations] == list(range(1, len(answer.citations) + 1))
    documents = responder(answerer, "x").generation.documents
    for one in answer.citations:
        assert documents[one.doc_id].text[one.start : one.end] == one.quote
        assert f"[{one.number}]" in answer.text


def test_a_message_is_read_after_what_was_said_before_it(answerer: Answerer) -> None:
    """It is answered with the forum of the documents that were cited, and says so."""
    asked = responder(answerer, "fact")
    documents = asked.generation.documents
    first = asked.answer(read_question("What are the six outcomes on internationalisation?"))
    context = context_after(first, documents, None)
    assert context is not None
    answer = asked.answer(read_question("and when was it held?"), context)
    assert (answer.question, answer.finding) == ("and when was it held?", Finding.ANSWER)
    assert "14 March 2019" in answer.text
    assert ReadAs("when was the fourth forum held?") in answer.blocks
    assert (
        context_after(responder(answerer, "thanks").answer(first.understood), documents, context)
        is context
    )


@pytest.mark.parametrize(
    "message", ["that's not right", "try again", "not the forum, the workshop"]
)
def test_a_correction_that_puts_nothing_right_is_asked_what_is_meant(
    answerer: Answerer, message: str
) -> None:
    """After another question as well as before any."""
    corrected = responder(answerer, "correction")
    for context in (None, Context("What is ESCA?")):
        answer = corrected.answer(read_question(message), context)
        assert answer.finding is Finding.TALK
        assert "Tell me what you mean instead" in answer.text


@pytest.mark.parametrize("kind", ["fact", "follow_up"])
def test_what_leans_on_nothing_is_asked_what_it_means(answerer: Answerer, kind: str) -> None:
    """Without anything said before nothing is searched."""
    answer = responder(answerer, kind).answer(read_question("and where was it held?"))
    assert answer.finding is Finding.TALK
    assert "cannot tell what that refers to" in answer.text


@pytest.mark.parametrize(("kind", "chance"), [("fact", 0.9), ("outcomes_of", 0.4)])
def test_what_is_no_matter_of_structure_goes_to_the_passages(
    answerer: Answerer, kind: str, chance: float
) -> None:
    """A fact, and what may be anything."""
    answer = responder(answerer, kind, chance).answer(read_question("When was the third forum?"))
    assert answer.finding is Finding.ANSWER
    assert answer.hits


@pytest.mark.parametrize(
    ("message", "said"), [("ok", "Ask on"), ("42", "cannot tell"), ("asdfgh qwerty", "cannot tell")]
)
def test_what_asks_nothing_gets_a_short_word(answerer: Answerer, message: str, said: str) -> None:
    """Whatever kind it seems to be of, and after another question as well."""
    for context in (None, Context("What is ESCA?")):
        answer = responder(answerer, "thanks").answer(read_question(message), context)
        assert answer.finding is Finding.TALK
        assert said in answer.text
        assert not answer.hits


def test_what_was_spoken_of_answers_what_names_nothing(answerer: Answerer) -> None:
    """A question that found nothing leaves it in place, one that names another takes it away."""
    asked = responder(answerer, "fact")
    documents = asked.generation.documents
    first = asked.answer(read_question("How long may a ClusterXchange stay last?"))
    context = context_after(first, documents, None)
    assert context is not None
    assert context.sources == tuple(dict.fromkeys(one.doc_id for one in first.citations))
    lost = asked.answer(read_question("which wombats are on board?"), context)
    after = context_after(lost, documents, context)
    assert after is not None
    assert (after.sources, lost.finding is Finding.ANSWER) == (context.sources, False)
    named = asked.answer(read_question("Who leads the Riga Wombat League?"), after)
    afterwards = context_after(named, documents, after)
    assert afterwards is not None
    assert set(afterwards.sources).isdisjoint(context.sources)


@pytest.mark.parametrize(
    ("message", "chance", "is_talk"),
    [("Is there a map?", 0.6, False), ("is there a menu", 0.72, True), ("a menu", 0.6, True)],
)
def test_whether_there_is_something_is_rarely_asked_of_the_bot(
    answerer: Answerer, message: str, chance: float, *, is_talk: bool
) -> None:
    """What is surely asked of it is, and what does not ask whether there is anything."""
    told = Chances("abilities", chance, {"abilities": chance, "chat": 0.05})
    asked = Responder(answerer, lambda _text: told, QuoteLock(SHIPPED))
    assert (asked.answer(read_question(message)).finding is Finding.TALK) is is_talk


def test_what_was_spoken_of_lasts_over_a_list_and_its_line(answerer: Answerer) -> None:
    """A line that was chosen is of the documents that it stands in."""
    asked = responder(answerer, "outcomes_of")
    documents = asked.generation.documents
    first = asked.answer(read_question("What did the third forum conclude?"))
    context = context_after(first, documents, None)
    assert context is not None
    chosen = asked.answer(read_question("number 2"), context)
    after = context_after(chosen, documents, context)
    assert after is not None
    assert after.about or after.quoted
    assert after.sources == tuple({one.doc_id for one in chosen.citations})


def test_what_a_reminder_is_for_is_asked_of_the_passages(answerer: Answerer) -> None:
    """Where a message reads as much like a question of fact."""
    text = "by when should the reminder be sent?"
    asked = told_as(answerer, {"reminder": 0.6, "fact": 0.26})
    assert asked.answer(read_question(text)).finding is not Finding.OVERVIEW
    told = Chances("reminder", 0.9, {"reminder": 0.9, "fact": 0.05})
    agenda = Agenda(fixed_clock("2019-02-20"), tuple)
    surely = Responder(answerer, lambda _text: told, QuoteLock(SHIPPED), agenda)
    assert surely.answer(read_question("remind me of the next forum")).finding is Finding.OVERVIEW


@pytest.mark.parametrize(("message", "is_talk"), [("what if labels?", False), ("so?", True)])
def test_what_asks_of_words_that_documents_know_is_no_chat(
    answerer: Answerer, message: str, is_talk: bool
) -> None:
    """Unless it is told to be with hardly a doubt."""
    asked = told_as(answerer, {"chat": 0.6, "goodbye": 0.1})
    assert (asked.answer(read_question(message)).finding is Finding.TALK) is is_talk
