"""Which calendar is in force: that of the file, or the last good one where it is not believed.

A file with faults takes nothing away: what can be read of it counts, and what was in force before
stays. A file without faults that lost events is believed once it has stayed so for a while, or once
somebody has confirmed it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from forumbot.language.days_in_words import in_words
from forumbot.language.phrases import listed, phrase, quoted
from forumbot.language.said import Said, said
from forumbot.reminders.calendar_changes import CalendarChange, change_between
from forumbot.reminders.checked_yaml import Problem
from forumbot.reminders.events import Event
from forumbot.reminders.events_file import EventsReport
from forumbot.reminders.records import event_to_json
from forumbot.reminders.schedule import digest, find_event, overlaid

SETTLES = timedelta(minutes=2)
"""How long a file that lost single events must stay so: longer than it takes to be saved."""
BELIEVED_AFTER = timedelta(days=1)
"""How long one that lost most of them must stay so, unless it is confirmed: time to be asked."""
_MAX_NAMED = 3
_MAX_RENAMED = 2_000  # a daily series has 400 days within the horizon of reminders


@dataclass(frozen=True, slots=True)
class Doubt:
    """A calendar that lost most of what was to come, and is believed from ``until`` on.

    ``coming`` counts the events to come that there were, series as one. ``fingerprint`` is of the
    calendar in doubt.
    """

    lost: tuple[Event, ...]
    coming: int
    until: datetime
    fingerprint: str

    @property
    def message(self) -> str:
        """What is in doubt and what to do, in a sentence."""
        return said(
            "calendar_doubt", count=len(self.lost), coming=self.coming,
            names=Said(self._names), until=Said(self._until),
        )  # fmt: skip

    def _names(self, language: str) -> str:
        named = [quoted(event.title, language) for event in self.lost[:_MAX_NAMED]]
        more = len(self.lost) - len(named)
        if more > 0:
            names = ", ".join(named)
            return phrase("calendar_and_more", language, names=names, count=more)
        return listed(named, language)

    def _until(self, language: str) -> str:
        until = self.until.astimezone(UTC)
        return f"{in_words(until.date(), language)}, {until:%H:%M} UTC"


@dataclass(frozen=True, slots=True)
class CalendarState:
    """The events in force, and what is wrong with the file that they come from.

    ``warnings`` are of what can be read, and may be meant otherwise. ``is_complete`` says that an
    event that is not among ``events`` is in no calendar. ``renamed`` gives the id under which an
    event, or a day of a series, goes on. Where the file is not in force as it is, ``since`` is when
    what is in force was last read without fault, if it ever was.
    """

    events: tuple[Event, ...]
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    doubt: Doubt | None = None
    is_complete: bool = True
    renamed: Mapping[str, str] = field(default_factory=dict)
    since: datetime | None = None

    @property
    def is_of_file(self) -> bool:
        """Whether the calendar in force is what stands in the file, whole."""
        return not self.problems and self.doubt is None

    @property
    def complaints(self) -> tuple[Problem, ...]:
        """What somebody should mend or confirm, by line; () where the file is in force as it is."""
        doubted = () if self.doubt is None else (Problem(1, self.doubt.message),)
        return (*doubted, *self.problems)


@dataclass(frozen=True, slots=True)
class InForce:
    """The calendar in force, as it is kept: with what is in doubt, and since when.

    ``read_at`` is when the file was last read without fault, None where it never was.
    """

    events: tuple[Event, ...]
    read_at: datetime | None
    renamed: Mapping[str, str] = field(default_factory=dict)
    doubted: str | None = None
    doubted_since: datetime | None = None


def fingerprint_of(report: EventsReport) -> str:
    """The same for calendars that say the same, however they are written down."""
    return digest("calendar", *(sorted(str(event_to_json(one)) for one in report.events)))


def calendar_in_force(
    kept: InForce | None,
    report: EventsReport,
    now: datetime,
    *,
    is_there: bool = True,
    confirmed: str | None = None,
    since: datetime | None = None,
) -> tuple[InForce | None, CalendarState]:
    """What is in force after a look at the file at the aware instant ``now``, and what to keep.

    ``kept`` is what was in force before, None where nothing is known. ``is_there`` says whether
    there is a file at all; ``confirmed`` is the fingerprint of a calendar that somebody confirmed.
    ``since`` is from when on the file stands as it does, as far as that is known; else from now.
    """
    instant = now.astimezone(UTC)
    if kept is None:
        return _first(report, instant, is_there=is_there, confirmed=confirmed)
    if not is_there or report.problems:
        return _faulty(kept, report, is_there=is_there)
    change = change_between(kept.events, report.events, instant)
    if change.lost:
        fingerprint = fingerprint_of(report)
        if fingerprint != confirmed:
            begun = _doubted_since(kept, fingerprint, since or instant, instant)
            until = begun + (BELIEVED_AFTER if change.takes_most else SETTLES)
            if instant < until:
                return _doubted(kept, report, change, Doubt(
                    change.lost, change.coming, until, fingerprint,
                ), begun)  # fmt: skip
    return _believed(kept, report, change, instant)


def _first(
    report: EventsReport, now: datetime, *, is_there: bool, confirmed: str | None
) -> tuple[InForce | None, CalendarState]:
    # What an empty file would take away was announced by a version that kept no calendar.
    is_known = bool(report.events) or (is_there and confirmed == fingerprint_of(report))
    state = CalendarState(
        report.events, report.problems, report.warnings,
        is_complete=is_there and not report.problems and is_known,
    )  # fmt: skip
    # Of a file that had faults from the first, what could be read is in force: no whole calendar.
    read_at = None if report.problems else now
    return (InForce(report.events, read_at) if is_known else None), state


def _faulty(
    kept: InForce, report: EventsReport, *, is_there: bool
) -> tuple[InForce, CalendarState]:
    problems = report.problems
    if not is_there and kept.events:
        problems = (*problems, Problem(1, said("calendar_file_gone")))
    events = overlaid(kept.events, report.events)
    state = CalendarState(
        events, problems, report.warnings,
        is_complete=False, renamed=kept.renamed, since=kept.read_at,
    )  # fmt: skip
    return replace(kept, events=events, doubted=None, doubted_since=None), state


def _doubted_since(kept: InForce, fingerprint: str, seen: datetime, now: datetime) -> datetime:
    known = kept.doubted_since if kept.doubted == fingerprint else None
    # In the future where the clock was set back.
    return min(seen if known is None else known, now)


def _doubted(
    kept: InForce, report: EventsReport, change: CalendarChange, doubt: Doubt, since: datetime
) -> tuple[InForce, CalendarState]:
    state = CalendarState(
        kept.events, warnings=report.warnings, doubt=doubt if change.takes_most else None,
        renamed=kept.renamed, since=kept.read_at,
    )  # fmt: skip
    return replace(kept, doubted=doubt.fingerprint, doubted_since=since), state


def _believed(
    kept: InForce, report: EventsReport, change: CalendarChange, now: datetime
) -> tuple[InForce, CalendarState]:
    # Put at the end, so that what was renamed last stays longest.
    names = {old: new for old, new in kept.renamed.items() if old not in change.renamed}
    names |= change.renamed
    there = {old: new for old, new in names.items() if find_event(report.events, old) is None}
    renamed = dict(list(there.items())[-_MAX_RENAMED:])
    state = CalendarState(report.events, warnings=report.warnings, renamed=renamed)
    return InForce(report.events, now, renamed), state
