"""``/event``: moderators make, change, cancel and publish the events of their server."""

from datetime import UTC, datetime
from typing import Any

import pytest
import simcord
from tests.bot.commands.test_remind import keep, leads, moderator, opened, wake
from tests.bot.conftest import OpenArchive
from tests.bot.world import World, labels_of, message_of, text_of

from forumbot.reminders.events import Event, EventKind

STARTS = "21 March 2019 at 9:30"
REQUIRED = {
    "add": {"title": "Meeting", "starts": STARTS},
    "edit": {"event": "fourth"},
    "cancel": {"event": "fourth"},
    "publish": {"event": "fourth"},
}


def own(world: World) -> dict[str, Event]:
    """The events of the guild by title."""
    return {
        event.title: event for _guild, event in world.bot.ledger.requests.events(world.guild.id)
    }


async def make(
    world: World, boss: simcord.MemberActor, title: str = "Meeting", **options: Any
) -> Event:
    """An event that a moderator has made."""
    given = {"starts": STARTS, **options}
    shown = await boss.slash(world.channel, "event add", title=title, **given)
    assert "Kept." in await keep(boss, shown)
    return own(world)[title]


# Who may


async def test_members_are_not_offered_it(open_archive: OpenArchive) -> None:
    """Discord hides it by its default permission, and in direct messages."""
    async with opened(open_archive) as world:
        names = world.alice.available_commands(world.channel)
        assert not any(name.startswith("event ") for name in names)
        assert not any(name.startswith("event ") for name in world.alice.user.available_commands())
        offered = moderator(world).available_commands(world.channel)
        assert {f"event {name}" for name in REQUIRED} <= set(offered)


@pytest.mark.parametrize("command", sorted(REQUIRED))
async def test_a_member_to_whom_discord_shows_it_is_refused(
    open_archive: OpenArchive, command: str
) -> None:
    """Administrators can grant any command in Discord; the bot checks for itself."""
    async with opened(open_archive) as world:
        found = world.env.backend.find_command("event", world.guild.id)
        assert found is not None
        world.guild.set_command_permissions(int(found["id"]), {world.alice: True})
        shown = await world.alice.slash(world.channel, f"event {command}", **REQUIRED[command])
        assert len(world.errors()) == 1
        assert shown.ephemeral
        assert "Only moderators can do that" in text_of(shown)
        assert own(world) == {}


# Making


async def test_an_event_is_shown_back_before_it_is_kept(open_archive: OpenArchive) -> None:
    """In its own zone, with what will be announced of it."""
    async with opened(open_archive) as world:
        boss = moderator(world)
        shown = await boss.slash(
            world.channel, "event add", title="Spring meeting", starts=STARTS, ends="17:00",
            kind="meeting", place="Lisbon", themes="skills, data",
        )  # fmt: skip
        said = text_of(shown)
        assert "Spring meeting" in said
        assert "Thursday 21 March 2019, 09:30 to 17:00 (Europe/Brussels, UTC+01:00)" in said
        assert "1 hour" in said
        assert world.channel.mention in said
        assert own(world) == {}
        assert "Kept." in await keep(boss, shown)
        event = own(world)["Spring meeting"]
        assert event.kind is EventKind.MEETING
        assert event.themes == ("skills", "data")
        assert event.ends_at == datetime(2019, 3, 21, 16, tzinfo=UTC)
        assert leads(world, event.event_id) == ["1 day", "1 hour"]
        assert "Spring meeting" in text_of(await world.alice.slash(world.channel, "events"))


async def test_an_event_is_its_server_s_own(open_archive: OpenArchive) -> None:
    """In direct messages, and in other servers, there is none of it."""
    async with opened(open_archive) as world:
        await make(world, moderator(world))
        assert "Meeting" not in text_of(await world.alice.user.slash("events"))


