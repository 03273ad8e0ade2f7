"""Reminders on their way: one task that sends each once, or says why it did not.

What is to be sent stands in the ledger before it is due. Each delivery is claimed there, posted
with a mark and an enforced nonce, and recorded. Where the program ends in between, or the line
breaks, the claim stays: then the channel is searched for the mark before anything is posted again.
"""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Protocol

from forumbot.clock import Clock
from forumbot.errors import (
    DeliveryError,
    NoLookError,
    NotPermittedError,
    RateLimitedError,
    StoreError,
    UnreachableError,
)
from forumbot.reminders import wording
from forumbot.reminders.events import Event
from forumbot.reminders.ledger import Ledger
from forumbot.reminders.planner import Planner, Surroundings
from forumbot.reminders.records import Delivery, Purpose, State, event_from_json
from forumbot.reminders.schedule import Defaults, digest
from forumbot.reminders.wording import Announcement, Quoted

log = logging.getLogger(__name__)

PLAN_EVERY = timedelta(minutes=5)
LONGEST_SLEEP = timedelta(minutes=1)
NONCE_WINDOW = timedelta(minutes=1)
"""How long Discord surely refuses to post the same nonce twice; it speaks of a few minutes."""
_AT_ONCE = 8
_BATCH = 500
_BACK_OFF = tuple(timedelta(seconds=seconds) for seconds in (15, 30, 60, 300, 900))
_WAIT_FOR_PERMISSION = tuple(timedelta(minutes=minutes) for minutes in (5, 15, 60))
_LONGEST_RATE_LIMIT = timedelta(hours=1)
_GIVE_UP_LOOKING = timedelta(days=1)
_STORE_RETRY_SECONDS = 5.0
_STORE_RETRIES_SECONDS = (0.2, 1.0)
_REPORT_USEFUL = timedelta(days=7)
_MAX_REPORT_LINES = 15


class Poster(Protocol):
    """Posts messages; every failure is a :class:`DeliveryError`."""

    async def post(self, delivery: Delivery, announcement: Announcement) -> int:
        """Post the announcement with the delivery's mark and nonce; returns the message's id."""

    async def find(self, delivery: Delivery) -> int | None:
        """The id of the message that carries the delivery's mark, None where there is none.

        It is looked for among what was posted since the delivery was claimed. Raises
        :class:`NoLookError` where that cannot be seen.
        """

    async def edit(self, delivery: Delivery, announcement: Announcement) -> None:
        """Replace what the delivery's message says."""


async def _nothing() -> None:
    return


