"""Answers, passages, outcomes and events as Discord shows them, within its every limit.

Pure functions: whatever a document holds, what comes out fits, and only our own marks do anything.
Lengths are in UTF-16 units; a ``room`` is how many of them a part may take up.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial

import discord
from babel import Locale, UnknownLocaleError

from forumbot.answers.answer import Answer, Citation, Finding
from forumbot.answers.outcomes import DocumentOutcome
from forumbot.answers.quoting.emphasis import Span, decisive_spans
from forumbot.archive.documents import Document
from forumbot.bot.escape import cut, fit, flat, link, plain, utf16_length
from forumbot.language.dates import find_dates
from forumbot.language.days_in_words import in_words, span_in_words
from forumbot.reminders import wording
from forumbot.reminders.events import Event
from forumbot.reminders.wording import Announcement, Quoted
from forumbot.search.passages import Passage
from forumbot.search.retriever import Hit
from forumbot.search.status import IndexStatus

MAX_TITLE = 256
MAX_DESCRIPTION = 4096
MAX_CONTENT = 2000
MAX_PER_PAGE = 10

_MAX_QUOTES = 4
_MAX_PASSAGES = 3
_MAX_SOURCE = 600
_MAX_PASSAGE = 320
_MAX_REMARK = 300
MAX_EVENTS = 10
_MAX_NAMES = 500
_MAX_PER_LIST = 50
_MAX_DATED_CHARS = 4_000
_MIN_BACKGROUND = 300
_COLOURS = {
    Finding.ANSWER: discord.Colour.green(),
    Finding.NEAR: discord.Colour.gold(),
    Finding.NOTHING: discord.Colour.light_grey(),
}
_NEUTRAL = discord.Colour.blue()
_NO_OUTCOME = "No outcome on this in the archive."
_ALL_WITHHELD = "All withheld: their documents have changed since the archive was read."
_COMMAND_MENTION = re.compile(r"</[\w -]{1,98}:\d{1,20}>")

Block = Callable[[int], str]
"""Renders one part within the room that it is given."""


# Answers


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
    if answer.finding is Finding.ANSWER:
        return [*parts, cut(flat(answer.remark), _MAX_REMARK)] if answer.remark else parts
    parts.append(cut(answer.text.partition("\n\n")[0], _MAX_REMARK) or "I find no answer to this.")
    if answer.nearest:
        parts.append("**The nearest that it holds:**")
    elif _shown_hits(answer):
        parts.append("**The nearest passages:**")
    return parts


def _closing(answer: Answer) -> list[str]:
    parts = []
    if answer.stale:
        names = cut(", ".join(map(flat, answer.stale[:_MAX_PER_LIST])), 200)
        parts.append(f"Withheld, changed since the index was built: {names}")
    if answer.finding is Finding.ANSWER:
        parts.append(f"How sure: **{answer.sureness}**")
    return parts


def _cited(question: str, citations: Sequence[Citation], now: datetime, room: int) -> list[str]:
    """The quotes, then one line of source for each of them."""
    shown = citations[:_MAX_QUOTES]
    most = min(_MAX_SOURCE, room * 2 // (5 * len(shown)))
    sources = "\n".join(_numbered_source(citation, most) for citation in shown)
    quotes = [partial(_quote, question, citation, now) for citation in shown]
    return [*_shared_out(quotes, room - utf16_length(sources) - 2), sources]


def _numbered_source(citation: Citation, room: int) -> str:
    number = f"\\[{citation.number}] "
    return number + _source(citation, citation.section, citation.page, room - len(number))


def _quote(question: str, citation: Citation, now: datetime, room: int) -> str:
    note = " *(past)*" if _is_past(citation.quote, now) else ""
    rest = f" {citation.rest}" if citation.rest else ""
    mark = f"{rest} \\[{citation.number}]{note}"
    lead_in = cut(flat(_unnumbered(citation.lead_in)), min(room // 3, 200))
    label = _strong(citation.label, 120) if citation.label else ""
    opening = (f"{label}\n" if label else "") + (f"> *{lead_in}*\n" if lead_in else "")
    emphasise = partial(_emphasis, question, citation.language)
    left = room - utf16_length(opening) - utf16_length(mark)
    return opening + _block_quote(_unnumbered(citation.quote), left, emphasise) + mark


def _emphasis(question: str, language: str, quote: str) -> list[Span]:
    return decisive_spans(question, quote, language)


def _is_past(quote: str, now: datetime) -> bool:
    """Whether the quote has dates, and all of them lie before today."""
    found = find_dates(quote[:_MAX_DATED_CHARS])
    return bool(found) and all(one.last < now.date() for one in found)


def _unnumbered(text: str) -> str:
    """Text whose own ``[3]`` cannot be taken for one of the answer's citations."""
    return re.sub(r"\[(\d+)\]", r"［\1］", text)


