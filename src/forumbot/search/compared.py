"""Vectors by a model of many languages, of passages that a question was compared with.

Those of English passages are made by no build, as an archive in English may never need them
(:mod:`forumbot.search.foreign`). Made for a question, they are kept beside the generations, so that
neither the next process nor the next generation makes them again: a file of a head and of records,
each a key, a vector and their checksum. Several processes add to it at once, each in one step.
"""

import hashlib
import os
import struct
import zlib
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

import numpy as np

from forumbot.search.ports import Vectors
from forumbot.whole_files import write_whole

# The SHA-256 of the model's fingerprint, and how many bytes a vector takes.
_HEAD, _CHECKSUM = struct.Struct("<32sI"), struct.Struct("<I")
_KEY = hashlib.sha256().digest_size


class ComparedVectors:
    """The vectors of texts by their keys, SHA-256 in hexadecimal, by the model of a fingerprint.

    Where the file cannot be read nothing is known, and where it cannot be written nothing is kept.
    """

    def __init__(self, path: Path, fingerprint: str) -> None:
        self._path = path
        self._model = hashlib.sha256(fingerprint.encode()).digest()

    def known(self, keys: Collection[str]) -> dict[str, Vectors]:
        """The vectors of those of the keys that are kept."""
        wanted = {bytes.fromhex(key): key for key in keys}
        raw = _read(self._path)
        return {
            wanted[record[:_KEY]]: np.frombuffer(record[_KEY : -_CHECKSUM.size], dtype="<f4")
            for record in _records(raw)
            if raw.startswith(self._model) and record[:_KEY] in wanted and _is_whole(record)
        }

    def add(self, made: Mapping[str, Vectors]) -> None:
        """Keep vectors; a file of another model, or a damaged one, is begun anew."""
        vectors = {bytes.fromhex(key): one.astype("<f4").tobytes() for key, one in made.items()}
        head = _HEAD.pack(self._model, max(map(len, vectors.values()), default=0))
        records = b"".join(map(_record, vectors.items()))
        with suppress(OSError):
            if _is_sound(self._path, head):
                with self._path.open("ab", buffering=0) as file:
                    file.write(records)
            else:
                write_whole(self._path, head + records)


def keep_compared(path: Path, keys: Collection[str]) -> None:
    """Let go of the vectors in a file but those of these keys, those of passages that there are."""
    raw, kept = _read(path), {bytes.fromhex(key) for key in keys}
    found = list(_records(raw))
    left = {one[:_KEY]: one for one in found if one[:_KEY] in kept and _is_whole(one)}
    if len(left) != len(found):
        with suppress(OSError):
            write_whole(path, raw[: _HEAD.size] + b"".join(left.values()))


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def _records(raw: bytes) -> Iterator[bytes]:
    if len(raw) >= _HEAD.size:
        size = _KEY + _HEAD.unpack_from(raw)[1] + _CHECKSUM.size
        for place in range(_HEAD.size, len(raw) - size + 1, size):
            yield raw[place : place + size]


def _record(made: tuple[bytes, bytes]) -> bytes:
    body = b"".join(made)
    return body + _CHECKSUM.pack(zlib.crc32(body))


def _is_whole(record: bytes) -> bool:
    return _CHECKSUM.pack(zlib.crc32(record[: -_CHECKSUM.size])) == record[-_CHECKSUM.size :]


def _is_sound(path: Path, head: bytes) -> bool:
    """Whether a file begins so, and ends where a record does."""
    try:
        with path.open("rb") as file:
            size = _KEY + _HEAD.unpack(head)[1] + _CHECKSUM.size
            begins = file.read(_HEAD.size) == head
            return begins and (os.fstat(file.fileno()).st_size - _HEAD.size) % size == 0
    except OSError:
        return False
