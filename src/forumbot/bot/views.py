"""Buttons that still work after a restart: all they need stands in their custom_id."""

import asyncio
import re
from typing import Any, Self

import discord

from forumbot.answers.answerer import Finding
from forumbot.bot import escape
from forumbot.bot.choices import find_forum, forum_token
from forumbot.bot.errors import tell
from forumbot.bot.messenger import Reply, answer_interaction, defer
from forumbot.bot.permissions import is_home, require_answers_here
from forumbot.bot.ports import bot_of
from forumbot.bot.records import RecordedAnswer
from forumbot.bot.rendering.pages import hits_embed, outcomes_embed, page_count
from forumbot.errors import UsageError
from forumbot.language.words import content_words

_PER_PAGE = 3
_MAX_PAGES = 10
MAX_TOPIC = 60
_ANSWER = r"(?P<answer>[0-9a-f]{8})"

Button = discord.ui.Button[discord.ui.View]
Match = re.Match[str]


class Pressed(discord.ui.DynamicItem[Button], template=r"fb:never"):
    """A button whose press is answered once, and whose errors are told to the member."""

    label = ""
    emoji: str | None = None
    style = discord.ButtonStyle.secondary

    def __init__(self, custom_id: str, **button: Any) -> None:
        options = {"label": self.label, "emoji": self.emoji, "style": self.style, **button}
        super().__init__(discord.ui.Button(custom_id=custom_id, **options))

    async def interaction_check(self, interaction: discord.Interaction, /) -> bool:
        """Let each press through once."""
        return await bot_of(interaction).accept(interaction)

    async def callback(self, interaction: discord.Interaction) -> None:
        """Do what the button is for."""
        try:
            await self.press(interaction)
        except Exception as error:
            await tell(interaction, error)

    async def press(self, interaction: discord.Interaction) -> None:
        """What a button does; every kind has its own."""
        raise NotImplementedError


class Tokened(Pressed, template=r"fb:never-tokened"):
    """A button whose id ends in the key of a delivery or a stand-in for an event."""

    name = ""

    def __init__(self, token: str, **button: Any) -> None:
        super().__init__(f"fb:{self.name}:{token}", **button)
        self.token = token

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction, _item: discord.ui.Item[Any], match: Match, /
    ) -> Self:
        """Make the button again from what stands in its id."""
        return cls(match[1])


class _OnAnswer(Pressed, template=r"fb:never-on-answer"):
    """A button on a recorded answer."""

    name = ""

    def __init__(self, answer_id: str, **button: Any) -> None:
        super().__init__(f"fb:{self.name}:{answer_id}", **button)
        self.answer_id = answer_id

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction, _item: discord.ui.Item[Any], match: Match, /
    ) -> Self:
        """Make the button again from what stands in its id."""
        return cls(match["answer"])

    async def recorded(self, interaction: discord.Interaction) -> RecordedAnswer:
        """The answer that the button stands under."""
        store = bot_of(interaction).store
        found = await asyncio.to_thread(store.answer, self.answer_id)
        if found is None:
            raise UsageError("I no longer remember this question; please ask it again")
        return found


class VoteButton(_OnAnswer, template=rf"fb:vote:{_ANSWER}:(?P<vote>[ud])"):
    """Helpful or not; one vote a member, which may be changed."""

    def __init__(self, answer_id: str, *, helpful: bool) -> None:
        words, emoji = ("Helpful", "👍") if helpful else ("Not helpful", "👎")
        super(_OnAnswer, self).__init__(
            f"fb:vote:{answer_id}:{'u' if helpful else 'd'}", label=words, emoji=emoji
        )
        self.answer_id = answer_id
        self.helpful = helpful

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction, _item: discord.ui.Item[Any], match: Match, /
    ) -> Self:
        """Make the button again from what stands in its id."""
        return cls(match["answer"], helpful=match["vote"] == "u")

    async def press(self, interaction: discord.Interaction) -> None:
        """Store the vote and say so to the voter alone."""
        await defer(interaction, private=True)
        await self.recorded(interaction)
        store, member_id = bot_of(interaction).store, interaction.user.id
        helpful, not_helpful = await asyncio.to_thread(
            store.vote, self.answer_id, member_id, self.helpful
        )
        thanks = "Thank you." if self.helpful else "Thank you; a maintainer can look into it."
        await interaction.edit_original_response(
            content=f"{thanks} So far: {helpful} helpful, {not_helpful} not."
        )


class MoreButton(_OnAnswer, template=rf"fb:more:{_ANSWER}:(?P<page>\d{{1,2}})"):
    """Further passages, for the presser alone, in a message beside the answer."""

    label, emoji = "More passages", "📄"

    def __init__(self, answer_id: str, **button: Any) -> None:
        super(_OnAnswer, self).__init__(f"fb:more:{answer_id}:1", **button)
        self.answer_id = answer_id

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction, _item: discord.ui.Item[Any], match: Match, /
    ) -> Self:
        """Make the button again from what stands in its id."""
        return cls(match["answer"])

    async def press(self, interaction: discord.Interaction) -> None:
        """Show the first page."""
        await defer(interaction, private=True)
        await show_passages(interaction, await self.recorded(interaction), 1)


