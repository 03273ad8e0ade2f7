"""``/help``: what each person can do here."""

import pytest
from tests.bot.world import World, text_of

from forumbot.bot.commands.guide import for_everybody
from forumbot.bot.records import GuildSettings
from forumbot.bot.rendering.help_and_status import help_embed
from forumbot.language.phrases import DEFAULT, phrase, spoken


async def test_members_see_what_members_can_do(world: World) -> None:
    """For themselves alone, and nothing that would be refused them."""
    shown = await world.alice.slash(world.channel, "help")
    assert shown.ephemeral
    assert "\\/ask question" in text_of(shown)
    for hidden in ("archive rebuild", "settings", "remind add", "event add"):
        assert hidden not in text_of(shown)


async def test_maintainers_see_the_archive_too(world: World) -> None:
    """By the role that the settings name."""
    role = world.guild.create_role("keepers")
    bob = world.guild.add_member(world.env.create_user("bob"), roles=[role])
    settings = GuildSettings(world.guild.id, maintainer_role_ids=frozenset({role.id}))
    world.bot.store.save_settings(settings)
    said = text_of(await bob.slash(world.channel, "help"))
    assert "archive rebuild" in said
    assert "settings show" not in said


async def test_moderators_see_reminders_and_events_too(world: World) -> None:
    """By the role that the settings name."""
    role = world.guild.create_role("moderators")
    bob = world.guild.add_member(world.env.create_user("bob"), roles=[role])
    settings = GuildSettings(world.guild.id, moderator_role_ids=frozenset({role.id}))
    world.bot.store.save_settings(settings)
    said = text_of(await bob.slash(world.channel, "help"))
    assert "remind add" in said
    assert "event publish" in said
    assert "archive rebuild" not in said


async def test_who_manages_the_guild_sees_everything(world: World) -> None:
    """They can set it up, and keep the archive."""
    manager = world.member("manager", manage_guild=True)
    said = text_of(await manager.slash(world.channel, "help"))
    assert "archive rebuild" in said
    assert "settings show" in said


async def test_every_command_is_explained(world: World) -> None:
    """What stands in Discord's list stands in the help of those who may use it."""
    manager = world.member("manager", manage_guild=True)
    said = text_of(await manager.slash(world.channel, "help")).replace("\\", "")
    for command in manager.available_commands(world.channel):
        assert f"/{command}" in said or command == "help"


async def test_in_direct_messages_there_is_help_too(world: World) -> None:
    """Of what works there."""
    said = text_of(await world.alice.user.slash("help"))
    assert "\\/ask question" in said
    assert "archive rebuild" not in said


@pytest.mark.parametrize("language", [one for one in spoken() if one != DEFAULT])
def test_members_are_helped_in_their_language(language: str) -> None:
    """The commands are called as Discord shows them, what they do is said in other words."""
    english, other = for_everybody(DEFAULT), for_everybody(language)
    assert [one for one in english if one.startswith("/")] == [
        one for one in other if one.startswith("/")
    ]
    assert set(english.values()).isdisjoint(other.values())
    embed = help_embed({phrase("help_everybody", language): other}, language)
    assert embed.title == phrase("help_title", language)
    assert other["/events"] in str(embed.description)
