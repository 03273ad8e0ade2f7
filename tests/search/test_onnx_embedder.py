import numpy as np
import pytest

from forumbot.models.catalogue import MINILM
from forumbot.search.onnx_embedder import OnnxEmbedder
from forumbot.search.ports import Embedder

# What holds of every engine, and that they agree, is tested in test_embedder.py.
TEXTS = ["The forum will take place in Brussels.", "Budget", "Søren Røn spoke on scale-up."]


@pytest.fixture(scope="module")
def small() -> OnnxEmbedder:
    """The default model in 8 bits."""
    return OnnxEmbedder(MINILM, "int8")


def test_an_engine_says_its_precision(small: OnnxEmbedder, embedder: Embedder) -> None:
    """Vectors of one precision are never compared with those of the other unnoticed."""
    assert (small.engine, embedder.engine) == ("onnxruntime int8", "onnxruntime fp32")
    assert small.fingerprint != embedder.fingerprint


def test_eight_bits_are_near(small: OnnxEmbedder, embedder: Embedder) -> None:
    """A text's vector and those of its tokens point nearly where they do in full precision."""
    whole, small_ones = embedder.read_queries(TEXTS), small.read_queries(TEXTS)
    assert (whole[0] * small_ones[0]).sum(axis=1).min() > 0.98
    for one, other in zip(whole[1], small_ones[1], strict=True):
        assert one.starts.tolist() == other.starts.tolist()
        assert (one.vectors * other.vectors).sum(axis=1).mean() > 0.97


def test_the_sample_is_the_same_each_time(embedder: Embedder) -> None:
    """Tokens that show in which directions the model's vectors vary, enough of them."""
    other = OnnxEmbedder(MINILM).sample_tokens()
    assert other.shape[0] > 1000
    np.testing.assert_array_equal(embedder.sample_tokens(), other)