# Passages


def hits_embed(
    hits: Sequence[Hit], documents: Mapping[str, Document], page: int, pages: int
) -> discord.Embed:
    """One page of passages, each under where it stands; ``page`` counts from 1."""
    blocks = [partial(_passage, hit.passage, documents) for hit in hits[:MAX_PER_PAGE]]
    embed = discord.Embed(
        title="More passages", description=_body(blocks, "No passage fits."), colour=_NEUTRAL
    )
    return embed.set_footer(text=f"Page {page} of {pages}")


def _shown_hits(answer: Answer) -> list[Hit]:
    """Hits of documents that have changed are left out: their text may be there no more."""
    kept = (hit for hit in answer.hits if hit.passage.doc_id not in answer.stale)
    return [] if answer.citations else list(kept)[:_MAX_PASSAGES]


def _nearest_passages(answer: Answer, room: int) -> list[str]:
    blocks = [partial(_passage, hit.passage, {}) for hit in _shown_hits(answer)]
    return _shared_out(blocks, min(room, _MAX_PASSAGES * _MAX_PASSAGE))


def _passage(passage: Passage, documents: Mapping[str, Document], room: int) -> str:
    most = min(room // 2, _MAX_SOURCE)
    section = passage.heading_path[-1] if passage.heading_path else None
    document = documents.get(passage.doc_id)
    if document is None:
        source = _place(passage.doc_id, section, _page_facts(passage.page), most)
    else:
        source = _source(document, section, passage.page, most)
    return f"{_block_quote(_without_headings(passage), room - utf16_length(source) - 1)}\n{source}"


def _without_headings(passage: Passage) -> str:
    """The passage's text from its first line on that is not one of its headings."""
    lines = passage.text.split("\n")
    while len(lines) > 1 and (not lines[0].strip() or lines[0].strip() in passage.heading_path):
        del lines[0]
    return "\n".join(lines)


# Outcomes


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
        description=_body(blocks, _ALL_WITHHELD if withheld else _NO_OUTCOME),
        colour=_NEUTRAL,
    )
    kept_back = f", {withheld} withheld (changed since the archive was read)" if withheld else ""
    counted = _count(len(entries), "outcome")
    return embed.set_footer(text=f"Page {page} of {pages}, {counted}{kept_back}")


