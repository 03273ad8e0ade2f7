"""What languages are called in the language of our own words."""

import pytest

from forumbot.language.language_names import in_language, languages_named


@pytest.mark.parametrize(
    ("code", "said_in", "said"),
    [("de", "en", "in German"), ("de", "fr", "en allemand"), ("??", "en", "in ??")],
)
def test_a_language_is_named_for_the_reader(code: str, said_in: str, said: str) -> None:
    """A code that nobody knows stands for itself."""
    assert in_language(code, said_in) == said


@pytest.mark.parametrize(
    ("text", "spoken", "languages", "rest"),
    [
        ("documents in French on skills", "en", {"fr"}, "documents  on skills"),
        ("documents on French skills", "en", set(), "documents on French skills"),
        ("die Berichte auf Deutsch", "de", {"de"}, "die Berichte"),
        ("les rapports en français", "fr", {"fr"}, "les rapports"),
        ("documente în germană", "ro", {"de"}, "documente"),
    ],
)
def test_the_language_that_something_is_in_is_read(
    text: str, spoken: str, languages: set[str], rest: str
) -> None:
    """By its name in the language of the text, behind the word that leads to it."""
    assert languages_named(text, ("fr", "de", "??"), spoken) == (frozenset(languages), rest)
