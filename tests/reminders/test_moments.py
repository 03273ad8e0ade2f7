import time as clock
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.properties import examples

from forumbot.errors import UsageError
from forumbot.reminders.moments import (
    MAX_WORDS,
    Moment,
    end_of,
    instant,
    read_moment,
    read_time,
)

TODAY = date(2019, 2, 20)
"""A Wednesday."""


def outcome(words: str, today: date | None = TODAY) -> str:
    """The moment that the words are, or the message that refuses them."""
    try:
        return str(read_moment(words, today))
    except UsageError as refused:
        return str(refused)


def moment(text: str) -> Moment:
    """A moment written as in the events file."""
    return Moment(datetime.fromisoformat(text), is_day=":" not in text)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("14 March 2019", "2019-03-14"),
        ("2019-03-14", "2019-03-14"),
        ("2019-03-14 09:30", "2019-03-14 09:30"),
        ("2019-03-14T09:30:00", "2019-03-14 09:30"),
        ("2019-03-14 at 9", "2019-03-14 09:00"),
        ("14/03/2019 9:30", "2019-03-14 09:30"),
        ("04/03/2019", "2019-03-04"),
        ("14.03.2019", "2019-03-14"),
        ("March 14, 2019 at 2pm", "2019-03-14 14:00"),
        ("14 March 2019 12am", "2019-03-14 00:00"),
        ("14th of March 2019 at noon", "2019-03-14 12:00"),
        ("14 March 19", "2019-03-14"),
        ("19 March 19", "2019-03-19"),
        ("Thursday, 14 March 2019, 9 a.m.", "2019-03-14 09:00"),
        ("at 9:30 on 14 March 2019", "2019-03-14 09:30"),
        ("14. März 2019 um 9:30 Uhr", "2019-03-14 09:30"),
        ("14 mars 2019 à 9h30", "2019-03-14 09:30"),
    ],
)
@pytest.mark.parametrize("today", [TODAY, None])
def test_a_date_with_its_year_is_read_as_it_stands(
    words: str, expected: str, today: date | None
) -> None:
    """Dates of three languages, the day before the month, whatever day it is."""
    assert outcome(words, today) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("14 March", "2019-03-14"),
        ("1 January at 10", "2020-01-01 10:00"),
        ("20 February at 18:00", "2019-02-20 18:00"),
        ("29 February", "2020-02-29"),
        ("3/4", "2019-04-03"),
        ("Friday at 9", "2019-02-22 09:00"),
        ("at 9 on Friday", "2019-02-22 09:00"),
        ("next Friday at 14:00", "2019-02-22 14:00"),
        ("the Friday", "2019-02-22"),
        ("Wednesday", "2019-02-27"),
        ("today at 18:00", "2019-02-20 18:00"),
        ("tomorrow at 9", "2019-02-21 09:00"),
        ("noon tomorrow", "2019-02-21 12:00"),
        ("in 2 weeks", "2019-03-06"),
        ("in two weeks at 9", "2019-03-06 09:00"),
        ("morgen um 9 Uhr", "2019-02-21 09:00"),
        ("demain", "2019-02-21"),
        ("o 14 de maio", "2019-05-14"),
        ("dia 14 de maio", "2019-05-14"),
        ("o 14 maja", "2019-05-14"),
        ("l'8 marzo alle 10", "2019-03-08 10:00"),
        ("lunedì l’11 marzo", "2019-03-11"),
        ("il primo giugno", "2019-06-01"),
        ("1.º de junho às 10h", "2019-06-01 10:00"),
        ("Montag, den 11. März, um 9 Uhr", "2019-03-11 09:00"),
        ("în data de 14 mai la ora 18", "2019-05-14 18:00"),
        ("za tydzień o 18", "2019-02-27 18:00"),
        ("first Monday of March at 18:00", "2019-03-04 18:00"),
        ("last Friday in February", "2019-02-22"),
        ("first Monday of February 2020", "2020-02-03"),
        ("am ersten Montag im Januar um 18 Uhr", "2020-01-06 18:00"),
        ("le premier mardi d'avril à 9h", "2019-04-02 09:00"),
        ("el último viernes de marzo", "2019-03-29"),
        ("il secondo giovedì di maggio", "2019-05-09"),
        ("de eerste maandag van maart om 10 uur", "2019-03-04 10:00"),
        ("w drugi wtorek kwietnia o 18", "2019-04-09 18:00"),
        ("na segunda terça-feira de abril", "2019-04-09"),
        ("prima luni din martie la ora 9", "2019-03-04 09:00"),
        ("za dwa tygodnie o 18", "2019-03-06 18:00"),
    ],
)
def test_words_count_from_today(words: str, expected: str) -> None:
    """A date without its year is the next one, which may be today; a weekday is to come."""
    assert outcome(words) == expected
    assert "cannot be read as a date" in outcome(words, None)


