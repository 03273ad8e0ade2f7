"""The sentence in which a reader places the answer, read once more, alone.

A reader judges a passage whole, and is lenient: what is beside the answer may be of the question's
subject.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from forumbot.answers.quoting.agreement import answer_in
from forumbot.answers.quoting.units import units_of
from forumbot.models.reader import Reading
from forumbot.search.hits import Hit, raised
from forumbot.search.passages import Passage

ReadParts = Callable[[Sequence[tuple[Hit, Passage]]], Sequence[Reading | None]]
"""What a reader makes of parts of hits, None where there is none."""

# Over five golden sets a right passage comes first for .015 to .027 more of the questions, on dev2
# for as many; weights of .1 to .5 do about the same, and six sentences no better than three
# (bench/trials.md).
_READ, _WEIGHT = 3, 0.25


def answer_alone(hit: Hit) -> Passage:
    """What a passage holds of the answer: the sentences, items or rows that it reaches into.

    The whole passage where the answer is in none.
    """
    start, end = answer_in(hit) or (0, 0)
    units = [
        unit
        for unit in units_of(hit.document, hit.passage)
        if unit.start < end and start < unit.end
    ]
    if not units:
        return hit.passage
    first, last = units[0].start, units[-1].end
    return replace(hit.passage, start=first, end=last, text=hit.document.text[first:last])


def read_alone(hits: Sequence[Hit], read_parts: ReadParts) -> list[Hit]:
    """The first hits in the order of their score and of what their sentences say, then all others.

    Only those that a reader has put in order are.
    """
    count = min(_READ, sum(_is_read(hit) for hit in hits))
    first, others = hits[:count], hits[count:]
    if not first or not all(map(_is_read, first)):
        return list(hits)
    readings = read_parts([(hit, answer_alone(hit)) for hit in first])
    judged = [
        hit if alone is None else replace(hit, score=hit.score + _WEIGHT * alone.logit, alone=alone)
        for hit, alone in zip(first, readings, strict=True)
    ]
    return raised(sorted(judged, key=lambda hit: -hit.score), others)


def _is_read(hit: Hit) -> bool:
    return hit.reading is not None and hit.rerank_score is None
