"""Every cell of the table of permissions, walked by raw payloads against the bot as a process."""

import itertools
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.bot.bot_nursery import BotNursery
from tests.bot.fake_discord import (
    APPLICATION_ID,
    CHANNEL_ID,
    GUILD_ID,
    BotProcess,
    FakeDiscord,
    Interaction,
    Json,
    channel_of,
    direct_channel_id,
    guild_of,
    member_of,
    message_of,
    role_of,
    said,
    snowflake,
)

from forumbot.answers.answer import Finding
from forumbot.app import App
from forumbot.bot.agenda import token_of
from forumbot.bot.buttons.registry import BUTTONS
from forumbot.bot.records import GuildSettings
from forumbot.bot.store import Store
from forumbot.clock import system_clock
from forumbot.config_file import load_settings
from forumbot.reminders.leads import Span
from forumbot.reminders.records import Delivery, Purpose, State
from forumbot.reminders.schedule import Rule, digest
from forumbot.reminders.sqlite_ledger import SqliteLedger
from forumbot.search.ports import Embedder

SECURITY = Path(__file__).resolve().parents[2] / "docs" / "security.md"
OTHER_GUILD, OTHER_CHANNEL, OWNER = "210", "310", "9000"
MODERATORS, MAINTAINERS, MANAGE = "501", "502", 1 << 5
ROLES = ("member", "moderator", "maintainer", "manager", "operator")
PLACES = {"home": GUILD_ID, "other": OTHER_GUILD, "direct": None}
HELD = {"moderator": ([MODERATORS], 0), "maintainer": ([MAINTAINERS], 0), "manager": ([], MANAGE)}
OPERATOR = "1"
_USERS = itertools.count(8001)
REFUSALS = (
    "Only moderators", "Only maintainers", "Only people who may manage", "another server",
    "for its asker alone", "The archive is not kept from this server", "give the command again",
    "this reminder is ended",
)  # fmt: skip
REPORT, ANNOUNCED, REMINDED = digest("report"), digest("announced"), digest("reminded")
QUESTION = "How many pilot projects are there?"
EVENTS = """events:
  - {id: forum, title: Forum, kind: forum, starts: 2150-03-14, timezone: UTC}
  - {id: calls, title: Call, kind: other, starts: 2030-03-05, timezone: UTC,
     rrule: "FREQ=YEARLY;COUNT=50"}
"""
PAGE = "# Projects\n\nThere are seven pilot projects on hydrogen.\n"
TEXT, CHANNEL, ROLE = 3, 7, 8
OPTIONS: dict[str, list[tuple[str, int, str]]] = {
    "/ask": [("question", TEXT, QUESTION)],
    "/event add": [("title", TEXT, "Meeting"), ("starts", TEXT, "2150-03-20 10:00")],
    "/event edit": [("event", TEXT, "forum"), ("title", TEXT, "The forum")],
    "/event cancel": [("event", TEXT, "forum")],
    "/event publish": [("event", TEXT, "forum")],
    "/remind add": [("event", TEXT, "forum")],
    "/remind edit": [("reminder", TEXT, "00000000")],
    "/remind cancel": [("reminder", TEXT, "00000000")],
    "/settings channel": [("channel", CHANNEL, "")],
    "/settings role": [("duty", TEXT, "moderators"), ("role", ROLE, MODERATORS)],
    "/settings timezone": [("zone", TEXT, "UTC")],
}
ON_ANSWERS = {
    "vote": ":u", "need": "", "more": ":1", "passages": ":1", "concluded": "", "further": "",
    "form": "", "choose": ":1", "subject": "", "rest": "", "share": "", "explain": "",
}  # fmt: skip
STANDING = {
    "oc": "fb:oc:1::", "ev": "fb:ev:1:::", "dc": "fb:dc:1::",
    "re": f"fb:re:{token_of('forum')}", "ics": "fb:ics:all",
    "stop": f"fb:stop:{REMINDED}", "rm": f"fb:rm:{ANNOUNCED}", "rl": f"fb:rl:{REPORT}",
    "pg": f"fb:pg:list:{GUILD_ID}:1",
}  # fmt: skip

DRAFTS = {"keep": r"fb:keep:\w+:y", "scope": r"fb:scope:\w+"}


