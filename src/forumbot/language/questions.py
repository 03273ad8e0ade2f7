"""What opens a question of each kind, in the languages that have a table."""

import re

from forumbot.language.levelling import level
from forumbot.language.patterns import compiled, one_of, ways
from forumbot.language.table import derived, table, tables

_WORD = re.compile(r"[^\W_]+")
# "¿En qué año", "A quelle date": a cue stands within the first words of a question.
_LEAD = r"^\W*(?:\w+\W+){0,2}?"


@derived
def spoken_in(text: str) -> str:
    """The code of the language whose function and question words a text has most of.

    Of languages that have as many, it is the first of the tables, and English where there is none.
    """
    words = _WORD.findall(level(text))
    counts = {
        one.language: sum(word in function_words(one.language) for word in words)
        for one in tables()
    }
    return max(counts, key=lambda code: counts[code])


@derived
def function_words(code: str) -> frozenset[str]:
    """Levelled: the stop words of a language, and the single words that open its questions."""
    one = table(code)
    cues = (cue for words in one.questions.values() for cue in words if " " not in cue)
    return frozenset(map(level, [*ways(one.stop_words), *ways(cues)]))


@derived
def asked_for(question: str, code: str) -> str | None:
    """What a question in one language asks for: a key of ``questions``; None where no cue opens it.

    Of the cues that begin it, or stand behind a word or two, the longest of the first ones counts.
    """
    found = _cues(code).search(question)
    if found is None:
        return None
    cue = " ".join(found["cue"].lower().split())
    keys = (key for key, words in table(code).questions.items() if cue in ways(words))
    return next(keys, None)


@derived
def _cues(code: str) -> re.Pattern[str]:
    cues = one_of(way for words in table(code).questions.values() for way in ways(words))
    return compiled(rf"{_LEAD}(?P<cue>(?<!\w){cues}(?!\w))")
