"""Further passages on the question of an answer, page by page."""

from typing import Any, Self

import discord

from forumbot.bot.buttons.base import ANSWER, Match, OnAnswer, defer_page
from forumbot.bot.choices import find_forum
from forumbot.bot.messenger import defer
from forumbot.bot.ports import bot_of
from forumbot.bot.records import RecordedAnswer
from forumbot.bot.rendering.pages import hits_embed, page_count
from forumbot.language.phrases import phrase

_PER_PAGE = 3
_MAX_PAGES = 10


class MoreButton(OnAnswer, template=rf"fb:more:{ANSWER}:(?P<page>\d{{1,2}})"):
    """Further passages, for the presser alone, in a message beside the answer."""

    name, label, emoji = "more", "More passages", "📄"
    words_key = "button_passages"

    def __init__(self, answer_id: str) -> None:
        super().__init__(answer_id, 1)

    async def press(self, interaction: discord.Interaction) -> None:
        """Show the first page."""
        await defer(interaction, private=True)
        await show_passages(interaction, await self.recorded(interaction), 1)


class PassagesPageButton(OnAnswer, template=rf"fb:passages:{ANSWER}:(?P<page>\d{{1,2}})"):
    """Another page of further passages, in place of the one that the presser sees."""

    name = "passages"

    def __init__(self, answer_id: str, page: int, **button: Any) -> None:
        super().__init__(answer_id, page, **button)
        self.page = page

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction, _item: discord.ui.Item[Any], match: Match, /
    ) -> Self:
        """Make the button again from what stands in its id."""
        return cls(match["answer"], int(match["page"]), label="…")

    async def press(self, interaction: discord.Interaction) -> None:
        """Turn the page."""
        await defer_page(interaction)
        await show_passages(interaction, await self.recorded(interaction), self.page)


async def show_passages(
    interaction: discord.Interaction, recorded: RecordedAnswer, page: int
) -> None:
    """Fill a deferred response with a page of passages on an answer's question and forum."""
    archive = bot_of(interaction).archive_of(interaction.guild_id)
    only = find_forum(archive, recorded.forum).doc_ids if recorded.forum else None
    hits = await archive.desk.search(recorded.question, _PER_PAGE * _MAX_PAGES, only=only)
    pages = page_count(len(hits), _PER_PAGE)
    page = min(max(page, 1), pages)
    shown = hits[(page - 1) * _PER_PAGE : page * _PER_PAGE]
    language = interaction.locale.value
    documents = archive.desk.generation.documents
    embed = hits_embed(shown, documents, page, pages, language)
    view = discord.ui.View(timeout=None)
    for step, key in ((-1, "button_back"), (1, "button_on")):
        if 1 <= page + step <= pages:
            words = phrase(key, language)
            view.add_item(PassagesPageButton(recorded.answer_id, page + step, label=words))
    await interaction.edit_original_response(embed=embed, view=view)
