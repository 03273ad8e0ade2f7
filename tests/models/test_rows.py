from pathlib import Path

import numpy as np
import pytest

from forumbot.models.bert import quantized
from forumbot.models.rows import packed, packed_rows

MATRIX = np.random.default_rng(1).normal(size=(9, 16)).astype(np.float32)


@pytest.mark.parametrize("is_file", [True, False])
def test_rows_are_those_of_the_matrix_in_8_bits(tmp_path: Path, is_file: bool) -> None:
    """Any, in any order, from a file or from its bytes."""
    path = tmp_path / "words.rows"
    path.write_bytes(packed(MATRIX))
    whole, scales = quantized(MATRIX)
    rows = packed_rows(path if is_file else path.read_bytes(), 16)
    ids = [8, 0, 0, 3]
    np.testing.assert_array_equal(rows(ids), (whole * scales[:, None])[ids])


def test_a_file_that_was_removed_is_read_still(tmp_path: Path) -> None:
    """Whoever opened it keeps it."""
    path = tmp_path / "words.rows"
    path.write_bytes(packed(MATRIX))
    rows = packed_rows(path, 16)
    path.unlink()
    assert rows([4]).shape == (1, 16)
