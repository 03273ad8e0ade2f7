"""What may be chosen from: forums and time zones, events and reminders of a guild."""

import asyncio
import hashlib
from datetime import datetime

import discord
from discord import app_commands

from forumbot.answers.forums import Forum, forums, matching
from forumbot.bot.agenda import ID_CHARS, GuildAgenda, agenda_of
from forumbot.bot.escape import flat, shorten
from forumbot.bot.messenger import defer
from forumbot.bot.permissions import is_moderator, require_moderator
from forumbot.bot.ports import Bot, GuildArchive
from forumbot.errors import UsageError
from forumbot.language.days_in_words import with_weekday
from forumbot.reminders import wording
from forumbot.reminders.events import series_of
from forumbot.reminders.zones import offset_at, offset_in_words, zones_like

MAX_CHOICES = 25
_MAX_NAME = 100


async def begin(bot: Bot, interaction: discord.Interaction) -> GuildAgenda:
    """Let moderators alone through, and read the agenda of their guild."""
    await require_moderator(bot, interaction)
    await defer(interaction, private=True)
    return await agenda_of(bot, interaction.guild_id)


async def event_choices(
    bot: Bot, interaction: discord.Interaction, typed: str, *, with_series: bool
) -> list[app_commands.Choice[str]]:
    """Events that are not over, by start, by what was typed so far."""
    agenda = await agenda_of(bot, interaction.guild_id)
    names: dict[str, str] = {}
    for event in await asyncio.to_thread(agenda.coming):
        series = series_of(event.event_id)
        if with_series and series != event.event_id and series not in names.values():
            names[_choice("every occurrence", event.title)] = series
        names.setdefault(_choice(with_weekday(event.starts_on), event.title), event.event_id)
    found = matching(typed, list(names))[:MAX_CHOICES]
    return [app_commands.Choice(name=name, value=names[name]) for name in found]


async def reminder_choices(
    bot: Bot, interaction: discord.Interaction, typed: str
) -> list[app_commands.Choice[str]]:
    """Reminders that are to come, by what was typed so far; none for who is no moderator."""
    if not await is_moderator(bot, interaction):
        return []
    agenda = await agenda_of(bot, interaction.guild_id)
    names = {
        _choice(f"{one.key[:ID_CHARS]} · {wording.moment(one.due_at, agenda.community.timezone)}",
                one.event.title): one.key[:ID_CHARS]
        for one in await asyncio.to_thread(agenda.reminders)
    }  # fmt: skip
    found = matching(typed, list(names))[:MAX_CHOICES]
    return [app_commands.Choice(name=name, value=names[name]) for name in found]


def _choice(first: str, second: str) -> str:
    return shorten(flat(f"{first} · {second}"), _MAX_NAME)


def zone_choices(typed: str, now: datetime) -> list[app_commands.Choice[str]]:
    """The time zones that may be meant, places first, each with its offset as of ``now``."""
    found = zones_like(typed, now)[:MAX_CHOICES]
    offsets = [offset_in_words(offset_at(zone, now)) for zone in found]
    pairs = zip(found, offsets, strict=True)
    return [app_commands.Choice(name=f"{zone} ({offset})", value=zone) for zone, offset in pairs]


def forum_choices(archive: GuildArchive, typed: str) -> list[app_commands.Choice[str]]:
    """The forums whose titles hold what was typed, at most 25."""
    short = (forum for forum in forums(archive.desk.generation) if len(forum.key) <= _MAX_NAME)
    known = {shorten(forum.title, _MAX_NAME): forum.key for forum in short}
    found = [title for title in matching(typed, known) if title][:MAX_CHOICES]
    return [app_commands.Choice(name=title, value=known[title]) for title in found]


def find_forum(archive: GuildArchive, name: str) -> Forum:
    """The forum with this key, title or token; raises :class:`UsageError` where there is none."""
    for forum in forums(archive.desk.generation):
        if name in (forum.key, forum.title, forum_token(forum)):
            return forum
    raise UsageError("there is no such forum in the archive; choose one from the list")


def forum_token(forum: Forum) -> str:
    """A short stand-in for a forum's key, which may be too long for the id of a button."""
    return hashlib.sha256(forum.key.encode()).hexdigest()[:8]
