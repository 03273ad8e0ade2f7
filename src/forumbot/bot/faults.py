"""Discord's errors, and those of the line to it, as the errors that the core knows."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import discord

from forumbot.errors import (
    ChannelGoneError,
    ClosedError,
    DeliveryError,
    NotPermittedError,
    RateLimitedError,
    RejectedError,
    UnreachableError,
)
from forumbot.language.said import Said, said

CALL_SECONDS = 60.0
"""How long one call to Discord may take, waits for its rate limits included."""

_CLOSED = (50007, 50278)
_ARCHIVED = 50083
_RETRY_SECONDS = 30.0
_MAX_WORDS = 200


@asynccontextmanager
async def translated(place: str) -> AsyncIterator[None]:
    """Bound what is done in the block in time, and raise its errors as :class:`DeliveryError`.

    ``place`` says in words where it is done, as in ``the channel 123``, best in any language.
    """
    try:
        async with asyncio.timeout(CALL_SECONDS):
            yield
    except discord.RateLimited as error:
        raise RateLimitedError(_words(place, error), error.retry_after) from error
    except discord.HTTPException as error:
        raise _refused(place, error) from error
    except discord.ClientException as error:
        raise ChannelGoneError(said("fault_unseen", place=place)) from error
    except (TimeoutError, aiohttp.ClientError, OSError) as error:
        raise UnreachableError(_words(place, error)) from error


def _refused(place: str, error: discord.HTTPException) -> DeliveryError:
    """What an answer of Discord means."""
    words = _words(place, error)
    if error.code in _CLOSED:
        return ClosedError(said("fault_closed"))
    if error.status == 429:
        return RateLimitedError(words, retry_after(error, _RETRY_SECONDS))
    # Without a valid token nothing can be said; that is mended by who runs the bot.
    if error.status == 401 or error.status >= 500:
        return UnreachableError(words)
    if error.status == 404:
        return ChannelGoneError(said("fault_gone", place=place, why=error.text or error.status))
    if error.status == 403 or error.code == _ARCHIVED:
        why = error.text or error.status
        return NotPermittedError(said("fault_not_allowed", place=place, why=why))
    return RejectedError(words)


def retry_after(error: discord.HTTPException, otherwise: float) -> float:
    """In seconds, as Discord says, or ``otherwise`` where it does not."""
    try:
        return max(float(error.response.headers.get("Retry-After", "")), 0.0)
    except ValueError:
        return otherwise


def _words(place: str, error: Exception) -> Said:
    why = " ".join(str(error).split()) or type(error).__name__
    return said("fault_words", place=place, why=why[:_MAX_WORDS])
