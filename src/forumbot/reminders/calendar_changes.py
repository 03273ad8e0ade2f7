"""What became of the events of a calendar in its next version: kept, under another id, or gone."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from forumbot.reminders.events import Event, occurrences, rule_of
from forumbot.reminders.schedule import HORIZON

_LONGEST_PERIOD = {
    name: timedelta(days=days)
    for name, days in (("DAILY", 1), ("WEEKLY", 7), ("MONTHLY", 31), ("YEARLY", 366))
}


@dataclass(frozen=True, slots=True)
class CalendarChange:
    """Of the events to come, what the next version of a calendar has no more.

    ``renamed`` gives the new id of an event, or of a day of a series, that goes on under another
    one. ``lost`` are the events that are in no way there any more, out of ``coming`` that there
    were; a series counts as one.
    """

    renamed: Mapping[str, str] = field(default_factory=dict)
    lost: tuple[Event, ...] = ()
    coming: int = 0

    @property
    def takes_most(self) -> bool:
        """Whether half of what was to come, or more, is gone at once."""
        return bool(self.lost) and 2 * len(self.lost) >= self.coming


def change_between(
    before: Sequence[Event], after: Sequence[Event], now: datetime
) -> CalendarChange:
    """What became of the events of ``before`` that are to come at the aware instant ``now``."""
    there = {event.event_id: event for event in after}
    coming = [event for event in before if _is_coming(event, now)]
    gone = [event for event in coming if event.event_id not in there]
    known = {event.event_id for event in before}
    renamed = _corrected_ids(gone, [event for event in after if event.event_id not in known])
    lost = tuple(event for event in gone if event.event_id not in renamed)
    for event in coming:
        if event.event_id in there:
            renamed |= moved_days(event, there[event.event_id], now)
    return CalendarChange(renamed, lost, len(coming))


def moved_days(before: Event, after: Event, now: datetime) -> dict[str, str]:
    """The days of a series that fall on another one now, by id: Wednesdays that became Thursdays.

    A day goes to the nearest new one of its week, month or year, by how the series repeats; one for
    which there is none is gone.
    """
    if before.rrule is None or after.rrule is None or _days_alike(before, after):
        return {}
    frequency = rule_of(before)["FREQ"]
    # What is to come may have been moved from what is over, or the other way round.
    since = now - _LONGEST_PERIOD[frequency]
    old, new = (
        {day.event_id: day for day in occurrences(event, since, now + HORIZON)}
        for event in (before, after)
    )
    free: dict[tuple[int, ...], list[Event]] = defaultdict(list)
    for event_id, day in new.items():
        if event_id not in old:
            free[_period(day, frequency)].append(day)
    moved: dict[str, str] = {}
    for event_id, day in old.items():
        candidates = free[_period(day, frequency)]
        if event_id not in new and candidates:
            nearest = min(candidates, key=lambda one: abs(_start(one) - _start(day)))
            candidates.remove(nearest)
            moved[event_id] = nearest.event_id
    return moved


def _days_alike(before: Event, after: Event) -> bool:
    return (before.rrule, before.starts_on, before.excluded) == (
        after.rrule,
        after.starts_on,
        after.excluded,
    )


def _period(day: Event, frequency: str) -> tuple[int, ...]:
    on = day.starts_on
    if frequency == "WEEKLY":
        return tuple(on.isocalendar())[:2]
    return {"YEARLY": (on.year,), "MONTHLY": (on.year, on.month)}.get(
        frequency, (on.year, on.month, on.day)
    )


def _is_coming(event: Event, now: datetime) -> bool:
    if event.status != "confirmed":
        return False
    return next(occurrences(event, now, datetime.max.replace(tzinfo=UTC)), None) is not None


def _corrected_ids(gone: Iterable[Event], new: Iterable[Event]) -> dict[str, str]:
    """The new ids of events of the same title and start, where no two are alike."""
    olds, news = _by_identity(gone), _by_identity(new)
    return {
        old.event_id: news[identity][0].event_id
        for identity, (old, *others) in olds.items()
        if not others and len(news.get(identity, ())) == 1
    }


def _by_identity(events: Iterable[Event]) -> dict[tuple[str, datetime], list[Event]]:
    found: dict[tuple[str, datetime], list[Event]] = defaultdict(list)
    for event in events:
        found[" ".join(event.title.casefold().split()), _start(event)].append(event)
    return found


def _start(event: Event) -> datetime:
    return event.starts_at.astimezone(UTC)
