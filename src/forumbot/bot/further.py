"""Asking further under an answer: what its form brings, also after a restart."""

import asyncio

import discord

from forumbot.bot.conversation import Asker, note_message, work_out
from forumbot.bot.messenger import answer_interaction, defer
from forumbot.bot.permissions import may_answer_here
from forumbot.bot.ports import bot_of
from forumbot.errors import StoreError

_STORE_SECONDS = 1.0
"""How long the first response, for which Discord gives three seconds, may wait for the store."""


async def submit_further(interaction: discord.Interaction, answer_id: str, question: str) -> None:
    """Answer the question of the form, leaning on the one that it was asked under.

    What grows out of a private answer is private, and so is what is asked where answers are not
    shown to everybody.
    """
    bot = bot_of(interaction)
    is_open = await may_answer_here(bot, interaction)
    is_private = not is_open or await _stands_on_private(interaction, answer_id)
    await defer(interaction, private=is_private)
    before = await asyncio.to_thread(bot.store.answer, answer_id)
    reply, new_id = await work_out(
        bot,
        question,
        Asker.of(interaction, is_private=is_private, may_share=is_open),
        previous=before.question if before else None,
        forum=before.forum if before else None,
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
