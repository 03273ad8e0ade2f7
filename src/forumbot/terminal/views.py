"""Answers, passages and outcomes as rich renderables; no text of documents is markup."""

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.text import Text

from forumbot.language.counting import counted
from forumbot.language.days_in_words import in_words

if TYPE_CHECKING:
    from forumbot.answers.answerer import Answer, Citation
    from forumbot.answers.outcomes import DocumentOutcome
    from forumbot.search.hits import Hit
    from forumbot.service import Outcomes

_NEAREST = 3
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_SNIPPET_CHARS = 240


def plain(text: str) -> str:
    """Text without control characters, which a terminal would obey."""
    return _CONTROLS.sub("", text)


def styled(words: str, style: str = "") -> Text:
    """Text without control characters, in a style."""
    return Text(plain(words), style=style)


def answer_view(answer: "Answer") -> RenderableType:
    """Quotes first, their numbered sources beneath, and how sure the answer is."""
    if answer.citations:
        return Group(
            *_understood(answer),
            *_remark(answer),
            *_quotes(answer.citations),
            _sources(answer.citations),
            *_stale(answer),
            styled(f"{answer.sureness} ({answer.confidence:.2f})", style="dim"),
        )
    parts: list[RenderableType] = [*_understood(answer), styled(answer.text, style="yellow")]
    if answer.nearest:
        parts += [styled("The nearest:", style="dim"), *_quotes(answer.nearest)]
        parts.append(_sources(answer.nearest))
    elif answer.hits:
        parts += [styled("The nearest passages:", style="dim"), hits_view(answer.hits[:_NEAREST])]
    return Group(*parts)


def _understood(answer: "Answer") -> Iterable[RenderableType]:
    if answer.understood != answer.question:
        yield styled(f"Read as: {answer.understood}", style="dim")
    if answer.preference:
        yield styled(answer.preference, style="dim")


def _remark(answer: "Answer") -> Iterable[RenderableType]:
    if answer.remark:
        yield styled(f"{answer.remark}\n", style="yellow")


def _quotes(citations: Sequence["Citation"]) -> Iterable[RenderableType]:
    for citation in citations:
        quote = styled(f"{citation.label}\n" if citation.label else "", style="bold")
        if citation.lead_in:
            quote.append(f"{plain(citation.lead_in)}\n", style="dim italic")
        quote.append(plain(citation.quote), style="default")
        quote.append(f" {citation.rest}" if citation.rest else "", style="dim")
        quote.append(f" [{citation.number}]\n", style="bold cyan")
        yield quote


def _sources(citations: Sequence["Citation"]) -> RenderableType:
    lines = Text()
    for citation in citations:
        lines.append(f"[{citation.number}] ", style="bold cyan")
        lines.append(plain(source_line(citation)), style="dim")
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


def _stale(answer: "Answer") -> Iterable[RenderableType]:
    if answer.stale:
        names = ", ".join(answer.stale)
        yield styled(f"Withheld, changed since the index was built: {names}", style="yellow")


def hits_view(hits: Sequence["Hit"]) -> RenderableType:
    """Ranked passages with where they stand."""
    parts: list[RenderableType] = []
    for rank, hit in enumerate(hits, start=1):
        passage = hit.passage
        head = styled(f"{rank}. ", style="bold")
        head.append(plain(passage.doc_id), style="cyan")
        if passage.heading_path:
            head.append(plain(f" · {passage.heading_path[-1]}"), style="dim")
        head.append(f"  {hit.score:.2f}", style="dim")
        parts += [head, styled(f"{_snippet(passage.text)}\n")]
    return Group(*parts) if parts else styled("No passage fits.", style="yellow")


def _snippet(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _SNIPPET_CHARS else flat[:_SNIPPET_CHARS].rsplit(" ", 1)[0] + " …"


def outcomes_view(entries: Sequence["DocumentOutcome"]) -> RenderableType:
    """Outcomes under the documents that state them."""
    if not entries:
        return styled("No outcome on this in the archive.", style="yellow")
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
        f"was built: {', '.join(outcomes.changed)}; run 'forumbot index build'"
    )


def _outcome_heading(entry: "DocumentOutcome") -> Text:
    held_on = entry.document.held_on
    heading = styled(entry.document.title, style="bold")
    heading.append(f"  {in_words(held_on)}" if held_on else "", style="dim")
    heading.append(f"  {entry.document.doc_id}", style="dim")
    return heading
