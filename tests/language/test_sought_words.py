"""The English words for what questions seek."""

from importlib.resources import files

import pytest

from forumbot.language.levelling import level
from forumbot.language.sought_words import Seeking, sought_in_order, sought_words
from forumbot.language.table import parsed


def test_each_kind_has_words_and_no_words_are_of_none() -> None:
    """The file and the kinds name each other one to one, and no kind is empty."""
    read = parsed(files("forumbot.language") / "sought.yaml")
    assert set(read) == {str(kind) for kind in Seeking}
    assert all(read.values())


@pytest.mark.parametrize("kind", Seeking)
def test_words_are_levelled_and_stand_once(kind: Seeking) -> None:
    """Each is written as words of questions are compared, and none is written twice."""
    words = sought_in_order(kind)
    assert words == tuple(map(level, words))
    assert len(sought_words(kind)) == len(words)
