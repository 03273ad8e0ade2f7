"""``/help``: what each person can do here."""

import discord

from forumbot.bot.messenger import defer
from forumbot.bot.permissions import is_maintainer, is_moderator, manages
from forumbot.bot.ports import Bot, Tree
from forumbot.bot.rendering.help_and_status import help_embed
from forumbot.language.phrases import phrase

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
        language = interaction.locale.value
        groups = {phrase("help_everybody", language): for_everybody(language)}
        if await is_moderator(bot, interaction):
            groups["Moderators"] = _MODERATORS
        if await is_maintainer(bot, interaction):
            groups["Maintainers"] = _MAINTAINERS
        if manages(interaction):
            groups["People who manage this server"] = _MANAGERS
        await interaction.edit_original_response(embed=help_embed(groups, language))


def for_everybody(language: str) -> dict[str, str]:
    """What every member can do; how commands and menus are called is Discord's to say."""
    return {
        "/ask question": phrase("help_ask", language),
        phrase("help_how_mention", language): phrase("help_mention", language),
        phrase("help_how_further", language): phrase("help_further", language),
        "Apps → Ask the archive": phrase("help_menu", language),
        "/outcomes": phrase("help_outcomes", language),
        "/documents": phrase("help_documents", language),
        "/events": phrase("help_events", language),
        "/privacy show · /privacy delete": phrase("help_privacy", language),
    }
