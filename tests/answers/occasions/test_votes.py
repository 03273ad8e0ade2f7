"""How a vote came out, where the votes are counted beside what was voted on."""

import re
from types import SimpleNamespace
from typing import Any, cast

import pytest

from forumbot.answers.drafts import Retrieved
from forumbot.answers.occasions.votes import on_vote
from forumbot.answers.terms import QuestionTerms
from forumbot.archive.documents import parse_document
from forumbot.asking.question import read_question
from forumbot.config import PassagesConfig
from forumbot.search.hits import Hit, Ranking
from forumbot.search.lexical import LexicalIndex, LexicalText
from forumbot.search.passages import context, cut

MINUTES = """\
# Agate council, minutes

## Transport

The council discussed electric buses for the valley. The town buys two electric buses.
The motion was carried with 76 for, 0 against and 2 abstentions.

## Meals

The price of a meal at school is kept.

Yes: 11

No: 3
"""


TABLED = """\
# Minutes of the club

## Votes

| Motion | For | Against | Abstained |
|---|---|---|---|
| Water meters | 30 | 8 | 3 |
| Compost toilet | 12 | 25 | 4 |

## Decisions

- The fee is raised to 52 euros (27 in favour, 4 against).
- A ban of barbecues was rejected by 20 votes to 11.
"""


def quoted(text: str, question: str) -> str | None:
    """What is quoted where the passages of one document are found; None where nothing is."""
    document = parse_document("agate.md", text.encode())
    passages = cut(
        document,
        lambda text: [found.start() for found in re.finditer(r"\S+", text)],
        PassagesConfig(200, 0),
    )
    texts = [LexicalText(context(document, passage), "en") for passage in passages]
    asked = read_question(question)
    lexical = LexicalIndex.build(texts)
    terms = QuestionTerms.of(asked, lexical)
    hits = [Hit(document, passage, 1.0, 0.0, 0.0, 0.0) for passage in passages]
    nothing = cast("Any", None)
    ranking = Ranking(hits, nothing)
    generation = cast("Any", SimpleNamespace(lexical=lexical))
    draft = on_vote(Retrieved(asked, terms, generation, ranking, nothing, 700, None))
    if draft is None:
        return None
    assert draft.is_certain
    (excerpt,) = draft.excerpts
    return document.text[excerpt.start : excerpt.end]


@pytest.mark.parametrize(
    ("question", "first", "last"),
    [
        (
            "How did the council vote on electric buses?",
            "The council discussed electric buses",
            "2 abstentions.",
        ),
        ("What was the vote on the price of a school meal?", "The price of a meal", "No: 3"),
    ],
)
def test_a_vote_is_told_by_its_count_with_what_was_voted_on(
    question: str, first: str, last: str
) -> None:
    """Each count is quoted with the sentence of its section that names the most of the question."""
    found = quoted(MINUTES, question)
    assert found is not None
    assert found.startswith(first)
    assert found.endswith(last)


@pytest.mark.parametrize(
    "question",
    [
        "How did the council vote on the library roof?",
        "Who voted against the electric buses?",
        "How did the council discuss electric buses?",
    ],
)
def test_a_count_tells_nothing_else(question: str) -> None:
    """Not of another motion, nor who voted how, nor what no vote is asked about."""
    assert quoted(MINUTES, question) is None


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("How did the compost toilet vote go?", "Compost toilet | 12 | 25 | 4"),
        ("Was the compost toilet approved?", "Compost toilet | 12 | 25 | 4"),
        ("How did the vote on the ban of barbecues go?", "A ban of barbecues was rejected"),
        ("How did the vote on the fee go?", "The fee is raised to 52 euros"),
    ],
)
def test_a_row_and_an_item_count_the_votes_on_what_they_name(question: str, told: str) -> None:
    """Neither is told of by the count beside it; a row answers whether it was accepted as well."""
    found = quoted(TABLED, question)
    assert found is not None
    assert found.lstrip("|- ").startswith(told)
    assert "Water" not in found