async def test_what_is_not_wanted_is_not_kept(open_archive: OpenArchive) -> None:
    """Nothing is."""
    async with opened(open_archive) as world:
        boss = moderator(world)
        shown = await boss.slash(world.channel, "event add", title="Meeting", starts=STARTS)
        assert "Nothing was kept." in await keep(boss, shown, "Do not keep")
        assert own(world) == {}


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"starts": "yesterday-ish"}, "the start"),
        ({"starts": "1 March 2018"}, "has gone by"),
        ({"ends": "20 March 2019"}, "the end"),
        ({"starts": "31 March 2019 at 2:30"}, "does not exist"),
        ({"timezone": "Europe/Atlantis"}, "the time zone"),
        ({"url": "javascript:alert(1)"}, "the link"),
        ({"repeats": "now and then"}, "the repetition"),
    ],
)
async def test_bad_words_are_refused_with_what_to_write(
    open_archive: OpenArchive, options: dict[str, str], words: str
) -> None:
    """In one sentence, to the moderator alone."""
    async with opened(open_archive) as world:
        given = {"title": "Meeting", "starts": STARTS, **options}
        shown = await moderator(world).slash(world.channel, "event add", **given)
        assert len(world.errors()) == 1
        assert shown.ephemeral
        assert words in text_of(shown)
        assert own(world) == {}


async def test_the_same_event_is_not_made_twice(open_archive: OpenArchive) -> None:
    """Title and start tell them apart."""
    async with opened(open_archive) as world:
        boss = moderator(world)
        await make(world, boss)
        shown = await boss.slash(world.channel, "event add", title="Meeting", starts=STARTS)
        assert len(world.errors()) == 1
        assert "already" in text_of(shown)


async def test_a_title_does_nothing(open_archive: OpenArchive) -> None:
    """Neither where it is shown back nor in the list."""
    async with opened(open_archive) as world:
        boss = moderator(world)
        await make(world, boss, title="**Hi** @everyone [x](https://evil.example)")
        said = text_of(await world.alice.slash(world.channel, "events"))
        assert "@everyone" not in said
        assert "](https://evil" not in said


# Changing


async def test_a_change_is_shown_back_and_reschedules(open_archive: OpenArchive) -> None:
    """Who was not reminded is not told."""
    async with opened(open_archive) as world:
        boss = moderator(world)
        event = await make(world, boss)
        shown = await boss.slash(
            world.channel, "event edit", event=event.event_id, starts="28 March 2019 at 10:00"
        )
        assert "New time: Thursday 28 March 2019, 10:00" in text_of(shown).replace("\\", "")
        assert "nobody was reminded yet" in text_of(shown)
        await keep(boss, shown)
        moved = own(world)["Meeting"]
        assert (moved.starts_at, moved.sequence) == (datetime(2019, 3, 28, 9, tzinfo=UTC), 1)
        planned = world.bot.ledger.planned(world.guild.id)
        dues = {row.due_at for row in planned if row.event_id == event.event_id}
        assert dues == {datetime(2019, 3, 27, 9, tzinfo=UTC)}


async def test_who_was_reminded_is_told_and_their_message_edited(
    open_archive: OpenArchive,
) -> None:
    """In the same channel, by a word of its own."""
    async with opened(open_archive) as world:
        boss = moderator(world)
        event = await make(world, boss)
        world.clock.forward(days=28, hours=-3)
        await wake(world)
        (posted,) = [said for said in world.channel.history() if "Meeting" in text_of(said)]
        shown = await boss.slash(
            world.channel, "event edit", event=event.event_id, place="Ghent",
            starts="25 March 2019 at 10:00",
        )  # fmt: skip
        assert world.channel.mention in text_of(shown)
        await keep(boss, shown)
        last = world.channel.history()[-1]
        assert "New time: Monday 25 March 2019, 10:00" in text_of(last).replace("\\", "")
        assert "Ghent" in text_of(last)
        (edited,) = [one for one in world.channel.history() if one.id == posted.id]
        assert "Ghent" in text_of(edited)


