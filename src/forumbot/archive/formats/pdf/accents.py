"""Letters and the accents that were set over them as glyphs of their own, made one again.

Fonts of TeX without accented letters (OT1) draw "ä" as an "a" and a dieresis at the same place, in
either order.
"""

import unicodedata

_COMBINING = {
    "`": "\u0300", "\u00b4": "\u0301", "\u02c6": "\u0302", "\u02dc": "\u0303", "\u00af": "\u0304",
    "\u02d8": "\u0306", "\u02d9": "\u0307", "\u00a8": "\u0308", "\u02da": "\u030a",
    "\u00b0": "\u030a", "\u02dd": "\u030b", "\u02c7": "\u030c", "\u00b8": "\u0327",
    "\u02db": "\u0328",
}  # fmt: skip
_DOTLESS = {"\u0131": "i", "\u0237": "j"}
ACCENTS = frozenset(_COMBINING)
"""The accents that are characters of their own."""


def composed(one: str, other: str) -> str:
    """The one letter that a letter and an accent make, in either order; empty where they do not."""
    letter, accent = (other, one) if one in _COMBINING else (one, other)
    if accent not in _COMBINING or len(letter) != 1 or not letter.isalpha():
        return ""
    whole = unicodedata.normalize("NFC", _DOTLESS.get(letter, letter) + _COMBINING[accent])
    return whole if len(whole) == 1 else ""
