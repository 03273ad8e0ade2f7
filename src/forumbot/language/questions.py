"""What opens a question of each kind, in the languages that have a table."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from forumbot.language.levelling import level
from forumbot.language.patterns import compiled, one_of, ways
from forumbot.language.table import codes, derived, table

_WORD = re.compile(r"[^\W_]+")
# "¿En qué año", "A quelle date": a cue stands within the first words of a question.
# An elided word ends at its apostrophe: "qu'est-ce qu'on".
_END = r"(?:(?<=['’ʼ])|(?!\w))"
_VALUES = frozenset({"when", "where"})
_WITHIN = frozenset({"which", "how_many", "how_much", "how_long", "how_big"})
_LEAD = r"^\W*(?:\w+\W+){0,2}?"


@derived
def function_words(code: str) -> frozenset[str]:
    """Levelled: the stop and light words of a language, and the words that open its questions."""
    return frozenset(map(level, ways(written_function_words(code))))


def written_function_words(code: str) -> list[str]:
    """As they stand in the table, with ways to write them apart by bars."""
    one = table(code)
    cues = (cue for words in one.questions.values() for cue in words if " " not in cue)
    return [*one.stop_words, *one.light_words, *cues]


@derived
def asks_several(question: str, code: str) -> bool:
    """Whether a question in one language asks for a second thing as well: "and who", "und wann"."""
    return _further_cue(code).search(question) is not None


@derived
def _further_cue(code: str) -> re.Pattern[str]:
    joints = one_of(ways(table(code).dating("and")))
    cues = one_of(way for words in table(code).questions.values() for way in ways(words))
    return compiled(rf"(?<!\w){joints}\s+(?:\w+\s+)?{cues}(?!\w)")


@dataclass(frozen=True, slots=True)
class Cue:
    """What asks, a ``key`` of ``questions``; its ``words`` stand from ``start`` to ``end``."""

    key: str
    words: str
    start: int
    end: int


def asked_for(question: str, code: str) -> str | None:
    """What a question in one language asks for: a key of ``questions``; None where no cue opens it.

    Of the cues that begin it, or stand behind a word or two, the longest of the first ones counts.
    """
    cue = cue_of(question, code)
    return None if cue is None else cue.key


@derived
def cue_of(question: str, code: str) -> Cue | None:
    """The cue that opens a question, as :func:`asked_for` reads it, and where it ends."""
    found = _cues(code).search(question) if code in codes() else None
    return None if found is None else _as_cue(found, code)


def cue_within(question: str, code: str) -> Iterator[Cue]:
    """Cues that ask wherever they stand, in order: for a number, inverted ones, of several words.

    "Which" asks there as well, if with the noun behind it: alone it opens a clause.
    """
    for found in _any_cue(code).finditer(question) if code in codes() else ():
        cue, parts = _as_cue(found, code), re.split(r"[\s-]+", found["cue"])
        is_asking = cue.key in _VALUES and len(parts) > 1
        is_inverted = cue.key == "yes_no" and "-" in found["cue"]
        if is_asking or is_inverted or cue.key in _WITHIN:
            yield cue


def _as_cue(found: re.Match[str], code: str) -> Cue:
    cue = " ".join(found["cue"].lower().split())
    keys = (key for key, words in table(code).questions.items() if cue in ways(words))
    return Cue(next(keys, ""), cue, *found.span("cue"))


@derived
def behind_cue(cue: Cue, code: str) -> int:
    """Where in a question the shortest cue ends that stands in the place of its cue.

    "How many people" is said by "how many" alone.
    """
    said = [
        way for way in ways(table(code).questions.get(cue.key, ())) if cue.words.startswith(way)
    ]
    ends = (way for way in said if _ends_at(cue.words, len(way)))
    return cue.start + len(min(ends, key=len, default=cue.words))


def _ends_at(text: str, place: int) -> bool:
    """Whether a word ends at a place of a text."""
    return not text[place : place + 1].isalnum()


def names_place(cue: Cue) -> bool:
    """Whether a cue says a word for a kind of place: "in which city", not "where"."""
    return " " in cue.words and cue.key == "where"


@derived
def place_words(code: str) -> frozenset[str]:
    """Levelled: the words that ask where a meeting was, and those that say that one was held."""
    if code not in codes():
        return frozenset()
    one = table(code)
    asking = (*one.questions.get("where", ()), *one.days.get("held", ()))
    found = {word for way in ways(asking) for word in _WORD.findall(level(way))}
    return frozenset(found - set(map(level, ways(one.forum_words))))


def exchanged(question: str, code: str, cue: str) -> str:
    """A question for a day asked for the place, by the one word ``cue`` for that, or vice versa.

    "Where did it meet?" of "When did it meet?" and "where". Empty where ``cue`` is no such word, or
    the question asks for anything else, or for several things.
    """
    found, whole = _cues(code).search(question), _cues(code).fullmatch(cue)
    if found is None or whole is None or " " in cue or asks_several(question, code):
        return ""
    if {asked_for(question, code), asked_for(cue, code)} != {"when", "where"}:
        return ""
    start, first = found.start("cue"), found["cue"].split()[0]
    if asked_for(first, code) != asked_for(question, code):
        return ""
    end = start + len(first)
    word = cue[:1].upper() + cue[1:] if question[start].isupper() else cue
    return f"{question[:start]}{word}{question[end:]}"


@derived
def _cues(code: str) -> re.Pattern[str]:
    return compiled(rf"{_LEAD}{_any_cue(code).pattern}")


@derived
def _any_cue(code: str) -> re.Pattern[str]:
    cues = one_of(way for words in table(code).questions.values() for way in ways(words))
    return compiled(rf"(?P<cue>(?<!\w){cues}{_END})")
