from datetime import date
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.properties import examples

from forumbot.answers.quoting.lock import QuoteLock
from forumbot.archive.documents import parse_document, read_archive
from forumbot.archive.extract import extract
from forumbot.archive.formats.mail import read_mail, read_mht
from forumbot.archive.layout import BlockKind
from forumbot.errors import RefusedError

HEADING, PARAGRAPH, ITEM, ROW = BlockKind
HTML = "<p>The fens are <b>rewetted</b>.</p><ul><li>Pumps</li></ul>"


def mail(text: str | None = None, html: str | None = None, **headers: str) -> EmailMessage:
    """A message with a plain text, a page of HTML, or both."""
    message = EmailMessage()
    stated = {"Subject": "Re: AW: Minutes of May", "From": "ada@example.org",
              "Date": "Fri, 08 Mar 2019 09:00:00 +0100", **headers}  # fmt: skip
    for name, value in stated.items():
        message[name] = value
    if text is not None:
        message.set_content(text)
    if html is not None:
        (message.add_alternative if text is not None else message.set_content)(html, subtype="html")
    return message


def found(message: EmailMessage) -> list[tuple[BlockKind, str]]:
    """Kind and text of each piece that is read."""
    return [(one.kind, one.text.strip()) for one in read_mail(message.as_bytes()).pieces]


def test_the_subject_heads_the_text_and_the_day_is_that_of_publication() -> None:
    """The day on which a mail was written is none on which anything was held."""
    document = parse_document("a.eml", mail("It was agreed.\n").as_bytes())
    assert (document.title, document.text) == ("Minutes of May", "Minutes of May\n\nIt was agreed.")
    assert (document.published_on, document.held_on) == (date(2019, 3, 8), None)


def test_of_several_versions_the_plain_one_is_read() -> None:
    """HTML where there is no other."""
    assert found(mail("Plain words.", HTML))[1:] == [(PARAGRAPH, "Plain words.")]
    assert found(mail(None, HTML))[1:] == [(PARAGRAPH, "The fens are rewetted."), (ITEM, "Pumps")]


STUB = "Your program does not show HTML."
LONG = f"<p>The board met in Ghent{' and agreed on a fee of seven euro' * 4}.</p>"


@pytest.mark.parametrize(
    ("plain", "page", "words"),
    [
        (STUB, LONG, "The board met"),
        (STUB, "<p>See above.</p>", STUB),
        ("The board met, and agreed on a fee. " * 5, LONG * 9, "The board met, and agreed"),
    ],
)  # fmt: skip
def test_a_plain_version_that_is_next_to_empty_is_none(plain: str, page: str, words: str) -> None:
    """Some programs write into it that theirs does not show HTML."""
    assert found(mail(plain, page))[1][1].startswith(words)


def test_text_goes_on_behind_what_is_attached() -> None:
    """All parts of the text are read, within whatever parts, and each file is told by its name."""
    raw = (
        "Subject: Fens\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=m\n\n"
        "--m\nContent-Type: multipart/related; boundary=r\n\n"
        "--r\nContent-Type: text/plain; charset=iso-8859-1\n"
        "Content-Transfer-Encoding: quoted-printable\n\nThe caf=E9 met, and this line =\ngoes on.\n"
        "--r\nContent-Type: image/png; name=logo.png\nContent-ID: <x>\n\nx\n--r--\n"
        '--m\nContent-Type: text/csv; name="fees.csv"\n\nName;Fee\nAda;7\n'
        "--m\nContent-Type: application/x-odd; name=odd.bin\n\nx\n"
        "--m\nContent-Type: text/plain\n\nThe fee is seven euro.\n--m--\n"
    )
    parsed = read_mail(raw.encode())
    assert [one.text for one in parsed.pieces][1:] == [
        "The café met, and this line goes on.",
        "The fee is seven euro.",
    ]
    assert [name for name, _raw in parsed.attached] == ["fees.csv"]
    assert parsed.warnings == ("attachments of formats that are not read: odd.bin",)


def test_what_a_page_quotes_is_left_out_with_the_line_above_it() -> None:
    """As lines behind brackets are, whose heading goes as well; a mail of nothing else stays."""
    page = '<p>Agreed, says Bo.</p><div class="moz-cite-prefix">On 4 May Ada wrote:</div>'
    page += "<blockquote type=cite><p>Do you agree?</p></blockquote>"
    assert found(mail("", page))[1:] == [(PARAGRAPH, "Agreed, says Bo.")]
    alone = "<blockquote type=cite><p>Do you agree?</p></blockquote>"
    assert found(mail("", alone))[1:] == [(PARAGRAPH, "Do you agree?")]
    plain = "Agreed.\n\nOn Mon, 4 May 2020, Ada wrote:\n> Do you?\n\nAs I said:\n> old\n"
    assert found(mail(plain))[1:] == [(PARAGRAPH, "Agreed."), (PARAGRAPH, "As I said:")]


def test_quoted_lines_and_signatures_are_left_out() -> None:
    """They are words of other mails, and no text of this one."""
    text = "We agreed.\n\n> Shall we?\n> Or not?\n\nYours.\n\n-- \nAda Quill\nChair\n"
    read = read_mail(mail(text).as_bytes())
    assert [one.text.strip() for one in read.pieces][1:] == ["We agreed.", "Yours."]
    assert read.warnings == ("2 quoted lines of earlier mails left out",)


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-2", "windows-1250"])
def test_the_stated_encoding_is_obeyed(charset: str) -> None:
    """Of the text as of its headers."""
    message = EmailMessage()
    message["Subject"] = "Łódź"
    message.set_content("Spotkanie w Łodzi.", charset=charset)
    assert found(message) == [(HEADING, "Łódź"), (PARAGRAPH, "Spotkanie w Łodzi.")]


