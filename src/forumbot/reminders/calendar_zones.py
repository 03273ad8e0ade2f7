"""A time zone as a VTIMEZONE (RFC 5545): rules where it has them, single changes elsewhere."""

import functools
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

import icalendar

from forumbot.reminders.events import clock_change

_LOOK_AHEAD_YEARS = 10
_ENOUGH_FOR_A_RULE = 3
"""Changes in so many years one after the other, on days that one rule gives, are no accident."""
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class _Observance(NamedTuple):
    """An offset that a zone has for a while, the one before it, and what it is called."""

    before: timedelta
    offset: timedelta
    name: str
    saving: timedelta


class _Stretch(NamedTuple):
    """Changes to one observance that follow one ``rule``, by their local times; or a single one.

    ``goes_on`` says that the rule holds for as long as was looked ahead.
    """

    onsets: Sequence[datetime]
    rule: dict[str, object] | None = None
    goes_on: bool = False


@functools.lru_cache(maxsize=64)
def timezone_component(zone: str, first: int, last: int) -> icalendar.Timezone:
    """The VTIMEZONE of a zone for the years from ``first`` to ``last``.

    What the zone keeps to beyond them is written as a rule without an end.
    """
    # icalendar can make one, but sets the onset of summer time an hour late: RFC 5545 counts it
    # by the offset before the change. It also writes RDATE, which readers are known to ignore.
    timezone = icalendar.Timezone()
    timezone.add("tzid", zone)
    until = last + _LOOK_AHEAD_YEARS
    found = _observances(ZoneInfo(zone), first, until)
    is_reversed = any(one.saving < timedelta(0) for one in found)
    for observance, onsets in found.items():
        for stretch in _stretches(onsets, until):
            if stretch.onsets[0].year <= last:
                timezone.add_component(_component(observance, stretch, is_reversed=is_reversed))
    return timezone


def _observances(zone: ZoneInfo, first: int, last: int) -> dict[_Observance, list[datetime]]:
    """The local times, by the offset before, at which each observance begins."""
    low = datetime(first, 1, 1, tzinfo=UTC) - timedelta(days=2)
    before = _offset(low, zone)
    found = {_observance(low, before, zone): [_naive(low + before)]}
    while low.year <= last:
        high = low + timedelta(days=1)
        if _offset(high, zone) != before:
            change = clock_change(low, high, zone)
            onset = _naive(change + before)
            found.setdefault(_observance(change, before, zone), []).append(onset)
            before = _offset(high, zone)
        low = high
    return found


def _observance(instant: datetime, before: timedelta, zone: ZoneInfo) -> _Observance:
    local = instant.astimezone(zone)
    saving = local.dst() or timedelta(0)
    return _Observance(before, _offset(instant, zone), local.tzname() or "", saving)


def _offset(instant: datetime, zone: ZoneInfo) -> timedelta:
    return instant.astimezone(zone).utcoffset() or timedelta(0)


def _naive(instant: datetime) -> datetime:
    return instant.replace(tzinfo=None)


def _stretches(onsets: Sequence[datetime], last: int) -> Iterator[_Stretch]:
    """The changes cut into such as follow one rule, and single ones."""
    left = list(onsets)
    while left:
        count = next(
            (n for n in range(len(left), _ENOUGH_FOR_A_RULE - 1, -1) if _rule_of(left[:n])), 0
        )
        if count:
            stretch = left[:count]
            # The last year may end before its change.
            yield _Stretch(stretch, _rule_of(stretch), goes_on=stretch[-1].year >= last - 1)
        else:
            # An observance of its own rather than one more RDATE, which some readers ignore.
            yield _Stretch(left[:1])
        left = left[max(count, 1) :]


def _rule_of(onsets: Sequence[datetime]) -> dict[str, object] | None:
    """The yearly rule that gives these local times and no other; None where there is none."""
    first = onsets[0]
    is_yearly = all(onset.year == first.year + number for number, onset in enumerate(onsets))
    if not is_yearly or {(one.month, one.time()) for one in onsets} != {
        (first.month, first.time())
    }:
        return None
    days = _days_of(onsets)
    return None if days is None else {"FREQ": "YEARLY", "BYMONTH": first.month, **days}


def _days_of(onsets: Sequence[datetime]) -> dict[str, object] | None:
    weekdays = {_WEEKDAYS[onset.weekday()] for onset in onsets}
    dates = [onset.day for onset in onsets]
    if len(weekdays) > 1:
        return {"BYMONTHDAY": dates[0]} if len(set(dates)) == 1 else None
    (weekday,) = weekdays
    if all(_is_last_week(onset) for onset in onsets):
        return {"BYDAY": f"-1{weekday}"}
    weeks = {(day - 1) // 7 + 1 for day in dates}
    if len(weeks) == 1:
        return {"BYDAY": f"{weeks.pop()}{weekday}"}
    if max(dates) - min(dates) == 6:
        # A weekday on or after some date.
        return {"BYDAY": weekday, "BYMONTHDAY": list(range(min(dates), max(dates) + 1))}
    return None


def _is_last_week(onset: datetime) -> bool:
    return (onset + timedelta(days=7)).month != onset.month


def _component(
    observance: _Observance, stretch: _Stretch, *, is_reversed: bool
) -> icalendar.TimezoneDaylight | icalendar.TimezoneStandard:
    # Where winter is what deviates, as in Ireland, the standard lets it be daylight time, at which
    # readers are reported to stumble: summer is.
    is_ahead = is_reversed and not observance.saving and observance.before < observance.offset
    is_daylight = is_ahead or observance.saving > timedelta(0)
    component = icalendar.TimezoneDaylight() if is_daylight else icalendar.TimezoneStandard()
    component.add("tzname", observance.name)
    component.add("tzoffsetfrom", observance.before)
    component.add("tzoffsetto", observance.offset)
    component.add("dtstart", stretch.onsets[0])
    if stretch.rule is None:
        return component
    # In UTC, as the standard asks; a day later, as some readers take it for a local time.
    until = (stretch.onsets[-1] + timedelta(days=1)).replace(tzinfo=UTC)
    ends = {} if stretch.goes_on else {"UNTIL": until}
    component.add("rrule", icalendar.vRecur({**stretch.rule, **ends}))
    return component
