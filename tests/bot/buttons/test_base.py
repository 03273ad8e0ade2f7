"""What is true of every button under an answer, before and after a restart."""

import pytest
import simcord
from tests.bot.world import World, text_of

QUESTION = "When was the third forum held?"
UNANSWERED = "Which quantum blockchain did the elephants buy?"
ON_ANSWERS = ["Helpful", "Not helpful", "More passages", "Outcomes on this", "Ask further"]


async def answered(world: World, question: str = QUESTION) -> simcord.ResponseMessage:
    """The answer to a question of Alice's, for all to see."""
    shown = (await world.alice.slash(world.channel, "ask", question=question)).response
    assert shown is not None
    return shown


@pytest.mark.parametrize("label", ON_ANSWERS[:4])
async def test_buttons_of_a_forgotten_answer_say_so(world: World, label: str) -> None:
    """The asker deleted the question, or its time was up."""
    shown = await answered(world)
    await world.alice.slash(world.channel, "privacy delete")
    assert "I no longer remember this question" in text_of(
        await world.alice.click(shown, label=label)
    )


@pytest.mark.parametrize("label", ON_ANSWERS)
async def test_a_press_that_is_delivered_twice_is_answered_once(world: World, label: str) -> None:
    """Nothing more is sent."""
    await world.alice.click(await answered(world), label=label)
    sent = len(world.env.http_requests)
    await world.deliver_again("INTERACTION_CREATE")
    assert len(world.env.http_requests) == sent


async def test_an_unexpected_error_of_a_button_is_one_sentence_with_a_reference(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    """The rest stands in the log."""
    shown = await answered(world)
    world.embedder.failure = RuntimeError("a secret path")
    said = text_of(await world.alice.click(shown, label="More passages"))
    assert world.errors() == []
    assert "Something went wrong" in said
    assert "secret" not in said
    assert said.split("`")[1] in caplog.text
