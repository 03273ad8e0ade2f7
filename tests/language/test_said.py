"""Words and errors that are said by a phrase."""

import copy

from forumbot.errors import UsageError
from forumbot.language.said import SaidError, said


def test_an_error_is_said_in_any_language_and_printed_in_english() -> None:
    """It is one of the words of a call, as others are."""
    error = SaidError("question_long", most=9)
    assert isinstance(error, UsageError)
    assert str(error) == "the question is longer than 9 characters; ask it more briefly"
    assert error.said_in("de") == "die Frage ist länger als 9 Zeichen; stell sie kürzer"
    assert error.said_in("sv") == str(error)


def test_what_is_copied_is_english() -> None:
    """As JSON, in a database or in another process it is a text like any other."""
    words = said("yaml_is", what=said("yaml_list"), wanted=said("yaml_want_text"))
    assert words == "is a list; write it as text, in quotation marks"
    assert words.said_in("de") == "ist eine Liste; schreibe es als Text, in Anführungszeichen"
    assert type(copy.deepcopy(words)) is str
    assert copy.deepcopy(words) == words
