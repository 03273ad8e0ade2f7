"""What the look of RTF says of its words, as marks that outlast their conversion to plain text.

Words that are hidden or deleted go; those that are struck out, line ends within a paragraph or a
cell, bars that are no cell's end and merged cells are marked by what is no character.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from forumbot.archive.formats.footnotes import RAISED
from forumbot.archive.formats.struck import CLOSES, OPENS

LINE, BAR, ABOVE, LEFT = "\ufdd3", "\ufdd4", "\ufdd5", "\ufdd6"
"""A line end, a bar, and a cell that is part of the one above or of the one to the left."""

_TOKEN = re.compile(
    rb"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})?[ ]?"
    rb"|(?P<sign>\\'[0-9a-fA-F]{2}|\\[^a-zA-Z])|(?P<brace>[{}])|(?P<text>[^\\{}]+)|\\",
    re.DOTALL,
)
_TELLING = re.compile(
    rb"\\(?:v|deleted|strike|striked|super|line|trowd|intbl|nonesttables)(?![a-z])|\|"
)


def with_marks(raw: bytes) -> bytes:
    """The source of an RTF file with marks, as they are written in RTF."""
    return _Marker(raw).marked() if _TELLING.search(raw) else raw


@dataclass(frozen=True, slots=True)
class _Look:
    """How words look within a group."""

    is_hidden: bool = False
    is_struck: bool = False
    is_raised: bool = False


@dataclass(slots=True)
class _Row:
    """The cells of a row as they are defined, and how many of them have ended."""

    merged: list[str] = field(default_factory=list)
    next_merged: str = ""
    ended: int = 0


class _Marker:
    """Goes through the source of one file."""

    def __init__(self, raw: bytes) -> None:
        self.raw = raw
        self.parts: list[bytes] = []
        self.look = _Look()
        self.outer: list[_Look] = []
        self.row = _Row()
        self.is_in_table = False

    def marked(self) -> bytes:
        place = 0
        while token := _TOKEN.match(self.raw, place):
            place = token.end()
            word = (token["word"] or b"").lower()
            if word == b"bin":  # as many bytes that are no source
                place += max(int(token["number"] or 0), 0)
                self.parts.append(self.raw[token.start() : place])
            elif word:
                self._word(word.decode(), token["number"] != b"0", token[0])
            elif token["brace"]:
                self._brace(token[0])
            elif token["text"]:
                self._text(token[0])
            elif not self.look.is_hidden or not (token["sign"] or b"").startswith(b"\\'"):
                self.parts.append(token[0])
        return b"".join(self.parts)

    def _brace(self, brace: bytes) -> None:
        if brace == b"{":
            self.outer.append(self.look)
        elif self.outer:
            self._turn(self.outer.pop())
        self.parts.append(brace)

    def _turn(self, look: _Look) -> None:
        """Take another look on, with a mark where words begin or cease to be struck out."""
        if look.is_struck != self.look.is_struck:
            self._mark(OPENS if look.is_struck else CLOSES)
        self.look = look

    def _mark(self, mark: str) -> None:
        number = ord(mark) - 0x10000 if ord(mark) > 0x7FFF else ord(mark)
        self.parts.append(b"{\\uc1\\u%d ?}" % number)

    def _text(self, text: bytes) -> None:
        if self.look.is_hidden:
            return
        if self.look.is_raised and text.strip().isdigit():
            for digit in text.decode().translate(RAISED):
                self._mark(digit)
            return
        for place, part in enumerate(text.split(b"|")):
            if place:
                self._mark(BAR)
            self.parts.append(part)

    def _word(self, word: str, is_on: bool, source: bytes) -> None:
        if turn := _LOOKS.get(word):
            self._turn(turn(self.look, is_on))
        self._define(word)
        if word in _SAID and self.look.is_hidden:
            return
        is_line = word == "line" or (word == "nestcell") or (word == "par" and self.is_in_table)
        if word == "cell":
            mark = self.row.merged[self.row.ended] if self.row.ended < len(self.row.merged) else ""
            self.row.ended += 1
            if mark:
                self._mark(mark)
        if is_line:
            self._mark(LINE)
        else:
            self.parts.append(source)

    def _define(self, word: str) -> None:
        """Take note of what a word says of the table that it stands in."""
        if word in ("intbl", "pard"):
            self.is_in_table = word == "intbl"
        elif word == "trowd":
            self.row = _Row()
        elif word in _MERGED:
            self.row.next_merged = _MERGED[word]
        elif word == "cellx":
            self.row.merged.append(self.row.next_merged)
            self.row.next_merged = ""
        elif word == "row":
            self.row.ended = 0


_SAID = frozenset(("u", "par", "line", "tab", "bullet", "emdash", "endash", "cell", "nestcell"))
_MERGED = {"clvmrg": ABOVE, "clmrg": LEFT}
_LOOKS: dict[str, Callable[[_Look, bool], _Look]] = {
    "v": lambda look, is_on: replace(look, is_hidden=is_on),
    "deleted": lambda look, is_on: replace(look, is_hidden=is_on),
    "nonesttables": lambda look, _is_on: replace(look, is_hidden=True),
    "strike": lambda look, is_on: replace(look, is_struck=is_on),
    "striked": lambda look, is_on: replace(look, is_struck=is_on),
    "super": lambda look, is_on: replace(look, is_raised=is_on),
    "nosupersub": lambda look, _is_on: replace(look, is_raised=False),
    "sub": lambda look, _is_on: replace(look, is_raised=False),
    "plain": lambda _look, _is_on: _Look(),
}
