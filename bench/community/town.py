"""The people of the community, what they do in Discord, and what they see."""

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from tests.bot.fake_discord import (
    ALL_PERMISSIONS,
    BotProcess,
    FakeDiscord,
    Interaction,
    Json,
    Start,
    channel_of,
    command,
    member_of,
    mention,
    message_of,
    press,
    role_of,
    said_directly,
    set_time,
    snowflake,
)

from bench.community.clock import SharedClock
from bench.community.patience import Patience
from bench.community.process import CLOCK
from bench.community.servers import Seen, Server, Servers, direct

NAMES = ("Tulip", "Harbour", "Carpathian", "Lagoon", "Alpine")
ZONES = (
    "Europe/Brussels", "Europe/Bucharest", "America/New_York", "Europe/Lisbon", "Asia/Kolkata",
)  # fmt: skip
LOCALES = ("en-US", "en-GB", "de", "fr", "ro", "es-ES", "nl")
_WAIT_SECONDS = 60.0


@dataclass(frozen=True)
class Scale:
    """How large a community is, how long it is watched, and how much happens.

    Events begin within as many days as ``ahead``; where nothing happens, time passes by ``step``.
    Unless it ``reads``, all that is asked is answered without a reader, which takes long to load.
    """

    servers: int = 5
    members: int = 300
    days: int = 31
    questions_a_day: int = 8
    events_a_day: int = 1
    ahead: int = 8
    step: timedelta = timedelta(minutes=30)
    reads: bool = True


