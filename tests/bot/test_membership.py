"""Events of a guild's own are for its members: who has left is told no more of them."""

from datetime import datetime
from typing import Any

import pytest
from tests.bot.buttons.test_reminding import direct, rules
from tests.bot.commands.test_event import make
from tests.bot.commands.test_remind import moderator, opened, wake
from tests.bot.conftest import OpenArchive
from tests.bot.world import World, labels_of, message_of, text_of

from forumbot.reminders.records import State


async def reminded(world: World, title: str) -> None:
    """Alice has herself reminded of an event, a week before it."""
    shown = await world.alice.slash(world.channel, "events")
    lines = [line for line in text_of(shown).split("\n") if "**" in line]
    place = next(n for n, line in enumerate(lines, 1) if title in line)
    told = await world.alice.click(message_of(shown), label=str(place))
    await world.alice.click(message_of(told), label="1 week")


async def come_to(world: World, *date: int) -> None:
    """Bring the clock there, and have the bot look."""
    world.clock.now = datetime(*date, tzinfo=world.clock.now.tzinfo)  # type: ignore[arg-type,misc]
    await wake(world)


async def make_or_change(world: World, own: str) -> None:
    """An event of the server's own, or one of the archive that it has changed."""
    boss = moderator(world)
    if own == "Meeting":
        await make(world, boss, place="Secret room")
        return
    shown = await boss.slash(world.channel, "event edit", event="fourth", place="Secret room")
    await boss.click(message_of(shown), label="Keep")


@pytest.mark.parametrize("own", ["Meeting", "Fourth forum"])
async def test_who_left_is_not_reminded_of_the_server_s_own_events(
    open_archive: OpenArchive, own: str
) -> None:
    """Place and link are for members; the reminder ends, and no moderator is told of a fault."""
    async with opened(open_archive) as world:
        await make_or_change(world, own)
        await reminded(world, own)
        told = len(direct(world.alice))
        world.guild.remove_member(world.alice)
        await come_to(world, 2019, 3, 15, 8) if own == "Meeting" else await come_to(
            world, 2019, 3, 8, 8
        )
        assert len(direct(world.alice)) == told
        assert rules(world, world.alice) == []
        refused = [row for row in world.bot.ledger.log(world.guild.id, 50) if row.is_direct]
        assert [row.state for row in refused] == [State.REFUSED]
        assert world.bot.ledger.unreported() == ()
        assert not any("direct message to" in str(body) for body in world.bodies("/messages"))


async def test_who_left_is_reminded_of_what_stands_in_the_archive(
    open_archive: OpenArchive,
) -> None:
    """That is for everybody, and they had asked for it."""
    async with opened(open_archive) as world:
        await reminded(world, "Fourth forum")
        world.guild.remove_member(world.alice)
        await come_to(world, 2019, 3, 8, 8)
        assert "Fourth forum" in text_of(direct(world.alice)[-1])
        assert ":R>)" in text_of(direct(world.alice)[-1])


async def test_who_stays_is_reminded_of_the_server_s_own_events(open_archive: OpenArchive) -> None:
    """A member, whom Discord knows as one."""
    async with opened(open_archive) as world:
        await make_or_change(world, "Meeting")
        await reminded(world, "Meeting")
        await come_to(world, 2019, 3, 15, 8)
        assert "Secret room" in text_of(direct(world.alice)[-1])


async def test_who_left_is_told_of_no_change_and_shown_nothing_by_old_buttons(
    open_archive: OpenArchive,
) -> None:
    """Not by an edit of what they were sent, not by a notice, not by a file or another lead."""
    async with opened(open_archive) as world:
        await make_or_change(world, "Meeting")
        await reminded(world, "Meeting")
        await come_to(world, 2019, 3, 15, 8)
        messages = direct(world.alice)
        assert "Add to calendar" in labels_of(messages[0])
        world.guild.remove_member(world.alice)
        boss = moderator(world)
        event_id = next(e.event_id for _g, e in world.bot.ledger.requests.events(world.guild.id))
        shown = await boss.slash(world.channel, "event edit", event=event_id, place="Cellar")
        await boss.click(message_of(shown), label="Keep")
        told: list[Any] = []
        for label in ("Add to calendar", "1 hour"):
            pressed = await world.alice.user.click(messages[0], label=label)
            told += [text_of(one) for one in (pressed.response, *pressed.followups) if one]
        await wake(world)
        after = direct(world.alice)
        assert len(after) == len(messages)
        assert not any("Cellar" in words for words in [*told, *map(text_of, after)])
        assert "This event is over" in told[0]
