"""Calendar files of events, sent to whoever presses the button for them."""

import asyncio
from collections.abc import Sequence

import discord

from forumbot.bot.agenda import agenda_of, token_of
from forumbot.bot.buttons.base import Tokened
from forumbot.bot.membership import agenda_of_rule
from forumbot.bot.messenger import Attachment, Reply, answer_interaction, defer
from forumbot.bot.ports import bot_of
from forumbot.errors import UsageError
from forumbot.language.phrases import phrase
from forumbot.language.said import SaidError
from forumbot.reminders import schedule
from forumbot.reminders.calendar import to_ics
from forumbot.reminders.events import Event, EventKind, series_of

ALL_EVENTS = "all"


class IcsButton(Tokened, template=r"fb:ics:(?P<token>[0-9a-f]{12}|[a-z-]{3,20})"):
    """A calendar file of one event, of a kind of events, or of all."""

    name = "ics"
    label, emoji = "Add to calendar", "📅"

    async def press(self, interaction: discord.Interaction) -> None:
        """Send the file to the presser alone."""
        await defer(interaction, private=True)
        bot = bot_of(interaction)
        events = await _events_for(interaction, self.token)
        content = await asyncio.to_thread(to_ics, events, bot.clock())
        file = Attachment("events.ics", content)
        words = phrase("open_calendar_file", interaction.locale.value)
        reply = Reply(None, words, attachments=(file,))
        await answer_interaction(interaction, reply)


async def _events_for(interaction: discord.Interaction, token: str) -> Sequence[Event]:
    """The events that a calendar button stands for; a series as itself."""
    bot = bot_of(interaction)
    agenda = await agenda_of(bot, interaction.guild_id)
    if token in (ALL_EVENTS, *EventKind):
        ids = {series_of(one.event_id) for one in agenda.coming()}
        return [
            event for event in agenda.events
            if event.event_id in ids and token in (ALL_EVENTS, event.kind)
        ]  # fmt: skip
    try:
        return [agenda.by_token(token)]
    except UsageError:
        if interaction.guild_id is not None:
            raise
    return [await _reminded_of(interaction, token)]


async def _reminded_of(interaction: discord.Interaction, token: str) -> Event:
    """In direct messages: an event of one of the servers in which the member has reminders."""
    bot, member_id = bot_of(interaction), interaction.user.id
    for rule in await asyncio.to_thread(bot.ledger.requests.rules, None, member_id):
        agenda = await agenda_of_rule(bot, rule, interaction)
        found = schedule.find_event(agenda.events, rule.event_id)
        for event in (found, *agenda.occurrences(found)) if found else ():
            if event is not None and token_of(event.event_id) == token:
                return event
    raise SaidError("told_event_over")
