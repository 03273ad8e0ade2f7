"""``/archive``: maintainers look at the index, rebuild it, go back, and see what it lacks."""

import asyncio
from contextlib import suppress

import aiohttp
import discord
from discord import app_commands

from forumbot.bot import changelog, escape
from forumbot.bot.calendar_watch import add_calendar
from forumbot.bot.locales import language_of_guild
from forumbot.bot.messenger import defer, tell_result
from forumbot.bot.permissions import require_maintainer
from forumbot.bot.ports import Bot, GuildArchive, Tree
from forumbot.bot.refusals import refusal_in
from forumbot.bot.rendering.help_and_status import status_embed
from forumbot.language.phrases import counting, labelled, phrase
from forumbot.language.said import said
from forumbot.search.manifest import Manifest

_PROGRESS_SECONDS = 2.0
_MAX_GAPS = 20
_MAX_REFUSED = 8


class Progress:
    """The last step of a build, written by its thread and read by the event loop."""

    def __init__(self) -> None:
        self.words = said("archive_begins")

    def report(self, _step: str, done: int, total: int) -> None:
        """Take note of a step."""
        step = said("archive_step", done=done, total=total)
        self.words = said("archive_building", step=step)


def add_to(tree: Tree, bot: Bot) -> None:
    """Add the commands of the archive."""
    group = app_commands.Group(
        name="archive",
        description="For maintainers of the archive",
        allowed_contexts=app_commands.AppCommandContext(
            guild=True, dm_channel=False, private_channel=False
        ),
    )

    _add_looks(group, bot)
    _add_builds(group, bot)
    tree.add_command(group)


def _add_looks(group: app_commands.Group, bot: Bot) -> None:
    @group.command(name="status", description="What is live, from when, and what was refused")
    async def status(interaction: discord.Interaction) -> None:
        await _begin(bot, interaction)
        archive = bot.archive_of(interaction.guild_id)
        language = interaction.locale.value
        embed = status_embed(await asyncio.to_thread(archive.service.status), language)
        await asyncio.to_thread(add_calendar, embed, archive, language)
        await interaction.edit_original_response(embed=embed)

    @group.command(name="gaps", description="Questions that had no answer, most asked first")
    async def gaps(interaction: discord.Interaction) -> None:
        await _begin(bot, interaction)
        guild_id = interaction.guild_id or 0
        found = await asyncio.to_thread(bot.store.gaps, guild_id, _MAX_GAPS)
        lines = [f"{gap.times}× {escape.cut(gap.question, 150)}" for gap in found]
        embed = discord.Embed(
            title=phrase("gaps_title", interaction.locale.value),
            description=escape.shorten("\n".join(lines), 4000)
            or phrase("gaps_none", interaction.locale.value),
        )
        await interaction.edit_original_response(embed=embed)


def _add_builds(group: app_commands.Group, bot: Bot) -> None:
    @group.command(name="rebuild", description="Read the documents anew and publish the result")
    async def rebuild(interaction: discord.Interaction) -> None:
        await _begin(bot, interaction)
        archive = bot.archive_of(interaction.guild_id)
        before = archive.desk.generation.manifest
        manifest = await _rebuild(archive, interaction)
        await _note(bot, interaction, "/archive rebuild", before, manifest)
        await archive.desk.refresh()
        await tell_result(interaction, _summary(manifest, interaction.locale.value))

    @group.command(name="rollback", description="Go back to the build before the live one")
    async def rollback(interaction: discord.Interaction) -> None:
        await _begin(bot, interaction)
        archive = bot.archive_of(interaction.guild_id)
        before = archive.desk.generation.manifest
        manifest = await archive.desk.run(archive.service.roll_back)
        await _note(bot, interaction, "/archive rollback", before, manifest)
        await archive.desk.refresh()
        when, language = f"<t:{int(manifest.created_at.timestamp())}:F>", interaction.locale.value
        documents = _documents(manifest, language)
        words = phrase("archive_live_again", language, when=when, documents=documents)
        await interaction.edit_original_response(content=words)


async def _note(
    bot: Bot, interaction: discord.Interaction, command: str, before: Manifest, after: Manifest
) -> None:
    """Note which build was live, and which is now, in the language of the server."""
    was, now = (f"<t:{int(one.created_at.timestamp())}:f>" for one in (before, after))
    counts = f"{len(before.documents)} → {len(after.documents)}"
    language = language_of_guild(bot, interaction.guild_id)
    lines = [
        f"{labelled(phrase('archive_build_of', language), language)} {was} → {now}",
        f"{labelled(phrase('archive_documents', language), language)} {counts}",
    ]
    await changelog.note(bot, interaction, command, lines)


async def _begin(bot: Bot, interaction: discord.Interaction) -> None:
    await defer(interaction, private=True)
    await require_maintainer(bot, interaction)


async def _rebuild(archive: GuildArchive, interaction: discord.Interaction) -> Manifest:
    """Build on the index thread, telling the maintainer now and then how far it is.

    A build may take longer than Discord lets a response be changed, and goes on.
    """
    progress = Progress()
    build = asyncio.ensure_future(
        archive.desk.run(lambda: archive.service.build(strict=False, on_progress=progress.report))
    )
    told: str = ""
    while not build.done():
        if progress.words != told:
            told = progress.words
            words = told.said_in(interaction.locale.value)
            with suppress(discord.HTTPException, aiohttp.ClientError, OSError):
                await interaction.edit_original_response(content=words)
        await asyncio.wait([build], timeout=_PROGRESS_SECONDS)
    return build.result()


def _documents(manifest: Manifest, language: str) -> str:
    return counting("count_document", "count_document_one", language, len(manifest.documents))


def _summary(manifest: Manifest, language: str) -> str:
    passages = sum(record.passages for record in manifest.documents)
    counts = {
        "documents": _documents(manifest, language),
        "reused": sum(record.reused for record in manifest.documents),
        "passages": counting("count_passage", "count_passage_one", language, passages),
    }
    lines = [phrase("archive_published", language, **counts)]
    for refusal in manifest.refused[:_MAX_REFUSED]:
        name = escape.cut(refusal.doc_id, 80)
        why = escape.cut(refusal_in(refusal.reason, language), 150)
        lines.append(phrase("archive_refused_file", language, name=name, why=why))
    more = len(manifest.refused) - _MAX_REFUSED
    if more > 0:
        one = "archive_refused_more_one"
        lines.append(counting("archive_refused_more", one, language, more))
    return escape.shorten("\n".join(lines), 1900)
