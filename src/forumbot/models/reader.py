"""Reading a question and a passage together: how likely the one answers the other, and where."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np

from forumbot.models.bert import ANSWERED, SPANS
from forumbot.models.rows import Floats, Rows
from forumbot.models.session import Session

# As the readers were trained: tokens of a question, of what stands above a passage, of a passage.
_QUESTION, _ABOVE, _PASSAGE = 48, 40, 300
# As long as an answer was in training.
_MOST_TOKENS = 40
_IMPOSSIBLE = np.float32(-1e9)


class Encoded(Protocol):
    """A text's tokens."""

    @property
    def ids(self) -> list[int]:
        """The id of each."""
        ...

    @property
    def offsets(self) -> list[tuple[int, int]]:
        """From where to where in the text each reaches."""
        ...


class Tokenizer(Protocol):
    """Cuts texts into tokens, whole and without special ones around them."""

    def encode(self, text: str) -> Encoded:
        """The tokens of a text."""
        ...


@dataclass(frozen=True, slots=True)
class Marks:
    """The ids of a vocabulary's special tokens, and of a colon."""

    first: int
    between: tuple[int, ...]
    last: int
    colon: int
    has_types: bool


@dataclass(frozen=True, slots=True)
class Text:
    """A passage to read: its text, and its title and headings."""

    above: str
    body: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader makes of a question and a passage.

    ``logit`` is that of the passage answering; ``body[start:end]`` is where the answer most likely
    stands, with the sum of the logits of its ends, ``span_logit``. The logits of two readers are
    not on one scale: ``is_multilingual`` tells which it was.
    """

    logit: float
    span_logit: float
    start: int
    end: int
    is_multilingual: bool = False


@dataclass(frozen=True, slots=True)
class Pair:
    """Tokens of a question and a passage; those of the body begin at ``base``."""

    ids: list[int]
    type_ids: list[int]
    base: int
    offsets: list[tuple[int, int]]


class Reader:
    """A BERT encoder with a head for whether a passage answers, and one for where."""

    def __init__(self, graph: Path | bytes, tokenizer: Tokenizer, marks: Marks, rows: Rows) -> None:
        """A reader of a graph that :func:`forumbot.models.bert.reader` makes."""
        self._session = Session(graph, rows)
        self._tokenizer = tokenizer
        self._marks = marks

    def read(self, question: str, texts: Sequence[Text]) -> list[Reading]:
        """Read the question with each passage, on all cores."""
        asked = self._tokenizer.encode(question).ids[:_QUESTION]
        pairs = [self._pair(asked, text) for text in texts]
        read = self._session.read(pairs, (ANSWERED, SPANS))
        is_multilingual = not self._marks.has_types
        return [
            best_reading(
                pair,
                float(answered[0]),
                spans[pair.base : pair.base + len(pair.offsets)],
                is_multilingual,
            )
            for pair, (answered, spans) in zip(pairs, read, strict=True)
        ]

    def _pair(self, asked: list[int], text: Text) -> Pair:
        marks = self._marks
        ids = [marks.first, *asked, *marks.between]
        second = len(ids)
        if text.above:
            ids += [*self._tokenizer.encode(text.above).ids[:_ABOVE], marks.colon]
        base, body = len(ids), self._tokenizer.encode(text.body)
        ids += [*body.ids[:_PASSAGE], marks.last]
        types = [0] * second + [int(marks.has_types)] * (len(ids) - second)
        return Pair(ids, types, base, body.offsets[:_PASSAGE])


def best_reading(pair: Pair, logit: float, ends: Floats, is_multilingual: bool) -> Reading:
    """The best span of at most so many tokens, whose first token is not behind its last."""
    count = len(pair.offsets)
    if not count:
        return Reading(logit, float(_IMPOSSIBLE), 0, 0, is_multilingual)
    sums = ends[:, 0][:, None] + ends[:, 1][None]
    allowed = np.tril(np.triu(np.ones((count, count), dtype=bool)), _MOST_TOKENS)
    sums = np.where(allowed, sums, _IMPOSSIBLE)
    first, last = divmod(int(sums.argmax()), count)
    start, end = pair.offsets[first][0], pair.offsets[last][1]
    return Reading(logit, float(sums[first, last]), start, end, is_multilingual)
