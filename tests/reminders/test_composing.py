"""Rows of the ledger in words."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from tests.reminders.simulation import CHANNEL, GUILD, at

from forumbot.reminders.composing import Composer, shown_of
from forumbot.reminders.events import Event, EventKind, instant_of
from forumbot.reminders.records import Delivery, Purpose, event_from_json, event_to_json
from forumbot.reminders.wording import Quoted

NOON = at("2019-02-20T12:00")
FORUM = Event(
    "forum", "Forum", EventKind.FORUM, instant_of(NOON.replace(tzinfo=None), "UTC"), None,
    all_day=False, timezone="UTC", place="Turku",
)  # fmt: skip
ROW = Delivery(
    "a", Purpose.REMINDER, GUILD, CHANNEL, NOON, NOON, NOON, event_id="forum", lead="1 day",
    payload=json.dumps({"event": event_to_json(FORUM)}),
)  # fmt: skip


def failing(_guild_id: int, _event: Event, _now: datetime) -> Sequence[Quoted]:
    """A background that cannot be read."""
    raise OSError("no such index")


COMPOSER = Composer(failing, timedelta(minutes=5), lambda row: "fr" if row.is_direct else "de")


def test_a_reminder_is_in_the_language_of_its_row_whatever_fails_beside_it() -> None:
    """Without what is quoted beside it it still comes."""
    said = COMPOSER.announcement(ROW, NOON + timedelta(hours=1))
    assert (said.language, said.background, said.late_by) == ("de", (), timedelta(hours=1))
    assert COMPOSER.announcement(replace(ROW, is_direct=True), NOON).language == "fr"
    assert COMPOSER.as_it_is_now(ROW, FORUM, NOON + timedelta(hours=1)).late_by is None


def test_a_notice_and_a_report_are_in_that_language_too() -> None:
    """What has changed, and the title of a report that has none of its own."""
    before = event_to_json(replace(FORUM, place="Oulu"))
    payload = json.dumps({"event": event_to_json(FORUM), "before": before})
    told = COMPOSER.announcement(replace(ROW, purpose=Purpose.NOTICE, payload=payload), NOON)
    assert told.changes == ("Neuer Ort: Turku.",)
    lines = json.dumps({"lines": ["a"], "more": 2})
    report = COMPOSER.announcement(replace(ROW, purpose=Purpose.REPORT, payload=lines), NOON)
    assert (report.title, report.more) == ("Erinnerungen, die nicht ankamen", 2)


def test_what_a_message_shows_is_the_event_of_its_row() -> None:
    """To be compared with later."""
    assert event_from_json(json.loads(shown_of(ROW))) == FORUM
