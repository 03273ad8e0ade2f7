from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest

from forumbot.errors import ForumbotError
from forumbot.reminders.calendar import to_ics
from forumbot.reminders.calendar_state import BELIEVED_AFTER
from forumbot.reminders.events import Event, EventKind
from forumbot.reminders.feeds import events_of_feed, write_feed

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
BRUSSELS = ZoneInfo("Europe/Brussels")


def event(event_id: str, day: str, **more: Any) -> Event:
    """An event of a day in Brussels."""
    values: dict[str, Any] = {"title": event_id.title(), "all_day": True} | more
    return Event(
        event_id=event_id, kind=EventKind.FORUM, ends_at=None, timezone="Europe/Brussels",
        starts_at=datetime.fromisoformat(day).replace(tzinfo=BRUSSELS), **values,
    )  # fmt: skip


PAST, OLDER = event("past", "2026-04-20"), event("older", "2026-03-20")
SPRING, AUTUMN = event("spring", "2026-05-20"), event("autumn", "2026-09-20")
TALKS = event("talks", "2026-04-01", rrule="FREQ=WEEKLY")


def write(feed: Path, *events: Event, age: timedelta | None = timedelta(0)) -> None:
    """Write a feed of events that stand so for a while; of an age None they are confirmed."""
    since = None if age is None else NOW - age
    write_feed(feed, to_ics(events, NOW), events, NOW, since=since)


def titles(feed: Path) -> list[str]:
    """What stands in a feed."""
    return [str(one["summary"]) for one in icalendar.Calendar.from_ical(feed.read_bytes()).events]


def test_a_feed_holds_what_comes_or_what_was_last() -> None:
    """Readers refuse a calendar without an event; a series that takes place on no day is none."""
    none = event("none", "2026-05-06", rrule="FREQ=WEEKLY;COUNT=1",
                 excluded=(datetime(2026, 5, 6).date(),))  # fmt: skip
    assert events_of_feed([AUTUMN, PAST, TALKS, none], NOW, with_past=False) == (TALKS, AUTUMN)
    assert events_of_feed([PAST, OLDER, none], NOW, with_past=False) == (PAST,)
    assert events_of_feed([AUTUMN, OLDER, none], NOW, with_past=True) == (OLDER, AUTUMN)
    assert events_of_feed([none], NOW, with_past=True) == ()


@pytest.mark.parametrize("after", [[PAST], [SPRING], [event("other", "2026-06-01")]])
def test_a_feed_is_left_where_most_of_it_would_go(tmp_path: Path, after: list[Event]) -> None:
    """The file of events was cut, emptied but for what is over, or is another one."""
    feed = tmp_path / "feed.ics"
    write(feed, PAST, SPRING, AUTUMN, TALKS)
    before = feed.read_bytes()
    with pytest.raises(ForumbotError, match=r"would go at once: .*; mend .* 'forumbot events conf"):
        write(feed, *after)
    assert feed.read_bytes() == before
    write(feed, *after, age=BELIEVED_AFTER)
    write(feed, PAST, SPRING, AUTUMN, TALKS, age=None)
    write(feed, *after, age=None)
    assert titles(feed) == [one.title for one in after]


def test_a_feed_follows_what_changes(tmp_path: Path) -> None:
    """One of three gone, another with its id corrected, what is over cleared away."""
    feed = tmp_path / "feed.ics"
    write(feed, PAST, SPRING, AUTUMN, TALKS)
    write(feed, event("spring-2026", "2026-05-20", title="Spring"), TALKS)
    assert titles(feed) == ["Talks", "Spring"]


@pytest.mark.parametrize("content", [b"", b"BEGIN:VCALENDAR\r\n", b"\xff\xfe", b"a picture"])
def test_a_file_that_is_no_feed_is_replaced(tmp_path: Path, content: bytes) -> None:
    """It holds nothing that could go."""
    feed = tmp_path / "feed.ics"
    feed.write_bytes(content)
    write(feed, SPRING)
    assert titles(feed) == ["Spring"]


@pytest.mark.parametrize("name", ["events.yaml", "report.md", "picture.png", "feed"])
def test_another_file_is_no_feed_and_left_as_it_was(tmp_path: Path, name: str) -> None:
    """By a slip of the name the source of the events, or a document, would be lost."""
    path = tmp_path / name
    path.write_text("events:\n- id: talk\n", encoding="utf-8")
    with pytest.raises(ForumbotError, match=r"it is no calendar file; name another .* --ics"):
        write(path, SPRING)
    assert path.read_text(encoding="utf-8") == "events:\n- id: talk\n"
    path.write_bytes(b"")
    write(path, SPRING)
    write(path, SPRING, AUTUMN)
    assert titles(path) == ["Spring", "Autumn"]


def test_a_feed_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    """With what to do instead."""
    with pytest.raises(ForumbotError, match=r"no/feed.ics: cannot be written .* with --ics"):
        write(tmp_path / "no" / "feed.ics", SPRING)
