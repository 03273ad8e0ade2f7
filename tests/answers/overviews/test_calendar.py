"""The calendar, seen from 20 February 2019."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from forumbot.answers.occasions.named_event import DatedEvent
from forumbot.answers.overviews.calendar import (
    events_in,
    named_in_calendar,
    next_event,
    reminder,
)
from forumbot.answers.overviews.overview import Asked, Overview, Overviewer

Ask = Callable[..., Asked]


def said(overview: Overview | None) -> list[str]:
    """The lines of an overview, its first sentence in front."""
    assert overview is not None
    return [overview.said, *(one.text for one in overview.entries), overview.more]


def test_what_comes_is_what_is_not_over(ask: Ask) -> None:
    """The first first, with deadlines, and with what is under way."""
    lines = said(events_in(ask("what events are coming up?")))
    assert "EU Cluster Weeks" in lines[1]
    assert "14 March 2019: Fourth European Cluster Policy Forum, Brussels" in lines[2]
    assert any("Deadline" in line for line in lines)
    assert not any("November 2018:" in line for line in lines)


def test_a_year_has_its_own_events_and_no_other(ask: Ask) -> None:
    """What began before it is told by its end."""
    lines = said(events_in(ask("list of all events in 2019")))
    assert "until 30 April 2019: EU Cluster Weeks" in lines[1]
    assert all("2018:" not in line and "2020" not in line for line in lines)
    assert any("2019-05-06" in line or "6 May 2019" in line for line in lines)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("which forums were there in 2018?", {"Second European", "Third European"}),
        ("welche Foren gab es im Herbst 2018?", {"Third European"}),
        (
            "Welche Veranstaltungen gibt es am 14. Mai 2019?",
            {"Matchmaking", "European Cluster Conference 2019, Palace"},
        ),
        ("events in November", {"Third European", "Future Week", "Joint Romanian", "EU Cluster"}),
        ("anything next week?", {"EU Cluster", "Fourth European"}),
        ("which events took place in Oradea", {"Joint Romanian"}),
    ],
)
def test_events_are_chosen_by_time_and_kind(ask: Ask, text: str, wanted: set[str]) -> None:
    """By the kind that the calendar gives, and by the nearest month."""
    lines = said(events_in(ask(text)))[1:-1]
    assert len(lines) == len(wanted)
    assert all(any(name in line for line in lines) for name in wanted)


def test_a_kind_or_a_time_without_events_is_said_to_be_so(ask: Ask) -> None:
    """Other events of the time are given, and of a month those of another year."""
    assert "none of the kind" in said(events_in(ask("webinars in 2019")))[0]
    assert said(events_in(ask("events in 1987")))[1:] == [""]
    later = ask("events in March", now=datetime(2026, 2, 1, tzinfo=UTC))
    assert "March 2019" in said(events_in(later))[0]
    over = said(events_in(ask("upcoming events", now=datetime(2026, 2, 1, tzinfo=UTC))))
    assert over[0].startswith("Nothing is to come")
    assert "2022" in over[1]


@pytest.mark.parametrize(
    "text",
    ["is there a forum next week?", "gibt es nächste Woche ein Forum?",
     "y a-t-il un forum la semaine prochaine ?"],
)  # fmt: skip
def test_a_time_that_is_named_is_answered_whatever_the_kind(ask: Ask, text: str) -> None:
    """Where the message was taken for one on the next event."""
    told = next_event(ask(text))
    assert told is not None
    assert told == events_in(ask(text))


def test_the_next_event_of_a_name_is_left_to_the_passages(ask: Ask) -> None:
    """They quote its day; what is next of all is listed."""
    assert next_event(ask("When is the next forum?")) is None
    lines = said(next_event(ask("so what's next?")))
    assert "in 22 days" in lines[2]
    several = said(next_event(ask("what events are coming up?")))
    assert any("14 May 2019" in line for line in several)


@pytest.mark.parametrize(
    "text",
    [
        "Who helps to organise the next forum?",
        "Qui aide à organiser le prochain forum ?",
        "¿Cuándo es la próxima reunión del Comité de Cumplimiento del Convenio de Aarhus?",
    ],
)
def test_what_is_asked_beside_the_day_is_left_to_the_passages(ask: Ask, text: str) -> None:
    """Who does something at it, and events of a name that the calendar does not have."""
    assert next_event(ask(text)) is None


def test_who_asks_to_be_reminded_is_told_how(ask: Ask) -> None:
    """With the event that is meant."""
    lines = said(reminder(ask("remind me of the next forum")))
    assert "/remind add" in lines[0]
    assert "14 March 2019 (in 22 days): Fourth" in lines[1]


@pytest.mark.parametrize(
    "text",
    [
        "where can adults take swimming lessons on Tuesday evening?",
        "waar kan ik op dinsdagavond zwemles voor volwassenen volgen?",
        "wann darf man in der Mittagszeit Rasen mähen?",
    ],
)
def test_what_names_no_event_is_left_to_the_passages(ask: Ask, text: str) -> None:
    """Something else is asked, whatever time it names."""
    assert events_in(ask(text)) is None


@pytest.mark.parametrize("overview", [events_in, next_event, reminder])
def test_without_a_clock_nothing_is_said(ask: Ask, overview: Overviewer) -> None:
    """No day can be told from another then."""
    asked = ask("what is next?")
    assert overview(Asked(asked.question, asked.generation, None, None)) is None


@pytest.mark.parametrize(
    "text", ["what were the next steps?", "Was sind die nächsten Schritte?", "next steps"]
)
def test_what_is_to_be_done_next_is_no_event(ask: Ask, text: str) -> None:
    """Reports tell the next steps."""
    assert next_event(ask(text)) is None


@pytest.mark.parametrize(
    "text", ["När hölls det tredje forumet?", "the fourth forum", "when was the second forum?"]
)
def test_a_forum_that_is_named_by_its_number_is_not_what_comes(ask: Ask, text: str) -> None:
    """Its documents say when it was."""
    assert next_event(ask(text)) is None


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("când începe următorul forum?", "Forum"),
        ("Wann findet die nächste Clusterwoche statt?", "Cluster Weeks"),
    ],
)
def test_where_nothing_is_to_come_the_last_of_what_is_named_is_listed(
    ask: Ask, text: str, named: str
) -> None:
    """No event of another name or kind is, and it is said that none of it is what was asked for."""
    found = next_event(ask(text, now=datetime(2026, 11, 29, tzinfo=UTC)))
    assert found is not None
    assert found.lacks
    entries = said(found)[1:-1]
    assert entries
    assert all(named in one for one in entries if "Romanian-Hungarian" not in one)


@pytest.mark.parametrize(
    "text",
    [
        "I want to organise an event for the cluster weeks, until when can I send it in?",
        "Jusqu'à quand peut-on proposer un événement pour les semaines des clusters ?",
        "Bis wann kann ich eine Veranstaltung zur Clusterwoche anmelden?",
    ],
)
def test_until_when_something_can_be_done_is_left_to_the_passages(ask: Ask, text: str) -> None:
    """Where the calendar has nothing to come."""
    assert next_event(ask(text, now=datetime(2026, 11, 29, tzinfo=UTC))) is None


def test_an_event_of_a_name_that_none_has_is_not_listed_with_others(ask: Ask) -> None:
    """Whatever the calendar has of its kind: the passages say what they have."""
    late = datetime(2035, 1, 1, 9, tzinfo=UTC)
    text = "When is the next Borealis meeting in Stockholm?"
    assert next_event(ask(text, now=late)) is None


@pytest.mark.parametrize(
    "text",
    [
        "what comes after the Bucharest conference",
        "was kommt nach der Konferenz in Bukarest?",
        "qu'est-ce qui vient après la conférence de Bucarest ?",
    ],
)
def test_what_comes_after_an_event_is_what_begins_when_that_is_over(ask: Ask, text: str) -> None:
    """The event that is named is not among it."""
    lines = said(next_event(ask(text)))
    assert "18 October 2019" in lines[1] or "18. Oktober" in lines[1] or "18 octobre" in lines[1]
    assert not any("Palace of Parliament" in line for line in lines)


def test_what_comes_after_a_forum_is_counted_from_its_number(ask: Ask) -> None:
    """And not from forums as a kind; what is after no event is not counted at all."""
    assert "29 March 2019" in said(next_event(ask("what comes after the fourth forum?")))[1]
    assert "EU Cluster Weeks" in said(next_event(ask("what comes after that?")))[1]


def test_what_is_still_to_come_in_a_month_leaves_out_what_is_over(ask: Ask) -> None:
    """With what comes first behind it, where nothing begins within it any more."""
    lines = said(events_in(ask("was steht diesen Monat noch an?")))
    assert not any("Industry Days" in line for line in lines)
    assert any("Fourth European" in line for line in lines)
    whole = said(events_in(ask("was steht diesen Monat an?")))
    assert any("Industry Days" in line for line in whole)


@pytest.fixture
def with_talk(calendar: Sequence[DatedEvent]) -> list[DatedEvent]:
    """The calendar with a talk that no document knows of, and with a series."""
    days = [date(2019, 3, 4), date(2019, 3, 11)]
    rounds = [DatedEvent("Harbour rounds", day, day, hours="18:00 (UTC)") for day in days]
    talk = date(2019, 5, 9)
    return [
        *calendar, *rounds,
        DatedEvent("Lighthouse talk", talk, talk, "Tampere", hours="09:30–11:00 (UTC)"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Where is the lighthouse talk?", "9 May 2019 (in 78 days): Lighthouse talk, Tampere"),
        ("what time does the Lighthouse talk start", "Tampere · 09:30–11:00 (UTC)"),
        ("wann ist der Lighthouse talk?", "Lighthouse talk, Tampere · 09:30–11:00 (UTC)"),
        ("when are the harbour rounds?", "4 March 2019 (in 12 days): Harbour rounds · 18:00 (UTC)"),
    ],
)
def test_an_event_that_the_calendar_alone_has_is_told_with_hour_and_place(
    ask: Ask, with_talk: list[DatedEvent], text: str, line: str
) -> None:
    """Of a series its next day."""
    asked = ask(text)
    assert asked.agenda is not None
    asked = replace(asked, agenda=replace(asked.agenda, events=lambda: with_talk))
    overview = named_in_calendar(asked)
    assert overview is not None
    (entry,) = overview.entries
    assert line in entry.text


@pytest.mark.parametrize(
    "text",
    [
        "When is the talk?",
        "Who speaks at the lighthouse talk?",
        "When was the third forum?",
        "When is the European Cluster Conference 2019?",
        "Where is the harbour kitchen?",
        "where are the harbour rounds?",
    ],
)
def test_what_documents_tell_or_the_calendar_does_not_is_left_to_the_passages(
    ask: Ask, with_talk: list[DatedEvent], text: str
) -> None:
    """So is a kind alone, and a place that is not known."""
    asked = ask(text)
    assert asked.agenda is not None
    asked = replace(asked, agenda=replace(asked.agenda, events=lambda: with_talk))
    assert named_in_calendar(asked) is None
