"""Descriptions of documents are concluded in a process, and are the same."""

from datetime import date
from pathlib import Path

import pytest

from forumbot.archive.cache import ExtractionCache
from forumbot.archive.corrections import Correction
from forumbot.archive.describe import describe
from forumbot.archive.describing import Describers
from forumbot.archive.extract import EXTRACTOR
from forumbot.archive.formats.plain import plain_pieces
from forumbot.archive.layout import Extraction, lay_out
from forumbot.archive.pool import WorkerPool
from forumbot.archive.record import decode
from forumbot.config import ExtractionConfig
from forumbot.errors import ArchiveError, RefusedError

CORRECTION = Correction({"published_on": date(2019, 3, 8), "themes": ["a", "b"]}, {})


def extraction(sentences: int) -> Extraction:
    """A forum of so many sentences, held on a day."""
    told = "The hall was full of people who spoke of ferns and of the moss below them. "
    text = "Third forum\n\n15 November 2018\n\n" + "\n\n".join([told * 10] * (sentences // 10))
    return lay_out(plain_pieces(text), {"tags": ["x"]})


@pytest.mark.usefixtures("workers_started")
def test_a_document_is_described_by_a_worker_as_it_would_be_here() -> None:
    """Days, lists, what is guessed and what is warned of go there and back."""
    told = extraction(20)
    with WorkerPool(EXTRACTOR) as pool:
        found = Describers(pool).described("a/b.txt", "", told, CORRECTION)
    assert found == describe("a/b.txt", told, CORRECTION)
    assert (found.title, found.held_on) == ("Third forum", date(2018, 11, 15))


def test_the_process_that_reads_describes_as_well() -> None:
    """No second one is started for it, nor one for each document."""
    with WorkerPool(EXTRACTOR) as pool:
        describers = Describers(pool)
        told = decode(pool.call(b"# Third forum\n\nHeld on 15 November 2018.\n", "a.md"))
        assert describers.described("a.md", "", told, Correction()).held_on == date(2018, 11, 15)
        assert pool.size == 1


def test_what_was_concluded_is_kept_by_name_file_and_correction(tmp_path: Path) -> None:
    """A pool that has ended is not asked; another name, file or correction is another matter."""
    told = extraction(20)
    cache = ExtractionCache(tmp_path)
    with WorkerPool(EXTRACTOR) as pool:
        first = Describers(pool, cache).described("a.txt", "1", told, CORRECTION)
    known = Describers(pool, cache)
    assert known.described("a.txt", "1", told, CORRECTION) == first
    for doc_id, sha256, correction in (
        ("b.txt", "1", CORRECTION), ("a.txt", "2", CORRECTION), ("a.txt", "1", Correction()),
    ):  # fmt: skip
        with pytest.raises(ArchiveError):
            known.described(doc_id, sha256, told, correction)


def test_a_document_that_takes_too_long_to_describe_is_refused() -> None:
    """Within the limits of reading, whatever its length."""
    limits = ExtractionConfig(seconds=0.001)
    with WorkerPool(EXTRACTOR, limits) as pool, pytest.raises(RefusedError, match="longer than"):
        Describers(pool).described("a.txt", "", extraction(5_000), CORRECTION)
