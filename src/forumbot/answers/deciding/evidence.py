"""What in the passages found speaks for an answer: the question's words against the best sentence.

None of the features tells what type of question it is, so that no habit of a question set can be
learned in place of evidence. Soft agreement is late interaction: each word of the question against
the token of the text whose vector is nearest (Khattab and Zaharia, 2020, arXiv:2004.12832), here of
the model that also embeds the passages.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from forumbot.answers.quoting.units import units_of
from forumbot.answers.terms import FoundInEach, QuestionTerms, Shares, Term, TermFinder
from forumbot.archive.documents import Document
from forumbot.archive.layout import BlockKind
from forumbot.archive.outline import Line
from forumbot.asking.kinds import KIND_WORDS, QuestionKind, holds_kind, holds_new
from forumbot.language import words
from forumbot.language.opposites import has_negation, opposites
from forumbot.products import product
from forumbot.search.hits import Hit
from forumbot.search.lexical import LexicalIndex
from forumbot.search.passages import Passage
from forumbot.search.ports import TokenVectors, Vectors

TokensOf = Callable[[Passage], TokenVectors]
"""The tokens of a passage, as :meth:`forumbot.search.retriever.Retriever.tokens_of`."""

_NO_WORD = "\0"
# Which sentence is judged, and by how much each of its sides counts. Set by hand before the fit;
# the confidence is fitted with them, so another value asks for a new fit. Changed alone, each
# alters at most 4 of 165 answers (bench/trials.md).
_PASSAGES = 5
_WEIGHT_KIND, _COST_OF_HEADING = 0.15, 0.2
_UNTRANSLATED = 0.5
_COST_OF_RANK, _ABOVE_COUNTS = 0.02, 0.9
_CAPITALS = re.compile(r"[A-ZÀ-Þ]{2,}")


@dataclass(frozen=True, slots=True)
class Features:
    """What the decision is made on; ``weakest_in_sentence`` counts what stands above it too.

    Cosines run from -1 to 1; what is *held* is the share of the question's rarity, 0 to 1, by word
    stem (``exact``), by n-grams (``fuzzy``) or by the nearest token's cosine (``soft``);
    what is missing or contradicts counts downwards from 0.
    """

    dense: float
    sentence_fuzzy: float
    sentence_soft: float
    sentence_weak_pair: float
    sentence_cosine: float
    weakest_in_sentence: float
    nearby_fuzzy: float
    passage_fuzzy: float
    missing: float
    missing_name: float
    missing_number: float
    kind_found: float
    kind_new: float
    opposite: float
    missing_negation: float


NOTHING_FOUND = Features(*[-1.0] * len(Features.__dataclass_fields__))
"""What is measured where nothing was found at all, or nothing was asked in words."""


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence, item, row or heading of a passage found, with the vectors of its own tokens.

    ``above`` is its title, headings and lead-in, ``nearby`` the units before and after it.
    """

    rank: int
    passage: Passage
    kind: BlockKind
    text: str
    above: str
    nearby: str
    vectors: Vectors


@dataclass(frozen=True, slots=True)
class _Match:
    """How far a text holds each word asked, shape (words,), each 0 to 1."""

    exact: Shares
    fuzzy: Shares


@dataclass(frozen=True, slots=True)
class _Matches:
    """How far each sentence holds some terms, and by n-grams what stands above it.

    All have the shape (sentences, terms).
    """

    exact: Shares
    fuzzy: Shares
    above: Shares


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A sentence with its agreement; ``soft`` is the cosine of each word's nearest token."""

    sentence: _Sentence
    match: _Match
    soft: Shares


