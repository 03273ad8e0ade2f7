"""What may be chosen from a list, and what is typed or handed over in place of it."""

import pytest
from tests.bot.conftest import OpenArchive
from tests.bot.world import World, text_of

from forumbot.bot.agenda import agenda_of
from forumbot.bot.choices import find_event, find_forum
from forumbot.errors import UsageError

EVENTS = """\
events:
  - {id: four, title: Fourth European Cluster Policy Forum, kind: forum, starts: 2019-03-14,
     timezone: Europe/Brussels}
  - {id: round, title: Monthly round, kind: meeting, starts: 2019-03-05 16:00,
     timezone: Europe/Brussels, rrule: FREQ=MONTHLY;BYDAY=1TU}
  - {id: cafe, title: Café Nord, kind: meeting, starts: 2019-03-06, timezone: Europe/Brussels}
  - {id: cafe-2, title: Café Süd, kind: meeting, starts: 2019-03-07, timezone: Europe/Brussels}
"""
PAGE = "# A page\n\nText.\n"


@pytest.mark.parametrize("typed", ["3rd forum", "third forum", "forum 3", "Third European"])
async def test_a_forum_is_offered_however_its_number_is_typed(world: World, typed: str) -> None:
    """By every command that asks for one."""
    for command in ("ask", "outcomes", "documents"):
        offered = await world.alice.autocomplete(world.channel, command, "forum", typed)
        assert [choice["value"] for choice in offered] == ["edition:3"]


async def test_a_forum_is_found_by_what_is_handed_over(world: World) -> None:
    """Its key, the label of its choice, its number, or the words that mean it alone."""
    label = "Third European Cluster Policy Forum"
    for typed in (
        "edition:3",
        label,
        label.lower(),
        "third forum",
        "3",
        "forum 3",
        "third european",
    ):
        assert find_forum(world.archive, typed).key == "edition:3"
    with pytest.raises(UsageError, match=r"several forums may be meant: .*; choose one from the"):
        find_forum(world.archive, "european cluster")
    for typed in ("ninth forum", "9", "elephants", ""):
        with pytest.raises(UsageError, match="there is no such forum"):
            find_forum(world.archive, typed)


async def test_an_event_is_found_by_what_is_handed_over(open_archive: OpenArchive) -> None:
    """Its id, the label of its choice as Discord may send it, its title or words of that."""
    async with open_archive({"page.md": PAGE, "events.yaml": EVENTS}) as world:
        agenda = await agenda_of(world.bot, world.guild.id)
        moderator = world.member("mona", manage_guild=True)
        offered = await moderator.autocomplete(world.channel, "remind add", "event", "")
        assert len(offered) > 4
        for choice in offered:
            assert find_event(agenda, choice["name"]).event_id == choice["value"]
            assert find_event(agenda, choice["value"]).event_id == choice["value"]
        for typed in ("4th forum", "Fourth European Cluster Policy Forum", "cluster policy"):
            assert find_event(agenda, typed).event_id == "four"
        assert find_event(agenda, "monthly round").event_id == "round"
        assert find_event(agenda, "cafe nord").event_id == "cafe"
        with pytest.raises(UsageError, match="several events may be meant: Café Nord; Café Süd;"):
            find_event(agenda, "café")
        for typed in ("R", "5th forum", ""):
            with pytest.raises(UsageError, match="there is no such event"):
                find_event(agenda, typed)


async def test_a_title_is_taken_for_its_event_by_the_commands(open_archive: OpenArchive) -> None:
    """Of moderators, where nothing was chosen from the list."""
    async with open_archive({"page.md": PAGE, "events.yaml": EVENTS}) as world:
        moderator = world.member("mona", manage_guild=True)
        general = {"channel": world.channel}
        for command, more in (
            ("remind add", general),
            ("event edit", {"place": "Vienna"}),
            ("event cancel", {}),
        ):
            shown = await moderator.slash(world.channel, command, event="cafe nord", **more)
            assert "Café Nord" in text_of(shown)
            assert "Is this what you mean?" in text_of(shown)
