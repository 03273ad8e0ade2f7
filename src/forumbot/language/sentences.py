"""Sentences of a block, by sentencex, with offsets."""

import re
from collections.abc import Iterator

import sentencex

_SUPPORTED_LENGTH = 20_000
# sentencex takes the full stop of "M. Floch" or "Mme. Dupont" for an end in French, Spanish, Polish
# and more; in English it tells such names from "Plan B. Then …" by itself.
_ABBREVIATED_NAME = re.compile(
    r"(?:^|[\s(«“\"'’-])(?:[A-ZÀ-ÖØ-Þ]|MM|Mr|Mrs|Ms|Mme|Mmes|Mlle|Mgr|Dr|Prof|St|Hr|Fr|Sr|Sra|Dott"
    r"|Ing)\.$"
)
_LONGEST_ABBREVIATION = 6


def sentence_spans(text: str, start: int, end: int, language: str) -> list[tuple[int, int]]:
    """Offsets of the sentences of ``text[start:end]``, without the white space between them.

    A line break does not end a sentence by itself. Together the spans hold every visible
    character, in order.
    """
    merged: list[tuple[int, int]] = []
    for window_start, window_end in _windows(text, start, end):
        for span in _spans(text[window_start:window_end], window_start, language):
            if merged and language != "en" and _goes_on(text, merged[-1], span):
                merged[-1] = (merged[-1][0], span[1])
            else:
                merged.append(span)
    return merged


# A bullet of a scan: "séance. e Cantine scolaire : 4.12 €".
_SCANNED_BULLET = re.compile(r"[eo] [A-ZÀ-Þ]")


def _goes_on(text: str, span: tuple[int, int], after: tuple[int, int]) -> bool:
    """Whether a full stop ends no sentence: behind a name cut short, or before a small letter."""
    is_on_the_line = "\n" not in text[span[1] : after[0]]
    is_small = text[after[0]].islower() and _SCANNED_BULLET.match(text, after[0]) is None
    if text[span[1] - 1] == "." and is_small and is_on_the_line:
        return True
    tail_start = max(span[0], span[1] - _LONGEST_ABBREVIATION)
    return _ABBREVIATED_NAME.search(text[tail_start : span[1]]) is not None


def _windows(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Stretches that sentencex can take, cut at white space where there is any."""
    while end - start > _SUPPORTED_LENGTH:
        limit = start + _SUPPORTED_LENGTH
        cut = max(text.rfind(" ", start, limit), text.rfind("\n", start, limit))
        cut = cut if cut > start else limit
        yield start, cut
        start = cut
    yield start, end


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
