"""A Unigram tokenizer (Kudo 2018, arXiv:1804.10959) that takes little memory.

It gives the ids that the ``tokenizers`` package gives for the same vocabulary, which takes 280 MB
there for 250,000 pieces: here they are the bytes of their file, found by a hash table.
"""

import hashlib
import json
import re
import struct
import unicodedata
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise
from zlib import crc32

import numpy as np

from forumbot.kept_files import kept

_SPACE = "\u2581"
_ONES = re.compile(f"{_SPACE}[^{_SPACE}]*")
# What Unicode calls white space, control characters that Python takes for it left out.
_WORDS = re.compile("[^\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+")
_EMPTY = -1
_HEAD = struct.Struct("<ii")
# As SentencePiece has it: an unknown character is less likely than any piece.
_UNKNOWN_LOSS = 10.0
# Words whose pieces are remembered, some 3 MB; the words of a passage come again and again.
_REMEMBERED = 8192


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Pieces by their ids: ``text[ends[id] : ends[id + 1]]`` in UTF-8, and how likely each is.

    Pieces of score 0 are marks, which no text holds; ``unknown`` stands for what is in no piece.
    """

    text: bytes
    ends: Sequence[int]
    scores: Sequence[float]
    unknown: int

    def piece(self, number: int) -> bytes:
        """One piece."""
        return self.text[self.ends[number] : self.ends[number + 1]]


@dataclass(frozen=True, slots=True)
class Cut:
    """The ids of a text's tokens, and from where to where in it each reaches."""

    ids: list[int]
    offsets: list[tuple[int, int]]


def hash_table(vocabulary: Vocabulary) -> bytes:
    """The ids of all pieces, each at the first free slot from its CRC-32 on; 32 bits a slot.

    Of as many slots as there are, a power of two, less than half are taken.
    """
    count = len(vocabulary.scores)
    table = array("i", [_EMPTY]) * (2 << count.bit_length())
    for number in range(count):
        if vocabulary.scores[number]:
            slot = crc32(vocabulary.piece(number)) & (len(table) - 1)
            while table[slot] != _EMPTY:
                slot = (slot + 1) & (len(table) - 1)
            table[slot] = number
    return table.tobytes()


def kept_vocabulary(name: str, file: bytes) -> Vocabulary:
    """The vocabulary of a ``tokenizer.json``, kept under a name: JSON of it takes long to read."""
    of = hashlib.sha256(file).hexdigest()
    found = kept(f"{name}-vocabulary", of, lambda: _packed(_of_json(file)), ".bin")
    return _unpacked(found if isinstance(found, bytes) else found.read_bytes())


def _packed(vocabulary: Vocabulary) -> bytes:
    """How many pieces there are, and which is unknown; scores, ends and pieces."""
    head = _HEAD.pack(len(vocabulary.scores), vocabulary.unknown)
    scores, ends = array("f", vocabulary.scores), array("I", vocabulary.ends)
    return head + scores.tobytes() + ends.tobytes() + vocabulary.text


def _unpacked(raw: bytes) -> Vocabulary:
    count, unknown = _HEAD.unpack_from(raw)
    scores, ends = array("f"), array("I")
    place = _HEAD.size
    for column, length in ((scores, count), (ends, count + 1)):
        column.frombytes(raw[place : place + column.itemsize * length])
        place += column.itemsize * length
    return Vocabulary(raw[place:], ends, scores, unknown)


def _of_json(file: bytes) -> Vocabulary:
    """The vocabulary of a ``tokenizer.json`` of a Unigram model."""
    model = json.loads(file)["model"]
    words = [word.encode() for word, _score in model["vocab"]]
    ends = array("I", accumulate(map(len, words), initial=0))
    scores = array("f", [score for _word, score in model["vocab"]])
    return Vocabulary(b"".join(words), ends, scores, model["unk_id"])


def kept_tokenizer(name: str, of: str, vocabulary: Vocabulary) -> "Unigram":
    """A tokenizer whose table, made ``of`` what this hash tells, is kept under the name."""
    table = kept(f"{name}-pieces", of, lambda: hash_table(vocabulary), ".bin")
    return Unigram(vocabulary, table if isinstance(table, bytes) else table.read_bytes())


