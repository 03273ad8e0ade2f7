"""The passage that gives the day goes first where the first one gives none."""

from dataclasses import replace

import pytest
from tests.documents import hit_on

from forumbot.answers.quoting.dated import dated_first
from forumbot.answers.terms import QuestionTerms
from forumbot.asking.question import read_question
from forumbot.models.reader import Reading
from forumbot.search.hits import Hit
from forumbot.search.lexical import LexicalIndex, LexicalText
from forumbot.search.passages import Passage

HOTELS = "Many inns are near the moss meeting in Bergen."
DAYS = "The moss council meets on 30-31 January 2019, from nine."
CLOSES = "Registration closes on 18 December 2018."


def read(text: str, logit: float, doc_id: str = "moss.md") -> Hit:
    """A passage that a reader takes whole for the answer."""
    hit = hit_on(Passage(doc_id, (), None, 0, len(text), text))
    return replace(hit, reading=Reading(logit, 9.0, 0, len(text)))


def first_of(question: str, hits: list[Hit]) -> str:
    """The passage that comes first."""
    texts = [LexicalText(hit.passage.text, "en") for hit in hits]
    terms = QuestionTerms.of(read_question(question), LexicalIndex.build(texts))
    return dated_first(terms, hits)[0].passage.text


def test_the_passage_with_the_day_goes_before_one_that_only_names_the_meeting() -> None:
    """Not where anything else is asked, nor where the first one has a day or says there is none."""
    hits = [read(HOTELS, 4.0), read(CLOSES, -1.5), read(DAYS, -0.5)]
    assert first_of("When was the moss meeting in Bergen?", hits) == DAYS
    assert first_of("Where was the moss meeting of Bergen held?", hits) == HOTELS
    for first in ("It was held on 2 May 2018.", "The date of the meeting is not known."):
        assert first_of("When was the moss meeting?", [read(first, 4.0), *hits]) == first


def test_the_times_of_a_day_give_no_day_of_a_meeting() -> None:
    """Unless it is the part that they are of which is asked for."""
    hits = [read("14:00 Session 3, 15:30 Tea", 4.0), read(DAYS, -0.5)]
    assert first_of("When does the moss council meet?", hits) == DAYS
    assert first_of("When is the tea of session 3?", hits).startswith("14:00")


@pytest.mark.parametrize(("logit", "doc_id"), [(-1.5, "moss.md"), (3.0, "fern.md")])
def test_a_day_that_the_reader_doubts_or_of_another_document_stays_behind(
    logit: float, doc_id: str
) -> None:
    """It may be that of anything."""
    hits = [read(HOTELS, 4.0), read(DAYS, logit, doc_id)]
    assert first_of("When was the moss meeting in Bergen?", hits) == HOTELS


def test_what_no_reader_has_read_keeps_its_order() -> None:
    """There is nothing to tell the passages by."""
    hits = [replace(one, reading=None) for one in (read(HOTELS, 4.0), read(DAYS, 3.0))]
    assert first_of("When was the moss meeting in Bergen?", hits) == HOTELS
