"""What a command and its options are for, in the language of the Discord that shows it."""

from importlib.resources import files

import discord
from discord import app_commands

from forumbot.language.phrases import DEFAULT, phrase, speaking
from forumbot.language.table import derived, parsed

_PHRASE = "phrase"
_TRANSLATED = frozenset(
    {
        app_commands.TranslationContextLocation.command_description,
        app_commands.TranslationContextLocation.group_description,
        app_commands.TranslationContextLocation.parameter_description,
        app_commands.TranslationContextLocation.choice_name,
    }
)


def choice(value: str, key: str = "") -> app_commands.Choice[str]:
    """A value to choose, shown in English as it is, in other languages by the phrase of a key."""
    name = app_commands.locale_str(value, **({_PHRASE: key} if key else {}))
    return app_commands.Choice(name=name, value=value)


class CommandWords(app_commands.Translator):
    """Translates what is in ``language/commands.yaml``, and choices that have a phrase.

    Names stay as they are: guides and members name commands and options to each other by them.
    """

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContextTypes,
    ) -> str | None:
        """The words in a language; none where they are shown in English."""
        language = speaking(locale.value)
        if context.location not in _TRANSLATED or language == DEFAULT:
            return None
        key = string.extras.get(_PHRASE)
        return phrase(key, language) if key else words().get(string.message, {}).get(language)


@derived
def words() -> dict[str, dict[str, str]]:
    """By the English description of a command, an option or a choice, those in other languages."""
    read: dict[str, dict[str, str]] = parsed(files("forumbot.language") / "commands.yaml")
    return read
