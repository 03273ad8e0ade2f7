"""The checks that every request of the bot goes through find what they are there for."""

from typing import Any

import pytest
from tests.bot.discord_description import Description, left_out

MESSAGES = "/channels/1/messages"
CALLBACK = "/interactions/1/token/callback"
COMMANDS = "/applications/1/commands"


def buttons(*custom_ids: str | None) -> dict[str, Any]:
    """A message with a row of buttons."""
    row = [
        {"type": 2, "style": 1, "label": "x", "custom_id": custom_id} for custom_id in custom_ids
    ]
    return {"content": "x", "components": [{"type": 1, "components": row}]}


def command(name: str, *options: dict[str, Any]) -> dict[str, Any]:
    """A chat command."""
    return {"name": name, "description": "x", "type": 1, "options": list(options)}


def option(name: str, *, required: bool = False) -> dict[str, Any]:
    """An option of text."""
    return {"name": name, "description": "x", "type": 3, "required": required}


def menu(minimum: int, maximum: int) -> dict[str, Any]:
    """A message with a menu of choices."""
    item = {"type": 3, "custom_id": "a", "min_values": minimum, "max_values": maximum}
    return {"content": "x", "components": [{"type": 1, "components": [item]}]}


def choices(*names: str) -> dict[str, Any]:
    """An answer to an autocomplete."""
    return {"type": 8, "data": {"choices": [{"name": name, "value": "v"} for name in names]}}


WRONG: dict[str, tuple[str, Any]] = {
    "long content": (MESSAGES, {"content": "x" * 2001}),
    "long content of emoji": (MESSAGES, {"content": "😀" * 1001}),
    "long content of a response": (CALLBACK, {"type": 4, "data": {"content": "x" * 2001}}),
    "many characters": (MESSAGES, {"embeds": [{"description": "x" * 3001}] * 2}),
    "empty message": (MESSAGES, {"content": ""}),
    "empty embed": (MESSAGES, {"embeds": [{"description": ""}]}),
    "empty field": (MESSAGES, {"embeds": [{"fields": [{"name": "a", "value": " "}]}]}),
    "address": (MESSAGES, {"embeds": [{"title": "x", "url": "javascript:alert(1)"}]}),
    "no custom_id": (MESSAGES, buttons(None)),
    "repeated custom_id": (MESSAGES, buttons("a", "a")),
    "long custom_id": (MESSAGES, buttons("a" * 101)),
    "six rows": (
        MESSAGES,
        {"content": "x", "components": [{"type": 1, "components": []} for _row in range(6)]},
    ),
    "menu bounds": (MESSAGES, menu(2, 1)),
    "26 choices": (CALLBACK, choices(*map(str, range(26)))),
    "empty choice": (CALLBACK, choices("")),
    "long choice": (CALLBACK, choices("x" * 101)),
    "capitals": (COMMANDS, [command("Ask")]),
    "optional first": (COMMANDS, [command("ask", option("a"), option("b", required=True))]),
    "repeated command": (COMMANDS, [command("ask"), command("ask")]),
    "repeated option": (COMMANDS, [command("ask", option("a"), option("a"))]),
    "101 commands": (COMMANDS, [command(f"ask{number}") for number in range(101)]),
}
RIGHT: list[tuple[str, Any]] = [
    (MESSAGES, {"content": "x" * 2000, "components": []}),
    (MESSAGES, {"embeds": [{"title": "x", "url": "https://example.org/a"}]}),
    (MESSAGES, buttons("a", "b")),
    (CALLBACK, {"type": 5}),
    (CALLBACK, choices(*map(str, range(25)))),
    (COMMANDS, [command("ask", option("a", required=True), option("b")), command("events")]),
]


@pytest.mark.parametrize(("path", "body"), WRONG.values(), ids=WRONG.keys())
def test_what_the_description_leaves_out_is_found(path: str, body: Any) -> None:
    """Each limit by itself."""
    assert len(left_out(path, body)) == 1


@pytest.mark.parametrize(("path", "body"), RIGHT)
def test_what_is_right_passes(path: str, body: Any, description: Description | None) -> None:
    """Up to the very limits, by both checks."""
    assert left_out(path, body) == []
    if description is not None:
        assert description.problems("PUT" if path == COMMANDS else "POST", path, body) == []


def test_the_description_finds_what_is_in_it(description: Description | None) -> None:
    """Lengths, types, and addresses that there are not."""
    if description is None:
        pytest.skip("../shared/discord/openapi.json is absent")
    long = {"type": 4, "data": {"embeds": [{"title": "x" * 257}]}}
    assert description.problems("POST", CALLBACK, long)
    assert description.problems("POST", MESSAGES, {"content": 5})
    assert description.problems("POST", "/nowhere", {})
    assert description.problems("GET", "/oauth2/applications/@me", None) == []
