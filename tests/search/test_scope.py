from datetime import date

import pytest

from forumbot.archive.documents import Document
from forumbot.asking.question import read_question
from forumbot.search.scope import NamedEdition, asks_for, named_in


def document(**fields: object) -> Document:
    """A document without text."""
    values = {"doc_id": "a.md", "sha256": "", "title": "A report", "kind": "report",
              "language": "en", "text": "", "blocks": ()}  # fmt: skip
    return Document(**{**values, **fields})  # type: ignore[arg-type]


def test_a_winter_is_one_of_two() -> None:
    """The winter of a year is the one that ends in it or the one that begins in it."""
    (winter,) = named_in(read_question("in winter 2019"))
    for day, fits in [
        (date(2018, 12, 1), True), (date(2019, 2, 28), True), (date(2019, 6, 1), False),
        (date(2019, 12, 1), True), (date(2020, 2, 29), True), (date(2020, 3, 1), False),
    ]:  # fmt: skip
        assert winter.fits(document(held_on=day)) is fits


def test_forum_and_time_are_named_together() -> None:
    """A question can name both, and several times, which count as one condition."""
    edition, time = named_in(
        read_question("What did the third forum say in 2018 and in March 2019?")
    )
    assert edition == NamedEdition(3)
    assert edition.words == "the third forum"
    assert time.words == "2018 and March 2019"
    assert time.fits(document(held_on=date(2018, 11, 15)))
    assert time.fits(document(published_on=date(2019, 3, 8)))
    assert not time.fits(document(published_on=date(2019, 4, 8)))


@pytest.mark.parametrize(
    ("number", "words"),
    [(1, "the first forum"), (11, "the 11th forum"), (22, "the 22nd forum")],
)  # fmt: skip
def test_an_edition_is_said_in_words(number: int, words: str) -> None:
    """In words up to ten, then by numbers with the endings of English."""
    (edition,) = named_in(read_question(f"What did forum {number} say?"))
    assert edition.words == words


def test_a_document_is_of_its_event_its_publication_or_its_title() -> None:
    """Any day of an event counts; the title's time only where no date is known."""
    (time,) = named_in(read_question("in March 2019"))
    over_the_edge = document(held_on=date(2019, 2, 27), held_until=date(2019, 3, 1))
    assert time.fits(over_the_edge)
    assert time.fits(document(title="Report of March 2019"))
    assert not time.fits(document(title="Report of March 2019", held_on=date(2018, 1, 1)))
    assert not time.fits(document())
    assert NamedEdition(3).fits(document(edition=3))
    assert not NamedEdition(3).fits(document())


OLD = document(doc_id="minutes/v1.md", title="Minutes of May", held_on=date(2018, 5, 4))
NEW = document(doc_id="minutes/v2.md", title="Minutes of May, corrected", held_on=date(2019, 5, 4))


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("What was decided?", False),
        ("What was decided in May 2018?", True),
        ("What was decided in May 2018 and in May 2019?", True),
        ("What was decided in May 2019?", False),
        ("What do the minutes of may say?", True),
        ("What does minutes/v1.md say?", True),
        ("What does V1 say?", True),
        ("What does v2 say?", False),
        ("What does v11 say?", False),
    ],
)
def test_what_was_superseded_is_asked_for_by_time_title_or_file(question: str, asks: bool) -> None:
    """Only by what does not name the document that took its place as well."""
    assert asks_for(read_question(question), OLD, NEW) is asks
    assert not asks_for(read_question(question), OLD, OLD)
