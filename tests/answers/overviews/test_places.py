"""The events of a place."""

from collections.abc import Callable

import pytest

from forumbot.answers.overviews.overview import Asked
from forumbot.answers.overviews.places import held_at

Ask = Callable[..., Asked]


@pytest.mark.parametrize(
    ("text", "word"),
    [("in Brussels", "brussels"), ("wann war es in Brüssel", "brussel"),
     ("cuándo hubo en Bruselas", "bruselas"), ("où à Bruxelles", "bruxelles")],
)  # fmt: skip
def test_a_place_is_known_by_its_name_in_each_language(ask: Ask, text: str, word: str) -> None:
    """The calendar has it in English."""
    titles = [one.title for one in held_at(ask(text), [word])]
    assert len(titles) == 4
    assert all("Bucharest" not in title for title in titles)


def test_a_city_lies_where_a_document_says(ask: Ask) -> None:
    """The calendar has Bucharest alone, a report "Bucharest, Romania"."""
    places = {one.place for one in held_at(ask("in Romania"), ["romania"])}
    assert places == {
        "Oradea (Romania) and Debrecen (Hungary)",
        "Palace of Parliament, Bucharest",
        "Bucharest",
    }


@pytest.mark.parametrize("named", [["atlantis"], ["brussels", "berlin"]])
def test_elsewhere_there_is_none(ask: Ask, named: list[str]) -> None:
    """All words have to be of the place."""
    assert held_at(ask("in Atlantis"), named) == []
