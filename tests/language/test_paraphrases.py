"""Words that mean about the same, by what other languages say for them."""

import pytest

from forumbot.language.paraphrases import paraphrases


@pytest.mark.parametrize(
    ("word", "near"),
    [("chaired", "president"), ("funding", "money"), ("women", "female"), ("running", "conduct")],
)
def test_words_of_one_meaning_stand_together(word: str, near: str) -> None:
    """A word in any form has those that four languages say by the same words."""
    assert near in paraphrases(word)


@pytest.mark.parametrize("word", ["keynote", "treasurer", "xyzzy", "of", ""])
def test_a_word_of_its_own_has_none(word: str) -> None:
    """What no other English word shares its translations with, and what is too short, has none."""
    assert not paraphrases(word)
