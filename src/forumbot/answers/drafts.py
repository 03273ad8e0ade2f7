"""What an answer is to quote and to say above the quotes, before it is decided on."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from forumbot.answers.quoting.excerpt import Excerpt
from forumbot.answers.terms import QuestionTerms
from forumbot.asking.kinds import QuestionKind
from forumbot.asking.question import Question
from forumbot.search.generation import Generation
from forumbot.search.hits import Ranking

RemarkOn = Callable[[Sequence[Excerpt]], str]
"""What is said above the quotes, given those that are shown, in the order of their numbers."""
Search = Callable[[Question], Callable[[Collection[str]], Ranking]]
"""Of a question, what finds its best passages among the documents with some ids."""


@dataclass(frozen=True, slots=True)
class Draft:
    """The excerpts to quote, in order, and the remark above them.

    ``is_certain`` where the excerpts were found by what they are rather than by their likeness to
    the question: the day of an event, the outcomes of a forum; ``taken_from`` says what. ``note``
    holds whether the quotes answer or not, such as what the calendar says. ``about`` is the
    question asked instead, None where none was, and ``rankings`` what was found for it.
    """

    excerpts: tuple[Excerpt, ...]
    remark_on: RemarkOn
    is_certain: bool = False
    note: str = ""
    about: QuestionTerms | None = None
    rankings: tuple[Ranking, ...] = ()
    taken_from: str = "the best passages"


@dataclass(frozen=True, slots=True)
class Retrieved:
    """A question, a generation, and what was found in it: all that a draft is made of.

    ``form`` is the form of the question that the passages of ``ranking`` speak for most; ``only``
    are the documents that may answer, None for all; quotes have room for ``max_chars``.
    """

    question: Question
    form: QuestionTerms
    generation: Generation
    ranking: Ranking
    search: Search
    max_chars: int
    only: Collection[str] | None

    @property
    def wanted(self) -> QuestionTerms:
        """The form, wanting what is asked for: in other words it says so no longer.

        Not whether something is so: a reader was not made to find that, and doubts it too often.
        """
        kind = self.question.kind
        return self.form if kind is QuestionKind.YES_NO else self.form.wanting(kind)


Drafter = Callable[[Retrieved], Draft | None]
"""Drafts the answer to one kind of question; None where the question is of another kind."""


def silent(_shown: Sequence[Excerpt]) -> str:
    """No remark."""
    return ""
