"""Deliveries on their way: each is claimed, posted with its mark, and recorded.

Where the program ends in between, or the line breaks, the claim stays: then the mark is looked for
before anything is posted again.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from forumbot.clock import Clock
from forumbot.errors import (
    DeliveryError,
    NoLookError,
    NotPermittedError,
    RateLimitedError,
    StoreError,
    UnreachableError,
)
from forumbot.language.said import Said, said
from forumbot.reminders import wording
from forumbot.reminders.composing import Composer, shown_of
from forumbot.reminders.ports import Ledger, Poster
from forumbot.reminders.records import Delivery, Purpose, State
from forumbot.reminders.retries import BACK_OFF, back_off, permission_wait, rate_limit_wait

log = logging.getLogger(__name__)

_AT_ONCE = 8
_BATCH = 500
_GIVE_UP_LOOKING = timedelta(days=1)
_STORE_RETRIES_SECONDS = (0.2, 1.0)


class Courier:
    """Sends what is due, each once, or records why not.

    ``plan_anew`` is called for a delivery that turns out not to have been posted: its event may
    have changed meanwhile, or have been cancelled, so there is to be a plan before it is sent.
    """

    def __init__(
        self,
        ledger: Ledger,
        poster: Poster,
        composer: Composer,
        clock: Clock,
        plan_anew: Callable[[], None],
    ) -> None:
        self._ledger = ledger
        self._poster = poster
        self._composer = composer
        self._clock = clock
        self._plan_anew = plan_anew
        self._barred: list[Delivery] = []

    def take_barred(self) -> list[Delivery]:
        """What since the last call could not be sent for want of a permission, and waits for it."""
        barred, self._barred = self._barred, []
        return barred

    async def deliver_due(self) -> bool:
        """Send what is due, the most important first; returns whether there was anything."""
        now = self._clock().astimezone(UTC)
        # Not all at once: what falls due amid a crowd may be more important.
        rows = await asyncio.to_thread(self._ledger.due, now, _BATCH)
        if rows and await self._give_up_superseded(now):
            rows = await asyncio.to_thread(self._ledger.due, now, _BATCH)
        queue = iter(rows)

        async def work() -> None:
            for row in queue:
                await self._deliver(row)

        await _all(work() for _worker in range(min(_AT_ONCE, len(rows))))
        return bool(rows)

    async def _give_up_superseded(self, now: datetime) -> bool:
        """Of several reminders of one event that are due, some waiting, the last one counts.

        Returns whether any was given up.
        """
        planned = await asyncio.to_thread(self._ledger.planned)
        latest: dict[tuple[object, ...], datetime] = {}
        for row in planned:
            if row.due_at <= now:
                latest[_subject(row)] = max(row.due_at, latest.get(_subject(row), row.due_at))
        superseded = [
            row
            for row in planned
            if row.due_at < latest.get(_subject(row), row.due_at) and row.message is None
        ]
        for row in superseded:
            await self._end(row, State.MISSED, now, said("missed_superseded"))
        return bool(superseded)

    async def _deliver(self, row: Delivery) -> None:
        now = self._clock().astimezone(UTC)
        if now >= row.useful_until:
            await self._end(row, State.MISSED, now, row.detail or _too_late(now - row.due_at))
            return
        announcement = await asyncio.to_thread(self._composer.announcement, row, now)
        if not await asyncio.to_thread(self._ledger.claim, row.key, now):
            return
        try:
            message_id = await self._poster.post(row, announcement)
        except DeliveryError as error:
            await self._put_off(row, error)
        except Exception as error:
            log.exception("posting failed unexpectedly")
            await self._put_off(row, _unexpected(error))
        else:
            await self._record_sent(row, message_id, late_by=announcement.late_by)

    async def _record_sent(
        self, row: Delivery, message_id: int, *, late_by: timedelta | None
    ) -> None:
        state = State.SENT if late_by is None else State.LATE
        shown = None if row.purpose is Purpose.REPORT else shown_of(row)
        now = self._clock().astimezone(UTC)
        await self._record(row, state, now, message_id=message_id, shown=shown)

    async def _record(
        self,
        row: Delivery,
        state: State,
        now: datetime,
        *,
        message_id: int | None = None,
        detail: str | None = None,
        shown: str | None = None,
    ) -> None:
        """Record an end. Where the disk or a lock is in the way the claim stays, and is found."""

        def record() -> None:
            self._ledger.record(
                row.key, state, now, message_id=message_id, detail=detail, shown=shown
            )

        for seconds in _STORE_RETRIES_SECONDS:
            try:
                return await asyncio.to_thread(record)
            except StoreError as error:
                log.warning("a delivery is not recorded yet: %s", error)
                await asyncio.sleep(seconds)
        return await asyncio.to_thread(record)

    async def _put_off(self, row: Delivery, error: DeliveryError) -> None:
        """Each kind of failure has its rule: wait, wait and look, or give up."""
        now = self._clock().astimezone(UTC)
        detail = error.problem
        if isinstance(error, RateLimitedError):
            await self._postpone(row, now + rate_limit_wait(error), detail, uncertain=False)
        elif isinstance(error, UnreachableError):
            await self._postpone(row, now + back_off(row, now), detail, uncertain=True)
        elif isinstance(error, NotPermittedError):
            await self._postpone(row, now + permission_wait(row, now), detail, uncertain=False)
            reason = await asyncio.to_thread(self._composer.reason, row, detail)
            self._barred.append(replace(row, detail=reason))
        else:
            await self._end(row, State.REFUSED, now, detail)

    async def _postpone(
        self, row: Delivery, until: datetime, detail: str, *, uncertain: bool
    ) -> None:
        reason = await asyncio.to_thread(self._composer.reason, row, detail)
        await asyncio.to_thread(self._ledger.postpone, row.key, until, reason, uncertain=uncertain)

    async def _end(self, row: Delivery, state: State, now: datetime, detail: str) -> None:
        """Record that it was not sent, and why, in the language that it would be said in."""
        reason = await asyncio.to_thread(self._composer.reason, row, detail)
        await self._record(row, state, now, detail=reason)

    # After a crash or a broken line

    async def settle_claimed(self) -> None:
        """Settle each delivery of which it is not known whether it was posted."""
        for row in await asyncio.to_thread(self._ledger.claimed):
            try:
                message_id = await self._poster.find(row)
            except DeliveryError as error:
                await self._not_seen(row, error)
            except Exception as error:
                log.exception("looking for a delivery failed unexpectedly")
                await self._not_seen(row, _unexpected(error))
            else:
                await self._seen(row, message_id)

    async def _seen(self, row: Delivery, message_id: int | None) -> None:
        if message_id is None:
            now = self._clock().astimezone(UTC)
            await self._postpone(row, now, row.detail or said("missed_not_posted"), uncertain=False)
            self._plan_anew()
            return
        posted_at = row.claimed_at or row.due_at
        late_by = posted_at - row.due_at
        is_late = row.purpose is Purpose.REMINDER and late_by > self._composer.late_after
        await self._record_sent(row, message_id, late_by=late_by if is_late else None)

    async def _not_seen(self, row: Delivery, error: DeliveryError) -> None:
        now = self._clock().astimezone(UTC)
        claimed_at = row.claimed_at or now
        if isinstance(error, NoLookError | NotPermittedError):
            if timedelta(0) <= now - claimed_at < self._poster.dedup_window:
                await self._post_again(row, now)
                return
            await self._end(row, State.MISSED, now, said("missed_unsure", why=error.problem))
        elif isinstance(error, RateLimitedError | UnreachableError):
            if now < row.useful_until + _GIVE_UP_LOOKING:
                await self._postpone(row, now + back_off(row, now), error.problem, uncertain=True)
                return
            await self._end(row, State.MISSED, now, said("missed_unsure", why=error.problem))
        else:
            await self._end(row, State.REFUSED, now, error.problem)

    async def _post_again(self, row: Delivery, now: datetime) -> None:
        """Post once more while that makes no second message; whatever fails, doubt remains."""
        announcement = await asyncio.to_thread(self._composer.announcement, row, now)
        try:
            message_id = await self._poster.post(row, announcement)
        except Exception as error:
            if not isinstance(error, DeliveryError):
                log.exception("posting failed unexpectedly")
            why = error.problem if isinstance(error, DeliveryError) else str(error)
            await self._postpone(row, now + BACK_OFF[0], why, uncertain=True)
        else:
            await self._record_sent(row, message_id, late_by=announcement.late_by)


def _too_late(late_by: timedelta) -> Said:
    length = Said(lambda language: wording.duration(late_by, language))
    return said("missed_late", length=length)


def _unexpected(error: Exception) -> UnreachableError:
    return UnreachableError(said("fault_unexpected", name=type(error).__name__))


def _subject(row: Delivery) -> tuple[object, ...]:
    if row.purpose is not Purpose.REMINDER:
        return (row.key,)
    return (row.event_id, row.channel_id, row.starts_at, row.anchor)


async def _all(work: Iterable[Awaitable[None]]) -> None:
    """Do it side by side; the first error is raised once all of them have ended."""
    results = await asyncio.gather(*work, return_exceptions=True)
    for result in results:
        if isinstance(result, BaseException):
            raise result