def table() -> dict[str, dict[str, frozenset[str]]]:
    """The places in which each role may, by the name of what they may do, as documented."""
    found: dict[str, dict[str, frozenset[str]]] = {}
    for line in SECURITY.read_text(encoding="utf-8").split("\n"):
        row = re.fullmatch(r"\| `([^`]+)` \|[^|]*\|(.*)\|", line)
        if row:
            cells = [frozenset(re.findall(r"\w+", cell)) for cell in row[2].split("|")]
            found[row[1]] = dict(zip(ROLES, cells, strict=True))
    return found


@dataclass(frozen=True)
class Cell:
    """One cell of the table in one place, and what a member of it sends."""

    name: str
    role: str
    place: str
    interaction: Interaction


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Path:
    """A small archive with an event, and the configuration of its bot."""
    folder = tmp_path_factory.mktemp("permissions")
    (folder / "knowledge").mkdir()
    (folder / "knowledge" / "page.md").write_text(PAGE, encoding="utf-8")
    (folder / "knowledge" / "events.yaml").write_text(EVENTS, encoding="utf-8")
    path = folder / "forumbot.yaml"
    path.write_text(
        f"knowledge: knowledge\nindex: index\ndata: {folder / 'data'}\n"
        f"bot: {{home_servers: [{GUILD_ID}], operators: [{OPERATOR}],\n"
        "      questions_per_minute: 1000}\n",
        encoding="utf-8",
    )
    App(load_settings(path), system_clock, embedder).service.build(
        strict=True, on_progress=lambda *_step: None
    )
    return path


@pytest.fixture(scope="module")
def discord(config: Path, bots: BotNursery) -> Iterator[FakeDiscord]:
    """The server with a home guild and another, and the bot connected to it."""
    _prepare(config.parent / "data")
    with FakeDiscord(owner_id=OWNER, role_ids=(MODERATORS, MAINTAINERS)) as server:
        process = BotProcess(config, server.environment, config.parent / "output", bots.start)
        try:
            process.until_ready(server)
            other = guild_of(OTHER_GUILD, OTHER_CHANNEL, MODERATORS, MAINTAINERS, owner_id=OWNER)
            server.dispatch("GUILD_CREATE", other)
            yield server
            assert "Traceback" not in process.output
        finally:
            process.kill()


def _prepare(data: Path) -> None:
    """Name the roles in both guilds, and keep an announcement, a reminder and a report of home."""
    data.mkdir()
    with Store(data / "bot.sqlite", system_clock) as store:
        for guild_id in (int(GUILD_ID), int(OTHER_GUILD)):
            store.save_settings(
                GuildSettings(
                    guild_id,
                    moderator_role_ids=frozenset({int(MODERATORS)}),
                    maintainer_role_ids=frozenset({int(MAINTAINERS)}),
                )
            )
    now = datetime.now(UTC)
    with SqliteLedger(data / "reminders.sqlite", system_clock) as ledger:
        for key, purpose, is_direct in (
            (REPORT, Purpose.REPORT, False),
            (ANNOUNCED, Purpose.NOTICE, False),
            (REMINDED, Purpose.NOTICE, True),
        ):
            row = Delivery(
                key=key, purpose=purpose, guild_id=int(GUILD_ID), channel_id=int(CHANNEL_ID),
                is_direct=is_direct, event_id="forum", starts_at=now, due_at=now,
                useful_until=now + timedelta(days=1),
            )  # fmt: skip
            ledger.add([row])
            ledger.record(key, State.SENT, now, message_id=7)


def raw(kind: int, data: Json, role: str, place: str, user_id: str, **more: object) -> Interaction:
    """An interaction as Discord sends it, from somebody with a role, in a place."""
    interaction_id, guild_id = snowflake(), PLACES[place]
    user = member_of(user_id)["user"]
    payload: Json = {
        "id": interaction_id, "application_id": APPLICATION_ID, "type": kind, "data": data,
        "token": f"interaction-{interaction_id}", "version": 1, "app_permissions": str(1 << 50),
        "locale": "en-US", "entitlements": [], "attachment_size_limit": 10_485_760, **more,
    }  # fmt: skip
    if guild_id is None:
        channel_id = direct_channel_id(user_id)
        return Interaction({
            **payload, "user": user, "channel_id": channel_id, "context": 1,
            "channel": {"id": channel_id, "type": 1, "recipients": [user]},
            "authorizing_integration_owners": {"0": "0"},
        })  # fmt: skip
    roles, permissions = HELD.get(role, ([], 0))
    channel_id = CHANNEL_ID if place == "home" else OTHER_CHANNEL
    member = {**member_of(user_id), "roles": roles, "permissions": str(1 << 10 | permissions)}
    return Interaction({
        **payload, "member": member, "guild_id": guild_id, "guild_locale": "en-US", "context": 0,
        "channel_id": channel_id, "authorizing_integration_owners": {"0": guild_id},
        "channel": {**channel_of(channel_id), "permissions": "0"},
    })  # fmt: skip


