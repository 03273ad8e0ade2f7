"""What a search finds: passages with their documents and scores, and their ranking."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from forumbot.archive.documents import Document
from forumbot.asking.question import Question
from forumbot.models.reader import Reading
from forumbot.search.passages import Passage
from forumbot.search.ports import TokenVectors


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage of a document with its scores; the higher, the better.

    ``dense_score`` is the cosine of question and passage, -1 to 1; ``lexical_score`` and
    ``ngram_score`` are BM25 over words and over character n-grams, from 0; ``late_score`` is how
    well the passage's tokens meet the question's, 0 to 1, and 0 where it was not looked at;
    ``rerank_score`` is that of the re-ranker, 0 to 1, None where none has judged it; ``reading`` is
    what the reader makes of it, ``alone`` of the sentence in which it places the answer, None where
    it was not read; ``score`` is what the hits are ordered by.
    """

    document: Document = field(repr=False, compare=False)
    passage: Passage
    score: float
    dense_score: float
    lexical_score: float
    ngram_score: float
    late_score: float = 0.0
    rerank_score: float | None = None
    reading: Reading | None = None
    alone: Reading | None = None


@dataclass(frozen=True, slots=True)
class Ranking:
    """The passages found for a question, the best first, and the question's tokens.

    ``others`` are its other forms, as with acronyms written out, each with its tokens. Tokens lie
    in the space of those that :meth:`Retriever.tokens_of` gives.
    """

    hits: list[Hit]
    tokens: TokenVectors
    others: tuple[tuple[Question, TokenVectors], ...] = ()


def raised(first: Sequence[Hit], others: Sequence[Hit]) -> list[Hit]:
    """All hits, the first ones raised together as far as needed to score no less than others."""
    gap = others[0].score - first[-1].score if others and first else 0.0
    return [replace(hit, score=hit.score + max(gap, 0.0)) for hit in first] + list(others)
