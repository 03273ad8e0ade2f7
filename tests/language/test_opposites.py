import pytest

from forumbot.language.opposites import has_negation, opposites


@pytest.mark.parametrize(
    "text", ["It did not end.", "They can't come", "Kein Beitrag", "jamais", "without a fee"]
)
def test_a_negation_is_seen(text: str) -> None:
    """Negations are found in English, German and French."""
    assert has_negation(text)


@pytest.mark.parametrize("text", ["", "A notable note", "The cannon", "know-how", "Nichtes Haus"])
def test_words_that_hold_a_negation_negate_nothing(text: str) -> None:
    """Only whole words negate."""
    assert not has_negation(text)


def test_an_opposite_counts_where_the_word_itself_is_lacking() -> None:
    """A text that holds both a word and its opposite contradicts nothing."""
    assert opposites({"first", "forum"}, {"last", "forum"}) == 1
    assert opposites({"first"}, {"first", "last"}) == 0
    assert opposites({"highest", "before"}, {"lowest", "after"}) == 2
    assert opposites(set(), {"last"}) == 0
