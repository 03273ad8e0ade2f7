"""Questions asked in messages, wherever members write."""

import asyncio
import sqlite3

import discord
import pytest
from simcord.backend.models import AllowedMentions
from tests.bot.world import World, labels_of, message_of, text_of

from forumbot.bot.records import GuildSettings

QUESTION = "When was the third forum held?"


def aside(world: World) -> str:
    """What Alice was told directly, last, and nobody else was."""
    assert message_of(world.channel.last_message).author.id == world.alice.id
    return text_of(world.alice.user.dm_channel.last_message)


async def test_a_mention_in_a_channel_is_answered_with_quotes_and_sources(world: World) -> None:
    """The answer is a reply that pings nobody, with how sure it is and how old the index is."""
    asked = await world.alice.send(world.channel, f"{world.me} {QUESTION}")
    answer = message_of(world.channel.last_message)
    assert answer.reference is not None
    assert answer.reference.message_id == asked.id
    assert text_of(answer).startswith(QUESTION)
    for part in ("> ", "\\[1]", "**", "How sure: **", "Index of 18 February 2019, 2 days old"):
        assert part in text_of(answer)
    assert world.last_body["allowed_mentions"] == {"parse": [], "replied_user": False}


@pytest.mark.parametrize("place", ["thread", "forum post", "voice channel", "stage", "news"])
async def test_a_mention_is_answered_wherever_members_write(world: World, place: str) -> None:
    """The answer stands where the question was asked."""
    channel = {
        "thread": lambda: world.thread(world.channel, "talk"),
        "forum post": lambda: world.thread(world.guild.create_forum_channel("forum"), "post"),
        "voice channel": lambda: world.guild.create_voice_channel("voice"),
        "stage": lambda: world.guild.create_stage_channel("stage"),
        "news": lambda: world.guild.create_news_channel("news"),
    }[place]()
    await world.alice.send(channel, f"{world.me} {QUESTION}")
    assert "15 November 2018" in text_of(channel.last_message)


async def test_a_direct_message_is_answered_without_a_mention(world: World) -> None:
    """Where member and bot are alone, every message is a question."""
    await world.alice.send_dm(QUESTION)
    assert "15 November 2018" in text_of(world.alice.user.dm_channel.last_message)


async def test_a_reply_to_an_answer_leans_on_the_question_before(world: World) -> None:
    """It says as what it was read, and the answer to it can be leant on in turn."""
    await world.alice.send(world.channel, f"{world.me} Who spoke at the fourth forum?")
    await world.alice.send(
        world.channel, "and where was it held?", reply_to=world.channel.last_message
    )
    answer = text_of(world.channel.last_message)
    assert "Read as: where was the fourth forum held?" in answer
    assert "Brussels" in answer
    await world.alice.send(world.channel, "and when?", reply_to=world.channel.last_message)
    assert "fourth forum" in text_of(world.channel.last_message)


async def test_a_reply_in_a_direct_message_leans_too(world: World) -> None:
    """The answer is found again by its message."""
    channel = world.alice.user.dm_channel
    await world.alice.send_dm(QUESTION)
    before = message_of(channel.last_message)
    reference = {"channel_id": str(channel.id), "message_id": str(before.id)}
    await world.alice.user.send_dm("and where was it held?", reference=reference)
    assert "Read as:" in text_of(channel.last_message)


async def test_a_reply_after_a_restart_still_leans(world: World) -> None:
    """What was asked is kept in the store."""
    await world.alice.send(world.channel, f"{world.me} {QUESTION}")
    before = world.channel.last_message
    await world.restart()
    await world.alice.send(world.channel, "and where was it held?", reply_to=before)
    assert "Read as: where was the third forum held?" in text_of(world.channel.last_message)


async def test_a_reply_whose_text_is_kept_from_the_bot_gets_a_kind_word(world: World) -> None:
    """With the ping off Discord gives no content; the member is told what works."""
    await world.alice.send(world.channel, f"{world.me} {QUESTION}")
    before = message_of(world.channel.last_message)
    reference = {"channel_id": str(world.channel.id), "message_id": str(before.id)}
    world.env.backend.create_message(
        world.channel.id, world.alice.id, "and where?", reference=reference,
        allowed_mentions=AllowedMentions(replied_user=False),
    )  # fmt: skip
    await world.env.settle()
    assert "Mention me in it" in aside(world)
    assert "**Ask further**" in aside(world)


async def test_a_reply_to_the_answer_of_a_command_gets_an_answer_or_the_kind_word(
    world: World,
) -> None:
    """SimCord gives no content there, as Discord long did."""
    shown = await world.alice.slash(world.channel, "ask", question=QUESTION)
    await world.alice.send(world.channel, "and where was it held?", reply_to=shown.response)
    assert "Mention me in it" in aside(world)
    await world.alice.send(
        world.channel, f"{world.me} and where was it held?", reply_to=shown.response
    )
    assert "Read as: where was the third forum held?" in text_of(world.channel.last_message)


async def test_a_bare_mention_is_greeted_with_an_example(world: World) -> None:
    """Somebody who only says the bot's name is told what to do."""
    await world.alice.send(world.channel, f" {world.me} ")
    assert "for example" in aside(world)


