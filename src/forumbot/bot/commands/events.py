"""``/events``: what comes, in each reader's own time, with a reminder for who wants one."""

import discord
from discord import app_commands

from forumbot.bot.buttons.events import MAX_ABOUT, MAX_WHEN, Chosen, show_events
from forumbot.bot.choices import MAX_CHOICES
from forumbot.bot.command_words import choice
from forumbot.bot.messenger import defer
from forumbot.bot.ports import Bot, Tree
from forumbot.reminders.events import EventKind


def add_to(tree: Tree, _bot: Bot) -> None:
    """Add the command of events."""

    @tree.command(name="events", description="Upcoming forums, conferences and deadlines")
    @app_commands.describe(
        kind="Only events of this kind",
        when="Only of this time, as in: next month, or: May",
        about="Only with these words in title, place or themes",
    )
    @app_commands.choices(
        kind=[
            choice(kind.value, f"event_kind_{kind.value}") for kind in list(EventKind)[:MAX_CHOICES]
        ]
    )
    async def events(
        interaction: discord.Interaction,
        kind: str | None = None,
        when: app_commands.Range[str, 1, MAX_WHEN] | None = None,
        about: app_commands.Range[str, 1, MAX_ABOUT] | None = None,
    ) -> None:
        await defer(interaction)
        await show_events(interaction, Chosen.of(kind, when, about), 1)
