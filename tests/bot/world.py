"""A world of Discord for one test: a real bot, SimCord in place of the network, members to act."""

import asyncio
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar
from unittest.mock import patch

import discord
import simcord
import simcord.env
from simcord.http.router import RequestContext, route
from simcord.interactions import base_payload

from forumbot.bot import client
from forumbot.bot.archives import Archives
from forumbot.bot.client import ForumBot
from forumbot.bot.ports import GuildArchive
from forumbot.bot.store import Store
from forumbot.reminders.sqlite_ledger import SqliteLedger
from forumbot.search.ports import Embedder, TokenVectors, Vectors
from forumbot.service import Service

Result = TypeVar("Result")


@route("GET", "/guilds/{guild_id}/roles/member-counts")
def _role_member_counts(request: RequestContext) -> dict[str, int]:
    """How many members have each role, which SimCord itself does not tell."""
    guild = request.backend.get_guild(request.int_arg("guild_id"))
    held = [role_id for member in guild.members.values() for role_id in member.role_ids]
    return {str(role_id): held.count(role_id) for role_id in guild.roles}


# What the bot waits for by itself within these seconds is waited for, so that its pause between its
# looks for a new index is made longer than any test.
_SETTLE_SECONDS, WATCH_SECONDS = 10.0, 120.0
# Work that has begun is waited for as long as this, as a busy machine may need a hundred times the
# seconds that an idle one takes to read a passage.
PATIENCE_SECONDS = 120.0


class Hands:
    """A clock whose hands are set by the test; it begins at noon on 20 February 2019, UTC."""

    def __init__(self) -> None:
        self.now = datetime(2019, 2, 20, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **by: float) -> None:
        """Move on, as in ``forward(seconds=61)``."""
        self.now += timedelta(**by)


class WatchedEmbedder:
    """The real model, with a record of what it was given together, and gates before it."""

    def __init__(self, model: Embedder) -> None:
        self._model = model
        self.name = model.name
        self.engine = model.engine
        self.fingerprint = model.fingerprint
        self.dimension = model.dimension
        self.max_tokens = model.max_tokens
        self.batches: list[list[str]] = []
        self.failure: Exception | None = None
        self.is_building = False
        self.gate, self.building_gate = threading.Event(), threading.Event()
        self.gate.set()
        self.building_gate.set()

    def embed_passages(
        self,
        texts: Sequence[str],
        on_progress: Callable[[int], None] | None = None,
        on_tokens: Callable[[int, TokenVectors], None] | None = None,
    ) -> Vectors:
        """As the model; waits at the gate of builds."""
        self.is_building = True
        self._pass(self.building_gate)
        return self._model.embed_passages(texts, on_progress, on_tokens)

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """As the model; noted, then waits at the gate."""
        return self.read_queries(texts)[0]

    def read_queries(self, texts: Sequence[str]) -> tuple[Vectors, list[TokenVectors]]:
        """As the model; noted, then waits at the gate."""
        self.batches.append(list(texts))
        self._pass(self.gate)
        return self._model.read_queries(texts)

    def sample_tokens(self) -> Vectors:
        """As the model."""
        return self._model.sample_tokens()

    def token_starts(self, text: str) -> Sequence[int]:
        """As the model."""
        return self._model.token_starts(text)

    @contextmanager
    def builds_held(self) -> Iterator[None]:
        """No build gets further than to the model, until the end of the block."""
        self.is_building = False
        self.building_gate.clear()
        try:
            yield
        finally:
            self.building_gate.set()

    def _pass(self, gate: threading.Event) -> None:
        if not gate.wait(timeout=PATIENCE_SECONDS):
            raise TimeoutError("the gate was never opened")
        if self.failure is not None:
            raise self.failure


