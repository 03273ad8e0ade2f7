"""``/remind``: moderators say what is announced where, and see what was and what will be."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import discord
import pytest
import simcord
from tests.bot.conftest import OpenArchive
from tests.bot.world import World, buttons_of, labels_of, message_of, text_of

from forumbot.reminders.records import Delivery, Purpose, State

PAGE = "# A page\n\nText.\n"
EVENTS = """\
events:
  - {id: fourth, title: "Fourth forum @everyone", kind: forum, starts: 2019-03-14 09:30,
     ends: 2019-03-14 17:00, timezone: Europe/Brussels, place: Brussels,
     url: "https://example.org/fourth"}
  - {id: call, title: Call closes, kind: deadline, starts: 2019-05-20, timezone: Europe/Helsinki}
  - {id: calls, title: Monthly call, kind: other, starts: 2019-03-05 10:00,
     ends: 2019-03-05 11:00, timezone: Europe/Lisbon, rrule: "FREQ=MONTHLY;COUNT=5"}
  - {id: old, title: Old forum, kind: forum, starts: 2018-03-01, timezone: Europe/Vienna}
"""


@asynccontextmanager
async def opened(open_archive: OpenArchive, *, announced: bool = True) -> AsyncIterator[World]:
    """A world with events, a moderator's eyes on it, and a channel of announcements."""
    async with open_archive({"page.md": PAGE, "events.yaml": EVENTS}) as world:
        if announced:
            announce(world, world.channel)
            await wake(world)
        yield world


def announce(world: World, channel: simcord.ChannelHandle) -> None:
    """Set the channel of announcements."""
    settings = world.bot.store.settings(world.guild.id)
    world.bot.store.save_settings(replace(settings, announcement_channel_id=channel.id))


async def wake(world: World) -> None:
    """Have the bot look at what is due."""
    world.bot.runner.wake()
    await world.env.settle()


def moderator(world: World, **permissions: bool) -> simcord.MemberActor:
    """A member who may manage the guild."""
    return world.member("moderator", manage_guild=True, **permissions)


async def keep(
    member: simcord.MemberActor, shown: simcord.InteractionResult, label: str = "Keep"
) -> str:
    """Have a member decide on what was shown; returns what they are told then."""
    await member.click(message_of(shown), label=label)
    return text_of(shown)


def leads(world: World, event_id: str = "fourth") -> list[str]:
    """The leads of an event that are planned for channels, by due time."""
    planned = world.bot.ledger.planned(world.guild.id)
    return [row.lead for row in planned if row.event_id == event_id and not row.is_direct]


# Who may


async def test_members_are_not_offered_it(open_archive: OpenArchive) -> None:
    """Discord hides it by its default permission, and in direct messages."""
    async with opened(open_archive) as world:
        assert not any("remind" in name for name in world.alice.available_commands(world.channel))
        assert not any("remind" in name for name in world.alice.user.available_commands())
        offered = moderator(world).available_commands(world.channel)
        names = {"add", "list", "preview", "edit", "cancel", "log", "test"}
        assert {f"remind {name}" for name in names} <= set(offered)


@pytest.mark.parametrize(
    ("command", "options"),
    [
        ("add", {"event": "fourth"}),
        ("list", {}),
        ("preview", {}),
        ("edit", {"reminder": "00000000"}),
        ("cancel", {"reminder": "00000000"}),
        ("log", {}),
        ("test", {}),
    ],
)
async def test_a_member_to_whom_discord_shows_it_is_refused(
    open_archive: OpenArchive, command: str, options: dict[str, str]
) -> None:
    """Administrators can grant any command in Discord; the bot checks for itself."""
    async with opened(open_archive) as world:
        found = world.env.backend.find_command("remind", world.guild.id)
        assert found is not None
        world.guild.set_command_permissions(int(found["id"]), {world.alice: True})
        before = leads(world)
        shown = await world.alice.slash(world.channel, f"remind {command}", **options)
        assert len(world.errors()) == 1
        assert shown.ephemeral
        assert "Only moderators can do that" in text_of(shown)
        assert leads(world) == before


