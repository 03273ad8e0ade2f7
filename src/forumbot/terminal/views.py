"""Answers, passages and outcomes as rich renderables; no text of documents is markup."""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.text import Text

from forumbot.answers.blocks import (
    Nearest,
    Note,
    Passages,
    Quotes,
    ReadAs,
    Remark,
    Sources,
    Sureness,
    Withheld,
)
from forumbot.errors import REBUILD
from forumbot.language.counting import counted
from forumbot.language.days_in_words import in_words
from forumbot.terminal import styles

if TYPE_CHECKING:
    from forumbot.answers.answer import Answer
    from forumbot.answers.blocks import Block
    from forumbot.answers.citation import Citation
    from forumbot.answers.outcomes import DocumentOutcome
    from forumbot.search.hits import Hit
    from forumbot.service import Outcomes

_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_SNIPPET_CHARS = 240


def plain(text: str) -> str:
    """Text without control characters, which a terminal would obey."""
    return _CONTROLS.sub("", text)


def styled(words: str, style: str = "") -> Text:
    """Text without control characters, in a style."""
    return Text(plain(words), style=style)


def answer_view(answer: "Answer") -> RenderableType:
    """What there is to see of an answer, block by block; a blank line ends the larger ones."""
    return Group(*(part for block in answer.blocks for part in _block(block)))


def _block(block: "Block") -> Iterator[RenderableType]:
    match block:
        case ReadAs(question):
            yield styled(f"Read as: {question}", style=styles.ASIDE)
        case Note(said):
            yield styled(said, style=styles.ASIDE)
        case Remark(said):
            yield styled(f"{said}\n", style=styles.WARNING)
        case Quotes(citations):
            yield from map(_quote, citations)
        case Nearest(said, citations):
            yield styled(said, style=styles.ASIDE)
            yield from map(_quote, citations)
        case Passages(said, hits):
            yield styled(said, style=styles.ASIDE)
            yield hits_view(hits)
        case Sources(citations):
            yield _sources(citations)
        case Withheld():
            yield styled(
                f"{block.text} To bring the index up to date, {REBUILD}.", style=styles.WARNING
            )
        case Sureness(said, confidence):
            yield styled(f"{said} ({confidence:.2f})", style=styles.ASIDE)
        case _:
            yield styled(f"{block.text}\n")


def _quote(citation: "Citation") -> RenderableType:
    quote = styled(f"{citation.label}\n" if citation.label else "", style=styles.HEADING)
    if citation.lead_in:
        quote.append(f"{plain(citation.lead_in)}\n", style=styles.LEAD_IN)
    quote.append(plain(citation.quote), style=styles.PLAIN)
    quote.append(f" {citation.rest}" if citation.rest else "", style=styles.ASIDE)
    return quote.append(f" [{citation.number}]\n", style=styles.REFERENCE)


def _sources(citations: Sequence["Citation"]) -> RenderableType:
    lines = Text()
    for citation in citations:
        lines.append(f"[{citation.number}] ", style=styles.REFERENCE)
        lines.append(plain(source_line(citation)), style=styles.ASIDE)
        lines.append("\n")
    return lines


def source_line(citation: "Citation") -> str:
    """Title, section, page, dates and address of a quote, on one line."""
    parts = [citation.title, citation.section]
    parts.append(f"page {citation.page}" if citation.page else None)
    parts.append(f"held {in_words(citation.held_on)}" if citation.held_on else None)
    parts.append(f"published {in_words(citation.published_on)}" if citation.published_on else None)
    parts += [citation.doc_id, citation.url]
    return " · ".join(part for part in parts if part)


def hits_view(hits: Sequence["Hit"]) -> RenderableType:
    """Ranked passages with where they stand."""
    parts: list[RenderableType] = []
    for rank, hit in enumerate(hits, start=1):
        passage = hit.passage
        head = styled(f"{rank}. ", style=styles.HEADING)
        head.append(plain(passage.doc_id), style=styles.FILE)
        if passage.heading_path:
            head.append(plain(f" · {passage.heading_path[-1]}"), style=styles.ASIDE)
        head.append(f"  {hit.score:.2f}", style=styles.ASIDE)
        parts += [head, styled(f"{_snippet(passage.text)}\n")]
    return Group(*parts) if parts else styled("No passage fits.", style=styles.WARNING)


def _snippet(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _SNIPPET_CHARS else flat[:_SNIPPET_CHARS].rsplit(" ", 1)[0] + " …"


def outcomes_view(entries: Sequence["DocumentOutcome"]) -> RenderableType:
    """Outcomes under the documents that state them."""
    if not entries:
        return styled("No outcome on this in the archive.", style=styles.WARNING)
    parts: list[RenderableType] = []
    previous = None
    for entry in entries:
        if entry.document.doc_id != previous:
            previous = entry.document.doc_id
            parts.append(_outcome_heading(entry))
        parts.append(styled(f"{entry.outcome.number}. {entry.outcome.text}"))
    return Group(*parts)


def withheld_line(outcomes: "Outcomes") -> str:
    """How many outcomes are not shown, why, and what to do."""
    files = "their files have" if len(outcomes.changed) > 1 else "the file has"
    return (
        f"{counted(len(outcomes.withheld), 'outcome')} withheld, {files} changed since the index "
        f"was built: {', '.join(outcomes.changed)}; {REBUILD}"
    )


def _outcome_heading(entry: "DocumentOutcome") -> Text:
    held_on = entry.document.held_on
    heading = styled(entry.document.title, style=styles.HEADING)
    heading.append(f"  {in_words(held_on)}" if held_on else "", style=styles.ASIDE)
    heading.append(f"  {entry.document.doc_id}", style=styles.ASIDE)
    return heading
