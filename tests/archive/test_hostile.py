"""Broken and hostile files: each is refused for its reason, or read whole, within bounds.

Each test has a folder read by a process of its own, which tells its time and memory and that of its
workers; an honest document that lies beside the bad file has to be read every time.
"""

import io
import os
import sys
import tempfile
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.archive import reading_process
from tests.archive.formats.opendocument_files import document
from tests.archive.formats.test_epub import book
from tests.archive.reading_process import Reading

from forumbot.archive.documents import Refusal, read_archive
from forumbot.archive.extract import EXTRACTOR
from forumbot.archive.files import MAX_FILE_BYTES
from forumbot.config import ExtractionConfig

MakeArchive = Callable[[dict[str, str | bytes]], Path]

HONEST = "# Third forum\n\nThe budget of the mobility scheme is 3.6 million euro.\n"
LIMITS = ExtractionConfig(seconds=30, megabytes=1024)
MAX_SECONDS = 25
RAISE = "split it, or raise extraction"
SWOLLEN = f"needed more than 400 MB of memory to read; {RAISE}.megabytes in forumbot.yaml"
MAX_PARENT_MB, MAX_WORKER_MB = 450, 1024


def read(
    folder: Path, extractor: str = EXTRACTOR, limits: ExtractionConfig = LIMITS, forks: bool = True
) -> Reading:
    """Read a folder in a process of its own, with an honest document in it, within the bounds."""
    (folder / "honest.md").write_text(HONEST, encoding="utf-8")
    found = reading_process.read(folder, limits, extractor, forks=forks)
    assert found.texts.pop("honest.md").endswith("3.6 million euro.")
    assert found.seconds < MAX_SECONDS
    assert found.parent_mb < MAX_PARENT_MB
    assert 0 < found.worker_mb < MAX_WORKER_MB
    return found


def reasons(folder: Path) -> dict[str, str]:
    """Why each of the bad files of a folder is refused, in one line."""
    found = read(folder)
    assert found.texts == {}
    for told in found.refused.values():
        assert told.isprintable()
        assert 0 < len(told) <= 300
    return found.refused


def reason(folder: Path, doc_id: str) -> str:
    """Why the one bad file of a folder is refused."""
    told = reasons(folder)
    assert list(told) == [doc_id]
    return told[doc_id]


def pdf(texts: list[str], trailer: str = "") -> bytes:
    """A PDF with a page for each text, in Helvetica."""
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(texts)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(texts)} /Kids [{kids}] >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for number, text in enumerate(texts):
        content = f"BT /F1 12 Tf 72 700 Td ({text}) Tj ET"
        objects += [
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << "
            f"/F1 3 0 R >> >> /Contents {5 + 2 * number} 0 R >>",
            f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
        ]
    out, places = io.BytesIO(), []
    out.write(b"%PDF-1.4\n")
    for number, body in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(f"{number} 0 obj\n{body}\nendobj\n".encode())
    start = out.tell()
    lines = "".join(f"{place:010} 00000 n \n" for place in places)
    out.write(f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n{lines}".encode())
    root = f"<< /Size {len(places) + 1} /Root 1 0 R {trailer} >>"
    out.write(f"trailer\n{root}\nstartxref\n{start}\n%%EOF\n".encode())
    return out.getvalue()


ENCRYPTED = (
    f"/Encrypt << /Filter /Standard /V 1 /R 2 /P -44 /O <{'41' * 32}> /U <{'42' * 32}> >> "
    f"/ID [<{'43' * 16}> <{'43' * 16}>]"
)
DOCX, PPTX, XLSX = (
    "wordprocessingml.document", "presentationml.presentation", "spreadsheetml.sheet",
)  # fmt: skip
OFFICE = {"a.docx": DOCX, "a.pptx": PPTX, "a.xlsx": XLSX}
MAIN_PART = {
    DOCX: "word/document.xml", PPTX: "ppt/presentation.xml", XLSX: "xl/workbook.xml",
}  # fmt: skip
BOMB_ENTITIES = "".join(f'<!ENTITY e{level} "{f"&e{level - 1};" * 10}">' for level in range(1, 12))
XML_BOMB = f'<?xml version="1.0"?><!DOCTYPE bomb [<!ENTITY e0 "boom">{BOMB_ENTITIES}]>'


def office(kind: str, main: bytes, padding: int = 0) -> bytes:
    """An Office file whose main part is ``main``, followed by ``padding`` million spaces."""
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/{MAIN_PART[kind]}" ContentType="application/vnd.'
        f'openxmlformats-officedocument.{kind}.main+xml"/></Types>'
    )
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        f'relationships/officeDocument" Target="{MAIN_PART[kind]}"/></Relationships>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file:
        file.writestr("[Content_Types].xml", types)
        file.writestr("_rels/.rels", relations)
        with file.open(MAIN_PART[kind], "w") as part:
            part.write(main)
            for _million in range(padding):
                part.write(b" " * 1_000_000)
    return out.getvalue()