def slash(name: str, place: str) -> Json:
    """The data of a command with all that it needs."""
    options, resolved = [], {}
    for option, kind, text in OPTIONS.get(name, []):
        value = (CHANNEL_ID if place == "home" else OTHER_CHANNEL) if kind == CHANNEL else text
        options.append({"name": option, "type": kind, "value": value})
        if kind == ROLE:
            resolved["roles"] = {value: role_of(value)}
        if kind == CHANNEL:
            resolved["channels"] = {value: {**channel_of(value), "permissions": "0"}}
    first, *rest = name.removeprefix("/").split()
    if rest:
        options = [{"name": rest[0], "type": 1, "options": options}]
    return {"id": "1", "name": first, "type": 1, "options": options, "resolved": resolved}


def touched(name: str, custom_id: str, role: str, place: str, user_id: str) -> Interaction:
    """A press of a button, a choice of a menu, or a form that is sent."""
    data: Json = {"custom_id": custom_id, "component_type": 2}
    item: Json = {"type": 2, "style": 2, "label": "x", "custom_id": custom_id}
    if name == "form":
        field = {"type": 4, "custom_id": "question", "value": QUESTION}
        data = {"custom_id": custom_id, "components": [{"type": 1, "components": [field]}]}
        return raw(5, data, role, place, user_id)
    if name == "subject":
        data = {"custom_id": custom_id, "component_type": 3, "values": ["1"]}
        options = [{"label": "x", "value": "1"}]
        item = {"type": 3, "custom_id": custom_id, "options": options}
    rows = [{"type": 1, "components": [item]}]
    message = message_of({"embeds": [{"title": "An answer"}], "components": rows})
    return raw(3, data, role, place, user_id, message=message)


class Walk:
    """Makes what is sent for each cell; what is pressed on was made before the bot started."""

    def __init__(self, data: Path) -> None:
        self._data = data

    def interaction(self, discord: FakeDiscord, name: str, role: str, place: str) -> Interaction:
        """What somebody with a role sends in a place to do what a row names."""
        user_id = OPERATOR if role == "operator" else str(next(_USERS))
        if name.startswith("/"):
            return raw(2, slash(name, place), role, place, user_id)
        if name == "Ask the archive":
            message = said(QUESTION)
            target = {
                "target_id": message["id"],
                "resolved": {"messages": {message["id"]: message}},
            }
            return raw(2, {"id": "1", "name": name, "type": 3, **target}, role, place, user_id)
        return touched(name, self._custom_id(discord, name, user_id), role, place, user_id)

    def _custom_id(self, discord: FakeDiscord, name: str, user_id: str) -> str:
        if name in ON_ANSWERS:
            return f"fb:{name}:{self.answer(user_id, is_private=name == 'share')}{ON_ANSWERS[name]}"
        if name in ("lead", "off"):
            return f"fb:{name}:{self._rule(user_id)}" + (":0" if name == "lead" else "")
        return self.draft(discord, name, user_id) if name in DRAFTS else STANDING[name]

    def answer(self, user_id: str, *, is_private: bool) -> str:
        """The id of an answer in the home guild."""
        with Store(self._data / "bot.sqlite", system_clock) as store:
            return store.record_answer(
                QUESTION, ["page.md"], Finding.ANSWER, 0.9, "g", guild_id=int(GUILD_ID),
                channel_id=int(CHANNEL_ID), asker_id=int(user_id), is_private=is_private,
            )  # fmt: skip

    def _rule(self, user_id: str) -> int:
        rule = Rule(0, int(GUILD_ID), "forum", Span(minutes=60), member_id=int(user_id))
        with SqliteLedger(self._data / "reminders.sqlite", system_clock) as ledger:
            return ledger.requests.add_rule(rule).rule_id

    def draft(self, discord: FakeDiscord, name: str, user_id: str) -> str:
        """The id of a button under what a member drafted at home when they managed it."""
        data = slash("/event add", "home")
        if name == "scope":
            event = {"name": "event", "type": TEXT, "value": "calls@2031-03-05"}
            data["options"] = [{"name": "cancel", "type": 1, "options": [event]}]
        drafting = raw(2, data, "manager", "home", user_id)
        discord.deliver(drafting)
        found = discord.until(lambda: re.findall(DRAFTS[name], discord.told(drafting)))
        return str(found[0])


