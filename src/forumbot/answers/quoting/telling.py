"""Whether a text tells what a question asks for: something of its kind that it does not say."""

from collections.abc import Iterable

from forumbot.answers.terms import QuestionTerms
from forumbot.asking.kinds import QuestionKind, holds_new
from forumbot.asking.periods import has_role
from forumbot.asking.question import Question

_COUNTED = frozenset({QuestionKind.WHEN, QuestionKind.NUMBER})


def tells(terms: QuestionTerms, text: str) -> bool:
    """Whether a date, number, person or place stands in the text that the question does not say.

    Where the question asks when something starts or ends, the text must speak of that end. True for
    kinds that leave no mark in a text.
    """
    role = terms.role
    if role is not None and not has_role(role, text):
        return False
    return holds_new(terms.kind, text, terms.said)


def lacks_what_is_counted(question: Question, texts: Iterable[str]) -> bool:
    """Whether a date or a number is asked for, and none that is new stands in any of the texts."""
    kind = question.kind
    return kind in _COUNTED and not any(holds_new(kind, text, question.words) for text in texts)
