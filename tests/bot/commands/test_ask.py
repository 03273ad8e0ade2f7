"""``/ask`` and the message menu, in guilds and in direct messages."""

import asyncio
from typing import Any

import pytest
import simcord
from simcord.actors import _dispatch_actor_interaction
from simcord.backend import serializers
from tests.bot.conftest import OpenArchive
from tests.bot.world import World, labels_of, message_of, text_of

from forumbot.bot.records import GuildSettings

QUESTION = "When was the third forum held?"
MENU = "Ask the archive"


async def test_a_question_is_answered_for_all(world: World) -> None:
    """With the quotes first, then the sources, how sure it is, and the age of the index."""
    shown = await world.alice.slash(world.channel, "ask", question=QUESTION)
    assert not shown.ephemeral
    said = text_of(shown)
    places = [said.index(part) for part in (QUESTION, "> ", "How sure: **", "Index of 18 February")]
    assert places == sorted(places)
    assert "15 November 2018" in said
    assert "Third European Cluster Policy Forum" in said


async def test_a_private_question_is_answered_to_the_asker_alone(world: World) -> None:
    """From the deferral on."""
    shown = await world.alice.slash(world.channel, "ask", question=QUESTION, private=True)
    assert shown.ephemeral
    assert world.bodies("/callback")[-1] == {"type": 5, "data": {"flags": 64}}
    assert "15 November 2018" in text_of(shown)


async def test_past_dates_are_called_past(world: World) -> None:
    """By the clock that was handed in: the fourth forum is still to come, the third is not."""
    past = await world.alice.slash(world.channel, "ask", question=QUESTION)
    assert "*(past)*" in text_of(past)


@pytest.mark.parametrize("name", ["edition:4", "Second European Cluster Policy Forum"])
async def test_a_forum_may_be_chosen(world: World, name: str) -> None:
    """By the key that autocomplete gives, or typed as its title."""
    shown = await world.alice.slash(
        world.channel, "ask", question="What are the topics?", forum=name
    )
    sources = [line for line in text_of(shown).splitlines() if line.startswith("\\[")]
    wanted = "Fourth" if name == "edition:4" else "Second"
    assert sources
    assert all(f"{wanted} European Cluster Policy Forum" in line for line in sources)


async def test_an_unknown_forum_is_told_to_the_asker_alone(world: World) -> None:
    """With what to do."""
    shown = await world.alice.slash(world.channel, "ask", question=QUESTION, forum="the ninth")
    assert len(world.errors()) == 1
    assert shown.ephemeral
    assert "choose one from the list" in text_of(shown)


async def test_a_question_in_a_direct_message_is_answered(world: World) -> None:
    """Private or not."""
    shown = await world.alice.user.slash("ask", question=QUESTION)
    assert "15 November 2018" in text_of(shown)


async def test_what_the_archive_does_not_hold_is_said(world: World) -> None:
    """With what it would need, and no vote."""
    question = "Which quantum blockchain did the elephants buy?"
    shown = await world.alice.slash(world.channel, "ask", question=question)
    assert "I find no answer to this in the archive" in text_of(shown)
    assert "How sure" not in text_of(shown)
    assert "What would it need?" in labels_of(shown)


async def test_where_it_is_not_to_answer_it_answers_the_asker_alone(world: World) -> None:
    """With no button to share it there; threads of a channel where it may count as that channel."""
    here = world.guild.create_text_channel("here")
    settings = GuildSettings(world.guild.id, answer_channel_ids=frozenset({here.id}))
    world.bot.store.save_settings(settings)
    elsewhere = await world.alice.slash(world.channel, "ask", question=QUESTION)
    assert elsewhere.ephemeral
    assert "Share in the channel" not in labels_of(elsewhere)
    for place in (here, world.thread(here, "talk")):
        assert not (await world.alice.slash(place, "ask", question=QUESTION)).ephemeral


async def test_a_command_is_answered_where_the_bot_may_not_speak(world: World) -> None:
    """Discord lets answers to commands through."""
    channel = world.channel_where("quiet", send_messages=False, embed_links=False)
    shown = await world.alice.slash(channel, "ask", question=QUESTION)
    assert message_of(shown).embeds


@pytest.mark.parametrize("place", ["thread", "forum post", "voice channel"])
async def test_a_command_is_answered_wherever_members_write(world: World, place: str) -> None:
    """The answer stands where it was asked."""
    channel = {
        "thread": lambda: world.thread(world.channel, "talk"),
        "forum post": lambda: world.thread(world.guild.create_forum_channel("forum"), "post"),
        "voice channel": lambda: world.guild.create_voice_channel("voice"),
    }[place]()
    shown = await world.alice.slash(channel, "ask", question=QUESTION)
    assert message_of(shown).channel.id == channel.id
    assert "15 November 2018" in text_of(shown)


async def test_who_asks_too_fast_gets_a_kind_word(world: World) -> None:
    """With the seconds to wait; others are answered."""
    for _time in range(world.service.settings.bot.questions_per_minute):
        await world.alice.slash(world.channel, "ask", question=QUESTION)
    shown = await world.alice.slash(world.channel, "ask", question=QUESTION)
    assert len(world.errors()) == 1
    assert "please ask again in 60 seconds" in text_of(shown)
    bob = world.member("bob")
    assert "15 November" in text_of(await bob.slash(world.channel, "ask", question=QUESTION))


