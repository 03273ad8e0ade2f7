"""Whether an answer helped."""

import asyncio
from collections.abc import Sequence
from typing import Any, Self

import discord

from forumbot.answers.answer import Finding
from forumbot.bot.buttons.base import ANSWER, Match, OnAnswer
from forumbot.bot.messenger import defer
from forumbot.bot.ports import ShownAnswer, bot_of
from forumbot.language.phrases import phrase


class VoteButton(OnAnswer, template=rf"fb:vote:{ANSWER}:(?P<vote>[ud])"):
    """Helpful or not; one vote a member, which may be changed."""

    name = "vote"

    def __init__(self, answer_id: str, *, helpful: bool) -> None:
        label, emoji = ("Helpful", "👍") if helpful else ("Not helpful", "👎")
        super().__init__(answer_id, "u" if helpful else "d", label=label, emoji=emoji)
        self.helpful = helpful
        self.words_key = "button_helpful" if helpful else "button_not_helpful"

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction, _item: discord.ui.Item[Any], match: Match, /
    ) -> Self:
        """Make the button again from what stands in its id."""
        return cls(match["answer"], helpful=match["vote"] == "u")

    @classmethod
    def under(cls, shown: ShownAnswer) -> Sequence[OnAnswer]:
        """Both, where there is an answer to vote on."""
        if shown.finding not in (Finding.ANSWER, Finding.OVERVIEW):
            return []
        return [cls(shown.answer_id, helpful=helpful) for helpful in (True, False)]

    async def press(self, interaction: discord.Interaction) -> None:
        """Store the vote and say so to the voter alone."""
        await defer(interaction, private=True)
        await self.recorded(interaction)
        store, member_id = bot_of(interaction).store, interaction.user.id
        helpful, not_helpful = await asyncio.to_thread(
            store.vote, self.answer_id, member_id, self.helpful
        )
        key, language = "vote_helpful" if self.helpful else "vote_not_helpful", interaction.locale
        counts = {"votes_helpful": helpful, "votes_other": not_helpful}
        told = [phrase(one, language.value, count=count) for one, count in counts.items() if count]
        await interaction.edit_original_response(
            content=phrase(key, language.value, votes=", ".join(told))
        )