@pytest.mark.parametrize(
    "words",
    [
        *(
            "",
            " ",
            "hello",
            "14:00",
            "12",
            "2019",
            "March",
            "March 2019",
            "next month",
            "next week",
        ),
        *("13/13/2019", "32 March 2019", "2019-03-14 25:00", "now", "2 weeks", "2 weeks ago"),
        *("tomorrow 9", "14/3/18", "il y a 2 jours", "T-2 days", "1 y"),
        *("14-16 March 2019", "14 March 2019 to 16 March 2019", "14 March 2019 in Brussels"),
        *("Friday 9", "32 DEC", "in 3 hours", "1552553999", "14 March 219"),
        *("14 March 2019 9:30 CET", "14 March 2019 09:30Z", "2019-03-14 09:30 UTC"),
        *("14.12 10.10", "14 March 1819", "14 March 2219", "1819-03-14", "a\x00b", "\ud800"),
        *("fifth Monday of February", "first Monday", "the second Friday of", "0th Monday of May"),
        "14 March 2019 " * 10,
    ],
)
def test_what_would_have_to_be_guessed_is_refused(words: str) -> None:
    """No month for a day, no number left over, no wrong weekday, no zone: examples instead."""
    told = outcome(words)
    assert told.endswith("write it like 14 March 2019, 14/03/2019 09:30 or next Friday at 14:00")


def test_examples_are_still_to_come() -> None:
    """What is shown to copy is in the future, whatever day it is."""
    assert "like 14 March 2019, 14/03/2019 09:30 or" in outcome("soon", date(2019, 3, 13))
    assert "like 14 March 2020, 14/03/2020 09:30 or" in outcome("soon", date(2019, 3, 14))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("31 February", '"31 February" is no day: February has 28 or 29 days; correct it'),
        ("30 February 2019", "February has 28 or 29 days"),
        ("29/2/2019 at 9", "February has 28 or 29 days"),
        ("2019-02-30", "February has 28 or 29 days"),
        ("31. April 2019 um 9 Uhr", "April has 30 days"),
        ("31 juin", "June has 30 days"),
        ("03/14/2019", '"03/14/2019" has the month first; write the day first: 14/03/2019'),
        ("3/14", "write the day first: 14/3"),
        ("Friday 14 March 2019", "14 March 2019 is a Thursday, not a Friday; correct one"),
        ("Freitag, 14. März, 9:30", "14 March 2019 is a Thursday, not a Friday"),
    ],
)
def test_a_date_that_is_none_is_told_why(words: str, said: str) -> None:
    """A month too short, the month first, a weekday that is another."""
    assert said in outcome(words)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Freitag um halb zehn", "2019-02-22 09:30"),
        ("morgen Viertel nach acht", "2019-02-21 08:15"),
        ("fünf vor halb zehn am Freitag", "2019-02-22 09:25"),
        ("Freitag acht Uhr", "2019-02-22 08:00"),
        ("Freitagabend um 8", "2019-02-22 20:00"),
        ("heute Abend um halb acht", "2019-02-20 19:30"),
        ("14. Mai, 9.30 Uhr", "2019-05-14 09:30"),
        ("Freitag 14.30", "2019-02-22 14:30"),
        ("14.03.2019 9.05", "2019-03-14 09:05"),
        ("mercredi prochain à 15h", "2019-02-27 15:00"),
        ("vendredi à huit heures et demie du soir", "2019-02-22 20:30"),
        ("el miércoles que viene a las 5 de la tarde", "2019-02-27 17:00"),
        ("mañana por la mañana a las nueve y cuarto", "2019-02-21 09:15"),
        ("mercoledì prossimo alle otto e mezza", "2019-02-27 08:30"),
        ("komende vrijdag om half tien 's avonds", "2019-02-22 21:30"),
        ("morgenavond om 8", "2019-02-21 20:00"),
        ("w najbliższą środę o wpół do dziesiątej", "2019-02-27 09:30"),
        ("jutro za kwadrans ósma wieczorem", "2019-02-21 19:45"),
        ("quarta-feira que vem às 5 da tarde", "2019-02-27 17:00"),
        ("miercurea care vine la ora opt și jumătate", "2019-02-27 08:30"),
        ("Friday at quarter to nine in the evening", "2019-02-22 20:45"),
        ("14 mars à 9 h 30", "2019-03-14 09:30"),
        ("30 mars à 9h", "2019-03-30 09:00"),
        ("morgen 3.15 Uhr nachmittags", "2019-02-21 15:15"),
        ("viernes a las 12 del mediodía", "2019-02-22 12:00"),
        ("le 14 mai à minuit et demi", "2019-05-14 00:30"),
        ("venerdì a mezzanotte e mezza", "2019-02-22 00:30"),
        ("Samstag ab 14 Uhr", "2019-02-23 14:00"),
        ("samedi à partir de 14h", "2019-02-23 14:00"),
        ("ab halb zehn am Freitag", "2019-02-22 09:30"),
        ("vrijdag om 14u30", "2019-02-22 14:30"),
        ("vrijdag vanaf 18u", "2019-02-22 18:00"),
        ("sexta que vem às 18h", "2019-02-22 18:00"),
        ("ab Freitag, 9 Uhr", "2019-02-22 09:00"),
        ("daqui a três dias ao meio-dia", "2019-02-23 12:00"),
    ],
)
def test_a_time_is_read_as_it_is_said(words: str, expected: str) -> None:
    """Halves and quarters, parts of the day, weekdays to come and dots, in nine languages."""
    assert outcome(words) == expected


