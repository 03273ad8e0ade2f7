"""Messages that ask about the answer before them: "tell me more", "number 3", "who said that?"."""

import re
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files

from forumbot.language.forum_names import ordinals_in
from forumbot.language.levelling import level
from forumbot.language.patterns import compiled, one_of, ways
from forumbot.language.table import codes, derived, parsed, table

# Set by hand: no answer lists more lines, and "2019" is a year.
_MOST_LINES = 99
LAST = -1
"""The number of the last line, however many there are."""
_WORD = re.compile(r"\w+")


class Recall(StrEnum):
    """What a message wants of the answer before it; each value is a key of ``recalls.yaml``.

    ``LINE`` is one of the lines that it listed, which a number or an ordinal chooses.
    """

    MORE = "more"
    SUMMARY = "summary"
    SOURCE = "source"
    SPEAKER = "speaker"
    WHOLE = "whole"
    DIFFER = "differ"
    LINE = "line"


def recall_in(text: str) -> Recall | None:
    """What a message that says nothing else wants of the answer before it; None for any other.

    A question mark alone wants more of it.
    """
    if "?" in text and not _WORD.search(text):
        return Recall.MORE
    return next((kind for kind, said in _phrases().items() if said.fullmatch(text)), None)


@dataclass(frozen=True, slots=True)
class Chosen:
    """The number of a line, :data:`LAST` for the last; ``is_opened`` where an "and" leads to it.

    ``is_ordinal`` says that it is an ordinal, which may count other things than lines.
    """

    number: int
    is_ordinal: bool
    is_opened: bool


def chosen_in(text: str) -> Chosen | None:
    """The line that a message chooses by its number and nothing else; None where it says more."""
    opening = _opening().match(text)
    bare = text[opening.end() :] if opening else text
    # "The second point" counts points of a list here, which elsewhere are parts of a forum.
    kept = " ".join(word for word in _WORD.findall(bare) if level(word) not in _beside())
    counted = ordinals_in(bare)
    if not counted and ordinals_in(kept):
        bare, counted = kept, ordinals_in(kept)
    said = list(map(level, _WORD.findall(bare)))
    if counted:
        number, start, end = counted[0]
        rest = map(level, _WORD.findall(f"{bare[:start]} {bare[end:]}"))
        known = set(rest) <= _beside() and len(counted) == 1
        return Chosen(number, True, opening is not None) if known else None
    numbers = [found for word in said if (found := _number(word))]
    rest_of = [word for word in said if not _number(word)]
    if len(numbers) != 1 or not set(rest_of) <= _beside():
        return None
    written = _WORD.search(bare)
    is_bare_word = not rest_of and written is not None and not written[0].isdigit()
    return None if is_bare_word else Chosen(numbers[0], numbers[0] == LAST, opening is not None)


def _number(word: str) -> int:
    """The number that a levelled word says, 0 for none."""
    if word.isascii() and word.isdigit():
        return int(word) if int(word) <= _MOST_LINES else 0
    return _numbers().get(word, 0)


@derived
def _numbers() -> dict[str, int]:
    """The cardinals and the words for the last, but those that are articles as well."""
    known: dict[str, int] = {}
    for code in _table():
        for number, words in table(code).numbers.items() if code in codes() else ():
            for word in ways(words):
                known.setdefault(level(word), number)
    for row in _table().values():
        known.update((level(word), LAST) for word in ways(row["final"]))
    return {word: number for word, number in known.items() if word not in _beside()}


@derived
def _beside() -> frozenset[str]:
    """What may stand beside the number of a line, levelled."""
    turns = parsed(files("forumbot.language") / "turns.yaml")
    said = (way for row in _table().values() for way in ways(row["chosen"]))
    articles = (way for row in turns.values() for way in ways(row["article"]))
    return frozenset(word for way in (*said, *articles) for word in _WORD.findall(level(way)))


@derived
def _opening() -> re.Pattern[str]:
    turns = parsed(files("forumbot.language") / "turns.yaml")
    said = one_of(way for row in turns.values() for way in ways(row["opening"]))
    return compiled(rf"\A\W*(?:{said})(?!\w)[\s,]*(?=\w)")


@derived
def _phrases() -> dict[Recall, re.Pattern[str]]:
    """A pattern for each kind, in any of the languages, with an "and" before it or without."""
    kinds = [kind for kind in Recall if kind is not Recall.LINE]
    turns = parsed(files("forumbot.language") / "turns.yaml")
    opening = one_of(way for row in turns.values() for way in ways(row["opening"]))
    return {
        kind: compiled(
            rf"\W*(?:{opening}(?!\w)[\s,]*)?"
            rf"{one_of(way for row in _table().values() for way in ways(row[kind]))}\W*"
        )
        for kind in kinds
    }


@derived
def _table() -> dict[str, dict[str, list[str]]]:
    read: dict[str, dict[str, list[str]]] = parsed(files("forumbot.language") / "recalls.yaml")
    return read
