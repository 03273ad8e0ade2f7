import io
import os
import struct
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable
from contextlib import suppress

import docx
import pptx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.properties import examples

from forumbot.archive.formats.registry import PRESENTATION, WORD_DOCUMENT, OfficeKind
from forumbot.archive.formats.word.docx import read_docx
from forumbot.archive.formats.zipped import checked_package, parse_xml
from forumbot.errors import RefusedError

DOCX, PPTX = WORD_DOCUMENT, PRESENTATION
WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
    b"<w:document " + WORD.encode() + b"><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body>"
    b"</w:document>"
)


def word_file(*paragraphs: str) -> bytes:
    """A Word document of plain paragraphs."""
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def slides_file() -> bytes:
    """An empty presentation."""
    out = io.BytesIO()
    pptx.Presentation().save(out)
    return out.getvalue()


def changed(raw: bytes, **members: bytes | None) -> bytes:
    """The same package with members replaced, added, or, for None, left out; __ is for a slash."""
    named = {name.replace("__", "/").replace("_dot_", "."): data for name, data in members.items()}
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(out, "w", 8) as new:
        kept = {name: old.read(name) for name in old.namelist()}
        for name, data in {**kept, **named}.items():
            if data is not None:
                new.writestr(name, data)
    return out.getvalue()


def with_body(body: bytes) -> bytes:
    """A Word document whose main part is this XML."""
    return changed(word_file(), word__document_dot_xml=body)


def lying(raw: bytes, name: bytes, stated: int, crc: int) -> bytes:
    """The same zip with another size and checksum in both headers of one member."""
    data = bytearray(raw)
    for mark, crc_at, size_at in ((b"PK\x03\x04", 14, 22), (b"PK\x01\x02", 16, 24)):
        named_at = 30 if mark[2] == 3 else 46
        place = data.find(mark)
        while data[place + named_at : place + named_at + len(name)] != name:
            place = data.find(mark, place + 1)
        data[place + crc_at : place + crc_at + 4] = struct.pack("<I", crc)
        data[place + size_at : place + size_at + 4] = struct.pack("<I", stated)
    return bytes(data)


def declared_bomb() -> bytes:
    """A small document with gigabytes behind it that its headers admit to."""
    return changed(word_file(), word__media__a_dot_bin=bytes(40_000_000))


def hidden_bomb() -> bytes:
    """A document of 42 KB whose main part states a thousand bytes, with a checksum to match."""
    body = b"<w:document>" + b" " * 42_000_000
    raw = with_body(body)
    return lying(raw, b"word/document.xml", 1_000, zlib.crc32(body[:1_000]))


def tag_bomb() -> bytes:
    """A small document of more elements than any parser should be given."""
    body = f"<w:document {WORD}><w:body>{'<w:p/>' * 1_600_000}</w:body></w:document>"
    return changed(with_body(body.encode()), word__media__a_dot_png=os.urandom(90_000))


