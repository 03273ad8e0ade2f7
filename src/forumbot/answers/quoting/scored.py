"""How well each sentence, item and row of a passage agrees with a question."""

import math
import re
from dataclasses import dataclass, replace

from forumbot.answers.quoting.agreement import answer_in
from forumbot.answers.quoting.belonging import says_sought
from forumbot.answers.quoting.telling import tells
from forumbot.answers.quoting.units import Unit, parts_of
from forumbot.answers.terms import QuestionTerms
from forumbot.archive.documents import Document
from forumbot.archive.layout import BlockKind
from forumbot.archive.outline import Line
from forumbot.asking.sought import Sought, sought
from forumbot.search.hits import Hit

# By how much each side of a sentence counts; set by hand, then looked at one by one: without
# n-grams, the wanted kind or what stands above, 35, 62 and 20 of 165 answers differ, and 3, 2 and 1
# hold less of what was wanted (bench/trials.md).
_WEIGHT_EXACT, _WEIGHT_FUZZY, _WEIGHT_CONTEXT, _WEIGHT_KIND = 1.0, 0.5, 0.3, 0.3
_HEADING_FACTOR = 0.8
# Set by hand, so that a sentence in which the reader surely places the answer beats one that only
# repeats the question: those score up to 2.1.
_WEIGHT_READ = 2.0
# Set by hand, so that "Ada gave the keynote" beats "Bo opened", in which the reader surely places
# the keynote speaker.
_WEIGHT_SOUGHT = 2.0
_SEVERAL = 2
# Set by hand: a row that has a fifth of the question's words, weighed by rarity, is named by it.
_NAMED_ROW = 0.2
_SOURCE = re.compile(r"(?:sources?|quellen?)\s*:", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:\bsource:\s*)?https?://\S+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Scored:
    """A unit, how well it agrees with the question, and whether it has what is sought."""

    start: int
    end: int
    line: Line
    score: float
    belongs: bool = False


def scored_units(hit: Hit, terms: QuestionTerms) -> list[Scored]:
    """The units of a hit's passage in order, each with its score.

    Of several that have what is sought that in which the reader places the answer has more.
    """
    asked = sought(terms.question)
    units = [_scored(hit, unit, terms, asked) for unit in parts_of(hit.document, hit.passage)]
    units = _named_row_first(hit, terms, units)
    if sum(unit.belongs for unit in units) < _SEVERAL:
        return units
    return [
        replace(one, score=one.score + _WEIGHT_SOUGHT)
        if one.belongs and is_read_in(hit, one)
        else one
        for one in units
    ]


def _named_row_first(hit: Hit, terms: QuestionTerms, units: list[Scored]) -> list[Scored]:
    """The units, where the reader places the answer in a row that has no word of the question.

    Of the rows of a table whose columns have names, the one that has most of them then is the best.
    """
    text = hit.document.text
    rows = [one for one in units if one.line.columns]
    read = next((one for one in rows if is_read_in(hit, one)), None)
    if read is None or terms.held(text[read.start : read.end]):
        return units
    held = {one: terms.coverage(text[one.start : one.end]) for one in rows}
    best = max(rows, key=held.__getitem__)
    if held[best] < _NAMED_ROW:
        return units
    return [replace(one, score=one.score + read.score) if one is best else one for one in units]


def is_read_in(hit: Hit, unit: Scored | Unit) -> bool:
    """Whether the reader places the answer in a unit, or a part of it."""
    answer = answer_in(hit)
    return answer is not None and unit.start < answer[1] and answer[0] < unit.end


def _scored(hit: Hit, unit: Unit, terms: QuestionTerms, asked: Sought) -> Scored:
    belongs = _belongs(hit.document, unit, terms, asked)
    score = _score(hit.document, unit, terms) + _read_in(hit, unit)
    score += _WEIGHT_SOUGHT if belongs else 0.0
    return Scored(unit.start, unit.end, unit.line, score, belongs)


def _belongs(document: Document, unit: Unit, terms: QuestionTerms, asked: Sought) -> bool:
    """Whether a unit names somebody, or a number, beside the very word for what is sought."""
    text = document.text[unit.start : unit.end]
    if unit.line.block.kind is BlockKind.HEADING or not asked.words:
        return False
    return tells(terms, text) and says_sought(asked, text, document.language)


def _read_in(hit: Hit, unit: Unit) -> float:
    """What a unit gains where the reader places the answer in it, by how sure it is of one."""
    if hit.reading is None or not is_read_in(hit, unit):
        return 0.0
    return _WEIGHT_READ / (1.0 + math.exp(-hit.reading.logit))


def _score(document: Document, unit: Unit, terms: QuestionTerms) -> float:
    text = _ADDRESS.sub("", document.text[unit.start : unit.end])
    if not text.strip():
        return 0.0
    if _SOURCE.match(text):
        return _WEIGHT_EXACT * terms.coverage(text)
    score = _WEIGHT_EXACT * terms.coverage(text) + _WEIGHT_FUZZY * terms.fuzzy_coverage(text)
    if unit.line.block.kind is BlockKind.HEADING:
        return score * _HEADING_FACTOR
    above = " ".join([*unit.line.heading_path, unit.line.lead_in])
    score += _WEIGHT_CONTEXT * terms.coverage(above, text)
    return score + (_WEIGHT_KIND if tells(terms, text) else 0.0)
