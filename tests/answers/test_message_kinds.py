"""Talk, overviews and questions of fact are told apart, also where a message may be several."""

from typing import NamedTuple

import pytest
from tests.answers.test_responder import answerer, responder
from tests.conftest import SHIPPED

from forumbot.answers.answer import Finding
from forumbot.answers.answerer import Answerer
from forumbot.answers.message_kinds import overviews_for
from forumbot.answers.occasions.next_event import Agenda
from forumbot.answers.quoting.lock import QuoteLock
from forumbot.answers.responder import Responder
from forumbot.asking.context import Context
from forumbot.asking.question import read_question
from forumbot.clock import fixed_clock

__all__ = ["answerer"]


class Chances(NamedTuple):
    """What a message is told to be, with all probabilities."""

    kind: str
    chance: float
    chances: dict[str, float]


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


def test_what_is_on_in_a_month_may_be_asked_as_past_or_to_come() -> None:
    """The two kinds together are sure where neither is."""
    told = Chances("happened_in", 0.45, {"happened_in": 0.45, "events_in": 0.3, "fact": 0.05})
    assert overviews_for(told, ["events_in", "happened_in"]) == [
        ("happened_in", 0.75),
        ("events_in", 0.75),
    ]


@pytest.mark.parametrize(
    ("message", "is_talk"),
    [
        ("what is this and what can you tell me?", True),
        ("what is the label and what can you tell me?", False),
    ],
)
def test_a_message_that_asks_of_the_bot_in_one_part_is_talk(
    answerer: Answerer, message: str, *, is_talk: bool
) -> None:
    """Unless another part names what the archive has."""

    def tell(text: str) -> Chances:
        kind = "several" if " and " in text else "abilities" if "can you" in text else "follow_up"
        return Chances(kind, 0.9, {kind: 0.9})

    asked = Responder(answerer, tell, QuoteLock(SHIPPED))
    assert (asked.answer(read_question(message)).finding is Finding.TALK) is is_talk


def test_a_question_word_with_a_thing_hardly_asks_of_the_bot(answerer: Answerer) -> None:
    """Where the bot is not surely meant, though all kinds of talk together are likely."""
    asked = told_as(answerer, {"abilities": 0.24, "chat": 0.2, "identity": 0.2})
    found = asked.answer(read_question("what if I live near by?")).finding
    assert found is not Finding.TALK
    assert asked.answer(read_question("and you are?")).finding is Finding.TALK


def test_what_happened_at_a_meeting_may_seem_to_ask_for_its_outcomes() -> None:
    """Or for a summary: the three kinds together are sure where no two are, of what happened."""
    told = Chances("outcomes_of", 0.3, {"outcomes_of": 0.3, "happened_in": 0.2, "summary": 0.15})
    found = overviews_for(told, ["happened_in", "outcomes_of", "summary"])
    assert [kind for kind, _chance in found] == ["happened_in"]
