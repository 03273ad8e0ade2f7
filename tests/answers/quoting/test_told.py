import pytest

from forumbot.answers.quoting.told import said_in


@pytest.mark.parametrize(
    ("english", "language", "said"),
    [
        (("phase",), "en", {"phase"}),
        (("meeting",), "de", {"meeting", "treffen"}),
        (("qwertzx",), "fr", {"qwertzx"}),
    ],
)
def test_english_words_are_said_in_a_language(
    english: tuple[str, ...], language: str, said: set[str]
) -> None:
    """The words themselves, and those of the glossary, levelled."""
    assert said <= set(said_in(english, language))