class Unigram:
    """Cuts texts into the pieces that are likeliest together; safe to use from threads."""

    def __init__(self, vocabulary: Vocabulary, table: bytes) -> None:
        """One that finds pieces by what :func:`hash_table` made of the vocabulary."""
        self._vocabulary = vocabulary
        self._table = array("i")
        self._table.frombytes(table)
        self._longest = _longest(vocabulary)
        self._least = min(vocabulary.scores) - _UNKNOWN_LOSS
        self._pieces = lru_cache(_REMEMBERED)(self._cut)

    def encode(self, text: str) -> Cut:
        """The tokens of a text under NFKC, without any around it."""
        normal, origins = normalized(text)
        cut = Cut([], [])
        for word in _WORDS.finditer(normal):
            begins_new = not word[0].startswith(_SPACE)
            shift = word.start() - begins_new
            for one in _ONES.finditer(_SPACE + word[0] if begins_new else word[0]):
                start = shift + one.start()
                for number, end in self._pieces(one[0]):
                    first, last = max(start, word.start()), shift + one.start() + end - 1
                    cut.ids.append(number)
                    cut.offsets.append((origins[first][0], origins[max(first, last)][1]))
                    start = last + 1
        return cut

    def _cut(self, word: str) -> tuple[tuple[int, int], ...]:
        """The likeliest pieces of a word (Viterbi 1967): the id of each, and where it ends."""
        raw, unknown = word.encode(), self._vocabulary.unknown
        edges = [0, *accumulate(len(one.encode()) for one in word)]
        best = [0.0] + [float("-inf")] * len(word)
        came = [(0, unknown)] * len(edges)
        for start in range(len(word)):
            for end, number, score in self._from(raw, edges, start):
                if best[start] + score > best[end]:
                    best[end], came[end] = best[start] + score, (start, number)
        found: list[tuple[int, int]] = []
        end = len(word)
        while end:
            start, number = came[end]
            if not (found and found[-1][0] == number == unknown):
                found.append((number, end))
            end = start
        return tuple(reversed(found))

    def _from(self, raw: bytes, edges: Sequence[int], start: int) -> list[tuple[int, int, float]]:
        """The pieces that begin at a character: where each ends, its id and its score."""
        table, known = self._table, self._vocabulary
        text, ends, scores, last = known.text, known.ends, known.scores, len(table) - 1
        first, found = edges[start], []
        for end in range(start + 1, min(start + self._longest + 1, len(edges))):
            piece = raw[first : edges[end]]
            slot = crc32(piece) & last
            while (number := table[slot]) >= 0 and text[ends[number] : ends[number + 1]] != piece:
                slot = (slot + 1) & last
            if number >= 0:
                found.append((end, number, scores[number]))
        if not found or found[0][0] != start + 1:
            found.append((start + 1, known.unknown, self._least))
        return found


def _longest(vocabulary: Vocabulary) -> int:
    """How many characters the longest piece has."""
    begins = np.frombuffer(vocabulary.text, np.uint8) & 0xC0 != 0x80
    counted = np.concatenate([[0], np.cumsum(begins)])
    return int(np.diff(counted[np.asarray(vocabulary.ends)]).max())


def normalized(text: str) -> tuple[str, list[tuple[int, int]]]:
    """A text under NFKC, and from where to where what each character stands for reaches in it."""
    if unicodedata.is_normalized("NFKC", text):
        return text, [(at, at + 1) for at in range(len(text))]
    parts: list[str] = []
    origins: list[tuple[int, int]] = []
    for run in re.finditer(r"\s+|\S+", text):
        edges = _edges(run[0])
        made = [unicodedata.normalize("NFKC", run[0][a:b]) for a, b in pairwise(edges)]
        whole = unicodedata.normalize("NFKC", run[0])
        if "".join(made) != whole:
            edges, made = [0, len(run[0])], [whole]
        parts.append(whole)
        for part, (start, end) in zip(made, pairwise(edges), strict=True):
            origins += [(run.start() + start, run.start() + end)] * len(part)
    return "".join(parts), origins


def _edges(run: str) -> list[int]:
    """Where characters begin, those that combine with the one before left out; and the end."""
    starts = [at for at, one in enumerate(run) if not at or not unicodedata.combining(one)]
    return [*starts, len(run)]
