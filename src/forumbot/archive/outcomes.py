"""Outcomes: the conclusions that a report states, each with its place in the text."""

import re
from dataclasses import dataclass
from itertools import takewhile

from forumbot.archive.documents import Document
from forumbot.archive.layout import Block, BlockKind
from forumbot.archive.sentences import sentence_spans

_HEADING = re.compile(
    r"(?:\d+(?:\.\d+)*\.?\s+)?(?:(?:key|main|general|agreed|expected|final|overall)\s+)*"
    r"(?:outcomes?|conclusions?|recommendations?|resolutions?|decisions?|takeaways?|take-aways?|"
    r"results|agreements|ergebnisse|schlussfolgerungen|beschlüsse|conclusions|résultats|"
    r"recommandations|décisions|conclusies|besluiten|uitkomsten)"
    r"(?:\s+(?:of|from|by|and|on|for|der|des|du|de|la|und|et|van)\b.*)?\s*:?",
    re.IGNORECASE,
)
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

    Where such a heading has prose instead of a list, each sentence of it is an outcome. A line of
    a programme ("Conclusions and next steps - Jane Doe") is no such heading.
    """
    spans: list[tuple[int, int]] = []
    for place, block in enumerate(document.blocks):
        if block.kind is BlockKind.HEADING and _states_outcomes(document.text, block):
            spans += _spans_after(document, place)
    return tuple(
        Outcome(document.doc_id, number, document.text[start:end], start, end, document.themes)
        for number, (start, end) in enumerate(spans, start=1)
    )


def _states_outcomes(text: str, heading: Block) -> bool:
    words = text[heading.start : heading.end]
    return bool(_HEADING.fullmatch(words)) and not _AGENDA_LINE.search(words)


def _spans_after(document: Document, place: int) -> list[tuple[int, int]]:
    section = list(
        takewhile(lambda block: block.kind is not BlockKind.HEADING, document.blocks[place + 1 :])
    )
    first_item = next((at for at, block in enumerate(section) if _is_entry(block)), None)
    if first_item is not None:
        entries = takewhile(_is_entry, section[first_item:])
        return [(block.start, block.end) for block in entries]
    return [
        span
        for block in section
        for span in sentence_spans(document.text, block.start, block.end, document.language)
    ]


def _is_entry(block: Block) -> bool:
    return block.kind in (BlockKind.ITEM, BlockKind.ROW)
