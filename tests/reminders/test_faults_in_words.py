"""What is wrong in a calendar or in typed words, in every language that the bot speaks."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from forumbot.errors import UsageError
from forumbot.language.phrases import DEFAULT, phrase, spoken
from forumbot.language.said import in_language, words_of
from forumbot.reminders.checks import zone_of
from forumbot.reminders.days import example_day
from forumbot.reminders.event_entry import draft_event
from forumbot.reminders.events_file import check_events
from forumbot.reminders.lead_words import parse_leads
from forumbot.reminders.repeats import read_rule

OTHERS = [one for one in spoken() if one != DEFAULT]
NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)
TODAY = NOW.date()
LEAST: dict[str, Any] = {
    "event_id": None, "title": "Talk", "kind": "meeting", "starts": "14 March 2027",
    "ends": None, "timezone": "Europe/Brussels", "place": None, "url": None, "themes": None,
    "repeats": None, "now": NOW,
}  # fmt: skip
ENTRY = """- id: {id}
  title: Talk
  kind: meeting
  starts: 2027-03-14 09:30
  timezone: Europe/Brussels
"""
FAULTS = (
    "  kind: talk\n", "  status: canceled\n", "  url: example.org\n", "  leads: 1 day\n",
    "  leads: [soon]\n", "  leads: [2028-01-01]\n", "  rrule: weekly\n", "  sequence: x\n",
    "  rrule: FREQ=WEEKLY;UNTIL=2027-03-14\n", "  rrule: FREQ=WEEKLY;BYDAY=MO\n",
    "  rrule: FREQ=WEEKLY;COUNT=2;UNTIL=20270401\n", "  except: [2027-03-21]\n",
    "  ends: 2027-03-14 09:00\n", "  ends: 2027-03-15\n", "  ends: soon\n", "  place: []\n",
    "  title: Again\n", "  colour: red\n", "  disputed:\n  - field: starts\n",
)  # fmt: skip


def typed(**words: str) -> Callable[[], object]:
    """Words for an event, some of them off."""
    return lambda: draft_event(**{**LEAST, **words})


REFUSED: dict[str, Callable[[], object]] = {
    "a date": typed(starts="someday"),
    "a day of a short month": typed(starts="31 November 2027"),
    "a wrong weekday": typed(starts="Thursday 16 December 2026"),
    "the month first": typed(starts="12/16/2026"),
    "a time of no clock": typed(starts="14 March 2027 25:10"),
    "a time of another zone": typed(starts="14 March 2027 18:30 EST"),
    "a start gone by": typed(starts="14 March 2020"),
    "an end before it": typed(starts="14 March 2027 18:30", ends="14 March 2027 9:00"),
    "a length that is none": typed(starts="14 March 2027", ends="2 hours"),
    "a title without words": typed(title="  "),
    "an address": typed(url="example.org"),
    "a kind": typed(kind="talk"),
    "a zone": typed(timezone="MEZ"),
    "a repetition": typed(repeats="sometimes"),
    "a time that is skipped": typed(starts="28 March 2027 02:30"),
    "a lead": lambda: parse_leads("soon", "Europe/Brussels", TODAY),
    "no lead": lambda: parse_leads("", "Europe/Brussels", TODAY),
    "a year before": lambda: parse_leads("400 days", "Europe/Brussels", TODAY),
    "a zone by its offset": lambda: zone_of("UTC+2"),
}


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("what", REFUSED)
def test_typed_words_are_refused_in_every_language(language: str, what: str) -> None:
    """All that is said around what was typed."""
    with pytest.raises((UsageError, ValueError)) as raised:
        REFUSED[what]()
    english = words_of(raised.value)
    other = in_language(english, language)
    assert other != english
    assert " cannot " not in other
    assert "write" not in other.split()


@pytest.mark.parametrize("language", OTHERS)
def test_faults_of_a_calendar_are_told_in_every_language(tmp_path: Path, language: str) -> None:
    """Each of them, with the keys as they stand in the file."""
    path = tmp_path / "events.yaml"
    entries = (ENTRY.format(id=f"talk-{number}") + fault for number, fault in enumerate(FAULTS))
    path.write_text("events:\n" + "".join(entries), encoding="utf-8")
    problems = check_events(path).problems
    assert len(problems) >= len(FAULTS)
    same = [one.message for one in problems if in_language(one.message, language) == one.message]
    assert same == []


@pytest.mark.parametrize("language", spoken())
def test_examples_can_be_typed_as_they_stand(language: str) -> None:
    """In the language in which they are shown, each is read as what it is an example of."""
    leads = phrase("lead_examples", language, day=in_language(example_day(TODAY), language))
    for example in leads.split('"')[1::2]:
        assert parse_leads(example, "Europe/Brussels", TODAY)
    rules = phrase("repeat_examples", language, year=2029).split('"')[1::2]
    assert len(rules) == 6
    for example in rules:
        assert read_rule(example, date(2027, 3, 14)).startswith("FREQ=")
    days = phrase(
        "day_examples", language, day=in_language(example_day(TODAY), language), year=2027
    )
    for word in phrase("zone_or", language, others="", last="").split():
        days = days.replace(f" {word} ", ", ")
    for example in days.split(", "):
        assert draft_event(**{**LEAST, "starts": example})