class Evidence:
    """The sentences of the best passages found, against which each wording of a question is set."""

    def __init__(
        self, hits: Sequence[Hit], documents: Mapping[str, Document], tokens_of: TokensOf
    ) -> None:
        """``tokens_of`` gives the tokens of a passage, ``documents`` those of the hits."""
        self.hits = hits
        self.sentences = [
            sentence
            for rank, hit in enumerate(hits[:_PASSAGES])
            for sentence in _sentences(
                documents[hit.passage.doc_id], hit.passage, rank, tokens_of(hit.passage)
            )
        ]
        sizes = np.array([len(one.vectors) for one in self.sentences], dtype=np.int64)
        self._held = np.flatnonzero(sizes)
        self._firsts = (np.cumsum(sizes) - sizes)[self._held]
        self._holds_kind: dict[QuestionKind, Shares] = {}
        self._found: dict[TermFinder, tuple[FoundInEach, FoundInEach]] = {}

    def nearest(self, word_vectors: Vectors) -> Shares:
        """The cosine of the token of each sentence that is nearest to each word, at least 0.

        Words have the shape (words, dimension), what comes back (sentences, words).
        """
        found = np.zeros((len(self.sentences), len(word_vectors)))
        if len(self._held):
            cosines = product(word_vectors, self._vectors.T)
            found[self._held] = np.maximum.reduceat(cosines, self._firsts, axis=1).T
        return np.maximum(found, 0.0)

    def matches(self, finder: TermFinder, asked: Sequence[Term]) -> _Matches:
        """How far the sentences hold some words of a wording that ``finder`` finds."""
        if finder not in self._found:
            self._found[finder] = (
                finder.find_each(one.text for one in self.sentences),
                finder.find_each(one.above for one in self.sentences),
            )
        texts, above = self._found[finder]
        return _Matches(*finder.held(texts, asked), finder.held(above, asked)[1])

    def holding(self, kind: QuestionKind) -> Shares:
        """Whether each sentence holds something of a kind, 0 or 1, shape (sentences,)."""
        if kind not in self._holds_kind:
            found = [float(holds_kind(kind, sentence.text)) for sentence in self.sentences]
            self._holds_kind[kind] = np.array(found)
        return self._holds_kind[kind]

    @cached_property
    def costs(self) -> Shares:
        """What each sentence loses as a heading, and by the rank of its passage."""
        is_heading = np.array([one.kind is BlockKind.HEADING for one in self.sentences])
        rank = np.array([one.rank for one in self.sentences])
        return _COST_OF_HEADING * is_heading + _COST_OF_RANK * rank

    @cached_property
    def _vectors(self) -> Vectors:
        return np.concatenate([self.sentences[place].vectors for place in self._held])


def measure(
    terms: QuestionTerms, tokens: TokenVectors, evidence: Evidence, lexical: LexicalIndex
) -> Features:
    """The features of one wording of a question, with its tokens, by what was found for it."""
    asked = _asked_words(terms)
    if not asked or not evidence.sentences:
        return NOTHING_FOUND
    reader = _Reader(terms, asked, lexical.rarity(_NO_WORD), tokens)
    return _features(reader, reader.best(evidence), evidence.hits)


class _Reader:
    """Sets texts against the words of one question."""

    def __init__(
        self, terms: QuestionTerms, asked: Sequence[Term], rarest: float, tokens: TokenVectors
    ) -> None:
        self.question = terms.question
        self.negates = has_negation(terms.question.text)
        self.asked = asked
        self._word_vectors = _word_vectors(asked, tokens)
        self._direction = _unit(tokens.vectors.sum(axis=0))
        self.words = set(terms.said)
        self.rarities = np.array([item.rarity for item in asked])
        self.is_name = np.array([_is_name(item, terms.question.text) for item in asked])
        self.is_number = np.array([any(map(str.isdigit, item.word)) for item in asked])
        self.rarest = rarest
        self._finder = terms.finder

    def share(self, held: Shares) -> float:
        """The mean over the words asked, weighed by rarity."""
        total = self.rarities.sum()
        return float(product(held, self.rarities) / total) if total else float(held.mean())

    def shares_in(self, *several: tuple[str, ...]) -> Shares:
        """How far texts hold each word asked by n-grams; texts of one tuple count together."""
        found = [self._finder.find(*texts) for texts in several]
        return self._finder.held(self._finder.of_each(found), self.asked)[1]

    def cosine(self, vectors: Vectors) -> float:
        """How near the mean of a text's tokens is to that of the question's, -1 to 1."""
        return float(product(self._direction, _unit(vectors.sum(axis=0))))

    def best(self, evidence: Evidence) -> _Candidate:
        """The sentence that agrees most with the question, the first of those alike."""
        sentences, soft = evidence.sentences, evidence.nearest(self._word_vectors)
        found = evidence.matches(self._finder, self.asked)
        held = np.maximum.reduce([found.exact, found.fuzzy, soft, _ABOVE_COUNTS * found.above])
        scores = self._shares(held) + self._shares(soft)
        scores += _WEIGHT_KIND * evidence.holding(self.question.kind) - evidence.costs
        best = int(scores.argmax())
        match = _Match(found.exact[best], found.fuzzy[best])
        return _Candidate(sentences[best], match, self._soft(sentences[best].vectors))

    def _soft(self, vectors: Vectors) -> Shares:
        """As a row of :meth:`Evidence.nearest`, rounded as if there were no other sentence."""
        cosines = product(self._word_vectors, vectors.T)
        return np.asarray(cosines.max(axis=1, initial=0.0), dtype=np.float64)

    def _shares(self, held: Shares) -> Shares:
        """As :meth:`share`, of each row."""
        total = self.rarities.sum()
        if not total:
            return np.asarray(held.mean(axis=1))
        return np.asarray(np.einsum("ij,j->i", held, self.rarities) / total)


