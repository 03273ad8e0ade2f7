"""What the Discord on loopback gives a bot to see, and what it lets it do."""

import json
import urllib.request
from collections.abc import Iterator
from urllib.error import HTTPError

import pytest
from tests.bot.fake_discord import (
    APPLICATION_ID,
    BAN_SECONDS,
    TOKEN_SECONDS,
    FakeDiscord,
    Json,
    as_seen_by_the_bot,
    command,
    mention,
    message_of,
    metadata_of,
    reply_to,
    said,
    said_directly,
)

INTENTS = 1 | 1 << 9 | 1 << 12
WITH_CONTENT = INTENTS | 1 << 15
TEXT = "When was the third forum?"


@pytest.fixture(scope="module")
def discord() -> Iterator[FakeDiscord]:
    """A server to which no bot is connected."""
    with FakeDiscord() as server:
        yield server


@pytest.mark.parametrize(
    ("message", "is_seen"),
    [
        (said(TEXT), False),
        (mention(TEXT), True),
        (said_directly(TEXT, "7"), True),
        ({**message_of({"content": TEXT}), "guild_id": "200"}, True),
        (reply_to(message_of({"content": "An answer"}), TEXT), True),
        (reply_to(message_of({"content": "An answer"}), TEXT, pings=False), False),
        (reply_to({**message_of({}), "interaction_metadata": metadata_of("1")}, TEXT), False),
        (reply_to(said("Another's"), TEXT), False),
    ],
    ids=["said", "mention", "direct", "own", "reply", "without ping", "to a command", "to others"],
)
def test_the_text_of_a_message_is_for_whom_it_is_meant(message: Json, is_seen: bool) -> None:
    """Without the intent of message content; with it, everything is."""
    seen = as_seen_by_the_bot({**message, "embeds": [{"title": "x"}]}, INTENTS)
    assert (TEXT in seen["content"], bool(seen["embeds"])) == (is_seen, is_seen)
    assert TEXT in as_seen_by_the_bot(message, WITH_CONTENT)["content"]


def test_the_text_of_the_message_that_is_replied_to_is_another_s(discord: FakeDiscord) -> None:
    """Also where the reply itself is meant for the bot."""
    replied = {**reply_to(said(TEXT), "What does it say?"), "mentions": [{"id": APPLICATION_ID}]}
    seen = as_seen_by_the_bot(replied, INTENTS)
    assert seen["content"]
    assert seen["referenced_message"]["content"] == ""


def ask(discord: FakeDiscord, method: str, path: str, body: Json | None = None) -> tuple[int, Json]:
    """A request as the bot's, without a token: its status, and what it says."""
    address = f"{discord.environment['DISCORD_API']}{path}"
    data = json.dumps(body).encode() if body is not None else None
    request = urllib.request.Request(address, data, method=method)  # noqa: S310 - of loopback
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310 - of loopback
            return answer.status, json.loads(answer.read() or b"null")
    except HTTPError as error:
        text = error.read()
        return error.code, json.loads(text) if text.startswith(b"{") else {"text": text.decode()}


def test_an_interaction_may_be_followed_up_for_a_quarter_of_an_hour(discord: FakeDiscord) -> None:
    """After it was answered; then its token is none any more."""
    asked = command("ask", question=TEXT)
    follow_up = f"/webhooks/{APPLICATION_ID}/{asked.token}/messages/@original"
    assert ask(discord, "PATCH", follow_up, {"content": "x"})[1]["code"] == 10015
    discord.register(asked)
    answered = ask(
        discord, "POST", f"/interactions/{asked.interaction_id}/{asked.token}/callback", {"type": 5}
    )
    assert answered[0] == 200
    discord.age(asked, TOKEN_SECONDS - 5)
    assert ask(discord, "PATCH", follow_up, {"content": "x"})[0] == 200
    discord.age(asked, 10)
    assert ask(discord, "PATCH", follow_up, {"content": "x"}) == (
        401, {"message": "Invalid Webhook Token", "code": 50027},
    )  # fmt: skip


def test_too_much_that_is_invalid_is_answered_no_more() -> None:
    """By something that is not Discord itself, until ten minutes are over."""
    assert BAN_SECONDS == 600
    with FakeDiscord() as discord:
        discord.bear(invalid=3)
        for _time in range(3):
            assert ask(discord, "GET", "/users/@me")[0] == 401
        assert discord.is_banned
        assert ask(discord, "GET", "/oauth2/applications/@me") == (
            429, {"text": "error code: 1015"},
        )  # fmt: skip
        discord.pardon()
        assert ask(discord, "GET", "/oauth2/applications/@me")[0] == 200