async def test_a_role_makes_moderators(open_archive: OpenArchive) -> None:
    """Set with /settings; Discord must be told to show them the command, the bot need not."""
    async with opened(open_archive) as world:
        role = world.guild.create_role("moderators")
        carol = world.guild.add_member(world.env.create_user("carol"), roles=[role])
        settings = world.bot.store.settings(world.guild.id)
        world.bot.store.save_settings(replace(settings, moderator_role_ids=frozenset({role.id})))
        found = world.env.backend.find_command("remind", world.guild.id)
        assert found is not None
        world.guild.set_command_permissions(int(found["id"]), {carol: True})
        assert "Fourth forum" in text_of(await carol.slash(world.channel, "remind list"))


# Adding


async def test_what_is_added_is_shown_back_before_it_is_kept(open_archive: OpenArchive) -> None:
    """Each time in the event's zone, the guild's and UTC; nothing is kept before the word."""
    async with opened(open_archive) as world:
        boss = moderator(world)
        shown = await boss.slash(
            world.channel, "remind add", event="fourth", before="3 days, the Friday before at 9"
        )
        assert shown.ephemeral
        said = text_of(shown)
        assert "3 days" in said
        assert "Mon 11 March 2019, 09:30 Europe/Brussels" in said
        assert "Fri 8 March 2019, 09:00 Europe/Brussels" in said
        assert "08:00 UTC" in said
        assert labels_of(shown) == ["Keep", "Do not keep"]
        assert "3 days" not in leads(world)
        assert "Kept: 2 reminders." in await keep(boss, shown)
        assert labels_of(shown) == []
        assert "3 days" in leads(world)
        assert len(leads(world)) == 4


async def test_what_is_not_wanted_is_not_kept(open_archive: OpenArchive) -> None:
    """Neither then nor by pressing again."""
    async with opened(open_archive) as world:
        boss = moderator(world)
        shown = await boss.slash(world.channel, "remind add", event="fourth", before="3 days")
        assert "Nothing was kept." in await keep(boss, shown, "Do not keep")
        assert "3 days" not in leads(world)


async def test_what_was_shown_long_ago_is_not_kept(open_archive: OpenArchive) -> None:
    """The moderator is told to give the command again."""
    async with opened(open_archive) as world:
        boss = moderator(world)
        shown = await boss.slash(world.channel, "remind add", event="fourth", before="3 days")
        world.clock.forward(minutes=16)
        told = await boss.click(message_of(shown), label="Keep")
        assert "please give the command again" in text_of(told.followups[0])
        assert "3 days" not in leads(world)


async def test_times_in_the_past_are_named_and_left_out(open_archive: OpenArchive) -> None:
    """The others are kept."""
    async with opened(open_archive) as world:
        boss = moderator(world)
        shown = await boss.slash(
            world.channel, "remind add", event="fourth", before="2 months, 3 days"
        )
        assert "lies in the past, so it will not be sent" in text_of(shown)
        assert "Kept: 1 reminder." in await keep(boss, shown)
        assert "2 months" not in leads(world)


async def test_nothing_ahead_is_nothing_to_keep(open_archive: OpenArchive) -> None:
    """There is no button to press."""
    async with opened(open_archive) as world:
        shown = await moderator(world).slash(
            world.channel, "remind add", event="fourth", before="2 months"
        )
        assert "All of this lies in the past" in text_of(shown)
        assert labels_of(shown) == []


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"event": "atlantis"}, "There is no such event"),
        ({"event": "old"}, "over or cancelled"),
        ({"event": "fourth", "before": "soon"}, "soon"),
        ({"event": "fourth", "before": "15 March 2019 at 9:00"}, "choose an earlier time"),
        ({"event": "fourth", "before": "400 days"}, "more than a year"),
    ],
)
async def test_bad_words_are_refused_with_what_to_write(
    open_archive: OpenArchive, options: dict[str, str], words: str
) -> None:
    """In one sentence, to the moderator alone."""
    async with opened(open_archive) as world:
        shown = await moderator(world).slash(world.channel, "remind add", **options)
        assert len(world.errors()) == 1
        assert shown.ephemeral
        assert words in text_of(shown)


