from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
from tests.documents import hit_on
from tests.multilingual import Counted

from forumbot.search.across import AcrossLanguages
from forumbot.search.compared import ComparedVectors, keep_compared
from forumbot.search.passages import Passage
from forumbot.search.ports import Vectors

KEYS = [sha256(name.encode()).hexdigest() for name in "abc"]
VECTORS = {key: np.array([n, n / 3], np.float32) for n, key in enumerate(KEYS)}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where vectors are kept."""
    return tmp_path / "compared"


def same(found: Mapping[str, Vectors], keys: list[str]) -> bool:
    """Whether the vectors are those of these keys, to the last bit."""
    return {key: one.tobytes() for key, one in found.items()} == {
        key: VECTORS[key].tobytes() for key in keys
    }


def test_what_one_process_made_another_knows(path: Path) -> None:
    """Two that add to one file know all of it; a key that nobody made is not known."""
    one, other = ComparedVectors(path, "model"), ComparedVectors(path, "model")
    assert one.known(KEYS) == {}
    one.add({KEYS[0]: VECTORS[KEYS[0]]})
    other.add({KEYS[1]: VECTORS[KEYS[1]]})
    assert same(one.known(KEYS), KEYS[:2])
    assert same(other.known(KEYS[1:]), KEYS[1:2])


def test_vectors_of_another_model_are_not_known(path: Path) -> None:
    """A file of another model is begun anew."""
    ComparedVectors(path, "model").add(VECTORS)
    other = ComparedVectors(path, "another")
    assert other.known(KEYS) == {}
    other.add({KEYS[0]: VECTORS[KEYS[0]]})
    assert same(other.known(KEYS), KEYS[:1])


@pytest.mark.parametrize("cut", [1, 20, 44, 60])
def test_what_was_half_written_is_passed_over(path: Path, cut: int) -> None:
    """Whole records before it count, and the next vectors are kept whole."""
    kept = ComparedVectors(path, "model")
    kept.add(VECTORS)
    path.write_bytes(path.read_bytes()[:-cut])
    assert same(kept.known(KEYS), KEYS[: 2 - (cut - 1) // 44])
    kept.add({KEYS[2]: VECTORS[KEYS[2]]})
    assert same(kept.known(KEYS[2:]), KEYS[2:])


def test_a_damaged_record_is_not_taken(path: Path) -> None:
    """A vector of which a byte differs is none."""
    kept = ComparedVectors(path, "model")
    kept.add(VECTORS)
    whole = bytearray(path.read_bytes())
    whole[-6] ^= 1
    path.write_bytes(bytes(whole))
    assert same(kept.known(KEYS), KEYS[:2])


def test_where_nothing_can_be_written_nothing_is_kept(tmp_path: Path) -> None:
    """A folder that is not there costs time, no answer."""
    kept = ComparedVectors(tmp_path / "gone" / "compared", "model")
    kept.add(VECTORS)
    assert kept.known(KEYS) == {}
    keep_compared(tmp_path / "gone" / "compared", KEYS)


def test_passages_that_are_gone_leave_nothing(path: Path) -> None:
    """Those that are there keep their vectors."""
    kept = ComparedVectors(path, "model")
    kept.add(VECTORS)
    keep_compared(path, KEYS[1:])
    assert same(kept.known(KEYS), KEYS[1:])
    before = path.stat().st_ino
    keep_compared(path, KEYS)
    assert path.stat().st_ino == before


def test_a_passage_is_read_by_one_process_alone(path: Path) -> None:
    """What compares another time finds the same likeness without the model reading it."""
    hit = hit_on(Passage("a.md", (), None, 0, 20, "The fee is 20 euros."))
    model = Counted()
    found = [
        AcrossLanguages(lambda: model, None, ComparedVectors(path, "model")).likeness(
            "Was kostet die Teilnahme?", [hit, hit]
        )
        for _process in range(2)
    ]
    assert model.read == 1
    assert found[0].tolist() == found[1].tolist()
