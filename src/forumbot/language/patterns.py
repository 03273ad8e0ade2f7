"""Patterns for any of many words, as written and as people type them, the longest first."""

import re
from collections.abc import Iterable
from itertools import groupby
from operator import itemgetter

from forumbot.language.kept_patterns import kept_pattern
from forumbot.language.levelling import level

SPACE = r"[\s\u00a0]+"
"""What a space in a word stands for in a pattern of :func:`one_of`."""
_APOSTROPHES = "'’ʼ"
# How each sign is written in a pattern; letters beyond ASCII stand for themselves there.
_SIGNS = {code: re.escape(chr(code)) for code in range(128)}
_SIGNS |= {ord(" "): SPACE, **{ord(one): f"[{_APOSTROPHES}]" for one in _APOSTROPHES}}
# Characters: shorter ones are compiled as fast as a file is found.
_LONG = 1_000


def ways(words: Iterable[str]) -> tuple[str, ...]:
    """Each word in lower case and, where that differs, without its accents, once."""
    return tuple(dict.fromkeys(way for word in words for way in (_lowered(word), level(word))))


def _lowered(word: str) -> str:
    """A word in lower case; itself, as in :func:`level`, where it is so already."""
    return word if word.islower() else word.lower()


def compiled(source: str) -> re.Pattern[str]:
    """The pattern, in which case does not count; a long one is kept as it was compiled."""
    if len(source) < _LONG:
        return re.compile(source, re.IGNORECASE)
    return kept_pattern(source, re.IGNORECASE)


def one_of(words: Iterable[str]) -> str:
    """A pattern for any of the words, longest first.

    A space in one stands for any white space, an apostrophe for any apostrophe.

    It is written as a tree of letters, so that a thousand words cost hardly more than ten; of the
    same words, in whatever order, it is the same.
    """
    every = sorted(set(words))
    return _written(every, 0) if every else r"(?!)"


def _written(words: list[str], place: int) -> str:
    """What follows ``place`` letters that the words, which are in order, begin with alike."""
    is_end = len(words[0]) == place
    alone: list[str] = []
    parts: list[str] = []
    for letter, found in groupby(words[1:] if is_end else words, key=itemgetter(place)):
        same = list(found)
        if len(same) > 1:
            parts.append(letter.translate(_SIGNS) + _written(same, place + 1))
        elif len(same[0]) > place + 1:
            parts.append(same[0][place:].translate(_SIGNS))
        else:
            alone.append(letter.translate(_SIGNS))
    parts += alone
    if not parts:
        return ""
    joined = parts[0] if len(parts) == 1 and not is_end else f"(?:{'|'.join(parts)})"
    return f"{joined}?" if is_end else joined
