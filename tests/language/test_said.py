"""Errors that are said by a phrase."""

from forumbot.errors import UsageError
from forumbot.language.said import SaidError


def test_an_error_is_said_in_any_language_and_printed_in_english() -> None:
    """It is one of the words of a call, as others are."""
    error = SaidError("question_long", most=9)
    assert isinstance(error, UsageError)
    assert str(error) == "the question is longer than 9 characters; ask it more briefly"
    assert error.said_in("de") == "die Frage ist länger als 9 Zeichen; stell sie kürzer"
    assert error.said_in("sv") == str(error)
