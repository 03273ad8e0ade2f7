"""Whether a meeting, a part or a stage is asked for by its number, and others are told of."""

import re
from collections.abc import Sequence
from functools import lru_cache

from forumbot.answers.quoting.told import Told, said_in
from forumbot.asking.question import Question
from forumbot.language.forum_names import ordinals_in
from forumbot.language.levelling import level
from forumbot.language.patterns import compiled, one_of, ways
from forumbot.language.sought_words import Seeking, sought_in_order
from forumbot.language.table import derived, tables

_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")
_ORDINAL = re.compile(r"(?<![\w.,-])(\d{1,3})(?:st|nd|rd|th|er|re|e|de|ste|[eè]me|º|ª|°)(?!\w)")


def names_another_number(question: Question, told: Sequence[Told]) -> bool:
    """Whether what is asked for by its number is told of by other numbers alone."""
    return _names_another_edition(question, told) or _names_another_part(question, told)


def _names_another_edition(question: Question, told: Sequence[Told]) -> bool:
    """Whether a meeting is asked for by its number, and others are named alone."""
    asked = _editions_in(question.text)
    named = [_editions_in(f"{one.above}\n{one.text}") for one in told]
    every = frozenset(number for one in named for number in one)
    return bool(asked) and question.forums.one is None and bool(every) and asked.isdisjoint(every)


def _names_another_part(question: Question, told: Sequence[Told]) -> bool:
    """Whether a part or a stage is asked for by its number, and others are named alone."""
    asked = _numbered_in(question.text, question.spoken)
    named: dict[str, set[int]] = {}
    for one in told:
        for word, numbers in _numbered_in(f"{one.above}\n{one.text}", one.language).items():
            named.setdefault(word, set()).update(numbers)
    return any(word in named and named[word].isdisjoint(numbers) for word, numbers in asked.items())


@lru_cache(maxsize=64)
def _numbered_in(text: str, language: str) -> dict[str, frozenset[int]]:
    """The numbers behind words for what is counted through, by the English word."""
    found: dict[str, frozenset[int]] = {}
    for one in _behind_words(language).finditer(level(text)):
        for english in _numbered_words(language)[one["word"]]:
            found[english] = found.get(english, frozenset()) | {_number_of(one["number"])}
    return found


def _number_of(written: str) -> int:
    return int(written) if written.isdigit() else _ROMAN.index(written) + 1


@derived
def _behind_words(language: str) -> re.Pattern[str]:
    """What is counted through in a language, with its number in figures or as a Roman one."""
    number = rf"(?P<number>\d{{1,2}}|{'|'.join(reversed(_ROMAN))})(?![\w%]|[.,:/]\d)"
    return compiled(
        rf"(?<!\w)(?P<word>{'|'.join(_numbered_words(language))})\s+(?:n[or°]\.?\s*)?{number}"
    )


@derived
def _numbered_words(language: str) -> dict[str, tuple[str, ...]]:
    """Levelled: the words of a language for what is counted through, with the English ones."""
    found: dict[str, tuple[str, ...]] = {}
    for english in sought_in_order(Seeking.NUMBERED):
        for said in said_in((english,), language):
            for way in (said, f"{said}s"):
                found[way] = (*found.get(way, ()), english)
    return found


@lru_cache(maxsize=64)
def _editions_in(text: str) -> frozenset[int]:
    """The numbers by which a text names meetings: "the sixth interim meeting", "webinar 3"."""
    found = [int(one["number"]) for one in _numbered().finditer(text)]
    places = [(number, end) for number, _start, end in ordinals_in(text)]
    places += [(int(one[1]), one.end()) for one in _ORDINAL.finditer(text)]
    found += [number for number, end in places if _behind().match(text, end)]
    return frozenset(found)


@derived
def _behind() -> re.Pattern[str]:
    return compiled(rf"\s+(?:[\w-]+\s+){{0,3}}?{_meetings()}(?!\w)")


@derived
def _numbered() -> re.Pattern[str]:
    return compiled(
        rf"(?<!\w){_meetings()}\s+(?:no\.?\s*|nr\.?\s*|n°\s*|#)?(?P<number>\d{{1,2}})(?![\w.:/])"
    )


@derived
def _meetings() -> str:
    """A pattern for the words for meetings, but those for parts of one, in all languages."""
    parts = {way for one in tables() for way in ways(one.forum_parts)}
    named = (way for one in tables() for way in ways(one.forum_words) if way not in parts)
    return one_of(named)
