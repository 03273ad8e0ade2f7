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

from forumbot.errors import UsageError
from forumbot.language.phrases import spoken
from forumbot.language.table import parsed, table
from forumbot.reminders.moment_words import (
    day_to_come,
    dotted,
    hour_of,
    in_digits,
    is_part_of_today,
    part_of_day,
    weekday_to_come,
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
    language=st.sampled_from(spoken()),
    weekday=st.integers(0, 6),
    data=st.data(),
    ahead=st.integers(0, 6),
)
@examples(200)
def test_a_weekday_to_come_is_within_the_next_seven_days(
    language: str, weekday: int, data: st.DataObject, ahead: int
) -> None:
    """Whatever says that it is the coming one, before the weekday or behind it."""
    coming = data.draw(st.sampled_from(["", *SAID[language]["coming"]]))
    name = table(language).weekdays[weekday][0]
    text = data.draw(st.sampled_from([f"{coming} {name}", f"{name} {coming}"])).strip()
    today = TODAY + timedelta(days=ahead)
    found = read_moment(text, today).local.date()
    assert weekday_to_come(text) == found.weekday() == weekday
    assert 0 < (found - today).days <= 7


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


def days_as_said(language: str) -> Iterator[tuple[str, int]]:
    """What is one day seen from Wednesday 20 February 2019, and how many days ahead it is."""
    said = SAID[language]
    yield from ((words, 2) for words in said["after_tomorrow"])
    for week, first in (("this_week", -2), ("next_week", 5)):
        for words in said[week]:
            for weekday, names in enumerate(table(language).weekdays[:7]):
                yield f"{names[0]} {words}", first + weekday
                yield f"{words}, {names[0]}", first + weekday
                yield f"{words} {said['on_day'][0]} {names[0]}", first + weekday


@pytest.mark.parametrize("language", spoken())
def test_a_day_of_this_week_or_the_next_is_one_where_all_count_weeks_alike(language: str) -> None:
    """What has gone by is none, nor a Sunday where weeks begin on it for some."""
    for text, ahead in days_as_said(language):
        is_sunday = (TODAY.weekday() + ahead) % 7 == 6 and SAID[language].get("week_of_sunday")
        is_day = ahead >= 0 and not is_sunday
        found = day_to_come(text, TODAY)
        assert found == (TODAY + timedelta(days=ahead) if is_day else None), text
        if is_day:
            moment = read_moment(f"{text} 9:30", TODAY)
            assert moment.local.isoformat() == f"{found}T09:30:00", text


def test_on_a_sunday_the_next_week_is_not_the_same_for_all() -> None:
    """It begins tomorrow or has begun today; where it begins on Monday for all it is read."""
    sunday = date(2019, 2, 24)
    assert day_to_come("friday next week", sunday) is None
    assert day_to_come("sunday next week", sunday) == date(2019, 3, 3)
    assert day_to_come("freitag nächster woche", sunday) == date(2019, 3, 1)


@pytest.mark.parametrize("language", spoken())
def test_a_part_of_today_is_today_with_a_time_and_no_day_alone(language: str) -> None:
    """Nor is it tomorrow, which "morgen" is by itself."""
    said, nine = SAID[language], "9:00"
    for key, hour in (("this_morning", 9), ("this_afternoon", 15), ("tonight", 21)):
        for words in said[key]:
            found = read_moment(f"{words} {hour}:00", TODAY, clock=clock_time(6))
            assert found.local.isoformat() == f"2019-02-20T{hour:02}:00:00", words
            assert is_part_of_today(words)
            with pytest.raises(UsageError):
                read_moment(words, TODAY, clock=clock_time(6))
    with pytest.raises(UsageError):
        read_moment(f"{said['tonight'][0]} {nine.replace('9', '4')}", TODAY, clock=clock_time(6))


@pytest.mark.parametrize("language", spoken())
def test_minutes_around_noon_are_counted_from_it(language: str) -> None:
    """As in "midi et demi", by itself and behind a day."""
    for minutes, forms in SAID[language]["around_noon"].items():
        for words in forms:
            for text in (words, f"{table(language).weekdays[4][0]} {words}"):
                found = read_moment(text, TODAY, clock=clock_time(6))
                assert found.local.hour * 60 + found.local.minute == 720 + minutes, text


@pytest.mark.parametrize("language", spoken())
def test_a_length_from_now_is_counted_and_a_period_or_now_is_no_day(language: str) -> None:
    """ "Next week" has seven days, and which one is meant is not guessed at."""
    one, said = table(language), SAID[language]
    for words in said["ahead"]:
        for unit, days in (("week", 21), ("day", 3)):
            text = f"{words} 3 {one.units[unit][-1]}"
            assert read_moment(text, TODAY).local.date() == TODAY + timedelta(days=days), text
        minutes = f"{words} 10 {one.units['minute'][-1]}"
        found = read_moment(minutes, TODAY, clock=clock_time(6), zone="Europe/Brussels")
        assert found.local.time() == clock_time(6, 10)
    weeks = [words for key in ("this_week", "next_week") for words in said[key]]
    for words in (*weeks, *said["now"]):
        with pytest.raises(UsageError):
            read_moment(words, TODAY)


def test_a_month_from_now_ends_with_its_last_day() -> None:
    """From the 31st on, as from any other."""
    assert read_moment("in 1 month", date(2019, 1, 31)).local.date() == date(2019, 2, 28)
    assert read_moment("za 2 miesiące", date(2019, 11, 30)).local.date() == date(2020, 1, 30)
    with pytest.raises(UsageError):
        read_moment("in 900 years", TODAY)
