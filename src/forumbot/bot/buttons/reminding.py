"""A member's own reminders: the buttons that begin, change and end them."""

import asyncio
import re
from dataclasses import replace
from datetime import timedelta
from typing import Any, Self

import discord

from forumbot.bot import overviews
from forumbot.bot.agenda import GuildAgenda, agenda_of, token_of
from forumbot.bot.buttons.base import Match, Pressed, Tokened
from forumbot.bot.buttons.calendar_files import IcsButton
from forumbot.bot.errors import SaidNotAllowedError
from forumbot.bot.escape import cut, flat
from forumbot.bot.faults import translated
from forumbot.bot.membership import agenda_of_rule, share_archive
from forumbot.bot.messenger import defer
from forumbot.bot.origins import origin_of
from forumbot.bot.ports import Bot, bot_of
from forumbot.errors import ClosedError, DeliveryError
from forumbot.language.phrases import phrase
from forumbot.language.said import SaidError
from forumbot.reminders import schedule
from forumbot.reminders.events import Event, series_of
from forumbot.reminders.lead_names import lead_in_words
from forumbot.reminders.lead_words import parse_leads
from forumbot.reminders.leads import Lead
from forumbot.reminders.records import Delivery, Purpose
from forumbot.reminders.schedule import DEFAULT_MEMBER_LEAD, Rule
from forumbot.reminders.wording import Announcement

_KEY = r"(?P<key>[0-9a-f]{32})"
MARK = re.compile(rf"fb:(?:rm|stop|rl):{_KEY}")
"""The ids of the buttons by which a posted delivery is found again."""

MEMBER_LEADS = {
    "1 week": "lead_1_week",
    "1 day": "lead_1_day",
    "3 hours": "lead_3_hours",
    "1 hour": "lead_1_hour",
}
"""The leads that a member may choose, in order, each with the phrase for it."""
MAX_PER_MEMBER = 50


# What begins


class RemindMeButton(Tokened, template=rf"fb:rm:{_KEY}"):
    """Under an announcement: have its event reminded of by a direct message."""

    name = "rm"
    label, emoji = "Remind me", "🔔"

    async def press(self, interaction: discord.Interaction) -> None:
        """Begin to remind the presser."""
        await defer(interaction, private=True)
        delivery = await _delivery(bot_of(interaction), self.token)
        if delivery.guild_id != interaction.guild_id:
            raise SaidNotAllowedError("told_another_server")
        agenda = await agenda_of(bot_of(interaction), delivery.guild_id)
        await _begin(interaction, agenda, agenda.event(delivery.event_id), delivery.guild_id)


class RemindOfButton(Tokened, template=r"fb:re:(?P<token>[0-9a-f]{12})"):
    """Under a list of events: have one of them reminded of by a direct message."""

    name = "re"
    label, emoji = "Remind me", "🔔"

    async def press(self, interaction: discord.Interaction) -> None:
        """Begin to remind the presser."""
        await defer(interaction, private=True)
        agenda = await agenda_of(bot_of(interaction), interaction.guild_id)
        # A direct message stands for a server of its own, in which nobody manages anything.
        place_id = interaction.guild_id or interaction.channel_id or interaction.user.id
        await _begin(interaction, agenda, agenda.by_token(self.token), place_id)


async def _begin(
    interaction: discord.Interaction, agenda: GuildAgenda, event: Event, guild_id: int
) -> None:
    """Keep a reminder for the member, confirm it by a direct message, and offer other leads."""
    bot, member = bot_of(interaction), interaction.user
    rules = await asyncio.to_thread(bot.ledger.requests.rules, None, member.id)
    rule = next((one for one in rules if one.guild_id == guild_id and _is_of(one, event)), None)
    if rule is None:
        if len(rules) >= MAX_PER_MEMBER:
            raise SaidError("told_many_reminders", count=len(rules))
        lead = _first_lead(agenda, event)
        wanted = Rule(
            0, guild_id, event.event_id, lead, member_id=member.id, created_by=member.id,
            language=interaction.locale.value,
        )  # fmt: skip
        rule = await asyncio.to_thread(bot.ledger.requests.add_rule, wanted)
        await _confirm_directly(interaction, agenda, event, rule)
    elif _next_due(agenda, event, rule.lead) is None:
        # It has come, and who presses again wants another.
        rule = replace(rule, lead=_first_lead(agenda, event), language=interaction.locale.value)
        await asyncio.to_thread(bot.ledger.requests.change_rule, rule)
    bot.runner.wake()
    words, view = _chosen(agenda, event, rule, interaction.locale.value)
    await interaction.edit_original_response(content=words, view=view)


def _is_of(rule: Rule, event: Event) -> bool:
    return rule.event_id in (event.event_id, series_of(event.event_id))


def _first_lead(agenda: GuildAgenda, event: Event) -> Lead:
    """A day before, or less where that is over."""
    if event.status == "cancelled":
        raise SaidError("told_cancelled")
    leads = _leads_left(agenda, event)
    if not leads:
        raise SaidError("told_too_soon")
    default = next((lead for lead in leads if str(lead) == DEFAULT_MEMBER_LEAD), None)
    return default or leads[0]


