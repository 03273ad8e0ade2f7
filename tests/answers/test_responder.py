"""From a message to a word of talk, the archive's structure, or its passages."""

from pathlib import Path
from typing import NamedTuple

import pytest
from tests.answers.test_answerer import answerer_from, answerer_of
from tests.conftest import SHIPPED, MakeArchive

from forumbot.answers.answer import Finding
from forumbot.answers.answerer import Answerer
from forumbot.answers.blocks import Listing, ReadAs
from forumbot.answers.conversation import context_after
from forumbot.answers.quoting.lock import QuoteLock
from forumbot.answers.responder import Responder
from forumbot.asking.context import Context
from forumbot.asking.question import check_question, read_question
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
    return Responder(answerer, lambda _text: Kind(kind, chance), QuoteLock(SHIPPED), samples=("?",))


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


GARDEN: dict[str, str | bytes] = {
    "agm-2024.md": """# General Meeting 2024

## Decisions

- The meeting agreed that bee hives may be kept on plots 14 to 19 only.
- A proposal to ban barbecues was rejected by 20 votes to 11.

## Elections

Re-elected as treasurer: Rosa Lindqvist.
""",
    "agm-2025.md": """# General Meeting 2025

## Bees

The decision of 2024 on bee hives was extended: hives may now be kept on plots 14 to 23.
""",
    "lamp.md": """# Street lamp

The street lamp will be repaired on 2 June 2025. The municipality bears the cost of 480 euros.
""",
    "policy.md": """# Insurance policy

The policy ends on 1 January 2028. The excess is 150 euros for each claim.
""",
    "satzung.md": """# Satzung des Gartenvereins

## Vorstand

Der Vorstand besteht aus dem Vorsitzenden und zwei Beisitzern. Er wird auf vier Jahre gewählt.
""",
    "reglement.md": """# Tuinreglement

## Bomen

Bomen mogen niet hoger worden dan 4 meter. Walnoten zijn verboden.
""",
    "pv.md": """# Procès-verbal de la rencontre

## Semences

La bourse aux semences aura lieu le 8 février 2025 à Lorval.
""",
}
TURNS = (
    ("who is the treasurer?", "on which plots may bee hives be kept now?", "14 to 23"),
    ("who is the treasurer?", "Wie viele Beisitzer gibt es?", "zwei Beisitzern"),
    ("hoe hoog mogen bomen worden?", "quand aura lieu la bourse aux semences ?", "8 février"),
    ("wann wird der Vorstand gewählt?", "zijn walnoten verboden?", "Walnoten"),
    ("when does the policy end?", "who pays for the street lamp?", "municipality"),
)


@pytest.mark.parametrize("kind", ["fact", "follow_up"])
def test_a_whole_question_is_answered_as_it_is_alone(
    make_archive: MakeArchive, tmp_path: Path, embedder: Embedder, kind: str
) -> None:
    """In whatever language something else was spoken of before it, and read as it was typed."""
    folder = make_archive(GARDEN)
    answerer, generation = answerer_of(folder, tmp_path / "index", embedder)
    asked = Responder(answerer, lambda _text: Kind(kind, 0.9), QuoteLock(folder))
    for first, then, quoted in TURNS:
        before = context_after(asked.answer(check_question(first)), generation.documents, None)
        alone, after = (asked.answer(check_question(then), one) for one in (None, before))
        assert quoted in " ".join(one.quote for one in (*alone.citations, *alone.nearest))
        assert after.understood.text == then
        assert [one.quote for one in after.citations] == [one.quote for one in alone.citations]


def test_it_is_what_was_asked_about_last(
    make_archive: MakeArchive, tmp_path: Path, embedder: Embedder
) -> None:
    """Also where hardly anything was found for that, not what was spoken of before it."""
    answerer, generation = answerer_of(make_archive(GARDEN), tmp_path / "index", embedder)
    asked = responder(answerer, "fact")
    context: Context | None = None
    for text in ("when does the policy end?", "how many chickens may I keep?"):
        answer = asked.answer(check_question(text), context)
        context = context_after(answer, generation.documents, context)
    assert (
        asked.read(check_question("who pays for them?"), context).text == "who pays for chickens?"
    )
