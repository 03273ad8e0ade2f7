"""The sentence of an archive that best gives the day of an event."""

import re
from collections.abc import Iterable, Iterator
from datetime import date

from forumbot.answers.quoting.excerpt import Excerpt, excerpt_at
from forumbot.answers.quoting.units import sentences_at
from forumbot.archive.documents import Document
from forumbot.archive.layout import BlockKind
from forumbot.language import words
from forumbot.language.dates import find_dates
from forumbot.language.levelling import level

_HELD = re.compile(
    r"\b(?:takes? place|took place|held|met|meets?|announce[sd]?|began|begins?|runs?|ran|findet"
    r"|fand|beginn\w+|aura lieu|a eu lieu)\b",
    re.IGNORECASE,
)

Period = tuple[date, date]
"""The first and the last day of an event."""


def sentence_of(
    period: Period,
    named: frozenset[str],
    documents: Iterable[Document],
    *,
    place: str | None = None,
    doc_id: str | None = None,
    language: str | None = None,
) -> Excerpt | None:
    """The sentence in which a date begins on the first day of ``period``, and the name stands.

    ``named`` are stems of the event's name, which the sentence or its document's title must hold,
    but for the document ``doc_id``, which is known to be the event's source. Of several sentences,
    one that gives the last day too comes first, then one that gives the ``place``, one in
    ``language``, one that says that it takes place, one of its source; then the order of the
    documents counts. None where there is none.
    """
    best: tuple[tuple[bool, ...], Document, int, int] | None = None
    for document in documents:
        if str(period[0].year) not in document.text:
            continue
        for start, end, last in _sentences_on(document, period):
            text = document.text[start:end]
            is_source = document.doc_id == doc_id
            if not is_source and not named <= _stems(f"{document.title} {text}", document.language):
                continue
            gives_place = place is not None and level(place) in level(text)
            is_held = _HELD.search(text) is not None
            worth = (last, gives_place, document.language == language, is_held, is_source)
            if best is None or worth > best[0]:
                best = (worth, document, start, end)
    return excerpt_at(best[1], best[2], best[3]) if best is not None else None


def heading_of(title: str, document: Document | None) -> Excerpt | None:
    """What names the document of a title: the heading that the title is, or begins with.

    Its first line, where the title stands in the front matter alone.
    """
    if document is None or not document.blocks:
        return None
    headings = (one for one in document.blocks if one.kind is BlockKind.HEADING)
    heading = next(headings, None)
    said = " ".join(document.text[heading.start : heading.end].split()) if heading else ""
    if heading is not None and said == title:
        return excerpt_at(document, heading.start, heading.end)
    if document.title != title:
        return None
    is_begun = heading is not None and said and title.startswith(said)
    block = heading if heading is not None and is_begun else document.blocks[0]
    return excerpt_at(document, block.start, block.end)


def _stems(text: str, language: str) -> set[str]:
    return set(words.stems(text, language))


def _sentences_on(document: Document, period: Period) -> Iterator[tuple[int, int, bool]]:
    """The sentences, items and rows with a date from the first day on, and if the last is there."""
    found = find_dates(document.text)
    lasts = [one.start for one in found if one.last == period[1]]
    for one in found:
        if one.first != period[0]:
            continue
        for start, end in sentences_at(document, one.start):
            end = max(end, one.end)
            yield start, end, any(start <= last < end for last in lasts)