@dataclass
class World:
    """A guild with a channel and members in it, and the bot that they speak with."""

    service: Service
    clock: Hands
    embedder: WatchedEmbedder
    data: Path
    stack: AsyncExitStack
    choose: Callable[[Service], Archives]
    bots: list[ForumBot] = field(default_factory=list)
    env: simcord.Env = field(init=False)
    guild: simcord.GuildHandle = field(init=False)
    channel: simcord.ChannelHandle = field(init=False)
    alice: simcord.MemberActor = field(init=False)
    expects_errors: bool = False
    may_ping: set[int | str] = field(default_factory=set)

    @property
    def bot(self) -> ForumBot:
        """The bot that runs now."""
        return self.bots[-1]

    @property
    def archive(self) -> GuildArchive:
        """What the guild is answered from."""
        return self.bot.archive_of(self.guild.id)

    @property
    def me(self) -> str:
        """The bot's mention."""
        assert self.bot.user is not None
        return self.bot.user.mention

    @property
    def last_body(self) -> dict[str, Any]:
        """The body of the request that the bot sent last."""
        return self.env.http_requests[-1].json or {}

    def bodies(self, ending: str) -> list[dict[str, Any]]:
        """The bodies sent to addresses that end so, oldest first."""
        return [sent.json or {} for sent in self.env.http_requests if sent.path.endswith(ending)]

    def name_homes(self, *guild_ids: int, leaves_others: bool = False) -> None:
        """Have the operator name the guilds from which the archive is kept."""
        settings = self.service.settings
        changed = replace(settings.bot, home_servers=guild_ids, leave_other_servers=leaves_others)
        self.service.settings = self.bot.settings = replace(settings, bot=changed)

    def errors(self) -> list[BaseException]:
        """The errors so far, taken note of: the test expects them."""
        self.expects_errors = True
        return self.env.errors

    def member(self, name: str, **permissions: bool) -> simcord.MemberActor:
        """A new member, with a role that has these permissions."""
        roles = []
        if permissions:
            roles = [self.guild.create_role(name, permissions=discord.Permissions(**permissions))]
        return self.guild.add_member(self.env.create_user(name), roles=roles)

    def channel_where(self, name: str, **permissions: bool) -> simcord.ChannelHandle:
        """A new channel in which the bot's permissions are these."""
        overwrite = discord.PermissionOverwrite()
        overwrite.update(**permissions)
        me = self.guild_of_bot.me
        return self.guild.create_text_channel(name, overwrites={me: overwrite})

    @property
    def guild_of_bot(self) -> discord.Guild:
        """The guild as the bot knows it."""
        guild = self.bot.get_guild(self.guild.id)
        assert guild is not None
        return guild

    def thread(self, parent: simcord.ChannelHandle, name: str) -> simcord.ChannelHandle:
        """A new thread or forum post."""
        self.env.backend.create_thread(parent.id, name, self.alice.id)
        return parent.threads[-1]

    async def held(
        self, verb: Callable[[], Awaitable[Result]], until: Callable[[], bool]
    ) -> Result:
        """Do something while the model waits at its gate, which opens once ``until`` holds."""
        self.embedder.gate.clear()
        try:
            doing = asyncio.ensure_future(verb())
            await self.wait_for(until)
        finally:
            self.embedder.gate.set()
        return await doing

    async def wait_for(self, check: Callable[[], bool]) -> None:
        """Wait until something holds, while the bot works."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not check():
                await asyncio.sleep(0.01)

    async def ask_at_once(
        self, questions: Sequence[tuple[simcord.MemberActor, str]]
    ) -> list[simcord.InteractionResult]:
        """Have several members ask at the same moment."""
        results = [self.begin_to_ask(member, question) for member, question in questions]
        await self.env.settle()
        return results

    def begin_to_ask(self, member: simcord.MemberActor, question: str) -> simcord.InteractionResult:
        """Have a member ask, without waiting for the answer."""
        return self.begin(member, "ask", {"name": "question", "type": 3, "value": question})

    def begin(
        self, member: simcord.MemberActor, name: str, option: dict[str, Any]
    ) -> simcord.InteractionResult:
        """Have a member give a command, without waiting for the answer."""
        command = self.env.backend.find_command(name, self.guild.id)
        assert command is not None
        record, payload = base_payload(
            self.env.backend, type=2, channel_id=self.channel.id, guild_id=self.guild.id,
            user_id=member.id,
            data={"id": command["id"], "name": name, "type": 1, "options": [option]},
        )  # fmt: skip
        self.env.backend.emit("INTERACTION_CREATE", payload)
        return simcord.InteractionResult(self.env, record)

    async def deliver_again(self, event: str) -> None:
        """Have Discord deliver the last event of a kind a second time."""
        sent = [entry for entry in self.env.backend.transcript if entry[:2] == ("GATEWAY", event)]
        self.env.backend.emit(event, sent[-1][2])
        await self.env.settle()

    async def restart(self) -> None:
        """End the bot and start another one on the same data, as a new process would."""
        await self.end()
        await self.env.restart_bot(await self.new_bot())

    async def end(self) -> None:
        """Have the bot let go of its files, as a process does that ends."""
        await self.bot.end_delivery()
        self.bot.store.close()
        self.bot.ledger.close()

    async def new_bot(self) -> ForumBot:
        """A bot that is wired as ``forumbot run`` does it."""
        settings, archives = self.service.settings, self.choose(self.service)
        await archives.open()
        timezone = settings.bot.timezone
        store = Store(self.data / "bot.sqlite", self.clock, default_timezone=timezone)
        ledger = SqliteLedger(self.data / "reminders.sqlite", self.clock)
        self.bots.append(ForumBot(settings, archives, store, ledger, self.clock))
        return await self.stack.enter_async_context(self.bot)


Said = discord.Message | simcord.ResponseMessage | simcord.InteractionResult | None


def text_of(said: Said) -> str:
    """All that a message says: content, titles, descriptions, fields and footers."""
    message = message_of(said)
    parts: list[str | None] = [message.content]
    for embed in message.embeds:
        parts += [embed.title, embed.description]
        parts += [text for shown in embed.fields for text in (shown.name, shown.value)]
        parts.append(embed.footer.text)
    return "\n".join(part for part in parts if part)


def message_of(said: Said) -> discord.Message:
    """The message that somebody reads."""
    if isinstance(said, simcord.InteractionResult):
        said = said.response or next(iter(said.followups), None)
    if isinstance(said, simcord.ResponseMessage):
        return said.message
    assert said is not None, "nothing was said"
    return said


def menus_of(said: Said) -> list[discord.SelectMenu]:
    """A message's menus, in order."""
    rows = [row for row in message_of(said).components if isinstance(row, discord.ActionRow)]
    return [item for row in rows for item in row.children if isinstance(item, discord.SelectMenu)]


