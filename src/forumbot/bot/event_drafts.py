"""Events as they would be: shown with who would be told, and kept when a moderator says so."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

import discord

from forumbot.bot import changelog, differences
from forumbot.bot.agenda import GuildAgenda, agenda_of
from forumbot.bot.buttons.confirm import ask_to_keep
from forumbot.bot.buttons.scope import ask_which
from forumbot.bot.escape import cut, flat
from forumbot.bot.pending import Keep
from forumbot.bot.ports import Bot
from forumbot.bot.rendering.events import events_embed
from forumbot.errors import UsageError
from forumbot.language.counting import counted
from forumbot.language.days_in_words import with_weekday
from forumbot.reminders import schedule, wording
from forumbot.reminders.calendar_changes import moved_days
from forumbot.reminders.calendar_warnings import months_left_out
from forumbot.reminders.event_entry import cancel_event
from forumbot.reminders.events import Event, day_of, series_of
from forumbot.reminders.rule_words import rule_in_words
from forumbot.reminders.schedule import Reminder
from forumbot.reminders.series_edits import Change, Scope, SeriesEdit, cancel_days, change_series

MAX_EVENTS = 500
_MAX_LINES = 12
_MAX_FIELD = 1024
_NOBODY = "nobody, as nobody was reminded yet"
_NOT_ANNOUNCED = "nothing; /remind add announces it"


@dataclass(frozen=True, slots=True)
class _Draft:
    """What would be kept in place of ``base``, and how that is told of ``before``.

    ``after`` is what becomes of ``before``; ``is_told`` says of the ids of what was announced
    whether those who heard of it are told.
    """

    base: Event
    before: Event
    after: Event
    edit: SeriesEdit
    is_told: Callable[[str], bool]


async def offer_new(
    bot: Bot, interaction: discord.Interaction, agenda: GuildAgenda, event: Event
) -> None:
    """Show a new event, to be kept."""
    await _check_new(bot, agenda, event)
    guild_id = agenda.community.guild_id

    async def keep(press: discord.Interaction) -> str:
        await _check_new(bot, await agenda_of(bot, guild_id), event)
        await asyncio.to_thread(bot.ledger.requests.save_event, guild_id, event)
        bot.runner.wake()
        lines = differences.of_events(None, event)
        await changelog.note(bot, press, "/event add", lines, event.title)
        return "Kept. /remind list shows what is announced of it."

    await ask_to_keep(interaction, _shown(agenda, event), keep)


async def offer_change(
    bot: Bot,
    interaction: discord.Interaction,
    agenda: GuildAgenda,
    found: Event,
    change: Change,
    *,
    is_of_rule: bool = False,
) -> None:
    """Show a changed event, to be kept; of a day of a series ask first which days are meant.

    ``is_of_rule`` says that the change is one of how it repeats, which no single day has.
    """
    if day_of(found.event_id) is None:
        after = change(found)
        edit = SeriesEdit((after,), after, moved_days(found, after, agenda.now))
        draft = _Draft(found, found, after, edit, partial(_is_of_event, found.event_id))
        await _offer(bot, interaction, agenda, draft)
        return
    series = agenda.event(series_of(found.event_id))
    scopes = [scope for scope in Scope if not (is_of_rule and scope is Scope.DAY)]

    def edited(scope: Scope) -> SeriesEdit:
        return change_series(series, found, change, scope, agenda.now)

    await _ask(bot, interaction, agenda, series, found, scopes, edited)


async def offer_cancelling(
    bot: Bot, interaction: discord.Interaction, agenda: GuildAgenda, found: Event
) -> None:
    """Show an event as cancelled, to be kept; of a day of a series ask which days are meant."""
    if day_of(found.event_id) is None:
        await offer_change(bot, interaction, agenda, found, cancel_event)
        return
    series = agenda.event(series_of(found.event_id))
    edited = partial(cancel_days, series, found)
    await _ask(bot, interaction, agenda, series, found, list(Scope), edited)


# One day, this and the following, or all


async def _ask(
    bot: Bot,
    interaction: discord.Interaction,
    agenda: GuildAgenda,
    series: Event,
    day: Event,
    scopes: list[Scope],
    edited: Callable[[Scope], SeriesEdit],
) -> None:
    labels = {
        Scope.DAY: f"Only {with_weekday(day.starts_on)}",
        Scope.FOLLOWING: "This and the following",
        Scope.ALL: "All days",
    }

    def step(scope: Scope) -> Keep:
        async def go_on(interaction: discord.Interaction) -> str:
            edit = edited(scope)
            draft = _Draft(series, day, _day_after(edit, day), edit, _told_of(day, scope))
            await _offer(bot, interaction, agenda, draft)
            return ""

        return go_on

    steps = [(labels[scope], step(scope)) for scope in scopes]
    await ask_which(interaction, _shown(agenda, day), steps)


def _day_after(edit: SeriesEdit, day: Event) -> Event:
    """What becomes of a day of a series; cancelled where it is in none any more."""
    event_id = edit.renamed.get(day.event_id, day.event_id)
    found = schedule.find_event(edit.kept, event_id)
    return replace(day, status="cancelled") if found is None else found


def _told_of(day: Event, scope: Scope) -> Callable[[str], bool]:
    """Which announced events a change of a day, and of more from it on, is one of."""
    if scope is Scope.ALL:
        return partial(_is_of_event, series_of(day.event_id))
    first = day_of(day.event_id)

    def is_told(event_id: str) -> bool:
        on = day_of(event_id)
        if first is None or on is None or scope is Scope.DAY:
            return event_id == day.event_id
        return series_of(event_id) == series_of(day.event_id) and on >= first

    return is_told


def _is_of_event(wanted: str, event_id: str) -> bool:
    return wanted in (event_id, series_of(event_id))


# Showing and keeping


async def _offer(
    bot: Bot, interaction: discord.Interaction, agenda: GuildAgenda, draft: _Draft
) -> None:
    """Show an event as it would be, who would be told, and what."""
    embed = _shown(agenda, draft.edit.shown)
    told = await _told(bot, agenda, draft.is_told)
    embed.add_field(name="Who is told", value=told or _NOBODY, inline=False)
    changes = wording.changes(draft.before, draft.after)
    if changes:
        value = "\n".join(cut(line, 300) for line in changes)
        name = "What they are told" if told else "What changes"
        embed.add_field(name=name, value=value[:_MAX_FIELD], inline=False)
    await ask_to_keep(interaction, embed, _keeping(bot, agenda, draft))


def _keeping(bot: Bot, agenda: GuildAgenda, draft: _Draft) -> Keep:
    """Keeps a change, unless the event was changed since it was shown: then that is told."""
    guild_id, base, edit = agenda.community.guild_id, draft.base, draft.edit

    async def keep(press: discord.Interaction) -> str:
        fresh = await agenda_of(bot, guild_id)
        there = fresh.event(base.event_id)
        if there != base:
            return differences.told_meanwhile("this event", differences.of_events(base, there))
        if edit.follows is not None:
            await _check_new(bot, fresh, edit.kept[-1])
        await asyncio.to_thread(
            bot.ledger.change_series, guild_id, edit.kept, edit.renamed, fresh.now,
            follows=edit.follows,
        )  # fmt: skip
        bot.runner.wake()
        await _note(bot, press, draft)
        return "Kept, for this server."

    return keep


async def _note(bot: Bot, press: discord.Interaction, draft: _Draft) -> None:
    """Note from what to what an event, or a day of a series, was changed."""
    before, after = draft.before, draft.after
    is_cancelled = after.status == "cancelled" != before.status
    command = "/event cancel" if is_cancelled else "/event edit"
    lines = differences.of_events(before, after)
    if draft.base is not draft.before:
        lines = [f"Day: {with_weekday(before.starts_on)}", *lines]
    await changelog.note(bot, press, command, lines, before.title)


async def _check_new(bot: Bot, agenda: GuildAgenda, event: Event) -> None:
    if any(event.event_id == known.event_id for known in agenda.events):
        raise UsageError("there is an event of this title and start already; see /events")
    own = await asyncio.to_thread(bot.ledger.requests.events, agenda.community.guild_id)
    if len(own) >= MAX_EVENTS:
        raise UsageError(f"this server has {counted(len(own), 'event')}; no more are kept")


async def _told(bot: Bot, agenda: GuildAgenda, is_told: Callable[[str], bool]) -> str:
    """Where those are who have heard of what is changed; empty where nobody has."""
    posted = await asyncio.to_thread(bot.ledger.posted)
    there = [
        row for row in posted
        if row.guild_id == agenda.community.guild_id and is_told(row.event_id)
    ]  # fmt: skip
    channels = sorted({row.channel_id for row in there if not row.is_direct})
    members = len({row.channel_id for row in there if row.is_direct})
    names = [f"<#{channel_id}>" for channel_id in channels[:20]]
    names += [f"{members} by direct message"] if members else []
    return ", ".join(names)


def _shown(agenda: GuildAgenda, event: Event) -> discord.Embed:
    """An event as it would be listed, in its own zone, and what would be announced of it."""
    embed = events_embed([event], agenda.now)
    embed.title = None
    facts = [wording.when(event)]
    facts += [f"Repeats: {cut(rule_in_words(event.rrule), 200)}"] if event.rrule else []
    left_out = months_left_out(event)
    facts += [f"Mind that this {left_out}"] if left_out else []
    facts += [f"Themes: {cut(flat(', '.join(event.themes)), 300)}"] if event.themes else []
    embed.add_field(name="In its own zone", value="\n".join(facts), inline=False)
    embed.add_field(name="Announced", value=_announced(agenda, event), inline=False)
    return embed


def _announced(agenda: GuildAgenda, event: Event) -> str:
    if event.status == "cancelled":
        return "no more"
    planned = replace(agenda, events=(event,)).reminders()
    if event.rrule is not None:
        return _announced_each_time(planned)[:_MAX_FIELD] or _NOT_ANNOUNCED
    lines = [
        f"• {cut(one.lead.words, 60)}: <t:{int(one.due_at.timestamp())}:F> in <#{one.channel_id}>"
        for one in planned[:_MAX_LINES]
    ]
    more = [f"and {len(planned) - _MAX_LINES} more"] if len(planned) > _MAX_LINES else []
    return "\n".join([*lines, *more])[:_MAX_FIELD] or _NOT_ANNOUNCED


def _announced_each_time(planned: Sequence[Reminder]) -> str:
    """What is announced of each day of a series, with the first of each kind to come."""
    first: dict[tuple[str, int], Reminder] = {}
    for one in planned:
        first.setdefault((one.lead.words, one.channel_id), one)
    lines = [
        f"• {cut(words, 60)} each time, in <#{channel_id}>; first "
        f"<t:{int(one.due_at.timestamp())}:F>"
        for (words, channel_id), one in first.items()
    ]
    return "\n".join(lines[:_MAX_LINES])
