import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.properties import examples

from forumbot.language.levelling import level
from forumbot.language.table import codes
from forumbot.language.words import (
    character_ngrams,
    content_words,
    located_words,
    query_stems,
    stem,
    stems,
    stop_words,
    words,
)

european = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x17F))


@examples(200)
@given(european)
def test_case_never_matters(text: str) -> None:
    """A text has the same words in capitals and in small letters."""
    assert words(text.upper()) == words(text) == words(text.lower())


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The budget, €3.6 million!", ["the", "budget", "3.6", "million"]),
        ("O'Neill's", ["o", "neill", "s"]),
        ("l'industrie", ["l", "industrie"]),
        ("L’Industrie d’une", ["l", "industrie", "d", "une"]),
        ("12.5 %", ["12.5"]),
        ("INNOSUP-1", ["innosup", "1"]),
        ("snake_case", ["snake", "case"]),
        ("v1.2. Next", ["v1.2", "next"]),
        ("– • …", []),
        ("'quoted'", ["quoted"]),
    ],
)
def test_words_are_told_from_signs(text: str, found: list[str]) -> None:
    """Numbers with a point are one word, hyphens and underscores part words, other signs vanish."""
    assert words(text) == found


@pytest.mark.parametrize("word", ["the", "und", "avec", "het", "WHAT", "für", "à"])
def test_stop_words_of_four_languages_are_left_out(word: str) -> None:
    """Common words of English, German, French and Dutch find nothing, in any spelling."""
    assert content_words(f"{word} cluster") == ["cluster"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("l'industrie", ["industrie"]),
        ("L’industrie d’Europe", ["industrie", "europe"]),
        ("m'inscrire n'est qu'industrie s'inscrire", ["inscrire", "industrie", "inscrire"]),
        ("the cluster's, we'll, they're, I've", ["cluster"]),
        ("It didn't, don't, isn't, can't, wouldn’t cluster", ["cluster"]),
        ("What was won by AI?", ["won", "ai"]),
        ("O'Neill", ["o", "neill"]),
    ],
)
def test_what_an_apostrophe_cuts_off_is_a_stop_word(text: str, found: list[str]) -> None:
    """Elided articles and endings find nothing, and the word that they stood at is found."""
    assert content_words(text) == found


def test_each_stop_word_is_one_word() -> None:
    """Each entry is a word as texts are cut into, so that none is there in vain."""
    assert len(stop_words()) > 300
    assert [word for word in stop_words() if words(word) != [word]] == []


@pytest.mark.parametrize(
    ("word", "language", "stemmed"),
    [
        ("clusters", "en", "cluster"),
        ("partnerships", "en", "partnership"),
        ("innovationen", "de", "innovation"),
        ("entreprises", "fr", "entrepris"),
        ("clusters", "pl", "clusters"),
        ("clusters", "xx", "clusters"),
    ],
)
def test_words_are_stemmed_by_language(word: str, language: str, stemmed: str) -> None:
    """Endings go where there is a stemmer; a language without one keeps the word."""
    assert stem(word, language) == stemmed


@examples(200)
@given(st.text(st.characters(categories=["Ll"], max_codepoint=0x3FF), min_size=1, max_size=6))
@example("οταν")
def test_no_word_is_stemmed_to_nothing(word: str) -> None:
    """The Greek stemmer leaves nothing of words that are all ending."""
    assert all(stem(word, language) for language in codes())


def test_a_question_is_stemmed_in_each_language_of_the_archive() -> None:
    """A word is looked for as each language would have stored it, without repeats."""
    found = query_stems("entreprises clusters clusters".split(), ["en", "fr"])
    assert set(stems("entreprises clusters", "en") + stems("entreprises clusters", "fr")) == set(
        found
    )
    assert len(found) == len(set(found))


def test_character_ngrams_mark_the_edges_of_words() -> None:
    """N-grams are those of each word with its edges, and never reach over two words."""
    assert list(character_ngrams("Floch", 3, 3)) == ["_fl", "flo", "loc", "och", "ch_"]
    assert list(character_ngrams("ab cd", 4, 4)) == ["_ab_", "_cd_"]


@examples(200)
@given(st.text(max_size=60))
def test_character_ngrams_are_parts_of_words(text: str) -> None:
    """Whatever the text, each n-gram is part of an edged word and at most five characters long."""
    edged = [f"_{word}_" for word in content_words(text)]
    for ngram in character_ngrams(text):
        assert 1 <= len(ngram) <= 5
        assert any(ngram in word for word in edged)


@examples(200)
@given(european)
def test_located_words_stand_where_they_are_said_to(text: str) -> None:
    """Each word, levelled, is in the levelled stretch that it is said to stand in."""
    for word, start, end in located_words(text):
        assert word in level(text[start:end])


def test_located_words_are_the_words_in_order() -> None:
    """Accents and capitals are levelled, offsets are those of the text itself."""
    assert located_words("Søren, 12.5!") == [("soren", 0, 5), ("12.5", 7, 11)]


def test_ordinals_are_one_word_however_they_are_written() -> None:
    """``3rd forum`` asks for the third forum; numbers and other endings stay as they are."""
    assert words("the 3rd forum, 12TH") == words("the third forum, twelfth")
    assert words("13th 3 3d") == ["13th", "3", "3d"]
    assert located_words("the 3rd")[1] == ("third", 4, 7)
