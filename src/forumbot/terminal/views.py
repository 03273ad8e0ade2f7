"""Answers, passages and outcomes as rich renderables; no text of documents is markup."""

import re
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.style import Style
from rich.table import Table
from rich.text import Text

from forumbot.answers.blocks import (
    Heading,
    Listing,
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
from forumbot.answers.citation import facts_of, marks_of, standing_of
from forumbot.answers.documents import kind_in_words
from forumbot.answers.quoting.emphasis import decisive_spans
from forumbot.errors import BUILD, REBUILD
from forumbot.language.counting import counted
from forumbot.language.days_in_words import in_words
from forumbot.language.phrases import DEFAULT, phrase
from forumbot.terminal import styles

if TYPE_CHECKING:
    from forumbot.answers.answer import Answer
    from forumbot.answers.blocks import Block
    from forumbot.answers.citation import Citation
    from forumbot.answers.explaining import Explanation
    from forumbot.answers.outcomes import DocumentOutcome, Outcomes
    from forumbot.archive.documents import Document
    from forumbot.asking.question import Question
    from forumbot.search.hits import Hit

_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_SNIPPET_CHARS = 240
# By finding, whose module loads more than a view needs.
_REMARKS = {"overview": styles.PLAIN, "talk": styles.PLAIN}
_BULLET = "•"
_WEB_ADDRESS = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)


def plain(text: str) -> str:
    """Text without control characters, which a terminal would obey."""
    return _CONTROLS.sub("", text)


def styled(words: str, style: str = "") -> Text:
    """Text without control characters, in a style."""
    return Text(plain(words), style=style)


def answer_view(answer: "Answer") -> RenderableType:
    """What there is to see of an answer, block by block; a blank line ends the larger ones."""
    return Group(*(part for block in answer.blocks for part in _block(block, answer)))


def _block(block: "Block", answer: "Answer") -> Iterator[RenderableType]:
    quote = partial(_quote, answer.understood)
    match block:
        case Remark(said):
            yield styled(f"{said}\n", style=_REMARKS.get(answer.finding.value, styles.WARNING))
        case Heading(said):
            yield styled(said, style=styles.HEADING)
        case Quotes():
            yield from map(quote, block.shown)
        case Nearest(said, citations):
            yield styled(said, style=styles.ASIDE)
            yield from map(quote, citations)
        case Passages(said, hits):
            yield styled(said, style=styles.ASIDE)
            yield hits_view(hits)
        case Listing():
            yield _listing(block)
        case Sources():
            yield _sources(block)
        case _:
            yield _beside(block, answer.language)


def _beside(block: "Block", language: str) -> RenderableType:
    """What stands beside an answer, and any block that is not known."""
    match block:
        case ReadAs(question):
            return styled(phrase("read_as", language, question=question), style=styles.ASIDE)
        case Note(said):
            return styled(said, style=styles.ASIDE)
        case Withheld():
            remedy = phrase("remedy_by", language, command=BUILD)
            return styled(f"{block.text} {remedy}", style=styles.WARNING)
        case Sureness(said, confidence):
            return styled(f"{said} ({confidence:.2f})", style=styles.ASIDE)
        case _:
            return styled(f"{block.text}\n")


def _quote(question: "Question", citation: "Citation") -> RenderableType:
    name = citation.label or citation.header
    quote = styled(f"{name}\n" if name else "", style=styles.HEADING)
    if citation.lead_in:
        quote.append(f"{plain(citation.lead_in)}\n", style=styles.LEAD_IN)
    quote.append(f"{citation.bullet} " if citation.bullet else "")
    quote.append_text(_set_off(question, citation))
    quote.append(f" {citation.rest}" if citation.rest else "", style=styles.ASIDE)
    return quote.append(f" [{citation.number}]\n", style=styles.REFERENCE)


def _set_off(question: "Question", citation: "Citation") -> Text:
    """The quote with what decides the answer set off."""
    quote = styled(citation.quote, style=styles.PLAIN)
    if quote.plain == citation.quote:
        spans = decisive_spans(question, citation.quote, citation.language, citation.answer)
        for start, end in spans:
            quote.stylize(styles.DECISIVE, start, end)
    return quote


