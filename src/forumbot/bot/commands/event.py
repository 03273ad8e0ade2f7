"""``/event``: moderators make, change, cancel and publish the events of their server."""

from collections.abc import Callable, Coroutine
from dataclasses import replace
from datetime import datetime
from typing import Any

import discord
from discord import app_commands

from forumbot.bot import changelog
from forumbot.bot.choices import begin, event_choices, find_event, zone_choices
from forumbot.bot.command_words import choice
from forumbot.bot.event_drafts import offer_cancelling, offer_change, offer_new
from forumbot.bot.native import publish as publish_event
from forumbot.bot.ports import Bot, Tree, bot_of
from forumbot.language.phrases import phrase
from forumbot.language.said import SaidError
from forumbot.reminders.event_entry import (
    MAX_PLACE,
    MAX_TITLE,
    MAX_URL,
    change_event,
    draft_event,
)
from forumbot.reminders.event_times import MAX_WORDS
from forumbot.reminders.events import Event, EventKind
from forumbot.reminders.series_edits import Change

_KINDS = [choice(kind.value, f"event_kind_{kind.value}") for kind in EventKind]
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
        await offer_new(bot, interaction, agenda, event)

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
        words = {
            "title": title, "kind": kind, "starts": starts, "ends": ends, "timezone": timezone,
            "place": place, "url": url, "themes": themes, "repeats": repeats,
        }  # fmt: skip
        change = _change_by(words, agenda.now, restore=restore)
        found = find_event(agenda, event, interaction.locale.value)
        if change(found) == found:
            raise SaidError("draft_changes_nothing")
        await offer_change(bot, interaction, agenda, found, change, is_of_rule=repeats is not None)

    edit.autocomplete("event")(_chooser(bot, with_series=True))
    edit.autocomplete("timezone")(_choose_zone)


def _change_by(words: dict[str, str | None], now: datetime, *, restore: bool) -> Change:
    def change(event: Event) -> Event:
        after = change_event(event, now=now, **words)
        if restore and event.status == "cancelled":
            return replace(after, status="confirmed", sequence=event.sequence + 1)
        return after

    return change


def _add_ending(group: app_commands.Group, bot: Bot) -> None:
    @group.command(
        name="cancel",
        description="Cancel an event; who was reminded of it, or asked to be, is told",
    )
    @app_commands.describe(event="The event, all of its days or one of them")
    async def cancel(interaction: discord.Interaction, event: str) -> None:
        agenda = await begin(bot, interaction)
        found = find_event(agenda, event, interaction.locale.value)
        if found.status == "cancelled":
            raise SaidError("draft_cancelled_already")
        await offer_cancelling(bot, interaction, agenda, found)

    @group.command(name="publish", description="Show an event among the events of this server")
    @app_commands.describe(event="The event")
    async def publish(interaction: discord.Interaction, event: str) -> None:
        agenda = await begin(bot, interaction)
        if interaction.guild is None:
            raise SaidError("in_server_only")
        found = find_event(agenda, event, interaction.locale.value)
        address = await publish_event(bot, interaction.guild, agenda, found)
        await changelog.note(bot, interaction, "/event publish", [f"<{address}>"], found.title)
        await interaction.edit_original_response(
            content=phrase("event_published", interaction.locale.value, address=address)
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
