"""ONNX's file format, of which graphs of ours need little, so that nobody has to install all of it.

The messages and the numbers of their fields are those of ``onnx.proto3``, written in the wire
format of Protocol Buffers: https://protobuf.dev/programming-guides/encoding/. Tests read what is
written with the ``onnx`` package, and check it.
"""

import struct
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

FLOAT, UINT8, INT32, INT64 = 1, 2, 6, 7
_KINDS = {"float32": FLOAT, "uint8": UINT8, "int8": 3, "int64": INT64}
_FLOAT_ATTRIBUTE, _WHOLE_ATTRIBUTE = 1, 2
_VARINT, _BYTES, _FOUR = 0, 2, 5
_SEVEN_BITS, _MORE = 0x7F, 0x80


def node(
    operator: str,
    inputs: Iterable[str],
    outputs: Iterable[str],
    attributes: Mapping[str, int | float],
) -> bytes:
    """A node, which bears the name of its first output."""
    named = list(outputs)
    parts = [_field(1, one) for one in inputs] + [_field(2, one) for one in named]
    parts += [_field(3, named[0]), _field(4, operator)]
    parts += [_field(5, _attribute(name, value)) for name, value in attributes.items()]
    return b"".join(parts)


def tensor(name: str, values: npt.NDArray[np.generic]) -> bytes:
    """Values that a graph carries, in one of the kinds that are known here."""
    ordered = np.array(values, order="C")
    little = ordered.astype(ordered.dtype.newbyteorder("<"), copy=False)
    return b"".join(
        (
            *(_field(1, int(side)) for side in ordered.shape),
            _field(2, _KINDS[ordered.dtype.name]), _field(8, name), _field(9, little.tobytes()),
        )
    )  # fmt: skip


def value(name: str, kind: int, sides: Sequence[str | int]) -> bytes:
    """What goes into a graph or comes out of it; a side whose length is open has a name."""
    lengths = [_field(2 if isinstance(side, str) else 1, side) for side in sides]
    shape = b"".join(_field(1, length) for length in lengths)
    return _field(1, name) + _field(2, _field(1, _field(1, kind) + _field(2, shape)))


def model(
    nodes: Iterable[bytes],
    weights: Iterable[bytes],
    taken: Iterable[bytes],
    given: Iterable[bytes],
    versions: tuple[int, int],
) -> bytes:
    """A file of a graph; ``versions`` are those of the format and of the standard's operators."""
    graph = b"".join(
        _field(number, part)
        for number, parts in ((1, nodes), (2, ["bert"]), (5, weights), (11, taken), (12, given))
        for part in parts
    )
    form, operators = versions
    standard = _field(1, "") + _field(2, operators)
    return _field(1, form) + _field(2, "forumbot") + _field(7, graph) + _field(8, standard)


def _attribute(name: str, setting: int | float) -> bytes:
    if isinstance(setting, int):
        return _field(1, name) + _field(3, setting) + _field(20, _WHOLE_ATTRIBUTE)
    return _field(1, name) + _field(2, setting) + _field(20, _FLOAT_ATTRIBUTE)


def _field(number: int, content: bytes | str | int | float) -> bytes:
    if isinstance(content, int):
        return _varint(number << 3 | _VARINT) + _varint(content)
    if isinstance(content, float):
        return _varint(number << 3 | _FOUR) + struct.pack("<f", content)
    raw = content.encode() if isinstance(content, str) else content
    return _varint(number << 3 | _BYTES) + _varint(len(raw)) + raw


def _varint(number: int) -> bytes:
    """Seven bits a byte, the lowest first; what is negative as 64 bits of two's complement."""
    rest, found = number % 2**64, bytearray()
    while rest > _SEVEN_BITS:
        found.append(rest & _SEVEN_BITS | _MORE)
        rest >>= 7
    return bytes(found + bytes([rest]))
