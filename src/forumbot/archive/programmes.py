"""Programmes: the lines of a document that say what comes at which time of a day."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from forumbot.archive.documents import Document
from forumbot.archive.layout import Block, BlockKind, cell_spans
from forumbot.archive.outline import Line
from forumbot.language.clock_times import opens_with_time
from forumbot.language.dates import find_dates
from forumbot.language.levelling import level
from forumbot.language.patterns import one_of, ways
from forumbot.language.table import derived, tables

# Set by hand: two times may stand in any text; a day's heading is short, and an event has days.
_FEWEST, _LONGEST_LABEL, _MOST_DAYS = 3, 90, 14
_YEAR = r"(?:19|20)\d\d"
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Programme:
    """What comes at which time of one day; each of ``blocks`` is a line of it.

    ``label`` are the words above it that tell the day, empty where there are none; ``day`` is None
    where nothing tells it.
    """

    doc_id: str
    blocks: tuple[Block, ...]
    label: str = ""
    day: date | None = None


def find_programmes(document: Document) -> tuple[Programme, ...]:
    """The programmes of one document in order, one for each day; none where it has few times."""
    runs = list(_runs(document))
    if sum(_is_timed(document.text, one) for _label, run in runs for one in run) < _FEWEST:
        return ()
    days = _days(document, [label for label, _run in runs])
    return tuple(
        Programme(document.doc_id, run, label, day)
        for (label, run), day in zip(runs, days, strict=True)
    )


def row_words(document: Document, block: Block) -> str:
    """A line of a programme as words: the cells of a row that hold something side by side."""
    text = document.text
    if block.kind is not BlockKind.ROW:
        return _SPACES.sub(" ", text[block.start : block.end])
    cells = (_SPACES.sub(" ", text[slice(*one)]).strip() for one in cell_spans(text, block))
    return " – ".join(filter(None, cells))


def _runs(document: Document) -> Iterator[tuple[str, tuple[Block, ...]]]:
    """Lines with times that follow one another, each run with the label above it.

    A row without a time goes with the rows around it; what stands above a run's first line within
    the same paragraph is its label.
    """
    run: list[Block] = []
    label, before = "", None
    for line in document.outline:
        block = line.block
        if _is_timed(document.text, block):
            if not run:
                label = _label(document, line, before)
            run.append(block)
        elif run and not (block.kind is BlockKind.ROW and run[-1].kind is BlockKind.ROW):
            yield label, tuple(run)
            run = []
        elif run and not line.block.names_columns:
            run.append(block)
        before = line
    if run:
        yield label, tuple(run)


def _is_timed(text: str, block: Block) -> bool:
    if block.kind is BlockKind.HEADING:
        return False
    if block.kind is not BlockKind.ROW:
        return opens_with_time(text[block.start : block.end])
    return any(opens_with_time(text[slice(*one)]) for one in cell_spans(text, block)[:2])


def _label(document: Document, line: Line, before: Line | None) -> str:
    """The short paragraph right above, else the heading, where that is not the document's title."""
    if before is not None and before.block.kind is BlockKind.PARAGRAPH:
        above = document.text[before.block.start : before.block.end].splitlines()[-1].strip()
        if len(above) <= _LONGEST_LABEL and not above.endswith((".", "!", "?")):
            return above
    headings = [one for one in line.heading_path if one != document.title]
    return headings[-1] if headings else ""


def _days(document: Document, labels: Sequence[str]) -> list[date | None]:
    """The day of each programme: by its label, else by its place among the days of the event."""
    first, last = document.held_on, document.held_until or document.held_on
    if first is None or last is None or (last - first).days > _MOST_DAYS:
        return [_day_in(label, None) for label in labels]
    said = [_day_in(label, first.year) for label in labels]
    if any(said) or len(labels) != (last - first).days + 1:
        return [one or (first if len(labels) == 1 else None) for one in said]
    return [first + timedelta(days=place) for place in range(len(labels))]


def _day_in(label: str, year: int | None) -> date | None:
    """The day that a label names, the year added where it gives none."""
    found = find_dates(label)
    if not found and year is not None:
        found = find_dates(_months().sub(rf"\g<0> {year}", level(label)))
    return found[0].first if found and found[0].first == found[0].last else None


@derived
def _months() -> re.Pattern[str]:
    """The name of a month without its year behind it, in any language, levelled."""
    names = {level(way) for one in tables() for row in one.months for way in ways(row)}
    return re.compile(rf"(?<!\w){one_of(names)}\b\.?(?!\s*,?\s*{_YEAR})")
