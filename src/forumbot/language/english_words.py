"""The words of English that the glossaries have."""

from forumbot.language.glossary import Glossary, kept_glossary, languages, rows_of
from forumbot.language.levelling import level
from forumbot.language.table import derived
from forumbot.language.words import stem


@derived
def _all_english_words() -> Glossary:
    """The single English words of all glossaries together, levelled, so that one look-up tells."""

    def made() -> bytes:
        found = {level(english) for code in languages() for english, _ways in rows_of(code)}
        return Glossary.of({(one,): (one,) for one in found if " " not in one})

    return kept_glossary("english-words", languages(), made)


def writes_english_word(word: str) -> bool:
    """Whether a glossary has a levelled word of English just so."""
    return word in _all_english_words()


@derived
def english_stems() -> frozenset[str]:
    """The stems of the English words that the glossaries have, expressions left out."""

    def made() -> bytes:
        found = {english for code in languages() for english, _ways in rows_of(code)}
        stems = {stem(level(english), "en") for english in found if " " not in english}
        return Glossary.of({(one,): (one,) for one in stems})

    return frozenset(kept_glossary("english-stems", languages(), made))
