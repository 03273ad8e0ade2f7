"""The language of a text, by py3langid among those that have a table."""

import re
from collections import Counter
from typing import Any, NamedTuple

from forumbot.language.table import codes, derived

_FALLBACK = "en"
_LEAST_PROBABILITY = 0.5
_STRETCH_CHARS = 600
_MAX_STRETCHES = 16
_LONG_CHARS = 1_200
_LARGE_SHARE = 0.25
_TOLD_CHARS = 4_000
# Latin, Greek and Cyrillic come first in Unicode; Latin and Greek with more accents far behind.
_AFTER_CYRILLIC, _GREEK_EXTENDED = "\u0530", frozenset(map(chr, range(0x1E00, 0x2000)))
# From the beginnings of words alone, else a long one is gone through from each of its letters.
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|(?<!\S)\S+@\S+")


class Languages(NamedTuple):
    """ISO 639-1 codes: the language of most of a text, and others of a quarter of it or more.

    Without ``is_certain`` the text is too short or too mixed to tell, and ``main`` is the
    likeliest, or English where nothing is likely.
    """

    main: str
    others: tuple[str, ...]
    is_certain: bool


def detect_language(text: str) -> str:
    """The ISO 639-1 code of the language that most of a text is in."""
    return detect_languages(text).main


def detect_languages(text: str) -> Languages:
    """The languages of a text, by stretches of it from its beginning to its end."""
    words = " ".join(_ADDRESS.sub(" ", text).split())
    if not _is_in_known_script(words[:_TOLD_CHARS]):
        return Languages(_FALLBACK, (), False)
    if len(words) < _LONG_CHARS:
        code, probability = _detector().classify(words)
        is_likely = probability >= _LEAST_PROBABILITY
        return Languages(str(code) if is_likely else _FALLBACK, (), bool(probability > 0.9))
    counts = Counter(str(_detector().classify(stretch)[0]) for stretch in _stretches(words))
    (main, count), *rest = counts.most_common()
    total = counts.total()
    others = tuple(code for code, times in rest if times >= total * _LARGE_SHARE)
    return Languages(main, others, count * 2 > total)


def _is_in_known_script(words: str) -> bool:
    """Whether half of the letters are Latin, Greek or Cyrillic, as in the languages of tables."""
    alphabetic = [char for char in words if char.isalpha()]
    return sum(char < _AFTER_CYRILLIC or char in _GREEK_EXTENDED for char in alphabetic) * 2 >= len(
        alphabetic
    )


def _stretches(words: str) -> list[str]:
    step = max(len(words) // _MAX_STRETCHES, _STRETCH_CHARS)
    starts = range(0, max(len(words) - _STRETCH_CHARS // 2, 1), step)
    return [words[start : start + _STRETCH_CHARS] for start in starts]


@derived
def _detector() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    detector = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    detector.set_languages([code for code in codes() if code in detector.labels])
    return detector
