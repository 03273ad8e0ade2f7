from pathlib import Path

import faiss
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
@given(count=st.integers(0, 40), asked=st.integers(1, 5), seed=st.integers(0, 2**16))
def test_scores_are_inner_products(count: int, asked: int, seed: int) -> None:
    """Each query gets that with every row, in their order, however many there are of either."""
    vectors, queries = unit_vectors(count, 8, seed), unit_vectors(asked, 8, seed + 1)
    scores = FaissIndex.build(vectors).scores(queries)
    assert scores.shape == (asked, count)
    np.testing.assert_allclose(scores, queries @ vectors.T, atol=1e-6)


def test_a_saved_index_holds_the_same_vectors(tmp_path: Path) -> None:
    """What is loaded has the size, the dimension and the bits of what was saved."""
    vectors = unit_vectors(5, 12)
    FaissIndex.build(vectors).save(tmp_path / "dense.faiss")
    loaded = FaissIndex.load(tmp_path / "dense.faiss")
    assert (len(loaded), loaded.dimension) == (5, 12)
    assert loaded.vectors().tobytes() == vectors.tobytes()


def test_what_is_read_is_what_faiss_reads(tmp_path: Path) -> None:
    """The library itself finds the same vectors in the file; an index of distances is none."""
    vectors, path = unit_vectors(5, 12), tmp_path / "dense.faiss"
    FaissIndex.build(vectors).save(path)
    assert faiss.read_index(str(path)).reconstruct_n(0, 5).tobytes() == vectors.tobytes()
    other = faiss.IndexFlatL2(12)
    other.add(vectors)
    faiss.write_index(other, str(path))
    with pytest.raises(DamagedIndexError):
        FaissIndex.load(path)


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
