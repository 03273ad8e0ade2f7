"""What a person sees of an answer, as blocks: every face shows these, in this order.

:attr:`Answer.blocks <forumbot.answers.answer.Answer.blocks>` is the one place that composes an
answer. A face goes through them with one ``match``, a case a kind of block, shows each in its own
way (escaped, cut to what a message may hold, coloured) and never takes a string apart to get a
piece back::

    for block in answer.blocks:
        match block:
            case ReadAs(question): ...         # how a question with mistyped words was read
            case Note(said): ...               # beside the answer: which documents came first
            case Remark(said): ...             # above the quotes, in our own words
            case Heading(said): ...            # above what answers a part of the question
            case Quotes(citations): ...        # the answer: label, lead-in, quote, rest, number
            case Nearest(said, citations): ... # quotes on the subject that do not answer
            case Passages(said, hits): ...     # the passages found, where nothing is quoted
            case Listing(lines, more): ...     # entries of the archive, each with its number
            case Sources(citations): ...       # where the quotes stand, each place (`places`) once
            case Withheld(doc_ids): ...        # documents that have changed since they were read
            case Sureness(said, confidence): ...
            case _: ...                        # any other that a writer gives, by its text

``block.text`` is what it adds to ``Answer.text``, empty for what only stands beside the text; a
face for which plain text will do shows that. What a reader can do about a block, such as the
command that builds an index, is for the face to say, as readers differ in what they may do.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from operator import attrgetter
from typing import Any, ClassVar, Protocol

from forumbot.answers.citation import Citation, standing_of, unnumbered
from forumbot.language.phrases import DEFAULT, counting
from forumbot.search.hits import Hit


class Block(Protocol):
    """A piece of an answer, of a kind below or of one that a writer brings along.

    A face shows what it has no case for by its text, in paragraphs and in no colour of its own.
    """

    @property
    def kind(self) -> str:
        """What sort of block it is, in one word."""
        ...

    @property
    def text(self) -> str:
        """What it adds to the text of the answer."""
        ...

    def to_json(self) -> dict[str, Any]:
        """The block as JSON values, with its ``kind``."""
        ...


@dataclass(frozen=True, slots=True)
class ReadAs:
    """The question as it was read, where that is not as it was typed."""

    question: str
    kind: ClassVar[str] = "read_as"
    text: ClassVar[str] = ""

    def to_json(self) -> dict[str, Any]:
        """Its kind and the question."""
        return {"kind": self.kind, "question": self.question}


@dataclass(frozen=True, slots=True)
class Note:
    """What is said beside an answer: which documents came first."""

    said: str
    kind: ClassVar[str] = "note"
    text: ClassVar[str] = ""

    def to_json(self) -> dict[str, Any]:
        """Its kind and what it says."""
        return {"kind": self.kind, "text": self.said}


@dataclass(frozen=True, slots=True)
class Remark:
    """What is said in our own words: that sources differ, that nothing treats the subject."""

    said: str
    kind: ClassVar[str] = "remark"

    @property
    def text(self) -> str:
        """The remark as it is."""
        return self.said

    def to_json(self) -> dict[str, Any]:
        """Its kind and what it says."""
        return {"kind": self.kind, "text": self.said}


@dataclass(frozen=True, slots=True)
class Heading:
    """A part of the question, above what answers it."""

    said: str
    kind: ClassVar[str] = "heading"

    @property
    def text(self) -> str:
        """The part as it was read."""
        return self.said

    def to_json(self) -> dict[str, Any]:
        """Its kind and what it says."""
        return {"kind": self.kind, "text": self.said}


@dataclass(frozen=True, slots=True)
class Quotes:
    """The quotes that answer, in the order of their numbers."""

    citations: tuple[Citation, ...]
    kind: ClassVar[str] = "quotes"

    @property
    def shown(self) -> tuple[Citation, ...]:
        """The quotes to be shown one below the other: what leads in several of a document, once."""
        leads = [(one.doc_id, one.lead_in) for one in self.citations]
        return tuple(
            replace(one, lead_in="", is_led=True) if one.lead_in and above == lead else one
            for one, lead, above in zip(self.citations, leads, [None, *leads], strict=False)
        )

    @property
    def text(self) -> str:
        """Each quote with what it is labelled by, what of its list is left out, and its number."""
        return "\n\n".join(map(_quoted, self.citations))

    def to_json(self) -> dict[str, Any]:
        """Its kind and the numbers of the citations."""
        return {"kind": self.kind, "numbers": [one.number for one in self.citations]}


@dataclass(frozen=True, slots=True)
class Nearest:
    """Quotes on the subject that do not answer; ``said`` stands above them."""

    said: str
    citations: tuple[Citation, ...]
    kind: ClassVar[str] = "nearest"
    text: ClassVar[str] = ""

    def to_json(self) -> dict[str, Any]:
        """Its kind and the numbers of the quotes among the nearest."""
        return {"kind": self.kind, "numbers": [one.number for one in self.citations]}


@dataclass(frozen=True, slots=True)
class Passages:
    """The best passages found, where there is nothing to quote; ``said`` stands above them."""

    said: str
    hits: tuple[Hit, ...]
    kind: ClassVar[str] = "passages"
    text: ClassVar[str] = ""

    def to_json(self) -> dict[str, Any]:
        """Its kind and where each passage stands."""
        return {
            "kind": self.kind,
            "passages": [
                {"doc_id": hit.passage.doc_id, "start": hit.passage.start, "end": hit.passage.end}
                for hit in self.hits
            ],
        }


@dataclass(frozen=True, slots=True)
class ListedLine:
    """One line of a listing: what it says, and the number of the citation that it rests on.

    ``quote`` is given word for word where the line says nothing of its own; lines that follow one
    another under one ``heading`` stand together. ``question`` is what a line leads to, where one is
    to choose between lines.
    """

    text: str
    quote: str = ""
    number: int | None = None
    heading: str = ""
    question: str = ""

    @property
    def said(self) -> str:
        """The line as plain text, its number behind it."""
        words = self.text or f"“{unnumbered(self.quote)}”"
        return words if self.number is None else f"{words} [{self.number}]"


def cited_once(lines: Sequence[ListedLine]) -> tuple[ListedLine, ...]:
    """The lines, those of a heading that all rest on one source with its number at the last."""
    shown: list[ListedLine] = []
    for _heading, group in groupby(lines, attrgetter("heading")):
        *others, last = group
        is_one = last.text and all(one.text and one.number == last.number for one in others)
        shown += [replace(one, number=None) if is_one else one for one in others]
        shown.append(last)
    return tuple(shown)


@dataclass(frozen=True, slots=True)
class Listing:
    """Entries from the archive's structure; ``more`` says what is left out.

    ``rest`` are lines that are shown to whoever asks for more.
    """

    lines: tuple[ListedLine, ...]
    more: str = ""
    rest: tuple[ListedLine, ...] = ()
    kind: ClassVar[str] = "listing"

    @property
    def groups(self) -> list[tuple[str, list[ListedLine]]]:
        """The lines by the headings that they stand under, in order."""
        return [(head, list(lines)) for head, lines in groupby(self.lines, attrgetter("heading"))]

    @property
    def text(self) -> str:
        """A line each, under its heading, and what is left out."""
        parts: list[str] = []
        for heading, lines in self.groups:
            parts += [f"{heading}:"] if heading else []
            parts += [f"- {line.said}" for line in lines]
        return "\n".join([*parts, *([self.more] if self.more else [])])

    def to_json(self) -> dict[str, Any]:
        """Its kind, and each line with what it stands under."""
        return {
            "kind": self.kind,
            "lines": [
                {
                    "text": line.text or line.quote,
                    "number": line.number,
                    "heading": line.heading or None,
                    "question": line.question or None,
                }
                for line in self.lines
            ],
            "more": self.more or None,
        }


@dataclass(frozen=True, slots=True)
class Sources:
    """Where each of the quotes stands, in the order of their numbers."""

    citations: tuple[Citation, ...]
    kind: ClassVar[str] = "sources"
    text: ClassVar[str] = ""

    @property
    def places(self) -> list[tuple[Citation, ...]]:
        """The quotes of each place, which is named once: a section and page of a document."""
        found: dict[tuple[str, str | None, int | None], list[Citation]] = {}
        for one in self.citations:
            found.setdefault((one.doc_id, one.section, one.page), []).append(one)
        return [tuple(quotes) for quotes in found.values()]

    def to_json(self) -> dict[str, Any]:
        """Its kind and the numbers of the citations."""
        return {"kind": self.kind, "numbers": [one.number for one in self.citations]}


@dataclass(frozen=True, slots=True)
class Withheld:
    """That quotes of these documents are held back: their files say them no more, or are gone."""

    doc_ids: tuple[str, ...]
    language: str = DEFAULT
    kind: ClassVar[str] = "withheld"

    @property
    def text(self) -> str:
        """The documents by their names, and why."""
        return self.said_of(unnumbered(", ".join(self.doc_ids)))

    def said_of(self, names: str) -> str:
        """The same, with the names of the documents as a face has to write them."""
        count = len(self.doc_ids)
        return counting("withheld", "withheld_one", self.language, count, names=names)

    def to_json(self) -> dict[str, Any]:
        """Its kind and the documents."""
        return {"kind": self.kind, "doc_ids": list(self.doc_ids)}


@dataclass(frozen=True, slots=True)
class Sureness:
    """How sure an answer is, in a word or two and from 0 to 1."""

    said: str
    confidence: float
    kind: ClassVar[str] = "sureness"
    text: ClassVar[str] = ""

    def to_json(self) -> dict[str, Any]:
        """Its kind and what it says."""
        return {"kind": self.kind, "text": self.said}


def text_of(blocks: Iterable[Block]) -> str:
    """The blocks as plain text, a blank line between them."""
    return "\n\n".join(block.text for block in blocks if block.text)


def quoted(citations: tuple[Citation, ...]) -> Quotes | Listing:
    """Quotes as they are shown: several cells of one column of a table as a list under its name."""
    names = {(one.label, one.header) for one in citations}
    if len(citations) < 2 or len(names) > 1 or not all(names.pop()):
        return Quotes(citations)
    lines = [ListedLine("", one.quote, one.number, heading=one.label) for one in citations]
    return Listing(tuple(lines), more=citations[-1].rest)


def _quoted(citation: Citation) -> str:
    label = f"{unnumbered(citation.label)}: " if citation.label else ""
    if citation.header and not label:
        label = f"{unnumbered(citation.header)}\n"
    rest = f" {citation.rest}" if citation.rest else ""
    standing = ", ".join(standing_of(citation, citation.said_in))
    mark = f" ({standing})" if standing else ""
    return f"{label}“{unnumbered(citation.quote)}”{rest}{mark} [{citation.number}]"
