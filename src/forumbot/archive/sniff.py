"""What a file's first bytes say that it is, whatever its name says."""

import io
import re
import zipfile
from enum import StrEnum

from forumbot.errors import RefusedError


class Kind(StrEnum):
    """What the bytes of a file are; anything else counts as text."""

    PDF = "a PDF"
    WORD = "a Word document"
    POWERPOINT = "a PowerPoint presentation"
    EXCEL = "an Excel workbook"
    OPEN_DOCUMENT = "an OpenDocument file"
    ZIP = "a zip archive"
    OLD_OFFICE = "an old Office file"
    LOCKED_OFFICE = "an Office file protected by a password"
    IMAGE = "an image"
    GZIP = "a gzip archive"
    RICH_TEXT = "an RTF file"
    WEB_PAGE = "a web page (HTML)"
    TEXT = "text"


_MAGIC = {
    b"\x89PNG": Kind.IMAGE,
    b"\xff\xd8\xff": Kind.IMAGE,
    b"GIF8": Kind.IMAGE,
    b"\x1f\x8b": Kind.GZIP,
    b"{\\rtf": Kind.RICH_TEXT,
}
_PDF_MARK, _PDF_HEAD_BYTES = b"%PDF-", 1024
_OLD_OFFICE_MARK = b"\xd0\xcf\x11\xe0"
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_ZIP_MARKS = (b"PK\x03\x04", b"PK\x05\x06")
_ZIP_ENTRY, _MAX_ZIP_ENTRIES = b"PK\x01\x02", 10_000
_ZIP_FOLDERS = {"word/": Kind.WORD, "ppt/": Kind.POWERPOINT, "xl/": Kind.EXCEL}
_LFS_POINTER = b"version https://git-lfs.github.com/spec/"
_HTML_HEAD_BYTES = 2048
_HTML = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:\s|<\?xml[^>]*>|<!--[^>]*-->)*(?:<!doctype\s+html|<html[\s>])",
    re.IGNORECASE,
)


def kind_of(raw: bytes) -> Kind:
    """What the bytes are, told by their beginning, and for a zip by the names in it."""
    for magic, kind in _MAGIC.items():
        if raw.startswith(magic):
            return kind
    if raw.startswith(_OLD_OFFICE_MARK):
        return Kind.LOCKED_OFFICE if _ENCRYPTED_STREAM in raw else Kind.OLD_OFFICE
    if raw.startswith(_ZIP_MARKS):
        return _kind_of_zip(raw)
    if raw.startswith(_PDF_MARK):
        return Kind.PDF
    return Kind.WEB_PAGE if _HTML.match(raw[:_HTML_HEAD_BYTES]) else Kind.TEXT


def _kind_of_zip(raw: bytes) -> Kind:
    if raw.count(_ZIP_ENTRY) > _MAX_ZIP_ENTRIES:
        return Kind.ZIP
    try:
        names = zipfile.ZipFile(io.BytesIO(raw)).namelist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        return Kind.ZIP
    if "mimetype" in names:
        return Kind.OPEN_DOCUMENT
    for folder, kind in _ZIP_FOLDERS.items():
        if any(name.startswith(folder) for name in names):
            return kind
    return Kind.ZIP


def expect(kind: Kind, raw: bytes) -> None:
    """Refuse bytes that are not what the file's name says; TEXT takes whatever is not binary.

    Raises :class:`RefusedError` that says what the file is instead.
    """
    if raw.startswith(_LFS_POINTER):
        raise RefusedError("is a Git LFS pointer, not the file itself; run 'git lfs pull'")
    if kind in (Kind.WORD, Kind.POWERPOINT) and raw.startswith(_ZIP_MARKS):
        return  # their adapters look into the zip themselves, within bounds
    actual = kind_of(raw)
    if actual is Kind.TEXT and kind is Kind.PDF and _PDF_MARK in raw[:_PDF_HEAD_BYTES]:
        return
    if actual is kind or (kind is Kind.WEB_PAGE and actual is Kind.TEXT):
        return
    raise RefusedError(_mismatch(kind, actual, raw))


def _mismatch(kind: Kind, actual: Kind, raw: bytes) -> str:
    if not raw:
        return "is empty"
    if actual is Kind.LOCKED_OFFICE:
        return f"is {actual}; save it without one"
    if actual is Kind.TEXT:
        return f"is not {kind} (its bytes are of no known format)"
    other = "text" if kind is Kind.WEB_PAGE else kind
    return f"is {actual}, not {other}; give it its proper suffix"
