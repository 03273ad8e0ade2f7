"""Where each block of a document stands: under which headings, and in which list."""

from collections.abc import Sequence
from dataclasses import dataclass

from forumbot.archive.layout import Block, BlockKind
from forumbot.language.sentences import sentence_spans


@dataclass(frozen=True, slots=True)
class Line:
    """A block, the headings above it from the outermost in, and the words that lead its list in.

    ``lead_in`` is the last sentence of the line above the list, empty where nothing leads it in.
    """

    block: Block
    heading_path: tuple[str, ...]
    lead_in: str


def outline(text: str, blocks: Sequence[Block], language: str) -> tuple[Line, ...]:
    """The blocks of a text in order, each with its heading path and its lead-in.

    A heading's own path ends with itself. A list is led in by the paragraph right before it, or by
    the item above a nested list, where that ends with a colon.
    """
    lines: list[Line] = []
    path: list[tuple[int, str]] = []
    lead_ins: dict[int, Block | None] = {}
    previous: Block | None = None
    for block in blocks:
        if block.kind is BlockKind.HEADING:
            path = [entry for entry in path if entry[0] < block.level]
            path.append((block.level, " ".join(text[block.start : block.end].split())))
        headings = tuple(words for _level, words in path)
        lead_in = _lead_in(text, block, previous, lead_ins)
        lines.append(Line(block, headings, _last_sentence(text, lead_in, language)))
        previous = block
    return tuple(lines)


def _last_sentence(text: str, block: Block | None, language: str) -> str:
    """The last sentence of a block, empty where there is none."""
    if block is None:
        return ""
    spans = sentence_spans(text, block.start, block.end, language)
    start, end = spans[-1] if spans else (block.start, block.end)
    return text[start:end]


def _lead_in(
    text: str, block: Block, previous: Block | None, lead_ins: dict[int, Block | None]
) -> Block | None:
    """The block that leads ``block`` in; ``lead_ins`` remembers it for the open list's levels."""
    if not block.is_entry:
        if not block.continues_item:
            lead_ins.clear()
        return None
    if block.level not in lead_ins:
        opens = previous is not None and text.endswith(":", 0, previous.end)
        lead_ins[block.level] = previous if opens else lead_ins.get(block.level - 1)
    for deeper in [level for level in lead_ins if level > block.level]:
        del lead_ins[deeper]
    return lead_ins[block.level]
