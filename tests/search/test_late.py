from pathlib import Path

import numpy as np
import pytest

from forumbot.errors import DamagedIndexError
from forumbot.language.words import located_words
from forumbot.search.late import LateIndex, encode, principal_axes, word_weights
from forumbot.search.ports import Embedder, TokenVectors

TEXTS = ["The mobility scheme has a budget.", "", "Cows eat green grass in the meadow."]


@pytest.fixture(scope="module")
def late(embedder: Embedder) -> LateIndex:
    """The tokens of three texts, one of them empty."""
    axes = principal_axes(embedder.sample_tokens())
    return LateIndex.build(
        [encode(tokens, axes) for tokens in embedder.read_queries(TEXTS)[1]], axes
    )


def test_the_passage_that_meets_the_words_scores_best(late: LateIndex, embedder: Embedder) -> None:
    """A word is met by its like in meaning; a passage without tokens scores 0."""
    (asked,) = embedder.read_queries(["money for mobility"])[1]
    weights = np.ones(len(asked.starts), dtype=np.float32)
    scores = late.scores(asked, weights, np.array([0, 1, 2]))
    assert scores[0] > scores[2] > scores[1] == 0
    assert scores[0] <= 1.001


def test_nothing_weighed_scores_nothing(late: LateIndex, embedder: Embedder) -> None:
    """A question whose words all weigh 0 prefers no passage."""
    (asked,) = embedder.read_queries(["the of"])[1]
    scores = late.scores(asked, np.zeros(len(asked.starts), np.float32), np.array([0, 2]))
    assert not scores.any()


def test_what_is_saved_is_loaded(late: LateIndex, embedder: Embedder, tmp_path: Path) -> None:
    """Codes, their passages and the axes come back as they were."""
    late.save(tmp_path)
    loaded = LateIndex.load(tmp_path)
    assert len(loaded) == len(TEXTS)
    for row in range(len(TEXTS)):
        assert np.array_equal(loaded.passage(row).codes, late.passage(row).codes)
        assert np.array_equal(loaded.passage(row).starts, late.passage(row).starts)
    assert np.array_equal(loaded.projection, late.projection)


def test_a_damaged_file_is_named(late: LateIndex, tmp_path: Path) -> None:
    """What is no array is refused with a word on what to do."""
    late.save(tmp_path)
    (tmp_path / "codes.npy").write_bytes(b"no array")
    with pytest.raises(DamagedIndexError, match="index build"):
        LateIndex.load(tmp_path)


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
