"""What commands print: results on stdout, complaints and progress on stderr."""

import codecs
import io
import json
import math
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO
from unicodedata import category

import click

from forumbot.language.counting import counted

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

    from forumbot.reminders.checked_yaml import Problem
    from forumbot.search.builder import Progress

FAILED, MISUSED, REFUSED, INTERRUPTED = 1, 2, 3, 130
_PIPED_WIDTH = 100
_SECONDS_APART = 30


def write_what_can_be_shown() -> None:
    """Have a letter that an output cannot show replaced, rather than nothing printed.

    What is closed as the process begins takes all in silence.
    """
    sys.stdout, sys.stderr = sys.stdout or _nowhere(), sys.stderr or _nowhere()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and not _shows_all(stream):
            stream.reconfigure(errors="replace")


def _nowhere() -> TextIO:
    return Path(os.devnull).open("w", encoding="utf-8")


def _shows_all(stream: object) -> bool:
    """Whether an output can show every letter."""
    encoding = getattr(stream, "encoding", None) or "utf-8"
    return codecs.lookup(encoding).name.startswith("utf")


def print_json(value: object) -> None:
    """One JSON value on one line, with escapes where the output cannot show every letter."""
    click.echo(json.dumps(value, ensure_ascii=not _shows_all(sys.stdout)))


def console() -> "Console":
    """The terminal, or a page of fixed width where output goes elsewhere."""
    from rich.console import Console

    return Console(highlight=False, width=None if sys.stdout.isatty() else _PIPED_WIDTH)


def show(view: "RenderableType") -> None:
    """A result for people."""
    console().print(view)


def complain(message: str, status: int) -> int:
    """One line on stderr; returns the ``status``."""
    line = "".join(sign for sign in " ".join(message.split()) if category(sign) != "Cc")
    click.echo(f"forumbot: {line}", err=True)
    return status


def complain_of_events(path: Path, problems: "Iterable[Problem]") -> int:
    """Each problem of an events file on a line; returns the exit status that tells of any."""
    status = 0
    for problem in problems:
        status = complain(f"{path}:{problem.line}: {problem.message}", REFUSED)
    return status


@contextmanager
def progress() -> Iterator["Progress"]:
    """A progress bar on stderr while it is a terminal, else a line now and then.

    Both have the time that is left.
    """
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )  # fmt: skip

    on_stderr = Console(stderr=True)
    if not on_stderr.is_terminal:
        yield now_and_then()
        return
    columns = (
        TextColumn("{task.description:<10}"), BarColumn(), MofNCompleteColumn(),
        TimeRemainingColumn(elapsed_when_finished=True),
    )  # fmt: skip
    with Progress(*columns, console=on_stderr, transient=True) as bar:
        tasks: dict[str, Any] = {}

        def report(step: str, done: int, total: int) -> None:
            task = tasks.get(step)
            if task is None:
                task = tasks[step] = bar.add_task(step, total=total)
            bar.update(task, completed=done, total=total)

        yield report


def now_and_then(clock: Callable[[], float] = time.monotonic) -> "Progress":
    """Progress as lines on stderr, half a minute apart: nothing of what is done sooner."""
    told = clock()
    begun: dict[str, float] = {}

    def report(step: str, done: int, total: int) -> None:
        nonlocal told
        now = clock()
        since = begun.setdefault(step, now)
        if now - told < _SECONDS_APART or not 0 < done < total:
            return
        told = now
        minutes = math.ceil((now - since) * (total - done) / done / 60)
        left = counted(minutes, "minute")
        click.echo(f"{step}: {done:,} of {total:,}, some {left} left", err=True)

    return report
