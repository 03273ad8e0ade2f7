"""A member's own reminders: the buttons that begin, change and end them."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
import simcord
from tests.bot.commands.test_remind import EVENTS, PAGE, announce, keep, moderator, opened, wake
from tests.bot.conftest import OpenArchive
from tests.bot.world import Said, World, buttons_of, labels_of, message_of, text_of

from forumbot.bot.buttons.reminding import MAX_PER_MEMBER
from forumbot.reminders.leads import Span
from forumbot.reminders.records import Delivery, Purpose
from forumbot.reminders.schedule import Rule, digest


def direct(member: simcord.MemberActor) -> list[Any]:
    """What was written to a member directly, oldest first."""
    return list(member.user.dm_channel.history())


async def announced(world: World) -> Any:
    """The announcement of the fourth forum, two weeks before it."""
    world.clock.forward(days=8)
    await wake(world)
    return next(said for said in world.channel.history() if "Fourth forum" in text_of(said))


def labelled(said: Said, words: str) -> str:
    """The id of the button with this label."""
    return next(str(one.custom_id) for one in buttons_of(said) if one.label == words)


async def begun(world: World, member: simcord.MemberActor) -> simcord.InteractionResult:
    """What a member is told who has pressed "Remind me" under the announcement."""
    return await member.click(await announced(world), label="Remind me")


def rules(world: World, member: simcord.MemberActor) -> list[str]:
    """The leads of a member's reminders."""
    return [str(rule.lead) for rule in world.bot.ledger.requests.rules(member_id=member.id)]


# Beginning


async def test_an_announcement_offers_a_reminder(open_archive: OpenArchive) -> None:
    """A day before, by a direct message, confirmed by one at once."""
    async with opened(open_archive) as world:
        told = await begun(world, world.alice)
        assert told.ephemeral
        assert "1 day before" in text_of(told)
        assert rules(world, world.alice) == ["1 day"]
        (confirmed,) = direct(world.alice)
        assert "I will remind you of **Fourth forum" in text_of(confirmed)
        assert f"-# From {world.guild_of_bot.name} · [to the announcement]" in text_of(confirmed)
        assert "@everyone" not in text_of(confirmed)
        assert "Stop" in labels_of(confirmed)


async def test_the_reminder_comes_directly_with_a_stop(open_archive: OpenArchive) -> None:
    """Once, at its hour."""
    async with opened(open_archive) as world:
        await begun(world, world.alice)
        world.clock.now = datetime(2019, 3, 13, 8, 30, tzinfo=world.clock.now.tzinfo)
        await wake(world)
        await wake(world)
        _confirmed, came = direct(world.alice)
        assert "Fourth forum" in text_of(came)
        assert text_of(came).startswith(
            f"-# From {world.guild_of_bot.name} · [to the announcement]"
        )
        assert any(one.jump_url in text_of(came) for one in world.channel.history())
        assert labels_of(came) == ["Stop", "Add to calendar"]


async def test_the_list_of_events_offers_one_of_each(open_archive: OpenArchive) -> None:
    """Numbered as the events are."""
    async with opened(open_archive) as world:
        shown = await world.alice.slash(world.channel, "events")
        numbers = [str(number) for number in range(1, 6)]
        assert labels_of(shown) == [*numbers, "Further", "Add to calendar"]
        assert "2\\. **Fourth forum" in text_of(shown)
        told = await world.alice.click(message_of(shown), label="2")
        assert "Fourth forum" in text_of(told)
        one = await world.alice.slash(world.channel, "events", kind="forum")
        assert labels_of(one) == ["Remind me", "Add to calendar"]


async def test_a_reminder_can_be_begun_in_direct_messages(open_archive: OpenArchive) -> None:
    """It comes as any other."""
    async with opened(open_archive, announced=False) as world:
        shown = await world.alice.user.slash("events", kind="forum")
        told = await world.alice.user.click(message_of(shown), label="Remind me")
        assert "1 day before" in text_of(told)
        world.clock.now = datetime(2019, 3, 13, 8, 30, tzinfo=world.clock.now.tzinfo)
        await wake(world)
        assert "Fourth forum" in text_of(direct(world.alice)[-1])
        assert world.bot.ledger.unreported() == ()