def may_remind(agenda: GuildAgenda, event: Event) -> bool:
    """Whether a member can still be reminded of an event."""
    return event.status != "cancelled" and bool(_leads_left(agenda, event))


def _leads_left(agenda: GuildAgenda, event: Event) -> list[Lead]:
    """The leads that a member may choose and that are not over for the next occurrence."""
    leads = [lead for text in MEMBER_LEADS for lead in parse_leads(text, "UTC")]
    return [lead for lead in leads if _next_due(agenda, event, lead) is not None]


def _next_due(agenda: GuildAgenda, event: Event, lead: Lead) -> int | None:
    """When a lead is next due, in seconds since 1970."""
    for one in agenda.occurrences(event):
        due_at = schedule.due(lead, one, agenda.defaults)
        if due_at > agenda.now:
            return int(due_at.timestamp())
    return None


async def _confirm_directly(
    interaction: discord.Interaction, agenda: GuildAgenda, event: Event, rule: Rule
) -> None:
    """Write to the member, so that closed messages are noticed now and not on the day."""
    bot, member = bot_of(interaction), interaction.user
    words, view = _chosen(agenda, event, rule, interaction.locale.value)
    origin = await origin_of(bot, rule.guild_id, rule.event_id, interaction.locale.value)
    try:
        async with translated("a direct message"):
            await member.send("\n".join(filter(None, [words, origin])), view=view)
    except ClosedError:
        await asyncio.to_thread(bot.ledger.requests.remove_rule, rule.rule_id)
        raise SaidError("told_closed") from None
    except DeliveryError as error:
        await asyncio.to_thread(bot.ledger.requests.remove_rule, rule.rule_id)
        raise SaidError("told_unwritten", error=error) from None


def _chosen(
    agenda: GuildAgenda, event: Event, rule: Rule, language: str
) -> tuple[str, discord.ui.View]:
    """What a member has chosen in words, and the buttons to change or end it."""
    unix = _next_due(agenda, event, rule.lead)
    over = phrase("remind_over", language)
    when = f"<t:{unix}:F> (<t:{unix}:R>)" if unix is not None else over
    title, lead = cut(flat(event.title), 200), cut(lead_in_words(rule.lead, language), 80)
    words = phrase("remind_chosen", language, title=title, lead=lead, when=when)
    view = discord.ui.View(timeout=None)
    left = {str(lead) for lead in _leads_left(agenda, event)}
    for text in MEMBER_LEADS:
        view.add_item(
            LeadButton(
                rule.rule_id,
                text,
                is_chosen=text == str(rule.lead),
                is_left=text in left,
                label=phrase(MEMBER_LEADS[text], language),
            )
        )
    view.add_item(EndButton(rule.rule_id, row=1, label=phrase("button_stop", language)))
    calendar = phrase("button_calendar", language)
    view.add_item(IcsButton(token_of(event.event_id), row=1, label=calendar))
    return words, view


# What changes and ends


class _OnRule(Pressed, template=r"fb:never-on-rule"):
    """A button on a reminder of the presser's own."""

    rule_id = 0

    async def own_rule(self, interaction: discord.Interaction) -> Rule:
        """The reminder, if it is still there and the presser's."""
        ledger = bot_of(interaction).ledger
        rules = await asyncio.to_thread(ledger.requests.rules, None, interaction.user.id)
        for rule in rules:
            if rule.rule_id == self.rule_id:
                return rule
        raise SaidError("told_reminder_ended")


class LeadButton(_OnRule, template=r"fb:lead:(?P<rule>\d{1,19}):(?P<lead>\d)"):
    """Another lead for one's own reminder."""

    def __init__(
        self,
        rule_id: int,
        text: str,
        *,
        is_chosen: bool = False,
        is_left: bool = True,
        label: str = "",
    ) -> None:
        style = discord.ButtonStyle.primary if is_chosen else discord.ButtonStyle.secondary
        super().__init__(
            f"fb:lead:{rule_id}:{list(MEMBER_LEADS).index(text)}",
            label=label or text,
            style=style,
            disabled=is_chosen or not is_left,
        )
        self.rule_id, self.text = rule_id, text

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction, _item: discord.ui.Item[Any], match: Match, /
    ) -> Self:
        """Make the button again from what stands in its id."""
        return cls(int(match["rule"]), list(MEMBER_LEADS)[int(match["lead"]) % len(MEMBER_LEADS)])

    async def press(self, interaction: discord.Interaction) -> None:
        """Change the lead, and show it where the button stands."""
        await defer(interaction, thinking=False)
        bot, rule = bot_of(interaction), await self.own_rule(interaction)
        agenda = await agenda_of_rule(bot, rule, interaction)
        event = agenda.event(rule.event_id)
        (lead,) = parse_leads(self.text, "UTC")
        if _next_due(agenda, event, lead) is None:
            raise SaidError("told_lead_over")
        language = interaction.locale.value
        changed = replace(rule, lead=lead, language=language)
        await asyncio.to_thread(bot.ledger.requests.change_rule, changed)
        bot.runner.wake()
        words, view = _chosen(agenda, event, changed, language)
        if interaction.guild_id is None:
            words += f"\n{await origin_of(bot, rule.guild_id, rule.event_id, language)}"
        await interaction.edit_original_response(content=words.strip(), view=view)


