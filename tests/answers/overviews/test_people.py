"""A person as the archive names them: their talks, and where they are named."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from forumbot.answers.overviews.overview import Asked, Overview
from forumbot.answers.overviews.people import person, talks_by

Ask = Callable[..., Asked]


def quotes(asked: Asked, found: Overview) -> list[str]:
    """What an overview quotes."""
    excerpts = [one.excerpt for one in found.entries if one.excerpt]
    return [asked.generation.documents[one.doc_id].text[one.start : one.end] for one in excerpts]


@pytest.mark.parametrize(
    "text",
    [
        "What did Søren Røn say about scaling up in Denmark?",
        "what has soren ron presented",
        "talks by Røn",
    ],
)
def test_the_talks_of_a_person_with_what_they_were_about(ask: Ask, text: str) -> None:
    """By the full name or the surname, with accents or without; what is not known is said."""
    asked = ask(text)
    found = talks_by(asked)
    assert found is not None
    assert "Søren Røn" in found.said
    assert any('presented "Scale-up Denmark"' in one for one in quotes(asked, found))
    assert any("no further details" in one for one in quotes(asked, found))


@pytest.mark.parametrize(
    "text",
    ["slides by Peter Merlin", "what did Katarzyna Zielinska present", "talks on skills", "talks"],
)
def test_another_person_is_not_taken_for_a_speaker(ask: Ask, text: str) -> None:
    """One of the same surname, one whom the archive does not name, and none at all."""
    assert talks_by(ask(text)) is None


def test_a_person_is_told_by_every_document_that_names_them(ask: Ask) -> None:
    """With what they are of, a sentence or two of each document, talks before other mentions."""
    asked = ask("Wer ist Helmut Kergel?")
    found = person(asked)
    assert found is not None
    assert "Helmut Kergel (VDI/VDE)" in found.said
    naming = [
        doc_id for doc_id, one in asked.generation.documents.items() if "Helmut Kergel" in one.text
    ]
    assert {one.excerpt.doc_id for one in found.entries if one.excerpt} == set(naming)
    assert any("director of ESCA" in one for one in quotes(asked, found))


def test_a_document_that_was_superseded_tells_of_nobody(ask: Ask) -> None:
    """Unless it is the one that is asked in."""
    asked = ask("Wer ist Helmut Kergel?")
    before = person(asked)
    assert before is not None
    (newest, *_others) = {one.excerpt.doc_id for one in before.entries if one.excerpt}
    documents = {
        doc_id: replace(one, superseded_by=newest if doc_id != newest else None)
        for doc_id, one in asked.generation.documents.items()
    }
    asked = replace(asked, generation=replace(asked.generation, documents=documents))
    found = person(asked)
    assert found is not None
    assert {one.excerpt.doc_id for one in found.entries if one.excerpt} == {newest}
    chosen = person(replace(asked, only=set(documents) - {newest}))
    assert chosen is not None


@pytest.mark.parametrize(
    "text", ["who was Peter Altmaier?", "who is the EU commissioner for the internal market?"]
)
def test_a_person_whom_nothing_names_is_left_to_the_passages(ask: Ask, text: str) -> None:
    """They say that the archive has no answer."""
    assert person(ask(text)) is None


def test_only_documents_that_may_answer_are_named(ask: Ask) -> None:
    """Where some documents alone may answer, no other is quoted."""
    found = person(ask("who is Ulla Engelmann?", only={"reports/third-forum.md"}))
    assert found is not None
    assert {one.excerpt.doc_id for one in found.entries if one.excerpt} == {
        "reports/third-forum.md"
    }


def test_talks_at_a_meeting_that_is_named_are_those_alone(ask: Ask) -> None:
    """Where somebody gave none there, the passages tell what they did; of others it is said."""
    third = talks_by(ask("what did Carsten Schierenbeck present at the third forum?"))
    assert third is not None
    assert len({one.heading for one in third.entries}) == 2
    fourth = talks_by(ask("what did Schierenbeck present at the fourth forum?"))
    assert fourth is not None
    assert fourth.lacks
    assert "no talk by Carsten Schierenbeck" in fourth.said
    elsewhere = "what did Carsten Schierenbeck present at the European Cluster Conference 2019?"
    assert talks_by(ask(elsewhere)) is None


def test_who_asks_where_somebody_was_is_told_more_than_talks(ask: Ask) -> None:
    """What they chaired and where else they are named as well."""
    asked = ask("where has Carsten Schierenbeck spoken?")
    found = talks_by(asked)
    assert found is not None
    said = [
        asked.generation.documents[one.excerpt.doc_id].text[one.excerpt.start : one.excerpt.end]
        for one in found.entries
        if one.excerpt
    ]
    assert any("moderator" in one for one in said)


@pytest.mark.parametrize(
    "text",
    [
        "who is Merete Nielsen?",
        "wer ist Merete Daniel Nielsen?",
        "who is M. Nielsen?",
        "who is merete d. nielsen?",
        "Nielsen, Merete",
    ],
)
def test_a_person_is_one_under_all_forms_of_the_name(ask: Ask, text: str) -> None:
    """Documents that name them with an inner part and without are told together."""
    asked = ask(text)
    found = person(asked)
    assert found is not None
    assert "Merete Daniel Nielsen (Cluster Excellence, Denmark)" in found.said
    assert any("Future Week Denmark" in one for one in quotes(asked, found))
    assert any("closing panel" in one for one in quotes(asked, found))


@pytest.mark.parametrize(
    "text",
    [
        "who is Anna Nielsen?",
        "who is Nielsen, Anna?",
        "who is Merete Lund Nielsen?",
        "who is A. Nielsen?",
        "who are Merete Nielsen and Helmut Kergel?",
    ],
)
def test_a_person_of_another_name_is_nobody_known(ask: Ask, text: str) -> None:
    """Whatever the surname, and where the inner part is another; of two people it is neither."""
    assert person(ask(text)) is None