async def test_bots_and_webhooks_are_ignored(world: World) -> None:
    """Two bots must not talk to each other."""
    other = world.guild.add_member(world.env.create_user("other", bot=True))
    await other.send(world.channel, f"{world.me} {QUESTION}")
    await world.guild.create_webhook(world.channel).send(f"{world.me} {QUESTION}")
    assert world.bodies("/messages") == []


async def test_what_is_not_meant_for_the_bot_is_ignored(world: World) -> None:
    """Neither talk among members nor a reply to a member is a question."""
    said = await world.alice.send(world.channel, QUESTION)
    await world.member("bob").send(world.channel, "yes", reply_to=said)
    await world.alice.send(world.channel, "@everyone look here")
    assert world.bodies("/messages") == []
    assert world.embedder.batches == []


async def test_a_note_of_discord_in_a_direct_message_is_no_question(world: World) -> None:
    """Pinning a message there makes a message of the member's own, without any words."""
    await world.alice.send_dm(QUESTION)
    sent = len(world.env.http_requests)
    said = next(event for event in world.env.backend.transcript if event[1] == "MESSAGE_CREATE")
    note = {**said[2], "id": str(int(said[2]["id"]) + 1), "type": 6, "content": ""}
    world.env.backend.emit("MESSAGE_CREATE", note)
    await world.env.settle()
    assert len(world.env.http_requests) == sent


async def test_outside_the_channels_set_for_it_the_bot_says_where_it_answers(world: World) -> None:
    """Threads of a channel in which it answers count as that channel."""
    answers = world.guild.create_text_channel("ask-here")
    settings = GuildSettings(world.guild.id, answer_channel_ids=frozenset({answers.id}))
    world.bot.store.save_settings(settings)
    await world.alice.send(world.channel, f"{world.me} {QUESTION}")
    assert f"I answer in <#{answers.id}>" in aside(world)
    for place in (answers, world.thread(answers, "talk")):
        await world.alice.send(place, f"{world.me} {QUESTION}")
        assert "15 November 2018" in text_of(place.last_message)


async def test_without_the_right_to_embed_the_answer_is_plain_text(world: World) -> None:
    """The same words, with their buttons, within the length of a message."""
    channel = world.channel_where("no embeds", embed_links=False)
    await world.alice.send(channel, f"{world.me} {QUESTION}")
    assert not world.last_body.get("embeds")
    assert "15 November 2018" in world.last_body["content"]
    assert "Helpful" in labels_of(channel.last_message)


async def test_without_the_right_to_read_the_history_no_reference_is_made(world: World) -> None:
    """Discord would refuse the reply; the answer is sent all the same."""
    channel = world.channel_where("no history", read_message_history=False)
    await world.alice.send(channel, f"{world.me} {QUESTION}")
    assert "message_reference" not in world.last_body
    assert "15 November 2018" in text_of(channel.last_message)


async def test_where_the_bot_may_not_speak_it_writes_to_the_asker(world: World) -> None:
    """A reply to what it wrote there leans on the question."""
    channel = world.channel_where("quiet", send_messages=False)
    await world.alice.send(channel, f"{world.me} {QUESTION}")
    direct = world.alice.user.dm_channel
    assert channel.last_message is not None
    assert channel.last_message.author.id == world.alice.id
    assert "15 November 2018" in text_of(direct.last_message)
    reference = {
        "channel_id": str(direct.id), "message_id": str(message_of(direct.last_message).id),
    }  # fmt: skip
    await world.alice.user.send_dm("and where was it held?", reference=reference)
    assert "Read as:" in text_of(direct.last_message)


async def test_in_a_thread_where_the_bot_may_not_speak_it_writes_to_the_asker(world: World) -> None:
    """Threads have a right of their own."""
    parent = world.channel_where("quiet threads", send_messages_in_threads=False)
    await world.alice.send(world.thread(parent, "talk"), f"{world.me} {QUESTION}")
    assert "15 November 2018" in text_of(world.alice.user.dm_channel.last_message)


