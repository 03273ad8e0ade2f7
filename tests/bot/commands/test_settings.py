"""``/settings``: how the bot is set up in a guild, by people who may manage it."""

import pytest
import simcord
from tests.bot.world import World, text_of

from forumbot.bot.records import GuildSettings


def manager(world: World) -> simcord.MemberActor:
    """A member who may manage the guild."""
    return world.member("manager", manage_guild=True)


async def test_members_are_not_offered_the_settings(world: World) -> None:
    """Discord hides them by their default permission, and in direct messages."""
    assert not any("settings" in name for name in world.alice.available_commands(world.channel))
    assert not any("settings" in name for name in world.alice.user.available_commands())
    offered = manager(world).available_commands(world.channel)
    assert {f"settings {name}" for name in ("show", "channel", "role", "timezone")} <= set(offered)


async def test_a_member_to_whom_discord_shows_them_is_refused_all_the_same(world: World) -> None:
    """Administrators can grant any command in Discord; the bot checks for itself."""
    command = world.env.backend.find_command("settings", world.guild.id)
    assert command is not None
    world.guild.set_command_permissions(int(command["id"]), {world.alice: True})
    shown = await world.alice.slash(world.channel, "settings channel", channel=world.channel)
    assert len(world.errors()) == 1
    assert shown.ephemeral
    assert "Only people who may manage this server" in text_of(shown)
    assert world.bot.store.all_settings() == ()


async def test_nothing_set_is_shown_as_what_it_means(world: World) -> None:
    """To the manager alone."""
    shown = await manager(world).slash(world.channel, "settings show")
    assert shown.ephemeral
    for words in ("every channel", "none", "nowhere", "Europe/Brussels"):
        assert words in text_of(shown)


async def test_channels_are_added_and_taken_away(world: World) -> None:
    """Of every kind in which members write; the last one gone means every channel."""
    boss = manager(world)
    places = [
        world.channel,
        world.guild.create_forum_channel("forum"),
        world.guild.create_voice_channel("voice"),
        world.guild.create_stage_channel("stage"),
        world.guild.create_news_channel("news"),
    ]
    for place in places:
        shown = await boss.slash(world.channel, "settings channel", channel=place)
        assert place.mention in text_of(shown)
    kept = world.bot.store.settings(world.guild.id).answer_channel_ids
    assert kept == {place.id for place in places}
    for place in places:
        shown = await boss.slash(world.channel, "settings channel", channel=place, answer=False)
    assert "every channel" in text_of(shown)


async def test_roles_are_added_and_taken_away(world: World) -> None:
    """Moderators and maintainers apart."""
    boss = manager(world)
    role, other = world.guild.create_role("keepers"), world.guild.create_role("others")
    await boss.slash(world.channel, "settings role", duty="maintainers", role=role)
    await boss.slash(world.channel, "settings role", duty="moderators", role=other)
    kept = world.bot.store.settings(world.guild.id)
    assert kept.maintainer_role_ids == {role.id}
    assert kept.moderator_role_ids == {other.id}
    await boss.slash(world.channel, "settings role", duty="maintainers", role=role, member=False)
    kept = world.bot.store.settings(world.guild.id)
    assert kept.maintainer_role_ids == frozenset()
    assert kept.moderator_role_ids == {other.id}


async def test_announcements_have_one_channel_or_none(world: World) -> None:
    """Left out, they go nowhere."""
    boss = manager(world)
    shown = await boss.slash(world.channel, "settings announcements", channel=world.channel)
    assert world.channel.mention in text_of(shown)
    shown = await boss.slash(world.channel, "settings announcements")
    assert "nowhere" in text_of(shown)


async def test_reports_have_one_channel_or_the_owner(world: World) -> None:
    """Left out, I write to who owns the server."""
    boss = manager(world)
    shown = await boss.slash(world.channel, "settings reports", channel=world.channel)
    assert world.channel.mention in text_of(shown)
    assert world.bot.store.settings(world.guild.id).report_channel_id == world.channel.id
    shown = await boss.slash(world.channel, "settings reports")
    assert "to the owner" in text_of(shown)
    assert world.bot.store.settings(world.guild.id).report_channel_id is None


async def test_the_time_zone_is_checked(world: World) -> None:
    """An unknown one changes nothing."""
    boss = manager(world)
    shown = await boss.slash(world.channel, "settings timezone", zone="Europe/Vienna")
    assert "Europe/Vienna" in text_of(shown)
    shown = await boss.slash(world.channel, "settings timezone", zone="Europe/Atlantis")
    assert len(world.errors()) == 1
    assert "does not exist; write the place, such as" in text_of(shown)
    assert world.bot.store.settings(world.guild.id).timezone == "Europe/Vienna"


