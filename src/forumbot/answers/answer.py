"""What an answer is: its finding, its verbatim citations, and the text that they make."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from forumbot.answers.quoting.excerpt import Excerpt
from forumbot.archive.documents import Document
from forumbot.search.hits import Hit


class Finding(StrEnum):
    """What the archive holds: the answer, only the subject, or nothing of it."""

    ANSWER = "answer"
    NEAR = "near"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Citation:
    """A verbatim quote and where it stands: ``quote == document.text[start:end]``.

    ``section`` is the innermost heading above it, ``lead_in`` the line that introduces the list it
    is taken from, ``page`` counts from 1. ``label`` names the forum that it is quoted for where
    there are several; ``left_out`` is how many items its list goes on for after the quote.
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
    left_out: int = 0

    @property
    def rest(self) -> str:
        """What of its list is not quoted, as in ``… and 4 more items``; empty where that is all."""
        count = self.left_out
        return f"… and {count} more item{'s' if count > 1 else ''}" if count else ""

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
            "left_out": self.left_out,
        }


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one question.

    ``understood`` is the question with mistyped words mended by the archive's own. ``status`` is
    ``answered`` or ``no_answer``; every ``[n]`` in ``text`` has its citation and the reverse.
    ``nearest`` are quotes on the subject that do not answer. ``stale`` names documents whose quotes
    were withheld because their files have changed since the index was built. ``remark`` is what is
    said in our own words above the quotes, as that the sources differ; ``text`` begins with it.
    ``heeded`` names the forum or the time whose documents came first, as in ``spring 2019``.
    """

    question: str
    understood: str
    finding: Finding
    text: str
    citations: tuple[Citation, ...]
    nearest: tuple[Citation, ...]
    confidence: float
    hits: tuple[Hit, ...]
    stale: tuple[str, ...]
    elapsed_ms: float
    remark: str = ""
    heeded: tuple[str, ...] = ()

    @property
    def preference(self) -> str:
        """Which documents came first because the question names them; empty where it names none."""
        return f"Documents of {' and '.join(self.heeded)} come first." if self.heeded else ""

    @property
    def status(self) -> str:
        """``answered`` or ``no_answer``."""
        return "answered" if self.finding is Finding.ANSWER else "no_answer"

    @property
    def sureness(self) -> str:
        """The confidence in a word or two."""
        if self.confidence >= 0.8:
            return "very sure"
        return "fairly sure" if self.confidence >= 0.6 else "not very sure"

    def to_json(self, question_id: str | None = None) -> dict[str, Any]:
        """The answer as in the contract."""
        return {
            "id": question_id,
            "question": self.question,
            "understood": self.understood,
            "status": self.status,
            "confidence": round(self.confidence, 4),
            "text": self.text,
            "remark": self.remark or None,
            "heeded": list(self.heeded),
            "citations": [citation.to_json() for citation in self.citations],
            "finding": self.finding.value,
            "nearest": [citation.to_json() for citation in self.nearest],
            "stale": list(self.stale),
            "hits": [hit_to_json(rank, hit) for rank, hit in enumerate(self.hits, start=1)],
            "elapsed_ms": round(self.elapsed_ms, 2),
        }


def hit_to_json(rank: int, hit: Hit) -> dict[str, Any]:
    """A hit as in the contract, with the scores of each side."""
    passage = hit.passage
    return {
        "rank": rank,
        "doc_id": passage.doc_id,
        "section": passage.heading_path[-1] if passage.heading_path else None,
        "page": passage.page,
        "start": passage.start,
        "end": passage.end,
        "text": passage.text,
        "score": round(hit.score, 6),
        "dense_score": round(hit.dense_score, 6),
        "lexical_score": round(hit.lexical_score, 6),
    }


def citation(number: int, document: Document, excerpt: Excerpt) -> Citation:
    """The excerpt as a quote of its document."""
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
        left_out=excerpt.left_out,
    )


_NOTHING = "The archive does not answer this: nothing in it treats the subject."
_STALE = (
    "Quotes from {names} are withheld: the file has changed since the index was built "
    "(run 'forumbot index build')."
)


def text_of(
    finding: Finding, remark: str, citations: Sequence[Citation], stale: Sequence[str]
) -> str:
    """The answer in words: the remark, then each quote with its number where it answers."""
    parts = [remark] if remark else []
    if finding is Finding.ANSWER:
        parts += [_quoted(citation) for citation in citations]
    elif finding is Finding.NOTHING:
        parts.append(_NOTHING)
    if stale and finding is not Finding.NOTHING:
        parts.append(_STALE.format(names=unnumbered(", ".join(stale))))
    return "\n\n".join(parts)


def _quoted(citation: Citation) -> str:
    label = f"{unnumbered(citation.label)}: " if citation.label else ""
    rest = f" {citation.rest}" if citation.rest else ""
    return f"{label}“{unnumbered(citation.quote)}”{rest} [{citation.number}]"


def unnumbered(text: str) -> str:
    """Text whose own ``[3]`` cannot be taken for one of the answer's citations."""
    return re.sub(r"\[(\d+)\]", r"［\1］", text)