class Runner:
    """The one task that delivers; :meth:`run` it, and :meth:`wake` it when something changes."""

    def __init__(
        self,
        ledger: Ledger,
        poster: Poster,
        around: Surroundings,
        defaults: Defaults,
        clock: Clock,
        *,
        late_after: timedelta = timedelta(minutes=5),
        after_plan: Callable[[], Awaitable[None]] = _nothing,
    ) -> None:
        self._ledger = ledger
        self._poster = poster
        self._around = around
        self._planner = Planner(ledger, around, defaults)
        self._clock = clock
        self._late_after = late_after
        self._after_plan = after_plan
        self._planned_at: datetime | None = None
        self._barred: list[Delivery] = []
        self._woken = False
        self._sleeping: asyncio.Future[None] | None = None

    def wake(self) -> None:
        """Plan anew and see at once what is due."""
        self._woken = True
        self._planned_at = None
        if self._sleeping is not None:
            self._sleeping.cancel()

    async def run(self) -> None:
        """Deliver until cancelled; no error ends it."""
        while True:
            try:
                seconds = await self.once()
            except StoreError as error:
                log.warning("reminders wait: %s", error)
                seconds = _STORE_RETRY_SECONDS
            except Exception:
                log.exception("a look at the reminders failed; the next one follows")
                seconds = LONGEST_SLEEP.total_seconds()
            await self._sleep(seconds)

    async def once(self) -> float:
        """Do all that is due now; returns for how many seconds there is nothing to do.

        That is a minute at most, as a clock may be set and a machine may sleep.
        """
        await self._look_for_claimed()
        await self._plan_if_old()
        while await self._deliver_due() or await self._report():
            await self._plan_if_old()
        await self._edit_changed()
        next_at = await asyncio.to_thread(self._ledger.next_at, self._clock())
        if next_at is None:
            return LONGEST_SLEEP.total_seconds()
        left = next_at.astimezone(UTC) - self._clock().astimezone(UTC)
        return min(max(left, timedelta(0)), LONGEST_SLEEP).total_seconds()

    async def _sleep(self, seconds: float) -> None:
        # A task of its own, as waking cancels the sleep and not the runner.
        if not self._woken:
            self._sleeping = asyncio.ensure_future(asyncio.sleep(seconds))
            try:
                await asyncio.wait({self._sleeping})
            finally:
                self._sleeping.cancel()
                self._sleeping = None
        self._woken = False

    # Planning

    def _is_plan_old(self) -> bool:
        if self._planned_at is None:
            return True
        age = self._clock().astimezone(UTC) - self._planned_at
        # Negative where the clock was set back.
        return not timedelta(0) <= age < PLAN_EVERY

    async def _plan_if_old(self) -> None:
        """Plan now and then; where that fails, what was planned before is still delivered."""
        if not self._is_plan_old():
            return
        try:
            await self.plan()
        except StoreError as error:
            log.warning("reminders are not planned anew: %s", error)
        except Exception:
            log.exception("reminders are not planned anew; it is tried again")

    async def plan(self) -> None:
        """Bring the ledger in step with the events, the rules and the settings."""
        now = self._clock().astimezone(UTC)
        # Noted beforehand, so that a change amid the planning has it done again.
        self._planned_at = now
        try:
            await asyncio.to_thread(self._planner.plan, now)
        except Exception:
            self._planned_at = None
            raise
        try:
            await self._after_plan()
        except Exception:
            log.exception("what follows a plan failed; it is tried again at the next one")

    # Delivery

    async def _deliver_due(self) -> bool:
        """Send what is due, the most important first; returns whether there was anything."""
        now = self._clock().astimezone(UTC)
        rows = await asyncio.to_thread(self._ledger.due, now, 100_000)
        # Not all at once: what falls due amid a crowd may be more important.
        queue = iter((await self._without_superseded(rows, now))[:_BATCH])

        async def work() -> None:
            for row in queue:
                await self._deliver(row)

        await _all(work() for _worker in range(min(_AT_ONCE, len(rows))))
        return bool(rows)

    async def _without_superseded(
        self, rows: Sequence[Delivery], now: datetime
    ) -> Sequence[Delivery]:
        """Of several reminders of one event that are due, some waiting, the last one counts."""
        planned = await asyncio.to_thread(self._ledger.planned) if rows else ()
        latest: dict[tuple[object, ...], datetime] = {}
        for row in planned:
            if row.due_at <= now:
                latest[_subject(row)] = max(row.due_at, latest.get(_subject(row), row.due_at))
        superseded: set[str] = set()
        for row in planned:
            if row.due_at < latest.get(_subject(row), row.due_at) and row.message is None:
                detail = "a later reminder of the same event took its place"
                await self._record(row, State.MISSED, now, detail=detail)
                superseded.add(row.key)
        return [row for row in rows if row.key not in superseded]

    async def _deliver(self, row: Delivery) -> None:
        now = self._clock().astimezone(UTC)
        if now >= row.useful_until:
            late = wording.duration(now - row.due_at)
            detail = row.detail or f"it was {late} late, and what it speaks of had come"
            await self._record(row, State.MISSED, now, detail=detail)
            return
        announcement = await self._announcement(row, now)
        if not await asyncio.to_thread(self._ledger.claim, row.key, now):
            return
        try:
            message_id = await self._poster.post(row, announcement)
        except DeliveryError as error:
            await self._put_off(row, error)
        except Exception as error:
            log.exception("posting failed unexpectedly")
            await self._put_off(row, UnreachableError(f"unexpected {type(error).__name__}"))
        else:
            await self._record_sent(row, message_id, late_by=announcement.late_by)

    async def _announcement(self, row: Delivery, now: datetime) -> Announcement:
        return await asyncio.to_thread(self.announcement, row, now)

    def announcement(self, row: Delivery, now: datetime) -> Announcement:
        """What a delivery says if it is sent at ``now``."""
        payload = json.loads(row.payload or "{}")
        if row.purpose is Purpose.REPORT:
            return wording.report(payload["lines"])
        event = event_from_json(payload["event"])
        if row.purpose is Purpose.NOTICE:
            return wording.notice(event_from_json(payload["before"]), event, now)
        return wording.reminder(
            event, row.anchor, now, due_at=row.due_at, late_after=self._late_after,
            message=row.message, background=self._background(event, now),
        )  # fmt: skip

    def _background(self, event: Event, now: datetime) -> Sequence[Quoted]:
        try:
            return self._around.background(event, now)
        except Exception:
            log.exception("no background for %s", event.event_id)
            return ()

    async def _record_sent(
        self, row: Delivery, message_id: int, *, late_by: timedelta | None
    ) -> None:
        state = State.SENT if late_by is None else State.LATE
        shown = None if row.purpose is Purpose.REPORT else _shown(row)
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
        detail = str(error)
        if isinstance(error, RateLimitedError):
            wait = min(timedelta(seconds=max(error.retry_after, 1)), _LONGEST_RATE_LIMIT)
            await self._postpone(row, now + wait, detail, uncertain=False)
        elif isinstance(error, UnreachableError):
            await self._postpone(row, now + _back_off(row, now), detail, uncertain=True)
        elif isinstance(error, NotPermittedError):
            step = min(row.attempts, len(_WAIT_FOR_PERMISSION) - 1)
            until = now + _WAIT_FOR_PERMISSION[step]
            await self._postpone(row, until, detail, uncertain=False)
            self._barred.append(replace(row, detail=detail))
        else:
            await self._record(row, State.REFUSED, now, detail=detail)

    async def _postpone(
        self, row: Delivery, until: datetime, detail: str, *, uncertain: bool
    ) -> None:
        await asyncio.to_thread(self._ledger.postpone, row.key, until, detail, uncertain=uncertain)

    # After a crash or a broken line

    async def _look_for_claimed(self) -> None:
        """Settle each delivery of which it is not known whether it was posted."""
        for row in await asyncio.to_thread(self._ledger.claimed):
            try:
                message_id = await self._poster.find(row)
            except DeliveryError as error:
                await self._not_seen(row, error)
            except Exception as error:
                log.exception("looking for a delivery failed unexpectedly")
                await self._not_seen(row, UnreachableError(f"unexpected {type(error).__name__}"))
            else:
                await self._seen(row, message_id)

    async def _seen(self, row: Delivery, message_id: int | None) -> None:
        if message_id is None:
            now = self._clock().astimezone(UTC)
            await self._postpone(row, now, row.detail or "it was not posted", uncertain=False)
            # Its event may have changed meanwhile, or have been cancelled.
            self._planned_at = None
            return
        posted_at = row.claimed_at or row.due_at
        late_by = posted_at - row.due_at
        is_late = row.purpose is Purpose.REMINDER and late_by > self._late_after
        await self._record_sent(row, message_id, late_by=late_by if is_late else None)

    async def _not_seen(self, row: Delivery, error: DeliveryError) -> None:
        now = self._clock().astimezone(UTC)
        claimed_at = row.claimed_at or now
        if isinstance(error, NoLookError | NotPermittedError):
            if timedelta(0) <= now - claimed_at < NONCE_WINDOW:
                await self._post_again(row, now)
                return
            detail = f"it may or may not have been posted: {error}"
            await self._record(row, State.MISSED, now, detail=detail)
        elif isinstance(error, RateLimitedError | UnreachableError):
            if now < row.useful_until + _GIVE_UP_LOOKING:
                await self._postpone(row, now + _back_off(row, now), str(error), uncertain=True)
                return
            detail = f"it may or may not have been posted: {error}"
            await self._record(row, State.MISSED, now, detail=detail)
        else:
            await self._record(row, State.REFUSED, now, detail=str(error))

    async def _post_again(self, row: Delivery, now: datetime) -> None:
        """Post once more while Discord still knows the nonce; whatever fails, doubt remains."""
        announcement = await self._announcement(row, now)
        try:
            message_id = await self._poster.post(row, announcement)
        except Exception as error:
            if not isinstance(error, DeliveryError):
                log.exception("posting failed unexpectedly")
            await self._postpone(row, now + _BACK_OFF[0], str(error), uncertain=True)
        else:
            await self._record_sent(row, message_id, late_by=announcement.late_by)

    # Edits

    async def _edit_changed(self) -> None:
        """Bring messages that speak of a changed event up to date."""
        for row in await asyncio.to_thread(self._ledger.edits):
            now = self._clock().astimezone(UTC)
            event = event_from_json(json.loads(row.shown or ""))
            try:
                if row.purpose is Purpose.REMINDER:
                    # What follows a change of the event is a notice of its own.
                    await self._poster.edit(row, await self._as_it_is_now(row, event, now))
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

    async def _as_it_is_now(self, row: Delivery, event: Event, now: datetime) -> Announcement:
        background = await asyncio.to_thread(self._background, event, now)
        return wording.reminder(
            event, row.anchor, now, due_at=row.due_at, late_after=timedelta.max,
            message=row.message, background=background,
        )  # fmt: skip

    async def _edit_later(
        self, row: Delivery, event: Event, now: datetime, error: DeliveryError
    ) -> None:
        if event.is_past(now):
            await asyncio.to_thread(self._ledger.edited, row.key, str(error))
            return
        wait = _BACK_OFF[min(row.edit_attempts, len(_BACK_OFF) - 1)]
        if isinstance(error, RateLimitedError):
            wait = min(timedelta(seconds=max(error.retry_after, 1)), _LONGEST_RATE_LIMIT)
        await asyncio.to_thread(self._ledger.postpone_edit, row.key, now + wait)

    # Reports

    async def _report(self) -> bool:
        """Plan to tell the moderators once of what was missed, refused or is barred; if any is."""
        barred, self._barred = self._barred, []
        failed = await asyncio.to_thread(self._ledger.unreported)
        for rows, what in ((barred, "cannot be sent yet"), (failed, "was not sent")):
            for guild_id in dict.fromkeys(row.guild_id for row in rows):
                await self._tell_of([row for row in rows if row.guild_id == guild_id], what)
        return bool(barred or failed)

    async def _tell_of(self, rows: Sequence[Delivery], what: str) -> None:
        """Plan one report on these deliveries; those that a report told of already are left out."""
        now = self._clock().astimezone(UTC)
        new = [row for row in rows if not row.reported and row.purpose is not Purpose.REPORT]
        if not new:
            return
        report = Delivery(
            key=digest("report", *sorted(row.key for row in new)),
            purpose=Purpose.REPORT,
            guild_id=new[0].guild_id,
            channel_id=await asyncio.to_thread(self._around.report_to, new[0].guild_id),
            starts_at=now,
            due_at=now,
            useful_until=now + _REPORT_USEFUL,
            payload=json.dumps({"lines": _report_lines(new, what)}),
        )
        await asyncio.to_thread(self._ledger.mark_reported, [row.key for row in new], report)


