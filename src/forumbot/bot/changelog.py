"""Who changed what: noted when it is done, and shown to moderators."""

import asyncio
import logging
from collections.abc import Sequence

import discord

from forumbot.bot.escape import cut, flat, shorten
from forumbot.bot.ports import Bot
from forumbot.bot.records import Change
from forumbot.errors import StoreError
from forumbot.language.phrases import DEFAULT, phrase

log = logging.getLogger(__name__)

_MAX_TITLE = 100
_MAX_ENTRY = 380


async def note(
    bot: Bot, interaction: discord.Interaction, what: str, lines: Sequence[str], subject: str = ""
) -> None:
    """Keep that whoever gave a command has changed something; no failure of it undoes that.

    ``lines`` are inert for Discord; ``subject`` is any text, such as the title of an event.
    """
    if interaction.guild_id is None:
        return
    of = f" · {cut(flat(subject), _MAX_TITLE)}" if subject else ""
    try:
        await asyncio.to_thread(
            bot.store.changes.add, interaction.guild_id, interaction.user.id, f"{what}{of}", lines
        )
    except (StoreError, ValueError):
        log.exception("a change could not be noted")


def entry(change: Change, language: str = DEFAULT) -> str:
    """A change in a list: when, who, by which command of what, and from what to what."""
    who = phrase("name_deleted", language) if change.member_id is None else f"<@{change.member_id}>"
    head = f"<t:{int(change.at.timestamp())}:f> · {who} · **{change.what}**"
    return shorten("\n".join([head, *(f"> {line}" for line in change.lines)]), _MAX_ENTRY)
