"""Markdown to pieces, by markdown-it-py's CommonMark parser with tables."""

import html
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from forumbot.archive.formats.alt_texts import AltTexts
from forumbot.archive.formats.asides import without_boxes
from forumbot.archive.formats.bullets import opens_with_day, parted_items
from forumbot.archive.formats.footnotes import with_notes_apart
from forumbot.archive.formats.marks import without_marks
from forumbot.archive.formats.parsed import Parsed
from forumbot.archive.formats.struck import CLOSES, OPENS, Struck
from forumbot.archive.formats.tables import Cell, table_pieces
from forumbot.archive.formats.titles import (
    is_agenda_item,
    is_capitals,
    is_numbered_title,
    is_title,
    section_depth,
)
from forumbot.archive.formats.web.html import fragment_pieces
from forumbot.archive.formats.wrapping import HARD_BREAK, Unwrapper
from forumbot.archive.front_matter import split_front_matter
from forumbot.archive.layout import BlockKind, Piece
from forumbot.errors import RefusedError
from forumbot.language.date_forms import month_names
from forumbot.language.dates import find_dates
from forumbot.language.levelling import level

_MAX_DEPTH = 60
# The parser passes over what is nested deeper than its limit, and says nothing of it.
_PARSER = (
    MarkdownIt("commonmark", {"maxNesting": _MAX_DEPTH + 2}).enable("table").enable("strikethrough")
)
_ATTRIBUTE_LIST = re.compile(r"\{::?\s*(?:[.#/]?[A-Za-z][^{}\n]*)?\}")
_DATE_LIKE_ITEM = re.compile(
    r"^(?P<before>[ \t]*(?:[-*+>][ \t]+)*)(?P<number>\d{1,4})(?P<rest>\.[ \t].*)$", re.MULTILINE
)
# It keeps a number from being that of an item, and is not seen: laying out leaves it out.
_WORD_JOINER = "\u2060"
_AND_ANOTHER = re.compile(r"\.[ \t]+\w{1,3}[ \t]+\d{1,2}\b")  # "25. und 26. September"
_DATE_CHARS = 40
_WORD = re.compile(r"[^\W\d_]+|\d+")
_HEADING_ID = re.compile(r"\s*\{[#.][^{}]{0,200}\}$")
_MAX_BOLD_CHARS = 100
_STRUCK_TAG = re.compile(r"<(?P<closes>/?)(?:del|s|strike)>")
_ALT = re.compile(r"<img\b[^>]*?\balt\s*=\s*(?P<quote>[\"'])(?P<alt>.*?)(?P=quote)", re.I | re.S)
_MIN_PARAGRAPHS = 4
_MAX_UNDERLINED_CHARS = 200


def read_markdown(source: str) -> Parsed:
    """The pieces of a Markdown file and what its front matter states.

    Raises :class:`RefusedError` for front matter that cannot be read.
    """
    metadata, body = split_front_matter(source)
    struck = Struck()
    pieces = list(markdown_pieces(body, struck))
    return Parsed(pieces, metadata, tuple(struck.warnings()))


def markdown_pieces(source: str, struck: Struck | None = None) -> Iterator[Piece]:
    """Headings, paragraphs, list items and table rows in order; markup and comments left out.

    What is struck out within a line is told to ``struck``. Raises :class:`RefusedError` for lists
    and quotes nested deeper than 60 levels.
    """
    source = without_boxes(with_notes_apart(_DATE_LIKE_ITEM.sub(_kept_together, source)))
    tokens = _PARSER.parse(source)
    unwrapper = Unwrapper(source.split("\n"), flows=True)
    kinds = Counter(token.type for token in tokens)
    is_unmarked = not kinds["heading_open"] and kinds["paragraph_open"] >= _MIN_PARAGRAPHS
    numbers = _lone_numbers(tokens)
    walk = _Walk(unwrapper, numbers, struck or Struck(), bare_titles=is_unmarked)
    for place, token in enumerate(tokens):
        if token.level > _MAX_DEPTH:
            raise RefusedError(
                f"lists or quotes nested deeper than {_MAX_DEPTH} levels; nest them less"
            )
        yield from walk.take(token, place)