def told(discord: FakeDiscord, interaction: Interaction) -> str:
    """What somebody was told beyond that it takes a while; "" as long as that is nothing."""
    first = [one.body for one in discord.callbacks(interaction) if one.body["type"] not in (5, 6)]
    token = f"/webhooks/{APPLICATION_ID}/{interaction.token}"
    after = [one.body for method in ("POST", "PATCH") for one in discord.requests(method, token)]
    final = [body for body in after if "Reading" not in str(body)]
    return json.dumps([*first, *final], ensure_ascii=False) if first or final else ""


def test_the_table_names_everything(discord: FakeDiscord) -> None:
    """Every command, menu and button that the bot has."""
    names = set()
    for entry in discord.commands:
        if entry["type"] == 3:
            names.add(entry["name"])
            continue
        parts = [one["name"] for one in entry["options"] if one["type"] == 1]
        names |= {f"/{entry['name']} {part}" for part in parts} or {f"/{entry['name']}"}
    templates: list[Any] = [kind.__discord_ui_compiled_template__.pattern for kind in BUTTONS]
    names |= {str(template).split(":")[1] for template in templates} | {"form"}
    assert set(table()) == names


def test_every_cell_of_the_table_is_as_it_says(config: Path, discord: FakeDiscord) -> None:
    """Refused where it says nothing, and nowhere else; a refusal is for the one refused alone."""
    walk, wrong = Walk(config.parent / "data"), []
    # What deletes comes last.
    for name, cells in sorted(table().items(), key=lambda row: row[0] == "/privacy delete"):
        sent = [
            Cell(name, role, place, walk.interaction(discord, name, role, place))
            for role in ROLES
            for place in PLACES
        ]
        for cell in sent:
            discord.deliver(cell.interaction)
        for cell in sent:
            discord.until(lambda cell=cell: told(discord, cell.interaction))  # type: ignore[misc]
            words = told(discord, cell.interaction)
            is_refused = any(refusal in words for refusal in REFUSALS)
            if is_refused == (cell.place in cells[cell.role]) or "went wrong" in words:
                wrong.append((cell.name, cell.role, cell.place, words[:200]))
            if is_refused and not _is_private(discord, cell.interaction):
                wrong.append((cell.name, cell.role, cell.place, "refused for all to see"))
    assert wrong == []


def _is_private(discord: FakeDiscord, interaction: Interaction) -> bool:
    """Whether the last that was said is for one member alone."""
    after = discord.requests("POST", f"/webhooks/{APPLICATION_ID}/{interaction.token}")
    first = discord.callbacks(interaction)[0].body
    said_last = after[-1].body if after else first.get("data") or {}
    return bool(said_last.get("flags", 0) & 64)


@pytest.mark.parametrize("name", sorted(ON_ANSWERS))
def test_another_s_private_answer_is_nobody_s(
    config: Path, discord: FakeDiscord, name: str
) -> None:
    """Whoever they are, and however they came by its id."""
    walk = Walk(config.parent / "data")
    answer = walk.answer("77", is_private=True)
    custom_id = f"fb:{name}:{answer}{ON_ANSWERS[name]}"
    for role in ROLES:
        sent = touched(name, custom_id, role, "home", str(next(_USERS)))
        discord.deliver(sent)
        words = discord.until(lambda sent=sent: told(discord, sent))  # type: ignore[misc]
        if name == "further":
            # What is typed into the form is looked at, not who opens it.
            assert '"type": 9' in words
        else:
            assert "for its asker alone" in words
