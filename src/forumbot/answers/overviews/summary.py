"""A meeting or a document in short: when and where, what it was about, outcomes, what is next."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice

from forumbot.answers.forums import Forum
from forumbot.answers.occasions.event_day import sentence_of
from forumbot.answers.outcomes import select_outcomes
from forumbot.answers.overviews.overview import Asked, Entry, Overview
from forumbot.answers.overviews.room import MOST_CHARS, fitting, quoted
from forumbot.answers.overviews.subjects import of_edition, subject_named
from forumbot.answers.quoting.excerpt import Excerpt, excerpt_at
from forumbot.answers.quoting.lists import ends_with_lead_in, with_list
from forumbot.archive.documents import Document
from forumbot.archive.layout import BlockKind
from forumbot.asking.times import times_in
from forumbot.language.attendance import attendance
from forumbot.language.dates import find_dates
from forumbot.language.days_in_words import span_in_words
from forumbot.language.forum_names import named_edition
from forumbot.language.levelling import level
from forumbot.language.patterns import ways
from forumbot.language.phrases import phrase
from forumbot.language.sentences import sentence_spans
from forumbot.language.table import codes, derived, table, tables
from forumbot.language.words import words

# Set by hand: a sentence of fewer characters is a stamp or a label; what a document was about takes
# at most a third of the room, is told by one of its first sentences, and by so many headings.
_SHORTEST, _ABOUT_CHARS, _FIRST, _FEWEST, _HEADINGS, _DEEPEST = 40, 500, 12, 3, 8, 3
# Set by hand: what says when a meeting was and what it was about stands that near to the top.
_BEGINNING, _TOP = 2_000, 800
# Set by hand: the outcomes leave that much to what it was about; a longer place is none.
_LEAST_ABOUT, _LONGEST_PLACE = 200, 60
_ANCHOR = re.compile(r"\s*\{#[^}]*\}")


def summary(asked: Asked) -> Overview | None:
    """The meeting or document that a message names, in short; None where it is not sure which."""
    subject = subject_named(asked, "summary")
    return None if subject is None else summary_of(asked, subject)


def summary_of(asked: Asked, subject: Forum) -> Overview | None:
    """A meeting or document in short; None where nothing of it is to be quoted."""
    entries, left = in_short(asked, subject, MOST_CHARS)
    if not any(one.excerpt for one in entries):
        return None
    more = phrase("more_outcomes", asked.language, count=left) if left else ""
    return Overview(phrase("summary", asked.language, title=subject.title), tuple(entries), more)


def in_short(asked: Asked, subject: Forum, room: int) -> tuple[list[Entry], int]:
    """What a meeting or a document was, in order, and how many of its outcomes are left out."""
    documents = [asked.generation.documents[one] for one in sorted(subject.doc_ids)]
    documents.sort(key=lambda one: (one.kind == "presentation", one.kind != "report"))
    when = _when(documents[0], asked.language)
    coming = _next(asked, subject, documents)
    outcomes = _outcomes(asked, subject)
    parts = [] if outcomes else _parts(documents[0], asked.language)
    free = room - quoted([*when, *coming])
    left = min(max(free - quoted(outcomes), _LEAST_ABOUT), _ABOUT_CHARS)
    about = _about(documents[0], when, asked.language, left)
    free -= quoted(about)
    shown = fitting(outcomes, free) if free > 0 else []
    return [*when, *about, *parts, *shown, *coming], len(outcomes) - len(shown)


def _when(report: Document, language: str) -> list[Entry]:
    """The sentence that gives the day, else day and place as they are known of the document."""
    heading = phrase("when_and_where", language)
    if report.held_on is None:
        said = _about_when(report)
        known = [Entry(report.place, heading=heading)] if report.place else []
        return [Entry("", said, heading)] if said is not None else known
    last = report.held_until or report.held_on
    place = report.place if report.place and len(report.place) <= _LONGEST_PLACE else None
    said = sentence_of((report.held_on, last), frozenset(), [report], place=place)
    if said is not None and said.start < _BEGINNING and _is_whole(said.end - said.start):
        return [Entry("", said, heading)]
    day = span_in_words(report.held_on, last, language)
    return [Entry(f"{day}, {place}" if place else day, heading=heading)]


def _about_when(report: Document) -> Excerpt | None:
    """The first whole sentence under a heading for the day that tells at least a month.

    As where "the sources name the month but not the day".
    """
    table_words = table(report.language) if report.language in codes() else table("en")
    dated = frozenset(level(way) for way in ways(table_words.days.get("label", ())))
    for line in report.outline:
        block = line.block
        is_headed = bool(line.heading_path) and not dated.isdisjoint(words(line.heading_path[-1]))
        if block.kind is BlockKind.HEADING or block.start > _BEGINNING or not is_headed:
            continue
        for start, end in sentence_spans(report.text, block.start, block.end, report.language):
            if times_in(report.text[start:end]) and _is_whole(end - start):
                return excerpt_at(report, start, end)
    return None


def _about(report: Document, when: Sequence[Entry], language: str, room: int) -> list[Entry]:
    """Its themes, and the sentence that opens it, with the list that this leads in."""
    heading = phrase("about", language)
    entries = [Entry(", ".join(report.themes), heading=heading)] if report.themes else []
    known = {(one.excerpt.start, one.excerpt.end) for one in when if one.excerpt}
    opening = _opening(report, known, room)
    return [*entries, Entry("", opening, heading)] if opening is not None else entries


def _opening(report: Document, known: set[tuple[int, int]], room: int) -> Excerpt | None:
    """Of the first sentences the one that says what it was about, else the very first."""
    openings = list(islice(_openings(report, known, room, BlockKind.PARAGRAPH), _FIRST))
    cues = _about_words(report.language)
    telling = (one for one in openings if not cues.isdisjoint(words(_said(report, one))))
    first = (one for one in openings if one.start < _TOP)
    items = (
        _openings(report, known, room, BlockKind.ITEM) if not openings and not known else iter(())
    )
    return next(telling, None) or next(first, None) or next(items, None)


def _openings(
    report: Document, known: set[tuple[int, int]], room: int, kind: BlockKind
) -> Iterator[Excerpt]:
    """The whole sentences that a document begins with, but for those that are known already.

    Nor those that open with who was there, which is not what a meeting was about.
    """
    for block in report.blocks:
        if block.kind is not kind or block.start > _BEGINNING:
            continue
        for span in sentence_spans(report.text, block.start, block.end, report.language):
            is_new = span not in known and report.text[span[1] - 1] in ".!?:"
            is_told = is_new and not _lists_present(report.text[slice(*span)])
            fits = is_told and _is_whole(span[1] - span[0]) and span[1] - span[0] <= room
            said = excerpt_at(report, *span) if fits else None
            if said is not None:
                leads_in = ends_with_lead_in(said, report)
                yield with_list(said, report, room) if leads_in else said


def _lists_present(text: str) -> bool:
    found = attendance(text)
    return found is not None and text.startswith(found[1].split()[0])


def _is_whole(chars: int) -> bool:
    return _SHORTEST <= chars <= _ABOUT_CHARS


def _said(document: Document, excerpt: Excerpt) -> str:
    return document.text[excerpt.start : excerpt.end]


def _parts(report: Document, language: str) -> list[Entry]:
    """The headings of a document, as what it deals with."""
    headings = [
        (" ".join(_ANCHOR.sub("", line.heading_path[-1]).split()), line.block)
        for line in report.outline
        if line.block.kind is BlockKind.HEADING and line.block.level <= _DEEPEST
    ]
    found = {named: block for named, block in reversed(headings) if named != report.title}
    named = [one for one in dict.fromkeys(name for name, _block in headings) if one in found]
    if len(named) < _FEWEST:
        return []
    first = found[named[0]]
    listed = " · ".join(named[:_HEADINGS]) + (" · …" if len(named) > _HEADINGS else "")
    source = excerpt_at(report, first.start, first.end)
    return [Entry(listed, source, phrase("parts", language))]


def _outcomes(asked: Asked, subject: Forum) -> list[Entry]:
    heading = phrase("outcomes", asked.language)
    excerpts = (
        excerpt_at(one.document, one.outcome.start, one.outcome.end)
        for one in select_outcomes(asked.generation)
        if one.outcome.doc_id in subject.doc_ids
    )
    return [Entry("", one, heading) for one in excerpts if one is not None]


def _next(asked: Asked, subject: Forum, documents: Sequence[Document]) -> list[Entry]:
    """The next edition: as the meeting's documents announce it, else by its own or the calendar."""
    heading = phrase("next_edition", asked.language)
    edition = subject.edition
    later = of_edition(asked, edition + 1) if edition is not None else None
    event = next(
        (
            one
            for one in (asked.agenda.events() if asked.agenda else ())
            if edition is not None and named_edition(one.title) == edition + 1
        ),
        None,
    )
    day = later.held_on if later and later.held_on else event.first if event else None
    own = [asked.generation.documents[one] for one in sorted(later.doc_ids)] if later else []
    own.sort(key=lambda one: one.kind == "presentation")
    said = _announced(day, [*documents, *own]) or _under_next(documents)
    if said is not None:
        return [Entry("", said, heading)]
    if event is not None:
        span = span_in_words(event.first, event.last, asked.language)
        return [Entry(f"{event.title}, {span}", heading=heading)]
    return []


