"""Words on a page to lines: what stands on one baseline, parted where a column ends.

A wide gap on a baseline is one of three things: room that justification or a tab left, the border
between two cells of a table without rules, or the gutter between columns or boxes. What stands
above and below it in the same gap decides.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from itertools import pairwise, zip_longest

from forumbot.archive.formats.pdf.boxes import are_boxes, at_edge_of
from forumbot.archive.formats.pdf.page import Line, Word, make_line, spell

MAX_GAPS = 1_500
MAX_LAID_OVER = 500
_WIDE_GAP = 1.0
_GUTTER = 0.7
_SAME_LINE = 0.3
# Of the type size, set by hand: the cells of a lone row stand on one line, boxes side by side
# seldom do; gaps between cells of unlike widths are never so even.
_LEVEL, _EVEN, _FEWEST_SPREAD = 0.08, 0.1, 4
_SCRIPT_LINE = 0.45
_NEXT_LINE = 3.2
_OVERLAY = 0.4
_FURTHEST = 60
_FULL = 0.66
# Points, and how many numbers in a row are no chance; set by hand.
_SAME_EDGE, _FEWEST_HANGING = 6.0, 3
# Of the lines of a column, set by hand: the cells of most tables are shorter.
_FEWEST_LETTERS = 18
_BARE_NUMBER = re.compile(r"\d{1,2}")
_BULLET = re.compile(r"[•‣⁃◦∙·●○■□▪▫◆◇►▶▸➢➤➔→⇒✓✔\-–—*\ue000-\uf8ff]")
_MARKER = re.compile(r"(?:\(?(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,5})[.)]|\d{1,2}(?:\.\d{1,2})+\.?|o)")

# "§ 1", "Art. 3a", of two words at most.
_LABEL = re.compile(r"(?:§\s?|Art\.?\s)\d{1,3}\s?[a-z]?[.:)]?")
_MOST_OF_A_LABEL = 2

Segment = tuple[Word, ...]


class _Gap(Enum):
    SPACE = auto()
    CELL = auto()
    GUTTER = auto()


def read_lines(words: Sequence[Word]) -> list[Line]:
    """The lines of a stretch of page, from top to bottom; every word is in exactly one."""
    rows = _with_hanging_numbers(
        [_segments(layer) for row in _rows(words) for layer in _layers(row)]
    )
    gaps = sum(len(row) - 1 for row in rows)
    judge = _GapJudge(rows) if gaps <= MAX_GAPS else None
    lines: list[Line] = []
    for place, row in enumerate(rows):
        lines += _parted(row, place, judge)
    return sorted(_with_wrapped_cells(lines), key=lambda line: (line.top, line.x0))


def is_marker(word: Word) -> bool:
    """Whether a word is nothing but a bullet, a number or a letter that opens a list item."""
    if len(word.text) == 1 and (word.symbol or _BULLET.fullmatch(word.text)):
        return True
    return _MARKER.fullmatch(word.text) is not None


def _rows(words: Sequence[Word]) -> Iterator[list[Word]]:
    """Words on the same baseline, raised and lowered smaller ones among them."""
    row: list[Word] = []
    leader: Word | None = None
    for word in sorted(words, key=lambda word: (word.baseline, word.x0)):
        if leader is None or not _stands_with(word, leader):
            if row:
                yield sorted(row, key=lambda word: word.x0)
            row, leader = [], None
        row.append(word)
        if leader is None or word.size > leader.size:
            leader = word
    if row:
        yield sorted(row, key=lambda word: word.x0)


def _layers(row: list[Word]) -> list[list[Word]]:
    """The words of a row, parted where one text was laid over another."""
    crossing = (one.x1 - two.x0 > _OVERLAY * one.size for one, two in pairwise(row))
    if len(row) > MAX_LAID_OVER or not any(crossing):
        return [row]
    layers: list[list[Word]] = []
    for run in _runs(sorted(row, key=lambda word: word.order)):
        free = (layer for layer in layers if not _is_crossed(layer, run))
        layer = next(free, None)
        if layer is None:
            layers.append(list(run))
        else:
            layer += run
    return [sorted(layer, key=lambda word: word.x0) for layer in layers]


def _runs(words: list[Word]) -> Iterator[list[Word]]:
    """Words that follow one another in the file, from left to right."""
    run: list[Word] = []
    for word in words:
        if run and (word.order != run[-1].order + 1 or word.x0 < run[-1].x0):
            yield run
            run = []
        run.append(word)
    yield run


def _is_crossed(layer: list[Word], run: list[Word]) -> bool:
    limit = _OVERLAY * run[0].size
    return any(min(one.x1, two.x1) - max(one.x0, two.x0) > limit for one in layer for two in run)


def _stands_with(word: Word, leader: Word) -> bool:
    distance = abs(word.baseline - leader.baseline)
    small, large = sorted((word.size, leader.size))
    if small > 0.85 * large:
        return distance <= _SAME_LINE * small
    return distance <= _SCRIPT_LINE * large


def _segments(row: list[Word]) -> list[Segment]:
    """Words of one row that no wide gap parts; the gap behind a list marker does not count."""
    if _is_spread(row[1:] if is_marker(row[0]) else row):
        return [tuple(row)]
    segments: list[list[Word]] = [[row[0]]]
    for previous, word in pairwise(row):
        limit = _WIDE_GAP * max(min(previous.size, word.size), 4.0)
        if (len(segments[-1]) == 1 and is_marker(previous)) or _is_label(segments[-1]):
            limit = max(7 * word.size, 60.0)
        if word.x0 - previous.x1 > limit:
            segments.append([word])
        else:
            segments[-1].append(word)
    return [tuple(segment) for segment in segments]


def _is_label(words: Sequence[Word]) -> bool:
    """Whether words are the number of a paragraph or an article of rules, and nothing else."""
    return len(words) <= _MOST_OF_A_LABEL and _LABEL.fullmatch(spell(words)) is not None


def _is_spread(words: list[Word]) -> bool:
    """Whether justification parted the words of a line: by one gap, however long they are."""
    if len(words) < _FEWEST_SPREAD:
        return False
    size = words[0].size
    gaps = [two.x0 - one.x1 for one, two in pairwise(words)]
    widths = [word.x1 - word.x0 for word in words]
    is_even = max(gaps) - min(gaps) <= _EVEN * size < min(gaps)
    return is_even and max(widths) - min(widths) > size and all(word.spaced for word in words[:-1])


def _with_hanging_numbers(rows: list[list[Segment]]) -> list[list[Segment]]:
    """Rows with a bare number that hangs left of their text drawn to it.

    Such numbers stand in a column of their own before text that begins at one edge, count up from
    row to row, and have nothing else in their rows.
    """
    hanging = [place for place, row in enumerate(rows) if _opens_with_number(row)]
    columns: dict[tuple[int, int], list[int]] = {}
    for place in hanging:
        number, text = rows[place]
        edges = round(number[0].x0 / _SAME_EDGE), round(text[0].x0 / _SAME_EDGE)
        columns.setdefault(edges, []).append(place)
    done = list(rows)
    for places in columns.values():
        counted = [int(rows[place][0][0].text.rstrip(".)")) for place in places]
        if len(places) >= _FEWEST_HANGING and all(two == one + 1 for one, two in pairwise(counted)):
            for place in places:
                done[place] = [(*rows[place][0], *rows[place][1])]
    return done


def hangs(line: Line) -> bool:
    """Whether a line begins with a bare number that hangs left of its text, or one of rules."""
    words = line.cells[0]
    for length in range(1, min(len(words), _MOST_OF_A_LABEL + 1)):
        last = words[length - 1]
        if words[length].x0 - last.x1 > _WIDE_GAP * last.size:
            is_bare = length == 1 and _BARE_NUMBER.fullmatch(last.text) is not None
            return is_bare or _is_label(words[:length])
    return False


def _opens_with_number(row: list[Segment]) -> bool:
    return len(row) == 2 and len(row[0]) == 1 and _BARE_NUMBER.fullmatch(row[0][0].text) is not None


@dataclass(slots=True)
class _Sides:
    """What stands left and right of a gap, over all rows that keep it free.

    ``both`` counts the rows that have something on either side, on one line.
    """

    left: list[Segment]
    right: list[Segment]
    both: int


class _GapJudge:
    """Decides what the wide gaps in rows of segments are."""

    def __init__(self, rows: list[list[Segment]]) -> None:
        self.rows = rows

    def kind(self, place: int, number: int) -> _Gap:
        """What parts segment ``number`` of row ``place`` from the next one."""
        left, right = self.rows[place][number], self.rows[place][number + 1]
        sides = self._sides(place, left, right)
        fewest, most = sorted((len(sides.left), len(sides.right)))
        if len(sides.left) == len(sides.right) == sides.both == 1:
            in_item = number == 0 and len(left) > 1 and is_marker(left[0])
            return _Gap.SPACE if in_item or _is_stretched(left, right) else _Gap.CELL
        if fewest >= 3 and _is_prose(sides.left) and _is_prose(sides.right):
            return _Gap.GUTTER
        if fewest == 2 and _runs_on(sides.left, sides.right):
            return _Gap.GUTTER
        if self._stand_in_boxes(place, left, right, sides):
            return _Gap.GUTTER
        if _is_list(sides.right) and (_is_list(sides.left) or fewest > 1):
            return _Gap.GUTTER
        is_level = (
            sides.both > 1 or abs(left[0].baseline - right[0].baseline) <= _LEVEL * left[0].size
        )
        is_row = is_level and sides.both >= 0.6 * fewest and (fewest > 1 or most == 2)
        return _Gap.CELL if is_row else _Gap.GUTTER

    def _stand_in_boxes(self, place: int, left: Segment, right: Segment, sides: _Sides) -> bool:
        """Whether they are of two boxes; between them one may have ended on the row above."""
        boxes = at_edge_of(left, sides.left), at_edge_of(right, sides.right)
        if min(map(len, boxes)) > 2 and are_boxes(*boxes):
            return True
        above = self.rows[place - 1] if place else []
        for one, middle, other in zip(above, above[1:], above[2:], strict=False):
            is_ended = left[-1].x1 < middle[0].x0 and middle[-1].x1 < right[0].x0
            if is_ended and at_edge_of(left, [one]) and at_edge_of(right, [other]):
                between = self._sides(place - 1, one, middle)
                return self._stand_in_boxes(place - 1, one, middle, between)
        return False

    def _sides(self, place: int, left: Segment, right: Segment) -> _Sides:
        sides = _Sides([left], [right], int(_is_level(left, right)))
        for step in (-1, 1):
            start, end = left[-1].x1, right[0].x0
            nearest = left[0]
            for other in self._walk(place, step):
                row = self.rows[other]
                if abs(row[0][0].baseline - nearest.baseline) > _NEXT_LINE * nearest.size:
                    break
                narrowed = _narrow(row, start, end)
                if narrowed is None:
                    break
                start, end = narrowed
                _collect(row, start, end, sides)
                nearest = row[0][0]
        return sides

    def _walk(self, place: int, step: int) -> Iterator[int]:
        for distance in range(1, _FURTHEST):
            other = place + step * distance
            if 0 <= other < len(self.rows):
                yield other


def _narrow(row: list[Segment], start: float, end: float) -> tuple[float, float] | None:
    """What of a gap a row leaves free; None where it crosses the gap or little is left."""
    for segment in row:
        x0, x1 = segment[0].x0, segment[-1].x1
        if x1 <= start or x0 >= end:
            continue
        if x0 <= start:
            start = x1
        elif x1 >= end:
            end = x0
        else:
            return None
    return (start, end) if end - start >= _GUTTER * row[0][0].size else None


def _collect(row: list[Segment], start: float, end: float, sides: _Sides) -> None:
    left = [segment for segment in row if segment[-1].x1 <= start + 0.1]
    right = [segment for segment in row if segment[0].x0 >= end - 0.1]
    sides.left += left[-1:]
    sides.right += right[:1]
    sides.both += bool(left and right) and _is_level(left[-1], right[0])


def _is_prose(segments: list[Segment]) -> bool:
    """Whether lines fill a column, as wrapped text does and the cells of a table do not."""
    widths = [segment[-1].x1 - segment[0].x0 for segment in segments]
    letters = sum(len(spell(segment)) for segment in segments) / len(segments)
    return letters >= _FEWEST_LETTERS and sum(widths) / len(widths) >= _FULL * max(widths)


def _runs_on(left: list[Segment], right: list[Segment]) -> bool:
    """Whether a sentence goes on from the foot of one short column to the head of the next."""
    one, other = (sorted(side, key=lambda part: part[0].baseline) for side in (left, right))
    are_wrapped = all(line[0].text[:1].islower() for line in (*one[1:], *other))
    is_open = not one[-1][-1].text.endswith((".", "!", "?", ":", ";"))
    letters = min(len(spell(line)) for line in (one[0], other[0]))
    return are_wrapped and is_open and letters >= _FEWEST_LETTERS


def _is_list(segments: list[Segment]) -> bool:
    marked = sum(len(segment) > 1 and is_marker(segment[0]) for segment in segments)
    return marked >= 2 or (marked == 1 and len(segments) < 3)


def _is_level(left: Segment, right: Segment) -> bool:
    """Whether two parts of a row stand on one line, and not a hair higher or lower."""
    size = min(left[-1].size, right[0].size)
    return abs(left[-1].baseline - right[0].baseline) <= _LEVEL * size


def _is_stretched(left: Segment, right: Segment) -> bool:
    """Whether a lone gap is no wider than justification makes it."""
    return right[0].x0 - left[-1].x1 < 8 * right[0].size


def _parted(row: list[Segment], place: int, judge: _GapJudge | None) -> Iterator[Line]:
    cells: list[list[Word]] = [list(row[0])]
    for number, segment in enumerate(row[1:]):
        kind = judge.kind(place, number) if judge is not None else _Gap.SPACE
        if kind is _Gap.GUTTER:
            yield make_line(cells)
            cells = [list(segment)]
        elif kind is _Gap.CELL:
            cells.append(list(segment))
        else:
            cells[-1] += segment
    yield make_line(cells)


def _with_wrapped_cells(lines: list[Line]) -> list[Line]:
    """Lines that go on with a cell of the row above, joined to it."""
    done: list[Line] = []
    row = -1
    bottom = 0.0
    for line, following in zip_longest(lines, lines[1:]):
        cell = _cell_above(line, done[row], bottom, following) if row >= 0 else None
        if cell is not None:
            cells = [list(words) for words in done[row].cells]
            cells[cell] += line.words
            done[row] = make_line(cells)
            bottom = line.bottom
            continue
        done.append(line)
        if len(line.cells) > 1:
            row, bottom = len(done) - 1, line.bottom
        elif line.top > bottom:
            row = -1
    return done


def _cell_above(line: Line, row: Line, bottom: float, following: Line | None) -> int | None:
    """The cell that a line stands right below, with its left edge."""
    gap = line.top - bottom
    if len(line.cells) > 1 or not -0.5 * line.size < gap < 0.45 * line.size:
        return None
    for place, cell in enumerate(row.cells):
        if abs(cell[0].x0 - line.x0) < 0.3 * line.size:
            return place if place or _is_within_table(line, row, gap, following) else None
    return None


def _is_within_table(line: Line, row: Line, gap: float, following: Line | None) -> bool:
    """Whether a line below a row's first cell is part of it, and no paragraph below the table."""
    if following is None or len(following.cells) < 2 or line.x1 > row.cells[1][0].x0:
        return False
    return gap + 0.15 * line.size < following.top - line.bottom < 2.5 * line.size
