"""The bot as a whole: registration, deliveries, new generations, its log."""

import asyncio
import logging
from typing import Any

import pytest
from tests.bot.conftest import OpenArchive
from tests.bot.discord_description import PATH
from tests.bot.world import WATCH_SECONDS, World, message_of, press, text_of

from forumbot.bot.records import GuildSettings

QUESTION = "When was the third forum held?"
FUND = "# Fund\n\nThe wombat fund has 5 million euros.\n"


def test_discords_description_is_there() -> None:
    """Where it is not, this line says that request bodies are not held against it."""
    if not PATH.is_file():
        pytest.skip("../shared/discord/openapi.json is absent: requests are not held against it")


async def test_no_privileged_intent_is_asked_for(world: World) -> None:
    """The world approves of none, or the bot could not have logged in."""
    assert not world.bot.intents.message_content
    assert not world.bot.intents.members
    assert not world.bot.intents.presences
    assert world.bot.is_ready()


def registrations(world: World) -> list[Any]:
    """What Discord was sent as the commands, each time."""
    return [
        sent.json for sent in world.env.http_requests
        if sent.method == "PUT" and sent.path.endswith("/commands")
    ]  # fmt: skip


async def test_commands_are_registered_only_when_they_changed(world: World) -> None:
    """A second start sends none; one with another command sends them all."""
    assert len(registrations(world)) == 1
    await world.restart()
    await world.restart()
    assert len(registrations(world)) == 1
    world.bot.store.save_command_hash(world.bot.application_id or 0, "of an older release")
    await world.restart()
    assert len(registrations(world)) == 2


async def test_the_commands_of_the_contract_are_registered(world: World) -> None:
    """Under their names, in guilds and in direct messages as far as they make sense there."""
    manager = world.member("manager", manage_guild=True)
    everywhere = {
        "ask",
        "outcomes",
        "documents",
        "events",
        "help",
        "privacy show",
        "privacy delete",
    }
    archive = {f"archive {name}" for name in ("status", "rebuild", "rollback", "gaps")}
    assert everywhere | archive <= set(manager.available_commands(world.channel))
    assert set(world.alice.user.available_commands()) == everywhere
    (sent,) = registrations(world)
    assert [command["name"] for command in sent if command.get("type") == 3] == ["Ask the archive"]


async def test_an_interaction_that_is_delivered_twice_is_answered_once(world: World) -> None:
    """Nothing more is sent, and nobody's count of questions grows."""
    await world.alice.slash(world.channel, "ask", question=QUESTION)
    sent = len(world.env.http_requests)
    await world.deliver_again("INTERACTION_CREATE")
    assert len(world.env.http_requests) == sent
    assert world.bot.store.held_about(world.alice.id).questions == 1


@pytest.mark.parametrize(
    "command", ["ask", "outcomes", "documents", "events", "help", "privacy show", "privacy delete"]
)
async def test_every_command_is_deferred_before_its_work(world: World, command: str) -> None:
    """The first request is the deferral, the second fills it in."""
    before = len(world.env.http_requests)
    options = {"question": QUESTION} if command == "ask" else {}
    await world.alice.slash(world.channel, command, **options)
    first, second = world.env.http_requests[before:]
    assert first.path.endswith("/callback")
    assert first.json is not None
    assert first.json["type"] == 5
    assert second.path.endswith("/messages/@original")


async def test_questions_are_deferred_while_others_are_worked_out(
    open_archive: OpenArchive,
) -> None:
    """All of them, before the first is answered; then they are encoded together."""
    async with open_archive({"fund.md": FUND}) as world:
        members = [world.member(f"member{number}") for number in range(4)]
        questions = [
            (member, f"Who paid for the room of forum {place}?")
            for place, member in enumerate(members)
        ]
        before = len(world.bodies("/callback"))
        results = await world.held(
            lambda: world.ask_at_once(questions),
            until=lambda: len(world.bodies("/callback")) == before + len(members),
        )
        assert all("How sure" in text_of(one) or "archive" in text_of(one) for one in results)
        assert len(world.embedder.batches) <= 3
        embedded = [text for batch in world.embedder.batches for text in batch]
        assert sum(text.startswith("Who paid for the room") for text in embedded) == len(members)


async def test_the_same_question_of_many_is_worked_out_once(world: World) -> None:
    """A question asked twice in a minute is not worked out twice; later it is."""
    bob = world.member("bob")
    results = await world.ask_at_once([(world.alice, QUESTION), (bob, QUESTION)])
    assert text_of(results[0]) == text_of(results[1])
    await bob.send(world.channel, f"{world.me} {QUESTION}")
    assert [batch.count(QUESTION) for batch in world.embedder.batches] == [1]
    world.clock.forward(seconds=61)
    await bob.slash(world.channel, "ask", question=QUESTION)
    assert [batch.count(QUESTION) for batch in world.embedder.batches] == [1, 1]


