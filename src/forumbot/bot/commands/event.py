"""``/event``: moderators make, change, cancel and publish the events of their server."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import replace
from typing import Any

import discord
from discord import app_commands

from forumbot.bot import differences
from forumbot.bot.agenda import GuildAgenda, agenda_of
from forumbot.bot.buttons.confirm import ask_to_keep
from forumbot.bot.choices import begin, event_choices, find_event, zone_choices
from forumbot.bot.escape import cut, flat
from forumbot.bot.native import publish as publish_event
from forumbot.bot.pending import Keep
from forumbot.bot.ports import Bot, Tree, bot_of
from forumbot.bot.rendering.events import events_embed
from forumbot.errors import UsageError
from forumbot.language.counting import counted
from forumbot.reminders import wording
from forumbot.reminders.event_entry import (
    MAX_PLACE,
    MAX_TITLE,
    MAX_URL,
    MAX_WORDS,
    cancel_event,
    change_event,
    draft_event,
)
from forumbot.reminders.events import Event, EventKind, day_of, series_of

MAX_EVENTS = 500
_MAX_LINES = 12
_KINDS = [app_commands.Choice(name=kind.value, value=kind.value) for kind in EventKind]
_TAKE_AWAY = "; none: there is none"
Title = app_commands.Range[str, 1, MAX_TITLE]
Place = app_commands.Range[str, 1, MAX_PLACE]
Url = app_commands.Range[str, 1, MAX_URL]
Words = app_commands.Range[str, 1, MAX_WORDS]
Chooser = Callable[[discord.Interaction, str], Coroutine[Any, Any, list[app_commands.Choice[str]]]]


def add_to(tree: Tree, bot: Bot) -> None:
    """Add the commands of events."""
    group = app_commands.Group(
        name="event",
        description="The events of this server",
        default_permissions=discord.Permissions(manage_guild=True),
        allowed_contexts=app_commands.AppCommandContext(
            guild=True, dm_channel=False, private_channel=False
        ),
    )
    _add_add(group, bot)
    _add_edit(group, bot)
    _add_ending(group, bot)
    tree.add_command(group)


def _add_add(group: app_commands.Group, bot: Bot) -> None:
    @group.command(name="add", description="Make an event of this server")
    @app_commands.describe(
        title="What it is called",
        starts="When it starts, as in: 14 March at 9:30; a day alone takes the whole day",
        kind="What it is",
        ends="When it ends, as in: 17:00, or: 2 hours, or: 15 March",
        timezone="Its time zone; none: that of this server",
        place="Where it takes place",
        url="The address of its page",
        themes="What it is about, separated by commas",
        repeats="How it repeats, as in: weekly, or: monthly on the second Tuesday",
    )
    @app_commands.choices(kind=_KINDS)
    async def add(
        interaction: discord.Interaction,
        title: Title,
        starts: Words,
        kind: str = EventKind.OTHER.value,
        ends: Words | None = None,
        timezone: str | None = None,
        place: Place | None = None,
        url: Url | None = None,
        themes: Words | None = None,
        repeats: Words | None = None,
    ) -> None:
        agenda = await begin(bot, interaction)
        event = draft_event(
            event_id=None, title=title, kind=kind, starts=starts, ends=ends,
            timezone=timezone or agenda.community.timezone, place=place, url=url, themes=themes,
            repeats=repeats, now=agenda.now,
        )  # fmt: skip
        await _check_new(bot, agenda, event)
        keep = _keeping(bot, agenda, None, event)
        await ask_to_keep(interaction, _shown(agenda, event), keep, "Is this what you mean?")

    add.autocomplete("timezone")(_choose_zone)


def _add_edit(group: app_commands.Group, bot: Bot) -> None:
    @group.command(name="edit", description="Change an event, for this server")
    @app_commands.describe(
        event="The event",
        title="What it is called",
        starts="When it starts, as in: 14 March at 9:30",
        kind="What it is",
        ends=f"When it ends, as in: 17:00{_TAKE_AWAY}",
        timezone="Its time zone",
        place=f"Where it takes place{_TAKE_AWAY}",
        url=f"The address of its page{_TAKE_AWAY}",
        themes=f"What it is about, separated by commas{_TAKE_AWAY}",
        repeats=f"How it repeats, as in: weekly{_TAKE_AWAY}",
        restore="Let a cancelled event take place after all",
    )
    @app_commands.choices(kind=_KINDS)
    async def edit(
        interaction: discord.Interaction,
        event: str,
        title: Title | None = None,
        starts: Words | None = None,
        kind: str | None = None,
        ends: Words | None = None,
        timezone: str | None = None,
        place: Place | None = None,
        url: Url | None = None,
        themes: Words | None = None,
        repeats: Words | None = None,
        restore: bool = False,
    ) -> None:
        agenda = await begin(bot, interaction)
        before = agenda.event(series_of(find_event(agenda, event).event_id))
        after = change_event(
            before, now=agenda.now, title=title, kind=kind, starts=starts, ends=ends,
            timezone=timezone, place=place, url=url, themes=themes, repeats=repeats,
        )  # fmt: skip
        if restore and before.status == "cancelled":
            after = replace(after, status="confirmed", sequence=before.sequence + 1)
        if after == before:
            raise UsageError("this changes nothing; say what is to be different")
        await _offer_change(bot, interaction, agenda, before, after)

    edit.autocomplete("event")(_chooser(bot, with_series=True))
    edit.autocomplete("timezone")(_choose_zone)


def _add_ending(group: app_commands.Group, bot: Bot) -> None:
    @group.command(name="cancel", description="Cancel an event; who was reminded of it is told")
    @app_commands.describe(event="The event, all of its days or one of them")
    async def cancel(interaction: discord.Interaction, event: str) -> None:
        agenda = await begin(bot, interaction)
        before = find_event(agenda, event)
        after = _called_off(agenda, before)
        if after == before:
            raise UsageError("this event is cancelled already")
        await _offer_change(bot, interaction, agenda, before, after)

    @group.command(name="publish", description="Show an event among the events of this server")
    @app_commands.describe(event="The event")
    async def publish(interaction: discord.Interaction, event: str) -> None:
        agenda = await begin(bot, interaction)
        if interaction.guild is None:
            raise UsageError("that can be done in a server only")
        address = await publish_event(bot, interaction.guild, agenda, find_event(agenda, event))
        await interaction.edit_original_response(
            content=f"Published, and kept in step with what changes: {address}"
        )

    cancel.autocomplete("event")(_chooser(bot, with_series=True))
    publish.autocomplete("event")(_chooser(bot, with_series=False))


async def _choose_zone(
    interaction: discord.Interaction, typed: str
) -> list[app_commands.Choice[str]]:
    return zone_choices(typed, bot_of(interaction).clock())


def _chooser(bot: Bot, *, with_series: bool) -> Chooser:
    async def choose_event(
        interaction: discord.Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        return await event_choices(bot, interaction, typed, with_series=with_series)

    return choose_event


async def _check_new(bot: Bot, agenda: GuildAgenda, event: Event) -> None:
    if any(event.event_id == known.event_id for known in agenda.events):
        raise UsageError("there is an event of this title and start already; see /events")
    own = await asyncio.to_thread(bot.ledger.requests.events, agenda.community.guild_id)
    if len(own) >= MAX_EVENTS:
        raise UsageError(f"this server has {counted(len(own), 'event')}; no more are kept")


def _called_off(agenda: GuildAgenda, event: Event) -> Event:
    """The event as cancelled; of a day of a series, the series without that day."""
    day = day_of(event.event_id)
    if day is None:
        return cancel_event(event)
    series = agenda.event(series_of(event.event_id))
    without = (*series.excluded, day)
    return replace(series, excluded=without, sequence=series.sequence + 1)


async def _offer_change(
    bot: Bot,
    interaction: discord.Interaction,
    agenda: GuildAgenda,
    before: Event,
    after: Event,
) -> None:
    """Show an event as it would be, and who would be told."""
    is_day = after.event_id != before.event_id
    shown = _shown(agenda, replace(before, status="cancelled") if is_day else after)
    told = await _told(bot, agenda, before)
    embed = shown.add_field(name="Who is told", value=told, inline=False)
    changes = ("It will not take place.",) if is_day else wording.changes(before, after)
    if changes:
        value = "\n".join(cut(line, 300) for line in changes)
        embed.add_field(name="What they are told", value=value[:1024], inline=False)
    base = agenda.event(after.event_id)
    keep = _keeping(bot, agenda, base, after)
    await ask_to_keep(interaction, embed, keep, "Is this what you mean?")


async def _told(bot: Bot, agenda: GuildAgenda, event: Event) -> str:
    posted = await asyncio.to_thread(bot.ledger.posted)
    there = [
        row for row in posted
        if row.guild_id == agenda.community.guild_id
        and event.event_id in (row.event_id, series_of(row.event_id))
    ]  # fmt: skip
    channels = sorted({row.channel_id for row in there if not row.is_direct})
    members = len({row.channel_id for row in there if row.is_direct})
    if not there:
        return "nobody, as nobody was reminded yet"
    names = [f"<#{channel_id}>" for channel_id in channels[:20]]
    names += [f"{members} by direct message"] if members else []
    return ", ".join(names)


def _keeping(bot: Bot, agenda: GuildAgenda, before: Event | None, after: Event) -> Keep:
    """Keeps an event, unless it was changed since it was shown: then the change is told."""
    guild_id = agenda.community.guild_id

    async def keep(interaction: discord.Interaction) -> str:
        fresh = await agenda_of(bot, guild_id)
        if before is None:
            await _check_new(bot, fresh, after)
        else:
            there = fresh.event(before.event_id)
            if there != before:
                changes = differences.of_events(before, there)
                return differences.told_meanwhile("this event", changes)
        await asyncio.to_thread(bot.ledger.requests.save_event, guild_id, after)
        bot.runner.wake()
        if before is None:
            return "Kept. /remind list shows what is announced of it."
        return "Kept, for this server."

    return keep


def _shown(agenda: GuildAgenda, event: Event) -> discord.Embed:
    """An event as it would be listed, in its own zone, and what would be announced of it."""
    embed = events_embed([event], agenda.now)
    embed.title = None
    facts = [wording.when(event)]
    facts += [f"Repeats: {cut(event.rrule, 200)}"] if event.rrule else []
    facts += [f"Themes: {cut(flat(', '.join(event.themes)), 300)}"] if event.themes else []
    embed.add_field(name="In its own zone", value="\n".join(facts), inline=False)
    embed.add_field(name="Announced", value=_announced(agenda, event), inline=False)
    return embed


def _announced(agenda: GuildAgenda, event: Event) -> str:
    if event.status == "cancelled":
        return "no more"
    planned = replace(agenda, events=(event,)).reminders()
    lines = [
        f"• {cut(str(one.lead), 60)}: <t:{int(one.due_at.timestamp())}:F> in <#{one.channel_id}>"
        for one in planned[:_MAX_LINES]
    ]
    more = [f"and {len(planned) - _MAX_LINES} more"] if len(planned) > _MAX_LINES else []
    return "\n".join([*lines, *more])[:1024] or "nothing; /remind add announces it"
