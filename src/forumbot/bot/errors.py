"""What a member is told when something goes wrong; the rest goes to the log."""

import logging
import re
import secrets

import aiohttp
import discord
from discord import app_commands

from forumbot.bot import escape
from forumbot.errors import (
    REBUILD,
    AnswerGoneError,
    ArchiveError,
    ArchiveIndexError,
    ForumbotError,
    UsageError,
)
from forumbot.language.phrases import DEFAULT, phrase
from forumbot.language.said import SaidError, in_language

log = logging.getLogger(__name__)

GONE = (10062, 10015, 50027)
"""Discord's codes for an interaction that has expired: nobody is left to answer."""
ALREADY_ANSWERED = 40060
_TOO_MANY = 429
_FOLDERS = re.compile(r"(?<![\w:/\\.])(?:[A-Za-z]:)?(?:[/\\][^\s:/\\]+)+[/\\](?=[^\s:/\\])")
"""The folders before the name of a file, of two or more: how the machine is laid out."""
_WORD = re.compile(r"[^\W\d_]+(?:\s|['’]|$)")
"""A word in front, which may have an article before an apostrophe; the name of a file is none."""


class NotAllowedError(ForumbotError):
    """The member may not do this; the message says who may."""


class SaidNotAllowedError(SaidError, NotAllowedError):
    """The member may not do this, said as :class:`SaidError` is."""


TOLD = (UsageError, NotAllowedError, AnswerGoneError, ArchiveError, ArchiveIndexError)
"""Errors whose words are for the member; those of the archive come to maintainers alone."""


def words_for(error: BaseException, language: str = DEFAULT) -> str:
    """One sentence for the member; an unexpected error is logged under the reference it names."""
    if isinstance(error, app_commands.CommandInvokeError):
        error = error.original
    if isinstance(error, TOLD):
        return escape.plain(_told(error, language))
    if isinstance(error, app_commands.CheckFailure):
        return phrase("told_not_allowed", language)
    if isinstance(error, discord.HTTPException) and error.status == _TOO_MANY:
        log.warning("Discord takes no answer for now: %s", error)
        return phrase("told_rate_limited", language)
    reference = secrets.token_hex(4)
    log.error("unexpected error, reference %s", reference, exc_info=error)
    return phrase("told_went_wrong", language, reference=reference)


def _told(error: ForumbotError, language: str) -> str:
    """What is wrong, and a remedy that can be reached from Discord; none for the shell.

    Files have their names alone.
    """
    mended = f"; {phrase('archive_remedy', language)}" if error.remedy == REBUILD else ""
    return sentence(f"{_FOLDERS.sub('', in_language(error.problem, language))}{mended}")


def sentence(words: str) -> str:
    """The words with a capital and an end, as everything is said in Discord.

    The name of a file, before its colon, stays as it is.
    """
    ended = words if words.endswith((".", "!", "?", "…")) else f"{words}."
    is_word = _WORD.match(ended) is not None
    return ended[:1].upper() + ended[1:] if is_word else ended


async def tell(interaction: discord.Interaction, error: BaseException) -> None:
    """Answer an interaction with the words for an error, whether or not it was answered before.

    Where an answer that was deferred long ago can be given no more, they are written directly.
    """
    if is_gone(error):
        return
    words = words_for(error, interaction.locale.value)
    try:
        if interaction.response.is_done():
            await _follow_up(interaction, words)
        else:
            await interaction.response.send_message(words, ephemeral=True)
    except (discord.HTTPException, aiohttp.ClientError, OSError) as failed:
        log.warning("an error could not be told: %s", failed)


async def _follow_up(interaction: discord.Interaction, words: str) -> None:
    try:
        await interaction.followup.send(words, ephemeral=True)
    except discord.HTTPException as error:
        if error.code not in GONE:
            raise
        await interaction.user.send(words)


def is_gone(error: BaseException) -> bool:
    """Whether Discord says that the interaction has expired or was answered by another process."""
    if isinstance(error, app_commands.CommandInvokeError):
        error = error.original
    return isinstance(error, discord.HTTPException) and error.code in (*GONE, ALREADY_ANSWERED)
