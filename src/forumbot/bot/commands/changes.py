"""``/changes``: moderators see who changed what in their server."""

import discord
from discord import app_commands

from forumbot.bot.messenger import defer
from forumbot.bot.overviews import show_page
from forumbot.bot.permissions import require_moderator
from forumbot.bot.ports import Bot, Tree


def add_to(tree: Tree, bot: Bot) -> None:
    """Add the command of changes."""

    @tree.command(name="changes", description="Who changed what here, when, from what to what")
    @app_commands.default_permissions(manage_guild=True)
    @app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
    async def changes(interaction: discord.Interaction) -> None:
        await require_moderator(bot, interaction)
        await defer(interaction, private=True)
        await show_page(interaction, "changes", interaction.guild_id or 0, 1)
