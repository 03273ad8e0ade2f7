from forumbot.asking.question import read_question
from forumbot.search.translations import translations


def test_a_question_is_put_into_the_other_languages() -> None:
    """Into each language of the archive but its own, by way of English."""
    found = translations(
        read_question("Wann findet das nächste Treffen statt?"), ["de", "en", "fr"]
    )
    assert set(found) == {"en", "fr"}
    assert "meeting" in found["en"]
    assert "réunion" in found["fr"]


def test_a_question_in_the_only_language_has_no_translation() -> None:
    """Nothing is looked up where every document is in its language."""
    assert translations(read_question("When is the next meeting?"), ["en"]) == {}
