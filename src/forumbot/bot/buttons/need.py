"""What the archive would need to answer."""

from collections.abc import Sequence

import discord

from forumbot.answers.answer import Finding
from forumbot.bot import escape
from forumbot.bot.buttons.base import ANSWER, OnAnswer
from forumbot.bot.messenger import defer
from forumbot.bot.permissions import is_home
from forumbot.bot.ports import ShownAnswer, bot_of
from forumbot.language.words import content_words

_UNANSWERED = (Finding.NEAR, Finding.NOTHING)


class NeedButton(OnAnswer, template=rf"fb:need:{ANSWER}"):
    """What the archive would need to answer."""

    name, label, emoji = "need", "What would it need?", "🔎"
    words_key = "button_need"

    @classmethod
    def under(cls, shown: ShownAnswer) -> Sequence[OnAnswer]:
        """Where there is no answer."""
        return super().under(shown) if shown.finding in _UNANSWERED else []

    async def press(self, interaction: discord.Interaction) -> None:
        """Say which words no document holds, and who can add one."""
        await defer(interaction, private=True)
        recorded, bot = await self.recorded(interaction), bot_of(interaction)
        generation = bot.archive_of(interaction.guild_id).desk.generation
        unknown = generation.lexical.unknown_words(content_words(recorded.question))
        await interaction.edit_original_response(
            content=_what_it_needs(unknown, is_listed=is_home(bot, recorded.guild_id))
        )


def _what_it_needs(unknown: list[str], *, is_listed: bool) -> str:
    if unknown:
        named = ", ".join(escape.cut(word, 60) for word in unknown[:8])
        first = f"No document in the archive mentions: {named}."
    else:
        first = "The archive has these words, but no passage that brings them together."
    enough = f"{first} A report or summary that says it would be enough."
    if not is_listed:
        return enough
    return (
        f"{enough} The question is on the maintainers' list (/archive gaps), without your name; "
        "they can add a document."
    )
