"""Choosing one of the subjects that an answer offers."""

from tests.bot.world import World, labels_of, message_of, text_of


async def test_a_number_asks_its_question_also_after_a_restart(world: World) -> None:
    """What was offered is worked out anew."""
    shown = await world.alice.slash(world.channel, "ask", question="what about skills?")
    assert labels_of(shown)[:2] == ["1", "2"]
    await world.restart()
    chosen = await world.alice.click(message_of(shown), label="1")
    assert "Fourth European Cluster Policy Forum" in text_of(chosen)
    assert "skills" in text_of(chosen)
    assert "1" not in labels_of(chosen)


async def test_what_is_chosen_of_a_private_answer_is_private(world: World) -> None:
    """Nobody else sees what a member asked alone."""
    shown = await world.alice.slash(
        world.channel, "ask", question="what about skills?", private=True
    )
    chosen = await world.alice.click(message_of(shown), label="2")
    assert chosen.ephemeral


async def test_other_answers_have_no_numbers(world: World) -> None:
    """They offer nothing to choose from."""
    shown = await world.alice.slash(world.channel, "ask", question="When was the third forum held?")
    assert "1" not in labels_of(shown)
