import json
import time
import unicodedata
from datetime import date
from pathlib import Path

import pytest
from babel.dates import format_date
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.properties import examples

from forumbot.language.dates import find_dates, find_days

# Not Croatian: its October, listopad, is the November of Czech and Polish.
LANGUAGES = [
    "en",
    "de",
    "fr",
    "nl",
    "es",
    "it",
    "pt",
    "sv",
    "da",
    "fi",
    "pl",
    "ro",
    "hu",
    "cs",
    "sk",
    "bg",
    "el",
]


TOKENS = [
    "15", "3", "May", "märz", " ", ".", "-", "/", "2018", "2019", "of", "to", "th", ",",
    "\n", "٣", "99", "november",
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("15 November 2018", "2018-11-15", "2018-11-15"),
        ("15th of November, 2018", "2018-11-15", "2018-11-15"),
        ("November 15, 2018", "2018-11-15", "2018-11-15"),
        ("15 Nov. 2018", "2018-11-15", "2018-11-15"),
        ("1 sept. 2019", "2019-09-01", "2019-09-01"),
        ("15 NOVEMBER 2018", "2018-11-15", "2018-11-15"),
        ("15\u00a0November\n2018", "2018-11-15", "2018-11-15"),
        ("14-16 May 2019", "2019-05-14", "2019-05-16"),
        ("14 – 16 May 2019", "2019-05-14", "2019-05-16"),
        ("14 to 16 May 2019", "2019-05-14", "2019-05-16"),
        ("May 14-16, 2019", "2019-05-14", "2019-05-16"),
        ("30 April–2 May 2019", "2019-04-30", "2019-05-02"),
        ("30 December - 2 January 2019", "2018-12-30", "2019-01-02"),
        ("20-22 novembre 2018", "2018-11-20", "2018-11-22"),
        ("14. bis zum 16. Mai 2019", "2019-05-14", "2019-05-16"),
        ("2018. november 15.", "2018-11-15", "2018-11-15"),
        ("15 aout 2018", "2018-08-15", "2018-08-15"),
        ("1er mars 2019", "2019-03-01", "2019-03-01"),
        ("15. März 2018", "2018-03-15", "2018-03-15"),
        ("15 de mayo de 2019", "2019-05-15", "2019-05-15"),
        ("15 kesäkuuta 2019", "2019-06-15", "2019-06-15"),
        ("2018-11-15", "2018-11-15", "2018-11-15"),
        ("2018/11/15", "2018-11-15", "2018-11-15"),
        ("15/09/2021", "2021-09-15", "2021-09-15"),
        ("8-2-2018", "2018-02-08", "2018-02-08"),
        ("24.01.2022", "2022-01-24", "2022-01-24"),
        ("15 and 16 May 2019", "2019-05-15", "2019-05-16"),
        ("10 & 11 November 2020", "2020-11-10", "2020-11-11"),
        ("14, 15 and 16 May 2019", "2019-05-14", "2019-05-16"),
        ("14/15 May 2019", "2019-05-14", "2019-05-15"),
        ("15./16. Mai 2019", "2019-05-15", "2019-05-16"),
        ("24 t/m 26 januari 2022", "2022-01-24", "2022-01-26"),
        ("14 au 16 mai 2019", "2019-05-14", "2019-05-16"),
        ("20 - Friday 22 June 2018", "2018-06-20", "2018-06-22"),
        ("May 15 - June 2, 2019", "2019-05-15", "2019-06-02"),
        ("15 May 2019 - 17 May 2019", "2019-05-15", "2019-05-17"),
        ("15/05/2019 - 17/05/2019", "2019-05-15", "2019-05-17"),
        ("15 mei 2019 tot en met 17 mei 2019", "2019-05-15", "2019-05-17"),
        ("15.-16.05.2019", "2019-05-15", "2019-05-16"),
        ("30.4.–2.5.2019", "2019-04-30", "2019-05-02"),
        ("15-May-2019", "2019-05-15", "2019-05-15"),
        ("12 juillet 2023", "2023-07-12", "2023-07-12"),
        ("29 February 2020", "2020-02-29", "2020-02-29"),
    ],
)
def test_a_date_in_each_form_is_found_where_it_stands(text: str, first: str, last: str) -> None:
    """Every way of writing a date is read, the day before the month, with its exact place."""
    sentence = f"It met on {text}, in Brussels."
    (found,) = find_dates(sentence)
    assert (found.first.isoformat(), found.last.isoformat()) == (first, last)
    assert sentence[found.start : found.end] == text


WRITTEN = [
    json.loads(line)
    for line in Path(__file__).with_name("written_dates.jsonl").read_text("utf-8").splitlines()
]
LEAST_RIGHT = 0.95


def days_of(value: str) -> tuple[str, str] | None:
    """The days that a value states, as they are written in the file of ways to write them."""
    found = find_days(value)
    return (found.first.isoformat(), found.last.isoformat()) if found else None


def test_of_the_ways_to_write_days_none_is_read_wrongly_and_few_not_at_all() -> None:
    """Over a hundred ways in over twenty languages: the days that are meant, or none."""
    meant = [(row["start"], row["end"]) if row["start"] else None for row in WRITTEN]
    read = [days_of(row["text"]) for row in WRITTEN]
    wrong = [
        row for row, day, mean in zip(WRITTEN, read, meant, strict=True) if day not in (None, mean)
    ]
    assert wrong == []
    right = [day == mean for day, mean in zip(read, meant, strict=True)]
    assert sum(right) >= LEAST_RIGHT * len(WRITTEN)


