"""What comes, page by page, and what it is limited to."""

import pytest
from tests.bot.conftest import OpenArchive
from tests.bot.world import World, labels_of, message_of, text_of

PAGE = "# A page\n\nText.\n"
MANY = "events:\n" + "".join(
    f"  - {{id: e-{day}, title: Round {day}, kind: meeting, starts: 2019-03-{day:02},\n"
    f"     timezone: Europe/Brussels, place: {'Vienna' if day < 3 else 'Bonn'}}}\n"
    for day in range(1, 13)
)


@pytest.mark.parametrize("is_restarted", [False, True])
async def test_events_come_page_by_page(open_archive: OpenArchive, is_restarted: bool) -> None:
    """Five on each, numbered through, each with its reminder; the reader turns them alone."""
    async with open_archive({"page.md": PAGE, "events.yaml": MANY}) as world:
        shown = await world.alice.slash(world.channel, "events")
        assert "Page 1 of 3, 12 events" in text_of(shown)
        reminders = [str(number) for number in range(1, 6)]
        assert labels_of(shown) == [*reminders, "Further", "Add to calendar"]
        if is_restarted:
            await world.restart()
        turned = await world.member("bob").click(message_of(shown), label="Further")
        assert turned.ephemeral
        assert "6\\. **Round 6**" in text_of(turned)
        assert labels_of(turned)[-3:] == ["Back", "Further", "Add to calendar"]
        assert labels_of(turned)[0] == "6"


@pytest.mark.parametrize(
    ("chosen", "count", "title"),
    [
        ({"when": "next month"}, 12, "Events: March 2019"),
        ({"when": "2 March"}, 1, "Events: 2 March 2019"),
        ({"when": "April"}, 0, "Events: April 2019"),
        ({"when": "3 March - 5 March"}, 3, "Events: 3 March 2019 – 5 March"),
        ({"when": "dal 3 al 5 marzo"}, 3, "Events: 3 March 2019 – 5 March"),
        ({"when": "in two weeks"}, 1, "Events: 6 March 2019"),
        ({"about": "vienna"}, 2, "Events: vienna"),
        ({"about": "round 7"}, 1, "Events: round 7"),
        (
            {"when": "in March: 2019", "about": "bonn", "kind": "meeting"},
            10,
            "Events: meeting · Mar",
        ),
    ],
)
async def test_events_are_chosen_by_time_and_words(
    open_archive: OpenArchive, chosen: dict[str, str], count: int, title: str
) -> None:
    """What they were chosen by stands above, and the pages keep to it."""
    async with open_archive({"page.md": PAGE, "events.yaml": MANY}) as world:
        shown = await world.alice.slash(world.channel, "events", **chosen)
        assert text_of(shown).startswith(title)
        assert ("No event to show." in text_of(shown)) is (count == 0)
        if count > 5:
            assert f"{count} events" in text_of(shown)
            turned = await world.alice.click(message_of(shown), label="Further")
            assert f"Page 2 of {-(-count // 5)}, {count} events" in text_of(turned)


async def test_a_time_that_is_none_is_refused_with_examples(world: World) -> None:
    """It says what to write."""
    said = text_of(await world.alice.slash(world.channel, "events", when="soonish"))
    world.errors()
    assert "write, for example, next month, this week, May or 14 March" in said
