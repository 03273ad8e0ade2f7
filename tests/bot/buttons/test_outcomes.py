"""Outcomes on the subject of an answer."""

import hashlib

import pytest
from tests.bot.buttons.test_base import answered
from tests.bot.conftest import OpenArchive
from tests.bot.world import World, buttons_of, message_of, press, text_of


@pytest.mark.parametrize("is_restarted", [False, True])
async def test_outcomes_on_the_subject_come_to_the_presser_alone(
    world: World, is_restarted: bool
) -> None:
    """Oldest forum first, each with its source."""
    shown = await answered(world, "What does the forum say about digitisation?")
    if is_restarted:
        await world.restart()
    found = await press(world.alice, shown, "Outcomes on this")
    assert found.ephemeral
    assert "Third European Cluster Policy Forum" in text_of(found)


@pytest.mark.parametrize(
    ("question", "said", "unsaid"),
    [
        ("What were the outcomes of the third forum?", "The work on cluster excellence", "fourth"),
        ("When was the fourth forum held?", "building of skills", "cluster excellence"),
        ("What did the forum conclude on skills?", "building of skills", "cluster excellence"),
    ],
)
async def test_outcomes_are_those_of_the_subject(
    world: World, question: str, said: str, unsaid: str
) -> None:
    """Of the theme that a question names, else of its forum, whatever the question is for."""
    found = text_of(await press(world.alice, await answered(world, question), "Outcomes on this"))
    assert said in found
    assert unsaid not in found


async def test_nothing_on_the_subject_says_so(world: World) -> None:
    """Not with all that the archive has."""
    shown = await answered(world, "Who chaired the session on elephants?")
    assert "No outcome on this" in text_of(await press(world.alice, shown, "Outcomes on this"))


async def test_outcomes_on_a_question_of_several_lines_can_be_paged(
    open_archive: OpenArchive,
) -> None:
    """The subject stands in the buttons' ids, which are one line each."""
    items = "\n".join(f"- Skills need training and money {number}" for number in range(9))
    report = f"---\nedition: 1\nkind: report\n---\n# First\n\nText.\n\n## Outcomes\n\n{items}\n"
    async with open_archive({"reports/first.md": report}) as world:
        await world.alice.send(world.channel, f"{world.me} skills\nneed\ntraining")
        found = await press(world.alice, world.channel.last_message, "Outcomes on this")
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
