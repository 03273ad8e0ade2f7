"""Answers that are about the answer before them: more of it, its sources, one of its lines."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from forumbot.answers.overviews.overview import Asked, Entry, Overview
from forumbot.answers.overviews.room import fitting, paged
from forumbot.answers.overviews.subjects import of_edition, subject_of
from forumbot.answers.overviews.summary import summary_of
from forumbot.answers.quoting.excerpt import Excerpt, excerpt_of
from forumbot.answers.quoting.untold import lacks_something
from forumbot.archive.documents import Document
from forumbot.archive.layout import BlockKind
from forumbot.archive.outline import Line
from forumbot.asking.recalled import Recalled, Shown
from forumbot.language.levelling import level
from forumbot.language.phrases import phrase
from forumbot.language.recalls import Recall

# Set by hand: what goes on takes as much as the quotes of an answer (the contract); where a line
# was chosen, half of that goes on behind it. So many sources are read at a glance.
_MOST_CHARS, _BEHIND_LINE, _MOST_SOURCES = 700, 350, 5
_ADDRESS, _WORDS_OF_SOURCE = re.compile(r"https?://\S+"), 3


def recall(asked: Asked, recalled: Recalled) -> Overview | None:
    """What is asked of the answer before; None where no document that it quoted is there."""
    documents = asked.generation.documents
    shown = [one for one in recalled.shown if one.doc_id in documents]
    if recalled.kind is Recall.LINE:
        return _line(asked, recalled)
    if recalled.kind is Recall.LEADING:
        return _leading(asked, recalled)
    if recalled.rest:
        entries = [Entry(one.text, heading=one.heading) for one in recalled.rest]
        return paged(phrase("recall_on", asked.language), entries, asked.language)
    if not recalled.shown:
        return Overview(phrase(_whole_key(recalled), asked.language))
    return _ANSWERS[recalled.kind](asked, shown, recalled) if shown else None


def _line(asked: Asked, recalled: Recalled) -> Overview:
    """A line with what it rests on, and what the archive says further of what it names."""
    (line,) = recalled.shown
    document = asked.generation.documents.get(line.doc_id)
    said = phrase("recall_line", asked.language)
    if document is None:
        return Overview(said, (Entry(line.text),))
    quoted = _quote(document, line)
    first = [] if quoted is None else [Entry("", quoted)]
    named = _titled(asked, recalled.about)
    further = _blocks(named, [line]) if named is not None else iter(())
    behind = fitting([Entry("", one) for one in further], _BEHIND_LINE)
    return Overview(line.text or said, (*first, *behind))


def _leading(asked: Asked, recalled: Recalled) -> Overview:
    """The first lines of the list that was shown."""
    documents = asked.generation.documents
    quotes = [
        _quote(documents[one.doc_id], one) if one.doc_id in documents else None
        for one in recalled.shown
    ]
    entries = (
        Entry(line.text, quoted, line.heading)
        for line, quoted in zip(recalled.shown, quotes, strict=True)
        if line.text or quoted is not None
    )
    said = phrase("recall_leading", asked.language, count=len(recalled.shown))
    return Overview(said, tuple(entries))


def _more(asked: Asked, shown: Sequence[Shown], recalled: Recalled) -> Overview:
    """What follows what was quoted: of the document that is named, else of those cited."""
    named = _titled(asked, recalled.about)
    cited = [asked.generation.documents[one.doc_id] for one in shown]
    documents = {one.doc_id: one for one in [*([named] if named else []), *cited]}
    found = [one for document in documents.values() for one in _following(document, shown)]
    if not found:
        return Overview(phrase("recall_all", asked.language, title=cited[0].title))
    entries = fitting([Entry("", one) for one in found], _MOST_CHARS)
    return Overview(phrase("recall_more", asked.language), tuple(entries))


def _following(document: Document, shown: Sequence[Shown]) -> list[Excerpt]:
    """What was not quoted yet: of the section of the last quote, what follows that, the rest."""
    places = [one for one in shown if one.doc_id == document.doc_id]
    found = list(_blocks(document, places))
    if not places:
        return found
    path = next((one.heading_path for one in _lines(document, places[0])), ())
    last = max(one.end for one in places)
    return sorted(found, key=lambda one: (one.heading_path != path, one.start < last, one.start))


def _blocks(document: Document, shown: Sequence[Shown]) -> Iterator[Excerpt]:
    """The blocks that say something, and hold nothing of what was shown."""
    places = [one for one in shown if one.doc_id == document.doc_id]
    for line in document.outline:
        block = line.block
        is_shown = any(one.start < block.end and block.start < one.end for one in places)
        if block.kind in (BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.ROW) and not is_shown:
            said = document.text[block.start : block.end].rstrip()
            if len(said) <= _MOST_CHARS and not said.endswith(":") and not _names_source(said):
                yield excerpt_of(document, line, block.start, block.end, 1.0)


def _names_source(said: str) -> bool:
    """Whether a line only gives an address, as in "Source: https://…"."""
    rest = _ADDRESS.sub("", said)
    return rest != said and len(rest.split()) <= _WORDS_OF_SOURCE


def _summary(asked: Asked, shown: Sequence[Shown], recalled: Recalled) -> Overview | None:
    """The meeting that was spoken of in short, else the document that was cited first."""
    named = _titled(asked, recalled.about)
    meeting = of_edition(asked, recalled.edition) if recalled.edition and not named else None
    document = named or asked.generation.documents[shown[0].doc_id]
    return summary_of(asked, meeting or subject_of(document))


def _around(asked: Asked, shown: Sequence[Shown], _recalled: Recalled) -> Overview:
    """The source of a quote, and what stands around it: there it is said whose words they are."""
    first = shown[0]
    document = asked.generation.documents[first.doc_id]
    path = next((one.heading_path for one in _lines(document, first)), ())
    near = [
        excerpt_of(document, line, line.block.start, line.block.end, 1.0)
        for line in document.outline
        if line.heading_path == path and line.block.kind is not BlockKind.HEADING
    ]
    from_quote = sorted(near, key=lambda one: (abs(one.start - first.start), one.start))
    kept = fitting([Entry("", one) for one in from_quote], _MOST_CHARS)
    entries = [one for one in map(_entry, near) if one in kept]
    return Overview(phrase("recall_speaker", asked.language, title=document.title), tuple(entries))


def _whole(asked: Asked, shown: Sequence[Shown], recalled: Recalled) -> Overview:
    """Whether a list was shown to its end, and the sentence that says what the archive lacks."""
    document = asked.generation.documents[shown[0].doc_id]
    sections = {one.heading_path for place in shown[:_MOST_SOURCES] for one in
                _lines(asked.generation.documents[place.doc_id], place)}  # fmt: skip
    lacking = [
        Entry("", excerpt_of(document, line, line.block.start, line.block.end, 1.0))
        for line in document.outline
        if line.heading_path in sections
        and line.block.kind is BlockKind.PARAGRAPH
        and lacks_something(document.text[line.block.start : line.block.end], document.language)
    ]
    if lacking:
        return Overview(phrase("recall_lacking", asked.language), tuple(lacking[:1]))
    return Overview(phrase(_whole_key(recalled), asked.language))


def _whole_key(recalled: Recalled) -> str:
    return "recall_goes_on" if recalled.goes_on else "recall_whole"


def _sources(asked: Asked, shown: Sequence[Shown], recalled: Recalled) -> Overview:
    """The quotes once more, each with where it stands."""
    documents = asked.generation.documents
    quotes = [_quote(documents[one.doc_id], one) for one in shown[:_MOST_SOURCES]]
    entries = [Entry("", one) for one in quotes if one is not None]
    differ = recalled.kind is Recall.DIFFER
    key = "recall_differ" if differ else "recall_source"
    return Overview(phrase(key, asked.language), tuple(fitting(entries)))


def _entry(excerpt: Excerpt) -> Entry:
    return Entry("", excerpt)


def _quote(document: Document, shown: Shown) -> Excerpt | None:
    line = next(_lines(document, shown), None)
    return None if line is None else excerpt_of(document, line, shown.start, shown.end, 1.0)


def _lines(document: Document, shown: Shown) -> Iterator[Line]:
    """The lines of the outline in which a quote stands."""
    return (
        one
        for one in document.outline
        if one.block.line_start < shown.end and shown.start < one.block.end
    )


def _titled(asked: Asked, name: str) -> Document | None:
    """The document of a title; None where there is none, or no name."""
    wanted = level(name).strip()
    found = (one for one in asked.generation.in_force if wanted and level(one.title) == wanted)
    return next(found, None)


_ANSWERS: Mapping[Recall, Callable[[Asked, Sequence[Shown], Recalled], Overview | None]] = {
    Recall.MORE: _more,
    Recall.SUMMARY: _summary,
    Recall.SPEAKER: _around,
    Recall.WHOLE: _whole,
    Recall.SOURCE: _sources,
    Recall.DIFFER: _sources,
}
