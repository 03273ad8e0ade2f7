"""Asking further under an answer: the button, its form, and what is typed, also after a restart."""

import asyncio
from typing import Self

import discord

from forumbot.bot.buttons.base import ANSWER, OnAnswer, find_answer
from forumbot.bot.conversation import Asker, note_message, work_out
from forumbot.bot.messenger import answer_interaction, defer
from forumbot.bot.permissions import may_answer_here
from forumbot.bot.ports import bot_of
from forumbot.errors import StoreError
from forumbot.language.phrases import phrase

_STORE_SECONDS = 1.0
"""How long the first response, for which Discord gives three seconds, may wait for the store."""


class FurtherButton(OnAnswer, template=rf"fb:further:{ANSWER}"):
    """Opens a form for a question that leans on this one."""

    name, label, emoji = "further", "Ask further", "💬"
    words_key = "button_further"

    async def press(self, interaction: discord.Interaction) -> None:
        """Show the form."""
        await interaction.response.send_modal(FurtherForm(self.answer_id, interaction.locale.value))


class FurtherForm(discord.ui.Modal):
    """The form; the client hands what is typed to :func:`submit_further`."""

    def __init__(self, answer_id: str, language: str) -> None:
        title = phrase("button_further", language)
        super().__init__(title=title, custom_id=f"fb:form:{answer_id}", timeout=None)
        label = phrase("further_question", language)
        field: discord.ui.TextInput[Self] = discord.ui.TextInput(
            label=label, max_length=300, custom_id="question"
        )
        self.add_item(field)


async def submit_further(interaction: discord.Interaction, answer_id: str, question: str) -> None:
    """Answer the question of the form, leaning on the one that it was asked under.

    What grows out of a private answer is private, and so is what is asked where answers are not
    shown to everybody.
    """
    bot = bot_of(interaction)
    is_open = await may_answer_here(bot, interaction)
    is_private = not is_open or await _stands_on_private(interaction, answer_id)
    await defer(interaction, private=is_private)
    before = await find_answer(interaction, answer_id)
    reply, new_id = await work_out(
        bot,
        question,
        Asker.of(interaction, is_private=is_private, may_share=is_open),
        previous=before,
    )
    message_id = await answer_interaction(interaction, reply)
    await note_message(bot, new_id, message_id)


async def _stands_on_private(interaction: discord.Interaction, answer_id: str) -> bool:
    """Whether the answer is for one member alone; yes where nobody can say so in time."""
    shown = interaction.message
    if shown is not None and shown.flags.ephemeral:
        return True
    try:
        async with asyncio.timeout(_STORE_SECONDS):
            found = await asyncio.to_thread(bot_of(interaction).store.answer, answer_id)
    except (TimeoutError, StoreError):
        return True
    return found.is_private if found is not None else shown is None