def _kept_together(line: re.Match[str]) -> str:
    """A line that a date opens, in a form that no parser takes for the item of a list."""
    words = line["number"] + line["rest"]
    following = _WORD.search(line["rest"])
    # Hardly any item begins with a month, and to look for dates takes a second to make ready.
    if following is None:
        return line[0]
    if opens_with_day(words):
        return f"{line['before']}{line['number']}{_WORD_JOINER}{line['rest']}"
    is_of_days = following[0].isdigit() or _AND_ANOTHER.match(line["rest"]) is not None
    if not (is_of_days or level(following[0]) in month_names()):
        return line[0]
    if not any(found.start == 0 for found in find_dates(words[:_DATE_CHARS])):
        return line[0]
    return f"{line['before']}{line['number']}{_WORD_JOINER}{line['rest']}"


def _lone_numbers(tokens: Sequence[Token]) -> set[int]:
    """The places of numbered "lists" of one short title each, which are numbered headings."""
    shape = ["ordered_list_open", "list_item_open", "paragraph_open", "inline",
             "paragraph_close", "list_item_close", "ordered_list_close"]  # fmt: skip
    found: set[int] = set()
    for place, token in enumerate(tokens):
        if token.type != shape[0] or token.level:
            continue
        run = tokens[place : place + len(shape)]
        if [inner.type for inner in run] == shape and is_title(inline_text(run[3].children or [])):
            found.add(place)
    return found


class _Walk:
    """State while the flat token stream goes by: open lists, the row being read, heading level."""

    def __init__(
        self, unwrapper: Unwrapper, lone_numbers: set[int], struck: Struck, *, bare_titles: bool
    ) -> None:
        self.unwrapper = unwrapper
        self.struck = struck
        self.bare_titles = bare_titles
        self.lone_numbers = lone_numbers
        self.counters: list[int | None] = []
        self.item_open = False
        self.number_before: str | None = None
        self.heading: int | None = None
        self.last_level = 1
        self.rows: list[list[Cell]] = []
        self.is_in_head = False
        self.cells: list[Cell] | None = None
        self.alt_texts = AltTexts()

    def take(self, token: Token, place: int) -> Iterator[Piece]:
        if place in self.lone_numbers:
            self.number_before = f"{token.attrGet('start') or 1}."
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

    def _thead_open(self, token: Token) -> None:
        self.is_in_head = True

    def _thead_close(self, token: Token) -> None:
        self.is_in_head = False

    def _tr_open(self, token: Token) -> None:
        self.cells = []

    def _tr_close(self, token: Token) -> None:
        cells, self.cells = self.cells or [], None
        self.rows.append(cells)

    def _table_close(self, token: Token) -> Iterator[Piece]:
        rows, self.rows = self.rows, []
        yield from (piece for _number, piece in table_pieces(rows))

    def _inline(self, token: Token) -> Iterator[Piece]:
        text = self.struck.without(inline_text(token.children or []))
        pictures = list(_alt_texts(token.children or []))
        if self.heading is not None and len(pictures) == 1 and not text.strip():
            text = self.alt_texts.words(pictures[0])
        if text.strip():
            pictures = []
        said = list(filter(None, map(self.alt_texts.said, pictures)))
        if self.cells is None:
            yield from self._text(text, token)
            yield from map(self._picture, said)
        else:
            yield from self._text(text or " ".join(said), token)

    def _picture(self, said: str) -> Piece:
        level, self.item_open = max(len(self.counters) - 1, 0), False
        return Piece(BlockKind.ITEM, said, level=level)

    def _text(self, text: str, token: Token) -> Iterator[Piece]:
        number, self.number_before = self.number_before, None
        if self.cells is not None:
            self.cells.append(Cell(text, is_name=self.is_in_head))
        elif self.heading is not None:
            yield self._stated_heading(text, token)
        elif number is not None:
            self.item_open = False
            yield self._found_heading(f"{number} {text}")
        elif not text.strip():
            pass
        elif self.item_open:
            self.item_open = False
            yield self._item(text)
        elif not self.counters:
            yield from self._free_paragraph(text, token)
        else:
            yield from self._paragraphs(text)

    def _stated_heading(self, text: str, token: Token) -> Piece:
        """A heading; but a whole paragraph over a rule was not meant as one."""
        is_prose = "\n" in text and len(text) > _MAX_UNDERLINED_CHARS
        if is_prose and token.map is not None:
            return self._paragraph(text)
        self.last_level = self.heading or 1
        words = _HEADING_ID.sub("", " ".join(text.split()))
        return Piece(BlockKind.HEADING, words, level=self.last_level)

    def _found_heading(self, text: str) -> Piece:
        depth = max(section_depth(text) - 1, 0)
        return Piece(BlockKind.HEADING, text, level=min(self.last_level + 1 + depth, 6))

    def _free_paragraph(self, text: str, token: Token) -> Iterator[Piece]:
        """A paragraph outside of lists, whose first line may be a heading by its looks."""
        first, _, rest = text.partition("\n")
        if _is_emphasised(token, whole=not rest) or (not rest and self._is_heading(first)):
            yield self._found_heading(first)
            text = rest
        if text:
            yield from self._paragraphs(text)

    def _is_heading(self, line: str) -> bool:
        """Whether a line that stands alone is one by its number, its capitals or, where the file
        marks no headings at all, by its shape."""
        is_named = is_agenda_item(line) or is_capitals(line) or is_numbered_title(line)
        return is_named or (self.bare_titles and is_title(line))

    def _item(self, text: str) -> Piece:
        counter = self.counters[-1]
        marker = "•" if counter is None else f"{counter}."
        joined = "\n".join(self.unwrapper.paragraphs(text.split("\n")))
        return Piece(BlockKind.ITEM, joined, level=len(self.counters) - 1, marker=marker)

    def _paragraphs(self, text: str) -> Iterator[Piece]:
        """Paragraphs of wrapped lines, and items where lines begin with bullets of other glyphs."""
        for marker, lines in parted_items(text.split("\n")):
            if marker:
                joined = self.unwrapper.joined(lines)
                yield Piece(BlockKind.ITEM, joined, level=len(self.counters), marker=marker)
            else:
                yield from map(self._paragraph, self.unwrapper.paragraphs(lines))

    def _paragraph(self, text: str) -> Piece:
        return Piece(BlockKind.PARAGRAPH, text, level=len(self.counters))

    def _fence(self, token: Token) -> Iterator[Piece]:
        yield self._paragraph(token.content)

    _code_block = _fence

    def _html_block(self, token: Token) -> Iterator[Piece]:
        for piece in fragment_pieces(token.content, self.alt_texts):
            if piece.kind is BlockKind.PARAGRAPH:
                yield self._paragraph(piece.text)
            else:
                yield piece


