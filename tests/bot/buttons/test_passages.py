"""Further passages on the question of an answer."""

import pytest
from tests.bot.buttons.test_base import QUESTION, answered
from tests.bot.world import World, labels_of, message_of, press, text_of


@pytest.mark.parametrize("is_restarted", [False, True])
async def test_more_passages_are_paged_for_the_presser_alone(
    world: World, is_restarted: bool
) -> None:
    """The first press makes a message of one's own, the next ones turn its pages."""
    shown = await answered(world)
    if is_restarted:
        await world.restart()
    bob = world.member("bob")
    first = await press(bob, shown, "More passages")
    assert first.ephemeral
    assert "Page 1 of 10" in text_of(first)
    assert labels_of(first) == ["Further"]
    await bob.click(message_of(first), label="Further")
    assert "Page 2 of 10" in text_of(first)
    assert labels_of(first) == ["Back", "Further"]
    await bob.click(message_of(first), label="Back")
    assert "Page 1 of 10" in text_of(first)
    assert text_of(shown).startswith(QUESTION)


async def test_every_page_of_passages_can_be_seen(world: World) -> None:
    """To the last one, which leads back only; each shows other passages."""
    turned = await press(world.alice, await answered(world), "More passages")
    pages = {text_of(turned)}
    while "Further" in labels_of(turned):
        await world.alice.click(message_of(turned), label="Further")
        pages.add(text_of(turned))
    assert len(pages) == 10
    assert labels_of(turned) == ["Back"]


async def test_passages_are_deferred_before_they_are_searched(world: World) -> None:
    """Discord gives three seconds for the first response."""
    shown = await answered(world)
    before = len(world.bodies("/callback"))
    pressed = await world.held(
        lambda: press(world.alice, shown, "More passages"),
        until=lambda: len(world.bodies("/callback")) > before,
    )
    assert "Page 1" in text_of(pressed)
