"""Who is in a guild: asked of Discord, as the bot keeps no list of members.

What a guild has made or changed of events is for its members. What stands in the archive is for
everybody.
"""

import asyncio

import discord

from forumbot.bot.agenda import GuildAgenda, agenda_of
from forumbot.bot.faults import translated
from forumbot.bot.origins import origin_of
from forumbot.bot.ports import Bot
from forumbot.language.said import said
from forumbot.reminders.events import series_of
from forumbot.reminders.records import Delivery
from forumbot.reminders.schedule import Rule

_UNKNOWN = (10004, 10007, 10013)
"""Discord's codes for a guild, a member and a user that are none."""


async def is_member(bot: Bot, guild_id: int, member_id: int) -> bool:
    """Whether somebody is in a guild that the bot is in.

    Raises :class:`~forumbot.errors.DeliveryError` where Discord cannot say so now.
    """
    guild = bot.get_guild(guild_id)
    if guild is None:
        return False
    async with translated(said("place_members", server=guild_id)):
        try:
            await guild.fetch_member(member_id)
        except discord.NotFound as error:
            return error.code not in _UNKNOWN
    return True


async def is_for_members(bot: Bot, guild_id: int, event_id: str) -> bool:
    """Whether an event is a guild's own, or one of the archive that the guild has changed."""
    ids = {event_id, series_of(event_id)}
    own = await asyncio.to_thread(bot.ledger.requests.events, guild_id)
    return any(event.event_id in ids for _guild_id, event in own)


def share_archive(bot: Bot, one: int, other: int) -> bool:
    """Whether two guilds have one archive: only then is an event of one id in both the same."""
    return bot.archive_of(one) is bot.archive_of(other)


async def agenda_of_rule(bot: Bot, rule: Rule, interaction: discord.Interaction) -> GuildAgenda:
    """The events among which a member's own reminder is looked for, as far as they may see them.

    That of no guild where the bot or, for events of the guild's own, the member has left it.
    """
    guild_id: int | None = rule.guild_id
    if bot.get_guild(rule.guild_id) is None:
        guild_id = None
    elif interaction.guild_id != rule.guild_id and await is_for_members(
        bot, rule.guild_id, rule.event_id
    ):
        is_in = await is_member(bot, rule.guild_id, interaction.user.id)
        guild_id = rule.guild_id if is_in else None
    return await agenda_of(bot, guild_id)


async def origins_of(bot: Bot, delivery: Delivery, language: str) -> str:
    """Where a member's own reminder comes from: every guild in which they asked for this one.

    Of an event that the guild has changed it is that guild alone.
    """
    guild_ids = [delivery.guild_id]
    if not await is_for_members(bot, delivery.guild_id, delivery.event_id):
        ids = {delivery.event_id, series_of(delivery.event_id)}
        for rule in await asyncio.to_thread(bot.ledger.requests.rules, None, delivery.channel_id):
            is_same = rule.event_id in ids and str(rule.lead) == delivery.lead
            is_same &= share_archive(bot, rule.guild_id, delivery.guild_id)
            if is_same and not await is_for_members(bot, rule.guild_id, delivery.event_id):
                guild_ids.append(rule.guild_id)
    found = [
        await origin_of(bot, one, delivery.event_id, language) for one in dict.fromkeys(guild_ids)
    ]
    return "\n".join(filter(None, found))


async def forget_who_left(bot: Bot, guild_id: int, member_id: int, event_id: str) -> None:
    """End the reminders of an event that a member had begun in a guild before they left it."""
    ids = {event_id, series_of(event_id)}
    for rule in await asyncio.to_thread(bot.ledger.requests.rules, guild_id, member_id):
        if rule.event_id in ids:
            await asyncio.to_thread(bot.ledger.requests.remove_rule, rule.rule_id)
