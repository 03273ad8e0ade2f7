import hashlib
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from forumbot.search.encodings import Encodings, kept_projection
from forumbot.search.late import CodedTokens
from forumbot.search.ports import Vectors

MODEL = "a model"
AXES: Vectors = np.arange(12, dtype=np.float32).reshape(4, 3)
KEYS = [hashlib.sha256(text.encode()).hexdigest() for text in "abc"]


def vector(place: int) -> Vectors:
    """The vector of one text."""
    return np.full(4, place + 0.5, dtype=np.float32)


def tokens(place: int) -> CodedTokens:
    """As many tokens as its place says, the first text having none."""
    starts = np.arange(place, dtype=np.int32) * 7
    return CodedTokens(starts, np.full((place, 3), place - 100, dtype=np.int8))


def holds(encodings: Encodings, *places: int) -> bool:
    """Whether these texts are kept as they were, and no others are."""
    return all(
        np.array_equal(encodings.vector(KEYS[place]), vector(place))
        and np.array_equal(encodings.tokens(KEYS[place]).starts, tokens(place).starts)
        and np.array_equal(encodings.tokens(KEYS[place]).codes, tokens(place).codes)
        for place in places
    ) and [key in encodings for key in KEYS] == [place in places for place in range(len(KEYS))]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file of three texts."""
    path = tmp_path / "encoded"
    encodings = Encodings(path, MODEL, AXES)
    for place, key in enumerate(KEYS):
        encodings.add(key, vector(place), tokens(place))
    assert holds(encodings, 0, 1, 2)
    encodings.close()
    return path


def test_what_was_added_is_there_for_the_next_build(path: Path) -> None:
    """Vectors, starts and codes come back as they were, with the axes that they were coded by."""
    with closing(Encodings(path, MODEL, AXES)) as encodings:
        assert holds(encodings, 0, 1, 2)
    found = kept_projection(path, MODEL)
    assert found is not None
    assert np.array_equal(found, AXES)


def test_whatever_is_cut_off_the_whole_records_stay(path: Path) -> None:
    """A build may die at any byte: what was whole is taken up, and more can be added behind it."""
    whole = path.read_bytes()
    sizes = [32 + 4 + place * 7 + 16 + 4 for place in range(3)]
    top = len(whole) - sum(sizes)
    for size in range(len(whole)):
        path.write_bytes(whole[:size])
        encodings = Encodings(path, MODEL, AXES)
        kept = [place for place in range(3) if size >= top + sum(sizes[: place + 1])]
        assert holds(encodings, *kept), size
        for place in range(len(kept), 3):
            encodings.add(KEYS[place], vector(place), tokens(place))
        assert holds(encodings, 0, 1, 2), size
        encodings.close()
        assert path.read_bytes() == whole


def test_a_record_that_changed_is_not_believed(path: Path) -> None:
    """It and what stands behind it are made anew."""
    raw = bytearray(path.read_bytes())
    raw[-70] ^= 1
    path.write_bytes(raw)
    with closing(Encodings(path, MODEL, AXES)) as encodings:
        assert holds(encodings, 0, 1)


@pytest.mark.parametrize(("model", "axes"), [("another", AXES), (MODEL, AXES + 1)])
def test_another_model_or_other_axes_begin_anew(path: Path, model: str, axes: Vectors) -> None:
    """Nothing of one is taken for the other's."""
    with closing(Encodings(path, model, axes)) as encodings:
        assert holds(encodings)
    assert kept_projection(path, MODEL) is None or model == MODEL


def test_it_can_be_let_go(path: Path) -> None:
    """Once a generation holds all, the file is gone."""
    Encodings(path, MODEL, AXES).remove()
    assert not path.exists()
    assert kept_projection(path, MODEL) is None
