"""``/changes``: who changed what in a server, when, and from what to what."""

from datetime import timedelta

import pytest
import simcord
from tests.bot.commands.test_event import make, own
from tests.bot.commands.test_remind import keep, moderator, opened
from tests.bot.conftest import OpenArchive
from tests.bot.world import World, labels_of, message_of, text_of


async def seen(world: World, boss: simcord.MemberActor) -> list[str]:
    """The changes as a moderator reads them, newest first."""
    shown = text_of(await boss.slash(world.channel, "changes"))
    head, *entries = shown.split("<t:")
    assert head.strip() == "Who changed what"
    return entries


async def test_every_change_is_noted_with_who_when_and_from_what_to_what(
    open_archive: OpenArchive,
) -> None:
    """Of the settings, of events and of reminders."""
    async with opened(open_archive) as world:
        boss, other = moderator(world), world.member("other", manage_guild=True)
        await boss.slash(world.channel, "settings timezone", zone="Europe/Vienna")
        world.clock.forward(minutes=1)
        event = await make(world, other, place="Ghent")
        edited = await boss.slash(
            world.channel, "event edit", event=event.event_id, place="Leuven", title="Talk *now*"
        )
        await keep(boss, edited)
        added = await boss.slash(
            world.channel, "remind add", event=event.event_id, before="3 days", message="Come"
        )
        await keep(boss, added)
        (key,) = {row.key for row in world.bot.ledger.planned(world.guild.id)
                  if (row.event_id, row.lead) == (event.event_id, "3 days")}  # fmt: skip
        await other.slash(world.channel, "remind cancel", reminder=key)
        cancelled = await other.slash(world.channel, "event cancel", event=event.event_id)
        await keep(other, cancelled)
        entries = await seen(world, boss)
        expected = [
            (other, "/event cancel", "Status: confirmed → cancelled"),
            (other, "/remind cancel", "Message: Come"),
            (boss, "/remind add", "When: 3 days before"),
            (boss, "/event edit", "Place: Ghent → Leuven"),
            (other, "/event add", "Place: Ghent"),
            (boss, "/settings", "Time zone: Europe/Brussels → Europe/Vienna"),
        ]
        assert len(entries) == len(expected)
        for entry, (member, command, line) in zip(entries, expected, strict=True):
            assert f"<@{member.id}>" in entry
            assert f"**{command}" in entry
            assert line in entry.replace("\\", "")
        assert "Talk \\*now\\*" in entries[3]


async def test_nothing_that_was_not_done_is_noted(open_archive: OpenArchive) -> None:
    """Not what was only drafted, refused, or the same as before."""
    async with opened(open_archive) as world:
        boss = moderator(world)
        zone = world.bot.store.settings(world.guild.id).timezone
        await boss.slash(world.channel, "settings timezone", zone=zone)
        shown = await boss.slash(world.channel, "event edit", event="fourth", place="Ghent")
        await boss.click(message_of(shown), label="Do not keep")
        assert "Nothing was changed so far." in text_of(await boss.slash(world.channel, "changes"))
        assert own(world) == {}


@pytest.mark.parametrize("command", ["rebuild", "rollback"])
async def test_builds_are_noted(open_archive: OpenArchive, command: str) -> None:
    """Which was live, and which is now; one that fails changes nothing."""
    async with opened(open_archive) as world:
        boss = moderator(world)
        before = world.archive.desk.generation.manifest.created_at
        path = world.service.settings.knowledge / "more.md"
        path.write_text("# More\n\nZebras.\n", encoding="utf-8")
        world.clock.forward(minutes=1)
        await boss.slash(world.channel, "archive rebuild")
        if command == "rollback":
            await boss.slash(world.channel, "archive rollback")
            await boss.slash(world.channel, "archive rollback")
            assert len(world.errors()) == 1
        entries = text_of(await boss.slash(world.channel, "changes"))
        assert f"**/archive {command}**" in entries
        assert f"<t:{int(before.timestamp())}:f>" in entries
        assert "Documents: 1 → 2" in entries
        assert ("Documents: 2 → 1" in entries) == (command == "rollback")
        assert entries.count("/archive") == (2 if command == "rollback" else 1)


async def test_a_name_goes_with_privacy_delete(open_archive: OpenArchive) -> None:
    """What was changed stays; until then the member is told that their name is there."""
    async with opened(open_archive) as world:
        boss, other = moderator(world), world.member("other", manage_guild=True)
        await make(world, boss)
        assert "You made 1 change by" in text_of(await boss.slash(world.channel, "privacy show"))
        await boss.slash(world.channel, "privacy delete")
        (entry,) = await seen(world, other)
        assert str(boss.id) not in entry
        assert "somebody whose name was deleted" in entry
        assert "/changes" not in text_of(await boss.slash(world.channel, "privacy show"))
        for name in ("bot.sqlite", "bot.sqlite-wal"):
            path = world.data / name
            held = path.read_bytes() if path.exists() else b""
            assert boss.id.to_bytes(8, "big") not in held


async def test_the_log_is_for_moderators_of_the_server_alone(open_archive: OpenArchive) -> None:
    """Neither members nor another server see it, and it goes with the server."""
    async with opened(open_archive) as world:
        boss = moderator(world)
        await make(world, boss)
        changes = world.bot.store.changes
        changes.add(4_000, boss.id, "/settings", ["Time zone: a → b"])
        assert "/settings" not in text_of(await boss.slash(world.channel, "changes"))
        found = world.env.backend.find_command("changes", world.guild.id)
        assert found is not None
        world.guild.set_command_permissions(int(found["id"]), {world.alice: True})
        refused = await world.alice.slash(world.channel, "changes")
        assert len(world.errors()) == 1
        assert "Only moderators" in text_of(refused)
        world.bot.store.forget_guild(4_000)
        assert changes.of_guild(4_000) == ()
        assert len(changes.of_guild(world.guild.id)) == 1


async def test_long_logs_are_paged_and_end(open_archive: OpenArchive) -> None:
    """Ten a page, a thousand in all, and no older than questions are."""
    async with opened(open_archive) as world:
        boss, changes = moderator(world), world.bot.store.changes
        for number in range(1_005):
            changes.add(world.guild.id, boss.id, f"change {number}", ["*" * 1_900] * 3)
        assert len(changes.of_guild(world.guild.id)) == 1_000
        shown = await boss.slash(world.channel, "changes")
        assert "change 1004" in text_of(shown)
        assert labels_of(shown) == ["Further"]
        await boss.click(message_of(shown), label="Further")
        assert "change 994" in text_of(shown)
        world.clock.forward(days=10)
        world.bot.store.purge(timedelta(days=9))
        assert changes.of_guild(world.guild.id) == ()
