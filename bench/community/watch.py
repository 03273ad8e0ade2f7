"""What must always hold in the community, checked at every text that anybody is shown."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

from bench.community.promises import Promises
from bench.community.servers import Seen, as_shown
from bench.community.town import Town
from forumbot.language.phrases import phrase, spoken

_NOTICE = re.compile(
    r"New time: |New place: |It was called “|It will not take place|It will take place after all|"
    + "|".join(re.escape(phrase("changed_cancelled", language)) for language in spoken())
)
"""What tells a word on a change from a reminder; members hear of what is cancelled in theirs."""
_ENTRY = re.compile(r"^(?=\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)", re.MULTILINE)
MOST_GROWTH = 1.10
"""Of the bot's memory from the end of the first week to that of the last whole one."""
MOST_MORE_HANDLES = 8
"""Of files, threads and tasks: as many as may be open more by chance, for requests under way."""


@dataclass(frozen=True, slots=True)
class Size:
    """What a process takes: memory in MiB, open files, threads, tasks of its event loop."""

    megabytes: float
    files: int
    threads: int
    tasks: int

    def __str__(self) -> str:
        return (
            f"{self.megabytes:.0f} MiB, {self.files} files, {self.threads} threads, "
            f"{self.tasks} tasks"
        )


@dataclass(repr=False)
class Watch:
    """Takes down what is wrong, and the transcript."""

    town: Town
    promises: Promises
    broken: list[str] = field(default_factory=list)
    titles: dict[str, str] = field(default_factory=dict)
    """The titles of servers' own events, each with the id of its server."""
    secrets: dict[str, str] = field(default_factory=dict)
    """What was asked in private, each with the id of whoever asked."""
    sizes: dict[str, Size] = field(default_factory=dict)
    _marks: dict[str, str] = field(default_factory=dict)
    _entries: list[str] = field(default_factory=list)
    _unpromised: list[tuple[str, Seen, bool]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.town.watchers.append(self.look)

    def wrong(self, words: str) -> None:
        """Take down that something is wrong."""
        self.broken.append(f"{self.town.now:%d %B %H:%M}: {words}")

    def look(self, seen: Seen) -> None:
        """Look over a text that somebody is shown, and take it down."""
        self._take_down(seen)
        for secret, user_id in self.secrets.items():
            if secret in seen.text and seen.readers != {user_id}:
                self.wrong(f"asked in private, and shown {seen.place}: {secret}")
        for title, guild_id in self.titles.items():
            if title in seen.text:
                strangers = seen.readers - self.town.land.by_id[guild_id].members.keys()
                if strangers:
                    self.wrong(f"“{title}” is another server's, and was shown {seen.place}")
        if seen.mark is not None and not seen.is_edit and seen.answers is None:
            self._delivered(seen, seen.mark)

    def _delivered(self, seen: Seen, mark: str) -> None:
        """A message that the bot sent by itself: once, and promised; reports aside."""
        if mark in self._marks:
            self.wrong(f"sent twice, {self._marks[mark]} and {seen.place}: {seen.text[:80]}")
        self._marks[mark] = seen.place
        if "fb:rl:" in str(seen.message["components"]):
            return
        (reader,) = seen.readers if seen.is_direct else ("",)
        place = reader or seen.channel_id or ""
        is_notice = bool(_NOTICE.search(seen.text))
        if self.promises.meet(place, seen.text, seen.at, is_notice=is_notice) is None:
            self._unpromised.append((place, seen, is_notice))

    def at_rest(self) -> None:
        """With nothing left to do, nothing may be overdue, and nobody without an answer."""
        for error in self.town.land.errors:
            self.wrong(error)
        self.town.land.errors.clear()
        for place, seen, is_notice in self._unpromised:
            # What a press has caused may come before the press is answered, and the promise made.
            if self.promises.meet(place, seen.text, self.town.now, is_notice=is_notice) is None:
                self.wrong(f"promised to nobody {seen.place}: {seen.text[:200]}")
        self._unpromised.clear()
        for promise in self.promises.overdue(self.town.now):
            self.wrong(f"did not come: {promise}")
            self.promises.open.remove(promise)

    def answered_once(self) -> None:
        """Each message has had one answer."""
        for message_id, times in self.town.land.answered.items():
            if times != 1:
                self.wrong(f"the message {message_id} was answered {times} times")

    def logged_no_error(self) -> None:
        """The bot's own log holds no error; discord.py's is of lines that broke.

        What is wrong is told with the whole traceback: the folder of the log may be gone by then.
        """
        for path in sorted(self.town.folder.glob("output-*")):
            logged = path.read_text(encoding="utf-8", errors="replace")
            for entry in _ENTRY.split(logged):
                if " ERROR forumbot" in entry.split("\n", 1)[0]:
                    self.wrong(f"{path.name}: {entry.rstrip()}")

    # The process

    def weigh(self, name: str) -> None:
        """Take down what the bot takes."""
        bot = self.town.bot
        if bot is None:
            return
        place = Path(f"/proc/{bot.pid}")
        status = (place / "status").read_text(encoding="utf-8")
        kilobytes = int(re.findall(r"VmRSS:\s+(\d+)", status)[0])
        threads = int(re.findall(r"Threads:\s+(\d+)", status)[0])
        files = len(list((place / "fd").iterdir()))
        self.sizes[name] = Size(kilobytes / 1024, files, threads, self.town.clock.tasks)

    def compare(self, before: str, after: str) -> None:
        """Nothing may have grown from one weighing to another of the same process."""
        first, last = self.sizes[before], self.sizes[after]
        if last.megabytes > first.megabytes * MOST_GROWTH:
            self.wrong(f"memory grew from {first} to {last}")
        pairs = ((first.files, last.files), (first.threads, last.threads),
                 (first.tasks, last.tasks))  # fmt: skip
        if any(more > fewer + MOST_MORE_HANDLES for fewer, more in pairs):
            self.wrong(f"handles grew from {first} to {last}")

    def forgotten(self, user_id: str, texts: list[str]) -> None:
        """Neither the id of who had all deleted nor their words stand in any file of the bot."""
        for path in sorted((self.town.folder / "data").glob("*.sqlite*")):
            raw = path.read_bytes()
            for text in (user_id, *texts):
                if text.encode() in raw:
                    self.wrong(f"{path.name} still holds “{text}” of who had all deleted")
            if path.suffix == ".sqlite":
                for where in _rows_with(path, int(user_id)):
                    self.wrong(f"{path.name}: {where} still names who had all deleted")

    def transcript(self) -> str:
        """Every text that people saw, and who saw it."""
        return "\n".join(self._entries)

    def _take_down(self, seen: Seen) -> None:
        servers = self.town.land.by_id
        server = servers.get(seen.guild_id or "")
        zone = ZoneInfo(server.zone if server else "Europe/Brussels")
        to = f" ({len(seen.readers)} readers)" if len(seen.readers) > 1 else ""
        verb = "edited: " if seen.is_edit else ""
        head = f"── {seen.at.astimezone(zone):%a %d %b %H:%M} {verb}{seen.place}{to}"
        self._entries += [head, as_shown(seen.text, zone, seen.at, servers), ""]


def _rows_with(path: Path, number: int) -> Iterator[str]:
    """The columns of a database that hold a number, each with its table."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        for (table,) in tables.fetchall():
            rows = connection.execute(f"SELECT * FROM {table}")  # noqa: S608 - its own tables
            names = [column[0] for column in rows.description]
            for row in rows:
                yield from (f"{table}.{name}" for name, value in zip(names, row, strict=True)
                            if value == number)  # fmt: skip
