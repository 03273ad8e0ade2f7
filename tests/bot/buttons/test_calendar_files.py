"""Calendar files of events, sent to whoever presses the button for them."""

import pytest
from tests.bot.buttons.test_reminding import announced, begun, direct
from tests.bot.commands.test_remind import opened
from tests.bot.conftest import OpenArchive
from tests.bot.world import message_of, text_of


@pytest.mark.parametrize("kind", [None, "forum"])
async def test_the_list_comes_as_a_calendar_too(
    open_archive: OpenArchive, kind: str | None
) -> None:
    """A file for the member alone."""
    async with opened(open_archive) as world:
        options = {"kind": kind} if kind else {}
        shown = await world.alice.slash(world.channel, "events", **options)
        told = await world.alice.click(message_of(shown), label="Add to calendar")
        assert told.ephemeral
        (sent,) = message_of(told).attachments
        assert sent.filename == "events.ics"


async def test_one_event_comes_as_a_calendar(open_archive: OpenArchive) -> None:
    """From its announcement, and from a direct message about it."""
    async with opened(open_archive) as world:
        told = await begun(world, world.alice)
        for said in (
            await world.alice.click(world.channel.history()[0], label="Add to calendar"),
            await world.alice.click(message_of(told), label="Add to calendar"),
            await world.alice.user.click(direct(world.alice)[0], label="Add to calendar"),
        ):
            assert len(message_of(said).attachments) == 1


async def test_an_event_that_is_gone_has_no_calendar(open_archive: OpenArchive) -> None:
    """Said in one sentence."""
    async with opened(open_archive) as world:
        posted = await announced(world)
        world.service.events_file.write_text("events: []\n", encoding="utf-8")
        told = await world.alice.click(posted, label="Add to calendar")
        assert "no longer in the calendar" in text_of(told)
