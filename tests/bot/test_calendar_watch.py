"""A calendar with a fault: the last good one stays in force, and who keeps it is told."""

from datetime import timedelta

import pytest
from tests.bot.commands.test_remind import EVENTS, PAGE, announce, leads, moderator, opened, wake
from tests.bot.conftest import OpenArchive
from tests.bot.world import World, text_of

BROKEN = {
    "yaml": (EVENTS.replace("kind: forum, starts: 2019-03-14", "kind: [forum, starts: 2019", 1), 2),
    "date": (EVENTS.replace("starts: 2019-05-20", "starts: 2019-05-32"), 5),
    "bytes": ("\x00", 1),
}


def write(world: World, text: str) -> None:
    """Replace the file of events."""
    path = world.service.events_file
    path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize("fault", BROKEN)
async def test_a_fault_in_the_calendar_is_told_and_takes_nothing_away(
    open_archive: OpenArchive, fault: str
) -> None:
    """In the status, in the list of reminders, in the channel of reports; the line is named."""
    text, line = BROKEN[fault]
    async with opened(open_archive) as world:
        boss, reports = moderator(world), world.guild.create_text_channel("reports")
        await boss.slash(world.channel, "settings reports", channel=reports)
        planned = leads(world)
        write(world, text)
        await wake(world)
        assert leads(world) == planned
        assert "Fourth forum" in text_of(await world.alice.slash(world.channel, "events"))
        where = f"events.yaml, line {line}"
        for command in ("archive status", "remind list"):
            assert where in text_of(await boss.slash(world.channel, command))
        (report,) = reports.history()
        assert where in text_of(report)
        assert "calendar of the archive has faults" in text_of(report)


async def test_a_fault_is_reported_once_and_again_after_it_was_mended(
    open_archive: OpenArchive,
) -> None:
    """Not at every plan, nor after a restart."""
    async with opened(open_archive) as world:
        boss, reports = moderator(world), world.guild.create_text_channel("reports")
        await boss.slash(world.channel, "settings reports", channel=reports)
        for _time in range(2):
            write(world, BROKEN["date"][0])
            for _plan in range(3):
                await wake(world)
            write(world, EVENTS)
            world.clock.forward(minutes=10)
            await wake(world)
            await world.restart()
            await wake(world)
        assert len([one for one in reports.history() if "faults" in text_of(one)]) == 2
        assert "Calendar" not in text_of(await boss.slash(world.channel, "archive status"))
        assert "fault" not in text_of(await world.alice.slash(world.channel, "events"))


async def test_a_calendar_with_faults_from_the_first_is_told_as_what_can_be_read_of_it(
    open_archive: OpenArchive,
) -> None:
    """Not as the calendar of the day of that reading; the report comes once."""
    files = {"page.md": PAGE, "events.yaml": BROKEN["date"][0]}
    async with open_archive(files) as world:
        boss, reports = moderator(world), world.guild.create_text_channel("reports")
        await boss.slash(world.channel, "settings reports", channel=reports)
        for saved in range(2):
            write(world, BROKEN["date"][0] + "# saved again\n" * saved)
            await wake(world)
            told = text_of(await boss.slash(world.channel, "archive status"))
            assert "What can be read of it is in force" in told
            assert "calendar of <t:" not in told
        assert len([one for one in reports.history() if "faults" in text_of(one)]) == 1


async def test_members_are_told_that_there_may_be_more_and_nothing_of_the_file(
    open_archive: OpenArchive,
) -> None:
    """What stands in it is for those who can mend it."""
    async with opened(open_archive) as world:
        write(world, BROKEN["date"][0])
        said = text_of(await world.alice.slash(world.channel, "events"))
        assert "may not be all" in said
        assert "events.yaml" not in said


async def test_a_guild_that_is_no_home_is_not_written_to(open_archive: OpenArchive) -> None:
    """It cannot mend the calendar."""
    async with open_archive({"page.md": PAGE, "events.yaml": EVENTS}) as world:
        world.name_homes(1)
        announce(world, world.channel)
        write(world, BROKEN["yaml"][0])
        world.clock.forward(minutes=10)
        await wake(world)
        assert not any("faults" in str(body) for body in world.bodies("/messages"))


async def test_very_many_faults_fit_a_message(open_archive: OpenArchive) -> None:
    """The first of them, and how many more."""
    entry = '  - {{id: e{0}, title: "{1}", kind: forum, starts: 2019-13-{0}}}\n'
    text = "events:\n" + "".join(entry.format(n, "*" * 300) for n in range(100))
    async with opened(open_archive) as world:
        write(world, text)
        said = text_of(await moderator(world).slash(world.channel, "archive status"))
        assert "events.yaml, line 2" in said
        assert "more faults" in said
        world.clock.now += timedelta(minutes=10)
        await wake(world)