async def test_without_any_channel_one_must_be_named(open_archive: OpenArchive) -> None:
    """Or set for announcements."""
    async with opened(open_archive, announced=False) as world:
        boss = moderator(world)
        shown = await boss.slash(world.channel, "remind add", event="fourth")
        assert len(world.errors()) == 1
        assert "/settings announcements" in text_of(shown)
        shown = await boss.slash(world.channel, "remind add", event="fourth", channel=world.channel)
        assert "Kept: 1 reminder." in await keep(boss, shown)
        assert leads(world) == ["1 day"]


async def test_a_channel_where_the_bot_may_not_speak_is_refused(open_archive: OpenArchive) -> None:
    """With what is missing."""
    async with opened(open_archive) as world:
        quiet = world.channel_where("quiet", send_messages=False)
        shown = await moderator(world).slash(
            world.channel, "remind add", event="fourth", channel=quiet
        )
        assert len(world.errors()) == 1
        assert "I lack the permission to send messages" in text_of(shown)


async def test_a_channel_where_the_moderator_may_not_speak_is_refused(
    open_archive: OpenArchive,
) -> None:
    """The bot says nothing in places for people who could not."""
    async with opened(open_archive) as world:
        boss = moderator(world)
        closed = world.guild.create_text_channel(
            "closed", overwrites={boss: discord.PermissionOverwrite(send_messages=False)}
        )
        shown = await boss.slash(world.channel, "remind add", event="fourth", channel=closed)
        assert len(world.errors()) == 1
        assert "You may not write there yourself." in text_of(shown)


async def test_a_thread_may_be_named(open_archive: OpenArchive) -> None:
    """Threads are where working groups are."""
    async with opened(open_archive) as world:
        boss, thread = moderator(world), world.thread(world.channel, "group")
        shown = await boss.slash(
            world.channel, "remind add", event="fourth", before="3 days", channel=thread
        )
        assert "Kept" in await keep(boss, shown)
        assert thread.id in {row.channel_id for row in world.bot.ledger.planned(world.guild.id)}


async def test_a_series_is_reminded_of_every_time(open_archive: OpenArchive) -> None:
    """The times shown are those of the next occurrence."""
    async with opened(open_archive) as world:
        boss = moderator(world)
        shown = await boss.slash(world.channel, "remind add", event="calls", before="2 days")
        assert "every occurrence" in text_of(shown)
        assert "Sun 3 March 2019, 10:00 Europe/Lisbon" in text_of(shown)
        await keep(boss, shown)
        planned = [row for row in world.bot.ledger.planned(world.guild.id) if row.lead == "2 days"]
        assert len(planned) == 5


# Roles


async def test_a_role_that_anybody_may_mention_is_pinged(open_archive: OpenArchive) -> None:
    """By the reminder alone: what is shown before pings nobody."""
    async with opened(open_archive) as world:
        role = world.guild.create_role("members")
        world.env.backend.edit_role(world.guild.id, role.id, {"mentionable": True})
        await world.env.settle()
        boss = moderator(world)
        shown = await boss.slash(
            world.channel, "remind add", event="fourth", before="3 days", role=role
        )
        assert f"<@&{role.id}>" in text_of(shown)
        await keep(boss, shown)
        world.may_ping.add(role.id)
        world.clock.forward(days=18, hours=21)
        await wake(world)
        posted = world.bodies(f"/channels/{world.channel.id}/messages")
        assert posted[-1]["content"] == f"<@&{role.id}>"
        assert posted[-1]["allowed_mentions"]["roles"] == [role.id]


@pytest.mark.parametrize("is_everyone", [False, True])
async def test_a_role_that_the_moderator_may_not_ping_is_refused(
    open_archive: OpenArchive, is_everyone: bool
) -> None:
    """Everyone above all."""
    async with opened(open_archive) as world:
        closed = world.guild.create_role("closed")
        everyone = world.guild.roles["@everyone"]
        shown = await moderator(world).slash(
            world.channel, "remind add", event="fourth", role=everyone if is_everyone else closed
        )
        assert len(world.errors()) == 1
        assert "You may not ping that role" in text_of(shown)


