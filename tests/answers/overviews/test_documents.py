"""Which documents there are."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from forumbot.answers.documents import kind_in_words
from forumbot.answers.overviews.documents import which_documents
from forumbot.answers.overviews.overview import Asked


def test_every_document_is_listed_or_counted(ask: Callable[..., Asked]) -> None:
    """The reports come first, each with its day; what is left out is counted."""
    found = which_documents(ask("which documents do you have"))
    assert found is not None
    assert found.entries[0].heading == "Reports (4)"
    assert any("Third European Cluster Policy Forum" in one.text for one in found.entries)
    known = len(ask("?x").generation.documents)
    assert len(found.entries) == known or f"{known - len(found.entries)}" in found.more


def test_a_forum_that_is_named_has_its_own(ask: Callable[..., Asked]) -> None:
    """Only the documents of the forum, or of the year, that is named."""
    of_third = which_documents(ask("which files are there on the third forum?"))
    assert of_third is not None
    assert all("third-forum" in one.text for one in of_third.entries)
    assert which_documents(ask("are there documents of 1987?")) is None


@pytest.mark.parametrize(
    ("text", "doc_id"),
    [
        ("which documents are in German?", "pages/eu-cluster-weeks-de.md"),
        ("Liste der Dokumente auf Französisch", "pages/poles-de-competitivite-phase-4.md"),
    ],
)
def test_a_language_that_is_named_has_its_own(
    ask: Callable[..., Asked], text: str, doc_id: str
) -> None:
    """What they are in is told from what they are on."""
    found = which_documents(ask(text))
    assert found is not None
    (entry,) = found.entries
    assert doc_id in entry.text


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("do you have slides on labelling?", "labelling"),
        ("reports of 2018", "-forum.md"),
        ("welche Präsentationen habt ihr?", "presentations/"),
        ("papers on cross-border cooperation please", ""),
    ],
)
def test_documents_are_chosen_by_kind_time_and_theme(
    ask: Callable[..., Asked], text: str, wanted: str
) -> None:
    """In whatever language; those that speak of the theme as well."""
    found = which_documents(ask(text))
    assert found is not None
    assert any(wanted in one.text for one in found.entries)
    assert len(found.entries) < len(ask(text).generation.documents)


def test_a_theme_that_no_document_has_is_left_to_the_passages(ask: Callable[..., Asked]) -> None:
    """They say what the archive treats instead."""
    assert which_documents(ask("documents relating to the tram extension")) is None


@pytest.mark.parametrize(
    ("kind", "language", "called"),
    [
        ("report", "en", "Reports"),
        ("page", "de", "Seiten"),
        ("minutes", "fr", "Comptes rendus"),
        ("presentation", "ro", "Prezentări"),
        ("board letter", "de", "Board letter"),
    ],
)
def test_kinds_are_called_in_words(kind: str, language: str, called: str) -> None:
    """In the language of who asks; one that a maintainer made up stays as it is."""
    assert kind_in_words(kind, language) == called


def test_the_headings_are_in_the_language_of_who_asks(ask: Callable[..., Asked]) -> None:
    """As the sentence above them is."""
    found = which_documents(replace(ask("Welche Dokumente gibt es?"), language="de"))
    assert found is not None
    assert found.entries[0].heading == "Berichte (4)"


def test_a_document_that_was_superseded_bears_its_mark(ask: Callable[..., Asked]) -> None:
    """Beside its file, as a draft does."""
    asked = ask("which presentations are there?")
    found = which_documents(with_status(asked, superseded_by="reports/third-forum.md"))
    assert found is not None
    assert any(one.text.endswith("draft, superseded)") for one in found.entries)


def with_status(asked: Asked, superseded_by: str) -> Asked:
    """The same with the presentations of the third forum as drafts that were superseded."""
    documents = {
        doc_id: replace(one, status="draft", superseded_by=superseded_by)
        if one.kind == "presentation"
        else one
        for doc_id, one in asked.generation.documents.items()
    }
    return replace(asked, generation=replace(asked.generation, documents=documents))
