"""A verbatim quote with where it stands, as an answer cites it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from forumbot.answers.quoting.excerpt import Excerpt
from forumbot.archive.corrections import DRAFT
from forumbot.archive.documents import Document
from forumbot.archive.layout import BlockKind
from forumbot.asking.question import Question
from forumbot.language.days_in_words import in_words
from forumbot.language.language_names import in_language
from forumbot.language.phrases import DEFAULT, counting, phrase


@dataclass(frozen=True, slots=True)
class Citation:
    """A verbatim quote and where it stands: ``quote == document.text[start:end]``.

    ``section`` is the innermost heading above it, ``lead_in`` the line that introduces the list it
    is taken from, ``page`` counts from 1. ``label`` names the forum that it is quoted for where
    there are several, or the cell of a table; ``header`` has the names of the columns, parted by
    bars, of the row or the cell that it is; ``left_out`` is how many items its list goes on for
    after the quote; ``marker`` is the bullet or the number before the item that it begins with,
    empty where it does not; ``answer`` is the stretch of the quote in which a reader places the
    answer.
    ``said_in`` is the language of what is said beside it, ``is_foreign`` where the quote is not in
    the asker's. ``status`` is ``draft`` or empty, ``superseded_by`` the document that took its
    place. ``page_label`` is the number that is printed on the page, where that is another;
    ``is_recognised`` says that the page is a scan, whose text was recognised, ``is_led`` that what
    leads it in is shown above another quote.
    """

    number: int
    doc_id: str
    title: str
    section: str | None
    page: int | None
    url: str | None
    start: int
    end: int
    quote: str
    lead_in: str = ""
    held_on: date | None = None
    published_on: date | None = None
    language: str = "en"
    label: str = ""
    header: str = ""
    left_out: int = 0
    marker: str = ""
    answer: tuple[int, int] | None = None
    said_in: str = DEFAULT
    is_foreign: bool = False
    status: str = ""
    superseded_by: str | None = None
    page_label: str = ""
    is_recognised: bool = False
    is_led: bool = False

    @property
    def rest(self) -> str:
        """What of its list is not quoted, as in ``… and 4 more items``; empty where that is all."""
        count = self.left_out
        return counting("rest", "rest_one", self.said_in, count) if count else ""

    @property
    def bullet(self) -> str:
        """What is shown before it of its list: nothing where it is one item without a lead-in."""
        return self.marker if self.lead_in or self.is_led or "\n" in self.quote else ""

    def to_json(self) -> dict[str, Any]:
        """The citation as in the contract, dates in ISO 8601."""
        return {
            "number": self.number,
            "doc_id": self.doc_id,
            "title": self.title,
            "section": self.section,
            "page": self.page,
            "url": self.url,
            "start": self.start,
            "end": self.end,
            "quote": self.quote,
            "lead_in": self.lead_in or None,
            "held_on": self.held_on.isoformat() if self.held_on else None,
            "published_on": self.published_on.isoformat() if self.published_on else None,
            "language": self.language,
            "label": self.label or None,
            "header": self.header or None,
            "left_out": self.left_out,
            "status": self.status or None,
            "superseded_by": self.superseded_by,
            "page_label": self.page_label or None,
            "recognised": self.is_recognised,
        }


def citation(number: int, document: Document, excerpt: Excerpt, question: Question) -> Citation:
    """The excerpt as a quote of its document, for whoever asks the question."""
    sections = [heading for heading in excerpt.heading_path if heading != document.title]
    return Citation(
        number=number,
        doc_id=document.doc_id,
        title=document.title,
        section=sections[-1] if sections else None,
        page=excerpt.page,
        url=document.url,
        start=excerpt.start,
        end=excerpt.end,
        quote=document.text[excerpt.start : excerpt.end],
        lead_in=excerpt.lead_in,
        held_on=document.held_on,
        published_on=document.published_on,
        language=document.language,
        label=excerpt.label,
        header=excerpt.header,
        left_out=excerpt.left_out,
        marker=_marker(document, excerpt.start),
        answer=_within(excerpt),
        said_in=question.answered_in,
        is_foreign=document.language != (question.read_in or question.spoken),
        status=document.status,
        superseded_by=document.superseded_by,
        page_label=document.page_label(excerpt.page),
        is_recognised=excerpt.page in document.recognised,
    )


def marks_of(quotes: Sequence["Citation"], opening: str = "[") -> str:
    """The numbers of quotes as they stand before their source: ``[1]–[5] [7]``."""
    runs: list[list[int]] = []
    for one in quotes:
        if runs and one.number == runs[-1][-1] + 1:
            runs[-1].append(one.number)
        else:
            runs.append([one.number])
    told = (
        f"{opening}{run[0]}]–{opening}{run[-1]}]"
        if len(run) > 2
        else " ".join(f"{opening}{number}]" for number in run)
        for run in runs
    )
    return " ".join(told)


def facts_of(
    source: Citation | Document, page: int | None, language: str, *, is_foreign: bool
) -> list[str]:
    """Standing, page, days and, where it ``is_foreign``, language of a text in our own words."""
    days = (("held", source.held_on), ("published", source.published_on))
    return [
        *standing_of(source, language, page),
        *([_page_in_words(source, page, language)] if page else []),
        *(phrase(key, language, day=in_words(day, language)) for key, day in days if day),
        *([in_language(source.language, language)] if is_foreign else []),
    ]


def _marker(document: Document, start: int) -> str:
    items = (one for one in document.blocks if one.kind is BlockKind.ITEM and one.start == start)
    item = next(items, None)
    return "" if item is None else document.text[item.line_start : item.start].strip()


def _page_in_words(source: Citation | Document, page: int, language: str) -> str:
    """The page of the file, and the number that is printed on it where that is another."""
    label = source.page_label if isinstance(source, Citation) else source.page_label(page)
    if label:
        return phrase("page_printed", language, page=page, label=label)
    return phrase("page", language, page=page)


def standing_of(source: Citation | Document, language: str, page: int | None = None) -> list[str]:
    """That a text is a draft, was superseded, or was recognised in a scan, in our own words."""
    is_draft = source.status == DRAFT
    if isinstance(source, Citation):
        is_recognised = source.is_recognised
    else:
        is_recognised = page in source.recognised
    return [
        *([phrase("draft", language)] if is_draft else []),
        *([phrase("superseded", language)] if source.superseded_by else []),
        *([phrase("recognised", language)] if is_recognised else []),
    ]


def _within(excerpt: Excerpt) -> tuple[int, int] | None:
    """Where in the quote the answer stands; None where that is not all in it."""
    if excerpt.answer is None:
        return None
    start, end = (place - excerpt.start for place in excerpt.answer)
    return (start, end) if 0 <= start < end <= excerpt.end - excerpt.start else None


def unnumbered(text: str) -> str:
    """Text whose own ``[3]`` cannot be taken for one of the answer's citations."""
    return re.sub(r"\[(\d+)\]", r"［\1］", text)