async def test_a_refusal_that_the_permissions_did_not_tell_leads_to_a_direct_message(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    """A member in time-out, or a channel changed meanwhile."""
    world.env.inject_error("POST", f"/channels/{world.channel.id}/messages", status=403, code=50013)
    await world.alice.send(world.channel, f"{world.me} {QUESTION}")
    assert "15 November 2018" in text_of(world.alice.user.dm_channel.last_message)
    assert f"may not speak in channel {world.channel.id}" in caplog.text


async def test_an_answer_to_a_message_that_is_gone_is_posted_without_it(world: World) -> None:
    """The member deleted the question while it was worked out."""
    await world.alice.send(world.channel, f"{world.me} {QUESTION}")
    assert world.last_body["message_reference"]["fail_if_not_exists"] is False


async def test_who_asks_too_fast_is_asked_to_wait(world: World) -> None:
    """After a minute it works again; others are not affected."""
    limit = world.service.settings.bot.questions_per_minute
    for _time in range(limit):
        await world.alice.send(world.channel, f"{world.me} {QUESTION}")
    await world.alice.send(world.channel, f"{world.me} {QUESTION}")
    assert "please ask again in 60 seconds" in aside(world)
    await world.member("bob").send(world.channel, f"{world.me} {QUESTION}")
    assert "15 November 2018" in text_of(world.channel.last_message)
    world.clock.forward(minutes=1)
    await world.alice.send(world.channel, f"{world.me} {QUESTION}")
    assert "15 November 2018" in text_of(world.channel.last_message)


@pytest.mark.parametrize("said", ["", "why " * 300, QUESTION], ids=["empty", "long", "fast"])
async def test_refusals_fill_neither_the_channel_nor_the_asker_s_messages(
    world: World, said: str
) -> None:
    """However often: they are told directly, on which message, and not again at once."""
    if said == QUESTION:
        for _time in range(world.service.settings.bot.questions_per_minute):
            world.bot.cooldown.take(world.alice.id)
    for _time in range(25):
        asked = await world.alice.send(world.channel, f"{world.me} {said}")
        assert message_of(world.channel.last_message).id == asked.id
    told = list(world.alice.user.dm_channel.history())
    assert 1 <= len(told) <= 2
    assert f"/{world.guild.id}/{world.channel.id}/" in text_of(told[0])
    world.clock.forward(minutes=1)
    await world.alice.send(world.channel, f"{world.me}")
    assert len(list(world.alice.user.dm_channel.history())) == len(told) + 1


async def test_who_takes_no_direct_messages_is_told_in_the_channel_now_and_then(
    world: World,
) -> None:
    """Silence would look like a fault, a full channel like one too."""
    world.env.inject_error(
        "POST", f"/channels/{world.alice.user.dm_channel.id}/messages", status=403, code=50007,
        times=25,
    )  # fmt: skip
    for _time in range(25):
        await world.alice.send(world.channel, f"{world.me}")
    said = [one for one in world.channel.history() if one.author.id != world.alice.id]
    assert 1 <= len(said) <= 2
    assert "for example" in text_of(said[0])


async def test_a_message_that_is_delivered_twice_is_answered_once(world: World) -> None:
    """Discord repeats events after a lost connection."""
    await world.alice.send(world.channel, f"{world.me} {QUESTION}")
    said = next(event for event in world.env.backend.transcript if event[1] == "MESSAGE_CREATE")
    world.env.backend.emit("MESSAGE_CREATE", said[2])
    await world.env.settle()
    assert len(world.bodies("/messages")) == 1


async def test_an_unexpected_error_is_one_sentence_with_a_reference(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    """The rest stands in the log under the same reference."""
    world.embedder.failure = RuntimeError("a secret path")
    await world.alice.send(world.channel, f"{world.me} {QUESTION}")
    said = text_of(world.channel.last_message)
    assert world.errors() == []
    assert "Something went wrong" in said
    assert "secret" not in said
    assert said.split("`")[1] in caplog.text
    assert "a secret path" in caplog.text


async def test_too_long_a_question_is_told_so(world: World) -> None:
    """A message may be longer than a question."""
    await world.alice.send(world.channel, f"{world.me} {'why ' * 300}")
    assert "1000" in aside(world).replace(",", "")


async def test_nothing_in_a_question_does_anything(world: World) -> None:
    """Pings, masked links, fences and turned-round letters are shown as they are, or not at all."""
    question = "@everyone <@&1> [click](https://evil.example) ```x``` \u202eforum\u202c **third**?"
    await world.alice.send(world.channel, f"{world.me} {question}")
    said = text_of(world.channel.last_message)
    title = message_of(world.channel.last_message).embeds[0].title
    assert "@everyone" not in said
    assert "\u202e" not in said
    assert "](http" not in said.replace("[link](<http", "")
    assert title is not None
    assert "```" not in title
    assert "\\*\\*third" in title
    assert world.last_body["allowed_mentions"]["parse"] == []


async def test_the_loop_is_free_while_a_question_is_worked_out(world: World) -> None:
    """Encoding runs on a thread of its own."""
    ticks = 0

    async def tick() -> None:
        nonlocal ticks
        while True:
            await asyncio.sleep(0.005)
            ticks += 1

    ticking = asyncio.create_task(tick())
    try:
        await world.held(
            lambda: world.alice.send(world.channel, f"{world.me} {QUESTION}"),
            until=lambda: ticks > 10 and world.embedder.batches != [],
        )
    finally:
        ticking.cancel()
    assert isinstance(world.channel.last_message, discord.Message)


async def test_an_answer_that_cannot_be_recorded_is_given_all_the_same(world: World) -> None:
    """A broken store costs the buttons, never the answer; the log says what is wrong."""
    with sqlite3.connect(world.data / "bot.sqlite") as connection:
        connection.execute("DROP TABLE vote")
        connection.execute("DROP TABLE answer")
    connection.close()
    await world.alice.send(world.channel, f"{world.me} {QUESTION}")
    answer = message_of(world.channel.last_message)
    assert "15 November 2018" in text_of(answer)
    assert labels_of(answer) == []
    assert world.errors() == []
