"""Events as they were last read, so that a question does not read a file that is unchanged."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from forumbot.reminders.events import Event, upcoming
from forumbot.reminders.events_file import EventsReport, check_events


class _Signature(NamedTuple):
    """What of a file is another once it was written, replaced, or given other permissions."""

    path: Path
    modified_ns: int
    changed_ns: int
    size: int
    inode: int


class _Read(NamedTuple):
    signature: _Signature
    report: EventsReport


class _Expanded(NamedTuple):
    """The next occurrences of the series of a report, as of an instant."""

    report: EventsReport
    since: datetime
    occurrences: tuple[Event, ...]

    def holds(self, report: EventsReport, now: datetime) -> bool:
        """Whether expanding the report anew would give the same: time went on, nothing ended."""
        is_same = report is self.report and now >= self.since
        return is_same and not any(event.is_past(now) for event in self.occurrences)


class KeptEvents:
    """Reads ``events.yaml``, and reads it again only when the file has changed.

    It may be called from any thread: two that come at once both read, and find the same.
    """

    def __init__(self) -> None:
        self._read: _Read | None = None
        self._expanded: _Expanded | None = None

    def report(self, path: Path) -> EventsReport:
        """What :func:`check_events` says of the file at ``path`` now; the same object if it can."""
        # Noted before the reading, so that a change amid it is seen at the next call.
        signature = _signature(path)
        kept = self._read
        if kept is not None and kept.signature == signature:
            return kept.report
        report = check_events(path)
        self._read = None if signature is None else _Read(signature, report)
        return report

    def dated(self, path: Path, now: datetime) -> tuple[Event, ...]:
        """Every event with days of its own, past and cancelled ones too.

        Those are the single events, in the order of the file, then the next ten occurrences of each
        series at the aware instant ``now``.
        """
        report = self.report(path)
        single = tuple(event for event in report.events if event.rrule is None)
        return (*single, *self._occurrences(report, now))

    def _occurrences(self, report: EventsReport, now: datetime) -> Iterable[Event]:
        kept = self._expanded
        if kept is None or not kept.holds(report, now):
            series = [event for event in report.events if event.rrule is not None]
            kept = self._expanded = _Expanded(report, now, upcoming(series, now))
        return kept.occurrences


def _signature(path: Path) -> _Signature | None:
    """None where there is no such file, or it cannot be looked at."""
    try:
        status = path.stat()
    except OSError:
        return None
    return _Signature(path, status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino)
