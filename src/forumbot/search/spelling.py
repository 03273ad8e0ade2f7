"""Mistyped words of a question, mended by the words that the archive knows."""

import re
from collections.abc import Callable, Collection

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from forumbot.search.words import level, stop_words

_WORD = re.compile(r"[^\W\d_]{5,}")
_LEAST_SIMILARITY = 0.8


def mend(question: str, vocabulary: Collection[str], is_known: Callable[[str], bool]) -> str:
    """The question with each unknown word replaced by the archive's nearest one, if one is near.

    Only words of five letters or more are looked at; near is a Damerau-Levenshtein similarity of
    at least 0.8, that is one error in five letters, two in ten. ``vocabulary`` holds levelled
    words, and ``is_known`` tells of a levelled word whether the archive has it in any form.
    """

    def nearest(match: re.Match[str]) -> str:
        word = level(match[0])
        if is_known(word) or word in stop_words():
            return match[0]
        found = process.extractOne(
            word,
            vocabulary,
            scorer=DamerauLevenshtein.normalized_similarity,
            score_cutoff=_LEAST_SIMILARITY,
        )
        return str(found[0]) if found else match[0]

    return _WORD.sub(nearest, question)
