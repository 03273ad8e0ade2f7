import json
from dataclasses import fields, replace
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forumbot.reminders.events import Dispute, Event, EventKind, day_start
from forumbot.reminders.records import event_from_json, event_to_json

NOON = datetime(2019, 2, 20, 12, tzinfo=UTC)
ZONES = ("Europe/Brussels", "Europe/Lisbon", "America/Sao_Paulo", "Asia/Kathmandu", "Pacific/Apia")
TEXT = st.text(max_size=20)

instants = st.datetimes(
    datetime(1950, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)
) | st.sampled_from(
    # Both instants of an hour that comes twice in Brussels.
    [datetime(2019, 10, 27, hour, 30, tzinfo=UTC) for hour in (0, 1)]
)


@st.composite
def events(draw: st.DrawFn) -> Event:
    """Events of any kind, timed or not, in zones of whose clocks some change at midnight."""
    timezone = draw(st.sampled_from(ZONES))
    zone = ZoneInfo(timezone)
    starts_at = draw(instants).astimezone(zone)
    all_day = draw(st.booleans())
    starts_at = day_start(starts_at.date(), timezone) if all_day else starts_at
    return Event(
        event_id=draw(TEXT),
        title=draw(TEXT),
        kind=draw(st.sampled_from(EventKind)),
        starts_at=starts_at,
        ends_at=draw(st.none() | instants.map(lambda one: one.astimezone(zone))),
        all_day=all_day,
        timezone=timezone,
        place=draw(st.none() | TEXT),
        themes=tuple(draw(st.lists(TEXT, max_size=3))),
        leads=tuple(draw(st.lists(TEXT, max_size=3))),
        disputed=tuple(draw(st.lists(st.builds(Dispute, TEXT, TEXT, TEXT), max_size=2))),
        status=draw(st.sampled_from(["confirmed", "cancelled"])),
        rrule=draw(st.none() | TEXT),
        excluded=tuple(draw(st.lists(st.dates(), max_size=2))),
        sequence=draw(st.integers(0, 9)),
    )


FORUM = Event(
    event_id="forum-4",
    title="Fourth forum",
    kind=EventKind.FORUM,
    starts_at=datetime(2019, 3, 14, 9, tzinfo=ZoneInfo("Europe/Brussels")),
    ends_at=datetime(2019, 3, 14, 17, tzinfo=ZoneInfo("Europe/Brussels")),
    all_day=False,
    timezone="Europe/Brussels",
)


@given(events())
def test_an_event_comes_back_as_it_was(event: Event) -> None:
    """Every field survives JSON text, the zone and the second of two like hours included."""
    text = json.dumps(event_to_json(event))
    again = event_from_json(json.loads(text))
    assert again == event
    assert again.starts_at.astimezone(UTC) == event.starts_at.astimezone(UTC)
    assert again.starts_at.tzinfo is ZoneInfo(event.timezone)
    assert again.ends_at is None or again.ends_at.tzinfo is ZoneInfo(event.timezone)
    assert json.dumps(event_to_json(again)) == text


def test_no_field_of_an_event_is_left_out() -> None:
    """A field that events get one day is kept without anybody thinking of it."""
    assert set(event_to_json(FORUM)) == {field.name for field in fields(Event)}


def test_the_hour_on_the_wall_stays_where_a_country_changes_its_rules() -> None:
    """Nine in the morning is nine in the morning, whatever offset was expected when it was kept."""
    values = event_to_json(FORUM) | {"starts_at": "2019-03-14T09:00:00+02:00"}
    assert event_from_json(values).starts_at == FORUM.starts_at


def test_a_time_in_another_zone_is_kept_as_the_instant_it_is() -> None:
    """An event whose time was given in UTC comes back at the same instant, in its own zone."""
    event = replace(FORUM, starts_at=FORUM.starts_at.astimezone(UTC))
    again = event_from_json(event_to_json(event))
    assert again.starts_at == event.starts_at
    assert again.starts_at.tzinfo is ZoneInfo("Europe/Brussels")


def test_what_an_older_version_did_not_keep_has_its_default() -> None:
    """JSON without a later field is read."""
    values = event_to_json(FORUM)
    del values["sequence"], values["place"]
    assert event_from_json(values) == FORUM


@pytest.mark.parametrize(
    "change",
    [
        {"starts_at": "soon"},
        {"starts_at": None},
        {"timezone": "Europe/Atlantis"},
        {"kind": "party"},
        {"status": "perhaps"},
        {"disputed": [{"colour": "red"}]},
        {"excluded": ["2019-02-30"]},
        {"themes": None},
        {"colour": "red"},
    ],
)
def test_what_is_no_event_is_refused(change: dict[str, Any]) -> None:
    """JSON that is damaged is one kind of error, which the ledger tells as damage."""
    with pytest.raises(ValueError, match=r"."):
        event_from_json(event_to_json(FORUM) | change)
    with pytest.raises(ValueError, match="no event"):
        event_from_json({"title": "half"})


def test_the_day_of_an_all_day_event_is_kept_where_midnight_is_skipped() -> None:
    """An all-day event begins at the first instant of its day, which was one o'clock there."""
    zone = "America/Sao_Paulo"
    event = replace(
        FORUM, timezone=zone, all_day=True, starts_at=day_start(date(2018, 11, 4), zone),
        ends_at=day_start(date(2018, 11, 5), zone),
    )  # fmt: skip
    again = event_from_json(event_to_json(event))
    assert again == event
    assert (again.starts_on, again.starts_at.hour) == (date(2018, 11, 4), 1)
