"""A Discord on loopback, REST and gateway, and ``forumbot run`` as a process that talks to it.

It keeps Discord's rules as far as the tests need them: three seconds to the first response, one
response an interaction, a quarter of an hour for what follows it, one message a nonce, RESUME with
replay, no privileged intent, the text of messages for whom it is meant, no answer to who has sent
too much that is invalid. Beyond that, :meth:`fail` puts any fault in the way of a request, and
:meth:`strike` does anything at its arrival. The server has a thread and an event loop of its own,
so that tests and benchmarks are plain functions that wait with :meth:`until`.
"""

import asyncio
import itertools
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, Self, TypeVar

from aiohttp import WSMsgType, web

Json = dict[str, Any]
Result = TypeVar("Result")

TOKEN = "loopback-token.not-a-secret"  # noqa: S105 - it opens nothing but this server
APPLICATION_ID, GUILD_ID, CHANNEL_ID = "100", "200", "300"
OTHER_CHANNEL_ID, REPORT_CHANNEL_ID = "301", "302"
MAX_HISTORY = 100
RESPONSE_SECONDS = 3.0
TOKEN_SECONDS = 15 * 60.0
MAX_INVALID, BAN_SECONDS = 10_000, 600.0
"""So many requests answered with 401, 403 or 429 in so many seconds are too much."""
PRIVILEGED_INTENTS = 1 << 1 | 1 << 8 | 1 << 15
_MESSAGE_CONTENT = 1 << 15
_DISCORD_EPOCH_MS = 1_420_070_400_000
_JOINED = "2026-01-01T00:00:00+00:00"
_DIRECT = 1 << 62  # more than any other id, and less than what SQLite holds
ALL_PERMISSIONS = 0x7FFFFFFFFFFFF
_ALL_PERMISSIONS = str(ALL_PERMISSIONS)
_BOT = {
    "id": APPLICATION_ID, "username": "forumbot", "discriminator": "0", "avatar": None,
    "global_name": None, "bot": True,
}  # fmt: skip
_counter = itertools.count(1)
_hands: list[Callable[[], float]] = [time.time, time.monotonic]


def set_time(hands: Callable[[], float] | None = None) -> None:
    """Tell all times of Discord, in seconds since 1970, by other hands, or by the machine's again.

    By the machine's, ages (of interactions, their tokens and what was invalid) are told by the
    monotonic clock.
    """
    _hands[:] = [time.time, time.monotonic] if hands is None else [hands, hands]


def _age_hands() -> float:
    return _hands[1]()


@dataclass(frozen=True, slots=True)
class Request:
    """A request of the bot, with the time of its arrival: monotonic, or that of other hands."""

    at: float
    method: str
    path: str
    body: Any


@dataclass(frozen=True, slots=True)
class Interaction:
    """An interaction as the bot receives it."""

    payload: Json

    @property
    def interaction_id(self) -> str:
        """Its snowflake."""
        return str(self.payload["id"])

    @property
    def token(self) -> str:
        """The token under which it is answered."""
        return str(self.payload["token"])


@dataclass(slots=True)
class _Fault:
    """What one matching request gets instead of its answer, or, if lost, after its effect.

    So many requests are let through ``before`` it.
    """

    method: str
    part: str
    answer: web.Response | None
    is_lost: bool
    before: int = 0
    action: Callable[[], None] | None = None
    is_answered: bool = False

    def meets(self, method: str, path: str) -> bool:
        return method == self.method and self.part in path


def snowflake() -> str:
    """A new id that tells the present time, as Discord's do."""
    since = int(_hands[0]() * 1000) - _DISCORD_EPOCH_MS
    return str((since << 22) | (next(_counter) & 0x3FFFFF))


def reply(
    data: object = None, status: int = 200, headers: Mapping[str, str] | None = None
) -> web.Response:
    """An answer of the server; discord.py wants exactly ``application/json``, without charset."""
    if data is None:
        return web.Response(status=204)
    body = json.dumps(data).encode()
    return web.Response(body=body, status=status, content_type="application/json", headers=headers)


def refusal(status: int, code: int = 0, message: str = "refused") -> web.Response:
    """An error in Discord's form."""
    return reply({"message": message, "code": code}, status)


def rate_limited(seconds: float) -> web.Response:
    """A 429; discord.py tries again only where it carries a ``Via`` header."""
    body = {"message": "You are being rate limited.", "retry_after": seconds, "global": False}
    return reply(body, 429, {"Via": "1.1 fake"})


def _banned() -> web.Response:
    """What stands before Discord's own servers answers so, in no form of theirs."""
    text = "error code: 1015"
    return web.Response(status=429, text=text, headers={"Retry-After": str(int(BAN_SECONDS))})


