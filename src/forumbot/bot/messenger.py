"""Sending: the best that is possible where the bot stands, and once more where a line broke."""

import asyncio
import io
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import aiohttp
import discord

from forumbot.bot.errors import ALREADY_ANSWERED, GONE
from forumbot.bot.origins import origin_line
from forumbot.bot.rendering.parts import MAX_CONTENT

log = logging.getLogger(__name__)

_SERVER_ERROR_SECONDS = 1.0

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with what is said: its name, and what is in it."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Reply:
    """What is to be said: an embed with buttons and files.

    The plain text stands for the embed where there is none, or embeds are not allowed. ``above`` is
    a line that stands before either.
    """

    embed: discord.Embed | None
    text: str
    view: discord.ui.View | None = None
    attachments: tuple[Attachment, ...] = ()
    above: str = ""


async def attachments_of(message: discord.Message) -> tuple[Attachment, ...]:
    """The files of a message, fetched so that they can be sent again."""
    return tuple([Attachment(one.filename, await one.read()) for one in message.attachments])


async def retrying(send: Callable[[], Awaitable[Result]]) -> Result:
    """Do it again once if the connection broke or Discord failed, where discord.py does not.

    Messages to channels carry an enforced nonce, so that the second try cannot post a second time.
    """
    try:
        return await send()
    except (aiohttp.ClientConnectionError, ConnectionError):
        log.info("the connection broke; trying once more")
    except discord.DiscordServerError as error:
        log.info("%s; trying once more", error)
        await asyncio.sleep(_SERVER_ERROR_SECONDS)
    return await send()


async def defer(
    interaction: discord.Interaction, *, private: bool = False, thinking: bool = True
) -> None:
    """Respond within Discord's three seconds; what is to be said follows.

    Where a second try is told that the interaction is answered already, the first one was heard and
    its receipt was lost.
    """
    try:
        await retrying(lambda: interaction.response.defer(ephemeral=private, thinking=thinking))
    except discord.HTTPException as error:
        if error.code != ALREADY_ANSWERED:
            raise


async def answer_interaction(interaction: discord.Interaction, reply: Reply) -> int | None:
    """Fill a deferred response, which may always embed and attach; returns the message's id."""
    message = await retrying(
        lambda: interaction.edit_original_response(**_arguments(reply, "attachments"))
    )
    return message.id


async def tell_result(interaction: discord.Interaction, words: str) -> None:
    """Fill a deferred response in words, or write to the member where it is too late for that."""
    try:
        await interaction.edit_original_response(content=words)
    except discord.HTTPException as error:
        if error.code not in GONE:
            raise
        await write_directly(interaction.user, Reply(None, words))


async def answer_message(message: discord.Message, reply: Reply) -> int | None:
    """Reply to a message as far as the permissions go; returns the id of what was posted.

    Without the right to embed the text is sent, without that to attach no file, without that to
    read the history no reference is made, and where the bot may not speak the member is written to
    directly.
    """
    may = _permissions(message)
    permitted = reply if may is None else _permitted(reply, may)
    if may is None or _may_speak(message, may):
        try:
            return await retrying(lambda: _post(message, may, permitted))
        except discord.Forbidden:
            log.warning("may not speak in channel %s", message.channel.id)
    guild, origin = message.guild, ""
    if guild is not None:
        origin = origin_line(guild.name, message.jump_url, guild.preferred_locale.value)
    return await write_directly(message.author, replace(reply, above=origin))


async def change_answer(
    message: discord.Message, answered_in: int | None, reply: Reply
) -> int | None:
    """Put a reply in the place of the one that answered a message; returns its id.

    None where that is gone, or where the bot may not write any more.
    """
    if answered_in is None or isinstance(message.channel, discord.GroupChannel):
        return None
    may = _permissions(message)
    permitted = reply if may is None else _permitted(reply, may)
    arguments: dict[str, Any] = {"content": None, "embed": None, "view": None, "attachments": []}
    arguments |= _arguments(permitted, "attachments")
    place = message.channel.get_partial_message(answered_in)
    try:
        await retrying(lambda: place.edit(**arguments))
    except (discord.NotFound, discord.Forbidden):
        log.info("the answer to an edited question is gone")
        return None
    return answered_in


async def _post(message: discord.Message, may: discord.Permissions | None, reply: Reply) -> int:
    arguments = _arguments(reply, "files")
    if may is None or may.read_message_history:
        reference = message.to_reference(fail_if_not_exists=False)
        arguments |= {"reference": reference, "mention_author": False}
    sent = await message.channel.send(**arguments, nonce=str(message.id))
    return int(sent.id)


def _arguments(reply: Reply, files: str) -> dict[str, Any]:
    """What discord.py is to send, made anew for each try, as sending reads the files to their end.

    ``files`` is what the call names them.
    """
    above = f"{reply.above}\n" if reply.above else ""
    arguments: dict[str, Any] = {"content": f"{above}{reply.text}"[:MAX_CONTENT]}
    if reply.embed is not None:
        arguments = {"embed": reply.embed} | ({"content": reply.above} if reply.above else {})
    if reply.view is not None:
        arguments["view"] = reply.view
    if reply.attachments:
        arguments[files] = [
            discord.File(io.BytesIO(one.content), filename=one.name) for one in reply.attachments
        ]
    return arguments


def _permitted(reply: Reply, may: discord.Permissions) -> Reply:
    """As much of a reply as may be sent."""
    return replace(
        reply,
        embed=reply.embed if may.embed_links else None,
        attachments=reply.attachments if may.attach_files else (),
    )


def _permissions(message: discord.Message) -> discord.Permissions | None:
    """What the bot may do there; None where that is not known or does not apply."""
    if message.guild is None or isinstance(message.channel, discord.PartialMessageable):
        return None
    return message.channel.permissions_for(message.guild.me)


def _may_speak(message: discord.Message, may: discord.Permissions) -> bool:
    if isinstance(message.channel, discord.Thread):
        return may.send_messages_in_threads
    return may.send_messages


async def write_directly(member: discord.User | discord.Member, reply: Reply) -> int | None:
    """Write to a member; returns the message's id, None where they take none from the bot."""
    try:
        sent = await member.send(**_arguments(reply, "files"))
    except discord.HTTPException as error:
        log.warning("member cannot be written to: %s", error)
        return None
    return sent.id
