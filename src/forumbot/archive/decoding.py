"""The characters of a text file: by its mark, as UTF-8, as it states, or by what makes words."""

import codecs
import re
from collections.abc import Iterable
from typing import NamedTuple

from forumbot.errors import RefusedError
from forumbot.language.detection import detect_languages
from forumbot.language.letters import letters
from forumbot.language.table import codes

_HEAD_BYTES = 4096
_STATED = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})|<\?xml[^>]{0,200}?encoding=[\"']([\w.:-]{2,40})",
    re.IGNORECASE,
)
# As browsers read them: what is called Latin-1 is Windows-1252, and Latin-5 Windows-1254.
_MEANT = {"iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254"}
# The first is taken where others read no better; old ones of DOS and the Macintosh come last.
_CODE_PAGES = {
    "cp1252": "Windows-1252", "cp1250": "Windows-1250", "cp1251": "Windows-1251",
    "cp1253": "Windows-1253", "cp1254": "Windows-1254", "cp1257": "Windows-1257",
    "iso8859_2": "ISO 8859-2", "iso8859_7": "ISO 8859-7", "koi8_r": "KOI8-R",
    "cp850": "DOS 850", "cp852": "DOS 852", "cp866": "DOS 866", "mac_roman": "Mac Roman",
}  # fmt: skip
_SAMPLE_BYTES = 4_000
_FIRST_BEYOND = 0x80
_MARGIN = 0.08  # of the characters beyond ASCII: what another page must read better than the first
_LEAST_READ = 0.7
_FEWEST_NULS = 3  # spaces and full stops alone are more in any text worth reading
_FEW = 3  # so few characters beyond ASCII tell nothing of a page
_FIRST_GREEK = "\u0370"  # from there on letters stand in no word with Latin ones
_SIGNS = frozenset("“”„‘’‚«»‹›–—…•·§°€£©®™×½¼¾¿¡ºª²³µ\u00a0\u00ad")
_WESTERN = ("de", "fr", "nl", "es", "it", "pt", "sv", "da", "fi")
_MOSTLY = 10  # valid sequences of UTF-8 to one that is damaged


class _Reading(NamedTuple):
    """A sample as one code page gives it: its language, and the share that makes words of it."""

    page: str
    language: str
    share: float


def decode(raw: bytes, *, states_charset: bool = False) -> tuple[str, tuple[str, ...]]:
    """The text of a file, and what a maintainer should know of its decoding.

    ``states_charset`` is for formats whose files name their encoding, as HTML does. Raises
    :class:`RefusedError` where no encoding makes words of the bytes.
    """
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return raw.decode("utf-16"), ("read as UTF-16",)
        except UnicodeDecodeError:
            raise RefusedError("begins like UTF-16 and is not; save it as UTF-8") from None
    if unmarked := _unmarked_utf16(raw):
        return unmarked, ("read as UTF-16",)
    try:
        return raw.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        pass
    stated = _stated(raw) if states_charset else None
    if stated is not None:
        return stated, ()
    return _damaged(raw) or _guessed(raw)


def _unmarked_utf16(raw: bytes) -> str:
    """The text of UTF-16 without the mark that it should begin with; empty for anything else.

    Every other byte of spaces and stops is NUL then, and no byte between these.
    """
    head = raw[:_HEAD_BYTES]
    even, odd = head[::2], head[1::2]
    for name, high, low in (("utf-16-be", even, odd), ("utf-16-le", odd, even)):
        if len(raw) % 2 == 0 and high.count(0) > _FEWEST_NULS and 0 not in low:
            try:
                return raw.decode(name)
            except UnicodeDecodeError:
                return ""
    return ""


def _stated(raw: bytes) -> str | None:
    """The text in the encoding that a page states; None where it states none that fits."""
    found = _STATED.search(raw[:_HEAD_BYTES])
    name = (found[1] or found[2]).decode("ascii") if found else ""
    try:
        known = codecs.lookup(name)
        return raw.decode(_MEANT.get(known.name, known.name))
    except (LookupError, UnicodeError):
        return None


