"""Manners: nobody is answered twice, and nobody asks faster than is kind to the others."""

import asyncio
import hashlib
import math
from collections import OrderedDict, deque
from dataclasses import dataclass
from datetime import datetime, timedelta
from weakref import WeakValueDictionary

from forumbot.clock import Clock
from forumbot.errors import UsageError
from forumbot.language.said import SaidError

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
            raise SaidError("told_too_fast", wait=wait)
        times.append(now)


class Locales:
    """The languages of the members who were last heard of; kept in memory only."""

    def __init__(self) -> None:
        self._languages: OrderedDict[int, str] = OrderedDict()

    def note(self, member_id: int, language: str) -> None:
        """Remember the language of a member's Discord."""
        self._languages[member_id] = language
        self._languages.move_to_end(member_id)
        if len(self._languages) > _MAX_MEMBERS:
            self._languages.popitem(last=False)

    def of(self, member_id: int) -> str | None:
        """The language of a member's Discord, None where that is not known."""
        return self._languages.get(member_id)

    def forget(self, member_id: int) -> None:
        """Know no more of a member."""
        self._languages.pop(member_id, None)


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


@dataclass(frozen=True, slots=True)
class Heard:
    """A message that was answered: a digest of its text, where known, and the answer's id."""

    digest: bytes | None
    reply_id: int | None

    def says(self, text: str) -> bool:
        """Whether the message is known to have said just this."""
        return self.digest == _digest(text)


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()


class HeardMessages:
    """The last messages that were answered, so that an edited one is answered in the same place."""

    def __init__(self) -> None:
        self._heard: OrderedDict[int, Heard] = OrderedDict()
        self._turns: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    def turn(self, message_id: int) -> asyncio.Lock:
        """Held while a message is answered: what was edited meanwhile is answered after that."""
        return self._turns.setdefault(message_id, asyncio.Lock())

    def note(self, message_id: int, text: str, reply_id: int | None) -> None:
        """Remember a digest of what a message said, and where it was answered."""
        self._heard[message_id] = Heard(_digest(text), reply_id)
        self._heard.move_to_end(message_id)
        if len(self._heard) > _MAX_IDS:
            self._heard.popitem(last=False)

    def of(self, message_id: int) -> Heard | None:
        """What is known of a message that was answered; None where that is not remembered."""
        return self._heard.get(message_id)
