"""Words for the sum of all rows of a table."""

from importlib.resources import files

import pytest

from forumbot.language.table import parsed
from forumbot.language.totals import titles_total, total_asked

TABLE = parsed(files("forumbot.language") / "totals.yaml")


@pytest.mark.parametrize(
    "title", ["Total", "TOTAL:", "Grand total", "Insgesamt", "Łącznie", "Toți"]
)
def test_a_row_is_called_by_what_it_adds_up(title: str) -> None:
    """Whatever its capitals and with or without a colon."""
    assert titles_total(title)


@pytest.mark.parametrize("title", ["", "Total cost of reed", "Summer", "Ada Quill", "159"])
def test_other_rows_are_none(title: str) -> None:
    """A name that only begins so is that of one thing."""
    assert not titles_total(title)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("How many firms are there in all?", "in all"),
        ("What was the total spent in 2022?", "total"),
        ("Combien au total ?", "au total"),
        ("Ile razem?", "razem"),
        ("Who left?", ""),
    ],
)
def test_a_question_asks_for_a_sum(question: str, words: str) -> None:
    """By the words of its language."""
    assert total_asked(question) == words


@pytest.mark.parametrize("code", "en de fr nl es it pt ro pl sv da cs el".split())
def test_each_language_has_words_for_both(code: str) -> None:
    """What a row is called and what a question says."""
    assert all(map(titles_total, TABLE[code]["row"]))
    assert all(map(total_asked, TABLE[code]["asked"]))
