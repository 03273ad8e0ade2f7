"""Words as the lexical side sees them: levelled, without stop words, stemmed by language."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from typing import Any

import Stemmer

from forumbot.language.levelling import level
from forumbot.language.table import codes, derived, forgotten, table

_WORD = re.compile(r"[^\W_]+(?:\.[^\W_]+)*")
_DAMAGE = frozenset("\ufffd¨´ˆ˜¸")
LocatedWord = tuple[str, int, int]
"""A levelled word, and where it starts and ends in the text."""

FITTED_LANGUAGES = ("en", "de", "fr", "nl")
"""Those whose stop words the index leaves out: the confidence is fitted with them."""


def words(text: str) -> list[str]:
    """The levelled words of a text, in order; ``12.5`` is one word, ``l'industrie`` two.

    Ordinals up to ``12th`` are written out.
    """
    written_out = _ordinals()
    return [written_out.get(word, word) for word in _WORD.findall(level(text))]


@derived
def _ordinals() -> dict[str, str]:
    """``1st`` to ``12th`` in words."""
    named = [table("en").ordinals[number] for number in range(1, 13)]
    return {figure: word for word, figure, *_others in named}


def located_words(text: str) -> list[LocatedWord]:
    """The words of :func:`words`, each with where it starts and ends in the text as it stands."""
    levelled = text.lower() if text.isascii() else "".join(map(level, text))
    places = range(len(text)) if text.isascii() else _places(text)
    written_out = _ordinals()
    return [
        (written_out.get(match[0], match[0]), places[match.start()], places[match.end() - 1] + 1)
        for match in _WORD.finditer(levelled)
    ]


def _places(text: str) -> list[int]:
    """The place in a text that each character of its levelled form comes from."""
    return [place for place, letter in enumerate(text) for _ in level(letter)]


def content_words(text: str) -> list[str]:
    """The words of a text that are no stop words in any of four languages."""
    return [word for word in words(text) if word not in stop_words()]


@forgotten
@lru_cache(maxsize=65_536)
def stem(word: str, language: str) -> str:
    """The word's stem by Snowball, the word itself where it leaves none or there is no stemmer.

    The Greek one leaves nothing of words that are all ending ("οταν").
    """
    stemmer = _stemmer(language)
    return str(stemmer.stemWord(word)) or word if stemmer is not None else word


def stems(text: str, language: str) -> list[str]:
    """Stems of the content words of a text in one language."""
    return [stem(word, language) for word in content_words(text)]


def query_stems(asked: Iterable[str], languages: Iterable[str]) -> list[str]:
    """Stems of a question's content words in each of the archive's languages, without repeats."""
    found: dict[str, None] = {}
    for word in asked:
        for language in languages:
            found.setdefault(stem(word, language))
    return list(found)


def spellings(texts: Iterable[str]) -> dict[str, str]:
    """Each levelled content word of the texts with the way it is written, in alphabetical order.

    A word that also stands somewhere without accents is written without them. What is left of a
    damaged one ("gew¨ahlt") is none.
    """
    written: dict[str, str] = {}
    for text in texts:
        for match in _whole_words(unicodedata.normalize("NFC", text)):
            word = level(match[0])
            if written.get(word) != word:
                written[word] = match[0] if match[0].casefold() != word else word
    return {word: written[word] for word in sorted(written) if word not in stop_words()}


def written_small(text: str, *, with_capitals: bool) -> set[str]:
    """Levelled, the words of a text that stand in it in small letters, or all of them."""
    found = _whole_words(unicodedata.normalize("NFC", text))
    return {level(match[0]) for match in found if with_capitals or match[0].islower()}


def _whole_words(text: str) -> Iterator[re.Match[str]]:
    """The words of a text that touch no sign of damage: a lost character, an accent by itself."""
    for match in _WORD.finditer(text):
        before, after = (
            text[max(match.start() - 1, 0) : match.start()],
            text[match.end() : match.end() + 1],
        )
        if before not in _DAMAGE and after not in _DAMAGE:
            yield match


def character_ngrams(text: str, shortest: int = 3, longest: int = 5) -> Iterator[str]:
    """Character n-grams of each content word with its edges marked, as in ``_clu``, ``ster_``."""
    return ngrams_of(content_words(text), shortest, longest)


def ngrams_of(found: Iterable[str], shortest: int = 3, longest: int = 5) -> Iterator[str]:
    """The character n-grams of levelled words, each with its edges marked."""
    for word in found:
        edged = f"_{word}_"
        for size in range(shortest, longest + 1):
            for start in range(max(len(edged) - size, 0) + 1):
                yield edged[start : start + size]


def likely_language(found: Collection[str]) -> str | None:
    """The language, of four, that most of a text's levelled words are function words of.

    None where none of them is any.
    """
    counts = {
        language: sum(word in listed for word in found)
        for language, listed in _stop_words_by_language().items()
    }
    best = max(counts, key=lambda language: counts[language])
    return best if counts[best] else None


@derived
def stop_words() -> frozenset[str]:
    """Levelled stop words of English, German, French and Dutch."""
    return frozenset().union(*_stop_words_by_language().values())


@derived
def _stop_words_by_language() -> dict[str, frozenset[str]]:
    return {code: frozenset(map(level, table(code).stop_words)) for code in FITTED_LANGUAGES}


@derived
def _stemmer(language: str) -> Any:
    name = table(language).stemmer if language in codes() else ""
    return Stemmer.Stemmer(name, 0) if name else None
