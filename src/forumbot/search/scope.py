"""Which documents a question is about: those of the forum, the year, the season or the day."""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import PurePosixPath

from forumbot.archive.documents import Document
from forumbot.asking.question import Question
from forumbot.asking.times import Span, times_in
from forumbot.language.levelling import level
from forumbot.language.phrases import listed, ordinal, phrase


@dataclass(frozen=True, slots=True)
class NamedEdition:
    """A forum by its number; ``words`` say it in the language of the answer."""

    number: int
    words: str = field(default="", compare=False)

    def fits(self, document: Document) -> bool:
        """Whether a document is of that forum."""
        return document.edition == self.number


@dataclass(frozen=True, slots=True)
class NamedTime:
    """Some days, months, seasons or years; ``words`` are those of the question."""

    words: str
    spans: tuple[Span, ...]

    def fits(self, document: Document) -> bool:
        """Whether what a document reports on, its publication, or its title is of that time."""
        return any(
            first <= last_of and first_of <= last
            for first_of, last_of in document_spans(document)
            for first, last in self.spans
        )


Named = NamedEdition | NamedTime


def named_in(question: Question) -> tuple[Named, ...]:
    """The forum and the time that a question names."""
    edition, times = question.forums.edition, question.times
    found: list[Named] = []
    language = question.answered_in
    if edition is not None:
        words = phrase("the_forum", language, ordinal=ordinal(edition, language))
        found.append(NamedEdition(edition, words))
    if times:
        said = dict.fromkeys(question.text[one.start : one.end] for one in times)
        spans = tuple(span for one in times for span in one.spans)
        found.append(NamedTime(listed([*said], language), spans))
    return tuple(found)


def asks_for(question: Question, older: Document, newer: Document) -> bool:
    """Whether a question names, by forum, time, title or file, a document that was superseded.

    What fits the document that took its place as well names that one.
    """
    named = [part for one in named_in(question) for part in _parts(one)]
    if any(one.fits(older) and not one.fits(newer) for one in named):
        return True
    asked, others = f" {_words(question.text)} ", _names(newer)
    return any(f" {name} " in asked for name in _names(older) - others)


def _parts(named: Named) -> list[Named]:
    """Each of the times that are named, by itself."""
    if isinstance(named, NamedEdition):
        return [named]
    return [NamedTime(named.words, (span,)) for span in named.spans]


def _names(document: Document) -> set[str]:
    """The names by which a document is asked for: title, file, and file without its suffix."""
    path = PurePosixPath(document.doc_id)
    return {_words(name) for name in (document.title, path.name, path.stem)} - {""}


def _words(text: str) -> str:
    """The levelled words of a text, a space between them."""
    return " ".join(re.findall(r"\w+", level(text)))


def document_spans(document: Document) -> tuple[Span, ...]:
    """When the event of a document was held, and when it came out; else the time in its title."""
    found: list[Span] = []
    if document.held_on is not None:
        found.append((document.held_on, document.held_until or document.held_on))
    if document.published_on is not None:
        found.append((document.published_on, document.published_on))
    return tuple(found) or _title_spans(document.title)


@lru_cache(maxsize=4096)
def _title_spans(title: str) -> tuple[Span, ...]:
    return tuple(span for one in times_in(title) for span in one.spans)
