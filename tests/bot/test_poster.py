"""Reminders in Discord: posted with their mark, found again, edited; each failure by its name."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import discord
import pytest
import simcord
from tests.bot.conftest import OpenArchive
from tests.bot.world import World, labels_of, text_of

from forumbot.bot.poster import DiscordPoster
from forumbot.errors import (
    ChannelGoneError,
    ClosedError,
    DeliveryError,
    NoLookError,
    NotPermittedError,
    RateLimitedError,
    RejectedError,
    UnreachableError,
)
from forumbot.reminders import wording
from forumbot.reminders.events import Event, EventKind
from forumbot.reminders.records import Delivery, Purpose
from forumbot.reminders.wording import Announcement, Quoted

KEY = "0123456789abcdef" * 2
NOW = datetime(2019, 2, 28, 8, 30, tzinfo=UTC)
STARTS = datetime(2019, 3, 14, 8, 30, tzinfo=UTC)
EVENT = Event(
    event_id="fourth", title="Fourth forum @everyone", kind=EventKind.FORUM, starts_at=STARTS,
    ends_at=None, all_day=False, timezone="Europe/Brussels", place="Brussels <@1>",
    url="https://example.org/fourth",
)  # fmt: skip


def said(event: Event = EVENT, **more: Any) -> Announcement:
    """What is announced of an event."""
    return wording.reminder(
        event, "start", NOW, due_at=NOW, late_after=timedelta(minutes=5), **more
    )


def delivery(world: World, place: simcord.ChannelHandle | None = None, **more: Any) -> Delivery:
    """A delivery to a channel, the world's own unless another is given."""
    whole: dict[str, Any] = {
        "key": KEY, "purpose": Purpose.REMINDER, "guild_id": world.guild.id,
        "channel_id": (place or world.channel).id, "starts_at": STARTS, "due_at": NOW,
        "useful_until": STARTS, "event_id": "fourth", "lead": "2 weeks", "claimed_at": NOW,
    }  # fmt: skip
    return Delivery(**{**whole, **more})


@asynccontextmanager
async def opened(open_archive: OpenArchive) -> AsyncIterator[tuple[World, DiscordPoster]]:
    """A world and the poster of its bot."""
    async with open_archive({"page.md": "# A page\n\nText.\n"}) as world:
        yield world, DiscordPoster(world.bot)


# Posting


async def test_a_reminder_is_said_in_its_language(open_archive: OpenArchive) -> None:
    """What is said of the event and its buttons alike."""
    async with opened(open_archive) as (world, poster):
        await poster.post(delivery(world), said(language="de"))
        (posted,) = world.channel.history()
        told = text_of(posted)
        assert "**Wann:**" in told
        assert "**Wo:** Brussels" in told
        assert "Donnerstag, 14. März 2019, 09:30 (Europe/Brussels" in told
        assert labels_of(posted) == ["Erinnere mich", "In den Kalender"]


async def test_a_reminder_bears_its_mark_and_nonce(open_archive: OpenArchive) -> None:
    """So that it can be found, and Discord refuses it a second time; it pings nobody."""
    async with opened(open_archive) as (world, poster):
        message_id = await poster.post(delivery(world), said())
        (posted,) = world.channel.history()
        assert posted.id == message_id
        assert labels_of(posted) == ["Remind me", "Add to calendar"]
        body = world.last_body
        assert body["nonce"] == KEY[:25]
        assert body["enforce_nonce"] is True
        assert body["components"][0]["components"][0]["custom_id"] == f"fb:rm:{KEY}"
        assert body["allowed_mentions"]["parse"] == []


async def test_a_reminder_says_what_when_and_where(open_archive: OpenArchive) -> None:
    """For each reader, in the event's own zone, and how long still; foreign text does nothing."""
    async with opened(open_archive) as (world, poster):
        await poster.post(delivery(world), said(message="Bring [this](https://evil.example)"))
        text = text_of(world.channel.history()[0])
        assert "Fourth forum ＠everyone\n" in text
        assert f"<t:{int(STARTS.timestamp())}:R>" in text
        assert f"<t:{int(STARTS.timestamp())}:F>" in text
        assert "Thursday 14 March 2019, 09:30 (Europe/Brussels, UTC+01:00)" in text
        assert "[the event's page](<https://example.org/fourth>)" in text
        assert "](https://evil" not in text
        assert "<@1>" not in text


