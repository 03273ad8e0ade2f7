"""Whether a text tells what a question asks for: something of its kind that it does not say."""

from collections.abc import Sequence

from forumbot.answers.terms import QuestionTerms
from forumbot.asking.kinds import QuestionKind, holds_new
from forumbot.asking.periods import has_role
from forumbot.asking.question import Question
from forumbot.language.patterns import ways
from forumbot.language.table import derived, tables
from forumbot.language.words import words

_COUNTED = frozenset({QuestionKind.WHEN, QuestionKind.NUMBER})
# Set by hand: "den" and "an" are units of time in one language, and small words in others.
_LEAST_PERIOD = 4


def tells(terms: QuestionTerms, text: str) -> bool:
    """Whether a date, number, person or place stands in the text that the question does not say.

    Where the question asks when something starts or ends, the text must speak of that end. True for
    kinds that leave no mark in a text.
    """
    role = terms.role
    if role is not None and not has_role(role, text):
        return False
    return holds_new(terms.kind, text, terms.said)


def lacks_what_is_counted(question: Question, texts: Sequence[str]) -> bool:
    """Whether a date or a number is asked for, and none that is new stands in any of the texts.

    How long something takes is told by a period alone: "within a month".
    """
    kind = question.kind
    if question.asks == "how_long" and any(not _periods().isdisjoint(words(one)) for one in texts):
        return False
    return kind in _COUNTED and not any(holds_new(kind, text, question.words) for text in texts)


@derived
def _periods() -> frozenset[str]:
    """The levelled words for units of time in all languages, but short ones, which others have."""
    said = (way for one in tables() for unit in one.units.values() for way in ways(unit))
    return frozenset(word for way in said for word in words(way) if len(word) >= _LEAST_PERIOD)
