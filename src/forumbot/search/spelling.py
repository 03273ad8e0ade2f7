"""Mistyped words of a question, mended by the words that the archive knows."""

import re
from collections.abc import Callable, Mapping

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from forumbot.language.levelling import level
from forumbot.language.words import stop_words

_WORD = re.compile(r"(?<![\w.@/-])(?:[^\W\d_][\u0300-\u036f]*){3,}(?![\w@/-]|\.\w)")
# One error in five letters is 0.8; the margin is for the rounding of the ratio.
_LEAST_SIMILARITY = 0.799
# Set by hand: one error in nine letters where the archive has another form of the word; a word of
# four letters has too many neighbours.
_LEAST_IN_FORM = 0.88
_LEAST_LETTERS = 5


def mend(text: str, vocabulary: Mapping[str, str], stems: Callable[[str], set[str]]) -> str:
    """A question with each unknown word replaced by the archive's nearest one, if one is near.

    Looked at are purely alphabetic words that stand by themselves, not parts of addresses. One that
    the archive writes with accents gets them; one of five letters or more that it does not know is
    mended. Near is a Damerau-Levenshtein similarity of at least 0.8, one error in five letters, two
    in ten. A word that the archive has in another form is taken for an error only if it ends as
    that form does: "excelence" is mended, "promoted" is not made "promote".

    ``vocabulary`` holds levelled words with the way they are written; ``stems`` gives the stems
    of a levelled word that the archive knows, none where it does not know it in any form.
    """

    def nearest(match: re.Match[str]) -> str:
        word = level(match[0])
        if word in vocabulary:
            return _accented(match[0], vocabulary[word])
        if word in stop_words() or len(word) < _LEAST_LETTERS:
            return match[0]
        known = stems(word)
        least = _LEAST_IN_FORM if known else _LEAST_SIMILARITY
        found = process.extractOne(
            word,
            vocabulary.keys(),
            scorer=DamerauLevenshtein.normalized_similarity,
            score_cutoff=least,
        )
        if found is None or (known and not _is_same_form(word, str(found[0]), known, stems)):
            return match[0]
        return vocabulary[str(found[0])]

    return _WORD.sub(nearest, text)


def _accented(asked: str, written: str) -> str:
    """The archive's spelling of a word if that has accents, else the word as it was asked."""
    return asked if written.isascii() or not asked.isascii() else written


def _is_same_form(
    word: str, candidate: str, known: set[str], stems: Callable[[str], set[str]]
) -> bool:
    """Whether two spellings end alike, so that one is a misspelling and no inflection."""
    return word[-3:] == candidate[-3:] and not known.isdisjoint(stems(candidate))
