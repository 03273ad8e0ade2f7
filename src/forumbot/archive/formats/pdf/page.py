"""What stands on one page: words, ruled lines and images, each with its place.

Places are in points (1/72 inch) from the upper left corner of the page as it is shown, x to the
right and y downwards.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from forumbot.archive.formats.footnotes import RAISED


@dataclass(frozen=True, slots=True, eq=False)
class Word:
    """Characters without a space between them; two words are never the same one.

    ``size`` is the type size, ``baseline`` the y on which the letters stand. ``underlined`` says
    that a rule stands right below it, other than of a link. ``symbol`` says that
    the font is one of symbols, so that its letters are none. ``spaced`` says that a space follows
    in the file; a word at the end of a line may lack it. ``order`` counts the words as they follow
    one another in the file.
    """

    text: str
    x0: float
    x1: float
    baseline: float
    size: float
    bold: bool = False
    underlined: bool = False
    symbol: bool = False
    spaced: bool = False
    order: int = 0

    @property
    def top(self) -> float:
        """The y of the upper edge of the letters, roughly."""
        return self.baseline - 0.8 * self.size

    @property
    def bottom(self) -> float:
        """The y of the lower edge of the letters, roughly."""
        return self.baseline + 0.2 * self.size


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line along an axis: at ``place`` on the other one, from ``start`` to ``end``."""

    horizontal: bool
    place: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Area:
    """A part of the page: something small that is drawn, such as a bullet; a link; a picture."""

    x0: float
    x1: float
    top: float
    bottom: float


@dataclass(slots=True)
class Page:
    """One page: ``turned`` holds the lines of text that do not run from left to right.

    ``sideways`` are the page as it is when turned, if enough of it is set so, each with the words
    that run to the right then. ``figures`` are the alternative texts of its pictures, ``images``
    where these stand, ``shown`` the words that were recognised in each of them.
    ``image_share`` is the part of the page that images cover, 0 to 1, ``pixels`` how many these
    have; ``unread`` counts the
    characters that have no Unicode value; ``cut_short`` says that the page held more characters or
    objects than are read. ``covered`` counts the characters that something is drawn over.
    """

    number: int
    width: float
    height: float
    words: list[Word] = field(default_factory=list)
    turned: list[Word] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    dots: list[Area] = field(default_factory=list)
    sideways: list["Page"] = field(default_factory=list)
    figures: list[str] = field(default_factory=list)
    images: list[Area] = field(default_factory=list)
    shown: list["Page"] = field(default_factory=list)
    image_share: float = 0.0
    pixels: int = 0
    unread: int = 0
    covered: int = 0
    cut_short: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """The visible part of a page in the file's own coordinates (y upwards), and how it is turned.

    ``rotation`` is clockwise: 0, 90, 180 or 270 degrees.
    """

    left: float
    bottom: float
    right: float
    top: float
    rotation: int = 0

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Where a point of the file is on the page as it is shown."""
        if self.rotation == 90:
            return y - self.bottom, x - self.left
        if self.rotation == 180:
            return self.right - x, y - self.bottom
        if self.rotation == 270:
            return self.top - y, self.right - x
        return x - self.left, self.top - y

    def direction(self, x: float, y: float) -> tuple[float, float]:
        """A direction of the file as it is shown."""
        turned = {90: (y, x), 180: (-x, y), 270: (-y, -x)}
        return turned.get(self.rotation, (x, -y))


@dataclass(frozen=True, slots=True)
class Line:
    """Words on one baseline, in one or (in a row of a table without rules) several cells."""

    cells: tuple[tuple[Word, ...], ...]
    x0: float
    x1: float
    top: float
    bottom: float
    baseline: float
    size: float
    bold: bool
    underlined: bool

    @property
    def words(self) -> list[Word]:
        """The words of all its cells, from left to right."""
        return [word for cell in self.cells for word in cell]

    @property
    def text(self) -> str:
        """Its words with the spaces between them."""
        return " ".join(spell(cell) for cell in self.cells)


def make_line(cells: Iterable[Sequence[Word]]) -> Line:
    """A line of cells, each with at least one word; the size is that of most of its letters."""
    kept = tuple(tuple(cell) for cell in cells)
    words = [word for cell in kept for word in cell]
    letters = [word for word in words if re.search(r"\w", word.text)] or words
    main = max(letters, key=lambda word: (len(word.text), word.size))
    sizes: dict[float, int] = {}
    for word in letters:
        sizes[word.size] = sizes.get(word.size, 0) + len(word.text)
    are_small_capitals = len(sizes) > 1 and _are_small_capitals(letters, sizes)
    size = max(sizes) if are_small_capitals else max(sizes, key=lambda size: sizes[size])
    main = max((word for word in letters if word.size == size), key=lambda word: len(word.text))
    return Line(
        cells=kept,
        x0=min(word.x0 for word in words),
        x1=max(word.x1 for word in words),
        top=min(word.top for word in words),
        bottom=max(word.bottom for word in words),
        baseline=main.baseline,
        size=size,
        bold=all(word.bold for word in letters),
        underlined=all(word.underlined for word in words),
    )


def _are_small_capitals(words: Sequence[Word], sizes: Collection[float]) -> bool:
    """Whether the smaller letters of a line are capitals that stand for small letters."""
    is_near = min(sizes) > _SMALL_CAPITALS * max(sizes)
    return is_near and not any(word.text.upper() != word.text for word in words)


_GAP_OF_A_SPACE = 0.25
# Of the type size: small capitals are some four fifths of the others.
_SMALL_CAPITALS = 0.7
# Of the type size around it, set by hand: what is less is no superscript but a small figure.
_SMALL, _HIGH = 0.8, 0.2


class Sized(Protocol):
    """Text with its size and the y on which it stands."""

    @property
    def text(self) -> str:
        """The text."""
        ...

    @property
    def size(self) -> float:
        """Its type size."""
        ...

    @property
    def baseline(self) -> float:
        """Where it stands."""
        ...


def raised(part: Sized, main: Sized) -> str:
    """The text of a part of a line; a digit that is set small and high is written so."""
    is_high = main.baseline - part.baseline > _HIGH * main.size
    return part.text.translate(RAISED) if part.size <= _SMALL * main.size and is_high else part.text


def _size(word: Word) -> float:
    return word.size


def spell(words: Sequence[Word]) -> str:
    """The words with a space where the file or a gap has one, raised numbers written so."""
    parts: list[str] = []
    previous: Word | None = None
    for word in words:
        if previous is not None:
            gap = word.x0 - previous.x1
            is_wrapped = word.x1 < previous.x0
            if (
                previous.spaced
                or is_wrapped
                or gap > _GAP_OF_A_SPACE * min(word.size, previous.size)
            ):
                parts.append(" ")
        is_number = len(words) > 1 and word.text.isdecimal()
        parts.append(raised(word, max(words, key=_size)) if is_number else word.text)
        previous = word
    return "".join(parts)
