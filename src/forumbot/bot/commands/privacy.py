"""``/privacy``: what is kept about a member, and its deletion."""

import asyncio
from collections.abc import Sequence

import discord
from discord import app_commands

from forumbot.bot import escape
from forumbot.bot.membership import agenda_of_rule
from forumbot.bot.messenger import defer
from forumbot.bot.ports import Bot, Tree
from forumbot.errors import DeliveryError
from forumbot.language.counting import counted
from forumbot.reminders import schedule
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
        since = f", the first on <t:{int(held.since.timestamp())}:D>" if held.since else ""
        lines = [
            f"I keep {counted(held.questions, 'question')} and {counted(held.votes, 'vote')} "
            f"of yours{since}.",
            f"Your name is not stored with them, and they are deleted after {days} days.",
            *await _reminders(bot, interaction, rules),
            *_named(await asyncio.to_thread(bot.store.changes.count_of, interaction.user.id)),
            "Nothing that you write leaves the machine that I run on.",
            *(f"• {escape.cut(text, 120)}" for text in held.texts[:_MAX_SHOWN]),
        ]
        embed = discord.Embed(title="Privacy", description=escape.shorten("\n".join(lines), 4000))
        await interaction.edit_original_response(embed=embed)

    @privacy.command(name="delete", description="Delete what I keep about you")
    async def delete(interaction: discord.Interaction) -> None:
        await defer(interaction, private=True)
        count = await asyncio.to_thread(bot.store.forget_member, interaction.user.id)
        rules = await asyncio.to_thread(bot.ledger.requests.held_about, interaction.user.id)
        await asyncio.to_thread(bot.ledger.forget_member, interaction.user.id)
        bot.runner.wake()
        own = sum(rule.member_id == interaction.user.id for rule in rules)
        gone = [counted(count, "question or vote", "questions and votes")]
        gone += [counted(own, "reminder")] if own else []
        words = f"Done: I have deleted {' and '.join(gone)} of yours."
        await interaction.edit_original_response(content=words)

    tree.add_command(privacy)


def _named(changes: int) -> list[str]:
    """How often a member stands in the logs of who changed what."""
    if not changes:
        return []
    times = counted(changes, "change")
    return [f"I keep that you made {times} by commands, which moderators see in /changes."]


async def _reminders(
    bot: Bot, interaction: discord.Interaction, rules: Sequence[Rule]
) -> list[str]:
    """The member's own reminders, and how many they made for others as a moderator."""
    own = [rule for rule in rules if rule.member_id == interaction.user.id]
    made = len(rules) - len(own)
    lines = [
        f"I keep your account with {counted(len(own), 'reminder')} that you have asked for, "
        "to write to you; that I wrote is kept as long as the event is remembered."
    ] if own else []  # fmt: skip
    for rule in own[:_MAX_SHOWN]:
        title = await _title_of(bot, interaction, rule)
        lines.append(f"• {escape.cut(f'{title}: {rule.lead.words}', 120)}")
    if made:
        lines.append(f"I keep that you made {counted(made, 'reminder')} of servers.")
    return lines


async def _title_of(bot: Bot, interaction: discord.Interaction, rule: Rule) -> str:
    """What the event of a member's own reminder is called."""
    try:
        agenda = await agenda_of_rule(bot, rule, interaction)
    except DeliveryError:
        return "an event of a server that Discord does not show me now"
    event = schedule.find_event(agenda.events, rule.event_id)
    return escape.flat(event.title) if event else "an event that is no longer in the calendar"