@pytest.mark.parametrize("typed", ["", "vienna", "VIÉNNA"])
async def test_time_zones_are_offered(world: World, typed: str) -> None:
    """Whatever the case and accents, never more than 25."""
    offered = await manager(world).autocomplete(world.channel, "settings timezone", "zone", typed)
    assert len(offered) == (25 if typed == "" else 1)
    assert typed == "" or offered[0]["value"] == "Europe/Vienna"


async def test_settings_outlive_a_restart(world: World) -> None:
    """They are in the store when the manager sees them."""
    boss = manager(world)
    await boss.slash(world.channel, "settings channel", channel=world.channel)
    await world.restart()
    assert world.channel.mention in text_of(await boss.slash(world.channel, "settings show"))


async def test_what_is_gone_or_not_allowed_is_named(world: World) -> None:
    """A channel, a role, a permission."""
    boss, role = manager(world), world.guild.create_role("keepers")
    doomed = world.guild.create_text_channel("doomed")
    quiet = world.channel_where("quiet", send_messages=False)
    for channel in (doomed, quiet):
        await boss.slash(world.channel, "settings channel", channel=channel)
    await boss.slash(world.channel, "settings role", duty="maintainers", role=role)
    world.env.backend.delete_channel(doomed.id)
    world.env.backend.delete_role(world.guild.id, role.id)
    await world.env.settle()
    said = text_of(await boss.slash(world.channel, "settings show"))
    assert f"The channel {doomed.id} is gone" in said
    assert f"The role {role.id} is gone" in said
    assert f"In {quiet.mention} I lack the permission to send messages" in said


@pytest.mark.parametrize("duty", ["moderators", "maintainers"])
async def test_everyone_is_no_duty_s_role(world: World, duty: str) -> None:
    """It would make every member a maintainer; it can be taken away, where it was set before."""
    boss, everyone = manager(world), world.guild.default_role
    shown = await boss.slash(world.channel, "settings role", duty=duty, role=everyone)
    assert len(world.errors()) == 1
    assert f"choose a role that only these have: {duty.title()}" in text_of(shown)
    assert world.bot.store.all_settings() == ()
    ids = frozenset({world.guild.id})
    world.bot.store.save_settings(
        GuildSettings(world.guild.id, moderator_role_ids=ids, maintainer_role_ids=ids)
    )
    assert "Moderators" not in text_of(await world.alice.slash(world.channel, "help"))
    assert "Maintainers" not in text_of(await world.alice.slash(world.channel, "help"))
    assert "@everyone is among" in text_of(await boss.slash(world.channel, "settings show"))
    await boss.slash(world.channel, "settings role", duty=duty, role=everyone, member=False)
    kept = world.bot.store.settings(world.guild.id)
    assert ids in (kept.moderator_role_ids, kept.maintainer_role_ids)
    assert frozenset() in (kept.moderator_role_ids, kept.maintainer_role_ids)


async def test_what_is_gone_goes_with_the_next_change(world: World) -> None:
    """Nobody can name a deleted channel or role to take it away."""
    boss, role = manager(world), world.guild.create_role("keepers")
    world.bot.store.save_settings(
        GuildSettings(
            world.guild.id,
            answer_channel_ids=frozenset({world.channel.id, 111}),
            moderator_role_ids=frozenset({222}),
            maintainer_role_ids=frozenset({333}),
        )
    )
    other = world.guild.create_text_channel("other")
    await boss.slash(world.channel, "settings channel", channel=other)
    shown = await boss.slash(world.channel, "settings role", duty="moderators", role=role)
    kept = world.bot.store.settings(world.guild.id)
    assert kept.answer_channel_ids == {world.channel.id, other.id}
    assert kept.moderator_role_ids == {role.id}
    assert kept.maintainer_role_ids == frozenset()
    assert "gone" not in text_of(shown)


async def test_very_many_channels_fit_the_message(world: World) -> None:
    """The rest is counted; what is wrong is cut."""
    ids = frozenset(range(10**18, 10**18 + 200))
    settings = GuildSettings(world.guild.id, answer_channel_ids=ids, moderator_role_ids=ids)
    world.bot.store.save_settings(settings)
    assert "and 170 more" in text_of(await manager(world).slash(world.channel, "settings show"))
