"""Words for words: what the words of a question in one of seventeen languages are in English."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files

from forumbot.language.levelling import level
from forumbot.language.questions import function_words
from forumbot.language.table import derived
from forumbot.language.words import LocatedWord, located_words, stem

_FOLDER = "glossaries"
# Set by hand: a row of three words is an expression at most; a word has a few usual translations.
_LONGEST, _USUAL = 3, 2
# Set by hand: half of a compound is a word, and what joins the halves.
_SHORTEST_HALF = 4
_JOINTS = ("", "s", "es", "n", "en", "e")
_COMPOUNDING = frozenset({"de", "nl", "da", "sv", "fi", "hu"})

Key = tuple[str, ...]
Glossary = Mapping[Key, tuple[str, ...]]
"""From stems in a row to their English words, the most usual first."""


@derived
def languages() -> tuple[str, ...]:
    """The codes of the languages that have a glossary, in alphabetical order."""
    found = files("forumbot.language").joinpath(_FOLDER).iterdir()
    return tuple(sorted(path.name.removesuffix(".tsv") for path in found if _is_table(path.name)))


def in_english(text: str, located: Sequence[LocatedWord], code: str) -> tuple[str, ...]:
    """English words for those of a text in a language, in order, each once.

    ``located`` are its levelled words where they stand. Empty where the glossary knows none.

    The longest rows of words that the glossary has are looked up first; function words of the
    language by themselves are left out, words that it does not know stay as they are.
    """
    known = glossary(code) if code in languages() else {}
    left_out = function_words(code)
    words = [word for word, _start, _end in located]
    stems = [stem(word, code) for word in words]
    found: dict[str, None] = {}
    place, is_any_known = 0, False
    while place < len(words):
        taken, english = _at(known, stems, place)
        if taken == 1 and words[place] in left_out:
            english = ()
        elif not english and code in _COMPOUNDING:
            english = _halves(known, words[place], code)
        is_any_known = is_any_known or bool(english)
        if not english and words[place] not in left_out:
            english = (text[located[place][1] : located[place][2]],)
        found.update(dict.fromkeys(english))
        place += max(taken, 1)
    return tuple(found) if is_any_known else ()


def _at(known: Glossary, stems: Sequence[str], place: int) -> tuple[int, tuple[str, ...]]:
    """How many words from a place on are known together, and what they are in English."""
    for count in range(min(_LONGEST, len(stems) - place), 0, -1):
        english = known.get(tuple(stems[place : place + count]))
        if english is not None:
            return count, english[:_USUAL]
    return 0, ()


def _halves(known: Glossary, word: str, code: str) -> tuple[str, ...]:
    """The English of both halves of a compound, where there is a cut at which both are known."""
    for cut in range(len(word) - _SHORTEST_HALF, _SHORTEST_HALF - 1, -1):
        second = known.get((stem(word[cut:], code),))
        if second is None:
            continue
        for joint in _JOINTS:
            first = word[:cut].removesuffix(joint)
            if word[:cut].endswith(joint) and len(first) >= _SHORTEST_HALF:
                found = known.get((stem(first, code),))
                if found is not None:
                    return (*found[:1], *second[:1])
    return ()


def from_english(words: Sequence[str], code: str) -> tuple[str, ...]:
    """What people say in a language for English words, each once, in order; others as they are.

    Empty where the glossary knows none of them.
    """
    known = _from_english(code) if code in languages() else {}
    stems = [stem(level(word), "en") for word in words]
    found: dict[str, None] = {}
    place, is_any_known = 0, False
    while place < len(stems):
        taken, ways = _at(known, stems, place)
        is_any_known = is_any_known or bool(ways)
        found.update(dict.fromkeys(ways or (words[place],)))
        place += max(taken, 1)
    return tuple(found) if is_any_known else ()


@derived
def _from_english(code: str) -> Glossary:
    found: dict[Key, tuple[str, ...]] = {}
    for english, ways in _rows(code):
        found.setdefault(_key(english, "en"), ways)
    return found


@derived
def glossary(code: str) -> Glossary:
    """The glossary of a language, read once."""
    ranked: dict[Key, dict[str, int]] = defaultdict(dict)
    for english, ways in _rows(code):
        for rank, way in enumerate(ways):
            if key := _key(way, code):
                ranked[key].setdefault(english, rank)
    return {
        key: tuple(sorted(words, key=lambda word: words[word])) for key, words in ranked.items()
    }


@derived
def english_stems() -> frozenset[str]:
    """The stems of the English words that the glossaries have, expressions left out."""
    found = {english for code in languages() for english, _ways in _rows(code)}
    return frozenset(stem(level(english), "en") for english in found if " " not in english)


def _rows(code: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each English word of a glossary with what people say for it, the most usual first."""
    path = files("forumbot.language").joinpath(_FOLDER, f"{code}.tsv")
    for line in path.read_text(encoding="utf-8").splitlines():
        english, _tab, ways = line.partition("\t")
        yield english, tuple(ways.split("|"))


def _key(text: str, code: str) -> Key:
    return tuple(stem(word, code) for word, _start, _end in located_words(text))


def _is_table(name: str) -> bool:
    return re.fullmatch(r"[a-z]{2}\.tsv", name) is not None
