import subprocess
import sys
from itertools import chain
from pathlib import Path

import bm25s
import numpy as np
import pytest

from forumbot.search.bm25 import Bm25Side, SortedColumns

BUILT = """
import sys, threading
from forumbot.search.bm25 import Bm25Side

Bm25Side.build([["budget"]])
print(*(thread.name for thread in threading.enumerate()), "tqdm" in sys.modules)
"""
NGRAMS = [["_bu", "bud", "_über"], ["ud", "bud"], [], ["zzzzz", "_bu", "\U0001f600x"]]
TOKENS = [["budget", "of", "budget"], ["of", "mobility"], [], ["mobility", "budget", "label"]]
ASKED = [
    ["_bu", "zzzzz", "_über", "unknown"],
    ["\U0001f600x", "ud", "ud"],
    ["budget"],
    ["mobility", "label", "unknown"],
    ["unknown"],
    [],
    ["budget", "budget"],
]


@pytest.mark.parametrize("asked", ASKED)
@pytest.mark.parametrize("tokens", [TOKENS, NGRAMS])
def test_scores_are_those_of_bm25s(
    tmp_path: Path, asked: list[str], tokens: list[list[str]]
) -> None:
    """Made by bm25s and scored without it, and read from disk by either, they are the same."""
    side = Bm25Side.build(tokens)
    side.save(tmp_path)
    theirs = bm25s.BM25.load(tmp_path, load_corpus=False)
    known = [token for token in asked if token in theirs.vocab_dict]
    expected = theirs.get_scores(known) if known else np.zeros(4)
    for one in (side, Bm25Side.load(tmp_path)):
        np.testing.assert_allclose(one.scores(asked), expected, rtol=1e-6)


def test_it_reads_what_bm25s_wrote(tmp_path: Path) -> None:
    """An index that was built before is read as it is."""
    theirs = bm25s.BM25(method="lucene", k1=1.2, b=0.75)
    theirs.index(TOKENS, show_progress=False)
    theirs.save(tmp_path, show_progress=False)
    found = Bm25Side.load(tmp_path)
    assert found.columns == theirs.vocab_dict
    assert found.holding("budget") == 2
    assert found.holding("unknown") == 0
    np.testing.assert_allclose(found.scores(["budget"]), theirs.get_scores(["budget"]), rtol=1e-6)


def test_columns_of_short_tokens_are_those_of_a_dict(tmp_path: Path) -> None:
    """As they are made, and as they are read back, also of an index that has a dict alone."""
    made = Bm25Side.build(NGRAMS)
    made.save(tmp_path)
    known = {token: column for column, token in enumerate({*chain.from_iterable(NGRAMS)})}
    assert SortedColumns.made(known) == known
    again = Bm25Side.load(tmp_path)
    (tmp_path / "vocab.sorted.npy").unlink()
    for side in (made, again, Bm25Side.load(tmp_path)):
        assert isinstance(side.columns, SortedColumns)
        assert side.columns == made.columns
        assert "bud" in side.columns
        assert "budget" not in side.columns
        assert side.holding("bud") == 2
    assert isinstance(Bm25Side.build(TOKENS).columns, dict)


def test_rows_without_words_have_no_score() -> None:
    """An archive of nothing but signs can be indexed, and asked."""
    assert Bm25Side.build([[], []]).scores(["budget"]).tolist() == [0.0, 0.0]


def test_an_empty_token_is_unknown() -> None:
    """bm25s gives it a number behind the last column, so that asking for it read past the end."""
    side = Bm25Side.build(TOKENS)
    assert side.scores([""]).tolist() == [0, 0, 0, 0]
    assert side.holding("") == 0


def test_arrays_that_do_not_fit_are_refused(tmp_path: Path) -> None:
    """A file that lost its end is no index."""
    Bm25Side.build(TOKENS).save(tmp_path)
    np.save(tmp_path / "data.csc.index.npy", np.zeros(2, dtype=np.float32))
    with pytest.raises(ValueError, match="do not fit"):
        Bm25Side.load(tmp_path)


def test_no_lock_is_shared_with_forked_processes() -> None:
    """bm25s draws no progress bars, whose lock a killed process would never give back."""
    told = subprocess.run(
        [sys.executable, "-c", BUILT], check=True, capture_output=True, text=True, timeout=60
    )
    assert told.stdout.split() == ["MainThread", "False"]
