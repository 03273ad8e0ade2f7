"""Showing everybody an answer that was given to one member."""

import pytest
from tests.bot.buttons.test_base import QUESTION
from tests.bot.world import World, labels_of, message_of, text_of


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
    await world.member("bob").click(message_of(shared), label="More passages")


async def test_a_shared_answer_can_be_leant_on(world: World) -> None:
    """It is then the message in which that answer stands."""
    private = await world.alice.slash(world.channel, "ask", question=QUESTION, private=True)
    shared = await world.alice.click(message_of(private), label="Share in the channel")
    recorded = world.bot.store.answer_by_message(message_of(shared).id)
    assert recorded is not None
    assert recorded.question == QUESTION


async def test_sharing_counts_as_a_question(world: World) -> None:
    """One answer shared over and over would fill the channel."""
    private = await world.alice.slash(world.channel, "ask", question=QUESTION, private=True)
    for _time in range(world.service.settings.bot.questions_per_minute - 1):
        await world.alice.click(message_of(private), label="Share in the channel")
    refused = await world.alice.click(message_of(private), label="Share in the channel")
    assert refused.ephemeral
    assert "please ask again in" in text_of(refused)
