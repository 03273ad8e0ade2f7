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
from forumbot.bot.locales import language_of_guild
from forumbot.bot.pending import Keep
from forumbot.bot.ports import Bot
from forumbot.bot.rendering.events import events_embed
from forumbot.language.days_in_words import with_weekday
from forumbot.language.phrases import labelled, phrase
from forumbot.language.said import SaidError, in_language
from forumbot.reminders import schedule, wording
from forumbot.reminders.calendar_changes import moved_days
from forumbot.reminders.calendar_warnings import months_left_out
from forumbot.reminders.event_entry import cancel_event
from forumbot.reminders.events import Event, day_of, series_of
from forumbot.reminders.foresight import Foreseen, Unkept
from forumbot.reminders.lead_names import lead_in_words
from forumbot.reminders.rule_words import rule_in_words
from forumbot.reminders.schedule import Reminder
from forumbot.reminders.series_edits import Change, Scope, SeriesEdit, cancel_days, change_series

MAX_EVENTS = 500
_MAX_LINES = 12
_MAX_FIELD = 1024
_NOTHING_FORESEEN = Foreseen()


@dataclass(frozen=True, slots=True)
class _Draft:
    """What would be kept in place of ``base``, and how that is told of ``before``.

    ``after`` is what becomes of ``before``.
    """

    base: Event
    before: Event
    after: Event
    edit: SeriesEdit


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
        lines = differences.of_events(None, event, language_of_guild(bot, guild_id))
        await changelog.note(bot, press, "/event add", lines, event.title)
        return phrase("draft_kept_new", press.locale.value)

    foreseen = await bot.runner.foresee(guild_id, Unkept((event,)))
    shown = _shown(agenda, event, interaction.locale.value, foreseen)
    await ask_to_keep(interaction, shown, keep)


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
        draft = _Draft(found, found, after, edit)
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
    language = interaction.locale.value
    only = with_weekday(day.starts_on, language)
    labels = {
        Scope.DAY: phrase("draft_only_day", language, day=only),
        Scope.FOLLOWING: phrase("draft_following", language),
        Scope.ALL: phrase("draft_all_days", language),
    }

    def step(scope: Scope) -> Keep:
        async def go_on(interaction: discord.Interaction) -> str:
            edit = edited(scope)
            draft = _Draft(series, day, _day_after(edit, day), edit)
            await _offer(bot, interaction, agenda, draft)
            return ""

        return go_on

    steps = [(labels[scope], step(scope)) for scope in scopes]
    await ask_which(interaction, _shown(agenda, day, language), steps)


def _day_after(edit: SeriesEdit, day: Event) -> Event:
    """What becomes of a day of a series; cancelled where it is in none any more."""
    event_id = edit.renamed.get(day.event_id, day.event_id)
    found = schedule.find_event(edit.kept, event_id)
    return replace(day, status="cancelled") if found is None else found


# Showing and keeping


async def _offer(
    bot: Bot, interaction: discord.Interaction, agenda: GuildAgenda, draft: _Draft
) -> None:
    """Show an event as it would be, who would be told, and what."""
    language = interaction.locale.value
    edit, guild_id = draft.edit, agenda.community.guild_id
    unkept = Unkept(edit.kept, edit.renamed, edit.follows)
    foreseen = await bot.runner.foresee(guild_id, unkept)
    embed = _shown(agenda, edit.shown, language, foreseen)
    told = _told(foreseen, language)
    name = phrase("draft_who_is_told", language)
    value = told or phrase(_why_nobody(foreseen), language)
    embed.add_field(name=name, value=value, inline=False)
    changes = wording.changes(draft.before, draft.after, language)
    if changes:
        value = "\n".join(cut(line, 300) for line in changes)
        name = phrase("draft_what_is_told" if told else "draft_what_changes", language)
        embed.add_field(name=name, value=value[:_MAX_FIELD], inline=False)
    await ask_to_keep(interaction, embed, _keeping(bot, agenda, draft))


def _keeping(bot: Bot, agenda: GuildAgenda, draft: _Draft) -> Keep:
    """Keeps a change, unless the event was changed since it was shown: then that is told."""
    guild_id, base, edit = agenda.community.guild_id, draft.base, draft.edit

    async def keep(press: discord.Interaction) -> str:
        fresh = await agenda_of(bot, guild_id)
        there = fresh.event(base.event_id)
        if there != base:
            language = press.locale.value
            lines = differences.of_events(base, there, language)
            return differences.told_meanwhile("meanwhile_event", lines, language)
        if edit.follows is not None:
            await _check_new(bot, fresh, edit.kept[-1])
        await asyncio.to_thread(
            bot.ledger.change_series, guild_id, edit.kept, edit.renamed, fresh.now,
            follows=edit.follows,
        )  # fmt: skip
        bot.runner.wake()
        await _note(bot, press, draft)
        return phrase("draft_kept", press.locale.value)

    return keep


