"""Passages, outcomes and documents, page by page, each under where it stands."""

from collections.abc import Mapping, Sequence
from functools import partial

import discord

from forumbot.answers.documents import kind_in_words
from forumbot.answers.outcomes import DocumentOutcome
from forumbot.archive.documents import Document
from forumbot.bot.escape import cut, flat, utf16_length
from forumbot.bot.rendering.parts import MAX_TITLE, NEUTRAL, block_quote, body, strong
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
    return _with_footer(embed, page, pages, "", language)


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
    left = f"{phrase('some_withheld', language, count=withheld)} {remedy}" if withheld else ""
    told = ", ".join(filter(None, (count if entries else "", left)))
    return _with_footer(embed, page, pages, told, language)


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
    titled = kind_in_words(kind, language) if kind else phrase("happened_documents", language)
    before = [None, *(one.kind for one in shown)]
    blocks = [
        partial(_document, one, None if kind or one.kind == last else one.kind, language)
        for last, one in zip(before, shown, strict=False)
    ]
    embed = discord.Embed(
        title=cut(flat(titled), MAX_TITLE),
        description=body(blocks, phrase("no_document", language)),
        colour=NEUTRAL,
    )
    count = counting("count_document", "count_document_one", language, len(documents))
    return _with_footer(embed, page, pages, count if documents else "", language)


def _with_footer(
    embed: discord.Embed, page: int, pages: int, count: str, language: str
) -> discord.Embed:
    """Which page it is, where there are others, and how many there are in all."""
    place = [phrase("page_of", language, page=page, pages=pages)] if pages > 1 else []
    text = ", ".join(filter(None, (*place, count)))
    return embed.set_footer(text=text) if text else embed


def _document(document: Document, kind: str | None, language: str, room: int) -> str:
    """Where a document is, below its kind where it is the first of that."""
    head = f"{strong(kind_in_words(kind, language), _MAX_KIND)}\n" if kind else ""
    left = min(room, MAX_SOURCE) - utf16_length(head)
    return head + source_line(document, None, None, left, language)


def _outcome(entry: DocumentOutcome, language: str, room: int) -> str:
    number = f"{phrase('outcome_number', language, number=entry.outcome.number)} · "
    left = min(room // 2, MAX_SOURCE) - len(number)
    source = number + source_line(entry.document, None, None, left, language)
    return f"{block_quote(entry.said, room - utf16_length(source) - 1)}\n{source}"


def _page_size(per_page: int) -> int:
    return min(max(per_page, 1), MAX_PER_PAGE)
