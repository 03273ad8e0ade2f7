"""Which messages are meant for the bot, and what becomes of those that are edited."""

from datetime import UTC, datetime, timedelta
from typing import Any

import discord
from tests.bot.world import World, message_of, text_of

from forumbot.bot import conversation
from forumbot.bot.manners import Seen
from forumbot.reminders.leads import Span
from forumbot.reminders.records import Delivery, Purpose, State

QUESTION = "When was the third forum held?"
OTHER = "Who presented in session 4 of the third forum?"


def sent_as(world: World, asked: discord.Message) -> dict[str, Any]:
    """A message as Discord handed it to the bot."""
    created = ("GATEWAY", "MESSAGE_CREATE")
    sent = [entry[2] for entry in world.env.backend.transcript if entry[:2] == created]
    return next(one for one in sent if one["id"] == str(asked.id))


def posted(world: World) -> list[discord.Message]:
    """What the bot has said in the channel, oldest first."""
    said = [message_of(one) for one in world.channel.history()]
    return [one for one in said if one.author.id != world.alice.id]


# Edited questions


async def test_an_edited_question_is_answered_in_place_of_its_answer(world: World) -> None:
    """The message of the answer stays, with the buttons of the new one; nothing is posted."""
    asked = await world.alice.send(world.channel, f"{world.me} {QUESTION}")
    (before,) = posted(world)
    assert "15 November 2018" in text_of(before)
    await world.alice.edit(asked, f"{world.me} {OTHER}")
    (after,) = posted(world)
    assert after.id == before.id
    assert text_of(after).startswith(OTHER)
    assert "Laura del Ponte" in text_of(after)
    found = world.bot.store.answer_by_message(after.id)
    assert found is not None
    assert found.question == OTHER


async def test_an_edit_after_a_restart_is_answered_in_place_too(world: World) -> None:
    """Where an answer stands is kept; words of talk are not."""
    asked = await world.alice.send(world.channel, f"{world.me} {QUESTION}")
    await world.restart()
    await world.alice.edit(asked, f"{world.me} {OTHER}")
    (after,) = posted(world)
    assert "Laura del Ponte" in text_of(after)


async def test_a_link_preview_is_no_edit(world: World) -> None:
    """Discord updates a message by itself to show what a link leads to."""
    asked = await world.alice.send(world.channel, f"{world.me} {QUESTION} https://a.example.org")
    batches = len(world.embedder.batches)
    await updated(world, asked, embeds=[{"type": "link", "url": "https://a.example.org"}])
    await updated(world, asked, edited_timestamp="2019-02-20T12:01:00+00:00")
    assert len(posted(world)) == 1
    assert len(world.embedder.batches) == batches


async def updated(world: World, asked: discord.Message, **changed: object) -> None:
    """Have Discord send an update of a message with the same text."""
    sent = [
        entry
        for entry in world.env.backend.transcript
        if entry[:2] == ("GATEWAY", "MESSAGE_CREATE")
    ]
    payload = next(entry[2] for entry in sent if entry[2]["id"] == str(asked.id))
    world.env.backend.emit("MESSAGE_UPDATE", {**payload, **changed})
    await world.env.settle()


async def test_a_mention_that_was_forgotten_may_be_added(world: World) -> None:
    """The message is then answered for the first time, but for one of long ago."""
    asked = await world.alice.send(world.channel, QUESTION)
    assert posted(world) == []
    await world.alice.edit(asked, f"{world.me} {QUESTION}")
    assert len(posted(world)) == 1
    old = await world.alice.send(world.channel, QUESTION)
    world.clock.now = datetime.now(UTC) + timedelta(days=3)
    await world.alice.edit(old, f"{world.me} {QUESTION}")
    assert len(posted(world)) == 1


async def test_an_answer_that_was_deleted_is_not_given_again(world: World) -> None:
    """Whoever took it away wanted it gone."""
    asked = await world.alice.send(world.channel, f"{world.me} {QUESTION}")
    (answer,) = posted(world)
    world.env.backend.delete_message(world.channel.id, answer.id)
    await world.alice.edit(asked, f"{world.me} {OTHER}")
    assert posted(world) == []


