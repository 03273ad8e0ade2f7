"""What the model made of texts, kept on disk as it is made, so that a build can go on where it was.

The file begins with a line of JSON that names the model, and the projection that tokens are coded
by; then comes a record for each text: its key, how many tokens it has, their starts, their codes,
its vector, and a checksum of these. What stands behind the last whole record is left over from a
build that died while it wrote.
"""

import json
import os
import struct
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np

from forumbot.errors import ArchiveIndexError
from forumbot.search import records
from forumbot.search.index_folder import IndexFolder
from forumbot.search.late import CodedTokens, LateIndex, principal_axes
from forumbot.search.manifest import check_files
from forumbot.search.ports import Embedder, Vectors
from forumbot.search.vector_indexes import load_vectors

# A SHA-256, and how many tokens; then the rest; then a CRC-32.
_HEAD, _CHECKSUM = struct.Struct("<32sI"), struct.Struct("<I")


class Encodings:
    """The vector and the coded tokens of texts by their keys, SHA-256 in hexadecimal."""

    def __init__(self, path: Path, fingerprint: str, projection: Vectors) -> None:
        """Go on with the file where it is of this model and this projection, else begin it anew."""
        self._path = path
        self._dimension, self._width = projection.shape
        model = {"fingerprint": fingerprint, "dimension": self._dimension, "width": self._width}
        self._top = json.dumps(model).encode() + b"\n" + projection.tobytes()
        self._places: dict[str, tuple[int, int]] = {}
        self._file = path.open("r+b" if self._is_ours() else "w+b")
        if self._file.seek(0, os.SEEK_END) == 0:
            self._file.write(self._top)
        else:
            self._file.truncate(self._read_places())

    def close(self) -> None:
        """Let go of the file; what it holds stays."""
        self._file.close()

    def __contains__(self, key: str) -> bool:
        return key in self._places

    def add(self, key: str, vector: Vectors, tokens: CodedTokens) -> None:
        """Keep what was made of one text; raises OSError."""
        record = b"".join(
            (
                _HEAD.pack(bytes.fromhex(key), len(tokens.starts)),
                tokens.starts.astype("<i4").tobytes(),
                tokens.codes.tobytes(),
                vector.astype("<f4").tobytes(),
            )
        )
        place = self._file.seek(0, os.SEEK_END)
        self._file.write(record + _CHECKSUM.pack(zlib.crc32(record)))
        self._file.flush()
        self._places[key] = (place, len(tokens.starts))

    def vector(self, key: str) -> Vectors:
        """The vector of a text that is kept."""
        place, count = self._places[key]
        start = place + _HEAD.size + count * (4 + self._width)
        return np.frombuffer(self._bytes(start, 4 * self._dimension), dtype="<f4")

    def tokens(self, key: str) -> CodedTokens:
        """The tokens of a text that is kept."""
        place, count = self._places[key]
        raw = self._bytes(place + _HEAD.size, count * (4 + self._width))
        starts = np.frombuffer(raw, dtype="<i4", count=count)
        codes = np.frombuffer(raw, dtype=np.int8, offset=4 * count)
        return CodedTokens(starts, codes.reshape(count, self._width))

    def remove(self) -> None:
        """Let go of the file, as all that it holds is in a generation."""
        self._file.close()
        with suppress(OSError):
            self._path.unlink()

    def _bytes(self, start: int, size: int) -> bytes:
        self._file.seek(start)
        return self._file.read(size)

    def _is_ours(self) -> bool:
        try:
            with self._path.open("rb") as file:
                return file.read(len(self._top)) == self._top
        except OSError:
            return False

    def _read_places(self) -> int:
        """Find all whole records; returns where the last of them ends."""
        end = len(self._top)
        for key, count, size in self._records():
            self._places[key] = (end, count)
            end += size
        return end

    def _records(self) -> Iterator[tuple[str, int, int]]:
        self._file.seek(len(self._top))
        while len(head := self._file.read(_HEAD.size)) == _HEAD.size:
            key, count = _HEAD.unpack(head)
            size = count * (4 + self._width) + 4 * self._dimension
            body = self._file.read(size + _CHECKSUM.size)
            if len(body) != size + _CHECKSUM.size:
                return
            if _CHECKSUM.unpack(body[size:])[0] != zlib.crc32(body[:size], zlib.crc32(head)):
                return
            yield key.hex(), count, _HEAD.size + size + _CHECKSUM.size


def kept_projection(path: Path, fingerprint: str) -> Vectors | None:
    """The projection of a file that a build of this model left behind; None where there is none."""
    try:
        with path.open("rb") as file:
            model = json.loads(file.readline())
            if model["fingerprint"] != fingerprint:
                return None
            raw = file.read(4 * model["dimension"] * model["width"])
            found = np.frombuffer(raw, dtype="<f4")
            return found.reshape(model["dimension"], model["width"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


class Known:
    """What the live generation or a build that was broken off holds of texts, and what is added."""

    def __init__(self, index: IndexFolder, embedder: Embedder) -> None:
        """Look both up; what is damaged, or of another model, is passed over."""
        self._live = _live(index, embedder.fingerprint)
        if self._live is not None:
            self.projection = self._live.late.projection
        else:
            found = kept_projection(index.encoded, embedder.fingerprint)
            self.projection = principal_axes(embedder.sample_tokens()) if found is None else found
        self._added = Encodings(index.encoded, embedder.fingerprint, self.projection)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._added.close()

    def __contains__(self, key: str) -> bool:
        return key in self._added or (self._live is not None and key in self._live.rows)

    def add(self, key: str, vector: Vectors, tokens: CodedTokens) -> None:
        """Keep what was made of one text; raises OSError."""
        self._added.add(key, vector, tokens)

    def vector(self, key: str) -> Vectors:
        """The vector of a text that is known."""
        if self._live is not None and key in self._live.rows:
            return np.asarray(self._live.vectors[self._live.rows[key]])
        return self._added.vector(key)

    def tokens(self, key: str) -> CodedTokens:
        """The coded tokens of a text that is known."""
        if self._live is not None and key in self._live.rows:
            return self._live.late.passage(self._live.rows[key])
        return self._added.tokens(key)

    def remove(self) -> None:
        """Let go of what was added, as a generation holds it."""
        self._added.remove()


@dataclass(frozen=True, slots=True)
class _Live:
    rows: dict[str, int]
    vectors: Vectors
    late: LateIndex


def _live(index: IndexFolder, fingerprint: str) -> _Live | None:
    try:
        folder, manifest = index.live()
        if manifest.model.fingerprint != fingerprint:
            return None
        check_files(folder, manifest)
        _passages, keys = records.read_passages(folder, records.read_documents(folder))
        vectors = load_vectors(folder).vectors()
        late = LateIndex.load(folder / records.LATE)
    except ArchiveIndexError:
        return None
    return _Live({key: row for row, key in enumerate(keys)}, vectors, late)
