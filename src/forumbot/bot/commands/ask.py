"""``/ask`` and the message menu "Ask the archive"."""

import discord
from discord import app_commands

from forumbot.bot.choices import find_forum, forum_choices
from forumbot.bot.conversation import Asker, note_message, work_out
from forumbot.bot.messenger import answer_interaction, defer
from forumbot.bot.permissions import may_answer_here
from forumbot.bot.ports import Bot, Tree
from forumbot.language.said import SaidError

_MAX_QUESTION = 1000


def add_to(tree: Tree, bot: Bot) -> None:
    """Add the commands of asking."""

    @tree.command(name="ask", description="Ask the archive a question")
    @app_commands.describe(
        question="What you want to know",
        forum="Only from the documents of this forum",
        is_private="Show the answer to me alone",
    )
    @app_commands.rename(is_private="private")
    async def ask(
        interaction: discord.Interaction,
        question: app_commands.Range[str, 1, _MAX_QUESTION],
        forum: str | None = None,
        is_private: bool = False,
    ) -> None:
        key = find_forum(bot.archive_of(interaction.guild_id), forum).key if forum else None
        await answer(bot, interaction, question, forum=key, private=is_private)

    @ask.autocomplete("forum")
    async def choose_forum(
        interaction: discord.Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        return forum_choices(bot.archive_of(interaction.guild_id), typed)

    async def ask_about(interaction: discord.Interaction, message: discord.Message) -> None:
        question = " ".join(message.content.split())[:_MAX_QUESTION]
        if not question:
            raise SaidError("told_no_text")
        await answer(bot, interaction, question, private=True)

    tree.add_command(app_commands.ContextMenu(name="Ask the archive", callback=ask_about))


async def answer(
    bot: Bot,
    interaction: discord.Interaction,
    question: str,
    *,
    private: bool,
    forum: str | None = None,
) -> None:
    """Defer, work the question out, and fill the response in.

    In a channel where the bot is not to answer, the answer goes to the asker alone.
    """
    is_open = await may_answer_here(bot, interaction)
    asker = Asker.of(interaction, is_private=private or not is_open, may_share=is_open)
    await defer(interaction, private=asker.is_private)
    reply, answer_id = await work_out(bot, question, asker, forum=forum)
    message_id = await answer_interaction(interaction, reply)
    await note_message(bot, answer_id, message_id)
