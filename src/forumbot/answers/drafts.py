"""What an answer is to quote and to say above the quotes, before it is decided on."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from forumbot.answers.occasions.contradictions import Conflict
from forumbot.answers.occasions.next_event import Occasion, remark_on
from forumbot.answers.occasions.several_forums import Survey
from forumbot.answers.quoting.excerpt import Excerpt

Remark = Callable[[Sequence[Excerpt]], str]
"""What is said above the quotes, given those that are shown, in the order of their numbers."""


@dataclass(frozen=True, slots=True)
class Draft:
    """The excerpts to quote, in order, and the remark above them.

    ``is_certain`` where the excerpts were found by what they are rather than by their likeness to
    the question: the day of an event, the outcomes of a forum. ``note`` is what holds whether the
    quotes answer or not, such as what the calendar says.
    """

    excerpts: tuple[Excerpt, ...]
    remark: Remark
    is_certain: bool = False
    note: str = ""


def plain(excerpts: Sequence[Excerpt]) -> Draft:
    """A draft of these excerpts that says nothing of its own."""
    return Draft(tuple(excerpts), lambda _shown: "")


def on_occasion(occasion: Occasion) -> Draft:
    """The day of the next or last event, and the sentence that gives it.

    Without such a sentence, what the calendar says, and no quote.
    """
    said = occasion.excerpt
    if said is None:
        note = remark_on(occasion, None)
        return Draft((), lambda _shown: note, note=note)
    return Draft(
        (said,), lambda shown: remark_on(occasion, 1) if said in shown else "", is_certain=True
    )


def on_day(excerpt: Excerpt) -> Draft:
    """The sentence that gives the day or the place of the forum that a question names."""
    return Draft((excerpt,), lambda _shown: "", is_certain=True)


def on_several(survey: Survey) -> Draft:
    """A quote for each forum that has one, and which ones have none."""
    excerpts = tuple(part.excerpt for part in survey.parts if part.excerpt is not None)
    is_certain = any(part.is_stated for part in survey.parts)
    return Draft(excerpts, lambda _shown: survey.remark, is_certain, survey.remark)


def on_conflict(conflict: Conflict, others: Sequence[Excerpt], max_chars: int) -> Draft:
    """Both sides of a contradiction first, then of the ``others`` what has room and is not said."""
    first, second = conflict.excerpts

    def remark(shown: Sequence[Excerpt]) -> str:
        if first not in shown or second not in shown:
            return ""
        return conflict.remark((shown.index(first) + 1, shown.index(second) + 1))

    return Draft(_led_by(conflict.excerpts, others, max_chars), remark)


def _led_by(
    first: Sequence[Excerpt], others: Sequence[Excerpt], max_chars: int
) -> tuple[Excerpt, ...]:
    chosen = list(first)
    for other in others:
        apart = all(
            other.doc_id != one.doc_id or other.end <= one.start or one.end <= other.start
            for one in chosen
        )
        taken = sum(one.end - one.start for one in chosen)
        if apart and taken + other.end - other.start <= max_chars:
            chosen.append(other)
    return tuple(chosen)
