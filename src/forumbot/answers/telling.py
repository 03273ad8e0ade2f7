"""Whether a text tells what a question asks for: something of its kind that it does not say."""

from forumbot.answers.claims import asked_role, has_role
from forumbot.answers.matching import QuestionTerms
from forumbot.answers.questions import QuestionKind, marks_of_kind
from forumbot.search import words


def tells(terms: QuestionTerms, kind: QuestionKind, text: str) -> bool:
    """Whether a date, number, person or place stands in the text that the question does not say.

    Where the question asks when something starts or ends, the text must speak of that end. True for
    kinds that leave no mark in a text.
    """
    marks = marks_of_kind(kind, text)
    if marks is None:
        return True
    role = asked_role(terms.question) if kind is QuestionKind.WHEN else None
    if role is not None and not has_role(role, text):
        return False
    return any(not set(words.words(mark)) <= terms.said for mark in marks)