async def _note(bot: Bot, press: discord.Interaction, draft: _Draft) -> None:
    """Note from what to what an event, or a day of a series, was changed."""
    before, after = draft.before, draft.after
    is_cancelled = after.status == "cancelled" != before.status
    command = "/event cancel" if is_cancelled else "/event edit"
    language = language_of_guild(bot, press.guild_id)
    lines = differences.of_events(before, after, language)
    if draft.base is not draft.before:
        day = with_weekday(before.starts_on, language)
        lines = [f"{labelled(phrase('differs_day', language), language)} {day}", *lines]
    await changelog.note(bot, press, command, lines, before.title)


async def _check_new(bot: Bot, agenda: GuildAgenda, event: Event) -> None:
    if any(event.event_id == known.event_id for known in agenda.events):
        raise SaidError("draft_same_exists")
    own = await asyncio.to_thread(bot.ledger.requests.events, agenda.community.guild_id)
    if len(own) >= MAX_EVENTS:
        raise SaidError("draft_too_many", count=len(own))


def _told(foreseen: Foreseen, language: str) -> str:
    """Where those are who would hear of a change, and how; empty where nobody would."""
    channels = sorted({row.channel_id for row in foreseen.notices if not row.is_direct})
    names = [f"<#{channel_id}>" for channel_id in channels[:20]]
    directly = {
        "draft_directly": foreseen.notices,
        "draft_directly_at_once": foreseen.reminders,
        "draft_directly_instead": foreseen.instead,
    }
    for key, rows in directly.items():
        members = len({row.channel_id for row in rows if row.is_direct})
        names += [phrase(key, language, count=members)] if members else []
    return "\n".join(names)


def _why_nobody(foreseen: Foreseen) -> str:
    if foreseen.edited:
        return "draft_told_in_place"
    return "draft_told_no_one" if foreseen.was_told else "draft_told_nobody"


def _shown(
    agenda: GuildAgenda, event: Event, language: str, foreseen: Foreseen = _NOTHING_FORESEEN
) -> discord.Embed:
    """An event as it would be listed, in its own zone, and what would be announced of it."""
    embed = events_embed([event], agenda.now, language=language)
    embed.title = None
    facts = [wording.when(event, language)]
    if event.rrule:
        rule = cut(rule_in_words(event.rrule, language), 200)
        facts.append(phrase("draft_repeats", language, rule=rule))
    left_out = months_left_out(event)
    if left_out:
        facts.append(phrase("draft_mind", language, what=in_language(left_out, language)))
    if event.themes:
        themes = cut(flat(", ".join(event.themes)), 300)
        facts.append(phrase("draft_themes", language, themes=themes))
    zone, announced = phrase("draft_own_zone", language), phrase("draft_announced", language)
    embed.add_field(name=zone, value="\n".join(facts), inline=False)
    told = _announced(agenda, event, language, foreseen)
    embed.add_field(name=announced, value=told, inline=False)
    return embed


def _announced(agenda: GuildAgenda, event: Event, language: str, foreseen: Foreseen) -> str:
    if event.status == "cancelled":
        return phrase("draft_no_more", language)
    planned = replace(agenda, events=(event,)).reminders()
    at_once = {row.channel_id for row in foreseen.reminders if not row.is_direct}
    told = [
        f"• {phrase('draft_at_once', language, channel=f'<#{channel_id}>')}"
        for channel_id in sorted(at_once)[:_MAX_LINES]
    ]
    told += _each_time(planned, language) if event.rrule else _each(planned, language)
    return "\n".join(told)[:_MAX_FIELD] or phrase("draft_not_announced", language)


def _each(planned: Sequence[Reminder], language: str) -> list[str]:
    """What is announced of an event, the first first."""
    lines = [_planned("draft_in_channel", one, language) for one in planned[:_MAX_LINES]]
    left = len(planned) - _MAX_LINES
    return [*lines, *([phrase("and_more", language, count=left)] if left > 0 else [])]


def _each_time(planned: Sequence[Reminder], language: str) -> list[str]:
    """What is announced of each day of a series, with the first of each kind to come."""
    first: dict[tuple[str, int], Reminder] = {}
    for one in planned:
        first.setdefault((one.lead.words, one.channel_id), one)
    lines = [_planned("draft_each_time", one, language) for one in first.values()]
    return lines[:_MAX_LINES]


def _planned(key: str, reminder: Reminder, language: str) -> str:
    lead = cut(lead_in_words(reminder.lead, language), 60)
    when, channel = f"<t:{int(reminder.due_at.timestamp())}:F>", f"<#{reminder.channel_id}>"
    return f"• {phrase(key, language, lead=lead, when=when, channel=channel)}"
