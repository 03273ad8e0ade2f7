"""What somebody may do: how a question asks who may, and how a text tells of it."""

import re
from importlib.resources import files

from forumbot.language.levelling import level
from forumbot.language.patterns import compiled, one_of, ways
from forumbot.language.table import derived, parsed
from forumbot.language.words import words


def asks_permission(text: str, spoken: str) -> bool:
    """Whether a question in a language has a word for being allowed, and none for its asker."""
    if spoken not in _table() or _pattern(spoken, "asks").search(text) is None:
        return False
    return _own(spoken).isdisjoint(words(text))


def tells_permission(text: str, language: str) -> bool:
    """Whether a text in a language tells that somebody may do something."""
    return language in _table() and _pattern(language, "told").search(text) is not None


@derived
def _own(language: str) -> frozenset[str]:
    return frozenset(level(one) for one in _table()[language]["own"])


@derived
def _pattern(language: str, part: str) -> re.Pattern[str]:
    return compiled(rf"(?<!\w){one_of(ways(_table()[language][part]))}(?!\w)")


@derived
def _table() -> dict[str, dict[str, list[str]]]:
    read: dict[str, dict[str, list[str]]] = parsed(files("forumbot.language") / "permitted.yaml")
    return read