def crowded() -> bytes:
    """A zip of more members than are counted."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for number in range(10_001):
            file.writestr(f"word/{number}.xml", "")
    return out.getvalue()


def reason(raw: bytes, kind: OfficeKind = DOCX) -> str:
    """Why a file is refused."""
    with pytest.raises(RefusedError) as caught:
        checked_package(raw, kind)
    return str(caught.value)


def test_sound_files_pass_with_their_parts_alone() -> None:
    """The copy holds the XML of the original, nothing compressed, and no picture."""
    raw = changed(word_file("Hello"), word__media__a_dot_png=b"\x89PNG")
    package = checked_package(raw, DOCX)
    assert "word/media/a.png" in package.names
    assert "word/document.xml" in package.parts
    with zipfile.ZipFile(package.stream) as copy:
        assert all(name.endswith((".xml", ".rels")) for name in copy.namelist())
        assert all(info.compress_type == zipfile.ZIP_STORED for info in copy.infolist())
    assert checked_package(slides_file(), PPTX).parts


REFUSED: list[tuple[Callable[[], bytes], OfficeKind, str]] = [
    (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), DOCX, "save it as .docx"),
    (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), PPTX, "save it as .pptx"),
    (lambda: b"%PDF-1.7", DOCX, "does not begin like one"),
    (lambda: b"", PPTX, "does not begin like one"),
    (lambda: b"PK\x03\x04" + bytes(90), DOCX, "truncated or damaged"),
    (lambda: word_file("Hello")[:-40], DOCX, "truncated or damaged"),
    (lambda: word_file("Hello")[:900], DOCX, "truncated or damaged"),
    (slides_file, DOCX, "is a .pptx file, not a Word document"),
    (word_file, PPTX, "is a .docx file, not a PowerPoint presentation"),
    (lambda: changed(word_file(), **{"[Content_Types]_dot_xml": b"<Types/>"}), DOCX, "zip archive"),
    (lambda: with_body(LAUGHS), DOCX, "XML bomb"),
    (lambda: with_body(LAUGHS.decode().encode("utf-16")), DOCX, "XML bomb"),
    (lambda: with_body(LAUGHS.decode().encode("utf-16-be")), DOCX, "encoding"),
    (lambda: with_body(b'<?xml version="1.0" encoding="utf-7"?>+ADw-a/>'), DOCX, "encoding"),
    (lambda: changed(slides_file(), ppt__a_dot_xml=b'<!ENTITY a "b">'), PPTX, "XML bomb"),
    (declared_bomb, DOCX, "zip bomb"),
    (hidden_bomb, DOCX, "zip bomb"),
    (tag_bomb, DOCX, "tags"),
    (crowded, DOCX, "members"),
]


@pytest.mark.parametrize(("make", "kind", "said"), REFUSED)
def test_what_is_refused_says_why(make: Callable[[], bytes], kind: OfficeKind, said: str) -> None:
    """Every kind of file that is not let through has a reason a person can act on."""
    assert said in reason(make(), kind)


def test_encrypted_members_and_odd_compressions_are_refused() -> None:
    """A password within the zip is named; what Office never uses is not unpacked."""
    raw = bytearray(word_file("Hello"))
    raw[raw.rfind(b"PK\x01\x02") + 8] |= 1
    assert reason(bytes(raw)) == "is protected by a password; save it without one"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_BZIP2) as file:
        file.writestr("word/document.xml", "<a/>")
    assert "truncated or damaged" in reason(out.getvalue())


def test_a_member_longer_or_shorter_than_stated_is_damage() -> None:
    """A size that the headers get wrong is noticed, though within all bounds."""
    raw = word_file("Hello")
    with zipfile.ZipFile(io.BytesIO(raw)) as file:
        body = file.read("word/document.xml")
    shorter = lying(raw, b"word/document.xml", 100, zlib.crc32(body[:100]))
    assert "truncated or damaged" in reason(shorter)


@pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")
def test_bombs_cost_little_time_and_memory() -> None:
    """Each bomb is refused within 2 seconds of the processor and 200 MB, by the very adapters."""
    bombs = [declared_bomb(), hidden_bomb(), tag_bomb(), crowded(), with_body(LAUGHS)]
    assert len(bombs[1]) < 100_000
    script = (
        "import pathlib, sys, time\n"
        "from forumbot.archive.formats.word.docx import read_docx\n"
        "from forumbot.errors import RefusedError\n"
        "start = time.process_time()\n"
        "try:\n    read_docx(sys.stdin.buffer.read())\n"
        "except RefusedError as error:\n    print(error, file=sys.stderr)\n"
        "print(time.process_time() - start)\n"
        "lines = pathlib.Path('/proc/self/status').read_text().splitlines()\n"
        "print(next(line.split()[1] for line in lines if line.startswith('VmHWM')))\n"
    )
    for bomb in bombs:
        done = subprocess.run(
            [sys.executable, "-c", script], input=bomb, capture_output=True, timeout=60, check=True
        )
        seconds, kilobytes = map(float, done.stdout.split())
        assert done.stderr
        assert seconds < 2
        assert kilobytes < 200 * 1024


def test_nested_archives_are_never_opened() -> None:
    """A bomb within an embedded file stays shut, and the text around it is read."""
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", 8) as file:
        file.writestr("a.xml", bytes(3_000_000))
    raw = changed(word_file("Hello"), word__embeddings__a_dot_xlsx=inner.getvalue())
    found = read_docx(raw)
    assert [piece.text for piece in found.pieces] == ["Hello"]
    assert found.warnings == ("1 embedded file is not read",)


def test_links_out_and_to_nothing_are_cut() -> None:
    """A picture that is gone, an address and a path out of the package do not hinder reading."""
    with zipfile.ZipFile(io.BytesIO(word_file("Hello"))) as file:
        links = file.read("word/_rels/document.xml.rels")
    kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    extra = (
        b'<Relationship Id="x1" Type="' + kind + b'/image" Target="NULL"/>'
        b'<Relationship Id="x2" Type="' + kind + b'/header" Target="gone.xml"/>'
        b'<Relationship Id="x3" Type="' + kind + b'/header" Target="../../../etc/passwd"/>'
        b'<Relationship Id="x4" Type="' + kind + b'/styles" Target="http://127.0.0.1:9/"'
        b' TargetMode="External"/></Relationships>'
    )
    raw = changed(
        word_file("Hello"),
        word___rels__document_dot_xml_dot_rels=links.replace(b"</Relationships>", extra),
    )
    assert [piece.text for piece in read_docx(raw).pieces] == ["Hello"]


def test_strict_macro_template_and_utf16_files_are_read() -> None:
    """Namespaces of ISO's strict form, other main types and UTF-16 come out as the usual ones."""
    raw = word_file("Hello")
    with zipfile.ZipFile(io.BytesIO(raw)) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    strict = {
        name.replace("/", "__").replace(".", "_dot_"): data.replace(
            b"http://schemas.openxmlformats.org/officeDocument/2006/",
            b"http://purl.oclc.org/ooxml/officeDocument/",
        ).replace(
            b"http://schemas.openxmlformats.org/wordprocessingml/2006/",
            b"http://purl.oclc.org/ooxml/wordprocessingml/",
        )
        for name, data in parts.items()
        if name.endswith((".xml", ".rels"))
    }
    assert [piece.text for piece in read_docx(changed(raw, **strict)).pieces] == ["Hello"]
    types = parts["[Content_Types].xml"].replace(b"document.main+xml", b"template.main+xml")
    template = changed(raw, **{"[Content_Types]_dot_xml": types})
    assert [piece.text for piece in read_docx(template).pieces] == ["Hello"]
    body = parts["word/document.xml"].decode().replace("UTF-8", "UTF-16").encode("utf-16")
    assert [piece.text for piece in read_docx(with_body(body)).pieces][:1] == ["Hello"]


def test_deep_and_broken_xml_is_refused() -> None:
    """The parser's own bounds are reported as a reason."""
    for data in (b"<a>" * 5_000, b"<a></b>", b"", b"\x00"):
        with pytest.raises(RefusedError, match="damaged XML"):
            parse_xml(data)


def test_entities_are_never_expanded_by_the_parser() -> None:
    """Even where the search for them was passed by, entities stay shut and files unread."""
    data = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>'
    assert not parse_xml(data).text


@examples(100)
@given(st.binary(min_size=1, max_size=60), st.integers(0, 40_000), st.booleans())
def test_any_damage_is_read_or_refused(noise: bytes, place: int, is_cut: bool) -> None:
    """Bytes changed or missing anywhere end in pieces or in a reason, never in another error."""
    raw = word_file("Hello", "World")
    place %= len(raw)
    damaged = raw[:place] + noise + raw[place + (0 if is_cut else len(noise)) :]
    with suppress(RefusedError):
        list(read_docx(damaged).pieces)
