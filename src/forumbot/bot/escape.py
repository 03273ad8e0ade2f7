"""Text of documents and members made inert for Discord, and cut to its lengths.

Nothing in such text may ping, link, mask a link, format, list, quote, hide, or turn round the order
of the letters after it. Lengths are counted as Discord's clients count them, in UTF-16 units.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache
from urllib.parse import SplitResult, quote, urlsplit

_ELLIPSIS = "…"
_MAX_MARKS = 8
# Discord renders a backslash before any ASCII sign as the bare sign. Parentheses are among these
# because its rule for masked links does not know escaped brackets: "](" must never stand in a text.
_SIGNS = re.compile(r"[\\*_~`|<>\[\]()/]|:(?!\s)")
_LINE_START = re.compile(r"^([^\S\n]*(?:\d+(?=[.)]))?)([-+#.])", re.MULTILINE)
_ESCAPABLE = frozenset("\\*_~`|<>[]()/:-+#.")
_EVERYONE = re.compile(r"@(?=everyone|here)", re.IGNORECASE)
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# Letters and signs by their category that show as nothing at all.
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2065\u2800\u3164\uffa0")
_BLANK_RANGES = ((0x180B, 0x180F), (0xFE00, 0xFE0F), (0xFFF0, 0xFFF8), (0xE0000, 0xE0FFF))
# What the text of most documents is made of: Latin letters and common signs, all of them visible.
_USUAL = re.compile("[\n -~\xa1-\xac\xae-\u02ff\u2010-\u2026\u20ac]*")
_HOST = re.compile(r"[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})+")
_URL_SIGNS = "/%:!$&+,;=?~.-_"


def utf16_length(text: str) -> int:
    """The length of a text as Discord counts it: most emoji count two."""
    return len(text) + sum(letter > "\uffff" for letter in text)


def clean(text: str) -> str:
    """Text without what cannot be seen, for places that show no Markdown.

    Bidirectional controls, zero-width and other invisible characters go, every line end becomes a
    line feed, every other blank a space; the sign in ``@everyone`` and ``@here`` becomes a wide one
    that pings nobody. Cleaning twice changes nothing.
    """
    is_usual = _USUAL.fullmatch(text) is not None
    visible = text if is_usual else "".join(_visible(_LINE_ENDS.sub("\n", text)))
    return _EVERYONE.sub("＠", visible)


def plain(text: str) -> str:
    """Cleaned text that Discord's Markdown shows as it is, wherever in a line it is put.

    Addresses stay readable and are no links.
    """
    return _LINE_START.sub(r"\1\\\2", _SIGNS.sub(r"\\\g<0>", clean(text)))


def cut(text: str, limit: int) -> str:
    """As :func:`plain`, at most ``limit`` UTF-16 units long, cut after a word where it has to be.

    An ellipsis stands for what is left out; no escaped sign and no accented letter is cut through.
    """
    return plain(fit(text, limit))


def fit(text: str, limit: int) -> str:
    """Cleaned text, not yet escaped, whose :func:`plain` form is at most ``limit`` units long."""
    return _cut(text, limit, plain, _ESCAPABLE)


def shorten(text: str, limit: int) -> str:
    """Cleaned text at most ``limit`` units long, for footers, labels and choices.

    It is not escaped: those places show no Markdown.
    """
    return _cut(text, limit, clean, frozenset())


def flat(text: str) -> str:
    """The text on one line, with single spaces."""
    return " ".join(text.split())


def link(url: str | None, words: str = "link") -> str | None:
    """A masked link under words of our own, or None where the address is not safe to offer."""
    address = safe_url(url) if url else None
    return f"[{words}](<{address}>)" if address else None


def safe_url(url: str) -> str | None:
    """The address in plain ASCII; None unless it is http(s) and names a host with a dot.

    One with a user name is refused as well: that could pass for the host.
    """
    if not url.isprintable() or " " in url:
        return None
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").encode("idna").decode()
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or "@" in parts.netloc or not _HOST.fullmatch(host):
        return None
    return f"{parts.scheme}://{host}{port}{_tail(parts)}"


def _tail(parts: SplitResult) -> str:
    query = f"?{quote(parts.query, _URL_SIGNS)}" if parts.query else ""
    fragment = f"#{quote(parts.fragment, _URL_SIGNS)}" if parts.fragment else ""
    return f"{quote(parts.path, _URL_SIGNS)}{query}{fragment}"


def _visible(text: str) -> Iterator[str]:
    marks = 0
    for letter in text:
        shown, is_mark = _shown(letter)
        marks = marks + 1 if is_mark else 0
        if marks <= _MAX_MARKS:
            yield shown


# A text has few letters, and each of them many times.
@lru_cache(maxsize=4096)
def _shown(letter: str) -> tuple[str, bool]:
    """What is shown of a letter, and whether it is a mark upon another one."""
    category = unicodedata.category(letter)
    if letter == "\n":
        return letter, False
    if category == "Zs" or letter == "\t":
        return " ", False
    return "" if _is_invisible(letter, category) else letter, category.startswith("M")


def _is_invisible(letter: str, category: str) -> bool:
    code = ord(letter)
    return (
        category in ("Cc", "Cf", "Cs", "Co")
        or letter in _BLANK
        or any(first <= code <= last for first, last in _BLANK_RANGES)
        or code & 0xFFFE == 0xFFFE
        or 0xFDD0 <= code <= 0xFDEF
    )


def _cut(text: str, limit: int, finish: Callable[[str], str], escapable: frozenset[str]) -> str:
    if limit <= 0:
        return ""
    # What is cut away is not looked at, so that a huge text costs no more than a long one.
    head = text[: 4 * limit + 64]
    kept = clean(head).strip()
    if len(head) == len(text) and utf16_length(finish(kept)) <= limit:
        return kept
    end = _word_end(kept, _affordable(kept, limit - 1, escapable))
    return kept[:end].rstrip() + _ELLIPSIS


def _affordable(text: str, room: int, escapable: frozenset[str]) -> int:
    """How many letters fit into ``room`` units if every sign that may need a backslash gets one."""
    for place, letter in enumerate(text):
        room -= utf16_length(letter) + (letter in escapable)
        if room < 0:
            return place
    return len(text)


def _word_end(text: str, end: int) -> int:
    """The last end of a word up to ``end``; of a letter, where the word takes up over half."""
    if end >= len(text) or text[end].isspace():
        return end
    space = max(text.rfind(" ", 0, end), text.rfind("\n", 0, end))
    if space >= end // 2 > 0:
        return space
    while end > 0 and _continues(text[end]):
        end -= 1
    return end


def _continues(letter: str) -> bool:
    """Whether it belongs to the letter before it: an accent, or the colour of an emoji's skin."""
    return unicodedata.category(letter).startswith("M") or "\U0001f3fb" <= letter <= "\U0001f3ff"