async def test_the_menu_answers_the_asker_alone_and_lets_it_be_shared(world: World) -> None:
    """The message of another member is taken as the question."""
    said = await world.member("bob").send(world.channel, f"{QUESTION}\n\n  Anybody?")
    shown = await world.alice.context_menu(world.channel, MENU, said)
    assert shown.ephemeral
    assert "15 November 2018" in text_of(shown)
    shared = await world.alice.click(message_of(shown), label="Share in the channel")
    assert not shared.ephemeral
    assert text_of(shared) == text_of(shown)


async def test_the_menu_works_in_direct_messages(world: World) -> None:
    """On what the member wrote there."""
    user = world.alice.user
    said = await user.send_dm(QUESTION)
    backend = world.env.backend
    command = backend.find_command(MENU, None, type=3)
    assert command is not None
    stored = serializers.message_payload(backend, backend.get_message(user.dm_channel.id, said.id))
    data: dict[str, Any] = {
        "id": command["id"], "name": MENU, "type": 3, "target_id": str(said.id),
        "resolved": {"messages": {str(said.id): dict(stored)}},
    }  # fmt: skip
    shown = await _dispatch_actor_interaction(user, 2, user.dm_channel, data)
    assert "15 November 2018" in text_of(shown)


async def test_the_menu_on_a_message_without_text_says_so(world: World) -> None:
    """A picture is no question."""
    said = await world.alice.send(world.channel, attachments=[("a.png", b"x")])
    shown = await world.alice.context_menu(world.channel, MENU, said)
    assert len(world.errors()) == 1
    assert shown.ephemeral
    assert "has no text" in text_of(shown)


async def test_the_menu_takes_the_beginning_of_a_long_message(world: World) -> None:
    """As much as a question may be long."""
    said = await world.alice.send(world.channel, f"{QUESTION} {'And then? ' * 150}")
    shown = await world.alice.context_menu(world.channel, MENU, said)
    assert shown.ephemeral
    assert "forum" in text_of(shown)


@pytest.mark.parametrize("typed", ["", "FÓRUM", "third", "européan CLUSTER"])
async def test_forums_are_offered_whatever_case_and_accents(world: World, typed: str) -> None:
    """Each by its title, with the key as value."""
    offered = await world.alice.autocomplete(world.channel, "ask", "forum", typed, question="x")
    assert {"name", "value"} <= offered[0].keys()
    assert len(offered) == (1 if typed == "third" else 4)
    assert "edition:3" in [choice["value"] for choice in offered]


async def test_no_forum_is_offered_where_none_matches(world: World) -> None:
    """An empty list is an answer too."""
    assert await world.alice.autocomplete(world.channel, "ask", "forum", "zzz", question="x") == []


async def test_never_more_than_25_forums_are_offered(open_archive: OpenArchive) -> None:
    """Their names and values are never empty, nor longer than Discord allows."""
    files = {
        f"reports/{number:02}.md": f"---\nedition: {number}\ntitle: {title}\n---\n# R\n\nText.\n"
        for number, title in enumerate(["Forum " + "long " * 40], start=1)
    }
    files |= {
        f"reports/f{number}.md": f"---\nedition: {number}\ntitle: Forum {number}\n---\n# R\n\nT.\n"
        for number in range(2, 40)
    }
    files["reports/bidi.md"] = '---\nedition: 90\ntitle: "\\u202e\\u200b"\n---\n# R\n\nText.\n'
    async with open_archive(files) as world:
        for typed in ("", "forum", "long"):
            offered = await world.alice.autocomplete(
                world.channel, "ask", "forum", typed, question="x"
            )
            assert len(offered) == (1 if typed == "long" else 25)
            assert all(choice["name"].isprintable() for choice in offered)


async def test_nothing_in_a_document_does_anything(open_archive: OpenArchive) -> None:
    """Pings, masked links, fences and turned-round letters are shown as they are, or not at all."""
    evil = "@everyone @here <@1> <@&2> [click](https://evil.example) ```code``` ||spoiler||"
    text = f"# Fund {evil}\n\nThe wombat fund \u202eof\u202c {evil} has 5 million euros.\n"
    async with open_archive({"fund.md": text}) as world:
        question = "How many euros has the wombat fund?"
        shown = text_of(await world.alice.slash(world.channel, "ask", question=question))
        assert "5 million" in shown.replace("**", "")
        for mark in ("@everyone", "@here", "<@1>", "](https", "```", "||", "\u202e"):
            assert mark not in shown.replace("\\", "\\ ")
        assert world.last_body["allowed_mentions"] == {"parse": []}


async def test_a_question_is_deferred_while_another_is_worked_out(world: World) -> None:
    """The first response does not wait for the model."""
    asked = await world.held(
        lambda: world.alice.slash(world.channel, "ask", question=QUESTION),
        until=lambda: len(world.bodies("/callback")) == 1,
    )
    assert isinstance(asked, simcord.InteractionResult)
    assert world.bodies("/callback") == [{"type": 5}]
    await asyncio.sleep(0)
    assert "15 November 2018" in text_of(asked)