def member_of(user_id: str) -> Json:
    """A member with all permissions."""
    user = {
        "id": user_id, "username": f"member{user_id}", "discriminator": "0", "avatar": None,
        "global_name": None,
    }  # fmt: skip
    return {
        "user": user, "roles": [], "joined_at": _JOINED, "deaf": False, "mute": False, "flags": 0,
        "permissions": _ALL_PERMISSIONS,
    }  # fmt: skip


def message_of(body: Json, *, author: Json | None = None, channel_id: str = CHANNEL_ID) -> Json:
    """A message as Discord sends it, from the body that made it."""
    left_out = ("allowed_mentions", "message_reference")
    given = {name: value for name, value in body.items() if value and name not in left_out}
    if "attachments" in given:
        where = {"size": 1, "url": "https://cdn.example/x", "proxy_url": "https://cdn.example/x"}
        given["attachments"] = [{**where, **one} for one in given["attachments"]]
    return {
        "id": snowflake(), "channel_id": channel_id, "author": author or _BOT, "content": "",
        "timestamp": _JOINED, "edited_timestamp": None, "tts": False, "mention_everyone": False,
        "mentions": [], "mention_roles": [], "attachments": [], "embeds": [], "components": [],
        "pinned": False, "type": 0, "flags": 0, **given,
    }  # fmt: skip


def mention(text: str, *, user_id: str | None = None) -> Json:
    """A member's message in the guild's channel that mentions the bot."""
    member = member_of(user_id or snowflake())
    return {
        **message_of({"content": f"<@{APPLICATION_ID}> {text}"}, author=member.pop("user")),
        "guild_id": GUILD_ID, "member": member,
        "mentions": [{**_BOT, "member": _bot_member()}],
    }  # fmt: skip


def said(text: str, *, user_id: str | None = None, **more: object) -> Json:
    """A member's message in the guild's channel that mentions nobody."""
    member = member_of(user_id or snowflake())
    message = message_of({"content": text}, author=member.pop("user"))
    return {**message, "guild_id": GUILD_ID, "member": member, **more}


def said_directly(text: str, user_id: str) -> Json:
    """A member's message to the bot alone."""
    author = member_of(user_id)["user"]
    return message_of({"content": text}, author=author, channel_id=direct_channel_id(user_id))


def reply_to(message: Json, text: str, *, user_id: str | None = None, pings: bool = True) -> Json:
    """A member's reply, which mentions whom it answers, unless they take the ping off.

    A reply to the answer of a command mentions nobody, whatever they do.
    """
    refers = {"type": 0, "message_id": message["id"], "channel_id": message["channel_id"]}
    is_mention = pings and "interaction_metadata" not in message and message["author"] == _BOT
    mentions = [{**_BOT, "member": _bot_member()}] if is_mention else []
    return said(
        text, user_id=user_id, type=19, message_reference=refers, referenced_message=message,
        mentions=mentions,
    )  # fmt: skip


def metadata_of(interaction_id: str) -> Json:
    """What marks a message as the answer of a command."""
    user = member_of("1")["user"]
    owners = {"0": GUILD_ID}
    return {"id": interaction_id, "type": 2, "user": user, "authorizing_integration_owners": owners}


def as_seen_by_the_bot(message: Json, intents: int) -> Json:
    """A message with as much of it as Discord gives a bot with these intents.

    The text, embeds, files and buttons of a message in a guild are kept from a bot without the
    intent of message content, unless it has written the message or is mentioned in it; those of the
    message that is replied to likewise.
    """
    replied = message.get("referenced_message")
    if replied:
        replied = as_seen_by_the_bot({**replied, "guild_id": message.get("guild_id")}, intents)
        message = {**message, "referenced_message": replied}
    named = any(one["id"] == APPLICATION_ID for one in message.get("mentions", []))
    is_own = message.get("author", {}).get("id") == APPLICATION_ID
    if intents & _MESSAGE_CONTENT or named or is_own or not message.get("guild_id"):
        return message
    hidden = {"content": "", "embeds": [], "attachments": [], "components": []}
    return {name: hidden.get(name, value) for name, value in message.items() if name != "poll"}


def command(name: str, *, user_id: str | None = None, **options: object) -> Interaction:
    """A slash command; ``name`` may be that of a subcommand, as in ``settings channel``."""
    given = [{"name": option, "type": _option_type(value), "value": value}
             for option, value in options.items()]  # fmt: skip
    first, *rest = name.split()
    if rest:
        given = [{"name": rest[0], "type": 1, "options": given}]
    data = {"id": "1", "name": first, "type": 1, "options": given}
    return _interaction(2, data, user_id)


def press(message: Json, custom_id: str, *, user_id: str | None = None) -> Interaction:
    """A press of a button of a message."""
    data = {"custom_id": custom_id, "component_type": 2}
    return _interaction(3, data, user_id, message=message)


