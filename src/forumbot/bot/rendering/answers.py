"""An answer: what is said of it, its quotes, their sources, how sure it is, and the index's age."""

import re
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, timedelta
from fractions import Fraction
from functools import partial
from typing import NamedTuple

import discord

from forumbot.answers.answer import Answer, Finding
from forumbot.answers.blocks import (
    Block,
    Heading,
    ListedLine,
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
from forumbot.answers.citation import Citation, marks_of, unnumbered
from forumbot.answers.quoting.emphasis import Span, decisive_spans
from forumbot.asking.kinds import QuestionKind
from forumbot.asking.question import Question
from forumbot.bot.escape import cut, flat, utf16_length
from forumbot.bot.rendering.parts import (
    MAX_CONTENT,
    MAX_DESCRIPTION,
    MAX_TITLE,
    Part,
    block_quote,
    shared_out,
    strong,
)
from forumbot.bot.rendering.sources import MAX_SOURCE, name_of_file, passage_block, source_line
from forumbot.language.dates import find_dates
from forumbot.language.days_in_words import in_words
from forumbot.language.phrases import DEFAULT, counting, phrase
from forumbot.search.hits import Hit

_MAX_QUOTES = 4
_MAX_HEADING = 200
_MAX_LINE = 400
_ITEM = re.compile(r"\A[•*-] ")
# Room for the word of how many lines are left out.
_LEFT_OUT = 40
_OF_EVENTS = frozenset({QuestionKind.WHEN, QuestionKind.WHERE})
_BRACKET = "\\["
_MAX_PASSAGES = 960
_MAX_REMARK = 300
_MAX_NOTE = 200
_MAX_WITHHELD = 50
_MAX_DATED_CHARS = 4_000
# Set by hand: a listing may take three quarters of what whole words leave, then sources two fifths
# of what is left, what else is written above the quotes half of what is
# left then, quotes the rest.
_WHOLE, _LISTED, _SOURCES = Fraction(0), Fraction(3, 4), Fraction(2, 5)
_WRITTEN, _REST = Fraction(1, 2), Fraction(1)
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
        description=_answer_body(answer, now, MAX_DESCRIPTION) or None,
        colour=_COLOURS[answer.finding],
    )
    if answer.finding is Finding.TALK:
        return embed
    return embed.set_footer(text=index_age(built_at, now, answer.language))


def answer_text(answer: Answer, *, built_at: datetime, now: datetime) -> str:
    """The same as the content of a message, for channels that allow no embeds."""
    if answer.finding is Finding.TALK:
        return _answer_body(answer, now, MAX_CONTENT)
    footer = f"-# {index_age(built_at, now, answer.language)}"
    body = _answer_body(answer, now, MAX_CONTENT - utf16_length(footer) - 1)
    return f"{body}\n{footer}"


def index_age(built_at: datetime, now: datetime, language: str = DEFAULT) -> str:
    """When the index was built and how long ago, in words."""
    day, age = in_words(built_at.date(), language), _age(now - built_at, language)
    return phrase("index_age", language, day=day, age=age)


class _SizedPart(NamedTuple):
    """A part of a message and its share of the room; whose ``turn`` is least takes it first."""

    render: Part
    share: Fraction
    turn: int


def _answer_body(answer: Answer, now: datetime, room: int) -> str:
    cited: list[int] = []
    parts = [
        part for block in answer.blocks for part in _parts(block, answer.understood, now, cited)
    ]
    texts = [""] * len(parts)
    for place, part in sorted(enumerate(parts), key=lambda one: one[1].turn):
        texts[place] = part.render(int(room * part.share))
        room -= utf16_length(texts[place]) + 2
    return "\n\n".join(text for text in texts if text)


def _parts(
    block: Block, question: Question, now: datetime, cited: list[int]
) -> Iterator[_SizedPart]:
    """The parts of a block; ``cited`` gathers the numbers of what is shown, for the sources."""
    language = question.answered_in
    match block:
        case Remark(said):
            yield _words(cut(flat(said), _MAX_REMARK))
        case Heading(said):
            yield _words(strong(said, _MAX_NOTE))
        case Quotes():
            yield _quoted(question, block.shown, now, cited)
        case Nearest(said, citations):
            yield _words(f"**{said}**")
            yield _quoted(question, citations, now, cited)
        case Passages(said, hits):
            yield _words(f"**{said}**")
            yield _SizedPart(partial(_passages, hits, language), _REST, 4)
        case Listing():
            yield _SizedPart(partial(_listing, block, language, cited), _LISTED, 1)
        case Sources(citations):
            yield _SizedPart(partial(_sources, citations, cited), _SOURCES, 2)
        case ReadAs() | Note() | Withheld() | Sureness():
            yield _words(_beside(block, language))
        case _:
            yield _SizedPart(partial(cut, block.text), _WRITTEN, 3)


def _beside(block: ReadAs | Note | Withheld | Sureness, language: str) -> str:
    """What stands beside an answer."""
    match block:
        case ReadAs(understood):
            return phrase("read_as", language, question=cut(flat(understood), _MAX_NOTE))
        case Note(said):
            return f"-# {cut(flat(said), _MAX_NOTE)}"
        case Withheld(doc_ids):
            names = cut(", ".join(map(name_of_file, doc_ids[:_MAX_WITHHELD])), _MAX_NOTE)
            return f"{block.said_of(names)} {phrase('remedy', language)}"
        case Sureness(said):
            return phrase("how_sure", language, said=f"**{said}**")


