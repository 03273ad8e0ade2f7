"""Processes that deliver reminders and can be killed at any step: ``python -m`` runs a nursery.

The nursery imports everything once, with a single thread, and then forks a process for each life
that it is told of on its standard input. Such a process is a real one: with its own connection to
the Discord on loopback by discord.py, its own SQLite ledger, the bot's poster and its runner. It
delivers what is due and leaves, unless it is killed before.
"""

import asyncio
import gc
import itertools
import json
import logging
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, cast

import discord
import yarl
from tests.bot.fake_discord import GUILD_ID, REPORT_CHANNEL_ID, TOKEN

from forumbot.bot.poster import DiscordPoster
from forumbot.bot.store import Store
from forumbot.clock import Clock, system_clock
from forumbot.config import RemindersConfig
from forumbot.errors import StoreError
from forumbot.reminders.planner import Known, Surroundings
from forumbot.reminders.records import Delivery, State
from forumbot.reminders.runner import Runner
from forumbot.reminders.schedule import Defaults
from forumbot.reminders.sqlite_ledger import SqliteLedger
from forumbot.reminders.wording import Announcement

if TYPE_CHECKING:
    from forumbot.bot.client import ForumBot

BEFORE_CLAIM = "before the claim"
IN_CLAIM = "in the transaction of the claim"
CLAIMED = "after the claim"
ANSWERED = "after the response"
IN_RECORD = "in the transaction of the record"
RECORDED = "after the record"
FULL_DISK = "a full disk after the response"
STORE_FAILED = 3
"""The exit status of a process that could not write; the bot itself waits and goes on."""
_LONGEST_SECONDS = 60
_SOON_SECONDS = 2.0
_BUSY_SECONDS = 0.2
_RATE_LIMIT_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Life:
    """One process: where it finds things, by how many seconds its clock is ahead, how it ends.

    It ends by SIGKILL when it comes to ``death`` for the ``nth`` time, or else by itself when
    nothing is left to do now.
    """

    ledger: str
    api: str
    gateway: str
    ahead: float = 0.0
    death: str = ""
    nth: int = 1


# The process


class _Fate:
    """Ends the process at a step."""

    def __init__(self, step: str, nth: int) -> None:
        self._step, self._nth = step, nth
        self._times = itertools.count(1)

    def come_to(self, step: str) -> None:
        """Be at a step."""
        if step == self._step and next(self._times) == self._nth:
            os.kill(os.getpid(), signal.SIGKILL)

    def fill_disk(self) -> None:
        """Let no file grow from now on, if that is what is to happen."""
        if self._step == FULL_DISK:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


class _MortalLedger(SqliteLedger):
    """The ledger, with an end of the process at its steps."""

    def __init__(self, path: Path, clock: Clock, fate: _Fate) -> None:
        super().__init__(path, clock, wait=_BUSY_SECONDS)
        self._fate = fate

    def claim(self, key: str, now: datetime) -> bool:
        self._fate.come_to(BEFORE_CLAIM)
        claimed = super().claim(key, now)
        self._fate.come_to(CLAIMED)
        return claimed

    def record(self, key: str, state: State, now: datetime, **rest: Any) -> None:
        super().record(key, state, now, **rest)
        self._fate.come_to(RECORDED)

    def _changes(self, statement: str, values: dict[str, Any]) -> bool:
        with self._database.writing() as connection:
            found = connection.execute(statement, values).rowcount > 0
            if "state" in values:
                self._fate.come_to(IN_RECORD)
            elif "until" not in values:
                self._fate.come_to(IN_CLAIM)
            return found


class _MortalPoster(DiscordPoster):
    """The poster, with an end of the process when the response has come."""

    def __init__(self, client: "_Client", fate: _Fate) -> None:
        # It asks of the bot what every client has, its ledger and its store.
        super().__init__(cast("ForumBot", client))
        self._fate = fate

    async def post(self, delivery: Delivery, announcement: Announcement) -> int:
        message_id = await super().post(delivery, announcement)
        self._fate.come_to(ANSWERED)
        self._fate.fill_disk()
        return message_id


def live(life: Life) -> None:
    """Deliver what is due by the clock of this life."""
    discord.http.Route.BASE = life.api
    discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(life.gateway)
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
    logging.basicConfig(level=logging.WARNING)
    asyncio.run(_deliver(life, _Fate(life.death, life.nth)))


