"""Errors in the words of whoever is told: said by a phrase, in any language that there is."""

from forumbot.errors import UsageError
from forumbot.language.phrases import DEFAULT, phrase


class SaidError(UsageError):
    """What is wrong, said by a phrase with values in its places, in the language of the member."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(phrase(key, DEFAULT, **values))
        self.key, self.values = key, values

    def said_in(self, language: str) -> str:
        """What is wrong, in a language."""
        return phrase(self.key, language, **self.values)
