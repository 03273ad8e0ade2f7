"""The guilds that the operator has named as home, and the others."""

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
