import io
import zipfile
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.properties import examples

from forumbot.archive.documents import parse_document
from forumbot.archive.extract import extract
from forumbot.archive.formats.epub import read_epub
from forumbot.archive.layout import BlockKind
from forumbot.errors import RefusedError

HEADING, PARAGRAPH, ITEM, ROW = BlockKind
CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="OEBPS/book.opf"/></rootfiles></container>'
)
PACKAGE = """<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/">
<metadata><dc:title>The fens</dc:title><dc:language>en</dc:language>
<dc:date>2019-03-08</dc:date></metadata><manifest><item id="n" href="nav.xhtml" properties="nav"/>
<item id="b" href="ch%20two.xhtml"/><item id="a" href="text/one.xhtml"/>
<item id="x" href="gone.xhtml"/>
</manifest><spine><itemref idref="n"/><itemref idref="a"/><itemref idref="b"/><itemref idref="x"/>
</spine></package>"""
PAGE = (
    '<?xml version="1.0"?><!DOCTYPE html><html><head><title>T</title></head><body>{}</body></html>'
)


def book(**members: str | bytes) -> bytes:
    """A book of two chapters, with members replaced or added; ``__`` stands for a slash."""
    parts: dict[str, str | bytes] = {
        "mimetype": "application/epub+zip", "META-INF/container.xml": CONTAINER,
        "OEBPS/book.opf": PACKAGE, "OEBPS/nav.xhtml": PAGE.format("<ol><li>One</li></ol>"),
        "OEBPS/text/one.xhtml": PAGE.format("<h1>One</h1><p>The first&#160;fen &amp; all.</p>"),
        "OEBPS/ch two.xhtml": PAGE.format("<h1>Two</h1><ul><li>Rewetting</li></ul>"),
    }  # fmt: skip
    named = {key.replace("__", "/").replace("_dot_", "."): data for key, data in members.items()}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file:
        for name, data in {**parts, **named}.items():
            file.writestr(name, data)
    return out.getvalue()


def test_chapters_come_in_the_order_of_the_spine() -> None:
    """Each is read as a page of HTML; the book's own contents and what is missing are left out."""
    assert [(one.kind, one.text.strip()) for one in read_epub(book()).pieces] == [
        (HEADING, "One"), (PARAGRAPH, "The first fen & all."), (HEADING, "Two"),
        (ITEM, "Rewetting"),
    ]  # fmt: skip


def test_title_language_and_day_are_those_of_the_book() -> None:
    """They are stated, not guessed."""
    document = parse_document("a.epub", book())
    assert (document.title, document.language) == ("The fens", "en")
    assert document.published_on == date(2019, 3, 8)
    assert not {"title", "published_on"} & set(document.guessed)


CONTAINER_NAME = "META-INF__container_dot_xml"
ENCRYPTION = "<encryption><EncryptionMethod Algorithm='{}'/></encryption>"
DEEP = PAGE.format("<div>" * 6_000)


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (book()[:-50], "is truncated or damaged"),
        (book(**{CONTAINER_NAME: "<!DOCTYPE a [<!ENTITY b 'c'>]><a/>"}), "XML bomb"),
        (book(**{CONTAINER_NAME: "<a/>"}), "is a zip archive, but not an EPUB book"),
        (book(**{"META-INF__encryption_dot_xml": ENCRYPTION.format("aes")}), "against copying"),
        (book(OEBPS__book_dot_opf=PACKAGE.replace("itemref", "x")), "names no chapters"),
        (book(OEBPS__text__one_dot_xhtml=b" " * 70_000_000), "zip bomb"),
        (book(OEBPS__text__one_dot_xhtml=DEEP), "HTML nested deeper"),
        (b"%PDF-1.4", "is a PDF, not an EPUB book"),
    ],
    ids=["cut", "entities", "no book", "protected", "no chapters", "bomb", "deep", "pdf"],
)
def test_a_hostile_book_is_refused(raw: bytes, reason: str) -> None:
    """Within the bounds of all zipped files and of all pages of HTML."""
    with pytest.raises(RefusedError, match=reason):
        extract("a.epub", raw)


def test_obfuscated_fonts_hinder_nobody() -> None:
    """They are no protection of the text."""
    fonts = ENCRYPTION.format("http://www.idpf.org/2008/embedding")
    assert list(read_epub(book(**{"META-INF__encryption_dot_xml": fonts})).pieces)


RAW = book()


@examples(60)
@given(place=st.integers(0, len(RAW) - 1), value=st.integers(0, 255))
def test_a_flipped_byte_is_read_or_refused(place: int, value: int) -> None:
    """No damage makes anything but a text or a reason."""
    changed = RAW[:place] + bytes([value]) + RAW[place + 1 :]
    try:
        text = extract("a.epub", changed).text
    except RefusedError:
        return
    assert text
