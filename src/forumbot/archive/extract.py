"""One file of any format to its text and blocks."""

import re
from collections.abc import Callable, Iterator
from pathlib import PurePath

from forumbot.archive.formats.html import html_metadata, html_pieces, parse_html
from forumbot.archive.formats.markdown import markdown_pieces
from forumbot.archive.formats.plain import plain_pieces
from forumbot.archive.front_matter import split_front_matter
from forumbot.archive.layout import Extraction, Piece, lay_out
from forumbot.errors import RefusedError

_NOT_TEXT = {
    b"%PDF-": "a PDF",
    b"PK\x03\x04": "a zip archive (Word, PowerPoint or the like)",
    b"\xd0\xcf\x11\xe0": "an old Office file",
    b"\x89PNG": "an image",
    b"\xff\xd8\xff": "an image",
    b"GIF8": "an image",
    b"\x1f\x8b": "a gzip archive",
}
_LFS_POINTER = b"version https://git-lfs.github.com/spec/"


def extract(name: str, raw: bytes) -> Extraction:
    """Read the bytes of a file called ``name``.

    Raises :class:`RefusedError` with the reason where the format is not read, the bytes are not
    what the name says, or nothing readable is in them.
    """
    suffix = PurePath(name).suffix.lower()
    adapter = _ADAPTERS.get(suffix)
    if adapter is None:
        known = ", ".join(sorted(_ADAPTERS))
        raise RefusedError(
            f"the format '{suffix or 'without suffix'}' is not read (read are {known})"
        )
    text, warnings = _decode(raw)
    pieces, metadata = adapter(text)
    extraction = lay_out(pieces, metadata, warnings)
    if not extraction.text:
        raise RefusedError("holds no text")
    return extraction


def _decode(raw: bytes) -> tuple[str, tuple[str, ...]]:
    """The text with line feeds alone, and the warnings of its decoding."""
    for magic, what in _NOT_TEXT.items():
        if raw.startswith(magic):
            raise RefusedError(f"is {what}, not text; give it its proper suffix")
    if raw.startswith(_LFS_POINTER):
        raise RefusedError("is a Git LFS pointer, not the file itself; run 'git lfs pull'")
    text, warnings = _decode_characters(raw)
    if "\x00" in text[:100_000]:
        raise RefusedError("holds NUL bytes, so it is not text")
    return re.sub("\r\n?", "\n", text), warnings


def _decode_characters(raw: bytes) -> tuple[str, tuple[str, ...]]:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return raw.decode("utf-16"), ("read as UTF-16",)
        except UnicodeDecodeError:
            raise RefusedError("begins like UTF-16 and is not; save it as UTF-8") from None
    try:
        return raw.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace"), ("not UTF-8: read as Windows-1252",)


_Found = tuple[Iterator[Piece], dict[str, object]]


def _markdown(text: str) -> _Found:
    metadata, body = split_front_matter(text)
    return markdown_pieces(body), metadata


def _plain(text: str) -> _Found:
    metadata, body = split_front_matter(text)
    return plain_pieces(body), metadata


def _html(text: str) -> _Found:
    tree = parse_html(text)
    return html_pieces(tree), html_metadata(tree)


_ADAPTERS: dict[str, Callable[[str], _Found]] = {
    ".md": _markdown,
    ".markdown": _markdown,
    ".txt": _plain,
    ".text": _plain,
    ".html": _html,
    ".htm": _html,
}
