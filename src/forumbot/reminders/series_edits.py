"""Changing and cancelling one day of a series, this and the following, or all, as calendars do.

A day that differs stands within its series. From a day on, the series ends and another one goes on
from there, as most calendar programs do it: few of them read a change of "this and future" days.
"""

import itertools
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Any

from forumbot.language.said import SaidError
from forumbot.reminders.calendar_changes import moved_days
from forumbot.reminders.checks import MAX_ID, said_day
from forumbot.reminders.event_entry import cancel_event
from forumbot.reminders.events import (
    Event,
    id_of_day,
    instant_of,
    local_start,
    local_starts,
    occurrences,
    rule_of,
    with_id,
)
from forumbot.reminders.schedule import HORIZON, find_event

Change = Callable[[Event], Event]
"""An event with what is to be different; the same where nothing is."""

_MARGIN = timedelta(days=35)
"""Longer than a month: a day that is moved stays within its own or the next."""
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_TIMES = ("starts_at", "ends_at", "all_day", "timezone")
_OF_A_DAY = ("title", "kind", "place", "url", "themes", "doc_id", "leads", "disputed", "status")


class Scope(StrEnum):
    """Which days of a series are meant."""

    DAY = "day"
    FOLLOWING = "following"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class SeriesEdit:
    """What is to be kept of a change of a series.

    ``kept`` are the series, first that of the old id; ``shown`` is what the change is best seen by.
    ``renamed`` gives days that go on under another id, and ``follows`` the id of a new series that
    takes over the reminders of the old one.
    """

    kept: tuple[Event, ...]
    shown: Event
    renamed: Mapping[str, str] = field(default_factory=dict)
    follows: str | None = None


def change_series(
    series: Event, day: Event, change: Change, scope: Scope, now: datetime
) -> SeriesEdit:
    """Change a day of a series, this and the following, or all, as ``change`` does it to a day.

    Raises :class:`UsageError` where that cannot be.
    """
    if scope is Scope.DAY:
        return _change_day(series, day, change)
    if scope is Scope.FOLLOWING and not _is_first(series, day):
        return _change_from(series, day, change, now)
    changed = _changed_throughout(series, day, change, now)
    return SeriesEdit((changed,), changed, moved_days(series, changed, now))


def cancel_days(series: Event, day: Event, scope: Scope) -> SeriesEdit:
    """Cancel a day of a series, this and the following, or all."""
    on = _day_of_rule(day)
    if scope is Scope.DAY:
        changed = tuple(one for one in series.changed if one.event_id != day.event_id)
        left = replace(series, excluded=(*series.excluded, on), changed=changed)
    elif scope is Scope.FOLLOWING and not _is_first(series, day):
        left = _until_before(series, on)
    else:
        return SeriesEdit((cancel_event(series),), cancel_event(series))
    kept = replace(left, sequence=series.sequence + 1)
    return SeriesEdit((kept,), replace(day, status="cancelled"))


def _change_day(series: Event, day: Event, change: Change) -> SeriesEdit:
    changed = change(day)
    if changed.rrule is not None:
        raise SaidError("series_one_day")
    if changed == day:
        return SeriesEdit((series,), day)
    sequence = series.sequence + 1
    changed = replace(changed, sequence=sequence)
    others = (one for one in series.changed if one.event_id != day.event_id)
    return SeriesEdit((replace(series, changed=(*others, changed), sequence=sequence),), changed)


def _change_from(series: Event, day: Event, change: Change, now: datetime) -> SeriesEdit:
    on = _day_of_rule(day)
    ended = replace(_until_before(series, on), sequence=series.sequence + 1)
    begun = _from_day(series, on)
    first = find_event([begun], id_of_day(begun.event_id, on)) or _by_rule(begun, on)
    changed = _changed_throughout(begun, first, change, now)
    days = occurrences(begun, begun.starts_at, now + HORIZON)
    moved = moved_days(begun, changed, now)
    renamed = {
        id_of_day(series.event_id, _day_of_rule(one)): moved.get(one.event_id, one.event_id)
        for one in days
    }
    return SeriesEdit((ended, changed), changed, renamed, changed.event_id)


def _changed_throughout(series: Event, day: Event, change: Change, now: datetime) -> Event:
    """The series with what changes of one of its days, all days moved as that is."""
    after = change(day)
    if after == day:
        return series
    differing = _differences(after, day, _OF_A_DAY)
    changed = replace(series, **differing, sequence=series.sequence + 1, changed=(), excluded=())
    if _differences(after, day, _TIMES):
        changed = _moved(changed, day, after)
    changed = replace(changed, rrule=after.rrule or _rule_for(changed, day, after))
    begun = _begun_by_rule(changed)
    if not _falls_on(begun, local_start(after)):
        raise SaidError("series_no_day", day=said_day(after.starts_on))
    return _with_exceptions(begun, series, now)


def _falls_on(series: Event, start: datetime) -> bool:
    return start in itertools.takewhile(lambda one: one <= start, local_starts(series))


def _differences(one: Event, other: Event, names: Iterable[str]) -> dict[str, Any]:
    """What the one has of these fields and the other has not."""
    values = {name: getattr(one, name) for name in names}
    return {name: value for name, value in values.items() if value != getattr(other, name)}


def _moved(series: Event, day: Event, after: Event) -> Event:
    start, old, new = local_start(series), local_start(day), local_start(after)
    shift = new - old
    if "," in rule_of(series).get("BYDAY", "") and start.weekday() != old.weekday():
        # Of Mondays and Thursdays only these are moved, and the series begins on a Monday still.
        shift = datetime.combine(old, new.time()) - old
    length = None if after.ends_at is None else _local(after.ends_at, after) - new
    zone = after.timezone
    return replace(
        series, starts_at=instant_of(start + shift, zone), all_day=after.all_day, timezone=zone,
        ends_at=None if length is None else instant_of(start + shift + length, zone),
    )  # fmt: skip