class EndButton(_OnRule, template=r"fb:off:(?P<rule>\d{1,19})"):
    """End one's own reminder, where it was begun, and others of the same event."""

    label, emoji = "Stop", "🔕"

    def __init__(self, rule_id: int, **button: Any) -> None:
        super().__init__(f"fb:off:{rule_id}", **button)
        self.rule_id = rule_id

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction, _item: discord.ui.Item[Any], match: Match, /
    ) -> Self:
        """Make the button again from what stands in its id."""
        return cls(int(match["rule"]))

    async def press(self, interaction: discord.Interaction) -> None:
        """End it, and say so in place of the message."""
        await defer(interaction, thinking=False)
        rule = await self.own_rule(interaction)
        await _end_all(interaction, rule.guild_id, rule.event_id)
        stopped = phrase("remind_stopped", interaction.locale.value)
        await interaction.edit_original_response(content=stopped, view=None)


class StopButton(Tokened, template=rf"fb:stop:{_KEY}"):
    """In a reminder that came by a direct message: no more of this event."""

    name = "stop"
    label, emoji = "Stop", "🔕"

    async def press(self, interaction: discord.Interaction) -> None:
        """End every reminder of the event that the presser has, wherever they began it.

        Of a series each day, as that of the message is over.
        """
        await defer(interaction, private=True)
        delivery = await _delivery(bot_of(interaction), self.token)
        await _end_all(interaction, delivery.guild_id, delivery.event_id, every_day=True)
        stopped = phrase("remind_stopped", interaction.locale.value)
        await interaction.edit_original_response(content=stopped)


async def _end_all(
    interaction: discord.Interaction, guild_id: int, event_id: str, *, every_day: bool = False
) -> None:
    """End every reminder of a guild's event that the presser has, wherever they began it.

    Of a series that is the one day and what was begun for all days, or ``every_day``.
    """
    bot, ids = bot_of(interaction), {event_id, series_of(event_id)}
    for rule in await asyncio.to_thread(bot.ledger.requests.rules, None, interaction.user.id):
        is_of = rule.event_id in ids or (every_day and series_of(rule.event_id) in ids)
        if is_of and await _is_one_event(bot, guild_id, rule):
            await asyncio.to_thread(bot.ledger.requests.remove_rule, rule.rule_id)
    bot.runner.wake()


async def _is_one_event(bot: Bot, guild_id: int, rule: Rule) -> bool:
    """Whether a rule of an event's id is on that very event: two servers may each make their own.

    One of the archive is one for all, also where a server has changed it.
    """
    if rule.guild_id == guild_id:
        return True
    if not share_archive(bot, rule.guild_id, guild_id):
        return False
    known = await asyncio.to_thread(bot.archive_of(rule.guild_id).service.events)
    return any(event.event_id == series_of(rule.event_id) for event in known.events)


async def _delivery(bot: Bot, key: str) -> Delivery:
    delivery = await asyncio.to_thread(bot.ledger.get, key)
    if delivery is None:
        raise SaidError("told_message_forgotten")
    return delivery


# The log


class LogButton(Tokened, template=rf"fb:rl:{_KEY}"):
    """Under a report: what was sent and what was not."""

    name = "rl"
    label, emoji = "Show the log", "📋"

    async def press(self, interaction: discord.Interaction) -> None:
        """Show the log to a moderator."""
        await defer(interaction, private=True)
        delivery = await _delivery(bot_of(interaction), self.token)
        await overviews.show_page(interaction, "log", delivery.guild_id, 1)


# Where they stand


def buttons_for(delivery: Delivery, announcement: Announcement) -> discord.ui.View:
    """The buttons of a posted delivery; the first of them is its mark."""
    view, language = discord.ui.View(timeout=None), announcement.language
    if delivery.purpose is Purpose.REPORT:
        return view.add_item(LogButton(delivery.key, label=phrase("button_log", language)))
    if delivery.is_direct:
        view.add_item(StopButton(delivery.key, label=phrase("button_stop", language)))
    else:
        # Within an hour of the start, or after it, there is no time left to choose.
        is_over = delivery.starts_at - delivery.due_at <= timedelta(hours=1)
        label = phrase("button_remind", language)
        is_disabled = announcement.is_cancelled or is_over
        view.add_item(RemindMeButton(delivery.key, label=label, disabled=is_disabled))
    calendar = phrase("button_calendar", language)
    return view.add_item(IcsButton(token_of(delivery.event_id), label=calendar))
