from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from forumbot.reminders.calendar_changes import change_between, moved_days
from forumbot.reminders.events import Event, EventKind

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
BRUSSELS = ZoneInfo("Europe/Brussels")


def event(event_id: str = "spring", day: str = "2026-05-20", **more: Any) -> Event:
    """An event in Brussels at ten."""
    values: dict[str, Any] = {"title": event_id.title(), "kind": EventKind.FORUM} | more
    starts_at = datetime.fromisoformat(f"{day} 10:00").replace(tzinfo=BRUSSELS)
    return Event(
        event_id=event_id, starts_at=starts_at, ends_at=None, all_day=False,
        timezone="Europe/Brussels", **values,
    )  # fmt: skip


def weekly(day: str, rule: str = "FREQ=WEEKLY", **more: Any) -> Event:
    """A series from a day on."""
    return event("talks", day, rrule=rule, **more)


def lost(before: list[Event], after: list[Event]) -> tuple[list[str], bool]:
    """The ids of what is gone, and whether that is most of what was to come."""
    change = change_between(before, after, NOW)
    return [one.event_id for one in change.lost], change.takes_most


SPRING, AUTUMN, WINTER = event(), event("autumn", "2026-09-20"), event("winter", "2026-12-20")


@pytest.mark.parametrize(
    ("after", "gone"),
    [
        ([], (["spring", "autumn", "winter"], True)),
        ([SPRING], (["autumn", "winter"], True)),
        ([SPRING, AUTUMN], (["winter"], False)),
        ([SPRING, AUTUMN, WINTER], ([], False)),
        ([event("other", "2026-06-01")], (["spring", "autumn", "winter"], True)),
    ],
)
def test_what_is_gone_is_told_and_whether_it_is_most(
    after: list[Event], gone: tuple[list[str], bool]
) -> None:
    """Half of what was to come, or more, is most of it."""
    assert lost([SPRING, AUTUMN, WINTER], after) == gone


def test_what_is_over_or_cancelled_may_go() -> None:
    """Old events are cleared away without a question, and so is what takes place no more."""
    past = event("past", "2026-04-01")
    over = weekly("2026-03-04", "FREQ=WEEKLY;COUNT=2")
    cancelled = event("no", "2026-06-01", status="cancelled")
    assert lost([past, over, cancelled, SPRING], [SPRING]) == ([], False)
    assert lost([weekly("2026-03-04"), SPRING], [SPRING]) == (["talks"], True)


def test_an_id_corrected_is_known_by_title_and_start() -> None:
    """However the title is spaced; a series goes on under its new id as well."""
    spring = event("spring-2026", title="  SPRING")
    series = event("weekly-talks", "2026-03-04", title="Talks", rrule="FREQ=WEEKLY")
    change = change_between([SPRING, AUTUMN, weekly("2026-03-04")], [spring, AUTUMN, series], NOW)
    assert change.renamed == {"spring": "spring-2026", "talks": "weekly-talks"}
    assert change.lost == ()


def test_two_that_could_be_meant_are_no_correction() -> None:
    """Where events are alike, nobody guesses which goes on as which."""
    twins = [event("a", title="Talk"), event("b", title="Talk")]
    one = change_between([event("x", title="Talk")], twins, NOW)
    other = change_between(twins, [event("x", title="Talk")], NOW)
    assert (one.renamed, other.renamed) == ({}, {})
    assert len(one.lost) == 1
    assert len(other.lost) == 2


@pytest.mark.parametrize(
    ("before", "after", "first"),
    [
        (weekly("2026-03-04"), weekly("2026-03-05"), ("2026-05-06", "2026-05-07")),
        (weekly("2026-03-04"), weekly("2026-05-07"), ("2026-05-06", "2026-05-07")),
        (weekly("2026-03-02"), weekly("2026-03-06"), ("2026-05-04", "2026-05-08")),
        (weekly("2026-03-06"), weekly("2026-03-02"), ("2026-05-08", "2026-05-04")),
        (weekly("2026-03-04", "FREQ=WEEKLY;BYDAY=MO,WE"),
         weekly("2026-03-05", "FREQ=WEEKLY;BYDAY=TU,TH"), ("2026-05-06", "2026-05-07")),
        (weekly("2026-03-10", "FREQ=MONTHLY;BYDAY=2TU"),
         weekly("2026-03-19", "FREQ=MONTHLY;BYDAY=3TH"), ("2026-05-12", "2026-05-21")),
        (weekly("2020-06-01", "FREQ=YEARLY"), weekly("2020-06-30", "FREQ=YEARLY"),
         ("2026-06-01", "2026-06-30")),
    ],
)  # fmt: skip
def test_a_series_that_moves_moves_its_days(
    before: Event, after: Event, first: tuple[str, str]
) -> None:
    """Each day goes to that of its own week, month or year."""
    moved = moved_days(before, after, NOW)
    assert moved[f"talks@{first[0]}"] == f"talks@{first[1]}"
    days = [date.fromisoformat(new.partition("@")[2]) for new in moved.values()]
    assert len(set(days)) == len(days)
    assert min(days) <= NOW.date() + timedelta(days=31)
    assert max(days) >= date(2026, 6, 30)


def test_a_day_taken_out_is_not_moved_to_its_neighbour() -> None:
    """The other days of the series were there before."""
    without = weekly("2026-03-04", excluded=(date(2026, 5, 6),))
    assert moved_days(weekly("2026-03-04"), without, NOW) == {}
    daily = weekly("2026-03-04", "FREQ=DAILY")
    assert moved_days(daily, weekly("2026-03-05", "FREQ=DAILY;INTERVAL=2"), NOW) == {}


def test_what_is_alike_or_no_series_has_no_days_that_move() -> None:
    """A single event that moves keeps its id."""
    assert moved_days(weekly("2026-03-04"), weekly("2026-03-04", title="New"), NOW) == {}
    assert moved_days(SPRING, event(day="2026-05-21"), NOW) == {}
