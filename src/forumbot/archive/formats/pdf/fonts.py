"""The names that the fonts of a PDF give to their glyphs, where PDFium knows no character for them.

PDFium tells that it knows none, but not what the glyph is called. A copy that it writes of the file
has every object by itself and uncompressed, so that the encodings of the fonts can be read there.
"""

import io
import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

_MAX_COPY_BYTES = 200_000_000
_OBJECT = re.compile(rb"(\d{1,9}) \d{1,5} obj\b(.*?)(?:\bendobj\b|\bstream\b)", re.DOTALL)
_BASE_FONT = re.compile(rb"/BaseFont\s*/([^\s/<>\[\]()]+)")
_ENCODING = re.compile(rb"/Encoding\s+(\d{1,9})\s+\d{1,5}\s+R")
_DIFFERENCES = re.compile(rb"/Differences\s*\[([^\]]*)\]")
_ENTRY = re.compile(rb"(\d{1,3})(?![^\s/])|/([^\s/<>\[\]()]+)")
_SUBSET = re.compile(r"[A-Z]{6}\+")
_BY_NUMBER = re.compile(r"(?:uni((?:[0-9A-F]{4})+)|u([0-9A-F]{4,6}))")
_LIGATURES = {"ff": "ff", "fi": "fi", "fl": "fl", "ffi": "ffi", "ffl": "ffl", "longs": "s"}


class GlyphNames:
    """What glyphs stand for, by font and code; the file is gone through when first asked."""

    def __init__(self, document: Any) -> None:
        self._document = document

    def text(self, font: str, code: int) -> str:
        """The letters that a code stands for in a font, empty where its name does not tell."""
        return letters_of(self._names.get(_plain(font), {}).get(code, ""))

    @cached_property
    def _names(self) -> dict[str, dict[int, str]]:
        copy = io.BytesIO()
        self._document.save(copy)
        if copy.tell() > _MAX_COPY_BYTES:
            return {}
        return _names_in(copy.getvalue())


def letters_of(name: str) -> str:
    """The letters that a glyph's name stands for: ``f_f_i.liga`` are "ffi"; empty if it is none."""
    parts = [_letter(part) for part in name.partition(".")[0].split("_")]
    return "".join(parts) if all(parts) else ""


def _letter(name: str) -> str:
    by_number = _BY_NUMBER.fullmatch(name)
    if by_number:
        digits = by_number[1] or by_number[2]
        width = 4 if by_number[1] else len(digits)
        codes = [int(digits[at : at + width], 16) for at in range(0, len(digits), width)]
        return "".join(map(chr, codes)) if max(codes) < 0x11_0000 else ""
    return name if len(name) == 1 else _LIGATURES.get(name, "")


def _names_in(raw: bytes) -> dict[str, dict[int, str]]:
    """The names that differ from a standard encoding, by font and code; those in doubt left out."""
    objects = {int(found[1]): found[2] for found in _OBJECT.finditer(raw)}
    fonts: dict[str, dict[int, str]] = {}
    for body in objects.values():
        font = _BASE_FONT.search(body)
        if font is None:
            continue
        names = fonts.setdefault(_plain(font[1].decode("latin-1")), {})
        for code, name in _differences(body, objects):
            names[code] = name if names.get(code, name) == name else ""
    return fonts


def _differences(body: bytes, objects: Mapping[int, bytes]) -> Iterator[tuple[int, str]]:
    apart = _ENCODING.search(body)
    found = _DIFFERENCES.search(objects.get(int(apart[1]), b"") if apart else body)
    code = 0
    for entry in _ENTRY.finditer(found[1]) if found else ():
        if entry[1]:
            code = int(entry[1])
        else:
            yield code, entry[2].decode("latin-1")
            code += 1


def _plain(font: str) -> str:
    """A font's name without the mark of a subset."""
    return _SUBSET.sub("", font, count=1)
