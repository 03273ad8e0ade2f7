"""HTML to pieces, by selectolax's Lexbor parser: the main content, not menus and banners."""

import re
from collections.abc import Callable, Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from forumbot.archive.formats.alt_texts import AltTexts
from forumbot.archive.formats.bullets import parted_items, split_bullet
from forumbot.archive.formats.footnotes import RAISED
from forumbot.archive.formats.parsed import Parsed
from forumbot.archive.formats.struck import CLOSES, OPENS, Struck
from forumbot.archive.formats.tables import Cell, table_pieces
from forumbot.archive.formats.titles import is_agenda_item, is_capitals
from forumbot.archive.formats.web.bounds import MAX_DEPTH, TOO_DEEP, check_bounds
from forumbot.archive.formats.web.heads import html_metadata
from forumbot.archive.formats.web.left_out import outside, text_of, told
from forumbot.archive.formats.web.notes import joins_note, refers_to_note
from forumbot.archive.formats.web.pictures import said_by
from forumbot.archive.formats.web.regions import (
    HEADINGS,
    UNSEEN,
    Measure,
    is_left_out,
    is_left_out_of_book,
    main_content,
    measure,
)
from forumbot.archive.front_matter import split_front_matter
from forumbot.archive.layout import BlockKind, Piece, join_cells
from forumbot.errors import RefusedError

_BLOCKS = frozenset(
    (
        "address article aside blockquote body caption dd details div dl dt fieldset figcaption "
        "figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li main ol p pre section "
        "summary table tbody td tfoot th thead title tr ul"
    ).split()
)
# Underlined letters set a line off as bold ones do; links are not marked so.
_BOLD = frozenset(("b", "strong", "u"))
_STRUCK = frozenset(("del", "s", "strike"))
_NOTED = frozenset(("a", "br", "img", "pre", "sup", "thead")) | _BOLD | _STRUCK
_MAX_BOLD_CHARS = 100
_ALL_ROWS = 9_999  # what tables bound by how many they have
# A page that links to fewer chapters is no table of contents.
_FEWEST_LINKS, _LONGEST_TITLE = 2, 40


def read_html(source: str) -> Parsed:
    """The main content of a page, what its front matter and its head state, what was left out.

    Raises :class:`RefusedError` for nesting that would keep the parser busy for long, and for
    front matter that cannot be read.
    """
    stated, page = split_front_matter(source)
    tree = parse_html(page)
    pieces, warnings = _read(tree)
    return Parsed(pieces, {**html_metadata(tree), **stated}, tuple(warnings))


def parse_html(source: str) -> LexborHTMLParser:
    """The tree of a page or a fragment.

    Raises :class:`RefusedError` for nesting that would keep the parser busy for long.
    """
    check_bounds(source)
    return LexborHTMLParser(source)


def _read(tree: LexborHTMLParser) -> tuple[list[Piece], list[str]]:
    """The pieces of a page's main content, and what of the page is not in it."""
    if tree.body is None:
        return [], []
    measures = measure(tree.body)
    roots = main_content(tree.body, measures)
    alt_texts = AltTexts()
    walks = [_Walk(root, measures, alt_texts, is_page=True) for root in roots]
    pieces = [piece for walk in walks for piece in walk.pieces()]
    words = measures[tree.body.mem_id].words - sum(measures[root.mem_id].words for root in roots)
    texts = [*outside(tree.body, roots), *(text for walk in walks for text in walk.aside)]
    struck = [warning for walk in walks for warning in walk.struck.warnings()]
    return pieces, [*told(words + sum(walk.left_out for walk in walks), texts), *struck]


def fragment_pieces(source: str, alt_texts: AltTexts | None = None) -> Iterator[Piece]:
    """The pieces of all content of a fragment of HTML; comments and scripts left out.

    ``alt_texts`` are those of the file that it stands in.
    """
    root = parse_html(source).body
    return (
        iter(()) if root is None else _Walk(root, measure(root), alt_texts or AltTexts()).pieces()
    )


def chapter_pieces(
    source: str, is_chapter: Callable[[str], bool], alt_texts: AltTexts
) -> list[Piece] | None:
    """The pieces of a chapter of a book, which has no menus, and whose boxes and notes are its own.

    None for a page that does little but link to chapters, as ``is_chapter`` tells their addresses.
    """
    root = parse_html(source).body
    if root is None:
        return []
    measures = measure(root)
    links = [link.attributes.get("href") or "" for link in root.css("a[href]")]
    to_chapters = sum(map(is_chapter, links))
    held = measures[root.mem_id]
    is_list = held.is_links or held.prose <= _LONGEST_TITLE
    if is_list and to_chapters >= max(_FEWEST_LINKS, len(links) / 2):
        return None
    return list(_Walk(root, measures, alt_texts, is_book=True).pieces())


