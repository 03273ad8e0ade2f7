"""Answers to messages that name no subject, from the documents that were spoken of."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace

from forumbot.answers.answer import Answer, Finding
from forumbot.answers.deciding.sureness import SURE
from forumbot.asking.question import Nearby, Question
from forumbot.language.words import stems

Answering = Callable[[Sequence[Question], Collection[str] | None], list[Answer]]
"""Answers questions, from some documents alone where these are given."""

# Set by hand, by 68 turns of conversations over two archives: the document that was spoken of is
# left for another one only where that answers far more surely, or it does so hardly itself.
_FAR = 0.25
HARDLY = 0.5
"""An answer less sure than that tells little of what is spoken of."""


def answered_nearby(
    questions: Sequence[Question], answers: Sequence[Answer], answering: Answering
) -> list[Answer]:
    """The answers, but from the documents that were spoken of where these answer about as well."""
    return [
        one if question.nearby is None else _nearest(one, question, answering)
        for question, one in zip(questions, answers, strict=True)
    ]


def surely_nearby(question: Question, answering: Answering) -> Answer | None:
    """The first answer from the documents that were spoken of that is not hardly sure, if any."""
    return next((one for one in _nearby(question, answering) if _sure(one) >= HARDLY), None)


def _nearest(anywhere: Answer, question: Question, answering: Answering) -> Answer:
    """The first that answers nearly as surely as anywhere; else what comes near, for nothing.

    What answers a whole question surely anywhere, or tells it from the calendar, stands; what takes
    its place else is surer, and not hardly so.
    """
    nearby = question.nearby
    if nearby is None or anywhere.is_told or _stands(anywhere, nearby):
        return anywhere
    best = anywhere
    for one in _nearby(question, answering):
        least = max(min(HARDLY, _sure(anywhere)), _sure(anywhere) - _FAR)
        if nearby.is_whole:
            least = max(HARDLY, _sure(anywhere))
        if 0 < _sure(one) >= least:
            return _said_to_be_read(one, nearby)
        is_nearer = best.finding is Finding.NOTHING and one.finding is Finding.NEAR
        if is_nearer and _speaks_of(question, one):
            best = one
    return best


def _stands(anywhere: Answer, nearby: Nearby) -> bool:
    """Whether nothing is asked of the documents that were spoken of, as the answer needs none."""
    is_sure = nearby.is_whole and _sure(anywhere) >= SURE
    return is_sure or bool(_sure(anywhere) and _is_from(anywhere, nearby.doc_ids))


def _said_to_be_read(answer: Answer, nearby: Nearby) -> Answer:
    """The answer to a whole question, which says that it is of what was spoken of."""
    if not nearby.is_whole or nearby.question is None:
        return answer
    return replace(answer, understood=nearby.question)


def _speaks_of(question: Question, near: Answer) -> bool:
    """Whether what comes near holds a word of the message, not only of what was spoken of.

    So it may do where they are in different languages.
    """
    own = set(stems(question.text, question.spoken))
    return any(
        one.language != question.spoken or not own.isdisjoint(stems(one.quote, one.language))
        for one in near.nearest
    )


def _is_from(answer: Answer, doc_ids: Collection[str]) -> bool:
    return all(one.doc_id in doc_ids for one in answer.citations)


def _nearby(question: Question, answering: Answering) -> Iterator[Answer]:
    """As it stands, then with its subject, from the documents that were spoken of."""
    nearby = question.nearby
    if nearby is None:
        return
    yield from answering([replace(question, nearby=None)], nearby.doc_ids)
    if nearby.question is not None:
        yield from answering([nearby.question], nearby.doc_ids)


def _sure(answer: Answer) -> float:
    """How sure an answer is; 0 for none."""
    return answer.confidence if answer.finding is Finding.ANSWER else 0.0
