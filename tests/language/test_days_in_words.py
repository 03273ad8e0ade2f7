from datetime import date

import pytest

from forumbot.language.days_in_words import (
    in_words,
    month_in_words,
    span_in_a_sentence,
    span_in_words,
    with_weekday,
)

MAY_DAY, MAY_3, JUNE_2, NEXT_MAY = (
    date(2019, 5, 1), date(2019, 5, 3), date(2019, 6, 2), date(2020, 5, 1)
)  # fmt: skip


def test_a_day_is_written_without_a_leading_zero() -> None:
    """With its weekday where it helps to plan."""
    assert in_words(MAY_DAY) == "1 May 2019"
    assert with_weekday(MAY_DAY) == "Wednesday 1 May 2019"


def test_a_span_names_both_its_days_once() -> None:
    """One day is no span."""
    assert span_in_words(MAY_DAY, MAY_DAY) == "1 May 2019"
    assert span_in_words(MAY_DAY, MAY_3) == "1 May 2019 – 3 May 2019"


@pytest.mark.parametrize(
    ("last", "said"),
    [
        (MAY_DAY, "on 1 May 2019"),
        (MAY_3, "from 1 to 3 May 2019"),
        (JUNE_2, "from 1 May 2019 to 2 June 2019"),
        (NEXT_MAY, "from 1 May 2019 to 1 May 2020"),
    ],
)
def test_in_a_sentence_a_month_is_said_once(last: date, said: str) -> None:
    """The same month of another year is another one."""
    assert span_in_a_sentence(MAY_DAY, last) == said


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("de", "vom 1. bis 3. Mai 2019"),
        ("fr", "du 1 au 3 mai 2019"),
        ("ro", "de la 1 la 3 mai 2019"),
        ("es", "del 1 al 3 de mayo de 2019"),
        ("pt", "de 1 a 3 de maio de 2019"),
        ("it", "dal 1 al 3 maggio 2019"),
        ("nl", "van 1 tot en met 3 mei 2019"),
        ("pl", "od 1 do 3 maja 2019"),
        ("sv", "from 1 to 3 May 2019"),
    ],
)
def test_days_are_written_in_the_language_of_our_own_words(language: str, said: str) -> None:
    """In English where we speak no other."""
    assert span_in_a_sentence(MAY_DAY, MAY_3, language) == said


def test_a_month_has_a_capital_where_its_language_writes_one() -> None:
    """German and English do."""
    assert in_words(JUNE_2, "de") == "2. Juni 2019"
    assert in_words(JUNE_2, "ro") == "2 iunie 2019"
    assert with_weekday(MAY_DAY, "fr") == "mercredi 1 mai 2019"


def test_a_month_alone_is_called_otherwise_than_in_a_date() -> None:
    """Polish has a form of its own in dates, Spanish and Portuguese a word between."""
    assert (in_words(JUNE_2, "pl"), month_in_words(JUNE_2, "pl")) == (
        "2 czerwca 2019",
        "czerwiec 2019",
    )
    assert month_in_words(JUNE_2, "es") == "junio de 2019"
    assert month_in_words(JUNE_2, "en") == "June 2019"