async def test_what_the_last_forum_concluded_stands_with_its_source(
    open_archive: OpenArchive,
) -> None:
    """As a quote."""
    quote = Quoted("Clusters should train people.", "Third forum", "https://example.org/third")
    async with opened(open_archive) as (world, poster):
        await poster.post(delivery(world), said(background=[quote]))
        text = text_of(world.channel.history()[0])
        assert "> Clusters should train people." in text
        assert "Third forum" in text
        assert "[link](<https://example.org/third>)" in text


async def test_where_embeds_are_not_allowed_it_is_text(open_archive: OpenArchive) -> None:
    """With the same words, buttons and length of a message."""
    async with opened(open_archive) as (world, poster):
        place = world.channel_where("plain", embed_links=False)
        quotes = [Quoted("Word " * 300, "Source")] * 3
        await poster.post(delivery(world, place), said(background=quotes, message="m" * 500))
        body = world.last_body
        assert "embeds" not in body
        assert "Fourth forum" in body["content"]
        assert labels_of(place.history()[0]) == ["Remind me", "Add to calendar"]


async def test_a_direct_message_has_a_stop(open_archive: OpenArchive) -> None:
    """And goes to the member alone."""
    async with opened(open_archive) as (world, poster):
        row = delivery(world, channel_id=world.alice.id, is_direct=True)
        await poster.post(row, said())
        (came,) = world.alice.user.dm_channel.history()
        assert labels_of(came) == ["Stop", "Add to calendar"]
        assert world.channel.history() == []


async def test_a_report_goes_with_a_way_to_the_log(open_archive: OpenArchive) -> None:
    """Its lines are text."""
    async with opened(open_archive) as (world, poster):
        report = wording.report(["the reminder of “@everyone” was not sent"])
        await poster.post(delivery(world, purpose=Purpose.REPORT), report)
        (posted,) = world.channel.history()
        assert labels_of(posted) == ["Show the log"]
        assert "＠everyone" in text_of(posted)


async def test_a_report_without_a_channel_needs_an_owner(open_archive: OpenArchive) -> None:
    """Of a server that the bot has left there is nobody to tell."""
    async with opened(open_archive) as (world, poster):
        row = delivery(world, purpose=Purpose.REPORT, channel_id=0, guild_id=5)
        with pytest.raises(ChannelGoneError, match="nobody whom I could tell"):
            await poster.post(row, wording.report(["one"]))


async def test_an_archived_thread_is_posted_to(open_archive: OpenArchive) -> None:
    """One that the bot does not have in memory is asked for; posting opens it again."""
    async with opened(open_archive) as (world, poster):
        thread = world.thread(world.channel, "group")
        world.env.backend.edit_channel(thread.id, {}, thread_metadata={"archived": True})
        await world.env.settle()
        assert world.guild_of_bot.get_channel_or_thread(thread.id) is None
        await poster.post(delivery(world, thread), said())
        assert "Fourth forum" in text_of(thread.history()[-1])


# Pings


async def test_a_role_is_pinged_and_no_other(open_archive: OpenArchive) -> None:
    """In front of the embed, as mentions inside it do nothing."""
    async with opened(open_archive) as (world, poster):
        role = world.guild.create_role("members")
        world.env.backend.edit_role(world.guild.id, role.id, {"mentionable": True})
        await world.env.settle()
        world.may_ping.add(role.id)
        await poster.post(delivery(world, role_id=role.id), said())
        assert world.last_body["content"] == f"<@&{role.id}>"
        assert world.last_body["allowed_mentions"]["roles"] == [role.id]
        assert world.last_body["allowed_mentions"]["parse"] == []


