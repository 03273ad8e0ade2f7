"""What moderators see of reminders, in any language."""

import json
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from forumbot.bot.agenda import GuildAgenda
from forumbot.bot.overviews import folded, listed, logged, zones
from forumbot.language.phrases import DEFAULT, spoken
from forumbot.reminders.events import Event, EventKind
from forumbot.reminders.leads import Span
from forumbot.reminders.records import Delivery, Purpose, State, event_to_json
from forumbot.reminders.schedule import Community, Defaults, Reminder

OTHERS = [one for one in spoken() if one != DEFAULT]
NOW = datetime(2019, 3, 1, 12, tzinfo=UTC)
STARTS = NOW + timedelta(days=6)
TALK = Event(
    "talk", "Talk", EventKind.MEETING, STARTS, STARTS + timedelta(hours=1), all_day=False,
    timezone="Europe/Brussels",
)  # fmt: skip
COMING = Reminder(1, TALK, Span(days=1), 2, STARTS - timedelta(days=1), STARTS)
DEFAULTS = Defaults({EventKind.MEETING: (Span(days=1),)}, time(9))


def agenda(*events: Event) -> GuildAgenda:
    """That of a guild which announces these."""
    return GuildAgenda(Community(1, 2, "Europe/Bucharest"), events, (), (), DEFAULTS, NOW)


@pytest.mark.parametrize("language", OTHERS)
def test_the_list_and_the_zones_are_in_the_words_of_each_language(language: str) -> None:
    """How long before, that it is so by default, how many follow, and whose zone it is."""
    for more in (1, 5, None):
        told, english = listed(COMING, more, language), listed(COMING, more)
        assert told.split("\n")[0] == english.split("\n")[0]
        shared = set(told.split("\n")[1].split(" · ")) & set(english.split("\n")[1].split(" · "))
        assert shared == {f"<t:{int(COMING.due_at.timestamp())}:F>", "<#2>"}
    pairs = zip(zones(agenda(), COMING, language), zones(agenda(), COMING), strict=True)
    assert all(one != other for one, other in pairs)


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("state", [one for one in State if one is not State.PLANNED])
def test_the_log_is_in_the_words_of_each_language(language: str, state: State) -> None:
    """What became of it, of what it was, and how long before; ids and titles stay."""
    event = {"event": event_to_json(TALK), "before": event_to_json(TALK)}
    row = Delivery(
        "a" * 32, Purpose.REMINDER, 1, 2, STARTS, NOW, STARTS, lead="1 day", state=state,
        at=NOW + timedelta(hours=2), payload=json.dumps(event),
    )  # fmt: skip
    told, english = logged(row, language), logged(row)
    assert "aaaaaaaa" in told
    assert "Talk" in told
    shared = set(told.split(" · ")) & set(english.split(" · "))
    assert shared == {"<#2>"}
    notice = replace(row, purpose=Purpose.NOTICE, lead="")
    assert logged(notice, language) != logged(notice)


def test_of_a_series_without_end_no_number_is_said() -> None:
    """What is planned of it ends somewhere, and is no number of its days."""
    weekly = replace(TALK, rrule="FREQ=WEEKLY")
    ((first, more),) = folded(agenda(weekly))
    assert more is None
    assert "and every later day" in listed(first, more)
    ((_first, more),) = folded(agenda(replace(weekly, rrule="FREQ=WEEKLY;COUNT=3")))
    assert more == 2
