"""Messages that speak of an event that has changed, brought up to date."""

import asyncio
import json
import logging
from datetime import UTC, datetime

from forumbot.clock import Clock
from forumbot.errors import DeliveryError, RateLimitedError, UnreachableError
from forumbot.reminders.composing import Composer
from forumbot.reminders.events import Event
from forumbot.reminders.ports import Ledger, Poster
from forumbot.reminders.records import Delivery, Purpose, event_from_json
from forumbot.reminders.retries import edit_back_off, rate_limit_wait

log = logging.getLogger(__name__)


class Editor:
    """Edits what was posted, once for each change."""

    def __init__(self, ledger: Ledger, poster: Poster, composer: Composer, clock: Clock) -> None:
        self._ledger = ledger
        self._poster = poster
        self._composer = composer
        self._clock = clock

    async def edit_changed(self) -> None:
        """Bring messages that speak of a changed event up to date, as far as that is due."""
        for row in await asyncio.to_thread(self._ledger.edits):
            await self._edit(row)

    async def _edit(self, row: Delivery) -> None:
        now = self._clock().astimezone(UTC)
        event = event_from_json(json.loads(row.shown or ""))
        try:
            if row.purpose is Purpose.REMINDER:
                # What follows a change of the event is a notice of its own.
                said = await asyncio.to_thread(self._composer.as_it_is_now, row, event, now)
                await self._poster.edit(row, said)
        except (RateLimitedError, UnreachableError) as error:
            await self._edit_later(row, event, now, error)
        except DeliveryError as error:
            await asyncio.to_thread(self._ledger.edited, row.key, str(error))
        except Exception as error:
            log.exception("editing failed unexpectedly")
            unexpected = UnreachableError(f"unexpected {type(error).__name__}")
            await self._edit_later(row, event, now, unexpected)
        else:
            await asyncio.to_thread(self._ledger.edited, row.key, None)

    async def _edit_later(
        self, row: Delivery, event: Event, now: datetime, error: DeliveryError
    ) -> None:
        if event.is_past(now):
            await asyncio.to_thread(self._ledger.edited, row.key, str(error))
            return
        wait = edit_back_off(row)
        if isinstance(error, RateLimitedError):
            wait = rate_limit_wait(error)
        await asyncio.to_thread(self._ledger.postpone_edit, row.key, now + wait)
