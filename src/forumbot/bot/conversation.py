"""From a member's question to a reply, wherever it was asked."""

import asyncio
import logging
import re
from dataclasses import dataclass
from datetime import datetime

import discord

from forumbot.answers.answer import Answer, Finding
from forumbot.answers.conversation import context_of
from forumbot.asking.context import Context
from forumbot.bot import escape
from forumbot.bot.choices import find_forum
from forumbot.bot.errors import TOLD, words_for
from forumbot.bot.messenger import Reply, answer_message, write_directly
from forumbot.bot.permissions import answers_here, places_to_answer, settings_of
from forumbot.bot.ports import Bot, ShownAnswer
from forumbot.bot.records import RecordedAnswer
from forumbot.bot.rendering.answers import answer_embed, answer_text
from forumbot.errors import StoreError
from forumbot.search.generation import Generation

log = logging.getLogger(__name__)

_GREETING = (
    "Ask me something about the archive, for example *What were the outcomes of the third forum?*"
)
_UNREAD = (
    "I cannot read that reply. Leave the ping on when you reply, mention me, or use the button "
    "**Ask further** under my answer."
)


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks and where, and whether they alone are to see the answer and may show it there.

    ``reads`` is the language of their Discord, None where Discord does not say.
    """

    member_id: int
    guild_id: int | None
    channel_id: int | None
    is_private: bool = False
    may_share: bool = False
    reads: str | None = None

    @classmethod
    def of(cls, interaction: discord.Interaction, *, is_private: bool, may_share: bool) -> "Asker":
        """Whoever gave a command or pressed a button."""
        place = (interaction.guild_id, interaction.channel_id)
        shares, reads = is_private and may_share, interaction.locale.value
        return cls(interaction.user.id, *place, is_private, shares, reads)


async def work_out(
    bot: Bot,
    question: str,
    asker: Asker,
    *,
    previous: RecordedAnswer | None = None,
    forum: str | None = None,
) -> tuple[Reply, str | None]:
    """Answer a question from one ``forum`` or all, or after a ``previous`` answer and from its.

    Returns the reply and the id under which it is recorded. Where it cannot be recorded the member
    is answered all the same, without buttons. Raises :class:`UsageError` where there is no such
    forum.
    """
    bot.cooldown.take(asker.member_id)
    archive = bot.archive_of(asker.guild_id)
    forum = previous.forum if previous else forum
    only = find_forum(archive, forum).doc_ids if forum else None
    context = _context(previous, archive.desk.generation) if previous else None
    answer = await archive.desk.ask(question, context=context, only=only, reads=asker.reads)
    manifest = archive.desk.generation.manifest
    answer_id = None
    if answer.finding is not Finding.TALK:
        answer_id = await _record(bot, answer, asker, forum, manifest.generation)
    embed, text = await asyncio.to_thread(_rendered, answer, manifest.created_at, bot.clock())
    view = None
    if answer_id:
        shown = ShownAnswer(answer_id, _recorded_as(answer), asker.may_share, answer.offered)
        view = bot.buttons_under(shown)
    return Reply(embed, text, view), answer_id


def _context(previous: RecordedAnswer, generation: Generation) -> Context:
    """What was asked and answered before, for a message that replies to it."""
    return context_of(
        previous.question, previous.finding, previous.doc_ids, generation.documents, is_reply=True
    )


def _rendered(answer: Answer, built_at: datetime, now: datetime) -> tuple[discord.Embed, str]:
    return (
        answer_embed(answer, built_at=built_at, now=now),
        answer_text(answer, built_at=built_at, now=now),
    )


async def _record(
    bot: Bot, answer: Answer, asker: Asker, forum: str | None, generation: str
) -> str | None:
    """Keep an answer given, but no word of talk; returns its id."""
    if answer.finding is Finding.TALK:
        return None
    try:
        return await asyncio.to_thread(
            bot.store.record_answer,
            answer.understood.text[:1000],
            [citation.doc_id for citation in answer.citations],
            _recorded_as(answer),
            answer.confidence,
            generation,
            guild_id=asker.guild_id,
            channel_id=asker.channel_id,
            asker_id=asker.member_id,
            is_private=asker.is_private,
            forum=forum,
        )
    except StoreError:
        log.exception("an answer could not be recorded")
        return None


def _recorded_as(answer: Answer) -> Finding:
    """The finding that is kept: what comes from the archive's structure is an answer as well."""
    return Finding.ANSWER if answer.is_answered else answer.finding


async def note_message(bot: Bot, answer_id: str | None, message_id: int | None) -> None:
    """Remember under which message an answer stands, so that replies to it can lean on it."""
    if answer_id is None or message_id is None:
        return
    try:
        await asyncio.to_thread(bot.store.attach_message, answer_id, message_id)
    except StoreError:
        log.exception("the message of an answer could not be recorded")


async def hear(bot: Bot, message: discord.Message) -> None:
    """Answer a message if it is meant for the bot: a mention, a reply to it, or written to it."""
    if message.author.bot or message.is_system() or bot.user is None:
        return
    if not bot.seen.is_new(message.id):
        return
    before = _answer_replied_to(bot, message)
    if message.guild is not None and before is None and bot.user not in message.mentions:
        return
    try:
        await _respond(bot, message, before)
    except TOLD as error:
        await tell_aside(bot, message, words_for(error))
    except Exception as error:
        await say(message, words_for(error))


async def _respond(bot: Bot, message: discord.Message, before: int | None) -> None:
    assert bot.user is not None  # noqa: S101 - logged in, or no message would have come
    question = re.sub(rf"<@!?{bot.user.id}>", " ", message.content).strip()
    if message.guild is not None:
        settings = await settings_of(bot, message.guild.id)
        if not answers_here(settings, message.channel):
            places = places_to_answer(settings)
            await tell_aside(bot, message, f"I answer in {places}, and to /ask everywhere.")
            return
    if not question:
        is_unread = before is not None and not message.content
        await tell_aside(bot, message, _UNREAD if is_unread else _GREETING)
        return
    previous = await _recorded(bot, before)
    guild_id = message.guild.id if message.guild else None
    reply, answer_id = await work_out(
        bot,
        question,
        Asker(message.author.id, guild_id, message.channel.id),
        previous=previous,
    )
    message_id = await answer_message(message, reply)
    await note_message(bot, answer_id, message_id)


def _answer_replied_to(bot: Bot, message: discord.Message) -> int | None:
    """The id of the bot's own message that this one replies to."""
    reference = message.reference
    resolved = reference.resolved if reference is not None else None
    if isinstance(resolved, discord.Message) and resolved.author == bot.user:
        return resolved.id
    return None


async def _recorded(bot: Bot, message_id: int | None) -> RecordedAnswer | None:
    if message_id is None:
        return None
    return await asyncio.to_thread(bot.store.answer_by_message, message_id)


async def tell_aside(bot: Bot, message: discord.Message, words: str) -> None:
    """Tell the writer alone why there is no answer, now and then, and so that no channel fills.

    Where they take no direct messages it stands in the channel, but not for everybody there.
    """
    if message.guild is None:
        await say(message, words)
        return
    if not bot.notices.allows(message.author.id):
        return
    embed = discord.Embed(description=f"{escape.shorten(words, 3800)}\n-# {message.jump_url}")
    told = await write_directly(message.author, Reply(embed, words))
    if told is None and bot.notices.allows(message.channel.id):
        await say(message, words)


async def say(message: discord.Message, words: str) -> None:
    """Reply to a message with plain words."""
    embed = discord.Embed(description=escape.shorten(words, 4000))
    await answer_message(message, Reply(embed, words))
