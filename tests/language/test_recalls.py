"""Messages that ask about the answer before them."""

from importlib.resources import files

import pytest

from forumbot.language.recalls import LAST, Recall, chosen_in, leading_in, recall_in
from forumbot.language.table import parsed


@pytest.mark.parametrize(
    ("message", "kind"),
    [
        ("tell me more", Recall.MORE),
        ("And who said that?", Recall.SPEAKER),
        ("Fasse das zusammen!", Recall.SUMMARY),
        ("wo steht das?", Recall.SOURCE),
        ("dis-m'en plus", Recall.MORE),
        ("¿es la lista completa?", Recall.WHOLE),
        ("perché le fonti divergono?", Recall.DIFFER),
        ("onde está escrito?", Recall.SOURCE),
        ("cine a spus asta?", Recall.SPEAKER),
        ("wie zei dat?", Recall.SPEAKER),
        ("powiedz mi więcej", Recall.MORE),
        ("?", Recall.MORE),
        ("next", Recall.MORE),
        ("weiter", Recall.MORE),
        ("la suite !", Recall.MORE),
        ("mai departe", Recall.MORE),
        ("but I read somewhere it was 6 May?", Recall.SOURCE),
        ("aber ich habe gelesen, dass es im Oktober war", Recall.SOURCE),
        ("mais j'ai lu que c'était le 6 mai", Recall.SOURCE),
        ("pero leí que fue en Praga", Recall.SOURCE),
        ("I heard about ClusterXchange, what is it?", None),
        ("who said that about the budget?", None),
        ("more labels", None),
        ("summarise the third forum", None),
    ],
)
def test_a_message_recalls_where_it_says_nothing_else(message: str, kind: Recall | None) -> None:
    """What names a subject of its own asks of the archive."""
    assert recall_in(message) is kind


@pytest.mark.parametrize(
    ("message", "number"),
    [
        ("number 3", 3),
        ("2", 2),
        ("and 5?", 5),
        ("the second one", 2),
        ("the third one on your list", 3),
        ("tell me more about number four", 4),
        ("the last one", LAST),
        ("the second point", 2),
        ("der zweite Punkt", 2),
        ("Nummer zwei", 2),
        ("das letzte", LAST),
        ("la deuxième", 2),
        ("la número 7", 7),
        ("il terzo", 3),
        ("o número 4", 4),
        ("al doilea", 2),
        ("de tweede", 2),
        ("numer 6", 6),
    ],
)
def test_a_line_is_chosen_by_its_number(message: str, number: int) -> None:
    """In words, in digits or as an ordinal, with what people say beside it."""
    chosen = chosen_in(message)
    assert chosen is not None
    assert chosen.number == number


@pytest.mark.parametrize(
    "message",
    ["when was the third forum?", "in 2019?", "forum 4?", "one", "a", "3 or 4", "PEP 744"],
)
def test_what_says_more_chooses_no_line(message: str) -> None:
    """A year, two numbers, a word that is an article as well, or a subject beside it."""
    assert chosen_in(message) is None


def test_each_language_has_words_for_all_of_it() -> None:
    """A language without those for one kind would never be understood there."""
    rows = parsed(files("forumbot.language") / "recalls.yaml")
    turns = parsed(files("forumbot.language") / "turns.yaml")
    assert rows.keys() == turns.keys()
    assert all(row.keys() == rows["en"].keys() and all(row.values()) for row in rows.values())


@pytest.mark.parametrize(
    ("message", "count"),
    [
        ("give me only the first three", 3),
        ("just the first 2", 2),
        ("nur die ersten zwei bitte", 2),
        ("seulement les premiers quatre", 4),
        ("top 5", 5),
        ("solo los primeros tres", 3),
        ("the first forum", 0),
        ("the first", 0),
        ("what did the first three forums decide?", 0),
    ],
)
def test_so_many_of_the_first_lines_are_counted(message: str, count: int) -> None:
    """Where nothing else is named."""
    assert leading_in(message) == count
