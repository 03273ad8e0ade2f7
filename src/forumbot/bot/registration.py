"""Which commands Discord has of the bot, compared with those that it should have."""

import logging
from collections.abc import Mapping, Sequence
from typing import Any

import discord
from discord.http import Route

log = logging.getLogger(__name__)

_COMPARED = (
    "name", "type", "description", "options", "required", "choices", "value", "autocomplete",
    "channel_types", "min_value", "max_value", "min_length", "max_length",
    "default_member_permissions", "contexts", "integration_types", "nsfw", "name_localizations",
    "description_localizations",
)  # fmt: skip
_UNORDERED = frozenset({"channel_types", "contexts", "integration_types"})
_CHAT_COMMAND = 1


async def has_all(
    http: discord.http.HTTPClient, application_id: int, wanted: Sequence[Mapping[str, Any]]
) -> bool:
    """Whether Discord has just these commands, each as it is wanted.

    Raises what discord.py raises where Discord does not say.
    """
    route = Route("GET", "/applications/{application_id}/commands", application_id=application_id)
    there = await http.request(route, params={"with_localizations": "true"})
    missing = _named(wanted).keys() - _named(there).keys()
    if missing:
        log.info("Discord lacks %d of the commands", len(missing))
    return _named(wanted) == _named(there)


def _named(commands: Sequence[Mapping[str, Any]]) -> dict[tuple[int, str], Any]:
    return {
        (one.get("type", _CHAT_COMMAND), one["name"]): _plain({"type": _CHAT_COMMAND, **one})
        for one in commands
    }


def _plain(value: Any, name: str = "") -> Any:
    """A definition without what Discord adds of its own, or leaves out where it is the default."""
    if isinstance(value, Mapping):
        kept = {key: _plain(value[key], key) for key in _COMPARED if key in value}
        if name.endswith("_localizations"):
            kept = dict(value)
        return {key: one for key, one in kept.items() if one not in (None, False, [], {}, "")}
    if isinstance(value, list | tuple):
        items = [_plain(one) for one in value]
        return sorted(items) if name in _UNORDERED else items
    if name == "default_member_permissions" and value is not None:
        return str(value)
    return value