def _damaged(raw: bytes) -> tuple[str, tuple[str, ...]] | None:
    """The text of UTF-8 in which some bytes are damaged; None for other encodings."""
    text = raw.decode("utf-8", errors="replace")
    lost = text.count("\ufffd")
    valid = sum(not char.isascii() for char in text) - lost
    if valid < lost * _MOSTLY:
        return None
    return text, (f"damaged UTF-8: characters lost in {lost} places",)


def _guessed(raw: bytes) -> tuple[str, tuple[str, ...]]:
    """The text by the code page that makes words of it, but for lines that are UTF-8."""
    lines = raw.splitlines(keepends=True)
    known = [_utf8(line) for line in lines]
    sample = _telling([line for line, text in zip(lines, known, strict=True) if text is None])
    readings = [one for page in _CODE_PAGES if (one := _reading(sample, page)) is not None]
    first = next((one for one in readings if one.page == "cp1252"), None)
    best = max(readings, key=lambda one: one.share)
    beyond = sum(byte >= _FIRST_BEYOND for byte in sample)
    if first is not None and (beyond <= _FEW or best.share - first.share <= _MARGIN):
        best = first
    if best.share < _LEAST_READ and beyond > _FEW:
        raise RefusedError("is in no encoding that makes words of it; save it as UTF-8")
    name = _CODE_PAGES[best.page]
    seems = "" if best is first else f", as its words seem to be {best.language}"
    are_some = any(text is not None and not text.isascii() for text in known)
    kept = f"{sum(text is None for text in known)} lines are " if are_some else ""
    read = (
        line.decode(best.page, errors="replace") if text is None else text
        for line, text in zip(lines, known, strict=True)
    )
    return "".join(read), (f"{kept}not UTF-8: read as {name}{seems}",)


def _utf8(line: bytes) -> str | None:
    try:
        return line.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None


def _reading(sample: bytes, page: str) -> _Reading | None:
    """What a code page makes of bytes; None where some byte has no character in it."""
    try:
        text = sample.decode(page)
    except UnicodeDecodeError:
        return None
    language = detect_languages(text).main
    return _Reading(page, language, _share(text, language))


def _telling(lines: Iterable[bytes]) -> bytes:
    """The lines that hold bytes beyond ASCII, as far as a sample goes."""
    sample, size = [], 0
    for line in (line.strip()[:_SAMPLE_BYTES] for line in lines if not line.isascii()):
        sample.append(line)
        size += len(line)
        if size >= _SAMPLE_BYTES:
            break
    return b"\n".join(sample)


def _share(sample: str, language: str) -> float:
    """The share of the characters beyond ASCII that stand where the language would have them.

    They are its letters, or signs that stand at no letter; a capital within a word is none.
    """
    own = _alphabet(language)
    places = [place for place, char in enumerate(sample) if not char.isascii()]
    good = sum(_is_good(sample, place, own) for place in places)
    return good / len(places) if places else 1.0


def _is_good(sample: str, place: int, own: frozenset[str]) -> bool:
    char, before = sample[place], sample[place - 1 : place]
    after = sample[place + 1 : place + 2]
    if char.isalpha():
        if char >= _FIRST_GREEK and (_is_latin(before) or _is_latin(after)):
            return False
        is_inner_capital = char.isupper() and before.islower()
        is_doubted = char.isupper() and after.islower() and before.isalpha()
        return char.lower() in own and not is_inner_capital and not is_doubted
    is_within = before.isalpha() and after.isalpha() and char not in "’‘"
    return char in _SIGNS and not is_within


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalpha()


def _alphabet(language: str) -> frozenset[str]:
    """The letters of a language beyond ASCII; of English those of its neighbours, for names."""
    listed = _WESTERN if language == "en" else (language,)
    known = frozenset().union(*(letters(code) for code in listed if code in codes()))
    # Code pages have Romanian's letters with cedillas, which its table writes with commas.
    more = {
        "ru": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя", "uk": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
        "ro": "şţ",
    }  # fmt: skip
    return known | frozenset(more.get(language, ""))