async def test_a_role_that_the_bot_may_not_ping_is_refused(open_archive: OpenArchive) -> None:
    """The moderator could, but it is the bot that speaks."""
    async with opened(open_archive) as world:
        role = world.guild.create_role("closed")
        place = world.channel_where("place", mention_everyone=False)
        shown = await moderator(world, mention_everyone=True).slash(
            world.channel, "remind add", event="fourth", role=role, channel=place
        )
        assert len(world.errors()) == 1
        assert "I could not ping that role" in text_of(shown)


# Seeing


async def test_the_list_has_id_event_lead_time_and_place(open_archive: OpenArchive) -> None:
    """Of what is to come, the first first; defaults are told from what was asked for."""
    async with opened(open_archive) as world:
        said = text_of(await moderator(world).slash(world.channel, "remind list"))
        planned = world.bot.ledger.planned(world.guild.id)
        first = planned[0]
        assert f"`{first.key[:8]}`" in said
        assert f"<t:{int(first.due_at.timestamp())}:F>" in said
        assert world.channel.mention in said
        assert "by default" in said
        assert said.index("2 weeks") < said.index("1 day")
        assert "@everyone" not in said


async def test_a_series_is_listed_once_a_kind(open_archive: OpenArchive) -> None:
    """By its next day, with how many follow it; the preview counts it as one as well."""
    async with opened(open_archive) as world:
        boss = moderator(world)
        said = text_of(await boss.slash(world.channel, "remind list"))
        coming = [row for row in world.bot.ledger.planned(world.guild.id)
                  if row.event_id.startswith("calls@") and row.lead == "1 day"]  # fmt: skip
        assert len(coming) > 2
        assert f"and {len(coming) - 1} later days" in said
        assert coming[0].key[:8] in said
        assert coming[1].key[:8] not in said
        shown = await boss.slash(world.channel, "remind preview")
        total = int(text_of(shown).split("Reminder 1 of ")[1].split("*")[0])
        assert total < len(world.bot.ledger.planned(world.guild.id))


async def test_an_empty_list_says_what_to_do(open_archive: OpenArchive) -> None:
    """A channel for announcements is all that is needed."""
    async with opened(open_archive, announced=False) as world:
        said = text_of(await moderator(world).slash(world.channel, "remind list"))
        assert "No reminder is to come." in said
        assert "/settings announcements" in said


async def test_a_long_list_has_pages(open_archive: OpenArchive) -> None:
    """Turned in one's own message, also after a restart."""
    async with opened(open_archive) as world:
        boss = moderator(world)
        text = ", ".join(f"{days} days" for days in range(3, 12))
        await keep(boss, await boss.slash(world.channel, "remind add", event="call", before=text))
        shown = await boss.slash(world.channel, "remind list")
        assert "Page 1 of 2" in text_of(shown)
        await world.restart()
        await boss.click(message_of(shown), label="Further")
        assert "Page 2 of 2" in text_of(shown)
        assert labels_of(shown) == ["Back"]


async def test_the_preview_shows_each_message_as_it_will_look(open_archive: OpenArchive) -> None:
    """With its time in three zones, how many it would ping, and whether it could be posted."""
    async with opened(open_archive) as world:
        boss = moderator(world)
        shown = await boss.slash(world.channel, "remind preview")
        said = text_of(shown)
        assert "Reminder 1 of" in said
        assert ":R>)" in said
        assert "Thu 28 February 2019, 09:30 Europe/Brussels" in said
        assert "Thu 28 February 2019, 08:30 UTC" in said
        assert "Pings: nobody." in said
        assert "I may post there now." in said
        await boss.click(message_of(shown), label="Further")
        assert "Reminder 2 of" in text_of(shown)


async def test_the_preview_counts_whom_it_would_ping(open_archive: OpenArchive) -> None:
    """As far as Discord says."""
    async with opened(open_archive) as world:
        role = world.guild.create_role("members")
        world.env.backend.edit_role(world.guild.id, role.id, {"mentionable": True})
        await world.env.settle()
        boss = moderator(world)
        shown = await boss.slash(
            world.channel, "remind add", event="fourth", before="20 days", role=role
        )
        await keep(boss, shown)
        world.guild.add_member(world.env.create_user("dora"), roles=[role])
        said = text_of(await boss.slash(world.channel, "remind preview"))
        assert f"Pings: <@&{role.id}>, 1 person." in said
        world.env.inject_error("GET", "/guilds/*/roles/member-counts", status=403)
        said = text_of(await boss.slash(world.channel, "remind preview"))
        assert f"Pings: <@&{role.id}>, an unknown number of people." in said


