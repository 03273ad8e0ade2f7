"""``/help``: what each person can do here."""

import discord

from forumbot.bot.messenger import defer
from forumbot.bot.permissions import is_maintainer, is_moderator, manages
from forumbot.bot.ports import Bot, Tree
from forumbot.bot.rendering.help_and_status import help_embed
from forumbot.language.phrases import phrase

_MODERATORS = {
    "/remind add": "help_remind_add",
    "/remind list": "help_remind_list",
    "/remind preview": "help_remind_preview",
    "/remind edit · /remind cancel": "help_remind_change",
    "/remind test": "help_remind_test",
    "/remind log": "help_remind_log",
    "/event add · /event edit": "help_event_make",
    "/event cancel": "help_event_cancel",
    "/event publish": "help_event_publish",
    "/changes": "help_changes",
}
_MAINTAINERS = {
    "/archive status": "help_archive_status",
    "/archive rebuild": "help_archive_rebuild",
    "/archive rollback": "help_archive_rollback",
    "/archive gaps": "help_archive_gaps",
}
_MANAGERS = {
    "/settings show": "help_settings_show",
    "/settings channel": "help_settings_channel",
    "/settings role": "help_settings_role",
    "/settings announcements": "help_settings_announcements",
    "/settings reports": "help_settings_reports",
    "/settings timezone": "help_settings_timezone",
}
"""Commands, each with the key of what is said of it."""


def add_to(tree: Tree, bot: Bot) -> None:
    """Add the command of help."""

    @tree.command(name="help", description="What you can do here")
    async def show_help(interaction: discord.Interaction) -> None:
        await defer(interaction, private=True)
        language = interaction.locale.value
        groups = {phrase("help_everybody", language): for_everybody(language)}
        for heading, commands, is_theirs in (
            ("help_moderators", _MODERATORS, await is_moderator(bot, interaction)),
            ("help_maintainers", _MAINTAINERS, await is_maintainer(bot, interaction)),
            ("help_managers", _MANAGERS, manages(interaction)),
        ):
            if is_theirs:
                told = {usage: phrase(key, language) for usage, key in commands.items()}
                groups[phrase(heading, language)] = told
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
