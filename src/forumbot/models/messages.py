"""The kinds of messages: a small encoder tells what a message wants, in nine languages.

It is the first six layers of multilingual-e5-small (Wang et al. 2024, arXiv:2402.05672), its
vocabulary cut down to what messages need, trained by ``bench/train_messages.py``; the mean of its
vectors goes through a linear layer.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path

import numpy as np

from forumbot.errors import ModelError
from forumbot.file_hashes import file_sha256
from forumbot.kept_files import kept
from forumbot.models.bert import HIDDEN, Shape, Tensors, encoder
from forumbot.models.graphs import kept_graph, rows_of, without_words
from forumbot.models.reader import Tokenizer
from forumbot.models.readers import unpacked
from forumbot.models.rows import Floats
from forumbot.models.session import OneText, Session
from forumbot.models.unigram import kept_tokenizer, kept_vocabulary

NAME = "messages"
SHA256 = "45a1e8d943abfe4071b7d47809b04780d15f03c1778871af803ff0abc71a62bb"
_SHAPE = Shape(layers=6, heads=12, hidden=384, epsilon=1e-12)
# As in its training: what is longer than that is told by its beginning.
_LONGEST = 64
_FIRST, _LAST = 0, 2


@dataclass(frozen=True, slots=True)
class Told:
    """The likeliest kind of a message, its probability, and that of every kind."""

    kind: str
    chance: float
    chances: Mapping[str, float]


class MessageTeller:
    """Tells the kind of one message after another."""

    def __init__(
        self,
        session: Session,
        tokenizer: Tokenizer,
        weights: Floats,
        bias: Floats,
        kinds: Sequence[str],
    ) -> None:
        """A teller whose linear layer has ``weights`` of shape (kinds, width)."""
        self._session = session
        self._tokenizer = tokenizer
        self._weights, self._bias = weights, bias
        self._kinds = tuple(kinds)

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds that there are."""
        return self._kinds

    def tell(self, message: str) -> Told:
        """The likeliest kind of a message in any of the languages it was trained on."""
        ids = self._tokenizer.encode(f"query: {message}").ids
        text = OneText([_FIRST, *ids[:_LONGEST], _LAST])
        (hidden,) = self._session.run(text, (HIDDEN,))
        scores = (self._weights * hidden.mean(axis=0)).sum(axis=1) + self._bias
        weights = np.exp(scores - scores.max())
        chances = dict(zip(self._kinds, map(float, weights / weights.sum()), strict=True))
        best = max(chances, key=chances.__getitem__)
        return Told(best, chances[best], chances)


def load_teller() -> MessageTeller:
    """The one that ships; raises :class:`ModelError` for a file that is missing or damaged.

    Weights that nothing is made of any more, as what was is kept, are not compared again.
    """
    with as_file(files("forumbot.models") / "weights") as folder:
        path = folder / f"{NAME}.safetensors"
        pieces = (folder / f"{NAME}-tokenizer.json").read_bytes()
        tokenizer = kept_tokenizer(
            NAME, hashlib.sha256(pieces).hexdigest(), kept_vocabulary(NAME, pieces)
        )
        kinds = json.loads((folder / f"{NAME}-kinds.json").read_text(encoding="utf-8"))
        rows = rows_of(NAME, SHA256, lambda: _tensors(path), _SHAPE.hidden)
        graph = kept_graph(f"{NAME}-int8", SHA256, lambda: _graph(path))
        found = kept(f"{NAME}-head", SHA256, lambda: _head(path), ".bin")
    head = np.frombuffer(found if isinstance(found, bytes) else found.read_bytes(), np.float32)
    weights, bias = head[: -len(kinds)].reshape(len(kinds), -1), head[-len(kinds) :]
    return MessageTeller(Session(graph, rows), tokenizer, weights, bias, kinds)


@cache
def shared_teller() -> MessageTeller:
    """The one that ships, loaded once a process; raises as :func:`load_teller` does."""
    return load_teller()


def _graph(path: Path) -> bytes:
    return encoder(without_words(_tensors(path)), _SHAPE, "int8")


def _head(path: Path) -> bytes:
    """The weights of each kind, then what is added for it; 32 bits each."""
    tensors = _tensors(path)
    return b"".join(
        tensors[f"kinds.{name}"].astype(np.float32).tobytes() for name in ("weight", "bias")
    )


def _tensors(path: Path) -> Tensors:
    from safetensors.numpy import load_file

    if not path.is_file() or file_sha256(path) != SHA256:
        raise ModelError(f"{path}: is missing or damaged", "install forumbot again")
    return unpacked(load_file(path))
