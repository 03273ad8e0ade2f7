"""What a question asks for, and in which language, by the tables."""

import pytest

from forumbot.language.questions import (
    asked_for,
    asks_several,
    cue_of,
    cue_within,
    exchanged,
)
from forumbot.language.spoken import spoken_in


@pytest.mark.parametrize(
    ("question", "code", "key"),
    [
        ("¿Quién habló en el foro?", "es", "who"),
        ("¿En qué año se celebró el foro?", "es", "when"),
        ("Chi ha parlato al forum?", "it", "who"),
        ("Quando foi realizado o fórum?", "pt", "when"),
        ("Kto wystąpił na forum?", "pl", "who"),
        ("Kolik lidí se zúčastnilo fóra?", "cs", "how_many"),
        ("Hvem talte på forummet?", "da", "who"),
        ("Vem talade på forumet?", "sv", "who"),
        ("Wie sprak er op het forum over de clusters?", "nl", "who"),
        ("Kuka puhui foorumissa?", "fi", "who"),
        ("Hány résztvevő volt a fórumon?", "hu", "how_many"),
        ("Къде се проведе форумът?", "bg", "where"),
        ("Πού έγινε το φόρουμ;", "el", "where"),
    ],
)
def test_a_question_is_read_in_its_language(question: str, code: str, key: str) -> None:
    """Its function words tell the language, and the cue that opens it what it asks for."""
    assert spoken_in(question) == code
    assert asked_for(question, code) == key


@pytest.mark.parametrize(
    ("question", "language", "is_several"),
    [
        ("When and where was the meeting, and who spoke?", "en", True),
        ("Wann und wo war das Treffen?", "de", True),
        ("Quand et où était la réunion ?", "fr", True),
        ("Când și unde a fost întâlnirea?", "ro", True),
        ("What is the budget of skills and cooperation?", "en", False),
        ("Wer sprach über Bildung und Arbeit?", "de", False),
    ],
)
def test_a_second_question_word_behind_and_asks_for_a_second_thing(
    question: str, language: str, is_several: bool
) -> None:
    """A second subject does not."""
    assert asks_several(question, language) is is_several


@pytest.mark.parametrize(
    ("question", "code", "cue", "other"),
    [
        ("When did the second forum meet?", "en", "where", "Where did the second forum meet?"),
        ("Wo findet die Konferenz statt?", "de", "wann", "Wann findet die Konferenz statt?"),
        ("Quand a eu lieu la conférence ?", "fr", "où", "Où a eu lieu la conférence ?"),
        ("When and where did it meet?", "en", "where", ""),
        ("Who met in Brussels?", "en", "where", ""),
        ("When did it meet?", "en", "when", ""),
        ("When did it meet?", "en", "there", ""),
    ],
)
def test_a_day_is_exchanged_for_a_place(question: str, code: str, cue: str, other: str) -> None:
    """One word asks the same question for the other; what asks anything else stays."""
    assert exchanged(question, code, cue) == other


def test_a_letter_before_a_hyphen_is_no_word() -> None:
    """The "e" of "e-mail" is a word of Italian only where it stands alone."""
    assert spoken_in("et l'adresse e-mail ?", "fr") == "fr"
    assert spoken_in("l'adresse e-mail (le conseil)?", "fr") == "fr"


def test_a_cue_tells_where_it_ends() -> None:
    """An elided one at its apostrophe; without a cue, or a table, there is none."""
    found = cue_of("Qu'est-ce qu'on a conclu ?", "fr")
    assert found is not None
    assert (found.key, "Qu'est-ce qu'on a conclu ?"[found.end :]) == ("what", "on a conclu ?")
    assert cue_of("Le budget", "fr") is None
    assert cue_of("Le budget", "xx") is None


@pytest.mark.parametrize(
    ("question", "code", "keys"),
    [
        ("Le déjeuner est-il gratuit ?", "fr", ["yes_no"]),
        ("Das Treffen ist an welchem Tag?", "de", ["when"]),
        ("La session portait sur quel pays ?", "fr", ["which"]),
        ("Les clusters qui ont un label", "fr", []),
        ("Le budget", "xx", []),
    ],
)
def test_some_cues_ask_wherever_they_stand(question: str, code: str, keys: list[str]) -> None:
    """Those that open no clause."""
    assert [cue.key for cue in cue_within(question, code)] == keys
