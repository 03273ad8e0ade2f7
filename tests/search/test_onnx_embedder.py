import numpy as np
import pytest

from forumbot.models.catalogue import MINILM
from forumbot.search.onnx_embedder import OnnxEmbedder
from forumbot.search.ports import Embedder

# What holds of every engine, and that they agree, is tested in test_embedder.py.
TEXTS = ["The forum will take place in Brussels.", "Budget", "Søren Røn spoke on scale-up."]


@pytest.fixture(scope="module")
def whole() -> OnnxEmbedder:
    """The default model in full precision."""
    return OnnxEmbedder(MINILM, "fp32")


def test_an_engine_says_its_precision(whole: OnnxEmbedder, embedder: Embedder) -> None:
    """8 bits are the default; vectors of one precision are never taken for the other's."""
    assert (whole.engine, embedder.engine) == ("onnxruntime fp32", "onnxruntime int8")
    assert whole.fingerprint != embedder.fingerprint


def test_eight_bits_are_near(whole: OnnxEmbedder, embedder: Embedder) -> None:
    """A text's vector and those of its tokens point nearly where they do in full precision."""
    whole_ones, small_ones = whole.read_queries(TEXTS), embedder.read_queries(TEXTS)
    assert (whole_ones[0] * small_ones[0]).sum(axis=1).min() > 0.98
    for one, other in zip(whole_ones[1], small_ones[1], strict=True):
        assert one.starts.tolist() == other.starts.tolist()
        assert (one.vectors * other.vectors).sum(axis=1).mean() > 0.97


def test_the_sample_is_the_same_each_time(embedder: Embedder) -> None:
    """Tokens that show in which directions the model's vectors vary, enough of them."""
    other = OnnxEmbedder(MINILM).sample_tokens()
    assert other.shape[0] > 1000
    np.testing.assert_array_equal(embedder.sample_tokens(), other)


def test_a_vector_is_the_same_whatever_is_read_beside_it(embedder: Embedder) -> None:
    """Rounding to 8 bits goes by a text alone, so that a passage that is taken over is as good."""
    together = embedder.embed_passages([*TEXTS, "forum " * 150])
    alone = np.vstack([embedder.embed_passages([text]) for text in TEXTS])
    np.testing.assert_array_equal(together[: len(TEXTS)], alone)
