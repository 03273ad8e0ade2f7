"""What an answer is: its finding, its verbatim citations, and the text that they make."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from forumbot.answers.blocks import (
    Block,
    Listing,
    Note,
    ReadAs,
    Remark,
    Sources,
    Sureness,
    Withheld,
    quoted,
    text_of,
)
from forumbot.answers.citation import Citation
from forumbot.answers.deciding.sureness import sureness_label
from forumbot.answers.near import near_blocks
from forumbot.asking.question import Question
from forumbot.language.phrases import listed, phrase
from forumbot.search.hits import Hit


class Finding(StrEnum):
    """What the archive holds: the answer, only the subject, or nothing of it.

    ``OVERVIEW`` comes from the archive's structure, its outcomes, events or documents; ``TALK`` is
    a word to a member who asked nothing.
    """

    ANSWER = "answer"
    NEAR = "near"
    NOTHING = "nothing"
    OVERVIEW = "overview"
    TALK = "talk"


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one question.

    ``question`` is what was typed, ``understood`` the question as it was read: without the noise
    around it, with what it leans on, mistyped words mended by the archive's own. ``status`` is
    ``answered`` or ``no_answer``; every ``[n]`` in ``text`` has its citation and the reverse.
    ``nearest`` are quotes on the subject that do not answer. ``stale`` names documents whose quotes
    were withheld because their files have changed since the index was built. ``written`` is
    what a :class:`~forumbot.answers.writing.Writer` says above the quotes.
    ``heeded`` names the forum or the time whose documents came first, as in ``spring 2019``.
    ``is_composed`` says that what is written holds the quotes too, part by part.
    """

    question: str
    understood: Question
    finding: Finding
    citations: tuple[Citation, ...]
    nearest: tuple[Citation, ...]
    confidence: float
    hits: tuple[Hit, ...]
    stale: tuple[str, ...]
    elapsed_ms: float
    written: tuple[Block, ...] = ()
    heeded: tuple[str, ...] = ()
    is_composed: bool = False

    @property
    def blocks(self) -> tuple[Block, ...]:
        """What a person sees of the answer, in order; every face shows these.

        Passages are shown where there is no quote, but none of documents that are ``stale``.
        """
        if self.is_composed or self.finding in (Finding.OVERVIEW, Finding.TALK):
            sureness = [Sureness(self.sureness, self.confidence)] if self.is_composed else []
            return (
                *self._reading(),
                *self.written,
                *([Sources(self.citations)] if self.citations else []),
                *([Withheld(self.stale, self.language)] if self.stale else []),
                *sureness,
            )
        cited, hits = (
            self.citations,
            [hit for hit in self.hits if hit.passage.doc_id not in self.stale],
        )
        return (
            *self._reading(),
            *([Note(self.preference)] if self.preference else []),
            *self._written(),
            *((quoted(cited), Sources(cited)) if cited else ()),
            *(() if cited else near_blocks(self.nearest, hits, self.language)),
            *([Withheld(self.stale, self.language)] if self.stale else []),
            *([Sureness(self.sureness, self.confidence)] if self.is_answered else []),
        )

    def _reading(self) -> tuple[ReadAs, ...]:
        """As what the question was read, where that has words that were not typed."""
        return (ReadAs(self.understood.text),) if self.understood.adds else ()

    def _written(self) -> tuple[Block, ...]:
        if self.finding is Finding.NOTHING:
            # What is withheld may treat of it.
            said = "no_answer" if self.stale else "nothing"
            return (*self.written, Remark(phrase(said, self.language)))
        silent = () if self.is_answered else (Remark(phrase("no_answer", self.language)),)
        return self.written or silent

    @property
    def language(self) -> str:
        """The language of all that is said in our own words."""
        return self.understood.answered_in

    @property
    def choices(self) -> tuple[str, ...]:
        """The questions to choose from, in the order of their lines; mostly none."""
        listings = (block for block in self.written if isinstance(block, Listing))
        return tuple(line.question for one in listings for line in one.lines if line.question)

    @property
    def offered(self) -> tuple[str, ...]:
        """What is chosen by each of the choices, in short: their lines up to what they quote."""
        listings = (block for block in self.written if isinstance(block, Listing))
        lines = (line.text for one in listings for line in one.lines if line.question)
        return tuple(text.partition(": “")[0] for text in lines)

    @property
    def remark(self) -> str:
        """What is remarked above the quotes, as that the sources differ; empty where nothing is."""
        return " ".join(block.text for block in self.written if isinstance(block, Remark))

    @property
    def text(self) -> str:
        """The answer in words: what is written, then each quote with its number if it answers."""
        return text_of(self.blocks)

    @property
    def is_answered(self) -> bool:
        """Whether the quotes answer, or the archive's structure does, or nothing was asked."""
        return self.finding in (Finding.ANSWER, Finding.OVERVIEW, Finding.TALK)

    @property
    def is_told(self) -> bool:
        """Whether what is written tells it without a quote, as the calendar does."""
        return self.finding is Finding.NEAR and bool(self.written) and not self.nearest

    @property
    def preference(self) -> str:
        """Which documents came first because the question names them; empty where it names none."""
        if not self.heeded:
            return ""
        return phrase("come_first", self.language, named=listed(self.heeded, self.language))

    @property
    def status(self) -> str:
        """``answered`` or ``no_answer``."""
        return "answered" if self.is_answered else "no_answer"

    @property
    def sureness(self) -> str:
        """The confidence in a word or two."""
        return sureness_label(self.confidence, self.language)

    def to_json(self, question_id: str | None = None) -> dict[str, Any]:
        """The answer as in the contract."""
        return {
            "id": question_id,
            "question": self.question,
            "understood": self.understood.text,
            "status": self.status,
            "confidence": round(self.confidence, 4),
            "text": self.text,
            "blocks": [block.to_json() for block in self.blocks],
            "remark": self.remark or None,
            "heeded": list(self.heeded),
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
        "header": passage.header or None,
        "score": round(hit.score, 6),
        "dense_score": round(hit.dense_score, 6),
        "lexical_score": round(hit.lexical_score, 6),
    }