def custom_ids(message: Json) -> list[str]:
    """The ids of the buttons of a message, in their order."""
    rows = message.get("components") or []
    return [button["custom_id"] for row in rows for button in row["components"]]


def _option_type(value: object) -> int:
    return {bool: 5, int: 4}.get(type(value), 3)


def _interaction(kind: int, data: Json, user_id: str | None, **rest: object) -> Interaction:
    interaction_id = snowflake()
    payload = {
        "id": interaction_id, "application_id": APPLICATION_ID, "type": kind,
        "token": f"interaction-{interaction_id}", "version": 1, "channel_id": CHANNEL_ID,
        "guild_id": GUILD_ID, "channel": {**channel_of(), "permissions": _ALL_PERMISSIONS},
        "member": member_of(user_id or snowflake()), "app_permissions": _ALL_PERMISSIONS,
        "locale": "en-US", "guild_locale": "en-US", "context": 0, "entitlements": [],
        "authorizing_integration_owners": {"0": GUILD_ID}, "attachment_size_limit": 10_485_760,
        "data": data, **rest,
    }  # fmt: skip
    return Interaction(payload)


def channel_of(channel_id: str = CHANNEL_ID, name: str = "general") -> Json:
    """A text channel of a guild, which everybody sees."""
    return {
        "id": channel_id, "type": 0, "name": name, "position": 0, "parent_id": None,
        "permission_overwrites": [], "nsfw": False,
    }  # fmt: skip


def _bot_member() -> Json:
    return {"roles": [], "joined_at": _JOINED, "deaf": False, "mute": False, "flags": 0}


def role_of(role_id: str, permissions: str = "0") -> Json:
    """A role that nobody has so far."""
    colors = {"primary_color": 0, "secondary_color": None, "tertiary_color": None}
    return {
        "id": role_id, "name": f"role{role_id}", "permissions": permissions, "position": 1,
        "color": 0, "colors": colors, "hoist": False, "managed": False, "mentionable": False,
        "flags": 0,
    }  # fmt: skip


def guild_of(guild_id: str, channel_id: str, *role_ids: str, owner_id: str = "1") -> Json:
    """A guild with one channel, and with roles beside @everyone's."""
    found = _guild(_ALL_PERMISSIONS)
    everyone = {**found["roles"][0], "id": guild_id}
    return {
        **found, "id": guild_id, "owner_id": owner_id, "channels": [channel_of(channel_id)],
        "roles": [everyone, *map(role_of, role_ids)],
    }  # fmt: skip


def _guild(permissions: str) -> Json:
    everyone = {**role_of(GUILD_ID, permissions), "name": "@everyone", "position": 0}
    empty = ("emojis", "stickers", "features", "threads", "voice_states", "presences",
             "stage_instances", "guild_scheduled_events")  # fmt: skip
    levels = ("verification_level", "default_message_notifications", "explicit_content_filter",
              "mfa_level", "nsfw_level", "premium_tier", "system_channel_flags")  # fmt: skip
    return {
        "id": GUILD_ID, "name": "clusters", "owner_id": "1", "roles": [everyone],
        "members": [{"user": _BOT, **_bot_member()}],
        "channels": [
            channel_of(), channel_of(OTHER_CHANNEL_ID, "events"),
            channel_of(REPORT_CHANNEL_ID, "staff"),
        ],
        "member_count": 2, "unavailable": False, "large": False, "preferred_locale": "en-US",
        "afk_timeout": 300, "afk_channel_id": None, "system_channel_id": None,
        **{name: [] for name in empty}, **dict.fromkeys(levels, 0),
    }  # fmt: skip


class Land(Protocol):
    """Guilds that stand in the place of the one of this server."""

    def guilds(self) -> Sequence[Json]:
        """Those that the bot is in."""

    def answer(
        self, method: str, path: str, query: Mapping[str, str], body: Any
    ) -> web.Response | None:
        """The answer to a request, None where this server has one for all guilds."""

    def took_place(self, method: str, path: str, body: Any, answer: web.Response) -> None:
        """A request has had its effect, and is answered so."""


class _OneGuild:
    """The land of tests that are content with one guild."""

    def __init__(self, guild: Json) -> None:
        self._guild = guild

    def guilds(self) -> Sequence[Json]:
        return [self._guild]

    def answer(
        self, method: str, path: str, query: Mapping[str, str], body: Any
    ) -> web.Response | None:
        return None

    def took_place(self, method: str, path: str, body: Any, answer: web.Response) -> None:
        return None


