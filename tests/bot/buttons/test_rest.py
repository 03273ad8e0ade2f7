"""What stands behind the last button under an answer."""

import pytest
from tests.bot.buttons.test_base import BEHIND, UNANSWERED, answered
from tests.bot.world import World, labels_of, press, text_of


@pytest.mark.parametrize("is_restarted", [False, True])
async def test_the_rest_is_shown_to_the_presser_alone(world: World, is_restarted: bool) -> None:
    """The answer keeps its own three buttons."""
    shown = await answered(world)
    if is_restarted:
        await world.restart()
    rest = await world.member("bob").click(shown, label="More…")
    assert rest.ephemeral
    assert labels_of(rest) == BEHIND
    assert len(labels_of(shown)) == 3


async def test_there_is_no_vote_where_there_is_no_answer(world: World) -> None:
    """There is what it would need."""
    rest = await world.alice.click(await answered(world, UNANSWERED), label="More…")
    assert labels_of(rest) == ["What would it need?", "More passages", "Outcomes on this"]


async def test_a_vote_from_behind_counts(world: World) -> None:
    """As if its button stood under the answer."""
    shown = await answered(world)
    assert "So far: 1 not helpful." in text_of(await press(world.alice, shown, "Not helpful"))
