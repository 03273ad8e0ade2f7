"""A topic as people type it, in the languages of the archive."""

import pytest

from forumbot.answers.topic_wordings import topic_in, ways_of


@pytest.mark.parametrize(
    ("typed", "language", "wording"),
    [
        ("compétences", "en", "skills"),
        ("Digitalisierung", "en", "digitisation"),
        ("umiejętności", "en", "skills"),
        ("la formation professionnelle", "en", "training professional"),
        ("skills", "de", "fahigkeiten"),
        ("compétences", "de", "fahigkeiten"),
    ],
)
def test_a_topic_is_put_into_a_language_of_the_archive(
    typed: str, language: str, wording: str
) -> None:
    """By way of English, whatever language it is typed in."""
    found = [one.text.lower().replace("ä", "a") for one in topic_in(typed, language)]
    assert wording in found


@pytest.mark.parametrize("typed", ["art", "skills", "", "?", "xyzzy", "of the"])
def test_what_may_be_of_the_language_itself_is_left_as_it_is(typed: str) -> None:
    """ "Art" is a kind in German and none in English; what no language has is in none."""
    assert topic_in(typed, "en") == ()


def test_a_topic_has_its_words_in_other_languages() -> None:
    """Levelled, to be typed in any of them."""
    ways = {way for language in ways_of("skills") for way in language}
    assert {"competences", "kompetenzen", "competencias", "competenze", "umiejetnosci"} <= ways
