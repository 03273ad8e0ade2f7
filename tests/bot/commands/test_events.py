"""``/events``: what comes, in each reader's own time."""

from datetime import UTC, datetime
from typing import Any

import pytest
from tests.bot.conftest import OpenArchive
from tests.bot.world import World, labels_of, message_of, text_of

EVENTS = """\
events:
  - {id: web, title: "Webinar @everyone", kind: webinar, starts: 2019-02-21 10:30,
     ends: 2019-02-21 12:00, timezone: Europe/Brussels, place: "[here](https://evil.example)"}
  - {id: day, title: Forum day, kind: forum, starts: 2019-03-01, timezone: Europe/Vienna}
  - {id: old, title: Old forum, kind: forum, starts: 2018-03-01, timezone: Europe/Vienna}
"""
PAGE = "# A page\n\nText.\n"


async def test_what_comes_is_listed_in_order(world: World) -> None:
    """From the clock that was handed in; what is over is left out."""
    said = text_of(await world.alice.slash(world.channel, "events"))
    titles = ["Fourth European Cluster Policy Forum", "European Cluster Conference 2019"]
    assert [said.index(title) for title in titles] == sorted(said.index(t) for t in titles)
    assert "Third European Cluster Policy Forum" not in said
    assert "14 March 2019" in said


async def test_times_are_each_reader_s_own(open_archive: OpenArchive) -> None:
    """By Discord's timestamps; days of no hour are written out, as they are the same for all."""
    starts = int(datetime(2019, 2, 21, 9, 30, tzinfo=UTC).timestamp())
    async with open_archive({"page.md": PAGE, "events.yaml": EVENTS}) as world:
        said = text_of(await world.alice.slash(world.channel, "events"))
        assert f"<t:{starts}:F>" in said
        assert f"<t:{starts + 5400}:t>" in said
        assert f"<t:{starts}:R>" in said
        assert "Friday 1 March 2019 (<t:" in said
        assert "Old forum" not in said


async def test_nothing_in_an_event_does_anything(open_archive: OpenArchive) -> None:
    """Titles and places are text."""
    async with open_archive({"page.md": PAGE, "events.yaml": EVENTS}) as world:
        said = text_of(await world.alice.slash(world.channel, "events"))
        assert "@everyone" not in said
        assert "](https" not in said


async def test_one_kind_may_be_chosen(open_archive: OpenArchive) -> None:
    """A kind of which nothing comes says so."""
    async with open_archive({"page.md": PAGE, "events.yaml": EVENTS}) as world:
        forums = text_of(await world.alice.slash(world.channel, "events", kind="forum"))
        assert "Forum day" in forums
        assert "Webinar" not in forums
        none = text_of(await world.alice.slash(world.channel, "events", kind="deadline"))
        assert "No event to show." in none


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
        reminders = [f"Remind me of {number}" for number in range(1, 6)]
        assert labels_of(shown) == [*reminders, "Further", "Add to calendar"]
        if is_restarted:
            await world.restart()
        turned = await world.member("bob").click(message_of(shown), label="Further")
        assert turned.ephemeral
        assert "6\\. **Round 6**" in text_of(turned)
        assert labels_of(turned)[-3:] == ["Back", "Further", "Add to calendar"]
        assert labels_of(turned)[0] == "Remind me of 6"


@pytest.mark.parametrize(
    ("chosen", "count", "title"),
    [
        ({"when": "next month"}, 12, "Events: March 2019"),
        ({"when": "2 March"}, 1, "Events: 2 March 2019"),
        ({"when": "April"}, 0, "Events: April 2019"),
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


async def test_kinds_are_those_that_events_have(world: World) -> None:
    """As a fixed list of choices."""
    commands: list[Any] = world.bodies("/commands")[0]  # type: ignore[assignment]
    events = next(command for command in commands if command["name"] == "events")
    offered = [choice["value"] for choice in events["options"][0]["choices"]]
    assert {"forum", "conference", "deadline"} <= set(offered)


async def test_a_broken_calendar_says_so_in_one_sentence(open_archive: OpenArchive) -> None:
    """What can be read of it is still listed."""
    broken = f"{EVENTS}  - {{id: bad, title: Bad, kind: forum, starts: soon}}\n"
    async with open_archive({"page.md": PAGE, "events.yaml": broken}) as world:
        assert "Forum day" in text_of(await world.alice.slash(world.channel, "events"))


async def test_no_calendar_is_no_error(open_archive: OpenArchive) -> None:
    """An archive need not have one."""
    async with open_archive({"page.md": PAGE}) as world:
        assert "No event to show." in text_of(await world.alice.slash(world.channel, "events"))


async def test_events_are_listed_in_direct_messages(world: World) -> None:
    """The same there."""
    assert "Fourth European" in text_of(await world.alice.user.slash("events"))
