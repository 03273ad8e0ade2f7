"""BM25 over words and over character n-grams."""

import errno
import json
import math
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from forumbot.errors import REBUILD, DamagedIndexError
from forumbot.language import words
from forumbot.search.bm25 import Bm25Side, Scores
from forumbot.search.spelling import Known, mend

_WORDS, _NGRAMS, _META = "words", "ngrams", "lexical.json"


@dataclass(frozen=True, slots=True)
class LexicalText:
    """What one passage is found by: its text with what stands around it, and its language."""

    text: str
    language: str


class LexicalIndex:
    """Two BM25 sides over the same passages: stemmed words, and character 3- to 5-grams.

    The second one finds names that are misspelt or spelt as another language does.
    """

    def __init__(
        self,
        word_side: Bm25Side,
        ngram_side: Bm25Side,
        languages: Sequence[str],
        vocabulary: Mapping[str, str],
        foreign: Mapping[str, Collection[str]],
        size: int,
    ) -> None:
        self._word_side = word_side
        self._ngram_side = ngram_side
        self.languages = tuple(languages)
        self._vocabulary = dict(vocabulary)
        self._foreign = {code: frozenset(found) for code, found in foreign.items()}
        self._size = size

    @classmethod
    def build(cls, texts: Sequence[LexicalText]) -> "LexicalIndex":
        """Index the texts, one row each."""
        languages = sorted({text.language for text in texts})
        stemmed = [words.stems(text.text, text.language) for text in texts]
        ngrams = _ngrams(texts)
        vocabulary = words.spellings(text.text for text in texts)
        sides = Bm25Side.build(stemmed), Bm25Side.build(ngrams)
        return cls(*sides, languages, vocabulary, _foreign(texts), len(texts))

    def save(self, folder: Path) -> None:
        """Write both sides into ``folder`` as ``.npy`` arrays and JSON; raises OSError.

        All is read back, since numpy's writer may lose the end of an array on a full disk in
        silence.
        """
        self._word_side.save(folder / _WORDS)
        self._ngram_side.save(folder / _NGRAMS)
        meta = {
            "languages": self.languages,
            "size": self._size,
            "vocabulary": self._vocabulary,
            "foreign": {code: sorted(found) for code, found in self._foreign.items()},
        }
        (folder / _META).write_text(json.dumps(meta), encoding="utf-8")
        try:
            self.load(folder)
        except DamagedIndexError:
            raise OSError(errno.EIO, "not all was written; is the disk full?") from None

    @classmethod
    def load(cls, folder: Path) -> "LexicalIndex":
        """Read what :meth:`save` wrote; raises :class:`DamagedIndexError` where it cannot be."""
        try:
            meta = json.loads((folder / _META).read_text(encoding="utf-8"))
            word_side, ngram_side = (Bm25Side.load(folder / name) for name in (_WORDS, _NGRAMS))
            size = int(meta["size"])
            known = meta["languages"], meta["vocabulary"], meta.get("foreign", {})
            return cls(word_side, ngram_side, *known, size)
        except (
            OSError, EOFError, ValueError, KeyError, TypeError, AttributeError, RecursionError
        ):  # fmt: skip
            raise DamagedIndexError(f"{folder}: cannot be read", REBUILD) from None

    def mended(
        self, text: str, language: str, is_word: Callable[[str], bool] = lambda _word: False
    ) -> str:
        """A question with words that the archive does not know replaced by near ones it does.

        ``is_word`` says of a levelled word whether it is one, though the archive lacks it.
        """
        known = Known(
            self._vocabulary,
            lambda word: self._known_stems(word, (language,)),
            lambda word: self._uses(word, language),
            is_word,
        )
        return mend(text, language, known)

    def _uses(self, word: str, language: str) -> int:
        """How many passages hold a word, none where it is one of other languages alone."""
        is_foreign = word in self._foreign.get(language, ())
        return 0 if is_foreign else self._word_side.holding(words.stem(word, language))

    def _known_stems(self, word: str, languages: Iterable[str] = ()) -> set[str]:
        """The stems of a word that passages hold, in some languages or in all that there are."""
        known = self._word_side.columns
        stems = {words.stem(word, language) for language in languages or self.languages}
        return {stem for stem in stems if stem in known}

    def unknown_words(self, asked: Iterable[str]) -> list[str]:
        """Of levelled words those that no passage holds, in any form."""
        return [word for word in asked if self.is_unknown(word)]

    def is_unknown(self, word: str) -> bool:
        """Whether no passage holds a levelled word, in any form."""
        return not self._known_stems(word)

    def word_scores(self, asked: Iterable[str]) -> Scores:
        """BM25 of the stems of content words for every row; 0 where none occurs."""
        return self._word_side.scores(words.query_stems(asked, self.languages))

    def ngram_scores(self, asked: Iterable[str]) -> Scores:
        """BM25 of the character n-grams of content words for every row; 0 where none occurs."""
        return self._ngram_side.scores(words.ngrams_of(asked))

    def knows(self, stem: str) -> bool:
        """Whether any passage holds a stem."""
        return stem in self._word_side.columns

    def rarity(self, stem: str) -> float:
        """How rare a stem is: BM25's inverse document frequency; the highest for an unknown one."""
        holding = self._word_side.holding(stem)
        return math.log(1.0 + (self._size - holding + 0.5) / (holding + 0.5))

    def word_rarity(self, word: str) -> float:
        """The rarity of a levelled word in its most common form."""
        return min(self.rarity(words.stem(word, language)) for language in self.languages)


def _ngrams(texts: Iterable[LexicalText]) -> list[list[str]]:
    """The character n-grams of each text; those of a word are made, and held in memory, once."""
    of_word: dict[str, list[str]] = {}
    rows: list[list[str]] = []
    for text in texts:
        row: list[str] = []
        for word in words.content_words(text.text):
            if word not in of_word:
                of_word[word] = list(words.ngrams_of([word]))
            row += of_word[word]
        rows.append(row)
    return rows


def _foreign(texts: Sequence[LexicalText]) -> dict[str, set[str]]:
    """By the language of most texts, words written small that stand in texts of others alone.

    A name may stand in any language, so that words with capitals are not counted.
    """
    spoken = Counter(text.language for text in texts)
    main = max(spoken, key=lambda code: (spoken[code], code), default="")
    own: set[str] = set()
    others: set[str] = set()
    for text in texts:
        found = own if text.language == main else others
        found |= words.written_small(text.text, with_capitals=text.language == main)
    return {main: others - own}