class Town:
    """A community with its bot; everything done is waited for, so that a seed gives one course."""

    def __init__(
        self, folder: Path, config: Path, scale: Scale, seed: int, begins: datetime, start: Start
    ) -> None:
        self.folder, self.config, self.scale = folder, config, scale
        self.chance = random.Random(seed)
        self._start = start
        self.clock = SharedClock(folder / "clock", begins)
        set_time(self.clock.seconds)
        self.seen: list[Seen] = []
        self.watchers: list[Callable[[Seen], None]] = []
        made = [_server(number) for number in range(scale.servers)]
        self.land = Servers(made, self.clock, self._see)
        self.locale: dict[str, str] = {}
        self._people()
        self.discord = FakeDiscord(land=self.land)
        self.bot: BotProcess | None = None
        self.starts = 0

    @property
    def servers(self) -> list[Server]:
        """All of them, the home server first."""
        return list(self.land.by_id.values())

    @property
    def now(self) -> datetime:
        """The present."""
        return self.clock()

    def _people(self) -> None:
        """Members by their ids, one in ten of them in two servers."""
        servers = self.servers
        for number in range(self.scale.members):
            user_id = str(500_001 + number)
            self.locale[user_id] = self.chance.choice(LOCALES)
            servers[number % len(servers)].members[user_id] = set()
            if number % 10 == 0:
                servers[(number + 1) % len(servers)].members[user_id] = set()
        for server in servers:
            server.members[server.owner_id] = set()
            self.locale[server.owner_id] = "en-US"
            moderator = next(iter(server.members))
            server.members[moderator].add(moderators_of(server))
            self.locale[moderator] = "en-US"

    def _see(self, seen: Seen) -> None:
        self.seen.append(seen)
        for watch in self.watchers:
            watch(seen)

    def anybody(self, server: Server) -> str:
        """A member of a server, who is no moderator."""
        staff = {server.owner_id, self.moderator(server)}
        return self.chance.choice(sorted(server.members.keys() - staff))

    def moderator(self, server: Server) -> str:
        """The first moderator of a server by role."""
        role = moderators_of(server)
        return min(one for one, roles in server.members.items() if role in roles)

    # The bot

    def start_bot(self) -> None:
        """Start the bot, and wait until it has looked at what is due."""
        self.starts += 1
        environment = self.discord.environment | {CLOCK: str(self.folder / "clock")}
        output = self.folder / f"output-{self.starts}"
        session = len(self.discord.sessions) + 1
        self.bot = BotProcess(self.config, environment, output, self._start)
        self.bot.until_ready(
            self.discord, session=session, seconds=_WAIT_SECONDS, by=Patience(self.bot.pid)
        )
        self.settle()

    @property
    def running(self) -> BotProcess:
        """The bot; raises where none runs."""
        if self.bot is None:
            raise RuntimeError("no bot runs")
        return self.bot

    def kill_bot(self) -> None:
        """End the bot as a power cut does."""
        self.running.kill()
        self.bot = None

    def settle(self) -> None:
        """Wait until the bot has done all that is due."""
        if self.bot is None:
            return
        bot = self.bot
        self.clock.ask()
        self.until(lambda: self.clock.has_rested or bot.has_ended, "the bot to rest")
        if bot.has_ended:
            # It was struck at a request, as a fault of the story.
            self.bot = None

    def until(self, check: Callable[[], object], what: str, seconds: float = _WAIT_SECONDS) -> None:
        """Wait for something that the bot is to do, however busy the machine is.

        Raises :class:`TimeoutError`, in the words of ``what``.
        """
        try:
            self.discord.until(check, seconds, Patience(self.running.pid))
        except TimeoutError as error:
            raise TimeoutError(f"waited {seconds:.0f} s in vain for {what}") from error

    def pass_time(self, until: datetime) -> None:
        """Let time pass, never past an instant at which the bot has something to do."""
        while self.now < until:
            ahead = min(until, self.now + self.scale.step)
            if self.bot is not None:
                soonest = max(self.clock.next_at, self.now + timedelta(seconds=1))
                ahead = min(ahead, soonest)
            self.clock.set(ahead)
            self.settle()

    # What people do

    def give(
        self,
        server: Server | None,
        user_id: str,
        name: str,
        *,
        channel_id: str | None = None,
        **options: Any,
    ) -> Seen | None:
        """Give a command and wait; returns what was said last."""
        return self.done(self._placed(command(name, **options), server, user_id, channel_id))

    def begin(self, server: Server | None, user_id: str, name: str, **options: Any) -> Interaction:
        """Give a command without waiting for what is said."""
        return self._deliver(self._placed(command(name, **options), server, user_id, None))

    def press(self, server: Server | None, user_id: str, on: Json, custom_id: str) -> Seen | None:
        """Press a button of a message and wait; returns what was said last."""
        pressed = press({**on, "author": on.get("author")}, custom_id)
        return self.done(self._placed(pressed, server, user_id, on["channel_id"]))

    def choose(
        self, server: Server | None, user_id: str, shown: Seen | None, prefix: str
    ) -> Seen | None:
        """Press a button of a message whose id begins so; None where there is none."""
        found = [
            str(item["custom_id"])
            for row in (shown.message["components"] if shown else [])
            for item in row["components"]
            if str(item.get("custom_id", "")).startswith(prefix) and not item.get("disabled")
        ]
        if shown is None or not found:
            return None
        return self.press(server, user_id, shown.message, self.chance.choice(found))

    def keep(self, server: Server, user_id: str, shown: Seen | None) -> Seen | None:
        """Press “Keep” under what is shown."""
        ids = re.findall(r"fb:keep:\w+:y", str(shown.message["components"])) if shown else []
        if shown is None or not ids:
            return None
        return self.press(server, user_id, shown.message, ids[0])

    def done(self, interaction: Interaction) -> Seen | None:
        """Deliver an interaction and wait until it is answered."""
        self._deliver(interaction)
        return self.awaited(interaction)

    def awaited(self, interaction: Interaction) -> Seen | None:
        """What an interaction was told last, once it was told anything."""
        token = interaction.token
        try:
            self.until(lambda: token in self.land.final, "an answer")
        except TimeoutError:
            self.land.errors.append(f"an interaction had no answer: {interaction.payload['data']}")
        self.settle()
        told = [one for one in self.seen if one.answers == token]
        return told[-1] if told else None

    def mention(self, server: Server, user_id: str, text: str) -> Json:
        """Mention the bot; returns the message."""
        channel_id = next(iter(server.channels))
        message = mention(text, user_id=user_id)
        member = {**server.member(user_id)}
        member.pop("user")
        placed = {"guild_id": server.guild_id, "channel_id": channel_id, "member": member}
        return self.say({**message, **placed})

    def write(self, user_id: str, text: str) -> Json:
        """Write to the bot directly; returns the message."""
        return self.say(said_directly(text, user_id))

    def say(self, message: Json) -> Json:
        """Let a message arrive."""
        self.discord.dispatch("MESSAGE_CREATE", message)
        return message

    def answered(self, messages: Sequence[Json]) -> None:
        """Wait until each message has its answer."""
        wanted = [one["id"] for one in messages]
        self.until(lambda: all(self.land.answered[one] for one in wanted), "an answer")
        self.settle()

    def edit(self, message: Json, text: str) -> Json:
        """Edit a message that mentions the bot, and wait for the answer in its place."""
        mentioned = message["content"].split(" ", 1)[0]
        edited = {**message, "content": f"{mentioned} {text}",
                  "edited_timestamp": self.now.isoformat()}  # fmt: skip
        before = len(self.seen)
        self.discord.dispatch("MESSAGE_UPDATE", edited)
        self.until(lambda: any(one.is_edit for one in self.seen[before:]), "an edited answer")
        return edited

    def _placed(
        self, made: Interaction, server: Server | None, user_id: str, channel_id: str | None
    ) -> Interaction:
        """An interaction as that of a member at a place; options name channels and roles by id."""
        payload = {**made.payload, "locale": self.locale[user_id]}
        if server is None:
            for name in ("member", "guild_id", "guild_locale"):
                payload.pop(name)
            place = {"id": direct(user_id), "type": 1, "recipients": []}
            user = member_of(user_id)["user"]
            payload |= {"user": user, "channel_id": place["id"], "channel": place, "context": 1}
            return Interaction(payload)
        channel_id = channel_id or next(iter(server.channels))
        channel = channel_of(channel_id, server.channels.get(channel_id, "gone"))
        channel["permissions"] = str(ALL_PERMISSIONS)
        resolved: dict[str, Any] = {"channels": {}, "roles": {}}
        _resolve(payload["data"].get("options", []), server, resolved)
        payload["data"] = {**payload["data"], "resolved": resolved}
        payload |= {"member": server.member(user_id), "guild_id": server.guild_id}
        payload |= {"channel_id": channel_id, "channel": channel}
        return Interaction(payload)

    def _deliver(self, interaction: Interaction) -> Interaction:
        self.land.begin(interaction.payload)
        return self.discord.deliver(interaction)

    # What happens to servers

    def tell(self, event: str, data: Json) -> None:
        """Have Discord tell the bot of something, and wait until it has looked."""
        self.discord.dispatch(event, data)
        self.settle()
        self.settle()

    def leave(self, server: Server, user_id: str) -> None:
        """A member leaves, is kicked or banned, of which the bot is not told."""
        del server.members[user_id]

    def remove_bot(self, server: Server) -> None:
        """Somebody removes the bot from a server."""
        server.has_bot = False
        self.tell("GUILD_DELETE", {"id": server.guild_id})

    def invite_bot(self, server: Server) -> None:
        """Somebody adds the bot again."""
        server.has_bot = True
        self.tell("GUILD_CREATE", server.payload())

    def delete_channel(self, server: Server, channel_id: str) -> None:
        """A channel is deleted."""
        gone = server.channel(channel_id)
        del server.channels[channel_id]
        self.tell("CHANNEL_DELETE", gone)

    def add_channel(self, server: Server, name: str) -> str:
        """A channel is made; returns its id."""
        channel_id = snowflake()
        server.channels[channel_id] = name
        self.tell("CHANNEL_CREATE", server.channel(channel_id))
        return channel_id

    def silence(self, server: Server, channel_id: str, *, silent: bool) -> None:
        """The bot may not write in a channel, or may again."""
        (server.silenced.add if silent else server.silenced.discard)(channel_id)
        self.tell("CHANNEL_UPDATE", server.channel(channel_id))

    def delete_role(self, server: Server, role_id: str) -> None:
        """A role is deleted."""
        del server.roles[role_id]
        for roles in server.members.values():
            roles.discard(role_id)
        self.tell("GUILD_ROLE_DELETE", {"guild_id": server.guild_id, "role_id": role_id})