class _Gateway:
    """The websocket side: sessions, heartbeats, events, and their replay after a RESUME."""

    def __init__(self, note: Callable[[], None], heartbeat_seconds: float, land: Land) -> None:
        self._note = note
        self._land = land
        self._heartbeat_seconds = heartbeat_seconds
        self._request: web.Request | None = None
        self._socket: web.WebSocketResponse | None = None
        self._sent: list[Json] = []
        self._is_over = False
        self.heartbeats: list[float] = []
        self.identified: list[Json] = []
        self.resumed = 0
        self.close_with: int | None = None
        self.refusals = 0

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """One connection, from HELLO to its end."""
        if self.refusals:
            self.refusals -= 1
            return refusal(503)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        hello = {"heartbeat_interval": int(self._heartbeat_seconds * 1000)}
        await socket.send_json({"op": 10, "d": hello})
        async for frame in socket:
            if frame.type is WSMsgType.TEXT:
                await self._receive(json.loads(frame.data), socket, request)
                self._note()
        return socket

    async def _receive(
        self, sent: Json, socket: web.WebSocketResponse, request: web.Request
    ) -> None:
        match sent["op"]:
            case 1:
                self.heartbeats.append(time.monotonic())
                await socket.send_json({"op": 11})
            case 2 if self.close_with is not None:
                await socket.close(code=self.close_with)
            case 2 if sent["d"]["intents"] & PRIVILEGED_INTENTS:
                await socket.close(code=4014)
            case 2:
                self._request, self._socket = request, socket
                await self._begin(sent["d"], request.host)
            case 6:
                self._request, self._socket = request, socket
                await self._resume(sent["d"]["seq"])

    async def _begin(self, identity: Json, host: str) -> None:
        self.identified.append(identity)
        self._sent, self._is_over = [], False
        ready = {
            "v": 10, "user": _BOT, "session_id": f"session{len(self.identified)}",
            "shard": [0, 1], "resume_gateway_url": f"ws://{host}/gateway/",
            "application": {"id": APPLICATION_ID, "flags": 0},
            "guilds": [{"id": one["id"], "unavailable": True} for one in self._land.guilds()],
        }  # fmt: skip
        await self.dispatch("READY", ready)
        for guild in self._land.guilds():
            await self.dispatch("GUILD_CREATE", guild)

    async def _resume(self, sequence: int) -> None:
        if self._is_over:
            await self.say(9, False)
            return
        for event in self._sent[sequence:]:
            await self._send(event)
        await self.dispatch("RESUMED", {})
        self.resumed += 1

    async def dispatch(self, event: str, data: Json) -> None:
        """Send an event as the bot may see it; without a connection it waits for a RESUME."""
        if event in ("MESSAGE_CREATE", "MESSAGE_UPDATE"):
            data = as_seen_by_the_bot(data, self.identified[-1]["intents"])
        self._sent.append({"op": 0, "s": len(self._sent) + 1, "t": event, "d": data})
        if self._socket is not None and not self._socket.closed:
            await self._send(self._sent[-1])

    async def say(self, op: int, data: object) -> None:
        """Send an opcode other than an event."""
        await self._send({"op": op, "d": data})

    async def invalidate(self) -> None:
        """End the session: it can be resumed no more, over this connection or another."""
        self._is_over = True
        await self.say(9, False)

    async def drop(self) -> None:
        """Break the connection without a word."""
        assert self._request is not None
        assert self._request.transport is not None
        self._request.transport.abort()
        self._socket = None

    async def _send(self, data: Json) -> None:
        assert self._socket is not None
        await self._socket.send_json(data)


