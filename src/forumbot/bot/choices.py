"""What may be chosen from: forums and time zones, events and reminders of a guild."""

import asyncio
import hashlib
import re
from collections.abc import Sequence
from datetime import datetime

import discord
from discord import app_commands

from forumbot.answers.forums import Forum, forums, holding, matching
from forumbot.bot.agenda import ID_CHARS, GuildAgenda, agenda_of
from forumbot.bot.escape import flat, shorten
from forumbot.bot.messenger import defer
from forumbot.bot.permissions import is_moderator, require_moderator
from forumbot.bot.ports import Bot, GuildArchive
from forumbot.language.days_in_words import with_weekday
from forumbot.language.forum_names import named_edition
from forumbot.language.levelling import level
from forumbot.language.phrases import DEFAULT, phrase
from forumbot.language.said import Said, SaidError, in_language, said
from forumbot.reminders import schedule, wording
from forumbot.reminders.events import Event, series_of
from forumbot.reminders.zones import offset_at, offset_in_words, zones_like

MAX_CHOICES = 25
_MAX_NAME = 100
_MAX_NAMED = 5
_MIN_TYPED = 3
"""A letter or two typed freely are no choice, though but one title may hold them."""


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
    language = interaction.locale.value
    names = await asyncio.to_thread(_event_names, agenda, language, with_series=with_series)
    found = matching(typed, list(names))[:MAX_CHOICES]
    return [app_commands.Choice(name=name, value=names[name]) for name in found]


def _event_names(agenda: GuildAgenda, language: str, *, with_series: bool) -> dict[str, str]:
    """The labels of the events that are not over, each with the id that it stands for."""
    every = phrase("every_occurrence", language)
    names: dict[str, str] = {}
    for event in agenda.coming():
        series = series_of(event.event_id)
        if with_series and series != event.event_id and series not in names.values():
            names[_choice(every, event.title)] = series
        day = with_weekday(event.starts_on, language)
        names.setdefault(_choice(day, event.title), event.event_id)
    return names


def find_event(agenda: GuildAgenda, typed: str, language: str = DEFAULT) -> Event:
    """The event of an id, or of the label of a choice, or the one that a title is meant for.

    Discord hands over what was typed where nothing was chosen, and now and then a choice's label
    in place of its value. Of a series that is named by its title it is the series. Raises
    :class:`UsageError` where there is none, or several could be meant.
    """
    found = schedule.find_event(agenda.events, typed.strip())
    if found is not None:
        return found
    names = _event_names(agenda, language, with_series=True)
    by_label = {level(flat(name)): event_id for name, event_id in names.items()}
    if (chosen := by_label.get(level(flat(typed)))) is not None:
        return agenda.event(chosen)
    titles: dict[str, dict[str, None]] = {}
    for event in agenda.coming():
        titles.setdefault(event.title, {})[series_of(event.event_id)] = None
    one_title = _meant(typed, list(titles), "told_several_events")
    ids = list(titles.get(one_title, ()))
    if len(ids) > 1:
        raise _several(
            [name for name, event_id in names.items() if event_id in ids], "told_several_events"
        )
    return agenda.event(ids[0] if ids else typed)


def _meant(typed: str, names: Sequence[str], several: str) -> str:
    """The one name that is as typed, or holds it from a word's beginning; nothing without one.

    ``several`` is the phrase where more than one may be meant.
    """
    same = [name for name in names if level(flat(name)) == level(flat(typed))]
    found = same or (holding(typed, names) if len(typed.strip()) >= _MIN_TYPED else [])
    if len(found) > 1:
        raise _several(found, several)
    return found[0] if found else ""


def _several(names: Sequence[str], several: str) -> SaidError:
    shown: list[str] = [shorten(flat(name), 60) for name in names[:_MAX_NAMED]]
    more = [said("and_more", count=len(names) - _MAX_NAMED)] if len(names) > _MAX_NAMED else []
    named = Said(lambda language: "; ".join(in_language(one, language) for one in [*shown, *more]))
    return SaidError(several, names=named)


async def reminder_choices(
    bot: Bot, interaction: discord.Interaction, typed: str
) -> list[app_commands.Choice[str]]:
    """Reminders that are to come, by what was typed so far; none for who is no moderator."""
    if not await is_moderator(bot, interaction):
        return []
    agenda = await agenda_of(bot, interaction.guild_id)
    zone, language = agenda.community.timezone, interaction.locale.value
    names = {
        _choice(f"{one.key[:ID_CHARS]} · {wording.moment(one.due_at, zone, language)}",
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
    """The forum with this key, title, token or number, or the one whose title was meant.

    Raises :class:`UsageError` where there is none, or several could be meant.
    """
    known = forums(archive.desk.generation)
    for forum in known:
        if name in (forum.key, forum.title, forum_token(forum)):
            return forum
    number = named_edition(name) or (int(name) if re.fullmatch("[0-9]{1,3}", name.strip()) else 0)
    numbered = next((forum for forum in known if number and forum.edition == number), None)
    if numbered is not None:
        return numbered
    by_title = {shorten(forum.title, _MAX_NAME): forum for forum in known} if not number else {}
    title = _meant(name, list(by_title), "told_several_forums")
    if title:
        return by_title[title]
    raise SaidError("told_no_forum")


def forum_token(forum: Forum) -> str:
    """A short stand-in for a forum's key, which may be too long for the id of a button."""
    return hashlib.sha256(forum.key.encode()).hexdigest()[:8]
