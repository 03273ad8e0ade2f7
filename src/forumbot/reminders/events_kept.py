"""Events as they were last read, so that a question does not read a file that is unchanged."""

import logging
import threading
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from forumbot.errors import EventsError
from forumbot.reminders.calendar_memory import CalendarMemory
from forumbot.reminders.calendar_state import (
    BELIEVED_AFTER,
    CalendarState,
    InForce,
    calendar_in_force,
    fingerprint_of,
)
from forumbot.reminders.events import Event, upcoming
from forumbot.reminders.events_file import EventsReport, check_events

log = logging.getLogger(__name__)


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


class _Looked(NamedTuple):
    """What a look at a file came to, and what of it is to be kept."""

    path: Path
    report: EventsReport
    state: CalendarState
    kept: InForce | None


class _Expanded(NamedTuple):
    """The next occurrences of the series of a calendar, as of an instant."""

    events: tuple[Event, ...]
    since: datetime
    occurrences: tuple[Event, ...]

    def holds(self, events: tuple[Event, ...], now: datetime) -> bool:
        """Whether expanding the events anew would give the same: time went on, nothing ended."""
        is_same = events is self.events and now >= self.since
        return is_same and not any(event.is_past(now) for event in self.occurrences)


class KeptEvents:
    """Reads ``events.yaml`` again only when it has changed, and says which calendar is in force.

    ``memory`` keeps that across restarts; it is written once :meth:`remember` was called. It may be
    called from any thread.
    """

    def __init__(self, memory: CalendarMemory | None = None) -> None:
        self._memory = memory
        self._writes = False
        self._read: _Read | None = None
        self._looked: _Looked | None = None
        self._expanded: _Expanded | None = None
        self._lock = threading.Lock()

    def remember(self) -> None:
        """From now on keep what is in force, and log what is wrong: for the process that runs."""
        self._writes = True

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

    def state(self, path: Path, now: datetime) -> CalendarState:
        """Which events are in force at the aware instant ``now``, as far as that is known."""
        with self._lock:
            report = self.report(path)
            before = self._looked
            if before is not None and before.path != path:
                before = None
            if before is not None and before.report is report and _is_settled(before):
                return before.state
            kept = before.kept if before is not None else self._recalled(path)
            confirmed = self._memory.confirmed(path) if self._memory is not None else None
            signature = _signature(path)
            new, state = calendar_in_force(
                kept, report, now, is_there=signature is not None, confirmed=confirmed,
                since=None if self._writes else _standing_since(signature, now),
            )  # fmt: skip
            self._looked = _Looked(path, report, state, new)
            if self._writes:
                self._note(path, before, state, kept, new)
            return state

    def confirm(self, path: Path) -> CalendarState:
        """Take the calendar at ``path`` as it stands, unless it has faults.

        Raises :class:`EventsError` where that cannot be kept.
        """
        report = self.report(path)
        if self._memory is not None and not report.problems:
            try:
                self._memory.confirm(path, fingerprint_of(report))
            except OSError as error:
                message = f"{path}: that it is meant so cannot be kept ({error.strerror})"
                raise EventsError(message) from None
        return CalendarState(report.events, report.problems, report.warnings)

    def stands_since(self, path: Path) -> datetime | None:
        """When the calendar at ``path`` was last written; None where it was confirmed since."""
        confirmed = None if self._memory is None else self._memory.confirmed(path)
        if confirmed == fingerprint_of(self.report(path)):
            return None
        signature = _signature(path)
        return signature and datetime.fromtimestamp(signature.modified_ns / 1e9, UTC)

    def dated(self, path: Path, now: datetime) -> tuple[Event, ...]:
        """Every event in force with days of its own, past and cancelled ones too.

        Those are the single events, in the order of the file, then the next ten occurrences of each
        series at the aware instant ``now``.
        """
        events = self.state(path, now).events
        single = tuple(event for event in events if event.rrule is None)
        return (*single, *self._occurrences(events, now))

    def _occurrences(self, events: tuple[Event, ...], now: datetime) -> Iterable[Event]:
        kept = self._expanded
        if kept is None or not kept.holds(events, now):
            series = [event for event in events if event.rrule is not None]
            kept = self._expanded = _Expanded(events, now, upcoming(series, now))
        return kept.occurrences

    def _recalled(self, path: Path) -> InForce | None:
        return None if self._memory is None else self._memory.load(path)

    def _note(
        self,
        path: Path,
        before: _Looked | None,
        state: CalendarState,
        kept: InForce | None,
        new: InForce | None,
    ) -> None:
        """Log what is wrong and was not before, and keep what is in force from now on."""
        told = before.state.complaints if before is not None else ()
        for problem in state.complaints:
            if problem not in told:
                log.warning("%s:%d: %s", path, problem.line, problem.message)
        if told and not state.complaints:
            log.info("%s is in force as it stands", path)
        if self._memory is None or new is None or new == kept:
            return
        try:
            self._memory.save(path, new)
        except OSError as error:
            log.warning("the calendar in force is not kept (%s); allow writing there", error)


def _is_settled(looked: _Looked) -> bool:
    """Whether another look at an unchanged file says the same, however late it is."""
    return looked.kept is not None and looked.kept.doubted is None


def _standing_since(signature: _Signature | None, now: datetime) -> datetime | None:
    """When a file was last written, as who only looks at it can tell.

    Long ago where that is after ``now``, which somebody then only tries out.
    """
    if signature is None:
        return None
    written = datetime.fromtimestamp(signature.modified_ns / 1e9, UTC)
    return written if written <= now else now.astimezone(UTC) - BELIEVED_AFTER


def _signature(path: Path) -> _Signature | None:
    """None where there is no such file, or it cannot be looked at."""
    try:
        status = path.stat()
    except OSError:
        return None
    return _Signature(path, status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino)
