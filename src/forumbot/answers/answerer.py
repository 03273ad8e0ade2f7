"""From a question to an answer of verbatim, checked quotes, or to an honest no."""

import re
import time
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from forumbot.answers.confidence import Judge
from forumbot.answers.evidence import Features, measure
from forumbot.answers.excerpts import Excerpt, choose_excerpts
from forumbot.answers.matching import QuestionTerms
from forumbot.answers.questions import check_question, is_lookup, kind_of
from forumbot.answers.quotes import Lock
from forumbot.archive.describe import named_edition
from forumbot.archive.documents import Document
from forumbot.search.retriever import Generation, Hit, Ranking, Retriever
from forumbot.search.words import likely_language

_TOP_K = 10
_FOREIGN_WORDS = 2
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


class Finding(StrEnum):
    """What the archive holds: the answer, only the subject, or nothing of it."""

    ANSWER = "answer"
    NEAR = "near"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Citation:
    """A verbatim quote and where it stands: ``quote == document.text[start:end]``.

    ``section`` is the innermost heading above it, ``lead_in`` the line that introduces the list it
    is taken from, ``page`` counts from 1.
    """

    number: int
    doc_id: str
    title: str
    section: str | None
    page: int | None
    url: str | None
    start: int
    end: int
    quote: str
    lead_in: str = ""
    held_on: date | None = None
    published_on: date | None = None
    language: str = "en"

    def to_json(self) -> dict[str, Any]:
        """The citation as in the contract, dates in ISO 8601."""
        return {
            "number": self.number,
            "doc_id": self.doc_id,
            "title": self.title,
            "section": self.section,
            "page": self.page,
            "url": self.url,
            "start": self.start,
            "end": self.end,
            "quote": self.quote,
            "lead_in": self.lead_in or None,
            "held_on": self.held_on.isoformat() if self.held_on else None,
            "published_on": self.published_on.isoformat() if self.published_on else None,
            "language": self.language,
        }


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one question.

    ``understood`` is the question with mistyped words mended by the archive's own. ``status`` is
    ``answered`` or ``no_answer``; every ``[n]`` in ``text`` has its citation and the reverse.
    ``nearest`` are quotes on the subject that do not answer. ``stale`` names documents whose quotes
    were withheld because their files have changed since the index was built.
    """

    question: str
    understood: str
    finding: Finding
    text: str
    citations: tuple[Citation, ...]
    nearest: tuple[Citation, ...]
    confidence: float
    hits: tuple[Hit, ...]
    stale: tuple[str, ...]
    elapsed_ms: float

    @property
    def status(self) -> str:
        """``answered`` or ``no_answer``."""
        return "answered" if self.finding is Finding.ANSWER else "no_answer"

    @property
    def sureness(self) -> str:
        """The confidence in a word or two."""
        if self.confidence >= 0.8:
            return "very sure"
        return "fairly sure" if self.confidence >= 0.6 else "not very sure"

    def to_json(self, question_id: str | None = None) -> dict[str, Any]:
        """The answer as in the contract."""
        return {
            "id": question_id,
            "question": self.question,
            "understood": self.understood,
            "status": self.status,
            "confidence": round(self.confidence, 4),
            "text": self.text,
            "citations": [citation.to_json() for citation in self.citations],
            "finding": self.finding.value,
            "nearest": [citation.to_json() for citation in self.nearest],
            "stale": list(self.stale),
            "hits": [hit_to_json(rank, hit) for rank, hit in enumerate(self.hits, start=1)],
            "elapsed_ms": round(self.elapsed_ms, 2),
        }


def hit_to_json(rank: int, hit: Hit) -> dict[str, Any]:
    """A hit as in the contract, with the scores of each side."""
    passage = hit.passage
    return {
        "rank": rank,
        "doc_id": passage.doc_id,
        "section": passage.heading_path[-1] if passage.heading_path else None,
        "page": passage.page,
        "start": passage.start,
        "end": passage.end,
        "text": passage.text,
        "score": round(hit.score, 6),
        "dense_score": round(hit.dense_score, 6),
        "lexical_score": round(hit.lexical_score, 6),
    }


@dataclass(frozen=True, slots=True)
class AnswerSettings:
    """How answers are composed; ``threshold`` overrides the fitted one, 0 to 1."""

    max_quote_chars: int = 700
    threshold: float | None = None


class Answerer:
    """Answers questions from one generation of the index."""

    def __init__(
        self, retriever: Retriever, lock: Lock, judge: Judge, settings: AnswerSettings
    ) -> None:
        self._retriever = retriever
        self._lock = lock
        self._judge = judge
        self._settings = settings

    @property
    def generation(self) -> Generation:
        """The generation that is answered from."""
        return self._retriever.generation

    def search(self, question: str, top_k: int) -> list[Hit]:
        """Ranked passages without an answer; raises :class:`UsageError` as :meth:`answer` does."""
        hits = self._retriever.search(self._mended(check_question(question)), top_k)
        return self._present(hits)

    def answer(self, question: str) -> Answer:
        """Answer one question; raises :class:`UsageError` where it is empty or too long."""
        return self.answer_all([question])[0]

    def answer_all(
        self, questions: Sequence[str], only: Collection[str] | None = None
    ) -> list[Answer]:
        """Answer questions together, which embeds them together.

        With ``only``, from the documents with these ids alone.
        """
        checked = [check_question(question) for question in questions]
        started = time.perf_counter()
        understood = [self._mended(question) for question in checked]
        ranked = self._retriever.rank_all(understood, _TOP_K, only)
        shared = (time.perf_counter() - started) / max(len(checked), 1)
        return [
            self._compose(question, meant, ranking, shared)
            for question, meant, ranking in zip(checked, understood, ranked, strict=True)
        ]

    def measure_all(self, questions: Sequence[str]) -> list[Features]:
        """What the decision on each question is made on; the confidence is fitted on this."""
        understood = [self._mended(question) for question in questions]
        ranked = self._retriever.rank_all(understood, _TOP_K)
        return [
            self._measure(question, ranking)
            for question, ranking in zip(understood, ranked, strict=True)
        ]

    def _mended(self, question: str) -> str:
        return self.generation.lexical.mended(question)

    def _examine(self, question: str, ranking: Ranking) -> tuple[list[Excerpt], Features]:
        generation = self.generation
        terms, kind = QuestionTerms(question, generation.lexical), kind_of(question)
        excerpts = choose_excerpts(
            terms, kind, [hit.passage for hit in ranking.hits], generation.documents,
            self._settings.max_quote_chars,
        )  # fmt: skip
        return excerpts, self._measure(question, ranking)

    def _measure(self, question: str, ranking: Ranking) -> Features:
        generation = self.generation
        return measure(
            question, ranking, generation.documents, generation.lexical, self._retriever.tokens_of
        )

    def _compose(
        self, question: str, understood: str, ranking: Ranking, search_seconds: float
    ) -> Answer:
        started = time.perf_counter()
        excerpts, features = self._examine(understood, ranking)
        kept, stale = self._check(excerpts)
        hits = self._present(ranking.hits)
        if stale:
            excerpts, features = self._examine(understood, Ranking(hits, ranking.tokens))
            kept, _changed = self._check(excerpts)
        confidence = self._judge.confidence(features, is_lookup=is_lookup(understood))
        if self._names_what_is_absent(understood, hits):
            confidence = min(confidence, self._judge.answer_from / 2)
        finding = self._decide(confidence, self._judge.on_topic.probability(features))
        if not kept and finding is Finding.ANSWER:
            finding = Finding.NEAR
        citations = self._cite(kept)
        answered = finding is Finding.ANSWER
        return Answer(
            question=question,
            understood=understood,
            finding=finding,
            text=_text(finding, citations, stale),
            citations=citations if answered else (),
            nearest=citations if finding is Finding.NEAR else (),
            confidence=confidence,
            hits=tuple(hits),
            stale=stale,
            elapsed_ms=(search_seconds + time.perf_counter() - started) * 1000,
        )

    def _present(self, hits: Sequence[Hit]) -> list[Hit]:
        """The hits whose passages their files still hold."""
        documents = self.generation.documents
        return [
            hit
            for hit in hits
            if self._lock.holds(documents[hit.passage.doc_id], hit.passage.start, hit.passage.end)
        ]

    def _names_what_is_absent(self, question: str, hits: Sequence[Hit]) -> bool:
        """Whether the question names a forum, a year or a subject that the archive lacks."""
        return (
            self._lacks_edition(question)
            or self._lacks_year(question, hits)
            or self._lacks_subject(question)
        )

    def _lacks_edition(self, question: str) -> bool:
        edition = named_edition(question)
        editions = {document.edition for document in self.generation.documents.values()} - {None}
        return edition is not None and bool(editions) and edition not in editions

    def _lacks_year(self, question: str, hits: Sequence[Hit]) -> bool:
        documents = self.generation.documents
        found = " ".join(
            f"{hit.passage.text} {document.title} {document.held_on} {document.published_on}"
            for hit in hits
            for document in (documents[hit.passage.doc_id],)
        )
        return any(year not in found for year in _YEAR.findall(question))

    def _lacks_subject(self, question: str) -> bool:
        """Two words that no document knows name another subject, if in the archive's language.

        A question in another language has such words in any case.
        """
        languages = Counter(document.language for document in self.generation.documents.values())
        main_language = languages.most_common(1)[0][0]
        unknown = self.generation.lexical.unknown_words(question)
        return len(unknown) >= _FOREIGN_WORDS and likely_language(question) == main_language

    def _check(self, excerpts: list[Excerpt]) -> tuple[list[Excerpt], tuple[str, ...]]:
        documents = self.generation.documents
        kept: list[Excerpt] = []
        stale: list[Excerpt] = []
        for excerpt in excerpts:
            holds = self._lock.holds(documents[excerpt.doc_id], excerpt.start, excerpt.end)
            (kept if holds else stale).append(excerpt)
        return kept, tuple(dict.fromkeys(excerpt.doc_id for excerpt in stale))

    def _decide(self, answerable: float, on_topic: float) -> Finding:
        threshold = self._settings.threshold
        if answerable >= (self._judge.answer_from if threshold is None else threshold):
            return Finding.ANSWER
        return Finding.NEAR if on_topic >= self._judge.near_from else Finding.NOTHING

    def _cite(self, excerpts: list[Excerpt]) -> tuple[Citation, ...]:
        documents = self.generation.documents
        return tuple(
            _citation(number, documents[excerpt.doc_id], excerpt)
            for number, excerpt in enumerate(excerpts, start=1)
        )


def _citation(number: int, document: Document, excerpt: Excerpt) -> Citation:
    sections = [heading for heading in excerpt.heading_path if heading != document.title]
    return Citation(
        number=number,
        doc_id=document.doc_id,
        title=document.title,
        section=sections[-1] if sections else None,
        page=excerpt.page,
        url=document.url,
        start=excerpt.start,
        end=excerpt.end,
        quote=document.text[excerpt.start : excerpt.end],
        lead_in=excerpt.lead_in,
        held_on=document.held_on,
        published_on=document.published_on,
        language=document.language,
    )


_NOTHING = "The archive does not answer this: nothing in it treats the subject."
_NEAR = "The archive treats the subject, but I find no answer to this question in it."
_STALE = (
    "Quotes from {names} are withheld: the file has changed since the index was built "
    "(run 'forumbot index build')."
)


def _text(finding: Finding, citations: tuple[Citation, ...], stale: tuple[str, ...]) -> str:
    if finding is Finding.ANSWER:
        parts = [f"“{_unnumbered(citation.quote)}” [{citation.number}]" for citation in citations]
    else:
        parts = [_NEAR if finding is Finding.NEAR else _NOTHING]
    if stale and finding is not Finding.NOTHING:
        parts.append(_STALE.format(names=_unnumbered(", ".join(stale))))
    return "\n\n".join(parts)


def _unnumbered(text: str) -> str:
    """Text whose own ``[3]`` cannot be taken for one of the answer's citations."""
    return re.sub(r"\[(\d+)\]", r"［\1］", text)
