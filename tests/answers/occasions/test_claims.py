"""What a sentence claims of the kind that a question asks for."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forumbot.answers.occasions.claims import claims, counts
from forumbot.asking.kinds import QuestionKind
from forumbot.asking.question import read_question


def values(question: str, kind: QuestionKind, text: str) -> dict[str, object]:
    """The values claimed, by role."""
    asked = replace(read_question(question), kind=kind)
    return {role: claim.value for role, claim in claims(asked, text).items()}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It will end on 6 May 2019.", {"end": date(2019, 5, 6)}),
        ("It began on 20 November 2018.", {"start": date(2018, 11, 20)}),
        ("They met on 3 May 2019 (report of 5 June 2019).", {"on": date(2019, 5, 3)}),
        (
            "It runs from 20 November 2018 to 30 April 2019.",
            {"start": date(2018, 11, 20), "end": date(2019, 4, 30)},
        ),
        (
            "Sie beginnen am 20. November 2018 und enden am 30. April 2019.",
            {"start": date(2018, 11, 20), "end": date(2019, 4, 30)},
        ),
        ("It was on 14-16 May 2019.", {"start": date(2019, 5, 14), "end": date(2019, 5, 16)}),
        ("One was on 3 May 2019, another one on 7 June 2019.", {}),
        ("It was in May 2019.", {}),
    ],
)
def test_a_date_is_claimed_with_its_role(text: str, expected: dict[str, object]) -> None:
    """Start and end are told apart; asides and several unlike dates claim nothing."""
    assert values("When was it?", QuestionKind.WHEN, text) == expected


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        ("What is the budget?", "The budget is €3.6 million.", {"eur": Decimal("3600000")}),
        ("What is the budget?", "It has 3,600,000 euros.", {"eur": Decimal("3600000")}),
        ("How many countries took part?", "Fifteen people of 15 countries met.", {"countri": 15}),
        ("How many countries took part?", "About 15 countries took part.", {}),
        ("How many countries took part?", "It has 15 pages.", {}),
        ("How many people came?", "18 people came, and 20 people left.", {}),
    ],
)
def test_a_number_is_claimed_with_what_it_counts(
    question: str, text: str, expected: dict[str, object]
) -> None:
    """Amounts of money, and counts of what the question counts; never an approximate one."""
    assert values(question, QuestionKind.NUMBER, text) == expected


def test_a_place_is_claimed_where_something_is_held() -> None:
    """A place follows what is held there; a month is none."""
    kind = QuestionKind.WHERE
    assert values("Where?", kind, "The forum was held in Prague.") == {"place": "prague"}
    assert values("Where?", kind, "The forum was held in May.") == {}
    assert values("Why?", QuestionKind.HOW_WHY, "The forum was held in Prague.") == {}


@given(st.sampled_from(list(QuestionKind)), st.text(max_size=200))
def test_a_claim_says_where_it_stands(kind: QuestionKind, text: str) -> None:
    """Any text can be read, and what is claimed stands in it at the offsets given."""
    asked = replace(read_question("How many forums end?"), kind=kind)
    for claim in claims(asked, text).values():
        assert 0 <= claim.start < claim.end <= len(text)


def test_a_text_counts_what_the_question_asks_to_count() -> None:
    """The number stands right before it, among at most two other words."""
    question = "How many countries took part?"
    assert counts(read_question(question), "Some 18 people of about 15 EU countries met.")
    assert not counts(read_question(question), "Session 1 was held by a ministry of the countries.")
    assert not counts(read_question(question), "Conference 2018: bridging countries.")
    assert not counts(read_question(question), "Session 1, countries and regions.")
