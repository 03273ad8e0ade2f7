"""Outcomes on the subject of an answer."""

import hashlib

import pytest
from tests.bot.buttons.test_base import answered
from tests.bot.conftest import OpenArchive
from tests.bot.world import World, buttons_of, message_of, text_of


@pytest.mark.parametrize("is_restarted", [False, True])
async def test_outcomes_on_the_subject_come_to_the_presser_alone(
    world: World, is_restarted: bool
) -> None:
    """Oldest forum first, each with its source."""
    shown = await answered(world, "What does the forum say about digitisation?")
    if is_restarted:
        await world.restart()
    found = await world.alice.click(shown, label="Outcomes on this")
    assert found.ephemeral
    assert "Third European Cluster Policy Forum" in text_of(found)


async def test_outcomes_on_a_question_of_several_lines_can_be_paged(
    open_archive: OpenArchive,
) -> None:
    """The subject stands in the buttons' ids, which are one line each."""
    items = "\n".join(f"- Skills need training and money {number}" for number in range(9))
    report = f"---\nedition: 1\nkind: report\n---\n# First\n\nText.\n\n## Outcomes\n\n{items}\n"
    async with open_archive({"reports/first.md": report}) as world:
        await world.alice.send(world.channel, f"{world.me} skills\nneed\ntraining")
        found = await world.alice.click(
            message_of(world.channel.last_message), label="Outcomes on this"
        )
        assert "Page 1 of 2" in text_of(found)
        await world.alice.click(message_of(found), label="Further")
        assert "Page 2 of 2" in text_of(found)


async def test_a_forum_without_a_number_can_be_paged_too(open_archive: OpenArchive) -> None:
    """Its key is a path, of which the ids of buttons hold a stand-in."""
    items = "\n".join(f"- Outcome of the meeting {number}" for number in range(9))
    report = f"---\nkind: report\ntitle: Meeting\n---\n# M\n\nText.\n\n## Outcomes\n\n{items}\n"
    name = f"reports/{'long' * 15}.md"
    async with open_archive({name: report}) as world:
        found = await world.alice.slash(world.channel, "outcomes", forum=name)
        await world.alice.click(message_of(found), label="Further")
        token = hashlib.sha256(name.encode()).hexdigest()[:8]
        assert world.bodies("/callback")
        assert any(token in str(button.custom_id) for button in buttons_of(found))
