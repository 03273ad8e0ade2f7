"""Which documents the archive has, by kind, the newest first."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from forumbot.answers.citation import standing_of
from forumbot.answers.documents import day_of, in_order, kind_in_words, kinds_of
from forumbot.answers.overviews.meetings import meeting_named, with_superseded
from forumbot.answers.overviews.overview import Asked, Entry, Overview
from forumbot.answers.overviews.wordings import best_of, theme_of
from forumbot.archive.documents import Document
from forumbot.asking.question import Question, read_question
from forumbot.language import words
from forumbot.language.days_in_words import in_words
from forumbot.language.language_names import languages_named
from forumbot.language.phrases import DEFAULT, phrase
from forumbot.search.scope import named_in
from forumbot.search.translations import translations

# Set by hand: as many as fit a screen and a message; how many more there are is said.
_MOST = 30
# Set by hand: most of a theme's words stand in the title, the themes or the best passages.
_HELD, _BEST = 0.6, 10
_ENGLISH = "en"
_SAME_KIND = {"slides": "presentation", "slide": "presentation", "deck": "presentation"}


def which_documents(asked: Asked) -> Overview | None:
    """The documents of the kind, meeting, time, language and theme that are named, else all.

    None where there is none, or the theme is in none of them.
    """
    known = with_superseded(asked)
    spoken = {one.language for one in known}
    languages, rest = languages_named(asked.question.text, spoken, asked.question.spoken)
    if languages:
        asked = replace(asked, question=read_question(rest, instead_of=asked.question))
        known = [one for one in known if one.language in languages]
    known = _of_time(asked, known)
    kinds = _kinds_named(asked.question, known)
    known = [one for one in known if not kinds or one.kind in kinds]
    wordings = theme_of(asked, "documents", "treating")
    left = [one for one in wordings if not set(one.words) <= {*kinds, *_SAME_KIND}]
    if left and asked.question.forums.edition is None:
        known = _on_theme(asked, known, left)
    return listed(known, asked) if known else None


def _of_time(asked: Asked, known: list[Document]) -> list[Document]:
    """Those of the forum whose number is named, or of the time, else all."""
    named = named_in(asked.question)
    if asked.question.forums.edition is not None:
        meeting = meeting_named(asked)
        return [one for one in known if meeting is not None and one.doc_id in meeting.doc_ids]
    return [one for one in known if not named or any(time.fits(one) for time in named)]


def _kinds_named(question: Question, known: Sequence[Document]) -> set[str]:
    """The kinds of documents that a message names, in whatever language the glossaries know."""
    said = [*question.content_words]
    if question.spoken != _ENGLISH:
        for translation in translations(question, [_ENGLISH]).values():
            said += words.words(translation.text)
    stems = {words.stem(_SAME_KIND.get(word, word), _ENGLISH) for word in said}
    named = {kind for kind in kinds_of(known) if words.stem(kind, _ENGLISH) in stems}
    return named - {"document"}


def _on_theme(
    asked: Asked, known: Sequence[Document], wordings: Sequence[Question]
) -> list[Document]:
    """Those whose title or themes name the theme, and those whose passages speak of it most."""
    held = best_of(asked, wordings)
    found = [one for one in known if held(f"{one.title} {' '.join(one.themes)}") >= _HELD]
    speaking: set[str] = set()
    if asked.finder is not None:
        hits = asked.finder.search(asked.question, _BEST, asked.only)
        speaking = {hit.passage.doc_id for hit in hits if held(hit.passage.text) >= _HELD}
    return found + [one for one in known if one.doc_id in speaking and one not in found]


def listed(documents: Sequence[Document], asked: Asked) -> Overview:
    """Documents by kind, reports first, the newest first of each."""
    ordered = in_order(documents)
    counts = Counter(one.kind for one in ordered)
    headings = {
        kind: f"{kind_in_words(kind, asked.language)} ({count})" for kind, count in counts.items()
    }
    entries = [Entry(line(one, asked.language), heading=headings[one.kind]) for one in ordered]
    left = len(entries) - _MOST
    more = phrase("more_documents", asked.language, count=left) if left > 0 else ""
    is_all = len(documents) == len(asked.generation.documents)
    key = "documents" if is_all else "documents_found"
    said = phrase(key, asked.language, count=len(documents))
    return Overview(said, tuple(entries[:_MOST]), more)


def line(document: Document, language: str = DEFAULT) -> str:
    """The title of a document, its day, its file, and whether it is a draft or superseded."""
    is_dated = document.held_on is not None or document.published_on is not None
    dated = f", {in_words(day_of(document), language)}" if is_dated else ""
    told = ", ".join([document.doc_id, *standing_of(document, language)])
    return f"{document.title}{dated} ({told})"
