"""Tables and boxes with ruled lines: the grid that the rules make, and the words in its cells."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from forumbot.archive.formats.pdf.page import Rule, Word

MAX_CROSSINGS = 400_000
MAX_BASE_CELLS = 10_000
MAX_VISITS = 1_000_000
_SNAP = 3.0
_MAX_CROSSING = 0.03
_SPACE = 0.35
# Of the type size: a line with its leading and a little room, and less than two lines.
_ONE_LINE = 1.7
# Of the type size, set by hand: what parts columns, where a space is a third.
_GAP, _SAME_LINE = 1.5, 0.5
# Points, set by hand: narrower than a mark in a cell, wider than two rules drawn as one.
_NARROWEST = 12.0
# Set by hand: a table may lack a corner; of boxes with arrows between them hardly any place is one.
_MOST_OPEN = 0.25
# Points, set by hand: the room that a cell leaves above and below its text.
_ROOM = 10.0
_FEWEST_UPRIGHT = 4


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell with words; ``row`` and ``column`` are those of its upper left corner, from 0."""

    row: int
    column: int
    words: tuple[Word, ...]


Origin = tuple[int, int]
"""Row and column of a cell's upper left corner."""


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table; its cells from top to bottom and left to right, empty ones left out.

    A box around text is one too, with one cell to a row. ``grid`` has for each row and column the
    corner of the cell that stands there, empty ones and all that merged ones span included; columns
    that are no wider than a rule and its shadow are left out of it. It is empty where rules leave
    much of it open, as in a drawing.
    """

    cells: tuple[Cell, ...]
    x0: float
    x1: float
    top: float
    bottom: float
    grid: tuple[tuple[Origin, ...], ...] = ()

    def rows(self) -> list[list[Cell]]:
        """The cells by the row in which they begin."""
        rows: dict[int, list[Cell]] = {}
        for cell in self.cells:
            rows.setdefault(cell.row, []).append(cell)
        return [rows[row] for row in sorted(rows)]

    def encloses(self, other: "Table") -> bool:
        """Whether the middle of another table lies within this one."""
        x, y = (other.x0 + other.x1) / 2, (other.top + other.bottom) / 2
        return self.x0 < x < self.x1 and self.top < y < self.bottom

    @property
    def hugs_a_line(self) -> bool:
        """Whether it is no higher than one line of its text, as the ground of marked words is."""
        return self.bottom - self.top < _ONE_LINE * max(word.size for word in self.cells[0].words)

    @property
    def grounds_a_row(self) -> bool:
        """Whether it is one cell with one line, whose words stand in columns."""
        words = sorted(self.cells[0].words, key=lambda word: word.x0)
        heights = [word.baseline for word in words]
        size = max(word.size for word in words)
        is_line = len(self.cells) == 1 and max(heights) - min(heights) < _SAME_LINE * size
        return is_line and any(two.x0 - one.x1 > _GAP * size for one, two in pairwise(words))

    @property
    def is_box(self) -> bool:
        """Whether no two of its cells lie side by side."""
        return len(self.rows()) == len(self.cells)


def find_tables(words: Sequence[Word], rules: Sequence[Rule]) -> tuple[list[Table], list[Word]]:
    """The tables that rules make around words, the smallest first, and the words outside them.

    A box with a table or another box in it is none, nor is one that cuts through lines of text,
    such as the ground of a highlighted word, or lies under a row of columns.
    """
    rest = list(words)
    tables: list[Table] = []
    affordable = MAX_VISITS // max(len(words), 1)
    for grid in sorted(_grids(rules), key=lambda grid: grid.area)[:affordable]:
        table, outside = grid.fill(rest)
        if table is None:
            continue
        if table.is_box and (
            any(map(table.encloses, tables))
            or table.hugs_a_line
            or table.grounds_a_row
            or _cuts_lines(table, outside)
        ):
            continue
        tables.append(table)
        rest = outside
    return tables, rest


def _cuts_lines(table: Table, outside: Sequence[Word]) -> bool:
    """Whether words right beside those in a box stand on the same line."""
    by_height: dict[int, list[Word]] = defaultdict(list)
    for word in outside:
        by_height[round(word.baseline / 3)].append(word)
    for cell in table.cells:
        for word in cell.words:
            height = round(word.baseline / 3)
            for other in (near for step in (-1, 0, 1) for near in by_height.get(height + step, ())):
                gap = max(other.x0 - word.x1, word.x0 - other.x1)
                if abs(other.baseline - word.baseline) < 2 and gap < 0.8 * word.size:
                    return True
    return False


class _Grid:
    """Crossing rules, and the closed cells between them; merged cells are one."""

    def __init__(self, across: list[Rule], down: list[Rule]) -> None:
        self.ys = _places(across)
        self.xs = _places(down)
        self.across = _by_place(across, self.ys)
        self.down = _by_place(down, self.xs)
        self.area = (self.xs[-1] - self.xs[0]) * (self.ys[-1] - self.ys[0])
        self.columns, self.rows = len(self.xs) - 1, len(self.ys) - 1
        self.cells = self._merge() if self.columns * self.rows <= MAX_BASE_CELLS else []

    def fill(self, words: list[Word]) -> tuple[Table | None, list[Word]]:
        """The table with its share of the words and the others, or no table and all of them.

        A line of text that runs on from cell to cell lies under or over the table, not in it.
        """
        inside: dict[int, list[Word]] = {}
        outside: list[Word] = []
        crossing = 0
        is_ground = False
        for run in _runs(words) if self.cells else ():
            cells = {self._cell_at((word.x0 + word.x1) / 2, word) for word in run}
            crossing += any(self._is_cut(word) for word in run)
            is_ground = is_ground or (None in cells and len(cells) > 1)
            cell = cells.pop()
            if cells or cell is None:
                outside += run
            else:
                inside.setdefault(cell, []).extend(run)
        if not inside or crossing > _MAX_CROSSING * len(words) + 1:
            return None, words
        table = self._table(inside)
        # A line that runs on beyond the edge stands over a coloured ground, and so do the others.
        return (None, words) if is_ground and table.is_box else (table, outside)

    def _is_cut(self, word: Word) -> bool:
        """Whether a border between cells goes through a word."""
        inset = 0.2 * (word.x1 - word.x0)
        return self._cell_at(word.x0 + inset, word) != self._cell_at(word.x1 - inset, word)

    def _table(self, inside: dict[int, list[Word]]) -> Table:
        cells = [
            Cell(cell // self.columns, cell % self.columns, tuple(inside[cell]))
            for cell in sorted(inside)
        ]
        edges = self.xs[0], self.xs[-1], self.ys[0], self.ys[-1]
        return Table(tuple(cells), *edges, self._grid(set(inside)))

    def _grid(self, filled: set[int]) -> tuple[tuple[Origin, ...], ...]:
        columns = [column for column in range(self.columns) if self._counts(column, filled)]
        if sum(cell < 0 for cell in self.cells) > _MOST_OPEN * len(self.cells):
            return ()
        return tuple(
            tuple(self._origin(row * self.columns + column) for column in columns)
            for row in range(self.rows)
        )

    def _origin(self, place: int) -> Origin:
        """The corner of the cell at a base cell, which is its own where no rules close one."""
        cell = self.cells[place]
        return divmod(cell if cell >= 0 else place, self.columns)

    def _counts(self, column: int, filled: set[int]) -> bool:
        """Whether a column of the grid is one of the table: broad, or with text of its own."""
        roots = {self.cells[row * self.columns + column] for row in range(self.rows)}
        own = {root for root in roots if root >= 0 and root % self.columns == column}
        is_broad = self.xs[column + 1] - self.xs[column] >= _NARROWEST
        return bool(own) and (is_broad or not own.isdisjoint(filled))

    def _cell_at(self, x: float, word: Word) -> int | None:
        column = bisect_right(self.xs, x) - 1
        row = bisect_right(self.ys, word.baseline - 0.3 * word.size) - 1
        if 0 <= column < self.columns and 0 <= row < self.rows:
            cell = self.cells[row * self.columns + column]
            return cell if cell >= 0 else None
        return None

    def _merge(self) -> list[int]:
        """For each base cell its cell's first one in reading order, −1 where it is open."""
        parent = list(range(self.columns * self.rows))
        opened: set[int] = set()
        for cell in range(len(parent)):
            row, column = divmod(cell, self.columns)
            for neighbour, closed in self._borders(row, column):
                if closed:
                    continue
                if neighbour is None:
                    opened.add(cell)
                else:
                    _join(parent, cell, neighbour)
        open_roots = {_root(parent, cell) for cell in opened}
        roots = [_root(parent, cell) for cell in range(len(parent))]
        return [-1 if root in open_roots else root for root in roots]

    def _borders(self, row: int, column: int) -> Iterable[tuple[int | None, bool]]:
        """The neighbours of a base cell, None beyond the edge, and whether a rule parts them."""
        x = (self.xs[column] + self.xs[column + 1]) / 2
        y = (self.ys[row] + self.ys[row + 1]) / 2
        cell = row * self.columns + column
        yield (cell - self.columns if row else None), _covers(self.across[row], x)
        below = cell + self.columns if row + 1 < self.rows else None
        yield below, _covers(self.across[row + 1], x)
        yield (cell - 1 if column else None), _covers(self.down[column], y)
        right = cell + 1 if column + 1 < self.columns else None
        yield right, _covers(self.down[column + 1], y)


