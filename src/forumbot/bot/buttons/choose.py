"""Choosing one of the subjects that an answer offers."""

from collections.abc import Sequence
from typing import Any, Self

import discord

from forumbot.bot.buttons.base import ANSWER, Match, OnAnswer
from forumbot.bot.choices import find_forum
from forumbot.bot.conversation import Asker, note_message, work_out
from forumbot.bot.messenger import answer_interaction, defer
from forumbot.bot.permissions import may_answer_here
from forumbot.bot.ports import ShownAnswer, bot_of
from forumbot.errors import UsageError


class ChooseButton(OnAnswer, template=rf"fb:choose:{ANSWER}:(?P<number>\d)"):
    """Asks the question of one of the subjects, by its number."""

    name = "choose"
    style = discord.ButtonStyle.primary

    def __init__(self, answer_id: str, number: int, **button: Any) -> None:
        super().__init__(answer_id, number, label=str(number), **button)
        self.number = number

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction, _item: discord.ui.Item[Any], match: Match, /
    ) -> Self:
        """Make the button again from what stands in its id."""
        return cls(match["answer"], int(match["number"]))

    @classmethod
    def under(cls, shown: ShownAnswer) -> Sequence[Self]:
        """One for each subject."""
        return [cls(shown.answer_id, number) for number in range(1, shown.choices + 1)]

    async def press(self, interaction: discord.Interaction) -> None:
        """Answer the question for the presser; what was offered is worked out anew."""
        bot = bot_of(interaction)
        is_open = await may_answer_here(bot, interaction)
        is_private = not is_open or _is_for_one(interaction)
        await defer(interaction, private=is_private)
        recorded = await self.recorded(interaction)
        archive = bot.archive_of(interaction.guild_id)
        forum = recorded.forum
        only = find_forum(archive, forum).doc_ids if forum else None
        offered = await archive.desk.ask(
            recorded.question, only=only, reads=interaction.locale.value
        )
        if self.number > len(offered.choices):
            raise UsageError("the archive has changed since; please ask again")
        reply, answer_id = await work_out(
            bot,
            offered.choices[self.number - 1],
            Asker.of(interaction, is_private=is_private, may_share=is_open),
            forum=forum,
        )
        message_id = await answer_interaction(interaction, reply)
        await note_message(bot, answer_id, message_id)


def _is_for_one(interaction: discord.Interaction) -> bool:
    return interaction.message is not None and interaction.message.flags.ephemeral
