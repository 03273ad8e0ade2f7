"""Where each block of a document stands: under which headings, and in which list."""

from collections.abc import Iterator
from dataclasses import dataclass

from forumbot.archive.documents import Document
from forumbot.archive.layout import Block, BlockKind
from forumbot.language.sentences import sentence_spans


@dataclass(frozen=True, slots=True)
class Line:
    """A block, the headings above it from the outermost in, and the line that leads its list in."""

    block: Block
    heading_path: tuple[str, ...]
    lead_in: Block | None


def outline(document: Document) -> Iterator[Line]:
    """The blocks of a document in order, each with its heading path and its lead-in.

    A heading's own path ends with itself. A list is led in by the paragraph right before it, or by
    the item above a nested list, where that ends with a colon.
    """
    path: list[tuple[int, str]] = []
    lead_ins: dict[int, Block | None] = {}
    previous: Block | None = None
    for block in document.blocks:
        if block.kind is BlockKind.HEADING:
            path = [entry for entry in path if entry[0] < block.level]
            path.append((block.level, " ".join(document.text[block.start : block.end].split())))
        headings = tuple(words for _level, words in path)
        yield Line(block, headings, _lead_in(document.text, block, previous, lead_ins))
        previous = block


def lead_in_text(document: Document, lead_in: Block | None) -> str:
    """The last sentence of the line that leads a list in, empty where there is none."""
    if lead_in is None:
        return ""
    spans = sentence_spans(document.text, lead_in.start, lead_in.end, document.language)
    start, end = spans[-1] if spans else (lead_in.start, lead_in.end)
    return document.text[start:end]


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
