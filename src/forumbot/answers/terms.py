"""How much of a question a text covers, weighed by how rare the question's words are."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import DamerauLevenshtein

from forumbot.asking.kinds import KIND_WORDS, QuestionKind
from forumbot.asking.question import Question
from forumbot.language import words
from forumbot.products import product
from forumbot.search.lexical import LexicalIndex

Shares = npt.NDArray[np.float64]
_COUNTING = frozenset({"many", "much", "viele", "viel", "combien"})
# Set by hand: shorter words begin too many others ("art", "artisans"), and in long ones that begin
# alike two letters are a slip or a variant ("digitisation", "digitalisation").
_LEAST_BEGINNING, _LEAST_ALIKE, _LONG = 5, 3, 8
_COMPOUNDING = frozenset({"da", "de", "et", "fi", "hu", "nb", "nl", "sv"})


class Found(NamedTuple):
    """What a text holds, a bit for each: terms by the stems of its content words, terms by those of
    all its words, and n-grams of terms.
    """

    by_content: int
    by_all: int
    ngrams: int


class FoundInEach(NamedTuple):
    """What several texts hold of ``by_all`` and ``ngrams``, a row of 0 and 1 for each."""

    by_all: npt.NDArray[np.float32]
    ngrams: npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Term:
    """A content word of a question, where it first stands there, and how the archive knows it.

    ``is_unknown`` where no passage holds it, in any form. ``bit`` and ``ngram_bits`` are its own
    and those of its n-grams in what a :class:`TermFinder` finds.
    """

    word: str
    start: int
    end: int
    ngrams: frozenset[str]
    rarity: float
    is_unknown: bool
    bit: int
    ngram_bits: int

    def share_in(self, found: Found) -> float:
        """The share of its n-grams that a text holds, 0 to 1."""
        return (found.ngrams & self.ngram_bits).bit_count() / len(self.ngrams)

    def is_nearly(self, word: str, languages: Collection[str] = ()) -> bool:
        """Whether a levelled word is this one but for what is joined to it, or a slip.

        One begins with the other, or ends with it in a language that joins words; a slip is told
        where the archive does not know this one, or both are long. A word that merely has its
        letters, as "characteristics" has those of "catering", is another.
        """
        short, long = sorted((self.word, word), key=len)
        if len(short) < _LEAST_BEGINNING or not word.isalpha():
            return False
        joins = long == word and not _COMPOUNDING.isdisjoint(languages)
        if long.startswith(short) or (joins and long.endswith(short)):
            return True
        is_long = len(short) >= _LONG
        if short[:_LEAST_ALIKE] != long[:_LEAST_ALIKE] or not (is_long or self.is_unknown):
            return False
        most = 2 if is_long else 1
        return DamerauLevenshtein.distance(short, long, score_cutoff=most) <= most


class TermFinder:
    """Finds the terms of questions in texts; each text, and each word of any, is read once."""

    def __init__(self, asked: Iterable[str], lexical: LexicalIndex) -> None:
        """``asked`` are the levelled content words to be found."""
        self.languages = lexical.languages
        self._bits_of_stems: dict[str, int] = {}
        self._bits_of_ngrams: dict[str, int] = {}
        self._words: dict[str, Found] = {}
        self._texts: dict[str, Found] = {}
        self._terms: dict[str, tuple[frozenset[str], float, bool, int, int]] = {}
        for word in dict.fromkeys(asked):
            self._terms[word] = self._term(word, lexical)

    def term(self, word: str, start: int, end: int) -> Term:
        """One of the words that are asked for, where it stands in a question."""
        return Term(word, start, end, *self._terms[word])

    def find(self, *texts: str) -> Found:
        """What some texts hold together."""
        return self._in_text(texts[0]) if len(texts) == 1 else _union(map(self._in_text, texts))

    def find_each(self, texts: Iterable[str]) -> FoundInEach:
        """What each of some texts holds."""
        return self.of_each([self._in_text(text) for text in texts])

    def of_each(self, found: Sequence[Found]) -> FoundInEach:
        """What was found, in rows."""
        return FoundInEach(
            _bits([one.by_all for one in found], len(self._terms)),
            _bits([one.ngrams for one in found], len(self._bits_of_ngrams)),
        )

    def held(self, found: FoundInEach, terms: Sequence[Term]) -> tuple[Shares, Shares]:
        """Whether each text holds each term, 0 or 1, and as :meth:`Term.share_in`.

        Both have the shape (found, terms).
        """
        columns = [term.bit.bit_length() - 1 for term in terms]
        of_terms = _bits([one.ngram_bits for one in terms], len(self._bits_of_ngrams))
        counts = product(found.ngrams, of_terms.T).astype(np.float64)
        return (
            found.by_all.take(columns, axis=1).astype(np.float64),
            counts / [float(len(one.ngrams)) for one in terms],
        )

    def _in_text(self, text: str) -> Found:
        if text not in self._texts:
            self._texts[text] = _union(map(self._in_word, words.words(text)))
        return self._texts[text]

    def _in_word(self, word: str) -> Found:
        if word not in self._words:
            self._words[word] = self._look(word)
        return self._words[word]

    def _look(self, word: str) -> Found:
        by_all = ngrams = 0
        for language in self.languages:
            by_all |= self._bits_of_stems.get(words.stem(word, language), 0)
        if word in words.stop_words():
            return Found(0, by_all, 0)
        known = self._bits_of_ngrams
        for ngram in words.ngrams_of([word], 3, 4):
            if ngram in known:
                ngrams |= known[ngram]
        return Found(by_all, by_all, ngrams)

    def _term(
        self, word: str, lexical: LexicalIndex
    ) -> tuple[frozenset[str], float, bool, int, int]:
        """What there is to know of a word, wherever it stands, as the fields of a :class:`Term`."""
        stems = frozenset(words.stem(word, language) for language in lexical.languages)
        ngrams = frozenset(words.ngrams_of([word], 3, 4))
        bit, ngram_bits, known = 1 << len(self._terms), 0, self._bits_of_ngrams
        for stem in stems:
            self._bits_of_stems[stem] = self._bits_of_stems.get(stem, 0) | bit
        for ngram in ngrams:
            ngram_bits |= known.setdefault(ngram, 1 << len(known))
        rarity = min(lexical.rarity(stem) for stem in stems)
        return ngrams, rarity, not any(map(lexical.knows, stems)), bit, ngram_bits


def _union(parts: Iterable[Found]) -> Found:
    by_content = by_all = ngrams = 0
    for part in parts:
        by_content |= part[0]
        by_all |= part[1]
        ngrams |= part[2]
    return Found(by_content, by_all, ngrams)


def _bits(numbers: Sequence[int], count: int) -> npt.NDArray[np.float32]:
    """The lowest bits of numbers as 0 and 1, shape (numbers, count)."""
    size = (count + 7) // 8
    raw = b"".join(number.to_bytes(size, "little") for number in numbers)
    rows = np.frombuffer(raw, dtype=np.uint8).reshape(len(numbers), size)
    return np.unpackbits(rows, axis=1, count=count, bitorder="little").astype(np.float32)


@dataclass(frozen=True, slots=True)
class QuestionTerms:
    """The words of one question with their rarity in the archive.

    ``known`` are all its content words, each once; ``telling`` those that tell what is asked about,
    all of them where they only name a kind; ``said`` are all words that it says. ``finder`` finds
    them in texts.
    """

    question: Question
    known: tuple[Term, ...]
    telling: tuple[Term, ...]
    said: frozenset[str]
    finder: TermFinder = field(compare=False, repr=False)

    @classmethod
    def of(cls, question: Question, lexical: LexicalIndex) -> "QuestionTerms":
        """The terms of a question; made once for each generation of the index."""
        return cls.of_all([question], lexical)[0]

    @classmethod
    def of_all(cls, questions: Sequence[Question], lexical: LexicalIndex) -> "list[QuestionTerms]":
        """The terms of some wordings of a question, by which texts are read once for all."""
        content = (word for question in questions for word in question.content_words)
        finder = TermFinder(content, lexical)
        return [cls._found_by(finder, question) for question in questions]

    @classmethod
    def _found_by(cls, finder: TermFinder, question: Question) -> "QuestionTerms":
        found: dict[str, Term] = {}
        for word, start, end in question.located:
            if word not in found and word not in words.stop_words():
                found[word] = finder.term(word, start, end)
        known = tuple(found.values())
        telling = tuple(term for term in known if term.word not in KIND_WORDS | _COUNTING)
        return cls(question, known, telling or known, frozenset(question.words), finder)

    def wanting(self, kind: QuestionKind) -> "QuestionTerms":
        """The same words where another kind of answer is wanted."""
        return replace(self, question=replace(self.question, kind=kind))

    @property
    def kind(self) -> QuestionKind:
        """The kind of answer that is wanted."""
        return self.question.kind

    @property
    def role(self) -> str | None:
        """``start`` or ``end`` where the question asks when a period starts or ends."""
        return self.question.role if self.kind is QuestionKind.WHEN else None

    @property
    def languages(self) -> tuple[str, ...]:
        """Those of the archive, in which words are told by their stems."""
        return self.finder.languages

    def coverage(self, *texts: str) -> float:
        """The share of the question's rarity that occurs in texts, 0 to 1, by exact stem."""
        total = self._total
        if not total:
            return 0.0
        found = self.finder.find(*texts).by_content
        return sum(term.rarity for term in self.telling if term.bit & found) / total

    def held(self, *texts: str) -> frozenset[int]:
        """The places of the question's words that occur in texts, by exact stem."""
        found = self.finder.find(*texts).by_content
        return frozenset(place for place, term in enumerate(self.telling) if term.bit & found)

    def fuzzy_coverage(self, text: str) -> float:
        """As :meth:`coverage`, a word counting by how many of its 3- and 4-grams occur."""
        total = self._total
        if not total:
            return 0.0
        found = self.finder.find(text)
        return sum(term.rarity * term.share_in(found) for term in self.telling) / total

    def worded_coverage(self, text: str, *languages: str) -> float:
        """As :meth:`coverage`, a word counting also where one of the text is nearly it.

        ``languages`` are those that the text may be in.
        """
        total = self._total
        if not total:
            return 0.0
        found = self.finder.find(text).by_content
        said = [word for word in words.words(text) if word not in words.stop_words()]
        held = (
            term.rarity
            for term in self.telling
            if term.bit & found or any(term.is_nearly(word, languages) for word in said)
        )
        return sum(held) / total

    @property
    def _total(self) -> float:
        return sum(term.rarity for term in self.telling)
