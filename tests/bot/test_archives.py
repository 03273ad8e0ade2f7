"""Which archive answers whom: guilds that are given their own are answered from nothing else."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import discord
import pytest
import simcord
from tests.bot.commands.test_remind import wake
from tests.bot.conftest import OpenWorld
from tests.bot.world import Hands, Said, WatchedEmbedder, World, message_of, press, text_of

from forumbot.app import App
from forumbot.bot.archives import Archives
from forumbot.bot.desk import Desk
from forumbot.bot.ports import GuildArchive
from forumbot.bot.records import GuildSettings
from forumbot.config import Settings
from forumbot.service import Service

QUESTION = "How many euros has the fund of the forum?"
REPORT = """\
---
title: {animal} forum
edition: 1
kind: report
held_on: 2018-02-01
---
# {animal} forum

The {animal} fund of the forum has {euros} euros.

## Outcomes

- The {animal} fund of the forum needs many euros and skills
"""
EVENTS = """\
events:
  - {{id: next, title: {animal} forum, kind: forum, starts: 2019-02-28 09:30, timezone: UTC,
     themes: [skills]}}
"""
EUROS = {"Wombat": 300, "Zebra": 700}


class ArchiveAGuild(Archives):
    """Guilds that are named have an archive of their own, all others the shared one."""

    def __init__(self, service: Service) -> None:
        super().__init__([service])
        self.own: dict[int, GuildArchive] = {}

    def __iter__(self) -> Iterator[GuildArchive]:
        yield from super().__iter__()
        yield from self.own.values()

    def of(self, guild_id: int | None) -> GuildArchive:
        """The guild's own, if it has one."""
        return self.own.get(guild_id or 0) or super().of(guild_id)


class Place(NamedTuple):
    """A guild by its channel, with who manages it, and what its archive is of and is not of."""

    keeper: simcord.MemberActor
    channel: simcord.ChannelHandle
    own: str
    others: str

    def holds(self, said: Said) -> bool:
        """Whether what is said comes from the guild's archive, and nothing from the other."""
        return self.own in text_of(said) and self.others not in text_of(said)


@pytest.fixture
def services(tmp_path: Path, hands: Hands, watched: WatchedEmbedder) -> dict[str, Service]:
    """A service over a small archive of each animal."""
    return {animal: built(tmp_path / animal, animal, hands, watched) for animal in EUROS}


def built(folder: Path, animal: str, clock: Hands, embedder: WatchedEmbedder) -> Service:
    """A service over a small archive of one animal, with its index."""
    knowledge = folder / "knowledge"
    knowledge.mkdir(parents=True)
    facts = {"animal": animal, "euros": EUROS[animal]}
    (knowledge / "report.md").write_text(REPORT.format(**facts), encoding="utf-8")
    (knowledge / "events.yaml").write_text(EVENTS.format(**facts), encoding="utf-8")
    settings = Settings(knowledge=knowledge, index=folder / "index", knowledge_named=True)
    service = App(settings, clock, embedder).service
    service.build(strict=True, on_progress=lambda _step, _done, _total: None)
    return service


@pytest.fixture
def archives(services: dict[str, Service]) -> ArchiveAGuild:
    """Wombats for all but the guilds that get zebras."""
    return ArchiveAGuild(services["Wombat"])


async def settle_in(
    world: World, archives: ArchiveAGuild, services: dict[str, Service]
) -> tuple[Place, Place]:
    """The guild of the world, which has the shared archive, and another that has its own."""
    zebras = GuildArchive(services["Zebra"], Desk(services["Zebra"], world.clock))
    await zebras.desk.open()
    other = world.env.create_guild("Zebras")
    archives.own[other.id] = zebras
    world.name_homes(world.guild.id, other.id)
    may = discord.Permissions(manage_guild=True)
    keeper = world.member("keeper", manage_guild=True)
    there = other.add_member(keeper.user, roles=[other.create_role("keepers", permissions=may)])
    return (
        Place(keeper, world.channel, "Wombat", "Zebra"),
        Place(there, other.create_text_channel("zebras"), "Zebra", "Wombat"),
    )


