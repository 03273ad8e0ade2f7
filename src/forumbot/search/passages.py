"""Passages: documents cut along headings, lists and sentences, sized in the model's tokens."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from forumbot.archive.documents import Document
from forumbot.archive.layout import BlockKind
from forumbot.archive.outline import Line
from forumbot.config import PassagesConfig
from forumbot.language.sentences import sentence_spans

TokenStarts = Callable[[str], Sequence[int]]
"""A tokenizer: the offset in characters at which each token of a text begins, ascending."""

# Set by hand: a token of a language has some four characters, one of an address or of noise any
# number, and what is long takes room all the same.
_CHARS_PER_TOKEN = 8


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of one document: ``text == document.text[start:end]``.

    ``heading_path`` holds the headings above it, outermost first; ``page`` counts from 1 and is
    None where the format has no pages; ``lead_in`` is the line that introduces the list in whose
    middle the passage begins, else empty; ``header`` has the names of the columns, parted by bars,
    of the table in whose middle it begins.
    """

    doc_id: str
    heading_path: tuple[str, ...]
    page: int | None
    start: int
    end: int
    text: str
    lead_in: str = ""
    header: str = ""

    @property
    def body(self) -> str:
        """The text from its first line on that is not one of its headings."""
        lines = self.text.split("\n")
        while len(lines) > 1 and (not lines[0].strip() or lines[0].strip() in self.heading_path):
            del lines[0]
        return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class _Unit:
    """The smallest stretch that is kept whole: a heading, a sentence, an item or a row."""

    start: int
    end: int
    line: Line


def cut(
    document: Document, token_starts: TokenStarts, settings: PassagesConfig
) -> tuple[Passage, ...]:
    """Cut a document into passages of at most ``settings.max_tokens`` tokens.

    Headings begin a passage and stay with what follows them. Neighbours within a section share up
    to ``settings.overlap_tokens`` tokens of whole sentences. Every visible character of the text
    is in at least one passage. A sentence that is too long by itself is cut at white space.
    """
    ruler = _Ruler(token_starts(document.text), settings.max_tokens)
    return tuple(
        _passage(document, run)
        for section in _sections(document, ruler)
        for run in _pack(section, ruler, settings)
    )


class _Ruler:
    """Measures stretches of one text in tokens; very long tokens count by their characters."""

    def __init__(self, starts: Sequence[int], max_tokens: int) -> None:
        self.starts = starts
        self.max_tokens = max_tokens

    def length(self, start: int, end: int) -> int:
        tokens = bisect_left(self.starts, end) - bisect_left(self.starts, start)
        return max(tokens, (end - start) // _CHARS_PER_TOKEN)

    def fits(self, start: int, end: int) -> bool:
        return self.length(start, end) <= self.max_tokens

    def reach(self, start: int, end: int) -> int:
        """The furthest offset up to ``end`` so that what begins at ``start`` still fits."""
        place = bisect_left(self.starts, start) + self.max_tokens
        by_tokens = self.starts[place] if place < len(self.starts) else end
        return max(start + 1, min(by_tokens, start + self.max_tokens * _CHARS_PER_TOKEN, end))


def _sections(document: Document, ruler: _Ruler) -> Iterator[list[_Unit]]:
    """The units of each section; headings without a body of their own join the next section."""
    section: list[_Unit] = []
    has_body = False
    for line in document.outline:
        is_heading = line.block.kind is BlockKind.HEADING
        if is_heading and has_body:
            yield section
            section, has_body = [], False
        section += _units(document, line, ruler)
        has_body = has_body or not is_heading
    if section:
        yield section


def _units(document: Document, line: Line, ruler: _Ruler) -> Iterator[_Unit]:
    block = line.block
    if ruler.fits(block.line_start, block.end) and block.kind is not BlockKind.PARAGRAPH:
        yield _Unit(block.line_start, block.end, line)
        return
    spans = sentence_spans(document.text, block.start, block.end, document.language)
    for place, (start, end) in enumerate(spans):
        first = block.line_start if place == 0 else start
        for piece_start, piece_end in _pieces(document.text, first, end, ruler):
            yield _Unit(piece_start, piece_end, line)


def _pieces(text: str, start: int, end: int, ruler: _Ruler) -> Iterator[tuple[int, int]]:
    """Cut an oversized sentence, best at a line's end, else at a space, else anywhere."""
    while not ruler.fits(start, end):
        reach = ruler.reach(start, end)
        cut_at = max(text.rfind("\n", start + 1, reach), start)
        if cut_at == start:
            cut_at = max(text.rfind(" ", start + 1, reach), start)
        if cut_at == start:
            cut_at = reach
        yield start, cut_at
        start = cut_at + len(text[cut_at:end]) - len(text[cut_at:end].lstrip())
    if start < end:
        yield start, end


def _pack(section: list[_Unit], ruler: _Ruler, settings: PassagesConfig) -> Iterator[list[_Unit]]:
    """Runs of whole units that fit, each new one beginning with the last sentences of the old."""
    run: list[_Unit] = []
    fresh = False
    for unit in section:
        if run and fresh and not ruler.fits(run[0].start, unit.end):
            yield run
            run = _tail(run, ruler, settings.overlap_tokens)
            while run and not ruler.fits(run[0].start, unit.end):
                run = run[1:]
        run.append(unit)
        fresh = True
    if run:
        yield run


def _tail(run: list[_Unit], ruler: _Ruler, tokens: int) -> list[_Unit]:
    place = len(run)
    while place > 1 and ruler.length(run[place - 1].start, run[-1].end) <= tokens:
        if run[place - 1].line.block.kind is BlockKind.HEADING:
            break
        place -= 1
    return run[place:]


def _passage(document: Document, run: list[_Unit]) -> Passage:
    start, end = run[0].start, run[-1].end
    body = next((unit for unit in run if unit.line.block.kind is not BlockKind.HEADING), run[-1])
    return Passage(
        doc_id=document.doc_id,
        heading_path=body.line.heading_path,
        page=body.line.block.page,
        start=start,
        end=end,
        text=document.text[start:end],
        lead_in=run[0].line.lead_in,
        header=" | ".join(run[0].line.columns),
    )


def context(document: Document, passage: Passage) -> str:
    """What a passage is found by: title, headings, what leads its list or table in, its text."""
    parts = (above(document, passage), passage.lead_in, passage.header, passage.text)
    return "\n".join(part for part in parts if part)


def read_under(document: Document, passage: Passage) -> str:
    """What a passage is read under: title, headings, and the names of a table's columns."""
    return "\n".join(filter(None, (above(document, passage), passage.header)))


def above(document: Document, passage: Passage) -> str:
    """The title of a passage's document and the headings above it."""
    headings = [heading for heading in passage.heading_path if heading != document.title]
    return " > ".join([document.title, *headings])


def uncovered(document: Document, passages: Sequence[Passage]) -> str:
    """The visible characters of a document that are in none of its passages; should be empty."""
    edges = [(0, 0), *sorted((passage.start, passage.end) for passage in passages)]
    edges.append((len(document.text), len(document.text)))
    reached = 0
    missing: list[str] = []
    for (_, end), (start, _) in pairwise(edges):
        reached = max(reached, end)
        missing.append(document.text[reached:start])
    return re.sub(r"\s+", "", "".join(missing))
