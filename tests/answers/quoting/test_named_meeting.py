"""Passages on the event that a question names with its year."""

from dataclasses import replace
from datetime import date

import pytest
from tests.documents import hit_on

from forumbot.answers.quoting.named_meeting import of_named_event, of_named_meeting
from forumbot.asking.question import read_question
from forumbot.search.hits import Hit
from forumbot.search.passages import Passage


def hit(title: str, text: str, held_on: date | None = None, edition: int | None = None) -> Hit:
    """A hit on an English document of one passage, which is known by its title."""
    found = hit_on(Passage(title, (), None, 0, len(text), text))
    document = replace(found.document, title=title, held_on=held_on, edition=edition, language="en")
    return replace(found, document=document)


ITS_OWN = hit("Zoo Conference 2022 in Prague", "It met in Prague.", date(2022, 9, 26))
BEFORE = hit("Zoo Conference in Vienna", "450 people came.", date(2019, 5, 14))
FORUM = hit("First Forum", "25 countries came; see https://zoo.example/2022/news.", edition=1)
PAGE = hit("Feeding", "Ten keepers came.")


def titles(question: str, *hits: Hit) -> list[str]:
    """The documents of what is left of the hits for a question, in their order."""
    return [one.document.title for one in of_named_event(read_question(question), hits)]


@pytest.mark.parametrize(
    "question",
    [
        "How many people attended the Zoo Conference 2022?",
        "Who opened the zoo conference in 2022?",
        "Who opened the 2022 zoo conference?",
        "Wie viele Leute kamen zur Zoo-Konferenz 2022?",
    ],
)
def test_other_events_say_nothing_of_the_one_that_is_named_with_its_year(question: str) -> None:
    """The same conference of another year and a forum are left out, a page on no event is not."""
    assert titles(question, FORUM, BEFORE, PAGE, ITS_OWN) == ["Feeding", ITS_OWN.document.title]


def test_what_another_event_says_of_that_year_is_kept() -> None:
    """An earlier conference may have announced the one that is named."""
    announcing = hit("Zoo Conference", "In 2022 we meet in Prague.", date(2019, 5, 14))
    question = "Where was the zoo conference 2022?"
    assert titles(question, announcing, ITS_OWN) == ["Zoo Conference", ITS_OWN.document.title]


@pytest.mark.parametrize(
    "question",
    [
        "How many people attended the zoo conference?",
        "What was decided on zoos in 2022?",
        "How many people attended the cage conference 2022?",
        "What is planned for the zoo conference until 2022?",
    ],
)
def test_all_stay_where_no_event_is_named_with_its_year(question: str) -> None:
    """Without the year, the word for a meeting or another of the title, no event is meant."""
    assert titles(question, BEFORE, FORUM, ITS_OWN) == [
        BEFORE.document.title,
        "First Forum",
        ITS_OWN.document.title,
    ]


def test_a_forum_that_is_named_counts_before_an_event() -> None:
    """What the first forum said of a conference is of that forum, whatever year is named."""
    question = read_question("What did the first forum say of the zoo conference 2022?")
    left = of_named_meeting(question, [ITS_OWN, FORUM])
    assert left[0].document.title == "First Forum"
