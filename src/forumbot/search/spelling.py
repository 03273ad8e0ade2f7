"""Mistyped words of a question, mended by the words that the archive knows."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein, Prefix

from forumbot.language.glossary import in_english, written_like
from forumbot.language.levelling import level
from forumbot.language.slips import table_words
from forumbot.language.words import located_words, stop_words

_WORD = re.compile(r"(?<![\w.@/-])(?:[^\W\d_][\u0300-\u036f]*){3,}(?![\w@/-]|\.\w)")
# One error in five letters is 0.8; the margin is for the rounding of the ratio.
_LEAST_SIMILARITY = 0.799
# Set by hand: one error in nine letters where the archive has another form of the word; a word of
# four letters has too many neighbours.
_LEAST_IN_FORM = 0.88
_LEAST_LETTERS = 5
# Set by hand: so many of the words that are as near are weighed by how often they are used.
_MOST_NEAR = 20
# Set by hand: of 2,089 messages in eight languages none is mended by these; with words of five
# letters and two slips in ten 34 are, and all wrongly.
_LEAST_ABROAD, _SAME_LETTERS, _SAME_LAST = 9, 3, 2
# Set by hand: the endings of forms of a word, and what is left of it before them.
_LONGEST_ENDING, _LEAST_SHARED = 3, 5


@dataclass(frozen=True, slots=True)
class Known:
    """The words that a question may be mended by, and those that need no mending.

    ``written`` holds the archive's levelled words with the way they are written; ``stems`` gives
    the stems of a levelled word that the archive knows, none where it does not know it in any form;
    ``uses`` how many passages hold a word as one of the question's language; ``elsewhere`` says
    whether a word is known without the archive.
    """

    written: Mapping[str, str]
    stems: Callable[[str], set[str]]
    uses: Callable[[str], int]
    elsewhere: Callable[[str], bool]


def mend(text: str, language: str, known: Known) -> str:
    """A question in a language with each unknown word replaced by the archive's nearest one.

    Looked at are purely alphabetic words that stand by themselves, not parts of addresses. One that
    the archive writes with accents gets them; one of five letters or more that neither it knows nor
    the language's table nor anything ``elsewhere`` is mended towards a word of that language. Near
    is a Damerau-Levenshtein similarity of at least 0.8, one error in five letters, two in ten; of
    those as near it is the one used most, of forms of one word the one that ends alike. A word that
    the archive has in another form is taken for an error only if it ends as that form does, and
    none that has another last letter: "excelence" is mended, "promoted" is not made "promote", nor
    "funder" "funded".
    """

    def nearest(match: re.Match[str]) -> str:
        word = level(match[0])
        if word in known.written:
            return _accented(match[0], known.written[word])
        if len(word) < _LEAST_LETTERS or word in stop_words() or word in table_words(language):
            return match[0]
        if known.elsewhere(word):
            return match[0]
        found = _nearest(word, known)
        return match[0] if found is None else known.written[found]

    return _WORD.sub(nearest, text)


def mend_abroad(text: str, language: str, is_known: Callable[[str], bool]) -> str:
    """A question in another language than the archive's, mended by the words of its glossary.

    Looked at are words of nine letters or more that are not ``is_known`` and that the glossary
    cannot read in any form; a name, in capitals behind the first word, is none but in German. The
    word that is meant is one slip away, with the same letters at either end: shorter words, and
    endings, are those of words that a glossary simply lacks.
    """

    def nearest(match: re.Match[str]) -> str:
        word = level(match[0])
        is_name = match.start() > 0 and match[0][0].isupper() and language != "de"
        if len(word) < _LEAST_ABROAD or is_name or word in table_words(language):
            return match[0]
        if is_known(word) or in_english(match[0], located_words(match[0]), language):
            return match[0]
        alike = [
            one
            for one in written_like(word[:_SAME_LETTERS], language)
            if one[-_SAME_LAST:] == word[-_SAME_LAST:]
            and DamerauLevenshtein.distance(word, one) == 1
        ]
        return alike[0] if len(alike) == 1 else match[0]

    return _WORD.sub(nearest, text)


def _nearest(word: str, known: Known) -> str | None:
    """The archive's word that is meant; None where none is near enough."""
    stems = known.stems(word)
    near = process.extract(
        word,
        known.written.keys(),
        scorer=DamerauLevenshtein.normalized_similarity,
        score_cutoff=_LEAST_IN_FORM if stems else _LEAST_SIMILARITY,
        limit=_MOST_NEAR,
    )
    alike = [
        (DamerauLevenshtein.distance(word, one), -known.uses(one), one[-1] != word[-1], one)
        for one, _similarity, _place in near
        if known.uses(one)
        and not _is_inflected(word, one)
        and (not stems or _is_same_form(word, one, stems, known.stems))
    ]
    return min(alike)[-1] if alike else None


def _is_inflected(word: str, other: str) -> bool:
    """Whether two words differ in their endings alone, and end in another letter.

    As "promoted" and "promote", "supprimées" and "supprimer" do, and no "budgte" and "budget".
    """
    if word[:-1] == other[:-1]:
        return True
    shared = Prefix.similarity(word, other)
    ends = word[shared:], other[shared:]
    are_endings = shared >= _LEAST_SHARED and all(0 < len(one) <= _LONGEST_ENDING for one in ends)
    return are_endings and word[-1] != other[-1] and sorted(ends[0]) != sorted(ends[1])


def _accented(asked: str, written: str) -> str:
    """The archive's spelling of a word if that has accents, else the word as it was asked."""
    return asked if written.isascii() or not asked.isascii() else written


def _is_same_form(
    word: str, candidate: str, known: set[str], stems: Callable[[str], set[str]]
) -> bool:
    """Whether two spellings end alike, so that one is a misspelling and no inflection."""
    return word[-3:] == candidate[-3:] and not known.isdisjoint(stems(candidate))
