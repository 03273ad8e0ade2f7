"""What a message is about beside its kind: a meeting, or a document."""

import re
from collections.abc import Iterable
from pathlib import PurePosixPath

from forumbot.answers.forums import Forum, forums
from forumbot.answers.overviews.meetings import documents_of, last_meeting
from forumbot.answers.overviews.overview import Asked
from forumbot.answers.terms import QuestionTerms
from forumbot.archive.documents import Document
from forumbot.asking.question import Question, read_question
from forumbot.language.levelling import level
from forumbot.language.patterns import ways
from forumbot.language.table import derived, tables
from forumbot.language.words import stop_words, words
from forumbot.search.scope import Named, named_in
from forumbot.search.translations import translations

# Set by hand: of what a message says beside its kind, weighed by rarity, more than half must stand
# in the title or the place, and clearly more than of any other's.
_COVERED, _CLEARLY = 0.55, 0.1
# Set by hand: what the question says of the title decides between those that hold as much of it.
_SAID = 0.3
_PARTS = re.compile(r"[^\w]+|_")
_DOCUMENTS = ("report", "minutes", "page", "document", "paper", "slides", "notes", "summary")


def bare_question(question: Question, *kinds: str) -> Question | None:
    """The question without the words that only say its kind; None where nothing is left."""
    asking = asking_words(*kinds)
    kept = [one for one in question.located if one[0] not in asking]
    if all(word in stop_words() for word, _start, _end in kept):
        return None
    return read_question(" ".join(question.text[start:end] for _word, start, end in kept))


@derived
def asking_words(*kinds: str) -> frozenset[str]:
    """The words, levelled, that say the kinds of a message in any language, and polite ones."""
    return frozenset(
        level(way)
        for one in tables()
        for kind in (*kinds, "polite")
        for way in ways(one.asking.get(kind, ()))
    )


def subject_named(asked: Asked, *kinds: str) -> Forum | None:
    """The one meeting or document that a message of the kinds is about; None where unsure.

    That is the forum of the number; else what the title, the place and the day tell; the last
    meeting where the message asks for that and names none.
    """
    if asked.question.forums.edition is not None:
        return of_edition(asked, asked.question.forums.edition)
    bare = bare_question(asked.question, *kinds)
    if bare is None:
        return None
    return _best(asked, bare) or _last(asked, bare)


def of_edition(asked: Asked, edition: int) -> Forum | None:
    """The forum of a number."""
    return next((one for one in _known(asked) if one.edition == edition), None)


def _known(asked: Asked) -> list[Forum]:
    """The meetings, and each document that is of none of them or is a talk, as one of its own."""
    documents = {one.doc_id: one for one in documents_of(asked)}
    meetings = [one for one in forums(asked.generation) if not one.doc_ids.isdisjoint(documents)]
    grouped = {
        doc_id
        for one in meetings
        for doc_id in one.doc_ids
        if len(one.doc_ids) == 1 or asked.generation.documents[doc_id].kind != "presentation"
    }
    alone = [one for doc_id, one in documents.items() if doc_id not in grouped]
    return [*meetings, *map(subject_of, alone)]


def subject_of(document: Document) -> Forum:
    """A document as a subject of its own."""
    return Forum(document.doc_id, document.title, document.held_on, frozenset({document.doc_id}))


def _best(asked: Asked, bare: Question) -> Forum | None:
    """What holds clearly most of the words, of what is of the time that is named, if any is."""
    known, named = _known(asked), named_in(bare)
    if named:
        known = [one for one in known if any(_is_of(asked, one, time) for time in named)]
        said = bare.without_times
        if not set(read_question(said).content_words) - meeting_words():
            reports = [one for one in known if _reports(asked, one)]
            return reports[0] if len(reports) == 1 else None
        bare = read_question(said)
    languages = asked.generation.lexical.languages
    wordings = [bare, *map(read_question, translations(bare, languages).values())]
    terms = [QuestionTerms.of(one, asked.generation.lexical) for one in wordings]
    ranked = sorted(((_covered(asked, terms, one), one) for one in known), key=lambda it: -it[0])
    if not ranked or ranked[0][0] < _COVERED:
        return None
    others = [score for score, one in ranked[1:] if not _is_same(one, ranked[0][1])]
    return ranked[0][1] if not others or others[0] < ranked[0][0] - _CLEARLY else None


def _last(asked: Asked, bare: Question) -> Forum | None:
    """The last meeting, where a message names it so and says nothing else of it."""
    said = set(bare.content_words) | set(bare.words) & _last_words()
    is_last = not said.isdisjoint(_last_words()) and said <= _last_words() | meeting_words()
    return last_meeting(asked, asked.agenda.today()) if is_last and asked.agenda else None


def _is_of(asked: Asked, subject: Forum, time: Named) -> bool:
    return any(time.fits(asked.generation.documents[one]) for one in subject.doc_ids)


def _reports(asked: Asked, subject: Forum) -> bool:
    documents = [asked.generation.documents[one] for one in subject.doc_ids]
    return any(one.kind != "presentation" and one.held_on for one in documents)


def _is_same(one: Forum, other: Forum) -> bool:
    """Whether two are one event: a page in two languages, a report and a page on it."""
    return one.held_on is not None and one.held_on == other.held_on


def _covered(asked: Asked, wordings: Iterable[QuestionTerms], subject: Forum) -> float:
    """How much of a question its best title, with place and file, holds; more if little is left."""
    documents = [asked.generation.documents[one] for one in subject.doc_ids]
    titled = [one for one in documents if one.kind != "presentation"] or documents
    best = 0.0
    for document in titled:
        title = {one for one in words(document.title) if not one.isdigit()} - stop_words()
        place = _PARTS.sub(" ", f"{document.place or ''} {PurePosixPath(document.doc_id).stem}")
        for terms in wordings:
            share = terms.coverage(f"{document.title} {place}")
            said = len(title.intersection(terms.said)) / max(len(title), 1)
            best = max(best, share + _SAID * said if share >= _COVERED else share)
    return best


@derived
def meeting_words() -> frozenset[str]:
    """What any meeting or document is called, levelled, in any language."""
    named = (way for one in tables() for way in ways([*one.forum_words, *one.forum]))
    return frozenset(map(level, [*named, *_DOCUMENTS]))


@derived
def _last_words() -> frozenset[str]:
    return frozenset(level(way) for one in tables() for way in ways(one.dating("last")))
