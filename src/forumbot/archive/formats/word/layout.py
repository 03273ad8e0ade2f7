"""What the lines of a Word document are, once all of them are known: by look and by repetition."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from forumbot.archive.formats.alt_texts import is_of_picture
from forumbot.archive.formats.contents import names_contents
from forumbot.archive.formats.titles import is_capitals, is_title
from forumbot.archive.layout import BlockKind, Piece
from forumbot.language.dates import find_dates

_LONG_ROW = 700
_LARGER = 1.15
_COVER_LINES = 10
_LABEL = re.compile(r"(?:[\divxIVX]{1,4}\.)*(?:[\divxIVX]{1,4}|[A-Z])[.)]?\s+")
_FIGURE = re.compile(r"\s*[^\W\d_]{3,12}\.?\s\d{1,3}(?:[.-]\d{1,3})?(?=[\s.:–-])")
_PAGE_NUMBER = re.compile(r"[\divxlcIVXLC]{1,6}")
# Set by hand: shorter lines may be a list without bullets, as a line that goes on is not.
_FEWEST_OPEN = 8
_PARTED = re.compile(r"[\t\n]")
_FIELD = re.compile(r"[^:]{1,30}:\s")
_RUNNING_LETTERS = 8


@dataclass(frozen=True, slots=True)
class Line:
    """A piece and how it looks; ``size`` is in half points, 0 where it is not known.

    ``is_contents`` tells a line of a table of contents, ``is_title`` one in the title's style,
    ``is_boxed`` one of a text box, which may be a label in a figure, ``is_caption`` one below it.
    """

    piece: Piece
    size: int = 0
    is_bold: bool = False
    is_underlined: bool = False
    is_contents: bool = False
    is_title: bool = False
    is_boxed: bool = False
    is_caption: bool = False


def lines_of_cell(lines: Iterable[Line]) -> list[Line]:
    """The lines of a table's cell that hold text; what pictures say only where they are alone."""
    present = [line for line in lines if line.piece.text.strip()]
    return [line for line in present if not is_of_picture(line.piece.text)] or present


def cell_text(lines: Iterable[Line]) -> str:
    """The text of a table's cell, its list markers kept where there are several items."""
    pieces = [line.piece for line in lines]
    items = sum(piece.kind is BlockKind.ITEM for piece in pieces)
    return " ".join(
        f"{piece.marker} {piece.text}" if items > 1 and piece.kind is BlockKind.ITEM else piece.text
        for piece in pieces
    )


def is_layout(cells: list[list[Line]]) -> bool:
    """Whether a row only places content: headings, tables, or text too long for one line."""
    filled = [cell for cell in cells if cell]
    kinds = {line.piece.kind for cell in filled for line in cell}
    if kinds & {BlockKind.HEADING, BlockKind.ROW}:
        return True
    has_parts = any(len(cell) > 1 for cell in filled)
    chars = sum(len(line.piece.text) for cell in filled for line in cell)
    return has_parts and (len(filled) == 1 or chars > _LONG_ROW)


def running_text(lines: Iterable[Line]) -> str:
    """All the text of the lines, levelled for :func:`unrepeated`."""
    return " ".join(_plain(line.piece.text) for line in lines)


def unrepeated(lines: Iterable[Line], there: str) -> list[Line]:
    """The lines, each once, that are more than a page number and not in the text ``there``."""
    found = {
        _plain(line.piece.text): line
        for line in lines
        if sum(char.isalpha() for char in line.piece.text) >= _RUNNING_LETTERS
        and not is_of_picture(line.piece.text)
    }
    return [line for words, line in found.items() if words not in there]


def settled(lines: Iterable[Line]) -> tuple[list[Piece], int]:
    """The pieces, headings told by their look included, without the table of contents.

    A line of contents is left out only if its text stands elsewhere, or the figure that it names,
    and so is what the contents above it are called; the second value counts all those.
    """
    present = [line for line in lines if line.piece.text.strip()]
    texts = [line.piece.text for line in present if not line.is_contents]
    elsewhere = {named for text in texts for named in (_plain(text), _figure(text)) if named}
    is_out = [
        line.is_contents and not elsewhere.isdisjoint({_entry(line), _figure(line.piece.text)})
        for line in present
    ]
    is_title = [
        is_followed and names_contents(line.piece.text)
        for line, is_followed in zip(present, [*is_out[1:], False], strict=False)
    ]
    kept = [line for line, *out in zip(present, is_out, is_title, strict=True) if not any(out)]
    return list(_joined(_with_headings(kept))), len(present) - len(kept)


