import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.properties import examples

from forumbot.archive.extract import extract
from forumbot.archive.layout import BlockKind, Extraction
from forumbot.errors import RefusedError

WORDS = "Hervé Floch spoke – on 15 November."


@pytest.mark.parametrize(
    ("name", "source", "kinds"),
    [
        ("a.md", "# Title\n\n* item", [BlockKind.HEADING, BlockKind.ITEM]),
        ("a.MARKDOWN", "Title\n===", [BlockKind.HEADING]),
        ("a.txt", "*Text* and more.\n\n* item", [BlockKind.PARAGRAPH, BlockKind.ITEM]),
        ("a.text", "Title", [BlockKind.HEADING]),
        ("a.html", "<h1>Title</h1><p>Text", [BlockKind.HEADING, BlockKind.PARAGRAPH]),
        ("dir.md/a.htm", "<p>Text", [BlockKind.PARAGRAPH]),
    ],
)
def test_the_suffix_decides_how_a_file_is_read(
    name: str, source: str, kinds: list[BlockKind]
) -> None:
    """Markdown, plain text and HTML are each read by their own rules."""
    assert [block.kind for block in extract(name, source.encode()).blocks] == kinds


@pytest.mark.parametrize("name", ["a.xyz", "noext", ".md", "a.md.bak", "a.exe"])
def test_an_unknown_format_is_refused_and_named(name: str) -> None:
    """A file that nothing reads is refused with the formats that are read."""
    with pytest.raises(RefusedError, match=r"is not read \(read are .*\.html.*\.md.*\.txt"):
        extract(name, b"text")


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("a.doc", "is in the old Word format, which is not read; open it and save it as .docx"),
        ("a.PPT", "is in the old PowerPoint format, .* save it as .pptx"),
        ("a.xls", "is in the old Excel format, .* save it as .xlsx"),
        ("a.pages", "is in the format of Apple Pages, .* export it as Word or PDF"),
        ("a.msg", "is in the format of Outlook, .* save the message as .eml"),
    ],
)
def test_a_format_that_can_be_saved_anew_is_refused_with_what_to_do(name: str, reason: str) -> None:
    """Whatever its bytes are."""
    with pytest.raises(RefusedError, match=reason):
        extract(name, b"text")


@pytest.mark.parametrize("name", ["a.md", "b/c.TXT", "ü.html", "😀.htm"])
def test_readable_formats_are_told_by_name(name: str) -> None:
    """Case, folders and letters of a name make no difference."""
    assert extract(name, b"Text").text == "Text"


@pytest.mark.parametrize(
    ("raw", "warnings"),
    [
        (WORDS.encode(), ()),
        (WORDS.encode("utf-8-sig"), ()),
        (WORDS.encode("utf-16"), ("read as UTF-16",)),
        (b"\xfe\xff" + WORDS.encode("utf-16-be"), ("read as UTF-16",)),
        (WORDS.encode("utf-16-be"), ("read as UTF-16",)),
        (WORDS.encode("utf-16-le"), ("read as UTF-16",)),
        (WORDS.encode("cp1252"), ("not UTF-8: read as Windows-1252",)),
    ],
)
def test_text_in_any_usual_encoding_is_read(raw: bytes, warnings: tuple[str, ...]) -> None:
    """UTF-8, UTF-16 with its mark and Windows-1252 give the same text; guessing is owned up to."""
    extraction = extract("a.txt", raw)
    assert (extraction.text, extraction.warnings) == (WORDS, warnings)


def test_latin_1_letters_are_read() -> None:
    """An old Western file keeps its accents."""
    assert extract("a.md", "Søren Røn".encode("latin-1")).text == "Søren Røn"


def test_a_byte_order_mark_does_not_hide_front_matter() -> None:
    """Front matter behind a byte order mark is read as such."""
    extraction = extract("a.md", b"\xef\xbb\xbf---\nkind: report\n---\nbody")
    assert (extraction.text, extraction.metadata) == ("body", {"kind": "report"})


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_foreign_line_ends_do_not_hide_front_matter(end: str) -> None:
    """A file written on another system has the same metadata and text."""
    source = "---\nkind: report\n---\n# Title\n\nText."
    assert extract("a.md", source.replace("\n", end).encode()) == extract("a.md", source.encode())


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "is a PDF, not text; give it its proper suffix"),
        (b"PK\x03\x04\x14\x00", "is a zip archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "is an old Office file"),
        (b"\x89PNG\r\n\x1a\n", "is an image"),
        (b"\xff\xd8\xff\xe0", "is an image"),
        (b"GIF89a", "is an image"),
        (b"\x1f\x8b\x08", "is a gzip archive"),
        (
            b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n",
            "is a Git LFS pointer, not the file itself; run 'git lfs pull'",
        ),
        (b"text\x00with NUL", "holds NUL bytes, so it is not text"),
        (WORDS.encode("utf-32-le"), "holds NUL bytes, so it is not text"),
        (b"\xff\xfeodd", "begins like UTF-16 and is not"),
        (b"\xff\xfe\x00\xd8", "begins like UTF-16 and is not"),
        (b"", "holds no text"),
        (b" \n\t\n", "holds no text"),
        ("\u200b\u00a0\ufeff".encode(), "holds no text"),
    ],
)
@pytest.mark.parametrize("name", ["a.md", "a.txt", "a.html"])
def test_bytes_that_are_not_text_are_refused(name: str, raw: bytes, reason: str) -> None:
    """Whatever its suffix says, what is not text is refused with what it is."""
    with pytest.raises(RefusedError, match=reason):
        extract(name, raw)


@pytest.mark.parametrize("name", ["a.md", "a.txt", "a.html"])
def test_a_file_of_front_matter_or_comments_alone_holds_no_text(name: str) -> None:
    """Metadata and remarks are not text to quote."""
    source = "<!-- a remark -->" if name == "a.html" else "---\nkind: report\n---\n"
    with pytest.raises(RefusedError, match="holds no text"):
        extract(name, source.encode())


@pytest.mark.parametrize("name", ["a.md", "a.txt", "a.html"])
def test_a_huge_line_is_read_whole(name: str) -> None:
    """A million characters without a line end are one paragraph."""
    extraction = extract(name, b"word " * 200_000)
    assert len(extraction.text) == 999_999
    assert len(extraction.blocks) == 1


@pytest.mark.parametrize("name", ["a.md", "a.txt", "a.html"])
@examples(150)
@given(raw=st.binary(max_size=200) | st.text(max_size=100).map(str.encode))
@example(raw=b"\x00")
@example(raw=b"\xff\xfe")
@example(raw=b"\x81\x8d\x8f\x90\x9d")
@example(raw=b"---\n---\n---\n")
def test_any_bytes_are_read_or_refused_in_one_line(name: str, raw: bytes) -> None:
    """No content whatever ends in anything but a text that can be written, or a refusal."""
    found = read_or_reason(name, raw)
    if isinstance(found, str):
        assert found
        assert "\n" not in found
    else:
        assert found.text.encode("utf-8")
        assert found.blocks[-1].end == len(found.text)


def read_or_reason(name: str, raw: bytes) -> Extraction | str:
    """The extraction, or why it was refused."""
    try:
        return extract(name, raw)
    except RefusedError as refusal:
        return str(refusal)
