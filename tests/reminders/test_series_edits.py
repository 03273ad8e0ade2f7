from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest

from forumbot.errors import UsageError
from forumbot.reminders.calendar import to_ics
from forumbot.reminders.event_entry import change_event
from forumbot.reminders.events import Event, EventKind, occurrences
from forumbot.reminders.records import event_from_json, event_to_json
from forumbot.reminders.schedule import find_event
from forumbot.reminders.series_edits import (
    Change,
    Scope,
    SeriesEdit,
    cancel_days,
    change_series,
)

NOW = datetime(2026, 12, 20, 12, tzinfo=UTC)
BRUSSELS = ZoneInfo("Europe/Brussels")


def series(start: str = "2026-12-07 16:00", rule: str = "FREQ=WEEKLY", **more: Any) -> Event:
    """A round of an hour in Brussels."""
    starts_at = datetime.fromisoformat(start).replace(tzinfo=BRUSSELS)
    return Event(
        event_id="round", title="Round", kind=EventKind.MEETING, starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=1), all_day=False, timezone="Europe/Brussels",
        rrule=rule, **more,
    )  # fmt: skip


def words(**options: str) -> Change:
    """A change as a moderator's words ask for it."""
    return lambda event: change_event(event, now=NOW, **options)


def day_of(event: Event, day: str) -> Event:
    """A day of a series."""
    found = find_event([event], f"{event.event_id}@{day}")
    assert found is not None
    return found


def edit(event: Event, day: str, scope: Scope, **options: str) -> SeriesEdit:
    """Change a day, or more from it on; what comes of it survives being kept."""
    found = change_series(event, day_of(event, day), words(**options), scope, NOW)
    for kept in found.kept:
        assert event_from_json(event_to_json(kept)) == kept
    return found


def starts(*events: Event, until: str = "2027-02-01") -> list[str]:
    """When the series take place from December on, in local times."""
    end = datetime.fromisoformat(until).replace(tzinfo=UTC)
    begin = NOW - timedelta(days=20)
    found = [one for event in events for one in occurrences(event, begin, end)]
    return [f"{one.starts_at:%m-%d %H:%M} {one.title}" for one in sorted(found, key=_start)]


def _start(event: Event) -> datetime:
    return event.starts_at.astimezone(UTC)


def in_a_calendar(*events: Event) -> list[icalendar.Event]:
    """The entries of a feed."""
    return list(icalendar.Calendar.from_ical(to_ics(events, NOW)).events)


MONDAYS = [
    f"{day} 16:00 Round"
    for day in ("12-07", "12-14", "12-21", "12-28", "01-04", "01-11", "01-18", "01-25")
]


def replaced(*changes: str) -> list[str]:
    """Mondays, some of them otherwise: ``01-04 -> 01-05 17:00 Round``."""
    found = dict.fromkeys(MONDAYS)
    result = [(line, line) for line in found]
    for change in changes:
        old, new = change.split(" -> ")
        result = [(line, new if line.startswith(old) else shown) for line, shown in result]
    return sorted(
        (shown for _line, shown in result if shown), key=lambda one: (one[:2] != "12", one)
    )


def test_one_day_is_moved_and_the_others_stay() -> None:
    """It is the same day of the series, at another time, with its own words."""
    edited = edit(series(), "2027-01-04", Scope.DAY, starts="5 January 2027 at 17:00", title="Long")
    (kept,) = edited.kept
    assert starts(kept) == replaced("01-04 -> 01-05 17:00 Long")
    assert edited.renamed == {}
    moved = find_event([kept], "round@2027-01-04")
    assert moved is not None
    assert (moved.ends_at, moved.sequence, kept.sequence) == (
        moved.starts_at + timedelta(hours=1), 1, 1,
    )  # fmt: skip
    whole, day = in_a_calendar(kept)
    assert whole["uid"] == day["uid"]
    assert b"RECURRENCE-ID;TZID=Europe/Brussels:20270104T160000" in day.to_ical()
    assert (whole["sequence"], day["sequence"]) == (1, 1)


