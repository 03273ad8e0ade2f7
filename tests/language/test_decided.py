"""How questions and texts speak of decisions, by language."""

import pytest

from forumbot.language.decided import asks_whether_decided, deciding_words, tells_decision


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Was the moss rule accepted?", "en"),
        ("Wurde die Moosregel verabschiedet?", "de"),
        ("La regle a-t-elle ete adoptee ?", "fr"),
        ("Is de mosregel goedgekeurd?", "nl"),
        ("Czy regułę przyjęto?", "pl"),
    ],
)
def test_a_question_asks_whether_something_was_decided(text: str, language: str) -> None:
    """With or without accents; no other question does."""
    assert asks_whether_decided(text, language)
    assert not asks_whether_decided("Ada 12 moss?", language)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The request was declined.", "en"),
        ("Der Antrag wurde vertagt.", "de"),
        ("Le conseil donne un avis favorable.", "fr"),
        ("Solicitarea a fost respinsă.", "ro"),
    ],
)
def test_a_text_tells_of_a_decision_whichever_way_it_went(text: str, language: str) -> None:
    """Also of one that was put off."""
    assert tells_decision(text, language)


def test_a_language_without_words_for_it_tells_and_asks_nothing() -> None:
    """Nothing of it is a word for deciding."""
    assert not asks_whether_decided("Hyväksyttiinkö se?", "fi")
    assert not tells_decision("Se hyväksyttiin.", "fi")
    assert deciding_words("fi") == frozenset()
    assert {"accepted", "turned"} <= deciding_words("en")