def _outcome(entry: DocumentOutcome, room: int) -> str:
    number = f"Outcome {entry.outcome.number} · "
    source = number + _source(entry.document, None, None, min(room // 2, _MAX_SOURCE) - len(number))
    return f"{_block_quote(entry.outcome.text, room - utf16_length(source) - 1)}\n{source}"


def _page_size(per_page: int) -> int:
    return min(max(per_page, 1), MAX_PER_PAGE)


# Events


def events_embed(events: Sequence[Event], now: datetime) -> discord.Embed:
    """Events with their times in each reader's own zone; all-day ones with their dates.

    They are numbered where there are several.
    """
    shown = events[:MAX_EVENTS]
    numbers = [f"{place}\\. " if len(shown) > 1 else "" for place in range(1, len(shown) + 1)]
    pairs = zip(numbers, shown, strict=True)
    blocks = [partial(_event, event, now, number) for number, event in pairs]
    embed = discord.Embed(
        title="Events", description=_body(blocks, "No event to show."), colour=_NEUTRAL
    )
    hidden = len(events) - len(blocks)
    return embed.set_footer(text=f"and {hidden} more") if hidden > 0 else embed


def _event(event: Event, now: datetime, number: str, room: int) -> str:
    head = f"{number}{_strong(event.title, 120)}{_event_note(event, now)}"
    facts = [event.kind.value.replace("-", " "), _when(event)]
    facts += [cut(flat(event.place), 60)] if event.place else []
    lines = [head, " · ".join(facts)]
    disputed = [f"Another source has {d.field} {d.value}, {d.source}" for d in event.disputed[:3]]
    for extra in (link(event.url), *(cut(flat(text), 200) for text in disputed)):
        if extra and utf16_length("\n".join([*lines, extra])) <= room:
            lines.append(extra)
    return "\n".join(lines)


def _event_note(event: Event, now: datetime) -> str:
    if event.status == "cancelled":
        return " *(cancelled)*"
    return " *(past)*" if event.is_past(now) else ""


def _when(event: Event) -> str:
    if event.all_day:
        return span_in_words(event.starts_on, event.ends_on)
    starts = int(event.starts_at.timestamp())
    if event.ends_at is None:
        return f"<t:{starts}:F> (<t:{starts}:R>)"
    style = "t" if event.ends_on == event.starts_on else "F"
    return f"<t:{starts}:F> – <t:{int(event.ends_at.timestamp())}:{style}> (<t:{starts}:R>)"


# Announcements


def announcement_embed(announcement: Announcement) -> discord.Embed:
    """What is said of an event: when, where, how long still, and what has changed."""
    return discord.Embed(
        title=cut(flat(wording.headline(announcement)), MAX_TITLE),
        description=_announcement_body(announcement, MAX_DESCRIPTION) or None,
        colour=discord.Colour.red() if announcement.is_cancelled else _NEUTRAL,
    )


def announcement_text(announcement: Announcement, room: int = MAX_CONTENT) -> str:
    """The same within ``room``, for channels that allow no embeds."""
    head = _strong(wording.headline(announcement), 200)
    return f"{head}\n{_announcement_body(announcement, room - utf16_length(head) - 1)}"


def _announcement_body(announcement: Announcement, room: int) -> str:
    message = cut(announcement.message, room // 3) if announcement.message else ""
    lines = [message] if message else []
    lines += [cut(flat(line), 300) for line in (*announcement.changes, *announcement.lines)]
    lines += [f"and {announcement.more} more; /remind log lists them"] if announcement.more else []
    lines += _event_lines(announcement.event) if announcement.event else []
    late = wording.lateness(announcement)
    lines += [f"*{late}*"] if late else []
    body = _joined_lines(lines, room)
    background = _background(announcement.background, room - utf16_length(body) - 2)
    return "\n\n".join(part for part in (body, background) if part)


def _event_lines(event: Event) -> list[str]:
    """Its times for each reader, in its own zone, and what else is known of it."""
    lines = [f"**When:** {_when(event)}"]
    if not event.all_day:
        lines.append(f"-# {wording.when(event)}")
    for label, value in wording.facts(event):
        shown = link(value, "the event's page") if label == "Link" else cut(flat(value), 200)
        lines += [f"**{label}:** {shown}"] if shown else []
    return lines


def _background(quotes: Sequence[Quoted], room: int) -> str:
    heading = _strong(wording.BACKGROUND, 100)
    left = room - utf16_length(heading) - 2
    if not quotes or left < _MIN_BACKGROUND:
        return ""
    blocks = _shared_out([partial(_quoted, quoted) for quoted in quotes], left)
    return "\n\n".join([heading, *blocks])


def _quoted(quoted: Quoted, room: int) -> str:
    address = link(quoted.url)
    facts = [address] if address and utf16_length(address) <= room // 3 else []
    source = _place(quoted.source, None, facts, min(room // 2, _MAX_SOURCE))
    return f"{_block_quote(quoted.text, room - utf16_length(source) - 1)}\n{source}"


# Help and status


def help_embed(groups: Mapping[str, Mapping[str, str]]) -> discord.Embed:
    """Under each heading the commands with what they do, as in ``{"/ask question": "…"}``.

    A command may also be given as Discord's mention of it, ``</ask:123>``.
    """
    lines: list[str] = []
    for heading, commands in groups.items():
        lines += ["", _strong(heading, 100)]
        lines += [f"{_usage(usage)} – {cut(what, 200)}" for usage, what in commands.items()]
    return discord.Embed(
        title="What you can do here",
        description=_joined_lines(lines, MAX_DESCRIPTION) or "Ask me a question.",
        colour=_NEUTRAL,
    )


def _usage(usage: str) -> str:
    return usage if _COMMAND_MENTION.fullmatch(usage) else _strong(usage, 120)


def status_embed(status: IndexStatus) -> discord.Embed:
    """What is live, from when, from how many documents, and what was refused or has changed."""
    unix = int(status.created_at.timestamp())
    embed = discord.Embed(title="The archive", colour=_NEUTRAL)
    embed.add_field(name="Live generation", value=_value(status.generation))
    embed.add_field(name="Built", value=f"<t:{unix}:F> (<t:{unix}:R>)")
    embed.add_field(name="Documents", value=str(len(status.documents)))
    embed.add_field(name="Passages", value=str(status.passages))
    embed.add_field(name="Model", value=_value(status.model))
    changes = status.changes
    for name, found in (
        ("Refused", status.refused),
        ("Added", changes.added),
        ("Changed", changes.changed),
        ("Removed", changes.removed),
        ("Generations", status.generations),
    ):
        if found:
            embed.add_field(name=name, value=_names(found), inline=False)
    return embed


def _names(names: Sequence[object]) -> str:
    """How many there are, and the first of them."""
    shown = ", ".join(flat(str(name)) for name in names[:_MAX_PER_LIST])
    return f"{len(names)}: {cut(shown, _MAX_NAMES)}"


def _value(text: str) -> str:
    return cut(flat(text), 200) or "–"


# Sources


def _source(source: Citation | Document, section: str | None, page: int | None, room: int) -> str:
    """Title, section, page, days, language and link on one line."""
    facts = _page_facts(page)
    facts += [f"held {in_words(source.held_on)}"] if source.held_on else []
    facts += [f"published {in_words(source.published_on)}"] if source.published_on else []
    facts += [f"in {_language(source.language)}"] if source.language != "en" else []
    address = link(source.url)
    if address and utf16_length(" · ".join([*facts, address])) <= room * 3 // 4:
        facts.append(address)
    return _place(source.title, section, facts, room)


def _page_facts(page: int | None) -> list[str]:
    return [f"page {page}"] if page else []


def _place(title: str, section: str | None, facts: Sequence[str], room: int) -> str:
    tail = "".join(f" · {fact}" for fact in facts)
    left = room - utf16_length(tail)
    name = cut(flat(title), left * 2 // 3 if section else left) or "Untitled"
    left -= utf16_length(name) + 3
    heading = cut(flat(section), left) if section and left > 8 else ""
    return f"{name}{' · ' if heading else ''}{heading}{tail}"


def _language(code: str) -> str:
    try:
        name = Locale.parse(code, sep="-").english_name
    except (ValueError, UnknownLocaleError):
        name = None
    return cut(name or flat(code), 30) or "another language"


# Block quotes and their room


def _no_emphasis(_quote: str) -> list[Span]:
    return []


def _block_quote(
    text: str, room: int, emphasise: Callable[[str], list[Span]] = _no_emphasis
) -> str:
    """The text as a block quote with its decisive stretches in bold, cut until it fits."""
    limit = room
    while limit > room // 4:
        kept = fit(text, limit)
        quoted = _quoted_lines(kept, emphasise(kept))
        excess = utf16_length(quoted) - room
        if quoted and excess <= 0:
            return quoted
        limit -= max(excess, room // 16 + 1)
    return f"> {cut(flat(text), room - 2) or '…'}"


def _quoted_lines(text: str, spans: Sequence[Span]) -> str:
    lines: list[str] = []
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        inside = [(max(a, start) - start, min(b, end) - start) for a, b in spans if a < end]
        if line.strip():
            lines.append(f"> {_bold(line, [(a, b) for a, b in inside if a < b])}")
        start = end + 1
    return "\n".join(lines)


def _bold(line: str, spans: Sequence[Span]) -> str:
    parts: list[str] = []
    done = 0
    for start, end in spans:
        parts += [plain(line[done:start]), f"**{plain(line[start:end])}**"]
        done = end
    return "".join([*parts, plain(line[done:])])


def _strong(text: str, room: int) -> str:
    return f"**{cut(flat(text), room) or '–'}**"


def _body(blocks: Sequence[Block], if_empty: str) -> str:
    return "\n\n".join(_shared_out(blocks, MAX_DESCRIPTION)) or if_empty


def _shared_out(blocks: Sequence[Block], room: int) -> list[str]:
    """Each block in its share of the room; what one leaves goes to those after it."""
    rendered: list[str] = []
    for place, block in enumerate(blocks):
        text = block(room // (len(blocks) - place) - 2)
        rendered.append(text)
        room -= utf16_length(text) + 2
    return rendered


def _joined_lines(lines: Sequence[str], room: int) -> str:
    """As many of the lines as fit."""
    kept: list[str] = []
    for line in lines:
        room -= utf16_length(line) + 1
        if room < 0:
            break
        kept.append(line)
    return "\n".join(kept).strip()


# Words


def _age(age: timedelta) -> str:
    if age >= timedelta(days=1):
        return _count(age.days, "day")
    hours = max(age, timedelta(0)) // timedelta(hours=1)
    return _count(hours, "hour") if hours else "less than an hour"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
