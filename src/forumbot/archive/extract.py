"""One file of any format to its text and blocks."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import PurePath

from forumbot.archive.formats.found import Found
from forumbot.archive.layout import Extraction, lay_out
from forumbot.archive.sniff import Kind, expect
from forumbot.errors import RefusedError

MAX_TEXT_CHARS = 20_000_000
MAX_BLOCKS = 1_000_000
_MAX_HTML_CHARS = 2 * MAX_TEXT_CHARS


def extract(name: str, raw: bytes) -> Extraction:
    """Read the bytes of a file called ``name``.

    Raises :class:`RefusedError` with the reason where the format is not read, the bytes are not
    what the name says, or nothing readable is in them.
    """
    suffix = suffix_of(name)
    if suffix not in _ADAPTERS:
        known = ", ".join(sorted(_ADAPTERS))
        raise RefusedError(
            f"the format '{suffix or 'without suffix'}' is not read (read are {known})"
        )
    kind, adapter = _ADAPTERS[suffix]
    expect(kind, raw)
    found = adapter(raw)
    extraction = lay_out(found.pieces, found.metadata, found.warnings)
    _check_size(extraction)
    return replace(extraction, pages=found.pages or _highest_page(extraction))


def suffix_of(name: str) -> str:
    """The suffix that decides how a file is read, in lower case, with its dot."""
    return PurePath(name).suffix.lower()


def _check_size(extraction: Extraction) -> None:
    if not extraction.text:
        raise RefusedError("holds no text")
    _check_length(extraction.text)
    if len(extraction.blocks) > MAX_BLOCKS:
        raise RefusedError(f"holds more than {MAX_BLOCKS:,} paragraphs; split it")


def _check_length(text: str, max_chars: int = MAX_TEXT_CHARS) -> None:
    if len(text) > max_chars:
        raise RefusedError(f"holds more than {max_chars:,} characters of text; split it")


def _highest_page(extraction: Extraction) -> int | None:
    return max((block.page for block in extraction.blocks if block.page), default=None)


def _decode(raw: bytes) -> tuple[str, tuple[str, ...]]:
    """The text with line feeds alone, and the warnings of its decoding."""
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


# The libraries of a format are imported when the first file of that format is read.
def _markdown(raw: bytes) -> Found:
    from forumbot.archive.formats.markdown import markdown_found

    return _with_decoding(markdown_found, raw)


def _plain(raw: bytes) -> Found:
    from forumbot.archive.formats.plain import plain_found

    return _with_decoding(plain_found, raw)


def _html(raw: bytes) -> Found:
    from forumbot.archive.formats.web.html import html_found

    return _with_decoding(html_found, raw, max_chars=_MAX_HTML_CHARS)


def _with_decoding(
    adapter: Callable[[str], Found], raw: bytes, max_chars: int = MAX_TEXT_CHARS
) -> Found:
    text, warnings = _decode(raw)
    _check_length(text, max_chars)
    found = adapter(text)
    return found._replace(warnings=(*warnings, *found.warnings))


def _pdf(raw: bytes) -> Found:
    from forumbot.archive.formats.pdf import pdf_pieces

    return pdf_pieces(raw)


def _docx(raw: bytes) -> Found:
    from forumbot.archive.formats.word.docx import docx_pieces

    return docx_pieces(raw)


def _pptx(raw: bytes) -> Found:
    from forumbot.archive.formats.slides.pptx import pptx_pieces

    return pptx_pieces(raw)


_ADAPTERS: dict[str, tuple[Kind, Callable[[bytes], Found]]] = {
    ".md": (Kind.TEXT, _markdown),
    ".markdown": (Kind.TEXT, _markdown),
    ".txt": (Kind.TEXT, _plain),
    ".text": (Kind.TEXT, _plain),
    ".html": (Kind.WEB_PAGE, _html),
    ".htm": (Kind.WEB_PAGE, _html),
    ".pdf": (Kind.PDF, _pdf),
    ".docx": (Kind.WORD, _docx),
    ".pptx": (Kind.POWERPOINT, _pptx),
}
