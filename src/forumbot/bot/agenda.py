"""What there is to remind of in a guild, read at one moment, and the runner of it all."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from forumbot.bot.locales import language_of_delivery, language_of_guild
from forumbot.bot.ports import Bot, GuildArchive
from forumbot.language.levelling import level
from forumbot.language.phrases import phrase
from forumbot.language.said import Said, SaidError
from forumbot.reminders import schedule
from forumbot.reminders.events import Event, upcoming
from forumbot.reminders.lead_names import lead_in_words
from forumbot.reminders.planner import Known, Surroundings
from forumbot.reminders.ports import Poster
from forumbot.reminders.runner import Runner
from forumbot.reminders.schedule import Community, Defaults, Mute, Reminder, Rule, digest
from forumbot.reminders.wording import Announcement, Quoted

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

TOKEN_CHARS = 12
ID_CHARS = 8
"""Of a reminder's key, as much as people see and type."""
_MAX_NAMED = 5


@dataclass(frozen=True, slots=True)
class GuildAgenda:
    """The events of a guild, those of the archive among them, and what is asked for there."""

    community: Community
    events: tuple[Event, ...]
    rules: tuple[Rule, ...]
    mutes: tuple[Mute, ...]
    defaults: Defaults
    now: datetime

    def reminders(self) -> list[Reminder]:
        """What is still to be sent to channels of the guild, by due time."""
        found = schedule.reminders(
            self.events, self.community, self.rules, self.mutes, self.defaults, self.now
        )
        return [one for one in found if one.due_at > self.now and not one.is_direct]

    def reminder(self, name: str) -> Reminder:
        """The one of this id, which may be whole, as it is shown, or with the label of a choice.

        The title of its event does as well where it alone is of that. Raises :class:`UsageError`
        where there is none, or not one alone: a few letters typed freely are no choice.
        """
        first, *_rest = name.strip().lower().split(" · ")
        wanted = first.strip("` ")
        known = self.reminders()
        found = [one for one in known if wanted in (one.key, one.key[:ID_CHARS])]
        found = found or [one for one in known if level(one.event.title) == level(name.strip())]
        if len(found) == 1:
            return found[0]
        if not found:
            raise SaidError("told_reminder_gone")
        raise SaidError("told_several_reminders", names=Said(partial(_named, found)))

    def coming(self) -> tuple[Event, ...]:
        """What is not over, cancelled events among it, by start."""
        return upcoming(self.events, self.now)

    def event(self, event_id: str) -> Event:
        """The event, series or occurrence of that id; raises :class:`UsageError` for none."""
        found = schedule.find_event(self.events, event_id)
        if found is None:
            raise SaidError("told_event_gone")
        return found

    def occurrences(self, event: Event) -> tuple[Event, ...]:
        """The next occurrences of a series, or the event itself, while it is not over."""
        return upcoming((event,), self.now)

    def by_token(self, token: str) -> Event:
        """The event that a button stands for; raises :class:`UsageError` where it is over."""
        for event in (*self.coming(), *self.events):
            if token_of(event.event_id) == token:
                return event
        raise SaidError("told_event_over")


def token_of(event_id: str) -> str:
    """A short stand-in for the id of an event on a button."""
    return digest("event", event_id)[:TOKEN_CHARS]


async def agenda_of(bot: Bot, guild_id: int | None) -> GuildAgenda:
    """The agenda of a guild; of None, that of direct messages: the archive's events alone."""
    return await asyncio.to_thread(_read, bot, guild_id)


def _read(bot: Bot, guild_id: int | None) -> GuildAgenda:
    service, now = bot.archive_of(guild_id).service, bot.clock()
    events, defaults = service.events().events, service.defaults
    if guild_id is None:
        nowhere = Community(0, None, bot.settings.bot.timezone)
        return GuildAgenda(nowhere, events, (), (), defaults, now)
    settings, ledger = bot.store.settings(guild_id), bot.ledger
    own = [event for _guild_id, event in ledger.requests.events(guild_id)]
    return GuildAgenda(
        Community(guild_id, settings.announcement_channel_id, settings.timezone),
        schedule.overlaid(events, own),
        ledger.requests.rules(guild_id),
        ledger.requests.mutes(guild_id),
        defaults,
        now,
    )


async def announcement_of(bot: Bot, reminder: Reminder, at: datetime) -> Announcement:
    """What a reminder says in its guild's channel if it is sent at ``at``."""
    archive = bot.archive_of(reminder.guild_id)
    generation = archive.desk.generation
    language = language_of_guild(bot, reminder.guild_id)
    return await asyncio.to_thread(
        archive.service.announcement, reminder, at, generation, language=language
    )


def make_runner(bot: Bot, poster: Poster, after_plan: "Callable[[], Awaitable[None]]") -> Runner:
    """The task that delivers what the bot's guilds and members are to be reminded of."""
    around = Surroundings(
        events=lambda guild_id: known_events(bot.archive_of(guild_id)),
        communities=lambda: _communities(bot),
        background=lambda guild_id, event, at: _background(bot, guild_id, event, at),
        report_to=lambda guild_id: bot.store.settings(guild_id).report_channel_id or 0,
        timezone=bot.settings.bot.timezone,
        language_of=lambda delivery: language_of_delivery(bot, delivery),
    )
    # The settings of reminders are the operator's, whatever the archive.
    service = bot.archive_of(None).service
    return Runner(
        bot.ledger, poster, around, service.defaults, bot.clock,
        late_after=service.late_after, after_plan=after_plan,
    )  # fmt: skip


def known_events(archive: GuildArchive) -> Known:
    """The events of an archive that are in force, and whether these are all."""
    state = archive.service.events()
    return Known(state.events, state.is_complete, state.renamed)


def _communities(bot: Bot) -> list[Community]:
    return [
        Community(one.guild_id, one.announcement_channel_id, one.timezone)
        for one in bot.store.all_settings()
    ]


def _background(bot: Bot, guild_id: int, event: Event, at: datetime) -> Sequence[Quoted]:
    archive = bot.archive_of(guild_id)
    return archive.service.background(event, min(at, bot.clock()), archive.desk.generation)


def _named(reminders: Sequence[Reminder], language: str) -> str:
    """The first of some reminders, by their ids and how long before they come."""
    shown = [
        f"{one.key[:ID_CHARS]} ({lead_in_words(one.lead, language)})"
        for one in reminders[:_MAX_NAMED]
    ]
    more = len(reminders) - len(shown)
    return "; ".join([*shown, *([phrase("and_more", language, count=more)] if more > 0 else [])])
