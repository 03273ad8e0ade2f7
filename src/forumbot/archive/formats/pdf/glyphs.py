"""The characters of a page, as PDFium names them, to words."""

import ctypes
import math
import re
import unicodedata
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass, field, replace
from typing import Any

from forumbot.archive.formats.footnotes import RAISED
from forumbot.archive.formats.pdf.accents import ACCENTS, composed
from forumbot.archive.formats.pdf.fonts import GlyphNames
from forumbot.archive.formats.pdf.page import Frame, Page, Word, raised
from forumbot.archive.formats.pdf.tracking import without_tracking

MAX_PAGE_CHARS = 60_000

_HYPHEN_AT_LINE_END = 2
_BOLD_WEIGHT = 600
_BOLD_NAME = re.compile(r"bold|black|heavy|demi", re.IGNORECASE)
# The weight is concluded from the breadth of stems, in which slanted letters seem heavy.
_LIGHT_NAME = re.compile(r"[-,_ ](?:italic|oblique|regular|roman|light|book)(?!.*semi)", re.I)
_SYMBOL_NAME = re.compile(r"wingding|webding|dingbat|symbol(?!a)|bullets", re.IGNORECASE)
_LIGATURES = re.compile("[\ufb00-\ufb06\u0132\u0133]")
_NARROW_GAP = 0.3
_FIRST_VISIBLE = 32
_LINE_ENDS, _NO_CHARACTERS = frozenset((10, 13)), frozenset((0, 0xFFFD, 0xFFFE, 0xFFFF))
_WITHOUT_WIDTH = frozenset((0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF))
# Of the type size, set by hand: an accent may lean over the edge of a narrow letter such as "i".
_BESIDE = 0.05
_SCRIPT_SHIFT = 0.6
# Of the type size: from where up a digit is one that its font has for notes, and how high it is.
_RAISED_FROM, _RAISED_HEIGHT = 0.2, 0.6


@dataclass(frozen=True, slots=True)
class _Style:
    """How the characters of one text object look; ``level`` says that they run to the right."""

    size: float
    bold: bool
    symbol: bool
    level: bool


@dataclass(frozen=True, slots=True)
class _Glyph:
    """A visible character with the place where it starts and ends."""

    text: str
    x0: float
    x1: float
    baseline: float
    style: _Style

    @property
    def size(self) -> float:
        """The type size."""
        return self.style.size


@dataclass(slots=True)
class _OpenWord:
    """A word that further characters may join."""

    glyphs: list[_Glyph] = field(default_factory=list)
    has_scripts: bool = False

    def takes(self, glyph: _Glyph) -> bool:
        """Whether a character goes on with the word, be it raised or lowered beside it."""
        if not self.glyphs:
            return True
        first, last = self.glyphs[0], self.glyphs[-1]
        if glyph.style.symbol != first.style.symbol or glyph.style.level != first.style.level:
            return False
        if not glyph.style.level:
            return True
        size = max(first.style.size, glyph.style.size)
        if not -0.5 * size < glyph.x0 - last.x1 < _NARROW_GAP * size:
            return False
        shift = abs(glyph.baseline - first.baseline)
        if glyph.style.size > 0.9 * first.style.size:
            return shift < 0.2 * size
        is_script = shift < _SCRIPT_SHIFT * size
        self.has_scripts = self.has_scripts or is_script
        return is_script

    def close(self, *, spaced: bool, order: int = 0) -> Word:
        """The word, with the place and size of its first character."""
        glyphs = self.glyphs
        main = max(glyphs, key=lambda glyph: glyph.style.size)
        text = "".join(
            [raised(glyph, main) if self.has_scripts else glyph.text for glyph in glyphs]
        )
        return Word(
            text=_LIGATURES.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text),
            x0=min(glyph.x0 for glyph in glyphs),
            x1=max(glyph.x1 for glyph in glyphs),
            baseline=main.baseline,
            size=main.style.size,
            bold=main.style.bold,
            symbol=main.style.symbol,
            spaced=spaced,
            order=order,
        )


def read_words(
    handle: Any, page: Page, frame: Frame, names: GlyphNames, covered: Set[int] = frozenset()
) -> None:
    """Add the words of an open page to ``page``, 60,000 characters at most.

    ``covered`` are the addresses of the text objects that nobody sees.
    """
    text_page = handle.get_textpage()
    try:
        reader = _GlyphReader(text_page, page, frame, names, covered)
        glyphs = list(reader.glyphs())
        words = list(_words(_accented(glyphs) if reader.has_accents else glyphs))
    finally:
        text_page.close()
    page.words = _without_doubles(without_tracking([word for word, level in words if level]))
    page.turned = [word for word, level in words if not level]


