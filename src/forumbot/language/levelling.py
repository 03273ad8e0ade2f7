"""Letters levelled: in lower case and without accents, as people type them."""

import unicodedata

_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i"})


def level(text: str) -> str:
    """Text in lower case without accents, in compatibility form (NFKD).

    What is so already is given back itself, so that of many words none is in memory twice.
    """
    levelled = text.lower() if text.isascii() else text.translate(_LEVELLED)
    return text if levelled == text else levelled


class _Levelled(dict[int, str]):
    """What each letter becomes, worked out when it is first met; none depends on its neighbours."""

    def __missing__(self, code: int) -> str:
        plain = unicodedata.normalize("NFKD", chr(code)).casefold().lower().translate(_LETTERS)
        decomposed = unicodedata.normalize("NFKD", plain)
        found = "".join(one for one in decomposed if not unicodedata.combining(one))
        return self.setdefault(code, found)


_LEVELLED = _Levelled()
