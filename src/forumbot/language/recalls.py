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
# Set by hand: who says more than so many words of what they read asks about that.
_DOUBTED_WORDS = 11
LAST = -1
"""The number of the last line, however many there are."""
_WORD = re.compile(r"\w+")


class Recall(StrEnum):
    """What a message wants of the answer before it; each value is a key of ``recalls.yaml``.

    ``LINE`` is one of the lines that it listed, which a number or an ordinal chooses, and
    ``LEADING`` are so many of the first of them.
    """

    MORE = "more"
    SUMMARY = "summary"
    SOURCE = "source"
    SPEAKER = "speaker"
    WHOLE = "whole"
    DIFFER = "differ"
    LINE = "line"
    LEADING = "leading"


def recall_in(text: str) -> Recall | None:
    """What a message that says nothing else wants of the answer before it; None for any other.

    A question mark alone wants more of it.
    """
    if "?" in text and not _WORD.search(text):
        return Recall.MORE
    if _doubt().fullmatch(text) and len(text.split()) <= _DOUBTED_WORDS:
        return Recall.SOURCE
    return next((kind for kind, said in _phrases().items() if said.fullmatch(text)), None)


def leading_in(text: str) -> int:
    """How many of the first lines a message wants and nothing else, as "the first three"; or 0."""
    said = list(map(level, _WORD.findall(text)))
    leading, beside = _levelled("leading"), _beside() | _levelled("only")
    places = [place for place, word in enumerate(said[1:], 1) if said[place - 1] in leading]
    counted = [(place, number) for place in places if (number := _number(said[place]))]
    if len(counted) != 1:
        return 0
    place, number = counted[0]
    rest = [*said[: place - 1], *said[place + 1 :]]
    return max(number, 0) if set(rest) <= beside else 0


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
def _levelled(key: str) -> frozenset[str]:
    """The words of a key in every language, levelled."""
    return frozenset(level(way) for row in _table().values() for way in ways(row[key]))


@derived
def _doubt() -> re.Pattern[str]:
    """As in "but I read that it was 6 May", where what the archive says is shown once more."""
    turns = parsed(files("forumbot.language") / "turns.yaml")
    opening = one_of(way for row in turns.values() for way in ways(row["opening"]))
    each = (
        rf"{one_of(ways(row['doubt']))}(?!\w)(?:\W+\w+){{0,2}}?\W+"
        rf"{one_of(ways(row['doubted']))}(?!\w).*"
        for row in _table().values()
    )
    return compiled(rf"\W*(?:{opening}(?!\w)[\s,]*)?(?:{'|'.join(each)})")


@derived
def _opening() -> re.Pattern[str]:
    turns = parsed(files("forumbot.language") / "turns.yaml")
    said = one_of(way for row in turns.values() for way in ways(row["opening"]))
    return compiled(rf"\A\W*(?:{said})(?!\w)[\s,]*(?=\w)")


@derived
def _phrases() -> dict[Recall, re.Pattern[str]]:
    """A pattern for each kind, in any of the languages, with an "and" before it or without."""
    kinds = [kind for kind in Recall if kind not in (Recall.LINE, Recall.LEADING)]
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
