"""``/outcomes``: what the forums concluded."""

import asyncio

import discord
from discord import app_commands

from forumbot.answers.forums import topics_like
from forumbot.bot.buttons.outcomes import MAX_TOPIC, show_outcomes
from forumbot.bot.choices import MAX_CHOICES, forum_choices
from forumbot.bot.escape import shorten
from forumbot.bot.messenger import defer
from forumbot.bot.ports import Bot, Tree


def add_to(tree: Tree, bot: Bot) -> None:
    """Add the command of outcomes."""

    @tree.command(name="outcomes", description="What the forums concluded, oldest forum first")
    @app_commands.describe(topic="A subject, such as skills", forum="Only of this forum")
    async def outcomes(
        interaction: discord.Interaction,
        topic: app_commands.Range[str, 1, MAX_TOPIC] | None = None,
        forum: str | None = None,
    ) -> None:
        await defer(interaction)
        await show_outcomes(interaction, topic, forum, 1)

    @outcomes.autocomplete("topic")
    async def choose_topic(
        interaction: discord.Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        desk = bot.archive_of(interaction.guild_id).desk
        named = [topic for topic in desk.topics if len(topic) <= MAX_TOPIC]
        languages = desk.generation.lexical.languages
        found = await asyncio.to_thread(topics_like, typed, named, languages)
        return [
            app_commands.Choice(name=shorten(topic, MAX_TOPIC) or "–", value=topic)
            for topic in found[:MAX_CHOICES]
        ]

    @outcomes.autocomplete("forum")
    async def choose_forum(
        interaction: discord.Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        return forum_choices(bot.archive_of(interaction.guild_id), typed)
