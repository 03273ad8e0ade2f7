"""``forumbot run``: the bot as a process, from its token to its exit status."""

import asyncio
import ipaddress
import logging
import os
import signal
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

import aiohttp
import discord
import yarl
from filelock import FileLock, Timeout

from forumbot.bot.archives import Archives
from forumbot.bot.client import ForumBot
from forumbot.bot.faults import retry_after
from forumbot.bot.store import Store
from forumbot.errors import BotError, ConfigError
from forumbot.reminders.ports import Ledger
from forumbot.service import Service

log = logging.getLogger(__name__)

_FATAL = {
    4004: "Discord does not accept the token; set DISCORD_TOKEN to the bot's token",
    4010: "Discord refuses the shard",
    4011: "Discord asks for sharding; this bot serves fewer guilds",
    4012: "Discord no longer speaks this version of its gateway; update forumbot",
    4013: "Discord refuses the intents",
}
_LOGIN_TRIES = 5
_RETRY_SECONDS = 2.0
_END_SECONDS = 4.2
_TOO_MANY = 429
_BAN_SECONDS, _LONGEST_BAN_SECONDS = 60.0, 3600.0


class ArchiveParts(Protocol):
    """What an archive is asked by."""

    @property
    def service(self) -> Service:
        """The use cases of the archive."""
        ...


class BotParts(ArchiveParts, Protocol):
    """What the bot is made of."""

    @property
    def archives(self) -> Sequence[ArchiveParts]:
        """All that it answers from, the first for whoever has no other."""
        ...

    def open_ledger(self) -> Ledger:
        """What reminders are to be sent and were; open it once a process."""
        ...


def run_bot(parts: BotParts) -> int:
    """Run until a signal ends it, and with it the process, with status 0.

    Raises :class:`ConfigError` and :class:`BotError` where it cannot start or go on.
    """
    token = os.environ.get("DISCORD_TOKEN", "").strip()
    if not token:
        raise ConfigError("DISCORD_TOKEN is not set in the environment; set it to the bot's token")
    _redirect_to_loopback()
    _set_up_logging()
    data = parts.service.settings.data
    lock = _hold(data)
    try:
        asyncio.run(_run(parts, token, data))
    finally:
        lock.release()
    return _end_at_once()


def _end_at_once() -> int:
    """End the process where all is done and closed.

    The interpreter would wait for threads that still build an index, and take seconds to free the
    model; by then no watchdog runs any more.
    """
    logging.shutdown()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
    os._exit(0)


def _hold(data: Path) -> FileLock:
    """Hold the data folder, so that one bot at a time works with it."""
    lock = FileLock(data / "bot.lock")
    try:
        data.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=0)
    except Timeout:
        raise BotError(f"{data}: another bot runs with this data folder; stop it first") from None
    except OSError as error:
        raise BotError(f"{data}: cannot be written ({error.strerror}); allow writing") from None
    return lock


async def _run(parts: BotParts, token: str, data: Path) -> None:
    settings, clock = parts.service.settings, parts.service.clock
    services = [one.service for one in parts.archives]
    for service in services:
        service.keep_calendar()
    archives = Archives(services)
    await archives.open()
    with (
        Store(data / "bot.sqlite", clock, default_timezone=settings.bot.timezone) as store,
        parts.open_ledger() as ledger,
    ):
        async with ForumBot(settings, archives, store, ledger, clock) as bot:
            await _serve_until_signalled(bot, token)


async def _serve_until_signalled(bot: ForumBot, token: str) -> None:
    """Serve; a signal ends it whatever the connection is doing, waits between tries included."""
    loop = asyncio.get_running_loop()
    signalled = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, signalled.set)
    serving, waiting = loop.create_task(_serve(bot, token)), loop.create_task(signalled.wait())
    await asyncio.wait({serving, waiting}, return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    if not signalled.is_set():
        return await serving
    _leave_in_time()
    await bot.close()
    serving.cancel()
    await asyncio.gather(serving, return_exceptions=True)
    return None


def _leave_in_time() -> None:
    """See to it that the process ends: an index build would be waited for, for minutes.

    A build that is cut off publishes nothing, and what the store has confirmed is on the disk.
    """
    watchdog = threading.Timer(_END_SECONDS, os._exit, (0,))
    watchdog.daemon = True
    watchdog.start()


async def _serve(bot: ForumBot, token: str) -> None:
    """Log in and stay connected; every end that is not ours becomes one clear error."""
    try:
        await _login(bot, token)
        await _connect(bot)
    except discord.LoginFailure:
        raise BotError(_FATAL[4004]) from None
    except discord.PrivilegedIntentsRequired:
        raise BotError("Discord refuses an intent that this bot does not ask for") from None
    except discord.ConnectionClosed as error:
        reason = _FATAL.get(error.code, f"Discord closed the connection with code {error.code}")
        raise BotError(reason) from None


async def _login(bot: ForumBot, token: str) -> None:
    attempt = 0
    while True:
        attempt += 1
        try:
            return await bot.login(token)
        except (discord.DiscordServerError, aiohttp.ClientError, OSError) as error:
            if attempt >= _LOGIN_TRIES:
                raise BotError(f"Discord cannot be reached ({error}); try again later") from None
            await asyncio.sleep(_RETRY_SECONDS * attempt)
        except discord.HTTPException as error:
            if error.status != _TOO_MANY:
                raise
            # Leaving would have it started anew, and each start would ask again.
            seconds = min(retry_after(error, _BAN_SECONDS), _LONGEST_BAN_SECONDS)
            log.warning("Discord takes no requests from here for now; waiting %d seconds", seconds)
            await asyncio.sleep(seconds)


async def _connect(bot: ForumBot) -> None:
    """Stay connected. discord.py 2.7.1 fails with AttributeError if its first connection breaks."""
    while not bot.is_closed():
        try:
            await bot.connect()
        except AttributeError:
            if getattr(bot, "ws", None) is not None or bot.is_closed():
                raise
        else:
            return


def _redirect_to_loopback() -> None:
    """Take Discord's addresses from the environment, for tests; loopback addresses only."""
    api, gateway = os.environ.get("DISCORD_API"), os.environ.get("DISCORD_GATEWAY")
    for name, address in (("DISCORD_API", api), ("DISCORD_GATEWAY", gateway)):
        if address and not _is_loopback(address):
            raise ConfigError(f"{name}: only loopback addresses may take the place of Discord's")
    if api:
        discord.http.Route.BASE = api
    if gateway:
        discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway)


def _is_loopback(address: str) -> bool:
    host = urlsplit(address).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _set_up_logging() -> None:
    """Log to stderr; discord.py's debug lines hold tokens of interactions, so none of them."""
    # The bot does not speak in voice channels, so what it would need for that is no warning.
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    logging.getLogger("discord").setLevel(logging.WARNING)
