"""Telling of a calendar that is not in force as its file stands: a fault, or much that is gone."""

import asyncio
import json
import logging
from datetime import UTC, timedelta
from typing import TYPE_CHECKING

import discord

from forumbot.bot.escape import cut, flat, shorten
from forumbot.bot.locales import language_of_guild
from forumbot.bot.ports import Bot, GuildArchive
from forumbot.errors import StoreError
from forumbot.language.phrases import DEFAULT, counting, phrase
from forumbot.language.said import in_language
from forumbot.reminders.checked_yaml import Problem
from forumbot.reminders.records import Delivery, Purpose
from forumbot.reminders.schedule import digest

if TYPE_CHECKING:
    from forumbot.reminders.calendar_state import CalendarState

log = logging.getLogger(__name__)

_USEFUL = timedelta(days=7)
_MAX_LINES = 5
_MAX_LINE = 180


def faults(archive: GuildArchive, language: str = DEFAULT) -> list[str]:
    """What is wrong with the file of events and in which line; none where it is in force whole."""
    name = archive.service.events_file.name
    found = archive.service.events().complaints
    return [
        phrase("calendar_line", language, file=name, line=one.line, what=_what(one, language))
        for one in found
    ]


def _what(problem: Problem, language: str) -> str:
    return flat(str(in_language(problem.message, language)))


def add_calendar(
    embed: discord.Embed, archive: GuildArchive, language: str = DEFAULT
) -> discord.Embed:
    """Say in an embed for those who keep the calendar how it stands; nothing where all is well."""
    found = faults(archive, language)
    if found:
        lines = [f"• {cut(line, _MAX_LINE)}" for line in found[:_MAX_LINES]]
        more = len(found) - _MAX_LINES
        if more > 0:
            lines.append(
                counting("calendar_more_faults", "calendar_more_faults_one", language, more)
            )
        text = "\n".join([_in_force(archive.service.events(), language), *lines])
        embed.add_field(name=phrase("calendar_name", language), value=text[:1024], inline=False)
    return embed


def _in_force(state: "CalendarState", language: str) -> str:
    if state.since is None:
        return phrase("calendar_partly", language)
    return phrase("calendar_in_force", language, when=f"<t:{int(state.since.timestamp())}:f>")


async def tell_moderators(bot: Bot) -> None:
    """Report faults to the moderators of each home guild, once; what fails is tried again."""
    for guild_id in bot.settings.bot.home_servers:
        guild = bot.get_guild(guild_id)
        if guild is not None and not guild.unavailable:
            try:
                await asyncio.to_thread(_report, bot, guild_id)
            except StoreError as error:
                log.warning("faults of the calendar are not reported yet: %s", error)


def _report(bot: Bot, guild_id: int) -> None:
    archive = bot.archive_of(guild_id)
    found = faults(archive)
    if not found:
        return
    now, since = bot.clock().astimezone(UTC), archive.service.events().since
    language = language_of_guild(bot, guild_id)
    lines = faults(archive, language)
    payload = {
        "title": phrase("calendar_fault_title", language),
        "lines": [shorten(line, _MAX_LINE) for line in lines[:_MAX_LINES]],
        "more": max(len(found) - _MAX_LINES, 0),
    }
    report = Delivery(
        # The same fault is told of again once it was mended in between.
        key=digest("calendar", guild_id, since, *found),
        purpose=Purpose.REPORT,
        guild_id=guild_id,
        channel_id=bot.store.settings(guild_id).report_channel_id or 0,
        starts_at=now,
        due_at=now,
        useful_until=now + _USEFUL,
        payload=json.dumps(payload),
    )
    bot.ledger.add([report])
