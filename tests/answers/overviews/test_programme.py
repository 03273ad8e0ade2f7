"""The programme of an event, and of one of its days."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from tests.archive.test_programmes import _TABLE, _TWO_DAYS, read

from forumbot.answers.overviews.overview import Asked, Overview
from forumbot.answers.overviews.programme import programme, programme_of_day

Ask = Callable[..., Asked]


@pytest.fixture
def about(ask: Ask) -> Ask:
    """Makes what is asked of an archive of two programmes."""
    documents = [read("oban.txt", _TWO_DAYS), read("garten.md", _TABLE)]

    def made(text: str) -> Asked:
        asked = ask(text)
        known = {one.doc_id: one for one in documents}
        return replace(asked, generation=replace(asked.generation, documents=known))

    return made


def lines(found: Overview | None) -> list[str]:
    """What it lists."""
    return [one.text for one in found.entries] if found is not None else []


@pytest.mark.parametrize(
    "text",
    ["what's on the programme of the autumn meeting on 5 October?",
     "schedule of the ferry towns, day 2",
     "what happens on the second day of the autumn meeting", "Was steht am 5. Oktober im Programm?",
     "quel est le programme du 5 octobre 2023 ?", "care este programul din 5 octombrie"],
)  # fmt: skip
def test_the_programme_of_one_day_is_listed_whole(about: Ask, text: str) -> None:
    """That of the day which a message names by its date or its number, in any language."""
    found = programme(about(text))
    assert lines(found) == ["09:00 Who pays for piers?", "12:00 Close"]
    assert found is not None
    assert "Thursday 5 October" in found.said
    assert all(one.excerpt is not None for one in found.entries)


@pytest.mark.parametrize("text", ["give me the agenda of the ferry towns", "Programm von Oban"])
def test_all_days_stand_under_their_labels(about: Ask, text: str) -> None:
    """Where no day is named, those of the event that is."""
    found = programme(about(text))
    assert len(lines(found)) == 5
    assert found is not None
    assert {one.heading[:5] for one in found.entries} == {"Day 1", "Day 2"}


def test_the_latest_is_meant_where_nothing_is_named(about: Ask) -> None:
    """Of all that the archive has."""
    assert lines(programme(about("what is the programme?")))[0] == "9.30 – Boden – Ina Kolb"


@pytest.mark.parametrize(
    "text",
    ["when does the programme start?", "who is in the programme?",
     "what is at 11.30 on the programme?",
     "programme of the Lisbon congress", "what is the Single Market Programme?",
     "¿qué horario tiene la oficina?", "programa de la oficina", "what was decided on 5 October?",
     "programme of 6 October"],
)  # fmt: skip
def test_anything_else_is_left_to_the_passages(about: Ask, text: str) -> None:
    """One fact of it, another event, a day without one, a programme of another sort."""
    assert programme(about(text)) is None


def test_a_day_alone_is_answered_with_its_programme(about: Ask) -> None:
    """As "what is on" that day is asked of the calendar as well."""
    assert len(lines(programme_of_day(about("what's on at 4 October 2023?")))) == 3
    assert programme_of_day(about("what's on in October 2023?")) is None
