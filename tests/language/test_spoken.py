"""The language of a question is told by its function words, its letters and its glossary."""

import pytest

from forumbot.language.spoken import spoken_in


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("¿Qué software se revisa?", "es"),
        ("Ce dată s-a anunțat pentru conferință?", "ro"),
        ("Ce şedinţă a fost la Cluj?", "ro"),
        ("raport końcowy projektu", "pl"),
        ("Who is Hervé Floch of the label?", "en"),
    ],
)
def test_accents_tell_the_language(question: str, code: str) -> None:
    """Letters that a language lacks speak against it, in names they do not."""
    assert spoken_in(question) == code


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("Wie opende de EU Industry Days 2019?", "nl"),
        ("Wie organiseert de EU Cluster Weeks?", "nl"),
        ("Wat doet de EU in Praag?", "nl"),
        ("WO WAR DAS DRITTE FORUM?", "de"),
        ("Eu quero saber onde foi", "pt"),
    ],
)
def test_an_acronym_tells_no_language(question: str, code: str) -> None:
    """As "EU" does none, a word of French, Portuguese and Romanian; what is shouted is words."""
    assert spoken_in(question) == code


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("À quelle adresse se tient la réunion e-learning de Bruxelles ?", "fr"),
        ("Quelle fondation a financé un projet d'EMREX ?", "fr"),
        ("Combien de start-up Scale-up Denmark a-t-il soutenues ?", "fr"),
        ("Is the start-up day online?", "en"),
    ],
)
def test_half_a_loan_word_tells_no_language_and_an_elided_word_does(
    question: str, code: str
) -> None:
    """The "up" of a start-up is no English word, the "d'" of a name is a French one."""
    assert spoken_in(question) == code


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("Podsumuj trzecie forum", "pl"),
        ("Resume o terceiro fórum", "pt"),
        ("Resumo: tercer foro", "es"),
    ],
)
def test_ordinals_and_words_for_a_kind_tell_it_where_no_others_do(question: str, code: str) -> None:
    """A request of three words has often no function word."""
    assert spoken_in(question) == code


@pytest.mark.parametrize(
    ("text", "before"), [("Kergel?", "de"), ("porównaj je", "pl"), ("ok", "ro")]
)
def test_what_tells_no_language_is_of_the_one_spoken_before(text: str, before: str) -> None:
    """Nor does a word that two languages have tell one of them."""
    assert spoken_in(text, before) == before
    assert spoken_in("und wo war das?", before) == "de"


@pytest.mark.parametrize("question", ["clusters", "", "What was said in 2019?"])
def test_english_is_what_no_other_language_is_likelier_than(question: str) -> None:
    """A bare name or an empty question is read as English."""
    assert spoken_in(question) == "en"


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("datum eerstvolgende bijeenkomst werkgroep API strategie", "nl"),
        ("subsidies zweden bedrijven", "nl"),
        ("termine oktober konferenz", "de"),
        ("acte necesare dosar concediu", "ro"),
        ("ganador etapa reina ciclista", "es"),
        ("ballast water convention fine amount", "en"),
    ],
)
def test_the_words_of_a_glossary_tell_the_language_of_keywords(question: str, code: str) -> None:
    """Keywords have no function word, or one that is a word of another language ("na")."""
    assert spoken_in(question) == code
