"""English words that mean about the same: those that other languages say by the same words.

"Run", "lead" and "manage" are one word in many languages, and so stand beside each other in the
glossaries (pivoting: Bannard and Callison-Burch, 2005).
"""

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from forumbot.language.glossary import languages, written
from forumbot.language.levelling import level
from forumbot.language.words import stem

# Set by hand: with 3 who is "in charge" leads; with 5 who conducts something does not run it.
_LEAST_LANGUAGES = 4
_SHORTEST = 3


@lru_cache(maxsize=1024)
def paraphrases(word: str) -> frozenset[str]:
    """The English words that four languages or more say as they say an English word in any form.

    Without the word itself and without expressions of several words.
    """
    own = stem(level(word), "en")
    if len(own) < _SHORTEST:
        return frozenset()
    found: Counter[str] = Counter()
    for code in languages():
        text = f"\n{written(code)}"
        said = {way for english, ways in _rows_of(text, own) for way in ways}
        found.update({one for way in said for one in _said_by(text, way)})
    return frozenset(
        one
        for one, count in found.items()
        if count >= _LEAST_LANGUAGES and stem(level(one), "en") != own
    )


def _rows_of(text: str, own: str) -> Iterator[tuple[str, list[str]]]:
    """The rows of a glossary for the words of a stem, each with what people say for it."""
    beginning = f"\n{own[:_SHORTEST]}"
    place = text.find(beginning)
    while place >= 0:
        end = text.index("\n", place + 1)
        english, _tab, ways = text[place + 1 : end].partition("\t")
        if " " not in english and stem(level(english), "en") == own:
            yield english, ways.split("|")
        place = text.find(beginning, end)


def _said_by(text: str, way: str) -> Iterator[str]:
    """The English words that a glossary has a way to say for."""
    for parted in (f"\t{way}", f"|{way}"):
        place = text.find(parted)
        while place >= 0:
            end = place + len(parted)
            if text[end : end + 1] in ("|", "\n", ""):
                start = text.rfind("\n", 0, place) + 1
                english = text[start : text.find("\t", start)]
                if " " not in english:
                    yield english
            place = text.find(parted, end)
