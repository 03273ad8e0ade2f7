"""Places and days that a question offers to be confirmed."""

import pytest

from forumbot.answers.occasions.premises import Premise, premise_of
from forumbot.asking.kinds import QuestionKind
from forumbot.asking.question import read_question

WHERE, WHEN = QuestionKind.WHERE, QuestionKind.WHEN


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("Did the third forum take place in Brussels?", WHERE, {"brussels"}),
        ("Le troisième forum a-t-il eu lieu à Bruxelles ?", WHERE, {"bruxelles"}),
        ("Hat das vierte Forum in Berlin stattgefunden?", WHERE, {"berlin"}),
        ("Was the summit held in 2019?", WHEN, {"2019"}),
    ],
)
def test_yes_or_no_offers_a_place_or_a_day(text: str, kind: QuestionKind, words: set[str]) -> None:
    """A place by the preposition and the capital, a day by being a time, in any language."""
    question = read_question(text)
    assert premise_of(question, question.content_words) == Premise(kind, frozenset(words))


@pytest.mark.parametrize(
    "text",
    [
        "Where in Brussels did the third forum take place?",
        "Did the third forum discuss Brussels?",
        "Did the forum end in tears?",
        "Hat das dritte Forum Ergebnisse?",
        "Was wurde auf dem dritten Forum zur Digitalisierung gesagt?",
    ],
)
def test_anything_else_offers_none(text: str) -> None:
    """What has a question word, and what no preposition leads to, confirms no place."""
    question = read_question(text)
    assert premise_of(question, question.content_words) is None