def _joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """The pieces, a paragraph that ends in the middle of a sentence together with its rest."""
    open_piece: Piece | None = None
    for piece in pieces:
        if open_piece is not None and _goes_on(open_piece, piece):
            text = f"{open_piece.text.rstrip()} {piece.text.lstrip()}"
            open_piece = replace(open_piece, text=text)
            continue
        if open_piece is not None:
            yield open_piece
        open_piece = piece
    if open_piece is not None:
        yield open_piece


def _goes_on(before: Piece, after: Piece) -> bool:
    are_alike = before.kind is after.kind is BlockKind.PARAGRAPH and before.level == after.level
    first, second = before.text.rstrip(), after.text.lstrip()
    # Behind a comma the next entry of a list without bullets may stand as well.
    is_open = len(first.split()) >= _FEWEST_OPEN and first[-1:].isalpha()
    return are_alike and is_open and "\n" not in first and second[:1].islower()


def _figure(text: str) -> str:
    """The figure or table that a caption or its entry names, as "figure 3"; else nothing."""
    found = _FIGURE.match(text)
    return " ".join(found[0].casefold().split()) if found else ""


def _plain(text: str) -> str:
    """Text without its number, case and spacing, for comparison."""
    return _LABEL.sub("", " ".join(text.split()) + " ", count=1).strip().casefold()


def _entry(line: Line) -> str:
    """What a line of contents names, without the page."""
    parts = [part for part in line.piece.text.split("\t") if part.strip()]
    if len(parts) > 1 and _PAGE_NUMBER.fullmatch(parts[-1].strip()):
        parts.pop()
    return _plain(" ".join(parts))


def _with_headings(lines: list[Line]) -> Iterator[Piece]:
    look = _Look(lines)
    above = 1
    for place, line in enumerate(lines):
        piece = line.piece
        if piece.kind is BlockKind.HEADING:
            above = piece.level
        elif look.is_heading(place):
            text = f"{piece.marker} {piece.text}" if piece.kind is BlockKind.ITEM else piece.text
            level = 1 if place == look.title else min(above + 1, 6)
            piece = Piece(BlockKind.HEADING, " ".join(text.split()), level)
        yield piece


class _Look:
    """How the lines of one document look, against the most of its text."""

    def __init__(self, lines: list[Line]) -> None:
        self.lines = lines
        sizes: Counter[int] = Counter()
        bold = underlined = total = 0
        for line in lines:
            chars = len(line.piece.text)
            sizes[line.size] += chars if line.size else 0
            bold += chars if line.is_bold else 0
            underlined += chars if line.is_underlined else 0
            total += chars
        self.body_size = sizes.most_common(1)[0][0] if sizes else 0
        self.bold_tells = bold * 2 < total
        self.underlining_tells = underlined * 2 < total
        self.title = self._find_title()

    def _find_title(self) -> int | None:
        """The place of the largest line at the top, unless a style names it or a heading opens."""
        opens = next((line.piece.kind for line in self.lines if not line.is_contents), None)
        if opens is BlockKind.HEADING or any(line.is_title for line in self.lines):
            return None
        shown = [
            line.piece.kind is BlockKind.PARAGRAPH
            and not line.is_caption
            and self._stands_out(line)
            for line in self.lines[:_COVER_LINES]
        ]
        # What opens the document, and what goes on with it, comes before larger lines within.
        cover = shown.index(False) if shown[:1] == [True] and False in shown else len(shown)
        top = [place for place in range(cover) if shown[place]]
        largest = max((self.lines[place].size for place in top), default=0)
        return next((place for place in top if self.lines[place].size == largest), None)

    def is_heading(self, place: int) -> bool:
        """Whether a line serves as a heading though no style says so."""
        line = self.lines[place]
        if (
            line.is_contents
            or line.is_caption
            or not self._stands_out(line)
            or (line.is_boxed and place != self.title)
        ):
            return False
        if line.piece.kind is not BlockKind.ITEM:
            return True
        following = self.lines[place + 1].piece if place + 1 < len(self.lines) else None
        is_numbered = line.piece.marker[:1].isalnum()
        return is_numbered and (
            following is not None
            and (following.kind, following.level) != (BlockKind.ITEM, line.piece.level)
        )

    def _stands_out(self, line: Line) -> bool:
        text = line.piece.text.strip()
        if not line.size or _PARTED.search(_LABEL.sub("", text, count=1)) or not is_title(text):
            return False
        if _FIELD.match(text) and find_dates(text):
            return False
        is_larger = line.size >= self.body_size * _LARGER
        is_shown = (line.is_bold and self.bold_tells) or (
            line.is_underlined and self.underlining_tells
        )
        return is_larger or is_shown or is_capitals(text)