class TestFormats:
    """Files that break or burden the parser of their format."""

    def test_a_truncated_pdf_is_refused(self, make_archive: MakeArchive) -> None:
        """A download that broke off is named, wherever it did."""
        whole = pdf([f"Page {number} of the report." for number in range(20)])
        cut = {f"{share}.pdf": whole[: len(whole) * share // 100] for share in (10, 50, 95)}
        told = reasons(make_archive({"1.pdf": whole[: len(whole) // 100], **cut}))
        assert list(told) == ["1.pdf", *cut]
        assert all("truncated" in reason or "damaged" in reason for reason in told.values())

    def test_an_encrypted_pdf_is_refused(self, make_archive: MakeArchive) -> None:
        """A password is asked for in vain, and the reason says so."""
        told = reason(make_archive({"a.pdf": pdf(["Secret."], ENCRYPTED)}), "a.pdf")
        assert "encrypted" in told
        assert "password" in told

    def test_a_pdf_of_ten_thousand_pages_is_refused(self, make_archive: MakeArchive) -> None:
        """Nobody waits for a phone book."""
        told = reason(make_archive({"a.pdf": pdf(["Many words."] * 10_000)}), "a.pdf")
        assert "10,000 pages" in told

    def test_a_zip_bomb_in_an_office_file_is_refused(self, make_archive: MakeArchive) -> None:
        """What would unpack to 600 MB is never unpacked, nor what would to somewhat too many."""
        sizes = {DOCX: 600, PPTX: 100, XLSX: 100}
        bombs = {name: office(kind, b"<bomb>", sizes[kind]) for name, kind in OFFICE.items()}
        assert all(len(bomb) < 5_000_000 for bomb in bombs.values())
        told = reasons(make_archive({**bombs}))
        assert list(told) == list(bombs)
        assert all("zip bomb" in reason for reason in told.values())

    def test_an_xml_bomb_in_an_office_file_is_refused(self, make_archive: MakeArchive) -> None:
        """Entities that would multiply to a hundred billion words are never resolved."""
        main = f"{XML_BOMB}<bomb>&e11;</bomb>".encode()
        told = reasons(make_archive({name: office(kind, main) for name, kind in OFFICE.items()}))
        assert list(told) == list(OFFICE)
        assert all("XML bomb" in reason for reason in told.values())

    def test_a_truncated_office_file_is_refused(self, make_archive: MakeArchive) -> None:
        """Without its end a zip has no directory."""
        whole = {name: office(kind, b"<a>" + b"words " * 10_000) for name, kind in OFFICE.items()}
        told = reasons(make_archive({name: raw[: len(raw) // 2] for name, raw in whole.items()}))
        assert list(told) == list(OFFICE)
        assert all("truncated" in reason for reason in told.values())

    def test_deeply_nested_html_is_refused(self, make_archive: MakeArchive) -> None:
        """A hundred thousand open elements are not followed down."""
        openings = ("<div>", "<table><tr><td>", "<b><i>", "<ul><li>")
        texts = [f"{opening * 100_000}Text." for opening in openings]
        told = reasons(make_archive({f"{place}.html": text for place, text in enumerate(texts)}))
        assert len(told) == len(openings)
        assert all("nested deeper than" in reason for reason in told.values())

    def test_a_yaml_bomb_in_front_matter_is_refused(self, make_archive: MakeArchive) -> None:
        """Aliases of aliases are not followed."""
        bomb = "".join(f"e{n}: &e{n} [{', '.join([f'*e{n - 1}'] * 10)}]\n" for n in range(1, 12))
        folder = make_archive({"a.md": f"---\ne0: &e0 boom\n{bomb}---\nText.\n"})
        assert "aliases (*name) are not read" in reason(folder, "a.md")

    def test_other_formats_are_refused_within_the_same_bounds(
        self, make_archive: MakeArchive
    ) -> None:
        """Mails of parts without end, groups within groups, cells without end, a bomb in a book."""
        table = "<table:table-row table:number-rows-repeated='9999999'><table:table-cell><text:p>x"
        cells = f"<table:table>{table}</text:p></table:table-cell></table:table-row></table:table>"
        told = reasons(
            make_archive(
                {
                    "bomb.epub": book(OEBPS__text__one_dot_xhtml=b" " * 70_000_000),
                    "cells.ods": document("spreadsheet", cells),
                    "groups.rtf": b"{\\rtf1 " + b"{\\b " * 200_000 + b"}" * 200_000,
                    "parts.eml": b"Content-Type: multipart/mixed; boundary=a\n\n"
                    + b"--a\n\nx\n" * 100_000,
                    "values.csv": b"a," * 2_000_000,
                }
            )
        )
        assert {name: reason.split(";")[0] for name, reason in told.items()} == {
            "bomb.epub": "unpacks to far more than its size allows (a zip bomb)",
            "cells.ods": "has cells over more than 1,000,000 places",
            "groups.rtf": "nests its groups deeper than 500",
            "parts.eml": "has more than 1,000 parts",
            "values.csv": "holds more than 1,000,000 values",
        }


class TestDisguises:
    """Files that are not what their name says."""

    def test_content_that_its_name_belies_is_refused(self, make_archive: MakeArchive) -> None:
        """The reason says what the file really is."""
        pointer = b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 99\n"
        fill = "fill it, or take it out of the folder"
        page = b"<!DOCTYPE html>\n<html><title>404 Not Found</title><p>Sorry."
        files: dict[str, tuple[bytes, str]] = {
            "empty.md": (b"", f"holds no text; {fill}"),
            "empty.pptx": (b"", f"is empty; {fill}"),
            "nul.txt": (
                b"Text\x00with NUL", "holds NUL bytes, so it is not text; save it as UTF-8",
            ),
            "page.pdf": (page, "is a web page (HTML), not a PDF; give it its proper suffix"),
            "pdf.md": (pdf(["Words."]), "is a PDF, not text; give it its proper suffix"),
            "pointer.pdf": (
                pointer, "is a Git LFS pointer, not the file itself; run 'git lfs pull'",
            ),
            "words.docx": (
                b"words",
                "is not a Word document (its bytes are of no known format); fetch it again",
            ),
        }  # fmt: skip
        folder = make_archive({name: raw for name, (raw, _told) in files.items()})
        assert reasons(folder) == {name: told for name, (_raw, told) in files.items()}

    def test_text_in_other_encodings_is_read(self, make_archive: MakeArchive) -> None:
        """UTF-16 and Latin-1 keep their letters, and a warning says how they were read."""
        text = "Søren Røn spoke in Besançon."
        told = {"utf-16": "read as UTF-16", "latin-1": "not UTF-8: read as Windows-1252"}
        found = read(make_archive({f"{coding}.txt": text.encode(coding) for coding in told}))
        assert found.texts == {f"{coding}.txt": text for coding in told}
        for coding, warning in told.items():
            assert warning in found.warnings[f"{coding}.txt"]


class TestFiles:
    """Files that are difficult as files."""

    def test_a_file_of_300_mb_is_refused_unread(self, tmp_path: Path) -> None:
        """Its size is enough to refuse it, so that it costs nothing."""
        with (tmp_path / "a.txt").open("wb") as file:
            file.truncate(300 * 1024 * 1024)
        assert reason(tmp_path, "a.txt") == "is larger than 64 MiB; split it"

    def test_a_text_as_large_as_is_allowed_stays_within_bounds(self, tmp_path: Path) -> None:
        """At the very limit of size, the text is refused for its length, with memory to spare."""
        (tmp_path / "a.txt").write_bytes(b"word " * (MAX_FILE_BYTES // 5))
        found = read(tmp_path, forks=False)
        assert "20,000,000 characters" in found.refused["a.txt"]

    def test_links_out_of_the_folder_or_in_a_circle_are_refused(
        self, make_archive: MakeArchive, tmp_path: Path
    ) -> None:
        """No link shows a file from elsewhere, and none is followed without end."""
        folder = make_archive({"a/b.md": "Text."})
        (tmp_path / "secret.md").write_text("secret")
        (folder / "out.md").symlink_to(tmp_path / "secret.md")
        (folder / "circle.md").symlink_to("circle.md")
        (folder / "a" / "up").symlink_to(folder)
        found = read(folder)
        assert list(found.texts) == ["a/b.md"]
        assert list(found.refused) == ["a/up", "circle.md", "out.md"]
        assert "secret" not in str(found.texts)

    def test_odd_names_are_read(self, make_archive: MakeArchive) -> None:
        """Line ends, emoji, escapes and 250 characters make a document like any other."""
        stems = ("a\nb", "🦆 forum", "ü" * 120, "x" * 247, "a\x1b[2Jb")
        found = read(make_archive({f"{stem}.md": "Text." for stem in stems}))
        assert found.texts == {f"{stem}.md": "Text." for stem in stems}

    @pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
    def test_a_name_that_is_no_text_is_refused(self, tmp_path: Path) -> None:
        """Bytes that are not UTF-8 cannot be an id."""
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.md")).write_text("Text.")
        assert reason(tmp_path, "\\udcff.md") == "has a name that is not valid UTF-8; rename it"

    def test_a_file_without_permission_is_refused(self) -> None:
        """A file that may not be read is one refusal that says so, for root in disguise too."""
        with tempfile.TemporaryDirectory() as folder, _without_privileges(folder):
            path = Path(folder, "a.md")
            path.write_text("Text.")
            path.chmod(0)
            refused = read_archive(Path(folder)).refused
        assert refused == (Refusal("a.md", "cannot be opened (no permission to read it)"),)

    def test_a_file_that_changes_while_it_is_read_is_refused(self, tmp_path: Path) -> None:
        """Half of an old and half of a new file are never put together."""
        path = tmp_path / "a.txt"
        path.write_bytes(b"old words " * 5_000_000)
        with _growing(path):
            refused = read_archive(tmp_path).refused
        assert refused == (
            Refusal("a.txt", "changed while it was read; build again when it is complete"),
        )

    def test_a_file_that_vanishes_while_the_folder_is_read_is_refused(
        self, make_archive: MakeArchive
    ) -> None:
        """What is deleted between listing and reading costs itself alone."""
        folder = make_archive({f"{number:02}.md": f"Text {number}." for number in range(20)})
        archive = read_archive(folder, lambda *_: (folder / "19.md").unlink(missing_ok=True))
        assert len(archive.documents) == 19
        assert archive.refused == (Refusal("19.md", "is gone, or a link that leads nowhere"),)


@contextmanager
def _without_privileges(folder: str) -> Iterator[None]:
    """Act as nobody where these tests are run by root, whom no permission binds."""
    if os.geteuid() != 0:
        yield
        return
    os.chown(folder, 65534, 65534)
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@contextmanager
def _growing(path: Path) -> Iterator[None]:
    """A thread that adds a byte to a file again and again."""
    done, begun = threading.Event(), threading.Event()

    def grow() -> None:
        with path.open("ab", buffering=0) as file:
            while not done.is_set():
                file.write(b".")
                begun.set()

    writer = threading.Thread(target=grow)
    writer.start()
    begun.wait(10)
    try:
        yield
    finally:
        done.set()
        writer.join()


PARSER = """
import os, time
from forumbot.archive.extract import extract_record

def read(raw, name):
    if name == "hang.md": time.sleep(600)
    if name == "crash.md": os.abort()
    if name == "exit.md": os._exit(0)
    if name == "raise.md": raise ZeroDivisionError
    if name == "swell.md": return [bytearray(10**7) for _ in range(10**6)]
    return extract_record(raw, name)
"""


def test_a_parser_that_hangs_or_crashes_loses_only_its_own_file(
    make_archive: MakeArchive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Five of ten files bring their readers down, each for its own reason; five are read."""
    (tmp_path / "hostile_parser.py").write_text(PARSER)
    monkeypatch.syspath_prepend(tmp_path)
    bad = ["crash.md", "exit.md", "hang.md", "raise.md", "swell.md"]
    good = [f"{name}.md" for name in "begpz"]
    folder = make_archive({name: f"Text of {name}." for name in [*bad, *good]})
    found = read(folder, "hostile_parser:read", ExtractionConfig(seconds=2, megabytes=400))
    assert found.texts == {name: f"Text of {name}." for name in good}
    assert found.refused == {
        "crash.md": "the reader crashed; open it and save it anew",
        "exit.md": "the reader crashed; open it and save it anew",
        "hang.md": f"took longer than 10 s to read; {RAISE}.seconds in forumbot.yaml",
        "raise.md": "the reader crashed (ZeroDivisionError); open it and save it anew",
        "swell.md": SWOLLEN,
    }


def test_an_interrupted_reading_does_not_wait_for_a_file_that_hangs(
    make_archive: MakeArchive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C ends the workers at once."""
    (tmp_path / "hostile_parser.py").write_text(PARSER)
    monkeypatch.syspath_prepend(tmp_path)
    folder = make_archive({"a.md": "Text.", "hang.md": "Text."})

    def interrupt(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    started = time.perf_counter()
    with pytest.raises(KeyboardInterrupt):
        read_archive(folder, interrupt, extractor="hostile_parser:read")
    assert time.perf_counter() - started < 30