def test_a_day_is_changed_again_and_cancelled() -> None:
    """What was changed of it before stays, until it does not take place."""
    (once,) = edit(series(), "2027-01-04", Scope.DAY, place="Room 2").kept
    (twice,) = edit(once, "2027-01-04", Scope.DAY, starts="4 January 2027 at 18:00").kept
    (day,) = twice.changed
    assert (day.place, f"{day.starts_at:%H:%M}", day.sequence) == ("Room 2", "18:00", 2)
    (left,) = cancel_days(twice, day, Scope.DAY).kept
    assert (left.changed, left.excluded) == ((), (date(2027, 1, 4),))
    (entry,) = in_a_calendar(left)
    assert b"EXDATE;TZID=Europe/Brussels:20270104T160000" in entry.to_ical()
    assert entry["sequence"] == 3


def test_this_and_the_following_go_on_as_another_series() -> None:
    """The old one ends the day before; each day that was told goes on as the new one's."""
    edited = edit(series(), "2027-01-04", Scope.FOLLOWING, starts="5 January 2027 at 17:00")
    old, new = edited.kept
    assert (old.event_id, new.event_id, edited.follows) == (
        "round", "round-from-20270104", "round-from-20270104",
    )  # fmt: skip
    assert starts(old) == MONDAYS[:4]
    assert starts(new) == ["01-05 17:00 Round", "01-12 17:00 Round", "01-19 17:00 Round",
                           "01-26 17:00 Round"]  # fmt: skip
    assert edited.renamed["round@2027-01-11"] == "round-from-20270104@2027-01-12"
    assert "round@2026-12-28" not in edited.renamed
    assert [entry["uid"] for entry in in_a_calendar(*edited.kept)] == [
        "round@forumbot", "round-from-20270104@forumbot",
    ]  # fmt: skip
    assert b"UNTIL=20270103T225959Z" in in_a_calendar(old)[0].to_ical()


def test_from_a_day_on_counts_exceptions_and_ids_go_along() -> None:
    """Of eight times four are left; a day left out stays so; a second cut keeps the id short."""
    event = series(rule="FREQ=WEEKLY;COUNT=8", excluded=(date(2026, 12, 14), date(2027, 1, 11)))
    old, new = edit(event, "2027-01-04", Scope.FOLLOWING, title="New").kept
    assert starts(old, new) == [
        "12-07 16:00 Round", "12-21 16:00 Round", "12-28 16:00 Round", "01-04 16:00 New",
        "01-18 16:00 New", "01-25 16:00 New",
    ]  # fmt: skip
    _again, third = edit(new, "2027-01-18", Scope.FOLLOWING, title="Third").kept
    assert third.event_id == "round-from-20270118"
    assert third.rrule == "FREQ=WEEKLY;COUNT=2"


def test_from_the_first_day_on_is_all() -> None:
    """No series without a day is left behind."""
    (kept,) = edit(series(), "2026-12-07", Scope.FOLLOWING, title="New").kept
    assert {line[12:] for line in starts(kept)} == {"New"}
    (left,) = cancel_days(series(), day_of(series(), "2026-12-07"), Scope.FOLLOWING).kept
    assert (left.status, left.rrule) == ("cancelled", "FREQ=WEEKLY")


@pytest.mark.parametrize(
    ("event", "day", "moved", "expected", "rule"),
    [
        (series(), "2027-01-04", "5 January 2027 at 17:00", "01-12 17:00", "FREQ=WEEKLY"),
        (series(rule="FREQ=WEEKLY;BYDAY=MO,TH"), "2027-01-04", "5 January 2027 at 17:00",
         "01-12 17:00", "FREQ=WEEKLY;BYDAY=TU,TH"),
        (series("2026-12-08 16:00", "FREQ=MONTHLY;BYDAY=2TU"), "2027-01-12",
         "14 January 2027 at 16:00", "01-14 16:00", "FREQ=MONTHLY;BYDAY=2TH"),
        (series("2026-12-08 16:00", "FREQ=MONTHLY;BYDAY=2TU"), "2027-01-12",
         "18 January 2027 at 16:00", "12-21 16:00", "FREQ=MONTHLY;BYDAY=3MO"),
        (series("2026-12-25 16:00", "FREQ=MONTHLY;BYDAY=-1FR"), "2027-01-29",
         "28 January 2027 at 16:00", "12-31 16:00", "FREQ=MONTHLY;BYDAY=-1TH"),
        (series(rule="FREQ=WEEKLY;BYDAY=MO,TH"), "2027-01-07", "8 January 2027 at 9:00",
         "01-11 09:00", "FREQ=WEEKLY;BYDAY=MO,FR"),
        (series("2026-12-15 16:00", "FREQ=MONTHLY;BYMONTHDAY=15"), "2027-01-15",
         "16 January 2027 at 16:00", "01-16 16:00", "FREQ=MONTHLY;BYMONTHDAY=16"),
        (series("2026-12-15 16:00", "FREQ=MONTHLY"), "2027-01-15", "14 January 2027",
         "01-14 00:00", "FREQ=MONTHLY"),
    ],
)  # fmt: skip
def test_all_days_move_as_the_one_does(
    event: Event, day: str, moved: str, expected: str, rule: str
) -> None:
    """By as many days and hours, also those of a rule that names its days."""
    (kept,) = edit(event, day, Scope.ALL, starts=moved).kept
    assert kept.rrule == rule
    assert f"{expected} Round" in starts(kept)
    assert kept.sequence == 1