def _begun_by_rule(series: Event) -> Event:
    """The series begun on the day of its rule that is nearest.

    Six days after the second Tuesday is a third Monday in some months, and a second in others.
    """
    start, parts = local_start(series), rule_of(series)
    if parts.pop("INTERVAL", "1") != "1" or _falls_on(series, start):
        return series
    parts.pop("COUNT", None)
    earlier = replace(series, rrule=_written(parts), starts_at=series.starts_at - _MARGIN)
    near = itertools.takewhile(lambda one: one <= start + _MARGIN, local_starts(earlier))
    nearest = min(near, key=lambda one: abs(one - start), default=start)
    length = None if series.ends_at is None else _local(series.ends_at, series) - start
    return replace(
        series, starts_at=instant_of(nearest, series.timezone),
        ends_at=None if length is None else instant_of(nearest + length, series.timezone),
    )  # fmt: skip


def _local(instant: datetime, event: Event) -> datetime:
    return local_start(replace(event, starts_at=instant))


def _with_exceptions(changed: Event, series: Event, now: datetime) -> Event:
    """The changed series with the days left out, and those that differ, where they are now."""
    moved = moved_days(replace(series, excluded=(), changed=()), changed, now)
    there = {start.date() for start in local_starts(changed)}

    def now_on(on: date) -> date:
        new = moved.get(id_of_day(series.event_id, on))
        return on if new is None else date.fromisoformat(new.rpartition("@")[2])

    excluded = (now_on(on) for on in series.excluded)
    kept = replace(changed, excluded=tuple(dict.fromkeys(on for on in excluded if on in there)))
    days = {day: (_day_of_rule(day), now_on(_day_of_rule(day))) for day in series.changed}
    differing = [
        _differing(day, _by_rule(series, old), _by_rule(kept, new))
        for day, (old, new) in days.items()
        if new in there
    ]
    return replace(kept, changed=tuple(differing))


def _differing(day: Event, by_rule: Event, new: Event) -> Event:
    """A day that differs in its new series: its own where it had its own, else the series'."""
    own = _differences(day, by_rule, _OF_A_DAY)
    if _differences(day, by_rule, _TIMES):
        own |= {name: getattr(day, name) for name in _TIMES}
    return replace(new, **own)


# Rules


def _is_first(series: Event, day: Event) -> bool:
    return next(local_starts(series)).date() >= _day_of_rule(day)


def _until_before(series: Event, on: date) -> Event:
    """The series without the days from one on."""
    parts = {name: value for name, value in rule_of(series).items() if name != "COUNT"}
    parts["UNTIL"] = f"{on - timedelta(days=1):%Y%m%d}"
    return replace(
        series, rrule=_written(parts), excluded=tuple(one for one in series.excluded if one < on),
        changed=tuple(day for day in series.changed if _day_of_rule(day) < on),
    )  # fmt: skip


def _from_day(series: Event, on: date) -> Event:
    """A series of its own that goes on from a day of another."""
    parts = rule_of(series)
    if "COUNT" in parts:
        before = sum(start.date() < on for start in local_starts(series))
        parts["COUNT"] = str(int(parts["COUNT"]) - before)
    first = _by_rule(series, on)
    begun = replace(
        series, starts_at=first.starts_at, ends_at=first.ends_at, rrule=_written(parts),
        excluded=tuple(one for one in series.excluded if one >= on), sequence=0,
        changed=tuple(day for day in series.changed if _day_of_rule(day) >= on),
    )  # fmt: skip
    return with_id(begun, _id_from(series.event_id, on))


def _id_from(series_id: str, on: date) -> str:
    """An id that says from when on it goes on."""
    stem = re.sub("-from-[0-9]{8}$", "", series_id)
    return f"{stem[: MAX_ID - 14].rstrip('-')}-from-{on:%Y%m%d}"


def _rule_for(series: Event, day: Event, after: Event) -> str:
    """The rule of a series of which a day is moved, where that names its days."""
    parts, old, new = rule_of(series), day.starts_on, after.starts_on
    if old == new:
        return series.rrule or ""
    if parts["FREQ"] == "WEEKLY" and "BYDAY" in parts:
        days = {*parts["BYDAY"].split(",")} - {_WEEKDAYS[old.weekday()]}
        days.add(_WEEKDAYS[new.weekday()])
        parts["BYDAY"] = ",".join(sorted(days, key=_WEEKDAYS.index))
    elif re.fullmatch("[+-]?[1-5](MO|TU|WE|TH|FR|SA|SU)", parts.get("BYDAY", "")):
        is_last = parts["BYDAY"].startswith("-1") and (new + timedelta(days=7)).month != new.month
        nth = -1 if is_last else (new.day - 1) // 7 + 1
        parts["BYDAY"] = f"{nth}{_WEEKDAYS[new.weekday()]}"
    elif parts.get("BYMONTHDAY") == str(old.day):
        parts["BYMONTHDAY"] = str(new.day)
    return _written(parts)


def _written(parts: Mapping[str, str]) -> str:
    return ";".join(f"{name}={value}" for name, value in parts.items())


def _day_of_rule(day: Event) -> date:
    return date.fromisoformat(day.event_id.rpartition("@")[2])


def _by_rule(series: Event, on: date) -> Event:
    """The day of a series as its rule has it."""
    plain = replace(series, changed=(), excluded=())
    about, margin = datetime(on.year, on.month, on.day, tzinfo=UTC), timedelta(days=3)
    around = occurrences(plain, about - margin, about + margin)
    return next(one for one in around if one.event_id == id_of_day(series.event_id, on))
