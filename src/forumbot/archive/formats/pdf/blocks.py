"""Lines and tables of a page to blocks, in the order in which a person reads them."""

from collections.abc import Sequence
from dataclasses import dataclass

from forumbot.archive.formats.pdf.page import Line
from forumbot.archive.formats.pdf.tables import Table

MAX_ORDERED = 120
_NEXT_LINE_GAP = 1.15
# Of lines that are set apart, as in drafts, and go on in the middle of a sentence.
_WIDE_GAP = 1.7
_SAME_EDGE = 12.0
_FLUSH = 2.0
_SAME_SIZE = 0.1


@dataclass(frozen=True, slots=True)
class Block:
    """Lines one below the other, or one table, within a box on the page."""

    content: tuple[Line, ...] | Table
    x0: float
    x1: float
    top: float
    bottom: float


def read_blocks(lines: Sequence[Line], tables: Sequence[Table] = ()) -> list[Block]:
    """Blocks in reading order: columns from left to right, each from top to bottom."""
    blocks = [_block(chain) for chain in _chains(lines)]
    blocks += [
        Block(table, table.x0, table.x1, _top(table, lines), table.bottom) for table in tables
    ]
    return _ordered(blocks)


def _top(table: Table, lines: Sequence[Line]) -> float:
    """Where a table begins: a box with lines above its text at the same edge, below them."""
    words = table.cells[0].words
    top, edge = min(word.top for word in words), min(word.x0 for word in words)
    flush = (line for line in lines if abs(line.x0 - edge) < _FLUSH)
    is_below = any(table.top <= line.top < top for line in flush)
    return top if len(table.cells) == 1 and is_below else table.top


def _block(lines: list[Line]) -> Block:
    return Block(
        content=tuple(lines),
        x0=min(line.x0 for line in lines),
        x1=max(line.x1 for line in lines),
        top=min(line.top for line in lines),
        bottom=max(line.bottom for line in lines),
    )


def _chains(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines that go on with one another: close below, alike in size, nothing else as close."""
    chains: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: (line.top, line.x0)):
        above = _nearest([chain for chain in chains[-40:] if _is_near(chain[-1], line)])
        if len(above) == 1 and _goes_on(above[0][-1], line):
            above[0].append(line)
        else:
            chains.append([line])
    return chains


def _nearest(chains: list[list[Line]]) -> list[list[Line]]:
    """The chain that ends lowest, and those that end beside it rather than behind it."""
    if not chains:
        return []
    lowest = max(chains, key=lambda chain: chain[-1].baseline)
    beside = (chain for chain in chains if not _overlap(chain[-1], lowest[-1]))
    return [lowest, *beside]


def _is_near(above: Line, line: Line) -> bool:
    size = max(above.size, line.size)
    gap = line.top - above.bottom
    if not (-0.6 * size < gap < _WIDE_GAP * size and _overlap(above, line)):
        return False
    return gap < _NEXT_LINE_GAP * size or _runs_on(above, line)


def _runs_on(above: Line, line: Line) -> bool:
    """Whether a line goes on with the sentence of the one above, at its edge and in its size."""
    is_alike = abs(above.x0 - line.x0) < _FLUSH and abs(above.size - line.size) < _SAME_SIZE
    is_open = not above.text.rstrip().endswith((".", ":", ";", "!", "?"))
    return is_alike and is_open and line.text[:1].islower() and len(line.cells) == 1


def _goes_on(above: Line, line: Line) -> bool:
    small, large = sorted((above.size, line.size))
    same_kind = (len(above.cells) > 1) == (len(line.cells) > 1)
    return small > 0.8 * large and same_kind and line.baseline > above.baseline


def _overlap(first: Line | Block, second: Line | Block) -> bool:
    return first.x0 < second.x1 and second.x0 < first.x1


def _ordered(blocks: list[Block]) -> list[Block]:
    """Sorted so that what is above comes first, and a column before the one to its right.

    Two blocks side by side are in columns unless something spans both between them; a block whose
    left neighbours are in another column stands where its height puts it.
    """
    waiting = sorted(blocks, key=lambda block: (round(block.top), block.x0))
    if len(waiting) > MAX_ORDERED:
        return waiting
    places = range(len(waiting))
    beside = [[other for other in waiting if _is_left_of(other, block)] for block in waiting]
    needs = [
        {other for other in places if other != this and _precedes(other, this, waiting, beside)}
        for this in places
    ]
    order: list[int] = []
    left = list(places)
    while left:
        free = [this for this in left if not needs[this].intersection(left)]
        chosen = free[0] if free else left[0]
        left.remove(chosen)
        order.append(chosen)
    return [waiting[this] for this in order]


def _is_left_of(other: Block, block: Block) -> bool:
    """Whether one block stands beside another, to its left."""
    shared = min(other.bottom, block.bottom) - max(other.top, block.top)
    return other.x1 <= block.x0 and shared > 0


def _precedes(first: int, second: int, blocks: list[Block], beside: list[list[Block]]) -> bool:
    one, two = blocks[first], blocks[second]
    rightmost = first if one.x0 > two.x0 else second
    left = two if rightmost == first else one
    if _overlap(one, two) or not any(_in_column(left, other) for other in beside[rightmost]):
        return (one.top, first) < (two.top, second)
    if rightmost == first:
        return False
    upper, lower = min(one.top, two.top), max(one.top, two.top)
    return not any(
        upper < block.top < lower and _overlap(block, one) and _overlap(block, two)
        for block in blocks
    )


def _in_column(block: Block, other: Block) -> bool:
    """Whether a block begins at the left edge of another or shares half of its width with it."""
    shared = min(block.x1, other.x1) - max(block.x0, other.x0)
    return abs(block.x0 - other.x0) < _SAME_EDGE or shared >= 0.5 * (block.x1 - block.x0)
