"""What languages are called in the language of our own words."""

import pytest

from forumbot.language.language_names import in_language


@pytest.mark.parametrize(
    ("code", "said_in", "said"),
    [("de", "en", "in German"), ("de", "fr", "en allemand"), ("??", "en", "in ??")],
)
def test_a_language_is_named_for_the_reader(code: str, said_in: str, said: str) -> None:
    """A code that nobody knows stands for itself."""
    assert in_language(code, said_in) == said
