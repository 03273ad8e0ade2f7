"""Choosing one of the subjects that an answer offers."""

from collections.abc import Sequence
from typing import Any, Self

import discord

from forumbot.bot.buttons.base import ANSWER, Match, OnAnswer
from forumbot.bot.choices import find_forum
from forumbot.bot.conversation import Asker, note_message, work_out
from forumbot.bot.errors import tell
from forumbot.bot.escape import flat, shorten
from forumbot.bot.messenger import answer_interaction, defer
from forumbot.bot.permissions import may_answer_here
from forumbot.bot.ports import bot_of
from forumbot.language.phrases import DEFAULT, phrase
from forumbot.language.said import SaidError

_MAX_LABEL, _MAX_OPTIONS = 100, 25
Menu = discord.ui.Select[discord.ui.View]


class ChooseButton(OnAnswer, template=rf"fb:choose:{ANSWER}:(?P<number>\d)"):
    """Asks the question of one of the subjects, by its number, under answers of before the menu."""

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
            raise SaidError("told_changed")
        reply, answer_id = await work_out(
            bot,
            offered.choices[self.number - 1],
            Asker.of(interaction, is_private=is_private, may_share=is_open),
            forum=forum,
        )
        message_id = await answer_interaction(interaction, reply)
        await note_message(bot, answer_id, message_id)


class ChooseMenu(discord.ui.DynamicItem[Menu], template=rf"fb:subject:{ANSWER}"):
    """A menu of the subjects, of which one asks its question."""

    def __init__(
        self, answer_id: str, choices: Sequence[str] = (), language: str = DEFAULT
    ) -> None:
        options = [
            discord.SelectOption(label=shorten(flat(words), _MAX_LABEL) or "–", value=str(number))
            for number, words in enumerate(choices[:_MAX_OPTIONS], start=1)
        ]
        menu: Menu = discord.ui.Select(
            custom_id=f"fb:subject:{answer_id}",
            placeholder=phrase("choose_subject", language),
            options=options,
        )
        super().__init__(menu)
        self.answer_id = answer_id

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction, _item: discord.ui.Item[Any], match: Match, /
    ) -> Self:
        """Make the menu again from what stands in its id."""
        return cls(match["answer"])

    async def interaction_check(self, interaction: discord.Interaction, /) -> bool:
        """Let each choice through once."""
        return await bot_of(interaction).accept(interaction)

    async def callback(self, interaction: discord.Interaction) -> None:
        """Answer the question of what was chosen."""
        try:
            (chosen,) = self.item.values
            button = ChooseButton(self.answer_id, int(chosen))
            await button.press(interaction)
        except Exception as error:
            await tell(interaction, error)


def _is_for_one(interaction: discord.Interaction) -> bool:
    return interaction.message is not None and interaction.message.flags.ephemeral