def _runs(words: list[Word]) -> Iterator[list[Word]]:
    """Words that follow one another on a line, no wider apart than a space."""
    run: list[Word] = []
    for word in sorted(words, key=lambda word: word.order):
        if run and not _follows(run[-1], word):
            yield run
            run = []
        run.append(word)
    if run:
        yield run


def _follows(word: Word, following: Word) -> bool:
    level = abs(word.baseline - following.baseline) < 0.1 * word.size
    return level and -0.1 * word.size < following.x0 - word.x1 < _SPACE * word.size


def _root(parent: list[int], cell: int) -> int:
    while parent[cell] != cell:
        parent[cell] = parent[parent[cell]]
        cell = parent[cell]
    return cell


def _join(parent: list[int], one: int, two: int) -> None:
    first, second = sorted((_root(parent, one), _root(parent, two)))
    parent[second] = first


def _covers(rules: list[Rule], place: float) -> bool:
    return any(rule.start - _SNAP <= place <= rule.end + _SNAP for rule in rules)


def _places(rules: list[Rule]) -> list[float]:
    """The distinct places of parallel rules, those closer than 3 points taken for one."""
    places: list[float] = []
    for place in sorted(rule.place for rule in rules):
        if not places or place - places[-1] > _SNAP:
            places.append(place)
    return places


