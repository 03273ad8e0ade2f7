"""Passages in which a reader finds the same answer."""

from dataclasses import replace

import pytest

from forumbot.answers.quoting.agreement import agree, in_language_first, repeats
from forumbot.archive.documents import parse_document
from forumbot.models.reader import Reading
from forumbot.search.hits import Hit
from forumbot.search.passages import Passage


def hit(text: str, answer: str, language: str = "en", logit: float = 2.0) -> Hit:
    """A passage that is its document, read with an answer in it."""
    document = replace(parse_document("a.md", text.encode()), language=language)
    start = text.index(answer)
    reading = Reading(logit, 1.0, start, start + len(answer), is_multilingual=False)
    passage = Passage("a.md", (), None, 0, len(text), text)
    return Hit(document, passage, 1.0, 0.0, 0.0, 0.0, reading=reading)


ENGLISH = hit("They end on 30 April 2019 at last.", "30 April 2019")
GERMAN = hit("Sie enden am 30. April 2019 endlich.", "30. April 2019", "de")


def test_the_same_days_and_the_same_words_agree() -> None:
    """In any language, and in any case of letters."""
    assert agree(ENGLISH, GERMAN)
    assert agree(hit("It met in BRUSSELS.", "BRUSSELS"), hit("In Brussels, it met.", "Brussels"))


@pytest.mark.parametrize(
    "other",
    [
        hit("They end on 6 May 2019.", "6 May 2019"),
        hit("They end on 30 April 2019 at last.", "30 April 2019", logit=-1.0),
    ],
)
def test_another_value_or_what_the_reader_doubts_does_not_agree(other: Hit) -> None:
    """What differs is a source of its own."""
    assert not agree(ENGLISH, other)


@pytest.mark.parametrize(("language", "first"), [("de", GERMAN), ("en", ENGLISH), ("fr", ENGLISH)])
def test_of_two_that_agree_that_in_the_askers_language_comes_first(
    language: str, first: Hit
) -> None:
    """Where there is none in it, the order stays."""
    assert in_language_first([ENGLISH, GERMAN], language)[0] is first


def test_what_disagrees_keeps_its_place_whatever_its_language() -> None:
    """The best answer is not given up for a language."""
    other = hit("Sie enden am 6. Mai 2019.", "6. Mai 2019", "de")
    assert in_language_first([ENGLISH, other], "de") == [ENGLISH, other]


def test_a_translation_repeats_and_another_source_in_the_same_language_does_not() -> None:
    """A second document that says so is a source more."""
    assert repeats(GERMAN, ENGLISH)
    assert repeats(ENGLISH, ENGLISH)
    other = replace(ENGLISH, document=replace(ENGLISH.document, doc_id="b.md"))
    assert not repeats(other, ENGLISH)
