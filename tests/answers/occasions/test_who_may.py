"""Who may do something, by the rules of an association."""

import pytest
from tests.answers.test_answerer import NOW, answerer_of

from forumbot.answers.answerer import Answerer
from forumbot.asking.question import read_question
from forumbot.search.ports import Embedder

RULES = """\
---
title: Rules of the moss club
language: en
---
# Rules of the moss club

## Members

Any adult who lives in Mossford may become a member. Ada and Bo look after the list.

## Votes

Every member who has paid the fee is entitled to vote. Guests may attend, but they may not vote.
"""


@pytest.fixture(scope="module")
def club(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Answerer:
    """An archive of rules alone."""
    folder = tmp_path_factory.mktemp("club")
    (folder / "knowledge").mkdir()
    (folder / "knowledge" / "rules.md").write_text(RULES, encoding="utf-8")
    answerer, _generation = answerer_of(folder / "knowledge", folder / "index", embedder, NOW)
    return answerer.quoting_all()


def said(answerer: Answerer, question: str) -> str:
    """What is quoted for a question."""
    return " ".join(one.quote for one in answerer.answer(read_question(question)).citations)


def test_an_exception_stands_with_its_rule(club: Answerer) -> None:
    """Whichever of the two the question is nearer to."""
    assert "Every member who has paid the fee" in said(club, "Who may vote?")


def test_names_tell_not_who_may(club: Answerer) -> None:
    """What tells it is quoted."""
    assert "Any adult who lives in Mossford" in said(club, "Who may become a member?")
