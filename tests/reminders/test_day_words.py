"""Which day it is, as one says it."""

from collections.abc import Iterator
from datetime import date, timedelta
from datetime import time as clock_time
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.properties import examples

from forumbot.errors import UsageError
from forumbot.language.phrases import spoken
from forumbot.language.table import parsed, table
from forumbot.reminders.day_words import day_to_come, is_part_of_today, weekday_to_come
from forumbot.reminders.moments import read_moment

SAID = parsed(files("forumbot.language") / "moments.yaml")
TODAY = date(2019, 2, 20)


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
