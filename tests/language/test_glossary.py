from importlib.resources import files
from pathlib import Path

import pytest

from forumbot.language.glossary import from_english, glossary, has_word, in_english, languages
from forumbot.language.table import more_tables
from forumbot.language.words import located_words

QUESTIONS = (
    ("de", "Wann trifft sich die Beratungsgruppe?", "group"),
    ("fr", "Où la réunion suivante est-elle prévue ?", "meeting"),
    ("nl", "Hoeveel landen namen deel?", "countries"),
    ("ro", "Ce buget are proiectul?", "project"),
    ("es", "¿Cuál es el presupuesto del programa?", "budget"),
    ("pl", "Jaki jest budżet programu?", "budget"),
)


@pytest.mark.parametrize(("code", "question", "wanted"), QUESTIONS)
def test_a_question_is_put_into_english(code: str, question: str, wanted: str) -> None:
    """Inflected words are found by their stems."""
    found = " ".join(in_english(question, located_words(question), code))
    assert wanted.removesuffix("ies") in found


def test_names_stay_and_function_words_go() -> None:
    """What the glossary does not know is kept as it is written, articles are left out."""
    question = "Was sagte Cristobal über die Cluster?"
    found = in_english(question, located_words(question), "de")
    assert "Cristobal" in found
    assert not {"die", "Die", "the"} & set(found)


@pytest.mark.parametrize("code", ["en", "ru", "xx"])
def test_a_language_without_a_glossary_has_no_english(code: str) -> None:
    """English is no translation of itself."""
    assert in_english("when was Prague", located_words("when was Prague"), code) == ()


@pytest.mark.parametrize(
    ("code", "question", "wanted", "unwanted"),
    [
        ("nl", "Welke leden zijn er?", {"member"}, {"suffered", "ago"}),
        ("de", "Der Tag in Polen", {"day", "poland"}, {"hold a meeting"}),
        ("fr", "Les orientations de la banque", {"guidance"}, {"final"}),
    ],
)
def test_a_word_as_it_stands_comes_before_its_stem(
    code: str, question: str, wanted: set[str], unwanted: set[str]
) -> None:
    """Two words that end alike when cut are told apart where the glossary has one of them so."""
    found = set(in_english(question, located_words(question), code))
    assert wanted <= found
    assert not unwanted & found


@pytest.mark.parametrize(
    ("code", "question"),
    [
        ("de", "Wie hoch ist der Beitrag?"),
        ("fr", "À combien s'élève la cotisation ?"),
        ("nl", "Hoeveel bedraagt de contributie?"),
        ("pl", "Ile wynosi składka?"),
        ("cs", "Kolik činí poplatek?"),
        ("it", "A quanto ammonta la quota?"),
        ("ro", "La cât se ridică taxa?"),
        ("sv", "Hur hög är avgiften?"),
    ],
)
def test_how_much_is_an_expression(code: str, question: str) -> None:
    """Nothing in it is high, or a pupil."""
    found = in_english(question, located_words(question), code)
    assert {"how much", "amount"} & set(found)
    assert not {"high", "highest", "pupil", "raise"} & set(found)


def test_a_name_in_capitals_is_no_form_of_a_word() -> None:
    """As "AP" is none of "app", unless all is in capitals."""
    question = "Wat betekent het spoor in DCAT-AP?"
    assert "AP" in in_english(question, located_words(question), "nl")


@pytest.mark.parametrize(
    ("code", "question", "wanted"),
    [
        ("es", "¿Quién es core developer en octubre?", "core"),
        ("nl", "Wie sponsort de core sprints?", "core"),
    ],
)
def test_a_word_of_english_stays_itself(code: str, question: str, wanted: str) -> None:
    """Rather than being another form of one of the language."""
    assert wanted in in_english(question, located_words(question), code)


@pytest.mark.parametrize(
    ("code", "question", "wanted"),
    [
        ("de", "Das Mobilitätsprogramm", ("Mobilitäts", "program")),
        ("nl", "Wat deed Zuckerberg?", ()),
        ("de", "Was war ClusterXchange?", ()),
    ],
)
def test_of_a_compound_the_known_ending_counts(
    code: str, question: str, wanted: tuple[str, ...]
) -> None:
    """Its beginning stays as it is; a name is none."""
    assert in_english(question, located_words(question), code) == wanted


@pytest.mark.parametrize("code", languages())
def test_words_of_associations_are_known(code: str) -> None:
    """Gardens, choirs and bicycles as well as projects and policies."""
    found = " ".join(ways for _row, ways in glossary(code)._from(b""))
    assert all(word in found for word in ("garden", "choir", "waiting list", "concert", "bike"))


def test_compounds_are_cut_in_two() -> None:
    """A German compound that is in no glossary is known by its halves."""
    assert in_english("Forumsbericht", located_words("Forumsbericht"), "de") == ("forum", "report")


@pytest.mark.parametrize(
    ("code", "word", "wanted"),
    [
        ("pl", "menedżerami", "manager"),
        ("es", "años", "year"),
        ("es", "clústeres", "cluster"),
        ("ro", "clusterelor", "cluster"),
    ],
)
def test_another_form_of_a_word_is_known(code: str, word: str, wanted: str) -> None:
    """A word that differs from one of the glossary in its ending alone is that word."""
    assert wanted in in_english(word, located_words(word), code)


@pytest.mark.parametrize(
    ("question", "is_summer"),
    [("Quelle API a été désignée en premier ?", False), ("Que fait-on l'été ?", True)],
)
def test_an_auxiliary_is_no_noun(question: str, is_summer: bool) -> None:
    """A word of little weight is left out, and so is what is left of an article."""
    found = in_english(question, located_words(question), "fr")
    assert ("summer" in found) == is_summer
    assert "l" not in found


def test_the_way_back_knows_the_same_words() -> None:
    """English words come out as what people say, others as they are."""
    assert from_english(["meeting", "Cristobal"], "de")[0] == "Sitzung"
    assert from_english(["meeting", "Cristobal"], "de")[-1] == "Cristobal"
    assert from_english(["Cristobal"], "de") == ()


def test_every_glossary_is_well_formed() -> None:
    """Each line has an English word and at least one way to say it, and no word is empty."""
    assert len(languages()) == 17
    for code in languages():
        path = files("forumbot.language").joinpath("glossaries", f"{code}.tsv")
        for line in path.read_text(encoding="utf-8").splitlines():
            english, tab, ways = line.partition("\t")
            assert english.strip(), (code, line)
            assert tab, (code, line)
            assert all(way.strip() for way in ways.split("|")), (code, line)


@pytest.mark.parametrize(
    ("word", "code", "known"),
    [("wymian", "pl", True), ("accueillis", "fr", True), ("konferenz", "de", True),
     ("konfrenz", "de", False), ("trzecei", "pl", False), ("wymian", "xx", False)],
)  # fmt: skip
def test_forms_of_a_word_are_words(word: str, code: str, *, known: bool) -> None:
    """They are no slips of other words, but a slip is in no glossary."""
    assert has_word(word, code) is known


def test_what_is_made_of_a_glossary_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is read back as it was made, and made anew where the glossary is another."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "tables").mkdir()

    def asked() -> tuple[str, ...]:
        with more_tables(tmp_path / "tables"):
            return in_english("Ausschuss", located_words("Ausschuss"), "de")

    made = asked()
    kept = list((tmp_path / "cache" / "forumbot").glob("glossary-stems-de-*"))
    assert (asked(), len(kept)) == (made, 1)
    monkeypatch.setattr("forumbot.language.glossary.written", lambda _code: "panel\tAusschuss\n")
    assert asked() == ("panel",) != made
