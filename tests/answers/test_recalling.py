"""Answers that are about the answer before them."""

from dataclasses import replace
from pathlib import Path

import pytest
from tests.answers.test_answerer import answerer_from
from tests.answers.test_responder import responder
from tests.conftest import SHIPPED

from forumbot.answers.answer import Answer, Finding
from forumbot.answers.answerer import Answerer
from forumbot.answers.blocks import Listing
from forumbot.answers.conversation import context_after
from forumbot.asking.context import Context
from forumbot.asking.question import read_question
from forumbot.search.ports import Embedder


@pytest.fixture(scope="module")
def answerer(shipped_index: Path, embedder: Embedder) -> Answerer:
    """Answers from the archive that ships."""
    return answerer_from(SHIPPED, shipped_index, embedder)[0]


def said(answerer: Answerer, kind: str, *messages: str) -> list[Answer]:
    """The answers to messages of one conversation, each told to be of a kind."""
    one = responder(answerer, kind)
    context: Context | None = None
    answers = []
    for message in messages:
        answers.append(one.answer(read_question(message), context))
        context = context_after(answers[-1], one.generation.documents, context)
    return answers


def test_a_line_that_is_chosen_is_what_is_spoken_of(answerer: Answerer) -> None:
    """It is shown with what it rests on; what follows goes on from it, until another is chosen."""
    first, line, more, other = said(
        answerer, "presentations", "talks of the third forum", "number 5", "tell me more", "and 9?"
    )
    assert first.finding is Finding.OVERVIEW
    assert "Future Week Denmark" in line.text
    assert "Scale-up Denmark" not in line.text
    titles = {one.title for one in more.citations}
    assert titles == {"Future Week Denmark"}
    known = {(one.doc_id, one.start) for one in line.citations}
    assert known.isdisjoint((one.doc_id, one.start) for one in more.citations)
    assert "Scale-up Denmark" in other.text


def test_more_goes_on_where_the_last_quote_ended_and_says_so_at_the_end(
    answerer: Answerer,
) -> None:
    """No quote comes twice, however often more is asked for."""
    question = "When did the second forum meet?"
    answers = said(answerer, "fact", question, *["tell me more"] * 12)
    places = [(one.doc_id, one.start) for answer in answers for one in answer.citations]
    assert len(places) == len(set(places))
    assert "all that the archive has" in answers[-1].text
    assert not answers[-1].citations


@pytest.mark.parametrize(
    ("message", "wanted"),
    [
        ("give me the link", "It stands here"),
        ("who said that?", "These are words of “Second European Cluster Policy Forum”"),
        ("why do the sources disagree?", "does not say why"),
        ("is that all?", "That is all that the archive has of it."),
    ],
)
def test_what_is_asked_of_an_answer_is_told_from_its_quotes(
    answerer: Answerer, message: str, wanted: str
) -> None:
    """Nothing is looked up anew, and every quote is of the document that was cited."""
    first, answer = said(answerer, "fact", "When did the second forum meet?", message)
    assert wanted in answer.text
    assert {one.doc_id for one in answer.citations} <= {one.doc_id for one in first.citations}


def test_what_is_summed_up_is_what_was_spoken_of(answerer: Answerer) -> None:
    """The forum of the document cited, in short, as where a message names it."""
    answers = said(answerer, "fact", "When did the second forum meet?", "fasse das zusammen")
    assert "In Kürze (Second European Cluster Policy Forum" in answers[-1].text


def test_a_list_whose_source_says_that_it_lacks_the_rest_is_not_whole(answerer: Answerer) -> None:
    """The sentence that says so is quoted."""
    (*_first, answer) = said(
        answerer, "outcomes_of", "What did the first forum conclude?", "is that the full list?"
    )
    assert "does not hold the rest of the list" in answer.text


@pytest.mark.parametrize(
    ("messages", "topic"),
    [
        (["When was the third forum?", "who spoke there?"], "the third forum"),
        (["When was the third forum?", "Who is the director of ESCA?"], ""),
    ],
)
def test_what_was_spoken_of_is_kept_until_another_is_named(
    answerer: Answerer, messages: list[str], topic: str
) -> None:
    """A question with a subject of its own drops the meeting."""
    one = responder(answerer, "fact")
    context: Context | None = None
    for message in messages:
        answer = one.answer(read_question(message), context)
        context = context_after(answer, one.generation.documents, context)
    assert context is not None
    assert context.topic == topic


