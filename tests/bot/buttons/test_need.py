"""What the archive would need to answer."""

import pytest
from tests.bot.buttons.test_base import UNANSWERED, answered
from tests.bot.world import World, press, text_of


@pytest.mark.parametrize("is_restarted", [False, True])
async def test_what_an_answer_would_need_is_said(world: World, is_restarted: bool) -> None:
    """The words that no document holds, and who can add one."""
    shown = await answered(world, UNANSWERED)
    if is_restarted:
        await world.restart()
    need = await press(world.alice, shown, "What would it need?")
    assert need.ephemeral
    assert "No document in the archive mentions: quantum, blockchain, elephants" in text_of(need)
    assert "/archive gaps" in text_of(need)


async def test_where_all_words_are_known_the_link_between_them_is_missing(world: World) -> None:
    """It would be wrong to say that a word is not there."""
    shown = await answered(world, "When did the ClusterXchange pilot start?")
    need = await press(world.alice, shown, "What would it need?")
    assert "The archive has these words" in text_of(need)
