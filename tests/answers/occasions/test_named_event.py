"""The one event that a question for a day or a place names."""

from datetime import date

import pytest

from forumbot.answers.occasions.named_event import DatedEvent, event_named, name_of
from forumbot.asking.question import read_question

SUMMIT = DatedEvent(
    "European Wombat Summit 2022", date(2022, 9, 26), date(2022, 9, 27), "Burrow Hall, Prague"
)
TALK = DatedEvent(
    "Talk on the outcomes of the European Wombat Summit 2022", date(2022, 10, 5), date(2022, 10, 5)
)
EARLIER = DatedEvent(
    "European Wombat Summit 2019", date(2019, 5, 14), date(2019, 5, 16), "Bucharest"
)
FORUM = DatedEvent("Wombat Policy Forum", date(2019, 3, 14), date(2019, 3, 14))
DEADLINE = DatedEvent(
    "Registration deadline of the European Wombat Summit 2019", date(2019, 4, 24), date(2019, 4, 24)
)
WORKSHOP = DatedEvent("Burrowing workshop", date(2020, 3, 2), date(2020, 3, 2))
SITTING = DatedEvent("Protokoll der Vorstandssitzung", date(2020, 4, 2), date(2020, 4, 2))
EVENTS = (SUMMIT, TALK, EARLIER, FORUM, DEADLINE)


@pytest.mark.parametrize(
    ("question", "event"),
    [
        ("When was the European Wombat Summit 2022?", SUMMIT),
        ("Where was the 2022 summit?", SUMMIT),
        ("When was the Prague summit held?", SUMMIT),
        ("When is the summit in Bucharest?", EARLIER),
        ("Wann fand der Gipfel in Prag statt?", SUMMIT),
        ("When did the policy forum take place?", FORUM),
        ("Was the 2022 summit held in Berlin?", SUMMIT),
        ("Was the Prague summit in 2019?", SUMMIT),
        ("When is the registration deadline of the 2019 summit?", DEADLINE),
    ],
)
def test_an_event_is_named_by_its_title_its_year_or_its_place(
    question: str, event: DatedEvent
) -> None:
    """What is within it or about it has another name; other languages name it too."""
    assert event_named(read_question(question), EVENTS, "en") == event


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Minutes of the Spar Forum", "Spar Forum"),
        ("Note of the Cedar Dialogue, Vilnius", "Cedar Dialogue"),
        ("Report: Wombat Summit 2022", "Wombat Summit 2022"),
        ("Verslag – Stuurgroep 2023", "Stuurgroep 2023"),
        ("Talk on the outcomes of the Wombat Summit", "Talk on the outcomes"),
        ("Third day of the Wombat Summit", "Third day"),
        ("Wombat Summit, Prague", "Wombat Summit"),
        ("Minutes", "Minutes"),
    ],
)
def test_minutes_are_of_the_event_behind_them(title: str, name: str) -> None:
    """A part of an event, or a talk on it, is not."""
    assert name_of(title) == name


@pytest.mark.parametrize(
    "question",
    [
        "When was the summit?",
        "When was the European summit?",
        "When did Ada speak at the 2022 summit?",
        "Where was the policy forum?",
        "When was the third policy forum?",
        "Who spoke at the 2022 summit?",
        "When was the 2024 summit?",
        "When was Prague in 2022?",
    ],
)
def test_anything_else_names_none(question: str) -> None:
    """Several fit, more is asked, a place or a year is not known, or no word is of its name."""
    assert event_named(read_question(question), EVENTS, "en") is None


def test_an_event_whose_day_sources_dispute_is_left_to_them() -> None:
    """No day is given as certain that another source gives otherwise."""
    disputed = DatedEvent(
        "Wombat Weeks 2018",
        date(2018, 11, 20),
        date(2019, 4, 30),
        disputed=(("ends", "2019-05-06"),),
    )
    assert event_named(read_question("When were the Wombat Weeks 2018?"), [disputed], "en") is None


@pytest.mark.parametrize(
    ("question", "event"),
    [
        ("When was the workshop?", WORKSHOP),
        ("Wann fand die Vorstandssitzung statt?", SITTING),
        ("When was the policy?", None),
        ("When was the summit?", None),
    ],
)
def test_the_only_meeting_of_a_kind_is_named_by_its_kind(
    question: str, event: DatedEvent | None
) -> None:
    """Among all events that are known; no other word alone names one."""
    known = (*EVENTS, WORKSHOP, SITTING)
    assert event_named(read_question(question), known, "en", are_all=True) == event
    assert event_named(read_question(question), known, "en") is None
