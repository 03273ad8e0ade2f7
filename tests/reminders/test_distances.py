"""Distances before an event in the languages that have a table."""

from importlib.resources import files

import pytest

from forumbot.language.phrases import spoken
from forumbot.language.table import Language, codes, parsed, table
from forumbot.reminders import distances
from forumbot.reminders.distances import (
    begins_as_distance,
    days_and_minutes,
    tells_start,
    told_distance,
)


@pytest.mark.parametrize(
    ("words", "amounts"),
    [
        ("1 fortnight", {"fortnight": 1}),
        ("1 Tag vorher", {"day": 1}),
        ("eine Woche und zwei Tage davor", {"week": 1, "day": 2}),
        ("1 Std.", {"hour": 1}),
        ("un'ora prima", {"hour": 1}),
        ("deux semaines avant", {"week": 2}),
        ("2 săptămâni înainte", {"week": 2}),
        ("cu o zi inainte", {"day": 1}),
        ("két héttel előtte", {"week": 2}),
        ("tres días antes", {"day": 3}),
        ("tre dage før", {"day": 3}),
        ("2 týždne vopred", {"week": 2}),
        ("2 дни преди", {"day": 2}),
        ("μία ώρα πριν", {"hour": 1}),
        ("une demi-heure avant", {"minute": 30}),
        ("1h30m", {"hour": 1, "minute": 30}),
        ("a fortnight", {"fortnight": 1}),
        ("zero minutes", {"minute": 0}),
        ("1.5 hours", {"hour": 1, "minute": 30}),
        ("1,5 Stunden", {"hour": 1, "minute": 30}),
        ("1½ săptămâni", {"week": 1, "day": 3, "hour": 12}),
        ("¼ hour", {"minute": 15}),
        ("half a year", {"month": 6}),
        ("2 and a half days", {"day": 2, "hour": 12}),
        ("a day and a half before", {"day": 1, "hour": 12}),
        ("three quarters of an hour", {"minute": 45}),
        ("1 week + 2 days", {"week": 1, "day": 2}),
        ("anderthalb Stunden vorher", {"hour": 1, "minute": 30}),
        ("zweieinhalb Stunden", {"hour": 2, "minute": 30}),
        ("eine Dreiviertelstunde", {"minute": 45}),
        ("ein halbes Jahr", {"month": 6}),
        ("deux heures et demie avant", {"hour": 2, "minute": 30}),
        ("trois quarts d'heure", {"minute": 45}),
        ("hora y media", {"hour": 1, "minute": 30}),
        ("un cuarto de hora antes", {"minute": 15}),
        ("un'ora e mezza prima", {"hour": 1, "minute": 30}),
        ("un quarto d’ora", {"minute": 15}),
        ("anderhalf uur van tevoren", {"hour": 1, "minute": 30}),
        ("tweeënhalf uur", {"hour": 2, "minute": 30}),
        ("drie kwartier", {"minute": 45}),
        ("półtorej godziny wcześniej", {"hour": 1, "minute": 30}),
        ("dwie i pół godziny", {"hour": 2, "minute": 30}),
        ("godzinę", {"hour": 1}),
        ("uma hora e meia antes", {"hour": 1, "minute": 30}),
        ("cu o oră și jumătate înainte", {"hour": 1, "minute": 30}),
        ("un sfert de oră", {"minute": 15}),
    ],
)
def test_a_distance_is_read_in_its_language(words: str, amounts: dict[str, int]) -> None:
    """With the forms of its words, "before" on either side, and accents left out."""
    assert told_distance(words) == amounts


def test_a_unit_alone_is_one_where_that_is_asked_for() -> None:
    """ "The day before" says no number, and "day" alone is no distance."""
    assert told_distance("week", one=True) == {"week": 1}
    assert told_distance("two weeks", one=True) == {"week": 2}
    assert told_distance("week") is None


def test_english_needs_no_other_table(monkeypatch: pytest.MonkeyPatch) -> None:
    """What English reads is not tried in another language, whose table costs time to load."""
    asked: list[str] = []

    def noted(code: str) -> Language:
        asked.append(code)
        return table(code)

    monkeypatch.setattr(distances, "table", noted)
    for words in ("2 weeks before", "half an hour", "3 mo 1 w 2 d 4 h 5 m"):
        assert told_distance(words) is not None
    assert set(asked) <= {"en"}


@pytest.mark.parametrize(("words", "is_start"), [("zu Beginn", True), ("vorher", False)])
def test_the_start_is_told(words: str, is_start: bool) -> None:
    """In the words of a table for it, and no others."""
    assert tells_start(words) is is_start


@pytest.mark.parametrize("code", codes())
def test_each_unit_of_each_language_is_read(code: str) -> None:
    """With a number in digits, unless English or an earlier language has the word for another."""
    read = {
        word: told_distance(f"3 {word}") for words in table(code).units.values() for word in words
    }
    assert {
        word: found for word, found in read.items() if found is None or 3 not in found.values()
    } == {}
    wrong = {
        word
        for unit, words in table(code).units.items()
        for word in words
        if read[word] != {unit: 3}
    }
    assert wrong == set()


@pytest.mark.parametrize(
    "words",
    [
        *("", "vorher", "1", "1 Tag 1 Tag", "3 tage avant", "2 days after", "2019-03-10", "morgen"),
        *("1.5 months", "1.3 minutes", "half a month", "+2 days", "1,2 weeks", "two half days"),
    ],
)
def test_what_is_no_distance_is_left_to_others(words: str) -> None:
    """A unit twice, a mix of languages, and dates are none."""
    assert told_distance(words) is None


@pytest.mark.parametrize("words", ["-3 days", "2.5 hours", "1,5 Stunden", "3 days ago", "1.5 h"])
def test_what_begins_as_a_distance_is_told_from_a_date(words: str) -> None:
    """A number and a unit open it."""
    assert begins_as_distance(words)


def test_every_language_of_the_bot_says_parts_of_units() -> None:
    """The same kinds in each, and half an hour more than one in some way."""
    said = parsed(files("forumbot.language") / "parts.yaml")
    assert set(said) == set(spoken())
    assert len({tuple(words) for words in said.values()}) == 1
    assert all(words["one_and_half"] or words["and_half"] for words in said.values())


def test_a_distance_is_so_many_days_and_minutes() -> None:
    """Weeks are days, hours are minutes; months have no such length."""
    told = {"month": 1, "fortnight": 1, "week": 1, "day": 1, "hour": 2, "minute": 3}
    assert days_and_minutes(told) == (22, 123)


@pytest.mark.parametrize("words", ["10 mars", "1 mai 2019", "2019-03-10", "3 days from now"])
def test_a_date_does_not_begin_as_a_distance(words: str) -> None:
    """Though numbers stand in it."""
    assert not begins_as_distance(words)
