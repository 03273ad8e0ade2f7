"""Which days of a series are meant, asked before what would become of them is shown."""

from collections.abc import Sequence
from typing import Any, Self

import discord

from forumbot.bot.buttons.base import Match, Pressed
from forumbot.bot.buttons.confirm import whose
from forumbot.bot.messenger import defer
from forumbot.bot.pending import Keep
from forumbot.bot.permissions import require_moderator
from forumbot.bot.ports import bot_of
from forumbot.language.phrases import phrase


class ScopeButton(Pressed, template=r"fb:scope:(?P<token>[0-9a-f]{16})"):
    """Go on with the days that its label names."""

    def __init__(self, token: str, label: str = "Go on") -> None:
        super().__init__(f"fb:scope:{token}", label=label, style=discord.ButtonStyle.primary)
        self.token = token

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction, _item: discord.ui.Item[Any], match: Match, /
    ) -> Self:
        """Make the button again from what stands in its id."""
        return cls(match["token"])

    async def press(self, interaction: discord.Interaction) -> None:
        """Show what would be kept, if the presser still may."""
        await defer(interaction, thinking=False)
        bot = bot_of(interaction)
        await require_moderator(bot, interaction)
        await bot.pending.take(self.token, *whose(interaction))(interaction)


async def ask_which(
    interaction: discord.Interaction, shown: discord.Embed, steps: Sequence[tuple[str, Keep]]
) -> None:
    """Ask which days are meant, in a deferred private response; a press goes on by its step."""
    view = discord.ui.View(timeout=None)
    for label, step in steps:
        token = bot_of(interaction).pending.add(*whose(interaction), step)
        view.add_item(ScopeButton(token, label))
    question = phrase("draft_which_days", interaction.locale.value)
    await interaction.edit_original_response(content=question, embed=shown, view=view)
