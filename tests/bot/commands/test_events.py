"""``/events``: what comes, in each reader's own time."""

from datetime import UTC, datetime
from typing import Any

from tests.bot.conftest import OpenArchive
from tests.bot.world import World, text_of

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