async def test_pressing_again_adds_nothing(open_archive: OpenArchive) -> None:
    """It shows what is kept; no second message is written."""
    async with opened(open_archive) as world:
        posted = await announced(world)
        for _time in range(2):
            told = await world.alice.click(posted, label="Remind me")
            assert "1 day before" in text_of(told)
        assert rules(world, world.alice) == ["1 day"]
        assert len(direct(world.alice)) == 1


async def test_pressing_again_after_it_came_begins_another(open_archive: OpenArchive) -> None:
    """The next that is left, in place of one that is over."""
    async with opened(open_archive) as world:
        posted = await announced(world)
        await world.alice.click(posted, label="Remind me")
        world.clock.now = datetime(2019, 3, 13, 20, tzinfo=world.clock.now.tzinfo)
        await wake(world)
        told = await world.alice.click(posted, label="Remind me")
        assert "3 hours before" in text_of(told)
        assert "that is over" not in text_of(told)
        assert rules(world, world.alice) == ["3 hours"]
        world.clock.now = datetime(2019, 3, 14, 8, 20, tzinfo=world.clock.now.tzinfo)
        await wake(world)
        again = await world.alice.click(posted, label="Remind me")
        assert "too late" in text_of(again) or "begins" in text_of(again)


async def test_closed_messages_are_noticed_and_said(open_archive: OpenArchive) -> None:
    """At once, not on the day; nothing is kept."""
    async with opened(open_archive) as world:
        posted = await announced(world)
        world.env.inject_error("POST", "/channels/*/messages", status=403, code=50007)
        told = await world.alice.click(posted, label="Remind me")
        assert "your direct messages are closed to me" in text_of(told)
        assert rules(world, world.alice) == []


async def test_a_line_that_breaks_keeps_nothing(open_archive: OpenArchive) -> None:
    """The member may press again."""
    async with opened(open_archive) as world:
        posted = await announced(world)
        world.env.inject_error("POST", "/channels/*/messages", status=503)
        told = await world.alice.click(posted, label="Remind me")
        assert "try again later" in text_of(told)
        assert rules(world, world.alice) == []


async def test_less_than_a_day_is_reminded_of_nearer(open_archive: OpenArchive) -> None:
    """And with less than an hour it is too late."""
    async with opened(open_archive) as world:
        posted = await announced(world)
        world.clock.now = datetime(2019, 3, 13, 20, tzinfo=world.clock.now.tzinfo)
        told = await world.alice.click(posted, label="Remind me")
        assert "3 hours before" in text_of(told)
        world.clock.now = datetime(2019, 3, 14, 8, tzinfo=world.clock.now.tzinfo)
        told = await world.member("bob").click(posted, label="Remind me")
        assert "begins too soon" in text_of(told)


async def test_a_cancelled_event_is_not_reminded_of(open_archive: OpenArchive) -> None:
    """The button says so; on the word of it there is none to press."""
    async with opened(open_archive) as world:
        boss, posted = moderator(world), await announced(world)
        await keep(boss, await boss.slash(world.channel, "event cancel", event="fourth"))
        word = world.channel.history()[-1]
        assert [one.disabled for one in buttons_of(word)] == [True, False]
        shown = next(one for one in world.channel.history() if one.id == posted.id)
        assert [one.disabled for one in buttons_of(shown)] == [True, False]


async def test_nobody_has_reminders_without_end(open_archive: OpenArchive) -> None:
    """The next one is refused."""
    async with opened(open_archive) as world:
        for number in range(MAX_PER_MEMBER):
            rule = Rule(0, world.guild.id, f"event-{number}", Span(days=1))
            world.bot.ledger.requests.add_rule(
                Rule(0, rule.guild_id, rule.event_id, rule.lead, member_id=world.alice.id)
            )
        told = await begun(world, world.alice)
        assert f"You have {MAX_PER_MEMBER} reminders" in text_of(told)


async def test_a_message_that_is_forgotten_says_where_to_look(open_archive: OpenArchive) -> None:
    """An announcement of long ago, or of another bot's data."""
    async with opened(open_archive) as world:
        posted = await announced(world)
        world.bot.ledger.forget_guild(world.guild.id)
        told = await world.alice.click(posted, label="Remind me")
        assert "/events lists what comes" in text_of(told)