class _GlyphReader:
    """Asks PDFium for one character after the other; what is off the page is passed over."""

    def __init__(
        self, text_page: Any, page: Page, frame: Frame, names: GlyphNames, covered: Set[int]
    ) -> None:
        import pypdfium2.raw as pdfium

        self.pdfium = pdfium
        self.text_page = text_page.raw
        self.page = page
        self.frame = frame
        self.last_item: int | None = None
        self.last_style: _Style | None = None
        self.names = names
        self.covered = covered
        self.font: tuple[str, bool, bool] = ("", False, False)
        self.fonts: dict[int | None, tuple[str, bool, bool]] = {}
        self.font_at: int | None = None
        self.known: dict[tuple[int | None, int], str] = {}
        self.styles: dict[tuple[int | float | None, ...], _Style] = {}
        self.has_accents = False
        self.before = ""
        self.matrix = pdfium.FS_MATRIX()
        self.edges = [ctypes.c_double() for _edge in range(4)]
        self.box = pdfium.FS_RECTF()
        self.x, self.y = ctypes.c_double(), ctypes.c_double()

    def glyphs(self) -> Iterator[_Glyph | str]:
        """Visible characters, and between them a space or a line feed."""
        count = self.pdfium.FPDFText_CountChars(self.text_page)
        if count > MAX_PAGE_CHARS:
            self.page.cut_short = True
        unicode_of = self.pdfium.FPDFText_GetUnicode
        for index in range(min(count, MAX_PAGE_CHARS)):
            code = unicode_of(self.text_page, index)
            if code in _LINE_ENDS:
                self.before = ""
                yield "\n"
            elif code in _NO_CHARACTERS:
                self.page.unread += 1
            elif code not in _WITHOUT_WIDTH and (glyph := self._glyph(index, code)) is not None:
                self.before = glyph if isinstance(glyph, str) else glyph.text
                yield glyph

    def _glyph(self, index: int, code: int) -> _Glyph | str | None:
        """A character, a space, or None for one that says nothing or is not on the page."""
        char = "-" if code == _HYPHEN_AT_LINE_END else chr(code)
        if char.isspace() and code >= _FIRST_VISIBLE:
            return " "
        style = self._style(index)
        if self.last_item in self.covered:
            self.page.covered += 1
            return None
        known = self.known.get((self.font_at, code))
        char = self._text(index, code, char) if known is None else known
        start, end, baseline = self._place(index, is_level=style.level)
        if not char:
            self.page.unread += 1
            return None
        if not self._is_on_page(start, end, baseline):
            return None
        if "0" <= char <= "9" and self.before != " " and self._is_raised(index, style):
            char = char.translate(RAISED)
        return _Glyph(char, start, max(end, start + 0.1), baseline, style)

    def _place(self, index: int, *, is_level: bool) -> tuple[float, float, float]:
        """From where to where a character reaches, and on which line it stands."""
        box, x, y = self.box, self.x, self.y
        self.pdfium.FPDFText_GetLooseCharBox(self.text_page, index, box)
        if is_level:
            self.pdfium.FPDFText_GetCharOrigin(self.text_page, index, x, y)
            if not self.frame.rotation:
                right = box.right if box.right > box.left else box.left
                frame = self.frame
                return x.value - frame.left, right - frame.left, frame.top - y.value
        first = self.frame.place(box.left, box.bottom)
        second = self.frame.place(box.right, box.top)
        end = max(first[0], second[0])
        if is_level:
            start, baseline = self.frame.place(x.value, y.value)
            return start, end, baseline
        return min(first[0], second[0]), end, max(first[1], second[1])

    def _text(self, index: int, code: int, char: str) -> str:
        """What a character says: where its font has no Unicode for it, what its name tells.

        One without such a name is what its code says, as for fonts of symbols; empty for a code
        that is none.
        """
        is_lost = self.pdfium.FPDFText_HasUnicodeMapError(self.text_page, index) == 1
        named = self.names.text(self.font[0], code) if is_lost else char
        text = named or (char if code >= _FIRST_VISIBLE else "")
        self.known[self.font_at, code] = text
        self.has_accents = self.has_accents or text in ACCENTS
        return text

    def _is_on_page(self, start: float, end: float, baseline: float) -> bool:
        inside = end >= 0 and start <= self.page.width
        return inside and baseline >= 0 and baseline - 1.5 <= self.page.height

    def _is_raised(self, index: int, style: _Style) -> bool:
        """Whether a digit stands small and high by its shape alone, on the line of the others."""
        left, right, bottom, top = self.edges
        self.pdfium.FPDFText_GetCharBox(self.text_page, index, left, right, bottom, top)
        height, foot = top.value - bottom.value, bottom.value - self.y.value
        is_small = 0 < height < _RAISED_HEIGHT * style.size
        is_plain = style.level and not self.frame.rotation
        return is_plain and is_small and foot > _RAISED_FROM * style.size

    def _style(self, index: int) -> _Style:
        item = self.pdfium.FPDFText_GetTextObject(self.text_page, index)
        address = ctypes.c_void_p.from_buffer(item).value
        if address != self.last_item or self.last_style is None:
            self.last_item, self.last_style = address, self._read_style(index, item)
        return self.last_style

    def _read_style(self, index: int, item: Any) -> _Style:
        matrix = self.matrix
        self.pdfium.FPDFText_GetMatrix(self.text_page, index, matrix)
        size = self.pdfium.FPDFText_GetFontSize(self.text_page, index)
        self.font = self._font(index, item)
        look = (self.font_at, size, matrix.a, matrix.b, matrix.c, matrix.d)
        style = self.styles.get(look)
        if style is None:
            style = self.styles[look] = self._look(size, matrix)
        return style

    def _look(self, size: float, matrix: Any) -> _Style:
        scale = math.hypot(matrix.c, matrix.d) or 1.0
        x, y = self.frame.direction(matrix.a, matrix.b)
        _name, bold, symbol = self.font
        return _Style(
            size=round(min(max(abs(size) * scale, 1.0), 1_000.0), 1),
            bold=bold,
            symbol=symbol,
            level=x > 0 and abs(y) < 0.2 * x,
        )

    def _font(self, index: int, item: Any) -> tuple[str, bool, bool]:
        """The font of a character: its name, whether it is bold, whether it is one of symbols."""
        font = self.pdfium.FPDFTextObj_GetFont(item) if item else None
        address = ctypes.c_void_p.from_buffer(font).value if font else None
        self.font_at = address
        if address not in self.fonts:
            buffer, flags = ctypes.create_string_buffer(200), ctypes.c_int()
            length = self.pdfium.FPDFText_GetFontInfo(self.text_page, index, buffer, 200, flags)
            name = buffer.raw[: min(length, 200)].decode("utf-8", errors="replace")
            weight = self.pdfium.FPDFText_GetFontWeight(self.text_page, index)
            is_heavy = weight >= _BOLD_WEIGHT and not _LIGHT_NAME.search(name)
            is_bold = is_heavy or _BOLD_NAME.search(name) is not None
            name = name.rstrip("\0")
            self.fonts[address] = name, is_bold, _SYMBOL_NAME.search(name) is not None
        return self.fonts[address]


