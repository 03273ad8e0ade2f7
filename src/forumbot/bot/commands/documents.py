"""``/documents``: which documents the archive has."""

import discord
from discord import app_commands

from forumbot.answers.documents import kind_in_words, kinds_of, names_of_kind
from forumbot.answers.forums import matching
from forumbot.bot.buttons.documents import MAX_KIND, show_documents
from forumbot.bot.choices import MAX_CHOICES, forum_choices
from forumbot.bot.messenger import defer
from forumbot.bot.ports import Bot, Tree


def add_to(tree: Tree, bot: Bot) -> None:
    """Add the command of documents."""

    @tree.command(name="documents", description="Which documents there are, the newest first")
    @app_commands.describe(kind="A kind, such as report", forum="Only of this forum")
    async def documents(
        interaction: discord.Interaction,
        kind: app_commands.Range[str, 1, MAX_KIND] | None = None,
        forum: str | None = None,
    ) -> None:
        await defer(interaction)
        await show_documents(interaction, kind, forum, 1)

    @documents.autocomplete("kind")
    async def choose_kind(
        interaction: discord.Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        generation = bot.archive_of(interaction.guild_id).desk.generation
        language = interaction.locale.value
        kinds = [one for one in kinds_of(generation.documents.values()) if len(one) <= MAX_KIND]
        named = {name: kind for kind in reversed(kinds) for name in names_of_kind(kind)}
        found = dict.fromkeys(named[name] for name in matching(typed, reversed(named)))
        return [
            app_commands.Choice(name=kind_in_words(kind, language), value=kind)
            for kind in list(found)[:MAX_CHOICES]
        ]

    @documents.autocomplete("forum")
    async def choose_forum(
        interaction: discord.Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        return forum_choices(bot.archive_of(interaction.guild_id), typed)
