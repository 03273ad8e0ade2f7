"""Showing everybody an answer that was given to one member."""

from dataclasses import replace
from typing import Any

import pytest
from tests.bot.buttons.test_base import QUESTION
from tests.bot.world import World, labels_of, message_of, press, text_of

from forumbot.bot.commands import ask
from forumbot.bot.conversation import work_out
from forumbot.bot.messenger import Attachment, Reply

PAGE = Attachment("page.png", b"\x89PNG of a page")


@pytest.mark.parametrize("is_restarted", [False, True])
async def test_a_private_answer_is_shared_as_it_stands(world: World, is_restarted: bool) -> None:
    """The very words that the asker read, also where they came from one forum alone."""
    private = await world.alice.slash(
        world.channel, "ask", question="What are the topics?", forum="edition:4", private=True
    )
    if is_restarted:
        await world.restart()
    shared = await world.alice.click(message_of(private), label="Share in the channel")
    assert not shared.ephemeral
    assert text_of(shared) == text_of(private)
    assert "Share in the channel" not in labels_of(shared)
    await press(world.member("bob"), message_of(shared), "More passages")


async def test_the_files_of_an_answer_are_shared_with_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whole and under their names."""

    async def with_a_page(*asked: Any, **more: Any) -> tuple[Reply, str | None]:
        reply, answer_id = await work_out(*asked, **more)
        return replace(reply, attachments=(PAGE,)), answer_id

    monkeypatch.setattr(ask, "work_out", with_a_page)
    private = await world.alice.slash(world.channel, "ask", question=QUESTION, private=True)
    shared = await world.alice.click(message_of(private), label="Share in the channel")
    (sent,) = message_of(shared).attachments
    assert (sent.filename, await sent.read()) == (PAGE.name, PAGE.content)


async def test_a_shared_answer_can_be_leant_on(world: World) -> None:
    """It is then the message in which that answer stands."""
    private = await world.alice.slash(world.channel, "ask", question=QUESTION, private=True)
    shared = await world.alice.click(message_of(private), label="Share in the channel")
    recorded = world.bot.store.answer_by_message(message_of(shared).id)
    assert recorded is not None
    assert recorded.question == QUESTION


async def test_an_answer_is_shared_once(world: World) -> None:
    """Whoever presses again, or twice at once, is told that it stands there already."""
    private = await world.alice.slash(world.channel, "ask", question=QUESTION, private=True)
    await world.alice.click(message_of(private), label="Share in the channel")
    again = await world.alice.click(message_of(private), label="Share in the channel")
    assert again.ephemeral
    assert "This answer stands in the channel already." in text_of(again)
    assert len(world.channel.history(viewer=world.member("bob"))) == 1


async def test_sharing_counts_as_a_question(world: World) -> None:
    """Answers shared one after another would fill the channel."""
    private = await world.alice.slash(world.channel, "ask", question=QUESTION, private=True)
    for _time in range(world.service.settings.bot.questions_per_minute - 1):
        world.bot.cooldown.take(world.alice.id)
    refused = await world.alice.click(message_of(private), label="Share in the channel")
    assert refused.ephemeral
    assert "please ask again in" in text_of(refused)
