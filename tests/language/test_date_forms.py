"""The patterns of dates: what must stand in a text that is tried, and the names they know."""

import pytest

from forumbot.language.date_forms import (
    date_patterns,
    levelled_names,
    month_names,
    on_the_next_day,
    until,
)


@pytest.mark.parametrize(
    ("text", "families"),
    [
        ("15 May 2019", [True, False]),
        ("15.05.2019", [False, True]),
        ("14.III.2019", [True, False]),
        ("20190515", [False, True]),
        ("In 2019 there were 15 of them", [False, False]),
    ],
)
def test_patterns_are_tried_only_where_a_text_holds_what_they_need(
    text: str, families: list[bool]
) -> None:
    """A month's name, or numbers with a sign between them; most texts with a year hold neither."""
    levelled = levelled_names(text, [(0, len(text))])
    assert [hint.search(levelled) is not None for hint, _patterns in date_patterns()] == families


def test_names_are_levelled_where_they_stand_for_nothing_else() -> None:
    """Characters keep their places; what is another word of a date too, or an ending, stays."""
    text = "Friday 2nd June 2017, mar 5 mars 2019 (Monday)"
    levelled = levelled_names(text, [(0, 38)])
    assert len(levelled) == len(text)
    kept = [after if after == before else "_" for before, after in zip(text, levelled, strict=True)]
    assert "".join(kept) == "______ 2nd ____ 2017, mar 5 ____ 2019 (Monday)"


def test_months_are_known_with_and_without_accents_but_not_by_two_letters() -> None:
    """Shorter names would be taken for words."""
    names = month_names()
    assert (names["märz"], names["marz"], names["сентября"], names["ekim"]) == (3, 3, 9, 10)
    assert min(map(len, names)) == 3


@pytest.mark.parametrize(
    "glue", [" - ", " to Wednesday ", " bis zum ", ", 09:00 – ", " au mercredi "]
)
def test_ends_of_a_span_are_told_by_what_stands_between(glue: str) -> None:
    """A dash or "to", with a time of day before it and a weekday behind."""
    assert until().fullmatch(glue) is not None
    assert until().fullmatch(" and then on ") is None


@pytest.mark.parametrize("glue", [", ", " and ", ", Day 2: ", " & Thursday "])
def test_days_in_a_row_are_told_by_what_stands_between(glue: str) -> None:
    """A comma or "and", and the number of the day."""
    assert on_the_next_day().fullmatch(glue) is not None
    assert on_the_next_day().fullmatch(" till ") is None
