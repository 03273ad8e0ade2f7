"""``/events``: what comes, in each reader's own time, with a reminder for who wants one."""

import asyncio

import discord
from discord import app_commands

from forumbot.bot.agenda import agenda_of
from forumbot.bot.buttons.reminding import buttons_of_list
from forumbot.bot.calendar_watch import FOR_MEMBERS, faults
from forumbot.bot.choices import MAX_CHOICES
from forumbot.bot.messenger import defer
from forumbot.bot.ports import Bot, Tree
from forumbot.bot.rendering.events import events_embed
from forumbot.reminders.events import EventKind


def add_to(tree: Tree, bot: Bot) -> None:
    """Add the command of events."""

    @tree.command(name="events", description="Upcoming forums, conferences and deadlines")
    @app_commands.describe(kind="Only events of this kind")
    @app_commands.choices(
        kind=[
            app_commands.Choice(name=kind.value, value=kind.value)
            for kind in list(EventKind)[:MAX_CHOICES]
        ]
    )
    async def events(interaction: discord.Interaction, kind: str | None = None) -> None:
        await defer(interaction)
        agenda = await agenda_of(bot, interaction.guild_id)
        coming = await asyncio.to_thread(agenda.coming)
        found = [event for event in coming if kind in (None, event.kind)]
        wrong = await asyncio.to_thread(faults, bot.archive_of(interaction.guild_id))
        await interaction.edit_original_response(
            content=FOR_MEMBERS if wrong else None,
            embed=events_embed(found, agenda.now),
            view=buttons_of_list(found, kind),
        )
