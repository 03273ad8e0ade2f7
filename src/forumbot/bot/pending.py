"""What members were shown and have not decided on yet."""

import asyncio
import secrets
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import NamedTuple

import discord

from forumbot.clock import Clock
from forumbot.language.said import SaidError

Keep = Callable[[discord.Interaction], Awaitable[str]]
"""Keeps what was drafted and says so in a sentence; it is given the press that decides.

What was true when it was shown may not be any more, so it looks again.
"""

_KEPT_FOR = timedelta(minutes=15)
_MAX_SHOWN = 200


class _Shown(NamedTuple):
    member_id: int
    guild_id: int | None
    made_at: datetime
    keep: Keep


class Pending:
    """What was shown and not yet decided on; forgotten after 15 minutes and with the process."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.deciding = asyncio.Lock()
        """Held while one thing is kept, so that no other changes what it looked at."""
        self._shown: OrderedDict[str, _Shown] = OrderedDict()

    def add(self, member_id: int, guild_id: int | None, keep: Keep) -> str:
        """Remember what a member was shown in a guild; returns the token for its buttons."""
        token = secrets.token_hex(8)
        self._shown[token] = _Shown(member_id, guild_id, self._clock(), keep)
        while len(self._shown) > _MAX_SHOWN:
            self._shown.popitem(last=False)
        return token

    def take(self, token: str, member_id: int, guild_id: int | None) -> Keep:
        """What keeps it, once; raises :class:`SaidError` where it is not there any more."""
        shown = self._shown.get(token)
        whose = (member_id, guild_id)
        if shown is None or (shown.member_id, shown.guild_id) != whose or self._is_old(shown):
            raise SaidError("keep_too_late")
        return self._shown.pop(token).keep

    def _is_old(self, shown: _Shown) -> bool:
        return not timedelta(0) <= self._clock() - shown.made_at <= _KEPT_FOR
