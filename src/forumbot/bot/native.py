"""Native scheduled events: made on request, then kept in step with the event that they show."""

import asyncio
import logging
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import discord

from forumbot.bot.agenda import GuildAgenda, agenda_of, known_events
from forumbot.bot.escape import cut, flat, safe_url, shorten
from forumbot.bot.faults import translated
from forumbot.bot.locales import language_of_guild
from forumbot.bot.ports import Bot
from forumbot.errors import (
    ChannelGoneError,
    DeliveryError,
    NotPermittedError,
    RejectedError,
    StoreError,
)
from forumbot.language.phrases import DEFAULT, phrase
from forumbot.language.said import SaidError, said
from forumbot.reminders import schedule, wording
from forumbot.reminders.events import Event, day_start
from forumbot.reminders.records import Published
from forumbot.reminders.schedule import digest

log = logging.getLogger(__name__)

_MAX_NAME = 100
_MAX_DESCRIPTION = 1000
_PLACE = said("place_events")
_AN_HOUR = timedelta(hours=1)
_OPEN = (discord.EventStatus.scheduled, discord.EventStatus.active)


@dataclass(frozen=True, slots=True)
class Native:
    """What a native event says of an event; it always has an end and a place."""

    name: str
    description: str
    location: str
    starts_at: datetime
    ends_at: datetime

    @property
    def fingerprint(self) -> str:
        """Another one where it says anything else."""
        times = (self.starts_at.isoformat(), self.ends_at.isoformat())
        return digest("native", self.name, self.description, self.location, *times)


def native_of(event: Event, language: str = DEFAULT) -> Native:
    """An event as Discord can show it, our own words in a language.

    Where no end is known, a timed one takes an hour, and an all-day one its day.
    """
    ends_at = event.ends_at
    if ends_at is None and event.all_day:
        ends_at = day_start(event.starts_on + timedelta(days=1), event.timezone)
    starts_at = event.starts_at.astimezone(UTC)
    return Native(
        name=shorten(flat(event.title), _MAX_NAME) or phrase("native_name", language),
        description=_description(event, language),
        location=shorten(flat(event.place or ""), _MAX_NAME) or phrase("to_be_announced", language),
        starts_at=starts_at,
        ends_at=ends_at.astimezone(UTC) if ends_at else starts_at + _AN_HOUR,
    )


def _description(event: Event, language: str) -> str:
    lines = [cut(wording.when(event, language), 200)]
    lines += [cut(", ".join(event.themes), 300)] if event.themes else []
    address = safe_url(event.url) if event.url else None
    lines += [f"<{address}>"] if address and len(address) < _MAX_DESCRIPTION // 2 - 2 else []
    return "\n".join(lines)


async def publish(bot: Bot, guild: discord.Guild, agenda: GuildAgenda, event: Event) -> str:
    """Make the native event of an event; returns its address.

    One that was made before is returned as it is, unless somebody has deleted or cancelled it:
    then another is made. Raises :class:`UsageError` where it cannot be.
    """
    _check(guild, agenda, event)
    native = native_of(event, language_of_guild(bot, guild.id))
    try:
        for known in await asyncio.to_thread(bot.ledger.requests.published, guild.id):
            if known.event_id == event.event_id:
                if await _is_shown(guild, known):
                    return _address(guild.id, known.native_id)
                await _forget(bot, known)
        async with translated(_PLACE):
            made = await _made_before(bot, guild, native) or await _make(guild, native)
    except DeliveryError as error:
        raise SaidError("native_failed", why=error.problem) from None
    published = Published(guild.id, event.event_id, made.id, native.fingerprint)
    await asyncio.to_thread(bot.ledger.requests.save_published, published)
    return _address(guild.id, made.id)


async def _is_shown(guild: discord.Guild, published: Published) -> bool:
    """Whether people still see the native event, and may come to it."""
    try:
        async with translated(_PLACE):
            there = await guild.fetch_scheduled_event(published.native_id, with_counts=False)
    except ChannelGoneError:
        return False
    return there.status in _OPEN


def _check(guild: discord.Guild, agenda: GuildAgenda, event: Event) -> None:
    may = guild.me.guild_permissions
    if not (may.create_events or may.manage_events):
        raise SaidError("native_lacks")
    if event.rrule is not None:
        raise SaidError("native_repeats")
    if event.status == "cancelled":
        raise SaidError("told_cancelled")
    if event.starts_at <= agenda.now:
        raise SaidError("native_begun")


