"""The language of a few words that tell none."""

from dataclasses import replace

import pytest
from tests.answers.test_responder import answerer as answerer

from forumbot.answers.answerer import Answerer
from forumbot.answers.spoken import in_language_of
from forumbot.asking.question import read_question


@pytest.mark.parametrize(
    ("message", "language"),
    [
        ("Geld", "de"),
        ("Geld 2025", "de"),
        ("budget", "en"),
        ("labels", "en"),
        ("zzyzx", "en"),
        ("who is it?", "en"),
    ],
)
def test_a_word_that_is_of_the_archives_language_alone_is_read_so(
    answerer: Answerer, message: str, language: str
) -> None:
    """One of English, one that nobody knows, and one with words that tell are not."""
    documents = {
        doc_id: replace(one, language="de") for doc_id, one in answerer.generation.documents.items()
    }
    german = replace(answerer.generation, documents=documents)
    assert in_language_of(read_question(message), german).spoken == language


@pytest.mark.parametrize(
    ("message", "language"),
    [
        ("Geld", "de"),
        ("dinero", "es"),
        ("pieniądze", "pl"),
        ("salaires", "fr"),
        ("internationalizare", "ro"),
        ("labels", "en"),
        ("zzyzx", "en"),
        ("Geld is it?", "en"),
    ],
)
def test_a_word_that_only_another_language_has_is_of_that(
    answerer: Answerer, message: str, language: str
) -> None:
    """Not one that the documents or English have, nor beside a word that tells English."""
    read = in_language_of(read_question(message), answerer.generation)
    assert read.spoken == language
