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
from forumbot.answers.quoting.lock import QuoteLock
from forumbot.answers.responder import Responder
from forumbot.asking.context import Context
from forumbot.asking.question import read_question
from forumbot.search.ports import Embedder


class Kind(NamedTuple):
    """A kind that a message is told to be."""

    kind: str
    chance: float

    @property
    def chances(self) -> dict[str, float]:
        """All that is left is for a fact."""
        return {"fact": 1 - self.chance, self.kind: self.chance}


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
