"""From a member's question to a reply, wherever it was asked."""

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import discord

from forumbot.answers.answer import Answer, Finding
from forumbot.answers.conversation import context_after, context_of
from forumbot.asking.context import Context
from forumbot.bot import escape
from forumbot.bot.choices import find_forum
from forumbot.bot.desk import Desk
from forumbot.bot.errors import TOLD, words_for
from forumbot.bot.locales import language_of_member
from forumbot.bot.manners import Heard
from forumbot.bot.messenger import Reply, answer_message, change_answer, write_directly
from forumbot.bot.origins import origin_line
from forumbot.bot.permissions import answers_here, places_to_answer, settings_of
from forumbot.bot.ports import Bot, ShownAnswer
from forumbot.bot.records import RecordedAnswer
from forumbot.bot.rendering.answers import answer_embed, answer_text
from forumbot.errors import StoreError
from forumbot.language.phrases import phrase
from forumbot.language.spoken import spoken_in

log = logging.getLogger(__name__)

Post = Callable[[Reply], Awaitable[int | None]]
"""Says a reply; gives the id of the message in which it stands, None where it stands nowhere."""
# A message of before is not answered for the first time because it is edited now.
_STILL_ASKED = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks and where, and whether they alone are to see the answer and may show it there.

    ``reads`` is the language of their Discord, None where Discord does not say; ``asked_in`` is the
    message that asks, None for commands and buttons.
    """

    member_id: int
    guild_id: int | None
    channel_id: int | None
    is_private: bool = False
    may_share: bool = False
    reads: str | None = None
    asked_in: int | None = None

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
    context = _context(previous, archive.desk) if previous else None
    answer = await archive.desk.ask(question, context=context, only=only, reads=asker.reads)
    manifest = archive.desk.generation.manifest
    answer_id = None
    if answer.finding is not Finding.TALK:
        answer_id = await _record(bot, answer, asker, forum, manifest.generation)
    if answer_id:
        after = context_after(answer, archive.desk.generation.documents, context)
        archive.desk.note_context(answer_id, after)
    embed, text = await asyncio.to_thread(_rendered, answer, manifest.created_at, bot.clock())
    view = None
    if answer_id:
        shown = ShownAnswer(
            answer_id, _recorded_as(answer), asker.may_share, answer.offered, answer.language
        )
        view = bot.buttons_under(shown)
    return Reply(embed, text, view), answer_id


def _context(previous: RecordedAnswer, desk: Desk) -> Context:
    """What was asked and answered before, for a message that replies to it."""
    known = desk.context_of(previous.answer_id)
    if known is not None:
        return replace(known, is_reply=True)
    documents = desk.generation.documents
    return context_of(
        previous.question, previous.finding, previous.doc_ids, documents, is_reply=True
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
            asked_in=asker.asked_in,
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
    if message.author.bot or message.is_system() or not bot.seen.is_new(message.id):
        return
    async with bot.heard.turn(message.id):
        await _answer(bot, message, lambda reply: answer_message(message, reply))


async def hear_again(bot: Bot, message: discord.Message) -> None:
    """Answer an edited message anew in place of its answer, or for the first time.

    A link preview, which Discord adds by itself, is no edit. An answer that is gone is not given
    again.
    """
    if message.author.bot or message.is_system() or message.edited_at is None:
        return
    async with bot.heard.turn(message.id):
        before = bot.heard.of(message.id) or await _heard(bot, message.id)
        if before is None and bot.clock() - message.created_at > _STILL_ASKED:
            return
        if before is not None and before.says(message.content):
            return
        if before is None:
            await _answer(bot, message, lambda reply: answer_message(message, reply))
        else:
            reply_id = before.reply_id
            await _answer(bot, message, lambda reply: change_answer(message, reply_id, reply))


async def _heard(bot: Bot, message_id: int) -> Heard | None:
    """What is kept of a message that was answered before the bot was started."""
    found = await asyncio.to_thread(bot.store.answer_to, message_id)
    return Heard(None, found.message_id) if found and found.message_id else None


async def _answer(bot: Bot, message: discord.Message, post: Post) -> None:
    """Answer a message if it is meant for the bot, by the ``post`` that says a reply."""
    before = _answer_replied_to(bot, message)
    if not await _is_meant(bot, message, before):
        return
    try:
        await _respond(bot, message, before, post)
    except TOLD as error:
        await tell_aside(bot, message, words_for(error, spoken_in(message.content)))
    except Exception as error:
        await post(_plainly(words_for(error, spoken_in(message.content))))


async def _is_meant(bot: Bot, message: discord.Message, before: int | None) -> bool:
    """Whether a message is for the bot, and not for the people who read what it announced."""
    if message.guild is None or _names(bot, message):
        return True
    if before is not None:
        return not await asyncio.to_thread(bot.ledger.is_posted, before)
    return bot.user in message.mentions or bool(_own_roles(bot, message))


def _names(bot: Bot, message: discord.Message) -> bool:
    """Whether the text itself mentions the bot, as the ping of a reply does not."""
    return bot.user is not None and f"{bot.user.id}>" in message.content


def _own_roles(bot: Bot, message: discord.Message) -> list[discord.Role]:
    """The mentioned roles that Discord made for the bot: mostly none, else one."""
    made = [(role, role.tags) for role in message.role_mentions]
    return [role for role, tags in made if bot.user and tags and tags.bot_id == bot.user.id]


async def _respond(bot: Bot, message: discord.Message, before: int | None, post: Post) -> None:
    assert bot.user is not None  # noqa: S101 - logged in, or no message would have come
    own = [f"@!?{bot.user.id}", *(f"@&{role.id}" for role in _own_roles(bot, message))]
    question = re.sub(rf"<(?:{'|'.join(own)})>", " ", message.content).strip()
    if message.guild is not None:
        settings = await settings_of(bot, message.guild.id)
        if not answers_here(settings, message.channel):
            places = places_to_answer(settings)
            words = phrase("mention_places", spoken_in(question), places=places)
            await tell_aside(bot, message, words)
            return
    if not question:
        await tell_aside(bot, message, _how_to_ask(bot, message, before))
        return
    previous = await _recorded(bot, before)
    guild_id = message.guild.id if message.guild else None
    asker = Asker(message.author.id, guild_id, message.channel.id, asked_in=message.id)
    reply, answer_id = await work_out(bot, question, asker, previous=previous)
    message_id = await post(reply)
    bot.heard.note(message.id, message.content, message_id)
    await note_message(bot, answer_id, message_id)


def _how_to_ask(bot: Bot, message: discord.Message, before: int | None) -> str:
    """What to say to a message without a question, or whose text Discord keeps from the bot."""
    guild_id = message.guild.id if message.guild else None
    language = language_of_member(bot, message.author.id, guild_id)
    if not message.content and before is not None:
        return phrase("ask_unread", language)
    is_heard = message.content or bot.user in message.mentions or message.guild is None
    me = bot.user.mention if bot.user else ""
    return phrase("ask_me", language) if is_heard else phrase("ask_role", language, me=me)


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
    language = language_of_member(bot, message.author.id, message.guild.id)
    origin = origin_line(message.guild.name, message.jump_url, language)
    told = await write_directly(message.author, replace(_plainly(words), above=origin))
    if told is None and bot.notices.allows(message.channel.id):
        await say(message, words)


async def say(message: discord.Message, words: str) -> None:
    """Reply to a message with plain words."""
    await answer_message(message, _plainly(words))


def _plainly(words: str) -> Reply:
    return Reply(discord.Embed(description=escape.shorten(words, 4000)), words)
