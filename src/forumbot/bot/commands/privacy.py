"""``/privacy``: what is kept about a member, and its deletion."""

import asyncio
from typing import TYPE_CHECKING

import discord
from discord import app_commands

from forumbot.bot import escape
from forumbot.bot.messenger import defer

if TYPE_CHECKING:
    from forumbot.bot.client import ForumBot, ForumTree

_MAX_SHOWN = 20


def add_to(tree: "ForumTree", bot: "ForumBot") -> None:
    """Add the commands of privacy."""
    privacy = app_commands.Group(name="privacy", description="What I keep about you")

    @privacy.command(name="show", description="Show what I keep about you")
    async def show(interaction: discord.Interaction["ForumBot"]) -> None:
        await defer(interaction, private=True)
        held = await asyncio.to_thread(bot.store.held_about, interaction.user.id)
        days = bot.app.settings.bot.retention_days
        since = f", the first on <t:{int(held.since.timestamp())}:D>" if held.since else ""
        lines = [
            f"I keep {held.questions} questions and {held.votes} votes of yours{since}.",
            f"Your name is not stored with them, and they are deleted after {days} days.",
            "Nothing that you write leaves the machine that I run on.",
            *(f"• {escape.cut(text, 120)}" for text in held.texts[:_MAX_SHOWN]),
        ]
        embed = discord.Embed(title="Privacy", description=escape.shorten("\n".join(lines), 4000))
        await interaction.edit_original_response(embed=embed)

    @privacy.command(name="delete", description="Delete what I keep about you")
    async def delete(interaction: discord.Interaction["ForumBot"]) -> None:
        await defer(interaction, private=True)
        count = await asyncio.to_thread(bot.store.forget_member, interaction.user.id)
        await interaction.edit_original_response(
            content=f"Done: {count} questions and votes of yours are deleted."
        )

    tree.add_command(privacy)
