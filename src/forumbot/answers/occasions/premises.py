"""Questions that offer the place or the day of a meeting to be confirmed: "was it in Paris?"."""

from collections.abc import Collection
from dataclasses import dataclass

from forumbot.asking.kinds import QuestionKind
from forumbot.asking.question import Question
from forumbot.language.levelling import level
from forumbot.language.table import codes
from forumbot.language.turns import turns

_ENGLISH = "en"
ASKING = frozenset(
    (
        "next upcoming forthcoming nachste nachsten nachster nachstes kommende kommenden prochain "
        "prochaine volgende take takes taking place held hold holding happen happens happening "
        "scheduled planned start starts begin begins date dates day time venue city country fand "
        "location event events scheduling statt findet stattfinden stattgefunden lieu aura "
        "veranstaltung "
        "evenement due going edition last latest most recent letzte letzten letzter letztes "
        "dernier derniere laatste"
    ).split()
)
"""Words, levelled, that ask for the day or the place of an event and name none."""


@dataclass(frozen=True, slots=True)
class Premise:
    """What a question offers: a place or a day by its ``kind``, in these levelled ``words``."""

    kind: QuestionKind
    words: frozenset[str]


def premise_of(question: Question, beside: Collection[str]) -> Premise | None:
    """The place or the day that a question offers among the words ``beside`` a name.

    A place is what a preposition leads to and capitals begin; a day lies in the times that the
    question names. None where it has a question word, or offers neither.
    """
    if not is_confirmed(question):
        return None
    places = [one for one in question.located if one[0] in beside]
    placed = {word for word, start, _end in places if _is_led_to(question, start)}
    timed = timed_words(question).intersection(beside)
    for kind, found in ((QuestionKind.WHERE, placed - timed), (QuestionKind.WHEN, timed)):
        if found:
            return Premise(kind, frozenset(found))
    return None


def timed_words(question: Question) -> frozenset[str]:
    """The words, levelled, that lie in the times that a question names."""
    return frozenset(
        word
        for word, start, end in question.located
        if any(time.start <= start and end <= time.end for time in question.times)
    )


def is_confirmed(question: Question) -> bool:
    """Whether yes or no is asked for, in whatever language."""
    spoken = question.spoken
    is_told = spoken != _ENGLISH and spoken in codes()
    # "Was" is a verb of English and "what" in German.
    is_open = not is_told or question.asks in (None, "yes_no")
    if question.kind is QuestionKind.YES_NO:
        return is_open
    if question.kind is not QuestionKind.WHAT or not question.text.rstrip().endswith("?"):
        return False
    return is_told and is_open


def _is_led_to(question: Question, start: int) -> bool:
    before = level(question.text[:start]).split()
    is_led = bool(before) and before[-1] in turns(question.spoken).within
    return is_led and question.text[start].isupper()
