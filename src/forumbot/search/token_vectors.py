"""What every embedder makes of its tokens: unit vectors with their places, and a sample of them."""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from forumbot.search.ports import TokenVectors, Vectors

# Enough tokens to find the directions in which most of them vary (see late).
_SAMPLE_TEXTS, _SAMPLE_WORDS = 16, 100


def unit(vectors: Vectors) -> Vectors:
    """Vectors, shape (…, dimension), brought to the length 1."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-9), dtype=np.float32)


def token_vectors(
    vectors: Vectors, offsets: npt.NDArray[np.int64], prefix: int = 0
) -> TokenVectors:
    """The tokens behind a prefix of so many characters, special ones left out."""
    is_text = (offsets[:, 1] > offsets[:, 0]) & (offsets[:, 0] >= prefix)
    kept = vectors[: len(offsets)][is_text]
    return TokenVectors(offsets[is_text, 0] - prefix, unit(kept))


def sample_texts(vocabulary: Iterable[str]) -> list[str]:
    """Texts of words of a model's vocabulary, the same ones for the same vocabulary."""
    entries = {entry.strip("\u2581\u0120") for entry in vocabulary}
    words = sorted(entry for entry in entries if len(entry) > 2 and entry.isalpha())
    draw = np.random.default_rng(0)
    return [" ".join(draw.choice(words, _SAMPLE_WORDS)) for _ in range(_SAMPLE_TEXTS)]
