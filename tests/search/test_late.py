import shutil
from pathlib import Path

import numpy as np
import pytest

from forumbot.errors import DamagedIndexError
from forumbot.language.words import located_words
from forumbot.search.late import CodedTokens, LateIndex, encode, principal_axes, word_weights
from forumbot.search.ports import Embedder, TokenVectors

TEXTS = ["The mobility scheme has a budget.", "", "Cows eat green grass in the meadow."]


@pytest.fixture(scope="module")
def coded(embedder: Embedder) -> list[CodedTokens]:
    """The tokens of three texts, one of them empty."""
    axes = principal_axes(embedder.sample_tokens())
    return [encode(tokens, axes) for tokens in embedder.read_queries(TEXTS)[1]]


@pytest.fixture(scope="module")
def folder(
    coded: list[CodedTokens], embedder: Embedder, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """An index of them on disk."""
    folder = tmp_path_factory.mktemp("late")
    LateIndex.write(folder, coded, principal_axes(embedder.sample_tokens()))
    return folder


@pytest.fixture(scope="module")
def late(folder: Path) -> LateIndex:
    """The same, loaded."""
    return LateIndex.load(folder)


def test_the_nearest_token_of_each_passage_is_found(late: LateIndex, embedder: Embedder) -> None:
    """What is found of a passage is what its own tokens give, and 0 where it has none."""
    (asked,) = embedder.read_queries(["money for mobility"])[1]
    tokens, rows = late.reduced(asked).vectors, np.array([2, 0, 1])
    found = late.nearest(tokens, rows)
    assert found.shape == (3, len(tokens))
    for one, row in zip(found, rows, strict=True):
        own = late.tokens(row).vectors @ tokens.T
        expected = own.max(axis=0) if len(own) else np.zeros(len(tokens))
        np.testing.assert_allclose(one, expected, atol=1e-5)
    assert late.nearest(tokens[:0], rows).shape == (3, 0)


def test_what_is_written_is_loaded(
    late: LateIndex, coded: list[CodedTokens], embedder: Embedder
) -> None:
    """Codes, their passages and the axes come back as they were."""
    assert len(late) == len(TEXTS)
    for row, one in enumerate(coded):
        assert np.array_equal(late.passage(row).codes, one.codes)
        assert np.array_equal(late.passage(row).starts, one.starts)
    assert np.array_equal(late.projection, principal_axes(embedder.sample_tokens()))


def test_a_damaged_file_is_named(folder: Path, tmp_path: Path) -> None:
    """What is no array is refused with a word on what to do."""
    damaged = Path(shutil.copytree(folder, tmp_path / "damaged"))
    (damaged / "codes.npy").write_bytes(b"no array")
    with pytest.raises(DamagedIndexError, match="index build"):
        LateIndex.load(damaged)


def test_codes_keep_the_direction(embedder: Embedder) -> None:
    """Rounded to a byte, a reduced vector points where it did, within a degree or so."""
    vectors = embedder.sample_tokens()[:200]
    axes = principal_axes(embedder.sample_tokens())
    tokens = TokenVectors(np.arange(len(vectors)), vectors)
    codes, reduced = encode(tokens, axes).codes.astype(np.float32), vectors @ axes
    lengths = np.linalg.norm(codes, axis=1) * np.linalg.norm(reduced, axis=1)
    assert ((codes * reduced).sum(axis=1) / lengths).min() > 0.999


def test_tokens_come_back_where_they_stood(late: LateIndex, embedder: Embedder) -> None:
    """A token read from the index begins where it did and points nearly where it did."""
    (read,) = embedder.read_queries(TEXTS[:1])[1]
    kept, reduced = late.tokens(0), late.reduced(read)
    assert kept.starts.tolist() == read.starts.tolist()
    assert np.einsum("ij,ij->i", kept.vectors, reduced.vectors).min() > 0.999


def test_tokens_weigh_as_their_words() -> None:
    """Every token of a word has the word's rarity; stop words and signs have none."""
    starts = np.array([0, 4, 7, 11])
    weights = word_weights(located_words("The Søren?!"), starts[:3], {"soren": 3.0}.__getitem__)
    assert weights.tolist() == [0.0, 3.0, 3.0]
