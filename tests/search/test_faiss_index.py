from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.nursery import Nursery
from tests.properties import examples

from forumbot.errors import DamagedIndexError
from forumbot.search.faiss_index import FaissIndex
from forumbot.search.ports import Vectors

SAVE_ON_A_FULL_DISK = """
import resource, sys
from pathlib import Path
import numpy as np
from forumbot.search.faiss_index import FaissIndex
index = FaissIndex.build(np.ones((5, 12), dtype=np.float32))
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]),) * 2)
try:
    index.save(Path(sys.argv[1]))
except OSError:
    sys.exit(3)
"""


def unit_vectors(count: int, dimension: int, seed: int = 0) -> Vectors:
    """Random vectors of length 1."""
    vectors = np.random.default_rng(seed).normal(size=(count, dimension)).astype(np.float32)
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)


@examples(60)
@given(count=st.integers(1, 40), top_k=st.integers(-2, 60), seed=st.integers(0, 2**16))
def test_search_is_exact(count: int, top_k: int, seed: int) -> None:
    """Rows and scores are those of sorting all inner products, as many as there are and no more."""
    vectors, query = unit_vectors(count, 8, seed), unit_vectors(1, 8, seed + 1)[0]
    rows, scores = FaissIndex.build(vectors).search(query, top_k)
    expected = np.sort(vectors @ query)[::-1][: max(top_k, 0)]
    np.testing.assert_allclose(scores, expected, atol=1e-6)
    np.testing.assert_allclose(vectors[rows] @ query, scores, atol=1e-6)
    assert len(set(rows.tolist())) == len(rows) == min(count, max(top_k, 0))
    assert (rows >= 0).all()


def test_the_padding_of_faiss_never_gets_out() -> None:
    """More rows than there are, or a query that is no number, give no row -1."""
    index = FaissIndex.build(unit_vectors(3, 4))
    assert sorted(index.search(unit_vectors(1, 4)[0], 1_000)[0].tolist()) == [0, 1, 2]
    rows, scores = index.search(np.full(4, np.nan, dtype=np.float32), 3)
    assert -1 not in rows.tolist()
    assert len(rows) == len(scores)


def test_an_empty_index_finds_nothing() -> None:
    """An index of no vectors is searched without an error."""
    index = FaissIndex.build(np.zeros((0, 4), dtype=np.float32))
    rows, scores = index.search(unit_vectors(1, 4)[0], 5)
    assert (len(index), rows.tolist(), scores.tolist()) == (0, [], [])


def test_scores_of_chosen_rows_are_inner_products() -> None:
    """Any rows, in any order and repeated, get the score that the search gives them."""
    vectors, query = unit_vectors(6, 4), unit_vectors(1, 4, 9)[0]
    index = FaissIndex.build(vectors)
    rows = np.array([5, 0, 5], dtype=np.int64)
    np.testing.assert_allclose(index.scores(query, rows), vectors[rows] @ query, atol=1e-6)
    assert index.scores(query, np.zeros(0, dtype=np.int64)).shape == (0,)


def test_a_saved_index_holds_the_same_vectors(tmp_path: Path) -> None:
    """What is loaded has the size, the dimension and the bits of what was saved."""
    vectors = unit_vectors(5, 12)
    FaissIndex.build(vectors).save(tmp_path / "dense.faiss")
    loaded = FaissIndex.load(tmp_path / "dense.faiss")
    assert (len(loaded), loaded.dimension) == (5, 12)
    assert loaded.vectors().tobytes() == vectors.tobytes()


@pytest.mark.parametrize("keep", [0, 3, 20, -1])
def test_a_file_that_is_cut_off_is_refused(tmp_path: Path, keep: int) -> None:
    """However much of the file is left, loading names the command that mends it."""
    path = tmp_path / "dense.faiss"
    FaissIndex.build(unit_vectors(5, 12)).save(path)
    path.write_bytes(path.read_bytes()[:keep])
    with pytest.raises(DamagedIndexError, match="forumbot index build"):
        FaissIndex.load(path)


def test_a_missing_file_and_a_foreign_file_are_refused(tmp_path: Path) -> None:
    """What is not there, or is no index of FAISS, is refused in one line."""
    foreign = tmp_path / "foreign.faiss"
    foreign.write_bytes(b"this is no index" * 10)
    for path in (tmp_path / "missing.faiss", foreign):
        with pytest.raises(DamagedIndexError, match="forumbot index build") as caught:
            FaissIndex.load(path)
        assert str(path) in str(caught.value)
        assert "\n" not in str(caught.value)


@pytest.mark.parametrize(("missing", "status"), [(1, 3), (200, 3), (0, 0)])
def test_a_full_disk_is_told(tmp_path: Path, nursery: Nursery, missing: int, status: int) -> None:
    """Where the disk ends before the file does, saving is an OSError and not a short file."""
    whole = tmp_path / "whole.faiss"
    FaissIndex.build(np.ones((5, 12), dtype=np.float32)).save(whole)
    limit = whole.stat().st_size - missing
    path = tmp_path / "dense.faiss"
    done = nursery.run(["-c", SAVE_ON_A_FULL_DISK, str(path), str(limit)])
    assert done.returncode == status, done.stderr
    assert (path.read_bytes() == whole.read_bytes()) == (missing == 0)
