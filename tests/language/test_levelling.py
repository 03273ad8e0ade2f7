import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.properties import examples

from forumbot.language.levelling import level


@pytest.mark.parametrize(
    ("text", "levelled"),
    [
        ("Søren Røn", "soren ron"),
        ("HERVÉ FLOCH", "herve floch"),
        ("Värmland", "varmland"),
        ("Łódź", "lodz"),
        ("Straße", "strasse"),
        ("Œuvre, Ærø", "oeuvre, aero"),
        ("DİYARBAKIR ı", "diyarbakir i"),
        ("ﬁnal", "final"),
        ("e\u0301tude", "etude"),
        ("①", "1"),
        ("ᏣᎳᎩ", "ꮳꮃꭹ"),
        ("\u1e9e", "ss"),
        ("ΟΔΟΣ ὁδός", "οδοσ οδοσ"),
        ("", ""),
    ],
)
def test_letters_are_levelled(text: str, levelled: str) -> None:
    """Case, accents, letters without a decomposition and ligatures make no difference."""
    assert level(text) == levelled


def is_assigned(letter: str) -> bool:
    """Whether Unicode says what it is: of seven code points in eight it says nothing."""
    return unicodedata.category(letter) not in {"Cn", "Co", "Cs"}


def test_every_letter_of_unicode_is_levelled_to_lower_case() -> None:
    """Levelling makes small letters of all there are, once and for all, and of capitals too."""
    for letter in filter(is_assigned, map(chr, range(sys.maxunicode + 1))):
        levelled = level(letter)
        assert levelled == levelled.lower() == level(levelled) == level(letter.upper()), letter


@examples(200)
@given(st.text())
def test_levelling_twice_changes_nothing(text: str) -> None:
    """A levelled text is level, whatever its script, so that questions and passages meet."""
    assert level(level(text)) == level(text)
