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
    sides = [_Side(*sorted(side, key=lambda part: part[0].baseline)) for side in (left, right)]
    if not all(side.is_headed for side in sides):
        return False
    one, other = ([line[0].baseline for line in side.starts] for side in sides)
    are_level = any(abs(first - second) <= _SAME_EDGE for first in one for second in other)
    return not are_level and (
        all(side.is_of_sentences for side in sides) or all(side.goes_on for side in sides)
    )


class _Side:
    """The lines of one of two texts, from top to bottom; ``starts`` may begin a cell of a table."""

    def __init__(self, head: Segment, *body: Segment) -> None:
        self._lines = list(pairwise(body))
        self.starts = [line for above, line in self._lines if _may_begin(line, above)]
        self.is_headed = bool(self._lines) and (
            _is_headed(head, body) and body[0][0].text[:1].isupper()
        )

    @property
    def is_of_sentences(self) -> bool:
        """Whether lines may begin a cell where a sentence ended above, and there alone."""
        return self.starts == self._ended and len(self.starts) < len(self._lines)

    @property
    def goes_on(self) -> bool:
        """Whether no more than half of the lines may begin a cell, as where nouns open some.

        What opens with a small letter below a whole sentence is a value.
        """
        holds_values = any(line[0].text[:1].islower() for line in self._ended)
        return 2 * len(self.starts) <= len(self._lines) and not holds_values

    @property
    def _ended(self) -> list[Segment]:
        """The lines above which a sentence ended."""
        return [line for above, line in self._lines if above[-1].text.endswith((".", "!", "?"))]


def _may_begin(line: Segment, above: Segment) -> bool:
    """Whether a line may begin a cell: no small letter opens it, and none before it is open.

    A line is with a small word, a comma or a hyphen at its end; nouns of German are written with
    capital letters.
    """
    last = above[-1].text
    is_open = (last.islower() and len(last) <= _SMALL_WORD) or last.endswith((",", "-"))
    return not (line[0].text[:1].islower() or is_open)


def _is_headed(head: Segment, body: Sequence[Segment]) -> bool:
    """Whether a line stands out from those below it, by its weight or its size."""
    is_bold = all(word.bold for word in head) and not any(line[0].bold for line in body)
    return is_bold or all(head[0].size > line[0].size for line in body)
