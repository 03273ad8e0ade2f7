"""What goes with what is said: files, as far as the permissions go; conversations send the rest."""

from typing import Any

import discord
import pytest
import simcord
from tests.bot.world import World, message_of

from forumbot.bot.messenger import Attachment, Reply, answer_message, change_answer

PAGE = Attachment("page.png", b"\x89PNG of a page")


async def told(world: World, channel: simcord.ChannelHandle) -> discord.Message:
    """A message of Alice's, as the bot has it."""
    said = await world.alice.send(channel, "hello")
    found = world.bot.get_channel(channel.id)
    assert isinstance(found, discord.TextChannel)
    return await found.fetch_message(said.id)


def reply() -> Reply:
    """An embed with a file."""
    return Reply(discord.Embed(description="See the page."), "See the page.", attachments=(PAGE,))


async def test_files_go_with_the_reply_to_a_message(world: World) -> None:
    """Under the name that they have, beside the embed."""
    await answer_message(await told(world, world.channel), reply())
    sent = message_of(world.channel.last_message)
    assert [(one.filename, one.size) for one in sent.attachments] == [
        ("page.png", len(PAGE.content))
    ]
    assert sent.embeds[0].description == "See the page."


async def test_a_file_is_whole_where_it_is_sent_a_second_time(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first try had read it to its end when the line broke."""
    send, tries = discord.TextChannel.send, []

    async def break_once(channel: discord.TextChannel, **said: Any) -> discord.Message:
        tries.append(said)
        if len(tries) == 1:
            for file in said["files"]:
                file.fp.read()
            raise ConnectionError
        return await send(channel, **said)

    message = await told(world, world.channel)
    monkeypatch.setattr(discord.TextChannel, "send", break_once)
    await answer_message(message, reply())
    (sent,) = message_of(world.channel.last_message).attachments
    assert sent.size == len(PAGE.content)


async def test_without_the_right_to_attach_the_rest_is_said(world: World) -> None:
    """Discord would refuse the whole message."""
    channel = world.channel_where("no files", attach_files=False)
    await answer_message(await told(world, channel), reply())
    sent = message_of(channel.last_message)
    assert sent.attachments == []
    assert sent.embeds[0].description == "See the page."


async def test_files_go_to_the_member_where_the_bot_may_not_speak(world: World) -> None:
    """Whatever may be attached in the channel, in direct messages files may be."""
    channel = world.channel_where("quiet", send_messages=False, attach_files=False)
    await answer_message(await told(world, channel), reply())
    (sent,) = message_of(world.alice.user.dm_channel.last_message).attachments
    assert sent.filename == "page.png"


async def test_a_changed_answer_has_the_files_of_the_new_one_alone(world: World) -> None:
    """A picture of the page that was quoted before would stand under another quote."""
    message = await told(world, world.channel)
    await answer_message(message, reply())
    answered_in = message_of(world.channel.last_message).id
    await change_answer(message, answered_in, Reply(None, "Nothing is held of it."))
    changed = message_of(world.channel.last_message)
    assert (changed.id, changed.content, changed.attachments, changed.embeds) == (
        answered_in,
        "Nothing is held of it.",
        [],
        [],
    )
