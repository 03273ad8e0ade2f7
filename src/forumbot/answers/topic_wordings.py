"""A topic as people type it, a word or two, put into the languages of the archive."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from forumbot.asking.question import Question, read_question
from forumbot.language.english_words import english_stems, writes_english_word
from forumbot.language.glossary import from_english, has_word, in_english, languages, writes_word
from forumbot.language.levelling import level
from forumbot.language.questions import function_words
from forumbot.language.table import codes
from forumbot.language.words import content_words, located_words, stem

_ENGLISH = "en"
# Set by hand: the glossaries give the usual words first.
_MOST_WAYS = 2


def translated(word: str, spoken: str, language: str) -> tuple[str, ...]:
    """What a word may be in a language, by way of English; itself where no glossary knows it."""
    english: tuple[str, ...] = (word,)
    if spoken != _ENGLISH:
        english = in_english(word, located_words(word), spoken) or english
    return (english if language == _ENGLISH else from_english(english, language)) or (word,)


def wordings(ways: Sequence[tuple[str, ...]]) -> list[Question]:
    """The usual way of each word, and the one after it."""
    texts = (" ".join(way[min(place, len(way) - 1)] for way in ways) for place in range(_MOST_WAYS))
    return [read_question(text) for text in dict.fromkeys(texts)]


def topic_in(text: str, language: str) -> tuple[Question, ...]:
    """A topic in a language; nothing where it may be in that one, or in none that is known.

    A word or two tell too little of their language: it is any in which all of them are words.
    """
    of = _spoken_in(text)
    found = [one for code in of if language not in of for one in _from(text, code, language)]
    return tuple({one.text.casefold(): one for one in found}.values())


def ways_of(text: str) -> Iterator[tuple[str, ...]]:
    """Levelled words for a topic in one language after another, in which people may type it."""
    of = _spoken_in(text) or (_ENGLISH,)
    for language in (_ENGLISH, *languages()):
        if language not in of:
            ways = (way for code in of for way in _words_in(text, code, language))
            yield tuple(dict.fromkeys(level(word) for way in ways for word in way.split()))


def _from(text: str, spoken: str, language: str) -> list[Question]:
    ways = [translated(word, spoken, language) for word in _said(text, spoken)]
    return wordings(ways) if ways else []


def _words_in(text: str, spoken: str, language: str) -> Iterator[str]:
    for word in _said(text, spoken):
        ways = translated(word, spoken, language)
        yield from ways if ways != (word,) else ()


def _said(text: str, spoken: str) -> list[str]:
    """The words of a topic as they are written, without those that only join them."""
    passed = function_words(spoken) if spoken in codes() else frozenset()
    kept = {*content_words(text)} - passed
    return [text[start:end] for word, start, end in located_words(text) if word in kept]


def _spoken_in(text: str) -> tuple[str, ...]:
    """The languages that have all words of a topic, English first; as they are written, if any."""
    said = content_words(text)
    for has in (_writes, _has):
        found = tuple(
            code for code in (_ENGLISH, *languages()) if said and _has_all(said, code, has)
        )
        if found:
            return found
    return ()


def _has_all(said: Iterable[str], code: str, has: Callable[[str, str], bool]) -> bool:
    passed = function_words(code) if code in codes() else frozenset()
    return all(word in passed or has(word, code) for word in said)


def _writes(word: str, code: str) -> bool:
    return writes_english_word(word) if code == _ENGLISH else writes_word(word, code)


def _has(word: str, code: str) -> bool:
    return stem(word, _ENGLISH) in english_stems() if code == _ENGLISH else has_word(word, code)
