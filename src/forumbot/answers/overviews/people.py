"""A person as the archive names them: what they presented, where they spoke, and as what."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import groupby

from forumbot.answers.forums import Forum
from forumbot.answers.overviews.meetings import documents_of
from forumbot.answers.overviews.overview import Asked, Entry, Overview
from forumbot.answers.overviews.presentations import described
from forumbot.answers.overviews.room import fitting
from forumbot.answers.overviews.subjects import (
    asking_words,
    meeting_words,
    of_edition,
    subject_named,
)
from forumbot.answers.quoting.excerpt import excerpt_at
from forumbot.answers.quoting.units import Span, sentences_at
from forumbot.archive.documents import Document
from forumbot.archive.identities import may_be, parts_of_name
from forumbot.archive.layout import BlockKind
from forumbot.archive.names import levelled_name
from forumbot.archive.talks import Talk
from forumbot.asking.kinds import QuestionKind
from forumbot.asking.question import Question, read_question
from forumbot.language.days_in_words import in_words
from forumbot.language.phrases import phrase
from forumbot.language.sentences import sentence_spans
from forumbot.language.words import stop_words

# Set by hand: a surname of two letters is most often something else; of a document as many
# sentences on a talk, and as many that say what the talk was about.
_SHORTEST, _TOLD, _ABOUT = 3, 2, 2
# Set by hand: behind a surname and a comma come as many first names.
_MOST_FIRST = 2


def talks_by(asked: Asked) -> Overview | None:
    """What the person whom a message names presented; None where the archive has no talk of them.

    Each talk with the sentence that tells of it, and what its own document says of the subject; of
    a meeting that is named those alone, or that it has none where its documents never name them.
    Who asks where they were is told all that the archive has of them.
    """
    if asked.question.kind is QuestionKind.WHERE:
        return person(asked)
    who = person_named(asked)
    told = [one for one in _talks_of(asked, who) if not one.is_led] if who else []
    meeting = _meeting_beside(asked, who) if who and told else None
    told = [one for one in told if meeting is None or one.doc_id in meeting.doc_ids]
    if who is not None and meeting is not None and not told:
        return _none_at(asked, who, meeting)
    if who is None or not told:
        return None
    entries: list[Entry] = []
    for doc_id, talks in groupby(told, lambda one: one.doc_id):
        document = asked.generation.documents[doc_id]
        spans = list(dict.fromkeys((one.start, one.end) for one in talks))
        if document.kind == "presentation":
            spans = [*spans[:1], *_subject(document, spans[0])]
        entries += _quoted(document, spans, asked.language)
    return _overview("talks_by", asked, who, entries)


def _none_at(asked: Asked, who: str, meeting: Forum) -> Overview | None:
    """That a meeting has no talk of a person; None where its documents name them nevertheless."""
    documents = [asked.generation.documents[one] for one in meeting.doc_ids]
    if any(_places(asked, one, who) for one in documents):
        return None
    name = _written(asked, who)
    said = phrase("no_talks_by", asked.language, name=name, title=meeting.title)
    return Overview(said, lacks=True)


def _meeting_beside(asked: Asked, who: str) -> Forum | None:
    """The meeting that a message names beside a person; None where it names none."""
    if asked.question.forums.edition is not None:
        return of_edition(asked, asked.question.forums.edition)
    kept = [one for one in asked.question.located if one[0] not in who.split()]
    said = " ".join(asked.question.text[start:end] for _word, start, end in kept)
    if meeting_words().isdisjoint(word for word, _start, _end in kept):
        return None
    about = replace(asked, question=read_question(said, instead_of=asked.question))
    return subject_named(about, "presentations", "person")


def person(asked: Asked) -> Overview | None:
    """Where the archive names a person, with the sentences that tell most of each document.

    None where it names no such person.
    """
    who = person_named(asked)
    if who is None:
        return None
    told = _talks_of(asked, who)
    entries: list[Entry] = []
    naming = [one for one in documents_of(asked) if _places(asked, one, who)]
    for document in sorted(naming, key=lambda one: _order(one, told)):
        spans = [(one.start, one.end) for one in told if one.doc_id == document.doc_id]
        spans = list(dict.fromkeys(spans))[:_TOLD] or list(_mentions(asked, document, who))[:1]
        entries += _quoted(document, spans, asked.language)
    return _overview("person", asked, who, entries) if entries else None


def person_named(asked: Asked) -> str | None:
    """The one person whom a message names, levelled; None where it names none, or is unsure.

    It is the fullest name that the archive has of them. Inner parts of a name may be left out, the
    first be an initial, and the surname come first; it will do alone where one speaker has it and
    no other first name stands beside it: "Peter Merlin" is not Xavier Merlin.
    """
    orders = list(_orders(asked.question))
    known = {name for one in documents_of(asked) for name in asked.generation.people[one.doc_id]}
    speakers = {levelled_name(one.name) for it in asked.generation.talks for one in it.speakers}
    ways = (
        _whole(known, orders),
        {one for one in known if any(_is_short_or_full(asked, one, said) for said in orders)},
        {one for one in known & speakers if _is_meant(one, asked.question)},
    )
    named = next(filter(None, ways), set())
    people = {asked.generation.person(one) for one in named}
    return people.pop() if len(people) == 1 else None


def _orders(question: Question) -> Iterator[list[str]]:
    """The words of a message, and with the surname behind what follows it and a comma."""
    said = [word for word, _start, _end in question.located]
    yield said
    for place in filter(partial(_is_inverted, question), range(len(said))):
        for behind in range(place + 2, min(place + 2 + _MOST_FIRST, len(said) + 1)):
            yield [*said[:place], *said[place + 1 : behind], said[place], *said[behind:]]


def _is_inverted(question: Question, place: int) -> bool:
    """Whether a comma and a capitalised word follow a word: "Nielsen, Merete"."""
    if place + 1 >= len(question.located):
        return False
    (_word, _start, end), (other, start, _end) = question.located[place : place + 2]
    text = question.text
    return text[end:start].strip() == "," and text[start].isupper() and other not in stop_words()


def _whole(known: Iterable[str], orders: Sequence[Sequence[str]]) -> set[str]:
    """The names that stand in a message as the archive writes them, the longest."""
    joined = [f" {' '.join(said)} " for said in orders]
    whole = {one for one in known if any(f" {one} " in text for text in joined)}
    return {one for one in whole if not any(one != other and one in other for other in whole)}


def _is_short_or_full(asked: Asked, name: str, said: Sequence[str]) -> bool:
    """Whether a message names a person by less, or by more, than the archive does."""
    surname = name.split()[-1]
    if surname not in said:
        return False
    place = said.index(surname)
    forms = [parts_of_name(one) for one in (name, asked.generation.person(name))]
    named = (tuple(said[first : place + 1]) for first in range(max(place - 3, 0), place))
    return any(all(may_be(one, it) or may_be(it, one) for it in forms) for one in named)


def _is_meant(name: str, question: Question) -> bool:
    """Whether a message names a person by the surname, and by no other first name."""
    located = question.located
    said = [word for word, _start, _end in located]
    *first, surname = name.split()
    if len(surname) < _SHORTEST or surname not in said:
        return False
    place = said.index(surname)
    before = said[place - 1] if place else ""
    leads = stop_words() | asking_words("person", "presentations", "summary")
    is_initial = (
        place > 0 and len(before) == 1 and question.text.startswith(".", located[place - 1][2])
    )
    is_free = not before or (before in leads and not is_initial) or before in first
    return is_free and not _is_inverted(question, place)


def _talks_of(asked: Asked, who: str) -> list[Talk]:
    """The talks of a person, the oldest first, those of a document together."""
    documents = {one.doc_id: one for one in documents_of(asked)}
    told = [
        talk
        for talk in asked.generation.talks
        if talk.doc_id in documents
        and any(asked.generation.person(one.name) == who for one in talk.speakers)
    ]
    return sorted(told, key=lambda one: (_day(documents[one.doc_id]), one.doc_id))


def _day(document: Document) -> date:
    return document.held_on or document.published_on or date.max


def _order(document: Document, told: Sequence[Talk]) -> tuple[bool, bool, date, str]:
    """Documents that tell of a talk come first, reports before presentations, the oldest first."""
    has_talk = any(one.doc_id == document.doc_id for one in told)
    return not has_talk, document.kind == "presentation", _day(document), document.doc_id


def _places(asked: Asked, document: Document, who: str) -> list[Span]:
    """Where a document names a person, by whatever form of the name."""
    named = asked.generation.people[document.doc_id]
    person = asked.generation.person
    return sorted(span for name in named if person(name) == who for span in named[name])


def _mentions(asked: Asked, document: Document, who: str) -> Iterator[Span]:
    """The sentences, items and rows that name a person, the longest first; headings at last."""
    places = [start for start, _end in _places(asked, document, who)]
    spans = {span for place in places for span in sentences_at(document, place)}
    yield from sorted(spans, key=lambda span: (span[0] - span[1], span))
    for block in document.blocks:
        if block.kind is BlockKind.HEADING and any(block.start <= at < block.end for at in places):
            yield block.start, block.end


def _subject(document: Document, told: Span) -> list[Span]:
    """The first sentences of the section behind the one that tells of the talk."""
    own = next(it for it in document.outline if it.block.line_start <= told[0] < it.block.end)
    spans: list[Span] = []
    for line in document.outline:
        block = line.block
        is_behind = block.start > told[0] and line.heading_path != own.heading_path
        if is_behind and block.kind is not BlockKind.HEADING:
            found = sentence_spans(document.text, block.start, block.end, document.language)
            spans += [one for one in found if not document.text.endswith(":", *one)]
        if len(spans) >= _ABOUT:
            break
    return spans[:_ABOUT]


def _quoted(document: Document, spans: Iterable[Span], language: str) -> list[Entry]:
    day = f", {in_words(document.held_on, language)}" if document.held_on is not None else ""
    excerpts = (excerpt_at(document, start, end) for start, end in spans)
    return [Entry("", one, f"{document.title}{day}") for one in excerpts if one is not None]


def _overview(key: str, asked: Asked, who: str, entries: Sequence[Entry]) -> Overview:
    shown = fitting(entries)
    left = len(entries) - len(shown)
    more = phrase("more_mentions", asked.language, count=left) if left else ""
    return Overview(phrase(key, asked.language, name=_written(asked, who)), tuple(shown), more)


def _written(asked: Asked, who: str) -> str:
    """The fullest name as it is written, with what the archive has them be of, if it says so."""
    told = [
        one
        for talk in asked.generation.talks
        for one in talk.speakers
        if asked.generation.person(one.name) == who
    ]
    if told:
        return described(max(told, key=lambda one: (bool(one.affiliation), len(one.name))))
    naming = next(one for one in documents_of(asked) if _places(asked, one, who))
    texts = [naming.text[start:end] for start, end in _places(asked, naming, who)]
    return max(texts, key=lambda text: (levelled_name(text) == who, "," not in text))
