"""What a maintainer should know of documents as a collection: the tiny ones and the doubles."""

import re
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

MIN_WORDS = 50
NEAR_DUPLICATE = 0.6
_SHINGLE_WORDS = 4
_SKETCH_SIZE = 256
_MAX_CHARS = 2_000_000
_WORD = re.compile(r"\w+")

Hashes = npt.NDArray[np.uint64]


class _Double(NamedTuple):
    """An earlier document and how much of both their texts they share, 0 to 1."""

    doc_id: str
    similarity: float


def survey(texts: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Warnings by doc_id: very short, or nearly the same as a document that comes before it."""
    doubles = find_doubles(texts)
    warnings: dict[str, tuple[str, ...]] = {}
    for doc_id, text in texts.items():
        words = len(text.split())
        short = (f"very short ({words} words)",) if words < MIN_WORDS else ()
        double = doubles.get(doc_id)
        warnings[doc_id] = (*short, _in_words(double)) if double else short
    return warnings


def _in_words(double: _Double) -> str:
    if double.similarity == 1:
        return f"the same text as {double.doc_id}"
    return f"near-duplicate of {double.doc_id} ({int(double.similarity * 100)} % the same)"


def find_doubles(texts: Mapping[str, str]) -> dict[str, _Double]:
    """Of each document that nearly repeats an earlier one, the one that it is most like.

    Likeness is the share of runs of four words that both have of those that either has, estimated
    from the 256 smallest hashes of each document; exactly 1 only where all words are the same.
    """
    doc_ids = list(texts)
    words = [_words(text) for text in texts.values()]
    sketches = [_sketch(found) for found in words]
    doubles: dict[str, _Double] = {}
    for first, second in sorted(_candidates(sketches)):
        similarity = _similarity(sketches[first], sketches[second])
        if words[first] == words[second]:
            similarity = 1.0
        elif similarity == 1:
            similarity = 0.99
        best = doubles.get(doc_ids[second])
        if similarity >= NEAR_DUPLICATE and (best is None or similarity > best.similarity):
            doubles[doc_ids[second]] = _Double(doc_ids[first], similarity)
    return doubles


def _words(text: str) -> list[str]:
    return _WORD.findall(text[:_MAX_CHARS].casefold())


def _sketch(words: list[str]) -> Hashes:
    """The smallest hashes of all runs of four words, in order; none for fewer words."""
    if len(words) < _SHINGLE_WORDS:
        return np.empty(0, np.uint64)
    known = {word: zlib.crc32(word.encode("utf-8", "replace")) for word in set(words)}
    hashes = np.fromiter((known[word] for word in words), np.uint64, len(words))
    count = len(words) - _SHINGLE_WORDS + 1
    runs = np.zeros(count, np.uint64)
    for offset in range(_SHINGLE_WORDS):
        runs = _mixed(runs + hashes[offset : offset + count])
    return np.unique(runs)[:_SKETCH_SIZE]


def _mixed(values: Hashes) -> Hashes:
    """Each value spread over all 64 bits (the finalizer of SplitMix64)."""
    values = values + np.uint64(0x9E3779B97F4A7C15)
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


def _candidates(sketches: list[Hashes]) -> Iterator[tuple[int, int]]:
    """Pairs that share a fair part of their hashes; each hash links a document to two others.

    Thus the work grows with the number of documents, not with its square.
    """
    first: dict[int, int] = {}
    last: dict[int, int] = {}
    shared: Counter[tuple[int, int]] = Counter()
    for number, sketch in enumerate(sketches):
        for value in sketch.tolist():
            if value in first:
                shared.update({(first[value], number), (last[value], number)})
            first.setdefault(value, number)
            last[value] = number
    for (one, other), count in shared.items():
        if count >= NEAR_DUPLICATE / 2 * min(len(sketches[one]), len(sketches[other])):
            yield one, other


def _similarity(one: Hashes, other: Hashes) -> float:
    """The share of common hashes among the smallest of both."""
    smallest = np.union1d(one, other)[:_SKETCH_SIZE]
    common = np.intersect1d(np.intersect1d(one, other), smallest)
    return len(common) / len(smallest)