def attach(message: EmailMessage, name: str, raw: bytes) -> None:
    """Put a file into a message."""
    message.add_attachment(raw, maintype="application", subtype="octet-stream", filename=name)


def test_attachments_are_files_of_their_own() -> None:
    """By their names without folders; what no adapter reads is told, or refused with a remedy."""
    message = mail("See attached.")
    for name in ("a/b/notes.md", "notes.md", "old.doc", "logo.png", "..\\x.md"):
        attach(message, name, b"# Notes\n\nWords.")
    inner = mail("The inner text.", Subject="Inner")
    message.add_attachment(inner)
    read = read_mail(message.as_bytes())
    names = [name for name, _raw in read.attached]
    assert names[:3] == ["notes.md", "notes (2).md", "old.doc"]
    assert read.warnings == ("attachments of formats that are not read: logo.png",)
    found = extract("a.eml", message.as_bytes())
    texts = {one.name: one.extraction.text if one.extraction else one.refused
             for one in found.attached}  # fmt: skip
    assert texts["notes.md"] == "Notes\n\nWords."
    assert texts["mail.eml"] == "Inner\n\nThe inner text."
    assert "save it as .docx" in texts["old.doc"]


def test_what_came_with_an_attached_mail_file_is_named() -> None:
    """Files are read one level deep; what lies deeper is told, and no level hides the next."""
    middle = mail("The middle says so.")
    attach(middle, "inner.eml", mail("The inner says so.").as_bytes())
    outer = mail("See attached.")
    attach(outer, "inner.eml", middle.as_bytes())
    (found,) = extract("m.eml", outer.as_bytes()).attached
    assert found.extraction is not None
    assert "The middle says so." in found.extraction.text
    assert found.extraction.warnings == ("what came with it is not read: inner.eml",)


def test_attached_documents_stand_below_their_mail(tmp_path: Path) -> None:
    """In the archive, in the cache and under the lock, and corrections name them by their path."""
    message = mail("See attached.")
    attach(message, "notes.md", b"# Notes of the board\n\nThe pumps are replaced.")
    (tmp_path / "m.eml").write_bytes(message.as_bytes())
    (tmp_path / "documents.yaml").write_text("m.eml/notes.md: {status: draft}\n")
    archive = read_archive(tmp_path)
    assert archive.refused == ()
    [own, notes] = archive.documents
    assert (own.doc_id, own.within, own.file) == ("m.eml", "", "m.eml")
    assert (notes.doc_id, notes.within, notes.file) == ("m.eml/notes.md", "m.eml", "m.eml")
    assert (notes.title, notes.status, notes.sha256) == (
        "Notes of the board", "draft", own.sha256,
    )  # fmt: skip
    start = notes.text.index("The pumps")
    assert QuoteLock(tmp_path).holds(notes, start, len(notes.text))
    changed = mail("See attached.")
    attach(changed, "notes.md", b"# Notes of the board\n\nAgain: The pumps are replaced.")
    (tmp_path / "m.eml").write_bytes(changed.as_bytes())
    assert QuoteLock(tmp_path).holds(notes, start, len(notes.text))
    (tmp_path / "m.eml").write_bytes(mail("Nothing attached.").as_bytes())
    assert not QuoteLock(tmp_path).holds(notes, start, len(notes.text))


def test_a_saved_page_is_read_as_html() -> None:
    """Its main content and its title, from whatever encoding of bytes."""
    message = mail(None, f"<html><head><title>The fens</title></head><body>{HTML}</body></html>")
    read = read_mht(message.as_bytes())
    assert [one.text.strip() for one in read.pieces] == ["The fens are rewetted.", "Pumps"]
    assert read.metadata["title"] == "The fens"
    with pytest.raises(RefusedError, match="holds no web page"):
        read_mht(mail("Plain.").as_bytes())


DEEP = b"".join(
    b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (level, level)
    for level in range(3_000)
)
MANY = b'Content-Type: multipart/mixed; boundary="x"\n\n' + b"--x\n\na\n" * 2_000


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (DEEP, "cannot be read as an e-mail|more than 1,000 parts"),
        (MANY, "more than 1,000 parts"),
        (b"no headers at all", "is no e-mail"),
        (b"%PDF-1.4", "is a PDF, not an e-mail"),
        (b"", "is empty|is no e-mail"),
    ],
    ids=["deep", "many", "text", "pdf", "empty"],
)
def test_a_hostile_mail_is_refused(raw: bytes, reason: str) -> None:
    """Within bounds, and for what it is not."""
    with pytest.raises(RefusedError, match=reason):
        extract("a.eml", raw)


LINES = (
    "Subject: =?utf-8?q?=ff?=", "Date: 99 Foo", "From: @@", "Content-Type: text/html; charset=zz",
    "Content-Type: multipart/mixed; boundary=a", "--a", "--a--", "", "===", "> b", "words",
    "Content-Disposition: attachment; filename*=x''%ff", "Content-Transfer-Encoding: base64",
)  # fmt: skip


@examples(200)
@given(lines=st.lists(st.sampled_from(LINES) | st.text(max_size=10), max_size=20))
@example(lines=["To: \x00", "", "a"])
def test_any_lines_are_read_or_refused(lines: list[str]) -> None:
    """Whatever the headers say."""
    raw = "\n".join(["Subject: S", *lines]).encode("utf-8", "surrogatepass")
    for name in ("a.eml", "a.mht"):
        try:
            text = extract(name, raw).text
        except RefusedError:
            continue
        assert text