async def test_a_question_that_is_edited_while_it_is_worked_out_ends_with_the_new_answer(
    world: World,
) -> None:
    """One message, however the two overlap."""

    async def ask_and_edit() -> None:
        asked = await world.alice.send(world.channel, f"{world.me} {QUESTION}")
        await world.alice.edit(asked, f"{world.me} {OTHER}")

    await world.held(ask_and_edit, lambda: bool(world.embedder.batches))
    await world.env.settle()
    (answer,) = posted(world)
    assert "Laura del Ponte" in text_of(answer)


# People among themselves


async def announced(world: World) -> discord.Message:
    """A message of the bot that announced something."""
    channel = world.guild_of_bot.get_channel(world.channel.id)
    assert isinstance(channel, discord.TextChannel)
    message = await channel.send("The forum is on Thursday")
    now = world.clock()
    delivery = Delivery(
        key="0a" * 16, guild_id=world.guild.id, channel_id=world.channel.id, event_id="forum",
        purpose=Purpose.REMINDER, lead=str(Span(days=1)), starts_at=now, due_at=now,
        useful_until=now,
    )  # fmt: skip
    world.bot.ledger.add([delivery])
    world.bot.ledger.claim(delivery.key, now)
    world.bot.ledger.record(delivery.key, State.SENT, now, message_id=message.id)
    return message


async def test_what_people_say_to_an_announcement_is_theirs(world: World) -> None:
    """Though Discord has a reply ping the bot; a question to it names it in its text."""
    announcement = await announced(world)
    for words in ("Great, see you there!", "When was the third forum held?"):
        await world.alice.send(world.channel, words, reply_to=announcement)
    assert len(posted(world)) == 1
    assert world.bodies("/users/@me/channels") == []
    await world.alice.send(world.channel, f"{world.me} {QUESTION}", reply_to=announcement)
    assert "15 November 2018" in text_of(world.channel.last_message)


# The bot's role


def own_role(world: World) -> discord.Role:
    """The role that Discord makes for a bot when it is invited."""
    made = world.guild.create_role("forumbot")
    role = world.guild_of_bot.get_role(made.id)
    assert role is not None
    assert world.bot.user is not None
    role.tags = discord.RoleTags({"bot_id": str(world.bot.user.id)})
    return role


async def test_the_bot_s_role_is_no_question_where_its_text_is_hidden(world: World) -> None:
    """The member is told how to ask."""
    role = own_role(world)
    await mentioned(world, role, "")
    told = text_of(world.alice.user.dm_channel.last_message)
    assert "You mentioned my role" in told
    assert world.me in told
    assert "/ask" in told
    assert posted(world) == []


async def test_the_bot_s_role_is_answered_where_its_text_is_seen(world: World) -> None:
    """As a mention of the bot itself is."""
    role = own_role(world)
    await mentioned(world, role, f"<@&{role.id}> {QUESTION}")
    assert text_of(world.channel.last_message).startswith(QUESTION)


async def test_another_role_is_none_of_the_bot_s_business(world: World) -> None:
    """Whoever has it."""
    made = world.guild.create_role("readers")
    role = world.guild_of_bot.get_role(made.id)
    assert role is not None
    await mentioned(world, role, f"<@&{role.id}> {QUESTION}")
    assert posted(world) == []


async def mentioned(world: World, role: discord.Role, content: str) -> None:
    """A message that mentions a role, with as much of its text as Discord shows."""
    asked = await world.alice.send(world.channel, "hello")
    sent = [
        entry
        for entry in world.env.backend.transcript
        if entry[:2] == ("GATEWAY", "MESSAGE_CREATE")
    ]
    payload = next(entry[2] for entry in sent if entry[2]["id"] == str(asked.id))
    channel = world.guild_of_bot.get_channel(world.channel.id)
    assert isinstance(channel, discord.TextChannel)
    seen: Any = {**payload, "content": content, "mention_roles": [str(role.id)]}
    message = discord.Message(state=world.bot._connection, channel=channel, data=seen)
    world.bot.seen = Seen()
    await conversation.hear(world.bot, message)
