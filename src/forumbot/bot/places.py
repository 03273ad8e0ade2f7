"""Where the bot posts of itself: finding the place, and what it may do there."""

import discord

from forumbot.bot.ports import Bot
from forumbot.errors import ChannelGoneError, RejectedError, UnreachableError
from forumbot.language.said import Said, listed, said

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
        raise RejectedError(said("fault_takes_none", channel=channel_id))
    if place.guild.id != guild_id:
        raise ChannelGoneError(said("fault_elsewhere", channel=channel_id))
    if place.guild.me is None:
        raise UnreachableError(said("fault_no_server", server=guild_id))
    return place


def lacking(channel: discord.abc.GuildChannel | discord.Thread) -> list[str]:
    """What the bot may not do there of what it needs, by the keys of their phrases."""
    may = channel.permissions_for(channel.guild.me)
    is_thread = isinstance(channel, discord.Thread)
    wanted = {
        "lack_see": may.view_channel,
        "lack_send": may.send_messages_in_threads if is_thread else may.send_messages,
        LACK_EMBED: may.embed_links,
        "lack_read": may.read_message_history,
    }
    if isinstance(channel, discord.Thread) and channel.archived and channel.locked:
        wanted["lack_threads"] = may.manage_threads
    return [name for name, has in wanted.items() if not has]


def lack_of(channel: discord.abc.GuildChannel | discord.Thread, *needed: str) -> Said | None:
    """What the bot lacks there of what is needed, as a part of a sentence; None if nothing."""
    missing = [said(name) for name in lacking(channel) if name in needed]
    if not missing:
        return None
    return said("lacks_in", channel=f"#{channel.name}", what=listed(missing))


LACK_EMBED = "lack_embed"
TO_POST = ("lack_see", "lack_send", "lack_threads")
TO_LOOK = ("lack_see", "lack_read")


def why_no_ping(
    role: discord.Role, channel: discord.abc.GuildChannel | discord.Thread
) -> Said | None:
    """Why the bot cannot ping a role in a channel; None where it can."""
    may_all = channel.permissions_for(channel.guild.me).mention_everyone
    if may_all or (role.mentionable and not role.is_default()):
        return None
    return said("lacks_in", channel=f"#{channel.name}", what=said("lack_mention"))
