"""The language that somebody writes in."""

import re
from collections.abc import Callable
from functools import partial

from forumbot.language.english_words import writes_english_word
from forumbot.language.glossary import writes_word
from forumbot.language.letters import beyond_ascii, letters
from forumbot.language.levelling import level
from forumbot.language.patterns import ways
from forumbot.language.phrases import spoken
from forumbot.language.questions import function_words, written_function_words
from forumbot.language.table import derived, table, tables

_ENGLISH = "en"
_WORD = re.compile(r"[^\W_]+")
# Not what opens a message, which may be shouted.
_ACRONYM = re.compile(r"(?<!^)\b[A-Z]{2,5}\b")
# The "e" of "e-mail" is no word of Italian.
_HYPHENED = re.compile(r"\b\w-(?=\w)")
# The "up" of "start-up" is none of English.
_LOAN = re.compile(r"(?<=\w)-(?:up|in|on|off|out)\b", re.IGNORECASE)
# Set by hand: of two languages that share a word without its accents one alone writes it so.
_ACCENTED = 0.5
# Set by hand: words for a kind of message and ordinals are names in other languages as well; five
# of them weigh as much as a function word.
_KIND = 0.2
# By 3,172 messages of nine languages and a script that is not kept: 205 are taken for another with
# this weight for each of two or more words of the glossary, 256 without. Shorter words are function
# words of other languages.
_GLOSSED, _LEAST_LETTERS = 0.5, 4
# No language is likelier by its glossary that has fewer function words by more than this.
_CLOSE = 1.0
# Romanian is often typed with the letters that Turkish has for its own.
_CEDILLAS = str.maketrans("şţŞŢ", "șțȘȚ")


@derived
def spoken_in(text: str, before: str = "") -> str:
    """The code of the language whose function and question words a text has most of.

    Where these do not tell, ordinals and words for a kind of message do ("podsumuj trzecie"), and
    words that a glossary has ("datum eerstvolgende bijeenkomst").
    A word with its accents counts half as much again, and against a language speaks each word with
    a letter that it lacks, but for names: those in capitals behind the first word. There an
    acronym is no word, as "EU" is none of French. Of languages that have as many, it is the one
    that was spoken ``before``, which one that the bot does not speak must exceed by more than one
    word; else the first of the tables, and English where there is none.
    """
    written = _WORD.findall(text.translate(_CEDILLAS))
    told = [word.lower() for place, word in enumerate(written) if not (place and word[0].isupper())]
    accented = [word for word in told if not word.isascii()]
    spelled = text if text.isupper() else _ACRONYM.sub(" ", text)
    levelled = _WORD.findall(level(_HYPHENED.sub("", _LOAN.sub(" ", spelled))))

    def counted(code: str) -> float:
        known, accents, kinds = function_words(code), _accented(code), _kind_words(code)
        return (
            sum(word in known for word in levelled)
            + _KIND * sum(word in kinds and word not in known for word in levelled)
            + _ACCENTED * sum(word in accents for word in accented)
            - (before not in ("", code) and code not in spoken())
            - sum(not letters(code).issuperset(beyond_ascii(word)) for word in accented)
        )

    every = [one.language for one in tables()]
    counts = {code: counted(code) for code in every}
    least = max(counts.values()) - _CLOSE
    close = [code for code in every if counts[code] >= least]
    if len(close) > 1:
        counts |= {code: counts[code] + _GLOSSED * _glossed(levelled, told, code) for code in close}
    return max([*(code for code in close if code == before), *close], key=counts.__getitem__)


def _glossed(levelled: list[str], lower: list[str], code: str) -> int:
    """How many words the glossary of a language has just so, function words left out; none for one.

    English ones count where they are no names: in capitals words of other languages are as well.
    """
    known = function_words(code)
    is_known: Callable[[str], bool] = partial(writes_word, code=code)
    if code == _ENGLISH:
        levelled, is_known = [level(word) for word in lower], writes_english_word
    words = [word for word in levelled if len(word) >= _LEAST_LETTERS and word not in known]
    count = sum(map(is_known, words))
    return count if count > 1 else 0


@derived
def _accented(code: str) -> frozenset[str]:
    """The function words of a language that are written with accents, so."""
    return frozenset(word for word in written_function_words(code) if not word.isascii())


@derived
def _kind_words(code: str) -> frozenset[str]:
    """The ordinals of a language, and the words by which a message says its kind."""
    one = table(code)
    rows = (*one.ordinals.values(), *one.asking.values())
    named = [way for row in rows for way in ways(row) if way.isalpha()]
    return frozenset(map(level, named))
