"""Patterns for any of many words."""

import re

from hypothesis import given
from hypothesis import strategies as st

from forumbot.language.patterns import compiled, one_of


def _spaced_once(text: str) -> str:
    return " ".join(text.split())


WORDS = st.text("ab '.é-", min_size=1, max_size=6).map(_spaced_once).filter(bool)


@given(st.lists(WORDS, max_size=12))
def test_of_the_words_that_stand_there_the_longest_is_found(listed: list[str]) -> None:
    """Each as tables write it, with single spaces within; the order in which they are given tells
    nothing.
    """
    pattern = compiled(one_of(listed))
    for word in listed:
        found = pattern.match(f"{word}0")
        assert found is not None
        assert found[0] == word
    assert one_of(sorted(listed, reverse=True)) == one_of([*listed, *listed])


def test_a_word_is_found_as_people_type_it() -> None:
    """With any white space and any apostrophe, and signs as they stand."""
    pattern = re.compile(one_of(["qu'est-ce que", "a.m.", "a"]))
    assert pattern.fullmatch("qu’est-ce\u00a0 que")
    assert pattern.findall("a.m. axm.") == ["a.m.", "a"]
    assert not re.compile(one_of([])).search("anything")