async def test_the_preview_says_what_is_missing(open_archive: OpenArchive) -> None:
    """A permission, or the channel."""
    async with opened(open_archive) as world:
        boss = moderator(world)
        quiet = world.channel_where("quiet", send_messages=False)
        announce(world, quiet)
        said = text_of(await boss.slash(world.channel, "remind preview"))
        assert "I could not post there now: in #quiet I lack the permission to send" in said
        world.env.backend.delete_channel(quiet.id)
        await world.env.settle()
        said = text_of(await boss.slash(world.channel, "remind preview"))
        assert "I could not post there now" in said
        assert "is gone" in said


async def test_a_test_goes_to_the_moderator_alone(open_archive: OpenArchive) -> None:
    """The next one, or the one that is named."""
    async with opened(open_archive) as world:
        boss = moderator(world)
        shown = await boss.slash(world.channel, "remind test")
        assert shown.ephemeral
        assert "Fourth forum" in text_of(shown)
        (one,) = [
            row for row in world.bot.ledger.planned(world.guild.id)
            if (row.event_id, row.lead) == ("call", "1 day")
        ]  # fmt: skip
        shown = await boss.slash(world.channel, "remind test", reminder=one.key[:8])
        assert "Call closes" in text_of(shown)
        assert world.channel.history() == []


async def test_there_may_be_nothing_to_test(open_archive: OpenArchive) -> None:
    """Said in one sentence."""
    async with opened(open_archive, announced=False) as world:
        shown = await moderator(world).slash(world.channel, "remind test")
        assert len(world.errors()) == 1
        assert "No reminder is to come" in text_of(shown)


async def test_the_log_tells_what_became_of_each(open_archive: OpenArchive) -> None:
    """Sent, late by how much, missed and refused and why; members' own are not in it."""
    async with opened(open_archive) as world:
        now = world.clock()
        rows = [
            Delivery(
                key=f"{number:032x}", purpose=Purpose.REMINDER, guild_id=world.guild.id,
                channel_id=world.channel.id, starts_at=now, due_at=now - timedelta(hours=2),
                useful_until=now + timedelta(hours=1), event_id="fourth", lead="1 day",
                is_direct=number == 5,
            )
            for number in range(1, 6)
        ]  # fmt: skip
        world.bot.ledger.add(rows)
        states = (State.SENT, State.LATE, State.MISSED, State.REFUSED, State.SENT)
        for row, state in zip(rows, states, strict=True):
            detail = f"because {state}" if state in (State.MISSED, State.REFUSED) else None
            world.bot.ledger.record(row.key, state, now, detail=detail)
        shown = await moderator(world).slash(world.channel, "remind log")
        said = text_of(shown)
        for words in ("✅ sent", "🕒 sent late by 2 hours", "❌ missed", "because missed",
                      "⛔ refused", "because refused"):  # fmt: skip
            assert words in said
        assert said.count("reminder `") == 4


async def test_an_empty_log_says_so(open_archive: OpenArchive) -> None:
    """Nothing was sent."""
    async with opened(open_archive) as world:
        said = text_of(await moderator(world).slash(world.channel, "remind log"))
        assert "Nothing was sent so far." in said


# Changing


async def _key(world: World, event_id: str, lead: str) -> str:
    rows = world.bot.ledger.planned(world.guild.id)
    return next(row.key[:8] for row in rows if (row.event_id, row.lead) == (event_id, lead))


