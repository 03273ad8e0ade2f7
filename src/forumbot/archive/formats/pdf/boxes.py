"""Texts that stand side by side, each below a heading of its own, told from tables."""

from collections.abc import Sequence
from itertools import pairwise

from forumbot.archive.formats.pdf.page import Word

# Points, set by hand.
_SAME_EDGE = 6.0
# Letters, set by hand: "der", "und", "of" end no text of a cell.
_SMALL_WORD = 3

Segment = tuple[Word, ...]


def at_edge_of(segment: Segment, others: Sequence[Segment]) -> list[Segment]:
    """Those of some parts of lines that begin at the left edge of one of them."""
    return [one for one in others if abs(one[0].x0 - segment[0].x0) < _SAME_EDGE]


def are_boxes(left: list[Segment], right: list[Segment]) -> bool:
    """Whether each side is one text under a heading of its own, wrapped as its width asks.

    The rows of a table begin on one line in all their cells; sentences of texts side by side do so
    by chance alone.
    """
    begins: list[list[float]] = []
    for side in (left, right):
        head, *body = sorted(side, key=lambda part: part[0].baseline)
        if len(body) < 2 or not _is_headed(head, body) or not body[0][0].text[:1].isupper():
            return False
        lines = list(pairwise(body))
        starts = [line for above, line in lines if _may_begin(line, above)]
        ended = [line for above, line in lines if above[-1].text.endswith((".", "!", "?"))]
        if starts != ended or len(starts) == len(lines):
            return False
        begins.append([line[0].baseline for line in starts])
    return not any(abs(one - other) <= _SAME_EDGE for one in begins[0] for other in begins[1])


def _may_begin(line: Segment, above: Segment) -> bool:
    """Whether a line may begin a cell: no small letter opens it, and no small word stands before.

    Nouns of German are written with capital letters.
    """
    last = above[-1].text
    is_open = last.islower() and len(last) <= _SMALL_WORD
    return not (line[0].text[:1].islower() or is_open)


def _is_headed(head: Segment, body: Sequence[Segment]) -> bool:
    """Whether a line stands out from those below it, by its weight or its size."""
    is_bold = all(word.bold for word in head) and not any(line[0].bold for line in body)
    return is_bold or all(head[0].size > line[0].size for line in body)
