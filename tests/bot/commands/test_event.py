"""``/event``: moderators make, change, cancel and publish the events of their server."""

from datetime import UTC, datetime
from typing import Any

import pytest
import simcord
from tests.bot.commands.test_remind import keep, leads, moderator, opened, wake
from tests.bot.conftest import OpenArchive
from tests.bot.world import World, labels_of, message_of, text_of

from forumbot.bot.agenda import agenda_of
from forumbot.reminders.events import Event, EventKind, series_of
from forumbot.reminders.lead_words import parse_leads
from forumbot.reminders.schedule import Rule

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


async def test_months_that_a_repetition_leaves_out_are_told(open_archive: OpenArchive) -> None:
    """With what to write for the last day of each month."""
    async with opened(open_archive) as world:
        given = {"title": "Round", "starts": "31 March 2019 at 10:00", "repeats": "monthly"}
        said = text_of(await moderator(world).slash(world.channel, "event add", **given))
        assert "Mind that this leaves out the five months without a 31st" in said
        assert "BYMONTHDAY=-1" in said


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
        ({"starts": "yesterday-ish"}, "The start"),
        ({"starts": "1 March 2018"}, "has gone by"),
        ({"ends": "20 March 2019"}, "The end"),
        ({"starts": "31 March 2019 at 2:30"}, "does not exist"),
        ({"timezone": "Europe/Atlantis"}, "The time zone"),
        ({"url": "javascript:alert(1)"}, "The link"),
        ({"repeats": "now and then"}, "The repetition"),
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


async def test_a_new_series_is_shown_by_kind_and_not_day_by_day(open_archive: OpenArchive) -> None:
    """What is announced of each of its days, once."""
    async with opened(open_archive) as world:
        shown = await moderator(world).slash(
            world.channel, "event add", title="Round", starts="28 March 2019 at 10:00",
            kind="meeting", repeats="weekly",
        )  # fmt: skip
        said = text_of(shown)
        assert said.count("each time, in") == 2
        assert "more" not in said


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
        assert "they are told" not in text_of(shown)
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
        ({"event": "atlantis"}, "There is no such event"),
        ({}, "This changes nothing"),
        ({"place": "Brussels"}, "This changes nothing"),
        ({"starts": "whenever"}, "The start"),
        ({"ends": "1 March 2019"}, "The end"),
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


# Series

LABELS = {
    "day": "Only Friday 5 April 2019", "following": "This and the following", "all": "All days",
}  # fmt: skip


async def ask(
    world: World, boss: simcord.MemberActor, scope: str, command: str = "edit", **options: str
) -> simcord.InteractionResult:
    """Change or cancel a day of the calls, and say which days are meant."""
    day = "calls@2019-04-05"
    shown = await boss.slash(world.channel, f"event {command}", event=day, **options)
    assert labels_of(shown) == list(LABELS.values())
    assert "Which days do you mean?" in text_of(shown)
    await boss.click(message_of(shown), label=LABELS[scope])
    return shown


async def calls(world: World) -> list[str]:
    """The next calls as members see them: day and hour (UTC)."""
    agenda = await agenda_of(world.bot, world.guild.id)
    found = [one for one in agenda.coming() if series_of(one.event_id).startswith("calls")]
    listed = text_of(await world.alice.slash(world.channel, "events", kind="other"))
    for one in found:
        assert (f"<t:{int(one.starts_at.timestamp())}:F>" in listed) is (one in found[:10])
    return [f"{one.starts_at.astimezone(UTC):%m-%d %H}" for one in found]


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        ("day", ["03-05 10", "04-06 13", "05-05 09", "06-05 09", "07-05 09"]),
        ("following", ["03-05 10", "04-06 13", "05-06 13", "06-06 13", "07-06 13"]),
        ("all", ["03-06 14", "04-06 13", "05-06 13", "06-06 13", "07-06 13"]),
    ],
)
async def test_a_day_of_a_series_is_moved_alone_or_with_others(
    open_archive: OpenArchive, scope: str, expected: list[str]
) -> None:
    """As is asked; nothing else moves, and no day is lost."""
    async with opened(open_archive) as world:
        boss = moderator(world)
        before = await calls(world)
        shown = await ask(world, boss, scope, starts="6 April 2019 at 14:00")
        assert "New time: Saturday 6 April 2019, 14:00" in text_of(shown).replace("\\", "")
        assert await calls(world) == before
        assert "Kept" in await keep(boss, shown)
        assert await calls(world) == expected