class _Rest:
    """The REST side: what was asked of it, the faults in its way, and the answers."""

    def __init__(self, note: Callable[[], None], nonce_seconds: float, land: Land) -> None:
        self._note = note
        self._nonce_seconds = nonce_seconds
        self._land = land
        self._answered: set[str] = set()
        self._invalid: list[float] = []
        self.max_invalid = MAX_INVALID
        self._by_nonce: dict[str, tuple[float, Json]] = {}
        self.faults: list[_Fault] = []
        self.requests: list[Request] = []
        self.files: dict[str, list[bytes]] = defaultdict(list)
        self.delivered_at: dict[str, float] = {}
        self.posted: list[Json] = []
        self.commands: list[Json] = []
        self.left: set[str] = set()
        self.natives: dict[str, Json] = {}
        self.messages: dict[str, list[Json]] = defaultdict(list)

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """One request: taken down, then answered or failed."""
        at, path = _age_hands(), "/" + request.match_info["tail"]
        body, files = await _body_of(request)
        if files:
            self.files[path.split("/")[3]] += files
        self.requests.append(Request(at, request.method, path, body))
        try:
            if self.is_banned(at):
                return _banned()
            answer = await self._served(request, path, body, at)
            if answer.status in (401, 403, 429):
                self._invalid.append(at)
            return answer
        finally:
            self._note()

    def is_banned(self, at: float) -> bool:
        """Whether too much that is invalid came lately."""
        self._invalid = [one for one in self._invalid if at - one < BAN_SECONDS]
        return len(self._invalid) >= self.max_invalid

    def lift_ban(self) -> None:
        """Let the ten minutes be over."""
        self._invalid.clear()

    async def _served(self, request: web.Request, path: str, body: Any, at: float) -> web.Response:
        fault = self._fault_for(request.method, path)
        if fault is None or fault.is_lost:
            answer = self._answer(request, path, body, at)
            self._land.took_place(request.method, path, body, answer)
        if fault is None:
            return answer
        if fault.action is not None:
            fault.action()
        if fault.is_answered:
            return answer
        if fault.answer is None and request.transport is not None:
            request.transport.abort()
        return web.Response() if fault.answer is None else fault.answer

    def _fault_for(self, method: str, path: str) -> _Fault | None:
        for number, fault in enumerate(self.faults):
            if fault.meets(method, path) and not fault.before:
                return self.faults.pop(number)
            fault.before -= fault.meets(method, path)
        return None

    def _answer(self, request: web.Request, path: str, body: Any, at: float) -> web.Response:
        told = self._land.answer(request.method, path, request.query, body)
        if told is not None:
            return told
        match request.method, *path.strip("/").split("/"):
            case "POST", "interactions", interaction_id, _, "callback":
                return self._respond(interaction_id, body, at)
            case "PATCH" | "POST", "webhooks", _, token, *_:
                return self._follow_up(token.removeprefix("interaction-"), body, at)
            case "POST", "channels", channel_id, "messages":
                return reply(self._post(channel_id, body))
            case "GET", "channels", channel_id, "messages":
                return self._history(channel_id, request.query)
        return self._of_others(request, path, body)

    def _of_others(self, request: web.Request, path: str, body: Any) -> web.Response:
        match request.method, *path.strip("/").split("/"):
            case "PUT", "applications", _, "commands":
                self.commands = [_registered(entry) for entry in body]
                return reply(self.commands)
            case "GET", "applications", _, "commands":
                return reply(self.commands)
            case "GET", "guilds", guild_id, "members", user_id:
                return self._member(guild_id, user_id)
            case "PATCH", "channels", channel_id, "messages", message_id:
                return self._edit(channel_id, message_id, body)
            case method, "guilds", guild_id, "scheduled-events", *rest:
                return self._native(method, guild_id, rest, body)
        return _of_application(request, path, body)

    def _respond(self, interaction_id: str, body: Json, at: float) -> web.Response:
        since = at - self.delivered_at.get(interaction_id, at - 60)
        if since > RESPONSE_SECONDS:
            return refusal(404, 10062, "Unknown interaction")
        if interaction_id in self._answered:
            return refusal(400, 40060, "Interaction has already been acknowledged.")
        self._answered.add(interaction_id)
        response: Json = {"interaction": {"id": interaction_id, "type": 2}}
        if body["type"] in (4, 5, 7):
            message = message_of(body.get("data") or {})
            response["resource"] = {"type": body["type"], "message": message}
        return reply(response)

    def _follow_up(self, interaction_id: str, body: Json, at: float) -> web.Response:
        if interaction_id not in self._answered:
            return refusal(404, 10015, "Unknown Webhook")
        if at - self.delivered_at[interaction_id] > TOKEN_SECONDS:
            return refusal(401, 50027, "Invalid Webhook Token")
        return reply({**message_of(body), "interaction_metadata": metadata_of(interaction_id)})

    def _member(self, guild_id: str, user_id: str) -> web.Response:
        if guild_id != GUILD_ID or user_id in self.left:
            return refusal(404, 10007, "Unknown Member")
        return reply(member_of(user_id))

    def _native(self, method: str, guild_id: str, rest: list[str], body: Any) -> web.Response:
        """A scheduled event made or looked at; one that was deleted is not there."""
        if method == "POST":
            nothing = dict.fromkeys(("channel_id", "entity_id", "image"))
            ours = {"id": snowflake(), "guild_id": guild_id, "creator_id": APPLICATION_ID}
            made = {**nothing, **body, **ours, "status": 1}
            self.natives[made["id"]] = made
            return reply(made)
        if not rest:
            return reply(list(self.natives.values()))
        found = self.natives.get(rest[0])
        return refusal(404, 10070, "Unknown Guild Scheduled Event") if not found else reply(found)

    def _post(self, channel_id: str, body: Json) -> Json:
        nonce = str(body["nonce"]) if body.get("enforce_nonce") else snowflake()
        at, known = self._by_nonce.get(nonce, (0.0, None))
        if known is not None and _hands[0]() - at < self._nonce_seconds:
            return known
        message = message_of(body, channel_id=channel_id)
        self._by_nonce[nonce] = _hands[0](), message
        self.messages[channel_id].append(message)
        self.posted.append(body)
        return message

    def _edit(self, channel_id: str, message_id: str, body: Json) -> web.Response:
        for message in self.messages[channel_id]:
            if message["id"] == message_id:
                given = {name: body[name] for name in body if name in message}
                message.update(
                    {name: value or message_of({})[name] for name, value in given.items()}
                )
                return reply(message)
        return refusal(404, 10008, "Unknown Message")

    def _history(self, channel_id: str, query: Mapping[str, str]) -> web.Response:
        """Newest first; of those after an id the oldest, else the newest."""
        limit = int(query.get("limit", 50))
        if not 1 <= limit <= MAX_HISTORY:
            return refusal(400, 50035, "Invalid Form Body")
        after, before = int(query.get("after", 0)), int(query.get("before", 1 << 63))
        found = [one for one in self.messages[channel_id] if after < int(one["id"]) < before]
        chosen = found[:limit] if "after" in query else found[-limit:]
        return reply(chosen[::-1])


