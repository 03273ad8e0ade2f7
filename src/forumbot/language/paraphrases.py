"""English words that mean about the same: those that other languages say by the same words.

"Run", "lead" and "manage" are one word in many languages, and so stand beside each other in the
glossaries (pivoting: Bannard and Callison-Burch, 2005).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable

from forumbot.language.glossary import Glossary, kept_glossary, languages, rows_of
from forumbot.language.levelling import level
from forumbot.language.table import derived
from forumbot.language.words import stem

# Set by hand: with 3 who is "in charge" leads; with 5 who conducts something does not run it.
_LEAST_LANGUAGES = 4
_SHORTEST = 3


def paraphrases(word: str) -> frozenset[str]:
    """The English words that four languages or more say as they say an English word in any form.

    Without the word itself and without expressions of several words.
    """
    return frozenset(_all().get([stem(level(word), "en")]) or ())


@derived
def _all() -> Glossary:
    """Those of every word, by its stem."""
    return kept_glossary("paraphrases", languages(), _made)


def _made() -> bytes:
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for code in languages():
        for own, others in _said_alike(code).items():
            found[own].update(others)
    return Glossary.of({(own,): tuple(_of(own, counts)) for own, counts in found.items()})


def _said_alike(code: str) -> dict[str, set[str]]:
    """For the stem of each single English word those that a language has one word with it for."""
    rows = [(english, ways) for english, ways in rows_of(code) if " " not in english]
    by_way: dict[str, list[str]] = defaultdict(list)
    for english, ways in rows:
        for way in ways:
            by_way[way].append(english)
    found: dict[str, set[str]] = defaultdict(set)
    for english, ways in rows:
        own = stem(level(english), "en")
        if len(own) >= _SHORTEST and english.startswith(own[:_SHORTEST]):
            found[own].update(*(by_way[way] for way in ways))
    return found


def _of(own: str, counts: Counter[str]) -> Iterable[str]:
    """Of what is said alike so often that which is no form of the word itself."""
    return sorted(
        one
        for one, count in counts.items()
        if count >= _LEAST_LANGUAGES and stem(level(one), "en") != own
    )
