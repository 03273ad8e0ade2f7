"""The bot of the community: ``forumbot run`` whose time is the community's.

Nothing else of it is another: the clock alone is handed in, and the runner of reminders sleeps by
it.
"""

import asyncio
import os
from datetime import timedelta
from pathlib import Path
from typing import ClassVar

from bench.community.clock import SharedClock
from forumbot import cli
from forumbot.bot import agenda
from forumbot.cli import options
from forumbot.reminders import runner

CLOCK = "COMMUNITY_CLOCK"
"""The variable of the environment that names the file of the clock."""
_LONGEST_SLEEP = timedelta(hours=6)
_LOOK_SECONDS = 0.005


class SteppedRunner(runner.Runner):
    """A runner that sleeps until the community's clock says so, or until it is asked."""

    clock: ClassVar[SharedClock]
    _asked = 0.0

    async def once(self) -> float:
        """As the runner does, taking note of what was asked when it began."""
        self._asked = self.clock.asked
        return await super().once()

    async def _sleep(self, seconds: float) -> None:
        if not self._woken:
            self.clock.rest(self._asked, seconds, len(asyncio.all_tasks()))
            self._sleeping = asyncio.ensure_future(self._until_due(seconds))
            try:
                await asyncio.wait({self._sleeping})
            finally:
                self._sleeping.cancel()
                self._sleeping = None
        self._woken = False

    async def _until_due(self, seconds: float) -> None:
        due = self.clock.seconds() + seconds
        while self.clock.seconds() < due and self.clock.asked == self._asked:
            await asyncio.sleep(_LOOK_SECONDS)


def main() -> None:
    """Be the bot until a signal ends it."""
    SteppedRunner.clock = SharedClock(Path(os.environ[CLOCK]))
    runner.LONGEST_SLEEP = _LONGEST_SLEEP
    vars(agenda)["Runner"] = SteppedRunner
    vars(options)["system_clock"] = SteppedRunner.clock
    cli.main()


if __name__ == "__main__":
    main()
