"""In which language somebody is spoken to."""

from dataclasses import replace
from datetime import UTC, datetime

import discord
from tests.bot.world import World

from forumbot.bot.locales import language_of_delivery, language_of_guild, language_of_member
from forumbot.reminders.leads import Span
from forumbot.reminders.records import Delivery, Purpose
from forumbot.reminders.schedule import Rule

NOON = datetime(2019, 3, 1, 12, tzinfo=UTC)
MEMBER = 4711


def speak_german(world: World) -> None:
    """Let the server choose German."""
    guild = world.bot.get_guild(world.guild.id)
    assert guild is not None
    guild.preferred_locale = discord.Locale.german


def delivery(world: World, **more: object) -> Delivery:
    """A reminder in the world's channel."""
    row = Delivery("a", Purpose.REMINDER, world.guild.id, world.channel.id, NOON, NOON, NOON)
    return replace(row, event_id="talk", **more)  # type: ignore[arg-type]


async def test_what_is_posted_is_in_the_language_of_the_server(world: World) -> None:
    """English where the bot is in none."""
    speak_german(world)
    assert language_of_delivery(world.bot, delivery(world)) == "de"
    assert language_of_guild(world.bot, 1) == language_of_guild(world.bot, None) == "en"


async def test_a_member_s_reminder_has_its_language_with_it(world: World) -> None:
    """As what is remembered of them in memory is gone after a restart."""
    speak_german(world)
    direct = delivery(world, is_direct=True, channel_id=MEMBER)
    assert language_of_delivery(world.bot, direct) == "de"
    rule = Rule(
        0, world.guild.id, "talk", Span(days=1), member_id=MEMBER, created_by=MEMBER,
        language="fr",
    )  # fmt: skip
    world.bot.ledger.requests.add_rule(rule)
    assert language_of_delivery(world.bot, direct) == "fr"


async def test_what_discord_says_of_a_member_counts_until_they_have_it_deleted(
    world: World,
) -> None:
    """It is noted as they use a command, and stands in no file."""
    speak_german(world)
    await world.alice.slash(world.channel, "help")
    member = world.alice.id
    assert language_of_member(world.bot, member, world.guild.id).startswith("en")
    await world.alice.slash(world.channel, "privacy delete")
    assert language_of_member(world.bot, member, world.guild.id) == "de"