@pytest.mark.parametrize(
    ("scope", "left"),
    [
        ("day", ["03-05 10", "05-05 09", "06-05 09", "07-05 09"]),
        ("following", ["03-05 10"]),
        ("all", None),
    ],
)
async def test_days_of_a_series_are_cancelled(
    open_archive: OpenArchive, scope: str, left: list[str] | None
) -> None:
    """One, this and the following, or all, which stand there as cancelled."""
    async with opened(open_archive) as world:
        boss = moderator(world)
        shown = await ask(world, boss, scope, "cancel")
        assert "It will not take place." in text_of(shown)
        await keep(boss, shown)
        if left is None:
            listed = text_of(await world.alice.slash(world.channel, "events", kind="other"))
            assert "(cancelled)" in listed
        else:
            assert await calls(world) == left


async def test_who_was_told_of_days_hears_of_those_that_change(open_archive: OpenArchive) -> None:
    """In the words of the day that they were told of, and of no other day."""
    async with opened(open_archive) as world:
        boss = moderator(world)
        ahead = datetime(2019, 4, 4, 10, tzinfo=UTC) - world.clock()
        world.clock.forward(seconds=ahead.total_seconds())
        await wake(world)
        told = [said for said in world.channel.history() if "Monthly call" in text_of(said)]
        assert told
        shown = await ask(world, boss, "following", starts="6 April 2019 at 14:00")
        assert world.channel.mention in text_of(shown)
        await keep(boss, shown)
        said = [text_of(one) for one in world.channel.history() if "Monthly call" in text_of(one)]
        (notice,) = [one.replace("\\", "") for one in said[len(told) :]]
        assert "New time: Saturday 6 April 2019, 14:00" in notice
        ids = {row.event_id for row in world.bot.ledger.posted() if "calls" in row.event_id}
        assert "calls-from-20190405@2019-04-06" in ids
        assert "calls@2019-04-05" not in ids


async def test_how_it_repeats_is_no_matter_of_one_day(open_archive: OpenArchive) -> None:
    """That is not offered then, nor to who may not change events."""
    async with opened(open_archive) as world:
        boss = moderator(world)
        shown = await boss.slash(
            world.channel, "event edit", event="calls@2019-04-05", repeats="weekly"
        )
        assert labels_of(shown) == [LABELS["following"], LABELS["all"]]
        assert own(world) == {}


async def test_a_series_that_was_changed_meanwhile_is_not_overwritten(
    open_archive: OpenArchive,
) -> None:
    """The second of two drafts is told what the first has changed."""
    async with opened(open_archive) as world:
        boss = moderator(world)
        first = await ask(world, boss, "day", place="Ghent")
        second = await ask(world, boss, "all", title="New calls")
        assert "Kept" in await keep(boss, first)
        assert "Nothing was kept" in await keep(boss, second)
        assert set(own(world)) == {"Monthly call"}


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


# Who will hear of it


async def test_who_waits_for_a_reminder_is_among_those_who_are_told(
    open_archive: OpenArchive,
) -> None:
    """Of a cancelled event, in place of the reminder; then they hear it as was said."""
    async with opened(open_archive) as world:
        boss = moderator(world)
        lead = parse_leads("1 day", "UTC")[0]
        rule = Rule(0, world.guild.id, "fourth", lead, member_id=world.alice.id)
        world.bot.ledger.requests.add_rule(rule)
        await wake(world)
        shown = await boss.slash(world.channel, "event cancel", event="fourth")
        assert "1 by direct message, in place of the reminder" in text_of(shown)
        assert "nobody" not in text_of(shown)
        assert "What they are told" in text_of(shown)
        moved = await boss.slash(world.channel, "event edit", event="fourth", place="Ghent")
        assert "nobody was reminded yet" in text_of(moved)


async def test_what_goes_out_at_once_is_said_before_it_is_kept(open_archive: OpenArchive) -> None:
    """An event so near that each of its reminders would have come already."""
    async with opened(open_archive) as world:
        boss = moderator(world)
        given = {"title": "Soon", "starts": "in 20 minutes", "kind": "meeting"}
        shown = await boss.slash(world.channel, "event add", **given)
        assert f"at once, in {world.channel.mention}" in text_of(shown)
        await keep(boss, shown)
        await wake(world)
        assert "Soon" in text_of(world.channel.history()[-1])
