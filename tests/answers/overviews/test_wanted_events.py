"""Which events a message names."""

from datetime import date

import pytest

from forumbot.answers.occasions.named_event import DatedEvent
from forumbot.answers.overviews.wanted_events import WantedEvents
from forumbot.asking.question import read_question

_DAY = date(2019, 3, 14)
_KNOWN = [
    DatedEvent("Fourth Policy Gathering", _DAY, _DAY, kind="forum"),
    DatedEvent("Webinar on the outcomes of the forum", _DAY, _DAY, kind="webinar"),
    DatedEvent("Registration closes", _DAY, _DAY, kind="deadline"),
    DatedEvent("Tram working group", _DAY, _DAY, kind="meeting"),
]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("which forums are there in March", [0]),
        ("Foren im März", [0]),
        ("webinars?", [1]),
        ("deadlines in 2019", [2]),
        ("all meetings of 2019", [0, 1, 3]),
        ("tram working group meetings", [3]),
        ("all events of this year", [0, 1, 2, 3]),
    ],
)
def test_events_are_wanted_by_kind_and_by_name(text: str, places: list[int]) -> None:
    """A kind is what the calendar says; a forum in the title makes no forum."""
    wanted = WantedEvents.of(read_question(text))
    assert wanted.among(_KNOWN, _KNOWN) == [_KNOWN[place] for place in places]