def _announced(day: date | None, documents: Sequence[Document]) -> Excerpt | None:
    if day is None:
        return None
    found = (sentence_of((day, day), frozenset(), [document]) for document in documents)
    return next((one for one in found if one is not None), None)


def _under_next(documents: Sequence[Document]) -> Excerpt | None:
    """The first sentence with a day below a heading such as "Next meeting"."""
    lines = ((document, line) for document in documents for line in document.outline)
    for document, line in lines:
        named = set(words(line.heading_path[-1])) if line.heading_path else set()
        if line.block.kind is BlockKind.HEADING or named.isdisjoint(_next_words()):
            continue
        block = line.block
        for start, end in sentence_spans(document.text, block.start, block.end, document.language):
            if not named.isdisjoint(_meetings()) and find_dates(document.text[start:end]):
                return excerpt_at(document, start, end)
    return None


@derived
def _about_words(code: str) -> frozenset[str]:
    """What sentences say that tell what something is about, in a language and in English."""
    spoken = [table(one) for one in dict.fromkeys((code, "en")) if one in codes()]
    return frozenset(level(way) for one in spoken for way in ways(one.talks.get("about", ())))


@derived
def _next_words() -> frozenset[str]:
    return frozenset(level(way) for one in tables() for way in ways(one.dating("next")))


@derived
def _meetings() -> frozenset[str]:
    return frozenset(level(way) for one in tables() for way in ways([*one.forum_words, *one.forum]))
