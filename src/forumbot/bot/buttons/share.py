"""Showing everybody an answer that was given to one member."""

import asyncio
from collections.abc import Sequence
from functools import partial

import discord

from forumbot.bot.buttons.base import ANSWER, OnAnswer
from forumbot.bot.messenger import Reply, answer_interaction, attachments_of, defer
from forumbot.bot.permissions import require_answers_here
from forumbot.bot.ports import ShownAnswer, bot_of
from forumbot.language.said import SaidError


class ShareButton(OnAnswer, template=rf"fb:share:{ANSWER}"):
    """Shows everybody an answer that was given to one member."""

    name, label, emoji = "share", "Share in the channel", "📣"
    words_key = "button_share"

    @classmethod
    def under(cls, shown: ShownAnswer) -> Sequence[OnAnswer]:
        """Where the answer is for one member alone, who may show it."""
        return super().under(shown) if shown.may_share else []

    async def press(self, interaction: discord.Interaction) -> None:
        """Post the very answer with its files in the channel, once, which counts as a question.

        Where answers are kept to other channels it is refused.
        """
        bot, message = bot_of(interaction), interaction.message
        await require_answers_here(bot, interaction)
        bot.cooldown.take(interaction.user.id)
        recorded = await self.recorded(interaction)
        if message is None or not message.embeds:
            raise SaidError("told_answer_gone")
        share = partial(bot.store.set_private, self.answer_id)
        if not await asyncio.to_thread(share, is_private=False):
            raise SaidError("told_shared")
        try:
            await defer(interaction)
            shown = ShownAnswer(
                self.answer_id, recorded.finding, False, language=interaction.locale.value
            )
            view = bot.buttons_under(shown)
            files = await attachments_of(message)
            reply = Reply(message.embeds[0], recorded.question, view, files)
            message_id = await answer_interaction(interaction, reply)
        except BaseException:
            await asyncio.to_thread(share, is_private=True)
            raise
        if message_id is not None:
            await asyncio.to_thread(bot.store.attach_message, self.answer_id, message_id)
