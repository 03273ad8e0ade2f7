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


ITEMS = '<item id="a" href="text/one.xhtml"/><item id="b" href="two.xml"/>'
SPINE = '<itemref idref="a"/><itemref idref="b"/>'
TYPES = 'xmlns:epub="http://www.idpf.org/2007/ops"'


def chapters(
    one: str | bytes, two: str | bytes = "", *, more: str = "", spine: str = SPINE
) -> bytes:
    """A book of two chapters, the second in a file called XML, with more in its package."""
    package = PACKAGE[: PACKAGE.index("<manifest>")]
    package += f"<manifest>{ITEMS}</manifest><spine>{spine}</spine>{more}</package>"
    pages = [PAGE.format(page) if isinstance(page, str) else page for page in (one, two)]
    return book(
        OEBPS__book_dot_opf=package,
        OEBPS__text__one_dot_xhtml=pages[0],
        OEBPS__two_dot_xml=pages[1],
    )


def texts(raw: bytes) -> list[str]:
    """The texts of a book in order."""
    return [" ".join(one.text.split()) for one in read_epub(raw).pieces]


@pytest.mark.parametrize(
    "page",
    [
        "<h1>In this</h1><p><a href='text/one.xhtml'>One</a></p><p><a href='two.xml#x'>Two</a></p>",
        "<h1>Inhalt</h1><ul><li><a href='two.xml'>Das Moor</a></li>"
        "<li><a href='text/one.xhtml'>Das Moos</a></li></ul>",
    ],
)
def test_a_page_of_links_to_chapters_is_no_chapter(page: str) -> None:
    """In whatever language, and however it is set; that it was left out is told."""
    found = read_epub(chapters("<h1>One</h1><p>Text.</p>", page))
    assert [one.text for one in found.pieces] == ["One", "Text."]
    assert found.warnings == ("table of contents left out",)


def test_contents_that_a_guide_names_are_left_out() -> None:
    """As books of the second version name them, links or not."""
    guide = '<guide><reference type="toc" href="two.xml#top"/></guide>'
    assert texts(chapters("<p>Text.</p>", "<p>One 3</p>", more=guide)) == ["Text."]


def test_a_chapter_is_read_in_the_characters_that_it_states() -> None:
    """Each by its own declaration, mark or head."""
    pages = [
        '<?xml version="1.0" encoding="iso-8859-2"?><html><p>Zarząd uchwalił.</p></html>'
        .encode("iso-8859-2"),
        "\ufeff<?xml version='1.0' encoding='utf-16'?><html><p>Závěr.</p></html>"
        .encode("utf-16-le"),
    ]  # fmt: skip
    assert texts(chapters(*pages)) == ["Zarząd uchwalił.", "Závěr."]


def test_elements_that_xml_closes_hold_nothing() -> None:
    """HTML would take a title or a script that closes itself for one that goes on."""
    raw = chapters(
        '<script src="x"/><a id="top"/><p>It <i/>closed<br/>at noon.</p><title/><p>Then.</p>'
    )
    assert texts(raw) == ["It closed at noon.", "Then."]


def test_notes_and_boxes_are_kept_and_what_joins_them_is_not() -> None:
    """Whatever the book calls them; the numbers of its printed pages break no word."""
    page = (
        f"<p {TYPES}>The fee<a epub:type='noteref' href='two.xml#n'><sup>1</sup></a> rose"
        "<a role='doc-noteref' href='#m'>2</a> to <span epub:type='pagebreak'>12</span>forty.</p>"
        f"<aside {TYPES} epub:type='footnote' hidden='hidden'><p>1 Of 2019.</p></aside>"
        "<aside><p>A box.</p></aside><p hidden='hidden'>Unseen.</p>"
    )
    back = "<ol><li id='n'>Set in May. <a href='text/one.xhtml#r'>↩</a></li></ol>"
    assert texts(chapters(page, back)) == [
        "The fee rose to forty.",
        "1 Of 2019.",
        "A box.",
        "Set in May.",
    ]


