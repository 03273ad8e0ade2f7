"""Votes: how a question asks how one came out, and how a text counts it."""

import re
from collections.abc import Iterable
from importlib.resources import files
from itertools import pairwise

from forumbot.language.patterns import compiled, one_of, ways
from forumbot.language.table import derived, parsed

Span = tuple[int, int]

_SIDES = ("for", "against", "abstained")
# Set by hand: "76 votes for, 0 against and 2 abstentions" has a word and a sign between two counts,
# "Yes: 8" and "No: 0" may stand on lines of their own.
_APART = 40


def asks_for_vote(text: str, spoken: str) -> bool:
    """Whether a question in a language has its word for a vote."""
    return spoken in _table() and _asks(spoken).search(text) is not None


def is_for_vote(word: str, spoken: str) -> bool:
    """Whether a word of such a question is for the vote, or for how it came out."""
    return spoken in _table() and _of_vote(spoken).fullmatch(word) is not None


def tallies(text: str, language: str) -> list[Span]:
    """The stretches of a text in a language in which votes are counted, each by two sides or more.

    As in "76 for, 0 against and 2 abstentions", "Ja: 8, Nein: 0", or "by 20 votes to 11".
    """
    if language not in _table():
        return []
    found = [one.span() for one in _opposed(language).finditer(text)]
    sides: set[str] = set()
    for (start, end, side), (then, till, other) in pairwise(_counts(text, language)):
        is_beside = side != other and 0 <= then - end <= _APART
        if is_beside and found and found[-1][1] == end and other not in sides:
            found[-1] = (found[-1][0], till)
            sides.add(other)
        elif is_beside:
            found.append((start, till))
            sides = {side, other}
    return sorted(found)


def names_sides(columns: Iterable[str], language: str) -> bool:
    """Whether names of columns are two sides of a vote or more, so that each row counts one."""
    if language not in _table():
        return False
    named = [name.strip(" :.") for name in columns]
    held = (any(map(_side(language, side).fullmatch, named)) for side in _SIDES)
    return sum(held) > 1


def _counts(text: str, language: str) -> list[tuple[int, int, str]]:
    """Where votes of each side are counted, in order; "8 no opinion" are none of those against."""
    found = sorted(
        (one.start(), -one.end(), side)
        for side in _SIDES
        for one in _counted(language, side).finditer(text)
    )
    counts: list[tuple[int, int, str]] = []
    for start, end, side in found:
        if not counts or -end > counts[-1][1]:
            counts.append((start, -end, side))
    return counts


@derived
def _asks(language: str) -> re.Pattern[str]:
    return compiled(rf"(?<!\w){one_of(ways(_table()[language]['asks']))}(?!\w)")


@derived
def _of_vote(language: str) -> re.Pattern[str]:
    row = _table()[language]
    return compiled(one_of(ways([*row["asks"], *row["beside"]])))


@derived
def _counted(language: str, side: str) -> re.Pattern[str]:
    """A number before or behind what one side is called: "76 for" or "For: 76".

    Behind the former a sign or another number follows, as "2 no shows" are no votes.
    """
    said = one_of(ways(_table()[language][side]))
    behind = r"(?=\s*(?:\Z|[^\w\s]|\w+\s+\d))(?!\s*:\s*\w)(?!-)"
    return compiled(
        rf"(?<![\w.,])\d{{1,4}}\s+(?:\w+\s+)?{said}(?!\w){behind}"
        rf"|(?<![\w-]){said}\s*:\s*\d{{1,4}}(?!\w)"
    )


@derived
def _opposed(language: str) -> re.Pattern[str]:
    """Two counts of votes against each other: "20 votes to 11", "20 to 11 votes"."""
    row = _table()[language]
    votes, to = one_of(ways(row["votes"])), one_of(ways(row["to"]))
    count = r"\d{1,4}"
    return compiled(
        rf"(?<![\w.,-]){count}\s+(?:{votes}\s+{to}\s+{count}|{to}\s+{count}\s+{votes})(?![\w-])"
    )


@derived
def _side(language: str, side: str) -> re.Pattern[str]:
    return compiled(one_of(ways(_table()[language][side])))


@derived
def _table() -> dict[str, dict[str, list[str]]]:
    read: dict[str, dict[str, list[str]]] = parsed(files("forumbot.language") / "votes.yaml")
    return read
