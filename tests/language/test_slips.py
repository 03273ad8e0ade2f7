"""Slips of small words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.properties import examples

from forumbot.language.slips import table_words, without_slips


def nothing(_word: str) -> bool:
    """Of an archive without words."""
    return False


@pytest.mark.parametrize(
    ("typed", "language", "meant"),
    [
        ("when iz teh 4th forum", "en", "when is the 4th forum"),
        ("the thrid and the fouth", "en", "the third and the fourth"),
        ("wich of them met in Febuary", "en", "which of them met in february"),
        ("wann udn wo, das drtite", "de", "wann und wo, das dritte"),
        ("ki et koi", "fr", "qui et quoi"),
        ("gdzei to jest", "pl", "gdzie to jest"),
        ("outcomes of the forth forum", "en", "outcomes of the fourth forum"),
    ],
)
def test_a_slip_becomes_the_small_word_that_is_meant(typed: str, language: str, meant: str) -> None:
    """By a list, or by two letters changed about, or by one letter in a longer word."""
    assert without_slips(typed, language, nothing) == meant


@pytest.mark.parametrize(
    "text",
    ["Which funder spoke?", "the IZ report", "teh.example.eu", "a four-day forum", "Wherter",
     "U-turn",     "under the tenth", "no slip at all", "3 r", "Teh-ran"],
)  # fmt: skip
def test_other_words_are_left(text: str) -> None:
    """What the archive knows, what stands in capitals or is part of something longer."""
    assert without_slips(text, "en", {"funder", "r"}.__contains__) == text


def test_a_language_without_a_table_has_no_slips() -> None:
    """Nothing is known of it."""
    assert without_slips("teh", "xx", nothing) == "teh"
    assert not table_words("xx")


@examples(100)
@given(st.lists(st.sampled_from(sorted(table_words("en"))), max_size=8).map(" ".join))
def test_words_of_the_table_are_never_slips(text: str) -> None:
    """Whatever stands beside them."""
    assert without_slips(text, "en", nothing) == text


@examples(150)
@given(st.text(max_size=50), st.sampled_from(["en", "de", "pl"]))
def test_what_is_mended_once_needs_no_more(text: str, language: str) -> None:
    """Any text can be read."""
    once = without_slips(text, language, nothing)
    assert without_slips(once, language, nothing) == once


@pytest.mark.parametrize(("text", "language"), [("Когда был форум?", "bg"), ("quand wann", "en")])
def test_a_word_of_another_language_is_no_slip(text: str, language: str) -> None:
    """A question whose language is told wrongly keeps its words."""
    assert without_slips(text, language, lambda _word: False) == text


def test_a_slip_of_its_own_language_is_mended_all_the_same() -> None:
    """Bulgarian has a word for "when" that is a letter away from the Russian one."""
    assert without_slips("Коага беше форумът?", "bg", lambda _word: False).startswith("кога")


def test_an_ordinal_is_meant_before_the_word_forum_by_a_known_word_as_well() -> None:
    """But a word that is a slip of none is what it says."""
    assert without_slips("the forth forum", "en", lambda _word: True) == "the fourth forum"
    for text in ("the forth floor", "the youth forum", "the policy forum", "the next forum"):
        assert without_slips(text, "en", lambda _word: True) == text


def test_a_question_word_is_meant_before_a_verb_by_a_known_word_as_well() -> None:
    """As names and words of other languages are ("wen"); not before anything else."""
    assert without_slips("wen was it?", "en", lambda _word: True) == "when was it?"
    for text in ("wen spoke", "wen", "was it wen is?", ""):
        assert without_slips(text, "en", lambda _word: True) == text


def test_a_form_of_a_function_word_is_no_slip_of_it() -> None:
    """Whoever asks what somebody pays does not count."""
    asked = "Wer zahlt die Reise?"
    assert without_slips(asked, "de", lambda _word: False) == asked
