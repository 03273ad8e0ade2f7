import pytest

from forumbot.archive.day_cues import from_before, meeting_of


@pytest.mark.parametrize(
    ("language", "words", "begins"),
    [
        ("de", "Preise ab dem ", True),
        ("de", "Sitzung vom ", False),
        ("fr", "à partir du ", True),
        ("fr", "réunion du ", False),
        ("it", "dall'", True),
        ("it", "riunione del ", False),
        ("nl", "vergadering van ", False),
        ("xx", "from ", False),
    ],
)
def test_only_words_that_say_nothing_but_from_begin(
    language: str, words: str, begins: bool
) -> None:
    """What says "of" or "on" as well joins a meeting to its day; unknown languages have none."""
    assert (from_before(language).search(words) is not None) is begins


def test_a_meeting_may_have_few_words_around_it() -> None:
    """Two before, as of an extraordinary one, and of whom it is behind it."""
    assert meeting_of().fullmatch("The extraordinary meeting of the board on")
    assert meeting_of().fullmatch("Sitzung des Vorstands am Freitag, den ")
    assert not meeting_of().fullmatch("What all of us heard at the meeting on")
    assert not meeting_of().fullmatch("The hut is let on")
