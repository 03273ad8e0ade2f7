"""The help, and how the archive stands."""

import re
from collections.abc import Mapping, Sequence

import discord

from forumbot.bot.escape import cut, flat
from forumbot.bot.rendering.parts import MAX_DESCRIPTION, NEUTRAL, joined_lines, strong
from forumbot.language.phrases import DEFAULT, phrase
from forumbot.search.index_folder import built_at
from forumbot.search.status import IndexStatus

_MAX_NAMES = 500
_MAX_PER_LIST = 50
_MAX_BUILDS = 5
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


def status_embed(status: IndexStatus, language: str = DEFAULT) -> discord.Embed:
    """What is live, from when, from how many documents, and what was refused or has changed.

    Builds are told by their times: nobody types their ids here.
    """
    embed = discord.Embed(title=phrase("archive_title", language), colour=NEUTRAL)
    unix = int(status.created_at.timestamp())
    facts = {
        "archive_built": f"<t:{unix}:F> (<t:{unix}:R>)",
        "archive_documents": str(len(status.documents)),
        "archive_passages": str(status.passages),
        "archive_model": _value(status.model),
    }
    for key, value in facts.items():
        embed.add_field(name=phrase(key, language), value=value)
    changes = status.changes
    for key, found in (
        ("archive_refused", status.refused),
        ("archive_added", changes.added),
        ("archive_changed", changes.changed),
        ("archive_removed", changes.removed),
    ):
        if found:
            embed.add_field(name=phrase(key, language), value=_names(found), inline=False)
    earlier = [name for name in status.generations if name < status.generation]
    built = [at for at in map(built_at, earlier[-_MAX_BUILDS:]) if at is not None]
    if built:
        times = [f"<t:{int(at.timestamp())}:F>" for at in reversed(built)]
        name = phrase("archive_builds", language)
        embed.add_field(name=name, value="\n".join(times), inline=False)
    return embed


def _names(names: Sequence[object]) -> str:
    """How many there are, and the first of them."""
    shown = ", ".join(flat(str(name)) for name in names[:_MAX_PER_LIST])
    return f"{len(names)}: {cut(shown, _MAX_NAMES)}"


def _value(text: str) -> str:
    return cut(flat(text), 200) or "–"