def _asked_words(terms: QuestionTerms) -> list[Term]:
    """The telling words of a question, all content words where they only name a kind.

    Of a question in a language that the archive does not speak, words that it does not know count
    half: they may be there in translation.
    """
    is_foreign = terms.question.language not in {None, *terms.languages}
    found = [
        replace(term, rarity=_UNTRANSLATED * term.rarity)
        if is_foreign and term.is_unknown and not term.word.isdigit()
        else term
        for term in terms.known
    ]
    return [term for term in found if term.word not in KIND_WORDS] or found


def _is_name(term: Term, text: str) -> bool:
    """Whether a word is written as a name is."""
    written = text[term.start : term.end]
    return (term.start > 0 and written[0].isupper()) or bool(_CAPITALS.match(written))


def _word_vectors(asked: Sequence[Term], tokens: TokenVectors) -> Vectors:
    """The mean vector of each word's tokens, unit length, shape (words, dimension)."""
    rows = [
        _unit(
            tokens.vectors[(tokens.starts >= item.start) & (tokens.starts < item.end)].sum(axis=0)
        )
        for item in asked
    ]
    return np.array(rows, dtype=np.float32)


def _unit(vector: Vectors) -> Vectors:
    return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-9), dtype=np.float32)


def _sentences(
    document: Document, passage: Passage, rank: int, tokens: TokenVectors
) -> Iterator[_Sentence]:
    units = units_of(document, passage)
    texts = [document.text[unit.start : unit.end] for unit in units]
    for place, unit in enumerate(units):
        ends = (unit.start - passage.start, unit.end - passage.start)
        first, last = np.searchsorted(tokens.starts, ends)
        yield _Sentence(
            rank=rank,
            passage=passage,
            kind=unit.line.block.kind,
            text=texts[place],
            above=_above(document, unit.line),
            nearby=" ".join(texts[max(place - 1, 0) : place + 2]),
            vectors=tokens.vectors[first:last],
        )


def _above(document: Document, line: Line) -> str:
    headings = [heading for heading in line.heading_path if heading != document.title]
    path = " > ".join([document.title, *headings])
    lead_in = line.lead_in
    return "\n".join(part for part in (path, lead_in) if part)


def _features(reader: _Reader, best: _Candidate, hits: Sequence[Hit]) -> Features:
    sentence, match, soft = best.sentence, best.match, best.soft
    above, nearby, passage = reader.shares_in(
        (sentence.above,),
        (sentence.above, sentence.nearby),
        (sentence.above, sentence.passage.text),
    )
    by_letters = np.maximum(match.exact, match.fuzzy)
    return Features(
        dense=max(hit.dense_score for hit in hits),
        sentence_fuzzy=reader.share(match.fuzzy),
        sentence_soft=reader.share(soft),
        sentence_weak_pair=float(np.sort(soft)[:2].mean()),
        sentence_cosine=reader.cosine(sentence.vectors),
        weakest_in_sentence=float(np.maximum(match.fuzzy, above).min()),
        nearby_fuzzy=reader.share(nearby),
        passage_fuzzy=reader.share(passage),
        missing=_rarest_missing(reader, np.maximum(by_letters, soft)),
        missing_name=-_worst(1.0 - by_letters, reader.is_name),
        missing_number=-_worst(1.0 - match.exact, reader.is_number),
        kind_found=float(holds_kind(reader.question.kind, sentence.text)),
        kind_new=float(holds_new(reader.question.kind, sentence.nearby, reader.words)),
        opposite=-float(min(opposites(reader.words, set(words.words(sentence.text))), 2)),
        missing_negation=-float(reader.negates and not has_negation(sentence.text)),
    )


def _worst(lacking: Shares, chosen: npt.NDArray[np.bool_]) -> float:
    return float(lacking[chosen].max(initial=0.0))


def _rarest_missing(reader: _Reader, held: Shares) -> float:
    """Minus the rarity of what is missing most, as a share of an unknown word's."""
    return -float(((1.0 - held) * reader.rarities).max() / reader.rarest)