async def _deliver(life: Life, fate: _Fate) -> None:
    clock = _clock_ahead(life.ahead)
    store = Path(life.ledger).with_name("bot.sqlite")
    with _MortalLedger(Path(life.ledger), clock, fate) as ledger, Store(store, clock) as settings:
        async with _Client(ledger, settings) as client:
            await client.login(TOKEN)
            connected = asyncio.create_task(client.connect())
            await _until_guild_is_there(client)
            runner = _runner(ledger, _MortalPoster(client, fate), clock)
            while (seconds := await runner.once()) < _SOON_SECONDS:
                await asyncio.sleep(seconds)
        await connected


def _clock_ahead(seconds: float) -> Clock:
    return lambda: system_clock() + timedelta(seconds=seconds)


class _Client(discord.Client):
    """What a poster asks of the bot, and nothing else of it."""

    def __init__(self, ledger: SqliteLedger, store: Store) -> None:
        super().__init__(
            intents=discord.Intents(guilds=True),
            allowed_mentions=discord.AllowedMentions.none(),
            max_messages=None,
            chunk_guilds_at_startup=False,
            member_cache_flags=discord.MemberCacheFlags.none(),
            max_ratelimit_timeout=_RATE_LIMIT_SECONDS,
            guild_ready_timeout=0,
        )
        self.ledger = ledger
        self.store = store


async def _until_guild_is_there(client: discord.Client) -> None:
    async with asyncio.timeout(10):
        while (guild := client.get_guild(int(GUILD_ID))) is None or guild.unavailable:
            await asyncio.sleep(0.002)


def _runner(ledger: SqliteLedger, poster: DiscordPoster, clock: Clock) -> Runner:
    """A runner of the reminders that the ledger alone knows of."""
    around = Surroundings(
        events=lambda _guild_id: Known((), is_complete=True),
        communities=list,
        background=lambda _guild_id, _event, _at: (),
        report_to=lambda _guild_id: int(REPORT_CHANNEL_ID),
    )
    return Runner(ledger, poster, around, Defaults.of(RemindersConfig()), clock)


# The nursery


class Nursery:
    """The process that forks the others; use it as a context manager. Its log is in ``log``."""

    def __init__(self, log: Path) -> None:
        self._log = log

    def __enter__(self) -> Self:
        with self._log.open("wb") as file:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.bot.reminder_process"], env=_environment(),
                cwd=Path(__file__).resolve().parents[2], stdin=subprocess.PIPE,
                stdout=subprocess.PIPE, stderr=file, text=True,
            )  # fmt: skip
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        self._process.communicate(timeout=20)

    @property
    def log(self) -> str:
        """All that its processes have written so far."""
        return self._log.read_text(encoding="utf-8", errors="replace")

    def run(self, life: Life, on_birth: Callable[[int], object] = lambda _pid: None) -> int:
        """Let a life run to its end; returns its exit status, -9 for SIGKILL."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(asdict(life)) + "\n")
        self._process.stdin.flush()
        on_birth(self._number())
        return self._number()

    def _number(self) -> int:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"the nursery has ended:\n{self.log}")
        return int(line)


def _environment() -> dict[str, str]:
    quiet = {"OPENBLAS_NUM_THREADS": "1", "PYTHONWARNINGS": "ignore::DeprecationWarning"}
    return {**os.environ, **quiet}


def serve() -> None:
    """Fork a process for each life on standard input; print its id, then its exit status."""
    gc.freeze()
    for line in sys.stdin:
        life = Life(**json.loads(line))
        pid = os.fork()
        if not pid:
            _be(life)
        _say(pid)
        _pid, status = os.waitpid(pid, 0)
        _say(os.waitstatus_to_exitcode(status))


def _be(life: Life) -> None:
    # One that never comes to its end is ended by SIGALRM, so that its test fails.
    signal.alarm(_LONGEST_SECONDS)
    status = 1
    try:
        live(life)
        status = 0
    except StoreError as error:
        logging.warning("the ledger: %s", error)
        status = STORE_FAILED
    except Exception:
        logging.exception("a life has failed")
    finally:
        logging.shutdown()
        os._exit(status)


def _say(number: int) -> None:
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    serve()