# Changing and ending


async def test_the_member_chooses_their_own_lead(open_archive: OpenArchive) -> None:
    """The chosen one is marked, those that are over cannot be pressed; also after a restart."""
    async with opened(open_archive) as world:
        told = await begun(world, world.alice)
        await world.restart()
        await world.alice.click(message_of(told), label="1 week")
        assert "1 week before" in text_of(told)
        assert rules(world, world.alice) == ["1 week"]
        assert [one.label for one in buttons_of(told) if one.disabled] == ["1 week"]
        world.clock.now = datetime(2019, 3, 13, 20, tzinfo=world.clock.now.tzinfo)
        await world.alice.click(message_of(told), label="1 hour")
        disabled = [one.label for one in buttons_of(told) if one.disabled]
        assert disabled == ["1 week", "1 day", "1 hour"]


async def test_what_begins_within_the_hour_offers_no_reminder(open_archive: OpenArchive) -> None:
    """Neither in the list of events nor under its last announcement."""
    async with opened(open_archive) as world:
        boss = moderator(world)
        await keep(
            boss, await boss.slash(world.channel, "remind add", event="fourth", before="1 hour")
        )
        world.clock.now = datetime(2019, 3, 14, 7, 30, 30, tzinfo=world.clock.now.tzinfo)
        await wake(world)
        last = next(one for one in world.channel.history() if "Fourth forum" in text_of(one))
        assert [one.disabled for one in buttons_of(last)] == [True, False]
        shown = await world.alice.slash(world.channel, "events")
        bells = [one for one in buttons_of(shown) if str(one.custom_id).startswith("fb:re:")]
        assert [one.disabled for one in bells][:2] == [True, False]


@pytest.mark.parametrize("is_direct", [False, True])
async def test_it_is_ended_where_it_was_begun(open_archive: OpenArchive, is_direct: bool) -> None:
    """In the answer or in the confirmation; nothing comes."""
    async with opened(open_archive) as world:
        told = await begun(world, world.alice)
        if is_direct:
            await world.alice.user.click(direct(world.alice)[0], label="Stop")
        else:
            await world.alice.click(message_of(told), label="Stop")
        assert rules(world, world.alice) == []
        world.clock.now = datetime(2019, 3, 13, 8, 30, tzinfo=world.clock.now.tzinfo)
        await wake(world)
        assert len(direct(world.alice)) == 1


async def test_stop_in_the_message_itself_ends_it(open_archive: OpenArchive) -> None:
    """Whatever else of the event was to come."""
    async with opened(open_archive) as world:
        await begun(world, world.alice)
        world.bot.ledger.requests.add_rule(
            Rule(0, world.guild.id, "fourth", Span(minutes=60), member_id=world.alice.id)
        )
        world.clock.now = datetime(2019, 3, 13, 8, 30, tzinfo=world.clock.now.tzinfo)
        await wake(world)
        told = await world.alice.user.click(direct(world.alice)[-1], label="Stop")
        assert "Stopped" in text_of(told)
        assert rules(world, world.alice) == []


async def test_a_stop_ends_the_event_in_every_server(open_archive: OpenArchive) -> None:
    """One of the archive is one event; one that each server has made for itself is not."""
    async with opened(open_archive) as world:
        await begun(world, world.alice)
        meeting = replace(world.service.events().events[0], event_id="meeting", title="Meeting")
        for guild_id, event_id in ((1, "fourth"), (1, "meeting"), (2, "calls"), (1, "calls")):
            world.bot.ledger.requests.add_rule(
                Rule(0, guild_id, event_id, Span(minutes=60), member_id=world.alice.id)
            )
        world.bot.ledger.requests.save_event(world.guild.id, meeting)
        world.bot.ledger.requests.save_event(1, meeting)
        world.clock.now = datetime(2019, 3, 13, 8, 30, tzinfo=world.clock.now.tzinfo)
        await wake(world)
        await world.alice.user.click(direct(world.alice)[-1], label="Stop")
        left = world.bot.ledger.requests.rules(member_id=world.alice.id)
        assert {rule.event_id for rule in left} == {"meeting", "calls"}


