"""``/events``: what comes, in each reader's own time, with a reminder for who wants one."""

import asyncio
from typing import TYPE_CHECKING

import discord
from discord import app_commands

from forumbot.bot import render
from forumbot.bot.agenda import agenda_of
from forumbot.bot.commands.ask import MAX_CHOICES
from forumbot.bot.messenger import defer
from forumbot.bot.reminding import buttons_of_list
from forumbot.reminders.events import EventKind

if TYPE_CHECKING:
    from forumbot.bot.client import ForumBot, ForumTree


def add_to(tree: "ForumTree", bot: "ForumBot") -> None:
    """Add the command of events."""

    @tree.command(name="events", description="Upcoming forums, conferences and deadlines")
    @app_commands.describe(kind="Only events of this kind")
    @app_commands.choices(
        kind=[
            app_commands.Choice(name=kind.value, value=kind.value)
            for kind in list(EventKind)[:MAX_CHOICES]
        ]
    )
    async def events(interaction: discord.Interaction["ForumBot"], kind: str | None = None) -> None:
        await defer(interaction)
        agenda = await agenda_of(bot, interaction.guild_id)
        coming = await asyncio.to_thread(agenda.coming)
        found = [event for event in coming if kind in (None, event.kind)]
        await interaction.edit_original_response(
            embed=render.events_embed(found, agenda.now), view=buttons_of_list(found, kind)
        )
