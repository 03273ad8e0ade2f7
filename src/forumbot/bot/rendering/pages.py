"""Passages, outcomes and documents, page by page, each under where it stands."""

from collections.abc import Mapping, Sequence
from functools import partial

import discord

from forumbot.answers.outcomes import DocumentOutcome
from forumbot.archive.documents import Document
from forumbot.bot.escape import cut, flat, utf16_length
from forumbot.bot.rendering.parts import MAX_TITLE, NEUTRAL, block_quote, body
from forumbot.bot.rendering.sources import MAX_SOURCE, passage_block, source_line
from forumbot.language.phrases import DEFAULT, counting, phrase
from forumbot.search.hits import Hit

MAX_PER_PAGE = 10

_MAX_KIND = 30


def hits_embed(
    hits: Sequence[Hit],
    documents: Mapping[str, Document],
    page: int,
    pages: int,
    language: str = DEFAULT,
) -> discord.Embed:
    """One page of passages, each under where it stands; ``page`` counts from 1."""
    told = partial(passage_block, language=language)
    blocks = [partial(told, hit.passage, documents) for hit in hits[:MAX_PER_PAGE]]
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
    language: str = DEFAULT,
) -> discord.Embed:
    """One page of outcomes, each with its source; ``page`` counts from 1, the nearest is shown.

    ``withheld`` are further ones that their files no longer state.
    """
    pages, size = page_count(len(entries), per_page), _page_size(per_page)
    page = min(max(page, 1), pages)
    shown = entries[(page - 1) * size : page * size]
    blocks = [partial(_outcome, entry, language) for entry in shown]
    remedy = phrase("remedy", language)
    nothing = f"{phrase('all_withheld', language)} {remedy}"
    titled = phrase("outcomes_on_topic", language, topic=topic) if topic else ""
    embed = discord.Embed(
        title=cut(flat(titled or phrase("outcomes", language)), MAX_TITLE),
        description=body(blocks, nothing if withheld else phrase("no_outcome", language)),
        colour=NEUTRAL,
    )
    count = counting("count_outcome", "count_outcome_one", language, len(entries))
    footer = f"{phrase('page_of', language, page=page, pages=pages)}, {count}"
    if withheld:
        footer += f", {phrase('some_withheld', language, count=withheld)} {remedy}"
    return embed.set_footer(text=footer)


def documents_embed(
    documents: Sequence[Document],
    page: int,
    *,
    kind: str | None = None,
    language: str = DEFAULT,
) -> discord.Embed:
    """One page of documents under their kinds; ``page`` counts from 1, the nearest is shown."""
    pages = page_count(len(documents), MAX_PER_PAGE)
    page = min(max(page, 1), pages)
    shown = documents[(page - 1) * MAX_PER_PAGE : page * MAX_PER_PAGE]
    titled = phrase("documents_of_kind", language, kind=kind) if kind else ""
    embed = discord.Embed(
        title=cut(flat(titled or phrase("happened_documents", language)), MAX_TITLE),
        description=body(
            [partial(_document, one, language) for one in shown], phrase("no_document", language)
        ),
        colour=NEUTRAL,
    )
    count = counting("count_document", "count_document_one", language, len(documents))
    footer = f"{phrase('page_of', language, page=page, pages=pages)}, {count}"
    return embed.set_footer(text=footer)


def _document(document: Document, language: str, room: int) -> str:
    kind = f"{cut(flat(document.kind), _MAX_KIND)} · "
    left = min(room, MAX_SOURCE) - utf16_length(kind)
    return kind + source_line(document, None, None, left, language)


def _outcome(entry: DocumentOutcome, language: str, room: int) -> str:
    number = f"{phrase('outcome_number', language, number=entry.outcome.number)} · "
    left = min(room // 2, MAX_SOURCE) - len(number)
    source = number + source_line(entry.document, None, None, left, language)
    return f"{block_quote(entry.outcome.text, room - utf16_length(source) - 1)}\n{source}"


def _page_size(per_page: int) -> int:
    return min(max(per_page, 1), MAX_PER_PAGE)
