"""Events of a kind, counted and listed."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from forumbot.answers.overviews.counted import counted_events
from forumbot.answers.overviews.overview import Asked

Ask = Callable[..., Asked]
LATER = datetime(2026, 2, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    ["how many forums were there?", "Wie viele Foren gab es?", "Combien de forums y a-t-il eu ?",
     "Câte forumuri au fost?", "list the forums", "how many forums are in the archive"],
)  # fmt: skip
def test_forums_are_counted_by_their_numbers(ask: Ask, text: str) -> None:
    """The first has no day, and counts all the same."""
    found = counted_events(ask(text))
    assert found is not None
    assert "4" in found.said
    assert [one.text.split()[0] for one in found.entries] == ["First", "Second", "Third", "Fourth"]


@pytest.mark.parametrize("text", ["list the deadlines", "Liste alle Fristen auf"])
def test_deadlines_are_listed_alone(ask: Ask, text: str) -> None:
    """As the calendar calls them."""
    found = counted_events(ask(text, now=LATER))
    assert found is not None
    assert any("Registration deadline" in one.text for one in found.entries)
    assert not any("Forum," in one.text for one in found.entries)


def test_events_are_counted_within_one_that_holds_them(ask: Ask) -> None:
    """The long event itself does not count, nor does what was before or after it."""
    found = counted_events(ask("how many events took place during the cluster weeks?"))
    assert found is not None
    assert "6" in found.said
    assert "EU Cluster Weeks 2018-2019" in found.said
    lines = [one.text for one in found.entries]
    assert any("EU Industry Days 2019" in line for line in lines)
    assert not any("Bucharest" in line or "Third European" in line for line in lines)


def test_events_are_counted_in_a_time(ask: Ask) -> None:
    """Of the kind that is named; without a time, those that are over where that is asked."""
    of_year = counted_events(ask("how many conferences were held in 2019?"))
    over = counted_events(ask("how many events were held?"))
    every = counted_events(ask("how many events are in the calendar?"))
    assert of_year is not None
    assert "European Cluster Conference 2019" in of_year.entries[-1].text
    assert len(of_year.entries) == 2
    assert over is not None
    assert every is not None
    assert len(over.entries) < len(every.entries)


@pytest.mark.parametrize(
    "text",
    ["how many countries attended the first forum?", "how many were at the forum?",
     "How many meetings were held at the European Cluster Conference 2019?",
     "how many forum meetings had been planned?", "how many seminars were there?",
     "how many workshops were there at the third forum?", "list the speakers of the third forum",
     "how many events took place during the third forum?", "Combien de pays ont participé ?"],
)  # fmt: skip
def test_what_asks_for_more_is_left_to_the_passages(ask: Ask, text: str) -> None:
    """Numbers that documents give are no counts of ours."""
    assert counted_events(ask(text)) is None


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("show me the events in Brussels", 4),
        ("which events took place in Brussels?", 2),
        ("Welche Veranstaltungen gab es in Brüssel?", 2),
        ("¿Qué eventos hubo en Bruselas?", 2),
        ("Quels événements ont eu lieu à Bruxelles ?", 2),
        ("Welke evenementen waren er in Brussel?", 2),
        ("which events took place in Brussels in 2018?", 1),
        ("which forums are there in Brussels", 2),
    ],
)
def test_events_of_a_place_are_listed_whenever_they_are(ask: Ask, text: str, count: int) -> None:
    """Those that are over alone, where that is asked, and of the time and kind that are named."""
    found = counted_events(ask(text))
    assert found is not None
    assert len(found.entries) == count
    assert str(count) in found.said


@pytest.mark.parametrize(
    "text",
    ["which events are coming up?", "what events were about hydrogen?", "list the events in Oz"],
)
def test_what_names_no_known_place_is_asked_of_others(ask: Ask, text: str) -> None:
    """The calendar and the passages may know it."""
    assert counted_events(ask(text)) is None
