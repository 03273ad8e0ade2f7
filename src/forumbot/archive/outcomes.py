"""Outcomes: the conclusions that a report states, each with its place in the text."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from forumbot.archive.documents import Document
from forumbot.archive.formats.alt_texts import is_of_picture
from forumbot.archive.layout import Block, BlockKind, cell_spans
from forumbot.archive.outcome_forms import (
    names_outcomes,
    number_of_resolution,
    says_adopted,
    states_actions,
    states_drafts,
    states_outcomes,
    tells_agreement,
)
from forumbot.archive.outline import Line
from forumbot.config import OutcomesConfig
from forumbot.language.dates import find_dates
from forumbot.language.questions import asked_for
from forumbot.language.sentences import sentence_spans
from forumbot.language.table import codes

Span = tuple[int, int]

_SPOKEN = re.compile(r"[^\W\d_][\w.'’-]*(?:\s[\w.'’()-]+){0,3}:\s")
_LABEL = re.compile(
    r"(?:^|(?<=[.!?:;]\s))\W{0,2}(?P<name>[^\W\d_][^\n.:;!?]{2,40}?)\s?:\s+(?=\S)", re.M
)
_NUMBER = re.compile(r"\W{0,2}(?:\d[\w./-]{0,15}|[IVXLC]{1,6})[.):]?\s+\S")
_LEADS_IN = re.compile(r"(?:[:?]|as follows\.?|folgende[ns]?\.|comme suit\.?)$", re.IGNORECASE)
# "It was decided to found the union by:" leads in those who did.
_LEADS_IN_DOERS = re.compile(
    r"\b(?:by|par|von|durch|door|por|da|przez|av|af|de către|από)(?: the following)?\s?:$",
    re.IGNORECASE,
)
# Of words without a full stop, and of a sentence that tells of an agreement.
_FEWEST_WORDS, _FEWEST_OF_AGREEMENT = 5, 4
_FEWEST_COUNTS = 2
_LONGEST_SENTENCE = 600
_LONGEST_RESOLUTION = 1_200  # set by hand: what a person reads of one in a list of sixty


@dataclass(frozen=True, slots=True)
class Outcome:
    """One conclusion: ``document.text[start:end]``, the ``number``-th of its document, from 1."""

    doc_id: str
    number: int
    text: str
    start: int
    end: int
    themes: tuple[str, ...]


def find_outcomes(document: Document, config: OutcomesConfig | None = None) -> tuple[Outcome, ...]:
    """The outcomes of a document in order, as it tells them.

    They are the items below a heading such as "Outcomes" or "Conclusions" (of its sub-headings
    where the lists stand there; of prose each sentence), the rows of a table with a column of
    decisions, and numbered resolutions, each from its heading on; the lists that a line such as
    "Decisions:" or "The board decided:" leads in as well, and sentences behind "Decision:". Where
    there is nothing but these, counts of votes and lists of what is to be done, the sentences that
    say that something was agreed count too.
    ``config`` names further headings and verbs.
    """
    told = config or OutcomesConfig()
    spans = [*_resolutions(document)]
    for found in (_below_headings(document, told), _in_tables(document)):
        spans += _apart(found, spans)
    is_narrative = not spans or _are_votes_and_actions(document, spans)
    for found in (_led_in(document, told), _labelled(document, told)):
        spans += _apart(found, spans)
    if is_narrative:
        spans += _apart(_sentences_of_agreement(document, told), spans)
    return tuple(
        Outcome(document.doc_id, number, document.text[start:end], start, end, document.themes)
        for number, (start, end) in enumerate(sorted(spans), start=1)
    )


def _are_votes_and_actions(document: Document, spans: Sequence[Span]) -> bool:
    """Whether these are counts of votes and what is to be done: decisions stand elsewhere."""
    starts = {start for start, _end in spans}
    return all(
        _counts(document, line.block)
        or bool(line.heading_path and states_actions(line.heading_path[-1]))
        for line in document.outline
        if line.block.start in starts
    )


def _counts(document: Document, block: Block) -> bool:
    """Whether a row has two numbers and more beside what they are of, and no other words."""
    if block.kind is not BlockKind.ROW:
        return False
    cells = [document.text[start:end] for start, end in cell_spans(document.text, block)]
    worded = sum(any(map(str.isalpha, cell)) for cell in cells)
    return worded == 1 and sum(any(map(str.isdigit, cell)) for cell in cells) >= _FEWEST_COUNTS


def _apart(found: Iterable[Span], spans: Sequence[Span]) -> list[Span]:
    """Those that overlap none of the others."""
    return [span for span in found if not any(_overlap(span, one) for one in spans)]


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _below_headings(document: Document, told: OutcomesConfig) -> list[Span]:
    spans: list[Span] = []
    for place, block in enumerate(document.blocks):
        is_read = bool(spans) and block.start < spans[-1][0]
        if is_read or block.kind is not BlockKind.HEADING:
            continue
        words = document.text[block.start : block.end]
        if states_outcomes(words, told.headings) or _is_clause(words, document, told):
            spans += _spans_after(document, place)
        elif states_actions(words):
            spans += _lists_after(document, place)
    return spans


def _is_clause(heading: str, document: Document, told: OutcomesConfig) -> bool:
    """Whether a heading is as "What the participants agreed"."""
    code = document.language if document.language in codes() else "en"
    asks = asked_for(heading, code) == "what" and not heading.rstrip().endswith("?")
    return asks and tells_agreement(heading, told.verbs)


def _led_in(document: Document, told: OutcomesConfig) -> Iterator[Span]:
    """The items of the lists below lines that are headings without a mark, or end with a colon."""
    for place, (block, below) in enumerate(pairwise(document.blocks), start=1):
        is_led = block.kind is BlockKind.PARAGRAPH and below.kind is BlockKind.ITEM
        words = document.text[block.start : block.end]
        is_heading = "\n" not in words and states_outcomes(words, told.headings)
        if not is_led or not (is_heading or words.endswith(":")):
            continue
        line = words.rpartition("\n")[-1]
        is_agreed = tells_agreement(line, told.verbs) and not _LEADS_IN_DOERS.search(line)
        if is_agreed or states_outcomes(line, told.headings) or states_actions(line):
            yield from _entries(document, document.blocks[place:])


def _labelled(document: Document, told: OutcomesConfig) -> Iterator[Span]:
    """The sentences that begin with what outcomes are headed by, and a colon."""
    for block in document.blocks:
        if block.kind in (BlockKind.HEADING, BlockKind.ROW):
            continue
        words = document.text[block.start : block.end]
        for label in _LABEL.finditer(words):
            name = label["name"]
            is_draft = states_drafts(name)
            is_told = names_outcomes(name) or states_outcomes(name, told.headings)
            if not is_told and not is_draft:
                continue
            start = block.start + label.end()
            spans = sentence_spans(document.text, start, block.end, document.language)
            if is_draft:
                spans = _adopted(document, spans)
            if spans and not document.text.endswith("?", 0, spans[-1][1]):
                last = spans[-1] if is_draft else spans[0]
                yield block.start + label.start("name"), last[1]


def _adopted(document: Document, spans: Sequence[Span]) -> list[Span]:
    """A draft and the sentence right behind it that says that it was adopted; else nothing."""
    both = list(spans[:2])
    return both if len(both) > 1 and says_adopted(document.text[slice(*both[1])]) else []


def _spans_after(document: Document, place: int) -> list[Span]:
    own = _sections(document, place)[0]
    leads_in = bool(own) and _LEADS_IN.search(document.text[own[-1].start : own[-1].end])
    if found := _lists_after(document, place):
        return found
    return list(_prose(document, own)) if own and not leads_in else _numbered(document, place)


def _numbered(document: Document, place: int) -> list[Span]:
    """The sections below a heading of outcomes whose own headings are numbered, each as a whole."""
    blocks = document.blocks
    places = []
    for below in range(place + 1, len(blocks)):
        block = blocks[below]
        if block.kind is not BlockKind.HEADING:
            continue
        if block.level <= blocks[place].level:
            break
        if _NUMBER.match(document.text, block.start, block.end):
            places.append(below)
    starts = set(places)
    return [_resolution(blocks, one, starts) for one in places] if len(places) > 1 else []


def _lists_after(document: Document, place: int) -> list[Span]:
    """The items of the list below a heading, or of those below its sub-headings.

    The latter where nothing else stands below it, or what leads in, or where two of them have one.
    """
    own, *deeper = _sections(document, place)
    if items := _entries(document, own):
        return items
    lists = [found for section in deeper if (found := _entries(document, section))]
    leads_in = not own or document.text.endswith(":", 0, own[-1].end)
    return [span for found in lists for span in found] if leads_in or len(lists) > 1 else []


def _prose(document: Document, blocks: Sequence[Block]) -> Iterator[Span]:
    """The sentences of a section; none of a conversation, none that leads in, and no dated line."""
    spoken = sum(
        _SPOKEN.match(document.text, block.start, block.end) is not None for block in blocks
    )
    if spoken * 2 > len(blocks) and len(blocks) > 1:
        return
    for block in blocks:
        if _NUMBER.match(document.text, block.start, block.end):
            yield block.start, block.end
            continue
        for start, end in sentence_spans(document.text, block.start, block.end, document.language):
            words = document.text[start:end]
            is_long = len(words.split()) >= _FEWEST_WORDS and not find_dates(words)
            is_whole = words.endswith((".", "!", ")")) or is_long
            if is_whole and not _LEADS_IN.search(words):
                yield start, end


def _sections(document: Document, place: int) -> list[list[Block]]:
    """The blocks below the heading at ``place``, and those below each deeper heading after it."""
    blocks = document.blocks
    sections: list[list[Block]] = [[]]
    for block in map(blocks.__getitem__, range(place + 1, len(blocks))):
        if block.kind is not BlockKind.HEADING:
            sections[-1] += [] if _is_picture(document, block) else [block]
        elif block.level > blocks[place].level:
            sections.append([])
        else:
            break
    return sections


def _entries(document: Document, blocks: Iterable[Block]) -> list[Span]:
    """The entries of the first list or table, but for questions and rows whose outcome is empty."""
    undecided = {
        line.block.start
        for line in document.outline
        if _is_decided(document, line) is False
        or _is_blank(document, line.block)
        or _is_picture(document, line.block)
    }
    return [
        span
        for span in _first_list(blocks)
        if span[0] not in undecided and not document.text.endswith("?", 0, span[1])
    ]


def _is_picture(document: Document, block: Block) -> bool:
    """Whether a block has nothing but what is said of a picture."""
    return is_of_picture(document.text[block.start : block.end])


def _is_blank(document: Document, block: Block) -> bool:
    """Whether a row has nothing but a number."""
    words = document.text[block.start : block.end]
    return block.kind is BlockKind.ROW and not any(char.isalpha() for char in words)


def _first_list(blocks: Iterable[Block]) -> list[Span]:
    """The entries of the first list or table, each with the further paragraphs of its item."""
    spans: list[Span] = []
    kind: BlockKind | None = None
    for block in blocks:
        if block.is_entry and kind in (None, block.kind):
            spans.append((block.start, block.end))
            kind = block.kind
        elif spans and block.continues_item:
            spans[-1] = (spans[-1][0], block.end)
        elif spans:
            break
    return spans


def _in_tables(document: Document) -> Iterator[Span]:
    """The rows of tables with a column of outcomes, where that is not empty."""
    for line in document.outline:
        if _is_decided(document, line):
            yield line.block.start, line.block.end


def _is_decided(document: Document, line: Line) -> bool | None:
    """Whether a row has words in a column of outcomes, None where it has no such column."""
    if line.block.kind is not BlockKind.ROW or len(line.columns) < 2:
        return None
    named = [names_outcomes(name) for name in line.columns]
    cells = cell_spans(document.text, line.block)
    held = [cell for is_one, cell in zip(named, cells, strict=False) if is_one]
    said = "".join(document.text[start:end] for start, end in held)
    return any(map(str.isalnum, said)) if held else None


def _resolutions(document: Document) -> list[Span]:
    """Each numbered resolution, from what names it on; the longest where one is named twice."""
    found: dict[str, Span] = {}
    if states_drafts(document.title):
        return []
    marked = [
        (place, number)
        for place, line in enumerate(document.outline)
        if (block := line.block).kind is not BlockKind.ROW
        and (number := number_of_resolution(document.text[block.start : block.end])) is not None
        and not any(map(states_drafts, line.heading_path))
    ]
    in_headings = [one for one in marked if document.blocks[one[0]].kind is BlockKind.HEADING]
    if not in_headings and len({number for _place, number in marked}) < 2:
        return []
    places = {place for place, _number in marked}
    for place, number in in_headings or marked:
        span = _resolution(document.blocks, place, places)
        before = found.get(number)
        if before is None or span[1] - span[0] > before[1] - before[0]:
            found[number] = span
    return sorted(found.values())


def _resolution(blocks: Sequence[Block], place: int, starts: set[int]) -> Span:
    """A resolution from its heading or first words to its last whole block."""
    first = blocks[place]
    end = first.end
    for following in range(place + 1, len(blocks)):
        block = blocks[following]
        ends = block.kind is BlockKind.HEADING and (
            first.kind is not BlockKind.HEADING or block.level <= first.level
        )
        if ends or following in starts or block.end - first.start > _LONGEST_RESOLUTION:
            break
        end = block.end
    return first.start, end


def _sentences_of_agreement(document: Document, told: OutcomesConfig) -> Iterator[Span]:
    for block in document.blocks:
        if block.kind in (BlockKind.HEADING, BlockKind.ROW) or _is_picture(document, block):
            continue
        for start, end in sentence_spans(document.text, block.start, block.end, document.language):
            words = document.text[start:end]
            is_sentence = len(words.split()) >= _FEWEST_OF_AGREEMENT and words[-1] not in "?:"
            if (
                is_sentence
                and len(words) <= _LONGEST_SENTENCE
                and tells_agreement(words, told.verbs)
            ):
                yield start, end
