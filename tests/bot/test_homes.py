"""Home guilds: the archive is kept from there alone, and others may be left."""

import logging
import sqlite3

import pytest
from tests.bot.world import World, press, text_of

from forumbot.answers.answer import Finding
from forumbot.bot.records import GuildSettings
from forumbot.reminders.leads import Span
from forumbot.reminders.schedule import Rule

COMMANDS = ["status", "rebuild", "rollback", "gaps"]
UNANSWERED = "Which quantum elephants?"
ELSEWHERE = "Which quantum giraffes?"


@pytest.mark.parametrize("name", COMMANDS)
async def test_the_archive_is_kept_from_home_guilds_alone(world: World, name: str) -> None:
    """Whoever owns another server governs nothing, and is shown nothing."""
    world.name_homes(1)
    owner = world.member("owner", administrator=True)
    live = world.service.live_name()
    shown = await owner.slash(world.channel, f"archive {name}")
    assert len(world.errors()) == 1
    assert shown.ephemeral
    assert text_of(shown) == "The archive is not kept from this server."
    assert world.service.live_name() == live
    assert "/archive" not in text_of(await owner.slash(world.channel, "help"))


@pytest.mark.parametrize("name", COMMANDS)
async def test_without_a_home_guild_it_is_said_what_to_set(world: World, name: str) -> None:
    """To who would be a maintainer there; nobody keeps the archive until then."""
    world.name_homes()
    owner = world.member("owner", administrator=True)
    said = text_of(await owner.slash(world.channel, f"archive {name}")).replace("\\", "")
    assert len(world.errors()) == 1
    assert f"bot: {{home_servers: [{world.guild.id}]}}" in said


async def test_gaps_are_those_of_the_guild(world: World) -> None:
    """Not those of another home guild, and not those of direct messages."""
    other = world.env.create_guild("Other")
    room = other.create_text_channel("room")
    world.name_homes(world.guild.id, other.id)
    keeper = world.member("keeper", manage_guild=True)
    other.add_member(world.alice.user)
    await world.alice.slash(world.channel, "ask", question=UNANSWERED)
    await world.alice.user.slash("ask", question=ELSEWHERE)
    record = world.bot.store.record_answer
    record(ELSEWHERE, [], "nothing", 0.1, "g", guild_id=other.id, channel_id=room.id)  # type: ignore[arg-type]
    said = text_of(await keeper.slash(world.channel, "archive gaps"))
    assert "elephants" in said
    assert "giraffes" not in said


async def test_a_question_is_on_a_list_only_where_there_is_one(world: World) -> None:
    """What would be needed is said without a promise elsewhere."""
    world.name_homes(1)
    shown = await world.alice.slash(world.channel, "ask", question=UNANSWERED)
    assert shown.response is not None
    need = text_of(await press(world.alice, shown.response, "What would it need?"))
    assert "quantum" in need
    assert "/archive gaps" not in need


async def test_other_guilds_are_left_at_once_where_that_is_set(world: World) -> None:
    """And only there; what was kept for them goes too."""
    stays = world.env.create_guild("Stays")
    await world.env.settle()
    assert world.bot.get_guild(stays.id) is not None
    world.name_homes(world.guild.id, leaves_others=True)
    other = world.env.create_guild("Other")
    await world.env.settle()
    assert world.bot.get_guild(other.id) is None
    assert world.bot.get_guild(world.guild.id) is not None
    await world.restart()
    await world.env.settle()
    assert world.bot.get_guild(stays.id) is None


async def test_what_the_operator_should_know_is_in_the_log(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    """At the start: that no home is named, or one that the bot is not in."""
    caplog.set_level(logging.WARNING)
    world.name_homes()
    await world.restart()
    await world.env.settle()
    assert "/archive works nowhere; set bot.home_servers" in caplog.text
    world.name_homes(world.guild.id, 1)
    caplog.clear()
    await world.restart()
    await world.env.settle()
    assert "the home server 1 is none that I am in" in caplog.text
    assert "works nowhere" not in caplog.text


LEFT = 4_000
"""The id of a server that the bot is in no more."""


def kept(world: World) -> set[int]:
    """The servers and direct messages of which something is kept."""
    requests = world.bot.ledger.requests
    ids = {row.guild_id for row in requests.rules()} | set(world.bot.store.guild_ids())
    return ids | {row.guild_id for row in world.bot.ledger.planned()}


async def remember(world: World, guild_id: int) -> None:
    """Keep settings, a question and a reminder."""
    store = world.bot.store
    store.save_settings(GuildSettings(guild_id, announcement_channel_id=9))
    store.record_answer(UNANSWERED, [], Finding.NOTHING, 0.1, "g", guild_id=guild_id)
    rule = Rule(0, guild_id, "fourth", Span(minutes=60), member_id=world.alice.id)
    world.bot.ledger.requests.add_rule(rule)


async def test_a_guild_that_was_left_while_the_bot_was_down_is_forgotten(world: World) -> None:
    """At the next start, as one is that is left while it runs; what it is in is kept."""
    for guild_id in (LEFT, world.guild.id):
        await remember(world, guild_id)
    await world.restart()
    await world.env.settle()
    assert kept(world) == {world.guild.id}


async def test_a_reminder_begun_in_a_direct_message_is_kept(world: World) -> None:
    """Its channel stands where others have a guild."""
    direct = world.alice.user.dm_channel.id
    rule = Rule(0, direct, "fourth", Span(minutes=60), member_id=world.alice.id)
    world.bot.ledger.requests.add_rule(rule)
    await world.restart()
    await world.env.settle()
    assert kept(world) == {direct}


@pytest.mark.parametrize("path", ["/guilds/*", "/channels/*"])
async def test_where_discord_does_not_say_nothing_is_forgotten(world: World, path: str) -> None:
    """Nor under the token of another application, as of a trial."""
    await remember(world, LEFT)
    world.env.inject_error("GET", path, status=500, times=None)
    await world.restart()
    await world.env.settle()
    assert kept(world) == {LEFT}


async def test_another_application_forgets_nothing(world: World) -> None:
    """Under the token of a trial the bot is in none of the guilds."""
    await remember(world, LEFT)
    with sqlite3.connect(world.data / "bot.sqlite") as connection:
        connection.execute("DELETE FROM registered")
    connection.close()
    await world.restart()
    await world.env.settle()
    assert kept(world) == {LEFT}
