"""What buttons share: they work on after a restart, as all they need stands in their custom_id."""

import asyncio
import re
from collections.abc import Sequence
from typing import Any, Self

import discord

from forumbot.bot.errors import SaidNotAllowedError, tell
from forumbot.bot.messenger import defer
from forumbot.bot.ports import ShownAnswer, bot_of
from forumbot.bot.records import RecordedAnswer
from forumbot.language.phrases import phrase
from forumbot.language.said import SaidError

ANSWER = r"(?P<answer>[0-9a-f]{8})"
"""The id of a recorded answer, in the template of a custom_id."""

Button = discord.ui.Button[discord.ui.View]
Match = re.Match[str]


class Pressed(discord.ui.DynamicItem[Button], template=r"fb:never"):
    """A button whose press is answered once, and whose errors are told to the member."""

    label = ""
    emoji: str | None = None
    style = discord.ButtonStyle.secondary

    def __init__(self, custom_id: str, **button: Any) -> None:
        options = {"label": self.label, "emoji": self.emoji, "style": self.style, **button}
        super().__init__(discord.ui.Button(custom_id=custom_id, **options))

    async def interaction_check(self, interaction: discord.Interaction, /) -> bool:
        """Let each press through once."""
        return await bot_of(interaction).accept(interaction)

    async def callback(self, interaction: discord.Interaction) -> None:
        """Do what the button is for."""
        try:
            await self.press(interaction)
        except Exception as error:
            await tell(interaction, error)

    async def press(self, interaction: discord.Interaction) -> None:
        """What a button does; every kind has its own."""
        raise NotImplementedError


class Tokened(Pressed, template=r"fb:never-tokened"):
    """A button whose id ends in the key of a delivery or a stand-in for an event."""

    name = ""

    def __init__(self, token: str, **button: Any) -> None:
        super().__init__(f"fb:{self.name}:{token}", **button)
        self.token = token

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction, _item: discord.ui.Item[Any], match: Match, /
    ) -> Self:
        """Make the button again from what stands in its id."""
        return cls(match[1])


class OnAnswer(Pressed, template=r"fb:never-on-answer"):
    """A button on a recorded answer; ``more`` is what its id holds beside the answer's.

    ``words_key`` names the phrase of its label, which is in the language of the answer.
    """

    name = ""
    words_key = ""

    def __init__(self, answer_id: str, *more: object, **button: Any) -> None:
        super().__init__(":".join(["fb", self.name, answer_id, *map(str, more)]), **button)
        self.answer_id = answer_id

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction, _item: discord.ui.Item[Any], match: Match, /
    ) -> Self:
        """Make the button again from what stands in its id."""
        return cls(match["answer"])

    @classmethod
    def under(cls, shown: ShownAnswer) -> "Sequence[OnAnswer]":
        """Those of its kind that stand under an answer: one, unless a kind says otherwise."""
        return [cls(shown.answer_id)]

    def said_in(self, language: str) -> Self:
        """The button with its label in a language, where it has one to be said."""
        if self.words_key:
            self.item.label = phrase(self.words_key, language)
        return self

    async def recorded(self, interaction: discord.Interaction) -> RecordedAnswer:
        """The answer that the button stands under."""
        found = await find_answer(interaction, self.answer_id)
        if found is None:
            raise SaidError("told_forgotten")
        return found


async def find_answer(interaction: discord.Interaction, answer_id: str) -> RecordedAnswer | None:
    """An answer that whoever presses may see, None where it is not kept.

    Raises :class:`NotAllowedError` where it is another server's, or another member's own.
    """
    store = bot_of(interaction).store
    found = await asyncio.to_thread(store.answer, answer_id)
    if found is None:
        return None
    if found.guild_id != interaction.guild_id:
        raise SaidNotAllowedError("told_another_server_s")
    is_own = found.is_private or found.guild_id is None
    if is_own and not await asyncio.to_thread(store.is_asker, answer_id, interaction.user.id):
        raise SaidNotAllowedError("told_asker_s_alone")
    return found


async def defer_page(interaction: discord.Interaction) -> None:
    """Defer so that one's own private message is turned over, and any other left as it is."""
    message = interaction.message
    if message is not None and message.flags.ephemeral:
        await defer(interaction, thinking=False)
    else:
        await defer(interaction, private=True)
