"""Where the bot posts of itself: finding the place, and what it may do there."""

import discord

from forumbot.bot.ports import Bot
from forumbot.errors import ChannelGoneError, RejectedError, UnreachableError

Place = discord.TextChannel | discord.VoiceChannel | discord.StageChannel | discord.Thread
"""Where in a guild messages can be posted."""


async def find_place(bot: Bot, guild_id: int, channel_id: int) -> Place:
    """A channel or thread, asked of Discord where it is not known here.

    Raises :class:`~forumbot.errors.DeliveryError` where it is of another kind or guild, and
    whatever Discord answers where it is not there or may not be seen.
    """
    guild = bot.get_guild(guild_id)
    known = guild.get_channel_or_thread(channel_id) if guild is not None else None
    place = known or await bot.fetch_channel(channel_id)
    if not isinstance(place, Place):
        raise RejectedError(f"the channel {channel_id} takes no messages of its own")
    if place.guild.id != guild_id:
        raise ChannelGoneError(f"the channel {channel_id} is not in this server")
    if place.guild.me is None:
        raise UnreachableError(f"the server {guild_id} is not available just now")
    return place


def lacking(channel: discord.abc.GuildChannel | discord.Thread) -> list[str]:
    """What the bot may not do there of what it needs, in words."""
    may = channel.permissions_for(channel.guild.me)
    is_thread = isinstance(channel, discord.Thread)
    wanted = {
        "see the channel": may.view_channel,
        "send messages": may.send_messages_in_threads if is_thread else may.send_messages,
        "embed links": may.embed_links,
        "read the history": may.read_message_history,
    }
    if isinstance(channel, discord.Thread) and channel.archived and channel.locked:
        wanted["manage threads, as this one is locked"] = may.manage_threads
    return [name for name, has in wanted.items() if not has]


def lack_of(channel: discord.abc.GuildChannel | discord.Thread, *needed: str) -> str | None:
    """What the bot lacks there of what is needed, as a part of a sentence; None if nothing."""
    missing = [name for name in lacking(channel) if name in needed]
    if not missing:
        return None
    return f"in #{channel.name} I lack the permission to {' and to '.join(missing)}"


LACKS = {
    "see the channel": "lack_see",
    "send messages": "lack_send",
    "embed links": "lack_embed",
    "read the history": "lack_read",
    "manage threads, as this one is locked": "lack_threads",
}
"""The phrases for what :func:`lacking` names."""
TO_POST = ("see the channel", "send messages", "manage threads, as this one is locked")
TO_LOOK = ("see the channel", "read the history")


def why_no_ping(
    role: discord.Role, channel: discord.abc.GuildChannel | discord.Thread
) -> str | None:
    """Why the bot cannot ping a role in a channel; None where it can."""
    may_all = channel.permissions_for(channel.guild.me).mention_everyone
    if may_all or (role.mentionable and not role.is_default()):
        return None
    return f"in #{channel.name} I lack the permission to mention @everyone and all roles"
