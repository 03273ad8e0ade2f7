"""Slips of function words, ordinals and the like, mended by the tables of the languages."""

import re
from collections.abc import Callable, Iterable
from importlib.resources import files

from rapidfuzz.distance import DamerauLevenshtein

from forumbot.language.levelling import level
from forumbot.language.patterns import compiled, one_of, ways
from forumbot.language.questions import function_words
from forumbot.language.table import Language, codes, derived, parsed, table

# Whole words without a sign of an address or a number about them.
_WORD = re.compile(r"(?<![\w.@/'’-])[^\W_][^\W\d_]*(?![\w@/'’-]|\.\w)")
# Set by hand: a word of four letters has too many neighbours, of which only the one with the same
# letters is meant.
_LEAST_LETTERS, _LEAST_FOR_OTHERS = 3, 5


def without_slips(text: str, language: str, is_known: Callable[[str], bool]) -> str:
    """The text with slips of a language's function words, ordinals, days and months mended.

    A word that ``is_known``, levelled, is none; nor is one that the language's table has, nor a
    longer one that another's has: it is mended towards words of its own language alone. Before the
    word forum an ordinal is meant by what is a slip of one, though known: "the forth forum".
    """
    if language not in codes():
        return text
    text = _opening(text, language)
    text = _before_forum(language).sub(lambda found: _counting(found[0], language), text)
    return _WORD.sub(lambda found: _mended(found[0], language, is_known), text)


def _opening(text: str, language: str) -> str:
    """The text with what is typed for a question word, though known, before a verb: "wen was …"."""
    first, *rest = text.split(maxsplit=1)[:2] or [""]
    meant = _table().get(language, {}).get(level(first), "")
    verbs = table(language).questions.get("yes_no", ())
    asked = {
        way for key, cues in table(language).questions.items() if key != "yes_no" for way in cues
    }
    follows = bool(rest) and level(rest[0].split()[0]) in set(map(level, ways(verbs)))
    return f"{meant} {rest[0]}" if meant in asked and follows else text


def _counting(typed: str, language: str) -> str:
    """The ordinal that is a slip away from a word, or the word."""
    word, ordinals = level(typed), _ordinals(language)
    is_fixed = word in ordinals or word in function_words(language)
    if is_fixed or len(word) < _LEAST_FOR_OTHERS or typed.isupper():
        return typed
    near = [one for one in ordinals if DamerauLevenshtein.distance(word, one) == 1]
    return near[0] if len(near) == 1 else typed


@derived
def _ordinals(language: str) -> frozenset[str]:
    rows = table(language).ordinals.values()
    return frozenset(level(way) for row in rows for way in ways(row) if way.isalpha())


@derived
def _before_forum(language: str) -> re.Pattern[str]:
    """A word before the word forum of a language."""
    return compiled(rf"(?<![\w'’-])[^\W\d_]+(?=\s+{one_of(ways(table(language).forum))}(?!\w))")


def _mended(typed: str, language: str, is_known: Callable[[str], bool]) -> str:
    word = level(typed)
    if typed.isupper() and len(typed) > 1:
        return typed
    if word in _table().get(language, {}):
        return typed if is_known(word) else _table()[language][word]
    if len(word) < _LEAST_LETTERS or word in table_words(language) or is_known(word):
        return typed
    if len(word) >= _LEAST_FOR_OTHERS and word in _words_elsewhere():
        return typed
    return _nearest(word, language) or typed


@derived
def _nearest(word: str, language: str) -> str:
    """The one word with two letters changed about; else the one a slip away that begins alike.

    What differs from it in the last letter alone may be a form of it: "zahlt", "zähle".
    """
    near = [
        one
        for one in _targets(language)
        if abs(len(one) - len(word)) < 2
        and DamerauLevenshtein.distance(word, one) == 1
        and word[:-1] != one[:-1]
    ]
    same = [one for one in near if sorted(one) == sorted(word)]
    if not same and len(word) >= _LEAST_FOR_OTHERS:
        same = [one for one in near if one[0] == word[0]]
    return same[0] if len(same) == 1 else ""


@derived
def table_words(language: str) -> frozenset[str]:
    """Every single word, levelled, that a language's table has; none for a language without one."""
    return _table_words(language)


def _table_words(language: str) -> frozenset[str]:
    if language not in codes():
        return frozenset()
    one = table(language)
    listed = [
        *_numbered(one), one.before, one.stop_words, one.negation, one.planned, one.done,
        one.outcome_headings, one.agenda_headings, one.forum_words, one.forum, one.forum_parts,
        one.greetings, *one.units.values(), *one.questions.values(), *one.date_words.values(),
    ]  # fmt: skip
    return frozenset(level(part) for row in listed for word in row for part in word.split())


@derived
def _words_elsewhere() -> frozenset[str]:
    """Every single word that the table of any language has, also beside a day."""
    beside = (way for code in codes() for row in table(code).days.values() for way in ways(row))
    return frozenset(map(level, beside)).union(*map(_table_words, codes()))


@derived
def _targets(language: str) -> frozenset[str]:
    """What slips lead to: function words, ordinals, numbers, days, months and the word forum."""
    one = table(language)
    named = [word for row in (*_numbered(one), one.forum) for word in ways(row)]
    single = {level(word) for word in named if word.isalpha()} | function_words(language)
    return frozenset(word for word in single if len(word) >= _LEAST_LETTERS)


def _numbered(one: Language) -> Iterable[tuple[str, ...]]:
    return (*one.months, *one.weekdays, *one.numbers.values(), *one.ordinals.values())


@derived
def _table() -> dict[str, dict[str, str]]:
    read: dict[str, dict[str, str]] = parsed(files("forumbot.language") / "slips.yaml")
    return {
        code: {level(typed): word for typed, word in slips.items()} for code, slips in read.items()
    }
