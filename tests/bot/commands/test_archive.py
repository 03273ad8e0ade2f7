"""``/archive``: maintainers look at the index, rebuild it, go back, and see what it lacks."""

import shutil

import pytest
import simcord
from tests.bot.conftest import OpenArchive
from tests.bot.world import World, text_of

from forumbot.bot.records import GuildSettings
from forumbot.search.index_folder import IndexFolder

FILES = {"fund.md": "# Fund\n\nThe wombat fund has 5 million euros.\n"}
ZEBRAS = "# Zebras\n\nThe zebra fund has 9 million euros.\n"
ABOUT_WOMBATS = "How many euros has the wombat fund?"
ABOUT_ZEBRAS = "How many euros has the zebra fund?"


def maintainer(world: World) -> simcord.MemberActor:
    """A member with the role that the settings name."""
    role = world.guild.create_role("keepers")
    settings = GuildSettings(world.guild.id, maintainer_role_ids=frozenset({role.id}))
    world.bot.store.save_settings(settings)
    return world.guild.add_member(world.env.create_user("bob"), roles=[role])


def add_zebras(world: World) -> None:
    """Put another document into the knowledge folder."""
    path = world.service.settings.knowledge / "zebras.md"
    path.write_text(ZEBRAS, encoding="utf-8")


async def answer(world: World, question: str) -> str:
    """What a member is answered."""
    shown = await world.alice.slash(world.channel, "ask", question=question)
    return text_of(shown).replace("**", "")


@pytest.mark.parametrize("name", ["status", "rebuild", "rollback", "gaps"])
async def test_others_than_maintainers_are_refused(world: World, name: str) -> None:
    """Told to them alone, with who may; in direct messages it is not offered."""
    shown = await world.alice.slash(world.channel, f"archive {name}")
    assert len(world.errors()) == 1
    assert "Only maintainers can do that" in text_of(shown)
    assert shown.ephemeral
    assert f"archive {name}" not in world.alice.user.available_commands()


async def test_status_tells_what_is_live(open_archive: OpenArchive) -> None:
    """From when, how many documents, what was refused, and what has changed since."""
    async with open_archive({**FILES, "empty.md": ""}) as world:
        add_zebras(world)
        shown = await maintainer(world).slash(world.channel, "archive status")
        built = int(world.clock.now.timestamp())
        assert shown.ephemeral
        for words in (f"<t:{built}:F>", "Documents\n1", "empty.md", "Added since\n1: zebras.md"):
            assert words in text_of(shown)


async def test_who_manages_the_guild_is_a_maintainer(world: World) -> None:
    """So that there is one before anything is set."""
    boss = world.member("boss", manage_guild=True)
    assert "Documents\n34" in text_of(await boss.slash(world.channel, "archive status"))


async def test_a_rebuild_publishes_what_is_new(open_archive: OpenArchive) -> None:
    """And tells what it took and what it refused."""
    async with open_archive({**FILES, "@everyone.md": ""}) as world:
        keeper = maintainer(world)
        add_zebras(world)
        assert "9 million" not in await answer(world, ABOUT_ZEBRAS)
        shown = await keeper.slash(world.channel, "archive rebuild")
        assert shown.ephemeral
        assert "Published: 2 documents, 1 of them unchanged" in text_of(shown)
        assert "Refused ＠everyone.md" in text_of(shown)
        assert "9 million" in await answer(world, ABOUT_ZEBRAS)


async def test_members_are_answered_from_the_old_generation_meanwhile(
    open_archive: OpenArchive,
) -> None:
    """The maintainer sees how far it is; then all are answered from the new one."""
    async with open_archive(FILES) as world:
        keeper, old = maintainer(world), world.archive.desk.generation.manifest.generation
        add_zebras(world)
        with world.embedder.builds_held():
            rebuilding = world.begin(keeper, "archive", {"name": "rebuild", "type": 1})
            await world.wait_for(lambda: world.embedder.is_building and told(world) != "")
            assert "Reading the documents" in told(world)
            asked = world.begin_to_ask(world.alice, ABOUT_WOMBATS)
            await world.wait_for(lambda: "5 million" in told(world))
            assert "5 million" in text_of(asked).replace("**", "")
            assert world.archive.desk.generation.manifest.generation == old
        await world.env.settle()
        assert "Published: 2 documents" in text_of(rebuilding)
        assert world.archive.desk.generation.manifest.generation != old
        assert "9 million" in await answer(world, ABOUT_ZEBRAS)
        assert "5 million" in await answer(world, ABOUT_WOMBATS)


