"""``/remind``: moderators say what is announced where, and see what was and what will be."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from zoneinfo import ZoneInfo

import discord
from discord import app_commands

from forumbot.bot import changelog, differences
from forumbot.bot.agenda import GuildAgenda, announcement_of
from forumbot.bot.buttons.confirm import ask_to_keep
from forumbot.bot.choices import begin, event_choices, find_event, reminder_choices
from forumbot.bot.command_words import choice
from forumbot.bot.escape import cut, flat
from forumbot.bot.locales import language_of_guild
from forumbot.bot.overviews import listed, pings, show_page, zones
from forumbot.bot.ports import Bot, Tree, bot_of
from forumbot.bot.rendering.events import announcement_embed
from forumbot.bot.rendering.parts import MAX_TITLE
from forumbot.bot.targets import PostableChannel, Target, target_of
from forumbot.language.phrases import counting, labelled, phrase
from forumbot.language.said import SaidError
from forumbot.reminders import schedule
from forumbot.reminders.checks import is_seen
from forumbot.reminders.events import Event
from forumbot.reminders.lead_names import lead_in_words
from forumbot.reminders.lead_words import MAX_CHARS, parse_leads
from forumbot.reminders.leads import Lead, check_lead
from forumbot.reminders.schedule import DEFAULT_MEMBER_LEAD, MAX_MESSAGE_CHARS, Mute, Reminder, Rule

_ROLE, _MESSAGE = "role", "message"
Before = app_commands.Range[str, 1, MAX_CHARS]
Message = app_commands.Range[str, 1, MAX_MESSAGE_CHARS]


def add_to(tree: Tree, bot: Bot) -> None:
    """Add the commands of reminders."""
    group = app_commands.Group(
        name="remind",
        description="What I announce, where and when",
        default_permissions=discord.Permissions(manage_guild=True),
        allowed_contexts=app_commands.AppCommandContext(
            guild=True, dm_channel=False, private_channel=False
        ),
    )
    _add_add(group, bot)
    _add_edit(group, bot)
    _add_cancel(group, bot)
    _add_overviews(group, bot)
    tree.add_command(group)


def _add_add(group: app_commands.Group, bot: Bot) -> None:
    @group.command(name="add", description="Announce an event, some time before it")
    @app_commands.describe(
        event="The event",
        before="How long before, as in: 2 weeks, 1 day, 1 hour; or: the Friday before at 9",
        channel="Where; none: in the channel of announcements",
        role="Whom to ping; none: nobody",
        message="What to say beside the event's time and place",
    )
    async def add(
        interaction: discord.Interaction,
        event: str,
        before: Before = DEFAULT_MEMBER_LEAD,
        channel: PostableChannel | None = None,
        role: discord.Role | None = None,
        message: Message | None = None,
    ) -> None:
        agenda = await begin(bot, interaction)
        chosen = find_event(agenda, event, interaction.locale.value)
        leads = read_leads(agenda, chosen, before)
        target = await target_of(interaction, agenda, channel, role)
        await _offer(interaction, agenda, chosen, leads, target, _seen(message))

    @add.autocomplete("event")
    async def choose_event(
        interaction: discord.Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        return await event_choices(bot, interaction, typed, with_series=True)


def _add_edit(group: app_commands.Group, bot: Bot) -> None:
    @group.command(name="edit", description="Change a reminder that is to come")
    @app_commands.describe(
        reminder="The reminder",
        before="How long before the event instead",
        channel="Where instead",
        role="Whom to ping instead",
        message="What to say instead",
        without="What to take away",
    )
    @app_commands.choices(without=[choice(what) for what in (_ROLE, _MESSAGE)])
    async def edit(
        interaction: discord.Interaction,
        reminder: str,
        before: Before | None = None,
        channel: PostableChannel | None = None,
        role: discord.Role | None = None,
        message: Message | None = None,
        without: str | None = None,
    ) -> None:
        agenda = await begin(bot, interaction)
        found = agenda.reminder(reminder)
        rule = _rule_of(agenda, found)
        role_id = None if without == _ROLE else rule.role_id
        role = role or (_guild(interaction).get_role(role_id) if role_id else None)
        message = _seen(message) or (None if without == _MESSAGE else rule.message)
        leads = read_leads(agenda, found.event, before) if before else (rule.lead,)
        if len(leads) > 1:
            raise SaidError("told_one_time")
        target = await target_of(interaction, agenda, channel or rule.channel_id, role)
        await _offer_change(interaction, agenda, found, rule, leads[0], target, message)

    @edit.autocomplete("reminder")
    async def choose_reminder(
        interaction: discord.Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        return await reminder_choices(bot, interaction, typed)


def _add_cancel(group: app_commands.Group, bot: Bot) -> None:
    @group.command(name="cancel", description="Do not send a reminder that is to come")
    @app_commands.describe(reminder="The reminder")
    async def cancel(interaction: discord.Interaction, reminder: str) -> None:
        agenda = await begin(bot, interaction)
        found = agenda.reminder(reminder)
        await asyncio.to_thread(_withdraw, bot, agenda, found)
        bot.runner.wake()
        language = language_of_guild(bot, interaction.guild_id)
        lines = differences.of_rules(_rule_of(agenda, found), None, language)
        await changelog.note(bot, interaction, "/remind cancel", lines, found.event.title)
        own = interaction.locale.value
        is_every = _is_of_series(agenda, found)
        head = phrase("remind_cancelled_every" if is_every else "remind_cancelled", own)
        told = listed(found, language=own)
        await interaction.edit_original_response(content=f"{head}\n{told}")

    @cancel.autocomplete("reminder")
    async def choose_reminder(
        interaction: discord.Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        return await reminder_choices(bot, interaction, typed)


def _add_overviews(group: app_commands.Group, bot: Bot) -> None:
    @group.command(name="list", description="The reminders that are to come")
    async def list_(interaction: discord.Interaction) -> None:
        agenda = await begin(bot, interaction)
        await show_page(interaction, "list", agenda.community.guild_id, 1)

    @group.command(name="preview", description="Each coming message as it will look")
    async def preview(interaction: discord.Interaction) -> None:
        agenda = await begin(bot, interaction)
        await show_page(interaction, "preview", agenda.community.guild_id, 1)

    @group.command(name="log", description="What was sent, late, missed or refused, and why")
    async def log(interaction: discord.Interaction) -> None:
        agenda = await begin(bot, interaction)
        await show_page(interaction, "log", agenda.community.guild_id, 1)

    @group.command(name="test", description="Show a message to you alone as it will look")
    @app_commands.describe(reminder="The reminder; none: the next one")
    async def test(interaction: discord.Interaction, reminder: str | None = None) -> None:
        agenda = await begin(bot, interaction)
        coming = await asyncio.to_thread(agenda.reminders)
        if not coming:
            raise SaidError("told_no_reminder")
        found = agenda.reminder(reminder) if reminder else coming[0]
        announcement = await announcement_of(bot, found, found.due_at)
        role = _guild(interaction).get_role(found.role_id) if found.role_id else None
        language, channel = interaction.locale.value, f"<#{found.channel_id}>"
        where = f"-# {phrase('remind_as_in', language, channel=channel)}"
        await interaction.edit_original_response(
            content="\n".join([*([role.mention] if role else []), where]),
            embed=announcement_embed(announcement),
        )

    @test.autocomplete("reminder")
    async def choose_reminder(
        interaction: discord.Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        return await reminder_choices(bot, interaction, typed)


def _guild(interaction: discord.Interaction) -> discord.Guild:
    if interaction.guild is None:
        raise SaidError("in_server_only")
    return interaction.guild


# Words → what is meant


def read_leads(agenda: GuildAgenda, event: Event, before: str) -> tuple[Lead, ...]:
    """The leads that the words name, read in the guild's zone, none of them after the event.

    Raises :class:`UsageError` where that is not so.
    """
    zone = agenda.community.timezone
    leads = parse_leads(before, zone, agenda.now.astimezone(ZoneInfo(zone)).date())
    for one in _next(agenda, event):
        for lead in leads:
            check_lead(lead, one, agenda.defaults.all_day_time)
    return leads


def _next(agenda: GuildAgenda, event: Event) -> Sequence[Event]:
    """The event, or the next occurrence of a series; raises :class:`UsageError` if it is over."""
    coming = agenda.occurrences(event)
    if not coming or event.status == "cancelled":
        raise SaidError("told_nothing_to_remind")
    return coming[:1]


def _rule_of(agenda: GuildAgenda, reminder: Reminder) -> Rule:
    """The rule that a reminder comes from; for a default one, a new one that says the same."""
    for rule in agenda.rules:
        if rule.rule_id == reminder.rule_id:
            return rule
    return Rule(0, reminder.guild_id, reminder.event.event_id, reminder.lead)


def _is_of_series(agenda: GuildAgenda, reminder: Reminder) -> bool:
    return _rule_of(agenda, reminder).event_id != reminder.event.event_id


# Shown, then kept


def _seen(message: str | None) -> str | None:
    """A message that shows anything; none where it is empty to the eye."""
    return message if message and any(map(is_seen, message)) else None


async def _offer(
    interaction: discord.Interaction,
    agenda: GuildAgenda,
    event: Event,
    leads: Sequence[Lead],
    target: Target,
    message: str | None,
) -> None:
    """Show what would be kept, those that lie in the past left out."""
    bot = bot_of(interaction)
    (first,) = _next(agenda, event)
    own = interaction.locale.value
    ahead = [lead for lead in leads if event.rrule or _is_ahead(agenda, first, lead)]
    lines = [_line(agenda, first, lead, target, own, is_kept=lead in ahead) for lead in leads]
    shown = await _shown(bot, event, lines, target, message, own)
    if not ahead:
        nothing = phrase("remind_all_past", own)
        await interaction.edit_original_response(content=nothing, embed=shown)
        return
    rule = Rule(
        0, agenda.community.guild_id, event.event_id, ahead[0], target.channel_id,
        target.role.id if target.role else None, message, created_by=interaction.user.id,
    )  # fmt: skip

    async def keep(press: discord.Interaction) -> str:
        await _still_allowed(press, agenda, target)
        for lead in ahead:
            kept = replace(rule, lead=lead)
            await asyncio.to_thread(bot.ledger.requests.add_rule, kept)
            lines = differences.of_rules(None, kept, language_of_guild(bot, press.guild_id))
            await changelog.note(bot, press, "/remind add", lines, event.title)
        bot.runner.wake()
        reminders = counting("count_reminder", "count_reminder_one", own, len(ahead))
        return phrase("kept_reminders", own, reminders=reminders)

    await ask_to_keep(interaction, shown, keep)


async def _offer_change(
    interaction: discord.Interaction,
    agenda: GuildAgenda,
    reminder: Reminder,
    rule: Rule,
    lead: Lead,
    target: Target,
    message: str | None,
) -> None:
    """Show what a reminder would be from now on."""
    bot = bot_of(interaction)
    if not _is_ahead(agenda, reminder.event, lead):
        raise SaidError("told_past_time")
    changed = replace(
        rule, lead=lead, channel_id=target.channel_id, message=message,
        role_id=target.role.id if target.role else None, created_by=interaction.user.id,
    )  # fmt: skip
    own = interaction.locale.value
    line = _line(agenda, reminder.event, lead, target, own, is_kept=True)
    every = [phrase("remind_for_every", own)] if _is_of_series(agenda, reminder) else []
    shown = await _shown(bot, reminder.event, [line, *every], target, message, own)

    async def keep(press: discord.Interaction) -> str:
        await _still_allowed(press, agenda, target)
        changes = await asyncio.to_thread(_replace, bot, rule, changed, own)
        bot.runner.wake()
        if changes:
            return differences.told_meanwhile("meanwhile_reminder", changes, own)
        language = language_of_guild(bot, press.guild_id)
        lines = differences.of_rules(rule, changed, language)
        await changelog.note(bot, press, "/remind edit", lines, reminder.event.title)
        return phrase("kept", own)

    await ask_to_keep(interaction, shown, keep)


def _replace(bot: Bot, before: Rule, after: Rule, language: str) -> Sequence[str]:
    """Keep a reminder in the place of another; what of that was changed since it was shown.

    Where anything was, nothing is kept.
    """
    requests = bot.ledger.requests
    if not before.rule_id:
        mute = Mute(before.guild_id, before.event_id, str(before.lead))
        if mute in requests.mutes(before.guild_id):
            raise SaidError("told_reminder_changed")
        requests.add_rule(after)
        requests.mute(mute)
        return ()
    found = [one for one in requests.rules(before.guild_id) if one.rule_id == before.rule_id]
    if not found:
        raise SaidError("told_reminder_changed")
    changes = differences.of_rules(before, found[0], language)
    if not changes:
        requests.change_rule(after)
    return changes


async def _still_allowed(
    interaction: discord.Interaction, agenda: GuildAgenda, target: Target
) -> None:
    """Look again whether the presser may write there and ping the role, as rights may be gone."""
    role = _guild(interaction).get_role(target.role.id) if target.role else None
    if target.role is not None and role is None:
        raise SaidError("told_role_gone")
    await target_of(interaction, agenda, target.channel_id, role)


def _withdraw(bot: Bot, agenda: GuildAgenda, reminder: Reminder) -> None:
    """Have it, and the default one that would take its place, not be sent."""
    rule = _rule_of(agenda, reminder)
    if rule.rule_id:
        bot.ledger.requests.remove_rule(rule.rule_id)
    bot.ledger.requests.mute(Mute(rule.guild_id, rule.event_id, str(rule.lead)))


def _is_ahead(agenda: GuildAgenda, event: Event, lead: Lead) -> bool:
    return schedule.due(lead, event, agenda.defaults) > agenda.now


def _line(
    agenda: GuildAgenda, event: Event, lead: Lead, target: Target, language: str, *, is_kept: bool
) -> str:
    """When a lead is due, in words for whoever checks it."""
    due_at = schedule.due(lead, event, agenda.defaults)
    words = cut(lead_in_words(lead, language), 80)
    head = f"• {labelled(f'**{words}**', language)} <t:{int(due_at.timestamp())}:F>"
    if not is_kept:
        return f"{head}\n  {phrase('remind_in_past', language)}"
    reminder = Reminder(agenda.community.guild_id, event, lead, target.place.id, due_at, due_at)
    return "\n".join([head, *(f"  {words}" for words in zones(agenda, reminder, language))])


async def _shown(
    bot: Bot,
    event: Event,
    lines: Sequence[str],
    target: Target,
    message: str | None,
    language: str,
) -> discord.Embed:
    embed = discord.Embed(title=cut(flat(event.title), MAX_TITLE), description="\n".join(lines))
    embed.add_field(name=phrase("fact_where", language), value=target.place.mention)
    role_id = target.role.id if target.role else None
    whom = await pings(bot, role_id, target.place, language)
    embed.add_field(name=phrase("differs_pings", language), value=whom)
    if event.rrule is not None:
        every = phrase("series_next", language)
        embed.add_field(name=phrase("series_name", language), value=every)
    if message:
        name = phrase("differs_message", language)
        embed.add_field(name=name, value=cut(message, 1000), inline=False)
    return embed
