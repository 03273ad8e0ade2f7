"""``/privacy``: what is kept about a member, and its deletion."""

import asyncio
from collections.abc import Sequence

import discord
from discord import app_commands

from forumbot.bot import escape
from forumbot.bot.membership import agenda_of_rule
from forumbot.bot.messenger import defer
from forumbot.bot.ports import Bot, Tree
from forumbot.bot.records import PrivacyReport
from forumbot.errors import DeliveryError
from forumbot.language.phrases import counting, labelled, listed, phrase
from forumbot.reminders import schedule
from forumbot.reminders.lead_names import lead_in_words
from forumbot.reminders.schedule import Rule

_MAX_SHOWN = 20


def add_to(tree: Tree, bot: Bot) -> None:
    """Add the commands of privacy."""
    privacy = app_commands.Group(name="privacy", description="What I keep about you")

    @privacy.command(name="show", description="Show what I keep about you")
    async def show(interaction: discord.Interaction) -> None:
        await defer(interaction, private=True)
        held = await asyncio.to_thread(bot.store.held_about, interaction.user.id)
        rules = await asyncio.to_thread(bot.ledger.requests.held_about, interaction.user.id)
        days = bot.settings.bot.retention_days
        language = interaction.locale.value
        changes = await asyncio.to_thread(bot.store.changes.count_of, interaction.user.id)
        lines = [
            *_kept(held, days, language),
            *await _reminders(bot, interaction, rules),
            *_named(changes, language),
            *([phrase("privacy_questions", language)] if held.texts else []),
            *(f"• {escape.cut(text, 120)}" for text in held.texts[:_MAX_SHOWN]),
            phrase("privacy_machine", language),
        ]
        embed = discord.Embed(
            title=phrase("privacy_title", language),
            description=escape.shorten("\n".join(lines), 4000),
        )
        await interaction.edit_original_response(embed=embed)

    @privacy.command(name="delete", description="Delete what I keep about you")
    async def delete(interaction: discord.Interaction) -> None:
        await defer(interaction, private=True)
        held = await asyncio.to_thread(bot.store.held_about, interaction.user.id)
        await asyncio.to_thread(bot.store.forget_member, interaction.user.id)
        rules = await asyncio.to_thread(bot.ledger.requests.held_about, interaction.user.id)
        await asyncio.to_thread(bot.ledger.forget_member, interaction.user.id)
        bot.locales.forget(interaction.user.id)
        bot.runner.wake()
        own = sum(rule.member_id == interaction.user.id for rule in rules)
        words = _deleted(held, own, interaction.locale.value)
        await interaction.edit_original_response(content=words)

    tree.add_command(privacy)


def _deleted(held: PrivacyReport, reminders: int, language: str) -> str:
    """What was deleted, or that there was nothing."""
    counts = {"question": held.questions, "vote": held.votes, "reminder": reminders}
    gone = [_counted(what, count, language) for what, count in counts.items() if count]
    if not gone:
        return phrase("privacy_nothing", language)
    return phrase("privacy_deleted", language, what=listed(gone, language))


def _counted(what: str, count: int, language: str) -> str:
    """So many of what is kept, in words."""
    return counting(f"count_{what}", f"count_{what}_one", language, count)


def _kept(held: PrivacyReport, days: int, language: str) -> list[str]:
    """How many questions and votes of a member are kept, since when, and for how long."""
    counts = {"question": held.questions, "vote": held.votes}
    kept = [_counted(what, count, language) for what, count in counts.items() if count]
    if not kept:
        return [phrase("privacy_none", language)]
    day = f"<t:{int(held.since.timestamp())}:D>" if held.since else ""
    since = phrase("privacy_since", language, day=day) if day else ""
    told = phrase("privacy_kept", language, what=listed(kept, language), since=since)
    return [told, phrase("privacy_days", language, days=days)]


def _named(changes: int, language: str) -> list[str]:
    """How often a member stands in the logs of who changed what."""
    if not changes:
        return []
    times = _counted("change", changes, language)
    return [phrase("privacy_changes", language, changes=times)]


async def _reminders(
    bot: Bot, interaction: discord.Interaction, rules: Sequence[Rule]
) -> list[str]:
    """The member's own reminders, and how many they made for others as a moderator."""
    own = [rule for rule in rules if rule.member_id == interaction.user.id]
    made, language = len(rules) - len(own), interaction.locale.value
    count = _counted("reminder", len(own), language)
    lines = [phrase("privacy_reminders", language, reminders=count)] if own else []
    for rule in own[:_MAX_SHOWN]:
        title = await _title_of(bot, interaction, rule)
        lead = lead_in_words(rule.lead, language)
        lines.append(f"• {escape.cut(f'{labelled(title, language)} {lead}', 120)}")
    if made:
        count = _counted("reminder", made, language)
        lines.append(phrase("privacy_made", language, reminders=count))
    return lines


async def _title_of(bot: Bot, interaction: discord.Interaction, rule: Rule) -> str:
    """What the event of a member's own reminder is called."""
    try:
        agenda = await agenda_of_rule(bot, rule, interaction)
    except DeliveryError:
        return phrase("privacy_unseen_event", interaction.locale.value)
    event = schedule.find_event(agenda.events, rule.event_id)
    gone = phrase("privacy_gone_event", interaction.locale.value)
    return escape.flat(event.title) if event else gone