def _words(words: str) -> _SizedPart:
    """Words that are shown whole, and take their room before anything else does."""
    return _SizedPart(lambda _room: words, _WHOLE, 0)


def _quoted(
    question: Question, citations: Sequence[Citation], now: datetime, cited: list[int]
) -> _SizedPart:
    shown = citations[:_MAX_QUOTES]
    cited += [one.number for one in shown]
    return _SizedPart(partial(_quotes, question, shown, now), _REST, 4)


def _quotes(question: Question, citations: Sequence[Citation], now: datetime, room: int) -> str:
    quotes = [partial(_quote, question, one, now) for one in citations]
    return shared_out(quotes, room)


def _listing(listing: Listing, language: str, cited: list[int], room: int) -> str:
    """Each line behind a bullet, under its heading; what finds no room is counted.

    The numbers of the lines that are shown are added to ``cited``.
    """
    more = cut(flat(listing.more), _MAX_NOTE) if listing.more else ""
    room -= utf16_length(more) + 1 if more else 0
    shown: list[str] = []
    left = len(listing.lines)
    for heading, lines in listing.groups:
        head = f"{strong(heading, _MAX_HEADING)}\n" if heading else ""
        for line in lines:
            text = f"{head}• {_listed(line)}"
            if utf16_length(text) + 1 > room - _LEFT_OUT:
                shown.append(counting("rest", "rest_one", language, left))
                return "\n".join([*shown, *([more] if more else [])])
            shown.append(text)
            cited += [] if line.number is None else [line.number]
            room -= utf16_length(text) + 1
            left, head = left - 1, ""
    return "\n".join([*shown, *([more] if more else [])])


def _listed(line: ListedLine) -> str:
    number = f" \\[{line.number}]" if line.number is not None else ""
    written = unnumbered(line.text or line.quote).splitlines()
    first, *items = [cut(flat(one), _MAX_LINE) for one in written if one.strip()] or [""]
    # A list within a line of a list has a bullet of its own, as Discord takes no indent.
    return "\n".join([first, *(_ITEM.sub("◦ ", one) for one in items)]) + number


def _sources(citations: Sequence[Citation], cited: Collection[int], room: int) -> str:
    """One line for each place of the quotes that are shown."""
    shown = Sources(tuple(one for one in citations if one.number in cited)).places
    most = min(MAX_SOURCE, room // max(len(shown), 1))
    return "\n".join(_numbered_source(quotes, most) for quotes in shown)


def _passages(hits: Sequence[Hit], language: str, room: int) -> str:
    told = partial(passage_block, language=language)
    passages = [partial(told, hit.passage, {hit.passage.doc_id: hit.document}) for hit in hits]
    return shared_out(passages, min(room, _MAX_PASSAGES))


def _numbered_source(quotes: Sequence[Citation], room: int) -> str:
    numbers = marks_of(quotes, _BRACKET) + " "
    first, left = quotes[0], room - len(numbers)
    return numbers + source_line(first, first.section, first.page, left)


def _quote(question: Question, citation: Citation, now: datetime, room: int) -> str:
    is_past = question.kind in _OF_EVENTS and _is_past(citation.quote, now)
    note = f" *({phrase('past', citation.said_in)})*" if is_past else ""
    rest = f" {citation.rest}" if citation.rest else ""
    mark = f"{rest} \\[{citation.number}]{note}"
    lead_in = cut(flat(unnumbered(citation.lead_in)), min(room // 3, 200))
    label = strong(citation.label, 120) if citation.label else ""
    if citation.header and not label:
        label = f"*{cut(flat(unnumbered(citation.header)), min(room // 3, 200))}*"
    opening = (f"{label}\n" if label else "") + (f"> *{lead_in}*\n" if lead_in else "")
    emphasise = partial(_emphasis, question, citation)
    left = room - utf16_length(opening) - utf16_length(mark)
    bullet = f"{citation.bullet} " if citation.bullet else ""
    return opening + block_quote(bullet + unnumbered(citation.quote), left, emphasise) + mark


def _emphasis(question: Question, citation: Citation, quote: str) -> list[Span]:
    """What is set off in a quote as it is shown, which may be cut short or laid out otherwise."""
    start, end = citation.answer or (0, 0)
    place = quote.find(citation.quote[start:end]) if end > start else -1
    answer = (place, place + end - start) if place >= 0 else None
    return decisive_spans(question, quote, citation.language, answer)


def _is_past(quote: str, now: datetime) -> bool:
    """Whether the quote has full days, and all of them lie before today."""
    found = find_dates(quote[:_MAX_DATED_CHARS])
    return bool(found) and all(one.last < now.date() for one in found)


def _age(age: timedelta, language: str) -> str:
    if age >= timedelta(days=1):
        return counting("days", "one_day", language, age.days)
    hours = max(age, timedelta(0)) // timedelta(hours=1)
    if not hours:
        return phrase("less_than_an_hour", language)
    return counting("hours", "one_hour", language, hours)
