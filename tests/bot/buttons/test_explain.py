"""How an answer came about, for maintainers alone."""

import pytest
from tests.bot.buttons.test_base import BEHIND, answered
from tests.bot.commands.test_archive import maintainer
from tests.bot.world import World, labels_of, press, text_of

from forumbot.bot.records import GuildSettings


@pytest.mark.parametrize("is_restarted", [False, True])
async def test_a_maintainer_sees_the_stages_of_an_answer(world: World, is_restarted: bool) -> None:
    """Behind the last button, for them alone; the answer itself stays as it is."""
    keeper, shown = maintainer(world), await answered(world)
    rest = (await keeper.click(shown, label="More…")).response
    assert rest is not None
    assert labels_of(rest) == [*BEHIND, "Explain"]
    if is_restarted:
        await world.restart()
    explained = await press(keeper, rest, "Explain")
    assert explained.ephemeral
    for part in ("**read as**", "**searched for**", "**decided**", "confidence", "third-forum"):
        assert part in text_of(explained)


async def test_others_do_not_see_the_button_and_are_refused(world: World) -> None:
    """Who was a maintainer when they saw it may be none by now."""
    keeper, shown = maintainer(world), await answered(world)
    rest = (await keeper.click(shown, label="More…")).response
    assert rest is not None
    world.bot.store.save_settings(GuildSettings(world.guild.id))
    assert "Only maintainers can do that" in text_of(await press(keeper, rest, "Explain"))
    assert "Explain" not in labels_of(await world.alice.click(shown, label="More…"))


async def test_what_was_answered_without_passages_is_explained_by_its_kind(world: World) -> None:
    """So is a list of the archive's structure."""
    keeper = maintainer(world)
    shown = await answered(world, "Which documents do you have?")
    rest = (await keeper.click(shown, label="More…")).response
    assert rest is not None
    assert "by the kind: overview" in text_of(await press(keeper, rest, "Explain"))
