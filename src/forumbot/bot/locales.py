"""In which language somebody is spoken to: by their Discord, else by that of their server.

What Discord says of a member is remembered in memory alone; a reminder of their own has it with it.
"""

from forumbot.bot.ports import Bot
from forumbot.language.phrases import DEFAULT
from forumbot.reminders.events import series_of
from forumbot.reminders.records import Delivery


def language_of_guild(bot: Bot, guild_id: int | None) -> str:
    """The language that a guild has chosen for what is posted there."""
    guild = bot.get_guild(guild_id) if guild_id is not None else None
    return guild.preferred_locale.value if guild is not None else DEFAULT


def language_of_member(bot: Bot, member_id: int, guild_id: int | None) -> str:
    """The language of a member's Discord as far as it is known, else that of a guild."""
    return bot.locales.of(member_id) or language_of_guild(bot, guild_id)


def language_of_delivery(bot: Bot, delivery: Delivery) -> str:
    """The language of who gets a delivery: a member's own, with their reminder, or the guild's."""
    if not delivery.is_direct:
        return language_of_guild(bot, delivery.guild_id)
    ids = {delivery.event_id, series_of(delivery.event_id)}
    rules = bot.ledger.requests.rules(None, delivery.channel_id)
    kept = (one.language for one in sorted(rules, key=lambda one: one.event_id not in ids))
    known = bot.locales.of(delivery.channel_id) or next(filter(None, kept), None)
    return known or language_of_guild(bot, delivery.guild_id)
