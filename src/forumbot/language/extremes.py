"""Questions for the one of a list that has most or least of something: "which is the closest?"."""

import re
from dataclasses import dataclass
from importlib.resources import files

from forumbot.language.patterns import compiled, one_of, ways
from forumbot.language.table import derived, parsed

# What each key of ``extremes.yaml`` measures, and whether the greatest is wanted.
_KEYS = {
    "near": ("distance", False),
    "far": ("distance", True),
    "cheap": ("price", False),
    "dear": ("price", True),
    "least": ("", False),
    "most": ("", True),
}


@dataclass(frozen=True, slots=True)
class Extreme:
    """What is asked for: by ``distance``, by ``price``, or empty for what the question names.

    ``is_most`` says whether the greatest is wanted, ``text[start:end]`` that it is asked for.
    """

    measure: str
    is_most: bool
    start: int
    end: int


def asked_extreme(text: str) -> Extreme | None:
    """The extreme that a question asks for; None without one, or with several."""
    found = [
        Extreme(*_KEYS[key], match.start(), match.end())
        for key, cue in _cues().items()
        for match in cue.finditer(text)
    ]
    outer = [
        one
        for one in found
        if not any(
            other is not one and other.start <= one.start and one.end <= other.end
            for other in found
        )
    ]
    return outer[0] if len(outer) == 1 else None


@derived
def _cues() -> dict[str, re.Pattern[str]]:
    table = parsed(files("forumbot.language") / "extremes.yaml")
    return {
        key: compiled(
            rf"(?<!\w){one_of(way for row in table.values() for way in ways(row[key]))}(?!\w)"
        )
        for key in _KEYS
    }
