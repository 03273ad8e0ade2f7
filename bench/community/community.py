"""A community from its first day to its last, in a folder that holds the archive."""

import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from pathlib import Path

from tests.bot.fake_discord import Process, Start, set_time

from bench.community.promises import Promises
from bench.community.story import BEGINS, Story
from bench.community.town import Scale, Town
from bench.community.watch import Watch

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Lived:
    """What came of it: what did not hold, every text that was seen, and figures."""

    broken: Sequence[str]
    transcript: str
    summary: str
    reminded: int
    starts: int


def live(folder: Path, scale: Scale, seed: int, start: Start | None = None) -> Lived:
    """Live through all days; the folder has ``knowledge`` and ``index``."""
    town = Town(
        folder, folder / "forumbot.yaml", scale, seed,
        datetime.combine(BEGINS, time(6, 30), UTC), start or from_scratch,
    )  # fmt: skip
    _configure(town)
    promises = Promises()
    watch = Watch(town, promises)
    story = Story(town, watch, promises, folder / "knowledge")
    try:
        with town.discord:
            try:
                story.run()
            except KeyboardInterrupt:
                watch.wrong("it was interrupted here")
            except TimeoutError as error:
                watch.wrong(f"it came to an end here: {error}")
            finally:
                if town.bot is not None:
                    town.kill_bot()
    finally:
        set_time()
    reminded = len(promises.met)
    return Lived(watch.broken, watch.transcript(), _summary(story), reminded, town.starts)


def from_scratch(arguments: Sequence[str], environment: Mapping[str, str], output: Path) -> Process:
    """Start the bot of the community as a shell does."""
    with output.open("wb") as file:
        return subprocess.Popen(
            [sys.executable, "-m", "bench.community.process", *arguments], cwd=ROOT,
            env=environment, stdin=subprocess.DEVNULL, stdout=file, stderr=file,
        )  # fmt: skip


def _configure(town: Town) -> None:
    home = town.servers[0].guild_id
    town.config.write_text(
        f"knowledge: knowledge\nindex: index\ndata: data\nbot: {{home_servers: [{home}]}}\n",
        encoding="utf-8",
    )


def _summary(story: Story) -> str:
    town, watch = story.town, story.watch
    lines = [
        f"{town.scale.members} members in {town.scale.servers} servers, {town.scale.days} days: "
        + ", ".join(f"{count} {name}" for name, count in story.counts.items()),
        f"{len(town.seen)} texts seen, {len(story.promises.met)} reminders and words on changes "
        f"came as promised, {town.starts} starts of the process",
        *(f"{name}: {size}" for name, size in watch.sizes.items()),
        f"{len(watch.broken)} things did not hold" if watch.broken else "all held",
    ]
    return "\n".join(lines)