def test_days_that_differ_and_days_left_out_move_along() -> None:
    """A day keeps what was its own; what it had of the series it has of the new one."""
    event = series(excluded=(date(2027, 1, 11),))
    (event,) = edit(event, "2027-01-18", Scope.DAY, place="Room 2").kept
    (event,) = edit(event, "2027-01-25", Scope.DAY, starts="25 January 2027 at 9:00").kept
    edited = edit(event, "2027-01-04", Scope.ALL, starts="5 January 2027 at 17:00", title="New")
    (kept,) = edited.kept
    assert starts(kept)[4:] == ["01-05 17:00 New", "01-19 17:00 New", "01-25 09:00 New"]
    assert [day.place for day in kept.changed] == ["Room 2", None]
    assert edited.renamed["round@2027-01-18"] == "round@2027-01-19"


def test_what_cannot_be_is_refused() -> None:
    """One day that repeats, and days that the rule does not name."""
    with pytest.raises(UsageError, match="one day does not repeat"):
        edit(series(), "2027-01-04", Scope.DAY, repeats="daily")
    last = series("2026-12-31 16:00", "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=-1")
    with pytest.raises(UsageError, match="say how it repeats as well"):
        edit(last, "2027-12-31", Scope.ALL, starts="30 December 2027 at 16:00")


@pytest.mark.parametrize("scope", list(Scope))
def test_what_changes_nothing_is_the_same(scope: Scope) -> None:
    """Whatever it is asked of."""
    edited = edit(series(), "2026-12-07", scope, title="Round")
    assert edited.kept == (series(),)


@pytest.mark.parametrize(
    ("scope", "left"),
    [
        (Scope.DAY, replaced("01-04 -> ")),
        (Scope.FOLLOWING, MONDAYS[:4]),
        (Scope.ALL, MONDAYS),
    ],
)
def test_days_are_cancelled(scope: Scope, left: list[str]) -> None:
    """One, this and the following, or all, which then says so itself."""
    (kept,) = cancel_days(series(), day_of(series(), "2027-01-04"), scope).kept
    assert starts(kept) == left
    assert (kept.status == "cancelled") is (scope is Scope.ALL)
    assert kept.sequence == 1


def test_a_day_that_differs_is_cancelled_with_all_and_comes_back_with_them() -> None:
    """So who was told of it hears so; in a calendar it stands as cancelled."""
    (moved,) = edit(series(), "2027-01-04", Scope.DAY, place="Ghent").kept
    day = day_of(moved, "2027-01-04")
    assert (day.place, day.status) == ("Ghent", "confirmed")
    (kept,) = cancel_days(moved, day, Scope.ALL).kept
    assert day_of(kept, "2027-01-04") == replace(day, status="cancelled")
    written = in_a_calendar(kept)
    assert [str(one["status"]) for one in written] == ["CANCELLED", "CANCELLED"]
    assert day_of(replace(kept, status="confirmed"), "2027-01-04") == day


def test_an_all_day_series_names_its_day_as_a_date() -> None:
    """Also a day of it that has a time."""
    starts_at = datetime(2026, 12, 7, tzinfo=BRUSSELS)
    event = Event("days", "Days", EventKind.MEETING, starts_at, None, True, "Europe/Brussels",
                  rrule="FREQ=WEEKLY")  # fmt: skip
    (kept,) = edit(event, "2027-01-04", Scope.DAY, starts="4 January 2027 at 9:00").kept
    _whole, day = in_a_calendar(kept)
    text = day.to_ical()
    assert b"RECURRENCE-ID;VALUE=DATE:20270104" in text
    assert b"DTSTART;TZID=Europe/Brussels:20270104T090000" in text