def _server(number: int) -> Server:
    base = 7_000_000 + 100 * number
    channels = {str(base + 1): "general", str(base + 2): "announcements", str(base + 3): "staff"}
    roles = {str(base + 11): "moderators", str(base + 12): "everybody-for-talks"}
    name, owner_id = f"{NAMES[number]} clusters", str(600_001 + number)
    return Server(str(base), name, ZONES[number], owner_id, channels, roles)


def moderators_of(server: Server) -> str:
    """The role of a server's moderators."""
    return str(int(server.guild_id) + 11)


def announcements_of(server: Server) -> str:
    """The channel in which a server's announcements stand at first."""
    return str(int(server.guild_id) + 2)


def _resolve(options: Sequence[Json], server: Server, resolved: dict[str, Any]) -> None:
    """Give options that name a channel or a role the form that Discord gives them."""
    for option in options:
        _resolve(option.get("options", []), server, resolved)
        value = str(option.get("value", ""))
        if option["name"] == "channel" and value in server.channels:
            option["type"] = 7
            shown = {**server.channel(value), "permissions": str(ALL_PERMISSIONS)}
            resolved["channels"][value] = shown
        elif option["name"] == "role" and value in server.roles:
            option["type"] = 8
            resolved["roles"][value] = {**role_of(value), "name": server.roles[value]}


def answer_below(shown: Seen) -> Json:
    """What was shown, as the message that buttons are pressed on."""
    return message_of(shown.message, channel_id=shown.message["channel_id"])
