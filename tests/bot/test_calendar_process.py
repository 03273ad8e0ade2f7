"""What becomes of the file of events between two lives of the bot, seen from Discord on loopback.

``FORUMBOT_SOURCE=DIR`` names another forumbot, as for ``tests/test_calendar_cases.py``.
"""

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from tests.bot.bot_nursery import BotNursery
from tests.bot.fake_discord import CHANNEL_ID, GUILD_ID, BotProcess, FakeDiscord, from_scratch

from forumbot.clock import system_clock

SOURCE = os.environ.get("FORUMBOT_SOURCE")
NOW = system_clock()
HOUR = NOW + timedelta(minutes=50)
SERIES = HOUR - timedelta(days=14)
TIMED = "%Y-%m-%d %H:%M"
# What works in every version: the classes and what they are called with have stayed.
PREPARE = f"""
import sys
from pathlib import Path
from forumbot.bot import store
from forumbot.clock import system_clock
with store.Store(Path(sys.argv[1]), system_clock) as kept:
    kept.save_settings(store.GuildSettings({GUILD_ID}, announcement_channel_id={CHANNEL_ID}))
"""


def entry(event_id: str, title: str, starts: datetime, *more: str) -> str:
    """An event that is announced an hour and more before."""
    lines = (f"id: {event_id}", f"title: {title}", "kind: forum", "timezone: UTC",
             f"starts: {starts.strftime(TIMED)}", "leads: [3 days, 1 hour]", *more)  # fmt: skip
    return "  - " + "\n    ".join(lines) + "\n"


FORUM = entry("forum", "Harbour forum", HOUR)
MEETING = entry("meeting", "Ferry meeting", HOUR)
TALKS = entry("talks", "Lighthouse talks", SERIES, "rrule: FREQ=WEEKLY")
LATER = entry("talks", "Lighthouse talks", SERIES + timedelta(days=1), "rrule: FREQ=WEEKLY")
BEFORE = f"events:\n{FORUM}{MEETING}{TALKS}"


class Lives:
    """A bot that is ended and started again on one folder and one Discord."""

    def __init__(self, folder: Path, discord: FakeDiscord, bots: BotNursery) -> None:
        self.folder, self.discord = folder, discord
        self._bots = bots
        self._start = from_scratch if SOURCE else bots.start
        self._lives = 0
        self.file = folder / "knowledge" / "events.yaml"
        self.file.parent.mkdir()
        (self.file.parent / "page.md").write_text("# Harbours\n\nSeven pilots are funded.\n")
        (folder / "forumbot.yaml").write_text("knowledge: knowledge\nindex: index\ndata: data\n")
        (folder / "data").mkdir()
        config = folder / "forumbot.yaml"
        self._python("-m", "forumbot", "index", "build", "--config", config)
        self._python("-c", PREPARE, folder / "data" / "bot.sqlite")

    def _python(self, *arguments: object) -> None:
        words = [str(argument) for argument in arguments]
        if SOURCE:
            environment = {**os.environ, **self._source()}
            subprocess.run([sys.executable, *words], env=environment, check=True)
        else:
            done = self._bots.nursery.run(words)
            assert done.returncode == 0, done.stderr

    def _source(self) -> dict[str, str]:
        return {"PYTHONPATH": SOURCE} if SOURCE else {}

    def live(self, text: str, until: Callable[[], bool] = lambda: True) -> list[str]:
        """Save the file, let the bot plan and send what is due; returns what it said since."""
        self.file.write_text(text, encoding="utf-8")
        before = len(self.discord.messages())
        self._lives += 1
        environment = {**self.discord.environment, **self._source()}
        output = self.folder / f"life-{self._lives}.txt"
        bot = BotProcess(self.folder / "forumbot.yaml", environment, output, self._start)
        try:
            bot.until_ready(self.discord, session=self._lives, seconds=120)
            quiet = _Quiet(self.discord)
            self.discord.until(lambda: until() and quiet.for_seconds(2.5), 60)
        finally:
            bot.kill()
        return [str(message["embeds"]) for message in self.discord.messages()[before:]]


class _Quiet:
    """For how long nothing was asked of Discord."""

    def __init__(self, discord: FakeDiscord) -> None:
        self._discord, self._count, self._since = discord, -1, system_clock()

    def for_seconds(self, seconds: float) -> bool:
        count = len(self._discord.requests("POST", "/messages"))
        if count != self._count:
            self._count, self._since = count, system_clock()
        return system_clock() - self._since > timedelta(seconds=seconds)


def test_a_file_that_changes_between_two_lives_cancels_nothing_by_mistake(
    tmp_path: Path, bots: BotNursery
) -> None:
    """Emptied for a while, an id corrected, a series moved by a day: each is told as what it is."""
    with FakeDiscord() as discord:
        lives = Lives(tmp_path, discord, bots)
        announced = lives.live(BEFORE, lambda: len(discord.messages()) >= 3)
        assert len(announced) == 3
        assert lives.live("") == []
        corrected = BEFORE.replace("id: forum", "id: forum-2026").replace(TALKS, LATER)
        (told,) = lives.live(corrected, lambda: len(discord.messages()) > len(announced))
        assert "Lighthouse talks" in told
        assert "New time" in told
        assert not any("Cancelled" in str(message) for message in discord.messages())
