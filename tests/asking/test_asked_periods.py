"""The days that a message asks about, seen from Wednesday 20 February 2019."""

from datetime import date

import pytest

from forumbot.asking.asked_periods import asked_period
from forumbot.asking.question import read_question

TODAY = date(2019, 2, 20)


def days(text: str, *, is_past: bool = False) -> str:
    """The days in short, as in ``2019-03-01..2019-03-31``; empty where there are none."""
    found = asked_period(read_question(text), TODAY, is_past=is_past)
    return " ".join(f"{first}..{last}" for first, last in found.spans) if found else ""


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("anything next week?", "2019-02-25..2019-03-03"),
        ("what's on this month", "2019-02-01..2019-02-28"),
        ("was läuft nächste Woche", "2019-02-25..2019-03-03"),
        ("le mois prochain, quelles réunions ?", "2019-03-01..2019-03-31"),
        ("ce avem săptămâna viitoare", "2019-02-25..2019-03-03"),
        ("events of last year", "2018-01-01..2018-12-31"),
        ("the last six months", "2018-08-20..2019-02-20"),
        ("and tomorrow?", "2019-02-21..2019-02-21"),
        ("am Wochenende", "2019-02-23..2019-02-24"),
        ("¿qué actos hay este otoño?", "2019-09-01..2019-11-30"),
    ],
)
def test_days_are_counted_from_today(text: str, wanted: str) -> None:
    """Whole weeks, months and years, in several languages."""
    assert days(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("events in March 2018", "2018-03-01..2018-03-31"),
        ("which forums in autumn 2018", "2018-09-01..2018-11-30"),
        ("Tagungen im vierten Quartal 2018", "2018-10-01..2018-12-31"),
        ("lista reuniunilor din primul semestru 2022", "2022-01-01..2022-06-30"),
        ("all meetings of 2019", "2019-01-01..2019-12-31"),
        ("Foren zwischen 2012 und 2016", "2012-01-01..2016-12-31"),
        ("l'hiver 2018-2019", "2018-12-01..2019-02-28"),
        ("on 8 July 2018", "2018-07-08..2018-07-08"),
        ("în primăvara lui 2019", "2019-03-01..2019-05-31"),
        ("grudzień 2014", "2014-12-01..2014-12-31"),
    ],
)
def test_days_with_their_year_stand_fast(text: str, wanted: str) -> None:
    """Whatever the day of asking."""
    assert days(text) == wanted


def test_a_month_without_its_year_is_the_nearest_or_the_last_one() -> None:
    """The nearest for a calendar, the last that began for what was."""
    assert days("events in March") == "2019-03-01..2019-03-31"
    assert days("what happened in March", is_past=True) == "2018-03-01..2018-03-31"
    assert days("semaine du 14 mars : événements") == "2019-03-11..2019-03-17"
    found = asked_period(read_question("events in March"), TODAY)
    assert found is not None
    assert not found.has_year


@pytest.mark.parametrize(
    "text",
    ["which events may be of interest", "the march of progress", "all events", "show the calendar",
     "Quels ont été les temps forts", "which issues fall under it"],
)  # fmt: skip
def test_words_that_are_no_time_are_none(text: str) -> None:
    """The verb "may" is no month, and "fall" no season."""
    assert days(text) == ""
