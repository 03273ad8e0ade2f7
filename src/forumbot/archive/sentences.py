"""Sentences of a block, by sentencex, with offsets."""

import re
from collections.abc import Iterator

import sentencex

_SUPPORTED_LENGTH = 20_000


def sentence_spans(text: str, start: int, end: int, language: str) -> list[tuple[int, int]]:
    """Offsets of the sentences of ``text[start:end]``, without the white space between them.

    A line break does not end a sentence by itself. Together the spans hold every visible
    character, in order.
    """
    spans: list[tuple[int, int]] = []
    for window_start in range(start, end, _SUPPORTED_LENGTH):
        window = text[window_start : min(window_start + _SUPPORTED_LENGTH, end)]
        spans += _spans(window, window_start, language)
    return spans


def _spans(window: str, offset: int, language: str) -> Iterator[tuple[int, int]]:
    position = 0
    for sentence in sentencex.segment(language, window.replace("\n", " ")):
        length = len(sentence)
        trimmed = _trim(window, position, position + length)
        position += length
        if trimmed is not None:
            yield offset + trimmed[0], offset + trimmed[1]
    rest = _trim(window, position, len(window))
    if rest is not None:
        yield offset + rest[0], offset + rest[1]


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    visible = re.search(r"\S(?:.*\S)?", text[start:end], re.DOTALL)
    return (start + visible.start(), start + visible.end()) if visible else None
