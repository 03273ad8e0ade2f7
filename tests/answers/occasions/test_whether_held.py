"""Whether something was held, or only planned."""

import re
from typing import Any, cast

import pytest

from forumbot.answers.drafts import Retrieved
from forumbot.answers.occasions.whether_held import on_whether_held
from forumbot.answers.terms import QuestionTerms
from forumbot.archive.documents import parse_document
from forumbot.asking.question import read_question
from forumbot.config import PassagesConfig
from forumbot.search.hits import Hit, Ranking
from forumbot.search.lexical import LexicalIndex, LexicalText
from forumbot.search.passages import context, cut

ENGLISH = """\
# Agate days in Oslo

The round table of the Agate days is planned for June. The Agate days took place on 5 May 2019.

## Matchmaking

- A matchmaking was to open the Agate days.
- At the Agate days 12 firms held 30 meetings.

## Dinner

The dinner was to be held on a boat.

## Excursion

The leaflet of the excursion, published in May, names Bergen.

## Supper

The guests of the supper agreed on this:

- More soup.
"""
GERMAN = """\
# Achattage

Die Achattage sind für Mai geplant.

Die Achattage haben im Juni stattgefunden.
"""


def quoted(text: str, question: str) -> str | None:
    """What is quoted where all passages of one document are found."""
    document = parse_document("agate.md", text.encode())
    passages = cut(
        document,
        lambda text: [found.start() for found in re.finditer(r"\S+", text)],
        PassagesConfig(60, 0),
    )
    texts = [LexicalText(context(document, passage), document.language) for passage in passages]
    asked = read_question(question)
    terms = QuestionTerms.of(asked, LexicalIndex.build(texts))
    hits = [Hit(document, passage, 1.0, 0.0, 0.0, 0.0) for passage in passages]
    nothing = cast("Any", None)
    ranking = Ranking(hits, nothing)
    draft = on_whether_held(Retrieved(asked, terms, nothing, ranking, nothing, 700, None))
    if draft is None:
        return None
    assert draft.is_certain
    return document.text[draft.excerpts[0].start : draft.excerpts[0].end]


@pytest.mark.parametrize(
    ("text", "question", "quote"),
    [
        (ENGLISH, "Were the Agate days held?", "The Agate days took place on 5 May 2019."),
        (ENGLISH, "Did the Agate days in Oslo take place?", "The Agate days took place on"),
        (ENGLISH, "Was the matchmaking held, or only planned?", "At the Agate days 12 firms held"),
    ],
)
def test_what_is_told_as_held_comes_before_its_plan(text: str, question: str, quote: str) -> None:
    """What says that it took place before what else was done there."""
    assert (quoted(text, question) or "").startswith(quote)


@pytest.mark.parametrize(
    "question",
    [
        "Was the dinner held?",
        "Was the excursion held?",
        "Was the supper held?",
        "Did the Agate days take place in Vienna?",
        "Was the budget of the Agate days held back?",
        "When did the Agate days take place?",
        "Did the Agate days decide on fees?",
        "Did 12 firms of the Agate days agree?",
        "Was haben die Agate days beschlossen?",
    ],
)
def test_nothing_else_is_told_as_held(question: str) -> None:
    """A plan alone, a place that no sentence gives, and whatever else is asked."""
    assert quoted(ENGLISH, question) is None


def test_other_languages_tell_it_by_their_tables() -> None:
    """The sentence that speaks of a plan is not the one."""
    told = quoted(GERMAN, "Haben die Achattage stattgefunden?")
    assert told == "Die Achattage haben im Juni stattgefunden."
