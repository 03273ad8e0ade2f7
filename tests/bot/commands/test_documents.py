"""``/documents``: by kind and forum, a page at a time."""

import pytest
from tests.bot.world import World, labels_of, message_of, text_of


async def test_all_documents_come_by_kind(world: World) -> None:
    """Reports first; paged for each reader alone."""
    shown = await world.alice.slash(world.channel, "documents")
    assert "Page 1 of 4, 34 documents" in text_of(shown)
    assert "Third European Cluster Policy Forum" in text_of(shown)
    assert labels_of(shown) == ["Further"]
    bob = world.member("bob")
    turned = await bob.click(message_of(shown), label="Further")
    assert turned.ephemeral
    assert "Page 2 of 4" in text_of(turned)


@pytest.mark.parametrize("is_restarted", [False, True])
async def test_pages_keep_to_the_kind_and_the_forum(world: World, is_restarted: bool) -> None:
    """Both stand in the button, so that it works on after a restart."""
    shown = await world.alice.slash(
        world.channel, "documents", kind="presentation", forum="edition:3"
    )
    assert text_of(shown).startswith("Presentations")
    assert "Page 1 of 2, 12 documents" in text_of(shown)
    if is_restarted:
        await world.restart()
    turned = await world.alice.click(message_of(shown), label="Further")
    assert "Page 2 of 2, 12 documents" in text_of(turned)


async def test_a_kind_that_there_is_none_of_is_told(world: World) -> None:
    """With those that there are."""
    shown = await world.alice.slash(world.channel, "documents", kind="poem")
    assert len(world.errors()) == 1
    assert "there are Reports, Pages, Presentations" in text_of(shown)


async def test_kinds_and_forums_are_offered(world: World) -> None:
    """As they are in the archive."""
    offered = await world.alice.autocomplete(world.channel, "documents", "kind", "REP")
    assert [choice["value"] for choice in offered] == ["report"]
    assert [choice["name"] for choice in offered] == ["Reports"]
    forums = await world.alice.autocomplete(world.channel, "documents", "forum", "")
    assert [choice["value"] for choice in forums] == [f"edition:{n}" for n in (1, 2, 3, 4)]
