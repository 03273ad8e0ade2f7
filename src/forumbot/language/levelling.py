"""Letters levelled: in lower case and without accents, as people type them."""

import re
import unicodedata

_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i"})
_OTHERS = re.compile(r"[^\x00-\x7f]+")


def level(text: str) -> str:
    """Text in lower case without accents, in compatibility form (NFKD)."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text).casefold().lower().translate(_LETTERS)
    decomposed = unicodedata.normalize("NFKD", plain)
    return _OTHERS.sub(_uncombined, decomposed)


def _uncombined(found: re.Match[str]) -> str:
    return "".join(letter for letter in found[0] if not unicodedata.combining(letter))
