"""Where a direct message says that it comes from."""

from tests.bot.world import World

from forumbot.bot.origins import origin_line, origin_of


def test_the_server_is_named_and_linked() -> None:
    """Its name does nothing, and an address that is none is left out."""
    line = origin_line("The @everyone *club*", "https://discord.com/channels/1/2/3", "en")
    assert line.startswith("-# From The ＠everyone \\*club\\* · [to the message](<https://discord")
    assert origin_line("Club", None, "en") == "-# From Club"
    assert origin_line("Club", None, "de") == "-# Von Club"


async def test_without_an_announcement_the_channel_is_linked(world: World) -> None:
    """Nothing at all where no server stands behind it."""
    await world.member("mona", manage_guild=True).slash(
        world.channel, "settings announcements", channel=world.channel
    )
    line = await origin_of(world.bot, world.guild.id, "forum", "en")
    assert line.endswith(
        f"[to its announcements](<https://discord.com/channels/{world.guild.id}/{world.channel.id}>)"
    )
    assert await origin_of(world.bot, 1, "forum", "en") == ""