async def _body_of(request: web.Request) -> tuple[Any, list[bytes]]:
    """What was sent as JSON, beside files or alone, and the files."""
    if request.content_type.startswith("multipart/"):
        parts = await request.post()
        files = [one.file.read() for one in parts.values() if isinstance(one, web.FileField)]
        return json.loads(str(parts["payload_json"])), files
    raw = await request.read()
    return json.loads(raw) if raw else None, []


def _of_application(request: web.Request, path: str, body: Any) -> web.Response:
    """The routes of login, of the registration of commands, and of direct messages' channels."""
    if request.method == "GET" and path == "/users/@me":
        is_ours = request.headers.get("Authorization") == f"Bot {TOKEN}"
        return reply(_BOT) if is_ours else refusal(401, 0, "401: Unauthorized")
    if request.method == "GET" and path == "/oauth2/applications/@me":
        return reply(_application())
    if request.method == "POST" and path == "/users/@me/channels":
        return reply(_direct_channel(str(body["recipient_id"])))
    if request.method == "DELETE" and path.startswith("/users/@me/guilds/"):
        return web.Response(status=204)
    if request.method == "GET" and path.startswith(("/guilds/", "/channels/")):
        is_guild = path.startswith("/guilds/")
        unknown = (10004, "Unknown Guild") if is_guild else (10003, "Unknown Channel")
        return refusal(404, *unknown)
    return refusal(404, 0, f"not in this server: {request.method} {path}")


def direct_channel_id(user_id: str) -> str:
    """The channel of direct messages between a member and the bot."""
    return str(_DIRECT + int(user_id))


def member_of_direct_channel(channel_id: str) -> str:
    """The id of the member whose channel it is, "" for any other channel."""
    return str(int(channel_id) - _DIRECT) if int(channel_id) > _DIRECT else ""


def _direct_channel(user_id: str) -> Json:
    recipients = [member_of(user_id)["user"]]
    return {"id": direct_channel_id(user_id), "type": 1, "recipients": recipients}


def _application() -> Json:
    owner = member_of("1")["user"]
    return {
        "id": APPLICATION_ID, "name": "forumbot", "icon": None, "description": "", "summary": "",
        "bot_public": True, "bot_require_code_grant": False, "verify_key": "0", "owner": owner,
        "flags": 0, "team": None,
    }  # fmt: skip


def _registered(entry: Json) -> Json:
    ids = {"id": snowflake(), "application_id": APPLICATION_ID, "version": "1"}
    return {"options": [], "description": "", **entry, **ids}