async def _made_before(
    bot: Bot, guild: discord.Guild, native: Native
) -> discord.ScheduledEvent | None:
    """The one that was made just before the bot ended, and so was never noted."""
    noted = {
        one.native_id for one in await asyncio.to_thread(bot.ledger.requests.published, guild.id)
    }
    for found in await guild.fetch_scheduled_events(with_counts=False):
        is_same = (found.name, found.start_time) == (native.name, native.starts_at)
        is_ours = bot.user is not None and found.creator_id == bot.user.id
        if is_same and is_ours and found.status in _OPEN and found.id not in noted:
            return found
    return None


async def _make(guild: discord.Guild, native: Native) -> discord.ScheduledEvent:
    return await guild.create_scheduled_event(
        name=native.name,
        description=native.description,
        start_time=native.starts_at,
        end_time=native.ends_at,
        location=native.location,
        entity_type=discord.EntityType.external,
        privacy_level=discord.PrivacyLevel.guild_only,
    )


def _address(guild_id: int, native_id: int) -> str:
    return f"https://discord.com/events/{guild_id}/{native_id}"


async def keep_in_step(bot: Bot) -> None:
    """Bring every native event in step with its event; what fails is tried at the next call."""
    try:
        agendas: dict[int, tuple[GuildAgenda, bool]] = {}
        for published in await asyncio.to_thread(bot.ledger.requests.published):
            guild = bot.get_guild(published.guild_id)
            if guild is None or guild.unavailable:
                continue
            if guild.id not in agendas:
                known = await asyncio.to_thread(known_events, bot.archive_of(guild.id))
                agendas[guild.id] = (await agenda_of(bot, guild.id), known.is_complete)
            agenda, all_known = agendas[guild.id]
            event = schedule.find_event(agenda.events, published.event_id)
            # What is not in a file with faults may stand in the part that cannot be read.
            if event is not None or all_known:
                await _keep(bot, guild, published, event, agenda.now)
    except StoreError as error:
        log.warning("native events wait: %s", error)


async def _keep(
    bot: Bot,
    guild: discord.Guild,
    published: Published,
    event: Event | None,
    now: datetime,
) -> None:
    try:
        async with translated(_PLACE):
            if event is None or event.status == "cancelled":
                await _call_off(guild, published)
                await _forget(bot, published)
            elif event.is_past(now):
                await _forget(bot, published)
            else:
                await _bring_up_to_date(bot, guild, published, event)
    except ChannelGoneError:
        await _forget(bot, published)
    except (NotPermittedError, RejectedError) as error:
        log.warning("guild %s: the event %s: %s", guild.id, published.event_id, error)
    except DeliveryError as error:
        log.info("guild %s: the event %s: %s", guild.id, published.event_id, error)


async def _forget(bot: Bot, published: Published) -> None:
    await asyncio.to_thread(
        bot.ledger.requests.remove_published, published.guild_id, published.event_id
    )


async def _call_off(guild: discord.Guild, published: Published) -> None:
    shown = await guild.fetch_scheduled_event(published.native_id, with_counts=False)
    if shown.status is discord.EventStatus.scheduled:
        await shown.cancel()
    elif shown.status is discord.EventStatus.active:
        await shown.end()


async def _bring_up_to_date(
    bot: Bot, guild: discord.Guild, published: Published, event: Event
) -> None:
    native = native_of(event, language_of_guild(bot, guild.id))
    if native.fingerprint == published.fingerprint:
        return
    shown = await guild.fetch_scheduled_event(published.native_id, with_counts=False)
    if shown.status not in _OPEN:
        await _forget(bot, published)
        return
    begins = shown.status is discord.EventStatus.scheduled and native.starts_at > bot.clock()
    await shown.edit(
        name=native.name,
        description=native.description,
        # Discord refuses a start in the past, and any of an event that has begun.
        start_time=native.starts_at if begins else discord.utils.MISSING,
        end_time=native.ends_at,
        location=native.location,
    )
    changed = Published(guild.id, event.event_id, shown.id, native.fingerprint)
    await asyncio.to_thread(bot.ledger.requests.save_published, changed)