def _shown(row: Delivery) -> str:
    return json.dumps(json.loads(row.payload or "{}")["event"])


def _subject(row: Delivery) -> tuple[object, ...]:
    if row.purpose is not Purpose.REMINDER:
        return (row.key,)
    return (row.event_id, row.channel_id, row.starts_at, row.anchor)


def _back_off(row: Delivery, now: datetime) -> timedelta:
    """How long to wait for the line: longer with each try, and with the time since the last."""
    waited = (now - row.claimed_at) / 2 if row.claimed_at else timedelta(0)
    step = _BACK_OFF[min(row.attempts, len(_BACK_OFF) - 1)]
    return min(max(step, waited), _BACK_OFF[-1])


def _report_lines(rows: Sequence[Delivery], what: str) -> list[str]:
    direct = sum(row.is_direct for row in rows)
    lines = [_report_line(row, what) for row in rows if not row.is_direct]
    if len(lines) > _MAX_REPORT_LINES:
        more = len(lines) - _MAX_REPORT_LINES
        lines[_MAX_REPORT_LINES:] = [f"and {more} more; /remind log lists them"]
    if direct:
        lines.append(f"{direct} direct message{'s' if direct > 1 else ''} to members")
    return lines


def _report_line(row: Delivery, what: str) -> str:
    title = event_from_json(json.loads(row.payload or "{}")["event"]).title
    subject = f"the reminder of “{title}”" if row.purpose is Purpose.REMINDER else (
        f"the word on the change of “{title}”"
    )  # fmt: skip
    return f"{subject} ({row.lead or 'a change'}) {what}: {row.detail or 'no reason is known'}"


async def _all(work: Iterable[Awaitable[None]]) -> None:
    """Do it side by side; the first error is raised once all of them have ended."""
    results = await asyncio.gather(*work, return_exceptions=True)
    for result in results:
        if isinstance(result, BaseException):
            raise result
