"""Keeping what was shown: only by who still may, and only while it is still true."""

from typing import Any

import discord
import pytest
import simcord
from tests.bot.commands.test_event import make, own
from tests.bot.commands.test_remind import announce, keep, leads, moderator, opened
from tests.bot.conftest import OpenArchive
from tests.bot.world import World, message_of, text_of

from forumbot.reminders.schedule import Rule

STARTS = "21 March 2019 at 9:30"
DRAFTS: dict[str, dict[str, Any]] = {
    "event add": {"title": "Meeting", "starts": STARTS},
    "event edit": {"event": "fourth", "place": "Ghent"},
    "event cancel": {"event": "fourth"},
    "remind add": {"event": "fourth", "before": "2 hours"},
}


def demote(world: World, member: simcord.MemberActor) -> None:
    """Take every role away from a member."""
    world.env.backend.get_guild(world.guild.id).members[member.id].role_ids.clear()


async def refused(member: simcord.MemberActor, shown: simcord.InteractionResult) -> str:
    """What a member is told beside what was shown, who presses Keep."""
    pressed = await member.click(message_of(shown), label="Keep")
    return text_of(pressed.followups[0])


@pytest.mark.parametrize("command", DRAFTS)
async def test_nothing_is_kept_after_the_rights_were_taken_away(
    open_archive: OpenArchive, command: str
) -> None:
    """Whatever was drafted while there still were some."""
    async with opened(open_archive) as world:
        boss = moderator(world)
        shown = await boss.slash(world.channel, command, **DRAFTS[command])
        before, planned = own(world), leads(world)
        demote(world, boss)
        assert "Only moderators" in await refused(boss, shown)
        assert (own(world), leads(world)) == (before, planned)


async def test_no_role_is_pinged_that_its_moderator_may_ping_no_more(
    open_archive: OpenArchive,
) -> None:
    """Still a moderator, but without the right to mention everyone."""
    async with opened(open_archive) as world:
        boss = moderator(world, mention_everyone=True)
        role = world.guild.create_role("guests")
        shown = await boss.slash(
            world.channel, "remind add", event="fourth", before="2 hours", role=role
        )
        planned = leads(world)
        demote(world, boss)
        plain = world.guild.create_role("plain", permissions=discord.Permissions(manage_guild=True))
        world.env.backend.get_guild(world.guild.id).members[boss.id].role_ids.append(plain.id)
        assert "may not ping that role" in await refused(boss, shown)
        assert leads(world) == planned


async def test_the_second_of_two_moderators_is_shown_what_the_first_has_changed(
    open_archive: OpenArchive,
) -> None:
    """Of one event, a single one or a series; the first change stays."""
    async with opened(open_archive) as world:
        first, second = moderator(world), world.member("second", manage_guild=True)
        drafts = [
            await first.slash(world.channel, "event edit", event="fourth", place="Ghent"),
            await second.slash(world.channel, "event edit", event="fourth", title="The fourth"),
        ]
        assert "Kept" in await keep(first, drafts[0])
        told = await keep(second, drafts[1])
        assert "Nothing was kept" in told
        assert "Place: Brussels → Ghent" in told
        (kept,) = own(world).values()
        assert (kept.place, kept.title) == ("Ghent", "Fourth forum @everyone")


async def test_an_event_that_two_moderators_make_is_made_once(open_archive: OpenArchive) -> None:
    """The second is told that it is there."""
    async with opened(open_archive) as world:
        first, second = moderator(world), world.member("second", manage_guild=True)
        draft = await second.slash(
            world.channel, "event add", title="Meeting", starts=STARTS, place="Ghent"
        )
        await make(world, first, place="Leuven")
        assert "There is an event of this title" in await refused(second, draft)
        assert own(world)["Meeting"].place == "Leuven"


@pytest.mark.parametrize("is_default", [False, True])
async def test_a_reminder_is_changed_by_one_moderator_at_a_time(
    open_archive: OpenArchive, is_default: bool
) -> None:
    """One that was asked for, or one that is there by default."""
    async with opened(open_archive) as world:
        first, second = moderator(world), world.member("second", manage_guild=True)
        announce(world, world.channel)
        if not is_default:
            shown = await first.slash(world.channel, "remind add", event="fourth", before="5 hours")
            await keep(first, shown)
        wanted = "1 day" if is_default else "5 hours"
        key = next(row.key for row in world.bot.ledger.planned(world.guild.id)
                   if (row.event_id, row.lead) == ("fourth", wanted))  # fmt: skip
        drafts = [
            await one.slash(world.channel, "remind edit", reminder=key[:8], message=words)
            for one, words in ((first, "Bring a friend."), (second, "Bring two."))
        ]
        assert "Kept" in await keep(first, drafts[0])
        if is_default:
            assert "cancelled meanwhile, or changed" in await refused(second, drafts[1])
        else:
            assert "Message: none → Bring a friend" in await keep(second, drafts[1])
        rules: list[Rule] = list(world.bot.ledger.requests.rules(world.guild.id))
        assert [rule.message for rule in rules] == ["Bring a friend."]