@pytest.mark.parametrize(
    "words",
    [
        *("Friday half ten", "Friday half 10", "Freitag viertel zehn", "Friday 14.12"),
        *("volgende woensdag", "Freitag acht"),
        *("a las 12 de la mañana", "tonight at 12", "Freitag um 10 abends morgens", "montags um 9"),
        *("Freitag halb zehn elf Uhr", "Freitag um 22 Uhr morgens", "Friday ten to five"),
    ],
)  # fmt: skip
def test_a_time_that_may_be_two_is_refused(words: str) -> None:
    """What is half past or half to, a day or a time, no hour of the part of the day."""
    assert "cannot be read as a date" in outcome(words)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("18:00", "2019-02-20 18:00"),
        ("at 9", "2019-02-21 09:00"),
        ("noon", "2019-02-20 12:00"),
        ("midnight", "2019-02-21 00:00"),
        ("18h", "2019-02-20 18:00"),
        ("tomorrow at midnight", "2019-02-21 00:00"),
        ("14 mars à minuit", "2019-03-14 00:00"),
        ("in 30 minutes", "2019-02-20 10:30"),
        ("in an hour and a half", "2019-02-20 11:30"),
        ("1 day 2 hours from now", "2019-02-21 12:00"),
        ("in 2 Stunden", "2019-02-20 12:00"),
        ("dans 90 minutes", "2019-02-20 11:30"),
        ("dans une heure et demie", "2019-02-20 11:30"),
        ("za godzinę", "2019-02-20 11:00"),
        ("minuit et demi", "2019-02-21 00:30"),
        ("<t:1552553940:F>", "2019-03-14 09:59"),
        ("<t:1552553940>", "2019-03-14 09:59"),
        ("18:00 UTC+2", "2019-02-20 17:00"),
        ("9:30 GMT", "2019-02-20 10:30"),
        ("14 March 18:00 UTC", "2019-03-14 19:00"),
        ("14 April 18:00 UTC-5:30", "2019-04-15 01:30"),
        ("2019-03-14T18:00Z", "2019-03-14 19:00"),
        ("2019-03-14T18:00:00-04:00", "2019-03-14 23:00"),
        ("2019-03-14 18:00+01:00", "2019-03-14 18:00"),
        ("14 March 2019 19:00 Europe/London", "2019-03-14 20:00"),
        ("14 March 2019 19:00 (London time)", "2019-03-14 20:00"),
        ("14 March at 7 pm New York time", "2019-03-15 00:00"),
        ("tomorrow 9:00, Helsinki", "2019-02-21 08:00"),
        ("12:00 Lisbon", "2019-02-20 13:00"),
    ],
)
def test_what_counts_from_now_needs_the_clock_and_the_zone(words: str, expected: str) -> None:
    """A time alone is the next such time; instants are put into the zone."""
    read = read_moment(words, TODAY, clock=time(10, 0, 30), zone="Europe/Brussels")
    assert str(read) == expected


@pytest.mark.parametrize(
    "words",
    [
        "<t:99999999999:F>",
        "14 March UTC+2",
        "in 999999 hours UTC",
        "18:00 UTC+20",
        "UTC",
        "14 March Paris",
        "Paris",
        "18:00 Atlantis",
    ],
)
def test_no_instant_is_made_of_what_names_none(words: str) -> None:
    """A day has no offset, an offset is one that a clock somewhere has."""
    with pytest.raises(UsageError):
        read_moment(words, TODAY, clock=time(10), zone="Europe/Brussels")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("14 March 2019 at 9 at 10", "has two times; give one"),
        ("14 March 2019 9:00 to 10:00", "has two times; give one"),
        ("2019-03-14 09:30+02:00", "has two times; give one"),
        ("14 March 2019 at 25:00", '"at 25:00" is on no clock; write a time like 09:30'),
        ("14 March 2019 at 9:75", "is on no clock"),
        ("14 March 2019 13 pm", "is on no clock"),
    ],
)
def test_a_time_that_cannot_be_is_named(words: str, said: str) -> None:
    """One time, and one that a clock shows."""
    assert said in outcome(words)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *(("9", time(9)), ("18:00", time(18)), ("9.30", time(9, 30)), ("6 pm", time(18))),
        *(("at noon", time(12)), ("9 o'clock", time(9)), ("x", None), ("9 x", None), ("", None)),
        ("9" * 81, None),
        *(("halb zehn", time(9, 30)), ("zehn", time(10)), ("8 Uhr abends", time(20))),
    ],
)
def test_a_time_alone(text: str, expected: time | None) -> None:
    """A text that is a time of day and nothing else."""
    assert read_time(text) == expected


