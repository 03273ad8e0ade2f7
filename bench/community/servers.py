"""The servers of the community as Discord has them, and all that anybody is shown there."""

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any

from aiohttp import web
from tests.bot.fake_discord import (
    ALL_PERMISSIONS,
    APPLICATION_ID,
    Json,
    channel_of,
    direct_channel_id,
    guild_of,
    member_of,
    member_of_direct_channel,
    message_of,
    refusal,
    reply,
    snowflake,
)

_ADMINISTRATOR, _SEND = 1 << 3, 1 << 11
MAY_WRITE = str(0x400 | _SEND | 0x4000 | 0x8000 | 0x10000)
MAY_MANAGE = str(ALL_PERMISSIONS & ~_ADMINISTRATOR)
_PRIVATE = 64
_MARK = re.compile(r"fb:(?:rm|stop|rl):([0-9a-f]{32})")


@dataclass(slots=True)
class Server:
    """A guild: its channels and roles by id, and its members with the roles that each has."""

    guild_id: str
    name: str
    zone: str
    owner_id: str
    channels: dict[str, str]
    roles: dict[str, str] = field(default_factory=dict)
    members: dict[str, set[str]] = field(default_factory=dict)
    silenced: set[str] = field(default_factory=set)
    native: dict[str, Json] = field(default_factory=dict)
    has_bot: bool = True

    def channel(self, channel_id: str) -> Json:
        """A channel as Discord tells of it."""
        denied = {"id": self.guild_id, "type": 0, "allow": "0", "deny": str(_SEND)}
        told = channel_of(channel_id, self.channels[channel_id])
        is_silenced = channel_id in self.silenced
        overwrites = [denied] if is_silenced else []
        return {**told, "guild_id": self.guild_id, "permission_overwrites": overwrites}

    def member(self, user_id: str) -> Json:
        """A member, with the permissions that they have."""
        permissions = MAY_MANAGE if user_id == self.owner_id else MAY_WRITE
        roles = sorted(self.members.get(user_id, ()))
        return {**member_of(user_id), "roles": roles, "permissions": permissions}

    def payload(self) -> Json:
        """The guild as Discord tells of it."""
        first = next(iter(self.channels))
        found = guild_of(self.guild_id, first, *self.roles, owner_id=self.owner_id)
        found["roles"][0]["permissions"] = MAY_MANAGE
        channels = [self.channel(one) for one in self.channels]
        return {**found, "name": self.name, "channels": channels}


@dataclass(frozen=True, slots=True)
class Seen:
    """A text that was shown: when, where, to whom, and what it was an answer to.

    ``readers`` are the members who could read it then; ``place`` says in words where it stood.
    """

    at: datetime
    place: str
    readers: frozenset[str]
    text: str
    message: Json
    guild_id: str | None = None
    channel_id: str | None = None
    answers: str | None = None
    is_edit: bool = False
    is_direct: bool = False

    @property
    def mark(self) -> str | None:
        """The key of the delivery that a reminder, a notice or a report bears."""
        found = _MARK.search(json.dumps(self.message.get("components", [])))
        return found[1] if found else None


@dataclass(slots=True)
class _Talk:
    """An interaction that is under way: whose, where, and whether others see what is said."""

    user_id: str
    server: Server | None
    channel_id: str
    is_private: bool
    pressed: bool = False


