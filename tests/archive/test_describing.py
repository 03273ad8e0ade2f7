"""Descriptions of long documents are concluded in a process, and are the same."""

from datetime import date

import pytest

from forumbot.archive.corrections import Correction
from forumbot.archive.describe import describe
from forumbot.archive.describing import DESCRIBER, described
from forumbot.archive.formats.plain import plain_pieces
from forumbot.archive.layout import Extraction, lay_out
from forumbot.archive.pool import WorkerPool
from forumbot.errors import RefusedError

pytestmark = pytest.mark.usefixtures("workers_started")

CORRECTION = Correction({"published_on": date(2019, 3, 8), "themes": ["a", "b"]}, {})


def extraction(sentences: int) -> Extraction:
    """A forum of so many sentences, held on a day."""
    told = "The hall was full of people who spoke of ferns and of the moss below them. "
    text = "Third forum\n\n15 November 2018\n\n" + "\n\n".join([told * 10] * (sentences // 10))
    return lay_out(plain_pieces(text), {"tags": ["x"]})


def test_a_long_document_is_described_by_a_worker_as_it_would_be_here() -> None:
    """Days, lists, what is guessed and what is warned of go there and back."""
    long = extraction(5_000)
    with WorkerPool(DESCRIBER) as pool:
        found = described("a/b.txt", long, CORRECTION, pool)
    assert found == describe("a/b.txt", long, CORRECTION)
    assert (found.title, found.held_on) == ("Third forum", date(2018, 11, 15))


def test_a_worker_that_fails_refuses_a_long_document_and_is_not_asked_about_short_ones() -> None:
    """A crash or a limit costs one document."""
    with WorkerPool("json:loads") as pool:
        assert described("a.txt", extraction(20), CORRECTION, pool).title == "Third forum"
        with pytest.raises(RefusedError):
            described("a.txt", extraction(5_000), CORRECTION, pool)