async def test_an_event_of_the_archive_is_changed_for_this_server(
    open_archive: OpenArchive,
) -> None:
    """What is in the file stays as it is."""
    async with opened(open_archive) as world:
        boss = moderator(world)
        shown = await boss.slash(world.channel, "event edit", event="fourth", place="Ghent")
        await keep(boss, shown)
        assert "Ghent" in text_of(await world.alice.slash(world.channel, "events"))
        assert "Ghent" not in text_of(await world.alice.user.slash("events"))


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"event": "atlantis"}, "there is no such event"),
        ({}, "this changes nothing"),
        ({"place": "Brussels"}, "this changes nothing"),
        ({"starts": "whenever"}, "the start"),
        ({"ends": "1 March 2019"}, "the end"),
    ],
)
async def test_a_change_that_cannot_be_is_refused(
    open_archive: OpenArchive, options: dict[str, str], words: str
) -> None:
    """And nothing is changed."""
    async with opened(open_archive) as world:
        given = {"event": "fourth", **options}
        shown = await moderator(world).slash(world.channel, "event edit", **given)
        assert len(world.errors()) == 1
        assert words in text_of(shown)
        assert own(world) == {}


# Cancelling


async def test_a_cancelled_event_is_told_to_who_was_reminded(open_archive: OpenArchive) -> None:
    """And no reminder of it is to come; it may take place after all."""
    async with opened(open_archive) as world:
        boss = moderator(world)
        world.clock.forward(days=8)
        await wake(world)
        shown = await boss.slash(world.channel, "event cancel", event="fourth")
        assert "It will not take place." in text_of(shown)
        assert world.channel.mention in text_of(shown)
        await keep(boss, shown)
        assert leads(world) == []
        last = world.channel.history()[-1]
        assert "Cancelled: Fourth forum" in text_of(last)
        assert "(cancelled)" in text_of(await world.alice.slash(world.channel, "events"))
        again = await boss.slash(world.channel, "event cancel", event="fourth")
        assert len(world.errors()) == 1
        assert "cancelled already" in text_of(again)
        shown = await boss.slash(world.channel, "event edit", event="fourth", restore=True)
        await keep(boss, shown)
        assert "It will take place after all." in text_of(world.channel.history()[-1])


async def test_one_day_of_a_series_is_cancelled(open_archive: OpenArchive) -> None:
    """The others take place."""
    async with opened(open_archive) as world:
        boss = moderator(world)
        shown = await boss.slash(world.channel, "event cancel", event="calls@2019-04-05")
        await keep(boss, shown)
        said = text_of(await world.alice.slash(world.channel, "events", kind="other"))
        days = [datetime(2019, month, 5, 9 if month > 3 else 10, tzinfo=UTC) for month in (3, 4, 5)]
        shown_days = [f"<t:{int(day.timestamp())}:F>" in said for day in days]
        assert shown_days == [True, False, True]


# Choices


async def test_choices_are_of_what_can_be_chosen(open_archive: OpenArchive) -> None:
    """A day of a series is published, and cancelled alone; the whole of it is edited."""
    async with opened(open_archive) as world:
        boss = moderator(world)
        offered = await boss.autocomplete(world.channel, "event publish", "event", "Monthly")
        values = {choice["value"] for choice in offered}
        assert "calls@2019-03-05" in values
        assert "calls" not in values
        offered = await boss.autocomplete(world.channel, "event cancel", "event", "Monthly")
        assert {"calls", "calls@2019-03-05"} <= {choice["value"] for choice in offered}
        zones = await boss.autocomplete(world.channel, "event add", "timezone", "lisbon")
        assert [choice["value"] for choice in zones] == ["Europe/Lisbon"]
        assert labels_of(await boss.slash(world.channel, "event cancel", event="call")) != []
        assert message_of(await world.alice.slash(world.channel, "events")).embeds
