"""Talks: who presented what, as sentences, programmes and title pages of documents say it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from forumbot.archive.documents import Document
from forumbot.archive.layout import BlockKind
from forumbot.archive.names import NameReader
from forumbot.archive.outline import Line
from forumbot.archive.talk_forms import (
    Form,
    Speaker,
    in_line,
    in_sentence,
    on_title_page,
    session_number,
)
from forumbot.language.sentences import sentence_spans

# Set by hand: slides hold a few lines a page, and there are several of them.
_SLIDE_SUFFIXES = frozenset({".pptx", ".odp", ".ppt", ".key"})
_SLIDE_CHARS, _FEWEST_SLIDES = 700, 4


@dataclass(frozen=True, slots=True)
class Talk:
    """A talk, or what was chaired or opened where ``is_led``: ``document.text[start:end]`` says so.

    ``title`` and ``session`` are empty where the text gives none; ``number`` is that of the
    session. All are words of the document.
    """

    doc_id: str
    start: int
    end: int
    speakers: tuple[Speaker, ...]
    title: str = ""
    session: str = ""
    number: int | None = None
    is_led: bool = False


def find_talks(document: Document, reader: NameReader) -> tuple[Talk, ...]:
    """The talks of one document in order, each once."""
    found: dict[tuple[int, tuple[str, ...], str], Talk] = {}
    for line in document.outline:
        for talk in _talks_in(document, line, reader):
            names = tuple(one.name for one in talk.speakers)
            found.setdefault((talk.start, names, talk.title), talk)
    return tuple(found.values())


def _talks_in(document: Document, line: Line, reader: NameReader) -> Iterator[Talk]:
    text, block = document.text, line.block
    if next(reader.names(text, block.start, block.end), None) is None:
        return
    forms = in_line(text, line, document.language, reader)
    if not forms and block.page == 1 and _is_slides(document):
        form = on_title_page(text, line, reader)
        forms = [Form(form.speakers, document.title)] if form is not None else []
    yield from (_talk(document, line, (block.start, block.end), form) for form in forms)
    if forms:
        return
    for span in sentence_spans(text, block.start, block.end, document.language):
        for form in in_sentence(text, span, document.language, reader):
            yield _talk(document, line, span, form)


def _is_slides(document: Document) -> bool:
    if PurePosixPath(document.doc_id).suffix.lower() in _SLIDE_SUFFIXES:
        return True
    pages = document.pages or 0
    return pages >= _FEWEST_SLIDES and len(document.text) < pages * _SLIDE_CHARS


def _talk(document: Document, line: Line, span: tuple[int, int], form: Form) -> Talk:
    said = document.text[span[0] : span[1]]
    above = line.heading_path[:-1] if line.block.kind is BlockKind.HEADING else line.heading_path
    headings = [one for one in above if one != document.title]
    number = session_number(said, document.language)
    session = ""
    for heading in reversed(headings):
        numbered = session_number(heading, document.language)
        if numbered is not None and number in (None, numbered):
            number, session = numbered, heading
            break
    if number is None and headings:
        session = headings[-1]
    return Talk(document.doc_id, *span, form.speakers, form.title, session, number, form.is_led)
