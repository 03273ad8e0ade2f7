"""Native scheduled events: made on request, then kept in step with the event that they show."""

from datetime import UTC, datetime, timedelta
from typing import Any

import discord
import pytest
import simcord
from tests.bot.commands.test_event import make
from tests.bot.commands.test_remind import keep, moderator, opened, wake
from tests.bot.conftest import OpenArchive
from tests.bot.world import World, text_of

from forumbot.bot.native import native_of
from forumbot.reminders.events import Event, EventKind


def native(world: World) -> list[Any]:
    """The native events of the guild, as Discord has them."""
    return list(world.env.backend.get_guild(world.guild.id).scheduled_events.values())


async def at_discord_s_time(world: World) -> None:
    """Set our clock to that of SimCord, which has events begin by themselves."""
    world.clock.now = datetime(2026, 1, 1, tzinfo=UTC)
    await wake(world)


async def published(world: World, boss: simcord.MemberActor, **options: Any) -> Event:
    """An event with a native one."""
    await at_discord_s_time(world)
    event = await make(world, boss, starts="21 March 2026 at 9:30", **options)
    shown = await boss.slash(world.channel, "event publish", event=event.event_id)
    assert "https://discord.com/events/" in text_of(shown)
    return event


async def test_a_native_event_is_made_once(open_archive: OpenArchive) -> None:
    """With an end and a place, as Discord wants them."""
    async with opened(open_archive) as world:
        boss = moderator(world)
        event = await published(world, boss)
        (made,) = native(world)
        assert made.name == "Meeting"
        assert made.entity_metadata == {"location": "to be announced"}
        assert made.scheduled_start_time.startswith("2026-03-21T08:30:00")
        assert made.scheduled_end_time.startswith("2026-03-21T09:30:00")
        again = await boss.slash(world.channel, "event publish", event=event.event_id)
        assert str(made.id) in text_of(again)
        assert len(native(world)) == 1


@pytest.mark.parametrize("end", ["deleted", "cancelled", "completed"])
async def test_one_that_a_person_has_ended_is_made_anew(
    open_archive: OpenArchive, end: str
) -> None:
    """When it is published again; the address that is given is that of the new one."""
    async with opened(open_archive) as world:
        boss = moderator(world)
        event = await published(world, boss)
        (first,) = native(world)
        if end == "deleted":
            world.env.backend.get_guild(world.guild.id).scheduled_events.clear()
        else:
            first.status = {"completed": 3, "cancelled": 4}[end]
        told = await boss.slash(world.channel, "event publish", event=event.event_id)
        (second,) = [one for one in native(world) if one.id != first.id]
        assert str(second.id) in text_of(told)
        assert str(first.id) not in text_of(told)
        again = await boss.slash(world.channel, "event publish", event=event.event_id)
        assert str(second.id) in text_of(again)


async def test_where_it_cannot_be_seen_whether_it_is_there_nothing_is_made(
    open_archive: OpenArchive,
) -> None:
    """A second one beside it would be worse than to try again."""
    async with opened(open_archive) as world:
        boss = moderator(world)
        event = await published(world, boss)
        world.env.inject_error("GET", "/guilds/*/scheduled-events/*", status=403)
        told = await boss.slash(world.channel, "event publish", event=event.event_id)
        assert len(world.errors()) == 1
        assert "It was not published" in text_of(told)
        assert len(native(world)) == 1


async def test_one_that_was_made_before_a_crash_is_found_again(open_archive: OpenArchive) -> None:
    """The bot ended before it had noted it."""
    async with opened(open_archive) as world:
        boss = moderator(world)
        event = await published(world, boss)
        world.bot.ledger.requests.remove_published(world.guild.id, event.event_id)
        await boss.slash(world.channel, "event publish", event=event.event_id)
        assert len(native(world)) == 1