async def test_a_stop_where_it_was_begun_ends_the_event_in_every_server(
    open_archive: OpenArchive,
) -> None:
    """It says "any more", so the reminder that was begun in another server ends with it."""
    async with opened(open_archive) as world:
        told = await begun(world, world.alice)
        world.bot.ledger.requests.add_rule(
            Rule(0, 1, "fourth", Span(days=1), member_id=world.alice.id)
        )
        await world.alice.click(message_of(told), label="Stop")
        assert rules(world, world.alice) == []


async def test_a_stop_in_what_came_of_a_series_ends_what_was_begun_for_its_other_days(
    open_archive: OpenArchive,
) -> None:
    """The day of the message is over, so "any more" can only mean those to come."""
    async with opened(open_archive) as world:
        for event_id in ("calls@2019-03-05", "calls@2019-04-05", "fourth"):
            world.bot.ledger.requests.add_rule(
                Rule(0, world.guild.id, event_id, Span(days=1), member_id=world.alice.id)
            )
        world.clock.now = datetime(2019, 3, 4, 10, 0, 30, tzinfo=world.clock.now.tzinfo)
        await wake(world)
        assert "Monthly call" in text_of(direct(world.alice)[-1])
        await world.alice.user.click(direct(world.alice)[-1], label="Stop")
        left = world.bot.ledger.requests.rules(member_id=world.alice.id)
        assert [rule.event_id for rule in left] == ["fourth"]


async def begun_in_two_servers(world: World) -> simcord.GuildHandle:
    """Alice has herself reminded of the fourth forum in a second server as well, a day before."""
    await begun(world, world.alice)
    second = world.env.create_guild("Second circle")
    second.add_member(world.alice.user)
    await world.env.settle()
    (rule,) = world.bot.ledger.requests.rules(member_id=world.alice.id)
    world.bot.ledger.requests.add_rule(replace(rule, rule_id=0, guild_id=second.id))
    return second


async def come_to_the_day_before(world: World) -> list[str]:
    """What is written to Alice on the thirteenth at half past nine in Brussels."""
    before = len(direct(world.alice))
    world.clock.now = datetime(2019, 3, 13, 8, 30, 30, tzinfo=world.clock.now.tzinfo)
    await wake(world)
    return [text_of(one) for one in direct(world.alice)[before:]]


async def test_who_asked_in_two_servers_is_told_once(open_archive: OpenArchive) -> None:
    """One event of the archive is one message, and it names both servers."""
    async with opened(open_archive) as world:
        await begun_in_two_servers(world)
        (came,) = await come_to_the_day_before(world)
        assert f"-# From {world.guild_of_bot.name}" in came
        assert "-# From Second circle" in came


@pytest.mark.parametrize(("change", "count"), [({"place": "Cellar"}, 2), ({"kind": "other"}, 1)])
async def test_what_a_server_says_otherwise_is_told_as_well(
    open_archive: OpenArchive, change: dict[str, str], count: int
) -> None:
    """Another place is another message, from that server alone; what looks the same is one."""
    async with opened(open_archive) as world:
        await begun_in_two_servers(world)
        boss = moderator(world)
        shown = await boss.slash(world.channel, "event edit", event="fourth", **change)
        await keep(boss, shown)
        came = await come_to_the_day_before(world)
        assert len(came) == count
        assert sum("Second circle" in text for text in came) == 1
        assert not any("Cellar" in text and "Second circle" in text for text in came)


async def test_who_left_one_of_two_servers_is_told_by_the_other(open_archive: OpenArchive) -> None:
    """Though the one has changed the event in a way that does not show."""
    async with opened(open_archive) as world:
        await begun_in_two_servers(world)
        boss = moderator(world)
        await keep(
            boss, await boss.slash(world.channel, "event edit", event="fourth", kind="other")
        )
        world.guild.remove_member(world.alice)
        (came,) = await come_to_the_day_before(world)
        assert came.count("-# From") == 1
        assert "Second circle" in came


