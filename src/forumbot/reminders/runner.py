"""Reminders on their way: one task that sends each once, or says why it did not.

What is to be sent stands in the ledger before it is due: the planner puts it there, the courier
delivers it, the editor keeps what was sent true, and the reporter tells what was not sent.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from forumbot.clock import Clock
from forumbot.errors import StoreError
from forumbot.reminders.composing import Composer
from forumbot.reminders.courier import Courier
from forumbot.reminders.editing import Editor
from forumbot.reminders.foresight import Foreseen, Unkept
from forumbot.reminders.planner import Planner, Surroundings
from forumbot.reminders.ports import Ledger, Poster
from forumbot.reminders.reporting import Reporter
from forumbot.reminders.schedule import Defaults

log = logging.getLogger(__name__)

PLAN_EVERY = timedelta(minutes=5)
LONGEST_SLEEP = timedelta(minutes=1)
_STORE_RETRY_SECONDS = 5.0


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
        self._planner = Planner(ledger, around, defaults)
        self._clock = clock
        composer = Composer(around.background, late_after, around.language_of)
        self._courier = Courier(ledger, poster, composer, clock, self._plan_anew)
        self._editor = Editor(ledger, poster, composer, clock)
        self._reporter = Reporter(ledger, around.report_to, clock, around.language_of)
        self._after_plan = after_plan
        self._planned_at: datetime | None = None
        self._woken = False
        self._sleeping: asyncio.Future[None] | None = None

    def wake(self) -> None:
        """Plan anew and see at once what is due."""
        self._woken = True
        self._plan_anew()
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
        await self._courier.settle_claimed()
        await self._plan_if_old()
        while await self._courier.deliver_due() or await self._report():
            await self._plan_if_old()
        await self._editor.edit_changed()
        next_at = await asyncio.to_thread(self._ledger.next_at, self._clock())
        if next_at is None:
            return LONGEST_SLEEP.total_seconds()
        left = next_at.astimezone(UTC) - self._clock().astimezone(UTC)
        return min(max(left, timedelta(0)), LONGEST_SLEEP).total_seconds()

    async def _report(self) -> bool:
        return await self._reporter.report(self._courier.take_barred())

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

    async def foresee(self, guild_id: int, change: Unkept) -> Foreseen:
        """Who would hear of a change of a guild's events if it were kept now."""
        now = self._clock().astimezone(UTC)
        return await asyncio.to_thread(self._planner.foresee, guild_id, change, now)

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

    def _plan_anew(self) -> None:
        self._planned_at = None

    async def plan(self) -> None:
        """Bring the ledger in step with the events, the rules and the settings."""
        now = self._clock().astimezone(UTC)
        # Noted beforehand, so that a change amid the planning has it done again.
        self._planned_at = now
        try:
            await asyncio.to_thread(self._planner.plan, now)
        except Exception:
            self._plan_anew()
            raise
        try:
            await self._after_plan()
        except Exception:
            log.exception("what follows a plan failed; it is tried again at the next one")
