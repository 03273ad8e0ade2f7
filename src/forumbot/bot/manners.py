"""Manners: nobody is answered twice, and nobody asks faster than is kind to the others."""

import math
from collections import OrderedDict, deque
from datetime import datetime, timedelta

from forumbot.clock import Clock
from forumbot.errors import UsageError

_WINDOW = timedelta(minutes=1)
_MAX_MEMBERS = 10_000
_MAX_IDS = 10_000


class Cooldown:
    """How often each member asks, over the last minute; kept in memory only."""

    def __init__(self, per_minute: int, clock: Clock) -> None:
        self._per_minute = per_minute
        self._clock = clock
        self._asked: OrderedDict[int, deque[datetime]] = OrderedDict()

    def allows(self, member_id: int) -> bool:
        """Count one, unless it is one too many; returns whether it is not."""
        try:
            self.take(member_id)
        except UsageError:
            return False
        return True

    def take(self, member_id: int) -> None:
        """Count one question; raises :class:`UsageError` where it is one too many."""
        now = self._clock()
        times = self._asked.setdefault(member_id, deque())
        self._asked.move_to_end(member_id)
        while len(self._asked) > _MAX_MEMBERS:
            self._asked.popitem(last=False)
        while times and now - times[0] >= _WINDOW:
            times.popleft()
        if len(times) >= self._per_minute:
            wait = math.ceil((times[0] + _WINDOW - now).total_seconds())
            raise UsageError(f"you ask faster than I can read; please ask again in {wait} seconds")
        times.append(now)


class Seen:
    """The ids of the last interactions and messages: one delivered twice is answered once."""

    def __init__(self) -> None:
        self._ids: OrderedDict[int, None] = OrderedDict()

    def is_new(self, snowflake: int) -> bool:
        """Whether this id comes for the first time; it is remembered."""
        if snowflake in self._ids:
            return False
        self._ids[snowflake] = None
        if len(self._ids) > _MAX_IDS:
            self._ids.popitem(last=False)
        return True
