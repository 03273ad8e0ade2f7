"""Where a direct message comes from: the server, and the message that it goes back to."""

import asyncio

from forumbot.bot.escape import cut, flat, link
from forumbot.bot.ports import Bot
from forumbot.language.phrases import phrase
from forumbot.reminders.events import series_of
from forumbot.reminders.records import Delivery

_MAX_NAME = 100
_ADDRESS = "https://discord.com/channels"


def origin_line(
    server: str, address: str | None, language: str, words: str = "origin_message"
) -> str:
    """A small line with the name of the server and, where there is one, a link.

    ``words`` is the key of the phrase for what the link leads to.
    """
    name = cut(flat(server), _MAX_NAME) or phrase("origin_server", language)
    named = phrase("origin_from", language, server=name)
    shown = link(address, phrase(words, language))
    return f"{named} · {shown}" if shown else named


async def origin_of(bot: Bot, guild_id: int, event_id: str, language: str) -> str:
    """That line for a word on an event, with a link to what was announced of it.

    Empty for an event that no server stands behind, as in a direct message.
    """
    guild = bot.get_guild(guild_id)
    if guild is None:
        return ""
    posted = await asyncio.to_thread(bot.ledger.posted)
    last = next((one for one in reversed(posted) if _announces(one, guild_id, event_id)), None)
    if last is not None:
        address = f"{_ADDRESS}/{guild_id}/{last.channel_id}/{last.message_id}"
        return origin_line(guild.name, address, language, "origin_announcement")
    settings = await asyncio.to_thread(bot.store.settings, guild_id)
    channel = settings.announcement_channel_id
    place = f"{_ADDRESS}/{guild_id}/{channel}" if channel else None
    return origin_line(guild.name, place, language, "origin_announcements")


def _announces(delivery: Delivery, guild_id: int, event_id: str) -> bool:
    is_public = delivery.guild_id == guild_id and not delivery.is_direct
    is_of = series_of(delivery.event_id) == series_of(event_id)
    return is_public and is_of and delivery.message_id is not None
