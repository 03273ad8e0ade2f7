"""The calendar in force, kept in a file so that a restart does not lose it."""

import json
import os
from datetime import datetime
from pathlib import Path
from typing import Any

from forumbot.reminders.calendar_state import InForce
from forumbot.reminders.records import event_from_json, event_to_json
from forumbot.reminders.schedule import digest
from forumbot.whole_files import write_whole

_MAX_BYTES = 64 * 1024 * 1024
"""Far more than the JSON of the 10,000 events that a calendar may hold."""


class CalendarMemory:
    """Keeps calendars in a folder, each by the path of the file that it comes from.

    What cannot be read, or is damaged, counts as not kept. Writing raises ``OSError``.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def load(self, path: Path) -> InForce | None:
        """What was in force of the file at ``path``, None where that is not known."""
        try:
            return _in_force(json.loads(self._read(path, "json")))
        except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
            return None

    def save(self, path: Path, kept: InForce) -> None:
        """Keep what is in force of the file at ``path``."""
        self._write(path, "json", json.dumps(_values(kept), ensure_ascii=False))

    def confirmed(self, path: Path) -> str | None:
        """The fingerprint of the calendar at ``path`` that somebody confirmed last."""
        try:
            return self._read(path, "confirmed").strip() or None
        except (OSError, ValueError):
            return None

    def confirm(self, path: Path, fingerprint: str) -> None:
        """Keep that a calendar is meant as it stands."""
        self._write(path, "confirmed", fingerprint + "\n")

    def _name(self, path: Path, suffix: str) -> Path:
        # The processes that share the folder may name the file by paths of their own.
        return self._folder / f"calendar-{digest(os.path.realpath(path))[:12]}.{suffix}"

    def _read(self, path: Path, suffix: str) -> str:
        with self._name(path, suffix).open("rb") as file:
            return file.read(_MAX_BYTES).decode("utf-8")

    def _write(self, path: Path, suffix: str, text: str) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        write_whole(self._name(path, suffix), text.encode("utf-8"))


def _values(kept: InForce) -> dict[str, Any]:
    return {
        "events": [event_to_json(event) for event in kept.events],
        "read_at": kept.read_at and kept.read_at.isoformat(),
        "renamed": dict(kept.renamed),
        "doubted": kept.doubted,
        "doubted_since": kept.doubted_since and kept.doubted_since.isoformat(),
    }


def _in_force(values: dict[str, Any]) -> InForce:
    return InForce(
        tuple(event_from_json(event) for event in values["events"]),
        _aware(values["read_at"]),
        {str(old): str(new) for old, new in values["renamed"].items()},
        values["doubted"],
        _aware(values["doubted_since"]),
    )


def _aware(text: str | None) -> datetime | None:
    if text is None:
        return None
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise ValueError(f"{text} has no zone")
    return instant
