"""Discord's errors, and those of the line to it, as the errors that the core knows."""

import asyncio

import aiohttp
import discord
import pytest

from forumbot.bot import faults
from forumbot.bot.faults import translated
from forumbot.errors import (
    ChannelGoneError,
    DeliveryError,
    RateLimitedError,
    UnreachableError,
)


@pytest.mark.parametrize(
    ("raised", "kind"),
    [
        (aiohttp.ServerDisconnectedError(), UnreachableError),
        (ConnectionResetError(), UnreachableError),
        (TimeoutError(), UnreachableError),
        (discord.RateLimited(90.0), RateLimitedError),
        (discord.InvalidData("no such guild"), ChannelGoneError),
    ],
)
async def test_each_break_of_the_line_has_its_name(
    raised: Exception, kind: type[DeliveryError]
) -> None:
    """Whether something was posted is then not known."""
    with pytest.raises(kind, match="the channel 1") as found:
        async with translated("the channel 1"):
            raise raised
    if isinstance(found.value, RateLimitedError):
        assert found.value.retry_after == 90.0


async def test_a_call_that_hangs_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """After a minute; here sooner."""
    monkeypatch.setattr(faults, "CALL_SECONDS", 0.01)
    with pytest.raises(UnreachableError):
        async with translated("the channel 1"):
            await asyncio.sleep(60)