TOKENS = (
    "14 3 31 99 2019 19 march mars mai friday next last in 2 weeks days ago today at 9 9:30 25:00 "
    "pm am noon uhr à um . , / - : T Z CET +02:00 of the on und et second"
).split()


@given(
    words=st.text(max_size=90) | st.lists(st.sampled_from(TOKENS), max_size=9).map(" ".join),
    today=st.none() | st.dates(date(1901, 1, 1), date(2198, 12, 31)),
)
@examples(400)
@example(words="in 99999999 weeks", today=TODAY)
@example(words="9999999999 years ago", today=TODAY)
@example(words="٢٠١٩ march ١٤", today=None)
def test_any_words_are_a_moment_or_refused(words: str, today: date | None) -> None:
    """Whatever is typed, the outcome is a moment from 1900 to 2199 or one line of text."""
    told = outcome(words, today)
    assert len(told.splitlines()) == 1
    told.encode()


@pytest.mark.parametrize(
    "unit",
    ["1", "1 ", "a", "(", ".", ":", "1:", "1/", "march ", "in ", "1 day ", "9h", "T0", "+1", "à "],
)
def test_hostile_words_are_done_with_at_once(unit: str) -> None:
    """No text of any length keeps the reader busy."""
    for length in (MAX_WORDS, 300, 100_000):
        began = clock.process_time()
        outcome((unit * length)[:length])
        assert clock.process_time() - began < 1


def test_threads_read_side_by_side() -> None:
    """Several people may type at once; each gets the date that they typed."""
    words = [f"{day} March 2019 at {day % 24}" for day in range(1, 32)] * 8
    expected = [f"2019-03-{day:02} {day % 24:02}:00" for day in range(1, 32)] * 8
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(outcome, words)) == expected


# Instants


def test_a_moment_is_one_instant() -> None:
    """A local time is read in its zone; a day from its first instant on."""
    found = instant(moment("2019-03-14 09:30"), "Europe/Brussels")
    assert found.astimezone(UTC) == datetime(2019, 3, 14, 8, 30, tzinfo=UTC)
    first = instant(moment("2019-03-10"), "America/Havana")
    assert first.isoformat() == "2019-03-10T01:00:00-04:00"


@pytest.mark.parametrize(
    ("text", "zone", "said"),
    [
        ("2019-03-31 02:30", "Europe/Brussels", "does not exist in Europe/Brussels"),
        ("2019-10-27 02:30", "Europe/Brussels", "comes twice in Europe/Brussels"),
        ("2011-12-30", "Pacific/Apia", "is a day that Pacific/Apia skipped"),
    ],
)
def test_a_moment_that_is_none_or_two_is_refused(text: str, zone: str, said: str) -> None:
    """What a change of the clocks skips or doubles is no instant."""
    with pytest.raises(ValueError, match=said):
        instant(moment(text), zone)


@pytest.mark.parametrize(
    ("ends", "expected"),
    [("2019-03-14", "2019-03-15T00:00:00+01:00"), ("2019-03-31", "2019-04-01T00:00:00+02:00")],
)
def test_an_event_of_days_is_over_after_the_last(ends: str, expected: str) -> None:
    """The last day is part of the event."""
    found = end_of(moment(ends), moment("2019-03-14"), "Europe/Brussels")
    assert found.isoformat() == expected


@pytest.mark.parametrize(
    ("ends", "starts", "said"),
    [
        ("2019-03-13", "2019-03-14", "before it starts"),
        ("2019-03-14 09:30", "2019-03-14 09:30", "before it starts"),
        ("2019-03-14", "2019-03-14 09:30", "mix a date and a time"),
    ],
)
def test_an_end_that_is_none_is_refused(ends: str, starts: str, said: str) -> None:
    """An end comes after its start, and is a day or a time as that is."""
    with pytest.raises(ValueError, match=said):
        end_of(moment(ends), moment(starts), "Europe/Brussels")
