"""Bullets that are drawn, as little pictures or shapes, to the characters that they stand for."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from forumbot.archive.formats.pdf.page import Area, Page, Word

# Set by hand, of the type size: how large a bullet is, and how far from its text.
_LARGEST, _FURTHEST = 0.9, 3.0
_SAME_EDGE = 2.0
_FEWEST = 2
BULLET = "•"


def set_bullets(page: Page) -> None:
    """Add a bullet to ``page.words`` for each that is drawn there, before the line it opens.

    Two at least stand at one edge, or at one line's; each is alone in the space before a line.
    """
    if not page.dots or not page.words:
        return
    opened = list(_opened(page.dots, page.words))
    by_edge: dict[int, int] = defaultdict(int)
    for dot, _word in opened:
        by_edge[round(dot.x0 / _SAME_EDGE)] += 1
    found = {
        word: Word(BULLET, dot.x0, dot.x1, word.baseline, word.size, spaced=True)
        for dot, word in opened
        if by_edge[round(dot.x0 / _SAME_EDGE)] >= _FEWEST
    }
    if found:
        page.words = list(_numbered(page.words, found))


def _opened(dots: Sequence[Area], words: Sequence[Word]) -> Iterator[tuple[Area, Word]]:
    """Each drawn bullet with the word that it stands before."""
    by_height: dict[int, list[Word]] = defaultdict(list)
    for word in words:
        by_height[round(word.baseline / _SAME_EDGE)].append(word)
    for dot in dots:
        middle = (dot.top + dot.bottom) / 2
        height = dot.bottom - dot.top
        first = round(middle / _SAME_EDGE)
        near = [word for step in range(-1, 13) for word in by_height.get(first + step, ())]
        level = [word for word in near if word.top <= middle <= word.bottom]
        beside = [word for word in level if word.x0 >= dot.x1 - 0.5]
        if not beside or any(word.x0 < dot.x1 and word.x1 > dot.x0 for word in level):
            continue
        word = min(beside, key=lambda one: one.x0)
        left = max((one.x1 for one in level if one.x1 <= dot.x0), default=None)
        is_first = left is None or dot.x0 - left > word.size
        if (
            is_first
            and height <= _LARGEST * word.size
            and word.x0 - dot.x1 <= _FURTHEST * word.size
        ):
            yield dot, word


def _numbered(words: Sequence[Word], bullets: dict[Word, Word]) -> Iterator[Word]:
    """The words with the bullets before those that they open, counted anew."""
    order = 0
    for word in words:
        for one in (bullets.get(word), word):
            if one is not None:
                yield replace(one, order=order)
                order += 1
