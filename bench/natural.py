"""Ask natural questions and check each answer for what a person wants of it.

    python bench/natural.py FILE.jsonl [--knowledge DIR] [--index DIR] [--show]

A line of the file has a ``question`` and in words what is wanted (``want``); ``must`` and
``must_not`` are patterns that the answer's text holds, or does not; ``must_not`` are plain strings
if they open with a bracket. ``after`` is the question asked before it, ``now`` the day (ISO 8601).
In place of a question a line may have ``turns``: messages of one conversation in order, what each
is to ``say`` and its own patterns.
What fails is printed; ``--show`` prints every answer. The status is 1 where something fails.
"""

import argparse
import io
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rich.console import Console

from bench.archives import add_archive, settings_for
from forumbot.app import App
from forumbot.clock import fixed_clock
from forumbot.terminal.chat import Chat

TODAY = "2019-02-20"
# So wide that no line of an answer is folded, which patterns would not see through.
WIDTH = 10_000


def faults(row: dict[str, Any], said: str) -> Iterator[str]:
    """What an answer's text lacks, and what it should not hold."""
    for pattern in row.get("must", ()):
        if not re.search(pattern, said):
            yield f"lacks {pattern}"
    for pattern in row.get("must_not", ()):
        wanted = re.escape(pattern) if pattern.startswith("[") else pattern
        if re.search(wanted, without_sources(said)):
            yield f"holds {pattern}"


def without_sources(said: str) -> str:
    """What was said, without the lines that only tell where it stands."""
    return re.sub(r"^(?:\[\d+\] )+.*$", "", said, flags=re.MULTILINE)


def turns_of(row: dict[str, Any]) -> list[dict[str, Any]]:
    """The messages of a line in order, each with what is wanted of its answer."""
    if "turns" in row:
        return list(row["turns"])
    before = [{"say": row["after"]}] if "after" in row else []
    return [*before, {**row, "say": row["question"]}]


def answers_to(app: App, turns: list[dict[str, Any]]) -> Iterator[str]:
    """What the chat shows after each message, in a conversation of their own."""
    screen = io.StringIO()
    chat = Chat(app.service, Console(file=screen, width=WIDTH, no_color=True))
    for turn in turns:
        screen.truncate(0)
        screen.seek(0)
        chat.say(turn["say"])
        yield screen.getvalue()


def main() -> int:
    """Ask them all; print what fails, and how many there are."""
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("file", type=Path)
    add_archive(ask)
    ask.add_argument("--show", action="store_true")
    given = ask.parse_args()
    settings = settings_for(given)
    apps: dict[str, App] = {}
    rows = [json.loads(line) for line in given.file.read_text(encoding="utf-8").splitlines()]
    failed = 0
    for row in rows:
        now = row.get("now", TODAY)
        app = apps.setdefault(now, App(settings, fixed_clock(now)))
        turns = turns_of(row)
        failing = False
        for turn, said in zip(turns, answers_to(app, turns), strict=True):
            found = list(faults(turn, said))
            failing = failing or bool(found)
            if found or given.show:
                print(f"== {turns[0]['say']} … > {turn['say']}\n{said}\n!! {found}\n")
        failed += failing
    print(f"{len(rows) - failed} of {len(rows)} as wanted")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