async def test_each_guild_is_answered_from_its_own_archive(
    open_world: OpenWorld, archives: ArchiveAGuild, services: dict[str, Service]
) -> None:
    """By command, by mention, and by the buttons under the answer."""
    async with open_world(services["Wombat"], archives) as world:
        for place in await settle_in(world, archives, services):
            await place.keeper.send(place.channel, f"{world.me} {QUESTION}")
            assert place.holds(place.channel.last_message)
            shown = await place.keeper.slash(place.channel, "ask", question=QUESTION)
            assert f"has **{EUROS[place.own]}** euros" in text_of(shown)
            for label in ("More passages", "Outcomes on this"):
                assert place.holds(await press(place.keeper, shown, label))


async def test_each_guild_chooses_from_its_own_archive(
    open_world: OpenWorld, archives: ArchiveAGuild, services: dict[str, Service]
) -> None:
    """Forums, their outcomes, and events."""
    async with open_world(services["Wombat"], archives) as world:
        for place in await settle_in(world, archives, services):
            offered = await place.keeper.autocomplete(
                place.channel, "ask", "forum", "", question="x"
            )
            assert [choice["name"] for choice in offered] == [f"{place.own} forum"]
            for command in ("outcomes", "events"):
                assert place.holds(await place.keeper.slash(place.channel, command))


async def test_direct_messages_are_answered_as_the_chooser_says(
    open_world: OpenWorld, archives: ArchiveAGuild, services: dict[str, Service]
) -> None:
    """Here from the shared archive, also for a member of a guild that has its own."""
    async with open_world(services["Wombat"], archives) as world:
        _wombats, zebras = await settle_in(world, archives, services)
        await zebras.keeper.user.send_dm(QUESTION)
        assert "has **300** euros" in text_of(zebras.keeper.user.dm_channel.last_message)
        assert "Wombat" in text_of(await zebras.keeper.user.slash("events"))


async def test_each_guild_is_reminded_of_its_own_events(
    open_world: OpenWorld, archives: ArchiveAGuild, services: dict[str, Service]
) -> None:
    """What its last forum concluded is quoted beside them."""
    async with open_world(services["Wombat"], archives) as world:
        places = await settle_in(world, archives, services)
        for place in places:
            settings = GuildSettings(
                place.keeper.guild.id, announcement_channel_id=place.channel.id
            )
            world.bot.store.save_settings(settings)
        for place in places:
            for command in ("remind list", "remind preview", "remind test"):
                assert place.holds(await place.keeper.slash(place.channel, command))
        world.clock.forward(days=7)
        await wake(world)
        for place in places:
            assert place.holds(place.channel.last_message)
            assert f"The {place.own} fund of the forum needs" in text_of(place.channel.last_message)


async def test_events_of_two_archives_are_two_though_their_ids_are_the_same(
    open_world: OpenWorld, archives: ArchiveAGuild, services: dict[str, Service]
) -> None:
    """Who asked for both is told of each, by its own server, and ends them one by one."""
    async with open_world(services["Wombat"], archives) as world:
        places = await settle_in(world, archives, services)
        offers = []
        for place in places:
            settings = GuildSettings(
                place.keeper.guild.id, announcement_channel_id=place.channel.id
            )
            world.bot.store.save_settings(settings)
        world.clock.forward(days=7)
        await wake(world)
        user = places[0].keeper.user
        for place in places:
            announced = place.channel.last_message
            assert announced is not None
            told = await place.keeper.click(announced, label="Remind me")
            offers.append(message_of(told))
        before = len(user.dm_channel.history())
        world.clock.forward(hours=19)
        await wake(world)
        came = user.dm_channel.history()[before:]
        assert [sum(map(place.holds, came)) for place in places] == [1, 1]
        await places[1].keeper.click(offers[1], label="Stop")
        (left,) = world.bot.ledger.requests.rules(member_id=user.id)
        assert left.guild_id == places[0].keeper.guild.id


async def test_each_guild_keeps_its_own_archive(
    open_world: OpenWorld, archives: ArchiveAGuild, services: dict[str, Service]
) -> None:
    """What one rebuilds the other does not see."""
    async with open_world(services["Wombat"], archives) as world:
        places = await settle_in(world, archives, services)
        before = [archive.desk.generation for archive in archives]
        (services["Zebra"].settings.knowledge / "more.md").write_text("# More\n\nOf zebras.\n")
        for place, count in zip(places, ("1 document", "2 documents"), strict=True):
            shown = await place.keeper.slash(place.channel, "archive rebuild")
            assert f"Published: {count}," in text_of(shown)
        assert all(
            now.desk.generation is not then for now, then in zip(archives, before, strict=True)
        )
