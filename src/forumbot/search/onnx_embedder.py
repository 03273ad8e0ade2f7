"""Texts to vectors by ONNX Runtime, without PyTorch: the models that ship."""

from collections.abc import Callable, Sequence
from functools import cache

import numpy as np
from tokenizers import Encoding

from forumbot.models.bert import HIDDEN, Precision
from forumbot.models.catalogue import CATALOGUE, TOKENIZER, WEIGHTS, PackagedModel
from forumbot.models.graphs import session_of
from forumbot.models.packages import file_of
from forumbot.models.wordpiece import WordPiece
from forumbot.search.ports import TokenVectors, Vectors
from forumbot.search.token_vectors import sample_texts, token_vectors, unit


class OnnxEmbedder:
    """An :class:`Embedder` whose vectors are the mean of a BERT encoder's tokens."""

    def __init__(self, model: PackagedModel, precision: Precision = "int8") -> None:
        """Load a model that ships; raises :class:`ModelError` where it is missing or damaged."""
        self.name = model.name
        self.engine = f"onnxruntime {precision}"
        self.fingerprint = f"{model.files[WEIGHTS]}-{precision}"
        self.max_tokens = model.max_tokens
        self._session = session_of(model, precision)
        self.dimension = self._session.width(HIDDEN)
        self._tokenizer = WordPiece(file_of(model, TOKENIZER).read_bytes()).tokenizer
        self._sample: Vectors | None = None

    def embed_passages(
        self,
        texts: Sequence[str],
        on_progress: Callable[[int], None] | None = None,
        on_tokens: Callable[[int, TokenVectors], None] | None = None,
    ) -> Vectors:
        """Unit vectors of passages; ``on_progress`` is told how many more are done."""
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        encoded = self._encoded(texts)
        for place, (hidden,) in enumerate(self._session.read(encoded, [HIDDEN])):
            vectors[place] = unit(hidden.mean(axis=0))
            if on_tokens is not None:
                on_tokens(place, token_vectors(hidden, _offsets(encoded[place])))
            if on_progress is not None:
                on_progress(1)
        return vectors

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of questions, encoded together."""
        return self.read_queries(texts)[0]

    def read_queries(self, texts: Sequence[str]) -> tuple[Vectors, list[TokenVectors]]:
        """Unit vectors of questions and of their tokens, encoded together."""
        tokens: dict[int, TokenVectors] = {}
        vectors = self.embed_passages(texts, on_tokens=tokens.__setitem__)
        return vectors, [tokens[place] for place in range(len(texts))]

    def _encoded(self, texts: Sequence[str]) -> list[Encoding]:
        """What the model reads of each text, with its special tokens around it."""
        most = self.max_tokens - self._tokenizer.num_special_tokens_to_add(is_pair=False)
        found = self._tokenizer.encode_batch(list(texts), add_special_tokens=False)
        for one in found:
            one.truncate(most)
        return [self._tokenizer.post_process(one) for one in found]

    def token_starts(self, text: str) -> list[int]:
        """Offsets of the model's tokens, special ones left out; the text may be of any length."""
        encoded = self._tokenizer.encode(text, add_special_tokens=False)
        return [start for start, end in encoded.offsets if end > start]

    def sample_tokens(self) -> Vectors:
        """Unit vectors of the tokens of some texts that are words of the model's own vocabulary."""
        if self._sample is None:
            texts = sample_texts(self._tokenizer.get_vocab())
            self._sample = np.concatenate([one.vectors for one in self.read_queries(texts)[1]])
        return self._sample


@cache
def shared_embedder(name: str) -> OnnxEmbedder:
    """The one of this name in the catalogue, loaded once a process."""
    return OnnxEmbedder(CATALOGUE[name])


def _offsets(encoded: Encoding) -> np.typing.NDArray[np.int64]:
    return np.array(encoded.offsets, dtype=np.int64).reshape(-1, 2)
