"""What a command is for, in the language of the Discord that shows it."""

from importlib.resources import files

import discord
from discord import app_commands

from forumbot.language.phrases import DEFAULT, speaking
from forumbot.language.table import derived, parsed


class CommandWords(app_commands.Translator):
    """Translates the descriptions of commands that are in ``language/commands.yaml``.

    Names stay as they are: guides and members name commands to each other by them.
    """

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContextTypes,
    ) -> str | None:
        """The description in a language; none where it is shown in English."""
        described = (
            app_commands.TranslationContextLocation.command_description,
            app_commands.TranslationContextLocation.group_description,
        )
        if context.location not in described or speaking(locale.value) == DEFAULT:
            return None
        return descriptions().get(string.message, {}).get(speaking(locale.value))


@derived
def descriptions() -> dict[str, dict[str, str]]:
    """By the English description of a command, that in the other languages."""
    read: dict[str, dict[str, str]] = parsed(files("forumbot.language") / "commands.yaml")
    return read
