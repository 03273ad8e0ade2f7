"""When something is, as it is said aloud."""

import time as clock
from collections.abc import Iterator
from datetime import date, timedelta
from datetime import time as clock_time
from functools import cache
from importlib.resources import files

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.properties import examples

from forumbot.language.phrases import spoken
from forumbot.language.table import parsed, table
from forumbot.reminders.day_words import weekday_to_come
from forumbot.reminders.moment_words import (
    dotted,
    hour_of,
    in_digits,
    part_of_day,
)
from forumbot.reminders.moments import read_moment

SAID = parsed(files("forumbot.language") / "moments.yaml")
TODAY = date(2019, 2, 20)
FROM_THE_HOUR = {
    "half_past": 30, "half_to": -30, "quarter_past": 15, "quarter_to": -15, "on": 0,
    "past": 10, "to": -10, "past_half_to": -20, "to_half_to": -40, "exact": 10,
}  # fmt: skip
"""Minutes from the hour where ten minutes are named."""
FIRST_HOURS = {"afternoon": 12, "evening": 12, "morning": 0}


def hours(language: str, hour: int) -> list[str]:
    """The words for an hour; where ordinals count them, in the forms that hours have."""
    endings = SAID[language].get("hours_of_ordinals")
    rows = table(language).ordinals if endings else table(language).numbers
    words = [word for word in rows[hour] if word.isalpha() and len(word) > 2]
    return [word for word in words if not endings or word.endswith(tuple(endings))]


@cache
def ways_to_say(language: str, hour: int) -> list[tuple[str, int]]:
    """Each way to say a time near an hour, and what minute of the day it is."""
    return list(_ways_to_say(language, hour))


def _ways_to_say(language: str, hour: int) -> Iterator[tuple[str, int]]:
    ten = table(language).numbers[10][0]
    for kind, offset in FROM_THE_HOUR.items():
        for form in SAID[language].get(kind, ()):
            for word in hours(language, hour):
                minutes = hour * 60 + offset
                text = form.format(h=word, w=word, m=ten)
                yield text, minutes + 720 if minutes < 60 else minutes


@given(language=st.sampled_from(spoken()), hour=st.integers(2, 12), data=st.data())
@examples(300)
def test_every_way_of_the_tables_is_the_minute_that_it_says(
    language: str, hour: int, data: st.DataObject
) -> None:
    """Any form with any word for an hour, behind a weekday to come, is that time of that day."""
    text, minutes = data.draw(st.sampled_from(ways_to_say(language, hour)))
    weekday = data.draw(st.integers(0, 6))
    found = read_moment(f"{table(language).weekdays[weekday][0]} {text}", TODAY)
    day = TODAY + timedelta(days=(weekday - TODAY.weekday() - 1) % 7 + 1)
    assert (found.local.date(), found.local.hour * 60 + found.local.minute) == (day, minutes)


@given(
    language=st.sampled_from(spoken()),
    hour=st.integers(7, 8),
    part=st.sampled_from(list(FIRST_HOURS)),
    data=st.data(),
)
@examples(300)
def test_a_part_of_the_day_says_which_half_it_is(
    language: str, hour: int, part: str, data: st.DataObject
) -> None:
    """Eight in the morning is eight, in the afternoon or evening twenty."""
    words = SAID[language][part]
    if not words:
        return
    told = data.draw(st.sampled_from(words))
    found = read_moment(f"{table(language).weekdays[4][0]} {told} at {hour}", TODAY)
    assert found.local.hour == FIRST_HOURS[part] + hour


@given(
    hour=st.integers(0, 23),
    minute=st.integers(0, 59),
    before=st.sampled_from(["", "Freitag ", "14 May ", "14.03.2019 ", "2019-03-14 "]),
)
@examples(300)
def test_a_dot_is_a_colon_where_it_can_be_no_date(hour: int, minute: int, before: str) -> None:
    """Minutes that are no month, or a date before them; all else stays as it is."""
    told = dotted(f"{before}{hour}.{minute:02}")
    is_time = not 1 <= minute <= 12 or before in ("14 May ", "14.03.2019 ")
    assert told == f"{before}{hour}{':' if is_time else '.'}{minute:02}"


WORDS = (
    "halb half zehn ten tien viertel nach quarter to past a las 5 de la tarde om o wpół do ósmej "
    "uhr 9 9.30 14.12 18:00 - bis at abends freitag mercredi prochain . 's noite à às"
).split()


@given(text=st.text(max_size=80) | st.lists(st.sampled_from(WORDS), max_size=9).map(" ".join))
@examples(400)
@example(text="\x00 halb zehn")
def test_any_words_are_read_or_not(text: str) -> None:
    """Whatever is typed, nothing fails, and a text with dots is as long as before."""
    assert all(any(sign.isdecimal() for sign in told) for told in in_digits(text))
    told = dotted(text)
    assert len(told) == len(text)
    assert dotted(told) == told
    assert told.replace(":", ".") == text.replace(":", ".")
    hour, day = hour_of(text), weekday_to_come(text)
    assert hour is None or hour in range(1, 25)
    assert day is None or day in range(7)
    assert (part_of_day(text) or "") in text


@pytest.mark.parametrize("word", ["a", "an", "o", "II", "8."])
def test_an_article_or_a_number_of_something_else_is_no_hour(word: str) -> None:
    """Though tables have them among their numbers."""
    assert hour_of(word) is None


@pytest.mark.parametrize(
    "unit", ["halb ", "a las ", "1.", "half past ", "' ", "9 ", "de la tarde "]
)
def test_hostile_words_are_done_with_at_once(unit: str) -> None:
    """However often they are said."""
    began = clock.process_time()
    list(in_digits((unit * 80)[:80]))
    dotted((unit * 80)[:80])
    assert clock.process_time() - began < 1


@pytest.mark.parametrize("language", spoken())
def test_minutes_around_noon_are_counted_from_it(language: str) -> None:
    """As in "midi et demi", by itself and behind a day."""
    for minutes, forms in SAID[language]["around_noon"].items():
        for words in forms:
            for text in (words, f"{table(language).weekdays[4][0]} {words}"):
                found = read_moment(text, TODAY, clock=clock_time(6))
                assert found.local.hour * 60 + found.local.minute == 720 + minutes, text