class Servers:
    """The land of :class:`~tests.bot.fake_discord.FakeDiscord`; ``see`` is told of each text."""

    def __init__(
        self, servers: Iterable[Server], now: Callable[[], datetime], see: Callable[[Seen], None]
    ) -> None:
        self.by_id = {one.guild_id: one for one in servers}
        self._now = now
        self._see = see
        self.closed: set[str] = set()
        """The members who take no direct messages."""
        self.talks: dict[str, _Talk] = {}
        self.final: set[str] = set()
        """The tokens of interactions that have been answered."""
        self.answered: dict[str, int] = defaultdict(int)
        """How many messages reply to a message."""
        self._messages: dict[str, Json] = {}
        self.errors: list[str] = []
        """What Discord would have shown as an error to a member."""

    # What is asked of a land

    def guilds(self) -> Sequence[Json]:
        """Those that the bot is in."""
        return [one.payload() for one in self.by_id.values() if one.has_bot]

    def answer(
        self, method: str, path: str, query: Mapping[str, str], body: Any
    ) -> web.Response | None:
        """The answer to a request, None where the server has one for all guilds."""
        match method, *path.strip("/").split("/"):
            case _, "guilds", guild_id, *rest:
                return self._of_guild(method, guild_id, rest, body)
            case "GET", "channels", channel_id:
                return self._channel(channel_id)
            case "PATCH", "channels", channel_id, "messages", message_id:
                return self._barred(channel_id) or self._edited(message_id, body)
            case _, "channels", channel_id, "messages":
                return self._barred(channel_id, writes=method == "POST")
        return None

    def took_place(self, method: str, path: str, body: Any, answer: web.Response) -> None:
        """Take down what anybody is shown by a request that had its effect."""
        if answer.status >= 400:
            return
        match method, *path.strip("/").split("/"):
            case "POST", "channels", channel_id, "messages":
                self._posted(channel_id, body, answer)
            case "POST", "interactions", _, token, "callback":
                self._responded(token, body)
            case "PATCH" | "POST", "webhooks", _, token, *_:
                self._followed(method, token, body)

    # Guilds

    def _of_guild(
        self, method: str, guild_id: str, rest: Sequence[str], body: Any
    ) -> web.Response | None:
        server = self.by_id.get(guild_id)
        if server is None or not server.has_bot:
            return refusal(404, 10004, "Unknown Guild")
        match method, *rest:
            case ("GET",):
                return reply(server.payload())
            case "GET", "members", user_id:
                is_there = user_id in server.members or user_id == server.owner_id
                return reply(server.member(user_id)) if is_there else refusal(404, 10007)
            case "GET", "roles", "member-counts":
                held = [role for roles in server.members.values() for role in roles]
                return reply({one: held.count(one) for one in server.roles})
            case _, "scheduled-events", *which:
                return _native(server, method, which, body)
        return None

    def _channel(self, channel_id: str) -> web.Response | None:
        server = self.server_of(channel_id)
        if server is not None and server.has_bot:
            return reply(server.channel(channel_id))
        if user_id := member_of_direct_channel(channel_id):
            user = member_of(user_id)["user"]
            return reply({"id": channel_id, "type": 1, "recipients": [user]})
        return refusal(404, 10003, "Unknown Channel")

    def _barred(self, channel_id: str, *, writes: bool = False) -> web.Response | None:
        """The refusal to who reads or writes where they may not."""
        if user_id := member_of_direct_channel(channel_id):
            is_closed = writes and user_id in self.closed
            return refusal(403, 50007, "Cannot send messages to this user") if is_closed else None
        server = self.server_of(channel_id)
        if server is None:
            return refusal(404, 10003, "Unknown Channel")
        if not server.has_bot:
            return refusal(403, 50001, "Missing Access")
        if writes and channel_id in server.silenced:
            return refusal(403, 50013, "Missing Permissions")
        return None

    def server_of(self, channel_id: str | None) -> Server | None:
        """The guild of a channel, None for direct messages and for what is gone."""
        found = (one for one in self.by_id.values() if channel_id in one.channels)
        return next(found, None)

    # What is shown

    def _posted(self, channel_id: str, body: Json, answer: web.Response) -> None:
        message = json.loads(answer.body) if isinstance(answer.body, bytes) else {}
        if message["id"] in self._messages:
            return
        self._messages[message["id"]] = message
        answers = (body.get("message_reference") or {}).get("message_id")
        if answers is not None:
            self.answered[str(answers)] += 1
        self._show(channel_id, message, answers=str(answers) if answers else None)

    def _edited(self, message_id: str, body: Json) -> web.Response:
        message = self._messages.get(message_id)
        if message is None:
            return refusal(404, 10008, "Unknown Message")
        message |= {name: value for name, value in body.items() if name in message}
        message |= {"content": message["content"] or "", "embeds": message["embeds"] or []}
        message["components"] = message["components"] or []
        self._show(message["channel_id"], message, is_edit=True)
        return reply(message)

    def _show(self, channel_id: str, message: Json, **more: Any) -> None:
        server = self.server_of(channel_id)
        if server is None:
            user_id = member_of_direct_channel(channel_id)
            seen = Seen(
                self._now(), f"directly to {name_of(user_id)}", frozenset({user_id}),
                text_of(message), message, None, channel_id, is_direct=True, **more,
            )  # fmt: skip
        else:
            seen = Seen(
                self._now(), f"{server.name} #{server.channels[channel_id]}",
                frozenset(server.members), text_of(message), message, server.guild_id,
                channel_id, **more,
            )  # fmt: skip
        self._see(seen)

    def _responded(self, token: str, body: Json) -> None:
        talk, data = self.talks[token], body.get("data") or {}
        match body["type"]:
            case 4 | 7:
                is_private = bool(data.get("flags", 0) & _PRIVATE)
                talk.is_private = is_private if body["type"] == 4 else talk.is_private
                self._tell(token, talk, data)
            case 5:
                talk.is_private, talk.pressed = bool(data.get("flags", 0) & _PRIVATE), False
            case 8 | 9:
                self.final.add(token)

    def _followed(self, method: str, token: str, body: Json) -> None:
        talk = self.talks[token]
        is_private = talk.is_private or bool(body.get("flags", 0) & _PRIVATE)
        shown = _Talk(talk.user_id, talk.server, talk.channel_id, is_private)
        self._tell(token, shown if method == "POST" else talk, body)

    def _tell(self, token: str, talk: _Talk, body: Json) -> None:
        message = message_of(body, channel_id=talk.channel_id)
        message["flags"] = _PRIVATE if talk.is_private else 0
        server = talk.server
        readers = {talk.user_id}
        place = f"directly to {name_of(talk.user_id)}"
        if server is not None:
            channel = server.channels.get(talk.channel_id, "deleted-channel")
            place = f"{server.name} #{channel}"
            if talk.is_private:
                place += f", to {name_of(talk.user_id)} alone"
            else:
                readers |= set(server.members)
        seen = Seen(
            self._now(), place, frozenset(readers), text_of(message), message,
            server.guild_id if server else None, talk.channel_id, token,
        )  # fmt: skip
        self._see(seen)
        self.final.add(token)

    def begin(self, payload: Json) -> None:
        """Know an interaction that is about to be delivered."""
        user = payload.get("user") or payload["member"]["user"]
        source = payload.get("message") or {}
        self.talks[payload["token"]] = _Talk(
            user["id"], self.by_id.get(payload.get("guild_id", "")), payload["channel_id"],
            bool(source.get("flags", 0) & _PRIVATE), pressed=bool(source),
        )  # fmt: skip