async def press(member: simcord.MemberActor, said: Said, label: str) -> simcord.InteractionResult:
    """Have a member press a button of an answer, be it in sight or behind the last of them."""
    shown = message_of(said)
    if label not in labels_of(shown):
        shown = message_of(await member.click(shown, label="More…"))
    return await member.click(shown, label=label)


def labels_of(said: Said) -> list[str | None]:
    """The labels of a message's buttons, in order."""
    return [button.label for button in buttons_of(said)]


def buttons_of(said: Said) -> list[discord.Button]:
    """A message's buttons, in order."""
    rows = [row for row in message_of(said).components if isinstance(row, discord.ActionRow)]
    return [item for row in rows for item in row.children if isinstance(item, discord.Button)]


def _soon(is_parked: Callable[[Any, Any, float], bool]) -> Callable[[Any, Any, float], bool]:
    """As SimCord judges whether something waits for a time to come: one that is not soon.

    SimCord itself takes the end of its patience for that time.
    """

    def judged(state: Any, waiting: Any, deadline: float) -> bool:
        return is_parked(state, waiting, deadline - PATIENCE_SECONDS + _SETTLE_SECONDS)

    return judged


@asynccontextmanager
async def begin_world(
    service: Service,
    clock: Hands,
    embedder: WatchedEmbedder,
    data: Path,
    choose: Callable[[Service], Archives] = lambda service: Archives([service]),
) -> AsyncIterator[World]:
    """A world with one bot in it; the bot is closed, and so are its files, when it ends."""
    async with AsyncExitStack() as stack:
        stack.enter_context(patch.object(client, "_WATCH_SECONDS", WATCH_SECONDS))
        for name in ("_is_parked", "_callback_is_parked"):
            stack.enter_context(patch.object(simcord.env, name, _soon(getattr(simcord.env, name))))
        world = World(service, clock, embedder, data, stack, choose)
        bot = await world.new_bot()
        stack.push_async_callback(world.end)
        running = simcord.run(
            bot, approved_intents=discord.Intents.none(), settle_timeout=PATIENCE_SECONDS
        )
        async with running as world.env:
            world.guild = world.env.create_guild()
            world.name_homes(world.guild.id)
            world.channel = world.guild.create_text_channel("general")
            world.alice = world.member("alice")
            yield world
