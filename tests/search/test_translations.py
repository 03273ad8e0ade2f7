import pytest

from forumbot.asking.question import read_question
from forumbot.language.forum_names import forums_in
from forumbot.search.translations import rendered, translations


def test_a_question_is_put_into_the_other_languages() -> None:
    """Into each language of the archive but its own, by way of English."""
    found = translations(
        read_question("Wann findet das nächste Treffen statt?"), ["de", "en", "fr"]
    )
    assert set(found) == {"en", "fr"}
    assert "meeting" in found["en"].text
    assert "réunion" in found["fr"].text


def test_a_question_in_the_only_language_has_no_translation() -> None:
    """Nothing is looked up where every document is in its language."""
    assert translations(read_question("When is the next meeting?"), ["en"]) == {}


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        ("Quanti partecipanti al secondo forum?", {2}),
        ("quantos participantes no segundo fórum?", {2}),
        ("Quanti partecipanti al secondo e al quarto forum?", {2, 4}),
        ("Wie viele Teilnehmer hatte das zweite Forum?", {2}),
        ("Wann findet das nächste Treffen statt?", set()),
    ],
)
def test_a_translation_names_the_forums_of_its_question(asked: str, named: set[int]) -> None:
    """Also where the word for their number is left out as one that says nothing."""
    found = translations(read_question(asked), ["cs", "en", "fr"])
    forums = {language: forums_in(one.text) for language, one in found.items()}
    assert forums == dict.fromkeys(("cs", "en", "fr"), named)
    for one in found.values():
        assert one.read() == read_question(one.text)
        assert one.read().forums == read_question(one.text).forums


@pytest.mark.parametrize(
    ("asked", "opening", "words"),
    [
        ("Wer leitet ESCA?", "Who ", {"lead", "ESCA"}),
        ("Combien de participants y avait-il ?", "How many ", {"participants"}),
        ("presupuesto del proyecto piloto", "budget ", {"budget", "pilot"}),
    ],
)
def test_a_question_is_rendered_for_a_reader_of_english(
    asked: str, opening: str, words: set[str]
) -> None:
    """It opens with the English word for what it asks, if any, and holds those of the glossary."""
    found = rendered(read_question(asked))
    assert found is not None
    assert found.spoken == "en"
    assert found.text.startswith(opening)
    assert words <= set(found.text.strip("?").split())


@pytest.mark.parametrize("asked", ["Who leads ESCA?", "Wer ist Qwertz?", "???"])
def test_what_needs_or_has_no_english_words_is_not_rendered(asked: str) -> None:
    """A question in English is read as it is, and one of unknown words by the other reader."""
    assert rendered(read_question(asked)) is None
