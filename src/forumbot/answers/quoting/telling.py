"""Whether a text tells what a question asks for: something of its kind that it does not say."""

from collections.abc import Collection, Iterable

from forumbot.answers.occasions.claims import asked_role, has_role
from forumbot.answers.terms import QuestionTerms
from forumbot.asking.kinds import QuestionKind, marks_of_kind
from forumbot.asking.question import Question
from forumbot.language import words

_COUNTED = frozenset({QuestionKind.WHEN, QuestionKind.NUMBER})


def tells(terms: QuestionTerms, text: str) -> bool:
    """Whether a date, number, person or place stands in the text that the question does not say.

    Where the question asks when something starts or ends, the text must speak of that end. True for
    kinds that leave no mark in a text.
    """
    role = asked_role(terms.question.text) if terms.kind is QuestionKind.WHEN else None
    if role is not None and not has_role(role, text):
        return False
    return holds_new(terms.said, terms.kind, text)


def holds_new(said: Collection[str], kind: QuestionKind, text: str) -> bool:
    """Whether something of the kind stands in the text beside the levelled words ``said``.

    True for kinds that leave no mark in a text.
    """
    marks = marks_of_kind(kind, text)
    return marks is None or any(not set(words.words(mark)) <= set(said) for mark in marks)


def lacks_what_is_counted(question: Question, texts: Iterable[str]) -> bool:
    """Whether a date or a number is asked for, and none that is new stands in any of the texts."""
    kind = question.kind
    return kind in _COUNTED and not any(holds_new(question.words, kind, text) for text in texts)
