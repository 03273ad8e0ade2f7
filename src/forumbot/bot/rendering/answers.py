"""An answer: what is said of it, its quotes, their sources, how sure it is, and the index's age."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from fractions import Fraction
from functools import partial
from typing import NamedTuple

import discord

from forumbot.answers.answer import Answer, Finding
from forumbot.answers.blocks import (
    Block,
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
from forumbot.answers.citation import Citation, unnumbered
from forumbot.answers.quoting.emphasis import Span, decisive_spans
from forumbot.asking.question import Question
from forumbot.bot.escape import cut, flat, utf16_length
from forumbot.bot.rendering.parts import (
    MAX_CONTENT,
    MAX_DESCRIPTION,
    MAX_TITLE,
    REMEDY,
    Part,
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
_MAX_PASSAGES = 960
_MAX_REMARK = 300
_MAX_NOTE = 200
_MAX_WITHHELD = 50
_MAX_DATED_CHARS = 4_000
# Set by hand: sources may take two fifths of what whole words leave, what else is written above the
# quotes half of what is left then, quotes the rest.
_WHOLE, _SOURCES, _WRITTEN, _REST = Fraction(0), Fraction(2, 5), Fraction(1, 2), Fraction(1)
_COLOURS = {
    Finding.ANSWER: discord.Colour.green(),
    Finding.NEAR: discord.Colour.gold(),
    Finding.NOTHING: discord.Colour.light_grey(),
    Finding.OVERVIEW: discord.Colour.green(),
    Finding.TALK: discord.Colour.blurple(),
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


class _SizedPart(NamedTuple):
    """A part of a message and its share of the room; who has the least takes it first."""

    render: Part
    share: Fraction


def _answer_body(answer: Answer, now: datetime, room: int) -> str:
    parts = [part for block in answer.blocks for part in _parts(block, answer.understood, now)]
    texts = [""] * len(parts)
    for place, part in sorted(enumerate(parts), key=lambda one: one[1].share):
        texts[place] = part.render(int(room * part.share))
        room -= utf16_length(texts[place]) + 2
    return "\n\n".join(text for text in texts if text)


def _parts(block: Block, question: Question, now: datetime) -> Iterator[_SizedPart]:
    match block:
        case ReadAs(understood):
            yield _words(f"Read as: {cut(flat(understood), _MAX_NOTE)}")
        case Note(said):
            yield _words(f"-# {cut(flat(said), _MAX_NOTE)}")
        case Remark(said):
            yield _words(cut(flat(said), _MAX_REMARK))
        case Quotes(citations):
            yield _SizedPart(partial(_quotes, question, citations, now), _REST)
        case Nearest(said, citations):
            yield _words(f"**{said}**")
            yield _SizedPart(partial(_quotes, question, citations, now), _REST)
        case Passages(said, hits):
            yield _words(f"**{said}**")
            yield _SizedPart(partial(_passages, hits), _REST)
        case Sources(citations):
            yield _SizedPart(partial(_sources, citations), _SOURCES)
        case Withheld(doc_ids):
            names = cut(", ".join(map(flat, doc_ids[:_MAX_WITHHELD])), _MAX_NOTE)
            yield _words(f"{block.said_of(names)} {REMEDY}")
        case Sureness(said):
            yield _words(f"How sure: **{said}**")
        case _:
            yield _SizedPart(partial(cut, block.text), _WRITTEN)


def _words(words: str) -> _SizedPart:
    """Words that are shown whole, and take their room before anything else does."""
    return _SizedPart(lambda _room: words, _WHOLE)


def _quotes(question: Question, citations: Sequence[Citation], now: datetime, room: int) -> str:
    quotes = [partial(_quote, question, one, now) for one in citations[:_MAX_QUOTES]]
    return shared_out(quotes, room)


def _sources(citations: Sequence[Citation], room: int) -> str:
    """One line for each of the quotes that are shown."""
    shown = citations[:_MAX_QUOTES]
    most = min(MAX_SOURCE, room // len(shown))
    return "\n".join(_numbered_source(citation, most) for citation in shown)


def _passages(hits: Sequence[Hit], room: int) -> str:
    passages = [partial(passage_block, hit.passage, {}) for hit in hits]
    return shared_out(passages, min(room, _MAX_PASSAGES))


def _numbered_source(citation: Citation, room: int) -> str:
    number = f"\\[{citation.number}] "
    return number + source_line(citation, citation.section, citation.page, room - len(number))


def _quote(question: Question, citation: Citation, now: datetime, room: int) -> str:
    note = " *(past)*" if _is_past(citation.quote, now) else ""
    rest = f" {citation.rest}" if citation.rest else ""
    mark = f"{rest} \\[{citation.number}]{note}"
    lead_in = cut(flat(unnumbered(citation.lead_in)), min(room // 3, 200))
    label = strong(citation.label, 120) if citation.label else ""
    opening = (f"{label}\n" if label else "") + (f"> *{lead_in}*\n" if lead_in else "")
    emphasise = partial(_emphasis, question, citation)
    left = room - utf16_length(opening) - utf16_length(mark)
    return opening + block_quote(unnumbered(citation.quote), left, emphasise) + mark


def _emphasis(question: Question, citation: Citation, quote: str) -> list[Span]:
    """What is set off in a quote as it is shown, which may be cut short or laid out otherwise."""
    start, end = citation.answer or (0, 0)
    place = quote.find(citation.quote[start:end]) if end > start else -1
    answer = (place, place + end - start) if place >= 0 else None
    return decisive_spans(question, quote, citation.language, answer)


def _is_past(quote: str, now: datetime) -> bool:
    """Whether the quote has dates, and all of them lie before today."""
    found = find_dates(quote[:_MAX_DATED_CHARS])
    return bool(found) and all(one.last < now.date() for one in found)


def _age(age: timedelta) -> str:
    if age >= timedelta(days=1):
        return counted(age.days, "day")
    hours = max(age, timedelta(0)) // timedelta(hours=1)
    return counted(hours, "hour") if hours else "less than an hour"
