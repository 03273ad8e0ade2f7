"""Decisions: how a question asks whether something was decided on, and how a text tells of it."""

import re
from importlib.resources import files

from forumbot.language.levelling import level
from forumbot.language.patterns import compiled, one_of, ways
from forumbot.language.table import derived, parsed


def asks_whether_decided(text: str, spoken: str) -> bool:
    """Whether a question in a language has a word for accepting or rejecting something."""
    return spoken in _table() and _pattern(spoken, "asks").search(text) is not None


def tells_decision(text: str, language: str) -> bool:
    """Whether a text in a language tells that something was accepted, rejected or put off."""
    return language in _table() and _pattern(language, "told").search(text) is not None


@derived
def deciding_words(spoken: str) -> frozenset[str]:
    """The words, levelled, by which questions in a language ask whether something was decided."""
    rows = _table().get(spoken, {"asks": []})["asks"]
    return frozenset(word for way in rows for word in level(way).split())


@derived
def _pattern(language: str, part: str) -> re.Pattern[str]:
    return compiled(rf"(?<!\w){one_of(ways(_table()[language][part]))}(?!\w)")


@derived
def _table() -> dict[str, dict[str, list[str]]]:
    read: dict[str, dict[str, list[str]]] = parsed(files("forumbot.language") / "decided.yaml")
    return read
