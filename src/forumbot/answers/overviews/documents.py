"""Which documents the archive has, by kind, the newest first."""

from collections.abc import Sequence
from datetime import date

from forumbot.answers.overviews.meetings import documents_of, meeting_named
from forumbot.answers.overviews.overview import Asked, Entry, Overview
from forumbot.archive.documents import Document
from forumbot.language.days_in_words import in_words
from forumbot.language.phrases import DEFAULT, phrase
from forumbot.search.scope import named_in

# Set by hand: as many as fit a screen and a message; how many more there are is said.
_MOST = 30


def which_documents(asked: Asked) -> Overview | None:
    """The documents of the meeting or the time that is named, else all; None where none is."""
    known = documents_of(asked)
    named = named_in(asked.question)
    meeting = meeting_named(asked)
    if meeting is not None:
        known = [one for one in known if one.doc_id in meeting.doc_ids]
    elif named:
        known = [one for one in known if any(time.fits(one) for time in named)]
    if not known:
        return None
    return listed(known, asked.language)


def listed(documents: Sequence[Document], language: str) -> Overview:
    """Documents by kind, those of the kind with most of them first, the newest first of each."""
    kinds: dict[str, list[Document]] = {}
    for document in sorted(documents, key=lambda one: (_day(one), one.title), reverse=True):
        kinds.setdefault(document.kind, []).append(document)
    entries = [
        Entry(line(document, language), heading=f"{kind} ({len(group)})")
        for kind, group in sorted(kinds.items(), key=lambda item: item[0] != "report")
        for document in group
    ]
    left = len(entries) - _MOST
    more = phrase("more_documents", language, count=left) if left > 0 else ""
    said = phrase("documents", language, count=len(documents))
    return Overview(said, tuple(entries[:_MOST]), more)


def line(document: Document, language: str = DEFAULT) -> str:
    """The title of a document, its day, and its file."""
    day = document.held_on or document.published_on
    dated = f", {in_words(day, language)}" if day else ""
    return f"{document.title}{dated} ({document.doc_id})"


def _day(document: Document) -> date:
    return document.held_on or document.published_on or date.min
