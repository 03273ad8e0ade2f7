from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forumbot.archive.documents import Document
from forumbot.search.scope import NamedEdition, NamedTime, named_in, without_times


def document(**fields: object) -> Document:
    """A document without text."""
    values = {"doc_id": "a.md", "sha256": "", "title": "A report", "kind": "report",
              "language": "en", "text": "", "blocks": ()}  # fmt: skip
    return Document(**{**values, **fields})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("question", "words", "first", "last"),
    [
        ("What was said in 2019?", "2019", date(2019, 1, 1), date(2019, 12, 31)),
        ("Who spoke in March 2019?", "March 2019", date(2019, 3, 1), date(2019, 3, 31)),
        ("the Sept. 2020 call", "Sept. 2020", date(2020, 9, 1), date(2020, 9, 30)),
        ("in spring of 2019", "spring of 2019", date(2019, 3, 1), date(2019, 5, 31)),
        ("im Frühjahr 2019", "Frühjahr 2019", date(2019, 3, 1), date(2019, 5, 31)),
        ("en été 2019", "été 2019", date(2019, 6, 1), date(2019, 8, 31)),
        ("en mayo de 2019", "mayo de 2019", date(2019, 5, 1), date(2019, 5, 31)),
        ("in het najaar 2020", "najaar 2020", date(2020, 9, 1), date(2020, 11, 30)),
        ("vom 4. Mai 2021", "4. Mai 2021", date(2021, 5, 4), date(2021, 5, 4)),
        ("on 20 February 2019", "20 February 2019", date(2019, 2, 20), date(2019, 2, 20)),
        ("February 2024", "February 2024", date(2024, 2, 1), date(2024, 2, 29)),
        ("14-16 May 2019", "14-16 May 2019", date(2019, 5, 14), date(2019, 5, 16)),
    ],
)
def test_a_time_is_read_with_its_days(question: str, words: str, first: date, last: date) -> None:
    """Years, months, seasons and days in four languages become their first and last day."""
    assert named_in(question) == (NamedTime(words, ((first, last),)),)


@pytest.mark.parametrize(
    "question",
    [
        "What is planned by 2030?",
        "Which budget was set for 2021?",
        "until the end of March 2019",
        "since 20 February 2019",
        "the years 2014 to 2020",
        "EU Cluster Weeks 2018/2019",
        "the period 2018-19",
        "ISO 9001:2015 and MIWP 2020.1",
        "version v2019 of RFC2019",
        "bis Ende 2020",
        "Who spoke in March?",
        "31 participants in 1815",
    ],
)
def test_a_time_that_is_content_is_left_alone(question: str) -> None:
    """Ends, ranges, numbers that look like years, and months without one name no documents."""
    assert named_in(question) == ()


def test_a_winter_is_one_of_two() -> None:
    """The winter of a year is the one that ends in it or the one that begins in it."""
    (winter,) = named_in("in winter 2019")
    for day, fits in [
        (date(2018, 12, 1), True), (date(2019, 2, 28), True), (date(2019, 6, 1), False),
        (date(2019, 12, 1), True), (date(2020, 2, 29), True), (date(2020, 3, 1), False),
    ]:  # fmt: skip
        assert winter.fits(document(held_on=day)) is fits


def test_forum_and_time_are_named_together() -> None:
    """A question can name both, and several times, which count as one condition."""
    edition, time = named_in("What did the third forum say in 2018 and in March 2019?")
    assert edition == NamedEdition(3)
    assert edition.words == "the 3rd forum"
    assert time.words == "2018 and March 2019"
    assert time.fits(document(held_on=date(2018, 11, 15)))
    assert time.fits(document(published_on=date(2019, 3, 8)))
    assert not time.fits(document(published_on=date(2019, 4, 8)))


@pytest.mark.parametrize(
    ("number", "words"),
    [(1, "the 1st forum"), (2, "the 2nd forum"), (4, "the 4th forum"), (11, "the 11th forum"),
     (22, "the 22nd forum")],
)  # fmt: skip
def test_an_edition_is_said_in_words(number: int, words: str) -> None:
    """Numbers have the endings of English."""
    assert NamedEdition(number).words == words


def test_a_document_is_of_its_event_its_publication_or_its_title() -> None:
    """Any day of an event counts; the title's time only where no date is known."""
    (time,) = named_in("in March 2019")
    over_the_edge = document(held_on=date(2019, 2, 27), held_until=date(2019, 3, 1))
    assert time.fits(over_the_edge)
    assert time.fits(document(title="Report of March 2019"))
    assert not time.fits(document(title="Report of March 2019", held_on=date(2018, 1, 1)))
    assert not time.fits(document())
    assert NamedEdition(3).fits(document(edition=3))
    assert not NamedEdition(3).fits(document())


@pytest.mark.parametrize(
    ("question", "rest"),
    [
        ("What did the forum of April 2018 discuss?", "What did the forum discuss?"),
        ("Who spoke on 14 March 2019?", "Who spoke?"),
        ("the 2019 report on labels", " report on labels"),
        ("Who spoke, and what is planned by 2030?", "Who spoke, and what is planned by 2030?"),
    ],
)
def test_a_question_can_be_had_without_its_times(question: str, rest: str) -> None:
    """A time goes with the preposition before it; one that is content stays."""
    assert without_times(question) == rest


@given(st.text(max_size=80))
def test_any_text_can_be_read(text: str) -> None:
    """Whatever is asked, times have an order, and leaving them out makes nothing longer."""
    for named in named_in(text):
        if isinstance(named, NamedTime):
            assert named.words
            assert all(first <= last for first, last in named.spans)
    assert len(without_times(text)) <= len(text)