async def test_a_default_reminder_can_be_changed(open_archive: OpenArchive) -> None:
    """The changed one takes its place."""
    async with opened(open_archive) as world:
        boss, other = moderator(world), world.guild.create_text_channel("other")
        shown = await boss.slash(
            world.channel, "remind edit", reminder=await _key(world, "fourth", "1 day"),
            before="4 days", channel=other, message="Bring your papers",
        )  # fmt: skip
        assert "Sun 10 March 2019, 09:30 Europe/Brussels" in text_of(shown)
        assert "Bring your papers" in text_of(shown)
        assert "Kept." in await keep(boss, shown)
        assert leads(world) == ["2 weeks", "4 days"]
        (row,) = [row for row in world.bot.ledger.planned() if row.lead == "4 days"]
        assert (row.channel_id, row.message) == (other.id, "Bring your papers")


async def test_a_message_that_shows_nothing_is_none(open_archive: OpenArchive) -> None:
    """An empty line would stand in the reminder."""
    async with opened(open_archive) as world:
        boss = moderator(world)
        shown = await boss.slash(
            world.channel, "remind add", event="fourth", before="3 days", message="\u200b \u3164"
        )
        await keep(boss, shown)
        (rule,) = world.bot.ledger.requests.rules(world.guild.id)
        assert rule.message is None


async def test_role_and_message_can_be_taken_away(open_archive: OpenArchive) -> None:
    """What is not named stays."""
    async with opened(open_archive) as world:
        boss = moderator(world)
        shown = await boss.slash(
            world.channel, "remind add", event="fourth", before="3 days", message="Come"
        )
        await keep(boss, shown)
        key = await _key(world, "fourth", "3 days")
        shown = await boss.slash(world.channel, "remind edit", reminder=key, before="5 days")
        await keep(boss, shown)
        (rule,) = world.bot.ledger.requests.rules(world.guild.id)
        assert (str(rule.lead), rule.message) == ("5 days", "Come")
        key = await _key(world, "fourth", "5 days")
        shown = await boss.slash(world.channel, "remind edit", reminder=key, without="message")
        await keep(boss, shown)
        (rule,) = world.bot.ledger.requests.rules(world.guild.id)
        assert (str(rule.lead), rule.message) == ("5 days", None)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"reminder": "ffffffff"}, "There is no such reminder"),
        ({"before": "1 day, 2 days"}, "A reminder has one time"),
        ({"before": "2 months"}, "lies in the past"),
        ({"before": "whenever"}, "whenever"),
    ],
)
async def test_a_change_that_cannot_be_is_refused(
    open_archive: OpenArchive, options: dict[str, str], words: str
) -> None:
    """And nothing is changed."""
    async with opened(open_archive) as world:
        given: dict[str, Any] = {"reminder": await _key(world, "fourth", "1 day"), **options}
        shown = await moderator(world).slash(world.channel, "remind edit", **given)
        assert len(world.errors()) == 1
        assert words in text_of(shown)
        assert leads(world) == ["2 weeks", "1 day"]


async def test_a_reminder_that_went_meanwhile_is_not_changed(open_archive: OpenArchive) -> None:
    """Somebody else has cancelled it."""
    async with opened(open_archive) as world:
        boss = moderator(world)
        add = await boss.slash(world.channel, "remind add", event="fourth", before="3 days")
        await keep(boss, add)
        key = await _key(world, "fourth", "3 days")
        shown = await boss.slash(world.channel, "remind edit", reminder=key, before="5 days")
        await boss.slash(world.channel, "remind cancel", reminder=key)
        told = await boss.click(message_of(shown), label="Keep")
        assert "cancelled meanwhile" in text_of(told.followups[0])


async def test_reminders_are_cancelled(open_archive: OpenArchive) -> None:
    """Default ones too; the others stay."""
    async with opened(open_archive) as world:
        boss = moderator(world)
        shown = await boss.slash(
            world.channel, "remind cancel", reminder=await _key(world, "fourth", "2 weeks")
        )
        assert "Cancelled:" in text_of(shown)
        assert leads(world) == ["1 day"]
        await keep(boss, await boss.slash(world.channel, "remind add", event="fourth",
                                          before="3 days"))  # fmt: skip
        key = await _key(world, "fourth", "3 days")
        await boss.slash(world.channel, "remind cancel", reminder=key)
        assert leads(world) == ["1 day"]
        shown = await boss.slash(world.channel, "remind cancel", reminder=key)
        assert len(world.errors()) == 1
        assert "There is no such reminder" in text_of(shown)


