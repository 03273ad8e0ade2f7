"""The guilds that the operator has named as home, the others, and those that were left."""

import asyncio
import logging
from collections.abc import Iterator

import aiohttp
import discord

from forumbot.bot.permissions import is_home
from forumbot.bot.ports import Bot

log = logging.getLogger(__name__)


def problems(bot: Bot) -> Iterator[str]:
    """What whoever runs the bot should know of where it is, and who may bring it elsewhere."""
    settings = bot.settings.bot
    if not settings.home_servers:
        yield (
            "no server is named from which the archive is kept, so /archive works nowhere; set "
            "bot.home_servers to the ids of such servers"
        )
    for guild_id in settings.home_servers:
        if bot.get_guild(guild_id) is None:
            yield f"the home server {guild_id} is none that I am in; invite me, or correct its id"
    application = bot.application
    if application is not None and application.bot_public and not settings.leave_other_servers:
        yield (
            "anybody may add this bot to a server of their own; switch Public Bot off in Discord's "
            "developer portal, or set bot.leave_other_servers"
        )


async def leave_if_other(bot: Bot, guild: discord.Guild) -> None:
    """Leave a guild that is no home, if the operator wants that; what fails is tried at a start."""
    if not bot.settings.bot.leave_other_servers or is_home(bot, guild.id):
        return
    try:
        await guild.leave()
    except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
        log.warning("guild %s: could not be left: %s", guild.id, error)
    else:
        log.info("guild %s: left, as it is no home server", guild.id)


async def forget(bot: Bot, guild_id: int) -> None:
    """Delete all that is kept of a guild that the bot is in no more."""
    await asyncio.to_thread(bot.store.forget_guild, guild_id)
    await asyncio.to_thread(bot.ledger.forget_guild, guild_id)
    bot.runner.wake()


async def forget_left(bot: Bot) -> None:
    """Forget the guilds that the bot was removed from while it was not connected.

    Discord is asked about each; where it has no answer, the guild is kept until the next start.
    """
    for guild_id in sorted(await asyncio.to_thread(_known_guild_ids, bot)):
        if bot.get_guild(guild_id) is None and await _is_left(bot, guild_id):
            await forget(bot, guild_id)
            log.info("guild %s: forgotten, as I was removed from it", guild_id)


def _known_guild_ids(bot: Bot) -> set[int]:
    """Every guild of which anything is kept; direct messages that reminders began in among them."""
    requests = bot.ledger.requests
    found = set(bot.store.guild_ids())
    found |= {guild_id for guild_id, _event in requests.events()}
    for rows in (requests.rules(), requests.mutes(), requests.published()):
        found |= {row.guild_id for row in rows}
    found |= {row.guild_id for row in (*bot.ledger.planned(), *bot.ledger.posted())}
    return found


async def _is_left(bot: Bot, guild_id: int) -> bool:
    """Whether Discord says that the bot is not there, and that it is no channel of a member's."""
    try:
        await bot.fetch_guild(guild_id)
    except (discord.NotFound, discord.Forbidden):
        return not await _is_channel(bot, guild_id)
    except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
        log.warning("guild %s: not known whether I was removed from it: %s", guild_id, error)
    return False


async def _is_channel(bot: Bot, channel_id: int) -> bool:
    """Yes also where Discord does not say, so that nothing is deleted by mistake."""
    try:
        await bot.fetch_channel(channel_id)
    except (discord.NotFound, discord.Forbidden):
        return False
    except (discord.HTTPException, aiohttp.ClientError, OSError):
        return True
    return True