def test_accents_of_their_own_are_read_with_the_place_of_the_date() -> None:
    """A text that is not composed gives dates at its own places."""
    text = unicodedata.normalize("NFD", "Réunion, le 13 décembre 2023 à Évry, café")
    (found,) = find_dates(text)
    assert found.first == date(2023, 12, 13)
    assert text[found.start : found.end] == unicodedata.normalize("NFD", "13 décembre 2023")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("The talk in room 3 - 15 May 2019", "2019-05-15"),
        ("Doors open at 9:15 - 16 May 2019", "2019-05-16"),
        ("In room 14, 15 May 2019", "2019-05-15"),
    ],
)
def test_a_number_before_a_day_begins_no_span(text: str, day: str) -> None:
    """A room, a time of day or a page before a date is no first day."""
    assert days_of(text) == (day, day)


@pytest.mark.parametrize(
    "text", ["31 June - 2 July 2019", "29 February – 2 March 2019", "31.4.-2.5.2019"]
)
def test_a_span_from_an_impossible_day_is_none(text: str) -> None:
    """Half of a span that cannot be is not a day."""
    assert find_dates(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "31 February 2018",
        "29 February 2019",
        "99 May 2019",
        "0 May 2019",
        "15 November",
        "November 2018",
        "2018",
        "15 November 1515",
        "11/15/2018",
        "2018-11/15",
        "1.2.3.2019",
        "2018-13-01",
        "mayor 15 2019",
        "15 Aprıl 2018",
        "15 APRİL 2018",
        "in 15 Novemberish 2018",
        "",
    ],
)
def test_what_is_no_full_date_is_passed_over(text: str) -> None:
    """Impossible days, missing parts and numbers of another kind are not dates."""
    assert find_dates(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Wednesday 15 November 2018",
        "Thursday, November 15, 2018",
        "Donnerstag, den 15. November 2018",
        "le jeudi 15 novembre 2018",
        "donderdag 15 november 2018",
    ],
)
def test_a_weekday_before_a_date_does_not_hide_it(text: str) -> None:
    """Whatever the weekday and whether it is right, the date behind it counts."""
    (found,) = find_dates(text)
    assert found.first == found.last == date(2018, 11, 15)


def test_two_full_dates_far_apart_are_no_span() -> None:
    """A dash between dates of different years joins nothing."""
    found = find_dates("15 November 2018 - 17 May 2019")
    assert [one.first for one in found] == [date(2018, 11, 15), date(2019, 5, 17)]


@pytest.mark.parametrize(
    "text", ["1 " * 400_000, "1, 2, 3 and " * 60_000, "may " * 200_000, "1" + " " * 800_000]
)
def test_text_without_years_costs_next_to_nothing(text: str) -> None:
    """Numbers and months alone are not looked at twice."""
    started = time.process_time()
    assert find_dates(text) == []
    assert time.process_time() - started < 2


def test_dates_come_in_the_order_of_the_text() -> None:
    """Forms may mix; the dates come in order, none is counted twice."""
    text = "Posted 2019-03-08. Held on 15 November 2018 and May 14-16, 2019, not 20/11/2018."
    assert [found.first.isoformat() for found in find_dates(text)] == [
        "2019-03-08",
        "2018-11-15",
        "2019-05-14",
        "2018-11-20",
    ]


def test_a_span_that_runs_backwards_is_no_span() -> None:
    """Of days in the wrong order only the one written out in full is a date."""
    (found,) = find_dates("16-14 May 2019")
    assert (found.first, found.last) == (date(2019, 5, 14), date(2019, 5, 14))


def test_both_ends_of_a_period_in_words_are_found() -> None:
    """The ends of "between … and …" with a year each are two dates."""
    text = "to take place between 20 November 2018 and 30 April 2019"
    assert [found.first for found in find_dates(text)] == [date(2018, 11, 20), date(2019, 4, 30)]


@examples(300)
@given(
    st.dates(date(1900, 1, 1), date(2099, 12, 31)),
    st.sampled_from(LANGUAGES),
    st.sampled_from(["d MMMM y", "d. MMMM y", "MMMM d, y"]),
)
def test_every_day_is_read_in_every_language(day: date, language: str, form: str) -> None:
    """A date written out in any of the languages with a table is read as that day."""
    assume(language != "pl" or form != "d. MMMM y")  # Croatian, which has another "listopada"
    written = format_date(day, form, locale=language)
    assert [(found.first, found.last) for found in find_dates(f"({written})")] == [(day, day)]


@examples(200)
@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.integers(0, 20))
def test_every_span_within_a_month_is_read(first: date, days: int) -> None:
    """A span such as "14-16 May 2019" is read with both its ends."""
    last = first.replace(day=min(first.day + days, 28) if first.day < 28 else first.day)
    written = f"{first.day}–{format_date(last, 'd MMMM y', locale='en')}"
    assert [(found.first, found.last) for found in find_dates(written)] == [(first, last)]


@examples(300)
@given(
    st.text(max_size=80)
    | st.lists(
        st.sampled_from(TOKENS),
        max_size=25,
    ).map("".join)
)
def test_any_text_gives_dates_in_order_that_do_not_overlap(text: str) -> None:
    """Whatever the text, what is found is ordered, apart, and within it."""
    position = 0
    for found in find_dates(text):
        assert position <= found.start < found.end <= len(text)
        assert found.first <= found.last
        position = found.end


def test_many_dates_cost_no_more_than_their_number() -> None:
    """Eight thousand dates are found in well under a second and a half."""
    started = time.process_time()
    assert len(find_dates("1 May 2019 " * 8_000)) == 8_000
    assert time.process_time() - started < 1.5
