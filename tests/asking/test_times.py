"""The times that a question names, and those that are something it speaks of."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from tests.properties import examples

from forumbot.asking.times import times_in, without_times, years_in
from forumbot.language.date_forms import month_names


@pytest.mark.parametrize(
    ("question", "words", "first", "last"),
    [
        ("What was said in 2019?", "2019", date(2019, 1, 1), date(2019, 12, 31)),
        ("Who spoke in March 2019?", "March 2019", date(2019, 3, 1), date(2019, 3, 31)),
        ("the Sept. 2020 call", "Sept. 2020", date(2020, 9, 1), date(2020, 9, 30)),
        ("in spring of 2019", "spring of 2019", date(2019, 3, 1), date(2019, 5, 31)),
        ("im Frühjahr 2019", "Frühjahr 2019", date(2019, 3, 1), date(2019, 5, 31)),
        ("en été 2019", "été 2019", date(2019, 6, 1), date(2019, 8, 31)),
        ("en mayo de 2019", "mayo de 2019", date(2019, 5, 1), date(2019, 5, 31)),
        ("im Mai des Jahres 2023", "Mai des Jahres 2023", date(2023, 5, 1), date(2023, 5, 31)),
        ("en mai de l'année 2023", "mai de l'année 2023", date(2023, 5, 1), date(2023, 5, 31)),
        ("τον Μάιο του 2023", "Μάιο του 2023", date(2023, 5, 1), date(2023, 5, 31)),
        ("i maj 2023", "maj 2023", date(2023, 5, 1), date(2023, 5, 31)),
        ("през май 2023 г.", "май 2023", date(2023, 5, 1), date(2023, 5, 31)),
        ("2023 májusában", "2023 májusában", date(2023, 5, 1), date(2023, 5, 31)),
        ("a 2023. május", "2023. május", date(2023, 5, 1), date(2023, 5, 31)),
        ("w maju 2023 roku", "maju 2023", date(2023, 5, 1), date(2023, 5, 31)),
        ("jesienią 2023", "jesienią 2023", date(2023, 9, 1), date(2023, 11, 30)),
        ("en otoño de 2019", "otoño de 2019", date(2019, 9, 1), date(2019, 11, 30)),
        ("in autunno 2019", "autunno 2019", date(2019, 9, 1), date(2019, 11, 30)),
        (
            "a primavera do ano de 2019",
            "primavera do ano de 2019",
            date(2019, 3, 1),
            date(2019, 5, 31),
        ),
        ("in het najaar 2020", "najaar 2020", date(2020, 9, 1), date(2020, 11, 30)),
        ("vom 4. Mai 2021", "4. Mai 2021", date(2021, 5, 4), date(2021, 5, 4)),
        ("on 20 February 2019", "20 February 2019", date(2019, 2, 20), date(2019, 2, 20)),
        ("February 2024", "February 2024", date(2024, 2, 1), date(2024, 2, 29)),
        ("14-16 May 2019", "14-16 May 2019", date(2019, 5, 14), date(2019, 5, 16)),
    ],
)
def test_a_time_is_read_with_its_days(question: str, words: str, first: date, last: date) -> None:
    """Years, months, seasons and days in any language become their first and last day."""
    (time,) = times_in(question)
    assert question[time.start : time.end] == words
    assert time.spans == ((first, last),)


@pytest.mark.parametrize(
    "question",
    [
        "What is planned by 2030?",
        "Which budget was set for 2021?",
        "until the end of March 2019",
        "since 20 February 2019",
        "the years 2014 to 2020",
        "EU Cluster Weeks 2018/2019",
        "the period 2018-19",
        "ISO 9001:2015 and MIWP 2020.1",
        "version v2019 of RFC2019",
        "bis Ende 2020",
        "Who spoke in March?",
        "31 participants in 1815",
        "What changed from 2014 to 2020 may be told",
    ],
)
def test_a_time_that_is_content_is_left_alone(question: str) -> None:
    """Ends, ranges, numbers that look like years, and months without one name no documents."""
    assert times_in(question) == ()


@pytest.mark.parametrize(
    ("language", "question"),
    [
        ("es", "¿Qué se planea hasta 2030?"),
        ("es", "el presupuesto para 2021"),
        ("it", "cosa si prevede entro il 2030?"),
        ("it", "dopo il 2020"),
        ("pt", "as metas até 2030"),
        ("ro", "bugetul pentru 2021"),
        ("ro", "până în 2030"),
        ("pl", "cele do 2030 roku"),
        ("pl", "budżet na 2021 rok"),
        ("de", "das Budget für 2021"),
    ],
)
def test_a_time_that_is_content_is_told_in_the_language_of_the_question(
    language: str, question: str
) -> None:
    """The words before it are those of the table, whatever they mean in other languages."""
    assert times_in(question, None, language) == ()


@pytest.mark.parametrize(
    ("language", "question"),
    [("pt", "na primavera de 2019"), ("es", "en 2019"), ("pl", "w 2019 roku"), ("ro", "din 2019")],
)
def test_what_leads_to_a_time_of_a_document_is_no_content(language: str, question: str) -> None:
    """Though "na" is "after" in Dutch and "for" in Polish."""
    assert len(times_in(question, None, language)) == 1


@pytest.mark.parametrize(
    ("question", "rest"),
    [
        ("What did the forum of April 2018 discuss?", "What did the forum discuss?"),
        ("Who spoke on 14 March 2019?", "Who spoke?"),
        ("the 2019 report on labels", " report on labels"),
        ("Who spoke, and what is planned by 2030?", "Who spoke, and what is planned by 2030?"),
    ],
)
def test_a_question_can_be_had_without_its_times(question: str, rest: str) -> None:
    """A time goes with the preposition before it; one that is content stays."""
    assert without_times(question, times_in(question)) == rest


@examples(200)
@given(
    st.sampled_from(sorted(name for name in month_names() if len(name) > 3)),
    st.sampled_from([str.upper, str.title, str, lambda name: name.replace("i", "ı")]),
)
@example("οκτώβριος", str)
@example("μαΐου", str.title)
def test_a_month_of_any_language_is_read_however_it_is_written(
    name: str, written: Callable[[str], str]
) -> None:
    """Letters that are others in capitals, or where a Greek word ends, are no stumbling block."""
    assume(len(written(name)) == len(name))
    [time] = times_in(f"{written(name)} 2023")
    assert [first.month for first, _last in time.spans] == [month_names()[name]]


@given(st.text(max_size=80))
def test_any_text_can_be_read(text: str) -> None:
    """Whatever is asked, times have an order, and leaving them out makes nothing longer."""
    found = times_in(text)
    for time in found:
        assert text[time.start : time.end]
        assert all(first <= last for first, last in time.spans)
    assert len(without_times(text, found)) <= len(text)


def test_every_year_is_said_whatever_it_is_of() -> None:
    """Ends and ranges count; numbers that only look like years are in no word of letters."""
    assert years_in("What changed from 2014 to 2020, RFC2019 and 1815 aside?") == ("2014", "2020")
