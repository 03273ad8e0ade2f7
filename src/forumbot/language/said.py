"""What is said to somebody whose language is known only later: an error, or why something failed.

Such words are a text, in English, that can be said in any language that there are phrases in.
"""

from collections.abc import Callable, Sequence
from typing import Any

from forumbot.errors import ForumbotError, UsageError
from forumbot.language import phrases
from forumbot.language.phrases import DEFAULT, phrase


class Said(str):
    """A text in English, made by ``say``, which says the same in any language."""

    def __new__(cls, say: Callable[[str], str]) -> "Said":
        """The text in English."""
        made = super().__new__(cls, say(DEFAULT))
        made._say = say
        return made

    _say: Callable[[str], str]

    def __reduce__(self) -> tuple[type[str], tuple[str]]:
        """Copied or pickled it is the English text alone."""
        return str, (str(self),)

    def said_in(self, language: str) -> str:
        """The text in a language."""
        return self._say(language)


def said(key: str, /, **values: Any) -> Said:
    """The words of a phrase; what stands in its places may itself be said in a language."""
    return Said(
        lambda language: phrase(
            key, language, **{name: in_language(value, language) for name, value in values.items()}
        )
    )


def words_of(error: Exception) -> str:
    """What an error says, in any language where it can be said so."""
    text = error.problem if isinstance(error, ForumbotError) else next(iter(error.args), "")
    return text if isinstance(text, str) else str(text)


def in_language(text: Any, language: str) -> Any:
    """The text in a language, where it can be said in another; else as it is."""
    return text.said_in(language) if isinstance(text, Said) else text


def listed(names: Sequence[str]) -> Said:
    """The names as one says them in a row, each in the language of the whole."""
    return Said(
        lambda language: phrases.listed([in_language(one, language) for one in names], language)
    )


class SaidError(UsageError):
    """What is wrong, said by a phrase with values in its places, in the language of the member."""

    def __init__(self, key: str, /, **values: object) -> None:
        self._words = said(key, **values)
        super().__init__(self._words)

    def said_in(self, language: str) -> str:
        """What is wrong, in a language."""
        return self._words.said_in(language)