class FakeDiscord:
    """The server; use it as a context manager.

    It remembers a nonce for ``nonce_seconds``, Discord "for a few minutes". ``permissions`` are
    those of everybody in the guild, which has an owner and, beside @everyone, these roles. A
    ``land`` has guilds of its own instead.
    """

    def __init__(
        self,
        *,
        heartbeat_seconds: float = 0.5,
        nonce_seconds: float = 300.0,
        permissions: int = ALL_PERMISSIONS,
        owner_id: str = "1",
        role_ids: Sequence[str] = (),
        land: Land | None = None,
    ) -> None:
        self._changed = threading.Condition()
        guild = _guild(str(permissions))
        guild |= {"owner_id": owner_id, "roles": [*guild["roles"], *map(role_of, role_ids)]}
        land = land or _OneGuild(guild)
        self._gateway = _Gateway(self._note, heartbeat_seconds, land)
        self._rest = _Rest(self._note, nonce_seconds, land)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="discord", daemon=True)
        self._port = 0

    def __enter__(self) -> Self:
        self._thread.start()
        self._runner = self._call(self._open())
        return self

    def __exit__(self, *_error: object) -> None:
        self._call(self._runner.cleanup())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self._loop.close()

    @property
    def environment(self) -> dict[str, str]:
        """What leads a bot here."""
        return {
            "DISCORD_TOKEN": TOKEN,
            "DISCORD_API": f"http://127.0.0.1:{self._port}/api/v10",
            "DISCORD_GATEWAY": f"ws://127.0.0.1:{self._port}/gateway/",
        }

    @property
    def heartbeats(self) -> Sequence[float]:
        """The times of the heartbeats."""
        return self._gateway.heartbeats

    @property
    def sessions(self) -> Sequence[Json]:
        """Each IDENTIFY so far."""
        return self._gateway.identified

    @property
    def resumed(self) -> int:
        """How many sessions were resumed."""
        return self._gateway.resumed

    @property
    def commands(self) -> list[Json]:
        """The commands that it has of the bot, as it gives them; take one away, and it is lost."""
        return self._rest.commands

    def let_leave(self, user_id: str) -> None:
        """Let a member leave the guild, of which the bot is not told."""
        self._rest.left.add(user_id)

    @property
    def natives(self) -> dict[str, Json]:
        """The scheduled events that stand in guilds, by their ids; take one away, as people do."""
        return self._rest.natives

    @property
    def files(self) -> Mapping[str, Sequence[bytes]]:
        """The files that were sent, by the channel or the token of the interaction."""
        return self._rest.files

    @property
    def posted(self) -> Sequence[Json]:
        """The bodies of the messages that stand in channels."""
        return self._rest.posted

    def messages(self, channel_id: str = CHANNEL_ID) -> Sequence[Json]:
        """The messages that stand in a channel, oldest first."""
        return self._rest.messages[channel_id]

    def write(self, text: str, channel_id: str = CHANNEL_ID) -> None:
        """Let a member write something of which the bot is not told."""
        message = message_of(
            {"content": text}, author=member_of("1")["user"], channel_id=channel_id
        )
        self._rest.messages[channel_id].append(message)

    def requests(self, method: str, part: str) -> list[Request]:
        """The requests so far by method and a part of the path."""
        return [request for request in self._rest.requests
                if request.method == method and part in request.path]  # fmt: skip

    def callbacks(self, interaction: Interaction) -> list[Request]:
        """The first responses to an interaction."""
        return self.requests("POST", f"/interactions/{interaction.interaction_id}/")

    def edits(self, interaction: Interaction) -> list[Request]:
        """The edits of the response to an interaction."""
        return self.requests("PATCH", f"/{interaction.token}/")

    def told(self, interaction: Interaction) -> str:
        """All that the member of an interaction was told so far, as JSON."""
        further = self.requests("POST", f"/webhooks/{APPLICATION_ID}/{interaction.token}")
        told = [*self.callbacks(interaction), *self.edits(interaction), *further]
        return json.dumps([request.body for request in told], ensure_ascii=False)

    def delivered_at(self, interaction: Interaction) -> float:
        """When an interaction was first sent to the bot."""
        return self._rest.delivered_at[interaction.interaction_id]

    def deliver(self, interaction: Interaction, *, seconds_ago: float = 0.0) -> Interaction:
        """Send an interaction to the bot; its three seconds began ``seconds_ago``."""
        self.register(interaction, seconds_ago=seconds_ago)
        self.dispatch("INTERACTION_CREATE", interaction.payload)
        return interaction

    def register(self, interaction: Interaction, *, seconds_ago: float = 0.0) -> None:
        """Know an interaction that the bot is not told of."""
        began = _age_hands() - seconds_ago
        self._rest.delivered_at.setdefault(interaction.interaction_id, began)

    def age(self, interaction: Interaction, seconds: float) -> None:
        """Let time have passed since an interaction was sent."""
        self._rest.delivered_at[interaction.interaction_id] -= seconds

    def bear(self, invalid: int) -> None:
        """Ban the bot once it has sent so many invalid requests."""
        self._rest.max_invalid = invalid

    def pardon(self) -> None:
        """Lift the ban."""
        self._rest.lift_ban()

    @property
    def is_banned(self) -> bool:
        """Whether the bot is banned for now."""
        return self._rest.is_banned(_age_hands())

    def dispatch(self, event: str, data: Json) -> None:
        """Send any event to the bot."""
        self._call(self._gateway.dispatch(event, data))

    def fail(self, method: str, part: str, *answers: web.Response | None, before: int = 0) -> None:
        """Answer the next such requests with these instead; None breaks the connection.

        So many of them are let through ``before``.
        """
        self._rest.faults += [
            _Fault(method, part, answer, is_lost=False, before=before) for answer in answers
        ]

    def lose(self, method: str, part: str, answer: web.Response | None = None) -> None:
        """Let the next such request take effect, but answer it as :meth:`fail` does."""
        self._rest.faults.append(_Fault(method, part, answer, is_lost=True))

    def strike(
        self,
        method: str,
        part: str,
        action: Callable[[], None],
        *,
        takes_effect: bool = True,
        is_answered: bool = False,
        before: int = 0,
    ) -> None:
        """At such a request, after its effect or without it, do this.

        Then break the connection, unless one that took effect ``is_answered``.
        """
        fault = _Fault(method, part, None, takes_effect, before, action, is_answered)
        self._rest.faults.append(fault)

    def forgive(self) -> None:
        """Take back every fault that has not been met."""
        self._rest.faults.clear()

    def refuse_gateway(self, *, times: int = 0, close_with: int | None = None) -> None:
        """Refuse the next connections, or close each one with a code when it identifies."""
        self._gateway.refusals, self._gateway.close_with = times, close_with

    def drop(self) -> None:
        """Break the gateway connection."""
        self._call(self._gateway.drop())

    def invalidate(self) -> None:
        """End the session of the gateway, so that it cannot be resumed."""
        self._call(self._gateway.invalidate())

    def until(
        self,
        check: Callable[[], Result],
        seconds: float = 60,
        by: Callable[[], float] = time.monotonic,
    ) -> Result:
        """Wait until something has become true, so many seconds ``by`` a clock; returns it."""
        end = by() + seconds
        with self._changed:
            while not (found := check()):
                if by() > end:
                    raise TimeoutError(f"not within {seconds} seconds")
                self._changed.wait(0.05)
        return found

    def _note(self) -> None:
        with self._changed:
            self._changed.notify_all()

    def _call(self, work: Coroutine[Any, Any, Result]) -> Result:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(60)

    async def _open(self) -> web.AppRunner:
        app = web.Application()
        app.router.add_get("/gateway/", self._gateway.serve)
        app.router.add_route("*", "/api/v10/{tail:.*}", self._rest.serve)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self._port = runner.addresses[0][1]
        return runner