def test_what_stands_beside_the_reading_order_comes_last() -> None:
    """As notes that open in a window do; nothing of a book is lost without a word."""
    spine = '<itemref idref="a" linear="no"/><itemref idref="b"/>'
    assert texts(chapters("<p>A note.</p>", "<p>Text.</p>", spine=spine)) == ["Text.", "A note."]


def test_chapters_that_are_not_there_are_told() -> None:
    """By the names that the book has for them."""
    assert read_epub(book()).warnings == (
        "table of contents left out", "names chapters that are not in it: 'OEBPS/gone.xhtml'",
    )  # fmt: skip


def test_the_day_of_a_book_is_not_that_of_its_file() -> None:
    """Of several days the one on which it came out counts."""
    days = "".join(
        f'<dc:date xmlns:o="http://www.idpf.org/2007/opf" o:event="{event}">{day}</dc:date>'
        for event, day in (("modification", "2021-05-01"), ("publication", "2019-02-03"))
    )
    package = PACKAGE.replace("<dc:date>2019-03-08</dc:date>", days)
    document = parse_document("a.epub", book(OEBPS__book_dot_opf=package))
    assert document.published_on == date(2019, 2, 3)


def test_a_chapter_that_cannot_be_read_has_another_in_its_place() -> None:
    """The one that the book names for programs which do not know its format."""
    fallback = '<item id="d" href="d.pdf" fallback="b"/>'
    package = PACKAGE.replace("<manifest>", f"<manifest>{fallback}").replace(
        'idref="a"', 'idref="d"'
    )
    assert texts(book(OEBPS__book_dot_opf=package))[0] == "Two"


def test_a_chapter_is_found_by_a_name_that_windows_takes_for_its_own() -> None:
    """With other slashes, or in other letters."""
    package = PACKAGE.replace("text/one.xhtml", "Text\\One.XHTML")
    assert texts(book(OEBPS__book_dot_opf=package))[0] == "One"


CONTAINER_NAME = "META-INF__container_dot_xml"
ENCRYPTION = "<encryption><EncryptionMethod Algorithm='{}'/></encryption>"
MIXED = (
    "<encryption><EncryptionMethod Algorithm='http://www.idpf.org/2008/embedding'/>"
    "<EncryptionMethod Algorithm='aes'/></encryption>"
)
DEEP = PAGE.format("<div>" * 6_000)


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (book()[:-50], "is truncated or damaged"),
        (book(**{CONTAINER_NAME: "<!DOCTYPE a [<!ENTITY b 'c'>]><a/>"}), "XML bomb"),
        (book(**{CONTAINER_NAME: "<a/>"}), "is a zip archive, but not an EPUB book"),
        (book(**{"META-INF__encryption_dot_xml": ENCRYPTION.format("aes")}), "against copying"),
        (book(**{"META-INF__encryption_dot_xml": MIXED}), "against copying"),
        (book(OEBPS__book_dot_opf=PACKAGE.replace("itemref", "x")), "names no chapters"),
        (book(OEBPS__text__one_dot_xhtml=b" " * 70_000_000), "zip bomb"),
        (book(OEBPS__text__one_dot_xhtml=DEEP), "HTML nested deeper"),
        (b"%PDF-1.4", "is a PDF, not an EPUB book"),
    ],
    ids=[
        "cut",
        "entities",
        "no book",
        "protected",
        "protected but for fonts",
        "no chapters",
        "bomb",
        "deep",
        "pdf",
    ],
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


def test_a_picture_of_several_chapters_is_read_once() -> None:
    """By the words that stand for it, as in a page."""
    one = PAGE.format("<h1>One</h1><p><img src='m.png' alt='Map of the fens'/></p>")
    two = PAGE.format("<h1>Two</h1><p><img src='m.png' alt='Map of the fens'/></p><p>End.</p>")
    raw = book(**{"OEBPS/text/one.xhtml": one, "OEBPS/ch two.xhtml": two})
    assert [one.text for one in read_epub(raw).pieces] == [
        "One", "🖼 Map of the fens", "Two", "End.",
    ]  # fmt: skip
