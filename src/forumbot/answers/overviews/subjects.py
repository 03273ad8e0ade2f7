"""What a message is about beside its kind: a meeting, or a document."""

import re
from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath

from forumbot.answers.forums import Forum, forums
from forumbot.answers.overviews.meetings import documents_of, last_meeting, written_out
from forumbot.answers.overviews.overview import Asked
from forumbot.answers.terms import QuestionTerms
from forumbot.archive.documents import Document
from forumbot.archive.names import calendar_words
from forumbot.archive.talk_forms import ordinals
from forumbot.asking.question import Question, read_question
from forumbot.language.glossary import in_english
from forumbot.language.levelling import level
from forumbot.language.patterns import ways
from forumbot.language.table import derived, tables
from forumbot.language.words import located_words, stop_words, words
from forumbot.search.scope import Named, NamedTime, named_in
from forumbot.search.translations import translations

# Set by hand: of what a message says beside its kind, weighed by rarity, more than half must stand
# in the title or the place, and clearly more than of any other's.
_COVERED, _CLEARLY = 0.55, 0.1
# Set by hand: what the question says of the title decides between those that hold as much of it.
_SAID = 0.3
# Set by hand: the glossaries give the usual words first.
_ENGLISH, _MOST_WAYS = "en", 2
_PARTS = re.compile(r"[^\w]+|_")
_DOCUMENTS = ("report", "minutes", "page", "document", "paper", "slides", "notes", "summary")


def bare_question(question: Question, *kinds: str) -> Question | None:
    """The question without the words that only say its kind; None where nothing is left."""
    asking = asking_words(*kinds)
    kept = [one for one in question.located if one[0] not in asking]
    if all(word in stop_words() for word, _start, _end in kept):
        return None
    text = " ".join(question.text[start:end] for _word, start, end in kept)
    return read_question(text, spoken=question.spoken)


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
        bare = read_question(bare.without_times, spoken=bare.spoken)
    bare = written_out(asked, bare)
    languages = asked.generation.lexical.languages
    wordings = [bare, *(one.read() for one in translations(bare, languages).values())]
    wordings += _word_for_word(bare)
    terms = [QuestionTerms.of(one, asked.generation.lexical) for one in wordings]
    if not _telling(bare):
        times = [span for one in named if isinstance(one, NamedTime) for span in one.spans]
        is_day = any(first == last for first, last in times)
        held = [one for one in known if named and _is_held(asked, one, terms, is_day=is_day)]
        return held[0] if len(held) == 1 else None
    numbers = ordinals().keys() & set(bare.words)
    known = [one for one in known if all(_has_word(asked, one, word) for word in numbers)]
    ranked = sorted(((_covered(asked, terms, one), one) for one in known), key=lambda it: -it[0])
    if not ranked or ranked[0][0] < _COVERED:
        return None
    others = [score for score, one in ranked[1:] if not _is_same(one, ranked[0][1])]
    return ranked[0][1] if not others or others[0] < ranked[0][0] - _CLEARLY else None


def _word_for_word(bare: Question) -> list[Question]:
    """The words in English, each by itself in its usual way, and in the one after that.

    All ways together would make a title seem to lack the others.
    """
    if bare.spoken == _ENGLISH:
        return []
    own = [bare.text[start:end] for word, start, end in bare.located if word in bare.content_words]
    found = [in_english(word, located_words(word), bare.spoken) or (word,) for word in own]
    texts = (" ".join(ways[min(at, len(ways) - 1)] for ways in found) for at in range(_MOST_WAYS))
    return [read_question(text) for text in dict.fromkeys(texts) if text]


def _last(asked: Asked, bare: Question) -> Forum | None:
    """The last meeting, where a message names it so and says nothing else of it."""
    said = set(bare.content_words) | set(bare.words) & _last_words()
    is_last = not said.isdisjoint(_last_words()) and said <= _last_words() | meeting_words()
    last = last_meeting(asked, asked.agenda.today()) if is_last and asked.agenda else None
    wordings = [bare, *(one.read() for one in translations(bare, ("en",)).values())]
    called = {word for one in wordings for word in one.content_words} - _last_words()
    return last if last and called & ({"meeting"} | set(words(last.title))) else None


def _is_of(asked: Asked, subject: Forum, time: Named) -> bool:
    return any(time.fits(asked.generation.documents[one]) for one in subject.doc_ids)


def _telling(bare: Question) -> bool:
    """Whether a message says more than what any meeting is called, and a day without a year."""
    common = meeting_words() | calendar_words()
    return any(not one.isdigit() and one not in common for one in bare.content_words)


def _is_held(
    asked: Asked, subject: Forum, wordings: Sequence[QuestionTerms], *, is_day: bool
) -> bool:
    """Whether something was held that its title calls as the message does, or on the very day."""
    documents = [asked.generation.documents[one] for one in subject.doc_ids]
    titles = [one.title for one in documents if one.kind != "presentation" and one.held_on]
    if not any(one.known for one in wordings):
        return bool(titles) and is_day
    return any(_calls(title, wordings) for title in titles)


def _has_word(asked: Asked, subject: Forum, word: str) -> bool:
    """Whether a title has an ordinal, in whatever language."""
    titles = (asked.generation.documents[one].title for one in subject.doc_ids)
    said = {ordinals()[one] for title in titles for one in words(title) if one in ordinals()}
    return ordinals()[word] in said


def _calls(title: str, wordings: Sequence[QuestionTerms]) -> bool:
    return any(one.coverage(title) > 0 for one in wordings)


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
            is_titled = terms.coverage(f"{document.title} {document.place or ''}") > 0
            share = terms.coverage(f"{document.title} {place}") if is_titled else 0.0
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
