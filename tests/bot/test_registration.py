"""Commands that Discord has lost, or that were changed there, come back at the next start."""

from collections.abc import Callable
from typing import Any

import pytest
from tests.bot.test_client import registrations
from tests.bot.world import World

from forumbot.bot import registration


def lose_one(commands: dict[Any, Any]) -> None:
    """Somebody deletes a command."""
    commands.pop(next(iter(commands)))


def add_one(commands: dict[Any, Any]) -> None:
    """One of another release is still there."""
    other = dict(next(iter(commands.values())))
    commands["9"] = {**other, "id": "9", "name": "old"}


def change_one(commands: dict[Any, Any]) -> None:
    """One is described otherwise."""
    next(iter(commands.values()))["description"] = "Something else"


@pytest.mark.parametrize("meddle", [lose_one, add_one, change_one])
async def test_commands_that_discord_has_otherwise_are_sent_again(
    world: World, meddle: Callable[[dict[Any, Any]], None]
) -> None:
    """Also where the bot sent the same at its last start."""
    meddle(world.env.backend.commands[None])
    await world.restart()
    assert len(registrations(world)) == 2
    await world.restart()
    assert len(registrations(world)) == 2


async def test_where_discord_does_not_say_the_commands_are_left(world: World) -> None:
    """A start must not fail on it."""
    world.env.inject_error("GET", "/applications/*/commands", status=403)
    await world.restart()
    assert len(registrations(world)) == 1


WANTED = {
    "name": "ask", "type": 1, "description": "Ask", "nsfw": False, "contexts": [0, 1],
    "default_member_permissions": 32, "dm_permission": True,
    "options": [{"name": "private", "type": 5, "description": "Alone", "required": False,
                 "choices": [], "min_value": 1}],
}  # fmt: skip
AS_DISCORD_GIVES_IT = {
    "id": "5", "application_id": "1", "version": "7", "name": "ask", "type": 1,
    "description": "Ask", "contexts": [1, 0], "default_member_permissions": "32",
    "name_localizations": None, "integration_types": [],
    "options": [{"name": "private", "type": 5, "description": "Alone", "min_value": 1.0}],
}  # fmt: skip


class _Answering:
    """Discord, which has these commands."""

    def __init__(self, commands: list[dict[str, Any]]) -> None:
        self._commands = commands

    async def request(self, _route: object, **_more: object) -> list[dict[str, Any]]:
        return self._commands


@pytest.mark.parametrize(
    ("there", "is_alike"),
    [
        ([AS_DISCORD_GIVES_IT], True),
        ([], False),
        ([{**AS_DISCORD_GIVES_IT, "default_member_permissions": None}], False),
        ([{**AS_DISCORD_GIVES_IT, "options": []}], False),
        ([{**AS_DISCORD_GIVES_IT, "type": 3}], False),
    ],
)
async def test_what_discord_adds_or_leaves_out_is_no_difference(
    there: list[dict[str, Any]], is_alike: bool
) -> None:
    """Ids, defaults and the order of what has none."""
    found = await registration.has_all(_Answering(there), 1, [WANTED])  # type: ignore[arg-type]
    assert found is is_alike
