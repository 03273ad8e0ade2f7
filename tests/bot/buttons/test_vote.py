"""Votes on an answer."""

import pytest
from tests.bot.buttons.test_base import answered
from tests.bot.world import World, press, text_of


@pytest.mark.parametrize("is_restarted", [False, True])
async def test_a_member_has_one_vote_and_may_change_it(world: World, is_restarted: bool) -> None:
    """The count is told to the voter alone; a restart loses no vote."""
    shown = await answered(world)
    vote = await press(world.alice, shown, "Helpful")
    assert vote.ephemeral
    assert "So far: 1 helpful." in text_of(vote)
    if is_restarted:
        await world.restart()
    assert "So far: 1 helpful." in text_of(await press(world.alice, shown, "Helpful"))
    bob = world.member("bob")
    assert "So far: 2 helpful." in text_of(await press(bob, shown, "Helpful"))
    assert "So far: 1 helpful, 1 not helpful." in text_of(
        await press(world.alice, shown, "Not helpful")
    )


async def test_votes_are_stored_without_the_members_names_or_ids(world: World) -> None:
    """Nothing in the file tells who voted."""
    await press(world.alice, await answered(world), "Helpful")
    raw = b"".join(path.read_bytes() for path in world.data.glob("bot.sqlite*"))
    assert b"alice" not in raw
    assert str(world.alice.id).encode() not in raw
    assert world.alice.id.to_bytes(8, "big") not in raw
