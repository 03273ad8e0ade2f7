"""One file of any format to its text and blocks."""

import re
from collections.abc import Iterator, Sequence
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
_MOST_NAMED = 3
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
        attached=tuple(_all_attached(found.attached)),
    )


def _all_attached(files: Sequence[tuple[str, bytes]]) -> Iterator[Attached]:
    """The files that came with another one, each read, and what came with them named as unread.

    What came with a mail that is a part of another came with that one, too.
    """
    read = [_attached(*one) for one in files]
    known = {_text_of(one) for one in read}
    for one in read:
        if one.extraction is None:
            yield one
            continue
        names = [inner.name for inner in one.extraction.attached if _text_of(inner) not in known]
        unread = (f"what came with it is not read: {', '.join(names[:_MOST_NAMED])}",)
        warnings = (*one.extraction.warnings, *(unread if names else ()))
        yield replace(one, extraction=replace(one.extraction, attached=(), warnings=warnings))


def _attached(name: str, raw: bytes) -> Attached:
    try:
        return Attached(name, extract(name, raw))
    except RefusedError as error:
        return Attached(name, refused=str(error))


def _text_of(attached: Attached) -> str:
    return attached.extraction.text if attached.extraction is not None else attached.name


def _check(extraction: Extraction) -> None:
    if not extraction.text:
        raise RefusedError("holds no text; fill it, or take it out of the folder")
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
        raise RefusedError("holds NUL bytes, so it is not text; save it as UTF-8")
    return re.sub("\r\n?", "\n", text), warnings