async def test_everyone_is_pinged_where_a_moderator_said_so(open_archive: OpenArchive) -> None:
    """And only if the bot may."""
    async with opened(open_archive) as (world, poster):
        closed = world.channel_where("closed", mention_everyone=False)
        await poster.post(delivery(world, closed, role_id=world.guild.id), said())
        assert "content" not in world.last_body or world.last_body["content"] is None
        open_ = world.channel_where("open", mention_everyone=True)
        world.may_ping.add("everyone")
        await poster.post(delivery(world, open_, role_id=world.guild.id), said())
        assert world.last_body["content"] == "@everyone"
        assert world.last_body["allowed_mentions"]["parse"] == ["everyone"]


@pytest.mark.parametrize("is_gone", [False, True])
async def test_a_role_that_cannot_be_pinged_is_left_out(
    open_archive: OpenArchive, is_gone: bool
) -> None:
    """The announcement is made all the same."""
    async with opened(open_archive) as (world, poster):
        place = world.channel_where("place", mention_everyone=False)
        role_id = 5 if is_gone else world.guild.create_role("closed").id
        await world.env.settle()
        await poster.post(delivery(world, place, role_id=role_id), said())
        assert "<@&" not in str(world.last_body)


# Failing


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        (404, 10003, ChannelGoneError),
        (403, 50001, NotPermittedError),
        (403, 50013, NotPermittedError),
        (403, 50007, ClosedError),
        (403, 50278, ClosedError),
        (400, 50035, RejectedError),
        (400, 50083, NotPermittedError),
        (401, 0, UnreachableError),
        (429, 0, RateLimitedError),
        (500, 0, UnreachableError),
        (503, 0, UnreachableError),
    ],
)
async def test_each_refusal_has_its_name(
    open_archive: OpenArchive, status: int, code: int, kind: type[DeliveryError]
) -> None:
    """When posting, looking and editing alike."""
    async with opened(open_archive) as (world, poster):
        row = delivery(world)
        for method in ("POST", "GET", "PATCH"):
            world.env.inject_error(method, "/channels/*", status=status, code=code)
        with pytest.raises(kind):
            await poster.post(row, said())
        with pytest.raises(kind):
            await poster.find(row)
        with pytest.raises(kind):
            await poster.edit(replace(row, message_id=5), said())


async def test_a_permission_that_was_taken_is_named(open_archive: OpenArchive) -> None:
    """Before anything is sent."""
    async with opened(open_archive) as (world, poster):
        quiet = world.channel_where("quiet", send_messages=False, view_channel=True)
        with pytest.raises(NotPermittedError, match="in #quiet I lack the permission to send"):
            await poster.post(delivery(world, quiet), said())
        assert world.bodies(f"/channels/{quiet.id}/messages") == []


async def test_a_locked_thread_needs_its_own_permission(open_archive: OpenArchive) -> None:
    """To manage threads."""
    async with opened(open_archive) as (world, poster):
        me = world.guild_of_bot.me
        overwrite = discord.PermissionOverwrite(manage_threads=False)
        parent = world.guild.create_text_channel("parent", overwrites={me: overwrite})
        thread = world.thread(parent, "group")
        world.env.backend.edit_channel(
            thread.id, {}, thread_metadata={"archived": True, "locked": True}
        )
        await world.env.settle()
        with pytest.raises(NotPermittedError, match="manage threads"):
            await poster.post(delivery(world, thread), said())


async def test_a_channel_that_is_gone_is_named(open_archive: OpenArchive) -> None:
    """Discord says so, as it is not in memory."""
    async with opened(open_archive) as (world, poster):
        world.env.backend.delete_channel(world.channel.id)
        await world.env.settle()
        with pytest.raises(ChannelGoneError, match=f"the channel {world.channel.id} is gone"):
            await poster.post(delivery(world), said())