async def test_another_s_reminder_is_left_alone(open_archive: OpenArchive) -> None:
    """A button that is passed on does nothing."""
    async with opened(open_archive) as world:
        await begun(world, world.alice)
        (rule,) = world.bot.ledger.requests.rules(member_id=world.alice.id)
        told = await begun(world, world.member("bob"))
        view = message_of(told)
        stolen = labelled(view, "Stop")
        assert stolen != f"fb:off:{rule.rule_id}"
        assert rules(world, world.alice) == ["1 day"]


async def test_an_ended_reminder_cannot_be_changed(open_archive: OpenArchive) -> None:
    """The member is told how to begin again."""
    async with opened(open_archive) as world:
        told = await begun(world, world.alice)
        (rule,) = world.bot.ledger.requests.rules(member_id=world.alice.id)
        world.bot.ledger.requests.remove_rule(rule.rule_id)
        said = await world.alice.click(message_of(told), label="1 week")
        assert "This reminder is ended" in text_of(said.followups[0])


# Reports


async def failed(world: World) -> None:
    """Have a reminder fail for good: its channel is gone when it is due."""
    doomed = world.guild.create_text_channel("doomed")
    announce(world, doomed)
    await wake(world)
    world.env.backend.delete_channel(doomed.id)
    world.clock.forward(days=8)
    await wake(world)
    await wake(world)


async def test_moderators_are_told_once_of_what_was_not_sent(open_archive: OpenArchive) -> None:
    """In the channel of reports, with the log a press away for moderators alone."""
    async with opened(open_archive, announced=False) as world:
        boss, reports = moderator(world), world.guild.create_text_channel("reports")
        shown = await boss.slash(world.channel, "settings reports", channel=reports)
        assert reports.mention in text_of(shown)
        await failed(world)
        (report,) = reports.history()
        assert "not delivered" in text_of(report)
        told = await boss.click(report, label="Show the log")
        assert told.ephemeral
        assert "⛔ refused" in text_of(told)
        assert "is gone" in text_of(told)
        told = await world.alice.click(report, label="Show the log")
        assert "Only moderators can do that" in text_of(told)


async def test_without_a_channel_the_owner_is_told(open_archive: OpenArchive) -> None:
    """By a direct message, in which they may see the log; nobody else may."""
    async with opened(open_archive, announced=False) as world:
        await failed(world)
        (owner_id,) = [body["recipient_id"] for body in world.bodies("/users/@me/channels")]
        assert int(owner_id) == world.guild_of_bot.owner_id
        posted = [body for body in world.bodies("/messages") if "not delivered" in str(body)]
        assert len(posted) == 1


async def test_nothing_of_a_restart_is_lost(open_archive: OpenArchive) -> None:
    """What was asked for before comes after."""
    async with open_archive({"page.md": PAGE, "events.yaml": EVENTS}) as world:
        announce(world, world.channel)
        await wake(world)
        await begun(world, world.alice)
        await world.restart()
        world.clock.now = datetime(2019, 3, 13, 8, 30, tzinfo=world.clock.now.tzinfo)
        await wake(world)
        assert "Fourth forum" in text_of(direct(world.alice)[-1])
        assert len([said for said in world.channel.history() if "forum" in text_of(said)]) == 2


async def test_the_owner_sees_the_log_where_they_were_told(open_archive: OpenArchive) -> None:
    """In direct messages nobody else does, moderators neither."""
    async with opened(open_archive, announced=False) as world:
        mine = world.env.create_guild(owner=world.alice.user)
        await world.env.settle()
        row = Delivery(
            key=digest("report"), purpose=Purpose.REPORT, guild_id=mine.id, channel_id=0,
            starts_at=world.clock(), due_at=world.clock(), payload='{"lines": ["one was not"]}',
            useful_until=world.clock() + timedelta(days=1),
        )  # fmt: skip
        world.bot.ledger.add([row])
        await wake(world)
        (report,) = direct(world.alice)
        assert "one was not" in text_of(report)
        told = await world.alice.user.click(report, label="Show the log")
        assert "✅ sent" in text_of(told)
        world.env.backend.get_guild(mine.id).owner_id = 5
        await world.restart()
        told = await world.alice.user.click(report, label="Show the log")
        assert "Only moderators of the server can see that." in text_of(told)
