"""Markdown to pieces, by markdown-it-py's CommonMark parser with tables."""

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.token import Token

from forumbot.archive.formats.html import fragment_pieces
from forumbot.archive.layout import BlockKind, Piece, join_cells
from forumbot.errors import RefusedError

_MAX_DEPTH = 60
# The parser passes over what is nested deeper than its limit, and says nothing of it.
_PARSER = (
    MarkdownIt("commonmark", {"maxNesting": _MAX_DEPTH + 2}).enable("table").enable("strikethrough")
)
_ATTRIBUTE_LIST = re.compile(r"\{::?\s*(?:[.#/]?[A-Za-z][^{}\n]*)?\}")
_MAX_HEADING_CHARS = 100


def markdown_pieces(source: str) -> Iterator[Piece]:
    """Headings, paragraphs, list items and table rows in order; markup and comments left out.

    Raises :class:`RefusedError` for lists and quotes nested deeper than 60 levels.
    """
    walk = _Walk()
    for token in _PARSER.parse(source):
        if token.level > _MAX_DEPTH:
            raise RefusedError(f"lists or quotes nested deeper than {_MAX_DEPTH} levels")
        yield from walk.take(token)


class _Walk:
    """State while the flat token stream goes by: open lists, the row being read, heading level."""

    def __init__(self) -> None:
        self.counters: list[int | None] = []
        self.item_open = False
        self.heading: int | None = None
        self.last_level = 1
        self.cells: list[str] | None = None

    def take(self, token: Token) -> Iterator[Piece]:
        handler = getattr(self, f"_{token.type}", None)
        if handler is not None:
            yield from handler(token) or ()

    def _heading_open(self, token: Token) -> None:
        self.heading = int(token.tag[1:])

    def _heading_close(self, token: Token) -> None:
        self.heading = None

    def _bullet_list_open(self, token: Token) -> None:
        self.counters.append(None)

    def _ordered_list_open(self, token: Token) -> None:
        start = token.attrGet("start")
        self.counters.append(int(start) - 1 if start is not None else 0)

    def _bullet_list_close(self, token: Token) -> None:
        self.counters.pop()

    _ordered_list_close = _bullet_list_close

    def _list_item_open(self, token: Token) -> None:
        if self.counters[-1] is not None:
            self.counters[-1] += 1
        self.item_open = True

    def _list_item_close(self, token: Token) -> None:
        self.item_open = False

    def _tr_open(self, token: Token) -> None:
        self.cells = []

    def _tr_close(self, token: Token) -> Iterator[Piece]:
        cells, self.cells = self.cells or [], None
        yield Piece(BlockKind.ROW, join_cells(cells))

    def _inline(self, token: Token) -> Iterator[Piece]:
        text = inline_text(token.children or [])
        if self.cells is not None:
            self.cells.append(text)
        elif self.heading is not None:
            self.last_level = self.heading
            yield Piece(BlockKind.HEADING, text, level=self.heading)
        elif self.item_open:
            self.item_open = False
            yield self._item(text)
        elif not self.counters and _is_emphasised_line(token):
            yield Piece(BlockKind.HEADING, text, level=min(self.last_level + 1, 6))
        else:
            yield self._paragraph(text)

    def _item(self, text: str) -> Piece:
        counter = self.counters[-1]
        marker = "•" if counter is None else f"{counter}."
        return Piece(BlockKind.ITEM, text, level=len(self.counters) - 1, marker=marker)

    def _paragraph(self, text: str) -> Piece:
        return Piece(BlockKind.PARAGRAPH, text, level=len(self.counters))

    def _fence(self, token: Token) -> Iterator[Piece]:
        yield self._paragraph(token.content)

    _code_block = _fence

    def _html_block(self, token: Token) -> Iterator[Piece]:
        for piece in fragment_pieces(token.content):
            if piece.kind is BlockKind.PARAGRAPH:
                yield self._paragraph(piece.text)
            else:
                yield piece


def inline_text(tokens: list[Token]) -> str:
    """The words of inline tokens: link texts and image descriptions, without markup or targets.

    Attribute lists, as in ``{: .note}``, are markup except within code.
    """
    parts: list[str] = []
    for token in tokens:
        if token.type in ("softbreak", "hardbreak"):
            parts.append("\n")
        elif token.type == "image":
            parts.append(inline_text(token.children or []))
        elif token.type == "html_inline":
            parts.append("\n" if token.content.lower().startswith("<br") else "")
        elif token.type == "text":
            parts.append(_ATTRIBUTE_LIST.sub("", token.content))
        else:
            parts.append(token.content)
    return "".join(parts)


def _is_emphasised_line(token: Token) -> bool:
    """A paragraph of one short line that is bold or italic as a whole serves as a heading."""
    children = [child for child in token.children or [] if child.content or child.type != "text"]
    if len(children) < 3 or children[0].type not in ("strong_open", "em_open"):
        return False
    closing = children[0].type.replace("open", "close")
    closes = [place for place, child in enumerate(children) if child.type == closing]
    text = inline_text(children)
    return (
        closes[:1] == [len(children) - 1]
        and len(text) <= _MAX_HEADING_CHARS
        and "\n" not in text
        and not text.rstrip().endswith((".", ":", ",", ";"))
    )