@pytest.mark.parametrize("typed", ["", " ", "{0:.7}", "{0:.4}", "{0:.1}", "{0:.8}x", "{1:.9}"])
async def test_no_reminder_is_cancelled_that_was_not_named_whole(
    open_archive: OpenArchive, typed: str
) -> None:
    """The beginning of an id, or more than it, is no choice."""
    async with opened(open_archive) as world:
        (key,) = {row.key for row in world.bot.ledger.planned(world.guild.id)
                  if (row.event_id, row.lead) == ("fourth", "1 day")}  # fmt: skip
        boss, before = moderator(world), leads(world)
        shown = await boss.slash(world.channel, "remind cancel", reminder=typed.format(key, key))
        assert len(world.errors()) == 1
        assert "There is no such reminder" in text_of(shown)
        assert leads(world) == before


@pytest.mark.parametrize("typed", ["{0:.8}", "{0}", " `{0:.8}` ", "{0:.8} · 13 March 2019 · Forum"])
async def test_a_reminder_is_named_by_its_id_however_it_is_copied(
    open_archive: OpenArchive, typed: str
) -> None:
    """Whole, as the list shows it, or as the label of a choice, which Discord may send instead."""
    async with opened(open_archive) as world:
        (key,) = {row.key for row in world.bot.ledger.planned(world.guild.id)
                  if (row.event_id, row.lead) == ("fourth", "1 day")}  # fmt: skip
        boss = moderator(world)
        shown = await boss.slash(world.channel, "remind cancel", reminder=typed.format(key))
        assert "Cancelled" in text_of(shown)
        assert leads(world) == ["2 weeks"]


async def test_a_series_reminder_is_cancelled_as_a_whole(open_archive: OpenArchive) -> None:
    """And that is said."""
    async with opened(open_archive) as world:
        boss = moderator(world)
        await keep(boss, await boss.slash(world.channel, "remind add", event="calls",
                                          before="2 days"))  # fmt: skip
        rows = [row for row in world.bot.ledger.planned(world.guild.id) if row.lead == "2 days"]
        shown = await boss.slash(world.channel, "remind cancel", reminder=rows[2].key[:8])
        assert "for every occurrence" in text_of(shown)
        assert "2 days" not in {row.lead for row in world.bot.ledger.planned(world.guild.id)}


# Choices


async def test_events_to_come_are_offered(open_archive: OpenArchive) -> None:
    """A series as a whole and by its days; whatever the case; nothing that is over."""
    async with opened(open_archive) as world:
        boss = moderator(world)
        offered = await boss.autocomplete(world.channel, "remind add", "event", "")
        values = [choice["value"] for choice in offered]
        assert {"fourth", "call", "calls", "calls@2019-03-05"} <= set(values)
        assert "old" not in values
        offered = await boss.autocomplete(world.channel, "remind add", "event", "FOURTH")
        assert [choice["value"] for choice in offered] == ["fourth"]


async def test_reminders_to_come_are_offered(open_archive: OpenArchive) -> None:
    """By id, time and title; to moderators alone."""
    async with opened(open_archive) as world:
        boss, key = moderator(world), await _key(world, "fourth", "1 day")
        offered = await boss.autocomplete(world.channel, "remind cancel", "reminder", key)
        assert [choice["value"] for choice in offered] == [key]
        assert "Wed 13 March 2019, 09:30" in offered[0]["name"]
        found = world.env.backend.find_command("remind", world.guild.id)
        assert found is not None
        world.guild.set_command_permissions(int(found["id"]), {world.alice: True})
        assert await world.alice.autocomplete(world.channel, "remind test", "reminder", "") == []


async def test_a_draft_is_its_moderator_s_own(open_archive: OpenArchive) -> None:
    """Its button does nothing for anybody else, nor after a restart."""
    async with opened(open_archive) as world:
        boss = moderator(world)
        shown = await boss.slash(world.channel, "remind add", event="fourth", before="3 days")
        assert all(button.custom_id for button in buttons_of(shown))
        await world.restart()
        told = await boss.click(message_of(shown), label="Keep")
        assert "I was restarted since" in text_of(told.followups[0])
        assert "3 days" not in leads(world)
