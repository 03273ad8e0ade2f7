"""The help, and how the archive stands."""

import re
from collections.abc import Mapping, Sequence

import discord

from forumbot.bot.escape import cut, flat
from forumbot.bot.rendering.parts import MAX_DESCRIPTION, NEUTRAL, joined_lines, strong
from forumbot.language.phrases import DEFAULT, phrase
from forumbot.search.status import IndexStatus

_MAX_NAMES = 500
_MAX_PER_LIST = 50
_COMMAND_MENTION = re.compile(r"</[\w -]{1,98}:\d{1,20}>")


def help_embed(groups: Mapping[str, Mapping[str, str]], language: str = DEFAULT) -> discord.Embed:
    """Under each heading the commands with what they do, as in ``{"/ask question": "…"}``.

    A command may also be given as Discord's mention of it, ``</ask:123>``.
    """
    lines: list[str] = []
    for heading, commands in groups.items():
        lines += ["", strong(heading, 100)]
        lines += [f"{_usage(usage)} – {cut(what, 200)}" for usage, what in commands.items()]
    return discord.Embed(
        title=phrase("help_title", language),
        description=joined_lines(lines, MAX_DESCRIPTION) or "Ask me a question.",
        colour=NEUTRAL,
    )


def _usage(usage: str) -> str:
    return usage if _COMMAND_MENTION.fullmatch(usage) else strong(usage, 120)


def status_embed(status: IndexStatus) -> discord.Embed:
    """What is live, from when, from how many documents, and what was refused or has changed."""
    unix = int(status.created_at.timestamp())
    embed = discord.Embed(title="The archive", colour=NEUTRAL)
    embed.add_field(name="Live generation", value=_value(status.generation))
    embed.add_field(name="Built", value=f"<t:{unix}:F> (<t:{unix}:R>)")
    embed.add_field(name="Documents", value=str(len(status.documents)))
    embed.add_field(name="Passages", value=str(status.passages))
    embed.add_field(name="Model", value=_value(status.model))
    changes = status.changes
    for name, found in (
        ("Refused", status.refused),
        ("Added", changes.added),
        ("Changed", changes.changed),
        ("Removed", changes.removed),
        ("Generations", status.generations),
    ):
        if found:
            embed.add_field(name=name, value=_names(found), inline=False)
    return embed


def _names(names: Sequence[object]) -> str:
    """How many there are, and the first of them."""
    shown = ", ".join(flat(str(name)) for name in names[:_MAX_PER_LIST])
    return f"{len(names)}: {cut(shown, _MAX_NAMES)}"


def _value(text: str) -> str:
    return cut(flat(text), 200) or "–"
