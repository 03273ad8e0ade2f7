"""What the made-up community may expect to be reminded of."""

from datetime import UTC, datetime, timedelta

from bench.community.promises import Happening, Promises

NOW = datetime(2019, 3, 18, 10, tzinfo=UTC)


def happening(starts: datetime) -> Happening:
    """A meeting of that time."""
    return Happening("Visit", "meeting", "UTC", {starts.date(): starts})


def test_a_place_that_hears_of_it_late_is_told_at_once_and_once() -> None:
    """Where all hours have passed and it has not begun; else its own hours are to come."""
    promises, leads = Promises(), ("1 day", "1 hour")
    for minutes in (15, 90, -15):
        event = happening(NOW + timedelta(minutes=minutes))
        promises.remind(event, leads, "news", "1", NOW)
        promises.remind_late(event, leads, "news", "1", NOW)
    assert [one.at - NOW for one in promises.open] == [timedelta(0), timedelta(minutes=30)]
    assert promises.meet("news", "Visit", NOW, is_notice=False) is not None
    assert promises.meet("news", "Visit", NOW, is_notice=False) is None
