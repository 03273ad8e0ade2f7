"""Home guilds: the archive is kept from there alone, and others may be left."""

import logging

import pytest
from tests.bot.world import World, text_of

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
    need = text_of(await world.alice.click(shown.response, label="What would it need?"))
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
