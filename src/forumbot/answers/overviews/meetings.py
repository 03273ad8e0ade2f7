"""The meeting that a message names: by its number, its time, its place or its title."""

from collections.abc import Iterable
from datetime import date

from forumbot.answers.forums import Forum, forums
from forumbot.answers.overviews.overview import Asked
from forumbot.answers.terms import QuestionTerms
from forumbot.archive.day_cues import meetings
from forumbot.archive.documents import Document
from forumbot.asking.question import Question, read_question
from forumbot.language.days_in_words import in_words
from forumbot.search.acronyms import name_in_title
from forumbot.search.scope import named_in

# Set by hand: half of what a message says beside its kind, weighed by rarity, stands in the title.
_COVERED = 0.5


def documents_of(asked: Asked) -> list[Document]:
    """The documents that may answer: those in force, where none are chosen."""
    if asked.only is None:
        return list(asked.generation.in_force)
    return with_superseded(asked)


def with_superseded(asked: Asked) -> list[Document]:
    """The documents that may answer, and those that others have superseded."""
    documents = asked.generation.documents.values()
    return [one for one in documents if asked.only is None or one.doc_id in asked.only]


def meeting_named(asked: Asked) -> Forum | None:
    """The one meeting that a message names; None where it names none, or none that is known.

    It is that of the number; else, of those at the time that is named, the one whose title and
    place hold most of the words; else the one whose title and place hold at least half of them.
    """
    question = asked.question
    known = [one for one in forums(asked.generation) if _may_answer(asked, one)]
    if question.forums.edition is not None:
        return next((one for one in known if one.edition == question.forums.edition), None)
    named = named_in(question)
    timed = [one for one in known if named and _is_of(asked, one, named)]
    if named and not timed:
        return None
    ranked = sorted(
        ((_covered(asked, one), one) for one in timed or known), key=lambda one: -one[0]
    )
    if timed and len(timed) == 1:
        return timed[0]
    return ranked[0][1] if ranked and ranked[0][0] >= _COVERED else None


def written_out(asked: Asked, question: Question) -> Question:
    """The words with the name in a title for each that is its initials: "agm"."""
    titles, lexical = [one.title for one in documents_of(asked)], asked.generation.lexical
    said = question.content_words
    rare = (one for one in said if one in meetings() or lexical.is_unknown(one))
    named = {one: name for one in rare for title in titles if (name := name_in_title(one, title))}
    if not named:
        return question
    parts = (named.get(word, question.text[start:end]) for word, start, end in question.located)
    return read_question(" ".join(parts), spoken=question.spoken)


def last_meeting(asked: Asked, today: date) -> Forum | None:
    """The meeting that was held last before a day."""
    held = [one for one in forums(asked.generation) if one.held_on and one.held_on <= today]
    return max(held, key=lambda one: one.held_on or date.min, default=None)


def numbered_forums(asked: Asked) -> list[Forum]:
    """The forums that have a number, in order, of the documents that may answer."""
    known = [one for one in forums(asked.generation) if one.edition is not None]
    return [one for one in known if _may_answer(asked, one)]


def forum_line(forum: Forum, language: str) -> str:
    """What a forum is called, and its day where that is known."""
    day = in_words(forum.held_on, language) if forum.held_on else ""
    return f"{forum.title}, {day}" if day else forum.title


def _may_answer(asked: Asked, meeting: Forum) -> bool:
    return asked.only is None or not meeting.doc_ids.isdisjoint(asked.only)


def _is_of(asked: Asked, meeting: Forum, named: Iterable[object]) -> bool:
    documents = [asked.generation.documents[doc_id] for doc_id in meeting.doc_ids]
    return any(one.fits(document) for one in named_in(asked.question) for document in documents)


def _covered(asked: Asked, meeting: Forum) -> float:
    """How much of the message the meeting's titles and places hold, weighed by rarity."""
    question = written_out(asked, asked.question)
    terms = QuestionTerms.of(question, asked.generation.lexical)
    documents = [asked.generation.documents[doc_id] for doc_id in meeting.doc_ids]
    return max(terms.coverage(f"{one.title} {one.place or ''}") for one in documents)
