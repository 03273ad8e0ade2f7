"""What else can be done with an answer, behind one button, so that few stand under it."""

import discord

from forumbot.answers.answer import Finding
from forumbot.bot.buttons.base import ANSWER, OnAnswer
from forumbot.bot.buttons.explain import ExplainButton
from forumbot.bot.buttons.need import NeedButton
from forumbot.bot.buttons.outcomes import OutcomesButton
from forumbot.bot.buttons.passages import MoreButton
from forumbot.bot.buttons.vote import VoteButton
from forumbot.bot.messenger import defer
from forumbot.bot.permissions import is_maintainer
from forumbot.bot.ports import ShownAnswer, bot_of
from forumbot.language.phrases import phrase

_BEHIND: tuple[type[OnAnswer], ...] = (VoteButton, NeedButton, MoreButton, OutcomesButton)
_FOR_MAINTAINERS: tuple[type[OnAnswer], ...] = (ExplainButton,)


class RestButton(OnAnswer, template=rf"fb:rest:{ANSWER}"):
    """Shows the buttons that do not stand under the answer, to the presser alone."""

    name, label = "rest", "More…"
    words_key = "button_rest"

    async def press(self, interaction: discord.Interaction) -> None:
        """Show them, each as if it stood under the answer; maintainers see one of their own."""
        await defer(interaction, private=True)
        recorded = await self.recorded(interaction)
        language = interaction.locale.value
        shown = ShownAnswer(self.answer_id, recorded.finding, may_share=False)
        view = discord.ui.View(timeout=None)
        may_explain = await is_maintainer(bot_of(interaction), interaction)
        for kind in (*_BEHIND, *_FOR_MAINTAINERS) if may_explain else _BEHIND:
            for button in kind.under(shown):
                view.add_item(button.said_in(language))
        is_answered = recorded.finding in (Finding.ANSWER, Finding.OVERVIEW)
        words = phrase("rest_answered" if is_answered else "rest_unanswered", language)
        await interaction.edit_original_response(content=words, view=view)
