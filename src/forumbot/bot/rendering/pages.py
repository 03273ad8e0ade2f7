"""Passages, outcomes and documents, page by page, each under where it stands."""

from collections.abc import Mapping, Sequence
from functools import partial

import discord

from forumbot.answers.outcomes import DocumentOutcome
from forumbot.archive.documents import Document
from forumbot.bot.escape import cut, flat, utf16_length
from forumbot.bot.rendering.parts import MAX_TITLE, NEUTRAL, REMEDY, block_quote, body
from forumbot.bot.rendering.sources import MAX_SOURCE, passage_block, source_line
from forumbot.language.counting import counted
from forumbot.language.phrases import DEFAULT, phrase
from forumbot.search.hits import Hit

MAX_PER_PAGE = 10

_MAX_KIND = 30
_NO_DOCUMENT = "No document of this kind in the archive."
_NO_OUTCOME = "No outcome on this in the archive."
_ALL_WITHHELD = f"All withheld: their documents have changed since the index was built. {REMEDY}"


def hits_embed(
    hits: Sequence[Hit],
    documents: Mapping[str, Document],
    page: int,
    pages: int,
    language: str = DEFAULT,
) -> discord.Embed:
    """One page of passages, each under where it stands; ``page`` counts from 1."""
    blocks = [partial(passage_block, hit.passage, documents) for hit in hits[:MAX_PER_PAGE]]
    embed = discord.Embed(
        title=phrase("button_passages", language),
        description=body(blocks, phrase("no_passage", language)),
        colour=NEUTRAL,
    )
    return embed.set_footer(text=phrase("page_of", language, page=page, pages=pages))


def page_count(entries: int, per_page: int = 5) -> int:
    """How many pages so many entries take up, at least one; a page holds at most ten."""
    return max(-(-entries // _page_size(per_page)), 1)


def outcomes_embed(
    entries: Sequence[DocumentOutcome],
    page: int,
    *,
    per_page: int = 5,
    topic: str | None = None,
    withheld: int = 0,
) -> discord.Embed:
    """One page of outcomes, each with its source; ``page`` counts from 1, the nearest is shown.

    ``withheld`` are further ones that their files no longer state.
    """
    pages, size = page_count(len(entries), per_page), _page_size(per_page)
    page = min(max(page, 1), pages)
    shown = entries[(page - 1) * size : page * size]
    blocks = [partial(_outcome, entry) for entry in shown]
    embed = discord.Embed(
        title=cut(flat(f"Outcomes on {topic}"), MAX_TITLE) if topic else "Outcomes",
        description=body(blocks, _ALL_WITHHELD if withheld else _NO_OUTCOME),
        colour=NEUTRAL,
    )
    footer = f"Page {page} of {pages}, {counted(len(entries), 'outcome')}"
    if withheld:
        footer += f", {withheld} withheld (changed since the index was built). {REMEDY}"
    return embed.set_footer(text=footer)


def documents_embed(
    documents: Sequence[Document], page: int, *, kind: str | None = None
) -> discord.Embed:
    """One page of documents under their kinds; ``page`` counts from 1, the nearest is shown."""
    pages = page_count(len(documents), MAX_PER_PAGE)
    page = min(max(page, 1), pages)
    shown = documents[(page - 1) * MAX_PER_PAGE : page * MAX_PER_PAGE]
    embed = discord.Embed(
        title=cut(flat(f"Documents: {kind}"), MAX_TITLE) if kind else "Documents",
        description=body([partial(_document, one) for one in shown], _NO_DOCUMENT),
        colour=NEUTRAL,
    )
    footer = f"Page {page} of {pages}, {counted(len(documents), 'document')}"
    return embed.set_footer(text=footer)


def _document(document: Document, room: int) -> str:
    kind = f"{cut(flat(document.kind), _MAX_KIND)} · "
    return kind + source_line(document, None, None, min(room, MAX_SOURCE) - utf16_length(kind))


def _outcome(entry: DocumentOutcome, room: int) -> str:
    number = f"Outcome {entry.outcome.number} · "
    source = number + source_line(
        entry.document, None, None, min(room // 2, MAX_SOURCE) - len(number)
    )
    return f"{block_quote(entry.outcome.text, room - utf16_length(source) - 1)}\n{source}"


def _page_size(per_page: int) -> int:
    return min(max(per_page, 1), MAX_PER_PAGE)
