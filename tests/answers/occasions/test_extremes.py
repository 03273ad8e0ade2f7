"""Questions for the one of a list or a table that has most or least of something."""

import re
from typing import Any, cast

import pytest

from forumbot.answers.drafts import Draft, Retrieved
from forumbot.answers.occasions.extremes import on_extremes
from forumbot.answers.terms import QuestionTerms
from forumbot.archive.documents import parse_document
from forumbot.asking.question import read_question
from forumbot.config import PassagesConfig
from forumbot.search.hits import Hit, Ranking
from forumbot.search.lexical import LexicalIndex, LexicalText
from forumbot.search.passages import context, cut

INNS = """\
# Agate days

Hotels near the venue:

- Hotel Elm (1.0 km), from € 120
- Pension Oak (500 m), from € 1,080
- Hotel Ash (2.0 km), from € 95
"""
STAFF = """\
# Agate report

| Country | Participants | Talks |
|---|---|---|
| Norway | 12 | 3 |
| Malta | 1 040 | 2 |
| Spain | 31 | 2 |
"""
UNEVEN = "# Agate days\n\nHotels:\n\n- Elm (1.0 km)\n- Oak (5 min)\n- Ash (2.0 km)\n"


def drafted(text: str, question: str) -> tuple[str, Draft] | None:
    """What is quoted first, and the draft, where the passages of one document are found."""
    document = parse_document("agate.md", text.encode())
    passages = cut(
        document,
        lambda text: [found.start() for found in re.finditer(r"\S+", text)],
        PassagesConfig(200, 0),
    )
    texts = [LexicalText(context(document, passage), "en") for passage in passages]
    asked = read_question(question)
    terms = QuestionTerms.of(asked, LexicalIndex.build(texts))
    hits = [Hit(document, passage, 1.0, 0.0, 0.0, 0.0) for passage in passages]
    nothing = cast("Any", None)
    ranking = Ranking(hits, nothing)
    draft = on_extremes(Retrieved(asked, terms, nothing, ranking, nothing, 700, None))
    if draft is None:
        return None
    return document.text[draft.excerpts[0].start : draft.excerpts[0].end], draft


@pytest.mark.parametrize(
    ("text", "question", "begins"),
    [
        (INNS, "Which hotel is the closest?", "Pension Oak"),
        (INNS, "Which hotel is the farthest from the venue?", "Hotel Ash"),
        (INNS, "What is the cheapest hotel?", "Hotel Ash"),
        (INNS, "Welches ist das teuerste Hotel?", "Pension Oak"),
        (STAFF, "Which country had the most participants?", "Malta"),
        (STAFF, "Which country had the fewest participants?", "Norway"),
        (STAFF, "Which country gave the most talks?", "Norway"),
    ],
)
def test_the_extreme_is_computed(text: str, question: str, begins: str) -> None:
    """By the units of a list or the column that is named, however the numbers are written."""
    found = drafted(text, question)
    assert found is not None
    assert found[0].startswith(begins)


@pytest.mark.parametrize(
    ("text", "question"),
    [
        (STAFF, "Which country gave the fewest talks?"),
        (STAFF, "Which country had the most hotels?"),
        (UNEVEN, "Which hotel is the closest?"),
        (INNS, "Which hotel has the most rooms?"),
        (INNS, "Which hotels are there?"),
    ],
)
def test_nothing_is_computed_where_it_cannot_be_told(text: str, question: str) -> None:
    """Two share it, nothing says how much, the units differ, or no extreme is asked for."""
    assert drafted(text, question) is None


def test_it_is_certain_where_the_list_says_what_is_asked() -> None:
    """A word that the list lacks may ask for something else."""
    found = drafted(INNS, "Which hotel is the closest?")
    assert found is not None
    assert found[1].is_certain
    other = drafted(INNS, "Which laundry is the closest?")
    assert other is not None
    assert not other[1].is_certain
