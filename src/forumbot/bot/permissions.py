"""Who may do what in a guild, checked by us as well as by Discord."""

import asyncio

import discord

from forumbot.bot.errors import SaidNotAllowedError
from forumbot.bot.ports import Bot
from forumbot.bot.records import GuildSettings
from forumbot.errors import StoreError
from forumbot.language.phrases import phrase

_SETTINGS_SECONDS = 1.0
"""How long the first response, for which Discord gives three seconds, may wait for the store."""


async def settings_of(bot: Bot, guild_id: int) -> GuildSettings:
    """A guild's settings."""
    return await asyncio.to_thread(bot.store.settings, guild_id)


def manages(interaction: discord.Interaction) -> bool:
    """Whether the member may manage the guild, and so set the bot up."""
    return interaction.guild is not None and interaction.permissions.manage_guild


def holds_role(interaction: discord.Interaction, role_ids: frozenset[int]) -> bool:
    """Whether the member was given one of these roles; @everyone is given to nobody."""
    member = interaction.user
    return isinstance(member, discord.Member) and any(
        role.id in role_ids and not role.is_default() for role in member.roles
    )


async def require_manager(interaction: discord.Interaction) -> None:
    """Raise :class:`NotAllowedError` unless the member may manage the guild."""
    if not manages(interaction):
        raise SaidNotAllowedError("only_managers")


async def require_maintainer(bot: Bot, interaction: discord.Interaction) -> None:
    """Raise :class:`NotAllowedError` unless the member is a maintainer or may manage the guild.

    So may an operator whom the settings name. The archive is one for all guilds, so the guild must
    also be one that the settings name.
    """
    if not await _has_archive_role(bot, interaction):
        raise SaidNotAllowedError("only_maintainers")
    if is_home(bot, interaction.guild_id):
        return
    if bot.settings.bot.home_servers:
        raise SaidNotAllowedError("not_kept_here")
    line = f"bot: {{home_servers: [{interaction.guild_id}]}}"
    raise SaidNotAllowedError("told_no_home", line=line)


def is_home(bot: Bot, guild_id: int | None) -> bool:
    """Whether the operator has named the guild as one from which the archive is kept."""
    return guild_id is not None and guild_id in bot.settings.bot.home_servers


async def require_moderator(bot: Bot, interaction: discord.Interaction) -> None:
    """Raise :class:`NotAllowedError` unless the member is a moderator or may manage the guild."""
    if not await is_moderator(bot, interaction):
        raise SaidNotAllowedError("only_moderators")


async def is_moderator(bot: Bot, interaction: discord.Interaction) -> bool:
    """Whether the member moderates the guild: by role, or by managing it."""
    if interaction.guild_id is None:
        return False
    if manages(interaction):
        return True
    settings = await settings_of(bot, interaction.guild_id)
    return holds_role(interaction, settings.moderator_role_ids)


async def is_maintainer(bot: Bot, interaction: discord.Interaction) -> bool:
    """Whether the member keeps the archive: in a home guild, by role or by managing it."""
    home = is_home(bot, interaction.guild_id)
    return home and await _has_archive_role(bot, interaction)


async def _has_archive_role(bot: Bot, interaction: discord.Interaction) -> bool:
    if interaction.guild_id is None:
        return False
    if manages(interaction) or interaction.user.id in bot.settings.bot.operators:
        return True
    settings = await settings_of(bot, interaction.guild_id)
    return holds_role(interaction, settings.maintainer_role_ids)


async def may_answer_here(bot: Bot, interaction: discord.Interaction) -> bool:
    """Whether everybody in the channel may see answers.

    No where the store is too busy to say so in time for the first response.
    """
    if interaction.guild_id is None:
        return True
    try:
        async with asyncio.timeout(_SETTINGS_SECONDS):
            settings = await settings_of(bot, interaction.guild_id)
    except (TimeoutError, StoreError):
        return False
    return answers_here(settings, interaction.channel)


async def require_answers_here(bot: Bot, interaction: discord.Interaction) -> None:
    """Raise :class:`NotAllowedError` where answers are kept to other channels."""
    guild = interaction.guild
    if guild is not None and not await may_answer_here(bot, interaction):
        allowed = (await settings_of(bot, guild.id)).answer_channel_ids
        named = [channel.name for one in sorted(allowed) if (channel := guild.get_channel(one))]
        language = interaction.locale.value
        places = ", ".join(f"#{name}" for name in named) or phrase("told_other_channels", language)
        raise SaidNotAllowedError("told_elsewhere", places=places)


def places_to_answer(settings: GuildSettings) -> str:
    """The channels that answers are kept to, as mentions."""
    return ", ".join(f"<#{channel}>" for channel in sorted(settings.answer_channel_ids))


def answers_here(settings: GuildSettings, channel: object) -> bool:
    """Whether the bot answers in a channel, or in a thread of it; everywhere if none is set."""
    allowed = settings.answer_channel_ids
    ids = {getattr(channel, "id", None), getattr(channel, "parent_id", None)}
    return not allowed or not allowed.isdisjoint(ids)
