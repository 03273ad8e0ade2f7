"""Which documents there are, page by page."""

import asyncio
from typing import Any, Self

import discord

from forumbot.bot.buttons.base import Match, Pressed, defer_page
from forumbot.bot.choices import find_forum, forum_token
from forumbot.bot.ports import bot_of
from forumbot.bot.rendering.pages import MAX_PER_PAGE, documents_embed, page_count
from forumbot.language.phrases import phrase

MAX_KIND = 60


class DocumentsPageButton(
    Pressed, template=r"fb:dc:(?P<page>\d{1,4}):(?P<forum>[0-9a-f]{0,8}):(?P<kind>.{0,60})"
):
    """Another page of documents by kind and forum."""

    def __init__(self, page: int, forum: str, kind: str, **button: Any) -> None:
        super().__init__(f"fb:dc:{page}:{forum}:{kind}", **button)
        self.page, self.forum, self.kind = page, forum, kind

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction, _item: discord.ui.Item[Any], match: Match, /
    ) -> Self:
        """Make the button again from what stands in its id."""
        return cls(int(match["page"]), match["forum"], match["kind"], label="…")

    async def press(self, interaction: discord.Interaction) -> None:
        """Turn the page for the presser."""
        await defer_page(interaction)
        await show_documents(interaction, self.kind or None, self.forum or None, self.page)


async def show_documents(
    interaction: discord.Interaction, kind: str | None, forum: str | None, page: int
) -> None:
    """Fill a deferred response with a page of documents."""
    archive = bot_of(interaction).archive_of(interaction.guild_id)
    chosen = find_forum(archive, forum) if forum else None
    found = await asyncio.to_thread(
        archive.service.documents, kind, only=chosen.doc_ids if chosen else None,
        generation=archive.desk.generation,
    )  # fmt: skip
    pages = page_count(len(found), MAX_PER_PAGE)
    page = min(max(page, 1), pages)
    view = discord.ui.View(timeout=None)
    token = forum_token(chosen) if chosen else ""
    for step, key in ((-1, "button_back"), (1, "button_on")):
        if 1 <= page + step <= pages:
            words = phrase(key, interaction.locale.value)
            view.add_item(DocumentsPageButton(page + step, token, kind or "", label=words))
    embed = documents_embed(found, page, kind=kind, language=interaction.locale.value)
    await interaction.edit_original_response(embed=embed, view=view)
