from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from forumbot.search.file_array import FileArray


@pytest.mark.parametrize("shape", [(12,), (6, 2)])
def test_rows_are_those_of_the_file(tmp_path: Path, shape: tuple[int, ...]) -> None:
    """One stretch, several, all and none of them, of numbers in rows and of single ones."""
    whole = np.arange(12, dtype=np.int32).reshape(shape)
    np.save(tmp_path / "whole.npy", whole)
    found = FileArray(tmp_path / "whole.npy")
    assert len(found) == len(whole)
    assert found[2:5].tolist() == whole[2:5].tolist()
    assert found[:].tolist() == whole.tolist()
    assert found[3:3].shape == (0, *shape[1:])
    lent = found.lent([(4, 6), (3, 3), (0, 1)])
    assert lent.tolist() == [*whole[4:6].tolist(), *whole[:1].tolist()]
    assert found.lent([(1, 3)]).tolist() == whole[1:3].tolist()
    assert found.lent([]).shape == (0, *shape[1:])


def test_what_is_lent_is_a_threads_own(tmp_path: Path) -> None:
    """The next call in the same thread writes over it, one in another thread does not."""
    np.save(tmp_path / "whole.npy", np.arange(12, dtype=np.int32))
    found = FileArray(tmp_path / "whole.npy")
    lent = found.lent([(4, 6)])
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(found.lent, [(0, 2)]).result().tolist() == [0, 1]
    assert lent.tolist() == [4, 5]
    assert found.lent([(7, 9)]).tolist() == lent.tolist()


def test_what_is_no_array_is_refused(tmp_path: Path) -> None:
    """A file of something else raises ValueError."""
    (tmp_path / "whole.npy").write_bytes(b"no array")
    with pytest.raises(ValueError, match="pickle"):
        FileArray(tmp_path / "whole.npy")
