"""One file of any format to its text and blocks."""

import re
from dataclasses import replace

from forumbot.archive.credentials import holds_private_key
from forumbot.archive.decoding import decode
from forumbot.archive.formats.contents import without_contents
from forumbot.archive.formats.parsed import Parsed
from forumbot.archive.formats.registry import (
    MAX_TEXT_CHARS,
    WEB_PAGE,
    Format,
    format_of,
    remedy_for,
    suffix_of,
    suffixes,
)
from forumbot.archive.layout import Attached, Extraction, lay_out
from forumbot.archive.record import encode
from forumbot.archive.sniff import expect
from forumbot.errors import RefusedError

MAX_BLOCKS = 1_000_000
EXTRACTOR = "forumbot.archive.extract:extract_record"


def extract_record(raw: bytes, name: str) -> bytes:
    """The record of what :func:`extract` gives, as a worker calls it."""
    return encode(extract(name, raw))


def extract(name: str, raw: bytes) -> Extraction:
    """Read the bytes of a file called ``name``.

    Raises :class:`RefusedError` with the reason where the format is not read, the bytes are not
    what the name says, or nothing readable or a private key is in them.
    """
    known = format_of(name)
    if known is None:
        written = suffix_of(name) or "without suffix"
        raise RefusedError(
            remedy_for(name)
            or f"the format '{written}' is not read (read are {', '.join(suffixes())})"
        )
    expect(known.kind, raw)
    found = _decoded(known, raw) if known.kind.is_text else known.reader()(raw)
    pieces, entries = without_contents(found.pieces)
    left_out = (f"table of contents left out ({entries} lines)",) if entries else ()
    extraction = lay_out(pieces, found.metadata, (*found.warnings, *left_out))
    _check(extraction)
    return replace(
        extraction,
        pages=found.pages or _highest_page(extraction),
        page_labels=found.page_labels,
        recognised=found.recognised,
        is_partial=found.is_partial,
        attached=tuple(_attached(*one) for one in found.attached),
    )


def _attached(name: str, raw: bytes) -> Attached:
    """A file that came with another one; what came with it in turn came with that one too."""
    try:
        return Attached(name, replace(extract(name, raw), attached=()))
    except RefusedError as error:
        return Attached(name, refused=str(error))


def _check(extraction: Extraction) -> None:
    if not extraction.text:
        raise RefusedError("holds no text")
    _check_length(extraction.text)
    if holds_private_key(extraction.text):
        raise RefusedError("holds a private key; take it out of the folder, and replace the key")
    if len(extraction.blocks) > MAX_BLOCKS:
        raise RefusedError(f"holds more than {MAX_BLOCKS:,} paragraphs; split it")


def _check_length(text: str, max_chars: int = MAX_TEXT_CHARS) -> None:
    if len(text) > max_chars:
        raise RefusedError(f"holds more than {max_chars:,} characters of text; split it")


def _highest_page(extraction: Extraction) -> int | None:
    return max((block.page for block in extraction.blocks if block.page), default=None)


def _decoded(known: Format, raw: bytes) -> Parsed:
    text, warnings = _decode(known, raw)
    _check_length(text, known.max_chars)
    found = known.reader()(text)
    return found._replace(warnings=(*warnings, *found.warnings))


def _decode(known: Format, raw: bytes) -> tuple[str, tuple[str, ...]]:
    """The text with line feeds alone, and the warnings of its decoding."""
    text, warnings = decode(raw, states_charset=known.kind is WEB_PAGE)
    if "\x00" in text[:100_000]:
        raise RefusedError("holds NUL bytes, so it is not text")
    return re.sub("\r\n?", "\n", text), warnings