def inline_text(tokens: list[Token]) -> str:
    """The words of inline tokens, link texts among them, without markup, targets or pictures.

    Attribute lists, as in ``{: .note}``, are markup except within code. What is struck out is
    marked as such.
    """
    parts: list[str] = []
    for token in tokens:
        if token.type == "softbreak":
            parts.append("\n")
        elif token.type == "hardbreak":
            parts.append(f"\n{HARD_BREAK}")
        elif token.type == "image":
            continue
        elif token.type == "html_inline":
            parts.append(_said_by_tag(token.content.lower()))
        elif token.type in ("s_open", "s_close"):
            parts.append(OPENS if token.type == "s_open" else CLOSES)
        elif token.type == "text":
            parts.append(without_marks(_ATTRIBUTE_LIST.sub("", token.content)))
        else:
            parts.append(token.content)
    return "".join(parts)


def _alt_texts(tokens: list[Token]) -> Iterator[str]:
    """What inline tokens say of their pictures."""
    for token in tokens:
        if token.type == "image":
            yield inline_text(token.children or [])
        elif token.type == "html_inline" and (found := _ALT.match(token.content)):
            yield html.unescape(found["alt"])


def _said_by_tag(tag: str) -> str:
    """What a tag of HTML amid words stands for."""
    if tag.startswith("<br"):
        return f"\n{HARD_BREAK}"
    found = _STRUCK_TAG.fullmatch(tag)
    return (CLOSES if found["closes"] else OPENS) if found else ""


def _is_emphasised(token: Token, *, whole: bool) -> bool:
    """Whether the first line of a paragraph is bold or italic as a whole, and short.

    With ``whole`` that line must be all of the paragraph; else it has to be bold.
    """
    children = [child for child in token.children or [] if child.content or child.type != "text"]
    openers = ("strong_open", "em_open") if whole else ("strong_open",)
    if len(children) < 3 or children[0].type not in openers:
        return False
    closing = children[0].type.replace("open", "close")
    closes = [place for place, child in enumerate(children) if child.type == closing]
    breaks = [place for place, child in enumerate(children) if child.type.endswith("break")]
    first_line = children[: breaks[0]] if breaks else children
    text = inline_text(first_line)
    return (
        closes[:1] == [len(first_line) - 1]
        and len(text) <= _MAX_BOLD_CHARS
        and not text.rstrip().endswith((".", ":", ",", ";"))
        and not (breaks and children[breaks[0] + 1].type == "strong_open")
    )