def _by_place(rules: list[Rule], places: list[float]) -> list[list[Rule]]:
    found: list[list[Rule]] = [[] for _ in places]
    for rule in rules:
        found[bisect_right(places, rule.place) - 1].append(rule)
    return found


def _grids(rules: Sequence[Rule]) -> list[_Grid]:
    """The groups of rules that cross or touch one another."""
    across = _united([rule for rule in rules if rule.horizontal])
    down = _united([rule for rule in rules if not rule.horizontal])
    if len(across) * len(down) > MAX_CROSSINGS:
        return []
    down = [_reaching(rule, across) for rule in down]
    every = across + down
    parent = list(range(len(every)))
    for one, flat in enumerate(across):
        for two, upright in enumerate(down, start=len(across)):
            if _touch(flat, upright):
                _join(parent, one, two)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for place, rule in enumerate(every):
        group = groups.setdefault(_root(parent, place), ([], []))
        group[0 if rule.horizontal else 1].append(rule)
    whole = [([*rows, *_missing_ends(rows, columns)], columns) for rows, columns in groups.values()]
    return [
        _Grid(rows, columns)
        for rows, columns in whole
        if len(_places(rows)) > 1 and len(_places(columns)) > 1
    ]


def _reaching(upright: Rule, flat: Sequence[Rule]) -> Rule:
    """An upright rule that touches no other, drawn out to the two that it ends short of.

    So a border between columns stands where a row fills the page, if cells have their own room.
    """
    if any(_touch(rule, upright) for rule in flat):
        return upright
    over = [rule.place for rule in flat if rule.start < upright.place < rule.end]
    above = [place for place in over if 0 < upright.start - place < _ROOM]
    below = [place for place in over if 0 < place - upright.end < _ROOM]
    if not above or not below:
        return upright
    return replace(upright, start=max(above), end=min(below))


def _missing_ends(flat: list[Rule], upright: list[Rule]) -> Iterator[Rule]:
    """The upper and lower edge of a table whose upright rules end together beyond its last one.

    So it stands where a table goes on over the page.
    """
    if len(_places(flat)) < 2 or len(_places(upright)) < _FEWEST_UPRIGHT:
        return
    first, last = min(rule.place for rule in upright), max(rule.place for rule in upright)
    for end in (max(rule.end for rule in upright), min(rule.start for rule in upright)):
        reaching = [rule for rule in upright if abs(rule.end - end) < _SNAP]
        reaching += [rule for rule in upright if abs(rule.start - end) < _SNAP]
        is_whole = len(_places(reaching)) == len(_places(upright))
        edges = (rule for rule in flat if abs(rule.place - end) < _SNAP)
        is_closed = any(rule.start - _SNAP < first and rule.end + _SNAP > last for rule in edges)
        if is_whole and not is_closed:
            yield Rule(True, end, first, last)


def _touch(flat: Rule, upright: Rule) -> bool:
    return (
        flat.start - _SNAP <= upright.place <= flat.end + _SNAP
        and upright.start - _SNAP <= flat.place <= upright.end + _SNAP
    )


def _united(rules: list[Rule]) -> list[Rule]:
    """Parallel rules with those in line and touching made one."""
    done: list[Rule] = []
    for place_rules in _by_place(rules, _places(rules)) if rules else ():
        place_rules.sort(key=lambda rule: rule.start)
        for rule in place_rules:
            if (
                done
                and done[-1].place == place_rules[0].place
                and rule.start <= done[-1].end + _SNAP
            ):
                last = done.pop()
                rule = Rule(last.horizontal, last.place, last.start, max(last.end, rule.end))
            else:
                rule = Rule(rule.horizontal, place_rules[0].place, rule.start, rule.end)
            done.append(rule)
    return done
