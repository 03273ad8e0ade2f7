from dataclasses import replace

import pytest
from tests.documents import hit_on

from forumbot.answers.quoting.novelty import adds, is_doubted
from forumbot.answers.terms import QuestionTerms
from forumbot.asking.question import read_question
from forumbot.models.reader import Reading
from forumbot.search.hits import Hit
from forumbot.search.lexical import LexicalIndex, LexicalText
from forumbot.search.passages import Passage

EXPERTS = "The group of experts on clusters has 33 members."
ASSESSORS = "The group of assessors of clusters has 200 members."


def terms_of(question: str) -> QuestionTerms:
    """The words of a question over an archive of two sentences."""
    texts = [LexicalText(text, "en") for text in (EXPERTS, ASSESSORS)]
    return QuestionTerms.of(read_question(question), LexicalIndex.build(texts))


def read(text: str, logit: float | None) -> Hit:
    """A hit on a text that was read with a logit, or was not."""
    hit = hit_on(Passage("a.md", (), None, 0, len(text), text))
    return hit if logit is None else replace(hit, reading=Reading(logit, 9.0, 0, 3))


@pytest.mark.parametrize(
    ("asked", "further", "first", "is_left_out"),
    [
        ("How many members does the group of experts have?", -0.1, 0.1, True),
        ("How many members does the group of experts have?", 0.1, 0.2, False),
        ("How many members does the group of experts have?", -0.1, -0.2, False),
        ("How many members does the group of experts have?", None, 0.2, False),
        ("How many members does the group of experts have?", -2.0, -1.5, False),
        ("How many members has the group of experts and who spoke?", -0.1, 0.1, False),
        ("What about members of the group of experts?", -0.1, 0.1, False),
    ],
)
def test_where_one_fact_is_asked_no_doubtful_quote_follows(
    asked: str, further: float | None, first: float, is_left_out: bool
) -> None:
    """A passage that the reader finds unlikely, and less likely than the first, is doubted."""
    hits = read(ASSESSORS, further), read(EXPERTS, first)
    assert is_doubted(terms_of(asked), *hits) is is_left_out


@pytest.mark.parametrize(
    ("quote", "score", "is_added"),
    [
        (ASSESSORS, 0.9, True),
        (ASSESSORS, 0.5, False),
        ("The group of experts has members:", 0.9, False),
        ("The group of experts on clusters has members.", 0.9, False),
        (EXPERTS, 0.9, False),
    ],
)
def test_a_further_quote_is_close_whole_and_new(quote: str, score: float, is_added: bool) -> None:
    """It agrees about as well as the first, holds a number as asked, and says what is not said."""
    terms = terms_of("How many members does the group of experts have?")
    assert adds(quote, score, terms, 1.0, [EXPERTS]) is is_added


@pytest.mark.parametrize(
    ("asked", "first", "quote", "is_added"),
    [
        (
            "How much does the pilot get?",
            "The pilot gets €3.6 million.",
            "The budget of the pilot rose to €3.6 million, so that it could start.",
            False,
        ),
        (
            "How much does the pilot get?",
            "The pilot gets €3.6 million.",
            "The budget of the pilot rose to €3.9 million, so that it could start.",
            True,
        ),
        (
            "When does the pilot start?",
            "The pilot starts on 4 May 2019.",
            "In May 2019 the pilot is to start, as was agreed.",
            False,
        ),
        (
            "Who leads the pilot?",
            "The pilot is led by Ada Quill.",
            "Ada Quill led the pilot and thanked everybody.",
            False,
        ),
        (
            "Who leads the pilot?",
            "The pilot is led by Ada Quill.",
            "With Ada Quill, Bo Fenn leads the pilot.",
            True,
        ),
    ],
)
def test_what_says_the_same_value_again_is_not_added(
    asked: str, first: str, quote: str, is_added: bool
) -> None:
    """Of a date, a number or a person nothing is quoted twice, but in another forum's words."""
    assert adds(quote, 0.9, terms_of(asked), 1.0, [first]) is is_added
    assert adds(quote, 0.9, terms_of(asked), 1.0, [first], is_other=True)


@pytest.mark.parametrize(("year", "is_added"), [("2018", False), ("2019", True)])
def test_a_further_quote_is_of_no_other_year_than_the_question(year: str, is_added: bool) -> None:
    """What the group plans for the next year answers nothing about this one."""
    terms = terms_of("How many members did the group of experts have in 2019?")
    quote = f"The group of experts on clusters had 54 members in {year}."
    assert adds(quote, 1.0, terms, 1.0, [EXPERTS]) is is_added
