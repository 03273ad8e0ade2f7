"""Outcomes on the subject of an answer, page by page."""

import asyncio
from typing import Any, Self

import discord

from forumbot.bot.buttons.base import ANSWER, Match, OnAnswer, Pressed, defer_page
from forumbot.bot.choices import find_forum, forum_token
from forumbot.bot.messenger import defer
from forumbot.bot.ports import bot_of
from forumbot.bot.rendering.pages import outcomes_embed, page_count

MAX_TOPIC = 60


class OutcomesButton(OnAnswer, template=rf"fb:concluded:{ANSWER}"):
    """Outcomes on the subject of an answer."""

    name, label, emoji = "concluded", "Outcomes on this", "🏁"

    async def press(self, interaction: discord.Interaction) -> None:
        """Show the first page of them to the presser alone."""
        await defer(interaction, private=True)
        recorded = await self.recorded(interaction)
        await show_outcomes(interaction, recorded.question[:MAX_TOPIC], recorded.forum, 1)


class OutcomesPageButton(
    Pressed, template=r"fb:oc:(?P<page>\d{1,3}):(?P<forum>[0-9a-f]{0,8}):(?P<topic>.{0,60})"
):
    """Another page of outcomes by topic and forum."""

    def __init__(self, page: int, forum: str, topic: str, **button: Any) -> None:
        super().__init__(f"fb:oc:{page}:{forum}:{topic}", **button)
        self.page, self.forum, self.topic = page, forum, topic

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction, _item: discord.ui.Item[Any], match: Match, /
    ) -> Self:
        """Make the button again from what stands in its id."""
        return cls(int(match["page"]), match["forum"], match["topic"], label="…")

    async def press(self, interaction: discord.Interaction) -> None:
        """Turn the page for the presser."""
        await defer_page(interaction)
        await show_outcomes(interaction, self.topic, self.forum or None, self.page)


async def show_outcomes(
    interaction: discord.Interaction, topic: str | None, forum: str | None, page: int
) -> None:
    """Fill a deferred response with a page of outcomes."""
    archive = bot_of(interaction).archive_of(interaction.guild_id)
    chosen = find_forum(archive, forum) if forum else None
    found = await asyncio.to_thread(
        archive.service.outcomes, topic, only=chosen.doc_ids if chosen else None,
        generation=archive.desk.generation,
    )  # fmt: skip
    pages = page_count(len(found.stated))
    page = min(max(page, 1), pages)
    embed = outcomes_embed(found.stated, page, topic=topic, withheld=len(found.withheld))
    view = discord.ui.View(timeout=None)
    token = forum_token(chosen) if chosen else ""
    for step, words in ((-1, "Back"), (1, "Further")):
        if 1 <= page + step <= pages:
            view.add_item(OutcomesPageButton(page + step, token, topic or "", label=words))
    await interaction.edit_original_response(embed=embed, view=view)
