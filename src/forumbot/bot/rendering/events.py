"""Events, and what is announced of them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time
from functools import partial
from zoneinfo import ZoneInfo

import discord

from forumbot.bot.escape import cut, flat, link, utf16_length
from forumbot.bot.rendering.parts import (
    MAX_CONTENT,
    MAX_DESCRIPTION,
    MAX_TITLE,
    NEUTRAL,
    block_quote,
    body,
    joined_lines,
    shared_out,
    strong,
)
from forumbot.bot.rendering.sources import MAX_SOURCE, place_line
from forumbot.language.days_in_words import with_weekday
from forumbot.language.phrases import DEFAULT, labelled, phrase
from forumbot.reminders import wording
from forumbot.reminders.events import Event
from forumbot.reminders.wording import Announcement, Quoted

PER_PAGE = 5
_MIN_BACKGROUND = 300
_MORNING = time(9)


def event_pages(count: int) -> int:
    """How many pages so many events take up, at least one."""
    return max(-(-count // PER_PAGE), 1)


def events_embed(
    events: Sequence[Event],
    now: datetime,
    page: int = 1,
    *,
    chosen_by: str = "",
    language: str = DEFAULT,
) -> discord.Embed:
    """A page of events with their times in each reader's own zone; all-day ones with their dates.

    They are numbered through where there are several. ``chosen_by`` says in words what they were
    chosen by; ``page`` counts from 1.
    """
    first = (page - 1) * PER_PAGE
    shown = events[first : first + PER_PAGE]
    blocks = [
        partial(_event, event, now, f"{number}\\. " if len(events) > 1 else "", language)
        for number, event in enumerate(shown, start=first + 1)
    ]
    title = phrase("events_title", language)
    embed = discord.Embed(
        title=cut(flat(f"{labelled(title, language)} {chosen_by}"), MAX_TITLE)
        if chosen_by
        else title,
        description=body(blocks, phrase("no_event_to_show", language)),
        colour=NEUTRAL,
    )
    pages = event_pages(len(events))
    words = [phrase("events_page", language, page=page, pages=pages, count=len(events))]
    bell = [phrase("events_bell", language)] if len(events) > 1 else []
    foot = " · ".join([*words[: pages - 1], *bell])
    return embed.set_footer(text=foot) if foot else embed


def _event(event: Event, now: datetime, number: str, language: str, room: int) -> str:
    head = f"{number}{strong(event.title, 120)}{_event_note(event, now, language)}"
    facts = [phrase(f"event_kind_{event.kind.value}", language), _when(event, language, now)]
    facts += [cut(flat(event.place), 60)] if event.place else []
    lines = [head, " · ".join(facts)]
    disputed = [
        phrase("event_differs", language, what=wording.dispute_in_words(one, language))
        for one in event.disputed[:3]
    ]
    for extra in (link(event.url), *(cut(flat(text), 200) for text in disputed)):
        if extra and utf16_length("\n".join([*lines, extra])) <= room:
            lines.append(extra)
    return "\n".join(lines)


def _event_note(event: Event, now: datetime, language: str) -> str:
    if event.status == "cancelled":
        return f" *({phrase('event_cancelled', language)})*"
    return f" *({phrase('event_past', language)})*" if event.is_past(now) else ""


def _when(event: Event, language: str = DEFAULT, now: datetime | None = None) -> str:
    """Its days, or its times in each reader's zone, and how long until then, which stays true.

    Of one that is under way ``now`` that is its end.
    """
    starts = int(event.starts_at.timestamp())
    until = f"<t:{int(_begins(event).timestamp())}:R>"
    if now and event.ends_at and event.starts_at <= now < event.ends_at:
        until = phrase("event_running", language, when=f"<t:{int(event.ends_at.timestamp())}:R>")
    if event.all_day:
        ends = (event.starts_on, event.ends_on)
        days = dict.fromkeys(with_weekday(day, language) for day in ends)
        return f"{' – '.join(days)} ({until})"
    if event.ends_at is None:
        return f"<t:{starts}:F> ({until})"
    style = "t" if event.ends_on == event.starts_on else "F"
    return f"<t:{starts}:F> – <t:{int(event.ends_at.timestamp())}:{style}> ({until})"


def _begins(event: Event) -> datetime:
    """The instant to count to: of whole days the morning of the first.

    Counted to midnight, a day before at nine would be "in 15 hours", and the day itself "ago".
    """
    if not event.all_day:
        return event.starts_at
    return datetime.combine(event.starts_on, _MORNING, ZoneInfo(event.timezone))


def announcement_embed(announcement: Announcement) -> discord.Embed:
    """What is said of an event: when, where, how long still, and what has changed."""
    return discord.Embed(
        title=cut(flat(_headline(announcement)), MAX_TITLE) or "Event",
        description=_announcement_body(announcement, MAX_DESCRIPTION) or None,
        colour=discord.Colour.red() if announcement.is_cancelled else NEUTRAL,
    )


def announcement_text(announcement: Announcement, room: int = MAX_CONTENT) -> str:
    """The same within ``room``, for channels that allow no embeds."""
    head = strong(_headline(announcement), 200)
    return f"{head}\n{_announcement_body(announcement, room - utf16_length(head) - 1)}"


def _headline(announcement: Announcement) -> str:
    """The title alone: how long it still is would be wrong the day after, and stands below."""
    return wording.headline(replace(announcement, still=""))


def _announcement_body(announcement: Announcement, room: int) -> str:
    message = cut(announcement.message, room // 3) if announcement.message else ""
    lines = [message] if message else []
    lines += [cut(flat(line), 300) for line in (*announcement.changes, *announcement.lines)]
    language, more = announcement.language, announcement.more
    lines += [phrase("report_more", language, count=more)] if more else []
    if announcement.event:
        lines += _event_lines(announcement.event, announcement.anchor, language)
    late = wording.lateness(announcement)
    lines += [f"*{late}*"] if late else []
    body = joined_lines(lines, room)
    background = _background(announcement.background, room - utf16_length(body) - 2, language)
    return "\n\n".join(part for part in (body, background) if part)


def _event_lines(event: Event, anchor: str, language: str) -> list[str]:
    """Its times for each reader, in its own zone, and what else is known of it."""
    lines = [f"**{labelled(phrase('fact_when', language), language)}** {_when(event, language)}"]
    if anchor == "end" and event.ends_at is not None:
        ends = int(event.ends_at.timestamp())
        lines.insert(0, f"**{labelled(phrase('fact_ends', language), language)}** <t:{ends}:R>")
    if not event.all_day:
        lines.append(f"-# {wording.when(event, language)}")
    for name, value in wording.facts(event, language):
        page = phrase("event_page", language)
        shown = link(value, page) if name == "link" else cut(flat(value), 200)
        label = labelled(phrase(f"fact_{name}", language), language)
        lines += [f"**{label}** {shown}"] if shown else []
    return lines


def _background(quotes: Sequence[Quoted], room: int, language: str) -> str:
    heading = strong(phrase("background", language), 100)
    left = room - utf16_length(heading) - 2
    if not quotes or left < _MIN_BACKGROUND:
        return ""
    return f"{heading}\n\n{shared_out([partial(_quoted, quoted) for quoted in quotes], left)}"


def _quoted(quoted: Quoted, room: int) -> str:
    address = link(quoted.url)
    facts = [address] if address and utf16_length(address) <= room // 3 else []
    source = place_line(quoted.source, None, facts, min(room // 2, MAX_SOURCE))
    return f"{block_quote(quoted.text, room - utf16_length(source) - 1)}\n{source}"