class PassagesPageButton(_OnAnswer, template=rf"fb:passages:{_ANSWER}:(?P<page>\d{{1,2}})"):
    """Another page of further passages, in place of the one that the presser sees."""

    def __init__(self, answer_id: str, page: int, **button: Any) -> None:
        super(_OnAnswer, self).__init__(f"fb:passages:{answer_id}:{page}", **button)
        self.answer_id, self.page = answer_id, page

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
    embed = hits_embed(shown, archive.desk.generation.documents, page, pages)
    view = discord.ui.View(timeout=None)
    for step, words in ((-1, "Back"), (1, "Further")):
        if 1 <= page + step <= pages:
            view.add_item(PassagesPageButton(recorded.answer_id, page + step, label=words))
    await interaction.edit_original_response(embed=embed, view=view)


class OutcomesButton(_OnAnswer, template=rf"fb:concluded:{_ANSWER}"):
    """Outcomes on the subject of an answer."""

    name, label, emoji = "concluded", "Outcomes on this", "🏁"

    async def press(self, interaction: discord.Interaction) -> None:
        """Show the first page of them to the presser alone."""
        await defer(interaction, private=True)
        recorded = await self.recorded(interaction)
        await show_outcomes(interaction, recorded.question[:MAX_TOPIC], recorded.forum, 1)


class NeedButton(_OnAnswer, template=rf"fb:need:{_ANSWER}"):
    """What the archive would need to answer."""

    name, label, emoji = "need", "What would it need?", "🔎"

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


class ShareButton(_OnAnswer, template=rf"fb:share:{_ANSWER}"):
    """Shows everybody an answer that was given to one member."""

    name, label, emoji = "share", "Share in the channel", "📣"

    async def press(self, interaction: discord.Interaction) -> None:
        """Post the very answer in the channel, which counts as a question.

        Where answers are kept to other channels it is refused.
        """
        await require_answers_here(bot_of(interaction), interaction)
        bot_of(interaction).cooldown.take(interaction.user.id)
        await defer(interaction)
        recorded, shown = await self.recorded(interaction), interaction.message
        if shown is None or not shown.embeds:
            raise UsageError("there is no answer here any more; please ask again")
        view = answer_buttons(recorded.finding, self.answer_id, may_share=False)
        reply = Reply(shown.embeds[0], recorded.question, view)
        message_id = await answer_interaction(interaction, reply)
        if message_id is not None:
            store = bot_of(interaction).store
            await asyncio.to_thread(store.share, self.answer_id, message_id)


class FurtherButton(_OnAnswer, template=rf"fb:further:{_ANSWER}"):
    """Opens a form for a question that leans on this one."""

    name, label, emoji = "further", "Ask further", "💬"

    async def press(self, interaction: discord.Interaction) -> None:
        """Show the form."""
        await interaction.response.send_modal(FurtherForm(self.answer_id))


class FurtherForm(discord.ui.Modal, title="Ask further"):
    """The form; :mod:`forumbot.bot.further` answers what is typed, also after a restart."""

    question: discord.ui.TextInput[Self] = discord.ui.TextInput(
        label="Your question", max_length=300, custom_id="question"
    )

    def __init__(self, answer_id: str) -> None:
        super().__init__(custom_id=f"fb:form:{answer_id}", timeout=None)


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


async def defer_page(interaction: discord.Interaction) -> None:
    """Defer so that one's own private message is turned over, and any other left as it is."""
    message = interaction.message
    if message is not None and message.flags.ephemeral:
        await defer(interaction, thinking=False)
    else:
        await defer(interaction, private=True)


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


def answer_buttons(finding: Finding, answer_id: str, *, may_share: bool) -> discord.ui.View:
    """The buttons under an answer: votes, more, outcomes, and what fits the kind of answer."""
    view = discord.ui.View(timeout=None)
    if finding is Finding.ANSWER:
        view.add_item(VoteButton(answer_id, helpful=True))
        view.add_item(VoteButton(answer_id, helpful=False))
    else:
        view.add_item(NeedButton(answer_id))
    view.add_item(MoreButton(answer_id))
    view.add_item(OutcomesButton(answer_id))
    view.add_item(FurtherButton(answer_id))
    if may_share:
        view.add_item(ShareButton(answer_id))
    return view


ITEMS = (
    VoteButton,
    MoreButton,
    PassagesPageButton,
    OutcomesButton,
    NeedButton,
    ShareButton,
    FurtherButton,
    OutcomesPageButton,
)
