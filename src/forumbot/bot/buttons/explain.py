"""How an answer came about, for maintainers alone."""

import discord

from forumbot.bot.buttons.base import ANSWER, OnAnswer
from forumbot.bot.choices import find_forum
from forumbot.bot.messenger import defer
from forumbot.bot.permissions import require_maintainer
from forumbot.bot.ports import bot_of
from forumbot.bot.rendering.explanations import explanation_embed


class ExplainButton(OnAnswer, template=rf"fb:explain:{ANSWER}"):
    """Shows a maintainer what ``ask --explain`` says of an answer's question."""

    name, label, emoji = "explain", "Explain", "🔬"
    words_key = "button_explain"

    async def press(self, interaction: discord.Interaction) -> None:
        """Work the question out anew, which counts as one, and show its stages in private."""
        bot = bot_of(interaction)
        await defer(interaction, private=True)
        recorded = await self.recorded(interaction)
        await require_maintainer(bot, interaction)
        bot.cooldown.take(interaction.user.id)
        archive = bot.archive_of(interaction.guild_id)
        only = find_forum(archive, recorded.forum).doc_ids if recorded.forum else None
        explanation = await archive.desk.explain(recorded.question, only=only)
        generation = archive.desk.generation.manifest.generation
        since = generation if generation != recorded.generation else None
        embed = explanation_embed(
            explanation, another_generation=since, language=interaction.locale.value
        )
        await interaction.edit_original_response(embed=embed)
