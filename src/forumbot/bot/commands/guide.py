"""``/help``: what each person can do here."""

import discord

from forumbot.bot.messenger import defer
from forumbot.bot.permissions import is_maintainer, is_moderator, manages
from forumbot.bot.ports import Bot, Tree
from forumbot.bot.rendering.help_and_status import help_embed

_EVERYBODY = {
    "/ask question": "answers from the archive, with its sources; private shows it to you alone",
    "mention me, or write to me": "the same, in a channel, a thread or a direct message",
    "Ask further, or mention me in a reply": "the question may lean on the one before",
    "Apps → Ask the archive": "on a message: answers it for you alone",
    "/outcomes": "what the forums concluded, by topic and forum",
    "/documents": "which documents there are, by kind and forum",
    "/events": "what comes, by kind, time and words; its buttons remind you, or fill your calendar",
    "/privacy show · /privacy delete": "what I keep about you, and how to delete it",
}
_MODERATORS = {
    "/remind add": "announces an event some time before it",
    "/remind list": "what is to be announced",
    "/remind preview": "each coming message as it will look, and whom it would ping",
    "/remind edit · /remind cancel": "changes a reminder, or takes it back",
    "/remind test": "shows a message to you alone",
    "/remind log": "what was sent, late, missed or refused, and why",
    "/event add · /event edit": "makes an event of this server, or changes one",
    "/event cancel": "cancels an event, and tells who was reminded of it",
    "/event publish": "shows an event among the events of this server",
    "/changes": "who changed what by these commands, and when",
}
_MAINTAINERS = {
    "/archive status": "what is live, from when, and what was refused",
    "/archive rebuild": "reads the documents anew; members are answered meanwhile",
    "/archive rollback": "goes back to the build before",
    "/archive gaps": "questions that had no answer",
}
_MANAGERS = {
    "/settings show": "how I am set up here, and what is wrong with it",
    "/settings channel": "where I answer mentions",
    "/settings role": "who are moderators and maintainers",
    "/settings announcements": "where announcements go",
    "/settings reports": "where moderators are told of what I could not send",
    "/settings timezone": "the time zone of this server",
}


def add_to(tree: Tree, bot: Bot) -> None:
    """Add the command of help."""

    @tree.command(name="help", description="What you can do here")
    async def show_help(interaction: discord.Interaction) -> None:
        await defer(interaction, private=True)
        groups = {"Everybody": _EVERYBODY}
        if await is_moderator(bot, interaction):
            groups["Moderators"] = _MODERATORS
        if await is_maintainer(bot, interaction):
            groups["Maintainers"] = _MAINTAINERS
        if manages(interaction):
            groups["People who manage this server"] = _MANAGERS
        await interaction.edit_original_response(embed=help_embed(groups))