def _native(server: Server, method: str, which: Sequence[str], body: Any) -> web.Response:
    """A guild's scheduled events, made, changed and shown."""
    if method == "POST":
        native_id = snowflake()
        server.native[native_id] = {
            "id": native_id, "guild_id": server.guild_id, "channel_id": None, "status": 1,
            "creator_id": APPLICATION_ID, "entity_id": None, "privacy_level": 2, "image": None,
            **body,
        }  # fmt: skip
        return reply(server.native[native_id])
    if not which:
        return reply(list(server.native.values()))
    if which[0] not in server.native:
        return refusal(404, 10070, "Unknown Guild Scheduled Event")
    if method == "PATCH":
        server.native[which[0]] |= body
    return reply(server.native[which[0]])


# Texts


def name_of(user_id: str) -> str:
    """What a member is called in the transcript."""
    return f"member {user_id[-3:]}"


def text_of(message: Json) -> str:
    """All that a message shows, its buttons and menus in brackets."""
    parts = [message.get("content") or ""]
    for embed in message.get("embeds") or []:
        parts += [embed.get("title") or "", embed.get("description") or ""]
        parts += [f"{one['name']}: {one['value']}" for one in embed.get("fields", [])]
        parts.append((embed.get("footer") or {}).get("text", ""))
    for row in message.get("components") or []:
        parts.append(" ".join(map(_component, row.get("components", []))))
    return "\n".join(part for part in parts if part)


def _component(item: Json) -> str:
    if item["type"] == 3:
        options = " | ".join(one["label"] for one in item["options"])
        return f"[{item.get('placeholder') or 'menu'}: {options}]"
    emoji = (item.get("emoji") or {}).get("name") or ""
    return f"[{emoji} {item.get('label') or ''}]".replace("[ ", "[")


def as_shown(text: str, zone: tzinfo, at: datetime, servers: Mapping[str, Server]) -> str:
    """A text as a client in a zone shows it: instants, channels and roles in words."""
    text = re.sub(r"\\([^\w\s])", r"\1", text)
    names: dict[str, str] = {}
    for server in servers.values():
        names |= {f"#{one}": f"#{name}" for one, name in server.channels.items()}
        names |= {f"@&{one}": f"@{name}" for one, name in server.roles.items()}
    text = re.sub(r"<t:(\d+)(?::(\w))?>", lambda found: _instant(found, zone, at), text)
    text = re.sub(r"<@!?(\d+)>", lambda one: f"@{name_of(one[1])}", text)
    return re.sub(r"<([#@]&?\d+)>", lambda found: names.get(found[1], f"{found[1][0]}gone"), text)


def _instant(found: re.Match[str], zone: tzinfo, at: datetime) -> str:
    instant = datetime.fromtimestamp(int(found[1]), UTC)
    local = instant.astimezone(zone)
    match found[2]:
        case "R":
            left = timedelta(seconds=round(abs(instant - at).total_seconds()))
            return f"⟨in {left}⟩" if instant > at else f"⟨{left} ago⟩"
        case "t":
            return f"{local:%H:%M}"
        case "D":
            return f"{local:%-d %B %Y}"
        case "F":
            return f"{local:%A, %-d %B %Y %H:%M}"
    return f"{local:%-d %B %Y %H:%M}"


def direct(user_id: str) -> str:
    """The channel of direct messages of a member."""
    return direct_channel_id(user_id)
