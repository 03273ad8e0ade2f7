"""Where each block of a document stands: under which headings, and in which list."""

from collections.abc import Sequence
from dataclasses import dataclass

from forumbot.archive.layout import Block, BlockKind, cell_spans, opens_table
from forumbot.language.sentences import sentence_spans


@dataclass(frozen=True, slots=True)
class Line:
    """A block, the headings above it from the outermost in, and the words that lead its list in.

    ``lead_in`` is the last sentence of the line above the list, empty where nothing leads it in;
    ``columns`` are the names of the columns of the table that a row stands in, none for the row
    that gives them.
    """

    block: Block
    heading_path: tuple[str, ...]
    lead_in: str
    columns: tuple[str, ...] = ()


def outline(text: str, blocks: Sequence[Block], language: str) -> tuple[Line, ...]:
    """The blocks of a text in order, each with its heading path and its lead-in.

    A heading's own path ends with itself. A list is led in by the paragraph right before it, or by
    the item above a nested list, where that ends with a colon.
    """
    lines: list[Line] = []
    path: list[tuple[int, str]] = []
    lead_ins: dict[int, Block | None] = {}
    last_sentences: dict[Block | None, str] = {None: ""}
    header: list[Block] = []
    headings: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    previous: Block | None = None
    for block in blocks:
        above, header = header, _header(text, block, previous, header)
        if header != above:
            columns = _columns(text, header)
        if block.kind is BlockKind.HEADING:
            path = [entry for entry in path if entry[0] < block.level]
            path.append((block.level, " ".join(text[block.start : block.end].split())))
            headings = tuple(words for _level, words in path)
        lead_in = _lead_in(text, block, previous, lead_ins)
        if lead_in is not None and lead_in not in last_sentences:
            last_sentences[lead_in] = _last_sentence(text, lead_in, language)
        named = () if block.names_columns else columns
        lines.append(Line(block, headings, last_sentences[lead_in], named))
        previous = block
    return tuple(lines)


def _header(text: str, block: Block, previous: Block | None, header: list[Block]) -> list[Block]:
    """The rows that name the columns where a block stands, itself among them if it does."""
    is_row = block.kind is BlockKind.ROW
    goes_on = is_row and previous is not None and previous.kind is BlockKind.ROW
    if previous is None or not goes_on or opens_table(text, previous, block):
        header = []
    if not block.names_columns:
        return header
    return [*header, block] if previous is not None and previous in header else [block]


def _columns(text: str, header: Sequence[Block]) -> tuple[str, ...]:
    """The name of each column, of all rows of the header; none where these differ in number."""
    rows = [[text[start:end] for start, end in cell_spans(text, row)] for row in header]
    if len({len(row) for row in rows}) > 1:
        rows = rows[-1:]
    return tuple(" ".join(dict.fromkeys(filter(None, names))) for names in zip(*rows, strict=True))


def _last_sentence(text: str, block: Block, language: str) -> str:
    """The last sentence of a block."""
    spans = sentence_spans(text, block.start, block.end, language)
    start, end = spans[-1] if spans else (block.start, block.end)
    return text[start:end]


def _lead_in(
    text: str, block: Block, previous: Block | None, lead_ins: dict[int, Block | None]
) -> Block | None:
    """The block that leads ``block`` in; ``lead_ins`` remembers it for the open list's levels."""
    if not (block.is_entry or block.names_columns):
        if not block.continues_item:
            lead_ins.clear()
        return None
    own = 0 if block.kind is BlockKind.ROW else block.level
    if own not in lead_ins:
        opens = previous is not None and text.endswith(":", 0, previous.end)
        lead_ins[own] = previous if opens else lead_ins.get(own - 1)
    for deeper in [level for level in lead_ins if level > own]:
        del lead_ins[deeper]
    return lead_ins[own]