def _accented(glyphs: Iterable[_Glyph | str]) -> Iterator[_Glyph | str]:
    """The characters, each letter with the accent that stands over it."""
    last: _Glyph | str = ""
    was_accent = False
    for glyph in glyphs:
        is_accent = not isinstance(glyph, str) and glyph.text in ACCENTS
        whole = _with_accent(last, glyph) if is_accent or was_accent else None
        was_accent = is_accent
        if whole is None:
            if last:
                yield last
            last = glyph
        else:
            last, was_accent = whole, False
    if last:
        yield last


def _with_accent(one: _Glyph | str, other: _Glyph | str) -> _Glyph | None:
    """The letter that two characters at one place make, None where they make none."""
    if isinstance(one, str) or isinstance(other, str):
        return None
    letter, accent = (other, one) if one.text in ACCENTS else (one, other)
    middle = (accent.x0 + accent.x1) / 2
    slack = _BESIDE * letter.style.size
    if not letter.x0 - slack < middle < letter.x1 + slack:
        return None
    if abs(one.baseline - other.baseline) > letter.style.size:
        return None
    text = composed(one.text, other.text)
    return replace(letter, text=text) if text else None


def _words(glyphs: Iterable[_Glyph | str]) -> Iterator[tuple[Word, bool]]:
    """Words, counted, and whether they run to the right; turned text is one word a line."""
    word, level = _OpenWord(), 0
    for glyph in glyphs:
        if isinstance(glyph, str):
            turned = word.glyphs and not word.glyphs[0].style.level
            if turned and glyph == " ":
                last = word.glyphs[-1]
                word.glyphs.append(_Glyph(" ", last.x0, last.x1, last.baseline, last.style))
            elif word.glyphs:
                is_level = word.glyphs[0].style.level
                yield word.close(spaced=glyph == " ", order=level), is_level
                level += is_level
                word = _OpenWord()
            continue
        if not word.takes(glyph):
            is_level = word.glyphs[0].style.level
            yield word.close(spaced=False, order=level), is_level
            level += is_level
            word = _OpenWord()
        word.glyphs.append(glyph)
    if word.glyphs:
        yield word.close(spaced=False, order=level), word.glyphs[0].style.level


def _without_doubles(words: list[Word]) -> list[Word]:
    """Words without those drawn a second time a hair beside, as for a shadow or for boldness."""
    seen: dict[str, list[Word]] = {}
    kept: list[Word] = []
    for word in words:
        others = seen.setdefault(word.text, [])
        near = 0.15 * word.size
        if others and any(
            abs(other.x0 - word.x0) < near and abs(other.baseline - word.baseline) < near
            for other in others[-40:]
        ):
            continue
        others.append(word)
        kept.append(word if word.order == len(kept) else replace(word, order=len(kept)))
    return kept
