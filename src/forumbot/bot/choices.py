"""What moderators may choose from: the agenda of their guild, its events and its reminders."""

import asyncio
from typing import TYPE_CHECKING

import discord
from discord import app_commands

from forumbot.answers.forums import matching
from forumbot.bot.agenda import Agenda, agenda_of
from forumbot.bot.commands.ask import MAX_CHOICES
from forumbot.bot.escape import flat, shorten
from forumbot.bot.messenger import defer
from forumbot.bot.overviews import ID_CHARS
from forumbot.bot.permissions import is_moderator, require_moderator
from forumbot.language.days_in_words import with_weekday
from forumbot.reminders import schedule, wording

if TYPE_CHECKING:
    from forumbot.bot.client import ForumBot

_MAX_NAME = 100


async def begin(bot: "ForumBot", interaction: discord.Interaction) -> Agenda:
    """Let moderators alone through, and read the agenda of their guild."""
    await require_moderator(bot, interaction)
    await defer(interaction, private=True)
    return await agenda_of(bot, interaction.guild_id)


async def event_choices(
    bot: "ForumBot", interaction: discord.Interaction, typed: str, *, with_series: bool
) -> list[app_commands.Choice[str]]:
    """Events that are not over, by start, by what was typed so far."""
    agenda = await agenda_of(bot, interaction.guild_id)
    names: dict[str, str] = {}
    for event in await asyncio.to_thread(agenda.coming):
        series = schedule.series_of(event.event_id)
        if with_series and series != event.event_id and series not in names.values():
            names[_choice("every occurrence", event.title)] = series
        names.setdefault(_choice(with_weekday(event.starts_on), event.title), event.event_id)
    found = matching(typed, list(names))[:MAX_CHOICES]
    return [app_commands.Choice(name=name, value=names[name]) for name in found]


async def reminder_choices(
    bot: "ForumBot", interaction: discord.Interaction, typed: str
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
