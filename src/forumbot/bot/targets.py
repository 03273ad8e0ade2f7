"""Where a reminder goes and whom it pings: no more than its moderator may do themselves."""

from dataclasses import dataclass

import discord
from discord import app_commands

from forumbot.bot.agenda import GuildAgenda
from forumbot.bot.errors import SaidNotAllowedError
from forumbot.bot.faults import translated
from forumbot.bot.places import TO_POST, Place, find_place, lack_of, why_no_ping
from forumbot.bot.ports import bot_of
from forumbot.errors import DeliveryError
from forumbot.language.said import SaidError


class ChannelId(app_commands.Transformer):
    """A channel or thread of one of the given kinds, by its id."""

    def __init__(self, *kinds: discord.ChannelType) -> None:
        self._kinds = kinds

    @property
    def type(self) -> discord.AppCommandOptionType:
        """A channel of the guild."""
        return discord.AppCommandOptionType.channel

    @property
    def channel_types(self) -> list[discord.ChannelType]:
        """The kinds that are offered."""
        return list(self._kinds)

    async def transform(
        self,
        _interaction: discord.Interaction,
        value: app_commands.AppCommandChannel | app_commands.AppCommandThread,
        /,
    ) -> int:
        """Its id; what may be done there is looked up where it is needed."""
        return value.id


_WRITTEN_IN = (
    discord.ChannelType.text,
    discord.ChannelType.news,
    discord.ChannelType.voice,
    discord.ChannelType.stage_voice,
)
_THREADS = (
    discord.ChannelType.public_thread,
    discord.ChannelType.private_thread,
    discord.ChannelType.news_thread,
)
PostableChannel = app_commands.Transform[int, ChannelId(*_WRITTEN_IN, *_THREADS)]
"""Where the bot can post."""
AnswerChannel = app_commands.Transform[int, ChannelId(*_WRITTEN_IN, discord.ChannelType.forum)]
"""Where members write, so that they can ask there; threads go with the channel that holds them."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where a reminder goes and whom it pings; ``channel_id`` None follows the announcements."""

    channel_id: int | None
    place: Place
    role: discord.Role | None


async def target_of(
    interaction: discord.Interaction,
    agenda: GuildAgenda,
    channel_id: int | None,
    role: discord.Role | None,
) -> Target:
    """Where it goes and whom it pings, both such that the moderator may do it as well."""
    goes_to = channel_id or agenda.community.channel_id
    if goes_to is None:
        raise SaidError("told_name_channel")
    try:
        async with translated(f"<#{goes_to}>"):
            place = await find_place(bot_of(interaction), agenda.community.guild_id, goes_to)
    except DeliveryError as error:
        raise SaidError("told_cannot_post", why=error.problem) from None
    missing = lack_of(place, *TO_POST)
    if missing:
        raise SaidError("told_cannot_post", why=missing)
    if isinstance(interaction.user, discord.Member):
        _check_own_rights(interaction.user, place, role)
    return Target(channel_id, place, role)


def _check_own_rights(member: discord.Member, place: Place, role: discord.Role | None) -> None:
    """A moderator can have the bot say and ping only what they could themselves."""
    may = place.permissions_for(member)
    is_thread = isinstance(place, discord.Thread)
    speaks = may.send_messages_in_threads if is_thread else may.send_messages
    if not may.view_channel or not speaks:
        raise SaidNotAllowedError("told_not_write")
    if role is None:
        return
    if not may.mention_everyone and (role.is_default() or not role.mentionable):
        raise SaidNotAllowedError("told_not_ping")
    why_not = why_no_ping(role, place)
    if why_not:
        raise SaidError("told_cannot_ping", why=why_not)