async def test_a_channel_of_another_kind_or_server_is_refused(open_archive: OpenArchive) -> None:
    """A forum has posts and no messages of its own."""
    async with opened(open_archive) as (world, poster):
        forum = world.guild.create_forum_channel("forum")
        with pytest.raises(RejectedError, match="takes no messages of its own"):
            await poster.post(delivery(world, forum), said())
        other = world.env.create_guild().create_text_channel("other")
        with pytest.raises(ChannelGoneError, match="not in this server"):
            await poster.post(delivery(world, other), said())


async def test_closed_messages_have_their_name(open_archive: OpenArchive) -> None:
    """Nothing can be done but by the member."""
    async with opened(open_archive) as (world, poster):
        row = delivery(world, channel_id=world.alice.id, is_direct=True)
        world.env.inject_error("POST", "/channels/*/messages", status=403, code=50007)
        with pytest.raises(ClosedError):
            await poster.post(row, said())


# Finding


async def test_what_was_posted_is_found_by_its_mark(open_archive: OpenArchive) -> None:
    """Among others; another key is another message."""
    async with opened(open_archive) as (world, poster):
        row = delivery(world)
        await poster.post(replace(row, key="f" * 32), said())
        assert await poster.find(row) is None
        message_id = await poster.post(row, said())
        await world.alice.send(world.channel, "When is it?")
        assert await poster.find(row) == message_id


async def test_a_direct_message_is_found_too(open_archive: OpenArchive) -> None:
    """By the mark of its own kind."""
    async with opened(open_archive) as (world, poster):
        row = delivery(world, channel_id=world.alice.id, is_direct=True)
        assert await poster.find(row) is None
        message_id = await poster.post(row, said())
        assert await poster.find(row) == message_id


async def test_a_clock_that_is_ahead_hides_nothing(open_archive: OpenArchive) -> None:
    """By Discord's clock it was posted long before the claim."""
    async with opened(open_archive) as (world, poster):
        row = delivery(world, claimed_at=datetime(2030, 1, 1, tzinfo=UTC))
        message_id = await poster.post(row, said())
        assert await poster.find(row) == message_id


async def test_without_the_history_it_cannot_be_seen(open_archive: OpenArchive) -> None:
    """That is neither a yes nor a no."""
    async with opened(open_archive) as (world, poster):
        blind = world.channel_where("blind", read_message_history=False)
        await poster.post(delivery(world, blind), said())
        with pytest.raises(NoLookError, match="read the history"):
            await poster.find(delivery(world, blind))


# Editing


async def test_a_message_is_brought_up_to_date(open_archive: OpenArchive) -> None:
    """It keeps its mark; of a cancelled event nobody can be reminded any more."""
    async with opened(open_archive) as (world, poster):
        row = delivery(world)
        row = replace(row, message_id=await poster.post(row, said()))
        await poster.edit(row, said(replace(EVENT, place="Ghent", status="cancelled")))
        (posted,) = world.channel.history()
        assert "Cancelled: Fourth forum" in text_of(posted)
        assert "Ghent" in text_of(posted)
        assert await poster.find(row) == posted.id


async def test_a_message_without_its_embed_says_the_same(open_archive: OpenArchive) -> None:
    """Where the permission to embed was taken since."""
    async with opened(open_archive) as (world, poster):
        row = delivery(world)
        row = replace(row, message_id=await poster.post(row, said()))
        may = discord.Permissions(view_channel=True, send_messages=True, read_message_history=True)
        for role in world.guild_of_bot.me.roles:
            world.env.backend.edit_role(world.guild.id, role.id, {"permissions": may.value})
        await world.env.settle()
        await poster.edit(row, said(replace(EVENT, place="Ghent")))
        (posted,) = world.channel.history()
        assert posted.embeds == []
        assert "Ghent" in posted.content


async def test_a_message_that_was_deleted_cannot_be_edited(open_archive: OpenArchive) -> None:
    """Somebody did not want it."""
    async with opened(open_archive) as (world, poster):
        with pytest.raises(ChannelGoneError, match="the message in the channel"):
            await poster.edit(delivery(world, message_id=5), said())
