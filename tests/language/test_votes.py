"""Votes: how a question asks how one came out, and how a text counts it."""

from importlib.resources import files

import pytest

from forumbot.language.table import codes, parsed
from forumbot.language.votes import asks_for_vote, is_for_vote, names_sides, tallies

TABLE = parsed(files("forumbot.language") / "votes.yaml")


def test_each_language_has_all_words_and_a_table() -> None:
    """A language lacks none of the keys that are read, and is one of those with a table."""
    assert set(TABLE) <= set(codes())
    for row in TABLE.values():
        assert set(row) == {"asks", "beside", "votes", "to", "for", "against", "abstained"}
        assert all(row.values())


@pytest.mark.parametrize(
    ("text", "language", "counted"),
    [
        ("It passed with 76 for, 0 against and 2 abstentions.", "en", "76 for, 0 against"),
        ("Should we adopt it? 30 yes, 0 no, 8 no opinion.", "en", "30 yes, 0 no, 8 no opinion"),
        ("avec 76 voix pour, 0 contre et 2 abstentions :", "fr", "76 voix pour, 0 contre"),
        ("A l'unanimité Pour : 11 Contre : 0 Le Maire", "fr", "Pour : 11 Contre : 0"),
        ("It was rejected by 20 votes to 11.", "en", "20 votes to 11"),
        ("mit 20 zu 11 Stimmen abgelehnt", "de", "20 zu 11 Stimmen"),
        ("Ja: 8\nNein: 0\nEnthaltung: 0", "de", "Ja: 8\nNein: 0\nEnthaltung: 0"),
    ],
)
def test_counts_of_two_sides_or_more_are_found_together(
    text: str, language: str, counted: str
) -> None:
    """Numbers stand before or behind what the sides are called."""
    (found,) = tallies(text, language)
    assert text[slice(*found)].startswith(counted)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("We looked at 5 for 3 days and had 2 no shows.", "en"),
        ("There were 30 yes votes cast. Two years later 4 people were against it: 12.", "en"),
        ("Hives are kept on plots 14 to 19.", "en"),
        ("Ja: 8", "de"),
        ("30 yes, 0 no", "tr"),
    ],
)
def test_other_numbers_count_no_votes(text: str, language: str) -> None:
    """One side alone is no count, nor are words for sides that go on."""
    assert not tallies(text, language)


@pytest.mark.parametrize(
    ("question", "language", "asks"),
    [
        ("How did the council vote on the buses?", "en", True),
        ("Wie ging die Abstimmung aus?", "de", True),
        ("Comment ont-ils voté ?", "fr", True),
        ("How did the council travel?", "en", False),
        ("How did the council vote?", "tr", False),
    ],
)
def test_a_question_asks_for_a_vote_by_its_word(question: str, language: str, asks: bool) -> None:
    """In a language that has such words."""
    assert asks_for_vote(question, language) is asks


@pytest.mark.parametrize(
    ("columns", "language", "are"),
    [
        (("Motion", "For", "Against", "Abstained"), "en", True),
        (("Antrag", "Ja", "Nein"), "de", True),
        (("Motion", "For"), "en", False),
        (("For whom", "Against what"), "en", False),
        (("For", "Against"), "tr", False),
    ],
)
def test_columns_are_of_a_vote_by_two_of_its_sides(
    columns: tuple[str, ...], language: str, are: bool
) -> None:
    """Each is called as a side alone."""
    assert names_sides(columns, language) is are


def test_words_for_how_it_came_out_name_nothing() -> None:
    """Beside those for the vote itself, in the language of the question."""
    assert is_for_vote("abstimmung", "de")
    assert is_for_vote("ging", "de")
    assert not is_for_vote("entlastung", "de")
    assert not is_for_vote("vote", "tr")