async def test_an_unexpected_error_is_one_sentence_with_a_reference(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    """The rest stands in the log under that reference."""
    world.embedder.failure = RuntimeError("a secret path")
    said = text_of(await world.alice.slash(world.channel, "ask", question=QUESTION))
    assert len(world.errors()) == 1
    assert said.startswith("Something went wrong on my side.")
    assert "secret" not in said
    assert f"reference {said.split('`')[1]}" in caplog.text
    assert "a secret path" in caplog.text


async def test_what_is_wrong_with_the_store_is_no_business_of_members(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    """Its path stands in the log alone."""
    world.bot.store.close()
    said = text_of(await world.alice.slash(world.channel, "privacy show"))
    assert len(world.errors()) == 1
    assert "sqlite" not in said
    assert f"reference {said.split('`')[1]}" in caplog.text
    assert "bot.sqlite" in caplog.text


async def test_an_interaction_that_has_expired_is_let_go(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    """Nobody is left to answer; it is no error."""
    world.env.inject_error("POST", "/interactions/*/callback", status=404, code=10062)
    await world.alice.slash(world.channel, "ask", question=QUESTION)
    assert len(world.errors()) == 1
    assert [entry for entry in caplog.records if entry.levelno >= logging.ERROR] == []
    assert world.bodies("/@original") == []


async def test_a_failed_autocomplete_is_only_logged(world: World) -> None:
    """Members then type the name themselves."""
    world.env.inject_error("POST", "/interactions/*/callback", status=404, code=10062)
    assert await world.alice.autocomplete(world.channel, "ask", "forum", "thi", question="x") == []
    world.errors()
    assert await world.alice.autocomplete(world.channel, "ask", "forum", "thi", question="x") != []


async def test_a_generation_of_another_process_is_taken_up(open_archive: OpenArchive) -> None:
    """Within seconds, without a restart and without a failed question."""
    async with open_archive({"fund.md": FUND}) as world:
        path = world.service.settings.knowledge / "zebras.md"
        path.write_text("# Zebras\n\nThe zebra fund has 9 million euros.\n", encoding="utf-8")
        await asyncio.to_thread(_built, world)
        for fund, million in (("wombat", "5 million"), ("zebra", "9 million")):
            question = f"How many euros has the {fund} fund?"
            shown = await world.alice.slash(world.channel, "ask", question=question)
            assert million in text_of(shown).replace("**", "")
            await world.env.advance_time(WATCH_SECONDS + 5)


def _built(world: World) -> None:
    world.service.build(strict=True, on_progress=lambda _step, _done, _total: None)


async def test_a_damaged_generation_is_named_and_the_old_one_answers_on(
    open_archive: OpenArchive, caplog: pytest.LogCaptureFixture
) -> None:
    """As soon as a good one is published it is taken up."""
    async with open_archive({"fund.md": FUND}) as world:
        manifest = await asyncio.to_thread(
            world.service.build, strict=True, on_progress=lambda _step, _done, _total: None
        )
        passages = (
            world.service.settings.index / "generations" / manifest.generation / "passages.jsonl"
        )
        passages.write_text("{}\n", encoding="utf-8")
        await world.env.advance_time(WATCH_SECONDS + 5)
        assert "passages.jsonl" in caplog.text
        shown = await world.alice.slash(world.channel, "ask", question="How big is the fund?")
        assert "5 million" in text_of(shown)
        await asyncio.to_thread(_built, world)
        caplog.clear()
        await world.env.advance_time(WATCH_SECONDS + 5)
        assert "passages.jsonl" not in caplog.text


async def test_at_the_start_the_log_names_what_is_wrong_with_a_guild(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    """Channels and roles that are gone, and permissions that are missing."""
    quiet = world.channel_where("quiet", send_messages=False, read_message_history=False)
    settings = GuildSettings(
        world.guild.id,
        answer_channel_ids=frozenset({quiet.id, 111}),
        maintainer_role_ids=frozenset({222}),
        announcement_channel_id=333,
    )
    world.bot.store.save_settings(settings)
    await world.restart()
    for words in (
        "The channel 111 is gone", "The channel 333 is gone", "The role 222 is gone",
        f"In <#{quiet.id}> I lack the permission to send messages",
    ):  # fmt: skip
        assert f"guild {world.guild.id}: {words}" in caplog.text


async def test_a_sound_guild_is_not_mentioned_in_the_log(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    """Nor is one that the bot has no settings of."""
    settings = GuildSettings(world.guild.id, answer_channel_ids=frozenset({world.channel.id}))
    world.bot.store.save_settings(settings)
    await world.restart()
    assert f"guild {world.guild.id}" not in caplog.text


async def test_a_guild_that_the_bot_leaves_is_forgotten(world: World) -> None:
    """Its settings and the questions asked there."""
    await world.alice.slash(world.channel, "ask", question=QUESTION)
    world.bot.store.save_settings(GuildSettings(world.guild.id, timezone="UTC"))
    await world.bot.on_guild_remove(world.guild_of_bot)
    assert world.bot.store.all_settings() == ()
    assert world.bot.store.held_about(world.alice.id).questions == 0


async def test_old_questions_are_forgotten_by_themselves(world: World) -> None:
    """After as many days as the configuration says; looked after once a day."""
    await world.alice.slash(world.channel, "ask", question=QUESTION)
    world.clock.forward(days=world.service.settings.bot.retention_days, seconds=1)
    await world.env.advance_time(WATCH_SECONDS + 5)
    assert world.bot.store.held_about(world.alice.id).questions == 0


async def test_a_member_who_votes_after_a_kill_finds_everything_there(world: World) -> None:
    """What was answered is written before the answer is shown."""
    shown = await world.alice.slash(world.channel, "ask", question=QUESTION)
    await press(world.alice, message_of(shown), "Helpful")
    world.bot.store.save_settings(GuildSettings(world.guild.id, timezone="Europe/Vienna"))
    await world.restart()
    assert world.bot.store.settings(world.guild.id).timezone == "Europe/Vienna"
    assert "2 helpful" in text_of(await press(world.member("bob"), message_of(shown), "Helpful"))