def _listing(listing: Listing) -> RenderableType:
    """Each line behind a bullet, under its heading; then what is left out."""
    parts: list[RenderableType] = []
    for heading, lines in listing.groups:
        parts += [styled(heading, style=styles.HEADING)] if heading else []
        table = Table.grid(padding=(0, 1))
        for line in lines:
            said = styled(line.text or line.quote)
            number = f" [{line.number}]" if line.number is not None else ""
            bullet = "" if line.question else _BULLET
            table.add_row(bullet, said.append(number, style=styles.REFERENCE))
        parts.append(table)
    parts += [styled(listing.more, style=styles.ASIDE)] if listing.more else []
    return Group(*parts, "")


def _sources(sources: Sources) -> RenderableType:
    lines = Text()
    for quotes in sources.places:
        numbers = marks_of(quotes)
        lines.append(f"{numbers} ", style=styles.REFERENCE)
        lines.append_text(source_line(quotes[0]))
        lines.append("\n")
    return lines


def source_line(citation: "Citation") -> Text:
    """Title, section, page, dates, file and address of a quote on one line, the address a link."""
    facts = facts_of(citation, citation.page, citation.said_in, is_foreign=citation.is_foreign)
    parts = [citation.title, citation.section, *facts, citation.doc_id]
    line = styled(" · ".join(part for part in parts if part), style=styles.ASIDE)
    if citation.url:
        line.append(" · ", style=styles.ASIDE).append_text(_address(plain(citation.url)))
    return line


def _address(url: str) -> Text:
    """An address, which terminals that know links let one open."""
    style = Style.parse(styles.ASIDE)
    is_web = _WEB_ADDRESS.fullmatch(url) is not None
    return Text(url, style=style + Style(link=url) if is_web else style)


def hits_view(hits: Sequence["Hit"], *, with_scores: bool = False) -> RenderableType:
    """Ranked passages with where they stand; scores tell nothing but to those who tune."""
    parts: list[RenderableType] = []
    for rank, hit in enumerate(hits, start=1):
        passage = hit.passage
        head = styled(f"{rank}. ", style=styles.HEADING)
        head.append(plain(passage.doc_id), style=styles.FILE)
        if passage.heading_path:
            head.append(plain(f" · {passage.heading_path[-1]}"), style=styles.ASIDE)
        head.append(f"  {hit.score:.2f}" if with_scores else "", style=styles.ASIDE)
        parts += [head, styled(f"{_snippet(passage.body)}\n")]
    return Group(*parts) if parts else styled("No passage fits.", style=styles.WARNING)


def _snippet(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _SNIPPET_CHARS else flat[:_SNIPPET_CHARS].rsplit(" ", 1)[0] + " …"


def explanation_view(explanation: "Explanation") -> RenderableType:
    """How an answer came about, stage by stage."""
    parts: list[RenderableType] = []
    for name, lines in explanation.stages:
        parts.append(styled(f"{name}:", style=styles.HEADING))
        parts += [styled(f"  {line}", style=styles.ASIDE) for line in lines]
    return Group(*parts)


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
        parts.append(styled(f"{entry.outcome.number}. {entry.said}"))
    return Group(*parts)


def documents_view(documents: Sequence["Document"]) -> RenderableType:
    """Documents under their kinds, each with its day and file."""
    parts: list[RenderableType] = []
    for kind, of_kind in groupby(documents, attrgetter("kind")):
        group = list(of_kind)
        parts.append(styled(f"{kind_in_words(kind)} ({len(group)})", style=styles.HEADING))
        parts += map(_document_line, group)
    return Group(*parts) if parts else styled("No document fits.", style=styles.WARNING)


def _document_line(document: "Document") -> Text:
    day = document.held_on or document.published_on
    line = styled(f"- {document.title}")
    facts = [*([in_words(day)] if day else []), *standing_of(document, DEFAULT)]
    line.append(f"  {', '.join(facts)}" if facts else "", style=styles.ASIDE)
    return line.append(f"  {plain(document.doc_id)}", style=styles.FILE)


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
