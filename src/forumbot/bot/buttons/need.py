"""What the archive would need to answer."""

from collections.abc import Sequence

import discord

from forumbot.answers.answer import Finding
from forumbot.bot import escape
from forumbot.bot.buttons.base import ANSWER, OnAnswer
from forumbot.bot.messenger import defer
from forumbot.bot.permissions import is_home
from forumbot.bot.ports import ShownAnswer, bot_of
from forumbot.language.phrases import phrase
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
            content=_what_it_needs(
                unknown,
                is_listed=is_home(bot, recorded.guild_id),
                language=interaction.locale.value,
            )
        )


def _what_it_needs(unknown: list[str], *, is_listed: bool, language: str) -> str:
    named = ", ".join(escape.cut(word, 60) for word in unknown[:8])
    first = (
        phrase("need_unknown", language, words=named) if named else phrase("need_apart", language)
    )
    said = [first, phrase("need_enough", language)]
    return " ".join([*said, *([phrase("need_listed", language)] if is_listed else [])])
