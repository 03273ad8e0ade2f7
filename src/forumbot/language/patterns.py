"""Patterns for any of many words, as written and as people type them, the longest first."""

import re
from collections.abc import Iterable
from typing import Any

from forumbot.language.levelling import level

SPACE = r"[\s\u00a0]+"
"""What a space in a word stands for in a pattern of :func:`one_of`."""
_APOSTROPHES = "'’ʼ"


def ways(words: Iterable[str]) -> tuple[str, ...]:
    """Each word in lower case and, where that differs, without its accents, once."""
    return tuple(dict.fromkeys(way for word in words for way in (word.lower(), level(word))))


def compiled(source: str) -> re.Pattern[str]:
    """The pattern, in which case does not count."""
    return re.compile(source, re.IGNORECASE)


def one_of(words: Iterable[str]) -> str:
    """A pattern for any of the words, longest first.

    A space in one stands for any white space, an apostrophe for any apostrophe.

    It is written as a tree of letters, so that a thousand words cost hardly more than ten.
    """
    tree: dict[str, Any] = {}
    for word in words:
        branch = tree
        for letter in word:
            branch = branch.setdefault(letter, {})
        branch[""] = {}
    return _written(tree) if tree else r"(?!)"


def _written(tree: dict[str, Any]) -> str:
    alone = [letter for letter, rest in tree.items() if letter and not rest.keys() - {""}]
    further = {letter: rest for letter, rest in tree.items() if letter and letter not in alone}
    parts = [f"{_letter(letter)}{_written(rest)}" for letter, rest in further.items()]
    parts += [_letter(letter) for letter in alone]
    if not parts:
        return ""
    is_end = "" in tree
    joined = parts[0] if len(parts) == 1 and not is_end else f"(?:{'|'.join(parts)})"
    return f"{joined}?" if is_end else joined


def _letter(letter: str) -> str:
    if letter in _APOSTROPHES:
        return f"[{_APOSTROPHES}]"
    return SPACE if letter == " " else re.escape(letter)
