"""What somebody is about to keep: shown first, kept when they say so."""

from typing import Any, Self

import discord

from forumbot.bot.buttons.base import Match, Pressed
from forumbot.bot.messenger import defer
from forumbot.bot.pending import Keep
from forumbot.bot.permissions import require_moderator
from forumbot.bot.ports import bot_of
from forumbot.language.phrases import DEFAULT, phrase


class KeepButton(Pressed, template=r"fb:keep:(?P<token>[0-9a-f]{16}):(?P<answer>[yn])"):
    """Keep what is shown, or do not."""

    def __init__(self, token: str, *, keep: bool, language: str = DEFAULT) -> None:
        style = discord.ButtonStyle.success if keep else discord.ButtonStyle.secondary
        super().__init__(
            f"fb:keep:{token}:{'y' if keep else 'n'}",
            label=phrase("keep" if keep else "keep_not", language),
            style=style,
        )
        self.token, self.keep = token, keep

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction, _item: discord.ui.Item[Any], match: Match, /
    ) -> Self:
        """Make the button again from what stands in its id."""
        return cls(match["token"], keep=match["answer"] == "y")

    async def press(self, interaction: discord.Interaction) -> None:
        """Do as was said, if the presser still may, and take the buttons away."""
        await defer(interaction, thinking=False)
        bot = bot_of(interaction)
        if self.keep:
            await require_moderator(bot, interaction)
        keep = bot.pending.take(self.token, *whose(interaction))
        words = phrase("keep_nothing", interaction.locale.value)
        if self.keep:
            async with bot.pending.deciding:
                words = await keep(interaction)
        await interaction.edit_original_response(content=words, view=None)


async def ask_to_keep(interaction: discord.Interaction, shown: discord.Embed, keep: Keep) -> None:
    """Show what would be kept, in a deferred private response, with the buttons to decide."""
    token = bot_of(interaction).pending.add(*whose(interaction), keep)
    language = interaction.locale.value
    view = discord.ui.View(timeout=None)
    for answer in (True, False):
        view.add_item(KeepButton(token, keep=answer, language=language))
    question = phrase("keep_question", language)
    await interaction.edit_original_response(content=question, embed=shown, view=view)


def whose(interaction: discord.Interaction) -> tuple[int, int | None]:
    """Who pressed or asked, and in which guild: they alone decide there."""
    return interaction.user.id, interaction.guild_id
