"""Posts reminders, notices and reports to Discord, finds them again, and edits them."""

import asyncio
from datetime import timedelta
from typing import Any, NamedTuple

import discord

from forumbot.bot.buttons.reminding import MARK, buttons_for
from forumbot.bot.faults import translated
from forumbot.bot.membership import forget_who_left, is_for_members, is_member, origins_of
from forumbot.bot.origins import origin_of
from forumbot.bot.places import (
    LACK_EMBED,
    TO_LOOK,
    TO_POST,
    Place,
    find_place,
    lack_of,
    lacking,
    why_no_ping,
)
from forumbot.bot.ports import Bot
from forumbot.bot.rendering.events import announcement_embed, announcement_text
from forumbot.bot.rendering.parts import MAX_CONTENT
from forumbot.errors import ChannelGoneError, NoLookError, NotPermittedError
from forumbot.language.said import Said, said
from forumbot.reminders.records import Delivery
from forumbot.reminders.wording import Announcement

NONCE_CHARS = 25
NONCE_WINDOW = timedelta(minutes=1)
"""How long Discord surely refuses to post the same nonce twice; it speaks of a few minutes."""
_LOOK_BACK = timedelta(minutes=2)
_MAX_SINCE = 1000
_MAX_LATEST = 100


class Ping(NamedTuple):
    """What stands before an announcement so that a role is pinged, and what Discord is to allow."""

    words: str
    allowed: discord.AllowedMentions


class DiscordPoster:
    """The :class:`~forumbot.reminders.ports.Poster` of a connected bot."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    @property
    def dedup_window(self) -> timedelta:
        """As long as Discord remembers a nonce."""
        return NONCE_WINDOW

    async def post(self, delivery: Delivery, announcement: Announcement) -> int:
        """Post the announcement with the delivery's mark and nonce; returns the message's id."""
        async with translated(_words(delivery)):
            place = await self._place(delivery)
            missing = None if isinstance(place, discord.DMChannel) else lack_of(place, *TO_POST)
            if missing:
                raise NotPermittedError(missing)
            origin = await self._origin(delivery, announcement)
            message = _message(delivery, announcement, place, origin)
            sent = await place.send(**message, nonce=delivery.key[:NONCE_CHARS])
        return sent.id

    async def find(self, delivery: Delivery) -> int | None:
        """The id of the message with the delivery's mark, None where there is none.

        Raises :class:`NoLookError` where the history may not be read.
        """
        async with translated(_words(delivery)):
            place = await self._place(delivery)
            missing = None if isinstance(place, discord.DMChannel) else lack_of(place, *TO_LOOK)
            if missing:
                raise NoLookError(missing)
            return await self._look(place, delivery)

    async def edit(self, delivery: Delivery, announcement: Announcement) -> None:
        """Replace what the delivery's message says; raises if it is there no more."""
        async with translated(said("place_message", place=_words(delivery))):
            place = await self._place(delivery)
            message = place.get_partial_message(delivery.message_id or 0)
            nothing = {"content": None, "embed": None}
            origin = await self._origin(delivery, announcement)
            told = nothing | _message(delivery, announcement, place, origin)
            await message.edit(**{**told, "allowed_mentions": discord.AllowedMentions.none()})

    async def _origin(self, delivery: Delivery, announcement: Announcement) -> str:
        """For a direct message the lines that say where it comes from."""
        if delivery.is_direct:
            return await origins_of(self._bot, delivery, announcement.language)
        if delivery.channel_id:
            return ""
        return await origin_of(
            self._bot, delivery.guild_id, delivery.event_id, announcement.language
        )

    async def _place(self, delivery: Delivery) -> Place | discord.DMChannel:
        if delivery.is_direct:
            await self._require_member(delivery)
            return await self._bot.create_dm(discord.Object(delivery.channel_id))
        if not delivery.channel_id:
            return await self._owner(delivery.guild_id)
        return await find_place(self._bot, delivery.guild_id, delivery.channel_id)

    async def _require_member(self, delivery: Delivery) -> None:
        """Tell no more of a guild's own events to who has left it, and end their reminders.

        Raises :class:`ChannelGoneError` then. Moderators are not told: nobody misses anything.
        """
        guild_id, member_id, event_id = delivery.guild_id, delivery.channel_id, delivery.event_id
        if not await is_for_members(self._bot, guild_id, event_id):
            return
        if not await is_member(self._bot, guild_id, member_id):
            await forget_who_left(self._bot, guild_id, member_id, event_id)
            await asyncio.to_thread(self._bot.ledger.mark_reported, [delivery.key], None)
            raise ChannelGoneError(said("fault_left"))

    async def _owner(self, guild_id: int) -> discord.DMChannel:
        guild = self._bot.get_guild(guild_id)
        if guild is None or guild.owner_id is None:
            raise ChannelGoneError(said("fault_no_owner", server=guild_id))
        return await self._bot.create_dm(discord.Object(guild.owner_id))

    async def _look(self, place: Place | discord.DMChannel, delivery: Delivery) -> int | None:
        """Look through what was posted since the claim, then through the latest messages.

        The latter helps where our clock is ahead of Discord's.
        """
        since = (delivery.claimed_at or delivery.due_at) - _LOOK_BACK
        looks = (
            place.history(limit=_MAX_SINCE, after=since, oldest_first=True),
            place.history(limit=_MAX_LATEST),
        )
        for messages in looks:
            async for message in messages:
                if message.author == self._bot.user and _bears(message, delivery.key):
                    return message.id
        return None


def ping_of(delivery: Delivery, place: Place | discord.DMChannel) -> Ping:
    """The mention of the role that a moderator named; none where the bot cannot ping it."""
    nobody = Ping("", discord.AllowedMentions.none())
    if delivery.role_id is None or isinstance(place, discord.DMChannel):
        return nobody
    role = place.guild.get_role(delivery.role_id)
    if role is None or why_no_ping(role, place):
        return nobody
    if role.is_default():
        return Ping("@everyone", discord.AllowedMentions(everyone=True, users=False, roles=False))
    allowed = discord.AllowedMentions(everyone=False, users=False, roles=[role])
    return Ping(role.mention, allowed)


def _message(
    delivery: Delivery, announcement: Announcement, place: Place | discord.DMChannel, origin: str
) -> dict[str, Any]:
    """The arguments of a message: an embed, or plain text where embeds are not allowed."""
    ping = ping_of(delivery, place)
    arguments: dict[str, Any] = {
        "view": buttons_for(delivery, announcement),
        "allowed_mentions": ping.allowed,
    }
    if _may_embed(place):
        embed = announcement_embed(announcement)
        return arguments | {"embed": embed, "content": ping.words or origin or None}
    room = MAX_CONTENT - len(ping.words) - 1
    text = announcement_text(announcement, room)
    return arguments | {"content": f"{ping.words}\n{text}".strip()}


def _may_embed(place: Place | discord.DMChannel) -> bool:
    return isinstance(place, discord.DMChannel) or LACK_EMBED not in lacking(place)


def _bears(message: discord.Message, key: str) -> bool:
    rows = (row for row in message.components if isinstance(row, discord.ActionRow))
    ids = (getattr(item, "custom_id", None) or "" for row in rows for item in row.children)
    return any(found["key"] == key for found in map(MARK.fullmatch, ids) if found)


def _words(delivery: Delivery) -> Said:
    if delivery.is_direct:
        return said("place_direct")
    if not delivery.channel_id:
        return said("place_owner")
    return said("place_channel", channel=delivery.channel_id)
