"""What is true of every button under an answer, before and after a restart."""

import sqlite3

import pytest
import simcord
from tests.bot.world import World, labels_of, press, text_of

QUESTION = "When was the third forum held?"
UNANSWERED = "Which quantum blockchain did the elephants buy?"
IN_SIGHT = ["Ask further", "Helpful", "More…"]
BEHIND = ["Helpful", "Not helpful", "More passages", "Outcomes on this"]


async def answered(world: World, question: str = QUESTION) -> simcord.ResponseMessage:
    """The answer to a question of Alice's, for all to see."""
    shown = (await world.alice.slash(world.channel, "ask", question=question)).response
    assert shown is not None
    return shown


@pytest.mark.parametrize("label", BEHIND)
async def test_buttons_of_a_forgotten_answer_say_so(world: World, label: str) -> None:
    """The asker deleted the question, or its time was up."""
    rest = await world.alice.click(await answered(world), label="More…")
    await world.alice.slash(world.channel, "privacy delete")
    assert "I no longer remember this question" in text_of(await press(world.alice, rest, label))


@pytest.mark.parametrize("label", [*BEHIND, "Ask further", "More…"])
async def test_a_press_that_is_delivered_twice_is_answered_once(world: World, label: str) -> None:
    """Nothing more is sent."""
    await press(world.alice, await answered(world), label)
    sent = len(world.env.http_requests)
    await world.deliver_again("INTERACTION_CREATE")
    assert len(world.env.http_requests) == sent


async def test_an_unexpected_error_of_a_button_is_one_sentence_with_a_reference(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    """The rest stands in the log."""
    shown = await answered(world)
    world.embedder.failure = RuntimeError("a secret path")
    said = text_of(await press(world.alice, shown, "More passages"))
    assert world.errors() == []
    assert "Something went wrong" in said
    assert "secret" not in said
    assert said.split("`")[1] in caplog.text


@pytest.mark.parametrize("label", [*BEHIND, "Ask further", "More…"])
async def test_an_answer_is_pressed_on_where_it_was_given(world: World, label: str) -> None:
    """Neither another server nor another member's messages lead to it, whatever a payload holds."""
    shown = await standing(world, label)
    with sqlite3.connect(world.data / "bot.sqlite") as connection:
        connection.execute("UPDATE answer SET guild_id = 1")
    connection.close()
    assert "belongs to another server" in await pressed_on(world, shown, label)


@pytest.mark.parametrize("label", [*BEHIND, "Ask further", "More…"])
async def test_a_private_answer_is_its_asker_s(world: World, label: str) -> None:
    """Nobody else gets further by its id."""
    shown = await standing(world, label)
    with sqlite3.connect(world.data / "bot.sqlite") as connection:
        connection.execute("UPDATE answer SET is_private = 1, asker = x'00'")
    connection.close()
    assert "for its asker alone" in await pressed_on(world, shown, label)


async def standing(world: World, label: str) -> simcord.ResponseMessage:
    """The message with that button: an answer, or the rest of its buttons."""
    shown = await answered(world)
    if label in labels_of(shown):
        return shown
    rest = (await world.alice.click(shown, label="More…")).response
    assert rest is not None
    return rest


async def pressed_on(world: World, shown: simcord.ResponseMessage, label: str) -> str:
    """What Alice is told to a press, and to the form that it may open."""
    told = await world.alice.click(shown, label=label)
    if told.modal is not None:
        told = await world.alice.submit_modal(told, {"question": "and where?"})
    return text_of(told)
