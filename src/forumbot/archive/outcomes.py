"""Outcomes: the conclusions that a report states, each with its place in the text."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from forumbot.archive.documents import Document
from forumbot.archive.layout import Block, BlockKind
from forumbot.language.patterns import compiled, one_of, ways
from forumbot.language.sentences import sentence_spans
from forumbot.language.table import derived, tables

_AGENDA_LINE = re.compile(r"\s[-–—]\s+[A-ZÀ-Þ][\w'’.-]+\s+[A-ZÀ-Þ]")


@dataclass(frozen=True, slots=True)
class Outcome:
    """One conclusion: ``document.text[start:end]``, the ``number``-th of its document, from 1."""

    doc_id: str
    number: int
    text: str
    start: int
    end: int
    themes: tuple[str, ...]


def find_outcomes(document: Document) -> tuple[Outcome, ...]:
    """The items of the list that follows a heading such as "Outcomes" or "Conclusions".

    Where the lists stand under sub-headings of it, theirs are; where it has prose instead of a
    list, each sentence of that is an outcome. A line of a programme ("Conclusions and next steps -
    Jane Doe") is no such heading.
    """
    spans: list[tuple[int, int]] = []
    for place, block in enumerate(document.blocks):
        is_read = bool(spans) and block.start < spans[-1][0]
        if not is_read and _states_outcomes(document.text, block):
            spans += _spans_after(document, place)
    return tuple(
        Outcome(document.doc_id, number, document.text[start:end], start, end, document.themes)
        for number, (start, end) in enumerate(spans, start=1)
    )


@derived
def _heading() -> re.Pattern[str]:
    """A heading of outcomes in any language, numbered or not, and whose outcomes they are."""
    headings = one_of(way for one in tables() for way in ways(one.outcome_headings))
    return compiled(
        r"(?:\d+(?:\.\d+)*\.?\s+)?(?:(?:key|main|general|agreed|expected|final|overall)\s+)*"
        rf"{headings}(?:\s+(?:of|from|by|and|on|for|der|des|du|de|la|und|et|van)\b.*)?\s*:?"
    )


def _states_outcomes(text: str, block: Block) -> bool:
    words = text[block.start : block.end]
    return (
        block.kind is BlockKind.HEADING
        and _heading().fullmatch(words) is not None
        and not _AGENDA_LINE.search(words)
    )


def _spans_after(document: Document, place: int) -> list[tuple[int, int]]:
    own, *deeper = _sections(document.blocks, place)
    if items := _first_list(own):
        return items
    if not own or document.text.endswith(":", 0, own[-1].end):
        items = [span for section in deeper for span in _first_list(section)]
    return items or [
        span
        for block in own
        for span in sentence_spans(document.text, block.start, block.end, document.language)
    ]


def _sections(blocks: Sequence[Block], place: int) -> list[list[Block]]:
    """The blocks below the heading at ``place``, and those below each deeper heading after it."""
    sections: list[list[Block]] = [[]]
    for block in map(blocks.__getitem__, range(place + 1, len(blocks))):
        if block.kind is not BlockKind.HEADING:
            sections[-1].append(block)
        elif block.level > blocks[place].level:
            sections.append([])
        else:
            break
    return sections


def _first_list(blocks: Iterable[Block]) -> list[tuple[int, int]]:
    """The entries of the first list or table, each with the further paragraphs of its item."""
    spans: list[tuple[int, int]] = []
    for block in blocks:
        if block.is_entry:
            spans.append((block.start, block.end))
        elif spans and block.continues_item:
            spans[-1] = (spans[-1][0], block.end)
        elif spans:
            break
    return spans