class _Walk:
    """Depth-first walk without recursion, so that no nesting can exhaust the stack."""

    def __init__(
        self,
        root: LexborNode,
        measures: dict[int, Measure],
        alt_texts: AltTexts,
        *,
        is_book: bool = False,
        is_page: bool = False,
    ) -> None:
        self.root = root
        self.leaves_out = is_left_out_of_book if is_book else is_left_out
        self.measures = measures
        self.words: list[str] = []
        self.alt_texts = alt_texts
        self.pictures: list[str] = []
        self.links = 0
        self.is_head = is_page and measures[root.mem_id].headings > 0
        self.lists: list[int | None] = []
        self.terms: list[bool] = []
        self.pending_marker: str | None = None
        self.heading: int | None = None
        self.last_level = 1
        self.cells: list[Cell] | None = None
        self.rows: list[list[Cell]] = []
        self.heads = self.raised = 0
        self.struck = Struck()
        self.preformatted = self.bold = 0
        self.is_bold = True
        self.left_out = 0
        self.aside: list[str] = []

    def pieces(self) -> Iterator[Piece]:
        stack: list[tuple[LexborNode, bool, int]] = [(self.root, False, 0)]
        while stack:
            node, leaving, depth = stack.pop()
            if depth > MAX_DEPTH:
                raise RefusedError(TOO_DEEP)
            tag = node.tag or ""
            if leaving:
                yield from self._leave(node, tag)
            elif tag == "-text":
                self._text(node)
            elif not tag.startswith(("-", "_", "!")) and not self._is_left_out(node, tag):
                yield from self._enter(node, tag)
                stack.append((node, True, depth))
                stack.extend((child, False, depth + 1) for child in reversed(_children(node)))
        yield from self._flush()
        yield from self._close_table()

    def _held(self, node: LexborNode) -> Measure:
        return self.measures.get(node.mem_id) or Measure()

    def _is_left_out(self, node: LexborNode, tag: str) -> bool:
        if node.mem_id == self.root.mem_id:
            return tag in UNSEEN
        if (tag == "sup" and refers_to_note(node)) or (tag == "a" and joins_note(node)):
            return True
        held = self._held(node)
        leaves_out = self.leaves_out(node, held)
        if leaves_out and held.words:
            self.left_out += held.words
            self.aside.append(text_of(node))
        return leaves_out

    def _text(self, node: LexborNode) -> None:
        text = node.text_content or ""
        self.is_bold = self.is_bold and (self.bold > 0 or not text.strip())
        if self.raised:
            text = text.translate(RAISED)
        self.words.append(text if self.preformatted else re.sub(r"\s+", " ", text))

    def _enter(self, node: LexborNode, tag: str) -> Iterator[Piece]:
        if tag in _BLOCKS:
            yield from self._part()
        if tag == "table" and self.cells is None:
            yield from self._close_table()
        if tag in _NOTED:
            self._begin(node, tag)
        elif tag in ("ul", "ol"):
            self.lists.append(_number_before(node) if tag == "ol" else None)
        elif tag == "li":
            self._open_item()
        elif tag == "tr" and not self._held(node).is_layout:
            self.cells = []
        elif tag == "dl":
            self.terms.append(self.cells is None and not self._held(node).has_parts)
        elif tag == "dt" and self._is_row_of_terms():
            yield from self._close_terms()
            self.cells = []
        elif tag in HEADINGS:
            self.heading = int(tag[1])

    def _begin(self, node: LexborNode, tag: str) -> None:
        """Take note of an element that changes how words are read, not where they stand."""
        self.preformatted += tag == "pre"
        self.links += tag == "a"
        self.bold += tag in _BOLD
        self.heads += tag == "thead"
        self.raised += tag == "sup"
        if tag in _STRUCK:
            self.words.append(OPENS)
        elif tag == "br":
            self.words.append("\n")
        elif tag == "img" and not (self.links and self.is_head):
            self.pictures += filter(None, [said_by(node)])

    def _leave(self, node: LexborNode, tag: str) -> Iterator[Piece]:
        is_cell = tag in ("td", "th") or (tag in ("dt", "dd") and self._is_row_of_terms())
        if is_cell and self.cells is not None:
            self.cells.append(self._cell(node, tag))
        elif tag == "tr":
            yield from self._close_row()
        elif tag == "dl" and self._is_row_of_terms():
            yield from self._close_terms()
        elif tag in _BLOCKS:
            yield from self._part()
        if tag == "table" and self.cells is None:
            yield from self._close_table()
        elif tag in HEADINGS:
            self.heading, self.is_head = None, False
        self._end(tag)

    def _end(self, tag: str) -> None:
        """Forget an element that changed how words are read, or where they stand."""
        if tag in ("ul", "ol") and self.lists:
            self.lists.pop()
        elif tag == "dl" and self.terms:
            self.terms.pop()
        elif tag == "li":
            self.pending_marker = None
        elif tag == "pre":
            self.preformatted -= 1
        elif tag == "thead":
            self.heads -= 1
        elif tag == "sup":
            self.raised -= 1
        elif tag in _STRUCK:
            self.words.append(CLOSES)
        elif tag in _BOLD:
            self.bold -= 1
        elif tag == "a":
            self.links -= 1

    def _open_item(self) -> None:
        counter = self.lists[-1] if self.lists else None
        if counter is not None:
            self.lists[-1] = counter + 1
        self.pending_marker = "•" if counter is None else f"{counter + 1}."

    def _is_row_of_terms(self) -> bool:
        """Whether terms are read as rows, each with what is said of it."""
        return bool(self.terms) and self.terms[-1]

    def _cell(self, node: LexborNode, tag: str) -> Cell:
        is_name = tag == "th" or self.heads > 0
        is_bold = self.is_bold
        across, down = _span(node, "colspan"), _span(node, "rowspan")
        text, pictures = self._take_words(), self._take_pictures()
        if not text.strip():
            text = " ".join(filter(None, map(self.alt_texts.said, pictures)))
        return Cell(text, across, down, is_name=is_name, is_bold=is_bold)

    def _close_row(self) -> Iterator[Piece]:
        if self.cells is None:
            yield from self._flush()
            return
        cells, self.cells = self.cells, None
        if rest := self._take_words():
            cells.append(Cell(rest))
        self.rows.append(cells)

    def _close_terms(self) -> Iterator[Piece]:
        """End the row of a term and what is said of it."""
        if self.cells is None:
            yield from self._flush()
            return
        texts = [*(cell.text for cell in self.cells), self._take_words()]
        self.cells = None
        yield Piece(BlockKind.ROW, join_cells([text for text in texts if text.strip()]))

    def _close_table(self) -> Iterator[Piece]:
        """The rows that are complete, as one table."""
        rows, self.rows = self.rows, []
        yield from (piece for _number, piece in table_pieces(rows))

    def _part(self) -> Iterator[Piece]:
        """End the block so far; within a table's cell a mere line end will do."""
        if self.cells is None:
            yield from self._flush()
        else:
            self.words.append("\n")

    def _take_words(self) -> str:
        text = self.struck.without("".join(self.words))
        self.words.clear()
        self.is_bold = True
        return text

    def _take_pictures(self) -> list[str]:
        pictures, self.pictures = self.pictures, []
        return pictures

    def _flush(self) -> Iterator[Piece]:
        """The block so far, or the pictures in it as items of their own where they are alone."""
        is_bold = self.is_bold
        text, pictures = self._take_words(), self._take_pictures()
        if self.heading is not None and len(pictures) == 1 and not text.strip():
            text = self.alt_texts.words(pictures[0])
        if text.strip():
            yield from self._close_table()
            yield from self._block(text, is_bold=is_bold)
            return
        for said in filter(None, map(self.alt_texts.said, pictures)):
            yield from self._close_table()
            yield self._item(said)

    def _block(self, text: str, *, is_bold: bool) -> Iterator[Piece]:
        if self.heading is not None:
            self.last_level = self.heading
            yield Piece(BlockKind.HEADING, " ".join(text.split()), level=self.heading)
        elif self.pending_marker is not None:
            yield self._item(text)
        elif not self.lists and _looks_like_heading(text, is_bold=is_bold):
            level = min(self.last_level + 1, 6)
            yield Piece(BlockKind.HEADING, " ".join(text.split()), level=level)
        else:
            yield from self._paragraphs(text)

    def _item(self, text: str) -> Piece:
        marker, self.pending_marker = self.pending_marker or "•", None
        bullet = split_bullet(text)
        return Piece(
            BlockKind.ITEM,
            bullet[1] if bullet else text,
            level=max(len(self.lists) - 1, 0),
            marker=marker,
        )

    def _paragraphs(self, text: str) -> Iterator[Piece]:
        """Paragraphs parted by empty lines; lines behind bullets, or counted, are items."""
        for paragraph in re.split(r"\n\s*\n", text):
            lines = paragraph.split("\n")
            parts = [("", lines)] if self.preformatted else parted_items(lines)
            for marker, own in parts:
                kind = BlockKind.ITEM if marker else BlockKind.PARAGRAPH
                yield Piece(kind, "\n".join(own), level=len(self.lists), marker=marker)


def _looks_like_heading(text: str, *, is_bold: bool) -> bool:
    """Whether a paragraph is a heading by its bold letters, its capitals or its agenda number."""
    line = " ".join(text.split())
    if "\n" in text.strip() or len(line) > _MAX_BOLD_CHARS:
        return False
    is_shown = is_bold and not line.endswith((".", ":", ",", ";"))
    return is_shown or is_agenda_item(line) or is_capitals(line)


def _number_before(ordered_list: LexborNode) -> int:
    """The number before a list's first."""
    start = ordered_list.attributes.get("start") or "1"
    return int(start) - 1 if re.fullmatch(r"[0-9]{1,6}", start) else 0


def _span(cell: LexborNode, name: str) -> int:
    """How many columns or rows a cell says that it spans; 0 rows are all that follow."""
    stated = cell.attributes.get(name) or "1"
    if name == "rowspan" and stated == "0":
        return _ALL_ROWS
    return int(stated) if re.fullmatch(r"[0-9]{1,4}", stated) else 1


def _children(node: LexborNode) -> list[LexborNode]:
    return list(node.iter(include_text=True, skip_empty=False))
