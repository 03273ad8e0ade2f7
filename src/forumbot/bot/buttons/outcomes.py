"""Outcomes on the subject of an answer, page by page."""

import asyncio
from collections.abc import Callable
from typing import Any, Self

import discord

from forumbot.answers.outcomes import Outcomes
from forumbot.bot.buttons.base import ANSWER, Match, OnAnswer, Pressed, defer_page
from forumbot.bot.choices import find_forum, forum_token
from forumbot.bot.messenger import defer
from forumbot.bot.ports import bot_of
from forumbot.bot.rendering.pages import outcomes_embed, page_count
from forumbot.language.phrases import phrase

MAX_TOPIC = 60


class OutcomesButton(OnAnswer, template=rf"fb:concluded:{ANSWER}(?::(?P<page>\d{{1,3}}))?"):
    """Outcomes on the subject of an answer, or another page of them."""

    name, label, emoji = "concluded", "Outcomes on this", "🏁"
    words_key = "button_outcomes"

    def __init__(self, answer_id: str, page: int | None = None, **button: Any) -> None:
        super().__init__(answer_id, *([] if page is None else [page]), **button)
        self.page = page

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction, _item: discord.ui.Item[Any], match: Match, /
    ) -> Self:
        """Make the button again from what stands in its id."""
        if match["page"] is None:
            return cls(match["answer"])
        return cls(match["answer"], int(match["page"]), label="…")

    async def press(self, interaction: discord.Interaction) -> None:
        """Show the outcomes to the presser alone: on the theme of the question, or its forum."""
        if self.page is None:
            await defer(interaction, private=True)
        else:
            await defer_page(interaction)
        recorded = await self.recorded(interaction)
        archive = bot_of(interaction).archive_of(interaction.guild_id)
        only = find_forum(archive, recorded.forum).doc_ids if recorded.forum else None
        about, found = await archive.desk.conclusions(recorded.question, only=only, is_topic=False)

        def turned(page: int, words: str) -> discord.ui.Item[Any]:
            return OutcomesButton(self.answer_id, page, label=words, emoji=None)

        await _show(interaction, found, about if found.stated else None, self.page or 1, turned)


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
    """Fill a deferred response with a page of outcomes.

    Those that hold the words of the topic; where none does, those that mean the like.
    """
    archive = bot_of(interaction).archive_of(interaction.guild_id)
    chosen = find_forum(archive, forum) if forum else None
    only = chosen.doc_ids if chosen else None
    found = await asyncio.to_thread(
        archive.service.outcomes, topic, only=only, generation=archive.desk.generation
    )
    if topic and topic.strip() and not found.stated and not found.withheld:
        _about, found = await archive.desk.conclusions(topic, only=only, is_topic=True)
    token = forum_token(chosen) if chosen else ""

    def turned(page: int, words: str) -> discord.ui.Item[Any]:
        return OutcomesPageButton(page, token, topic or "", label=words)

    await _show(interaction, found, topic, page, turned)


async def _show(
    interaction: discord.Interaction,
    found: Outcomes,
    topic: str | None,
    page: int,
    turned: Callable[[int, str], discord.ui.Item[Any]],
) -> None:
    pages = page_count(len(found.stated))
    page = min(max(page, 1), pages)
    embed = outcomes_embed(
        found.stated,
        page,
        topic=topic,
        withheld=len(found.withheld),
        language=interaction.locale.value,
    )
    view = discord.ui.View(timeout=None)
    for step, key in ((-1, "button_back"), (1, "button_on")):
        if 1 <= page + step <= pages:
            words = phrase(key, interaction.locale.value)
            view.add_item(turned(page + step, words))
    await interaction.edit_original_response(embed=embed, view=view)
