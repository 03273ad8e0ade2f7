import hashlib
import os
from dataclasses import replace
from pathlib import Path

import pytest
from tests.documents import read_document

from forumbot.answers.quoting.lock import QuoteLock
from forumbot.archive.documents import Document

TEXT = "Fund report\n\nThe budget is 3.6 million euros. It is spent on mobility.\n"
QUOTE = "The budget is 3.6 million euros."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A knowledge folder with one report."""
    (tmp_path / "report.txt").write_text(TEXT, encoding="utf-8")
    return tmp_path


@pytest.fixture
def document(folder: Path) -> Document:
    """The report as it is when the index is built."""
    return read_document(folder, "report.txt")


def holds(lock: QuoteLock, document: Document, quote: str = QUOTE) -> bool:
    """Whether the lock lets a quote of the document through."""
    start = document.text.index(quote)
    return lock.holds(document, start, start + len(quote))


def test_a_quote_of_an_unchanged_file_holds(folder: Path, document: Document) -> None:
    """What the file says may be shown, again and again."""
    lock = QuoteLock(folder)
    assert holds(lock, document)
    assert holds(lock, document, "It is spent on mobility.")


def test_a_quote_whose_words_changed_is_withheld(folder: Path, document: Document) -> None:
    """A change is seen by a lock that has read the file before, other quotes of it still hold."""
    lock = QuoteLock(folder)
    assert holds(lock, document)
    changed = TEXT.replace("3.6", "36.0")
    (folder / "report.txt").write_text(changed, encoding="utf-8")
    assert not holds(lock, document)
    assert holds(lock, document, "It is spent on mobility.")


def test_a_change_that_keeps_the_size_is_seen(folder: Path, document: Document) -> None:
    """A digit exchanged for another one is a change as well."""
    lock = QuoteLock(folder)
    assert holds(lock, document)
    path = folder / "report.txt"
    path.write_text(TEXT.replace("3.6", "4.6"), encoding="utf-8")
    os.utime(path, ns=(1, 1))
    assert not holds(lock, document)


def test_text_added_elsewhere_leaves_a_quote_valid(folder: Path, document: Document) -> None:
    """A quote holds wherever in the file it now stands."""
    added = f"A new introduction.\n\n{TEXT}\nAnd a new end.\n"
    (folder / "report.txt").write_text(added, encoding="utf-8")
    assert holds(QuoteLock(folder), document)


def test_a_file_that_is_put_back_holds_again(folder: Path, document: Document) -> None:
    """Withholding lasts as long as the file differs, no longer."""
    lock = QuoteLock(folder)
    path = folder / "report.txt"
    path.write_text("Something else altogether.", encoding="utf-8")
    assert not holds(lock, document)
    path.write_text(TEXT, encoding="utf-8")
    assert holds(lock, document)


@pytest.mark.parametrize("now", [b"\x00\x01\x02", b"%PDF-1.7 " + TEXT.encode(), b""])
def test_a_file_that_can_no_longer_be_read_holds_nothing(
    folder: Path, document: Document, now: bytes
) -> None:
    """Bytes that are refused as a document cannot bear a quote out."""
    (folder / "report.txt").write_bytes(now)
    assert not holds(QuoteLock(folder), document)


def test_a_file_that_is_gone_holds_nothing(folder: Path, document: Document) -> None:
    """Neither a deleted file nor one replaced by a folder or a link outwards bears a quote out."""
    lock, path = QuoteLock(folder / "inside"), folder / "inside" / "report.txt"
    assert not holds(lock, document)
    path.mkdir(parents=True)
    assert not holds(lock, document)
    path.rmdir()
    path.symlink_to(folder / "report.txt")
    assert not holds(lock, document)


def test_an_empty_quote_never_holds(folder: Path, document: Document) -> None:
    """An empty stretch is in every text and proves nothing."""
    assert not QuoteLock(folder).holds(document, 3, 3)


def test_the_text_kept_with_an_unchanged_file_is_what_it_says(
    folder: Path, document: Document
) -> None:
    """A file of any format is known by its hash, without being parsed again."""
    raw = b"bytes that no reader of ours understands"
    (folder / "slides.pdf").write_bytes(raw)
    slides = replace(document, doc_id="slides.pdf", sha256=hashlib.sha256(raw).hexdigest())
    lock = QuoteLock(folder)
    assert holds(lock, slides)
    (folder / "slides.pdf").write_bytes(raw + b".")
    assert not holds(lock, slides)


def test_a_change_with_the_time_put_back_is_seen(folder: Path, document: Document) -> None:
    """Size and time of an edited file may be those of before, its hash is not."""
    path = folder / "report.txt"
    before = path.stat()
    lock = QuoteLock(folder)
    assert holds(lock, document)
    path.write_text(TEXT.replace("3.6", "4.6"), encoding="utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert not holds(lock, document)
