import io
import zipfile

import pytest

from forumbot.archive.formats.registry import RICH_TEXT, TEXT, WEB_PAGE, WORKBOOK, Kind, format_of
from forumbot.archive.sniff import (
    LOCKED_OFFICE,
    OLD_OFFICE,
    OPEN_DOCUMENT,
    ZIP,
    expect,
    kind_of,
)
from forumbot.errors import RefusedError

POINTER = b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n"
ENCRYPTED = b"\xd0\xcf\x11\xe0" + bytes(500) + "EncryptedPackage".encode("utf-16-le")


def read_as(name: str) -> Kind:
    """What the bytes of a file of that name are to be."""
    known = format_of(name)
    assert known is not None
    return known.kind


PDF, WORD, POWERPOINT = map(read_as, ("a.pdf", "a.docx", "a.pptx"))


def zipped(*names: str) -> bytes:
    """A zip with empty files of these names."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name in names:
            file.writestr(name, "")
    return out.getvalue()


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (b"%PDF-1.7", PDF),
        (zipped("[Content_Types].xml", "word/document.xml"), WORD),
        (zipped("ppt/presentation.xml"), POWERPOINT),
        (zipped("xl/workbook.xml"), WORKBOOK),
        (zipped("mimetype", "content.xml"), OPEN_DOCUMENT),
        (zipped("a.md"), ZIP),
        (zipped(), ZIP),
        (zipped("word/document.xml")[:-30], ZIP),
        (zipped(*(f"word/{number}" for number in range(10_001))), ZIP),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", OLD_OFFICE),
        (ENCRYPTED, LOCKED_OFFICE),
        (b"{\\rtf1\\ansi", RICH_TEXT),
        (b"<!DOCTYPE html>\n<title>", WEB_PAGE),
        (b"\xef\xbb\xbf <!-- saved --> <HTML lang='en'>", WEB_PAGE),
        (b'<?xml version="1.0"?><html>', WEB_PAGE),
        (b"<p>A fragment", TEXT),
        (b"<htmlish>", TEXT),
        (b"# Title\n\n<html>", TEXT),
        (b"", TEXT),
    ],
)
def test_content_tells_what_a_file_is(raw: bytes, kind: Kind) -> None:
    """The first bytes, or the names in a zip, decide."""
    assert kind_of(raw) is kind


@pytest.mark.parametrize(
    ("kind", "raw"),
    [
        (TEXT, b"Text"),
        (WEB_PAGE, b"<!doctype html>"),
        (WEB_PAGE, b"<p>A fragment"),
        (PDF, b"%PDF-1.4"),
        (PDF, b"\n" * 900 + b"%PDF-1.4"),
        (WORD, zipped("word/document.xml")),
        (WORD, zipped("ppt/presentation.xml")),
        (POWERPOINT, zipped("ppt/presentation.xml")[:-30]),
    ],
)
def test_what_a_name_says_is_taken(kind: Kind, raw: bytes) -> None:
    """Content that fits its name is let through, a PDF behind some bytes of noise too.

    Zip archives are left to the adapters of Office files.
    """
    expect(kind, raw)


@pytest.mark.parametrize(
    ("kind", "raw", "reason"),
    [
        (TEXT, b"%PDF-1.7", "is a PDF, not text; give it its proper suffix"),
        (WEB_PAGE, b"%PDF-1.7", "is a PDF, not text; give it its proper suffix"),
        (TEXT, b"<html>", "is a web page (HTML), not text; give it its proper suffix"),
        (PDF, b"<html>", "is a web page (HTML), not a PDF; give it its proper suffix"),
        (PDF, POINTER, "is a Git LFS pointer, not the file itself; run 'git lfs pull'"),
        (WORD, POINTER, "is a Git LFS pointer, not the file itself; run 'git lfs pull'"),
        (PDF, b"", "is empty; fill it, or take it out of the folder"),
        (PDF, b"words", "is not a PDF (its bytes are of no known format); fetch it again"),
        (
            TEXT, zipped("word/document.xml"),
            "is a Word document, not text; give it its proper suffix",
        ),
        (
            PDF, zipped("ppt/presentation.xml"),
            "is a PowerPoint presentation, not a PDF; give it its proper suffix",
        ),
        (
            POWERPOINT, ENCRYPTED,
            "is an Office file protected by a password; save it without one",
        ),
    ],
)  # fmt: skip
def test_another_format_under_a_name_is_refused(kind: Kind, raw: bytes, reason: str) -> None:
    """The reason says what the file is, and what to do where something can be done."""
    with pytest.raises(RefusedError) as caught:
        expect(kind, raw)
    assert str(caught.value) == reason