def test_whoever_answers_a_question_is_meant_from_then_on(answerer: Answerer) -> None:
    """The name in which a reader places the answer, or the one in the cells of a row."""
    one = responder(answerer, "fact")
    answer = one.answer(read_question("Who opened the first meeting of the expert group?"))
    first = answer.citations[0]
    start = first.quote.index("Slawomir Tokarski")
    placed = replace(first, answer=(start, start + len("Slawomir Tokarski")))
    told = replace(answer, citations=(placed,))
    context = context_after(told, one.generation.documents, None)
    assert context is not None
    assert context.person == "Slawomir Tokarski"
    row = replace(first, quote="15 | Slawomir Tokarski | 275 | 2018", answer=None)
    context = context_after(replace(answer, citations=(row,)), one.generation.documents, None)
    assert context is not None
    assert context.person == "Slawomir Tokarski"


@pytest.mark.parametrize(
    ("question", "message", "said_of_it"),
    [
        ("Wann war das zweite Forum?", "weiter", "Weiter an derselben Stelle"),
        ("Quand a eu lieu le deuxième forum ?", "suite", "Plus loin au même endroit"),
        ("¿Cuándo fue el segundo foro?", "?", "Más adelante en el mismo lugar"),
        ("Kiedy odbyło się drugie forum?", "dalej", "Dalej w tym samym miejscu"),
    ],
)
def test_a_bare_word_goes_on_in_the_language_of_the_conversation(
    answerer: Answerer, question: str, message: str, said_of_it: str
) -> None:
    """It has no words to tell its own; without an answer before it, it refers to nothing."""
    assert said_of_it in said(answerer, "fact", question, message)[1].text
    alone = said(answerer, "next_event", message)[0]
    assert alone.finding is Finding.TALK


def test_a_long_list_is_gone_through_page_by_page(
    answerer: Answerer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each page can be chosen from; at the end that is said."""
    monkeypatch.setattr("forumbot.answers.overviews.room._MOST_ENTRIES", 8)
    pages = said(answerer, "fact", "list all speakers", *["next"] * 4)
    listings = [one for page in pages for one in page.written if isinstance(one, Listing)]
    lines = [(line.heading, line.text) for one in listings for line in one.lines]
    assert len(lines) == len(set(lines)) > 16
    assert "“next” shows them" in pages[0].text
    assert "all that the archive has" in pages[-1].text
    chosen = said(answerer, "fact", "list all speakers", "next", "number 2")[-1]
    assert listings[1].lines[1].text.split(" (")[0] in chosen.text


def test_messages_for_all_of_a_kind_are_no_talk(answerer: Answerer) -> None:
    """However sure a message is told to be talk."""
    answer = said(answerer, "abilities", "show me all the talks you've got")[0]
    assert answer.finding is Finding.OVERVIEW


@pytest.mark.parametrize(
    ("question", "steps"),
    [
        ("talks of the third forum", ("number 5", "the next one", "and the one before?")),
        ("Vorträge des dritten Forums", ("Nummer 5", "das nächste", "und das davor?")),
        ("exposés du troisième forum", ("numéro 5", "le suivant", "et le précédent ?")),
    ],
)
def test_the_next_one_is_the_next_line_where_one_was_chosen(
    answerer: Answerer, question: str, steps: tuple[str, str, str]
) -> None:
    """And the one before is the line before it."""
    listed, *lines = said(answerer, "presentations", question, *steps)
    (listing,) = [one for one in listed.written if isinstance(one, Listing)]
    shown = [one.text.split("\n")[0] for one in lines]
    assert shown == [listing.lines[place].text for place in (4, 5, 4)]


def test_which_of_two_documents_had_more_is_asked_of_both(answerer: Answerer) -> None:
    """Also where they have no number; in short where neither has a figure."""
    asked = "compare the European Cluster Conferences 2019 and 2020"
    both, more = said(answerer, "compare", asked, "which of them had more participants?")
    assert "Side by side" in both.text
    assert "European Cluster Conference 2019" in more.text
    assert "European Cluster Conference 2020" in more.text
    assert more.finding is Finding.OVERVIEW


def test_the_first_lines_of_a_list_are_shown_alone_and_it_stays_whole(answerer: Answerer) -> None:
    """A number after them counts from the beginning of the whole list."""
    _all, first, chosen = said(
        answerer, "presentations", "talks of the third forum", "only the first two", "number 5"
    )
    listings = [one for one in first.written if isinstance(one, Listing)]
    assert [len(one.lines) for one in listings] == [2]
    assert "Update on EU cluster initiatives" in first.text
    assert "Future Week Denmark" in chosen.text


def test_who_read_something_else_is_shown_what_the_archive_says(answerer: Answerer) -> None:
    """The quotes of the answer before, and no other."""
    answer, again = said(
        answerer, "fact", "When did the second forum meet?", "but I read that it was in May?"
    )
    assert "26 April 2018" in again.text
    assert {one.doc_id for one in again.citations} <= {one.doc_id for one in answer.citations}