def told(world: World) -> str:
    """All that the bot has filled its deferred responses with so far."""
    return "".join(str(body) for body in world.bodies("/messages/@original")).replace("**", "")


@pytest.mark.parametrize("is_failing", [False, True])
async def test_what_came_of_a_build_that_took_too_long_is_told_directly(
    open_archive: OpenArchive, is_failing: bool
) -> None:
    """A response can be changed for a quarter of an hour; the build goes on, and is taken up."""
    async with open_archive(FILES) as world:
        keeper = maintainer(world)
        add_zebras(world)
        if is_failing:
            shutil.rmtree(world.service.settings.knowledge)
        world.env.inject_error(
            "PATCH", "/webhooks/*/*/messages/@original", status=401, code=50027, times=None
        )
        world.env.inject_error("POST", "/webhooks/*/*", status=401, code=50027, times=None)
        await keeper.slash(world.channel, "archive rebuild")
        world.errors()
        (told,) = keeper.user.dm_channel.history()
        assert ("no such folder" if is_failing else "Published: 2 documents") in text_of(told)
        if not is_failing:
            assert len(world.archive.desk.generation.manifest.documents) == 2


async def test_a_rebuild_that_fails_leaves_the_old_generation(open_archive: OpenArchive) -> None:
    """The maintainer is told what is wrong in one sentence."""
    async with open_archive(FILES) as world:
        keeper, old = maintainer(world), world.archive.desk.generation.manifest.generation
        shutil.rmtree(world.service.settings.knowledge)
        shown = await keeper.slash(world.channel, "archive rebuild")
        assert len(world.errors()) == 1
        assert "no such folder" in all_of(shown)
        assert world.archive.desk.generation.manifest.generation == old


async def test_a_rebuild_beside_another_process_is_refused(open_archive: OpenArchive) -> None:
    """One process builds at a time."""
    async with open_archive(FILES) as world:
        keeper = maintainer(world)
        with IndexFolder(world.service.settings.index).locked():
            shown = await keeper.slash(world.channel, "archive rebuild")
        assert len(world.errors()) == 1
        assert "another build" in all_of(shown)


def all_of(shown: simcord.InteractionResult) -> str:
    """The response and what followed it."""
    return "\n".join([text_of(shown), *(text_of(more) for more in shown.followups)])


async def test_a_rollback_goes_back_and_members_are_answered_from_there(
    open_archive: OpenArchive,
) -> None:
    """To the build before; where there is none, that is said."""
    async with open_archive(FILES) as world:
        keeper = maintainer(world)
        refused = await keeper.slash(world.channel, "archive rollback")
        assert len(world.errors()) == 1
        assert "no build before the live one" in all_of(refused)
        built = int(world.clock.now.timestamp())
        world.clock.forward(days=1)
        add_zebras(world)
        await keeper.slash(world.channel, "archive rebuild")
        assert "9 million" in await answer(world, ABOUT_ZEBRAS)
        done = await keeper.slash(world.channel, "archive rollback")
        assert f"The build of <t:{built}:F> is live again: 1 document." in text_of(done)
        assert "9 million" not in await answer(world, ABOUT_ZEBRAS)


async def test_gaps_are_listed_most_asked_first(open_archive: OpenArchive) -> None:
    """Without the askers, and as text."""
    async with open_archive(FILES) as world:
        keeper = maintainer(world)
        assert "None so far." in text_of(await keeper.slash(world.channel, "archive gaps"))
        for question in ("Quantum elephants?", "@everyone blockchain?", "Which quantum elephants?"):
            await answer(world, question)
        await keeper.slash(world.channel, "ask", question="quantum ELEPHANTS")
        assert "5 million" in await answer(world, ABOUT_WOMBATS)
        said = text_of(await keeper.slash(world.channel, "archive gaps"))
        assert "2× quantum ELEPHANTS" in said
        assert "wombat" not in said
        assert "@everyone" not in said
        assert "alice" not in said
