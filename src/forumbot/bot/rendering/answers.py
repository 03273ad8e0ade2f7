"""An answer: what is said of it, its quotes, their sources, how sure it is, and the index's age."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

import discord

from forumbot.answers.answer import Answer, Finding
from forumbot.answers.blocks import Remark
from forumbot.answers.citation import Citation
from forumbot.answers.quoting.emphasis import Span, decisive_spans
from forumbot.bot.escape import cut, flat, utf16_length
from forumbot.bot.rendering.blocks import (
    MAX_CONTENT,
    MAX_DESCRIPTION,
    MAX_TITLE,
    block_quote,
    shared_out,
    strong,
)
from forumbot.bot.rendering.sources import MAX_SOURCE, passage_block, source_line
from forumbot.language.counting import counted
from forumbot.language.dates import find_dates
from forumbot.language.days_in_words import in_words
from forumbot.search.hits import Hit

_MAX_QUOTES = 4
_MAX_PASSAGES = 3
_MAX_PASSAGE = 320
_MAX_REMARK = 300
_MAX_STALE = 50
_MAX_DATED_CHARS = 4_000
_COLOURS = {
    Finding.ANSWER: discord.Colour.green(),
    Finding.NEAR: discord.Colour.gold(),
    Finding.NOTHING: discord.Colour.light_grey(),
}


def answer_embed(answer: Answer, *, built_at: datetime, now: datetime) -> discord.Embed:
    """The quotes, their sources, how sure the answer is, and how old the index; or an honest no."""
    embed = discord.Embed(
        title=cut(flat(answer.question), MAX_TITLE) or None,
        description=_answer_body(answer, now, MAX_DESCRIPTION),
        colour=_COLOURS[answer.finding],
    )
    return embed.set_footer(text=index_age(built_at, now))


def answer_text(answer: Answer, *, built_at: datetime, now: datetime) -> str:
    """The same as the content of a message, for channels that allow no embeds."""
    footer = f"-# {index_age(built_at, now)}"
    body = _answer_body(answer, now, MAX_CONTENT - utf16_length(footer) - 1)
    return f"{body}\n{footer}"


def index_age(built_at: datetime, now: datetime) -> str:
    """When the index was built and how long ago, in words."""
    return f"index of {in_words(built_at.date())}, {_age(now - built_at)} old"


def _answer_body(answer: Answer, now: datetime, room: int) -> str:
    opening, closing = _opening(answer), _closing(answer)
    left = room - sum(utf16_length(part) + 2 for part in (*opening, *closing))
    cited = answer.citations or answer.nearest
    main = _cited(answer.understood, cited, now, left) if cited else _nearest_passages(answer, left)
    return "\n\n".join([*opening, *main, *closing])


def _opening(answer: Answer) -> list[str]:
    read_as = answer.understood != answer.question
    parts = [f"Read as: {cut(flat(answer.understood), 200)}"] if read_as else []
    parts += [f"-# {cut(flat(answer.preference), 200)}"] if answer.preference else []
    remarks = [block.said for block in answer.blocks if isinstance(block, Remark)]
    parts += [cut(flat(said), _MAX_REMARK) for said in remarks]
    if answer.finding is Finding.ANSWER:
        return parts
    if answer.nearest:
        parts.append("**The nearest that it holds:**")
    elif _shown_hits(answer):
        parts.append("**The nearest passages:**")
    return parts


def _closing(answer: Answer) -> list[str]:
    parts = []
    if answer.stale:
        names = cut(", ".join(map(flat, answer.stale[:_MAX_STALE])), 200)
        parts.append(f"Withheld, changed since the index was built: {names}")
    if answer.finding is Finding.ANSWER:
        parts.append(f"How sure: **{answer.sureness}**")
    return parts


def _cited(question: str, citations: Sequence[Citation], now: datetime, room: int) -> list[str]:
    """The quotes, then one line of source for each of them."""
    shown = citations[:_MAX_QUOTES]
    most = min(MAX_SOURCE, room * 2 // (5 * len(shown)))
    sources = "\n".join(_numbered_source(citation, most) for citation in shown)
    quotes = [partial(_quote, question, citation, now) for citation in shown]
    return [*shared_out(quotes, room - utf16_length(sources) - 2), sources]


def _numbered_source(citation: Citation, room: int) -> str:
    number = f"\\[{citation.number}] "
    return number + source_line(citation, citation.section, citation.page, room - len(number))


def _quote(question: str, citation: Citation, now: datetime, room: int) -> str:
    note = " *(past)*" if _is_past(citation.quote, now) else ""
    rest = f" {citation.rest}" if citation.rest else ""
    mark = f"{rest} \\[{citation.number}]{note}"
    lead_in = cut(flat(_unnumbered(citation.lead_in)), min(room // 3, 200))
    label = strong(citation.label, 120) if citation.label else ""
    opening = (f"{label}\n" if label else "") + (f"> *{lead_in}*\n" if lead_in else "")
    emphasise = partial(_emphasis, question, citation.language)
    left = room - utf16_length(opening) - utf16_length(mark)
    return opening + block_quote(_unnumbered(citation.quote), left, emphasise) + mark


def _emphasis(question: str, language: str, quote: str) -> list[Span]:
    return decisive_spans(question, quote, language)


def _is_past(quote: str, now: datetime) -> bool:
    """Whether the quote has dates, and all of them lie before today."""
    found = find_dates(quote[:_MAX_DATED_CHARS])
    return bool(found) and all(one.last < now.date() for one in found)


def _unnumbered(text: str) -> str:
    """Text whose own ``[3]`` cannot be taken for one of the answer's citations."""
    return re.sub(r"\[(\d+)\]", r"［\1］", text)


def _shown_hits(answer: Answer) -> list[Hit]:
    """Hits of documents that have changed are left out: their text may be there no more."""
    kept = (hit for hit in answer.hits if hit.passage.doc_id not in answer.stale)
    return [] if answer.citations else list(kept)[:_MAX_PASSAGES]


def _nearest_passages(answer: Answer, room: int) -> list[str]:
    blocks = [partial(passage_block, hit.passage, {}) for hit in _shown_hits(answer)]
    return shared_out(blocks, min(room, _MAX_PASSAGES * _MAX_PASSAGE))


def _age(age: timedelta) -> str:
    if age >= timedelta(days=1):
        return counted(age.days, "day")
    hours = max(age, timedelta(0)) // timedelta(hours=1)
    return counted(hours, "hour") if hours else "less than an hour"