class Process(Protocol):
    """What is used of a :class:`subprocess.Popen`."""

    @property
    def pid(self) -> int:
        """Its number."""

    def poll(self) -> int | None:
        """The exit status, or None while it runs."""

    def wait(self, timeout: float) -> int:
        """The exit status, for which it waits so many seconds."""

    def send_signal(self, number: signal.Signals) -> None:
        """Send it a signal, if it runs."""

    def kill(self) -> None:
        """End it at once, if it runs."""


Start = Callable[[Sequence[str], Mapping[str, str], Path], Process]
"""Starts ``forumbot`` with these arguments, this environment, and its output in that file."""


def from_scratch(arguments: Sequence[str], environment: Mapping[str, str], output: Path) -> Process:
    """Start it as a shell does."""
    with output.open("wb") as file:
        return subprocess.Popen(
            [sys.executable, "-m", "forumbot", *arguments],
            env=environment, stdin=subprocess.DEVNULL, stdout=file, stderr=file,
        )  # fmt: skip


class BotProcess:
    """``forumbot run`` as a process of its own, with its output in a file."""

    def __init__(
        self,
        config: Path,
        environment: Mapping[str, str],
        output: Path,
        start: Start = from_scratch,
    ) -> None:
        kept = {name: value for name, value in os.environ.items()
                if not name.startswith(("DISCORD_", "FORUMBOT_"))}  # fmt: skip
        self.config = config
        self._output = output
        arguments = ["run", "--config", str(config)]
        self._process = start(arguments, {**kept, **environment}, output)

    @property
    def output(self) -> str:
        """All that it has written so far."""
        return self._output.read_text(encoding="utf-8", errors="replace")

    @property
    def pid(self) -> int:
        """Its number."""
        return self._process.pid

    @property
    def mapped(self) -> str:
        """The files that its memory is mapped from, libraries among them."""
        return Path(f"/proc/{self._process.pid}/maps").read_text(encoding="utf-8")

    @property
    def has_ended(self) -> bool:
        """Whether it is gone."""
        return self._process.poll() is not None

    def wait(self, seconds: float = 40) -> int:
        """Wait for its end; returns the exit status."""
        return self._process.wait(seconds)

    def send(self, number: signal.Signals) -> None:
        """Send it a signal."""
        self._process.send_signal(number)

    def kill(self) -> None:
        """End it at once, if it has not ended."""
        self._process.kill()
        self._process.wait(10)

    def until_ready(
        self,
        discord: FakeDiscord,
        *,
        session: int = 1,
        seconds: float = 60,
        by: Callable[[], float] = time.monotonic,
    ) -> Self:
        """Wait until it has opened that many sessions there; raises if it ends before."""
        discord.until(lambda: len(discord.sessions) >= session or self.has_ended, seconds, by)
        if self.has_ended:
            raise RuntimeError(f"the bot has ended:\n{self.output}")
        return self