async def test_a_native_event_is_kept_in_step(open_archive: OpenArchive) -> None:
    """With each change, and with its end."""
    async with opened(open_archive) as world:
        boss = moderator(world)
        event = await published(world, boss)
        shown = await boss.slash(
            world.channel, "event edit", event=event.event_id, place="Ghent", title="Talks",
            starts="22 March 2026 at 10:00", ends="12:00",
        )  # fmt: skip
        await keep(boss, shown)
        (made,) = native(world)
        assert (made.name, made.entity_metadata) == ("Talks", {"location": "Ghent"})
        assert made.scheduled_start_time.startswith("2026-03-22T09:00:00")
        sent = len(world.env.http_requests)
        await wake(world)
        assert not any("scheduled-events" in one.path for one in world.env.http_requests[sent:])
        shown = await boss.slash(world.channel, "event cancel", event=event.event_id)
        await keep(boss, shown)
        assert [one for one in native(world) if int(one.status) == 1] == []
        assert world.bot.ledger.requests.published() == ()


async def test_one_that_was_deleted_in_discord_is_let_go(open_archive: OpenArchive) -> None:
    """No error follows, and no second one."""
    async with opened(open_archive) as world:
        boss = moderator(world)
        event = await published(world, boss)
        world.env.backend.get_guild(world.guild.id).scheduled_events.clear()
        shown = await boss.slash(world.channel, "event edit", event=event.event_id, place="Ghent")
        await keep(boss, shown)
        assert world.bot.ledger.requests.published() == ()
        assert native(world) == []


async def test_what_discord_refuses_is_tried_again(open_archive: OpenArchive) -> None:
    """At the next look."""
    async with opened(open_archive) as world:
        boss = moderator(world)
        event = await published(world, boss)
        world.env.inject_error("PATCH", "/guilds/*/scheduled-events/*", status=503)
        shown = await boss.slash(world.channel, "event edit", event=event.event_id, place="Ghent")
        await keep(boss, shown)
        assert native(world)[0].entity_metadata == {"location": "to be announced"}
        await wake(world)
        assert native(world)[0].entity_metadata == {"location": "Ghent"}


@pytest.mark.parametrize(
    ("event", "words"),
    [
        ("atlantis", "There is no such event"),
        ("calls", "This event repeats"),
        ("old", "has begun"),
    ],
)
async def test_what_cannot_be_published_is_refused(
    open_archive: OpenArchive, event: str, words: str
) -> None:
    """With what to do."""
    async with opened(open_archive) as world:
        shown = await moderator(world).slash(world.channel, "event publish", event=event)
        assert len(world.errors()) == 1
        assert words in text_of(shown)


async def test_without_the_permission_nothing_is_published(open_archive: OpenArchive) -> None:
    """It is named."""
    async with opened(open_archive) as world:
        may = discord.Permissions(view_channel=True, use_application_commands=True)
        for role in world.guild_of_bot.me.roles:
            world.env.backend.edit_role(world.guild.id, role.id, {"permissions": may.value})
        await world.env.settle()
        shown = await moderator(world).slash(world.channel, "event publish", event="fourth")
        assert len(world.errors()) == 1
        assert "I lack the permission to create events" in text_of(shown)


def test_a_native_event_always_has_an_end_and_a_place() -> None:
    """An hour, or the day, where none is known; and it fits."""
    starts = datetime(2019, 3, 14, 8, 30, tzinfo=UTC)
    timed = Event("one", "T" * 300, EventKind.FORUM, starts, None, all_day=False, timezone="UTC")
    assert native_of(timed).ends_at - native_of(timed).starts_at == timedelta(hours=1)
    assert len(native_of(timed).name) <= 100
    day = datetime(2019, 3, 14, tzinfo=UTC)
    whole = Event("two", "Day", EventKind.FORUM, day, None, all_day=True, timezone="UTC")
    assert native_of(whole).ends_at - native_of(whole).starts_at == timedelta(days=1)
    assert native_of(whole).location == "to be announced"
